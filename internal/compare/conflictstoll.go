package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A toll is a number of people whom one happening harmed, as one sentence tells
// it.
type toll struct {
	at     int // of the tellings
	harm   uint32
	unit   string
	figure figure
	by     news.Span // who gives it, in its sentence; zero if its article does itself
	place  int       // of its sentence, among those of its article
	towns  []string  // entities of the towns that it names, sorted
	causes uint32
	grows  bool // it says of itself that it was or will be another
	other  bool // it says that it is not the one told before: "a lower toll"
	scoped bool // of more than one happening: "in the past week", "since"
}

const (
	// The toll of the happening that a report is about stands in one of so many
	// sentences at its beginning.
	leadSentences = 3
	// Two tolls of one article that differ stand within so many sentences.
	tollsWithin = 3
	// mostTolls bounds the tolls of a story, which are compared with each other.
	mostTolls = 1000
)

// tollWords give a number of dead where no verb does: "put the toll at 12".
var tollWords = wordSet("toll tolls")

// growing are the English words of a toll that was, or is to be, another.
var growing = wordSet("rise rises rose risen rising climb climbed climbs climbing earlier previous previously initial initially updated updating updates " +
	"revised revising increased raise raises raised raising")

// others are the English words before or after a number of those who come to
// others.
var others = wordSet("more others other another further additional")

// scopes are the English words of a toll of more than one happening, and those of another happening than that told before.
var scopes = wordSet("separate separately elsewhere since total overall so week weeks weekend month months year years daily past altogether")

// scopeBytes is how far from a number a word stands that says of how much it is.
const scopeBytes = 100

// otherwise are the English words of a toll that is not the one told before.
var otherwise = wordSet("lower higher different smaller greater")

// tolls returns the tolls that the sentences of a story tell.
func (a *account) tolls() []toll {
	var out []toll
	place, last := 0, -1
	for i := range a.all {
		t := &a.all[i]
		if t.article != last {
			place, last = 0, t.article
		} else {
			place++
		}
		if t.kind == news.Background || t.kind == news.Expected || t.manner&(negated|ahead|asked|personal) != 0 || a.lumped(t) {
			continue
		}
		for _, x := range a.tollsIn(i) {
			if len(out) < mostTolls {
				x.place = place
				out = append(out, x)
			}
		}
	}
	return out
}

// tollsIn returns the numbers of people harmed that a sentence tells, the first
// of each who gives one.
func (a *account) tollsIn(i int) (out []toll) {
	t := &a.all[i]
	text := a.Articles[t.article].Text
	for _, q := range a.quantities(&t.dated) {
		harm, after := harmVerbs.of(q.Of), a.afterToll(t, q.Start)
		if after {
			harm = harmVerbs.of("kill")
		}
		if harm == 0 || q.Unit == "" && !after || a.partOf(t, q.Span) || a.numbersIn(t, q.Span) > 1 {
			continue
		}
		x := toll{at: i, harm: harm, unit: cmp.Or(q.Unit, "person"), figure: *figureOf(&q), by: a.counter(t, q.Span)}
		x.figure.span = q.Span.Trim(text)
		if slices.ContainsFunc(out, func(o toll) bool { return o.harm == x.harm && o.by == x.by }) {
			continue
		}
		x.towns = a.townsIn(t)
		for _, k := range t.tokens {
			w := strings.ToLower(k.span.Of(text))
			x.causes |= causeClasses[k.stem]
			x.grows = x.grows || growing[w]
			x.scoped = x.scoped || scopes[w] && k.span.Start > q.Start-scopeBytes && k.span.Start < q.End+scopeBytes
			x.other = x.other || after && otherwise[w] && k.span.End <= q.Start
		}
		out = append(out, x)
	}
	return out
}

