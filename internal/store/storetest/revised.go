package storetest

import (
	"testing"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// lean reads analyses in part.
func lean(_ *testing.T, d *desk) {
	whole := ferry()
	whole.Annotation.Clauses = []news.Clause{{Lemma: "sail"}}
	whole.Annotation.Quantities = []news.Quantity{{Low: 2, High: 2, Unit: "boat"}}
	whole.Annotation.Actions = []news.Action{{Root: "CONSULT"}}
	d.add("a.jsonl", whole, failed("<p>nothing"))
	want := *whole
	want.Article.Input = news.Input{Name: "a.jsonl", Line: 1}
	n := &want.Annotation
	n.Words, n.Clauses, n.Quantities, n.Actions = nil, nil, nil, nil
	v := d.view()
	d.must(v.Readings(d.ctx, store.Filter{Part: store.LeanPart}, func(r store.Reading, a *store.Analysis) error {
		if r.Ordinal == 0 {
			d.want("a lean analysis", *a, want.Analysis)
		}
		return nil
	}))
	a, ok, err := v.Analysis(d.ctx, whole.Key, store.WholePart)
	d.must(err)
	d.want("the analysis of a page", []any{a, ok}, []any{&whole.Analysis, true})
	a, ok, err = v.Analysis(d.ctx, whole.Key, store.LeanPart)
	d.must(err)
	d.want("the lean analysis of a page", []any{a.Annotation, ok}, []any{want.Annotation, true})
	a, ok, err = v.Analysis(d.ctx, whole.Key, store.StatementPart|store.ClausePart)
	d.must(err)
	d.want("statements and clauses of a page, and no article", []any{*a, ok}, []any{store.Analysis{Annotation: news.Annotation{
		Statements: whole.Annotation.Statements, Clauses: whole.Annotation.Clauses, Quantities: whole.Annotation.Quantities, Actions: whole.Annotation.Actions,
	}}, true})
	a, ok, err = v.Analysis(d.ctx, failed("<p>nothing").Key, store.LeanPart)
	d.must(err)
	d.want("that of a page in quarantine", []any{a.Failure.Stage, ok}, []any{"extract", true})
	_, ok, err = v.Analysis(d.ctx, fire().Key, store.LeanPart)
	d.must(err)
	d.want("that of a page that is not there", ok, false)
}

// forwards changes the ids of stories.
func forwards(_ *testing.T, d *desk) {
	put := func(stories ...news.Story) {
		d.must(d.writer().PutDerived(d.ctx, store.All(&news.Record{Stories: stories}), "x", 0))
	}
	now := func(id string) string {
		s, ok, err := d.view().Story(d.ctx, id)
		d.must(err)
		if !ok {
			return "none"
		}
		return s.ID
	}
	put(news.Story{ID: "b", Articles: []string{"2", "3", "4"}}, news.Story{ID: "z", Articles: []string{"9"}})
	put(news.Story{ID: "a", Articles: []string{"1", "2", "3"}}, news.Story{ID: "d", Articles: []string{"4"}})
	d.want("a story with a new first article, one that is gone, one that is there", []string{now("b"), now("z"), now("a")}, []string{"a", "none", "a"})
	put(news.Story{ID: "0", Articles: []string{"0", "1", "2", "3"}}, news.Story{ID: "d", Articles: []string{"4"}})
	d.want("after another change", []string{now("b"), now("a"), now("d")}, []string{"0", "0", "d"})
	put(news.Story{ID: "b", Articles: []string{"2", "3"}})
	d.want("an id that is one again", []string{now("b"), now("0")}, []string{"b", "b"})
	put()
	d.want("an id after all stories are gone", now("0"), "none")
}

// replayMended analyses a page in quarantine anew.
func replayMended(_ *testing.T, d *desk) {
	d.add("a.jsonl", failed("<p>nothing"), ferry(), failed("<p>nothing else"))
	before := d.state(d.view())
	mended, still, kept := failed("<p>nothing"), failed("<p>nothing else"), ferry()
	mended.Analysis = fire().Analysis
	still.Failure.Message = "another error"
	kept.Analysis = fire().Analysis
	d.must(d.w.Replay(d.ctx, []*store.Item{mended, still, kept}))
	v := d.view()
	d.want("the store", d.texts(v, store.Filter{}), []string{
		"a.jsonl:1 " + fire().Article.Text, "a.jsonl:2 " + ferry().Article.Text, "a.jsonl:3 extract 3: another error",
	})
	d.want("found", d.found(v, "mill", store.Articles), []string{fire().Article.ID})
	if after := d.state(v); after.Quarantined != 1 || after.Change == before.Change {
		d.Errorf("the state is %+v after %+v", after, before)
	}
}
