package speakers

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

//go:embed speakers.tsv
var table string

// A Quotation is a direct quotation and who speaks it, as spans of its article
// (see [Record.Article]).
type Quotation struct {
	Article string
	news.Span
	Named bool        // the speaker has a name; else Who describes the speaker
	Who   []news.Span // any of them is right; empty if nobody speaks
}

// Quotations returns the marked quotations, in the order of the draw.
func Quotations() ([]Quotation, error) {
	var out []Quotation
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Fields(line)
		if len(f) < 4 || len(f)%2 != 0 {
			return nil, fmt.Errorf("speakers: %q has not the columns it must have", line)
		}
		q := Quotation{Article: f[0], Named: f[3] == "name"}
		numbers := append(slices.Clone(f[1:3]), f[4:]...)
		for i := 0; i < len(numbers); i += 2 {
			a, err1 := strconv.Atoi(numbers[i])
			b, err2 := strconv.Atoi(numbers[i+1])
			if err1 != nil || err2 != nil {
				return nil, fmt.Errorf("speakers: %q holds no offsets", line)
			}
			if i == 0 {
				q.Span = news.Span{Start: a, End: b}
			} else {
				q.Who = append(q.Who, news.Span{Start: a, End: b})
			}
		}
		out = append(out, q)
	}
	return out, nil
}

// A Verdict says what was made of a quotation.
type Verdict int

// The verdicts.
const (
	Open  Verdict = iota // no statement covers it, or its speaker is not resolved
	Right                // the right name; the right description of who has none; nobody where nobody speaks
	Wrong
)

// Judge compares the statements of an article with a marked quotation. The
// statement that shares most bytes with the quotation counts, if it covers half
// of it.
func Judge(q *Quotation, a *news.Article, marks *news.Annotation) Verdict {
	best, most := -1, q.Len()/2
	for i := range marks.Statements {
		shared := 0
		for _, c := range marks.Statements[i].Content {
			shared += max(0, min(c.End, q.End)-max(c.Start, q.Start))
		}
		if shared > most {
			best, most = i, shared
		}
	}
	if best < 0 {
		if len(q.Who) == 0 {
			return Right
		}
		return Open
	}
	s := &marks.Statements[best]
	if len(q.Who) == 0 {
		if s.Speaker < 0 || s.Kind == news.Indirect {
			return Right
		}
		return Wrong
	}
	for _, w := range q.Who {
		if !q.Named && s.SpeakerSpan.Overlaps(w) {
			return Right
		}
	}
	if s.Speaker < 0 {
		return Open
	}
	m := &marks.Mentions[s.Speaker]
	if m.Antecedent >= 0 {
		m = &marks.Mentions[m.Antecedent]
	}
	for _, w := range q.Who {
		if m.Overlaps(w) || marks.Mentions[s.Speaker].Overlaps(w) || compatible(m.Name, w.Of(a.Text)) {
			return Right
		}
	}
	return Wrong
}

// compatible reports whether two names can be one person's or body's: they end
// with the same word, and the shorter holds no word that the longer has not.
func compatible(a, b string) bool {
	x, y := nameWords(a), nameWords(b)
	if len(x) == 0 || len(y) == 0 || x[len(x)-1] != y[len(y)-1] {
		return false
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	for _, w := range x {
		if !slices.Contains(y, w) {
			return false
		}
	}
	return true
}

func nameWords(s string) []string {
	w := strings.Fields(strings.ToLower(strings.NewReplacer("’s", "", "'s", "", ".", "", "@", "").Replace(s)))
	if len(w) > 1 && w[0] == "the" {
		w = w[1:]
	}
	return w
}
