package resolve

import (
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// The prefixes of keys that no table of package knowledge has.
const (
	fullName  = "full:"    // a person's given name and surname
	otherName = "name:"    // any other name
	surname   = "surname:" // a bare surname, of one article
	described = "title:"   // a description that goes back to no name, of one article
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

// keyOf gives what a mention at the root of its chain is joined on; "" if it
// names nobody.
func (r *resolver) keyOf(m *news.Mention, acts bool, article int, middles map[string]*middle) string {
	switch {
	case m.Known != "":
		return government(m, acts)
	case m.Kind == news.TitleMention:
		return described + r.articles[article].ID + ":" + strconv.Itoa(m.Start)
	case m.Kind != news.NameMention || m.Name == "" || m.Type == news.Person && endsInTitle(m.Name) || len(stops.Replace(m.Name)) < 2:
		return ""
	case m.Type == news.Person && m.Full != "":
		return fullName + m.Full + r.part(m, article, middles[m.Full])
	case m.Type == news.Person && !strings.Contains(m.Name, " "):
		// Never merged on a surname alone: the article is part of the key.
		return surname + r.articles[article].ID + ":" + m.Key
	case strings.Contains(m.Name, " "):
		if e, ok := r.knownInCapitals(m); ok {
			return e
		}
		if e, ok := r.afterOrdinary(m.Name); ok && e.Type == news.Organization {
			return e.Key // "Senior White House", of an official
		}
		return otherName + r.ofCountry(m.Name)
	}
	return otherName + string(m.Type) + ":" + foldName(m.Name)
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
func (r *resolver) knownInCapitals(m *news.Mention) (string, bool) {
	last := m.Name[strings.LastIndexByte(m.Name, ' ')+1:]
	if m.Type != news.Organization || last == "" || last[0] < 'a' || last[0] > 'z' {
		return "", false
	}
	e, ok := r.known.Lookup(m.Name[:len(m.Name)-len(last)] + strings.ToUpper(last[:1]) + last[1:])
	return e.Key, ok && e.Type == news.Organization
}

// ofCountry folds a name and writes the countries in it by their codes, so that
// the Syrian and the Syria Support Group are one.
func (r *resolver) ofCountry(name string) string {
	if out, ok := r.countries[name]; ok {
		return out
	}
	words := strings.Fields(strings.ReplaceAll(name, "’", "'"))
	for i, w := range words {
		if e, ok := r.known.Lookup(w); ok && (e.Kind == knowledge.Country || e.Kind == knowledge.Demonym) && e.Country != "" {
			words[i] = e.Country
		}
	}
	out := foldName(strings.Join(words, " "))
	r.countries[name] = out
	return out
}

// government gives the key of a known mention: that of the country for a
// capital or seat that stands for its government.
func government(m *news.Mention, acts bool) string {
	if acts && m.Country != "" && (strings.HasPrefix(m.Known, "city:") || strings.HasPrefix(m.Known, "seat:")) {
		return "country:" + m.Country
	}
	return m.Known
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

// middles gathers the middle names of the full names that have any, and finds
// those of father and son.
func (r *resolver) middles() map[string]*middle {
	out := map[string]*middle{}
	at := func(full string) *middle {
		x := out[full]
		if x == nil {
			x = &middle{all: map[byte]bool{}, stories: map[int32]map[byte]bool{}}
			out[full] = x
		}
		return x
	}
	var room news.Mention
	for i := range r.articles {
		plain, junior := map[string]bool{}, []string(nil)
		for j := range r.mentions.count(i) {
			m := r.mentions.see(i, j, &room)
			if m.Full == "" {
				continue
			}
			if isJunior(m) {
				junior = append(junior, m.Full)
			} else {
				plain[m.Full] = true
			}
			if c := middleOf(m); c != 0 {
				x, s := at(m.Full), r.storyOf[i]
				x.all[c] = true
				if x.stories[s] == nil {
					x.stories[s] = map[byte]bool{}
				}
				x.stories[s][c] = true
			}
		}
		for _, full := range junior {
			if plain[full] {
				at(full).both = true
			}
		}
	}
	return out
}

// isJunior reports whether a person's name ends in Jr, II or the like.
func isJunior(m *news.Mention) bool {
	return isSuffix(m.Name[strings.LastIndexByte(m.Name, ' ')+1:])
}

// middleOf gives the initial of a person's middle name in lower case, 0 if the
// mention has none.
func middleOf(m *news.Mention) byte {
	if m.Full == "" {
		return 0
	}
	_, rest, _ := strings.Cut(m.Name, " ")
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
func (r *resolver) part(m *news.Mention, article int, x *middle) string {
	switch {
	case x == nil:
		return ""
	case x.both && isJunior(m):
		return " jr"
	case len(x.all) < 2:
		return ""
	}
	if c := middleOf(m); c != 0 {
		return " " + string(c)
	}
	if here := x.stories[r.storyOf[article]]; r.storyOf[article] >= 0 && len(here) == 1 {
		for c := range here {
			return " " + string(c)
		}
	}
	return ""
}
