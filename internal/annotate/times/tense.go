package times

import (
	"strings"

	"github.com/twosource/twosource/internal/dates"
)

// A verbClass is a set of parts that a word can play in a verb group.
type verbClass uint16

const (
	modal    verbClass = 1 << iota // will, would: what follows is to come
	bePast                         // was, were
	beNow                          // is, are
	beOther                        // be, been, being
	have                           // has, have, had
	cue                            // due, expected, plans: what it governs is to come
	past                           // said, met
	control                        // agreed, ordered: past itself, but an infinitive on it is to come
	ahead                          // begins, expires: in the present tense, of what is arranged
	auxiliar                       // not, also, and what else stands inside a verb group
)

var verbWords = map[verbClass]string{
	modal:    "will ll shall would may might can could should must wo wouldn couldn shouldn mustn",
	bePast:   "was were wasn weren",
	beNow:    "is are am re isn aren",
	beOther:  "be been being",
	have:     "has have had ve hasn haven hadn",
	ahead:    "begins starts opens ends closes expires resumes returns arrives convenes reopens departs travels heads flies hosts votes airs goes speaks testifies happens begin resume expire convene nearing approaching",
	auxiliar: "not also now still then only already never ever just soon t n don doesn",
	cue: `due scheduled expected set slated planned likely going poised bound prepared ready about pencilled penciled
		plans plan planning hopes hope hoping expects expect expecting intends intend aims aim aiming promises promise
		seeks seek seeking wants want agree agrees vow vows pledges pledge hopeful anticipated forecast projected
		upcoming forthcoming booked wait waiting preparing prepare prepares try trying attempt attempting
		refuse refuses threatens needs need ought`,
	control: `agreed vowed pledged promised decided refused threatened offered asked ordered urged invited hoped wanted
		intended aimed proposed needed chose told`,
	past: `said told met began went came took made gave got had knew thought saw left felt became found kept held brought wrote
		stood lost paid sent built fell cut led grew hit won ran drew broke spoke spent rose drove bought wore chose sought
		fought caught taught sold struck hurt shot stole swore threw flew forgot froze hid laid lay rode rang sang sank shook
		slept stuck swept swung tore understood woke withdrew did didn beat bent bound bred burnt burst cast clung crept dealt dug
		fed fled flung forbade forgave forsook heard hung leapt learnt lent lit meant overcame overtook proved quit read
		sat shone shrank shut slid spat split spread sprang stung strode strove swam undertook underwent upheld wept wound wrung
		arose awoke bore befell bid drank ate dreamt dwelt foresaw misled outdid oversaw redid rebuilt repaid retook rewrote
		set put let`,
}

var verbs = func() map[string]verbClass {
	m := make(map[string]verbClass, 512)
	for class, row := range verbWords {
		for w := range strings.FieldsSeq(row) {
			m[w] |= class
		}
	}
	return m
}()

// notPast are words in -ed that are no past tense.
var notPast = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq("need feed speed indeed hundred united breed seed deed weed bleed proceed succeed exceed sacred naked wicked red bed shed wed led fed fled embed unprecedented so-called alleged armed limited sophisticated crowded complicated advanced talented gifted aged based") {
		m[w] = true
	}
	return m
}()

// class returns what token k can be in a verb group.
func (f *finder) class(k int) verbClass {
	if k < 0 || k >= len(f.toks) || !f.toks[k].Letters {
		return 0
	}
	t := &f.toks[k]
	var low [16]byte
	n := t.End - t.Start
	if n > len(low) {
		return 0
	}
	for j := range n {
		low[j] = f.text[t.Start+j] | 0x20
	}
	if c := verbs[string(low[:n])]; c != 0 {
		if n == 3 && string(low[:n]) == "let" && (f.at(k+1).Is('\'') || f.is(k+1, "us")) {
			return modal // "let's meet"
		}
		if n == 3 && string(low[:n]) == "won" && f.at(k+1).Is('\'') && f.is(k+2, "t") {
			return modal
		}
		return c
	}
	if n > 3 && low[n-1] == 'd' && low[n-2] == 'e' && (!t.Capital || k == 0) && !notPast[string(low[:n])] {
		return past
	}
	if n > 4 && low[n-1] == 'y' && low[n-2] == 'l' {
		return auxiliar
	}
	return 0
}

