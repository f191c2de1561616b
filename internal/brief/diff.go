package brief

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/sheet"
)

// A Change is one thing that a later brief tells otherwise than an earlier one.
type Change struct {
	Kind    string  `json:"kind"`   // article, origin, story, event, claim, statement, conflict or position
	Change  string  `json:"change"` // new, gone, status, origins or moved
	ID      *string `json:"id"`     // in the later brief; of what is gone in the earlier; null of a position
	Text    string  `json:"text"`   // words of an article, or a name
	Was     *string `json:"was"`
	Is      *string `json:"is"`
	Article *string `json:"article"` // where the words stand, in the brief that has the id
	Start   *int    `json:"start"`
	End     *int    `json:"end"`
}

// changeKinds are the kinds of change in the order in which they are told.
var changeKinds = []string{"article", "origin", "story", "claim", "conflict", "position", "event", "statement"}

// A toldSpan is a span as a brief has it.
type toldSpan struct {
	Article    string
	Start, End int
	Text       *string
}

// A toldThing is what of an item of a brief is compared.
type toldThing struct {
	ID        string
	Kind      string
	Name      *string
	Title     *string
	TitleSpan *toldSpan `json:"title_span"`
	Input     struct{ Name string }
	Text      *string
	Status    string
	About     *string
	Party     string
	Issue     *string
	Changed   string
	Origins   json.RawMessage // a number, but in articles
	Spans     []toldSpan
	Content   []toldSpan
	Mentions  []toldSpan
	Sides     []struct{ Spans []toldSpan }
	Points    []struct{ Spans []toldSpan }
	Change    []toldSpan
	Reports   []struct{ Spans []toldSpan }
	OriginIDs []string `json:"origin_ids"`
}

// A told is the lists of a brief that are compared.
type told struct {
	Version                                                                      string
	Articles, Origins, Stories, Events, Claims, Statements, Conflicts, Positions []toldThing
	Entities                                                                     []struct{ ID, Name string }
}

func readTold(raw []byte) (*told, error) {
	var t told
	if err := json.Unmarshal(raw, &t); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotBrief, err)
	}
	if t.Version != Version || t.Articles == nil {
		return nil, fmt.Errorf("%w of version %s", ErrNotBrief, Version)
	}
	return &t, nil
}

// Diff returns what the later of two briefs, as JSON, tells otherwise than the
// earlier: what is new, what is gone, claims whose status changed, what rests
// on more or fewer origins than before, positions that moved. Two things are
// one if they have one id, or words of one place. The error is [ErrNotBrief]
// with the cause. Time grows with the briefs.
func Diff(earlier, later []byte) ([]Change, error) {
	a, err := readTold(earlier)
	if err != nil {
		return nil, fmt.Errorf("the earlier brief: %w", err)
	}
	b, err := readTold(later)
	if err != nil {
		return nil, fmt.Errorf("the later brief: %w", err)
	}
	names := map[string]string{}
	for _, list := range [][]struct{ ID, Name string }{a.Entities, b.Entities} {
		for _, e := range list {
			names[e.ID] = e.Name
		}
	}
	out := []Change{}
	for n, kind := range changeKinds {
		was := [][]toldThing{a.Articles, a.Origins, a.Stories, a.Claims, a.Conflicts, a.Positions, a.Events, a.Statements}[n]
		is := [][]toldThing{b.Articles, b.Origins, b.Stories, b.Claims, b.Conflicts, b.Positions, b.Events, b.Statements}[n]
		out = append(out, changes(kind, was, is, names)...)
	}
	return out, nil
}

// changes compares two lists of one kind.
func changes(kind string, was, is []toldThing, names map[string]string) []Change {
	at := map[string]int{} // key → index in was
	for i := range was {
		for _, k := range was[i].keys(kind, names) {
			if _, ok := at[k]; !ok {
				at[k] = i
			}
		}
	}
	var out []Change
	kept := make([]bool, len(was))
	for i := range is {
		t := &is[i]
		old := -1
		for _, k := range t.keys(kind, names) {
			if n, ok := at[k]; ok {
				old = n
				break
			}
		}
		if old < 0 {
			out = append(out, t.change(kind, "new", names))
			continue
		}
		kept[old] = true
		out = append(out, t.since(&was[old], kind, names)...)
	}
	for i := range was {
		if !kept[i] {
			out = append(out, was[i].change(kind, "gone", names))
		}
	}
	order := []string{"new", "status", "moved", "origins", "gone"}
	slices.SortStableFunc(out, func(x, y Change) int {
		return cmp.Compare(slices.Index(order, x.Change), slices.Index(order, y.Change))
	})
	return out
}

// since compares a thing with what it was.
func (t *toldThing) since(old *toldThing, kind string, names map[string]string) []Change {
	var out []Change
	add := func(change, was, is string) {
		c := t.change(kind, change, names)
		c.Was, c.Is = &was, &is
		out = append(out, c)
	}
	if t.Status != old.Status {
		add("status", old.Status, t.Status)
	}
	if t.Changed != old.Changed {
		add("moved", old.Changed, t.Changed)
	}
	if was, ok := old.originCount(); ok {
		if is, ok := t.originCount(); ok && was != is && kind != "conflict" {
			add("origins", strconv.Itoa(was), strconv.Itoa(is))
		}
	}
	return out
}

func (t *toldThing) originCount() (int, bool) { return integer(t.Origins) }

// spans are the places whose words the thing has.
func (t *toldThing) spans() []toldSpan {
	out := slices.Concat(t.Spans, t.Content, t.Mentions)
	for _, r := range t.Reports {
		out = append(out, r.Spans...)
	}
	return out
}

