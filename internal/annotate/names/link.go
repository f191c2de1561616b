package names

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// link gives every name its antecedent: persons by surname, the rest by what
// they are known as or called, acronyms by their expansion.
func (f *finder) link() {
	l := linker{f: f, surname: make(map[string][]int32), given: make(map[string][]int32), key: make(map[string]int32, len(f.found)),
		recent: make([]int32, len(f.found))}
	l.persons() // of several words, wherever they stand
	f.acronyms(&l)
	for i := range f.found {
		l.link(int32(i))
	}
}

// bare reports whether a name is one word, hyphenated or not: a surname without
// a given name.
func (n *name) bare() bool { return strings.IndexByte(n.text, ' ') < 0 }

// maxNamesakes bounds the persons of one surname that are kept apart.
const maxNamesakes = 16

type linker struct {
	f       *finder
	surname map[string][]int32 // the persons with this surname who have come, first mentions of each
	given   map[string][]int32
	names   map[string]bool // surnames of the article's full names
	key     map[string]int32
	recent  []int32
}

// persons learns the surnames of the article, so that a bare one is a person
// even where it stands before the full name.
func (l *linker) persons() {
	l.names = make(map[string]bool)
	for i := range l.f.found {
		if n := &l.f.found[i]; n.typ == news.Person && (!n.bare() || n.roleB > n.roleA) {
			l.names[n.key] = true
		}
	}
}

func (l *linker) link(i int32) {
	n := &l.f.found[i]
	n.same, n.full = i, i
	if n.bare() || n.typ == news.Person {
		if l.person(i, n) {
			return
		}
	}
	if n.typ == news.Person {
		l.newPerson(i, n)
		return
	}
	k := n.key
	if n.entry.Key != "" {
		k = n.entry.Key
	}
	if at, ok := l.key[k]; ok && at < i {
		l.join(i, at)
		return
	}
	if n.bare() && n.entry.Key == "" && l.f.toks[n.from].is(isShout) { // AP, where the Associated Press is named
		if e, ok := l.f.table.AgencyEntry(n.text); ok {
			if at, ok := l.key[e.Key]; ok && at < i {
				l.join(i, at)
				return
			}
		}
	}
	if n.to-n.from == 1 && n.entry.Key == "" && l.f.toks[n.from].class&cOrgHead != 0 {
		if at := l.endsWith(i, n.text); at >= 0 {
			l.join(i, at)
			return
		}
	}
	if at, ok := l.key[n.key]; ok && at < i && l.f.found[at].typ == n.typ {
		l.join(i, at)
		return
	}
	l.key[k], l.key[n.key] = i, i
}

// endsWith returns the only body before name i whose name ends with the word w
// ("the Post" after "Washington Post"), -1 if there is none or more than one.
func (l *linker) endsWith(i int32, w string) int32 {
	only := int32(-1)
	for m := max(0, i-lookBack); m < i; m++ {
		o := &l.f.found[m]
		if o.typ != news.Organization || o.to-o.from < 2 || l.f.word(int(o.to-1)) != w {
			continue
		}
		if only >= 0 && o.same != only {
			return -1
		}
		only = o.same
	}
	return only
}

// join makes the name i the same as the one at.
func (l *linker) join(i, at int32) {
	n, o := &l.f.found[i], &l.f.found[at]
	root := o.same
	if full := l.f.found[root].full; full < i {
		root = full
	}
	n.same = root
	r := &l.f.found[root]
	if n.typ != news.Group || n.entry.Key == "" {
		if n.entry.Key == "" && r.typ != news.Person {
			n.typ = r.typ
		}
		if n.typ != news.Person && n.entry.Key == "" {
			n.entry, n.key = r.entry, r.key
		}
	}
	if n.country == "" {
		n.country = r.country
	}
}

