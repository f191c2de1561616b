package resolve

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// joinTypes joins a full name that one article takes for a person's and another
// for something else. A common name is not joined so.
func (r *resolver) joinTypes() {
	for _, k := range r.order {
		if r.rank(k) != 2 {
			continue
		}
		if l := r.personOf(k); l != noLabel && r.has(l) && !r.isCommon(l) {
			r.join(l, k, reason{why: sameName})
		}
	}
}

// joinLonger joins a body's common name with the only longer name of its article that
// ends with it: "Judiciary Committee" where the article has "Senate Judiciary Committee".
// A name that many articles have by itself is short for none, but for that of a part.
func (r *resolver) joinLonger() {
	r.changed = newBits(len(r.labels))
	limit := max(rareLeast, len(r.articles)/rareShare)
	r.entered = len(r.order)
	for _, k := range r.order {
		x := &r.keys[k]
		if int(x.articles) > limit {
			x.class |= isWideFirst
		}
		if y := r.before(k); y == nil || (x.class^y.class)&isWideFirst != 0 {
			r.changed.set(k)
		}
	}
	for i, x := range r.readings {
		if len(x.longer) == 0 {
			continue
		}
		if x.stale || !r.sameRow(i) {
			x.shorter = r.shorter(i, x)
		}
		if len(x.shorter) == 0 {
			continue
		}
		row := r.own(i)
		for j, k := range row {
			if n := slices.IndexFunc(x.shorter, func(y joined) bool { return y.from == k }); n >= 0 {
				row[j] = x.shorter[n].to
			}
		}
		for _, y := range x.shorter {
			if !slices.Contains(r.reasons(y.to), y.because) {
				r.add(y.to, y.because)
			}
		}
	}
}

// shorter gives the names of article i that are short for others of it.
func (r *resolver) shorter(i int, x *reading) []joined {
	const several = -2
	longer := &r.wordsSeen // end of a name → the key of the name, or several
	longer.clear()
	for _, j := range x.longer {
		k := x.entered[j]
		if k < 0 {
			continue
		}
		for _, end := range r.endsOf(x.mentions[j].name) {
			if other, ok := longer.get(end); ok && other != k {
				longer.set(end, several)
			} else {
				longer.set(end, k)
			}
		}
	}
	var out []joined
	for _, at := range x.keys {
		k := at.label
		if r.rank(k) != 2 {
			continue
		}
		m := r.first(k)
		end := r.fold(m.name)
		if to, ok := longer.get(end); ok && to != several && to != k && (r.isGeneric(k) || r.isBareBody(k)) &&
			(r.keys[k].class&isWideFirst == 0 || r.isLocal(k)) && r.shortens(to, r.text(end)) {
			out = append(out, joined{k, to, reason{endsLonger, m.name}})
		}
	}
	return out
}

// maxLonger bounds the words before an end that are looked at.
const maxLonger = 5

// A story is the keys that the articles of one story have, in the order of
// their articles, each once, and what they are called there.
type story struct {
	articles []int
	keys     []int32
}

// A settling says how the keys of an article come about.
type settling uint8

const (
	isOther   settling = iota // they are others than in the set before, or may be, before stories join them
	isSame                    // before stories join them, they are as they were
	isJoined                  // a story has joined them
	isSettled                 // a story of several has the keys that it had
)

// A keptStory is what was joined in a story of several articles. Its first article holds it.
type keptStory struct {
	turn    int32    // of the last set that had it
	members []uint32 // the serials of its articles
	joins   []joined
}

// eachStory calls f for each story of more than one article, but for those that are as
// in the set before, and settles the keys of all articles.
func (r *resolver) eachStory(f func(s *story)) {
	how := make([]settling, len(r.readings))
	inChunks(len(r.readings), func(i int) {
		x := r.readings[i]
		hash := r.rowHash(i)
		if x.final != nil && !x.stale && x.partedHash == hash && r.sameRow(i) {
			how[i] = isSame
		}
		x.partedHash, x.stale = hash, false
	})
	var room []int32
	for _, members := range r.stories {
		if len(members) < 2 {
			continue
		}
		x := r.readings[members[0]]
		if r.storyIsKept(x.story, members, how) {
			x.story.turn = r.turn
			for _, i := range members {
				how[i], r.of[i] = isSettled, r.readings[i].final
			}
			for _, y := range x.story.joins {
				if y.from != noLabel {
					r.keys[y.from].parent = y.to
				}
				r.add(y.to, y.because)
			}
			continue
		}
		s := &story{articles: members, keys: room[:0]}
		r.keysSeen.clear()
		for _, i := range members {
			how[i] = isJoined
			for _, k := range r.of[i] {
				if k < 0 {
					continue
				}
				if _, ok := r.keysSeen.get(uint32(k)); !ok {
					r.keysSeen.set(uint32(k), 0)
					s.keys = append(s.keys, k)
				}
			}
		}
		room = s.keys
		if r.once || r.overlap {
			f(s)
			continue
		}
		x.story = &keptStory{turn: r.turn}
		for _, i := range members {
			x.story.members = append(x.story.members, r.readings[i].serial)
		}
		r.joins = &x.story.joins
		f(s)
		r.joins = nil
	}
	if !r.once {
		r.settle(how)
	}
}

