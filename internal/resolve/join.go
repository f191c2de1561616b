package resolve

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// joinTypes joins a full name that one article takes for a person's and another
// for something else. A common name is not joined so.
func (r *resolver) joinTypes() {
	for k := range r.keys {
		words := strings.Fields(strings.TrimPrefix(r.keys[k].name, otherName))
		if !strings.HasPrefix(r.keys[k].name, otherName) || len(words) != 2 {
			continue
		}
		if p, ok := r.byKey[fullName+strings.Join(words, " ")]; ok && !r.isCommon(p) {
			r.join(p, int32(k), "the same name")
		}
	}
}

// joinLonger joins a body's common name with the only longer name of its article that
// ends with it: "Judiciary Committee" where the article has "Senate Judiciary Committee".
// A name that many articles have by itself is short for none, but for that of a part.
func (r *resolver) joinLonger() {
	const several = -2
	spread, limit := r.countArticles(), max(rareLeast, len(r.articles)/rareShare)
	shorter := func(k int32) bool {
		return (r.isGeneric(k) || r.isBareBody(k)) && (spread[k] <= limit || r.isLocal(k))
	}
	var room news.Mention
	for i := range r.of {
		longer := map[string]int32{} // end of a name → the key of the name, or several
		for j, k := range r.of[i] {
			m := r.mentions.see(i, j, &room)
			if k < 0 || m.Kind != news.NameMention || m.Type != news.Organization {
				continue
			}
			words := strings.Fields(foldName(m.Name))
			for w := 1; w+2 <= len(words) && w < maxLonger; w++ {
				end := strings.Join(words[w:], " ")
				if other, ok := longer[end]; ok && other != k {
					longer[end] = several
				} else {
					longer[end] = k
				}
			}
		}
		for j, k := range r.of[i] {
			if len(longer) == 0 || k < 0 || !strings.HasPrefix(r.keys[k].name, otherName) {
				continue
			}
			m := r.first(k)
			end := foldName(m.Name)
			if to, ok := longer[end]; ok && to != several && to != k && shorter(k) && r.shortens(to, end) {
				r.of[i][j] = to
				if why := "the only longer name of an article that ends with " + m.Name; !slices.Contains(r.keys[to].because, why) {
					r.keys[to].because = append(r.keys[to].because, why)
				}
			}
		}
	}
}

// maxLonger bounds the words before an end that are looked at.
const maxLonger = 5

// A story is the keys that the articles of one story have, in the order of
// their articles, each once, and what they are called there.
type story struct {
	articles []int
	keys     []int32
}

// eachStory calls f for each story of more than one article.
func (r *resolver) eachStory(f func(s *story)) {
	for _, members := range r.stories {
		if len(members) < 2 {
			continue
		}
		s := &story{articles: members}
		seen := map[int32]bool{}
		for _, i := range members {
			for _, k := range r.of[i] {
				if k >= 0 && !seen[k] {
					seen[k] = true
					s.keys = append(s.keys, k)
				}
			}
		}
		f(s)
	}
}

// joinAcronyms joins an acronym with what the story explains it as, and names
// that the story gives one acronym: "the International Syria Support Group
// (ISSG)".
func (r *resolver) joinAcronyms(s *story) {
	long := map[string][]int32{}
	for _, i := range s.articles {
		for j := range r.of[i] {
			m := r.mentions.at(i, j)
			if !isAcronym(&m) || r.of[i][j] < 0 {
				continue
			}
			if root := r.mentions.at(i, r.mentions.root(i, j)); strings.Contains(root.Name, " ") && root.Kind == news.NameMention {
				long[m.Name] = append(long[m.Name], r.of[i][j])
			}
		}
	}
	for _, k := range slices.Clone(s.keys) {
		if m := r.first(k); isAcronym(&m) && len(long[m.Name]) > 0 && m.Known == "" {
			r.move(s, k, long[m.Name][0], "the story explains "+m.Name+" so")
		}
	}
	for _, name := range sortedKeys(long) {
		for _, k := range long[name][1:] {
			r.move(s, k, long[name][0], "both are called "+name+" in one story")
		}
	}
}

