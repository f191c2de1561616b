package coref

import (
	"strings"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// join gives node i the thing that it stands for: one that has come, or a new
// one.
func (f *finder) join(i int32) {
	n := &f.nodes[i]
	if n.thing == 0 {
		var t int32
		switch {
		case n.named != i && f.nodes[n.named].thing > 0:
			t = f.nodes[n.named].thing
		case n.Kind == news.PronounMention:
			t = f.pronoun(i)
		case n.Kind == news.TitleMention:
			t = f.description(i)
		case n.extra:
			t = f.givenName(i)
		case n.named == i:
			t = f.expansion(n)
		}
		if t == 0 {
			t = f.newThing(i)
		}
		n = &f.nodes[i]
		n.thing = t
	}
	f.enter(i)
}

// newThing makes a thing that node i stands for. The fullest name of its chain,
// which may come later, is its root.
func (f *finder) newThing(i int32) int32 {
	n := &f.nodes[i]
	root := i
	if n.Kind != news.PronounMention {
		root = n.named
	}
	r := &f.nodes[root]
	f.things = append(f.things, thing{root: root, typ: r.Type, plural: n.plural && n.Kind != news.NameMention, last: i})
	t := int32(len(f.things))
	r.thing = t
	return t
}

// enter tells the thing of node i what its mention adds.
func (f *finder) enter(i int32) {
	n := &f.nodes[i]
	t := &f.things[n.thing-1]
	t.last = i
	t.count++
	if sex := n.class & (woman | man); sex != 0 && t.sex == 0 {
		t.sex = sex
	}
	if n.Country != "" && t.country == "" {
		t.country = n.Country
	}
	if n.Known != "" {
		t.known = n.Known
	}
	f.recent = append(f.recent, i)
	switch n.Kind {
	case news.NameMention:
		t.named = true
		f.describe(n)
	case news.TitleMention:
		f.tell(n.lemma, n.thing)
	}
}

// describe notes the nouns by which a name may be taken up: the head of its
// role, of what stands in apposition or is said of it, and the last word of a
// body's name.
func (f *finder) describe(n *node) {
	t := &f.things[n.thing-1]
	if !n.Role.IsZero() {
		t.hasRole = true
		first, last := f.wordAt(n.Role.Start), f.wordAt(n.Role.End-1)
		for i := first; i <= last && i < first+maxWords; i++ {
			if l := strings.ToLower(f.g.Lemma[i]); classOf(l)&person != 0 {
				f.tell(l, n.thing)
				if sex := classOf(l) & (woman | man); t.sex == 0 {
					t.sex = sex
				}
			}
		}
	}
	if n.Type == news.Organization || n.Type == news.Group || n.Type == news.Place {
		if n.last > n.first {
			f.tell(strings.ToLower(f.word(n.last)), n.thing)
			if n.head != n.last {
				f.tell(strings.ToLower(f.word(n.head)), n.thing)
			}
		}
	}
	if n.last > n.first && n.Type != news.Person {
		f.tell(f.initials(n), n.thing)
	}
	if k := f.predicate(n.head); k >= 0 {
		f.tell(f.g.Lemma[k], n.thing)
	}
	if k := f.g.Child(int(n.head), grammar.RelAppos); k >= 0 && f.g.POS[k] == grammar.NOUN {
		f.tell(f.g.Lemma[k], n.thing)
	}
}

// initials gives the first letters of the words of a name that have capitals.
func (f *finder) initials(n *node) string {
	var b []byte
	for i := n.first; i <= n.last && i < n.first+maxWords; i++ {
		if c := f.word(i)[0]; c >= 'A' && c <= 'Z' {
			b = append(b, c)
		}
	}
	return string(b)
}

// expansion gives the name whose initials an acronym has.
func (f *finder) expansion(n *node) int32 {
	if n.first != n.last || n.Known != "" || n.Type == news.Person {
		return 0
	}
	w := strings.ReplaceAll(f.word(n.first), ".", "")
	if len(w) < 2 || strings.Trim(w, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return 0
	}
	if l := f.byHead[w]; len(l) == 1 {
		return l[0]
	}
	return 0
}

// maxWords bounds the words of a role or description that are looked at.
const maxWords = 24

// predicate gives the noun that is said of the subject h by "is" or "was": the
// word, or -1.
func (f *finder) predicate(h int32) int32 {
	if f.g.Rel[h] != grammar.RelNsubj {
		return -1
	}
	k := f.g.Head[h]
	if k < 0 || f.g.POS[k] != grammar.NOUN || f.g.Child(int(k), grammar.RelCop) < 0 || f.g.Child(int(k), grammar.RelCase) >= 0 {
		return -1
	}
	return k
}

// maxDescribed bounds the things that one noun may take up.
const maxDescribed = 8

// tell notes that a noun may take up thing t.
func (f *finder) tell(lemma string, t int32) {
	l := f.byHead[lemma]
	if k := len(l); k > 0 && l[k-1] == t {
		return
	}
	if len(l) >= maxDescribed {
		l = append(l[:0], l[1:]...)
	}
	f.byHead[lemma] = append(l, t)
}

// description gives the thing that a description takes up, 0 if none.
func (f *finder) description(i int32) int32 {
	n := &f.nodes[i]
	if t := f.beside(i); t > 0 {
		return t
	}
	if f.indefinite(n) || !n.definite && !n.given {
		return 0
	}
	if t := f.holder(n, knowledge.Held); t > 0 {
		return t
	}
	if t := f.describedBy(n); t > 0 {
		return t
	}
	if t := f.kindOf(n); t > 0 {
		return t
	}
	return f.holder(n, knowledge.Perhaps)
}

// holder gives the thing of the person of whom the tables say, as surely as
// that, that he alone holds the office that n names on the article's day, if the
// article names him: "the Norwegian foreign minister".
func (f *finder) holder(n *node, sure knowledge.Tenure) int32 {
	if !f.dated || n.plural || n.class&person == 0 || n.last-n.first > maxWords {
		return 0
	}
	title, of := f.known.ReadOffice(n.Name)
	if of.Key == "" || title == "" {
		return 0
	}
	found := f.known.HolderOf(title, of.Key, f.day)
	if len(found) == 0 || found[0].Tenure < sure || len(found) > 1 && found[1].Tenure >= sure {
		return 0
	}
	for i := range f.nodes {
		if f.nodes[i].Kind == news.NameMention && f.nodes[i].Known == found[0].Person.Key {
			return f.thingOf(int32(i))
		}
	}
	return 0
}

// indefinite reports whether a description brings something new: "a judge",
// "another witness".
func (f *finder) indefinite(n *node) bool {
	d := f.g.Child(int(n.head), grammar.RelDet)
	if d < 0 {
		return false
	}
	switch f.g.Lemma[d] {
	case "a", "an", "another", "some", "any", "no", "every", "each":
		return true
	}
	return false
}

// beside gives the thing of the name that a description stands in apposition
// to, or right before.
func (f *finder) beside(i int32) int32 {
	n := &f.nodes[i]
	h := f.g.Head[n.head]
	if h >= 0 && f.g.Rel[n.head] == grammar.RelAppos {
		if t := f.thingAt(h, n); t > 0 {
			return t
		}
	}
	if k := f.g.Child(int(n.head), grammar.RelAppos); k >= 0 {
		if t := f.thingAt(int32(k), n); t > 0 {
			return t
		}
	}
	if t := f.afterComma(n); t > 0 {
		return t
	}
	if n.class&person != 0 && !n.plural {
		if k := f.nameFrom(n.last + 1); k >= 0 {
			return f.thingOf(k)
		}
	}
	return 0
}

// afterComma gives the thing of the full name that stands after an office and a
// comma: "President Lund and Foreign Minister, Anna Holm". In a list the name
// would have "and" behind it.
func (f *finder) afterComma(n *node) int32 {
	next := n.last + 2
	if n.class&person == 0 || n.plural || int(next) >= len(f.words) || f.word(n.last+1) != "," || !capital(f.word(n.first)) || !capital(f.word(n.last)) {
		return 0
	}
	k := f.nameFrom(next)
	if k < 0 || f.nodes[k].Full == "" || !f.nodes[k].Role.IsZero() {
		return 0
	}
	for w := f.nodes[k].last + 1; int(w) < len(f.words); w++ {
		switch strings.ToLower(f.word(w)) {
		case ",":
			continue
		case "and", "or", "&":
			return 0
		}
		break
	}
	return f.thingOf(k)
}

// nameFrom gives the node of the person's name that begins with a word, -1 if
// there is none.
func (f *finder) nameFrom(first int32) int32 {
	for w := first; int(w) < len(f.words) && w < first+4; w++ {
		if k := f.at[w] - 1; k >= 0 && f.nodes[k].first == first && f.nodes[k].Type == news.Person && f.nodes[k].Kind == news.NameMention {
			return k
		}
	}
	return -1
}

func capital(word string) bool { return word[0] >= 'A' && word[0] <= 'Z' }

// thingAt gives the thing of the mention whose head is word h, if n may stand
// for it; 0 if there is none.
func (f *finder) thingAt(h int32, n *node) int32 {
	k := f.at[h]
	if k == 0 {
		return 0
	}
	o := &f.nodes[k-1]
	if o.Kind == news.PronounMention || o.Start == n.Start && o.End == n.End || o.Kind == news.TitleMention && o.thing == 0 {
		return 0
	}
	if n.class&person != 0 && o.Type != news.Person && o.Type != news.Other || n.class&person == 0 && n.class != 0 && o.Type == news.Person {
		return 0
	}
	return f.thingOf(k - 1)
}

// thingOf gives the thing of a node, which may stand ahead.
func (f *finder) thingOf(i int32) int32 {
	n := &f.nodes[i]
	if n.thing == 0 {
		if r := n.named; f.nodes[r].thing > 0 {
			n.thing = f.nodes[r].thing
		} else {
			n.thing = f.newThing(i)
		}
	}
	return n.thing
}

// describedBy gives the latest thing that the noun of n has been said of.
func (f *finder) describedBy(n *node) int32 {
	l := f.byHead[n.lemma]
	for k := len(l) - 1; k >= 0; k-- {
		t := &f.things[l[k]-1]
		if f.agrees(n, t) && !f.differs(n, t) {
			return l[k]
		}
	}
	return 0
}

// agrees reports whether n may be a mention of t by number, kind, country and
// sex.
func (f *finder) agrees(n *node, t *thing) bool {
	if n.plural != t.plural && !(t.named && t.typ != news.Person) {
		return false
	}
	if t.typ == news.Person && n.class != 0 && n.class&person == 0 { // "the meeting"
		return false
	}
	if n.Country != "" && t.country != "" && n.Country != t.country {
		return false
	}
	sex := n.class & (woman | man)
	return sex == 0 || t.sex == 0 || sex == t.sex
}

// differs reports whether n and the description that t goes back to have
// adjectives or numbers that part them: "the first witness", "the second
// witness".
func (f *finder) differs(n *node, t *thing) bool {
	r := &f.nodes[t.root]
	if r.Kind != news.TitleMention {
		return false
	}
	for c := f.g.FirstChild[n.head]; c >= 0; c = f.g.Next[c] {
		switch f.g.Rel[c] {
		case grammar.RelAmod, grammar.RelNummod, grammar.RelCompound, grammar.RelNmodPoss:
		default:
			continue
		}
		if c < n.first || c > n.last {
			continue
		}
		if !f.hasWord(r, f.g.Lemma[c]) {
			return true
		}
	}
	return false
}

func (f *finder) hasWord(n *node, lemma string) bool {
	for i := n.first; i <= n.last; i++ {
		if strings.EqualFold(f.g.Lemma[i], lemma) {
			return true
		}
	}
	return false
}

// givenName gives the thing that has a name like that of node i, which was
// given and is no name that package names has found.
func (f *finder) givenName(i int32) int32 {
	n := &f.nodes[i]
	if t := f.describedBy(n); t > 0 {
		return t
	}
	f.tell(n.lemma, f.newThing(i))
	return n.thing
}
