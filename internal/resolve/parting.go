package resolve

import "slices"

// A parting looks at common names, one after the other.
type parting struct {
	*resolver
	having   groups[int32] // by key: the articles that have it, as it was at first
	limit    int           // how many articles may have a name that joins others
	evidence []hint
	ends     []int32 // by article: where its evidence ends

	// Of the name at hand:
	list   []bearer
	of     common
	limits int                    // limit for it
	owners stamped                // by article: whose the name is there, a word: see partOwners
	seen   [ofNowhere + 1]stamped // by kind and number of clue: the first bearer that has it
}

// A bearer is a common name in one article.
type bearer struct {
	article int32
	group   int32 // index of the first bearer that it is joined with, its own at first
	because reason
}

// A hint is something that an article may share with another.
type hint struct {
	mention int32
	role    uint32 // the words of an office of the mention; noWord
	name    bool   // its key tells
}

// A clue is a thing that two articles may share.
type clue uint8

const (
	ofStory clue = iota
	ofRole
	ofName
	ofOwner  // a country, or a body
	ofPlace  // that most is told of
	ofRegion // in which both lie
	ofNowhere
)

// gather finds the evidence of all articles: the offices, and the first mention of each
// name that few articles have.
func (p *parting) gather() {
	p.ends = make([]int32, len(p.readings))
	for i, x := range p.readings {
		roles := x.roles
		p.keysSeen.clear()
		row := p.resolver.of[i]
		for j, k := range row[:min(len(row), maxEvidence)] {
			e := hint{mention: int32(j)}
			if len(roles) > 0 && roles[0].mention == int32(j) {
				e.role, roles = roles[0].word, roles[1:]
			}
			if k < 0 {
				continue
			}
			if len(p.having.of(k)) <= p.limit && p.tells(k) {
				if _, ok := p.keysSeen.get(uint32(k)); !ok {
					p.keysSeen.set(uint32(k), 0)
					e.name = true
				}
			}
			if e.name || e.role != noWord {
				p.evidence = append(p.evidence, e)
			}
		}
		p.ends[i] = int32(len(p.evidence))
	}
}

// evidenceOf gives what was found of article i.
func (p *parting) evidenceOf(i int32) []hint {
	from := int32(0)
	if i > 0 {
		from = p.ends[i-1]
	}
	return p.evidence[from:p.ends[i]]
}

// look parts the bearers of key k, which are in these articles.
func (p *parting) look(k int32, articles []int32) {
	p.limits = p.limit
	if p.isLocal(k) {
		p.limits = max(rareLeast, len(p.readings)/localShare)
	}
	p.list = slices.Grow(p.list[:0], len(articles))[:len(articles)]
	for n := range p.seen {
		p.seen[n].clear()
	}
	p.partOwners(k, articles)
	p.of = p.commonOf(k)
	for b, i := range articles {
		p.list[b] = bearer{article: i, group: int32(b)}
		p.share(int32(b), i)
	}
	p.partBearers(k)
}

// clue says that bearer b has a thing that others may have too, which joins them for
// that reason.
func (p *parting) clue(b int32, of clue, number uint32, because reason) {
	seen := &p.seen[of]
	if first, ok := seen.get(number); !ok {
		seen.set(number, b)
	} else if x, y := p.root(first), p.root(b); x != y {
		x, y = min(x, y), max(x, y)
		p.list[y].group, p.list[y].because = x, because
	}
}

// few reports whether few articles had a key before common names were parted, and one
// at least.
func (p *parting) few(k int32) bool {
	if int(k) >= len(p.having.end) {
		return false
	}
	n := len(p.having.of(k))
	return n > 0 && n <= p.limits
}

// share gives the clues of bearer b, in article i.
func (p *parting) share(b, i int32) {
	k := p.of.key
	if s := p.storyOf[i]; s >= 0 {
		p.clue(b, ofStory, uint32(s), reason{why: oneStory})
	}
	if !p.of.person {
		p.shareSetting(b, i)
	}
	row := p.resolver.of[i]
	for _, e := range p.evidenceOf(i) {
		switch other := row[e.mention]; {
		case other == k:
			if e.role != noWord {
				p.clue(b, ofRole, e.role, reason{sameRole, e.role})
			}
		case e.name && other >= 0 && p.few(other):
			p.clue(b, ofName, uint32(other), reason{sameRareName, p.first(other).name})
		}
	}
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
	c := common{key: k, person: r.rank(k) == 1}
	if c.person {
		return c
	}
	if c.home, c.town = r.home[k]; !c.town {
		c.home.region = noLabel
	}
	c.locality, c.generic = c.town || r.isLocality(k), r.isGeneric(k)
	c.body = (c.generic || r.isBareBody(k)) && r.is(r.first(k).name, isOnly)
	return c
}

