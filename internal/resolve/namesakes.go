package resolve

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// explanations gathers what the articles of the set say each acronym stands for:
// names of which none has half of its words in another.
func (r *resolver) explanations() {
	r.explained = map[string][]string{}
	var room news.Mention
	for i := range r.of {
		for j := range r.of[i] {
			m := r.mentions.see(i, j, &room)
			if !isAcronym(m) || m.Known != "" {
				continue
			}
			root := r.mentions.at(i, r.mentions.root(i, j))
			if root.Kind != news.NameMention || !strings.Contains(root.Name, " ") {
				continue
			}
			short, long := stops.Replace(m.Name), r.ofCountry(root.Name)
			if !slices.ContainsFunc(r.explained[short], func(other string) bool { return shareHalf(long, other) }) {
				r.explained[short] = append(r.explained[short], long)
			}
		}
	}
}

// shareHalf reports whether half of the words of the shorter of two names, or
// more, are in the other.
func shareHalf(a, b string) bool {
	x, y := contentWords(a), contentWords(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	n := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			n++
		}
	}
	return 2*n >= len(x)
}

// contentWords gives the words of a folded name but for articles, "and" and
// prepositions.
func contentWords(name string) []string {
	return slices.DeleteFunc(strings.Fields(name), func(w string) bool {
		switch w {
		case "a", "an", "the", "and", "of", "for", "on", "in", "to", "at", "by", "with", "&":
			return true
		}
		return false
	})
}

