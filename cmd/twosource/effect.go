package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/corrections"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/pipeline"
)

// An effect is what one correction changes among articles: what the stages make
// of them with the file before it, and with it.
type effect struct {
	line          string // the correction, as corrected_by has it
	before, after *news.Record
	bound         *corrections.Bound // of the corrections with the line
}

// analyse reads the inputs once and relates them twice. It returns the run with
// the correction.
func (e *effect) analyse(ctx context.Context, inputs []string, o pipeline.Options, before, after *corrections.Set) (*pipeline.Run, error) {
	reading, err := pipeline.Read(ctx, inputs, o)
	if err != nil {
		return nil, err
	}
	o.Corrections = before
	was, err := reading.Relate(ctx, o)
	if err != nil {
		return nil, err
	}
	o.Corrections = after
	now, err := reading.Relate(ctx, o)
	if err != nil {
		return nil, err
	}
	e.before, e.after = was.Record, now.Record
	e.bound = after.Bind(e.after.Articles)
	return now, nil
}

// write prints what was and what is, or that nothing changes.
func (e *effect) write(w io.Writer) {
	var b strings.Builder
	e.writeEntities(&b)
	e.writeSpeakers(&b)
	e.writeFamilies(&b)
	e.writeLinks(&b)
	e.writeStories(&b)
	e.writeOrigins(&b)
	for _, n := range e.after.Notices {
		if n.Code == corrections.NoticeUnmatched && strings.HasSuffix(n.Message, "("+e.line+")") {
			fmt.Fprintf(&b, "note %s\n", n.Message)
		}
	}
	if b.Len() == 0 {
		fmt.Fprintf(&b, "nothing changes in these %s\n", count(len(e.after.Articles), "article"))
	}
	io.WriteString(w, b.String())
}

// writeEntities shows each entity that the line touched, and those that its
// mentions were of before.
func (e *effect) writeEntities(b *strings.Builder) {
	was := map[news.Ref]int{}
	for i := range e.before.Entities {
		for _, r := range e.before.Entities[i].Mentions {
			was[r] = i
		}
	}
	shown := map[int]bool{}
	for i := range e.after.Entities {
		x := &e.after.Entities[i]
		if !slices.Contains(x.CorrectedBy, e.line) {
			continue
		}
		var old []int
		for _, r := range x.Mentions {
			if k, ok := was[r]; ok {
				old = append(old, k)
			}
		}
		slices.Sort(old)
		for _, k := range slices.Compact(old) {
			if !shown[k] {
				shown[k] = true
				fmt.Fprintf(b, "was  %s\n", describeEntity(&e.before.Entities[k]))
			}
		}
	}
	for i := range e.after.Entities {
		if x := &e.after.Entities[i]; slices.Contains(x.CorrectedBy, e.line) {
			fmt.Fprintf(b, "now  %s\n", describeEntity(x))
		}
	}
}

func describeEntity(x *news.Entity) string {
	articles := map[string]bool{}
	for _, r := range x.Mentions {
		articles[r.Article] = true
	}
	s := fmt.Sprintf("%s, %s: %s in %s", x.Name, x.Type, count(len(x.Mentions), "mention"), count(len(articles), "article"))
	if len(x.Aliases) > 0 {
		s += "; also " + strings.Join(x.Aliases, ", ")
	}
	return s
}

// count writes "1 article", "2 articles".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// An utterance is one article's report of a statement.
type utterance struct {
	article string
	speech  int
}

// writeSpeakers shows whose the statements are that the line speaks of.
func (e *effect) writeSpeakers(b *strings.Builder) {
	was := map[utterance]*news.Statement{}
	for i := range e.before.Statements {
		for _, r := range e.before.Statements[i].Reports {
			was[utterance{r.Article, r.Speech}] = &e.before.Statements[i]
		}
	}
	for i := range e.after.Statements {
		s := &e.after.Statements[i]
		if !slices.Contains(s.CorrectedBy, e.line) {
			continue
		}
		for _, r := range s.Reports {
			old := was[utterance{r.Article, r.Speech}]
			if old == nil {
				continue
			}
			a := e.article(r.Article)
			words := strings.Join(strings.Fields(e.after.Annotations[a].Statements[r.Speech].Content[0].Of(e.after.Articles[a].Text)), " ")
			fmt.Fprintf(b, "was  said by %s: %s (%s)\n", speakerOf(e.before, old), words, e.after.Articles[a].Input.Name)
		}
		fmt.Fprintf(b, "now  said by %s\n", speakerOf(e.after, s))
	}
}

