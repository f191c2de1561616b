package names

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// sortNames puts the names in the order of the text and notes which word begins
// which.
func (f *finder) sortNames() {
	slices.SortFunc(f.found, func(a, b name) int { return int(a.from - b.from) })
	for i := range f.found {
		f.at[f.found[i].from] = int32(i + 1)
	}
}

// classify finds role, text, type and key of each name.
func (f *finder) classify() {
	for i := range f.found {
		if n := &f.found[i]; n.country == "" {
			n.country = n.entry.Country
		}
	}
	for i := range f.found {
		n := &f.found[i]
		n.text = f.foldSpace(int(n.from), int(n.to))
		if n.entry.Kind == knowledge.NoKind && n.to-n.from > 1 && f.toks[n.from].is(isCap) {
			if e, ok := f.table.Lookup(n.text); ok {
				n.entry, n.typ, n.sure = e, e.Type, true
			}
		}
		if n.country == "" {
			n.country = n.entry.Country
		}
		f.roleBefore(i)
		if !n.sure {
			f.typeOf(n)
		}
		f.roleAfter(i)
		n.key = f.keyOf(n)
	}
	f.places()
}

// places makes places of the names of unknown type that stand as places
// elsewhere in the article: after "in", or before a country.
func (f *finder) places() {
	for i := range f.found {
		n := &f.found[i]
		if !n.sure && n.typ == news.Place && n.to-n.from == 1 {
			f.note(f.toks[n.from].hash, seenPlace)
		}
	}
	for i := range f.found {
		n := &f.found[i]
		if n.typ == news.Other && n.to-n.from == 1 && f.noted(int(n.from), seenPlace) {
			n.typ = news.Place
		}
	}
}

// beforePlace reports whether a comma and a country or region follow word
// to-1: "Omaha, Nebraska".
func (f *finder) beforePlace(to int) bool {
	if to+1 >= len(f.words) || f.word(to) != "," {
		return false
	}
	m := f.at[to+1]
	if m == 0 {
		return false
	}
	if f.possessive(int(f.found[m-1].to)) { // a person, Estonia's minister
		return false
	}
	k := f.found[m-1].entry.Kind
	return k == knowledge.Country || k == knowledge.Region
}

// compassPlace reports whether a name is a place with a word such as "East" or
// "Saint" before it: what follows is known, or stands after "in".
func (f *finder) compassPlace(from, to int) bool {
	if to-from < 2 || to-from > 3 || f.toks[from].class&cCompass == 0 {
		return false
	}
	e, g := f.match(f.sentOf(from), from+1, to)
	return g == to && e.Type == news.Place || f.inPlace(from)
}

// foldSpace returns the words [from, to) as written, runs of white space made
// one space.
func (f *finder) foldSpace(from, to int) string {
	s := f.text[f.words[from].Start:f.words[to-1].End]
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == ' ' && s[i+1] == ' ' || c == 0xC2 && s[i+1] == 0xA0 {
			return strings.Join(strings.Fields(s), " ")
		}
	}
	return s
}

