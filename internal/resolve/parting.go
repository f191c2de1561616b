package resolve

import (
	"cmp"
	"slices"
)

// A parting looks at common names, one after the other.
type parting struct {
	*resolver
	limit   int      // how many articles may have a name that joins others
	local   int      // the same of what many towns and regions have
	stamps  []uint64 // by article: a hash of what joining its names to others depends on, but for its setting; nil if nothing is kept
	settled []uint64 // by article: a hash of its setting; nil until all settings are known
	touched []bool   // by article: a place that it names was parted

	joined []keyReason

	// Of the name at hand:
	list      []bearer
	of        common
	fewEnough keyClass               // that of keys that few articles have, for it
	owners    stamped                // by article: whose the name is there, a word: see partOwners
	seen      [ofNowhere + 1]stamped // by kind and number of clue: the first bearer that has it
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

// compareKeys finds out what is asked of keys, and for which that has changed since the
// set before.
func (p *parting) compareKeys() {
	r := p.resolver
	r.changed.grow(len(r.labels)) // see joinLonger
	for n, k := range r.order {
		x := &r.keys[k]
		if int(x.articles) <= p.limit {
			x.class |= isFew
		}
		if int(x.articles) <= p.local {
			x.class |= isLocalFew
		}
		if x.articles > 1 {
			x.class |= isSeveral
		}
		if n >= r.entered && r.before(k) == nil {
			r.changed.set(k)
		}
		if r.changed.has(k) {
			// what was asked of it may have another answer
		} else if y := &r.former[k]; (x.class^y.class)&(isFew|isLocalFew) != 0 {
			r.changed.set(k)
		} else if x.class |= y.class & isShort; x.class&isShort == 0 && (x.class^y.class)&isSeveral == 0 {
			x.class |= y.class & isCommonKey
			continue
		}
		if r.rank(k) == 2 && r.isAcronym(r.first(k)) {
			x.class |= isShort
		}
		p.judge(k)
	}
	moved := func(home, other map[int32]site) {
		for k, s := range home {
			if t, ok := other[k]; (!ok || s != t) && r.has(k) {
				r.changed.set(k)
				p.judge(k)
			}
		}
	}
	moved(r.home, r.lastHome)
	moved(r.lastHome, r.home)
}

// judge asks whether key k is a common name that several articles have.
func (p *parting) judge(k int32) {
	x := &p.keys[k]
	if x.class &^= isCommonKey; x.class&isSeveral != 0 && p.isCommon(k) {
		x.class |= isCommonKey
	}
}

// before gives a key of the set as it was in the set before; nil if that had not, or if
// another mention is the first that has it.
func (r *resolver) before(k int32) *key {
	if int(k) >= len(r.former) {
		return nil
	}
	x, y := &r.keys[k], &r.former[k]
	if y.turn != r.turn-1 || y.mention != x.mention || r.lastReadings[y.article] != r.readings[x.article] {
		return nil
	}
	return y
}

// compareAgain finds out for which keys what stories ask of them has changed since the
// set before, once common names are parted.
func (r *resolver) compareAgain() {
	limit := max(rareLeast, len(r.articles)/rareShare)
	r.changed.grow(len(r.labels))
	for _, k := range r.order {
		x := &r.keys[k]
		if int(x.articles) > limit {
			x.class |= isWide
		}
		if r.changed.has(k) {
			continue
		}
		if y := r.before(k); y == nil || (x.class^y.class)&isWide != 0 || r.rank(k) == 2 && x.parent != y.parent {
			r.changed.set(k)
		}
	}
}

// sameRow reports whether article i has no key that has changed.
func (r *resolver) sameRow(i int) bool {
	if !r.owned[i] {
		for _, k := range r.readings[i].keys {
			if r.changed.has(k.label) {
				return false
			}
		}
		return true
	}
	for _, k := range r.of[i] {
		if k >= 0 && r.changed.has(k) {
			return false
		}
	}
	return true
}

// rowHash gives a hash of the keys of article i, 0 if they are those that it entered.
func (r *resolver) rowHash(i int) uint64 {
	if !r.owned[i] {
		return 0
	}
	h := uint64(1)
	for _, k := range r.of[i] {
		h = mix(h, uint64(k))
	}
	return h
}

// gather finds the evidence of all articles: the offices, and the first mention of each
// name that few articles have.
func (p *parting) gather() {
	p.stamps, p.settled = nil, nil
	if !p.once {
		p.stamps = make([]uint64, len(p.readings))
	}
	for i, x := range p.readings {
		hash := p.rowHash(i)
		if !x.gathered || x.rowHash != hash || !p.sameRow(i) {
			if x.rowHash != hash || !x.gathered {
				x.setting = nil
			}
			x.gathered, x.rowHash, x.settingStamp = true, hash, 0
			p.gatherArticle(i, x)
		}
		if p.stamps == nil {
			continue
		}
		p.stamps[i] = x.stamp
		if s := p.storyOf[i]; s >= 0 {
			p.stamps[i] = mix(x.stamp, uint64(p.readings[p.stories[s][0]].serial))
		}
	}
}

// gatherArticle finds the evidence of article i.
func (p *parting) gatherArticle(i int, x *reading) {
	x.hints, x.stamp = x.hints[:0], mix(mix(uint64(x.serial), x.leaning), x.rowHash)
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
		if p.keys[k].class&isFew != 0 && p.tells(k) {
			if _, ok := p.keysSeen.get(uint32(k)); !ok {
				p.keysSeen.set(uint32(k), 0)
				e.name = true
				x.stamp = mix(mix(x.stamp, uint64(k)<<32|uint64(p.first(k).name)), uint64(p.keys[k].class&isLocalFew))
			}
		}
		if e.name || e.role != noWord {
			x.hints = append(x.hints, e)
		}
	}
}

