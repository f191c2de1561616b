// Package resolve says which mentions of several articles mean one person,
// organisation, place or group (Story → Entity).
//
// It is for joining names across articles: by a key of package knowledge, by
// the same full name, and within a story by what is too little elsewhere: a
// surname that one person of the story has, an acronym that the story explains.
// A surname alone joins nothing beyond its article otherwise, and every join
// says why. It is not for finding names or for linking mentions within one
// article: package annotate has done both.
package resolve

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// Rev is the revision of this stage: raised whenever its output changes.
const Rev = 6

// Options set up [Find]. The zero value is the usual one.
type Options struct {
	// Knowledge is what is known beforehand, the same with which the articles were
	// annotated; nil is what comes with the program.
	Knowledge *knowledge.Base
	// Open, if set, returns the annotation of an article with its mentions, of which
	// those that Find is given need none. It is called once for an article, by several
	// goroutines at once; what it returns is not kept: a mention takes 52 bytes then.
	Open func(article int) *news.Annotation
}

// A Result is the entities of one set of articles.
type Result struct {
	Entities []news.Entity // sorted by ID
	// Of[i][j] is the ID of the entity that mention j of article i stands for,
	// or "" for pronouns and titles that stand for nobody named.
	Of [][]string
	// Chains[i][j] is the same as a number, and numbers too what is described
	// and never named, which is no entity; -1 for what stands alone.
	Chains [][]int32
}

// Find joins the mentions of a set of articles into entities.
//
// articles and annotations are parallel and sorted by article id; stories say
// which articles tell of one happening. Nothing given is changed or kept. Time
// is linear in the number of mentions, but for sorting. The entities do not
// depend on the order of stories.
func Find(articles []news.Article, annotations []news.Annotation, stories []news.Story, o Options) Result {
	r := &resolver{known: o.Knowledge, articles: articles, mentions: mentionsOf(annotations, o.Open), byKey: map[string]int32{}, countries: map[string]string{}}
	r.findStories(stories)
	r.enter()
	r.joinLonger()
	r.partPlaces()
	r.partCommon()
	r.joinTypes()
	r.spread = r.countArticles()
	r.eachStory(func(s *story) {
		r.joinAcronyms(s)
		r.joinEndings(s)
		r.joinParts(s)
		r.joinSurnames(s)
		r.joinNames(s)
		r.joinHeads(s)
		r.joinDescriptions(s)
	})
	r.joinOffices()
	return r.collect()
}

// A resolver holds the work on one set.
type resolver struct {
	known     *knowledge.Base
	articles  []news.Article
	mentions  mentions
	storyOf   []int32 // by article: index of its story, -1 if it is in none
	stories   [][]int // articles of each story
	keys      []key
	byKey     map[string]int32
	countries map[string]string   // name → the same folded, with codes for countries
	spread    []int               // by key: how many articles have it once common names are parted
	owners    map[int]string      // by article, of the name that is being parted: see partOwners
	settings  []*setting          // by article, as far as asked
	rooms     [2]news.Mention     // of siteOf
	telltale  []asked             // by key, as far as asked: see tells
	telling   map[string]int      // by country: how many articles tell most of it; nil until asked
	explained map[string][]string // acronym → what the set says it stands for
	home      map[int32]site      // by key: where most articles that say it say a place lies
	of        [][]int32           // by article and mention: index into keys, -1 for what names nobody
}

// A key is what mentions are joined on; keys that are found to mean one thing
// form a tree.
type key struct {
	name    string
	parent  int32
	first   place // the first mention that has it
	person  bool
	because []string // what joined others to this key
}

