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
				row[j] = c.resolver.keys[k].root
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
	storyOf   []int32             // by article: index of its story, -1 if it is in none
	stories   [][]int             // articles of each story
	settings  []*setting          // by article, as far as asked
	telltale  []asked             // by key, as far as asked: see tells
	telling   map[uint32]int      // by country: how many articles tell most of it; nil until asked
	explained map[uint32][]uint32 // acronym → what the set says it stands for
	home      map[int32]site      // by key: where most articles that say it say a place lies
	of        [][]int32           // by article and mention: its key, noLabel for what names nobody; see own
	owned     []bool              // by article: its list in of is that of this set alone
	because   [][]reason          // what joined others to a key: see key.because
	joins     *[]joined           // of the story at hand, if they are kept
	gone      []*reading          // of the set before
	moved     []movedRow
	changed   bitset // keys of which the set before had not all that is asked of them the same
	entered   int    // how many of order were entered, without what places lie in
	overlap   bool   // an article is in two stories
	once      bool   // no other set comes after this one
}

// rooms are room for the work, which is used again for the next set.
type rooms struct {
	turn                int32 // counts sets
	keys                []key // by label
	former              []key // those of the set before
	lastReadings        []*reading
	lastHome            map[int32]site
	parted              map[int32]*parted // by key: see parting.look
	order               []int32           // the keys of the set, in the order in which they were met
	wordsSeen, keysSeen stamped
	parting             parting
	chain               [][2]int32    // see labelOf
	row                 []int32       // lists of resolver.of, one after the other
	having              []int32       // see parting.having
	lists               []int32       // by common key: where its articles end in having
	places              groups[place] // see collect
}

// A key is what mentions are joined on, and has the number of its label; keys that are
// found to mean one thing form a tree.
type key struct {
	turn             int32 // of the last set that has it
	parent           int32
	article, mention int32 // the first mention that has it
	because          int32 // index of what joined others to this key in resolver.because, and one
	articles         int32 // that have it; from compareKeys to partCommon before common names are parted, then after that
	root             int32 // of its tree, once all is joined
	class            keyClass
}

// A keyClass is what the parting of common names asks of a key.
type keyClass uint8

const (
	isFew       keyClass = 1 << iota // few articles have it
	isLocalFew                       // and few enough for names that many towns have
	isCommonKey                      // see isCommon
	isShort                          // an acronym: whether it is common depends on what the set explains
	isSeveral                        // several articles have it
	isWideFirst                      // more than few have it before any other is joined with it
	isWide                           // more than few have it once common names are parted
)

// resolve joins what the set mentions.
func (r *resolver) resolve(stories []news.Story) {
	r.findStories(stories)
	r.enter()
	r.joinLonger()
	r.partPlaces()
	r.partCommon()
	r.joinTypes()
	r.compareAgain()
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
				r.overlap = r.overlap || r.storyOf[i] >= 0
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
	r.of, r.owned, r.row = make([][]int32, len(r.articles)), make([]bool, len(r.articles)), r.row[:0]
	middles := r.middles()
	middle := &r.wordsSeen // the full names of which namesakes may be parted
	middle.clear()
	for full := range middles {
		middle.set(full, 0)
	}
	for i, x := range r.readings {
		if hash := r.leaning(x, i, middles); x.entered == nil || hash != x.leaning {
			x.leaning, x.gathered, x.stale = hash, false, true
			r.enterArticle(x, i, middles)
		}
		r.of[i] = x.entered
		for _, k := range x.keys {
			r.key(k.label, int32(i), k.mention)
			r.keys[k.label].articles++
		}
	}
}

// enterArticle gives the mentions of article i their keys.
func (r *resolver) enterArticle(x *reading, i int, middles map[uint32]*middle) {
	n := len(x.mentions)
	r.chain = slices.Grow(r.chain[:0], n)[:n]
	for j := range r.chain {
		r.chain[j] = [2]int32{notEntered, notEntered}
	}
	x.entered = make([]int32, n)
	var keys []keyAt
	r.keysSeen.clear()
	for j := range x.entered {
		l, at := r.labelIn(x, int32(j), i, middles)
		x.entered[j] = l
		if l == noLabel {
			continue
		}
		if _, ok := r.keysSeen.get(uint32(l)); !ok {
			r.keysSeen.set(uint32(l), 0)
			keys = append(keys, keyAt{l, at})
		}
	}
	x.keys = slices.Clone(keys)
}