// hard reports whether token k ends the clause for the search of its verb.
func (f *finder) hard(k int) bool {
	t := &f.toks[k]
	if t.Letters || t.Digits() {
		return false
	}
	switch w := f.text[t.Start:t.End]; w {
	case ";", ":", "\"", "“", "”", "—", "``", "(", ")", "|":
		return true
	}
	return false
}

// tense tells from the verbs around tokens [i, j) whether they lie behind or
// ahead of the telling. The nearest verb group before decides; without one, the
// first after.
func (f *finder) tense(i, j int) dates.Direction {
	switch {
	case f.is(i-1, "since"):
		return dates.Past
	case f.is(i-1, "of", "for") && f.is(i-2, "deadline"), f.aheadOf(i), f.is(i-1, "as") && f.is(i-2, "soon"), f.is(i-1, "and") && f.is(i-2, "now", "then") && f.is(i-3, "between"), f.is(i-1, "upcoming", "starting", "beginning", "effective", "payable"):
		return dates.Future
	}
	if f.accordingTo(i) {
		return dates.Past
	}
	if f.possessed(i) && f.at(j).Letters && !f.is(j, scheduled...) && f.tenseBefore(i-1) != dates.Future {
		return dates.Past // "since his Monday speech to the court"
	}
	possessive := f.at(j).Is('\'') && f.is(j+1, "s")
	if possessive && f.is(i-1, "after", "following") {
		return dates.Past
	}
	d := dates.Unsaid
	if opens := f.opens(i); opens {
		d = f.tenseAfter(j)
	}
	if d == dates.Unsaid {
		before := i - 1
		if f.at(before).Is('(') {
			before-- // "will leave at dawn (4 a.m. Thursday)"
		}
		if d = f.beyondAside(before); d == dates.Unsaid {
			d = f.tenseBefore(before)
		}
	}
	if d != dates.Unsaid && f.is(i-1, "until", "till") && !f.perfect(i-1) {
		return dates.Future // "extended the deadline until Tuesday"
	}
	if d == dates.Unsaid {
		d = f.tenseAfter(j)
	}
	if possessive && d == dates.Future && !f.is(j+2, scheduled...) {
		return dates.Past // "will look into Friday's blast"
	}
	return d
}

// announced reports whether a happening that is announced as often as recalled
// follows token j: "'s congressional elections", " general election".
func (f *finder) announced(j int) bool {
	if f.at(j).Is('\'') && f.is(j+1, "s") {
		j += 2
	}
	return f.is(j, scheduled...) || f.at(j).Letters && f.is(j+1, scheduled...) && !f.is(j, "in", "on", "at", "after", "before", "and", "the", "a", "to", "for", "with", "of")
}

// possessed reports whether a possessive stands before token i: "his Monday
// speech", "the mayor's Monday speech".
func (f *finder) possessed(i int) bool {
	return f.is(i-1, "his", "her", "its", "their") || f.is(i-1, "s") && f.at(i-2).Is('\'')
}

// accordingTo reports whether the expression at token i stands in a noun phrase
// after "according to": "according to a December poll".
func (f *finder) accordingTo(i int) bool {
	for k := i - 1; k >= max(1, i-4) && f.at(k).Letters; k-- {
		if f.is(k, "to") {
			return f.is(k-1, "according")
		}
	}
	return false
}

// aheadOf reports whether the expression at token i stands in a noun phrase
// after "ahead of": "ahead of a critical Wednesday deadline".
func (f *finder) aheadOf(i int) bool {
	for k := i - 1; k >= max(1, i-4); k-- {
		if f.is(k, "of") {
			return f.is(k-1, "ahead")
		}
		if t := f.at(k); !t.Letters || f.class(k)&(modal|bePast|beNow|have) != 0 {
			return false
		}
	}
	return false
}

