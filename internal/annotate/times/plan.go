package times

import (
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A report that is put together from several keeps sentences of the day before:
// "he is due to see them on Monday" stands in a text of the Tuesday after. Read
// by its tense that Monday is six days ahead. Nothing in the sentence tells, so
// where the rest of the text makes the Monday just gone as likely, the day stays
// open.

const (
	// longAhead is how many days ahead a plan may lie before it is doubted.
	longAhead = 5
	// planShares is how many names a plan must share with what has come about.
	planShares = 2
	// mostPlans is how many plans, and how many happenings, of one article are
	// looked at, so that a page of nothing else takes linear time.
	mostPlans = 64
	// planReach is how many days after the planned day the report of it may be.
	planReach = 2
)

// doubtPlans takes the value from weekdays that are told as to come, if another
// sentence tells as past what may be the thing planned: the same names, on the
// weekday just gone or up to two days after it.
func (f *finder) doubtPlans(sents []news.Sentence) {
	if !f.known {
		return
	}
	var plans, past []int
	for i := range f.out {
		t := &f.out[i]
		switch off, ok := f.daysAhead(t); {
		case ok && t.Told == news.ToldAhead && off >= longAhead && len(plans) < mostPlans:
			plans = append(plans, i)
		case ok && t.Told == news.ToldPast && off <= 0 && len(past) < mostPlans:
			past = append(past, i)
		}
	}
	if len(plans) == 0 || len(past) == 0 {
		return
	}
	seen := make([][]string, len(f.out)) // by expression, the names in its sentence; made on demand
	for _, i := range plans {
		t := &f.out[i]
		ahead, _ := f.daysAhead(t)
		for _, k := range past {
			o := &f.out[k]
			off, _ := f.daysAhead(o)
			if o.Sentence == t.Sentence || off < ahead-7 || off > ahead-7+planReach {
				continue
			}
			if shared(f.namesOf(seen, i, sents), f.namesOf(seen, k, sents)) >= planShares {
				last := f.day + ahead - 7
				t.Value, t.Precision, t.Basis = "", news.PrecisionNone, news.BasisNone
				t.Reason = "planned; " + news.DayValue(last) + " is as likely, for " + o.Words + " is told as past with the same names"
				break
			}
		}
	}
}

// daysAhead is how many days after the article's day a bare weekday was read.
func (f *finder) daysAhead(t *Marked) (int, bool) {
	if t.Rule != "weekday" || t.Precision != news.PrecisionDay {
		return 0, false
	}
	day, ok := t.Day()
	return day - f.day, ok
}

// namesOf lists the capitalised words in the sentence of expression i, sorted,
// but for its first word and the names of days.
func (f *finder) namesOf(seen [][]string, i int, sents []news.Sentence) []string {
	if seen[i] != nil {
		return seen[i]
	}
	s := sents[f.out[i].Sentence]
	names := []string{}
	toks := f.grammar.Tokens(nil, f.text, s.Start, s.End, true)
	for k := range toks {
		if t := &toks[k]; k > 0 && t.Letters && t.Capital && !t.Known() && t.End-t.Start > 2 {
			names = append(names, t.Word(f.text))
		}
	}
	slices.Sort(names)
	seen[i] = slices.Compact(names)
	return seen[i]
}

// shared counts what two sorted lists both have.
func shared(a, b []string) int {
	n := 0
	for _, x := range a {
		if _, ok := slices.BinarySearch(b, x); ok {
			n++
		}
	}
	return n
}
