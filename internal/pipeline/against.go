package pipeline

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/reuse"
	"github.com/twosource/twosource/internal/store"
)

// An Index finds the articles of a store that share text with others, without
// reading the store: the index of reuse, in a folder beside it. It may be thrown away
// at any time.
type Index struct {
	folder *reuse.Folder
	Made   int  // pages that came into it as it was opened
	Again  bool // it was made again from the start: there was none, or one that could not be used
}

// ErrNoIndex says that a store cannot have an index beside it.
var ErrNoIndex = errors.New("this kind of store has no index")

// indexKey names what the sketches of the index of a store are made by.
func indexKey(r store.Revisions, boilerplate string) string {
	return fmt.Sprintf("ingest=%d extract=%d annotate=%d reuse=%d knowledge=%s boilerplate=%s", r.Ingest, r.Extract, r.Annotate, reuse.Rev, r.Knowledge, boilerplate)
}

// OpenIndex opens the index of a store in a folder, and brings it up to date: what
// is new since costs some milliseconds an article. If it is lost, damaged, or made of
// other articles or by other stages, it is made again. Who calls it holds the store's
// writer, for the folder is changed. The caller closes it.
func OpenIndex(ctx context.Context, v store.View, dir string, o Options) (*Index, error) {
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	st, err := v.State(ctx)
	if err != nil {
		return nil, err
	}
	if err := o.SameTables(st); err != nil {
		return nil, err
	}
	if st.Pages > 0 && st.Revisions != PageRevisions(o.Knowledge) {
		return nil, store.ErrRevisions
	}
	keys, err := pageKeys(ctx, v)
	if err != nil {
		return nil, err
	}
	key := indexKey(PageRevisions(o.Knowledge), o.Boilerplate.SHA256())
	folder, err := reuse.OpenFolder(dir, key)
	var missing []store.Key
	if err == nil {
		var ok bool
		if missing, ok = missingFrom(folder, keys); !ok {
			err = errors.Join(reuse.ErrIndex, folder.Close())
		}
	}
	switch {
	case errors.Is(err, reuse.ErrIndex):
		x := &Index{Again: true}
		var failed error
		x.folder, err = reuse.RebuildFolder(dir, key, x.sketches(ctx, v, keys, o, &failed))
		if err == nil && failed != nil {
			err = errors.Join(failed, x.Close())
		}
		return x, err
	case err != nil:
		return nil, err
	}
	x := &Index{folder: folder, Again: folder.Len() == 0 && len(missing) > 0}
	if err := x.add(ctx, v, missing, o); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// Close ends the use of the index.
func (x *Index) Close() error { return x.folder.Close() }

// CheckIndex reads the index beside a store that is in state st, and changes nothing.
// The error wraps [reuse.ErrIndex] if it will have to be made again.
func CheckIndex(dir string, st store.State) error {
	return reuse.CheckFolder(dir, indexKey(st.Revisions, BoilerplateOf(st)))
}

// pageKeys returns the keys of the pages of a store, each once, those first that were
// kept first.
func pageKeys(ctx context.Context, v store.View) ([]store.Key, error) {
	lister, ok := v.(store.Lister)
	if !ok {
		return nil, ErrNoIndex
	}
	var numbers []int64
	if _, err := lister.Listed(ctx, func(_ store.Reading, page int64) error {
		numbers = append(numbers, page)
		return ctx.Err()
	}); err != nil {
		return nil, err
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	keys := make([]store.Key, len(numbers))
	for i, n := range numbers {
		var err error
		if keys[i], err = lister.PageKey(ctx, n); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// missingFrom returns which of the keys a folder does not have; ok is false if it has
// others.
func missingFrom(folder *reuse.Folder, keys []store.Key) (missing []store.Key, ok bool) {
	have := make(map[string]bool, folder.Len())
	for n := range folder.Len() {
		have[folder.Name(n)] = true
	}
	found := 0
	for _, k := range keys {
		if have[hex.EncodeToString(k[:])] {
			found++
		} else {
			missing = append(missing, k)
		}
	}
	return missing, found == len(have)
}

// add adds pages to the index.
func (x *Index) add(ctx context.Context, v store.View, keys []store.Key, o Options) error {
	var failed error
	before := x.folder.Len()
	for name, sketch := range x.sketches(ctx, v, keys, o, &failed) {
		if _, err := x.folder.Add(name, sketch); err != nil {
			return err
		}
	}
	if failed != nil || x.folder.Len() == before {
		return failed
	}
	return x.folder.Sync()
}

// sketches gives the sketches of pages that have an article, by their names. It sets
// failed if one cannot be read, and ends.
func (x *Index) sketches(ctx context.Context, v store.View, keys []store.Key, o Options, failed *error) iter.Seq2[string, *reuse.Sketch] {
	sketcher := reuse.NewSketcher(o.Knowledge, o.Boilerplate)
	return func(yield func(string, *reuse.Sketch) bool) {
		for _, k := range keys {
			a, ok, err := v.Analysis(ctx, k, store.LeanPart)
			if err == nil && !ok {
				err = store.ErrCorrupt
			}
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				*failed = err
				return
			}
			o.Progress.Articles.Add(1)
			if a.Failure.Stage != "" {
				continue
			}
			x.Made++
			sketch := sketcher.Sketch(&a.Article, &a.Annotation)
			if !yield(hex.EncodeToString(k[:]), &sketch) {
				return
			}
		}
	}
}

// Against reads the inputs that args name, finds in the index those articles of the
// store that may share text with them, and compares them all with one another. The
// record has the inputs' articles and those of the store that are linked with them, and
// no more than reuse finds: no stories, no statements, no events.
//
// It costs what the inputs and the articles found cost, however many the store has.
func Against(ctx context.Context, args []string, v store.View, x *Index, o Options) (*Run, error) {
	r, err := Read(ctx, args, o)
	if err != nil {
		return nil, err
	}
	held, err := x.find(ctx, v, &r.record, o)
	if err != nil {
		return nil, err
	}
	var found news.Record
	uniteItems(&found, held)
	rec := r.record
	rec.Articles, rec.Annotations = slices.Clone(rec.Articles), slices.Clone(rec.Annotations)
	own := map[string]bool{}
	for i := range rec.Articles {
		own[rec.Articles[i].ID] = true
	}
	for i := range found.Articles {
		if !own[found.Articles[i].ID] {
			rec.Articles, rec.Annotations = append(rec.Articles, found.Articles[i]), append(rec.Annotations, found.Annotations[i])
		}
	}
	run := &Run{Record: &rec, Failed: r.failed, Read: r.read}
	run.tables(o)
	linked := traced(&rec, o)
	for changed := true; changed; {
		changed = false
		for _, l := range linked.Links {
			if own[l.From] != own[l.To] {
				own[l.From], own[l.To], changed = true, true, true
			}
		}
	}
	// What has no part in it could still bear on the others: a hub, a family's phrase.
	keep(&rec, own)
	linked = traced(&rec, o)
	rec.Lineage, rec.Origins, rec.Provenance = linked.Links, linked.Origins, linked.Provenance
	return run, nil
}

// find returns the articles of the store that may share text with those of rec.
func (x *Index) find(ctx context.Context, v store.View, rec *news.Record, o Options) ([]item, error) {
	sketcher, search := reuse.NewSketcher(o.Knowledge, o.Boilerplate), x.folder.Search()
	met := map[int]bool{}
	for i := range rec.Articles {
		sketch := sketcher.Sketch(&rec.Articles[i], &rec.Annotations[i])
		list, err := search.Candidates(&sketch)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			met[c.Article] = true
		}
	}
	var out []item
	for n := range x.folder.Len() {
		if !met[n] {
			continue
		}
		var k store.Key
		if _, err := hex.Decode(k[:], []byte(x.folder.Name(n))); err != nil {
			return nil, fmt.Errorf("%w: a name is none of a page", reuse.ErrIndex)
		}
		a, ok, err := v.Analysis(ctx, k, store.LeanPart)
		if err == nil && !ok {
			err = store.ErrCorrupt
		}
		if err != nil {
			return nil, err
		}
		out = append(out, item{article: a.Article, annotation: a.Annotation})
	}
	return out, nil
}

// traced sorts the articles of a record by id, puts them into the user's families and
// finds their lineage.
func traced(rec *news.Record, o Options) reuse.Result {
	order := make([]int, len(rec.Articles))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return cmp.Compare(rec.Articles[x].ID, rec.Articles[y].ID) })
	articles, annotations := make([]news.Article, len(order)), make([]news.Annotation, len(order))
	for at, i := range order {
		articles[at], annotations[at] = rec.Articles[i], rec.Annotations[i]
	}
	rec.Articles, rec.Annotations = articles, annotations
	bound := o.Corrections.Bind(rec.Articles)
	for i, family := range bound.Families() {
		rec.Articles[i].Family = cmp.Or(family.Name, rec.Articles[i].Family)
	}
	return reuse.Find(rec.Articles, rec.Annotations, reuse.Options{NotCopies: indices(bound.NotCopies()), Knowledge: o.Knowledge, Boilerplate: o.Boilerplate})
}

// keep leaves those articles in a record whose ids are wanted.
func keep(rec *news.Record, wanted map[string]bool) {
	n := 0
	for i := range rec.Articles {
		if wanted[rec.Articles[i].ID] {
			rec.Articles[n], rec.Annotations[n] = rec.Articles[i], rec.Annotations[i]
			n++
		}
	}
	rec.Articles, rec.Annotations = rec.Articles[:n], rec.Annotations[:n]
}
