package compare

import (
	"encoding/binary"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/news"
)

// keptForm is the first byte of what [Memory.Kept] gives. It is raised with every change
// of the bytes that follow, and of what the keys of articles and lots are made of.
const keptForm = 1

// Kept returns what m knows of comparing the articles of a story, as bytes that a Memory
// of another process can be given by [Memory.Recall]; "" if it knows nothing. The bytes
// depend on the set and Basis alone. It may be called while [Set.Take] is.
func (m *Memory) Kept(story string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.lots[story]
	if k == nil || !k.seen {
		return ""
	}
	p := keptBytes{buf: []byte{keptForm}}
	now := *k
	if now.asked != m.turn {
		now.groups, now.grouped = nil, xxh3.Uint128{} // of another set
	}
	p.lot(&now)
	return string(p.buf)
}

// Recall gives m what another Memory knew of comparing the articles of a story. If the
// next Find says of the story that it is the same ([Result.Same]), the other has found
// what it would find. It reports false, and leaves m as it is, if the bytes are none of
// [Memory.Kept], or of another form.
func (m *Memory) Recall(story, kept string) bool {
	if kept == "" || kept[0] != keptForm {
		return false
	}
	p := keptBytes{buf: []byte(kept[1:]), reading: true}
	k := &knownLot{untried: true}
	p.lot(k)
	if p.failed || len(p.buf) > 0 {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lots == nil {
		m.lots = map[string]*knownLot{}
	}
	m.lots[story] = k
	return true
}

// letGo lets go of what is not asked for again by the Find at hand.
func (m *Memory) letGo() {
	if m == nil || !m.Once {
		return
	}
	for _, r := range m.at {
		r.begins, r.others, r.run = nil, nil, false
	}
}

// holds reports whether the places in what was recalled of a lot are of its articles:
// they were read from bytes that may be anyone's.
func (k *knownLot) holds(c *comparer, l *lot) bool {
	if !k.untried {
		return true
	}
	in := func(article string, s news.Span, own bool) bool {
		i, ok := c.index[article]
		return ok && (!own || c.storyOf[i] == c.Stories[l.stories[0]].ID) && 0 <= s.Start && s.Start <= s.End && s.End <= len(c.Articles[i].Text)
	}
	maybe := func(r news.Ref) bool { return r == (news.Ref{}) || in(r.Article, r.Span, true) }
	for n := range k.stances {
		t := &k.stances[n]
		dated := t.date.Article
		if dated == "" {
			dated = t.at.Article
		}
		if !in(t.at.Article, t.at.Span, true) || !maybe(t.issueAt) || !maybe(t.from) || !maybe(t.to) || !in(dated, t.date.Span, false) {
			return false
		}
	}
	k.untried = false
	return true
}

// holdGroups does so of groups: the reports must be such as the lot may have, each once, and
// those speeches of its articles among them.
func holdGroups(l *lot, groups [][][2]int, speeches map[int][]int) bool {
	seen := map[[2]int]bool{}
	for _, g := range groups {
		for _, at := range g {
			if at[0] < 0 || at[0] >= len(l.articles) || at[1] < 0 || seen[at] {
				return false
			}
			seen[at] = true
		}
	}
	for place, i := range l.articles {
		for _, speech := range speeches[i] {
			if !seen[[2]int{place, speech}] {
				return false
			}
		}
	}
	return true
}

// keptBytes are values on their way into bytes, or out of them: each method appends what
// it is given, or else takes it from the front. Once it has failed it gives zeros.
type keptBytes struct {
	buf             []byte
	reading, failed bool
}

// lot is what of a known lot is kept.
func (p *keptBytes) lot(k *knownLot) {
	p.key(&k.key)
	p.list(len(k.stances), 28, func(n int) { k.stances = make([]reported, n) })
	for n := range k.stances {
		p.stance(&k.stances[n])
	}
	p.list(len(k.states), 4, func(n int) { k.states = make([]state, n) })
	for n := range k.states {
		s := &k.states[n]
		p.text(&s.code)
		p.text(&s.entity)
		p.flag(&s.person)
		p.number(&s.n)
	}
	p.key(&k.grouped)
	p.list(len(k.groups), 3, func(n int) { k.groups = make([][][2]int, n) })
	for n := range k.groups {
		p.list(len(k.groups[n]), 2, func(size int) { k.groups[n] = make([][2]int, size) })
		for i := range k.groups[n] {
			p.number(&k.groups[n][i][0])
			p.number(&k.groups[n][i][1])
		}
	}
}

// stance is what of a stance a position is made of: its place among the statements of
// its article is not, once the statement is known.
func (p *keptBytes) stance(t *reported) {
	kind, polarity := int(t.kind), int(t.polarity)
	for _, s := range [...]*string{&t.party, &t.issue, &t.issueName, &t.lemma, &t.statement} {
		p.text(s)
	}
	for _, r := range [...]*news.Ref{&t.at, &t.issueAt, &t.from, &t.to} {
		p.text(&r.Article)
		p.span(&r.Span)
	}
	p.number(&kind)
	p.number(&polarity)
	p.flag(&t.fromTo)
	d := &t.date
	for _, s := range [...]*string{&d.Value, (*string)(&d.Precision), (*string)(&d.Basis), &d.Words, &d.Article, &d.Reason} {
		p.text(s)
	}
	p.span(&d.Span)
	if p.reading {
		t.kind, t.polarity, t.speech = stanceKind(kind), int8(polarity), -1
		p.failed = p.failed || int(t.kind) != kind || int(t.polarity) != polarity
	}
}

func (p *keptBytes) fail() { p.buf, p.failed = nil, true }

// list is the length of a list, each element of which takes so many bytes at least; when
// it is read, room is made for it.
func (p *keptBytes) list(n, least int, room func(n int)) {
	p.number(&n)
	switch {
	case !p.reading || n == 0:
	case n < 0 || n > len(p.buf)/least:
		p.fail()
	default:
		room(n)
	}
}

func (p *keptBytes) number(n *int) {
	if !p.reading {
		p.buf = binary.AppendVarint(p.buf, int64(*n))
		return
	}
	v, size := binary.Varint(p.buf)
	if size <= 0 {
		*n = 0
		p.fail()
		return
	}
	*n, p.buf = int(v), p.buf[size:]
}

func (p *keptBytes) flag(f *bool) {
	n := 0
	if *f {
		n = 1
	}
	p.number(&n)
	*f = n != 0
}

func (p *keptBytes) text(s *string) {
	n := len(*s)
	p.number(&n)
	switch {
	case !p.reading:
		p.buf = append(p.buf, *s...)
	case n < 0 || n > len(p.buf):
		p.fail()
	default:
		*s, p.buf = string(p.buf[:n]), p.buf[n:]
	}
}

func (p *keptBytes) span(s *news.Span) {
	p.number(&s.Start)
	p.number(&s.End)
}

func (p *keptBytes) key(k *xxh3.Uint128) {
	for _, half := range [...]*uint64{&k.Hi, &k.Lo} {
		switch {
		case !p.reading:
			p.buf = binary.LittleEndian.AppendUint64(p.buf, *half)
		case len(p.buf) < 8:
			p.fail()
		default:
			*half, p.buf = binary.LittleEndian.Uint64(p.buf), p.buf[8:]
		}
	}
}
