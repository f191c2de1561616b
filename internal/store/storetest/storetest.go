// Package storetest holds what every store must do, as tests.
//
// An adapter passes them by two lines:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) store.Store { return memory.New() })
//	}
package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// Run holds the stores that open makes, each empty, to the contract of package
// store.
func Run(t *testing.T, open func(*testing.T) store.Store) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *desk)
	}{
		{"RoundTrip", roundTrip}, {"PutTwice", putTwice}, {"Resume", resume}, {"SameInputTwice", sameInputTwice},
		{"ShorterInput", shorterInput}, {"Versions", versions}, {"OnePageTwoInputs", onePageTwoInputs},
		{"Moment", moment}, {"OneWriter", oneWriter}, {"Filter", filter}, {"Lean", lean}, {"Forwards", forwards}, {"ReplayMended", replayMended}, {"Derived", derived}, {"DerivedOrder", derivedOrder}, {"Amend", amend}, {"Unchanged", unchanged}, {"Listed", listed}, {"Together", together}, {"Glanced", glanced},
		{"Remove", remove}, {"RemoveForRetention", removeForRetention}, {"Revisions", revisions}, {"Replay", replay},
		{"Search", search}, {"Interrupted", interrupted}, {"Empty", empty},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := &desk{T: t, ctx: t.Context(), st: open(t)}
			t.Cleanup(func() {
				if d.w != nil {
					d.must(d.w.Close())
				}
				d.must(d.st.Check(context.Background(), func(f string) { t.Errorf("check: %s", f) }))
				d.must(d.st.Close())
			})
			c.test(t, d)
		})
	}
}

