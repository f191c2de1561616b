package resolve

import (
	"math"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A reading is what one article tells by itself, as far as names are joined on it.
// A set of 30,000 articles has three million mentions, of 184 bytes each in an
// annotation and of 48 here.
type reading struct {
	mark     string
	day      string // on which it gives offices, EDTF; ""
	serial   uint32 // another for each reading, and for another day
	mentions []mention
	middles  []told // of full names: the initial of a middle name
	juniors  []uint32
	acronyms []acronym
	sites    []siteOf
	owners   []told  // the country that a body is of, "China's Ministry of Defence"
	bodies   []told  // the body or place that one is of, folded: in the possessive before it, or after "at" or "of"
	roles    []told  // the words of an office: see officeWords
	offices  []told  // a sole office with the key of who has it
	heads    []told  // the noun that a person is called by
	longer   []int32 // the mentions of bodies of which a shorter name may be the end: see book.endsOf

	of []string // the ids of the entities of the mentions, as the set before had them

	entered []int32  // the key of each mention, before more than the mention is looked at; noLabel
	keys    []keyAt  // these, each once, in the order of the first mentions
	leaning uint64   // what they were found with: see resolver.leaning
	pairs   []uint32 // names that may be two
	fulls   []uint32 // full names

	shorter    []joined   // names that are short for others: see joinLonger
	stale      bool       // it was entered anew in this set
	final      []int32    // the key of each mention once all is joined but offices; nil before it was asked for
	joined     bool       // that a story of several articles had a part in
	partedHash uint64     // of its keys before that, as rowHash
	story      *keptStory // of which it is the first

	gathered     bool   // the next three are made
	rowHash      uint64 // of the keys of its mentions when common names are parted, if these are not entered
	hints        []hint
	setting      *setting // if no name was parted before it was asked for; nil before it was
	stamp        uint64   // of the hints and what else tells its keys from others: see parting.stamps
	settingStamp uint64   // of setting: see parting.settingStamp; 0 before it was asked for
}

// A keyAt is a key and the mention that has it, or the root of its chain.
type keyAt struct{ label, mention int32 }

// A told is something that a mention tells, as a word.
type told struct {
	mention int32
	word    uint32
}

// An acronym is a mention that goes back to a name of several words.
type acronym struct {
	mention     int32
	short, long uint32 // without stops, and folded as book.ofCountry does; both 0 if the tables have it
}

// A siteOf is a place and what the article says that it lies in.
type siteOf struct {
	mention int32
	site    site
}

// A mention is a [news.Mention] with numbers of words in place of words.
type mention struct {
	start, end, roleStart, roleEnd    int32
	root                              int32 // that its chain goes back to
	name, key, full, known, land, typ uint32
	kind                              mentionKind
	flags                             mentionFlags
}

type mentionKind uint8

const (
	otherKind mentionKind = iota
	nameKind
	titleKind
)

type mentionFlags uint8

const (
	acts mentionFlags = 1 << iota
	definite
	noName   // whatever the set has: see noNames
	maybeTwo // it is no name if the set has its halves
)

func (m *mention) has(f mentionFlags) bool { return m.flags&f != 0 }

func (m *mention) role() news.Span {
	return news.Span{Start: int(m.roleStart), End: int(m.roleEnd)}
}

// A reader makes the reading of one article.
type reader struct {
	*book
	article *news.Article
	given   []news.Mention
	out     *reading
}

// reading reads an article.
func (b *book) reading(a *news.Article, mark string, mentions []news.Mention) *reading {
	b.read++
	r := reader{book: b, article: a, given: mentions, out: &reading{mark: mark, mentions: make([]mention, len(mentions))}}
	for j := range mentions {
		r.out.mentions[j] = r.mention(j)
	}
	for j := range mentions {
		r.acronym(j)
		r.site(j)
		r.owner(j)
		r.role(j)
		if m := &r.out.mentions[j]; m.kind == nameKind && m.typ == bodyWord && len(b.endsOf(m.name)) > 0 {
			r.out.longer = append(r.out.longer, int32(j))
		}
	}
	r.middles()
	for j := range r.out.mentions {
		m := &r.out.mentions[j]
		if m.has(maybeTwo) {
			r.out.pairs = append(r.out.pairs, m.name)
		}
		if m.full != noWord {
			r.out.fulls = append(r.out.fulls, m.full)
		}
	}
	for _, list := range [...]*[]uint32{&r.out.pairs, &r.out.fulls} {
		slices.Sort(*list)
		*list = slices.Clone(slices.Compact(*list))
	}
	b.count(r.out, 1)
	return r.out
}

// count adds the names of an article to those of the set, or takes them out.
func (b *book) count(x *reading, by int32) {
	for j := range x.mentions {
		if m := &x.mentions[j]; m.kind == nameKind {
			w := &b.words[m.name]
			w.all += by
			if m.typ != personWord {
				w.things += by
			}
		}
	}
}

func (r *reader) mention(j int) mention {
	x := &r.given[j]
	m := mention{
		start: int32(x.Start), end: int32(x.End), roleStart: int32(x.Role.Start), roleEnd: int32(x.Role.End),
		root: int32(rootOf(r.given, j)),
		name: r.number(x.Name), key: r.number(x.Key), full: r.number(x.Full), known: r.number(x.Known), land: r.number(x.Country), typ: r.number(string(x.Type)),
	}
	switch x.Kind {
	case news.NameMention:
		m.kind = nameKind
	case news.TitleMention:
		m.kind = titleKind
	}
	if x.Acts {
		m.flags |= acts
	}
	if x.Definite {
		m.flags |= definite
	}
	if m.kind != nameKind || x.Known != "" || !strings.Contains(x.Name, " ") {
		return m
	}
	if r.is(m.name, isNoName) || m.typ == personWord && runTogether(r.given, x) || m.typ != personWord && isKind(r.article.Text, x) {
		m.flags |= noName
	} else if r.is(m.name, isPair) {
		m.flags |= maybeTwo
	}
	return m
}

// rootOf gives the mention that the chain of mention j goes back to.
func rootOf(list []news.Mention, j int) int {
	// Antecedents form a forest; the bound keeps a broken one from looping.
	for range list {
		next := min(list[j].Antecedent, math.MaxInt32)
		if next < 0 || next == j || next >= len(list) {
			break
		}
		j = next
	}
	return j
}

// acronym takes note of what mention j stands for, if it is an acronym of a name.
func (r *reader) acronym(j int) {
	m := &r.out.mentions[j]
	if !r.isAcronym(m) {
		return
	}
	root := &r.out.mentions[m.root]
	if root.kind != nameKind || !r.spaced(root.name) {
		return
	}
	x := acronym{mention: int32(j)}
	if m.known == noWord {
		x.short, x.long = r.strip(m.name), r.ofCountry(root.name)
	}
	r.out.acronyms = append(r.out.acronyms, x)
}

// isAcronym reports whether a name is two capitals or more and nothing else.
func (b *book) isAcronym(m *mention) bool {
	return m.kind == nameKind && m.typ != personWord && b.is(m.name, isCapital)
}

func isCapitals(name string) bool {
	for i := range len(name) {
		if c := name[i]; (c < 'A' || c > 'Z') && c != '.' && c != '&' {
			return false
		}
	}
	return len(name) > 1
}

// owner takes note of whose the article says that mention j is.
func (r *reader) owner(j int) {
	text, m := r.article.Text, &r.given[j]
	if j > 0 {
		b := &r.given[j-1]
		land := strings.HasPrefix(b.Known, "country:")
		if b.Country != "" && b.End <= m.Start && m.Start <= b.End+len("’s ") && (land || strings.HasPrefix(b.Known, "demonym:")) {
			switch text[b.End:m.Start] {
			case " ", "'s ", "’s ", "' ", "’ ":
				r.out.owners = append(r.out.owners, told{int32(j), r.number(b.Country)})
			}
		}
		if b.End < m.Start && b.Type != news.Person && !land {
			switch text[b.End:m.Start] {
			case "'s ", "’s ", "' ", "’ ":
				r.out.bodies = append(r.out.bodies, told{int32(j), r.ofCountry(r.out.mentions[j-1].name)})
				return
			}
		}
	}
	if j+1 < len(r.given) {
		if b := &r.given[j+1]; m.End < b.Start && b.Type != news.Person && !strings.HasPrefix(b.Known, "country:") {
			switch text[m.End:b.Start] {
			case " at ", " at the ", " of ", " of the ":
				r.out.bodies = append(r.out.bodies, told{int32(j), r.ofCountry(r.out.mentions[j+1].name)})
			}
		}
	}
}

// role takes note of the office that mention j tells of.
func (r *reader) role(j int) {
	m := &r.out.mentions[j]
	root := &r.out.mentions[m.root]
	named := root.kind == nameKind && root.typ == personWord
	if m.kind == titleKind && named {
		r.out.heads = append(r.out.heads, told{int32(j), r.last(m.name)})
	}
	if m.roleStart == 0 && m.roleEnd == 0 {
		return
	}
	role := m.role().Of(r.article.Text)
	if words := officeWords(role); words != "" {
		r.out.roles = append(r.out.roles, told{int32(j), r.number(words)})
	}
	if m.kind != nameKind {
		return
	}
	if named {
		r.out.heads = append(r.out.heads, told{int32(j), r.number(lastWord(role))})
	}
	if m.typ == personWord {
		if office := officeOf(role); office != "" {
			r.out.offices = append(r.out.offices, told{int32(j), r.number(office + " called " + r.text(m.key))})
		}
	}
}

// middles takes note of the middle names of persons, and of those who are named with
// Jr and without.
func (r *reader) middles() {
	plain, junior := map[uint32]bool{}, []uint32(nil)
	for j := range r.out.mentions {
		m := &r.out.mentions[j]
		if m.full == noWord {
			continue
		}
		name := r.text(m.name)
		if isJunior(name) {
			junior = append(junior, m.full)
		} else {
			plain[m.full] = true
		}
		if c := middleOf(name); c != 0 {
			r.out.middles = append(r.out.middles, told{int32(j), uint32(c)})
		}
	}
	for _, full := range junior {
		if plain[full] {
			r.out.juniors = append(r.out.juniors, full)
			plain[full] = false // once is enough
		}
	}
}
