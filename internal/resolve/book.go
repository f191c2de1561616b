package resolve

import (
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A book numbers words and the names of keys, and keeps what was asked of each, so
// that it is found out once. They are numbered in the order in which they are met,
// which no outcome depends on.
type book struct {
	known     *knowledge.Base
	words     []word // the first is ""
	index     map[string]uint32
	labels    []label
	byName    map[string]int32
	halves    map[uint32][2]uint32 // of coordinated names
	stripped  map[uint32]uint32    // of acronyms: without stops
	countries map[uint32]uint32    // name → the same folded, with codes for countries
	ends      map[uint32][]uint32  // of names of bodies: see endsOf
	read      int                  // articles
}

// The numbers of words that every book has.
const (
	noWord = iota
	personWord
	bodyWord
	placeWord
)

// A word is a name, or whatever else mentions have in letters.
type word struct {
	text        string
	fold        uint32 // number of the folded word, once it was asked
	last        uint32 // number of its last word in lower case, once it was asked
	asked, says question
	all, things int32 // how many mentions of the set are this name, and how many of them but as a person's
}

// A question is what may be asked of a name.
type question uint16

const (
	isNoName  question = 1 << iota // wherever it stands: see noNames
	isPair                         // coordinated
	isInTable                      // of package knowledge
	isOrdinary
	isBare   // what it is and one word more, if it is a body's
	isLocal  // what many towns have, if it is a place's
	isOnly   // a country has but one, folded
	isPerson // its one word is a name of persons
	isCapital
)

// A label is the name of a key.
type label struct {
	name        string
	rank        int8 // see [rank]
	area        bool // of what places lie in
	region      bool
	asked, says labelQuestion
	person      int32  // the label of the same two words as a person's name; noLabel, or notEntered before it was asked
	word        uint32 // number of the name without its prefix
	ends        []uint32
	kept        *keptEntity // of the set before
}

// A labelQuestion is what may be asked of a label.
type labelQuestion uint8

const (
	isFrequent labelQuestion = 1 << iota // of a full name: see isCommon
	isTelling                            // of what the tables have: see isTelltale
	hasEnds                              // they are there
)

// noLabel is the label of what names nobody.
const noLabel = -1

func newBook(known *knowledge.Base) *book {
	b := &book{
		known: known, index: map[string]uint32{}, byName: map[string]int32{}, halves: map[uint32][2]uint32{},
		stripped: map[uint32]uint32{}, countries: map[uint32]uint32{}, ends: map[uint32][]uint32{},
	}
	for _, s := range [...]string{noWord: "", personWord: string(news.Person), bodyWord: string(news.Organization), placeWord: string(news.Place)} {
		b.number(s)
	}
	return b
}

// number gives the number of a word. It does not hold the text that s is part of.
func (b *book) number(s string) uint32 {
	n, ok := b.index[s]
	if !ok {
		n = uint32(len(b.words))
		s = strings.Clone(s)
		b.index[s] = n
		b.words = append(b.words, word{text: s})
	}
	return n
}

func (b *book) text(w uint32) string { return b.words[w].text }

// spaced reports whether a name is of several words.
func (b *book) spaced(w uint32) bool { return strings.Contains(b.words[w].text, " ") }

// fold gives the number of a name when folded.
func (b *book) fold(w uint32) uint32 {
	if f := b.words[w].fold; f != 0 {
		return f
	}
	f := b.number(foldName(b.words[w].text))
	b.words[w].fold = f
	return f
}

// last gives the number of the last word of a name, in lower case.
func (b *book) last(w uint32) uint32 {
	if l := b.words[w].last; l != 0 {
		return l
	}
	l := b.number(lastWord(b.words[w].text))
	b.words[w].last = l
	return l
}

// is answers a question about a name.
func (b *book) is(w uint32, q question) bool {
	if x := &b.words[w]; x.asked&q != 0 {
		return x.says&q != 0
	}
	says := b.judge(w, q)
	x := &b.words[w]
	x.asked |= q
	if says {
		x.says |= q
	}
	return says
}

func (b *book) judge(w uint32, q question) bool {
	name := b.words[w].text
	switch q {
	case isNoName:
		return b.isSome(name) || b.isRow(name) || b.isSort(name)
	case isPair:
		x, y, ok := coordinated(name)
		if ok {
			b.halves[w] = [2]uint32{b.number(x), b.number(y)}
		}
		return ok
	case isInTable:
		_, ok := b.known.Lookup(name)
		return ok
	case isOrdinary:
		return allOrdinary(b.text(b.fold(w)))
	case isBare:
		return b.isBareName(name)
	case isLocal:
		return isLocalName(b.text(b.fold(w)))
	case isOnly:
		return oneInCountry(b.text(b.fold(w)))
	case isPerson:
		return !strings.Contains(name, " ") && knowledge.PersonName(name) != 0
	case isCapital:
		return isCapitals(name)
	}
	return false
}

// strip gives the number of an acronym without its stops.
func (b *book) strip(w uint32) uint32 {
	s, ok := b.stripped[w]
	if !ok {
		s = b.number(stops.Replace(b.words[w].text))
		b.stripped[w] = s
	}
	return s
}

// endsOf gives the ends of a folded name that leave off its first word, or more, and
// have two words at least.
func (b *book) endsOf(w uint32) []uint32 {
	f := b.fold(w)
	ends, ok := b.ends[f]
	if !ok {
		words := strings.Fields(b.text(f))
		for at := 1; at+2 <= len(words) && at < maxLonger; at++ {
			ends = append(ends, b.number(strings.Join(words[at:], " ")))
		}
		b.ends[f] = ends
	}
	return ends
}

// label gives the number of the label of that name.
func (b *book) label(name string) int32 {
	n, ok := b.byName[name]
	if ok {
		return n
	}
	n = int32(len(b.labels))
	name = strings.Clone(name)
	b.byName[name] = n
	l := label{name: name, rank: int8(rank(name)), person: notEntered}
	if l.rank == 0 {
		l.area, l.region = isArea(name), strings.HasPrefix(name, "region:")
	}
	b.labels = append(b.labels, l)
	return n
}

// personOf gives the label of the two words of a label as a person's name; noLabel if
// it has not two.
func (b *book) personOf(n int32) int32 {
	if p := b.labels[n].person; p != notEntered {
		return p
	}
	p := int32(noLabel)
	if words := strings.Fields(strings.TrimPrefix(b.labels[n].name, otherName)); len(words) == 2 {
		p = b.label(fullName + strings.Join(words, " "))
	}
	b.labels[n].person = p
	return p
}

// wordOf gives the number of the name of a label without its prefix otherName.
func (b *book) wordOf(n int32) uint32 {
	if w := b.labels[n].word; w != 0 {
		return w
	}
	w := b.number(strings.TrimPrefix(b.labels[n].name, otherName))
	b.labels[n].word = w
	return w
}

// endsOfLabel gives the ends of the name of a label, without its prefix, that leave
// off its first word or up to four.
func (b *book) endsOfLabel(n int32) []uint32 {
	if l := &b.labels[n]; l.asked&hasEnds != 0 {
		return l.ends
	}
	words := strings.Fields(strings.TrimPrefix(b.labels[n].name, otherName))
	var ends []uint32
	for i := 1; i < min(len(words), 5); i++ {
		ends = append(ends, b.number(strings.Join(words[i:], " ")))
	}
	l := &b.labels[n]
	l.ends, l.asked = ends, l.asked|hasEnds
	return ends
}

// asks answers a question about a label.
func (b *book) asks(n int32, q labelQuestion) bool {
	l := &b.labels[n]
	if l.asked&q != 0 {
		return l.says&q != 0
	}
	var says bool
	switch q {
	case isFrequent:
		given, last, _ := strings.Cut(strings.TrimPrefix(l.name, fullName), " ")
		last, _, _ = strings.Cut(last, " ")
		says = knowledge.Rarity(given)+knowledge.Rarity(last) < commonName
	case isTelling:
		kind, _, _ := strings.Cut(l.name, ":")
		says = kind != "country" && kind != "demonym" && kind != "agency"
	}
	l.asked |= q
	if says {
		l.says |= q
	}
	return says
}

// ofCountry folds a name and writes the countries in it by their codes, so that
// the Syrian and the Syria Support Group are one.
func (b *book) ofCountry(w uint32) uint32 {
	out, ok := b.countries[w]
	if !ok {
		words := strings.Fields(strings.ReplaceAll(b.words[w].text, "’", "'"))
		for i, x := range words {
			if e, ok := b.known.Lookup(x); ok && (e.Kind == knowledge.Country || e.Kind == knowledge.Demonym) && e.Country != "" {
				words[i] = e.Country
			}
		}
		out = b.number(foldName(strings.Join(words, " ")))
		b.countries[w] = out
	}
	return out
}
