package resolve

import (
	"slices"
	"strings"
)

// explanations gathers what the articles of the set say each acronym stands for:
// names of which none has half of its words in another.
func (r *resolver) explanations() {
	r.explained = map[uint32][]uint32{}
	seen := map[[2]uint32]bool{}
	for _, x := range r.readings {
		for _, a := range x.acronyms {
			said := [2]uint32{a.short, a.long}
			if a.short == noWord || seen[said] {
				continue
			}
			seen[said] = true
			if !slices.ContainsFunc(r.explained[a.short], func(other uint32) bool { return shareHalf(r.text(a.long), r.text(other)) }) {
				r.explained[a.short] = append(r.explained[a.short], a.long)
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

// partCommon gives a common name in two articles two keys, unless the articles
// share more than it: their story, a name that few articles have, an office of
// the bearer; of a body, the country or place that the articles tell of. What
// most articles share keeps the name, and a name that one such group has in most
// of its articles is that of the group everywhere.
func (r *resolver) partCommon() {
	p := &r.parting
	p.resolver = r
	r.explanations()
	r.telltale = make([]asked, len(r.labels))
	p.limit, p.local = max(rareLeast, len(r.articles)/rareShare), max(rareLeast, len(r.articles)/localShare)
	r.recount()
	p.compareKeys()
	p.listArticles()
	p.gather()
	p.touched = make([]bool, len(r.readings))
	if r.parted == nil {
		r.parted = map[int32]*parted{}
	}
	for _, k := range r.order[:len(r.order):len(r.order)] {
		if r.keys[k].class&isCommonKey != 0 {
			p.look(k, p.having(k))
		}
	}
	for k, x := range r.parted {
		if x.turn != r.turn {
			delete(r.parted, k)
		}
	}
	p.resolver = nil // it is room from now on
}

// recount counts the articles that have each key anew where longer names or what places
// lie in gave them others.
func (r *resolver) recount() {
	for i, owned := range r.owned {
		if !owned {
			continue
		}
		for _, k := range r.readings[i].keys {
			r.keys[k.label].articles--
		}
		r.eachKey(i, func(k int32) { r.keys[k].articles++ })
	}
}

// eachKey calls a function for each key that article i has now, once.
func (r *resolver) eachKey(i int, do func(k int32)) {
	r.keysSeen.clear()
	for _, k := range r.of[i] {
		if k < 0 {
			continue
		}
		if _, ok := r.keysSeen.get(uint32(k)); !ok {
			r.keysSeen.set(uint32(k), 0)
			do(k)
		}
	}
}

// listArticles lists the articles that have each common name, in their order.
func (p *parting) listArticles() {
	r, n := p.resolver, int32(0)
	r.lists = slices.Grow(r.lists[:0], len(r.labels))[:len(r.labels)]
	for _, k := range r.order {
		if x := &r.keys[k]; x.class&isCommonKey != 0 {
			r.lists[k] = n
			n += x.articles
		}
	}
	r.rooms.having = slices.Grow(r.rooms.having[:0], int(n))[:n]
	for i := range r.of {
		add := func(k int32) {
			if r.keys[k].class&isCommonKey != 0 {
				r.rooms.having[r.lists[k]] = int32(i)
				r.lists[k]++
			}
		}
		if !r.owned[i] {
			for _, k := range r.readings[i].keys {
				add(k.label)
			}
			continue
		}
		r.eachKey(i, add)
	}
}

// having gives the articles that have a common name, in their order, until it is parted.
func (p *parting) having(k int32) []int32 {
	end := p.lists[k]
	return p.rooms.having[end-p.keys[k].articles : end]
}

// maxEvidence bounds the names of an article that are looked at.
const maxEvidence = 512

// asked is an answer that was asked for before, or not.
type asked uint8

const (
	notAsked asked = iota
	saysNo
	saysYes
)

// fewTell is one in how many articles may tell most of a country for that to join
// places of one name in two of them.
const fewTell = 20

// tellOf counts the articles that tell most of a country.
func (r *resolver) tellOf(country uint32) int {
	if r.telling == nil {
		r.telling = map[uint32]int{}
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
	switch r.rank(k) {
	case 0:
		return r.asks(k, isTelling)
	case 1:
		return true
	case 2:
		return strings.Contains(r.name(k), " ") && !r.isGeneric(k) && !r.isLocality(k)
	}
	return false
}

// A setting is what an article tells of most.
type setting struct {
	country uint32  // the word of ISO 3166-1 alpha-3; noWord if it names none
	place   int32   // key of the place within a country; -1 if it names none
	region  int32   // label of the key of the region that it names most; noLabel
	areas   []int32 // labels of regions that it names
}

// setting gives what article i tells of most. Each article is read once, as it is then:
// a place that is parted by then is another.
func (r *resolver) setting(i int) *setting {
	if r.settings == nil {
		r.settings = make([]*setting, len(r.articles))
	}
	if r.settings[i] == nil {
		if r.parting.touched[i] {
			r.settings[i] = r.settingOf(i)
		} else {
			if x := r.readings[i]; x.setting == nil {
				x.setting = r.settingOf(i)
			}
			r.settings[i] = r.readings[i].setting
		}
	}
	return r.settings[i]
}

func (r *resolver) settingOf(i int) *setting {
	s := &setting{place: -1, region: noLabel}
	var countries, regions, places tally
	for j, k := range r.of[i] {
		m := &r.readings[i].mentions[j]
		if k < 0 || m.kind != nameKind {
			continue
		}
		if m.land != noWord {
			countries.add(int32(m.land))
		}
		switch l := &r.labels[k]; {
		case l.region:
			regions.add(k)
		case m.typ == placeWord && !l.area:
			places.add(k)
		}
	}
	if n, ok := countries.most(func(n int32) string { return r.text(uint32(n)) }); ok {
		s.country = uint32(n)
	}
	if l, ok := regions.most(func(l int32) string { return r.labels[l].name }); ok {
		s.region = l
	}
	if k, ok := places.most(r.name); ok {
		s.place = k
	}
	for _, x := range regions.list {
		s.areas = append(s.areas, x.number)
	}
	return s
}

// A tally counts numbers, of which there are few most often.
type tally struct {
	list []counted
	at   map[int32]int // into list, once there are more than few
}

type counted struct {
	number int32
	times  int
}

// few is how many numbers a tally looks through.
const few = 32

func (t *tally) add(n int32) { t.addTimes(n, 1) }

func (t *tally) addTimes(n int32, times int) {
	if t.at == nil {
		for i := range t.list {
			if t.list[i].number == n {
				t.list[i].times += times
				return
			}
		}
		if len(t.list) == few {
			t.at = map[int32]int{}
			for i, x := range t.list {
				t.at[x.number] = i
			}
		}
	} else if i, ok := t.at[n]; ok {
		t.list[i].times += times
		return
	}
	if t.at != nil {
		t.at[n] = len(t.list)
	}
	t.list = append(t.list, counted{n, times})
}

// most gives what is counted most, the first by byte order of several; ok is false of
// none.
func (t *tally) most(name func(int32) string) (n int32, ok bool) {
	best := counted{}
	for _, x := range t.list {
		if x.times > best.times || x.times == best.times && name(x.number) < name(best.number) {
			best = x
		}
	}
	return best.number, len(t.list) > 0
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
