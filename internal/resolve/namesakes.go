package resolve

import (
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// commonName is the sum of the rarities of given name and surname below which
// two articles may well mean two persons: see [knowledge.Rarity].
const commonName int32 = 13 * 256

// isCommon reports whether a key is too common a name to mean one thing in any
// two articles: a person's of a common given name and surname, "John Adams", or
// a body's of ordinary words, "Court of Appeals".
func isCommon(k *key) bool {
	if name, ok := strings.CutPrefix(k.name, fullName); ok {
		given, last, _ := strings.Cut(name, " ")
		last, _, _ = strings.Cut(last, " ")
		return knowledge.Rarity(given)+knowledge.Rarity(last) < commonName
	}
	return isGeneric(k)
}

// isGeneric reports whether the name of a key has several words, all ordinary:
// news does not always write them with a capital.
func isGeneric(k *key) bool {
	if !strings.HasPrefix(k.name, otherName) {
		return false
	}
	words := strings.Fields(foldName(k.first.Name))
	for _, w := range words {
		if c := knowledge.Capitalised(w); c < 0 || c > ordinary {
			return false
		}
	}
	return len(words) > 1
}

// ordinary is the most uses in a hundred with a capital of an ordinary word.
const ordinary = 96

// localWords are words of names of bodies of which a country has many.
var localWords = map[string]bool{"appeals": true, "board": true, "church": true, "circuit": true, "city": true, "club": true,
	"college": true, "community": true, "county": true, "district": true, "fire": true, "health": true, "high": true, "hospital": true,
	"library": true, "municipal": true, "museum": true, "park": true, "police": true, "regional": true, "school": true,
	"sheriff": true, "sheriff's": true, "state": true, "street": true, "superior": true, "town": true, "university": true}

// isLocal reports whether a country has many bodies of a generic name.
func isLocal(name string) bool {
	for w := range strings.FieldsSeq(name) {
		if localWords[w] {
			return true
		}
	}
	return false
}

// Bounds of what two articles must share for one common name in both to be one:
// a name that at most one in rareShare articles has, or rareLeast.
const (
	rareShare = 200
	rareLeast = 5
)

// A bearer is a common name in one article.
type bearer struct {
	article int
	group   int // index of the first bearer that it is joined with, its own at first
	because string
}

// partCommon gives a common name in two articles two keys, unless the articles
// share more than it: their story, a name that few articles have, an office of
// the bearer; of a body, the country or place that the articles tell of. What
// most articles share keeps the name, and a name that one such group has in most
// of its articles is that of the group everywhere.
func (r *resolver) partCommon() {
	articles := r.articlesOf()
	limit := max(rareLeast, len(r.articles)/rareShare)
	for k := range articles {
		if len(articles[k]) < 2 || !isCommon(&r.keys[k]) {
			continue
		}
		list := make([]bearer, len(articles[k]))
		seen := map[string]int{}
		for b, i := range articles[k] {
			list[b] = bearer{article: i, group: b}
			r.eachEvidence(i, int32(k), articles, limit, func(what, because string) {
				if first, ok := seen[what]; ok {
					unite(list, first, b, because)
				} else {
					seen[what] = b
				}
			})
		}
		r.partBearers(int32(k), list)
	}
}

// articlesOf gives for each key the articles that have it, in their order.
func (r *resolver) articlesOf() [][]int {
	out := make([][]int, len(r.keys))
	for i := range r.of {
		for _, k := range r.of[i] {
			if k < 0 {
				continue
			}
			if l := out[k]; len(l) == 0 || l[len(l)-1] != i {
				out[k] = append(l, i)
			}
		}
	}
	return out
}

// maxEvidence bounds the names of an article that are looked at.
const maxEvidence = 512

// eachEvidence calls f for each thing that another article with key k may share
// with article i, and says why that joins them.
func (r *resolver) eachEvidence(i int, k int32, articles [][]int, limit int, f func(what, because string)) {
	if s := r.storyOf[i]; s >= 0 {
		f("story "+strconv.Itoa(int(s)), "one story has both")
	}
	if !strings.HasPrefix(r.keys[k].name, fullName) {
		if place := r.setting(i, isLocal(strings.TrimPrefix(r.keys[k].name, otherName))); place != "" {
			f("of "+place, "the articles tell most of one place")
		}
		return
	}
	an := &r.annotations[i]
	for j, other := range r.of[i][:min(len(r.of[i]), maxEvidence)] {
		switch {
		case other == k:
			if role := officeWords(an.Mentions[j].Role.Of(r.articles[i].Text)); role != "" {
				f("role "+role, "both are called "+role)
			}
		case other >= 0 && int(other) < len(articles) && len(articles[other]) <= limit && r.tells(other):
			f("name "+strconv.Itoa(int(other)), "the articles share the name "+r.keys[other].first.Name)
		}
	}
}

// tells reports whether a key that two articles share tells that they are of
// one setting.
func (r *resolver) tells(k int32) bool {
	name := r.keys[k].name
	switch rank(name) {
	case 0:
		kind, _, _ := strings.Cut(name, ":")
		return kind != "country" && kind != "demonym" && kind != "agency"
	case 1:
		return true
	case 2:
		return strings.Contains(name, " ") && !isGeneric(&r.keys[k])
	}
	return false
}

// A setting is what an article tells of most.
type setting struct {
	country, place string // "" if it names none; the place lies within a country
	known          bool
}

// setting gives what article i tells of most: the country, for what is local the
// place within one; "" if it tells of none. Each article is read once.
func (r *resolver) setting(i int, local bool) string {
	if r.settings == nil {
		r.settings = make([]setting, len(r.articles))
	}
	s := &r.settings[i]
	if !s.known {
		s.known = true
		countries, places := map[string]int{}, map[string]int{}
		for j, k := range r.of[i] {
			m := &r.annotations[i].Mentions[j]
			if k < 0 || m.Kind != news.NameMention {
				continue
			}
			if m.Country != "" {
				countries[m.Country]++
			}
			if name := r.keys[k].name; m.Type == news.Place && !strings.HasPrefix(name, "country:") {
				places[name]++
			}
		}
		s.country, s.place = commonest(countries), commonest(places)
	}
	if local {
		return s.place
	}
	return s.country
}

// commonest gives the word that is counted most, the first by byte order of
// several; "" of none.
func commonest(count map[string]int) string {
	best := ""
	for w, n := range count {
		if best == "" || n > count[best] || n == count[best] && w < best {
			best = w
		}
	}
	return best
}

// officeWords gives the words of a role that tell one bearer of a name from
// another: a sole office, or two words or more; "" if they do not.
func officeWords(role string) string {
	if formOfAddress(role) {
		return ""
	}
	role = foldName(role)
	if o := officeOf(role); o != "" {
		return o
	}
	if !strings.Contains(role, " ") {
		return ""
	}
	return role
}

func unite(list []bearer, a, b int, because string) {
	a, b = rootBearer(list, a), rootBearer(list, b)
	if a == b {
		return
	}
	a, b = min(a, b), max(a, b)
	list[b].group = a
	list[b].because = because
}

func rootBearer(list []bearer, b int) int {
	for list[b].group != b {
		list[b].group = list[list[b].group].group // keeps the paths short
		b = list[b].group
	}
	return b
}

// most is how many articles the largest group of a name must have, and half of
// all, for the name to be that of one person everywhere.
const most = 5

// partBearers gives each group of bearers of key k but the largest a key of its own.
func (r *resolver) partBearers(k int32, list []bearer) {
	size := make([]int, len(list))
	largest := 0
	for b := range list {
		root := rootBearer(list, b)
		size[root]++
		if size[root] > size[largest] {
			largest = root
		}
	}
	// A body of ordinary words is another in each country, however often it is named.
	everywhere := strings.HasPrefix(r.keys[k].name, fullName) && size[largest] >= most && 2*size[largest] >= len(list)
	own := map[int]int32{}
	for b := range list {
		root := rootBearer(list, b)
		to, ok := own[root]
		if !ok {
			to = k
			if root != largest && !everywhere {
				to = r.newKey(k, list[b].article)
			}
			own[root] = to
		}
		if list[b].because != "" {
			r.keys[to].because = append(r.keys[to].because, list[b].because)
		}
		if to == k {
			continue
		}
		for j, x := range r.of[list[b].article] {
			if x == k {
				r.of[list[b].article][j] = to
			}
		}
	}
	if everywhere {
		r.keys[k].because = append(r.keys[k].because, "most articles with the name mean one person")
	}
	for _, to := range own {
		because := r.keys[to].because
		slices.Sort(because)
		because = slices.Compact(because)
		r.keys[to].because = because[:min(len(because), maxReasons)]
	}
}

// maxReasons bounds the reasons that are kept for joining one common name.
const maxReasons = 6

// newKey makes a key like k for the bearers whose first article is given.
func (r *resolver) newKey(k int32, article int) int32 {
	first := r.keys[k].first
	for j, x := range r.of[article] {
		if x == k {
			an := &r.annotations[article]
			first = &an.Mentions[rootOf(an, j)]
			break
		}
	}
	return r.key(r.keys[k].name+" @"+r.articles[article].ID, first)
}