// roleBefore finds the office that stands directly before a name that may be a
// person's: "Russian Foreign Minister", "a State Department spokesman".
func (f *finder) roleBefore(i int) {
	n := &f.found[i]
	if n.entry.Kind != knowledge.NoKind && n.entry.Kind != knowledge.Officeholder && n.to-n.from > 1 || f.impersonal(n) {
		return
	}
	first := int32(f.sents[n.sent].FirstWord)
	end := n.from
	if f.inApposition(i, first) {
		end--
	}
	switch f.word(int(max(end-1, 0))) {
	case "of", "the", "for", "to", "and": // "head of the Civil Defence" is no person's office
		return
	}
	k, head := end, int32(-1)
	for j := end - 1; j >= first && end-j < maxRole; {
		t := &f.toks[j]
		if m := f.nameEndingAt(i, j); m >= 0 {
			o := &f.found[m]
			if o.typ == news.Person || head < 0 && !f.officeAbroad(o, end) {
				break
			}
			if head >= 0 && o.typ == news.Place && f.at[o.to] > 0 && o.from > first && f.toks[o.from-1].class&cIn != 0 {
				break // "in Washington" · "U.S. State Department spokesman"
			}
			k, j = o.from, o.from-1
			if head < 0 {
				j = f.beforeOf(o.from - 1)
				k = j + 1
			}
			continue
		}
		switch {
		case t.class&cTitle != 0 || t.class&cHonorific != 0 && t.is(isCap) && f.words[j].Len() > 1:
			if head < 0 && j != end-1 && k == end && !f.ofOffice(j, end) {
				j = -1
				continue
			}
			if head < 0 {
				head = j
			}
			k = j
		case t.class&cTitleMod != 0 && !(f.word(int(j)) == "under") && (head >= 0 || f.ofTail(j, first)):
			k = j
		case f.word(int(j)) == "-" && t.is(glued):
		case f.word(int(j)) == "of" || f.word(int(j)) == "the" && j > first && f.word(int(j-1)) == "of" || f.word(int(j)) == "and" && head < 0:
			if head >= 0 && f.word(int(j)) == "of" {
				j = -1
				continue
			}
		case t.class&cClitic != 0 && head >= 0 && j > first && f.countryName(i, j-1):
		default:
			j = -1
			continue
		}
		j--
	}
	if head < 0 || n.to-n.from == 1 && f.toks[head].class&cHonorific == 0 && f.ordinary(int(n.from)) {
		return
	}
	if end < n.from && f.at[k] == 0 && (k == first || f.toks[k-1].class&(cDet|cClitic) == 0) {
		return
	}
	n.roleA, n.roleB = k, end
	f.applyRole(n)
}

// inApposition reports whether found[i] stands between commas after an office: "her
// lawyer, Tom Breen, left", "the mayor of Holm, Tom Breen, left".
func (f *finder) inApposition(i int, first int32) bool {
	n := &f.found[i]
	if n.from < first+2 || f.word(int(n.from-1)) != "," || int(n.to) >= len(f.words) {
		return false
	}
	after := f.word(int(n.to))
	if f.toks[n.from-2].class&cTitle != 0 {
		return after == "," || after == "." || f.says(int(n.to))
	}
	of := f.nameEndingAt(i, n.from-2)
	if of < 0 || !f.officeAbroad(&f.found[of], n.from-1) {
		return false
	}
	// "the mayor of Holm, Tom Breen, and others" may be two of several.
	return after == "." || after == "," && int(n.to)+1 < len(f.words) && f.word(int(n.to)+1) != "and"
}

// officeAbroad reports whether the name o, directly before a person's, says for
// what the office before it is: "Ambassador to Ukraine".
func (f *finder) officeAbroad(o *name, person int32) bool {
	if o.to != person || o.country == "" && o.typ != news.Organization {
		return false
	}
	j := f.beforeOf(o.from - 1)
	return j >= 0 && j < o.from-1 && f.toks[j].class&cTitle != 0
}

// beforeOf returns the word before "of", "to" or "for" (and "the") that ends
// with word j, j itself if there is none.
func (f *finder) beforeOf(j int32) int32 {
	k := j
	if k > 0 && f.word(int(k)) == "the" {
		k--
	}
	if k > 0 {
		switch f.word(int(k)) {
		case "of", "to", "for", "at":
			return k - 1
		}
	}
	return j
}

// nameEndingAt returns the name before found[i] whose last word is j, or -1.
func (f *finder) nameEndingAt(i int, j int32) int {
	for m := i - 1; m >= 0 && m > i-6; m-- {
		if f.found[m].to == j+1 {
			return m
		}
		if f.found[m].to <= j {
			break
		}
	}
	return -1
}

func (f *finder) countryName(i int, j int32) bool {
	m := f.nameEndingAt(i, j)
	return m >= 0 && f.found[m].country != ""
}

// ofOffice reports whether what stands between the head j and the name is "of"
// with an office's words: "Secretary of State".
func (f *finder) ofOffice(j, name int32) bool {
	return j+2 < name && f.word(int(j+1)) == "of"
}