// opens reports whether the expression at token i, with its preposition, opens
// a clause, so that its verb comes after: "which on Friday took", "On Friday".
func (f *finder) opens(i int) bool {
	if f.is(i-1, "on", "in", "by", "at", "since") {
		i--
		if f.toks[i].Capital {
			return true
		}
	}
	return f.is(i-1, "which", "who", "that", "where", "when", "but", "while", "whereas", "because")
}

// scheduled are happenings that a possessive day announces as often as recalls.
var scheduled = strings.Fields("election elections vote votes referendum meeting meetings summit talks conference deadline hearing hearings game match race final debate ceremony launch launches release runoff ballot poll polls session inauguration primary primaries")

// verbReach is how many tokens from an expression its verb is looked for, so
// that a page without full stops takes linear time.
const verbReach = 60

// perfect reports whether a perfect tense stands before token k: "by Friday
// they had left".
func (f *finder) perfect(k int) bool {
	from := k
	for k--; k >= max(0, from-verbReach) && !f.hard(k); k-- {
		if f.is(k, "had") {
			return true
		}
	}
	return false
}

// beyondAside looks for the verb before an aside that ends right before token k
// or before the preposition there: "will meet them all, even those who were ill,
// on Friday".
func (f *finder) beyondAside(k int) dates.Direction {
	if f.is(k, "on", "in", "at") {
		k--
	}
	if !f.at(k).Is(',') {
		return dates.Unsaid
	}
	for open := k - 2; open >= max(1, k-verbReach/3); open-- {
		if f.at(open).Is(',') {
			return f.tenseBefore(open - 1)
		}
	}
	return dates.Unsaid
}

// tenseBefore looks back from token from for a verb group.
func (f *finder) tenseBefore(from int) dates.Direction {
	infinitive := false
	for k := from; k >= max(0, from-verbReach); k-- {
		if open := f.opening(k); open >= 0 {
			k = open // what is quoted here does not carry the clause
			continue
		}
		if f.hard(k) {
			break
		}
		if f.is(k, "to") && f.baseVerb(k+1) {
			infinitive = true
			continue
		}
		if f.is(k+1, "of", "with") && f.gerund(k+2) {
			switch {
			case f.is(k, intents...):
				return dates.Future // "the goal of winning in November"
			case f.is(k, "suspected", "accused", "convicted", "guilty", "acquitted", "charged"):
				return dates.Past // "accused of shooting two on Thursday"
			}
		}
		c := f.class(k)
		if c == 0 || c == auxiliar || f.is(k-1, "to") && c&modal == 0 {
			continue // an infinitive: what it hangs on decides
		}
		if d := f.group(k, from, c, infinitive); d != dates.Unsaid {
			return d
		}
		if f.toSeen(k) {
			infinitive = true
		}
	}
	if !infinitive {
		return dates.Unsaid
	}
	if d := f.tenseAfter(from + 2); d == dates.Past {
		return d
	}
	return dates.Future // a headline: "Lavrov, Kerry to meet"
}

// intents are nouns whose gerund is to come.
var intents = strings.Fields("goal aim hope hopes chance chances plan plans prospect prospects intention intentions possibility")

// gerund reports whether token k is a word in -ing.
func (f *finder) gerund(k int) bool {
	t := f.at(k)
	return t.Letters && t.End-t.Start > 4 && strings.HasSuffix(t.Word(f.text), "ing")
}