// leaning gives a hash of all that the keys of article i depend on beside the article:
// which coordinated names are two, and what parts namesakes.
func (r *resolver) leaning(x *reading, i int, middles map[uint32]*middle) uint64 {
	h := uint64(1)
	for _, w := range x.pairs {
		if r.isTwo(w) {
			h = mix(h, uint64(w))
		}
	}
	for _, full := range x.fulls {
		if _, ok := r.wordsSeen.get(full); !ok {
			continue
		}
		y := middles[full]
		h = mix(h, uint64(full)<<16|uint64(y.here(r.storyOf[i]))<<2|uint64(b2i(y.both))<<1|uint64(b2i(len(y.all) > 1)))
	}
	return h
}

// labelIn gives the label of the key of mention j of article i, and the mention that has
// it, its own or the root of its chain; noLabel if it names nobody.
func (r *resolver) labelIn(x *reading, j int32, i int, middles map[uint32]*middle) (l, at int32) {
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
	if r.isNone(root) {
		if at == j || m.kind != nameKind || r.isNone(m) {
			return noLabel, at
		}
		root, at = m, j
	}
	return r.labelOf(root, at, place, i, middles), at
}

// labelOf gives the label of the key of a mention at the root of its chain, noLabel if
// it names nobody; place is 1 where it acts. The names of middles are in wordsSeen, and
// what was found of this article before is in chain.
func (r *resolver) labelOf(m *mention, at int32, place, article int, middles map[uint32]*middle) int32 {
	l := r.chain[at][place]
	if l != notEntered {
		return l
	}
	l = noLabel
	if name := r.keyOf(m, place == 1, r.articles[article].ID); name != "" {
		l = r.label(name)
	}
	if l != noLabel && r.labels[l].rank == 1 {
		if _, ok := r.wordsSeen.get(m.full); ok {
			if part := r.part(m, article, middles[m.full]); part != "" {
				l = r.label(fullName + r.text(m.full) + part)
			}
		}
	}
	r.chain[at][place] = l
	return l
}

// notEntered is what was not asked for.
const notEntered = -2

// key makes a label a key of the set, if it is none; then that mention is its first.
func (r *resolver) key(l, article, mention int32) int32 {
	if n := len(r.labels); n > len(r.keys) {
		r.keys = append(r.keys, make([]key, n+n/8-len(r.keys))...)
	}
	if x := &r.keys[l]; x.turn != r.turn {
		*x = key{turn: r.turn, parent: l, article: article, mention: mention}
		r.order = append(r.order, l)
	}
	return l
}

// has reports whether the set has a key.
func (r *resolver) has(l int32) bool { return int(l) < len(r.keys) && r.keys[l].turn == r.turn }

// rank gives the rank of a key: see [rank].
func (r *resolver) rank(k int32) int8 { return r.labels[k].rank }

// add adds to what joined others to a key.
func (r *resolver) add(k int32, because reason) {
	x := &r.keys[k]
	if x.because == 0 {
		r.because = append(r.because, nil)
		x.because = int32(len(r.because))
	}
	r.because[x.because-1] = append(r.because[x.because-1], because)
}

// reasons gives what joined others to a key.
func (r *resolver) reasons(k int32) []reason {
	if x := r.keys[k].because; x > 0 {
		return r.because[x-1]
	}
	return nil
}

// own gives the list of keys of article i, which may be changed.
func (r *resolver) own(i int) []int32 {
	if !r.owned[i] {
		r.owned[i] = true
		if !r.once {
			at := len(r.row)
			r.row = append(r.row, r.of[i]...) // lists that are there may stay where they were
			r.of[i] = r.row[at:len(r.row):len(r.row)]
		}
	}
	return r.of[i]
}

// name gives the name of key k.
func (r *resolver) name(k int32) string { return r.labels[k].name }

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
	if c := cmp.Or(cmp.Compare(r.rank(a), r.rank(b)), cmp.Compare(r.name(a), r.name(b))); c > 0 {
		a, b = b, a
	}
	r.keys[b].parent = a
	r.add(a, because)
	r.tell(joined{b, a, because})
}

// A joined is what a story joined: a key with another, or mentions with a key.
type joined struct {
	from, to int32 // from is noLabel of mentions
	because  reason
}

// tell takes note of what the story at hand joins.
func (r *resolver) tell(x joined) {
	if r.joins != nil {
		*r.joins = append(*r.joins, x)
	}
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
				r.own(i)[j], moved = to, true
			}
		}
	}
	if moved {
		r.add(to, because)
		r.tell(joined{noLabel, to, because})
	}
	s.keys = slices.DeleteFunc(s.keys, func(k int32) bool { return k == from })
}