// ofTail reports whether the word j lies behind "of" and a head: "Secretary of
// State".
func (f *finder) ofTail(j, first int32) bool {
	for k := j - 1; k >= first && j-k < 6; k-- {
		if f.word(int(k)) == "of" {
			return k > first && f.toks[k-1].class&cTitle != 0
		}
		if f.toks[k].class&cTitleMod == 0 && f.word(int(k)) != "and" && f.word(int(k)) != "the" {
			return false
		}
	}
	return false
}

// impersonal reports whether a name cannot be a person's.
func (f *finder) impersonal(n *name) bool {
	switch n.entry.Kind {
	case knowledge.NoKind, knowledge.Officeholder, knowledge.City, knowledge.Region:
	default:
		return true
	}
	return n.typ == news.Organization
}

// applyRole makes n a person with the country of its role, if the role is an
// office and not the end of another phrase.
func (f *finder) applyRole(n *name) {
	n.typ, n.sure = news.Person, true
	if n.entry.Kind == knowledge.City || n.entry.Kind == knowledge.Region {
		n.entry, n.country = knowledge.Entry{}, ""
	}
	for k := n.roleA; k < n.roleB; k++ {
		if f.toks[k].class&cHonorific != 0 {
			n.honorific = true
		}
	}
	f.landOfRole(n)
}

// typeOf decides the type of a name that no table knows.
func (f *finder) typeOf(n *name) {
	from, to := int(n.from), int(n.to)
	last := &f.toks[to-1]
	switch {
	case to-from > 1 && f.toks[from].class&cBrigade != 0:
		n.typ, n.sure = news.Group, true
	case f.inPlace(from) && !f.given(from) && !f.says(to) && !f.noted(to-1, seenName) && strings.IndexByte(n.text, ' ') < 0:
		n.typ = news.Place
	case f.particleName(from, to) && !(f.inPlace(from) && !f.given(from)):
		n.typ, n.sure = news.Person, true
	case to-from > 1 && f.headIn(from, to) && f.ofIn(from, to):
		n.typ, n.sure = news.Organization, true
	case to-from > 1 && last.class&cPlaceHead != 0 && last.class&cOrgHead == 0:
		n.typ, n.sure = news.Place, true
	case to-from > 1 && last.class&(cOrgHead|cCompanyEnd) != 0:
		n.typ, n.sure = news.Organization, true
	case f.hasAmpersand(from, to):
		n.typ, n.sure = news.Organization, true
	case last.class&cFormOfWork != 0 && to-from > 1:
		n.typ = news.Other
	case to-from == 1 && last.is(isShout):
		n.typ = news.Organization
	case to-from == 1:
		n.typ = f.singleType(n)
	case f.compassPlace(from, to), to-from <= 3 && f.beforePlace(to) && !f.given(from):
		n.typ = news.Place
	case f.inPlace(from) && to-from <= 2 && !f.given(from):
		n.typ = news.Place
	case f.personLike(from, to):
		n.typ = news.Person
	default:
		n.typ = news.Other
	}
}

// ordinary reports whether word i is mostly written small, so that an office
// before it makes no name of it: "Executive Order".
func (f *finder) ordinary(i int) bool {
	c := f.cased(i)
	return c >= 0 && c < 75 && !f.noted(i, seenName)
}

func (f *finder) hasAmpersand(from, to int) bool {
	for k := from; k < to; k++ {
		if f.word(k) == "&" {
			return true
		}
	}
	return false
}

// camel reports whether a word has a capital within, other than after the
// prefixes of surnames: "WikiLeaks", not "McConnell".
func camel(w string) bool {
	for _, prefix := range [...]string{"Mac", "Mc", "Fitz", "De", "Di", "La", "Le", "Van", "O'", "O’", "D'", "D’"} {
		if strings.HasPrefix(w, prefix) {
			return false
		}
	}
	for i := 1; i < len(w); i++ {
		if w[i] >= 'A' && w[i] <= 'Z' {
			return true
		}
	}
	return false
}

