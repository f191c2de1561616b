package resolve

import (
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// The prefixes of keys that no table of package knowledge has.
const (
	fullName  = "full:"    // a person's given name and surname
	otherName = "name:"    // any other name
	surname   = "surname:" // a bare surname, of one article
	described = "title:"   // a description that goes back to no name, of one article
)

// The ranks of keys that are no names for all articles.
const (
	surnameRank   = 3
	describedRank = 4
)

// rank says which of two keys is kept when they are joined, the lower.
func rank(key string) int {
	for i, prefix := range [...]string{fullName, otherName, surname, described} {
		if strings.HasPrefix(key, prefix) {
			return i + 1
		}
	}
	return 0
}

// keyOf gives what a mention at the root of its chain is joined on, but for what parts
// namesakes; "" if it names nobody.
func (b *book) keyOf(m *mention, acts bool, article string) string {
	name := b.text(m.name)
	person := m.typ == personWord
	switch {
	case m.known != noWord:
		return government(b.text(m.known), b.text(m.land), acts)
	case m.kind == titleKind:
		return described + article + ":" + strconv.Itoa(int(m.start))
	case m.kind != nameKind || name == "" || person && endsInTitle(name) || len(stops.Replace(name)) < 2:
		return ""
	case person && m.full != noWord:
		return fullName + b.text(m.full)
	case person && !strings.Contains(name, " "):
		// Never merged on a surname alone: the article is part of the key.
		return surname + article + ":" + b.text(m.key)
	case strings.Contains(name, " "):
		if m.typ == bodyWord {
			if e, ok := b.knownInCapitals(name); ok {
				return e
			}
		}
		if e, ok := b.afterOrdinary(name); ok && e.Type == news.Organization {
			return e.Key // "Senior White House", of an official
		}
		return otherName + b.text(b.ofCountry(m.name))
	}
	return otherName + b.text(m.typ) + ":" + b.text(b.fold(m.name))
}

// endsInTitle reports whether what was taken for a person's name ends in the
// title of the one who is named after it.
func endsInTitle(name string) bool {
	switch strings.ToLower(name[strings.LastIndexByte(name, ' ')+1:]) {
	case "gov.", "sen.", "rep.", "gen.", "col.", "capt.", "lt.", "sgt.", "prof.", "dr.", "rev.":
		return true
	}
	return false
}

// knownInCapitals gives the key of a body that the tables have with a capital where
// the text has none: "the Liberal party".
func (b *book) knownInCapitals(name string) (string, bool) {
	last := name[strings.LastIndexByte(name, ' ')+1:]
	if last == "" || last[0] < 'a' || last[0] > 'z' {
		return "", false
	}
	e, ok := b.known.Lookup(name[:len(name)-len(last)] + strings.ToUpper(last[:1]) + last[1:])
	return e.Key, ok && e.Type == news.Organization
}

// government gives the key of a known mention: that of the country for a
// capital or seat that stands for its government.
func government(known, land string, acts bool) string {
	if acts && land != "" && (strings.HasPrefix(known, "city:") || strings.HasPrefix(known, "seat:")) {
		return "country:" + land
	}
	return known
}

// stops are the marks that foldName drops.
var stops = strings.NewReplacer(".", "", ",", "")

// foldName lower-cases a name, drops full stops, a leading article and the mark
// of a company, and folds white space and apostrophes, so that "U.N." and "UN"
// are one.
func foldName(s string) string {
	s = strings.ToLower(strings.ReplaceAll(s, "’", "'"))
	s = stops.Replace(s)
	f := strings.Fields(s)
	if len(f) > 1 && f[0] == "the" {
		f = f[1:]
	}
	if len(f) > 1 {
		switch f[len(f)-1] {
		case "inc", "corp", "corporation", "ltd", "plc", "llc":
			f = f[:len(f)-1]
		}
	}
	return strings.Join(f, " ")
}

// A middle is what the articles have between and after the given name and the
// surname of one full name.
type middle struct {
	all     map[byte]bool           // initials of middle names
	stories map[int32]map[byte]bool // the same by story
	both    bool                    // one article has it with Jr and without
}

// here gives the only initial that the articles of a story have, 0 if there is none.
func (x *middle) here(story int32) byte {
	if all := x.stories[story]; story >= 0 && len(all) == 1 {
		for c := range all {
			return c
		}
	}
	return 0
}

// middles gathers the middle names of the full names that have several, and finds those
// of father and son.
func (r *resolver) middles() map[uint32]*middle {
	out := map[uint32]*middle{}
	first := &r.wordsSeen // full name → its middle name
	first.clear()
	for _, read := range r.readings {
		for _, t := range read.middles {
			full := read.mentions[t.mention].full
			if c, ok := first.get(full); !ok {
				first.set(full, int32(t.word))
			} else if out[full] == nil && byte(c) != byte(t.word) {
				out[full] = &middle{all: map[byte]bool{}, stories: map[int32]map[byte]bool{}}
			}
		}
		for _, full := range read.juniors {
			if out[full] == nil {
				out[full] = &middle{all: map[byte]bool{}, stories: map[int32]map[byte]bool{}}
			}
		}
	}
	for i, read := range r.readings {
		for _, t := range read.middles {
			x, s, c := out[read.mentions[t.mention].full], r.storyOf[i], byte(t.word)
			if x == nil {
				continue
			}
			x.all[c] = true
			if x.stories[s] == nil {
				x.stories[s] = map[byte]bool{}
			}
			x.stories[s][c] = true
		}
		for _, full := range read.juniors {
			out[full].both = true
		}
	}
	return out
}

// isJunior reports whether a person's name ends in Jr, II or the like.
func isJunior(name string) bool {
	return isSuffix(name[strings.LastIndexByte(name, ' ')+1:])
}

// middleOf gives the initial of the middle name in a person's full name in lower
// case, 0 if it has none.
func middleOf(name string) byte {
	_, rest, _ := strings.Cut(name, " ")
	second, more, ok := strings.Cut(rest, " ")
	if !ok || second == "" || more == "" || isSuffix(more) {
		return 0
	}
	c := second[0] | 0x20
	if c < 'a' || c > 'z' {
		return 0
	}
	return c
}

func isSuffix(s string) bool {
	switch strings.ToLower(strings.Trim(s, ".,")) {
	case "jr", "sr", "ii", "iii", "iv":
		return true
	}
	return false
}

// part gives what parts namesakes: Jr, where an article has both; and where the
// set has two middle names for one full name, the mention's own, or the one of
// its story.
func (r *resolver) part(m *mention, article int, x *middle) string {
	name := r.text(m.name)
	switch {
	case x.both && isJunior(name):
		return " jr"
	case len(x.all) < 2:
		return ""
	}
	if c := middleOf(name); c != 0 {
		return " " + string(c)
	}
	if c := x.here(r.storyOf[article]); c != 0 {
		return " " + string(c)
	}
	return ""
}