// townsIn returns the entities of the towns that a sentence names, sorted.
func (a *account) townsIn(t *telling) (out []string) {
	an := &a.Annotations[t.article]
	for _, m := range namesOver(an, t.span) {
		if id := a.EntityOf[t.article][m]; id != "" && isTown(&an.Mentions[m]) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// afterToll reports whether the word toll stands before a number, and no verb
// that counts something else between.
func (a *account) afterToll(t *telling, at int) bool {
	n := t.tokenAt(at)
	text := a.Articles[t.article].Text
	for k := n - 1; k >= 0 && k >= n-partyWords; k-- {
		if tollWords[strings.ToLower(t.tokens[k].span.Of(text))] {
			return true
		}
	}
	return false
}

// partOf reports whether a number is of some of those that another counts, or of
// those that come to them: "including 12 children", "12 of them", "12 others".
func (a *account) partOf(t *telling, q news.Span) bool {
	text := a.Articles[t.article].Text
	n := t.tokenAt(q.Start)
	word := func(k int) string {
		if k < 0 || k >= len(t.tokens) {
			return ""
		}
		return strings.ToLower(t.tokens[k].span.Of(text))
	}
	for k := n - 1; k >= n-4; k-- {
		switch word(k) {
		case "including", "among", "includes", "included", "plus", "addition":
			return true
		}
	}
	end := t.tokenAt(q.End)
	for k := n - 1; k <= end; k++ {
		if others[word(k)] && word(k+1) != "than" {
			return true
		}
	}
	return word(end) == "of" && (word(end+1) == "them" || word(end+1) == "those")
}

// numbersIn counts the numbers of a span: what is read as one number may hold
// that of a part.
func (a *account) numbersIn(t *telling, s news.Span) (n int) {
	text := a.Articles[t.article].Text
	for k := t.tokenAt(s.Start); k < len(t.tokens) && t.tokens[k].span.End <= s.End; k++ {
		w := t.tokens[k].span.Of(text)
		if _, ok := valueOf(w); ok && multipliers[strings.ToLower(w)] == 0 {
			n++
		}
	}
	return n
}

// counter returns the words that name who gives a number: the speaker of the
// statement that holds it, or the subject of the clause that gives a toll; the
// zero span if its article does itself.
func (a *account) counter(t *telling, q news.Span) (by news.Span) {
	if sp := a.speechAt(t.article, q); sp != nil && t.span.Contains(sp.SpeakerSpan) {
		return sp.SpeakerSpan
	}
	an := &a.Annotations[t.article]
	for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
		cl := &an.Clauses[k]
		if givesToll[cl.Lemma] && cl.Subject.Len() > 0 && cl.Subject.Start < cl.Predicate.Start && cl.Predicate.End <= q.Start {
			by = cl.Subject
		}
	}
	return by
}

// givesToll are the English verbs whose subject gives a number.
var givesToll = wordSet("put give report estimate count")

// told returns where two counts of the people whom one happening harmed cannot
// both hold: of two who count, in one article; or at the head of two reports of
// one day, on one place and one way of doing harm.
func (a *account) told() []clash {
	list := a.tolls()
	a.counts = list
	var out []clash
	for i := range list {
		for j := range i {
			x, y := &list[j], &list[i]
			if a.tollsEqual(x, y) {
				a.agreed[[2]int{min(x.at, y.at), max(x.at, y.at)}] = true
			}
			if !a.tollsDiffer(x, y) {
				continue
			}
			s, t := &a.all[x.at], &a.all[y.at]
			if s.article == t.article && (!a.countedTwice(x, y) || a.countedBetween(list[j+1:i], x, y)) || s.article != t.article && !a.oneHappening(x, y) {
				continue
			}
			c := clash{x: x.at, y: y.at, about: a.tollAbout(x, y)}
			c.slot = slot{kind: news.NumberConflict, a: a.tollFiller(x), b: a.tollFiller(y)}
			out = append(out, c)
		}
	}
	return out
}

// tollsDiffer reports whether two numbers count the same sort of people harmed in
// the same way, and cannot both hold.
func (a *account) tollsDiffer(x, y *toll) bool {
	if x.harm != y.harm || (x.scoped || y.scoped) && !y.other || !x.figure.against(&y.figure) {
		return false
	}
	if x.figure.high > mostTollTimes*y.figure.low || y.figure.high > mostTollTimes*x.figure.low {
		return false
	}
	p, q := peopleClasses.of(x.unit), peopleClasses.of(y.unit)
	switch civilian := peopleClasses.of("civilian"); {
	case x.unit == y.unit, p == q && p != 0 && p != civilian:
		return true
	// More people than civilians is no conflict; more civilians than people is.
	case x.unit == "person":
		return y.figure.low > x.figure.high && x.figure.bound != news.AtLeast
	case y.unit == "person":
		return x.figure.low > y.figure.high && y.figure.bound != news.AtLeast
	}
	return false
}

// leastEqual is the least number of people by which two tolls show that they are
// of one happening.
const leastEqual = 4

// tollsEqual reports whether two articles give one number for what befell people
// of one sort in one happening.
func (a *account) tollsEqual(x, y *toll) bool {
	if x.harm != y.harm || x.unit != y.unit || x.scoped || y.scoped || x.figure.low != y.figure.low || x.figure.high != y.figure.high || x.figure.low < leastEqual {
		return false
	}
	return a.all[x.at].article != a.all[y.at].article && a.oneHappening(x, y)
}

// mostTollTimes is how many times as high as another a number of one happening
// may be.
const mostTollTimes = 3

// countedTwice reports whether an article gives two counts of one happening, by
// two who count.
func (a *account) countedTwice(x, y *toll) bool {
	s, t := &a.all[x.at], &a.all[y.at]
	if y.at-x.at > tollsWithin || x.by == y.by || y.by.IsZero() {
		return false
	}
	text := a.Articles[s.article].Text
	if sharesWord(x.by.Of(text), y.by.Of(text)) {
		return false
	}
	if y.other {
		return true
	}
	if x.at == y.at {
		return !a.contrastBefore(s, news.Span{Start: x.figure.span.End, End: y.by.Start}).IsZero()
	}
	if x.grows || y.grows {
		return false
	}
	if !a.counting(y) {
		return a.countedAgain(x, y)
	}
	return agree(x.towns, y.towns) && slices.Equal(s.days, t.days) || len(y.towns) == 0 && len(t.days) == 0
}

// countedAgain reports whether an article, after one who counts, lets a second tell
// in full of one happening: of one place and day, as far as both say, and one way of
// doing harm.
func (a *account) countedAgain(x, y *toll) bool {
	s, t := &a.all[x.at], &a.all[y.at]
	text := a.Articles[s.article].Text
	if x.by.IsZero() || indefinite(x.by.Of(text)) || y.at-x.at > 1 || !agree(s.days, t.days) {
		return false // "a monitor" may be named next
	}
	if len(y.towns) > 0 && !shareTown(x.towns, y.towns) {
		return false
	}
	return x.causes == 0 || y.causes == 0 || x.causes&y.causes != 0
}

// indefinite reports whether a phrase begins with an indefinite article.
func indefinite(phrase string) bool {
	first, _, _ := strings.Cut(strings.ToLower(phrase), " ")
	return first == "a" || first == "an"
}

// countedBetween reports whether an article gives another count after one and
// before a second: it is that one that the second differs from, or none.
func (a *account) countedBetween(between []toll, x, y *toll) bool {
	return slices.ContainsFunc(between, func(z toll) bool { return z.harm == x.harm && z.at != x.at && z.at != y.at })
}

// counting reports whether a sentence gives a toll of what was told before: it
// has the word, or tells of no other happening.
func (a *account) counting(y *toll) bool {
	t := &a.all[y.at]
	if a.afterToll(t, y.figure.span.Start) {
		return true
	}
	if len(y.towns) > 0 || len(t.days) > 0 || len(t.tokens) > shortCount || y.causes != 0 {
		return false
	}
	an := &a.Annotations[t.article]
	for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
		if cl := &an.Clauses[k]; harmVerbs.of(cl.Lemma) == y.harm && !cl.Subject.IsZero() && !cl.Subject.Overlaps(y.figure.span) {
			return false // somebody did it: a deed of its own
		}
	}
	return true
}