// person links a name to the person it may mean, and reports whether it is one.
func (l *linker) person(i int32, n *name) bool {
	full := !n.bare() && n.typ == news.Person
	if !full && !l.mayBePerson(n) {
		return false
	}
	key := n.key
	if n.typ != news.Person {
		key = surnameKey(n.text)
	}
	if !full {
		if n.typ != news.Person && !l.names[key] && len(l.given[givenKey(n.text)]) == 0 {
			return false
		}
	}
	var best int32 = -1
	for _, p := range l.surname[key] {
		if full && !l.compatible(n, &l.f.found[l.f.found[p].full]) {
			continue
		}
		if best < 0 || l.last(p) > l.last(best) {
			best = p
		}
	}
	if best < 0 && !full {
		if g := l.given[givenKey(n.text)]; len(g) == 1 && !l.names[key] {
			best = g[0]
		}
	}
	if best < 0 {
		if !full && n.typ != news.Person && !l.names[key] {
			return false
		}
		n.typ, n.key = news.Person, key
		n.entry, n.country = personEntry(n)
		l.newPerson(i, n)
		return true
	}
	p := &l.f.found[best]
	n.typ, n.key = news.Person, p.key
	n.entry, n.country = personEntry(n)
	root := &l.f.found[p.full]
	if strings.Count(root.text, " ") < strings.Count(n.text, " ") { // a fuller name: later ones mean it
		if n.entry.Key == "" {
			n.entry = root.entry
		}
		n.same, p.full = i, i
		g := givenKey(l.f.word(int(n.from)))
		l.given[g] = append(l.given[g][:min(len(l.given[g]), 1)], best)
	} else {
		n.same = p.full
	}
	r := &l.f.found[n.same]
	if n.entry.Key == "" {
		n.entry = r.entry
	}
	if n.country == "" {
		n.country = r.country
	}
	if r.country == "" {
		r.country = n.country
	}
	l.recent[best] = i
	return true
}

// personEntry is what is known of n if it is a person.
func personEntry(n *name) (knowledge.Entry, string) {
	if n.entry.Kind == knowledge.Officeholder || n.entry.Kind == knowledge.NoKind {
		return n.entry, n.country
	}
	return knowledge.Entry{}, ""
}

// mayBePerson reports whether a name of one word may stand for a person: not
// what is known as something else, unless it is a place that is a surname here
// and does not stand where a place does.
func (l *linker) mayBePerson(n *name) bool {
	if n.typ == news.Person {
		return true
	}
	switch n.entry.Kind {
	case knowledge.NoKind:
	case knowledge.City, knowledge.Region, knowledge.Company, knowledge.Capital, knowledge.Country:
		if n.entry.Kind == knowledge.Country || n.entry.Kind == knowledge.Capital {
			return l.names[surnameKey(n.text)] && l.f.says(int(n.to))
		}
		key := surnameKey(n.text)
		return l.names[key] && !l.f.inPlace(int(n.from)) && (len(l.surname[key]) > 0 || l.f.says(int(n.to)))
	default:
		return false
	}
	return n.typ != news.Organization || !l.f.toks[n.from].is(isShout) || l.f.style[n.sent] == shout
}

// last returns the latest mention so far of the person p.
func (l *linker) last(p int32) int32 { return max(l.recent[p], p) }

func (l *linker) newPerson(i int32, n *name) {
	if n.key == "" {
		return
	}
	l.recent[i] = i
	known := l.surname[n.key]
	if len(known) >= maxNamesakes { // the longest unheard of makes room
		known = slices.Delete(known, 0, 1)
	}
	l.surname[n.key] = append(known, i)
	if !n.bare() {
		g := givenKey(l.f.word(int(n.from)))
		l.given[g] = append(l.given[g][:min(len(l.given[g]), 1)], i) // one, or more than one
	}
}

// compatible reports whether two full names with one surname may be one
// person's: the given names agree, or one is the other's initial, or one name
// has none.
func (l *linker) compatible(a, b *name) bool {
	ga, gb := l.f.word(int(a.from)), l.f.word(int(b.from))
	if a.bare() || b.bare() {
		return true
	}
	if l.f.junior(a) != l.f.junior(b) {
		return false
	}
	if x, y := l.f.middle(a), l.f.middle(b); x != 0 && y != 0 && x != y {
		return false
	}
	if a.entry.Key != "" && a.entry.Key == b.entry.Key {
		return true
	}
	ka, kb := givenKey(ga), givenKey(gb)
	if ka == kb {
		return true
	}
	if l.f.toks[a.from].is(isInitial) || l.f.toks[b.from].is(isInitial) {
		return ka != "" && kb != "" && ka[0] == kb[0]
	}
	// "Al-Assad" beside "Bashar al-Assad": no given name at all.
	if l.f.toks[a.from].class&cParticle != 0 || l.f.toks[b.from].class&cParticle != 0 {
		return true
	}
	return len(ka) > 3 && len(kb) > 3 && (strings.HasPrefix(ka, kb) || strings.HasPrefix(kb, ka))
}