// Bounds of what two articles must share for one common name in both to be one:
// a name that at most one in rareShare articles has, or rareLeast.
const (
	rareShare  = 200
	rareLeast  = 5
	localShare = 1000 // the same of what many towns and regions have: many politicians are told of in several
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
	r.explanations()
	r.telltale = make([]asked, len(articles))
	for k := range articles {
		if len(articles[k]) < 2 || !r.isCommon(int32(k)) {
			continue
		}
		limit := max(rareLeast, len(r.articles)/rareShare)
		if r.isLocal(int32(k)) {
			limit = max(rareLeast, len(r.articles)/localShare)
		}
		list := make([]bearer, len(articles[k]))
		seen := map[clue]int{}
		r.partOwners(int32(k), articles[k])
		common := r.commonOf(int32(k))
		for b, i := range articles[k] {
			list[b] = bearer{article: i, group: b}
			r.eachEvidence(i, common, articles, limit, func(what clue, because string) {
				if first, ok := seen[what]; !ok {
					seen[what] = b
				} else if rootBearer(list, first) != rootBearer(list, b) {
					unite(list, first, b, because+r.sharedIn(what))
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

// countArticles gives for each key how many articles have it.
func (r *resolver) countArticles() []int {
	out, last := make([]int, len(r.keys)), make([]int, len(r.keys))
	for i := range r.of {
		for _, k := range r.of[i] {
			if k >= 0 && last[k] != i+1 {
				out[k], last[k] = out[k]+1, i+1
			}
		}
	}
	return out
}

// maxEvidence bounds the names of an article that are looked at.
const maxEvidence = 512

// A clue is a thing that two articles may share.
type clue struct {
	kind   clueKind
	number int32  // of a story or a key
	words  string // of a role, a country, a region or a body
}

type clueKind uint8

const (
	ofStory clueKind = iota
	ofRole
	ofName
	ofOwner  // a country, or a body
	ofPlace  // that most is told of
	ofRegion // in which both lie
	ofNowhere
)

// asked is an answer that was asked for before, or not.
type asked uint8

const (
	notAsked asked = iota
	saysNo
	saysYes
)

// eachEvidence calls f for each thing that another article with the key of c may share
// with article i, and says why that joins them.
func (r *resolver) eachEvidence(i int, c common, articles [][]int, limit int, f func(what clue, because string)) {
	k := c.key
	if s := r.storyOf[i]; s >= 0 {
		f(clue{kind: ofStory, number: s}, "one story has both")
	}
	if !c.person {
		r.eachSetting(i, c, articles, limit, f)
	}
	for j, other := range r.of[i][:min(len(r.of[i]), maxEvidence)] {
		switch {
		case other == k:
			var room news.Mention
			if role := officeWords(r.mentions.see(i, j, &room).Role.Of(r.articles[i].Text)); role != "" {
				f(clue{kind: ofRole, words: role}, "both are called ")
			}
		case other >= 0 && int(other) < len(articles) && len(articles[other]) <= limit && r.tells(other):
			f(clue{kind: ofName, number: other}, "the articles share the name ")
		}
	}
}

// sharedIn gives what the reason that a clue gives ends with.
func (r *resolver) sharedIn(what clue) string {
	switch what.kind {
	case ofRole:
		return what.words
	case ofName:
		return r.nameOf(what.number)
	}
	return ""
}

// nameOf gives the name of the first mention that has key k.
func (r *resolver) nameOf(k int32) string {
	var room news.Mention
	return r.mentions.see(r.keys[k].first.article, r.keys[k].first.mention, &room).Name
}

// A common is a key that is too common a name, with what is asked of it for each
// article.
type common struct {
	key            int32
	person         bool // by full name
	home           site
	town, locality bool
	generic        bool // of ordinary words
	body           bool // of which a country has one
}

// commonOf gives what is asked of key k.
func (r *resolver) commonOf(k int32) common {
	c := common{key: k, person: strings.HasPrefix(r.keys[k].name, fullName)}
	if c.person {
		return c
	}
	c.home, c.town = r.home[k]
	c.locality, c.generic = c.town || r.isLocality(k), r.isGeneric(k)
	c.body = (c.generic || r.isBareBody(k)) && oneInCountry(foldName(r.nameOf(k)))
	return c
}

// eachSetting calls f for what article i tells of most, if that is enough to join
// the bodies or places of one name: the country, of a body of which it has one, and of
// a place if few articles tell of that country; a place that few articles name; the
// region where the place lies.
func (r *resolver) eachSetting(i int, c common, articles [][]int, limit int, f func(what clue, because string)) {
	s := r.setting(i)
	switch {
	case c.locality:
		if s.country != "" && s.region == "" && r.tellOf(s.country) <= max(rareLeast, len(r.articles)/fewTell) {
			f(clue{kind: ofOwner, words: s.country}, "the articles tell most of one country")
		}
	case c.body:
		if owner, ok := r.owners[i]; ok {
			f(clue{kind: ofOwner, words: owner}, "the articles say whose it is")
		} else if owner := r.ownerOf(i, c.key); owner != "" {
			f(clue{kind: ofOwner, words: owner}, "the articles say of which country")
		} else if s.country != "" {
			f(clue{kind: ofOwner, words: s.country}, "the articles tell most of one country")
		}
	}
	if s.place >= 0 && s.place != c.key && int(s.place) < len(articles) && len(articles[s.place]) <= limit {
		f(clue{kind: ofPlace, number: s.place}, "the articles tell most of one place")
	}
	switch {
	case c.town && c.home.region != "" && s.areas[c.home.region]:
		f(clue{kind: ofRegion, words: c.home.region}, "the articles name where it lies")
	case c.locality && c.home.region == "" && s.region != "" && !c.generic:
		f(clue{kind: ofRegion, words: s.region}, "the articles tell most of one region")
	case c.locality && !c.town && s.region == "" && s.country == "":
		f(clue{kind: ofNowhere}, "the articles name no country or region")
	}
}

// fewTell is one in how many articles may tell most of a country for that to join
// places of one name in two of them.
const fewTell = 20

// tellOf counts the articles that tell most of a country.
func (r *resolver) tellOf(country string) int {
	if r.telling == nil {
		r.telling = map[string]int{}
		for i := range r.articles {
			r.telling[r.setting(i).country]++
		}
	}
	return r.telling[country]
}

// tells reports whether a key that two articles share tells that they are of
// one setting.
func (r *resolver) tells(k int32) bool {
	x := &r.telltale[k]
	if *x == notAsked {
		if *x = saysNo; r.isTelltale(k) {
			*x = saysYes
		}
	}
	return *x == saysYes
}

func (r *resolver) isTelltale(k int32) bool {
	name := r.keys[k].name
	switch rank(name) {
	case 0:
		kind, _, _ := strings.Cut(name, ":")
		return kind != "country" && kind != "demonym" && kind != "agency"
	case 1:
		return true
	case 2:
		return strings.Contains(name, " ") && !r.isGeneric(k) && !r.isLocality(k)
	}
	return false
}

// ownerOf gives the country whose body article i says that k is, "China's Ministry
// of Defence"; "" if it does not say.
func (r *resolver) ownerOf(i int, k int32) string {
	text := r.articles[i].Text
	for j := 1; j < len(r.of[i]); j++ {
		if r.of[i][j] != k {
			continue
		}
		m, before := r.mentions.at(i, j), r.mentions.at(i, j-1)
		if before.Country == "" || before.End > m.Start || m.Start > before.End+len("’s ") {
			continue
		}
		switch text[before.End:m.Start] {
		case " ", "'s ", "’s ", "' ", "’ ":
			if strings.HasPrefix(before.Known, "country:") || strings.HasPrefix(before.Known, "demonym:") {
				return before.Country
			}
		}
	}
	return ""
}

// partOwners finds the articles that say of which body or place within a country k
// is, "Holm College's Institute of Politics", but for those that say the commonest:
// these are one with the articles that say of none.
func (r *resolver) partOwners(k int32, articles []int) {
	r.owners = map[int]string{}
	if !r.isGeneric(k) && !r.isBareBody(k) {
		return
	}
	count := map[string]int{}
	for _, i := range articles {
		if owner := r.bodyOf(i, k); owner != "" {
			r.owners[i] = owner
			count[owner]++
		}
	}
	if len(count) > 0 {
		first := commonest(count)
		for i, owner := range r.owners {
			if owner == first {
				delete(r.owners, i)
			}
		}
	}
}

// bodyOf gives the name of the body or place that article i says k is of, in the
// possessive before it or after "at" or "of"; "" if it says none.
func (r *resolver) bodyOf(i int, k int32) string {
	text := r.articles[i].Text
	for j, x := range r.of[i] {
		if x != k {
			continue
		}
		m := r.mentions.at(i, j)
		if j > 0 {
			if b := r.mentions.at(i, j-1); b.End < m.Start && b.Type != news.Person && !strings.HasPrefix(b.Known, "country:") {
				switch text[b.End:m.Start] {
				case "'s ", "’s ", "' ", "’ ":
					return r.ofCountry(b.Name)
				}
			}
		}
		if j+1 < len(r.of[i]) {
			if b := r.mentions.at(i, j+1); m.End < b.Start && b.Type != news.Person && !strings.HasPrefix(b.Known, "country:") {
				switch text[m.End:b.Start] {
				case " at ", " at the ", " of ", " of the ":
					return r.ofCountry(b.Name)
				}
			}
		}
	}
	return ""
}

// A setting is what an article tells of most.
type setting struct {
	country string          // ISO 3166-1 alpha-3; "" if it names none
	place   int32           // key of the place within a country; -1 if it names none
	region  string          // key of the region that it names most; ""
	areas   map[string]bool // regions that it names
}

// setting gives what article i tells of most. Each article is read once.
func (r *resolver) setting(i int) *setting {
	if r.settings == nil {
		r.settings = make([]*setting, len(r.articles))
	}
	if r.settings[i] != nil {
		return r.settings[i]
	}
	s := &setting{place: -1, areas: map[string]bool{}}
	r.settings[i] = s
	countries, regions, places := map[string]int{}, map[string]int{}, map[string]int{}
	for j, k := range r.of[i] {
		m := r.mentions.at(i, j)
		if k < 0 || m.Kind != news.NameMention {
			continue
		}
		if m.Country != "" {
			countries[m.Country]++
		}
		name := r.keys[k].name
		switch {
		case strings.HasPrefix(name, "region:"):
			s.areas[name] = true
			regions[name]++
		case m.Type == news.Place && !isArea(name):
			places[name]++
		}
	}
	s.country, s.region = commonest(countries), commonest(regions)
	if name := commonest(places); name != "" {
		s.place = r.byKey[name]
	}
	return s
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
	everywhere := r.mayBeEverywhere(k) && size[largest] >= most && 2*size[largest] >= len(list)
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
		r.keys[k].because = append(r.keys[k].because, "most articles with the name mean one")
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
			first = place{article, r.mentions.root(article, j)}
			break
		}
	}
	return r.key(r.keys[k].name+" @"+r.articles[article].ID, first)
}