// shortCount is how many words a sentence has that gives a count and no more.
const shortCount = 20

// oneHappening reports whether two reports begin with the toll of one happening:
// they are of one day, name one town of no great fame, or tell it alike, and one
// way of doing harm.
func (a *account) oneHappening(x, y *toll) bool {
	s, t := &a.all[x.at], &a.all[y.at]
	if x.place >= leadSentences || y.place >= leadSentences || x.grows || y.grows {
		return false
	}
	if a.took[pairOf(s.article, t.article)] || a.originAt(s.article, x.figure.span) == a.originAt(t.article, y.figure.span) {
		return false
	}
	if !a.oneDay(x, y) || !agree(s.people, t.people) {
		return false
	}
	f, g := a.leadOf(x.at), a.leadOf(y.at)
	if f.causes&g.causes == 0 || x.causes != 0 && y.causes != 0 && x.causes&y.causes == 0 {
		return false
	}
	if !agree(f.rare, g.rare) {
		return false
	}
	if len(f.rare) > 0 && len(g.rare) > 0 {
		return true
	}
	if !shareTown(f.towns, g.towns) {
		return false
	}
	return similarity(s.sentence, t.sentence) >= sameShare
}

// oneDay reports whether two tolls are of one day: that which their sentences name,
// else that of their articles. Of reports of two days the later supersedes the
// earlier, unless others count.
func (a *account) oneDay(x, y *toll) bool {
	s, t := &a.all[x.at], &a.all[y.at]
	day, other, dated := a.days(s.article, t.article)
	if !dated || !agree(s.days, t.days) {
		return false
	}
	if day == other {
		return true
	}
	if x.by.IsZero() || y.by.IsZero() || sharesWord(x.by.Of(a.Articles[s.article].Text), y.by.Of(a.Articles[t.article].Text)) {
		return false
	}
	return len(s.days) > 0 && slices.Equal(s.days, t.days) && a.sameWeek(s.article, t.article)
}