func sortedKeys[T any](m map[string]T) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// isAcronym reports whether a name is two capitals or more and nothing else.
func isAcronym(m *news.Mention) bool {
	if m.Kind != news.NameMention || len(m.Name) < 2 || m.Type == news.Person {
		return false
	}
	for i := range len(m.Name) {
		if c := m.Name[i]; (c < 'A' || c > 'Z') && c != '.' && c != '&' {
			return false
		}
	}
	return true
}

// joinEndings joins a body's name with the only longer one of the story that
// ends with it: "Fish and Wildlife Service", "Chargers".
func (r *resolver) joinEndings(s *story) {
	byEnd := map[string][]int32{}
	for _, k := range s.keys {
		name, ok := strings.CutPrefix(r.keys[k].name, otherName)
		if !ok || !strings.Contains(name, " ") || r.first(k).Type == news.Place {
			continue
		}
		words := strings.Fields(name)
		for i := 1; i < min(len(words), 5); i++ {
			end := strings.Join(words[i:], " ")
			byEnd[end] = append(byEnd[end], k)
		}
	}
	for _, k := range slices.Clone(s.keys) {
		name, ok := strings.CutPrefix(r.keys[k].name, otherName)
		if !ok {
			continue
		}
		m := r.first(k)
		if !strings.Contains(m.Name, " ") {
			name = foldName(m.Name)
		}
		if int(k) < len(r.spread) && r.spread[k] > max(rareLeast, len(r.articles)/rareShare) && !r.isLocal(k) {
			continue // a name that so many articles have by itself is short for none
		}
		if longer := byEnd[name]; len(longer) == 1 && longer[0] != k && r.shortens(longer[0], name) {
			r.move(s, k, longer[0], "the only name of the story that ends with "+m.Name)
		}
	}
}

// shortens reports whether the end of the name of key k may stand for the whole: not
// where a known name ends it ("Holm's White House" is no House), and of a single word
// not where it stands after a preposition ("State of the Union") or says only of what
// kind a thing is ("House Democratic").
func (r *resolver) shortens(k int32, end string) bool {
	words := strings.Fields(r.first(k).Name)
	at := len(words) - len(strings.Fields(end))
	for i := 1; i < at; i++ {
		if _, ok := r.known.Lookup(strings.Join(words[i:], " ")); ok {
			return false
		}
	}
	if strings.Contains(end, " ") {
		return true
	}
	return at > 0 && len(contentWords(strings.ToLower(words[at-1]))) > 0 && !isAdjective(end)
}

