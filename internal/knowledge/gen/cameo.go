package main

import (
	"fmt"
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/twosource/twosource/internal/knowledge"
)

// An actor is one block of a Phoenix file: names and codes.
type actor struct {
	names  []string // as they stand, in capitals with underscores
	codes  []string // what stands between brackets
	person bool     // the block comes from the list of office-holders
}

// readActors splits a Phoenix file into its blocks.
func readActors(data string) []actor {
	var out []actor
	for _, line := range strings.Split(data, "\n") {
		body, comment := line, ""
		if i := strings.IndexAny(line, ";#"); i >= 0 {
			body, comment = line[:i], line[i:]
		}
		name, codes, coded := strings.Cut(body, "[")
		extra := strings.HasPrefix(name, "+")
		name = strings.Trim(strings.TrimPrefix(name, "+"), "_ \t\r")
		if name != "" {
			if !extra || len(out) == 0 {
				out = append(out, actor{})
			}
			a := &out[len(out)-1]
			a.names = append(a.names, name)
			a.person = a.person || strings.Contains(comment, "CountryInfo")
		}
		if coded && len(out) > 0 {
			a := &out[len(out)-1]
			for _, c := range strings.Split(codes, "[") {
				c, _, _ = strings.Cut(c, "]")
				a.codes = append(a.codes, strings.TrimSpace(c))
			}
		}
	}
	return out
}

// addCameo adds office-holders, institutions and places of the countries file,
// bodies and companies of the international file, and armed groups.
func (s *set) addCameo(file string, iso map[string]string, p *people) error {
	known := map[string]bool{}
	for _, c := range iso {
		known[c] = true
	}
	files := map[string]string{}
	err := eachFile(file, ".actors.txt", func(name string, data []byte) error {
		files[path.Base(name)] = string(data)
		return nil
	})
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		add  func([]actor, map[string]bool, *people)
	}{
		{"Phoenix.MilNonState.actors.txt", s.addArmed},
		{"Phoenix.International.actors.txt", s.addInternational},
		{"Phoenix.Countries.actors.txt", s.addCountries},
	} {
		if files[f.name] == "" {
			return fmt.Errorf("%s: no %s in it", file, f.name)
		}
		f.add(readActors(files[f.name]), known, p)
	}
	return nil
}

func codeCountry(a actor, known map[string]bool) string {
	for _, c := range a.codes {
		for _, at := range []int{0, 3} {
			if len(c) >= at+3 && known[c[at:at+3]] {
				return c[at : at+3]
			}
		}
	}
	return ""
}

func (s *set) addArmed(actors []actor, known map[string]bool, _ *people) {
	for _, a := range actors {
		var names []string
		isGroup := false // the file also lists leaders
		for _, n := range a.names {
			n = bracket.ReplaceAllString(strings.ReplaceAll(n, "_", " "), "")
			words := nameWords(n)
			isGroup = isGroup || anyOf(words, heads)
			if len(words) < 2 && !s.corpus.properName(n) && !s.corpus.acronym(n) || anyOf(words, loose) ||
				strings.ContainsAny(n, "+0123456789,()") || !specific(n) {
				continue
			}
			names = append(names, s.title(words))
		}
		if len(names) > 0 && isGroup {
			s.add(entry("armed-group", codeCountry(a, known), names[0]), names[1:]...)
		}
	}
}

func (s *set) addInternational(actors []actor, known map[string]bool, _ *people) {
	for _, a := range actors {
		if len(a.codes) == 0 {
			continue
		}
		kind := "body"
		switch code := a.codes[0]; {
		case strings.HasPrefix(code, "MNC"):
			kind = "company"
		case strings.HasPrefix(code, "MED"):
			kind = "outlet"
		}
		var names []string
		for _, n := range a.names {
			words := nameWords(n)
			switch {
			case len(words) == 1 && (s.corpus.acronym(n) || kind == "company" && s.corpus.properName(n)):
			case len(words) > 1 && !anyOf(words, loose) && !titled(words) && (anyOf(words[1:], heads) || anyOf(words[:1], heads)):
			default:
				continue
			}
			names = append(names, s.title(words))
			if last := strings.ToLower(strings.Trim(words[len(words)-1], ".,")); kind == "company" && len(words) > 2 && forms[last] {
				names = append(names, s.title(words[:len(words)-1]))
			}
		}
		if len(names) > 0 {
			s.add(entry(kind, codeCountry(a, known), names[0]), names[1:]...)
		}
	}
}

