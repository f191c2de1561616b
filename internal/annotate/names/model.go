package names

import (
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// join puts the names that the model of English sees together with those that
// the rules found. The model tells where a name begins and ends, unless the
// tables know it as the rules have it; and what it is, unless the tables do.
// What the rules alone see stays if the tables know it.
func (f *finder) join() {
	if f.g.Len() == 0 {
		return
	}
	rules := f.withDatelines()
	clear(f.at)
	f.found = make([]name, 0, len(rules)+8)
	k := 0
	for i := range f.g.Names {
		m := &f.g.Names[i]
		for ; k < len(rules) && int(rules[k].to) <= m.First; k++ {
			f.keep(&rules[k])
		}
		first := k
		for k < len(rules) && int(rules[k].from) < m.End {
			k++
		}
		f.meet(name{from: int32(m.First), to: int32(m.End), typ: m.Type}, rules[first:k])
	}
	for ; k < len(rules); k++ {
		f.keep(&rules[k])
	}
}

// withDatelines gives the names that the rules found, in the order of the text,
// with those of datelines, which others give way to.
func (f *finder) withDatelines() []name {
	var lines []name
	for s := range f.sents {
		lines = f.dateline(lines, s)
	}
	f.sortNames()
	if len(lines) == 0 {
		return f.found
	}
	out := make([]name, 0, len(f.found)+len(lines))
	for _, n := range f.found {
		for len(lines) > 0 && lines[0].from <= n.from {
			out = append(out, lines[0])
			lines = lines[1:]
		}
		if len(out) > 0 && out[len(out)-1].dateline && out[len(out)-1].to > n.from {
			continue
		}
		out = append(out, n)
	}
	return append(out, lines...)
}

// dateline makes a place of the capitals that open a paragraph with a dateline:
// "PORT ELLEN, Scotland, March 3 (Reuters) — ". The names that the rules found
// there give way.
func (f *finder) dateline(out []name, s int) []name {
	sent := &f.sents[s]
	if s > 0 && f.sents[s-1].Block == sent.Block || sent.IsHeadline {
		return out
	}
	from, to := sent.FirstWord, sent.FirstWord
	for to < sent.EndWord && to < from+maxDateline && f.toks[to].is(isShout) {
		to++
	}
	if to == from || to == sent.EndWord || f.toks[from].class&cAcronym != 0 {
		return out
	}
	switch f.word(to) {
	case ",", "(", "-", "–", "—", "--", ".":
	default:
		return out
	}
	for k := to; k < sent.EndWord && k < to+datelineEnd; k++ {
		switch f.word(k) {
		case "–", "—", "--", "-":
			if f.toks[k].is(glued) && k+1 < sent.EndWord && f.toks[k+1].is(glued) {
				return out
			}
			n := name{from: int32(from), to: int32(to), sent: int32(s), typ: news.Place, sure: true, dateline: true}
			if e, g := f.match(s, from, to); g == to && e.Type == news.Place {
				n.entry = e
			}
			return append(out, n)
		}
	}
	return out
}

// The words of a place in a dateline, and those up to the dash that ends it.
const (
	maxDateline = 4
	datelineEnd = 14
)

// keep adds a name that the rules alone have seen: for sure if the tables know
// it, if it is a body's by its last word, or an acronym; else it is weak, and
// [finder.drop] judges it when the article's names are known.
func (f *finder) keep(n *name) {
	n.weak = !n.dateline && n.entry.Kind == knowledge.NoKind && !(n.typ == news.Organization && n.sure && n.to-n.from > 1) && !f.bracketed(n) && f.style[n.sent] != shout
	f.found = append(f.found, *n)
}

// drop takes out the weak names but for those that an office or form of address
// makes a person's, and the surnames of persons who have their full names in
// the article.
func (f *finder) drop() {
	persons := map[string]bool{}
	for i := range f.found {
		if n := &f.found[i]; n.typ == news.Person && !n.weak && !n.bare() {
			persons[n.key] = true
		}
	}
	kept := f.found[:0]
	clear(f.at)
	for _, n := range f.found {
		if n.weak && n.roleB == n.roleA && !(n.bare() && persons[surnameKey(n.text)]) {
			continue
		}
		kept = append(kept, n)
		f.at[n.from] = int32(len(kept))
	}
	f.found = kept
}

// bracketed reports whether n is an acronym alone in brackets.
func (f *finder) bracketed(n *name) bool {
	i := int(n.from)
	return n.to == n.from+1 && i > 0 && i+1 < len(f.words) && f.toks[i].is(isShout) && f.word(i-1) == "(" && f.word(i+1) == ")"
}

// owned reports whether n is the name of a body that has an owner in it:
// "Northern Seafarers' Union".
func (f *finder) owned(n *name) bool {
	for k := n.from; k < n.to; k++ {
		if w := f.word(int(k)); f.toks[k].class&cClitic != 0 || w == "'" || w == "’" {
			return true
		}
	}
	return false
}

// meet adds the name m of the model, or those of the rules' names that it
// overlaps if they are better.
func (f *finder) meet(m name, rules []name) {
	if k := len(f.found); k > 0 && f.found[k-1].to > m.from { // a name of the rules reaches into it
		for i := range rules {
			f.keep(&rules[i])
		}
		return
	}
	m.sent = int32(f.sentOf(int(m.from)))
	if f.style[m.sent] == shout || len(rules) == 1 && rules[0].dateline {
		f.found = append(f.found, rules...)
		return
	}
	if m.typ == news.Person {
		m.from = f.withoutTitle(&m)
		m.to = f.unglued(&m)
	}
	if f.joinsLast(&m) || len(rules) == 0 && f.onlyStarts(&m) {
		return
	}
	if f.partedRight(&m, rules) {
		f.found = append(f.found, rules...)
		return
	}
	if len(rules) == 1 {
		r := &rules[0]
		same := r.from == m.from && r.to == m.to
		wider := r.from <= m.from && r.to >= m.to
		if same || wider && (r.entry.Kind != knowledge.NoKind || f.owned(r)) {
			f.agree(r, m.typ)
			return
		}
	}
	f.agree(&m, m.typ)
}

// joinsLast adds an ordinary word with a capital to the name of a body that
// ends in another before "and": "Port Ellen Pulp and Paper".
func (f *finder) joinsLast(m *name) bool {
	k := len(f.found) - 1
	if k < 0 || m.to-m.from != 1 || m.typ != news.Organization || f.found[k].to != m.from-1 || f.found[k].to-f.found[k].from < 2 {
		return false
	}
	if w := f.word(int(m.from - 1)); w != "and" && w != "&" || !f.common(m.from) || !f.common(m.from-2) {
		return false
	}
	n := &f.found[k]
	n.to, n.typ, n.sure, n.entry = m.to, news.Organization, true, knowledge.Entry{}
	return true
}

// common reports whether word i is mostly written small.
func (f *finder) common(i int32) bool {
	c := f.cased(int(i))
	return c >= 0 && c < 60
}

// partedRight reports whether the rules part what the model takes for one name,
// and are right: the tables know every part, or an office parts them ("Syrian
// President Bashar Al-Assad").
func (f *finder) partedRight(m *name, rules []name) bool {
	if len(rules) == 0 || rules[0].from < m.from || rules[len(rules)-1].to > m.to {
		return false
	}
	known := true
	for i := range rules {
		known = known && rules[i].entry.Kind != knowledge.NoKind
	}
	if known && len(rules) > 1 {
		return true
	}
	last := &rules[len(rules)-1]
	if last.to != m.to || last.from == m.from {
		return false
	}
	before := f.toks[last.from-1].class
	return before&cTitle != 0 && before&cOrgHead == 0
}

// withoutTitle gives the first word of the person's name m after the office or
// form of address that the model has taken for a part of it.
func (f *finder) withoutTitle(m *name) int32 {
	from := m.from
	if t := int32(f.titleEnd(int(m.sent), int(m.from), int(m.to))); t < m.to {
		from = t
	}
	for k := from; k+1 < m.to && k < from+3; k++ {
		if f.toks[k].class&cTitle != 0 && knowledge.PersonName(f.word(int(k))) == 0 && f.toks[k].is(isCap) && !f.toks[k].is(isInitial) {
			return k + 1
		}
	}
	return from
}

// unglued gives the end of the person's name m before a word in which two have
// run together ("HolmBoats"), if two words come before it.
func (f *finder) unglued(m *name) int32 {
	for k := m.from + 2; k < m.to; k++ {
		if w := f.word(int(k)); camel(w) && !f.toks[k].is(isShout|isInitial) && strings.IndexByte(w, '-') < 0 && strings.IndexByte(w, '.') < 0 {
			return k
		}
	}
	return m.to
}

// onlyStarts reports whether m is an ordinary word that owes its capital to its
// place: "Scholars agree".
func (f *finder) onlyStarts(m *name) bool {
	i := int(m.from)
	t := &f.toks[i]
	if m.to-m.from != 1 || !t.is(isStart) || t.is(isShout) || f.noted(i, seenCap) {
		return false
	}
	if _, g := f.match(int(m.sent), i, int(m.to)); g > i {
		return false
	}
	c := f.cased(i)
	return c >= 0 && c < 30
}

// agree adds a name that is sure to be one; typ is what the model takes it for.
func (f *finder) agree(n *name, typ news.EntityType) {
	if n.entry.Kind == knowledge.NoKind {
		if e, g := f.match(int(n.sent), int(n.from), int(n.to)); g == int(n.to) {
			n.entry = e
		}
	}
	if n.entry.Kind != knowledge.NoKind && overrules(n.entry, typ) {
		n.entry, n.country = knowledge.Entry{}, ""
	}
	n.typ, n.sure = typ, true
	if last := &f.toks[n.to-1]; typ != news.Organization && n.to-n.from > 1 && last.class&cOrgHead != 0 && last.class&cPlaceHead == 0 && !f.given(int(n.from)) {
		n.typ = news.Organization
	}
	switch {
	case n.entry.Kind != knowledge.NoKind:
		n.typ = n.entry.Type
	case typ == news.Organization && n.country == "":
		n.country = f.countryOf(n)
	}
	f.found = append(f.found, *n)
}

// countryOf gives the country that the name of a body begins with: "U.S. State
// Department".
func (f *finder) countryOf(n *name) string {
	e, g := f.match(int(n.sent), int(n.from), int(n.to))
	if g == int(n.from) {
		return ""
	}
	switch e.Kind {
	case knowledge.Demonym, knowledge.Country, knowledge.Capital:
		return e.Country
	}
	return ""
}

// overrules reports whether a name that the model takes for a typ is not the
// entry e that has the same name: a town's name is a team's, too, or a
// surname.
func overrules(e knowledge.Entry, typ news.EntityType) bool {
	if e.Type == typ {
		return false
	}
	switch e.Kind {
	case knowledge.City, knowledge.Region, knowledge.Company, knowledge.NewsOutlet:
		return true
	case knowledge.Body, knowledge.NewsAgency, knowledge.Party:
		return typ == news.Person
	}
	return false
}
