package compare_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/news"
)

const (
	plan = `2024-03-05|Transport Minister Ada Brenn will meet Finnish minister Tomas Vey on Friday in Turku to discuss the closed ferry line.

The ferry war has cost more than 300 jobs since May 2009.`
	heldReport = `2024-03-09|Ada Brenn and Tomas Vey held talks in Turku on Friday about the boats.

Brenn said on Friday that a conference will be held in Vaasa on March 20.`
)

// TestPlanAndReportAreOneLine: a planned meeting and its report are one happening.
func TestPlanAndReportAreOneLine(t *testing.T) {
	s, res := compared(t, []string{plan, heldReport}, own)
	var met, background, expected, said *news.TimelineEntry
	for k := range res.Timelines[0] {
		e := &res.Timelines[0][k]
		switch {
		case e.Date.Value == "2024-03-08" && e.Kind == news.Happened:
			met = e
		case e.Kind == news.Background:
			background = e
		case e.Date.Value == "2024-03-20":
			expected = e
		case e.Kind == news.Said:
			said = e
		}
	}
	if met == nil || len(met.Spans) != 2 || len(met.OriginIDs) != 2 || !strings.Contains(met.Text, "held talks") {
		t.Errorf("the meeting is not one line that its report leads: %+v", met)
	}
	if background == nil || background.Date.Value != "2009-05" {
		t.Errorf("the start of the dispute is no background: %+v", background)
	}
	if expected == nil || expected.Kind != news.Expected {
		t.Errorf("what was said of a day to come is not expected then: %+v, %+v", expected, said)
	}
	for k := range res.Timelines[0] {
		if e := &res.Timelines[0][k]; met != nil && e != met && e.Weight >= met.Weight {
			t.Errorf("%q weighs %d, the meeting %d", e.Text, e.Weight, met.Weight)
		}
	}
	if len(res.Mixed[0].Past) != 0 {
		t.Errorf("a plan and a later report are told as a mix of times: %v", res.Mixed[0])
	}
	_ = s
}

func TestMixedTime(t *testing.T) {
	both := []string{strings.Replace(plan, "2024-03-05|", "2024-03-09|", 1), heldReport}
	_, res := compared(t, both, own)
	if len(res.Mixed[0].Past) != 1 || len(res.Mixed[0].Ahead) != 1 {
		t.Errorf("past %v, ahead %v; want one of each", res.Mixed[0].Past, res.Mixed[0].Ahead)
	}
}

func TestDays(t *testing.T) {
	texts := []string{
		`2024-03-05|The board closed the bridge on Monday. It will open again on Friday.`,
		`2024-03-20|The board closed the bridge on March 4. The pier shut on 18 and 19 March.`,
		`2024-03-21|The board closed the bridge on March 4.`,
	}
	s, _ := compared(t, texts, own)
	got := compare.Days(s.Articles, s.Annotations, 8)
	var days []string
	for _, d := range got {
		days = append(days, news.DayValue(d.Day))
	}
	if want := []string{"2024-03-04", "2024-03-18", "2024-03-19"}; !slices.Equal(days, want) {
		t.Errorf("days %v, want %v", days, want)
	}
	// The third article repeats a sentence of the second.
	if got[0].Articles != 2 || got[0].Weight != 2*256+2*256/8+2*256 {
		t.Errorf("the day of the closure has %d articles and weight %d", got[0].Articles, got[0].Weight)
	}
}

// TestGatherings: one conference in two articles' words is one line, whoever takes
// part; another body's is another.
func TestGatherings(t *testing.T) {
	texts := []string{
		`2024-03-05|A new regional conference on ferries will go ahead in Turku on Friday.`,
		`2024-03-06|There are doubts whether a meeting pencilled in for Friday in Turku will go ahead.`,
		`2024-03-06|The Harbour Union will hold its own meeting on Friday in Vaasa.`,
	}
	s, res := compared(t, texts, own)
	if one := lineWith(&s, &res, "regional conference"); one == nil || len(one.Spans) != 2 || one.Kind != news.Expected {
		t.Errorf("the conference is not one line: %+v", one)
	}
	if other := lineWith(&s, &res, "Harbour Union"); other == nil || len(other.Spans) != 1 {
		t.Errorf("another body's meeting: %+v", other)
	}
}

// TestPlanAndConference: a conference that a ministry has said will be held and the
// report of it are one line, which the report leads.
func TestPlanAndConference(t *testing.T) {
	texts := []string{
		`2024-03-15|A conference on the ferries will be held in Vaasa on March 20, the ministry said.`,
		`2024-03-21|The conference held in Vaasa on March 20 brought no deal on the ferries.`,
	}
	s, res := compared(t, texts, own)
	if e := lineWith(&s, &res, "will be held"); e == nil || len(e.Spans) != 2 || e.Kind != news.Happened || !strings.Contains(e.Text, "no deal") {
		t.Errorf("plan and report: %+v", e)
	}
}

// TestPlans: what one is to do on one day is one line.
func TestPlans(t *testing.T) {
	texts := []string{
		`2024-03-05|Transport Minister Ada Brenn will testify before the ferry committee on March 20.`,
		`2024-03-06|Ada Brenn is scheduled to testify about the closed line on March 20.`,
		`2024-03-06|Ada Brenn will open a pier in Turku on March 20.`,
	}
	s, res := compared(t, texts, own)
	if one := lineWith(&s, &res, "testify before"); one == nil || len(one.Spans) != 2 {
		t.Errorf("one plan is not one line: %+v", one)
	}
	if other := lineWith(&s, &res, "open a pier"); other == nil || len(other.Spans) != 1 {
		t.Errorf("another plan: %+v", other)
	}
}