// settingStamp gives a hash of the setting of article i, which was asked for, and once it is
// known of whether few articles tell of its country.
func (p *parting) settingStamp(i int32) uint64 {
	if p.settled != nil {
		return p.settled[i]
	}
	x, s := p.readings[i], p.settings[i]
	if s == x.setting && x.settingStamp != 0 {
		return x.settingStamp
	}
	h := mix(uint64(s.country)<<32|uint64(uint32(s.place)), uint64(uint32(s.region)))
	if s.place >= 0 {
		h = mix(h, uint64(p.keys[s.place].class&(isFew|isLocalFew)))
	}
	for _, l := range s.areas {
		h = mix(h, uint64(l))
	}
	if s == x.setting {
		x.settingStamp = h
	}
	return h
}

// askSettings makes sure that the settings are known that parting key k asks for: what an article
// tells of most depends on which of its names are parted when it is asked first.
func (p *parting) askSettings(k int32, articles []int32) {
	if p.telling != nil || p.rank(k) == 1 {
		return
	}
	locality := p.commonOf(k).locality
	all := false
	for _, i := range articles {
		s := p.setting(int(i))
		all = all || locality && s.country != noWord && s.region < 0
	}
	if !all {
		return
	}
	p.tellOf(noWord) // asks for all
	if p.stamps == nil {
		return
	}
	told := make([]uint64, len(p.readings))
	few := max(rareLeast, len(p.readings)/fewTell)
	for i := range told {
		told[i] = p.settingStamp(int32(i))
		if p.tellOf(p.settings[i].country) <= few {
			told[i] = mix(told[i], 1)
		}
	}
	p.settled = told
}

// A parted is how a common name was parted.
type parted struct {
	print   uint64  // a hash of all that it depends on
	turn    int32   // of the last set that has it
	to      []int32 // by bearer: its key
	made    []madeKey
	because []keyReason // what joined bearers of each, as far as it is kept
}

// A madeKey is a key that a common name was parted into.
type madeKey struct {
	key             int32
	bearer, mention int32 // the first that has it
}

// A keyReason is a reason of a key.
type keyReason struct {
	key int32
	reason
}

// print gives a hash of all that the parting of key k depends on.
func (p *parting) print(k int32, articles []int32) uint64 {
	x := &p.keys[k]
	h := mix(uint64(p.readings[x.article].serial), uint64(x.mention))
	if home, ok := p.home[k]; ok {
		h = mix(h, uint64(uint32(home.region))<<32|uint64(home.country))
	}
	if p.mayBeEverywhere(k) {
		h = mix(h, 1)
	}
	person := p.rank(k) == 1
	for _, i := range articles {
		if h = mix(h, p.stamps[i]); !person {
			h = mix(h, p.settingStamp(i))
		}
	}
	return h
}

