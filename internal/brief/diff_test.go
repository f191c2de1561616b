package brief

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func TestDiff(t *testing.T) {
	write := func(change func(*news.Record)) []byte {
		f := newFixture(t)
		change(f.rec)
		var b bytes.Buffer
		if err := WriteJSON(&b, New(f.rec, Settings{Version: "0.1.0-test"}), JSONOptions{}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	whole := write(func(*news.Record) {})
	if got, err := Diff(whole, whole); err != nil || len(got) != 0 {
		t.Errorf("a brief differs from itself: %v, %v", got, err)
	}
	before := write(func(r *news.Record) {
		r.Conflicts = r.Conflicts[:1]
		r.Positions[0].Changed, r.Positions[0].Change = news.PositionUnknown, nil
		for i := range r.Claims {
			if r.Claims[i].Negated {
				r.Claims[i].ID, r.Claims[i].Status = "another", news.SingleOrigin
			}
		}
		r.Events = append(r.Events, news.Event{ID: "old", Status: news.EventHappened, Mentions: []news.Ref{{Article: r.Articles[0].ID, Span: news.Span{End: 5}}}})
	})
	got, err := Diff(before, whole)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for _, f := range []Format{Text, CSV, JSONL} {
		if err := WriteChanges(&b, got, f, 0); err != nil {
			t.Fatal(err)
		}
	}
	golden(t, "changes.txt", b.Bytes())
	for _, want := range []string{"conflict new", "position moved", "claim status", "event gone"} {
		if !slices.ContainsFunc(got, func(c Change) bool { return c.Kind+" "+c.Change == want }) {
			t.Errorf("no change is %q", want)
		}
	}
	if len(got) != 4 {
		t.Errorf("%d changes, want 4", len(got))
	}
	for _, bad := range []string{"", "[]", `{"version":"2","articles":[]}`, `{"version":"1"}`} {
		if _, err := Diff(whole, []byte(bad)); !errors.Is(err, ErrNotBrief) || !strings.Contains(err.Error(), "later") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzDiff(f *testing.F) {
	f.Add([]byte(`{"version":"1","articles":[],"claims":[{"id":"a","spans":[{"article":"x","start":1,"end":2,"text":null}],"origins":2}]}`), []byte(`{"version":"1","articles":[{"id":"a"}]}`))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		list, err := Diff(a, b)
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := WriteChanges(&out, list, Text, 40); err != nil {
			t.Fatal(err)
		}
	})
}