// A desk is a store that a test works on.
type desk struct {
	*testing.T
	ctx context.Context
	st  store.Store
	w   store.Writer
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

var first, second = store.Revisions{Ingest: 1, Extract: 1, Annotate: 1}, store.Revisions{Ingest: 1, Extract: 1, Annotate: 2}

// writer returns the writer of the store, made once.
func (d *desk) writer() store.Writer {
	d.Helper()
	if d.w == nil {
		w, err := d.st.Write(d.ctx, time.Second)
		d.must(err)
		d.w = w
		d.must(w.Start(d.ctx, first))
	}
	return d.w
}

// add keeps items as the pages of one input.
func (d *desk) add(name string, items ...*store.Item) {
	d.Helper()
	in, err := d.writer().Begin(d.ctx, name, "{}")
	d.must(err)
	d.put(in.ID, name, items...)
	in.File.SHA256 = "sum of " + name
	in.File.Errors = []news.InputError{{Name: name, Line: 7, Message: "line 7 is no record"}}
	in.Notices = []news.Notice{{Code: "told", Message: "of " + name}}
	d.must(d.w.Finish(d.ctx, in, len(items)))
}

func (d *desk) put(input int64, name string, items ...*store.Item) (keptOut int) {
	d.Helper()
	var batch []store.Entry
	for i, it := range items {
		batch = append(batch, store.Entry{Ordinal: i, At: news.Input{Name: name, Line: i + 1}, Key: it.Key, Item: it})
	}
	n, err := d.writer().Put(d.ctx, input, batch)
	d.must(err)
	return n
}

// view returns a view that is closed when the test ends.
func (d *desk) view() store.View {
	d.Helper()
	v, err := d.st.View(d.ctx)
	d.must(err)
	d.Cleanup(func() { d.must(v.Close()) })
	return v
}

// texts returns the texts of a view's readings, with where they were met.
func (d *desk) texts(v store.View, f store.Filter) []string {
	d.Helper()
	list := []string{}
	d.must(v.Readings(d.ctx, f, func(r store.Reading, a *store.Analysis) error {
		s := fmt.Sprintf("%s:%d %s", r.At.Name, r.At.Line, a.Article.Text)
		if a.Failure.Stage != "" {
			s = fmt.Sprintf("%s:%d %s %d: %s", r.At.Name, r.At.Line, a.Failure.Stage, a.Failure.Revision, a.Failure.Message)
		} else if a.Article.Input != r.At {
			d.Errorf("the article of %s:%d says that it is of %v", r.At.Name, r.At.Line, a.Article.Input)
		}
		list = append(list, s)
		return nil
	}))
	return list
}

func (d *desk) state(v store.View) store.State {
	d.Helper()
	st, err := v.State(d.ctx)
	d.must(err)
	return st
}

func (d *desk) want(what string, got, want any) {
	d.Helper()
	if !reflect.DeepEqual(got, want) {
		d.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func roundTrip(_ *testing.T, d *desk) {
	a, b := ferry(), fire()
	b.AsOf = news.Date{Value: "2031", Precision: news.PrecisionYear, Words: "2031"}
	b.Key = store.KeyOf(&b.Page, b.AsOf)
	d.add("a.jsonl", a, b)
	var got []*store.Item
	d.must(d.view().Pages(d.ctx, store.Filter{}, func(r store.Reading, it *store.Item) error {
		got = append(got, it)
		return nil
	}))
	a.Article.Input, b.Article.Input = news.Input{Name: "a.jsonl", Line: 1}, news.Input{Name: "a.jsonl", Line: 2}
	if len(got) != 2 || !reflect.DeepEqual(got[0], a) || !reflect.DeepEqual(got[1], b) {
		d.Errorf("items come back as others:\n%+v\n%+v", got, []*store.Item{a, b})
	}
	inputs, err := d.view().Inputs(d.ctx)
	d.must(err)
	if len(inputs) != 1 || !inputs[0].Complete || inputs[0].File.SHA256 != "sum of a.jsonl" || inputs[0].Options != "{}" ||
		len(inputs[0].File.Errors) != 1 || inputs[0].File.Errors[0].Line != 7 || len(inputs[0].Notices) != 1 {
		d.Errorf("the input comes back as %+v", inputs)
	}
}

func putTwice(_ *testing.T, d *desk) {
	d.add("a.jsonl", ferry(), fire())
	before := d.state(d.view())
	in, err := d.w.Begin(d.ctx, "a.jsonl", "{}")
	d.must(err)
	d.put(in.ID, "a.jsonl", ferry(), fire())
	in.File.SHA256 = "sum of a.jsonl"
	d.must(d.w.Finish(d.ctx, in, 2))
	after := d.state(d.view())
	before.Change, after.Change = 0, 0
	d.want("the state after adding twice", after, before)
	seen, err := d.w.Seen(d.ctx, ferry().Key)
	d.must(err)
	d.want("a kept page is", seen, store.Kept)
	seen, err = d.w.Seen(d.ctx, undated().Key)
	d.must(err)
	d.want("another page is", seen, store.Unseen)
}

func resume(_ *testing.T, d *desk) {
	in, err := d.writer().Begin(d.ctx, "a.jsonl", "{}")
	d.must(err)
	d.put(in.ID, "a.jsonl", ferry())
	d.must(d.w.Close())
	d.w = nil
	d.want("what an input that was broken off leaves", len(d.texts(d.view(), store.Filter{})), 1)
	again, err := d.writer().Begin(d.ctx, "a.jsonl", "{}")
	d.must(err)
	d.want("the input that goes on", again.ID, in.ID)
	other, err := d.w.Begin(d.ctx, "a.jsonl", `{"as_of":"2031"}`)
	d.must(err)
	if other.ID == in.ID {
		d.Error("an input read with other options goes on in the first")
	}
	d.must(d.w.Finish(d.ctx, store.Input{ID: other.ID, Options: other.Options, File: news.InputFile{Name: "a.jsonl", SHA256: "x"}}, 0))
	// What is known is not put again, only where it was met.
	_, err = d.w.Put(d.ctx, in.ID, []store.Entry{
		{Ordinal: 0, At: news.Input{Name: "a.jsonl", Line: 1}, Key: ferry().Key},
		{Ordinal: 1, At: news.Input{Name: "a.jsonl", Line: 2}, Key: fire().Key, Item: fire()},
	})
	d.must(err)
	again.File.SHA256 = "whole"
	d.must(d.w.Finish(d.ctx, again, 2))
	_, ok, err := d.w.Find(d.ctx, "a.jsonl", "{}", "whole")
	d.must(err)
	d.want("the whole input is found", ok, true)
	d.want("readings", len(d.texts(d.view(), store.Filter{})), 2)
}

func sameInputTwice(_ *testing.T, d *desk) {
	d.add("a.jsonl", ferry())
	d.add("b.jsonl", ferry(), fire())
	d.add("a.jsonl", ferry())
	inputs, err := d.view().Inputs(d.ctx)
	d.must(err)
	d.want("inputs", len(inputs), 2)
	d.want("readings", len(d.texts(d.view(), store.Filter{})), 3)
}

func shorterInput(_ *testing.T, d *desk) {
	in, err := d.writer().Begin(d.ctx, "a.jsonl", "{}")
	d.must(err)
	d.put(in.ID, "a.jsonl", ferry(), fire(), undated())
	// Read again, the file has become shorter.
	d.put(in.ID, "a.jsonl", fire())
	in.File.SHA256 = "short"
	d.must(d.w.Finish(d.ctx, in, 1))
	d.want("readings", d.texts(d.view(), store.Filter{}), []string{"a.jsonl:1 " + fire().Article.Text})
}

func versions(_ *testing.T, d *desk) {
	old := ferry()
	changed := Item(old.Article.URL, old.Article.Outlet, "2031-03-03", old.Article.Text+" The fees fell.")
	d.want("ids", changed.Article.ID, old.Article.ID)
	d.add("monday.txt", old)
	d.add("tuesday.txt", changed)
	d.want("versions", d.texts(d.view(), store.Filter{Articles: []string{old.Article.ID}}),
		[]string{"monday.txt:1 " + old.Article.Text, "tuesday.txt:1 " + changed.Article.Text})
	st := d.state(d.view())
	d.want("pages", st.Pages, 2)
	d.want("articles", st.Articles, 1)
}

func onePageTwoInputs(_ *testing.T, d *desk) {
	d.add("a.txt", ferry())
	d.add("b.txt", ferry())
	d.want("readings", d.texts(d.view(), store.Filter{}), []string{"a.txt:1 " + ferry().Article.Text, "b.txt:1 " + ferry().Article.Text})
	d.want("pages", d.state(d.view()).Pages, 1)
}

func moment(_ *testing.T, d *desk) {
	d.add("a.txt", ferry())
	before := d.view()
	d.want("readings before", len(d.texts(before, store.Filter{})), 1)
	d.add("b.txt", fire())
	d.must(d.w.PutDerived(d.ctx, store.All(&news.Record{Stories: []news.Story{{ID: "s1", Title: "One"}}}), "test", 1))
	_, err := d.w.Remove(d.ctx, []string{ferry().Article.ID}, true)
	d.must(err)
	d.want("readings of the moment before", len(d.texts(before, store.Filter{})), 1)
	_, ok, err := before.Story(d.ctx, "s1")
	d.must(err)
	d.want("a story of later", ok, false)
	d.want("readings after", d.texts(d.view(), store.Filter{}), []string{"b.txt:1 " + fire().Article.Text})
}

func oneWriter(_ *testing.T, d *desk) {
	d.writer()
	_, err := d.st.Write(d.ctx, 50*time.Millisecond)
	if !errors.Is(err, store.ErrLocked) {
		d.Fatalf("a second writer gets %v", err)
	}
	d.must(d.w.Close())
	d.w = nil
	d.writer()
}

func filter(_ *testing.T, d *desk) {
	d.add("a.jsonl", ferry(), failed("<p>nothing"), fire(), undated())
	v := d.view()
	d.want("in quarantine", d.texts(v, store.Filter{Failed: true}), []string{"a.jsonl:2 extract 3: no article text was found in it"})
	d.want("by id", d.texts(v, store.Filter{Articles: []string{fire().Article.ID, "none"}}), []string{"a.jsonl:3 " + fire().Article.Text})
	d.want("by no id", d.texts(v, store.Filter{Articles: []string{}}), []string{})
	d.want("by the name of an input", len(d.texts(v, store.Filter{Inputs: []string{"a.jsonl", "none"}})), len(d.texts(v, store.Filter{})))
	d.want("by that of another", d.texts(v, store.Filter{Inputs: []string{"none"}}), []string{})
	limit, _, _ := news.Date{Value: "2031-04"}.Bounds()
	d.want("since", d.texts(v, store.Filter{NotBefore: &limit}), []string{"a.jsonl:3 " + fire().Article.Text})
	st := d.state(v)
	d.want("state", []int{st.Pages, st.Articles, st.Quarantined, st.Inputs}, []int{4, 3, 1, 1})
	stop := errors.New("enough")
	err := v.Readings(d.ctx, store.Filter{}, func(store.Reading, *store.Analysis) error { return stop })
	d.want("the error of yield", err, stop)
}

func record() *news.Record {
	return &news.Record{
		Lineage:    []news.Link{{ID: "l1", From: "a", To: "b", Kind: news.Copy, Confidence: 0.5, Passages: []news.Reuse{{From: news.Span{Start: 1, End: 9}, Kind: news.Verbatim}}, Reasons: []string{"why"}, Joins: true}},
		Origins:    []news.Origin{{ID: "o1", Name: "Gulf Courier", Kind: news.OriginOwn, Articles: []string{"a", "b"}}},
		Entities:   []news.Entity{{ID: "e1", Name: "Ana Brandt", Type: news.Person, Aliases: []string{"Brandt"}}},
		Statements: []news.Statement{{ID: "q1", Story: "s1", Text: "the boats will sail", Confidence: 0.25, Said: news.NoDate("not told")}},
		Stories:    []news.Story{{ID: "s1", Title: "Ferry", Origins: 2, Timeline: []news.TimelineEntry{{Kind: news.Said, Text: "at dawn"}}}, {ID: "s2", Title: "Fire"}},
		Threads:    []news.Thread{{ID: "t1", Stories: []string{"s1", "s2"}, Links: []news.ThreadLink{{From: "s1", To: "s2", Reason: "both"}}}},
		Notices:    []news.Notice{{Code: "x", Message: "y"}},
	}
}

func derived(_ *testing.T, d *desk) {
	rec := record()
	change := d.state(d.view()).Change
	d.must(d.writer().PutDerived(d.ctx, store.All(rec), "made by a test", change))
	v := d.view()
	got, err := v.Derived(d.ctx)
	d.must(err)
	d.want("derived records", got, rec)
	st := d.state(v)
	d.want("made by", st.Derived, "made by a test")
	d.want("made at", st.DerivedAt, change)
	s, ok, err := v.Story(d.ctx, "s2")
	d.must(err)
	d.want("one story", []any{s.Title, ok}, []any{"Fire", true})
	th, ok, err := v.Thread(d.ctx, "t1")
	d.must(err)
	d.want("one thread", []any{len(th.Stories), ok}, []any{2, true})
	d.records(v)
	_, ok, err = v.Story(d.ctx, "none")
	d.must(err)
	d.want("no story", ok, false)
	// New records take the place of the old ones.
	rec.Stories, rec.Lineage, rec.Origins[0].Name = rec.Stories[1:], nil, "Harbour Post"
	d.must(d.w.PutDerived(d.ctx, store.All(rec), "again", change))
	got, err = d.view().Derived(d.ctx)
	d.must(err)
	d.want("derived records anew", got, rec)
}

func derivedOrder(_ *testing.T, d *desk) {
	rec := &news.Record{Statements: []news.Statement{{ID: "b", Text: "1"}, {ID: "a", Text: "2"}, {ID: "b", Text: "3"}}}
	d.must(d.writer().PutDerived(d.ctx, store.All(rec), "x", 0))
	got, err := d.view().Derived(d.ctx)
	d.must(err)
	d.want("records in another order, with an id twice", got, rec)
}

func remove(_ *testing.T, d *desk) {
	old := ferry()
	changed := Item(old.Article.URL, old.Article.Outlet, "2031-03-03", old.Article.Text+" The fees fell.")
	d.add("a.jsonl", old, fire(), changed)
	d.must(d.w.PutDerived(d.ctx, store.All(record()), "x", 1))
	before := d.state(d.view())
	n, err := d.w.Remove(d.ctx, []string{old.Article.ID, "not there"}, true)
	d.must(err)
	d.want("removed", n, 1)
	v := d.view()
	d.want("what is left", d.texts(v, store.Filter{}), []string{"a.jsonl:2 " + fire().Article.Text})
	rec, err := v.Derived(d.ctx)
	d.must(err)
	d.want("derived records", rec, &news.Record{})
	st := d.state(v)
	if st.Change == before.Change || st.Removed != 2 || st.Pages != 1 {
		d.Errorf("the state is %+v after %+v", st, before)
	}
	d.want("found", d.found(v, "boats", store.Articles), []string{})
	out, err := v.Removed(d.ctx)
	d.must(err)
	d.want("what is to stay out", out, sortedStrings(old.Article.ID, "not there"))
	for _, it := range []*store.Item{old, changed} {
		seen, err := d.w.Seen(d.ctx, it.Key)
		d.must(err)
		d.want("a removed page is", seen, store.Removed)
	}
	// Another page of the same article stays out, too.
	third := Item(old.Article.URL, old.Article.Outlet, "2031-03-05", old.Article.Text+" No, they rose.")
	in, err := d.w.Begin(d.ctx, "b.txt", "{}")
	d.must(err)
	d.want("kept out", d.put(in.ID, "b.txt", third), 1)
	d.want("pages", d.state(d.view()).Pages, 1)
	seen, err := d.w.Seen(d.ctx, third.Key)
	d.must(err)
	d.want("the page that was kept out is", seen, store.Removed)
}

func sortedStrings(list ...string) []string {
	slices.Sort(list)
	return list
}

func removeForRetention(_ *testing.T, d *desk) {
	d.add("a.jsonl", ferry(), fire())
	n, err := d.w.Remove(d.ctx, []string{ferry().Article.ID}, false)
	d.must(err)
	d.want("removed", n, 1)
	d.add("b.txt", ferry())
	d.want("articles", d.state(d.view()).Articles, 2)
}

func revisions(_ *testing.T, d *desk) {
	d.add("a.jsonl", ferry(), failed("<p>nothing"), fire())
	if err := d.w.Start(d.ctx, second); !errors.Is(err, store.ErrRevisions) {
		d.Errorf("starting with other revisions gives %v", err)
	}
	if err := d.w.Switch(d.ctx, second); !errors.Is(err, store.ErrPending) {
		d.Errorf("switching to analyses that are not there gives %v", err)
	}
	d.must(d.w.Switch(d.ctx, first))
	before := d.view()
	for {
		list, err := d.w.Pending(d.ctx, second, 2)
		d.must(err)
		if len(list) == 0 {
			break
		}
		for _, it := range list {
			d.want("a pending page has an analysis", it.Article.Text, "")
			again := Item(it.Page.Stated.URL, it.Page.Stated.Outlet, it.Page.Stated.Published, it.Page.Body)
			it.Analysis = again.Analysis
			it.Annotation.Language = "en-GB"
		}
		d.must(d.w.PutAnalyses(d.ctx, second, list))
	}
	if err := d.w.PutAnalyses(d.ctx, first, nil); !errors.Is(err, store.ErrSameRevisions) {
		d.Errorf("writing over the analyses that readers see gives %v", err)
	}
	languages := func(v store.View) (list []string) {
		d.must(v.Readings(d.ctx, store.Filter{}, func(_ store.Reading, a *store.Analysis) error {
			list = append(list, a.Annotation.Language)
			return nil
		}))
		return list
	}
	d.want("before the switch", languages(d.view()), []string{"en", "", "en"})
	d.must(d.w.Switch(d.ctx, second))
	d.want("the moment before the switch", languages(before), []string{"en", "", "en"})
	d.want("after the switch", languages(d.view()), []string{"en-GB", "en-GB", "en-GB"})
	d.want("revisions", d.state(d.view()).Revisions, second)
	d.want("found", d.found(d.view(), "boats", store.Articles), []string{ferry().Article.ID})
	seen, err := d.w.Seen(d.ctx, ferry().Key)
	d.must(err)
	d.want("a page is", seen, store.Kept)
}

// replay tries pages in quarantine again.
func replay(_ *testing.T, d *desk) {
	d.add("a.jsonl", failed("<p>nothing"), ferry())
	n := 0
	d.must(d.view().Pages(d.ctx, store.Filter{Failed: true}, func(_ store.Reading, it *store.Item) error {
		n++
		d.want("the page", it.Page.Body, "<p>nothing")
		return nil
	}))
	d.want("pages in quarantine", n, 1)
}

func (d *desk) found(v store.View, query string, of store.HitKind) []string {
	d.Helper()
	q, err := store.ParseQuery(query)
	d.must(err)
	ids := func(limit int) []string {
		matches, err := v.Search(d.ctx, q, of, limit)
		d.must(err)
		list := []string{}
		for _, m := range matches {
			list = append(list, m.Analysis.Article.ID)
		}
		slices.Sort(list)
		return list
	}
	all := ids(-1)
	d.want("those of a few that are found by "+query, ids(100), all)
	return all
}

func search(_ *testing.T, d *desk) {
	d.add("a.jsonl", ferry(), fire(), undated(), failed("<p>boats"))
	a, b, c := ferry().Article.ID, fire().Article.ID, undated().Article.ID
	v := d.view()
	for _, x := range []struct {
		query string
		of    store.HitKind
		want  []string
	}{
		{"boats", store.Articles, []string{a, c}},
		{"BOATS sail", store.Articles, []string{a}},
		{"osterhamn", store.Articles, []string{a}},
		{`"pier fees"`, store.Articles, []string{a}},
		{`"fees pier"`, store.Articles, []string{}},
		{`"pier fees" OR "no such words"`, store.Articles, []string{a}},
		{`boats -"pier fees"`, store.Articles, []string{c}},
		{"mill*", store.Articles, []string{b, c}},
		{"fees -ferry", store.Articles, []string{b}},
		{"ferry OR fire", store.Articles, []string{a, b}},
		{"(ferry OR fire) fees NOT (thursday)", store.Articles, []string{a}},
		{"outlet:courier", store.Articles, []string{a}},
		{`fees outlet:"morning ledger"`, store.Articles, []string{b}},
		{"title:mill", store.Articles, []string{b}},
		{"fees after:2031-04", store.Articles, []string{b}},
		{"boats before:2031-04", store.Articles, []string{a}},
		{"after:2031 before:2032", store.Articles, []string{a, b}},
		{"speaker:brandt", store.Articles, []string{}},
		{"speaker:brandt", store.Statements, []string{a}},
		{"speaker:holm mill", store.Statements, []string{b}},
		{"dawn", store.Statements, []string{a}},
		{"fees", store.Statements, []string{}},
		{"dawn after:2031-04-01", store.Statements, []string{}},
	} {
		slices.Sort(x.want)
		d.foundIDs(v, x.query, x.of)
		d.want(fmt.Sprintf("%s of %ss", x.query, x.of), d.found(v, x.query, x.of), x.want)
	}
	q, err := store.ParseQuery("boats")
	d.must(err)
	top, err := v.Search(d.ctx, q, store.Articles, 1)
	d.must(err)
	if len(top) != 1 || top[0].Analysis.Article.ID != c || top[0].Reading.At.Line != 3 || top[0].Statement != -1 {
		d.Errorf("the best match for boats is %+v, want the article with most of them", top)
	}
}

func interrupted(_ *testing.T, d *desk) {
	d.add("a.txt", ferry())
	ctx, cancel := context.WithCancel(d.ctx)
	cancel()
	in, err := d.w.Begin(d.ctx, "b.txt", "{}")
	d.must(err)
	it := fire()
	_, err = d.w.Put(ctx, in.ID, []store.Entry{{At: news.Input{Name: "b.txt"}, Key: it.Key, Item: it}})
	if !errors.Is(err, context.Canceled) {
		d.Errorf("putting after the end gives %v", err)
	}
	d.want("articles", d.state(d.view()).Articles, 1)
	d.put(in.ID, "b.txt", fire())
	d.want("articles afterwards", d.state(d.view()).Articles, 2)
}

func empty(_ *testing.T, d *desk) {
	v := d.view()
	d.want("the state of an empty store", d.state(v), store.State{})
	d.want("readings", d.texts(v, store.Filter{}), []string{})
	d.want("found", d.found(v, "anything", store.Articles), []string{})
	rec, err := v.Derived(d.ctx)
	d.must(err)
	d.want("derived records", rec, &news.Record{})
}