// look parts the bearers of key k, which are in these articles, or finds that they are
// parted as in the set before.
func (p *parting) look(k int32, articles []int32) {
	p.askSettings(k, articles)
	print := uint64(0)
	if p.stamps != nil {
		print = p.print(k, articles)
		if x := p.parted[k]; x != nil && x.print == print {
			x.turn = p.turn
			p.apply(k, articles, x)
			return
		}
	}
	p.joinBearers(k, articles)
	x := p.partBearers(k)
	p.apply(k, articles, x)
	if p.stamps != nil {
		x.print, x.turn = print, p.turn
		p.parted[k] = x
	}
}

// joinBearers joins the bearers of key k, which are in these articles.
func (p *parting) joinBearers(k int32, articles []int32) {
	p.fewEnough = isFew
	if p.isLocal(k) {
		p.fewEnough = isLocalFew
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

// few reports whether few articles had a key before common names were parted.
func (p *parting) few(k int32) bool { return p.keys[k].class&p.fewEnough != 0 }

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
	for _, e := range p.readings[i].hints {
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
func (p *parting) partBearers(k int32) *parted {
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
	out := &parted{to: make([]int32, len(p.list))}
	own := size // by root: its key, and one, once it has been met
	clear(own)
	for b := range p.list {
		x := &p.list[b]
		root := p.root(int32(b))
		if own[root] == 0 {
			own[root] = k + 1
			if root != largest && !everywhere {
				made := p.newKey(k, int32(b))
				out.made = append(out.made, made)
				own[root] = made.key + 1
			}
		}
		out.to[b] = own[root] - 1
		if x.because.why != noReason {
			p.joined = append(p.joined, keyReason{out.to[b], x.because})
		}
	}
	if everywhere {
		p.joined = append(p.joined, keyReason{k, reason{why: mostMeanOne}})
	}
	slices.SortFunc(p.joined, func(x, y keyReason) int {
		return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.why, y.why), cmp.Compare(x.word, y.word))
	})
	var reasons []reason
	for n, x := range p.joined {
		reasons = append(reasons, x.reason)
		if n+1 == len(p.joined) || p.joined[n+1].key != x.key {
			for _, y := range p.fewest(reasons) {
				out.because = append(out.because, keyReason{x.key, y})
			}
			reasons = reasons[:0]
		}
	}
	p.joined = p.joined[:0]
	out.made, out.because = slices.Clone(out.made), slices.Clone(out.because)
	return out
}

// newKey makes a key like k for the bearers of whom b is the first.
func (p *parting) newKey(k, b int32) madeKey {
	article := p.list[b].article
	out := madeKey{p.label(p.name(k) + " @" + p.articles[article].ID), b, 0}
	for j, x := range p.resolver.of[article] {
		if x == k {
			out.mention = p.readings[article].mentions[j].root
			break
		}
	}
	return out
}

// apply gives the bearers of key k, in these articles, their keys.
func (p *parting) apply(k int32, articles []int32, x *parted) {
	for _, y := range x.made {
		if p.resolver.has(y.key) { // an article has a name with the id of another in it
			p.stamps = nil
		}
		p.key(y.key, articles[y.bearer], y.mention) // may move p.keys
	}
	for _, y := range x.because {
		p.add(y.key, y.reason)
	}
	if n := p.keys[k].because; n > 0 {
		p.resolver.because[n-1] = p.fewest(p.resolver.because[n-1])
	}
	tells := p.keys[k].class&isFew != 0 && p.tells(k)
	for b, to := range x.to {
		if to == k {
			continue
		}
		i := articles[b]
		p.keys[k].articles--
		p.keys[to].articles++
		row := p.own(int(i))
		for j, y := range row {
			if y == k {
				row[j] = to
				if p.readings[i].mentions[j].typ == placeWord {
					p.touched[i] = true
				}
			}
		}
		if tells && p.stamps != nil {
			p.stamps[i] ^= mix(uint64(k), uint64(to))
		}
	}
}
