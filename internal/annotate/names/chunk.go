package names

import (
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
)

const (
	maxName = 14 // words of a name; longer runs are lists or slogans
	maxRole = 12 // words of a title beside a name
)

// names finds the names of one sentence.
func (f *finder) names(s int) {
	sent := &f.sents[s]
	for i := sent.FirstWord; i < sent.EndWord; {
		end := f.run(s, i, sent.EndWord)
		if end == i {
			i++
			continue
		}
		f.segment(s, i, end)
		i = end
	}
}

// run returns the end of the run of name words that begins at word i, i if
// none does.
func (f *finder) run(s, i, end int) int {
	if !f.begins(s, i, end) {
		return i
	}
	j := i
	if f.toks[i].is(isSmall) || f.toks[i].class&cParticle != 0 && i+2 < end && f.word(i+1) == "-" {
		j = f.afterParticle(i, end)
	} else {
		j++
	}
	if m := f.gazetteerEnd(s, i, end); m > j {
		j = m
	}
	for j < end && j-i < maxName {
		next := f.extend(s, i, j, end)
		if next == j {
			break
		}
		j = next
	}
	return j
}

// afterParticle returns the word after a leading "al-", "bin", "de" and the
// name word that follows it.
func (f *finder) afterParticle(i, end int) int {
	j := i + 1
	for j < end && (f.word(j) == "-" || f.toks[j].class&cJoin != 0 && f.toks[j].is(isSmall)) {
		j++
	}
	return min(j+1, end)
}

// begins reports whether a name may begin with word i.
func (f *finder) begins(s, i, end int) bool {
	t := &f.toks[i]
	if t.hash == 0 || t.class&cDay != 0 || i+1 < end && (f.word(i+1) == "n't" || f.word(i+1) == "n’t") {
		return false
	}
	if t.is(isSmall) {
		return f.style[s] != shout && t.class&cParticle != 0 && f.particleStart(i, end)
	}
	if !t.is(isCap) {
		return false
	}
	if t.class&cMonth != 0 {
		return f.monthName(s, i, end)
	}
	if t.class&cHonorific != 0 && i+1 < end && f.toks[i+1].is(isCap) && f.words[i].Len() > 1 {
		return true
	}
	switch f.style[s] {
	case plain:
		if !t.is(isStart) {
			return f.capital(i)
		}
		return f.atStart(s, i, end)
	default:
		return f.inHeadline(s, i, end)
	}
}

// particleStart reports whether the small particle at i begins a name:
// "al-Assad", "bin Laden", "de Mistura".
func (f *finder) particleStart(i, end int) bool {
	j := i + 1
	hyphen := j < end && f.word(j) == "-" && f.toks[j].is(glued)
	if hyphen {
		j++
	}
	for j < end && f.toks[j].is(isSmall) && f.toks[j].class&cJoin != 0 {
		j++
	}
	if j >= end || !f.toks[j].is(isCap) || hyphen && !f.toks[j].is(glued) {
		return false
	}
	if i > 0 && f.toks[i].is(glued) {
		return false
	}
	switch f.word(i) {
	case "al", "el", "bin", "ibn", "von", "abu":
		return true
	case "van":
		return i == 0 || f.toks[i-1].class&cDet == 0
	}
	return !hyphen && f.toks[j].class&(cDay|cMonth|cFunction) == 0
}

// monthName reports whether the month at i is a person's name: "May" where
// the article has a name that ends with it.
func (f *finder) monthName(s, i, end int) bool {
	if f.style[s] == plain && !f.noted(i, seenName) {
		return false
	}
	if i+1 < end && f.toks[i+1].is(isNumber) || i > 0 && (f.toks[i-1].is(isNumber) || f.toks[i-1].class&cIn != 0) {
		return false
	}
	return f.noted(i, seenName)
}