// opening returns the token that opens the short quotation which token k closes,
// as in "what they call a “merry month” in December"; -1 if it closes none, or
// if the quotation is a sentence, which has its own speaker.
func (f *finder) opening(k int) int {
	t := f.at(k)
	if t.Letters || t.Digits() || t.End-t.Start != len("”") || t.Word(f.text) != "”" || f.at(k-1).Is(',') {
		return -1
	}
	for n := 1; n <= quotedWords; n++ {
		o := f.at(k - n)
		if !o.Letters && !o.Digits() && o.End-o.Start == len("“") && o.Word(f.text) == "“" {
			return k - n
		}
	}
	return -1
}

// quotedWords is how many tokens a quotation within a clause may have.
const quotedWords = 8

// toSeen reports whether token k, a participle, belongs to "to be held".
func (f *finder) toSeen(k int) bool {
	for n := 0; n < 4 && f.class(k-1)&(beOther|have|auxiliar) != 0; n++ {
		k--
	}
	return f.is(k-1, "to")
}

// baseVerb reports whether token k can be the verb of an infinitive.
func (f *finder) baseVerb(k int) bool {
	t := f.at(k)
	if !t.Letters || t.Capital {
		return false
	}
	return !f.is(k, "the", "a", "an", "his", "her", "its", "their", "this", "that", "these", "those", "our", "my", "your", "all", "some", "more", "be") || f.is(k, "be")
}

// group gives the direction of the verb group whose last word is token k, of
// class c; Unsaid if it is none that tells. The expression follows token from;
// infinitive says that an infinitive hangs on the group.
func (f *finder) group(k, from int, c verbClass, infinitive bool) dates.Direction {
	switch {
	case c&ahead != 0 && f.is(k, "begin", "resume", "expire", "convene") && (f.class(k-1) != 0 || !f.at(k-1).Letters || !plural(f.at(k-1).Word(f.text))):
		return dates.Unsaid // "did not begin", "let the raid begin"; but "talks begin"
	case c&ahead != 0:
		return dates.Future
	case c&modal != 0 && !(f.toks[k].Capital && k > 0): // "May" the name
		if f.is(k+1, "have") && !f.is(k, "will") && f.participle(k+2) {
			return dates.Past // "would have met"
		}
		return dates.Future
	case c&control != 0 && infinitive:
		return dates.Future
	case f.is(k, "due") && f.is(k+1, "to") && f.class(k-1)&(beNow|bePast|beOther|auxiliar) == 0:
		return dates.Unsaid // because of
	case c&cue != 0 && infinitive && f.class(k-1)&bePast != 0 && f.is(k, "trying", "attempting", "preparing", "waiting"):
		return dates.Past // "were preparing to open fire"
	case c&cue != 0 && f.is(k, "plan", "plans", "hopes", "promise", "promises") && f.class(k-1)&past != 0 && !infinitive:
		return dates.Unsaid // "announced plans for a bridge on Thursday"
	case c&cue != 0 && f.attributive(k) && !infinitive:
		return dates.Unsaid // "canceled his scheduled stops Saturday"
	case c&cue != 0 && (infinitive || f.is(k+1, "for", "to") || f.is(k+2, "for") || k >= from-1 && c&past == 0):
		switch {
		case f.is(k-1, "as", "previously", "originally"):
			return dates.Unsaid // "will go ahead as planned"
		case f.is(k-1, "been") && f.is(k-2, "had"):
			return dates.Past // "had been due"
		}
		return dates.Future
	case f.is(k, "wants", "expects", "seeks", "aims", "intends", "hopes"):
		return dates.Future // "it wants power back by June"
	case f.is(k, "scheduled", "planned", "slated") && !f.is(k-1, "as", "previously", "originally") && !f.attributive(k):
		return dates.Future // "has scheduled a hearing Thursday"
	case c&(past|cue|control) != 0:
		if f.attributive(k) || f.is(k, "planned", "scheduled") && f.is(k-1, "as") {
			return dates.Unsaid
		}
		if w := f.toks[k].Word(f.text); c&(past|control) != 0 || strings.HasSuffix(w, "ed") || f.is(k, "set") {
			return f.auxiliary(k)
		}
	case c&bePast != 0:
		if infinitive && f.is(k+1, "to") {
			return dates.Future
		}
		return dates.Past
	case c&beNow != 0:
		if k >= from-1 || f.is(k+1, "to") || f.participle(k+1) {
			return dates.Future // "the vote is on Friday", "is meeting"
		}
	case c&have != 0:
		switch {
		case infinitive && f.is(k+1, "to"):
		case infinitive && f.is(k, "have", "has") && !f.participle(k+1):
			return dates.Future // "has a plan to win in November"
		default:
			return dates.Past
		}
	}
	return dates.Unsaid
}

