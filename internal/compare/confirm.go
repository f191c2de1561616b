package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

const (
	// Of two sentences that have this part of their words in the same order, and so
	// many, one was edited into the other, or both from a third (ours, by reading).
	rewordedShare = 144 // of 256
	rewordedWords = 12
)

// Two sentences that agree in all that must agree put forward one claim if the sum of
// the log of the odds that they say the same, in 1/sayUnit, and of twice the part of
// what their words prove that they share, of 256, is high enough (all of it ours, by
// reading). It is lowest if they share words that so many bits of rarity lie in, at
// least one of them no name: fixedSum if both have one day or one number, else tellsSum.
// Then come those of one day, those that share a name, and those that share neither, but
// never if what they share is next to nothing.
const (
	tellsRarity = 8 * 256
	fixedSum    = 210
	tellsSum    = 320

	confirmsRarity = 5 * 256 // or a number, or one day, or nearly all
	confirmsAll    = 230     // of 256
	confirmsDay    = 260
	confirmsName   = 330
	confirmsPlain  = 400
)

// Only from doubtedSum on do two sentences put forward one claim that share more names
// than mostNames, and more than namesForWord for each word that is none, or nothing rarer
// than namesRarity beside them: two reports of one race name the same candidates; or that
// share no fewer names than other words, and tellsWithin of neither stands in the other;
// or one of which has no day, and that are told so many days apart, or more, or at a time
// that is not known.
const (
	doubtedSum   = 500
	mostNames    = 3
	namesForWord = 4
	namesRarity  = 3 * 256
	tellsWithin  = 190 // of 256
	apartDays    = 3
)

// What two sentences share may be what both tell in passing. Two things show that it is
// what they assert: that they share a deed, and that they share a number, or a day beside
// a deed. Where both are there, the sums above hold; with one of them oneSignSum is the
// least, with none noSignSum (ours, by reading).
const (
	oneSignSum = 420
	noSignSum  = 600
)

// Whatever the sums, two sentences put forward one claim from leastSum on if what they
// share proves it by its kind (see proves). All of it was set on 408 pairs that agree in
// all that must agree, read of news of six years and of sports: the sums confirm 53 of
// them, with these marks it is 91, of which 90 are of one claim.
const (
	leastSum      = 120
	leastSays     = -150 // log of the odds, for one number that counts nothing in common
	twoNumbers    = 2
	leastCounted  = 5   // of a thing; of fewer a report has many
	plainProved   = 3   // words that are no names
	plainAsserted = 2   // of them, told not only in passing
	shareProved   = 150 // of what their words prove, of 256
	heldMostly    = 160 // of the words of the one, by rarity, those that stand in the other, of 256
	heldLargely   = 200
	heldWholly    = 220
)

// An overlap is what two sentences share.
type overlap struct {
	plain, names int   // words, that are no names and that are
	rarity       int64 // of all of them, in 1/256 bits
	plainRarity  int64 // of those that are no names
	numbers      int
	within       int64 // the part of what the one proves that stands in the other, of 256; the greater of both
}

// commonOf returns what two sentences share.
func commonOf(x, y *sentence) (c overlap) {
	var seen []uint32
	for _, o := range x.order {
		at := slices.IndexFunc(y.order, func(p ordered) bool { return p.hash == o.hash })
		if at < 0 || slices.Contains(seen, o.hash) {
			continue
		}
		seen = append(seen, o.hash)
		weight := int64(x.weightOf(o.hash))
		c.rarity += weight
		if o.name || y.order[at].name {
			c.names++
		} else {
			c.plain++
			c.plainRarity += weight
		}
	}
	for _, n := range x.numbers {
		if slices.Contains(y.numbers, n) {
			c.numbers++
		}
	}
	c.within = max(provedIn(x, y), provedIn(y, x))
	return c
}

// weightOf returns the weight of a word of a sentence, 0 if it has it not.
func (s *sentence) weightOf(hash uint32) int32 {
	at, ok := slices.BinarySearchFunc(s.words, hash, func(w weighted, h uint32) int { return cmp.Compare(w.hash, h) })
	if !ok {
		return 0
	}
	return s.words[at].weight
}