// capital reports whether the capital of word i, within a sentence, makes a
// name.
func (f *finder) capital(i int) bool {
	t := &f.toks[i]
	switch {
	case t.class&cAcronym != 0 && (t.is(isShout|isInitial) || f.words[i].Len() <= 2):
		return false
	case t.class&cFunction != 0 && !t.is(isShout):
		if !f.nextCap(i) {
			return false
		}
		_, n := f.table.Match(f.text, f.words[i].Start)
		return n > f.words[i].Len() || f.cased(i) >= 30 || f.word(i) == "Will" && (f.cased(i+1) >= 90 || f.cased(i+1) < 0)
	case t.is(isShout) && f.shoutedWord(i):
		return false
	case t.is(isInitial):
		return f.nextCap(i)
	}
	return true
}

// shoutedWord reports whether word i is an ordinary word in capitals ("UPDATE",
// "MUST") and no acronym.
func (f *finder) shoutedWord(i int) bool {
	c := f.cased(i)
	return f.words[i].Len() >= 4 && c >= 0 && c < 40
}

func (f *finder) nextCap(i int) bool {
	return i+1 < len(f.toks) && f.toks[i+1].is(isCap) && f.toks[i+1].class&(cDay|cFunction) == 0
}

// atStart judges a word whose capital may be owed to its place.
func (f *finder) atStart(s, i, end int) bool {
	t := &f.toks[i]
	if t.is(isShout) {
		return t.class&cAcronym == 0 && !f.shoutedWord(i)
	}
	if t.class&cTitle != 0 && i+2 < end && f.word(i+1) == "of" && f.toks[i+2].is(isCap) {
		return true
	}
	if t.is(isInitial) {
		return f.nextCap(i) && t.class&cFunction == 0
	}
	if m := f.gazetteerEnd(s, i, end); m > i+1 {
		return true
	}
	if t.class&cFunction != 0 {
		return false
	}
	c := f.cased(i)
	small := f.noted(i, seenSmall)
	switch {
	case c >= 60 && (!small || c >= 85):
		return true
	case c < 0:
		return !small
	case f.noted(i, seenCap) && !small && c >= 20:
		return true
	}
	if !f.nextCap(i) {
		return t.class&cMonth == 0 && i+1 < end && f.word(i+1) == "-" && f.particleStartCap(i, end)
	}
	if f.cased(i+1) < 60 && f.cased(i+1) >= 0 && f.toks[i+1].class&(cOrgHead|cTitle|cPlaceHead|cTitleMod) == 0 {
		return false
	}
	return c >= 25 || t.class&(cTitle|cTitleMod) != 0 || f.toks[i+1].class&cOrgHead != 0 && c >= 8 ||
		knowledge.PersonName(f.word(i))&knowledge.GivenName != 0
}

// particleStartCap reports whether "Al-", "El-" begins a name at i.
func (f *finder) particleStartCap(i, end int) bool {
	return f.toks[i].class&cParticle != 0 && i+2 < end && f.toks[i+2].is(isCap)
}

// inHeadline judges a word where all have capitals: it must be one that hardly
// ever goes without, or one that the body has as a name.
func (f *finder) inHeadline(s, i, end int) bool {
	t := &f.toks[i]
	if t.class&cFunction != 0 || t.is(isInitial) && !f.nextCap(i) {
		return t.is(isInitial) && f.nextCap(i)
	}
	if f.style[s] == titled && t.is(isShout) {
		return t.class&cAcronym == 0 && !f.shoutedWord(i)
	}
	small, capital := f.noted(i, seenSmall), f.noted(i, seenCap)
	switch c := f.cased(i); {
	case c >= 80 && !small || c >= 95:
		return true
	case c < 0 && !small:
		return f.words[i].Len() > 3 || capital
	case capital && !small && c >= 40:
		return true
	}
	return f.gazetteerEnd(s, i, end) > i+1
}

// extend returns the end of the run after word j joined it, j if the run ends
// there. i is where the run began.
func (f *finder) extend(s, i, j, end int) int {
	t := &f.toks[j]
	switch {
	case t.is(isCap):
		return f.extendCapital(s, i, j, end)
	case t.is(isMark):
		return f.extendMark(s, i, j, end)
	case t.is(isSmall):
		return f.extendSmall(s, i, j, end)
	case t.class&cClitic != 0:
		if f.ownName(j, end) {
			return j + 2
		}
	case t.is(isNumber):
		if m := f.gazetteerEnd(s, i, end); m > j {
			return m
		}
	}
	return j
}