// storyIsKept reports whether a story is x, and its articles have the same keys as then.
func (r *resolver) storyIsKept(x *keptStory, members []int, how []settling) bool {
	if x == nil || x.turn != r.turn-1 || len(x.members) != len(members) || r.overlap {
		return false
	}
	for n, i := range members {
		if how[i] != isSame || x.members[n] != r.readings[i].serial {
			return false
		}
	}
	return true
}

// settle keeps the keys of all articles, and finds those whose keys are not as they were in
// the set before.
func (r *resolver) settle(how []settling) {
	for i, x := range r.readings {
		joined := how[i] == isJoined
		if how[i] == isSame && !x.joined {
			r.of[i] = x.final
		} else if how[i] != isSettled {
			row := r.of[i]
			if x.final != nil && slices.Equal(row, x.final) {
				row = x.final
			} else {
				r.moved = append(r.moved, movedRow{i, x.final})
				if r.owned[i] {
					row = slices.Clone(row)
				}
			}
			r.of[i], x.final, x.joined = row, row, joined
		}
	}
}

// A movedRow is an article whose keys are not what they were in the set before.
type movedRow struct {
	article int
	keys    []int32 // that it had
}

// joinAcronyms joins an acronym with what the story explains it as, and names
// that the story gives one acronym: "the International Syria Support Group
// (ISSG)".
func (r *resolver) joinAcronyms(s *story) {
	long := map[uint32][]int32{}
	for _, i := range s.articles {
		for _, a := range r.readings[i].acronyms {
			if k := r.of[i][a.mention]; k >= 0 {
				name := r.readings[i].mentions[a.mention].name
				long[name] = append(long[name], k)
			}
		}
	}
	if len(long) == 0 {
		return
	}
	for _, k := range slices.Clone(s.keys) {
		if m := r.first(k); r.isAcronym(m) && len(long[m.name]) > 0 && m.known == noWord {
			r.move(s, k, long[m.name][0], reason{storyExplains, m.name})
		}
	}
	names := slices.SortedFunc(maps.Keys(long), func(a, b uint32) int { return cmp.Compare(r.text(a), r.text(b)) })
	for _, name := range names {
		for _, k := range long[name][1:] {
			r.move(s, k, long[name][0], reason{bothCalled, name})
		}
	}
}

// joinEndings joins a body's name with the only longer one of the story that
// ends with it: "Fish and Wildlife Service", "Chargers".
func (r *resolver) joinEndings(s *story) {
	const several = -2
	byEnd := &r.wordsSeen // end of a name → the key of the name, or several
	byEnd.clear()
	any := false
	for _, k := range s.keys {
		if r.rank(k) != 2 || r.first(k).typ == placeWord {
			continue
		}
		for _, end := range r.endsOfLabel(k) {
			any = true
			if _, ok := byEnd.get(end); ok {
				byEnd.set(end, several)
			} else {
				byEnd.set(end, k)
			}
		}
	}
	if !any {
		return
	}
	for _, k := range slices.Clone(s.keys) {
		if r.rank(k) != 2 {
			continue
		}
		m := r.first(k)
		name := r.wordOf(k)
		if !r.spaced(m.name) {
			name = r.fold(m.name)
		}
		longer, ok := byEnd.get(name)
		if !ok || longer == several || longer == k {
			continue
		}
		if r.keys[k].class&isWide != 0 && !r.isLocal(k) {
			continue // a name that so many articles have by itself is short for none
		}
		if r.shortens(longer, r.text(name)) {
			r.move(s, k, longer, reason{endsStory, m.name})
		}
	}
}

// shortens reports whether the end of the name of key k may stand for the whole: not
// where a known name ends it ("Holm's White House" is no House), and of a single word
// not where it stands after a preposition ("State of the Union") or says only of what
// kind a thing is ("House Democratic").
func (r *resolver) shortens(k int32, end string) bool {
	words := strings.Fields(r.text(r.first(k).name))
	at := len(words) - len(strings.Fields(end))
	for i := 1; i < at; i++ {
		if _, ok := r.known.Lookup(strings.Join(words[i:], " ")); ok {
			return false
		}
	}
	if strings.Contains(end, " ") {
		return true
	}
	return at > 0 && len(contentWords(strings.ToLower(words[at-1]))) > 0 && !isAdjective(end)
}