// junior reports whether a person's name ends in Jr, II or the like.
func (f *finder) junior(n *name) bool { return f.toks[n.to-1].class&cSuffix != 0 }

// middle gives the initial of the middle name of a person, 0 if n has none.
func (f *finder) middle(n *name) byte {
	if n.to-n.from < 3 {
		return 0
	}
	t := &f.toks[n.from+1]
	if !t.is(isCap) || t.class&(cParticle|cJoin|cSuffix) != 0 || f.toks[n.from+2].class&cSuffix != 0 {
		return 0
	}
	return f.word(int(n.from + 1))[0]
}

// acronyms joins a name with the acronym that follows it in brackets and agrees
// with its initials: "International Syria Support Group (ISSG)".
func (f *finder) acronyms(l *linker) {
	long := map[string]int32{}
	for i := range f.found {
		n := &f.found[i]
		open := int(n.to)
		if n.to-n.from < 2 || open+2 >= len(f.words) || f.word(open) != "(" || f.word(open+2) != ")" && f.word(open+2) != "," && f.word(open+2) != "or" {
			continue
		}
		m := f.at[open+1]
		if m == 0 || !f.toks[open+1].is(isShout) || int(f.found[m-1].to) != open+2 || !f.initialsOf(n, f.word(open+1)) {
			continue
		}
		short := &f.found[m-1]
		if n.typ == news.Other || n.typ == "" || n.typ == news.Person && !n.sure {
			n.typ = news.Organization
			n.key = nameKey(n.text)
		}
		if n.entry.Key == "" && short.entry.Key != "" && short.entry.Type == n.typ {
			n.entry = short.entry
		}
		k := n.key
		if n.entry.Key != "" {
			k = n.entry.Key
		}
		// Set before their time: link looks at earlier names only.
		l.key[nameKey(short.text)] = int32(i)
		if _, ok := l.key[k]; !ok {
			l.key[k] = int32(i)
		}
		long[short.text] = int32(i)
	}
	if len(long) == 0 {
		return
	}
	// Every mention of the acronym is the long name, whatever else it may
	// mean elsewhere.
	for j := range f.found {
		o := &f.found[j]
		i, ok := long[o.text]
		if !ok {
			continue
		}
		n := &f.found[i]
		o.entry, o.typ, o.key = n.entry, n.typ, n.key
		if o.country == "" {
			o.country = n.country
		}
	}
}

// initialsOf reports whether the letters of acronym are the initials of n's
// words, small words left out or not.
func (f *finder) initialsOf(n *name, acronym string) bool {
	a := strings.ToLower(strings.ReplaceAll(acronym, ".", ""))
	at, miss := 0, 0
	for k := n.from; k < n.to; k++ {
		t := &f.toks[k]
		if t.is(isMark) {
			continue
		}
		w := knowledge.Fold(f.word(int(k)))
		if w == "" {
			continue
		}
		switch {
		case at < len(a) && w[0] == a[at]:
			at++
		case t.is(isCap):
			miss++
		}
	}
	return at >= 2 && at == len(a) && miss <= 1
}

// fullOf gives the given name and surname of a person, as they are compared; ""
// if n has no given name.
func (f *finder) fullOf(n *name) string {
	if n.typ != news.Person || n.bare() || f.toks[n.from].class&(cHonorific|cParticle) != 0 {
		return ""
	}
	return givenKey(f.word(int(n.from))) + " " + n.key
}

// nameMentions turns the names into mentions, in their order.
func (f *finder) nameMentions() []news.Mention {
	out := make([]news.Mention, len(f.found), len(f.found)+len(f.extra))
	for i := range f.found {
		n := &f.found[i]
		m := &out[i]
		m.Span = news.Span{Start: f.words[n.from].Start, End: f.words[n.to-1].End}
		m.Kind, m.Type, m.Name, m.Key = news.NameMention, n.typ, n.text, n.key
		if m.Type == "" {
			m.Type = news.Other
		}
		m.Known, m.Country = n.entry.Key, n.country
		m.Full = f.fullOf(n)
		m.Sentence, m.Antecedent = int(n.sent), int(n.same)
		if n.roleB > n.roleA {
			m.Role = news.Span{Start: f.words[n.roleA].Start, End: f.words[n.roleB-1].End}
		}
	}
	return out
}
