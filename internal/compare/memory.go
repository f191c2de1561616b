package compare

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sync"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/news"
)

// A Memory keeps what [Find] found about a set, so that of a set which differs in
// a few articles only the stories that these bear on are compared again. What
// Find returns with it is what it returns without.
//
// The zero value knows nothing. A Memory is for one Find at a time. What it knows of a
// story can be kept for another process: see [Memory.Kept].
type Memory struct {
	// Basis names all that what is found rests on and a set does not show: the revisions
	// of the stages, the tables of the user. It must be the same in every Find, and in
	// whatever [Memory.Recall] is given.
	Basis string
	// Once says that there will be no other Find: what only that would need is not kept.
	Once bool
	// Packer packs what was found in stories, which is found again by it if nothing but ids
	// of entities has changed. Without one such stories are compared again.
	Packer Packer

	mu       sync.Mutex
	articles map[string]*remembered // by id
	at       []*remembered          // parallel to the articles of the set at hand
	lots     map[string]*knownLot   // by story
	stated   map[xxh3.Uint128]news.Statement
	fresh    map[xxh3.Uint128]news.Statement // those of stated that were asked for
	turn     int                             // counts sets
	repeated repeated
	origins  []news.Origin   // of the set before
	changed  map[string]bool // by id: origins that are not in it, or otherwise, or no more
	stances  int             // how many the set before had
	states   int
	gone     []*remembered // of the set before, that the one at hand has not
}

// remembered is what is kept of an article.
type remembered struct {
	mark      string
	sentences []uint64
	hashed    bool   // sentences is there
	counted   bool   // sentences are in Memory.repeated
	family    string // of the outlet, then
	// The hashes of the runs of sureWords words of its reports: those with which a
	// part begins, and the halves of the others.
	begins    []uint64
	others    []uint32
	run       bool          // they are there
	reports   packedReports // once a run of one may be shared
	reportsOf xxh3.Uint128  // what reports were made of, as bare; zero if they are not there
	key       xxh3.Uint128  // of all that a comparison reads of it
	bare      xxh3.Uint128  // the same but for its entities
	bareOf    *bareOf       // what bare was made of; nil if it is not there
	entities  []string      // of which key is
}

// sameList reports whether two lists are one, in the same place.
func sameList(x, y []string) bool {
	return len(x) == len(y) && (len(x) == 0 || &x[0] == &y[0])
}

// A knownLot is what is kept of the comparison of one story.
type knownLot struct {
	key     xxh3.Uint128
	stances []reported
	states  []state
	groups  [][][2]int // its reports that are one utterance, by place in the lot and speech
	grouped xxh3.Uint128
	asked   int // turn in which groups were asked for last
	seen    bool
	found   *namedResult // nil if it is not kept
	untried bool         // it is of another process, and was not held to the set yet
}

// begin makes m ready for a set, and forgets what that has not. A nil Memory does
// nothing, as do its other methods.
func (m *Memory) begin(c *comparer) {
	if m == nil {
		return
	}
	if m.lots == nil {
		m.lots = map[string]*knownLot{}
	}
	m.turn++
	m.fresh = map[xxh3.Uint128]news.Statement{}
	before := m.articles
	m.articles, m.at = make(map[string]*remembered, len(c.Articles)), make([]*remembered, len(c.Articles))
	for i := range c.Articles {
		id := c.Articles[i].ID
		r := before[id]
		if r == nil || r.mark != c.Marks[i] {
			r = &remembered{mark: c.Marks[i]}
		} else {
			delete(before, id)
		}
		m.articles[id], m.at[i] = r, r
	}
	for _, r := range before {
		m.gone = append(m.gone, r)
	}
}

// end forgets what was not asked for.
func (m *Memory) end() {
	if m == nil {
		return
	}
	m.stated = m.fresh
	for id, l := range m.lots {
		if !l.seen {
			delete(m.lots, id)
		}
		l.seen = false
	}
}

// of returns what is kept of article i; nil without a memory.
func (m *Memory) of(i int) *remembered {
	if m == nil {
		return nil
	}
	return m.at[i]
}

// sentenceHashes returns the hashes of the sentences of article i.
func (c *comparer) sentenceHashes(i int) []uint64 {
	r := c.Memory.of(i)
	if r != nil && r.hashed {
		return r.sentences
	}
	a := &c.Articles[i]
	out := make([]uint64, len(c.Annotations[i].Sentences))
	for k, s := range c.Annotations[i].Sentences {
		out[k] = xxh3.HashString(s.Of(a.Text))
	}
	if r != nil {
		r.sentences, r.hashed = out, true
	}
	return out
}

// A hashing is a hash of many values.
type hashing struct {
	xxh3.Hasher
	buf [16]byte
}

func (h *hashing) number(n uint64) {
	binary.LittleEndian.PutUint64(h.buf[:8], n)
	_, _ = h.Write(h.buf[:8])
}

func (h *hashing) text(s string) {
	h.number(uint64(len(s)))
	_, _ = h.WriteString(s)
}

func (h *hashing) key(k xxh3.Uint128) {
	h.number(k.Hi)
	h.number(k.Lo)
}