// isAdjective reports whether a word in lower case is by its ending an adjective.
func isAdjective(word string) bool {
	for _, end := range [...]string{"mic", "pic", "tic", "eral", "ical", "icial", "ional", "ative", "utive"} {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}

// maxNamesakes bounds the persons of one story with one surname that are
// compared.
const maxNamesakes = 16

// joinParts joins two persons of a story whose names share the surname where
// all words of the one stand in the other: "Jan Olav Berg", "Olav Berg".
func (r *resolver) joinParts(s *story) {
	bySurname := map[uint32][]int32{}
	for _, k := range s.keys {
		if r.rank(k) != 1 {
			continue
		}
		if m := r.first(k); m.key != noWord {
			bySurname[m.key] = append(bySurname[m.key], k)
		}
	}
	for _, list := range bySurname { // no key is in two of them
		list = list[:min(len(list), maxNamesakes)]
		for x, a := range list {
			for _, b := range list[:x] {
				x, y := r.text(r.fold(r.first(a).name)), r.text(r.fold(r.first(b).name))
				if within(x, y) || within(y, x) {
					r.move(s, a, b, reason{why: sharedSurname})
				}
			}
		}
	}
}

// within reports whether all words of the folded name a, two at least, are words of b.
func within(a, b string) bool {
	words := strings.Fields(b)
	n := 0
	for w := range strings.FieldsSeq(a) {
		if isSuffix(w) {
			continue
		}
		if !slices.Contains(words, w) {
			return false
		}
		n++
	}
	return n > 1
}

// loose reports whether a story has a key of a rank that is joined with no other.
func (r *resolver) loose(s *story, rank int8) bool {
	return slices.ContainsFunc(s.keys, func(k int32) bool { return r.rank(k) == rank && r.find(k) == k })
}

// joinSurnames gives a bare surname the key of the only person of its story who
// is known by it.
func (r *resolver) joinSurnames(s *story) {
	const two = -2
	if !r.loose(s, surnameRank) {
		return
	}
	full := &r.wordsSeen // surname → the one key, or two
	full.clear()
	for _, i := range s.articles {
		for j, k := range r.of[i] {
			m := &r.readings[i].mentions[j]
			if k < 0 || m.kind != nameKind || m.typ != personWord || m.key == noWord || r.rank(k) == surnameRank {
				continue
			}
			k = r.find(k)
			if other, ok := full.get(m.key); ok && other != k {
				k = two
			}
			full.set(m.key, k)
		}
	}
	for _, k := range s.keys {
		if r.rank(k) != surnameRank || r.find(k) != k {
			continue
		}
		m := r.first(k)
		if one, ok := full.get(m.key); ok && one != two {
			r.join(one, k, reason{onlyCalled, m.name})
		}
	}
}

// joinNames joins the names of one word that articles of a story take for things
// of different types. Two of a person alone are not joined so.
func (r *resolver) joinNames(s *story) {
	first := &r.wordsSeen
	first.clear()
	for _, k := range slices.Clone(s.keys) {
		m := r.first(k)
		if r.rank(k) != 2 || r.spaced(m.name) {
			continue
		}
		name := r.fold(m.name)
		if other, ok := first.get(name); ok {
			r.move(s, k, other, reason{why: sameInStory})
		} else {
			first.set(name, k)
		}
	}
	for _, k := range s.keys {
		if r.rank(k) != surnameRank || r.find(k) != k {
			continue
		}
		if other, ok := first.get(r.fold(r.first(k).name)); ok {
			r.join(other, k, reason{why: sameInStory})
		}
	}
}

// joinDescriptions joins what several articles of a story call by the same
// words, without a name: "a senior State Department official".
func (r *resolver) joinDescriptions(s *story) {
	if !r.loose(s, describedRank) {
		return
	}
	first := &r.wordsSeen
	first.clear()
	for _, k := range s.keys {
		if r.rank(k) == 2 {
			first.set(r.fold(r.first(k).name), k)
		}
	}
	for _, k := range s.keys {
		if r.rank(k) != describedRank || r.find(k) != k {
			continue
		}
		words := r.fold(r.first(k).name)
		if w := r.text(words); w == "reporters" || w == "journalists" { // each article has its own
			continue
		}
		if other, ok := first.get(words); ok {
			r.join(other, k, reason{why: sameDescription})
		} else {
			first.set(words, k)
		}
	}
}

// joinHeads joins what an article calls by a noun alone, "the coach", with the
// person of the story of whom other articles say that noun: more than twice as
// many as say it of anyone else.
func (r *resolver) joinHeads(s *story) {
	var who map[uint32][]holder
	for _, k := range s.keys {
		m := r.first(k)
		if r.rank(k) != describedRank || r.find(k) != k || m.typ != personWord || !m.has(definite) {
			continue
		}
		if who == nil {
			who = r.nouns(s)
		}
		word := r.last(m.name)
		if one := foremost(who[word]); one >= 0 && !manyHold[r.text(word)] {
			r.join(one, k, reason{saysNoun, word})
		}
	}
}

// A holder is a person of whom articles say a noun.
type holder struct {
	key      int32
	articles int
	last     int // the latest of them
}

// nouns gives for each noun the persons of a story of whom its articles say it:
// as a role or where the noun takes up the name.
func (r *resolver) nouns(s *story) map[uint32][]holder {
	who := map[uint32][]holder{}
	say := func(word uint32, k int32, article int) {
		k = r.find(k)
		list := who[word]
		for x := range list {
			if h := &list[x]; h.key == k {
				if h.last != article {
					h.last, h.articles = article, h.articles+1
				}
				return
			}
		}
		if len(list) < maxNamesakes {
			who[word] = append(list, holder{k, 1, article})
		}
	}
	for _, i := range s.articles {
		for _, t := range r.readings[i].heads {
			if k := r.of[i][t.mention]; k >= 0 {
				say(t.word, k, i)
			}
		}
	}
	return who
}

// foremost gives the person of whom more than twice as many articles say the
// noun as of any other; -1 if there is none.
func foremost(list []holder) int32 {
	best, second := holder{key: -1}, 0
	for _, h := range list {
		if h.articles > best.articles {
			best, second = h, best.articles
		} else {
			second = max(second, h.articles)
		}
	}
	if best.articles <= 2*second {
		return -1
	}
	return best.key
}

func lastWord(s string) string { return strings.ToLower(s[strings.LastIndexByte(s, ' ')+1:]) }

// manyHold are nouns of persons of whom a happening has several.
var manyHold = map[string]bool{"official": true, "source": true, "spokesman": true, "spokeswoman": true, "spokesperson": true,
	"officer": true, "man": true, "woman": true, "analyst": true, "expert": true, "diplomat": true, "leader": true, "member": true,
	"reporter": true, "journalist": true, "lawyer": true, "resident": true, "witness": true, "friend": true, "person": true}

// soleOffices are offices that one person of a country or body holds at a time.
var soleOffices = map[string]bool{"president": true, "chancellor": true, "premier": true, "pope": true, "king": true, "queen": true,
	"prime minister": true, "secretary-general": true, "foreign minister": true, "secretary of state": true, "vice president": true}

// An officer is a person with a sole office.
type officer struct {
	key     int32
	country uint32 // of the office; noWord if its words do not tell
}

// joinOffices joins a surname that stands with an office of one holder with the
// only person of the set who has that surname and office in full: "President
// Obama".
func (r *resolver) joinOffices() {
	full := map[uint32][]officer{}
	var bare []officer
	var names []uint32
	for i, x := range r.readings {
		for _, t := range x.offices {
			k := r.of[i][t.mention]
			if k < 0 {
				continue
			}
			o := officer{r.find(k), x.mentions[t.mention].land}
			if r.rank(o.key) == surnameRank {
				bare, names = append(bare, o), append(names, t.word)
			} else if !slices.Contains(full[t.word], o) {
				full[t.word] = append(full[t.word], o)
			}
		}
	}
	for b, o := range bare {
		if one := onlyOfficer(full[names[b]], o.country); one >= 0 && r.find(o.key) == o.key {
			r.join(one, o.key, reason{onlyOffice, names[b]})
		}
	}
}

// onlyOfficer gives the one person of the list whose country is, or may be, the
// given one; -1 if there is none or more than one.
func onlyOfficer(list []officer, country uint32) int32 {
	only := int32(-1)
	for _, o := range list {
		if country != noWord && o.country != noWord && o.country != country || o.key == only {
			continue
		}
		if only >= 0 {
			return -1
		}
		only = o.key
	}
	return only
}

// officeOf gives the sole office that a role names, "" if it names none or one
// that is over.
func officeOf(role string) string {
	words := strings.Fields(strings.ToLower(role))
	for _, w := range words {
		switch w {
		case "former", "ex", "then", "vice-president":
			return ""
		}
	}
	for n := 3; n > 0; n-- {
		for i := 0; i+n <= len(words); i++ {
			if o := strings.Join(words[i:i+n], " "); soleOffices[o] && (n > 1 || i == 0 || words[i-1] != "vice" && words[i-1] != "deputy") {
				return o
			}
		}
	}
	return ""
}