// provedIn returns the part of what the words of x prove that stands in y, of 256.
func provedIn(x, y *sentence) int64 {
	shared := int64(0)
	for i, j := 0, 0; i < len(x.words) && j < len(y.words); {
		switch v, w := &x.words[i], &y.words[j]; {
		case v.hash < w.hash:
			i++
		case v.hash > w.hash:
			j++
		default:
			shared += int64(v.proof)
			i++
			j++
		}
	}
	return shared * 256 / max(x.proof, 1)
}

// weightIn returns the part of the words of x, by rarity, that stand in y, of 256.
func weightIn(x, y *sentence) int64 {
	shared := int64(0)
	for _, w := range x.words {
		if y.weightOf(w.hash) > 0 {
			shared += int64(w.weight)
		}
	}
	return shared * 256 / max(x.total, 1)
}

// tellOne reports whether two sentences put forward one claim, in whatever words. Says
// gives the log of the odds that they say the same.
func (c *comparer) tellOne(x, y *dated, says func() int32) bool {
	if x.manner != y.manner || x.manner&(asked|personal) != 0 || (x.kind == news.Expected) != (y.kind == news.Expected) {
		return false
	}
	return agree(x.numbers, y.numbers) && agree(x.people, y.people) && similarity(x.sentence, y.sentence) >= dayShare &&
		c.sameDate(x, y) && !c.ofAnother(x, y) && !c.ofAnother(y, x) && c.enough(x, y, says)
}

// enough reports whether two sentences that agree in all that must agree have enough
// in common to put forward one claim.
func (c *comparer) enough(x, y *dated, says func() int32) bool {
	both := commonOf(x.sentence, y.sentence)
	share := similarity(x.sentence, y.sentence)
	day := onOneDay(x, y)
	fixed := day || both.numbers > 0
	switch {
	case c.otherParts(x, y), c.otherLengths(x, y), c.opposed(x, y), c.opposed(y, x):
		return false
	case both.plain == 0 && both.names > mostNames, !fixed && min(len(x.words), len(y.words)) < 2 && share < confirmsAll:
		return false
	case both.rarity < confirmsRarity && !fixed && share < confirmsAll:
		return false
	}
	odds := says()
	sum := int64(odds) + 2*share
	if sum >= leastSum && c.proves(x, y, &both, share, odds) {
		return true
	}
	switch {
	case sum < noSignSum && sum < c.leastFor(x, y, fixed, both.numbers > 0):
		return false
	case sum >= doubtedSum:
		return true
	case both.names > mostNames && (both.names > namesForWord*both.plain || both.plainRarity < namesRarity), c.apart(x, y):
		return false
	}
	rare := both.rarity >= tellsRarity && both.plain > 0
	if both.names >= both.plain && both.within < tellsWithin {
		if !fixed {
			return false
		}
		rare = false
	}
	_, names := terms(x.sentence, y.sentence)
	switch {
	case rare && (sum >= tellsSum || fixed && sum >= fixedSum):
		return true
	case day:
		return sum >= confirmsDay
	case names > 0:
		return sum >= confirmsName
	}
	return sum >= confirmsPlain
}

// proves reports whether what two sentences share is by its kind enough for them to put
// forward one claim: two numbers; one number of one thing, and a word or a name beside
// it; or most of what the one says, and with it a number, a day, a deed of somebody
// named, or many words.
func (c *comparer) proves(x, y *dated, both *overlap, share int64, says int32) bool {
	switch {
	case both.plain+both.names <= both.numbers: // numbers stand among the words
		return false
	case both.numbers >= twoNumbers, both.numbers > 0 && c.countAlike(x, y):
		return true
	case c.apart(x, y):
		return false
	}
	day, held := onOneDay(x, y), max(weightIn(x.sentence, y.sentence), weightIn(y.sentence, x.sentence))
	switch {
	case both.numbers > 0:
		return (held >= heldWholly || held >= heldLargely && c.oneVerb(x, y)) && both.plain > both.numbers && says > leastSays
	case day && held >= heldLargely && c.assertedIn(x, y) >= plainAsserted:
		return true
	case c.oneVerb(x, y) && (day || held >= heldWholly && both.plain > 0 && both.names > 0):
		return true
	}
	if held < heldMostly || held < heldWholly && !c.oneVerb(x, y) {
		return false
	}
	return both.plain >= plainProved && share >= shareProved && c.assertedIn(x, y) >= plainAsserted
}