func (h *hashing) origin(c *comparer, id string) {
	o := c.origin(id)
	h.text(id)
	h.text(string(o.Kind))
	h.text(o.Name)
}

// bareOf is what a bare key was made of, but for what the mark of the article says.
type bareOf struct {
	story      string
	provenance news.Provenance
	// Of an article whose story may have told its date: the date, and the times that
	// were read by it, from which what it quotes has its days.
	published news.Date
	times     []news.Time
}

// sameBare reports whether the bare key of article i is that of the set before.
func (m *Memory) sameBare(c *comparer, i int) bool {
	r := m.of(i)
	if r.bareOf == nil || r.bareOf.story != c.storyOf[i] {
		return false
	}
	if c.datedByStory(i) && (r.bareOf.published != c.Articles[i].Published || !slices.Equal(r.bareOf.times, c.Annotations[i].Times)) {
		return false
	}
	x, p := &r.bareOf.provenance, &c.Provenance[i]
	if x.Origin != p.Origin || !slices.Equal(x.Passages, p.Passages) || !slices.Equal(x.Informants, p.Informants) ||
		!slices.EqualFunc(x.Signs, p.Signs, func(s, t news.Sign) bool { return s.Kind == t.Kind }) {
		return false
	}
	if len(m.changed) > 0 {
		other := func(x news.OriginPassage) bool { return m.changed[x.Origin] }
		if m.changed[p.Origin] || slices.ContainsFunc(p.Passages, other) || slices.ContainsFunc(p.Informants, other) {
			return false
		}
	}
	return len(m.repeated.changed) == 0 || !anyIn(r.sentences, m.repeated.changed)
}

// datedByStory reports whether the story of article i may have told its date.
func (c *comparer) datedByStory(i int) bool {
	p := &c.Articles[i].Published
	return !p.Known() || p.Basis == news.BasisInferred
}

// compareOrigins finds the origins that are not those of the set before.
func (m *Memory) compareOrigins(now []news.Origin) {
	m.changed = map[string]bool{}
	before := m.origins
	for i := range now {
		o := &now[i]
		for len(before) > 0 && before[0].ID < o.ID {
			m.changed[before[0].ID] = true
			before = before[1:]
		}
		if len(before) > 0 && before[0].ID == o.ID {
			if before[0].Kind != o.Kind || before[0].Name != o.Name {
				m.changed[o.ID] = true
			}
			before = before[1:]
			continue
		}
		m.changed[o.ID] = true
	}
	for i := range before {
		m.changed[before[i].ID] = true
	}
	m.origins = now
}

// keys sets the keys of all articles.
func (m *Memory) keys(c *comparer) {
	if m == nil {
		return
	}
	m.compareOrigins(c.Origins)
	inParallel(len(c.Articles), func(i int) bool {
		r := m.of(i)
		same := m.sameBare(c, i)
		if same && sameList(r.entities, c.EntityOf[i]) {
			return true
		}
		var h hashing
		bare := r.bare
		if !same {
			bare = c.bareKey(&h, i)
			r.bareOf = &bareOf{story: c.storyOf[i], provenance: c.Provenance[i]}
			if c.datedByStory(i) {
				r.bareOf.published, r.bareOf.times = c.Articles[i].Published, c.Annotations[i].Times
			}
		}
		if bare == r.bare && sameList(r.entities, c.EntityOf[i]) {
			return true
		}
		r.bare, r.entities = bare, c.EntityOf[i]
		h.Reset()
		h.key(r.bare)
		for _, id := range c.EntityOf[i] {
			h.text(id)
		}
		r.key = h.Sum128()
		return true
	})
}

// bareKey returns a hash of all that a comparison of article i with others reads of
// it but its entities: what it is, what its story told of its date, its origins, its
// story, and which of its sentences its outlet repeats.
func (c *comparer) bareKey(h *hashing, i int) xxh3.Uint128 {
	h.Reset()
	a, an := &c.Articles[i], &c.Annotations[i]
	h.text(c.Marks[i])
	h.text(c.storyOf[i])
	if c.datedByStory(i) {
		_, _ = fmt.Fprint(h, a.Published, an.Times, an.Statements)
	}
	p := &c.Provenance[i]
	h.origin(c, p.Origin)
	for _, list := range [...][]news.OriginPassage{p.Passages, p.Informants} {
		h.number(uint64(len(list)))
		for _, x := range list {
			h.number(uint64(x.Start))
			h.number(uint64(x.End))
			h.origin(c, x.Origin)
		}
	}
	h.number(uint64(len(p.Signs)))
	for _, s := range p.Signs {
		h.text(s.Kind)
	}
	for k, x := range c.sentenceHashes(i) {
		if c.boilerplate[x] {
			h.number(uint64(k))
		}
	}
	return h.Sum128()
}

