package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

type lineageCmd struct {
	Input   []string `arg:"" optional:"" help:"Files, folders, globs, - for standard input."`
	Format  string   `help:"text, json, graphml or dot. Without it the ending of --output decides, else text." enum:",text,json,graphml,dot" default:"" placeholder:"FORMAT"`
	Against string   `help:"Compare the inputs with what this store has, too, and show what is linked with them. The index for that, beside the store, is made when it is first needed." placeholder:"PATH"`
	inputFlags
	outputFlags
}

// Help shows how lineage is used.
func (lineageCmd) Help() string {
	return `Examples:
  twosource lineage examples/ferry-talks
  twosource lineage examples/ferry-talks --format dot | dot -Tsvg > lineage.svg
  twosource lineage archive.jsonl.gz -o lineage.graphml
  twosource lineage found-today.html --against archive.db

Each origin is a tree: below an article stand those that were taken from it, with the
reasons. The number of origins is the most that there can be, for links may have been
missed.`
}

// Run shows who took from whom.
func (cmd *lineageCmd) Run(ctx context.Context, c console) error {
	run, err := cmd.run(ctx, c)
	if err != nil {
		return err
	}
	format := cmd.Format
	if format == "" {
		switch ext := strings.TrimPrefix(strings.ToLower(filepath.Ext(cmd.Output)), "."); ext {
		case "json", "graphml", "dot":
			format = ext
		case "gv":
			format = "dot"
		}
	}
	f := newForest(run.Record)
	err = cmd.write(c, func(w io.Writer) error {
		switch format {
		case "json":
			return f.json(w)
		case "graphml":
			return f.graphML(w)
		case "dot":
			return f.dot(w)
		}
		return f.text(w)
	})
	if err != nil {
		return err
	}
	return outcome(run)
}

// A forest is the lineage of a record: for each article that others were taken
// from, those others.
type forest struct {
	rec     *news.Record
	article map[string]int // index by id
	origins map[string]*news.Origin
	parent  map[string]*news.Link // of each derived article, the link that says most
	below   map[string][]*news.Link
}

func newForest(rec *news.Record) *forest {
	f := &forest{
		rec: rec, article: map[string]int{}, origins: map[string]*news.Origin{},
		parent: map[string]*news.Link{}, below: map[string][]*news.Link{},
	}
	for i := range rec.Articles {
		f.article[rec.Articles[i].ID] = i
	}
	for i := range rec.Origins {
		f.origins[rec.Origins[i].ID] = &rec.Origins[i]
	}
	for i := range rec.Lineage {
		l := &rec.Lineage[i]
		if old := f.parent[l.To]; derives(l) && (old == nil || before(l, old)) {
			f.parent[l.To] = l
		}
	}
	f.breakCircles()
	for i := range rec.Articles {
		if l := f.parent[rec.Articles[i].ID]; l != nil {
			f.below[l.From] = append(f.below[l.From], l)
		}
	}
	for _, list := range f.below {
		slices.SortFunc(list, func(x, y *news.Link) int { return f.compare(x.To, y.To) })
	}
	return f
}

// derives reports whether a link says that one article was made of another.
func derives(l *news.Link) bool { return l.Kind != news.CommonSource }

// before reports whether x says more than y of where an article is from.
func before(x, y *news.Link) bool {
	return cmp.Or(cmp.Compare(y.Shared, x.Shared), cmp.Compare(y.Confidence, x.Confidence), cmp.Compare(x.ID, y.ID)) < 0
}

// breakCircles drops the parent of one article of each circle, so that every
// article stands in one tree.
func (f *forest) breakCircles() {
	for i := range f.rec.Articles {
		start := f.rec.Articles[i].ID
		seen := map[string]bool{}
		for id := start; f.parent[id] != nil; id = f.parent[id].From {
			if seen[id] {
				delete(f.parent, id)
				break
			}
			seen[id] = true
		}
	}
}

// compare orders articles by date, undated last, then id.
func (f *forest) compare(x, y string) int {
	return cmp.Or(cmp.Compare(f.first(x), f.first(y)), cmp.Compare(x, y))
}

func (f *forest) first(id string) int64 {
	if n, _, ok := f.rec.Articles[f.article[id]].Published.Bounds(); ok {
		return n
	}
	return 1<<63 - 1
}