// assertedIn counts the words, no names, that two sentences share and that neither of
// them tells in passing.
func (c *comparer) assertedIn(x, y *dated) (n int) {
	p, q := c.wordsAsserted(x), c.wordsAsserted(y)
	seen := make([]uint32, 0, len(x.order))
	for _, o := range x.order {
		at := slices.IndexFunc(y.order, func(w ordered) bool { return w.hash == o.hash })
		if at >= 0 && !o.name && !y.order[at].name && slices.Contains(p, o.hash) && slices.Contains(q, o.hash) && !slices.Contains(seen, o.hash) {
			seen = append(seen, o.hash)
			n++
		}
	}
	return n
}

// wordsAsserted returns the hashes of the words of a sentence that stand in no clause
// that another governs or that is told in passing.
func (c *comparer) wordsAsserted(d *dated) []uint32 {
	passing := c.toldInPassing(d)
	an, text := &c.Annotations[d.article], c.Articles[d.article].Text
	s := &an.Sentences[d.index]
	out := make([]uint32, 0, s.EndWord-s.FirstWord)
	var buf [64]byte
	for _, w := range an.Words[s.FirstWord:s.EndWord] {
		folded := knowledge.AppendWord(buf[:0], w.Of(text))
		if len(folded) == 0 || slices.ContainsFunc(passing, w.Overlaps) {
			continue
		}
		out = append(out, hashOf(folded))
	}
	return out
}

// toldInPassing returns the clauses of a sentence that another governs or that are told in
// passing.
func (c *comparer) toldInPassing(d *dated) (out []news.Span) {
	for k, clauses := 0, c.clausesOf(d); k < len(clauses); k++ {
		if cl := &clauses[k]; !cl.Nominal && !c.asserts(d, cl) {
			out = append(out, cl.Span)
		}
	}
	return out
}

// partWords are the English words of a part of a whole.
var partWords = wordSet("half halves third thirds quarter quarters fifth fifths majority minority most few")

// otherParts reports whether two sentences each tell of a part, and not of the same:
// "half of them", "a third of them".
func (c *comparer) otherParts(x, y *dated) bool {
	p, q := c.partsIn(x), c.partsIn(y)
	return len(p) > 0 && len(q) > 0 && !slices.ContainsFunc(p, func(w string) bool { return slices.Contains(q, w) })
}

// partsIn returns the words of a sentence that tell of a part.
func (c *comparer) partsIn(d *dated) (out []string) {
	an, text := &c.Annotations[d.article], c.Articles[d.article].Text
	s := &an.Sentences[d.index]
	for _, w := range an.Words[s.FirstWord:s.EndWord] {
		if word := w.Of(text); len(word) <= len("minority") && partWords[word] {
			out = append(out, word)
		}
	}
	return out
}

// opposed reports whether x has a word that "dis" or "un" before it turns into one of y:
// "approval", "disapproval".
func (c *comparer) opposed(x, y *dated) bool {
	in := func(d *dated, has func(w string) bool) bool {
		an := &c.Annotations[d.article]
		s := &an.Sentences[d.index]
		return slices.ContainsFunc(an.Words[s.FirstWord:s.EndWord], func(w news.Word) bool { return has(w.Of(c.Articles[d.article].Text)) })
	}
	return in(y, func(w string) bool {
		rest, ok := strings.CutPrefix(w, "dis")
		if !ok {
			rest, ok = strings.CutPrefix(w, "un")
		}
		is := func(v string) bool { return v == rest }
		return ok && len(rest) >= len("fit") && in(x, is) && !in(y, is) && !in(x, func(v string) bool { return v == w })
	})
}