func (f *finder) extendCapital(s, i, j, end int) int {
	t := &f.toks[j]
	switch {
	case t.class&cDay != 0:
		return j
	case t.class&cMonth != 0:
		prev := &f.toks[j-1]
		if j+1 < end && f.toks[j+1].is(isNumber) || !prev.is(isCap) || prev.class&(cDay|cFunction) != 0 ||
			f.cased(j-1) < 60 && f.cased(j-1) >= 0 || knowledge.PersonName(f.word(j-1))&knowledge.GivenName == 0 {
			return j
		}
	case t.class&cFunction != 0 && !t.is(isShout) && !t.is(isInitial):
		if m := f.gazetteerEnd(s, i, end); m > j {
			return m
		}
		return j
	case f.style[s] != plain && !f.inHeadline(s, j, end) && t.class&(cTitle|cOrgHead|cSuffix) == 0:
		return j
	case t.is(isStart):
		return j
	case t.class&cAcronym != 0 && t.is(isShout) && t.class&(cSuffix|cTitle) == 0,
		t.is(isShout) && f.style[s] == plain && f.shoutedWord(j):
		return j
	}
	if m := f.gazetteerEnd(s, j, end); m > j+1 { // "Tass news agency" within a run
		return m
	}
	return j + 1
}

// ownName reports whether the possessive at j is part of a body's name:
// "Supreme People's Assembly". The owner must be an ordinary word.
func (f *finder) ownName(j, end int) bool {
	c := f.cased(j - 1)
	if c < 0 || c >= 80 || f.toks[j-1].class&(cTitle|cDay) != 0 {
		return false
	}
	return f.headAhead(j+1, end)
}

// headAhead reports whether the capitals from word k on soon come to the head
// of a body's name.
func (f *finder) headAhead(k, end int) bool {
	for n := 0; n < 3 && k < end && f.toks[k].is(isCap); n++ {
		if f.toks[k].class&cOrgHead != 0 {
			return true
		}
		k++
	}
	return false
}

// extendMark joins over a hyphen ("Al-Assad", "Jean-Marie", "Ki-moon"), an
// ampersand, and the comma before Jr.
func (f *finder) extendMark(s, i, j, end int) int {
	if j+1 >= end {
		return j
	}
	next := &f.toks[j+1]
	switch f.word(j) {
	case "-", "‑", "‐":
		if !f.toks[j].is(glued) || !next.is(glued) {
			return j
		}
		left := &f.toks[j-1]
		switch {
		case next.is(isCap) && left.class&cParticle != 0:
			return j + 2
		case next.is(isCap):
			if f.hyphenParts(j) {
				return j
			}
			return j + 2
		case next.is(isSmall) && next.class&cJoin != 0 && j+3 < end && f.word(j+2) == "-" && f.toks[j+3].is(isCap): // Deir al-Zor
			return j + 4
		case next.is(isSmall) && f.style[s] != shout && f.cased(j+1) != 0 && next.class == 0 && f.words[j+1].Len() > 1 &&
			j-1 > i-1 && j > i && f.toks[j-1].is(isCap) && !f.toks[j-1].is(isShout):
			if f.cased(j+1) < 0 || f.cased(j+1) > 50 {
				return j + 2
			}
		}
		if m := f.gazetteerEnd(s, i, end); m > j {
			return m
		}
	case "'", "’": // Northern Seafarers' Union
		if f.toks[j].is(glued) && !next.is(glued) && strings.HasSuffix(f.word(j-1), "s") && f.headAhead(j+1, end) {
			return j + 2
		}
	case "&":
		if next.is(isCap) {
			return j + 2
		}
	case ",":
		if next.is(isCap) && next.class&(cSuffix|cCompanyEnd) != 0 && f.words[j+1].Len() < 5 {
			return j + 2
		}
	}
	return j
}

// hyphenParts reports whether the hyphen at j parts two names ("Russian-US",
// "Merkel-Sarkozy") and does not join one ("Jean-Marie", "Al-Assad").
func (f *finder) hyphenParts(j int) bool {
	if knowledge.PersonName(f.word(j-1))&knowledge.GivenName != 0 {
		return false
	}
	for _, k := range [...]int{j - 1, j + 1} {
		e, n := f.table.Match(f.text, f.words[k].Start)
		if n > 0 && f.words[k].Start+n == f.words[k].End && e.Kind != knowledge.NoKind {
			return true
		}
	}
	return f.noted(j-1, seenName) && f.noted(j+1, seenName)
}

