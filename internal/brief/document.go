package brief

import (
	"cmp"
	"fmt"
	"slices"
	"sort"

	"github.com/twosource/twosource/internal/news"
)

// Version is the version of the brief's JSON.
const Version = "1"

// Settings is what a brief says of how it was made.
type Settings struct {
	Version string // of the program
	// Options are the settings that can change the result and differ from the
	// default, by name; values as encoding/json takes them. It may be nil.
	Options map[string]any
	// Tables are the learnt tables that the result rests on: the hash of each, by
	// stage and name. It may be nil.
	Tables map[string]string
	// Stages is the revision of each stage, by name.
	Stages map[string]int
	// CorrectionsSHA256 is of the corrections file, lower-case hex; "" if there
	// is none.
	CorrectionsSHA256 string
	// Since is a day (EDTF) from which on articles are new: the readable formats
	// show only stories that have one and mark what is new in them; "" marks
	// nothing. JSON is the same with it.
	Since string
	// CountryName gives the short English name of an ISO 3166-1 alpha-3 code
	// for labels such as "Kerry, US", or "". If it is nil the code is shown.
	CountryName func(code string) string
}

// A Carry says what a brief carries of its articles' texts.
type Carry string

// What a brief may carry. The zero value is the format's default: CarryFull for
// JSON and Markdown, CarryExcerpts for HTML.
const (
	CarryFull     Carry = "full"     // each article's text
	CarryExcerpts Carry = "excerpts" // the words of spans, no article's text
	CarryNone     Carry = "none"     // offsets and hashes only
)

// A Document is a record ready to be rendered: its articles numbered in the
// order of their inputs, its lists sorted. Make it with [New]. It is not safe
// for several goroutines, for it indexes texts when they are first needed.
type Document struct {
	rec    *news.Record
	set    Settings
	byID   map[string]int // article id → index in rec.Articles
	runes  []*news.Runes  // parallel to rec.Articles; nil until needed
	order  []int          // indices of articles by input name and line
	number []int          // article index → its number in order, from 1
}

// New returns the document of rec. It keeps rec, which must not change while
// the document is in use. It takes time O(n log n) in the number of articles
// and reads no text.
func New(rec *news.Record, set Settings) *Document {
	d := &Document{
		rec:    rec,
		set:    set,
		byID:   make(map[string]int, len(rec.Articles)),
		runes:  make([]*news.Runes, len(rec.Articles)),
		order:  make([]int, len(rec.Articles)),
		number: make([]int, len(rec.Articles)),
	}
	for i := range rec.Articles {
		d.byID[rec.Articles[i].ID] = i
		d.order[i] = i
	}
	slices.SortFunc(d.order, func(x, y int) int {
		a, b := &rec.Articles[x], &rec.Articles[y]
		return cmp.Or(cmp.Compare(a.Input.Name, b.Input.Name), cmp.Compare(a.Input.Line, b.Input.Line), cmp.Compare(a.ID, b.ID))
	})
	for n, i := range d.order {
		d.number[i] = n + 1
	}
	return d
}

// Record returns the record that d renders.
func (d *Document) Record() *news.Record { return d.rec }

// points returns s of article i in code points, with its words.
func (d *Document) points(i int, s news.Span) (start, end int, words string, err error) {
	text := d.rec.Articles[i].Text
	if err := s.Check(text); err != nil {
		return 0, 0, "", err
	}
	if d.runes[i] == nil {
		d.runes[i] = news.NewRunes(text)
	}
	start, end = d.runes[i].Points(s)
	return start, end, s.Of(text), nil
}

// article returns the index of the article that has the id.
func (d *Document) article(id string) (int, error) {
	i, ok := d.byID[id]
	if !ok {
		return 0, fmt.Errorf("brief: no article has the id %q", id)
	}
	return i, nil
}

// annotation returns the marks of article i, or an empty annotation if the
// record has none.
func (d *Document) annotation(i int) *news.Annotation {
	if i < len(d.rec.Annotations) {
		return &d.rec.Annotations[i]
	}
	return &news.Annotation{}
}

// provenance returns what is known of where article i comes from.
func (d *Document) provenance(i int) *news.Provenance {
	if i < len(d.rec.Provenance) {
		return &d.rec.Provenance[i]
	}
	return &news.Provenance{}
}

// paragraph returns the number of the paragraph of article i that holds byte
// offset at, 0 for its headline. It is not ok if the offset lies in no sentence,
// as in a byline.
func (d *Document) paragraph(i, at int) (n int, ok bool) {
	s := d.annotation(i).Sentences
	k := sort.Search(len(s), func(k int) bool { return s[k].End > at })
	if k == len(s) || s[k].Start > at {
		return 0, false
	}
	if s[k].IsHeadline {
		return 0, true
	}
	return s[k].Paragraph, true
}

// byKey returns the indices of a list of n things, sorted by key. Things of one
// key keep their order.
func byKey(n int, key func(i int) string) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(key(a), key(b)) })
	return order
}
