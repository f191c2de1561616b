package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/corrections"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// Tag changes with the file.
func (f *correctionsFile) Tag() string {
	data, _, err := f.read()
	if err != nil || len(data) == 0 {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// Corrected relates articles with the corrections of the file, if one speaks of
// them; with them those articles that a line puts into one story with one of them.
func (f *correctionsFile) Corrected(ctx context.Context, articles []string) (*serve.Corrected, error) {
	_, set, err := f.read()
	if err != nil || len(set.Corrections) == 0 {
		return nil, nil //nolint:nilerr // the page of corrections tells what is wrong with them
	}
	touched, err := f.touches(ctx, set, articles)
	if err != nil || !touched {
		return nil, err
	}
	run, err := load(ctx, f.site, f.beside(set, articles), f.options(set))
	if err != nil {
		return nil, err
	}
	out := &serve.Corrected{Record: run.Record, Lines: correctedBy(run.Record)}
	if len(out.Lines) == 0 {
		return nil, nil
	}
	return out, nil
}

// touches reports whether a line may speak of articles: it names one of them, or
// the last word of a name of it stands in one. It errs to the side of true.
func (f *correctionsFile) touches(ctx context.Context, set *corrections.Set, ids []string) (touched bool, err error) {
	err = f.site.View(ctx, func(v store.View) error {
		articles, _, err := f.site.Texts(ctx, v, ids)
		if err != nil {
			return err
		}
		for i := range articles {
			a := &articles[i]
			text := strings.ToLower(a.Text)
			touched = touched || slices.ContainsFunc(set.Corrections, func(c corrections.Correction) bool { return speaksOf(&c, a, text) })
		}
		return nil
	})
	return touched, err
}

// speaksOf reports whether a correction may speak of an article; text is its own in
// lower case.
func speaksOf(c *corrections.Correction, a *news.Article, text string) bool {
	if len(c.Outlets) > 0 {
		return true
	}
	for _, x := range c.Articles {
		if x.Name == a.URL || a.CanonicalURL != "" && extract.Address(x.Name) == a.CanonicalURL || a.Input.Name != "" && strings.HasPrefix(x.Name, a.Input.Name) || strings.HasSuffix(a.Input.Name, "/"+x.Name) {
			return true
		}
	}
	if len(c.Articles) > 0 {
		return false
	}
	return slices.ContainsFunc(c.Names, func(n corrections.Name) bool {
		words := strings.Fields(strings.ToLower(n.Name))
		return len(words) > 0 && strings.Contains(text, strings.Trim(words[len(words)-1], ".,"))
	})
}

// beside returns articles with those of the stories that a line puts into one with
// theirs, where it names these by their address.
func (f *correctionsFile) beside(set *corrections.Set, articles []string) []string {
	c := f.site.Catalog()
	out := slices.Clone(articles)
	for _, line := range set.Corrections {
		if line.Verb != corrections.SameStory {
			continue
		}
		var named []string
		for _, x := range line.Articles {
			id := news.ArticleID(extract.Address(x.Name), "", "", "", "")
			if _, ok := c.Article(id); ok {
				named = append(named, id)
			}
		}
		if slices.ContainsFunc(named, func(id string) bool { return slices.Contains(articles, id) }) {
			for _, id := range named {
				out = append(append(out, id), c.ArticlesOf(c.StoryOf(id))...)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// correctedBy returns the lines that touched something of a record, sorted.
func correctedBy(rec *news.Record) (out []string) {
	for i := range rec.Stories {
		out = append(out, rec.Stories[i].CorrectedBy...)
	}
	for i := range rec.Statements {
		out = append(out, rec.Statements[i].CorrectedBy...)
	}
	for i := range rec.Entities {
		out = append(out, rec.Entities[i].CorrectedBy...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// The bounds of what is looked at to find where a file of corrections speaks. Ours.
const (
	maxSpoken     = 1000 // articles in which a name stands
	maxInputRead  = 500  // articles of one input, where a line names it
	maxNamesakes  = 300  // entities that share the last word of a name
	maxTouchLines = 1000 // lines of the file
)

// Touched returns the stories of which the file may say something: of the articles
// and outlets that lines name, and of the names that they have. What it does not find,
// since an input has too many articles or a name stands in too many, is corrected on
// the page of its story alone.
func (f *correctionsFile) Touched(ctx context.Context) (*serve.Touched, error) {
	_, set, err := f.read()
	if err != nil || len(set.Corrections) == 0 {
		return &serve.Touched{}, nil //nolint:nilerr // the page of corrections tells what is wrong with them
	}
	t := &toucher{ctx: ctx, c: f.site.Catalog(), named: map[string]bool{}, spoken: map[string]bool{}}
	err = f.site.View(ctx, func(v store.View) error {
		t.view = v
		for i := range set.Corrections[:min(len(set.Corrections), maxTouchLines)] {
			if err := t.line(&set.Corrections[i]); err != nil {
				return err
			}
		}
		return nil
	})
	for id := range t.named {
		delete(t.spoken, id)
	}
	return &serve.Touched{Named: sortedOf(t.named), Spoken: sortedOf(t.spoken)}, err
}

func sortedOf(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for s := range set {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

// A toucher finds the stories that lines speak of.
type toucher struct {
	ctx           context.Context
	c             *serve.Catalog
	view          store.View
	inputs        []store.Input // those of the store; nil before
	named, spoken map[string]bool
}

func (t *toucher) line(c *corrections.Correction) error {
	for _, a := range c.Articles {
		if err := t.article(a.Name); err != nil {
			return err
		}
	}
	for _, o := range c.Outlets {
		words := o
		if name, _, ok := strings.Cut(o, "."); ok && !strings.Contains(o, " ") {
			words = name // of a domain the index has the name of the outlet at best
		}
		if err := t.find("outlet", words, t.named); err != nil {
			return err
		}
	}
	if len(c.Articles) > 0 {
		return nil
	}
	into := t.spoken
	if c.Verb == corrections.Split { // the entities alone do not show it
		into = t.named
	}
	for _, n := range c.Names {
		if err := t.find("", n.Name, into); err != nil {
			return err
		}
	}
	return nil
}

// find adds the stories of the articles in which the last word of a name stands.
func (t *toucher) find(field, name string, into map[string]bool) error {
	words := strings.Fields(store.Fold(name))
	if len(words) == 0 {
		return nil
	}
	if field == "" {
		words = words[len(words)-1:]
	}
	q := &store.Query{Text: store.Node{Op: store.TermOp, Term: store.Term{Field: field, Words: words}}}
	ids, err := t.view.Found(t.ctx, q, store.Articles, maxSpoken)
	t.add(into, ids...)
	return err
}

func (t *toucher) add(into map[string]bool, articles ...string) {
	for _, id := range articles {
		if s := t.c.StoryOf(id); s != "" {
			into[s] = true
		}
	}
}

// article adds the story of an article that a line names by its address or by the
// name of its input.
func (t *toucher) article(name string) error {
	if address := extract.Address(name); address != "" {
		t.add(t.named, news.ArticleID(address, "", "", "", ""))
		return nil
	}
	if t.inputs == nil {
		var err error
		if t.inputs, err = t.view.Inputs(t.ctx); err != nil {
			return err
		}
	}
	file := name
	if k := strings.LastIndexByte(name, ':'); k > 0 && strings.Trim(name[k+1:], "0123456789") == "" {
		file = name[:k]
	}
	for i := range t.inputs {
		in := t.inputs[i].File.Name
		if in != file && !strings.HasSuffix(in, "/"+file) && !strings.HasSuffix(file, "/"+in) && !strings.HasPrefix(file, in+"/") && in != name {
			continue
		}
		if err := t.read(in, name, file); err != nil {
			return err
		}
	}
	return nil
}

var errRead = errors.New("enough was read")

// read adds the stories of those articles of an input that a name may mean.
func (t *toucher) read(input, name, file string) error {
	n := 0
	err := t.view.Readings(t.ctx, store.Filter{Inputs: []string{input}, Part: store.LeanPart}, func(r store.Reading, a *store.Analysis) error {
		at := r.At.Name
		if at == file || at == name || strings.HasSuffix(at, "/"+file) || strings.HasSuffix(file, "/"+at) {
			t.add(t.named, a.Article.ID)
		}
		if n++; n >= maxInputRead {
			return errRead
		}
		return nil
	})
	if errors.Is(err, errRead) {
		return nil
	}
	return err
}

// Entity returns what the lines of the file on names make of a stored entity and of
// those that may be the same.
func (f *correctionsFile) Entity(ctx context.Context, e *news.Entity) (*serve.CorrectedEntity, error) {
	_, set, err := f.read()
	if err != nil || len(set.Corrections) == 0 || len(e.Mentions) == 0 {
		return nil, nil //nolint:nilerr // the page of corrections tells what is wrong with them
	}
	wanted := namesWith(set, e)
	if len(wanted) == 0 {
		return nil, nil
	}
	keys := []string{e.ID}
	for _, one := range f.site.Catalog().List(store.EntityKind) {
		if len(keys) < maxNamesakes && one.Key != e.ID && wanted[lastWord(one.Who)] {
			keys = append(keys, one.Key)
		}
	}
	list, err := f.entities(ctx, keys)
	if err != nil {
		return nil, err
	}
	made, _ := set.Bind(nil).Entities(nil, list, nil)
	return correctedEntity(made, list, e), nil
}

// Entities returns what the lines of the file on names make of all stored entities that
// have the last word of one of them.
func (f *correctionsFile) Entities(ctx context.Context) ([]serve.CorrectedEntity, error) {
	_, set, err := f.read()
	if err != nil || len(set.Corrections) == 0 {
		return nil, nil //nolint:nilerr // the page of corrections tells what is wrong with them
	}
	wanted := map[string]bool{}
	for i := range set.Corrections {
		if c := &set.Corrections[i]; c.Verb != corrections.Speaker {
			for _, n := range c.Names {
				wanted[lastWord(n.Name)] = true
			}
		}
	}
	var keys []string
	for _, one := range f.site.Catalog().List(store.EntityKind) {
		if len(keys) < maxNamesakes*maxNamesakes && wanted[lastWord(one.Who)] {
			keys = append(keys, one.Key)
		}
	}
	list, err := f.entities(ctx, keys)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	made, _ := set.Bind(nil).Entities(nil, list, nil)
	var out []serve.CorrectedEntity
	of := map[news.Ref]string{} // ids by the first mention
	for i := range list {
		of[list[i].Mentions[0]] = list[i].ID
	}
	for i := range made {
		if len(made[i].CorrectedBy) == 0 {
			continue
		}
		one := serve.CorrectedEntity{Entity: made[i]}
		for _, r := range made[i].Mentions {
			if id, ok := of[r]; ok {
				one.Of = append(one.Of, id)
			}
		}
		slices.Sort(one.Of)
		out = append(out, one)
	}
	return out, nil
}

// entities reads those that have a mention.
func (f *correctionsFile) entities(ctx context.Context, keys []string) (list []news.Entity, err error) {
	err = f.site.View(ctx, func(v store.View) error {
		for _, key := range keys {
			var one news.Entity
			if ok, err := v.Record(ctx, store.EntityKind, key, &one); err != nil {
				return err
			} else if ok && len(one.Mentions) > 0 {
				list = append(list, one)
			}
		}
		return nil
	})
	return list, err
}

// correctedEntity returns the entity among those that corrections made which has the
// mentions of e; nil if no line touched it.
func correctedEntity(made, list []news.Entity, e *news.Entity) *serve.CorrectedEntity {
	has := func(x *news.Entity, r news.Ref) bool {
		_, ok := slices.BinarySearchFunc(x.Mentions, r, func(a, b news.Ref) int {
			return cmp.Or(strings.Compare(a.Article, b.Article), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
		})
		return ok
	}
	for i := range made {
		x := &made[i]
		if len(x.CorrectedBy) == 0 || !has(x, e.Mentions[0]) {
			continue
		}
		out := &serve.CorrectedEntity{Entity: *x}
		for k := range list {
			if has(x, list[k].Mentions[0]) {
				out.Of = append(out.Of, list[k].ID)
			}
		}
		slices.Sort(out.Of)
		return out
	}
	return nil
}

// namesWith returns the last words of the names that lines put beside one of e's, its
// own among them; none if no line has one of its names.
func namesWith(set *corrections.Set, e *news.Entity) map[string]bool {
	ours := map[string]bool{}
	for _, n := range append([]string{e.Name}, e.Aliases...) {
		ours[store.Fold(n)] = true
	}
	out := map[string]bool{}
	for grew := true; grew; {
		grew = false
		for i := range set.Corrections {
			c := &set.Corrections[i]
			if c.Verb == corrections.Speaker || !slices.ContainsFunc(c.Names, func(n corrections.Name) bool { return ours[store.Fold(n.Name)] }) {
				continue
			}
			for _, n := range c.Names {
				grew = grew || !out[lastWord(n.Name)]
				ours[store.Fold(n.Name)], out[lastWord(n.Name)] = true, true
			}
		}
	}
	return out
}

func lastWord(name string) string {
	words := strings.Fields(store.Fold(name))
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}
