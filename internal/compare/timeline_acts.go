package compare

import (
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A repeat is what makes two sentences one and the same: their words, what they
// tell of and when.
type repeat struct {
	words uint64
	kind  news.TimelineKind
	said  string
	date  string
}

// withoutRepeats returns the dated sentences of a story, those that stand word for
// word in several articles once, and the others of these by the place of the first.
// What an article repeats itself, such as a caption under each of its pictures, is
// left out; what is too short to show that it was taken over stays.
func (c *comparer) withoutRepeats(all []dated) (list []dated, others map[int][]dated) {
	first := map[repeat]int{}
	others = map[int][]dated{}
	for _, d := range all {
		words := hashes(spokenIn(c.Articles[d.article].Text, []news.Span{d.span}))
		key := repeat{hashWords(words, 0), d.kind, d.said, whenOf(d.time)}
		at, again := first[key]
		switch {
		case !again:
			first[key] = len(list)
			list = append(list, d)
		case list[at].article == d.article, slices.ContainsFunc(others[at], func(o dated) bool { return o.article == d.article }):
		case len(words) < sharedRun:
			list = append(list, d)
		default:
			others[at] = append(others[at], d)
		}
	}
	return list, others
}

// whenOf returns the value of an expression, or its words if it has none.
func whenOf(t *news.Time) string {
	switch {
	case t == nil:
		return ""
	case t.Known():
		return t.Value
	}
	return " " + t.Words
}

// An act is a dated sentence that tells what one did or suffered on a day.
type act struct {
	at                  int
	verb                string // lemma
	doer, object, place string // entities; ""
}

// actIn returns the act that is on the day of a sentence, if it is told as done, by
// the article itself and not by the way.
func (c *comparer) actIn(list []dated, at int) (x act, ok bool) {
	d := &list[at]
	if d.time == nil || d.kind != news.Happened && d.kind != news.Background || d.manner&(asked|personal) != 0 {
		return x, false
	}
	an := &c.Annotations[d.article]
	for k := firstClause(an, d.index); k < len(an.Clauses) && an.Clauses[k].Sentence == d.index; k++ {
		cl := &an.Clauses[k]
		if cl.Nominal || isState(cl) || cl.Negated || cl.Background || cl.Modality != news.ModalReal || cl.Speech >= 0 || !c.datedBy(d, cl) {
			continue
		}
		x = act{at: at, verb: cl.Lemma, doer: c.entityAt(d.article, cl.SubjectIs), object: c.entityAt(d.article, cl.ObjectIs)}
		if x.doer != "" || x.object != "" {
			x.place = c.entityAt(d.article, cl.Place)
			return x, true
		}
	}
	return x, false
}

// entityAt returns the entity of a mention of an article; "" for no mention.
func (c *comparer) entityAt(article, mention int) string {
	if mention < 0 {
		return ""
	}
	return c.EntityOf[article][mention]
}

// acts joins groups of sentences that tell of one act: what one did, or what was
// done to one, on one reckoned day by the same verb, and nothing that speaks
// against it. A group of which a sentence tells no act stays as it is, for it may
// be of something else.
func (c *comparer) acts(list []dated, groups [][]int) [][]int {
	found := map[int]act{}
	for _, group := range groups {
		of := make([]act, 0, len(group))
		for _, at := range group {
			if x, ok := c.actIn(list, at); ok {
				of = append(of, x)
			}
		}
		for _, x := range of {
			if len(of) == len(group) {
				found[x.at] = x
			}
		}
	}
	return joinGroups(groups, func(at int) (act, bool) { x, ok := found[at]; return x, ok },
		func(x, y *act) bool {
			a, b := &list[x.at], &list[y.at]
			_, reckoned := a.time.Day()
			one := x.doer != "" && x.doer == y.doer || x.object != "" && x.object == y.object
			return one && reckoned && x.verb == y.verb && a.article != b.article && onOneDay(a, b) &&
				mayBe(x.doer, y.doer) && mayBe(x.object, y.object) && mayBe(x.place, y.place) &&
				agree(a.people, b.people) && agree(a.numbers, b.numbers)
		})
}

// mayBe reports whether two entities, either of them perhaps unsaid, may be one.
func mayBe(x, y string) bool { return x == "" || y == "" || x == y }