// isAdjective reports whether a word in lower case is by its ending an adjective.
func isAdjective(word string) bool {
	for _, end := range [...]string{"mic", "pic", "tic", "eral", "ical", "icial", "ional", "ative", "utive"} {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}

// maxNamesakes bounds the persons of one story with one surname that are
// compared.
const maxNamesakes = 16

// joinParts joins two persons of a story whose names share the surname where
// all words of the one stand in the other: "Jan Olav Berg", "Olav Berg".
func (r *resolver) joinParts(s *story) {
	bySurname := map[string][]int32{}
	for _, k := range s.keys {
		if m := r.first(k); strings.HasPrefix(r.keys[k].name, fullName) && m.Key != "" {
			bySurname[m.Key] = append(bySurname[m.Key], k)
		}
	}
	for _, name := range sortedKeys(bySurname) {
		list := bySurname[name][:min(len(bySurname[name]), maxNamesakes)]
		for x, a := range list {
			for _, b := range list[:x] {
				if within(r.first(a).Name, r.first(b).Name) || within(r.first(b).Name, r.first(a).Name) {
					r.move(s, a, b, "in one story, the same surname, and a given name of both")
				}
			}
		}
	}
}

// within reports whether all words of the name a, two at least, are words of b.
func within(a, b string) bool {
	words := strings.Fields(foldName(b))
	n := 0
	for w := range strings.FieldsSeq(foldName(a)) {
		if isSuffix(w) {
			continue
		}
		if !slices.Contains(words, w) {
			return false
		}
		n++
	}
	return n > 1
}

// joinSurnames gives a bare surname the key of the only person of its story who
// is known by it.
func (r *resolver) joinSurnames(s *story) {
	const two = -2
	full := map[string]int32{} // surname → the one key, or two
	for _, i := range s.articles {
		for j, k := range r.of[i] {
			m := r.mentions.at(i, j)
			if k < 0 || m.Kind != news.NameMention || m.Type != news.Person || m.Key == "" || strings.HasPrefix(r.keys[k].name, surname) {
				continue
			}
			k = r.find(k)
			if other, ok := full[m.Key]; ok && other != k {
				k = two
			}
			full[m.Key] = k
		}
	}
	for _, k := range s.keys {
		if !strings.HasPrefix(r.keys[k].name, surname) || r.find(k) != k {
			continue
		}
		m := r.first(k)
		if one, ok := full[m.Key]; ok && one != two {
			r.join(one, k, "the only person of the story called "+m.Name)
		}
	}
}

// joinNames joins the names of one word that articles of a story take for things
// of different types. Two of a person alone are not joined so.
func (r *resolver) joinNames(s *story) {
	first := map[string]int32{}
	for _, k := range slices.Clone(s.keys) {
		m := r.first(k)
		if !strings.HasPrefix(r.keys[k].name, otherName) || strings.Contains(m.Name, " ") {
			continue
		}
		name := foldName(m.Name)
		if other, ok := first[name]; ok {
			r.move(s, k, other, "the same name in one story")
		} else {
			first[name] = k
		}
	}
	for _, k := range s.keys {
		if !strings.HasPrefix(r.keys[k].name, surname) || r.find(k) != k {
			continue
		}
		if other, ok := first[foldName(r.first(k).Name)]; ok {
			r.join(other, k, "the same name in one story")
		}
	}
}

// joinDescriptions joins what several articles of a story call by the same
// words, without a name: "a senior State Department official".
func (r *resolver) joinDescriptions(s *story) {
	first := map[string]int32{}
	for _, k := range s.keys {
		if strings.HasPrefix(r.keys[k].name, otherName) {
			first[foldName(r.first(k).Name)] = k
		}
	}
	for _, k := range s.keys {
		if !strings.HasPrefix(r.keys[k].name, described) || r.find(k) != k {
			continue
		}
		words := foldName(r.first(k).Name)
		if words == "reporters" || words == "journalists" { // each article has its own
			continue
		}
		if other, ok := first[words]; ok {
			r.join(other, k, "the same description in one story")
		} else {
			first[words] = k
		}
	}
}

// joinHeads joins what an article calls by a noun alone, "the coach", with the
// person of the story of whom other articles say that noun: more than twice as
// many as say it of anyone else.
func (r *resolver) joinHeads(s *story) {
	who := r.nouns(s)
	for _, k := range s.keys {
		m := r.first(k)
		if !strings.HasPrefix(r.keys[k].name, described) || r.find(k) != k || m.Type != news.Person || !m.Definite {
			continue
		}
		word := lastWord(m.Name)
		if one := foremost(who[word]); one >= 0 && !manyHold[word] {
			r.join(one, k, "the story says "+word+" of no one else as often")
		}
	}
}

// A holder is a person of whom articles say a noun.
type holder struct {
	key      int32
	articles int
	last     int // the latest of them
}

// nouns gives for each noun the persons of a story of whom its articles say it:
// as a role or where the noun takes up the name.
func (r *resolver) nouns(s *story) map[string][]holder {
	who := map[string][]holder{}
	say := func(word string, k int32, article int) {
		k = r.find(k)
		list := who[word]
		for x := range list {
			if h := &list[x]; h.key == k {
				if h.last != article {
					h.last, h.articles = article, h.articles+1
				}
				return
			}
		}
		if len(list) < maxNamesakes {
			who[word] = append(list, holder{k, 1, article})
		}
	}
	for _, i := range s.articles {
		for j, k := range r.of[i] {
			if k < 0 {
				continue
			}
			m := r.mentions.at(i, j)
			if root := r.mentions.at(i, r.mentions.root(i, j)); root.Kind != news.NameMention || root.Type != news.Person {
				continue
			}
			switch {
			case m.Kind == news.TitleMention:
				say(lastWord(m.Name), k, i)
			case m.Kind == news.NameMention && !m.Role.IsZero():
				say(lastWord(m.Role.Of(r.articles[i].Text)), k, i)
			}
		}
	}
	return who
}

// foremost gives the person of whom more than twice as many articles say the
// noun as of any other; -1 if there is none.
func foremost(list []holder) int32 {
	best, second := holder{key: -1}, 0
	for _, h := range list {
		if h.articles > best.articles {
			best, second = h, best.articles
		} else {
			second = max(second, h.articles)
		}
	}
	if best.articles <= 2*second {
		return -1
	}
	return best.key
}

func lastWord(s string) string { return strings.ToLower(s[strings.LastIndexByte(s, ' ')+1:]) }

// manyHold are nouns of persons of whom a happening has several.
var manyHold = map[string]bool{"official": true, "source": true, "spokesman": true, "spokeswoman": true, "spokesperson": true,
	"officer": true, "man": true, "woman": true, "analyst": true, "expert": true, "diplomat": true, "leader": true, "member": true,
	"reporter": true, "journalist": true, "lawyer": true, "resident": true, "witness": true, "friend": true, "person": true}

// soleOffices are offices that one person of a country or body holds at a time.
var soleOffices = map[string]bool{"president": true, "chancellor": true, "premier": true, "pope": true, "king": true, "queen": true,
	"prime minister": true, "secretary-general": true, "foreign minister": true, "secretary of state": true, "vice president": true}

// An officer is a person with a sole office.
type officer struct {
	key     int32
	country string // of the office; "" if its words do not tell
}

// joinOffices joins a surname that stands with an office of one holder with the
// only person of the set who has that surname and office in full: "President
// Obama".
func (r *resolver) joinOffices() {
	full := map[string][]officer{}
	var bare []officer
	var names []string
	var room news.Mention
	for i := range r.of {
		for j, k := range r.of[i] {
			m := r.mentions.see(i, j, &room)
			if k < 0 || m.Kind != news.NameMention || m.Type != news.Person || m.Role.IsZero() {
				continue
			}
			office := officeOf(m.Role.Of(r.articles[i].Text))
			if office == "" {
				continue
			}
			name := office + " called " + m.Key
			o := officer{r.find(k), m.Country}
			if strings.HasPrefix(r.keys[o.key].name, surname) {
				bare, names = append(bare, o), append(names, name)
			} else if !slices.Contains(full[name], o) {
				full[name] = append(full[name], o)
			}
		}
	}
	for b, o := range bare {
		if one := onlyOfficer(full[names[b]], o.country); one >= 0 && r.find(o.key) == o.key {
			r.join(one, o.key, "the only "+names[b])
		}
	}
}

// onlyOfficer gives the one person of the list whose country is, or may be, the
// given one; -1 if there is none or more than one.
func onlyOfficer(list []officer, country string) int32 {
	only := int32(-1)
	for _, o := range list {
		if country != "" && o.country != "" && o.country != country || o.key == only {
			continue
		}
		if only >= 0 {
			return -1
		}
		only = o.key
	}
	return only
}

// officeOf gives the sole office that a role names, "" if it names none or one
// that is over.
func officeOf(role string) string {
	words := strings.Fields(strings.ToLower(role))
	for _, w := range words {
		switch w {
		case "former", "ex", "then", "vice-president":
			return ""
		}
	}
	for n := 3; n > 0; n-- {
		for i := 0; i+n <= len(words); i++ {
			if o := strings.Join(words[i:i+n], " "); soleOffices[o] && (n > 1 || i == 0 || words[i-1] != "vice" && words[i-1] != "deputy") {
				return o
			}
		}
	}
	return ""
}