// shareSetting gives as clues what article i tells of most, if that is enough to join
// the bodies or places of one name: the country, of a body of which it has one, and of
// a place if few articles tell of that country; a place that few articles name; the
// region where the place lies.
func (p *parting) shareSetting(b, i int32) {
	c, s := &p.of, p.setting(int(i))
	switch {
	case c.locality:
		if s.country != noWord && s.region < 0 && p.tellOf(s.country) <= max(rareLeast, len(p.readings)/fewTell) {
			p.clue(b, ofOwner, s.country, reason{why: tellCountry})
		}
	case c.body:
		if owner, ok := p.owners.get(uint32(i)); ok {
			p.clue(b, ofOwner, uint32(owner), reason{why: tellWhose})
		} else if owner := p.told(i, p.readings[i].owners); owner != noWord {
			p.clue(b, ofOwner, owner, reason{why: tellOfCountry})
		} else if s.country != noWord {
			p.clue(b, ofOwner, s.country, reason{why: tellCountry})
		}
	}
	if s.place >= 0 && s.place != c.key && p.few(s.place) {
		p.clue(b, ofPlace, uint32(s.place), reason{why: tellPlace})
	}
	switch {
	case c.town && c.home.region >= 0 && slices.Contains(s.areas, c.home.region):
		p.clue(b, ofRegion, uint32(c.home.region), reason{why: tellLies})
	case c.locality && c.home.region < 0 && s.region >= 0 && !c.generic:
		p.clue(b, ofRegion, uint32(s.region), reason{why: tellRegion})
	case c.locality && !c.town && s.region < 0 && s.country == noWord:
		p.clue(b, ofNowhere, 0, reason{why: tellNowhere})
	}
}

// told gives what the first mention of the name at hand tells that is in a list of
// what article i tells; noWord if none does.
func (p *parting) told(i int32, list []told) uint32 {
	for _, t := range list {
		if p.resolver.of[i][t.mention] == p.of.key {
			return t.word
		}
	}
	return noWord
}

// partOwners finds the articles that say of which body or place within a country k
// is, "Holm College's Institute of Politics", but for those that say the commonest:
// these are one with the articles that say of none.
func (p *parting) partOwners(k int32, articles []int32) {
	p.owners.clear()
	if !p.isGeneric(k) && !p.isBareBody(k) {
		return
	}
	p.of.key = k
	var count tally
	for _, i := range articles {
		if owner := p.told(i, p.readings[i].bodies); owner != noWord {
			count.add(int32(owner))
		}
	}
	first, ok := count.most(func(n int32) string { return p.text(uint32(n)) })
	if !ok {
		return
	}
	for _, i := range articles {
		if owner := p.told(i, p.readings[i].bodies); owner != noWord && owner != uint32(first) {
			p.owners.set(uint32(i), int32(owner))
		}
	}
}

func (p *parting) root(b int32) int32 {
	for p.list[b].group != b {
		p.list[b].group = p.list[p.list[b].group].group // keeps the paths short
		b = p.list[b].group
	}
	return b
}

// most is how many articles the largest group of a name must have, and half of
// all, for the name to be that of one person everywhere.
const most = 5

// partBearers gives each group of bearers of key k but the largest a key of its own.
func (p *parting) partBearers(k int32) {
	size := make([]int32, len(p.list))
	largest := int32(0)
	for b := range p.list {
		root := p.root(int32(b))
		size[root]++
		if size[root] > size[largest] {
			largest = root
		}
	}
	everywhere := p.mayBeEverywhere(k) && size[largest] >= most && int(2*size[largest]) >= len(p.list)
	own := make([]int32, len(p.list)) // by root: its key, and one
	for b := range p.list {
		x := &p.list[b]
		root := p.root(int32(b))
		if own[root] == 0 {
			own[root] = k + 1
			if root != largest && !everywhere {
				own[root] = p.newKey(k, x.article) + 1
			}
		}
		to := own[root] - 1
		if x.because.why != noReason {
			p.add(to, x.because)
		}
		if to == k {
			continue
		}
		for j, y := range p.resolver.of[x.article] {
			if y == k {
				p.own(int(x.article))[j] = to
			}
		}
	}
	if everywhere {
		p.add(k, reason{why: mostMeanOne})
	}
	for root, to := range own {
		if to > 0 && (to-1 != k || int32(root) == largest) {
			if x := p.keys[to-1].because; x > 0 {
				p.resolver.because[x-1] = p.fewest(p.resolver.because[x-1])
			}
		}
	}
}

// newKey makes a key like k for the bearers whose first article is given.
func (p *parting) newKey(k, article int32) int32 {
	first, at := p.keys[k].article, p.keys[k].mention
	for j, x := range p.resolver.of[article] {
		if x == k {
			first, at = article, p.readings[article].mentions[j].root
			break
		}
	}
	return p.key(p.label(p.name(k)+" @"+p.articles[article].ID), first, at)
}
