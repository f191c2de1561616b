package reuse

import (
	"cmp"
	"slices"
)

// keptMeetings are what each two articles of a set have in common, by which they are
// candidates, kept for the next set. What a hash makes of the articles that have it
// depends on these alone, so of another set only those hashes are looked at that an
// article has which came or went: as [Search] looks for an article among those before
// it, hash by hash and not article by article.
type keptMeetings struct {
	lists [kinds][sortParts][]posting // of all articles by their numbers, sorted
	met   map[articlePair]keptMeeting
}

// An articlePair is two articles, the first before the second in the order of ids.
type articlePair [2]*keptArticle

// A keptMeeting counts what two articles have in common.
type keptMeeting struct{ prints, pairs, further int32 } // further: prints next to which a word is in common too

// isCandidate reports whether two articles are worth a comparison: see Search.gather.
func (m keptMeeting) isCandidate() bool {
	// A single shingle is a coincidence more often than not.
	alone := m.prints == 1 && m.pairs == 0 && m.further == 0
	return m.prints > 0 && !alone || m.pairs >= leastPairs
}

// A meetingsChange is what has changed of one hash: of two articles, or, without a
// first one, that the family of the second repeats it.
type meetingsChange struct {
	pair articlePair
	by   keptMeeting
	hash uint32
}

// A setChange says how a set of articles came from the one before.
type setChange struct {
	before, now []*keptArticle
	numbers     []int32 // by the number of an article before: its number now, or gone
	lost        bool    // some are gone
	fresh       []int   // the articles that were not there, or otherwise
	isFresh     []bool  // by number now
}

// gone is the number of an article that the set has no more, or otherwise.
const gone = -1

// change brings the meetings up to date, and the repeats of articles. It returns the
// pairs that have become candidates, or may have ceased to be some.
func (k *keptMeetings) change(c *setChange) (touched []articlePair) {
	if k.met == nil {
		k.met = map[articlePair]keptMeeting{}
	}
	var found [kinds * sortParts][]meetingsChange
	each(len(found), func(n int) { found[n] = k.part(c, n/sortParts, n%sortParts) })
	var repeats []meetingsChange
	for _, list := range found {
		for _, x := range list {
			if x.pair[0] == nil {
				repeats = append(repeats, x)
				continue
			}
			m := k.met[x.pair]
			m.prints, m.pairs, m.further = m.prints+x.by.prints, m.pairs+x.by.pairs, m.further+x.by.further
			k.met[x.pair] = m
			touched = append(touched, x.pair)
		}
	}
	setRepeats(repeats)
	for _, p := range touched {
		if k.met[p] == (keptMeeting{}) {
			delete(k.met, p)
		}
	}
	return touched
}

// setRepeats adds to the repeats of articles, or takes out.
func setRepeats(changes []meetingsChange) {
	slices.SortFunc(changes, func(x, y meetingsChange) int {
		return cmp.Or(cmp.Compare(x.pair[1].number, y.pair[1].number), cmp.Compare(x.hash, y.hash))
	})
	for lo := 0; lo < len(changes); {
		a := changes[lo].pair[1]
		var now []uint32 // others may hold the list before
		i := 0
		for lo < len(changes) && changes[lo].pair[1].number == a.number {
			h, by := changes[lo].hash, int32(0)
			for ; lo < len(changes) && changes[lo].pair[1].number == a.number && changes[lo].hash == h; lo++ {
				by += changes[lo].by.prints
			}
			for i < len(a.repeats) && a.repeats[i] < h {
				now = append(now, a.repeats[i])
				i++
			}
			was := i < len(a.repeats) && a.repeats[i] == h
			if was {
				i++
			}
			if was && by == 0 || by > 0 {
				now = append(now, h)
			}
		}
		if now = append(now, a.repeats[i:]...); a.number != gone && !slices.Equal(now, a.repeats) {
			a.repeats = now
		}
	}
}