// particleName reports whether a name is built like an Arabic or noble one.
func (f *finder) particleName(from, to int) bool {
	for k := from; k < to-1; k++ {
		switch t := &f.toks[k]; {
		case t.class&cParticle != 0 && t.is(isSmall) && k > from:
			return f.toks[to-1].class&(cOrgHead|cPlaceHead) == 0 && f.word(k) != "de" && f.word(k) != "la" || f.given(from)
		case t.class&cParticle != 0 && k == from && (t.is(isSmall) || f.word(k+1) == "-"):
			switch f.word(k) {
			case "al", "Al", "el", "El":
				return f.noted(to-1, seenName) || f.says(to) || f.possessive(to)
			}
			return true
		}
	}
	return false
}

func (f *finder) given(i int) bool {
	return knowledge.PersonName(f.word(i))&knowledge.GivenName != 0
}

func (f *finder) says(i int) bool {
	if i+1 < len(f.toks) && f.word(i) == "," {
		i++
	}
	return i < len(f.toks) && f.toks[i].class&cSays != 0
}

func (f *finder) possessive(i int) bool {
	return i < len(f.toks) && f.toks[i].class&cClitic != 0
}

func (f *finder) inPlace(i int) bool {
	if i == 0 {
		return false
	}
	switch f.word(i - 1) {
	case "in", "In", "near", "outside", "across", "around", "inside", "into":
		return true
	}
	return false
}

func (f *finder) afterThe(i int) bool {
	return i > 0 && (f.word(i-1) == "the" || f.word(i-1) == "The")
}

// singleType types a name of one word by what stands beside it.
func (f *finder) singleType(n *name) news.EntityType {
	from, to := int(n.from), int(n.to)
	use := knowledge.PersonName(f.word(from))
	switch {
	case (f.inPlace(from) || f.beforePlace(to)) && use&knowledge.GivenName == 0 && !f.noted(from, seenName):
		return news.Place
	case f.afterThe(from) && (use&knowledge.Surname == 0 || f.cased(from) < 97):
		return news.Other
	case f.noted(from, seenName):
		return news.Other // a surname, perhaps: link decides
	case camel(f.word(from)):
		return news.Organization
	case f.says(to) && (f.cased(from) >= 85 || f.cased(from) < 0) && f.word(to) != "say" && !strings.HasSuffix(f.word(from), "s"):
		return news.Person
	case use != 0 && (f.cased(from) >= 95 || f.cased(from) < 0):
		return news.Person
	}
	return news.Other
}

// personLike reports whether a name of several words is built like a person's.
func (f *finder) personLike(from, to int) bool {
	caps, plainCaps, initial := 0, 0, false
	for k := from; k < to; k++ {
		t := &f.toks[k]
		switch {
		case t.class&cSuffix != 0 || t.is(isMark):
			continue
		case t.is(isInitial):
			initial = true
			continue
		case t.is(isNumber) || t.is(isShout) && f.words[k].Len() > 3 && f.style[f.sentOf(k)] == plain:
			return false
		case t.is(isSmall) && t.class&cJoin == 0:
			return false
		}
		caps++
		c := f.cased(k)
		if c < 0 || c >= 90 {
			plainCaps++
		} else if c < 60 && t.class&(cFormOfWork|cOrgHead|cPlaceHead|cBody) != 0 {
			return false
		}
	}
	if caps == 0 || caps > 5 || f.toks[to-1].is(isInitial) {
		return false
	}
	first, last := knowledge.PersonName(f.word(from)), knowledge.PersonName(f.word(to-1))
	if e, g := f.match(f.sentOf(from), from, to); g > from && g < to && e.Type == news.Place {
		return last&knowledge.Surname != 0 && first != 0 && !f.afterThe(from)
	}
	switch {
	case f.afterThe(from):
		return first&knowledge.GivenName != 0 && last&knowledge.Surname != 0 && plainCaps == caps
	case initial && caps <= 3:
		return true
	case first&knowledge.GivenName != 0 && (plainCaps > 0 || last&knowledge.Surname != 0):
		return true
	case last&knowledge.Surname != 0 && plainCaps >= caps-1, caps == 2 && f.noted(to-1, seenBare) && f.cased(to-1) >= 90:
		return true
	}
	return caps <= 3 && caps >= 2 && plainCaps == caps && f.toks[from].class&(cOrgHead|cPlaceHead) == 0
}

