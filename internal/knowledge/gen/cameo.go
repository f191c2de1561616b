package main

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/twosource/twosource/internal/knowledge"
)

// An actor is one block of a Phoenix file: names and codes.
type actor struct {
	names   []string // as they stand, in capitals with underscores
	codes   []string // what stands between brackets
	notes   []string // what the source notes behind each code
	titles  []string // with which names of the block begin: "FOREIGN_MINISTER"
	heading *listing // under which the block stands, nil if under none
	person  bool     // the block comes from the list of office-holders
}

// readActors splits a Phoenix file into its blocks.
func readActors(data string) []actor {
	var out []actor
	var under *listing
	for _, line := range strings.Split(data, "\n") {
		if strings.HasPrefix(line, "#") {
			under = nil
			if m := heading.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
				under = &listing{title: m[1]}
			}
		}
		body, comment := line, ""
		if i := strings.IndexAny(line, ";#"); i >= 0 {
			body, comment = line[:i], line[i:]
		}
		name, codes, coded := strings.Cut(body, "[")
		extra := strings.HasPrefix(name, "+")
		name = strings.Trim(strings.TrimPrefix(name, "+"), "_ \t\r")
		if name != "" {
			if !extra || len(out) == 0 {
				out = append(out, actor{heading: under})
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
				a.notes = append(a.notes, "")
				if len(c) == 3 { // the next country
					under, a.heading = nil, nil
				}
			}
			a.notes[len(a.notes)-1] = strings.TrimSpace(strings.TrimLeft(comment, ";# \t"))
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
	var blocks [3][]actor
	for i, name := range []string{"Phoenix.MilNonState.actors.txt", "Phoenix.International.actors.txt", "Phoenix.Countries.actors.txt"} {
		if files[name] == "" {
			return fmt.Errorf("%s: no %s in it", file, name)
		}
		blocks[i] = readActors(files[name])
	}
	// Persons are read first: the names of groups and places are weighed against
	// theirs.
	persons := s.readPersons(blocks[2], known, p)
	chiefs := s.readChiefs(blocks[1], known, p)
	s.addArmed(blocks[0], known, p)
	s.addInternational(blocks[1], known)
	for _, q := range append(persons, chiefs...) {
		if !p.everyone(q.names[0]) {
			s.addHolder(q)
		}
	}
	s.addCountries(blocks[2], known, p)
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

// addArmed adds armed groups. The file lists leaders among the names of their
// group; they are left out.
func (s *set) addArmed(actors []actor, known map[string]bool, p *people) {
	for _, a := range actors {
		var names []string
		leaders := leaderNames(a, p)
		isGroup := false
		for _, n := range a.names {
			n = bracket.ReplaceAllString(strings.ReplaceAll(n, "_", " "), "")
			words := nameWords(n)
			isGroup = isGroup || anyOf(words, heads)
			if leaders[n] || len(words) < 2 && !s.corpus.properName(n) && !s.corpus.acronym(n) || anyOf(words, loose) ||
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

// leaderNames returns the names of a block that are names of persons: those
// that begin with a title or a given name and have no word of a body, and what
// ends in the last word of one of them.
func leaderNames(a actor, p *people) map[string]bool {
	out := map[string]bool{}
	last := map[string]bool{}
	var plain [][]string
	for _, n := range a.names {
		n = bracket.ReplaceAllString(strings.ReplaceAll(n, "_", " "), "")
		words := nameWords(n)
		if len(words) == 0 {
			continue
		}
		plain = append(plain, append(words, n))
		given := p.givens[knowledge.Fold(words[0])] > 0 && len(words) > 1
		if (given || titled(words) || honorific[strings.ToLower(words[0])]) && !anyOf(words, heads) && len(words) < 6 {
			out[n] = true
			last[knowledge.Fold(words[len(words)-1])] = true
		}
	}
	for _, words := range plain {
		n, words := words[len(words)-1], words[:len(words)-1]
		if last[knowledge.Fold(words[len(words)-1])] && !anyOf(words, heads) {
			out[n] = true
		}
	}
	return out
}

func (s *set) addInternational(actors []actor, known map[string]bool) {
	for _, a := range actors {
		if len(a.codes) == 0 || lastYear(a.codes) > 0 { // a person
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
			if last := strings.ToLower(strings.Trim(words[len(words)-1], ".,")); kind == "company" && len(words) > 2 && forms[last] && !small[strings.ToLower(words[len(words)-2])] && words[len(words)-2] != "&" {
				names = append(names, s.title(words[:len(words)-1]))
			}
		}
		if len(names) > 0 {
			s.add(entry(kind, codeCountry(a, known), names[0]), names[1:]...)
		}
	}
}

func (s *set) addCountries(actors []actor, known map[string]bool, p *people) {
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
	offices []knowledge.Office
}

// readPersons returns the office-holders of the countries file.
func (s *set) readPersons(actors []actor, known map[string]bool, p *people) []person {
	var out []person
	for _, a := range actors {
		if country := codeCountry(a, known); country != "" && (a.person || a.heading != nil) {
			out = s.addPerson(out, a, country, p, func(code string) string {
				if len(code) >= 3 && known[code[:3]] {
					return "country:" + code[:3]
				}
				return ""
			})
		}
	}
	return out
}

// readChiefs returns the persons of the international file who headed a body
// of the set, at dates that it gives.
func (s *set) readChiefs(actors []actor, known map[string]bool, p *people) []person {
	var out []person
	for _, a := range actors {
		if len(a.codes) == 0 || !strings.HasPrefix(a.codes[0], "IGO") || lastYear(a.codes) == 0 {
			continue
		}
		out = s.addPerson(out, a, codeCountry(a, known), p, func(code string) string {
			for i, c := range a.codes {
				if key := s.taken[knowledge.Fold(a.notes[i])]; strings.HasPrefix(c, code) && strings.HasPrefix(key, "body:") {
					return key
				}
			}
			if code == "IGOUNO" {
				return s.taken["united nations"]
			}
			return ""
		})
	}
	return out
}

// surnameFirst are the countries whose people's names begin with the surname.
var surnameFirst = map[string]bool{"CHN": true, "KOR": true, "PRK": true, "VNM": true, "TWN": true, "KHM": true}

// addPerson appends the person of a block to out, if he or she was in office
// late enough, and counts the parts of the name.
func (s *set) addPerson(out []person, a actor, country string, p *people, of func(code string) string) []person {
	var names []string
	for i, n := range a.names {
		words := nameWords(n)
		if title := leadingTitle(words); title > 0 {
			a.titles = append(a.titles, strings.Join(words[:title], " "))
			words = words[title:]
		}
		if len(words) < 2 || len(words) > 5 || titled(words) || anyOf(words, notInNames) || strings.ContainsAny(n, "0123456789()") || len(words[0]) < 2 {
			continue
		}
		for len(words) > 2 && honorific[strings.ToLower(words[0])] && !strings.EqualFold(words[0], "abu") { // that is a name
			words = words[1:]
		}
		name := s.personCase(words, surnameFirst[country])
		names = append(names, name)
		parts := strings.Fields(name)
		if i == 0 && !surnameFirst[country] {
			p.given(parts[0])
			p.surname(parts[len(parts)-1])
		}
	}
	if len(names) == 0 || lastYear(a.codes) < firstYear {
		return out
	}
	commonName(names)
	return append(out, person{country, names, s.offices(a, of)})
}

// leadingTitle returns how many words of a name are titles or say of which
// country: three of "FOREIGN_MINISTER_SERGEY".
func leadingTitle(words []string) int {
	n := 0
	for n < len(words) && isTitle(words[n]) {
		n++
	}
	if n == len(words) {
		return 0
	}
	return n
}

// addHolder adds a person, to the entry that another source made of the same if
// there is one, and returns the key, "" if the person's names are all taken.
func (s *set) addHolder(q person) string {
	e := entry("person", q.country, q.names[0])
	for _, n := range q.names {
		if key := s.taken[knowledge.Fold(n)]; strings.HasPrefix(key, "person:"+q.country+"/") {
			e = s.byKey[key].Entry
			break
		}
	}
	s.add(e, q.names...)
	if s.byKey[e.Key] == nil {
		return ""
	}
	s.hold(e.Key, q.offices)
	return e.Key
}

// hold adds offices to a person. What a better source, which comes first, says
// of one title stays.
func (s *set) hold(key string, offices []knowledge.Office) {
	r := s.byKey[key]
	given := len(r.Offices)
	for _, o := range offices {
		known := slices.ContainsFunc(r.Offices[:given], func(x knowledge.Office) bool {
			return x.Of == o.Of && (x.Title == o.Title || o.Title == "") && x.From <= o.To && o.From <= x.To
		})
		if !known && !slices.Contains(r.Offices, o) {
			r.Offices = append(r.Offices, o)
		}
	}
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
		w = numeral(titleCase(w, nil), i)
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

var roman = regexp.MustCompile(`^(?:I{2,3}|I?V|VI{1,3}|I?X|X(?:I{1,3}|I?V|VI{0,3}|IX|X)|XXI{1,3})$`)

// numeral writes the number of a king or pope in capitals. It is never the first
// word of a name.
func numeral(w string, at int) string {
	if up := strings.ToUpper(w); at > 0 && len(w) > 1 && roman.MatchString(up) {
		return up
	}
	return w
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
