package compare

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A slot is a place in a sentence that another fills otherwise.
type slot struct {
	kind news.ConflictKind
	a, b filler
	plan bool // one of the sentences tells of what is to come
}

// A filler is what stands in a slot.
type filler struct {
	article int
	span    news.Span
	key     string // what is the same for fillers that mean one thing
	holder  string // entity that has it so, if its words are not in what is said
	nobody  bool   // nobody is named who has it so, whoever says the words
}

// A piece is the words of one side of a gap, and what they hold.
type piece struct {
	article  int
	span     news.Span // from the first word to the last
	times    []news.Time
	mentions []int
	number   *figure
	causes   uint32
	people   uint32
	titled   bool // a person's title stands in it
	more     bool // a telling word stands in it that is of no name
}

// piece reads the words from to end of a sentence.
func (c *comparer) piece(t *telling, from, end int) piece {
	p := piece{article: t.article, span: news.Span{Start: t.tokens[from].span.Start, End: t.tokens[end-1].span.End}}
	an := &c.Annotations[t.article]
	for _, x := range timesWithin(an, t.span) {
		if x.Span.Overlaps(p.span) {
			p.times = append(p.times, x)
		}
	}
	p.mentions = namesOver(an, p.span)
	for _, k := range t.tokens[from:end] {
		p.causes |= causeClasses[k.stem]
		p.people |= peopleClasses[k.stem]
	}
	p.titled = titleOver(an, p.span)
	names := newNameCursor(an, "")
	for _, k := range t.tokens[from:end] {
		p.more = p.more || !names.holds(k.span) && k.rarity >= plainRarity
	}
	p.number = c.figureIn(t, from, end)
	return p
}

// namesOver returns the names that overlap a span, without those that lie
// within another.
func namesOver(an *news.Annotation, s news.Span) []int {
	at, _ := slices.BinarySearchFunc(an.Mentions, s.Start, func(m news.Mention, start int) int { return cmp.Compare(m.Start, start) })
	for at > 0 && s.Start-an.Mentions[at-1].Start < longestName {
		at--
	}
	var out []int
	end := 0
	for ; at < len(an.Mentions) && an.Mentions[at].Start < s.End; at++ {
		if m := &an.Mentions[at]; m.Kind == news.NameMention && m.Span.Overlaps(s) && m.Start >= end {
			out = append(out, at)
			end = m.End
		}
	}
	return out
}

// titleOver reports whether a person's title stands in a span.
func titleOver(an *news.Annotation, s news.Span) bool {
	at, _ := slices.BinarySearchFunc(an.Mentions, s.Start, func(m news.Mention, start int) int { return cmp.Compare(m.Start, start) })
	for ; at < len(an.Mentions) && an.Mentions[at].Start < s.End; at++ {
		if m := &an.Mentions[at]; m.Kind == news.TitleMention && m.Type == news.Person {
			return true
		}
	}
	return false
}

// longestName bounds how far before a span a name that overlaps it is sought.
const longestName = 120

// slots returns what two sentences fill otherwise. In versions of one text all
// that stands where something else stands is of account; in other texts only
// what leaves no doubt.
func (c *comparer) slots(x, y *telling, gaps []gap, near closeness) []slot {
	var out []slot
	for _, g := range gaps {
		most := mostGap
		if near < oneText {
			most = sureGap
		}
		if !g.both() || g.aEnd-g.a > most || g.bEnd-g.b > most {
			continue
		}
		a, b := c.piece(x, g.a, g.aEnd), c.piece(y, g.b, g.bEnd)
		if c.moved(&a, x, y, near) || c.moved(&b, y, x, near) {
			continue // it stands elsewhere in the other
		}
		plan := x.kind == news.Expected || y.kind == news.Expected
		for _, kind := range c.differ(&a, &b, near) {
			out = append(out, slot{kind, c.filler(&a, kind), c.filler(&b, kind), plan})
		}
	}
	return out
}

// moved reports whether a name of a piece of x, or one that may be it, stands in
// y too, and in x only there if the articles are one text but for changes.
func (c *comparer) moved(p *piece, x, y *telling, near closeness) bool {
	an := &c.Annotations[y.article]
	for _, i := range p.mentions {
		id := c.EntityOf[p.article][i]
		if near == oneText {
			if id != "" && c.names(y, id, news.Span{}) && !c.names(x, id, p.span) {
				return true
			}
			continue
		}
		if slices.ContainsFunc(namesOver(an, y.span), func(j int) bool { return c.mayBeOne(p.article, i, y.article, j) }) {
			return true
		}
	}
	return false
}

// names reports whether a sentence names an entity outside a span.
func (c *comparer) names(t *telling, entity string, but news.Span) bool {
	an := &c.Annotations[t.article]
	return slices.ContainsFunc(namesOver(an, t.span), func(m int) bool {
		return c.EntityOf[t.article][m] == entity && !an.Mentions[m].Span.Overlaps(but)
	})
}

// How many words may stand in a slot, and in one of articles that are not one
// text but for changes.
const (
	mostGap = 12
	sureGap = 5
)