func shareTown(x, y []string) bool {
	return slices.ContainsFunc(x, func(id string) bool { return slices.Contains(y, id) })
}

// A lead is where and how what a report is about happened, as its first
// sentences have it.
type lead struct {
	towns  []string // entities, sorted
	rare   []string // those of them whose names are rare in news
	places []string // entities of all places, towns among them
	causes uint32
}

// rareTown is the rarity from which the name of a town tells one happening from
// others of its kind (ours).
const rareTown = 11 * 256

// leadOf reads the first sentences of the article of a telling, once.
func (a *account) leadOf(at int) lead {
	i := a.all[at].article
	l, known := a.leads[i]
	if !known {
		l = a.readLead(at)
		a.leads[i] = l
	}
	return l
}

func (a *account) readLead(at int) (l lead) {
	i := a.all[at].article
	for at > 0 && a.all[at-1].article == i {
		at--
	}
	for n := at; n < len(a.all) && n < at+leadSentences && a.all[n].article == i; n++ {
		t := &a.all[n]
		an := &a.Annotations[i]
		l.places = append(l.places, a.placesIn(t)...)
		for _, k := range t.tokens {
			l.causes |= causeClasses[k.stem]
		}
		for _, m := range namesOver(an, t.span) {
			id := a.EntityOf[i][m]
			if id == "" || !isTown(&an.Mentions[m]) {
				continue
			}
			l.towns = append(l.towns, id)
			if rarest(t, an.Mentions[m].Span) >= rareTown {
				l.rare = append(l.rare, id)
			}
		}
	}
	slices.Sort(l.towns)
	slices.Sort(l.rare)
	l.towns, l.rare = slices.Compact(l.towns), slices.Compact(l.rare)
	return l
}

// rarest returns the rarity of the rarest word of a span.
func rarest(t *telling, s news.Span) (out int32) {
	for n := t.tokenAt(s.Start); n < len(t.tokens) && t.tokens[n].span.End <= s.End; n++ {
		out = max(out, t.tokens[n].rarity)
	}
	return out
}

// tollFiller fills a side with a number and who gives it.
func (a *account) tollFiller(x *toll) filler {
	t := &a.all[x.at]
	f := filler{article: t.article, span: x.figure.span, key: strings.Join([]string{string(x.figure.bound), x.figure.key()}, " ")}
	if !x.by.IsZero() {
		if p, ok := a.partyIn(t.article, x.by); ok {
			f.holder = a.entity(&p)
		}
	}
	return f
}

// tollAbout returns the happening that two tolls are of: the name of it in either
// sentence, else who was harmed.
func (a *account) tollAbout(x, y *toll) news.Ref {
	for _, z := range [2]*toll{x, y} {
		t := &a.all[z.at]
		var best news.Span
		for _, p := range a.nounPhrases(t) {
			if a.causesIn(t, p) != 0 && !p.Overlaps(z.figure.span) && (best.IsZero() || p.Len() < best.Len()) {
				best = p
			}
		}
		if !best.IsZero() {
			return news.Ref{Article: a.Articles[t.article].ID, Span: best}
		}
	}
	return a.aboutOf(&a.all[x.at], x.figure.span, &a.all[y.at])
}