// part brings the postings of one part of one kind up to date, and returns what that
// changes.
func (k *keptMeetings) part(c *setChange, kind, part int) []meetingsChange {
	list := k.lists[kind][part]
	var fresh []posting
	for _, i := range c.fresh {
		fresh = c.now[i].sketch.postings(fresh, kind, part, i)
	}
	slices.Sort(fresh)
	hashes := make([]uint32, 0, len(fresh))
	for _, p := range fresh {
		hashes = append(hashes, p.hash())
	}
	if c.lost {
		for _, p := range list {
			if c.numbers[p.article()] == gone {
				hashes = append(hashes, p.hash())
			}
		}
	}
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	// Groups before, which the list then holds no more.
	var groups []posting
	var ends []int
	for _, h := range hashes {
		groups = append(groups, groupOf(list, h)...)
		ends = append(ends, len(groups))
	}
	n := 0
	for _, p := range list {
		if now := c.numbers[p.article()]; now != gone {
			list[n] = p.of(uint32(now))
			n++
		}
	}
	list = merged(list[:n], fresh)
	k.lists[kind][part] = list
	w := groupWalk{kind: kind, c: c}
	from := 0
	for n, h := range hashes {
		w.group(groups[from:ends[n]], groupOf(list, h))
		from = ends[n]
	}
	return w.out
}

// groupOf returns the postings of a hash in a sorted list.
func groupOf(list []posting, hash uint32) []posting {
	lo, _ := slices.BinarySearchFunc(list, hash, func(p posting, h uint32) int { return cmp.Compare(p.hash(), h) })
	hi := lo
	for hi < len(list) && list[hi].hash() == hash {
		hi++
	}
	return list[lo:hi]
}

// of returns p as a posting of another article.
func (p posting) of(article uint32) posting {
	return p&^(MaxArticles<<tagBits) | posting(article)<<tagBits
}

// merged returns what is in two sorted lists, sorted; it may be where the first was.
func merged(a, b []posting) []posting {
	i, j := len(a)-1, len(b)-1
	a = append(a, b...)
	for n := len(a) - 1; j >= 0; n-- {
		if i >= 0 && a[i] > b[j] {
			a[n] = a[i]
			i--
		} else {
			a[n] = b[j]
			j--
		}
	}
	return a
}

// A groupWalk finds what the postings of one hash after the other make of articles.
type groupWalk struct {
	kind     int
	c        *setChange
	out      []meetingsChange
	room     []posting
	families []uint32
}

// group adds what has changed with the postings of a hash, by the numbers of articles
// before and now. Of those that are not kept of a hash each stands for itself.
func (w *groupWalk) group(before, now []posting) {
	same := w.sameFirst(before, now)
	for _, p := range before {
		if !same || w.c.numbers[p.article()] == gone {
			w.one(before, p, w.c.before, -1)
		}
	}
	for _, p := range now {
		if !same || w.c.isFresh[p.article()] {
			w.one(now, p, w.c.now, 1)
		}
	}
}

// sameFirst reports whether those of a group that are kept of a hash are the same.
func (w *groupWalk) sameFirst(before, now []posting) bool {
	if len(before) < mostPostings || len(now) < mostPostings {
		return false
	}
	for i, p := range before[:mostPostings] {
		if to := w.c.numbers[p.article()]; to == gone || p.of(uint32(to)) != now[i] {
			return false
		}
	}
	return true
}

// one adds by times what a group makes of the article of its posting p and of those
// before that.
func (w *groupWalk) one(group []posting, p posting, articles []*keptArticle, by int32) {
	if len(group) < 2 {
		return
	}
	group = group[:min(len(group), mostPostings)]
	own := p.article()
	// Each article once, own among them.
	w.room = append(w.room[:0], group...)
	few := maxArticles
	if w.kind == pairs {
		few = fewTheme
		w.room = slices.DeleteFunc(w.room, func(q posting) bool { return q.tag() != p.tag() })
	}
	if at, found := slices.BinarySearchFunc(w.room, own, func(q posting, own uint32) int { return cmp.Compare(q.article(), own) }); !found {
		w.room = slices.Insert(w.room, at, p)
	}
	group = w.room
	switch {
	case w.kind == pairs && len(group) > maxTheme:
		return
	case w.kind == prints && len(group) >= boilerplateArticles:
		w.families = w.families[:0]
		for _, q := range group {
			w.families = append(w.families, articles[q.article()].sketch.family)
		}
		markRepeated(w.families)
		n := 0
		for i, q := range group {
			if w.families[i] != repeatedFamily {
				group[n] = q
				n++
			} else if q.article() == own {
				w.out = append(w.out, meetingsChange{pair: articlePair{nil, articles[own]}, by: keptMeeting{prints: by}, hash: p.hash()})
				return
			}
		}
		group = group[:n]
	}
	for _, q := range partners(group, own, few) {
		x := meetingsChange{pair: articlePair{articles[q.article()], articles[own]}}
		switch {
		case w.kind == pairs:
			x.by.pairs = by
		case goesOn(q.tag(), p.tag()):
			x.by.prints, x.by.further = by, by
		default:
			x.by.prints = by
		}
		w.out = append(w.out, x)
	}
}
