package actions_test

import (
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/news"
)

// article gives text as an article, a paragraph a line, published on a Sunday.
func article(text string) *news.Article {
	a := &news.Article{ID: "t", Text: text, Language: "en"}
	a.Published = news.Date{Value: "2018-06-10", Precision: news.PrecisionDay, Basis: news.BasisStated}
	at := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		s := news.Span{Start: at, End: at + len(line)}.Trim(text)
		at += len(line)
		if s.Len() > 0 {
			a.Blocks = append(a.Blocks, news.Block{Span: s, Kind: news.Paragraph})
		}
	}
	return a
}

func read(text string) (*news.Article, news.Annotation) {
	a := article(text)
	return a, annotate.New(annotate.Options{}).Annotate(a)
}

// checkIndices fails the test unless every span lies in the text and every index
// in its slice.
func checkIndices(t *testing.T, a *news.Article, m *news.Annotation) {
	t.Helper()
	span := func(what string, s news.Span) {
		if err := s.Check(a.Text); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	index := func(what string, i, n int) {
		if i < -1 || i >= n {
			t.Fatalf("%s: %d of %d", what, i, n)
		}
	}
	last := 0
	for i := range m.Clauses {
		c := &m.Clauses[i]
		span("clause", c.Span)
		span("predicate", c.Predicate)
		span("subject", c.Subject)
		span("object", c.Object)
		index("subject", c.SubjectIs, len(m.Mentions))
		index("object", c.ObjectIs, len(m.Mentions))
		index("time", c.Time, len(m.Times))
		index("place", c.Place, len(m.Mentions))
		index("speech", c.Speech, len(m.Statements))
		index("governor", c.Governor, len(m.Clauses))
		index("sentence", c.Sentence, len(m.Sentences))
		if c.Governor == i || c.Sentence < 0 || c.Lemma == "" || c.Predicate.Len() == 0 || !c.Contains(c.Predicate) || c.Predicate.Start < last {
			t.Fatalf("clause %d: %+v", i, c)
		}
		last = c.Predicate.Start
	}
	last = 0
	for i := range m.Quantities {
		q := &m.Quantities[i]
		span("quantity", q.Span)
		span("number", q.Number)
		index("clause", q.Clause, len(m.Clauses))
		index("sentence", q.Sentence, len(m.Sentences))
		if q.Low > q.High || q.Start < last || !q.Contains(q.Number) {
			t.Fatalf("quantity %d: %+v", i, q)
		}
		last = q.Start
	}
	checkActions(t, m, index)
}

func checkActions(t *testing.T, m *news.Annotation, index func(string, int, int)) {
	last := -1
	for i := range m.Actions {
		x := &m.Actions[i]
		if x.Clause <= last || x.Clause >= len(m.Clauses) || len(x.Sectors) != len(x.Actors)+len(x.Recipients) || x.Root == "" || x.Status == "" {
			t.Fatalf("action %d: %+v", i, x)
		}
		last = x.Clause
		for _, k := range append(append([]int{}, x.Actors...), x.Recipients...) {
			if k < 0 {
				t.Fatalf("action %d: %+v", i, x)
			}
			index("party", k, len(m.Mentions))
		}
		for _, k := range [...]int{x.Harm.Killed, x.Harm.Injured, x.Harm.Missing, x.Harm.Displaced} {
			index("harm", k, len(m.Quantities))
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"The ministers held talks in Geneva on Friday and agreed to meet again.",
		"At least 12 people were killed and 30 wounded, or so; between 10 and 20 thousand, twenty-one to 1.5bn - of dozens of tens of thousands of $5 %.",
		"who said that which had not been, and who will be to have been to? — “one, 2–3 of the 4”",
		"No. 5, 34-year-old, aged 3, (12), 2-1 2014 election; a hundred and five and six hundred thousand million.",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		a, m := read(s)
		checkIndices(t, a, &m)
	})
}