func (s *set) addCountries(actors []actor, known map[string]bool, p *people) {
	var persons []person
	for _, a := range actors { // persons first: the names of places are weighed against theirs
		if country := codeCountry(a, known); country != "" && a.person {
			persons = s.addPerson(persons, a, country, p)
		}
	}
	for _, q := range persons {
		if !p.everyone(q.names[0]) {
			s.addHolder(q)
		}
	}
	for _, a := range actors {
		country := codeCountry(a, known)
		switch {
		case country == "" || len(a.codes) == 0 || a.person:
		case a.codes[0] == country:
			s.addPlaces(a, country, p)
		default:
			s.addInstitution(a, country)
		}
	}
}

// firstYear is the year from when on office-holders are of use: those who left
// before are history to the news.
const firstYear = 1985

// A person is an office-holder of the sources.
type person struct {
	country string
	names   []string
}

// addPerson appends the person of a block to out, if he or she was in office
// late enough, and counts the parts of the name.
func (s *set) addPerson(out []person, a actor, country string, p *people) []person {
	inverted := country == "CHN" || country == "KOR" || country == "PRK" || country == "VNM" || country == "TWN" || country == "KHM"
	var names []string
	for i, n := range a.names {
		words := nameWords(n)
		if len(words) < 2 || len(words) > 5 || titled(words) || strings.ContainsAny(n, "0123456789()") || len(words[0]) < 2 {
			continue
		}
		name := s.personCase(words, inverted)
		names = append(names, name)
		parts := strings.Fields(name)
		if i == 0 && !inverted {
			p.given(parts[0])
			p.surname(parts[len(parts)-1])
		}
	}
	if len(names) == 0 || lastYear(a.codes) < firstYear {
		return out
	}
	commonName(names)
	return append(out, person{country, names})
}

// addHolder adds a person, to the entry that another source made of the same if
// there is one.
func (s *set) addHolder(q person) {
	for _, n := range q.names {
		if key := s.taken[knowledge.Fold(n)]; strings.HasPrefix(key, "person:"+q.country+"/") {
			s.add(s.byKey[key].Entry, q.names...)
			return
		}
	}
	s.add(entry("person", q.country, q.names[0]), q.names[1:]...)
}

// lastYear returns the last year of a dated code that is an office, 9999 for
// one that is open.
func lastYear(codes []string) int {
	last := 0
	for _, c := range codes {
		code, dates, ok := strings.Cut(c, " ")
		if !ok || strings.HasSuffix(code, "ELI") {
			continue
		}
		if strings.Contains(dates, ">") {
			return 9999
		}
		_, to, _ := strings.Cut(dates, "-")
		to = strings.TrimSpace(strings.TrimPrefix(to, "<"))
		switch len(to) {
		case 6:
			y, _ := strconv.Atoi(to[:2])
			if y <= 20 {
				y += 100
			}
			last = max(last, 1900+y)
		case 8:
			y, _ := strconv.Atoi(to[:4])
			last = max(last, y)
		}
	}
	return last
}