// findStories numbers the stories that hold articles of the set.
func (r *resolver) findStories(stories []news.Story) {
	index := make(map[string]int, len(r.articles))
	for i := range r.articles {
		index[r.articles[i].ID] = i
	}
	r.storyOf = make([]int32, len(r.articles))
	for i := range r.storyOf {
		r.storyOf[i] = -1
	}
	sorted := slices.Clone(stories)
	slices.SortFunc(sorted, func(a, b news.Story) int { return cmp.Compare(a.ID, b.ID) })
	for _, s := range sorted {
		var members []int
		for _, id := range s.Articles {
			if i, ok := index[id]; ok {
				members = append(members, i)
				r.storyOf[i] = int32(len(r.stories))
			}
		}
		slices.Sort(members)
		r.stories = append(r.stories, members)
	}
}

// enter gives every mention its key.
func (r *resolver) enter() {
	r.of = make([][]int32, len(r.articles))
	middles, none := r.middles(), r.findNoNames()
	var room, rootRoom news.Mention
	var known [2][]int32 // by root and whether it acts: its key, if it was asked for
	for i := range r.articles {
		n := r.mentions.count(i)
		r.of[i] = make([]int32, n)
		for acts := range known {
			known[acts] = slices.Grow(known[acts][:0], n)[:n]
			for j := range known[acts] {
				known[acts][j] = notEntered
			}
		}
		for j := range r.of[i] {
			r.of[i][j] = -1
			m, rootAt := r.mentions.see(i, j, &room), r.mentions.root(i, j)
			if m.Kind == news.NameMention && m.Known != "" {
				rootAt = j
			}
			root := r.mentions.see(i, rootAt, &rootRoom)
			acts := 0
			if m.Acts || root.Acts && m.Kind != news.NameMention {
				acts = 1
			}
			if k := known[acts][rootAt]; k != notEntered {
				r.of[i][j] = k
				continue
			}
			whole := true // what is found is so for all that go back to the root
			if none.has(root, i) {
				if rootAt == j || m.Kind != news.NameMention || none.has(m, i) {
					continue
				}
				root, rootAt, whole = m, j, false
			}
			if name := r.keyOf(root, acts == 1, i, middles); name != "" {
				r.of[i][j] = r.key(name, place{i, rootAt})
			}
			if whole {
				known[acts][rootAt] = r.of[i][j]
			}
		}
	}
}

// notEntered is the key of what was not asked for.
const notEntered = -2

// key gives the index of the key called name.
func (r *resolver) key(name string, first place) int32 {
	k, ok := r.byKey[name]
	if !ok {
		k = int32(len(r.keys))
		r.byKey[name] = k
		m := r.mentions.at(first.article, first.mention)
		r.keys = append(r.keys, key{name: name, parent: k, first: first, person: m.Type == news.Person && m.Kind == news.NameMention})
	}
	return k
}

// first gives the first mention that has key k.
func (r *resolver) first(k int32) news.Mention {
	return r.mentions.at(r.keys[k].first.article, r.keys[k].first.mention)
}

func (r *resolver) find(k int32) int32 {
	for r.keys[k].parent != k {
		k = r.keys[k].parent
	}
	return k
}

// join makes the keys a and b mean one thing. The better of their roots stays
// one: see [rank].
func (r *resolver) join(a, b int32, because string) {
	a, b = r.find(a), r.find(b)
	if a == b {
		return
	}
	if c := cmp.Or(rank(r.keys[a].name)-rank(r.keys[b].name), cmp.Compare(r.keys[a].name, r.keys[b].name)); c > 0 {
		a, b = b, a
	}
	r.keys[b].parent = a
	r.keys[a].because = append(r.keys[a].because, because)
}

// move gives the mentions of a story that have the key from the key to: what is
// so in one story need not be so in another.
func (r *resolver) move(s *story, from, to int32, because string) {
	if r.find(from) == r.find(to) {
		return
	}
	moved := false
	for _, i := range s.articles {
		for j, k := range r.of[i] {
			if k == from {
				r.of[i][j], moved = to, true
			}
		}
	}
	if moved {
		r.keys[to].because = append(r.keys[to].because, because)
	}
	s.keys = slices.DeleteFunc(s.keys, func(k int32) bool { return k == from })
}