// TestActs: what one did on one day is one line in whatever words, and so is what was
// done to one; another day, another number and a denial are others.
func TestActs(t *testing.T) {
	texts := []string{
		`2024-03-05|Transport Minister Ada Brenn resigned on Monday. Dockers captured the harbour thief Tomas Vey on Sunday night.`,
		`2024-03-06|Bells rang in every parish when Ada Brenn resigned on Monday. Tomas Vey was captured on Sunday after a long chase through the old town.`,
		`2024-03-13|Ada Brenn resigned on Monday from the board of a yacht club.`,
	}
	s, res := compared(t, texts, own)
	for words, want := range map[string]int{"Minister Ada Brenn": 2, "captured the harbour": 2, "yacht club": 1} {
		if e := lineWith(&s, &res, words); e == nil || len(e.Spans) != want {
			t.Errorf("the line of %q: %+v, want %d places", words, e, want)
		}
	}
}

// TestRepeats: what an article repeats is one line, and so is a sentence that stands
// in two; a month that one article names without its year is that of the other.
func TestRepeats(t *testing.T) {
	const fee = "From July, a ferry lying at the passenger quays after midnight is to pay 480 euros a call."
	texts := []string{
		"2024-03-05|Ada Brenn closed the old pier on Monday.\n\nDockers went home to their families.\n\nAda Brenn closed the old pier on Monday.\n\n" + fee,
		"|" + fee,
		"2024-03-05|Nobody in the harbour wants to pay for it.\n\n" + fee,
	}
	s, res := compared(t, texts, own)
	n := 0
	for i := range res.Timelines[0] {
		if strings.Contains(res.Timelines[0][i].Text, "old pier") {
			n++
		}
	}
	if n != 1 {
		t.Errorf("what is told twice has %d lines", n)
	}
	if e := lineWith(&s, &res, "From July"); e == nil || len(e.Spans) != 3 || e.Date.Value != "2024-07" || len(e.OriginIDs) != 1 {
		t.Errorf("one sentence of three articles: %+v", e)
	}
}

// TestLinesThatTell: a dateline is cut, a state without a name is no happening, and
// a day that somebody was asked on is past.
func TestLinesThatTell(t *testing.T) {
	texts := []string{`2024-03-09|TURKU, March 9 — Ada Brenn closed the ferry line on Friday.

On the 6.15 crossing on Friday the talk was of ice. Asked on Thursday who will pay, Brenn left the pier.`}
	s, res := compared(t, texts, own)
	if e := lineWith(&s, &res, "closed the ferry"); e == nil || !strings.HasPrefix(e.Text, "Ada Brenn") || e.Spans[0].Len() != len(e.Text) {
		t.Errorf("the dateline stands: %+v", e)
	}
	if e := lineWith(&s, &res, "talk was of ice"); e != nil {
		t.Errorf("a state is a happening: %q", e.Text)
	}
	if e := lineWith(&s, &res, "who will pay"); e == nil || e.Kind == news.Expected {
		t.Errorf("a day gone by is to come: %+v", e)
	}
}

// lineWith returns the line of the first story of which a sentence has some words,
// or nil.
func lineWith(s *compare.Set, res *compare.Result, words string) *news.TimelineEntry {
	for i := range res.Timelines[0] {
		for _, r := range res.Timelines[0][i].Spans {
			at := slices.IndexFunc(s.Articles, func(a news.Article) bool { return a.ID == r.Article })
			if strings.Contains(r.Span.Of(s.Articles[at].Text), words) {
				return &res.Timelines[0][i]
			}
		}
	}
	return nil
}

// TestPictures: words under a picture are no line of a timeline; a chronicle's are.
func TestPictures(t *testing.T) {
	_, res := compared(t, []string{
		`2024-03-25|The harbour of Holm was shelled on March 20, and nine people were killed.

Fishermen stand near a burnt trawler after the shelling of Holm on March 20.

Fishermen hold a protest outside the Holm town hall on March 20.

The body of a man killed in the shelling is carried to a chapel in Holm on March 20.

In this file photo released by the harbour office, Mayor Anna Vik opens the Holm lock on March 2, 2024.

On March 21, the mayor of Holm calls the council together.`,
		unrelated,
	}, own)
	got := linesOn(res, "Holm")
	want := []string{"The harbour of Holm was shelled on March 20, and nine people were killed.", "On March 21, the mayor of Holm calls the council together."}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestNowadays: what is so "today" happened on no day, what is done today did.
func TestNowadays(t *testing.T) {
	_, res := compared(t, []string{
		`2024-03-25|The council of Holm met on March 20. Today the herring league of Holm is defined by its rows. But today's members of the league have no say in Holm.

The Holm parliament votes today on the herring bill. Mayor Anna Vik met Paul Lind in Holm today.`,
		unrelated,
	}, own)
	got := linesOn(res, "Holm")
	want := []string{"The council of Holm met on March 20.", "The Holm parliament votes today on the herring bill.", "Mayor Anna Vik met Paul Lind in Holm today."}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// linesOn returns the lines of all timelines that have a word.
func linesOn(res compare.Result, word string) (out []string) {
	for _, list := range res.Timelines {
		for _, e := range list {
			if strings.Contains(e.Text, word) {
				out = append(out, e.Text)
			}
		}
	}
	return out
}
