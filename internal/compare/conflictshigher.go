package compare

import (
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// countWords name a number that was told, in English.
var countWords = wordSet("toll tolls number numbers figure figures tally count total")

// mostBetween is how many words stand between a number and what is said of it: "the
// toll is likely much higher".
const mostBetween = 6

// A recount is that a number is higher or lower, as somebody says.
type recount struct {
	at   int
	by   news.Span // who says it
	span news.Span // the words that do
}

// higher returns where somebody says of a number told right before that it is higher
// or lower, without giving one.
func (a *account) higher() []clash {
	var out []clash
	for i := range a.all {
		x, ok := a.recountIn(i)
		if !ok || len(out) >= mostDisputes {
			continue
		}
		if c, ok := a.countBefore(&x); ok {
			out = append(out, c)
		}
	}
	return out
}

// recountIn returns the words of a statement by which a number is higher or lower.
func (a *account) recountIn(i int) (x recount, ok bool) {
	t := &a.all[i]
	text := a.Articles[t.article].Text
	for _, sp := range a.speechesIn(t) {
		from := -1
		if noPhrase[strings.ToLower(sp.SpeakerSpan.Of(text))] {
			continue // "it warned": perhaps who gave the number
		}
		for n := t.tokenAt(sp.Content[0].Start); n < len(t.tokens) && sp.Content[0].Contains(t.tokens[n].span); n++ {
			switch w := strings.ToLower(t.tokens[n].span.Of(text)); {
			case isDigit(w[0]):
				from = -1
			case countWords[w]:
				from = n
			case otherwise[w] && from >= 0 && n-from <= mostBetween && !strings.EqualFold(text[t.tokens[n].span.End:min(len(text), t.tokens[n].span.End+5)], " than"):
				return recount{at: i, by: sp.SpeakerSpan, span: news.Span{Start: t.tokens[from].span.Start, End: t.tokens[n].span.End}}, true
			}
		}
	}
	return x, false
}

// countBefore sets a recount against the last number of people that its article told
// before, in the same sentence or the one before.
func (a *account) countBefore(x *recount) (c clash, ok bool) {
	t := &a.all[x.at]
	text := a.Articles[t.article].Text
	for at := x.at; at >= 0 && at >= x.at-1 && a.all[at].article == t.article; at-- {
		u := &a.all[at]
		var of *news.Quantity
		list := a.quantities(&u.dated)
		for k := range list {
			if q := &list[k]; q.End <= x.span.Start && (peopleClasses.of(q.Unit) != 0 || q.Unit == "person" || harmVerbs.of(q.Of) != 0) && !a.partOf(u, q.Span) {
				of = q
			}
		}
		if of == nil {
			continue
		}
		by := a.counter(u, of.Span)
		if !by.IsZero() && sharesWord(by.Of(text), x.by.Of(text)) {
			return c, false
		}
		f := figureOf(of)
		f.span = of.Span.Trim(text)
		told := a.tollFiller(&toll{at: at, figure: *f, by: by})
		higher := a.tollFiller(&toll{at: x.at, figure: figure{span: x.span}, by: x.by})
		higher.key = strings.ToLower(x.span.Of(text))
		c = clash{x: at, y: x.at, slot: slot{kind: news.NumberConflict, a: told, b: higher}}
		c.about = a.tollAbout(&toll{at: at, figure: *f}, &toll{at: x.at, figure: figure{span: x.span}})
		return c, true
	}
	return c, false
}