// extendSmall joins over a particle or over "of", "for", "and" within the name
// of a body.
func (f *finder) extendSmall(s, i, j, end int) int {
	t := &f.toks[j]
	if t.class&cJoin != 0 && f.toks[j-1].class&cTitle == 0 {
		k := j + 1
		for k < end && (f.toks[k].is(isSmall) && f.toks[k].class&cJoin != 0 || f.word(k) == "-" && f.toks[k].is(glued)) {
			k++
		}
		if k < end && k-j < 5 && f.toks[k].is(isCap) && f.toks[k].class&(cDay|cMonth|cFunction) == 0 {
			return k + 1
		}
		return j
	}
	if m := f.gazetteerEnd(s, i, end); m > j {
		return m
	}
	k := j + 1
	if k < end && f.word(k) == "the" {
		k++
	}
	if k >= end || !f.toks[k].is(isCap) || f.toks[k].class&(cDay|cMonth|cFunction) != 0 {
		return j
	}
	switch f.word(j) {
	case "of":
		if f.toks[j-1].class&(cOrgHead|cTitle) != 0 || f.toks[j-1].class&cFormOfWork != 0 && k == j+1 || f.word(j-1) == "House" || f.headIn(i, j) && k == j+1 {
			return k + 1
		}
	case "for":
		if f.headIn(i, j) && f.toks[j-1].class&cOrgHead != 0 {
			return k + 1
		}
	case "and":
		if m := f.expansion(i, k, end); m > k {
			return m
		}
		if k == j+1 && f.ofIn(i, j) && f.headIn(i, j) && f.toks[k].class&(cTitleMod|cOrgHead) != 0 {
			return k + 1
		}
	}
	return j
}

// expansion returns the end of the capitals from word k on if an acronym in
// brackets follows them that takes its first letter from word i and its last
// from the last of them: "National Bridge and Tunnel Agency (NBTA)"; else k.
func (f *finder) expansion(i, k, end int) int {
	m := k
	for m < end && m-k < 6 && f.toks[m].is(isCap) {
		m++
	}
	if m+2 >= end || m == k || f.word(m) != "(" || f.word(m+2) != ")" || !f.toks[m+1].is(isShout) {
		return k
	}
	a, first, last := f.word(m+1), f.word(i), f.word(m-1)
	if len(a) < 3 || a[0] != first[0] || a[len(a)-1] != last[0] {
		return k
	}
	return m
}

func (f *finder) headIn(i, j int) bool {
	for ; i < j; i++ {
		if f.toks[i].class&cOrgHead != 0 && f.toks[i].is(isCap) {
			return true
		}
	}
	return false
}

func (f *finder) ofIn(i, j int) bool {
	for ; i < j; i++ {
		if w := f.word(i); w == "of" || w == "for" {
			return true
		}
	}
	return false
}

// match returns the known name that begins with word i and the word behind it,
// i if there is none.
func (f *finder) match(s, i, end int) (knowledge.Entry, int) {
	e, n := f.table.Match(f.text, f.words[i].Start)
	if n == 0 {
		return e, i
	}
	stop := f.words[i].Start + n
	j := i
	for j < end && f.words[j].End <= stop {
		j++
	}
	if j < end && f.words[j].End == stop+1 && f.text[stop] == '.' { // "Fla."
		j, stop = j+1, stop+1
	}
	if j == i || f.words[j-1].End != stop {
		return knowledge.Entry{}, i
	}
	if f.style[s] == shout && j == i+1 && f.words[i].Len() <= 3 && !f.noted(i, seenCap) {
		return knowledge.Entry{}, i
	}
	return e, j
}

func (f *finder) gazetteerEnd(s, i, end int) int {
	if !f.toks[i].is(isCap) && !(f.toks[i].class&cParticle != 0) {
		return i
	}
	_, j := f.match(s, i, end)
	return j
}