// differ says in what two pieces that stand in one place cannot both hold.
func (c *comparer) differ(a, b *piece, near closeness) []news.ConflictKind {
	var out []news.ConflictKind
	if c.timesDiffer(a, b) {
		out = append(out, news.DateConflict)
	}
	if len(a.times) > 0 || len(b.times) > 0 {
		return out
	}
	if a.number != nil && b.number != nil && a.number.against(b.number) {
		out = append(out, news.NumberConflict)
	}
	if a.causes != 0 && b.causes != 0 && a.causes&b.causes == 0 {
		out = append(out, news.CauseConflict)
	}
	if kind := c.namesDiffer(a, b, near); kind != "" {
		out = append(out, kind)
	}
	return out
}

// timesDiffer reports whether the dates in two pieces are different days, or
// different stretches of the calendar that do not meet.
func (c *comparer) timesDiffer(a, b *piece) bool {
	differ := false
	for i := range a.times {
		for j := range b.times {
			x, y := &a.times[i], &b.times[j]
			if x.Kind != news.TimeDate || y.Kind != news.TimeDate || weakDate(x) || weakDate(y) || c.dateLine(a.article, x) && c.dateLine(b.article, y) && c.sameWeek(a.article, b.article) {
				return false
			}
			if x.Known() && y.Known() {
				if _, day := x.Day(); !day && x.Basis != news.BasisStated && y.Basis != news.BasisStated {
					return false // "last week", "this week": of two tellings
				}
				xf, xl, ok1 := x.Bounds()
				yf, yl, ok2 := y.Bounds()
				if !ok1 || !ok2 || xf <= yl && yf <= xl {
					return false
				}
				differ = true
				continue
			}
			p, q := dayNamed(x.Words), dayNamed(y.Words)
			if p == "" || q == "" || p == q || relativeDay(p) != relativeDay(q) {
				return false
			}
			differ = true
		}
	}
	return differ
}

// weakDate reports whether an expression is reckoned from another: "a day
// later".
func weakDate(t *news.Time) bool { return t.Anchor >= 0 && dayNamed(t.Words) == "" }

// dateLine reports whether an expression is the date line of its article: two
// printings of a text may each have their own.
func (c *comparer) dateLine(article int, t *news.Time) bool {
	day, ok := t.Day()
	published, dated := c.Articles[article].Published.Day()
	sentences := c.Annotations[article].Sentences
	first := slices.IndexFunc(sentences, func(s news.Sentence) bool { return !s.IsHeadline })
	return ok && dated && day == published && first >= 0 && t.Span.Start < sentences[first].End
}

// relativeDay reports whether a word names a day by the day of its telling.
func relativeDay(word string) bool {
	return word == "today" || word == "yesterday" || word == "tomorrow" || word == "tonight"
}

// namesDiffer says whether the names in two pieces, or nouns for people, stand
// for different things: places or participants; "" if they may be one. In
// articles that are one text but for changes, any name that took the place of
// another did.
func (c *comparer) namesDiffer(a, b *piece, near closeness) news.ConflictKind {
	if armed := armedApart(a.people, b.people); armed {
		return news.ParticipantConflict
	}
	if x, y := c.demonyms(a), c.demonyms(b); x != y && (x && a.people == 0 && (near < oneText || a.more) || y && b.people == 0 && (near < oneText || b.more)) {
		return "" // "the Syrian capital", "the capital of the Islamic State"
	}
	if a.titled != b.titled {
		return "" // "the secretary" for the name of the one who is
	}
	kinds := [2]nameKind{c.nameKind(a), c.nameKind(b)}
	if near == oneText {
		for k, p := range []*piece{a, b} {
			if kinds[k] == mixedNames && len(p.mentions) > 0 || len(p.mentions) == 0 && p.people != 0 {
				kinds[k] = actorNames
			}
		}
		if len(a.mentions)+len(b.mentions) == 0 {
			return ""
		}
	} else if len(a.mentions) == 0 || len(b.mentions) == 0 || c.cutName(a) || c.cutName(b) {
		return ""
	}
	for _, i := range a.mentions {
		for _, j := range b.mentions {
			if c.mayBeOne(a.article, i, b.article, j) {
				return ""
			}
		}
	}
	switch {
	case kinds[0] == mixedNames || kinds[0] != kinds[1]:
		return ""
	case kinds[0] == placeNames:
		return news.PlaceConflict
	}
	return news.ParticipantConflict
}

// demonyms reports whether all names in a piece are words like "Syrian", which
// say of what land something is rather than who does it.
func (c *comparer) demonyms(p *piece) bool {
	return len(p.mentions) > 0 && !slices.ContainsFunc(p.mentions, func(m int) bool {
		return !strings.HasPrefix(c.Annotations[p.article].Mentions[m].Known, "demonym:")
	})
}

// cutName reports whether only a part of a name stands in a piece.
func (c *comparer) cutName(p *piece) bool {
	return slices.ContainsFunc(p.mentions, func(m int) bool { return !p.span.Contains(c.Annotations[p.article].Mentions[m].Span) })
}

// A nameKind is what the names in a piece are, for what may stand for what.
type nameKind int8