// sentOf returns the sentence of word k.
func (f *finder) sentOf(k int) int {
	i, _ := slices.BinarySearchFunc(f.sents, k, func(s news.Sentence, k int) int {
		switch {
		case s.EndWord <= k:
			return -1
		case s.FirstWord > k:
			return 1
		}
		return 0
	})
	return min(i, len(f.sents)-1)
}

// roleAfter finds the office that follows a person's name between commas:
// "John Doe, the mayor of Springfield, said".
func (f *finder) roleAfter(i int) {
	n := &f.found[i]
	end := int32(f.sents[n.sent].EndWord)
	unsure := n.typ == news.Other && !n.sure && strings.Count(n.text, " ") == 1 && !f.afterThe(int(n.from))
	if n.typ != news.Person && !unsure || n.roleB > n.roleA && !f.onlyHonorific(n) || n.to+1 >= end || f.word(int(n.to)) != "," {
		return
	}
	start := n.to + 1
	if start+2 < end && f.toks[start].is(isNumber) && f.word(int(start+1)) == "," { // Jane Doe, 61, the mayor
		start += 2
	}
	if f.toks[start].class&cDet != 0 {
		start++
	}
	head := int32(-1)
	for j := start; j < end && j-start < maxRole; {
		t := &f.toks[j]
		if m := f.at[j]; m > 0 && (t.class&(cTitle|cTitleMod) == 0 || f.found[m-1].to > j+1) {
			if o := &f.found[m-1]; o.typ != news.Person && head < 0 {
				j = o.to
				continue
			}
			break
		}
		if t.class&(cTitle|cHonorific) != 0 {
			head = j
		} else if t.class&(cTitleMod|cAdj) == 0 && !(f.word(int(j)) == "-" || t.class&cClitic != 0) &&
			!(head < 0 && t.is(isSmall) && t.class == 0 && j-start < 5) {
			break
		}
		j++
	}
	if head < 0 {
		return
	}
	stop := head + 1
	if stop+1 < end && f.beforeOf(stop) == stop-1 {
		k := stop + 1
		if k < end && f.toks[k].class&cDet != 0 {
			k++
		}
		if m := f.at[min(k, end-1)]; m > 0 && f.found[m-1].from == k {
			if f.found[m-1].typ != news.Person {
				stop = f.found[m-1].to
			}
		} else {
			for k < end && f.toks[k].class&(cTitleMod|cOrgHead) != 0 {
				k++
				stop = k
			}
		}
	}
	if stop < end && f.toks[stop].class&cClitic != 0 { // head of Acme's London office
		stop = head + 1
	}
	// An enumeration ("A, Minister B and C") is no apposition.
	if stop < end && (f.toks[stop].is(isCap) || f.at[stop] > 0) {
		return
	}
	n.typ = news.Person
	n.roleA, n.roleB = start, stop
	f.landOfRole(n)
}

func (f *finder) onlyHonorific(n *name) bool {
	for k := n.roleA; k < n.roleB; k++ {
		if f.toks[k].class&cHonorific == 0 {
			return false
		}
	}
	return true
}

// keyOf returns what a bare later mention would share with n.
func (f *finder) keyOf(n *name) string {
	if n.typ != news.Person {
		return nameKey(n.text)
	}
	last := n.to - 1
	for last > n.from && (f.toks[last].class&cSuffix != 0 || f.toks[last].is(isMark)) {
		last--
	}
	first := last
	if last-2 >= n.from && f.word(int(last-1)) == "-" && f.toks[last-2].class&cParticle == 0 {
		first = last - 2 // Abdel-Rahman, Ki-moon
	}
	return surnameKey(f.text[f.words[first].Start:f.words[last].End])
}