// otherLengths reports whether two sentences each tell how long something took, and not
// the same: "four months", "four and a half months".
func (c *comparer) otherLengths(x, y *dated) bool {
	p, q := c.lengthsIn(x), c.lengthsIn(y)
	return len(p) > 0 && len(q) > 0 && !slices.ContainsFunc(p, func(v string) bool { return slices.Contains(q, v) })
}

// lengthsIn returns the values of the stretches of time that a sentence tells.
func (c *comparer) lengthsIn(d *dated) (out []string) {
	times := timesWithin(&c.Annotations[d.article], d.span)
	for k := range times {
		if t := &times[k]; t.Kind == news.TimeDuration && t.Value != "" {
			out = append(out, t.Value)
		}
	}
	return out
}

// countAlike reports whether two sentences count one number of one thing, which is not
// one of a few, nor money or a part.
func (c *comparer) countAlike(x, y *dated) bool {
	others := c.quantities(y)
	for _, q := range c.quantities(x) {
		if q.Low < leastCounted || q.Unit == "" || q.Unit == "USD" || q.Unit == "percent" {
			continue
		}
		if slices.ContainsFunc(others, func(r news.Quantity) bool { return r.Low == q.Low && r.Unit == q.Unit && r.Bound == q.Bound }) {
			return true
		}
	}
	return false
}

// leastFor returns the sum from which two sentences may put forward one claim, by the
// signs that what they share is what they assert. Fixed tells that they have one day or
// one number, counted the latter.
func (c *comparer) leastFor(x, y *dated, fixed, counted bool) int64 {
	switch verb := c.oneVerb(x, y); {
	case verb && fixed:
		return 0
	case verb || counted:
		return oneSignSum
	}
	return noSignSum
}

// oneVerb reports whether two sentences have a verb in common that says by itself what
// was done, and that at least one of them asserts: it has it in a clause that depends on
// no other and is not told in passing.
func (c *comparer) oneVerb(x, y *dated) bool {
	others := c.clausesOf(y)
	for i, clauses := 0, c.clausesOf(x); i < len(clauses); i++ {
		s := &clauses[i]
		if s.Nominal || plainVerbs[s.Lemma] {
			continue
		}
		for k := range others {
			if t := &others[k]; !t.Nominal && t.Lemma == s.Lemma && t.Negated == s.Negated && t.Modality == s.Modality && (c.asserts(x, s) || c.asserts(y, t)) {
				return true
			}
		}
	}
	return false
}

// asserts reports whether a clause is what its sentence says, not what it says of that. An
// infinitive that no clause governs belongs to a noun: "the decision to leave".
func (c *comparer) asserts(d *dated, cl *news.Clause) bool {
	if cl.Governor >= 0 || cl.Background {
		return false
	}
	before := strings.Fields(c.Articles[d.article].Text[d.span.Start:max(d.span.Start, cl.Predicate.Start)])
	return !slices.Contains(before[max(0, len(before)-2):], "to") // "to leave", "to soon leave"
}

// clausesOf returns the clauses of a sentence.
func (c *comparer) clausesOf(d *dated) []news.Clause {
	list := c.Annotations[d.article].Clauses
	first := firstClause(&c.Annotations[d.article], d.index)
	end := first
	for end < len(list) && list[end].Sentence == d.index {
		end++
	}
	return list[first:end]
}

// apart reports whether two sentences, of which one has no day, are told at times so
// far from each other that they may be of two happenings.
func (c *comparer) apart(x, y *dated) bool {
	if x.time != nil && y.time != nil {
		return false
	}
	for _, d := range []*dated{x, y} {
		if d.time == nil && (x.time != nil || y.time != nil) && !c.Articles[d.article].Published.Known() {
			return true // nobody knows when
		}
	}
	told := func(d *dated) (first, last int64, ok bool) {
		if d.time != nil && d.time.Known() {
			return d.time.Bounds()
		}
		return c.Articles[d.article].Published.Bounds()
	}
	xf, xl, ok1 := told(x)
	yf, yl, ok2 := told(y)
	return ok1 && ok2 && max(xf-yl, yf-xl) >= (apartDays-1)*minutesPerDay
}