const (
	mixedNames nameKind = iota
	placeNames
	personNames
	actorNames // of states, bodies, armed groups
)

// nameKind returns what the names in a piece are. Names that no table has, but
// for places and persons with a given name, may be anything.
func (c *comparer) nameKind(p *piece) nameKind {
	kind := mixedNames
	for n, i := range p.mentions {
		m := &c.Annotations[p.article].Mentions[i]
		k := mixedNames
		switch {
		case m.Type == news.Place && !m.Acts:
			k = placeNames
		case m.Type == news.Person:
			if m.Full != "" || m.Known != "" || m.Antecedent != i {
				k = personNames
			}
		case m.Known != "" && !strings.HasPrefix(m.Known, "faith:"):
			k = actorNames
		}
		if n > 0 && k != kind {
			return mixedNames
		}
		kind = k
	}
	return kind
}

// mayBeOne reports whether two names may stand for one thing: they are one
// entity, one has the words of the other, or they are a country and what is in
// it.
func (c *comparer) mayBeOne(a, i, b, j int) bool {
	x, y := &c.Annotations[a].Mentions[i], &c.Annotations[b].Mentions[j]
	switch {
	case c.EntityOf[a][i] != "" && c.EntityOf[a][i] == c.EntityOf[b][j],
		x.Known != "" && x.Known == y.Known,
		countryOf(x) != "" && countryOf(x) == countryOf(y) && (!isTown(x) || !isTown(y)),
		x.Key == y.Key:
		return true
	}
	if x.Known != "" && y.Known != "" {
		return false
	}
	return sharesWord(x.Name, y.Name) || initialsOf(x.Name, y.Name) || initialsOf(y.Name, x.Name)
}

// countryOf returns the country that a name is of or belongs to, "" if no table
// says.
func countryOf(m *news.Mention) string {
	if m.Country != "" || m.Known == "" {
		return m.Country
	}
	e, _ := (*knowledge.Base)(nil).Get(m.Known)
	return e.Country
}

// isTown reports whether a name is that of a place within a country, and of
// nothing else.
func isTown(m *news.Mention) bool {
	return m.Type == news.Place && !m.Acts && !strings.HasPrefix(m.Known, "country:")
}

// sharesWord reports whether two names have a word in common, or words but for
// their ends: "Syrias", "Syria".
func sharesWord(x, y string) bool {
	var bx, by [64]byte
	for _, v := range strings.FieldsFunc(x, isMark) {
		p := stem(knowledge.AppendWord(bx[:0], v))
		for _, w := range strings.FieldsFunc(y, isMark) {
			q := stem(knowledge.AppendWord(by[:0], w))
			if len(p) > 2 && len(q) > 2 && oneSpelling(p, q) {
				return true
			}
		}
	}
	return false
}

// oneSpelling reports whether two folded words may be one word: the one is the
// beginning of the other ("Dems"), has a digit of a note at its end, or differs in
// a single letter.
func oneSpelling(p, q []byte) bool {
	p, q = bytes.TrimRight(p, "0123456789"), bytes.TrimRight(q, "0123456789")
	if len(p) > len(q) {
		p, q = q, p
	}
	same := 0
	for same < len(p) && p[same] == q[same] {
		same++
	}
	const shortest = 3 // of what must be the same
	if same == len(p) && same >= shortest {
		return true
	}
	if same == len(q) {
		return false // too short, or nothing but digits
	}
	rest := q[same+1:]
	return len(p) > shortest && (len(p) == len(q) && bytes.Equal(p[same+1:], rest) || len(p)+1 == len(q) && bytes.Equal(p[same:], rest))
}

// initialsOf reports whether a short name is the initials of a longer one.
func initialsOf(short, long string) bool {
	if !knowledge.Acronym(short) {
		return false
	}
	var initials []byte
	for _, w := range strings.FieldsFunc(long, isMark) {
		if w[0] >= 'A' && w[0] <= 'Z' {
			initials = append(initials, w[0])
		}
	}
	return strings.HasPrefix(short, string(initials)) && len(initials) > 1
}

// filler returns what a piece fills a slot of a kind with.
func (c *comparer) filler(p *piece, kind news.ConflictKind) filler {
	f := filler{article: p.article, span: p.span}
	switch {
	case kind == news.DateConflict:
		t := &p.times[0]
		f.span = t.Span
		f.key = t.Value
		if !t.Known() {
			f.key = dayNamed(t.Words)
		}
		return f
	case kind == news.NumberConflict:
		f.span = p.number.span
		f.key = p.number.key()
		return f
	case (kind == news.PlaceConflict || kind == news.ParticipantConflict) && len(p.mentions) > 0:
		an := &c.Annotations[p.article]
		f.span = an.Mentions[p.mentions[0]].Span.Cover(an.Mentions[p.mentions[len(p.mentions)-1]].Span)
		f.key = c.EntityOf[p.article][p.mentions[0]]
	}
	if f.key == "" {
		f.key = strings.ToLower(fold(f.span.Of(c.Articles[p.article].Text)))
	}
	return f
}