// attributive reports whether the -ed word at token k only describes a noun:
// "a still unspecified date".
func (f *finder) attributive(k int) bool {
	for n := 0; n < 4 && k > 0 && f.class(k-1) == auxiliar; n++ {
		k--
	}
	k--
	if f.is(k-1, "to") && f.class(k) == 0 {
		return true // "to visit flooded towns"
	}
	return f.is(k, "a", "an", "the", "its", "his", "her", "their", "this", "these", "those", "our", "any", "some", "no")
}

// participle reports whether token k, or the one after an adverb there, is a
// participle.
func (f *finder) participle(k int) bool {
	for n := 0; n < 3 && f.class(k) == auxiliar && !f.is(k, "n", "t"); n++ {
		k++
	}
	if c := f.class(k); c&(past|cue) != 0 {
		return true
	}
	t := f.at(k)
	return t.Letters && t.End-t.Start > 4 && strings.HasSuffix(t.Word(f.text), "ing")
}

// auxiliary looks before the past form at token k: "would be held" is to come,
// "was held" is past, "is held" to come.
func (f *finder) auxiliary(k int) dates.Direction {
	perfect := false
	for n, h := 0, k-1; h >= 0 && n < 4; n, h = n+1, h-1 {
		if f.at(h).Is('\'') {
			continue // of "won't"
		}
		a := f.class(h)
		switch {
		case a&modal != 0:
			if perfect {
				return dates.Past
			}
			return dates.Future
		case a&bePast != 0:
			return dates.Past
		case a&beNow != 0:
			return dates.Future
		case a&have != 0:
			if !f.is(h, "have") {
				return dates.Past
			}
			perfect = true
		case f.is(h, "to"):
			if n == 0 {
				return dates.Past
			}
			return dates.Unsaid // the verb that governs the infinitive decides
		case a&(beOther|auxiliar) != 0:
		default:
			return dates.Past
		}
	}
	return dates.Past
}

// headlineReach is how far after an expression the infinitive of a headline is.
const headlineReach = 6

// tenseAfter looks on from token k for the first verb group.
func (f *finder) tenseAfter(k int) dates.Direction {
	from := k
	for end := min(len(f.toks), k+verbReach); k < end; k++ {
		if f.hard(k) {
			break
		}
		if f.is(k, "to") && f.baseVerb(k+1) {
			if k-from > headlineReach {
				break // of a noun: "the city's efforts to reopen"
			}
			return dates.Future // a headline: "Sunday talks to open in Oslo"
		}
		c := f.class(k)
		switch {
		case c&modal != 0 && !f.toks[k].Capital:
			if f.is(k+1, "have") && f.participle(k+2) {
				return dates.Past
			}
			return dates.Future
		case c&ahead != 0:
			return dates.Future
		case c&(bePast|have) != 0:
			if f.class(k+1)&cue != 0 || f.is(k+1, "to") {
				return dates.Future
			}
			return dates.Past
		case c&beNow != 0:
			w := f.at(k + 1)
			if f.is(k+1, "to") || f.class(k+1)&cue != 0 || w.Letters && strings.HasSuffix(w.Word(f.text), "ing") {
				return dates.Future
			}
		case c&control != 0:
			return dates.Past
		case c&past != 0 && !f.attributive(k):
			return dates.Past
		case c&cue != 0 && f.is(k+1, "to"):
			return dates.Future
		}
	}
	return dates.Unsaid
}
