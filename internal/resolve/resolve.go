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
const Rev = 7

// Options set up [Find]. The zero value is the usual one.
type Options struct {
	// Knowledge is what is known beforehand, the same with which the articles were
	// annotated; nil is what comes with the program.
	Knowledge *knowledge.Base
	// Open, if set, returns the annotation of an article with its mentions, of which
	// those that Find is given need none. It is called once for an article, by several
	// goroutines at once; what it returns is not kept.
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
// depend on the order of stories. Who finds the entities of many sets that
// differ little has a [Keeper].
func Find(articles []news.Article, annotations []news.Annotation, stories []news.Story, o Options) Result {
	k := Keeper{book: newBook(o.Knowledge)}
	res, c := k.find(articles, annotations, nil, stories, o)
	res.Chains = make([][]int32, len(articles))
	for i, row := range c.of {
		res.Chains[i] = row
		for j, k := range row {
			if k >= 0 {
				row[j] = c.roots[k]
			}
		}
	}
	return res
}

// A resolver holds the work on one set.
type resolver struct {
	*book
	*rooms
	articles  []news.Article
	readings  []*reading
	storyOf   []int32 // by article: index of its story, -1 if it is in none
	stories   [][]int // articles of each story
	keys      []key
	spread    []int32             // by key: how many articles have it once common names are parted
	settings  []*setting          // by article, as far as asked
	telltale  []asked             // by key, as far as asked: see tells
	telling   map[uint32]int      // by country: how many articles tell most of it; nil until asked
	explained map[uint32][]uint32 // acronym → what the set says it stands for
	home      map[int32]site      // by key: where most articles that say it say a place lies
	of        [][]int32           // by article and mention: index into keys, -1 for what names nobody
	once      bool                // no other set comes after this one
}

// rooms are room for the work, which is used again for the next set.
type rooms struct {
	at                  []int32 // by label: index into keys; -1
	keys                []key
	wordsSeen, keysSeen stamped
	parting             parting
	row                 []int32        // those of resolver.of, one after the other
	counts              []articleCount // by key: see countArticles
	having, byRoot      groups[int32]  // see articlesOf and collect
	places              groups[place]
}

// A key is what mentions are joined on; keys that are found to mean one thing
// form a tree.
type key struct {
	label            int32
	parent           int32
	article, mention int32    // the first mention that has it
	rank             int8     // see [rank]
	because          []reason // what joined others to this key
}

// resolve joins what the set mentions.
func (r *resolver) resolve(stories []news.Story) {
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
	sorted := make([]*news.Story, len(stories))
	for i := range stories {
		sorted[i] = &stories[i]
	}
	slices.SortFunc(sorted, func(a, b *news.Story) int { return cmp.Compare(a.ID, b.ID) })
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
	n := 0
	for _, x := range r.readings {
		n += len(x.mentions)
	}
	r.row = slices.Grow(r.row[:0], n)[:n]
	all := r.row
	r.of = make([][]int32, len(r.articles))
	middles := r.middles()
	middle, middled := &r.wordsSeen, &r.keysSeen // the full names that have any, and their labels
	middle.clear()
	middled.clear()
	for full := range middles {
		middle.set(full, 0)
		if l, ok := r.byName[fullName+r.text(full)]; ok {
			middled.set(uint32(l), 0)
		}
	}
	for i, x := range r.readings {
		row := all[:len(x.mentions):len(x.mentions)]
		all = all[len(row):]
		r.of[i] = row
		if x.labelled == nil && !r.once {
			x.labelled = slices.Repeat([]int32{notEntered}, len(x.mentions))
		}
		for j := range row {
			row[j] = -1
			if x.labelled != nil {
				l := x.labelled[j]
				if l == noLabel {
					continue
				}
				may := l >= 0
				if may && l&ofPerson != 0 {
					l &^= ofPerson
					_, has := middled.get(uint32(l))
					may = !has
				}
				if may && int(l) < len(r.at) && r.at[l] >= 0 {
					row[j] = r.at[l]
					continue
				}
			}
			l, at, fixed := r.labelIn(x, int32(j), i, middles)
			if l != noLabel {
				row[j] = r.key(l, int32(i), at)
			}
			if fixed && x.labelled != nil {
				if x.labelled[j] = l; l >= 0 && r.labels[l].rank == 1 {
					x.labelled[j] |= ofPerson
				}
			}
		}
	}
}

// ofPerson marks a label of a full name in reading.labelled: it is another in a set in
// which that has middle names.
const ofPerson = 1 << 30

// labelIn gives the label of the key of mention j of article i, and the mention that has
// it, its own or the root of its chain; noLabel if it names nobody. It is fixed if it is
// so in any set, but for middle names.
func (r *resolver) labelIn(x *reading, j int32, i int, middles map[uint32]*middle) (l, at int32, fixed bool) {
	m := &x.mentions[j]
	at = m.root
	if m.kind == nameKind && m.known != noWord {
		at = j
	}
	root := &x.mentions[at]
	place := 0
	if m.has(acts) || root.has(acts) && m.kind != nameKind {
		place = 1
	}
	fixed = !root.has(maybeTwo)
	if r.isNone(root) {
		if at == j || m.kind != nameKind {
			return noLabel, at, fixed
		}
		if fixed = fixed && !m.has(maybeTwo); r.isNone(m) {
			return noLabel, at, fixed
		}
		root, at = m, j
	}
	l = r.labelOf(root, place, i, middles)
	return l, at, fixed && l == root.label[place]
}

// labelOf gives the label of the key of a mention at the root of its chain, noLabel if
// it names nobody; place is 1 where it acts. The names of middles are in wordsSeen.
func (r *resolver) labelOf(m *mention, place, article int, middles map[uint32]*middle) int32 {
	l := m.label[place]
	if l == notEntered {
		l = noLabel
		if name := r.keyOf(m, place == 1, r.articles[article].ID); name != "" {
			l = r.label(name)
		}
		m.label[place] = l
	}
	if l != noLabel && r.labels[l].rank == 1 {
		if _, ok := r.wordsSeen.get(m.full); ok {
			if part := r.part(m, article, middles[m.full]); part != "" {
				return r.label(fullName + r.text(m.full) + part)
			}
		}
	}
	return l
}

// notEntered is what was not asked for.
const notEntered = -2

// key gives the index of the key of a label; if there is none, that mention is its first.
func (r *resolver) key(l, article, mention int32) int32 {
	if n := len(r.labels); n > len(r.at) {
		had := len(r.at)
		r.at = append(r.at, make([]int32, n+n/8-had)...)
		for i := had; i < len(r.at); i++ {
			r.at[i] = -1
		}
	}
	k := r.at[l]
	if k < 0 {
		k = int32(len(r.keys))
		r.at[l] = k
		r.keys = append(r.keys, key{label: l, parent: k, article: article, mention: mention, rank: r.labels[l].rank})
	}
	return k
}

// name gives the name of key k.
func (r *resolver) name(k int32) string { return r.labels[r.keys[k].label].name }

// first gives the first mention that has key k.
func (r *resolver) first(k int32) *mention {
	x := &r.keys[k]
	return &r.readings[x.article].mentions[x.mention]
}

func (r *resolver) find(k int32) int32 {
	for r.keys[k].parent != k {
		k = r.keys[k].parent
	}
	return k
}

// join makes the keys a and b mean one thing. The better of their roots stays
// one: see [rank].
func (r *resolver) join(a, b int32, because reason) {
	a, b = r.find(a), r.find(b)
	if a == b {
		return
	}
	if c := cmp.Or(cmp.Compare(r.keys[a].rank, r.keys[b].rank), cmp.Compare(r.name(a), r.name(b))); c > 0 {
		a, b = b, a
	}
	r.keys[b].parent = a
	r.keys[a].because = append(r.keys[a].because, because)
}

// move gives the mentions of a story that have the key from the key to: what is
// so in one story need not be so in another.
func (r *resolver) move(s *story, from, to int32, because reason) {
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