// lotKey returns a hash of all that the comparison of a lot reads; across tells
// whether what other stories report too is part of it.
func (m *Memory) lotKey(c *comparer, l *lot, across bool) xxh3.Uint128 {
	var h hashing
	h.text(m.Basis)
	for n, i := range l.articles {
		h.key(m.of(i).key)
		h.took(c, l, n)
		if across {
			for _, x := range c.acrossOf[i] {
				h.number(uint64(x.speech))
				h.key(c.across.keys[x.n])
			}
		}
	}
	return h.Sum128()
}

// took adds from which of the articles before it in a lot the one at place n took, and
// with which it is joined.
func (h *hashing) took(c *comparer, l *lot, n int) {
	i := l.articles[n]
	for _, j := range l.articles[:n] {
		if c.joins[i] == c.joins[j] {
			h.number(uint64(n)<<1 | 1)
			h.text(c.Articles[j].ID)
		}
		if c.took[pairOf(i, j)] {
			h.number(uint64(n) << 1)
			h.text(c.Articles[j].ID)
		}
	}
}

// known returns what is kept of the comparison of a lot, if nothing that it reads
// has changed, or nothing but by what ids entities go.
func (m *Memory) known(c *comparer, l *lot) (res Result, key xxh3.Uint128, ok bool) {
	if m == nil || len(l.stories) != 1 {
		return res, key, false
	}
	key = m.lotKey(c, l, true)
	m.mu.Lock()
	k := m.lots[c.Stories[l.stories[0]].ID]
	if k != nil && k.key == key && k.holds(c, l) {
		k.seen = true
		m.mu.Unlock()
		return Result{Same: true, stances: k.stances, states: k.states}, key, true
	}
	var was knownLot
	if k != nil {
		was = *k
	}
	m.mu.Unlock()
	res, found, ok := m.renamed(c, l, was)
	if ok {
		m.keepNamed(c, l, key, &res, found)
	}
	return res, key, ok
}

// keep keeps what was found by comparing a lot.
func (m *Memory) keep(c *comparer, l *lot, key xxh3.Uint128, res *Result) {
	switch {
	case m == nil || len(l.stories) != 1:
	case m.Once:
		m.keepNamed(c, l, key, res, nil)
	default:
		m.keepNamed(c, l, key, res, m.named(c, l, res))
	}
}

func (m *Memory) keepNamed(c *comparer, l *lot, key xxh3.Uint128, res *Result, found *namedResult) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.lot(c, l)
	k.key, k.seen, k.stances, k.states, k.untried, k.found = key, true, res.stances, res.states, false, found
}

// lot returns what is kept of a lot of one story; m.mu is held.
func (m *Memory) lot(c *comparer, l *lot) *knownLot {
	id := c.Stories[l.stories[0]].ID
	k := m.lots[id]
	if k == nil {
		k = &knownLot{}
		m.lots[id] = k
	}
	return k
}

// groupsIn returns the reports of a lot that give one utterance each, by article
// and speech. Among them are those speeches of its articles.
func (c *comparer) groupsIn(l *lot, speeches map[int][]int) (groups [][][2]int, ok bool) {
	m := c.Memory
	var key xxh3.Uint128
	if m != nil {
		key = m.lotKey(c, l, false)
		m.mu.Lock()
		k := m.lot(c, l)
		k.asked = m.turn
		if k.grouped == key && (!k.untried || holdGroups(l, k.groups, speeches)) {
			groups, ok = k.groups, true
		}
		m.mu.Unlock()
		if ok {
			return placed(l, groups), true
		}
	}
	ok = c.withSaid(l.articles, func() {
		place := make(map[int]int, len(l.articles))
		for n, i := range l.articles {
			place[i] = n
		}
		all := c.utterances(l.articles)
		for _, g := range c.grouped(all) {
			group := make([][2]int, len(g))
			for k, n := range g {
				group[k] = [2]int{place[all[n].article], all[n].speech}
			}
			groups = append(groups, group)
		}
	})
	if ok && m != nil {
		m.mu.Lock()
		k := m.lot(c, l)
		k.groups, k.grouped = groups, key
		m.mu.Unlock()
	}
	return placed(l, groups), ok
}

// placed returns groups with the numbers of their articles for their places in a
// lot.
func placed(l *lot, groups [][][2]int) [][][2]int {
	out := make([][][2]int, len(groups))
	for n, g := range groups {
		out[n] = make([][2]int, len(g))
		for k, at := range g {
			out[n][k] = [2]int{l.articles[at[0]], at[1]}
		}
	}
	return out
}

// statedKey returns a hash of all that the statement of reports, by article and
// speech, reads.
func (m *Memory) statedKey(c *comparer, g [][2]int) xxh3.Uint128 {
	if m == nil {
		return xxh3.Uint128{}
	}
	var h hashing
	for _, at := range g {
		h.key(m.of(at[0]).key)
		h.number(uint64(at[1]))
	}
	return h.Sum128()
}

// statement returns the statement that is kept under a key.
func (m *Memory) statement(key xxh3.Uint128) (s news.Statement, ok bool) {
	if m == nil {
		return s, false
	}
	if s, ok = m.stated[key]; ok {
		m.fresh[key] = s
	}
	return s, ok
}

// An acrossReport is a report of a statement of [across].
type acrossReport struct{ speech, n int }