// witnesses returns two sentences of a claim, as indices into list, that confirm each
// other: told by outlets themselves, of origins that are named, of two newsrooms, in
// articles that share nothing but quotations. The first is the one to be shown, for all
// that it counts stands in the other. group, their places among the tellings, and
// origins, see originsEach, are parallel to list. ok is false if there are none among
// the first mostWitnesses that could.
func (a *account) witnesses(list []dated, group []int, origins []string) (first, second int, ok bool) {
	var able []int
	for n := range list {
		if len(able) < mostWitnesses && a.vouches(&list[n]) {
			able = append(able, n)
		}
	}
	best := int64(-1)
	for k, i := range able {
		for _, j := range able[k+1:] {
			x, y := &list[i], &list[j]
			if origins[i] == origins[j] || a.took[pairOf(x.article, y.article)] || a.oneOutlet(x, y) || !a.confirms(group[i], group[j]) {
				continue
			}
			p, q := i, j
			if a.showsBetter(y, x) {
				p, q = j, i
			}
			shows := func(p, q int) bool { return a.countsIn(&list[p], &list[q]) && a.mainIn(group[p], group[q]) }
			if !shows(p, q) {
				p, q = q, p
			}
			if rank := similarity(x.sentence, y.sentence); rank > best && shows(p, q) {
				first, second, best = p, q, rank
			}
		}
	}
	return first, second, best >= 0
}

// plainlyMore is the part of a sentence's words, of 256, by which it must stand in
// another more than that in it to be shown in its place.
const plainlyMore = 32

// showsBetter reports whether of two sentences that confirm each other x is to be shown:
// it does not begin with a pronoun, or tells less that the other lacks.
func (a *account) showsBetter(x, y *dated) bool {
	if p, q := a.beginsWithPronoun(x), a.beginsWithPronoun(y); p != q {
		return q
	}
	return weightIn(x.sentence, y.sentence) >= weightIn(y.sentence, x.sentence)+plainlyMore
}

func (a *account) beginsWithPronoun(d *dated) bool {
	an := &a.Annotations[d.article]
	k := firstMention(an, d.span.Start)
	return k < len(an.Mentions) && an.Mentions[k].Start == d.span.Start && an.Mentions[k].Kind == news.PronounMention
}

// oneOutlet reports whether two sentences are of one newsroom.
func (a *account) oneOutlet(x, y *dated) bool {
	return oneHouse(a.origin(a.originAt(x.article, x.span)).Name, a.origin(a.originAt(y.article, y.span)).Name)
}

// countsIn reports whether a sentence that is shown of a claim tells no number that
// another, which confirms it, lacks.
func (a *account) countsIn(shown, other *dated) bool {
	return a.quantityIn(shown) == nil || !slices.ContainsFunc(shown.numbers, func(n uint32) bool { return !slices.Contains(other.numbers, n) })
}

// mostWitnesses bounds the sentences of a claim that are compared in pairs.
const mostWitnesses = 64

// confirms reports whether two tellings of a claim, written without one another, say
// the same.
func (a *account) confirms(i, j int) bool {
	if a.reworded(i, j) {
		return false
	}
	if a.agreed[[2]int{min(i, j), max(i, j)}] {
		return true
	}
	return a.enough(&a.all[i].dated, &a.all[j].dated, func() int32 { return a.wording(i).saysSame(a.wording(j)) })
}

// reworded reports whether two tellings are one sentence, edited.
func (a *account) reworded(i, j int) bool {
	s, t := &a.all[i], &a.all[j]
	_, equal := lay(s.tokens, t.tokens)
	return equal >= rewordedWords && 512*equal >= rewordedShare*(len(s.tokens)+len(t.tokens))
}

// oneHouse reports whether two names are of one newsroom: two reports of an
// agency, or an agency and the outlet that it belongs to.
func oneHouse(x, y string) bool {
	x, y = strings.ToLower(x)+" ", strings.ToLower(y)+" "
	return strings.HasPrefix(x, y) || strings.HasPrefix(y, x)
}