// text writes the origins as trees, those with most articles first, then the
// passages that articles of different origins share.
func (f *forest) text(w io.Writer) error {
	groups := map[string][]string{}
	for i := range f.rec.Articles {
		o := f.rec.Provenance[i].Origin
		groups[o] = append(groups[o], f.rec.Articles[i].ID)
	}
	order := make([]string, 0, len(groups))
	for o, ids := range groups {
		slices.SortFunc(ids, f.compare)
		order = append(order, o)
	}
	slices.SortFunc(order, func(x, y string) int {
		return cmp.Or(cmp.Compare(len(groups[y]), len(groups[x])), f.compare(groups[x][0], groups[y][0]))
	})
	var b strings.Builder
	fmt.Fprintf(&b, "%s, at most %s\n", count(len(f.rec.Articles), "article"), count(len(groups), "origin"))
	alone := 0
	for _, o := range order {
		if len(groups[o]) == 1 {
			alone++
			continue
		}
		f.group(&b, o, groups[o])
	}
	if alone > 0 {
		fmt.Fprintf(&b, "\nThat share their origin with no other: %s\n", count(alone, "article"))
	}
	f.shared(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// group writes one origin of several articles.
func (f *forest) group(b *strings.Builder, origin string, ids []string) {
	fmt.Fprintf(b, "\n%s, %s\n", f.originName(origin), count(len(ids), "article"))
	for _, id := range ids {
		if l := f.parent[id]; l == nil || f.origin(l.From) != origin {
			fmt.Fprintf(b, "  %s\n", f.label(id))
			f.tree(b, id, "  ", 0)
		}
	}
	for i := range f.rec.Lineage {
		if l := &f.rec.Lineage[i]; l.Kind == news.CommonSource && l.Joins && f.origin(l.From) == origin {
			fmt.Fprintf(b, "  common source: %s\n             and %s\n                 %s\n", f.label(l.From), f.label(l.To), strings.Join(l.Reasons, "; "))
		}
	}
}

// deepest bounds how deep a tree is drawn.
const deepest = 64

// tree writes what was taken from an article.
func (f *forest) tree(b *strings.Builder, id, indent string, depth int) {
	list := f.below[id]
	for n, l := range list {
		mark, next := "├─ ", "│  "
		if n == len(list)-1 {
			mark, next = "└─ ", "   "
		}
		fmt.Fprintf(b, "%s%s%s: %s\n%s%s   %s\n", indent, mark, l.Kind, f.label(l.To), indent, next, strings.Join(l.Reasons, "; "))
		if depth < deepest {
			f.tree(b, l.To, indent+next, depth+1)
		}
	}
}

// shared writes the passages that articles of different origins have from one
// source, each once.
func (f *forest) shared(b *strings.Builder) {
	type passage struct {
		words    string
		kind     news.ReuseKind
		articles []string
	}
	var list []*passage
	known := map[string]*passage{}
	for i := range f.rec.Lineage {
		l := &f.rec.Lineage[i]
		if l.Kind != news.CommonSource || l.Joins || f.origin(l.From) == f.origin(l.To) {
			continue
		}
		for _, r := range l.Passages {
			words := oneLine(r.From.Of(f.rec.Articles[f.article[l.From]].Text))
			p := known[strings.ToLower(words)]
			if p == nil {
				p = &passage{words: words, kind: r.Kind}
				known[strings.ToLower(words)] = p
				list = append(list, p)
			}
			p.articles = append(p.articles, l.From, l.To)
		}
	}
	if len(list) > 0 {
		b.WriteString("\nPassages that articles of different origins have from one source\n")
	}
	for _, p := range list {
		fmt.Fprintf(b, "  %s: %s\n", p.kind, p.words)
		slices.SortFunc(p.articles, f.compare)
		for _, id := range slices.Compact(p.articles) {
			fmt.Fprintf(b, "    %s\n", f.label(id))
		}
	}
}

func (f *forest) origin(id string) string { return f.rec.Provenance[f.article[id]].Origin }

// originName says what an origin is, in words.
func (f *forest) originName(id string) string {
	o := f.origins[id]
	switch {
	case o == nil || o.Name == "":
		return "An origin that nobody names"
	case o.Kind == news.OriginAgency:
		return o.Name + " (agency)"
	}
	return o.Name
}

// label names an article: outlet, day, title or input.
func (f *forest) label(id string) string {
	a := &f.rec.Articles[f.article[id]]
	title := a.Title
	if title == "" {
		title = a.Input.Name
	}
	day, _, _ := strings.Cut(a.Published.Value, "T")
	return cmp.Or(a.Outlet, "outlet unknown") + ", " + cmp.Or(day, "undated") + ": " + oneLine(title)
}