// speakerOf returns the name of who said s, in words.
func speakerOf(rec *news.Record, s *news.Statement) string {
	for i := range rec.Entities {
		if rec.Entities[i].ID == s.Speaker {
			return rec.Entities[i].Name
		}
	}
	return "nobody known"
}

// article returns the index of an article by its id, which is one of the set.
func (e *effect) article(id string) int {
	i, _ := slices.BinarySearchFunc(e.after.Articles, id, func(a news.Article, id string) int { return strings.Compare(a.ID, id) })
	return i
}

// writeLinks shows the links that go.
func (e *effect) writeLinks(b *strings.Builder) {
	for _, p := range e.bound.NotCopies() {
		if p.By == e.line {
			fmt.Fprintf(b, "was  %s\nnow  %s\n", e.link(e.before, p), e.link(e.after, p))
		}
	}
}

// link says what lies between two articles.
func (e *effect) link(rec *news.Record, p corrections.Pair) string {
	x, y := &e.after.Articles[p.A], &e.after.Articles[p.B]
	for _, l := range rec.Lineage {
		switch {
		case l.From == x.ID && l.To == y.ID:
			return fmt.Sprintf("%s: %s from %s", l.Kind, y.Input.Name, x.Input.Name)
		case l.From == y.ID && l.To == x.ID:
			return fmt.Sprintf("%s: %s from %s", l.Kind, x.Input.Name, y.Input.Name)
		}
	}
	return fmt.Sprintf("no link between %s and %s", x.Input.Name, y.Input.Name)
}

// writeStories shows which articles are told apart or together.
func (e *effect) writeStories(b *strings.Builder) {
	pairs, _ := e.bound.Stories() // what disagrees was found before
	for _, p := range pairs {
		if p.By == e.line {
			x, y := &e.after.Articles[p.A], &e.after.Articles[p.B]
			fmt.Fprintf(b, "was  %s: %s and %s\nnow  %s\n", together(e.before, x.ID, y.ID), x.Input.Name, y.Input.Name, together(e.after, x.ID, y.ID))
		}
	}
	if was, now := len(e.before.Stories), len(e.after.Stories); was != now {
		fmt.Fprintf(b, "was  %s in all\nnow  %d\n", stories(was), now)
	}
}

func together(rec *news.Record, x, y string) string {
	for i := range rec.Stories {
		if s := rec.Stories[i].Articles; slices.Contains(s, x) {
			if slices.Contains(s, y) {
				return "in one story"
			}
			break
		}
	}
	return "in two stories"
}

func stories(n int) string {
	if n == 1 {
		return "1 story"
	}
	return fmt.Sprintf("%d stories", n)
}

// writeOrigins shows the stories the number of whose origins changes.
func (e *effect) writeOrigins(b *strings.Builder) {
	for i := range e.after.Stories {
		s := &e.after.Stories[i]
		k := slices.IndexFunc(e.before.Stories, func(o news.Story) bool { return slices.Equal(o.Articles, s.Articles) })
		if k >= 0 && e.before.Stories[k].Origins != s.Origins {
			fmt.Fprintf(b, "was  at most %s: %s\nnow  at most %d\n", count(e.before.Stories[k].Origins, "origin"), s.Title, s.Origins)
		}
	}
}

// writeFamilies shows whose outlets get another owner.
func (e *effect) writeFamilies(b *strings.Builder) {
	for i := range e.after.Articles {
		was, now := &e.before.Articles[i], &e.after.Articles[i]
		if was.Family != now.Family {
			fmt.Fprintf(b, "was  of %s: %s\nnow  of %s\n", was.Family, now.Input.Name, now.Family)
		}
	}
}
