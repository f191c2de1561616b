package compare

import (
	"math"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A figure is a number as a text tells it.
type figure struct {
	span  news.Span
	low   float64
	high  float64
	bound news.QuantityBound
}

func (f *figure) key() string { return strconv.FormatFloat(f.low, 'f', -1, 64) }

// figureIn returns the number among the words from to end of a sentence, nil if
// there is none or more than one.
func (c *comparer) figureIn(t *telling, from, end int) *figure {
	text := c.Articles[t.article].Text
	var out *figure
	for i := from; i < end; i++ {
		word := t.tokens[i].span.Of(text)
		v, ok := valueOf(word)
		if !ok {
			continue
		}
		if out != nil {
			if m, ok := multipliers[strings.ToLower(word)]; ok && i > from {
				out.low, out.high, out.span.End = out.low*m, out.high*m, t.tokens[i].span.End
				continue
			}
			return nil
		}
		out = &figure{span: t.tokens[i].span, low: v, high: v, bound: news.Exact}
		if i+1 < len(t.tokens) {
			if m, ok := multipliers[strings.ToLower(t.tokens[i+1].span.Of(text))]; ok {
				out.low, out.high = v*m, v*m
			}
		}
		out.bound = boundBefore(text[t.span.Start:t.tokens[i].span.Start])
	}
	return out
}

var multipliers = map[string]float64{"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

// valueOf returns the value of a number in digits or as a word.
func valueOf(word string) (float64, bool) {
	if m, ok := multipliers[strings.ToLower(word)]; ok {
		return m, true
	}
	if strings.EqualFold(word, "one") {
		return 1, true
	}
	if w, ok := numberWords[strings.ToLower(word)]; ok {
		word = w
	}
	if word == "" || word[0] < '0' || word[0] > '9' {
		return 0, false
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(word, ",", ""), 64)
	return v, err == nil && !math.IsInf(v, 0)
}

// boundWords are the English phrases before a number that say what it bounds.
var boundWords = []struct {
	words string
	bound news.QuantityBound
}{
	{"more than", news.AtLeast}, {"at least", news.AtLeast}, {"over", news.AtLeast}, {"no fewer than", news.AtLeast},
	{"upwards of", news.AtLeast}, {"no less than", news.AtLeast}, {"as many as", news.AtMost}, {"up to", news.AtMost},
	{"fewer than", news.AtMost}, {"less than", news.AtMost}, {"at most", news.AtMost}, {"under", news.AtMost},
	{"about", news.About}, {"around", news.About}, {"some", news.About}, {"nearly", news.About}, {"almost", news.About},
	{"roughly", news.About}, {"approximately", news.About}, {"close to", news.About}, {"an estimated", news.About},
}

// boundBefore returns the bound that the words before a number give it.
func boundBefore(before string) news.QuantityBound {
	before = strings.ToLower(strings.TrimRight(before, " \t\n$€£"))
	for _, b := range boundWords {
		if strings.HasSuffix(before, b.words) {
			return b.bound
		}
	}
	return news.Exact
}

// against reports whether two numbers of one thing cannot both hold: their
// bounds leave no value that both allow, and neither is the other rounded.
func (f *figure) against(g *figure) bool {
	if f.low == g.low && f.high == g.high {
		return false
	}
	lf, hf := f.allowed()
	lg, hg := g.allowed()
	return hf < lg || hg < lf
}

// allowed returns the lowest and highest value that a number allows. What is
// round may be rounded by half a unit of its last digit that is not nought.
func (f *figure) allowed() (low, high float64) {
	half := roundedBy(f.low) / 2
	switch f.bound {
	case news.AtLeast:
		// "More than 200" is not said of 2,000.
		return f.low - half, f.high*2 + 1
	case news.AtMost:
		return f.low / 2, f.high + half
	case news.About:
		return f.low - math.Max(2*half, f.low*aboutPart), f.high + math.Max(2*half, f.high*aboutPart)
	}
	if f.low < 100 {
		half = 0 // 10, 20 and 30 are counted
	}
	return f.low - half, f.high + half
}

// aboutPart is by what part "about" may be off.
const aboutPart = .1

// roundedBy returns the unit of the last digit of a number that is not nought,
// at most a tenth of it.
func roundedBy(v float64) float64 {
	unit := 1.0
	for unit*10 <= v && math.Mod(v, unit*10) == 0 {
		unit *= 10
	}
	if unit == 1 {
		return 0
	}
	return math.Min(unit, v/10)
}

// counted returns where sentences that tell of one thing, but for their
// numbers, count it otherwise. A number of a report of an earlier day is
// superseded by a later one.
func (a *account) counted() []clash {
	list := make([]dated, len(a.all))
	bare := make([]sentence, len(a.all))
	for i := range a.all {
		list[i], bare[i] = a.all[i].dated, *a.all[i].sentence
		bare[i].numbers = nil
		list[i].sentence = &bare[i]
	}
	index := heavyIndex(list)
	var out []clash
	for i := range list {
		if len(a.quantities(&list[i])) == 0 {
			continue
		}
		for _, j := range index.near(list, i) {
			x, y := &list[i], &list[j]
			if x.article == y.article || x.kind == news.Said || y.kind == news.Said || !onOneDay(x, y) || a.sameThing(x, y) == 0 {
				continue
			}
			if c, ok := a.miscounted(i, j); ok {
				out = append(out, c)
			}
		}
	}
	return out
}

// miscounted returns where two sentences count one thing otherwise, if the
// number of things that both count is one.
func (a *account) miscounted(i, j int) (out clash, ok bool) {
	x, y := &a.all[i], &a.all[j]
	if a.lumped(x) || a.lumped(y) {
		return clash{}, false
	}
	for _, p := range a.quantities(&x.dated) {
		for _, q := range a.quantities(&y.dated) {
			if p.Of == "" || p.Of != q.Of || p.Unit != q.Unit || p.Unit == "" {
				continue
			}
			f, g := figureOf(&p), figureOf(&q)
			if ok || !f.against(g) || g.high > mostTimes*f.low || f.high > mostTimes*g.low {
				return clash{}, false
			}
			if day, other, dated := a.days(x.article, y.article); dated && day != other {
				if day < other {
					a.later[i] = true
				} else {
					a.later[j] = true
				}
				return clash{}, false
			}
			ok = true
			out = clash{x: i, y: j, about: a.aboutOf(x, p.Span, y)}
			out.slot = slot{kind: news.NumberConflict, a: filler{article: x.article, span: p.Span, key: f.key()}, b: filler{article: y.article, span: q.Span, key: g.key()}}
		}
	}
	return out, ok
}

// harmVerbs are stems of the verbs that tell what befell people.
var harmVerbs = classes(map[string]string{"killed": "kill killed dead die died", "injured": "injure injured wound wounded hurt"})

// lumped reports whether a sentence gives one number for the killed and the
// injured: "killed or wounded dozens".
func (a *account) lumped(t *telling) bool {
	befell := uint32(0)
	for _, k := range t.tokens {
		befell |= harmVerbs[k.stem]
	}
	counted := 0
	for _, q := range a.quantities(&t.dated) {
		if harmVerbs.of(q.Of) != 0 {
			counted++
		}
	}
	return befell&(befell-1) != 0 && counted < 2
}

// mostTimes is how many times as much a number of one thing may be as another.
const mostTimes = 5

// days returns the days on which two articles appeared.
func (c *comparer) days(i, j int) (a, b int, ok bool) {
	a, ok1 := c.Articles[i].Published.Day()
	b, ok2 := c.Articles[j].Published.Day()
	return a, b, ok1 && ok2
}

func figureOf(q *news.Quantity) *figure {
	return &figure{span: q.Span, low: q.Low, high: q.High, bound: q.Bound}
}