// keys are what two briefs may know a thing by, the surest first.
func (t *toldThing) keys(kind string, names map[string]string) []string {
	if kind == "position" {
		return []string{names[t.Party] + "\x00" + strings.ToLower(deref(t.Issue))}
	}
	out := []string{"id " + t.ID}
	if kind == "origin" && deref(t.Name) != "" {
		out = append(out, "name "+t.Kind+" "+*t.Name)
	}
	if kind == "article" || kind == "origin" || kind == "story" {
		return out
	}
	for _, s := range t.spans() {
		out = append(out, fmt.Sprint("span ", s.Article, " ", s.Start, " ", s.End))
	}
	for _, side := range t.Sides {
		for _, s := range side.Spans {
			out = append(out, fmt.Sprint(t.Kind, " side ", s.Article, " ", s.Start, " ", s.End))
		}
	}
	return out
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// change is a thing as a line of a comparison.
func (t *toldThing) change(kind, change string, names map[string]string) Change {
	c := Change{Kind: kind, Change: change, Text: t.words(kind, names)}
	if t.ID != "" {
		c.ID = &t.ID
	}
	var at *toldSpan
	switch list := t.spans(); {
	case len(list) > 0:
		at = &list[0]
	case len(t.Sides) > 0 && len(t.Sides[0].Spans) > 0:
		at = &t.Sides[0].Spans[0]
	case len(t.Change) > 0:
		at = &t.Change[0]
	case len(t.Points) > 0 && len(t.Points[0].Spans) > 0:
		at = &t.Points[0].Spans[0]
	case t.TitleSpan != nil:
		at = t.TitleSpan
	}
	if at != nil {
		c.Article, c.Start, c.End = &at.Article, &at.Start, &at.End
	}
	return c
}

// words are what a person knows the thing by.
func (t *toldThing) words(kind string, names map[string]string) string {
	var sides []string
	for _, s := range t.Sides {
		if len(s.Spans) > 0 {
			sides = append(sides, deref(s.Spans[0].Text))
		}
	}
	switch kind {
	case "conflict":
		return strings.TrimPrefix(t.Kind+": "+strings.Join(sides, " / "), ": ")
	case "position":
		return names[t.Party] + ` on "` + deref(t.Issue) + `"`
	case "event":
		if len(t.Mentions) > 0 {
			return deref(t.Mentions[0].Text)
		}
	case "article", "story":
		return cmp.Or(deref(t.Title), t.Input.Name, t.ID)
	case "origin":
		return cmp.Or(deref(t.Name), "not named") + ", " + t.Kind
	}
	return deref(t.Text)
}

// changeWords say what became of a thing.
var changeWords = map[string]string{"new": "new", "gone": "no longer there", "status": "status changed", "moved": "changed", "origins": "origins changed"}

// WriteChanges writes changes as text, JSON, JSON Lines or CSV. The width is
// that of [Text]; 0 is 80. An error is one of w, or says that the format is none
// of these.
func WriteChanges(w io.Writer, list []Change, f Format, width int) error {
	switch f {
	case Text:
		return changesText(w, list, max(cmp.Or(width, defaultWidth), minWidth))
	case JSON, JSONL:
		return rowsJSON(w, list, f)
	case CSV:
		c := sheet.NewWriter(w)
		_ = c.Write([]string{"kind", "change", "id", "text", "was", "is", "article", "span_start", "span_end"}) // Flush reports it
		for i := range list {
			x := &list[i]
			rec := []string{x.Kind, x.Change, deref(x.ID), x.Text, deref(x.Was), deref(x.Is), deref(x.Article), offset(x.Start), offset(x.End)}
			_ = c.Write(rec)
		}
		c.Flush()
		return c.Error()
	}
	return fmt.Errorf("brief: no format %q for changes; there are text, json, jsonl and csv", f)
}

func offset(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// changesText writes the counts, then the changes under one heading a kind.
func changesText(w io.Writer, list []Change, columns int) error {
	t := &textWriter{w: bufio.NewWriter(w), width: columns}
	t.hanging(0, 2, []run{{changeCounts(list), heading}})
	for n := 0; n < len(list); {
		end := n
		for end < len(list) && list[end].Kind == list[n].Kind && list[end].Change == list[n].Change {
			end++
		}
		t.blank()
		t.hanging(0, 2, []run{{strings.ToUpper(pluralOf(list[n].Kind, end-n)) + ": " + changeWords[list[n].Change], heading}})
		for ; n < end; n++ {
			c := &list[n]
			s := clean(c.Text)
			if c.Was != nil && c.Is != nil {
				s = clean(*c.Was) + " → " + clean(*c.Is) + ": " + s
			}
			t.hanging(indent, indent+2, []run{{s, plain}})
		}
	}
	return t.w.Flush()
}

func pluralOf(kind string, n int) string {
	switch {
	case n == 1:
		return kind
	case kind == "story":
		return "stories"
	}
	return kind + "s"
}

// changeCounts is the first line of a comparison.
func changeCounts(list []Change) string {
	var out []string
	for _, change := range []string{"new", "status", "moved", "origins", "gone"} {
		var parts []string
		for _, kind := range changeKinds {
			n := 0
			for i := range list {
				if list[i].Kind == kind && list[i].Change == change {
					n++
				}
			}
			if n > 0 {
				parts = append(parts, count(n)+" "+pluralOf(kind, n))
			}
		}
		if len(parts) > 0 {
			out = append(out, changeWords[change]+": "+strings.Join(parts, ", "))
		}
	}
	if len(out) == 0 {
		return "Nothing is new"
	}
	s := strings.Join(out, "; ")
	return strings.ToUpper(s[:1]) + s[1:]
}