// addPlaces adds what stands under a country's own code: towns and provinces,
// and its name in many spellings.
func (s *set) addPlaces(a actor, country string, p *people) {
	for _, n := range a.names {
		words := nameWords(n)
		if len(words) == 0 || len(words) > 3 || anyOf(words, loose) || strings.ContainsAny(n, "(),0123456789") {
			continue
		}
		ok := true
		for _, w := range words {
			ok = ok && len(w) > 2 && (s.corpus.properName(w) || len(words) > 1 && small[strings.ToLower(w)])
		}
		name := s.title(words)
		if f := knowledge.Fold(name); country != "USA" && p.givens[f]+p.surnames[f] > 0 {
			continue
		}
		if !ok || s.has(name) || s.has(words[len(words)-1]) && len(words) > 1 {
			continue
		}
		s.add(entry("city", country, name))
	}
}

func (s *set) addInstitution(a actor, country string) {
	kind := "body"
	if c := a.codes[0]; strings.Contains(c[3:], "REB") || strings.Contains(c[3:], "UAF") {
		kind = "armed-group"
	} else if strings.Contains(c[3:], "PTY") {
		kind = "party"
	}
	var names []string
	for _, n := range a.names {
		words := nameWords(n)
		if len(words) < 2 || anyOf(words, loose) || titled(words) || !anyOf(words, heads) {
			continue
		}
		names = append(names, s.title(words))
	}
	if len(names) > 0 && specific(names[0]) {
		s.add(entry(kind, country, names[0]), names[1:]...)
	}
}

// specific reports whether a name has a word that is not the name of a kind of
// body: "Foreign Ministry" belongs to every country.
func specific(name string) bool {
	for _, w := range strings.Fields(strings.ToLower(name)) {
		if !heads[w] && !generic[w] && !small[w] {
			return true
		}
	}
	return false
}

// nameWords splits a Phoenix name at underscores and blanks.
func nameWords(name string) []string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '_' || unicode.IsSpace(r) })
	if len(words) > 1 && strings.EqualFold(words[0], "the") {
		words = words[1:]
	}
	return words
}

// title writes a name with capitals as the archive would.
func (s *set) title(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		switch {
		case i > 0 && small[strings.ToLower(w)]:
			out[i] = strings.ToLower(w)
		default:
			out[i] = titleCase(w, s.corpus)
		}
	}
	return strings.Join(out, " ")
}

func (s *set) personCase(words []string, inverted bool) string {
	out := make([]string, len(words))
	for i, w := range words {
		w = titleCase(w, nil)
		if inverted { // Ban Ki-moon
			if a, b, ok := strings.Cut(w, "-"); ok {
				w = a + "-" + strings.ToLower(b)
			}
		}
		if l := strings.ToLower(w); i > 0 && i < len(words)-1 && particles[l] {
			w = l
		}
		out[i] = w
	}
	name := strings.Join(out, " ")
	return strings.NewReplacer(" al ", " al-", " el ", " el-").Replace(name)
}

// commonName puts the name without a middle one first, if the source has it:
// "Vladimir Putin" before "Vladimir Vladimirovich Putin".
func commonName(names []string) {
	f := strings.Fields(names[0])
	if len(f) != 3 {
		return
	}
	short := f[0] + " " + f[2]
	for i, n := range names {
		if n == short {
			names[0], names[i] = names[i], names[0]
		}
	}
}

// titleCase gives each part of a word a capital; "al" before a hyphen stays
// small, an acronym of the archive in capitals.
func titleCase(w string, c *corpus) string {
	parts := strings.Split(w, "-")
	for i, p := range parts {
		if c != nil && len(p) > 1 && c.acronym(p) {
			parts[i] = strings.ToUpper(p)
			continue
		}
		l := strings.ToLower(p)
		if i < len(parts)-1 && (l == "al" || l == "el" || l == "an" || l == "ar" || l == "as" || l == "ash") {
			parts[i] = l
			continue
		}
		up := true
		parts[i] = strings.Map(func(r rune) rune {
			if up {
				r = unicode.ToUpper(r)
			}
			up = !unicode.IsLetter(r) && r != '’' && (r != '\'' || len(l) > 2 && l[1] == '\'')
			return r
		}, l)
	}
	return strings.Join(parts, "-")
}
