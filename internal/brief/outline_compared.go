package brief

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// conflictWords begin the line over the sides of a conflict.
var conflictWords = map[news.ConflictKind]string{
	news.NumberConflict: "number", news.DateConflict: "date", news.PlaceConflict: "place",
	news.ParticipantConflict: "who took part", news.CauseConflict: "cause", news.AttributionConflict: "who said it",
	news.ContestedConflict: "contested", news.VoiceConflict: "fact or claim", news.OutcomeConflict: "open or settled",
}

// conflictOrder are the kinds in the order in which a brief tells them.
var conflictOrder = []news.ConflictKind{
	news.NumberConflict, news.DateConflict, news.PlaceConflict, news.ParticipantConflict, news.CauseConflict,
	news.AttributionConflict, news.ContestedConflict, news.VoiceConflict, news.OutcomeConflict,
}

// differ adds where the accounts of a story differ: those with most origins on
// their weaker side first, by kind.
func (b *builder) differ(s *news.Story, sec *section) {
	var list []*news.Conflict
	for _, k := range b.conflicts[s.ID] {
		if c := &b.d.rec.Conflicts[k]; b.sidesShown(c) > 1 {
			list = append(list, c)
		}
	}
	if len(list) == 0 {
		return
	}
	slices.SortStableFunc(list, func(x, y *news.Conflict) int {
		return cmp.Or(cmp.Compare(weaker(y), weaker(x)), cmp.Compare(stronger(y), stronger(x)),
			cmp.Compare(slices.Index(conflictOrder, x.Kind), slices.Index(conflictOrder, y.Kind)))
	})
	left, shown := b.lim.conflicts, 0
	for shown < len(list) && left > 0 {
		left -= b.conflictLines(list[shown])
		shown++
	}
	hidden := len(list) - shown
	list = list[:shown]
	slices.SortStableFunc(list, func(x, y *news.Conflict) int {
		return cmp.Compare(slices.Index(conflictOrder, x.Kind), slices.Index(conflictOrder, y.Kind))
	})
	g := group{heading: "ACCOUNTS DIFFER"}
	room := 1 << 30
	for _, c := range list {
		g.items = append(g.items, item{words: b.conflictHead(c), over: true})
		for k := range c.Sides {
			if it, ok := b.sideItem(c, &c.Sides[k]); ok {
				b.add(&g, it, &room)
			}
		}
	}
	if hidden > 0 {
		g.more = plural(hidden, "more conflict", "")
	}
	sec.groups = append(sec.groups, g)
}

// weaker and stronger are the origins of the side of a conflict that has fewest
// and most.
func weaker(c *news.Conflict) int {
	n := 1 << 30
	for i := range c.Sides {
		n = min(n, len(c.Sides[i].OriginIDs))
	}
	return n
}

func stronger(c *news.Conflict) int {
	n := 0
	for i := range c.Sides {
		n = max(n, len(c.Sides[i].OriginIDs))
	}
	return n
}

// sidesShown counts the sides of a conflict that have words in the brief.
func (b *builder) sidesShown(c *news.Conflict) int {
	n := 0
	for i := range c.Sides {
		if len(b.d.places(c.Sides[i].Spans)) > 0 {
			n++
		}
	}
	return n
}

func (b *builder) conflictLines(c *news.Conflict) int {
	n := 1
	for k := range c.Sides {
		if it, ok := b.sideItem(c, &c.Sides[k]); ok {
			n += b.lines(&it)
		}
	}
	return n
}

// conflictHead is the line over the sides: what differs and, in the words of an
// article, about what.
func (b *builder) conflictHead(c *news.Conflict) []seg {
	out := []seg{text(cmp.Or(conflictWords[c.Kind], string(c.Kind)))}
	if c.Planned {
		out = append(out, text(", planned"))
	}
	if p, ok := b.d.ref(c.AboutRef); ok {
		out = append(out, text(": "))
		out = append(out, b.d.quote(p, passageLimit)...)
	}
	var all []place
	for k := range c.Sides {
		all = append(all, b.d.places(c.Sides[k].Spans)...)
	}
	if b.d.set.Since != "" && slices.ContainsFunc(all, func(p place) bool { return b.isNew(p.art) }) {
		out = append(out, text("; new"))
	}
	if both := b.inBoth(c); len(both) > 0 {
		out = append(out, text("; "))
		out = append(out, b.list(both)...)
		if len(both) == 1 {
			out = append(out, text(" has both"))
		} else {
			out = append(out, text(" have both"))
		}
	}
	return out
}

// inBoth returns the articles that stand on more than one side.
func (b *builder) inBoth(c *news.Conflict) []int {
	on := map[int]int{}
	var out []int
	for k := range c.Sides {
		var here []int
		for _, p := range b.d.places(c.Sides[k].Spans) {
			if !slices.Contains(here, p.art) {
				here = append(here, p.art)
			}
		}
		for _, i := range here {
			if on[i]++; on[i] == 2 {
				out = append(out, i)
			}
		}
	}
	slices.SortFunc(out, func(x, y int) int { return cmp.Compare(b.d.number[x], b.d.number[y]) })
	return out
}

// sideItem is a side of a conflict as a line: what it has, who holds it and how
// many origins stand behind it, then the words.
func (b *builder) sideItem(c *news.Conflict, s *news.ConflictSide) (item, bool) {
	places := b.d.places(s.Spans)
	if len(places) == 0 {
		return item{}, false
	}
	it := item{deep: true, most: b.lim.refs, refs: slices.Clone(places)}
	b.d.sortPlaces(it.refs[1:])
	value, hasValue := b.within(places, s.Value)
	it.words = b.d.quote(places[0], quoteLimit)
	denied := hasValue && isDenied(c, s)
	switch {
	case denied:
		it.words = b.passageOf(value, quoteLimit)
	case hasValue:
		it.words = b.aroundValue(value, places[0])
	}
	switch {
	case denied && len(s.Holders) == 0:
		it.label = []seg{text("what is denied")}
	case denied:
		it.label = []seg{text("as a claim")}
	case utf8.RuneCountInString(s.Value) > longestValue && (isDenial(c, s) || hasValue && b.isRejected(c, value)):
		it.label = []seg{text("the denial")}
	case hasValue && utf8.RuneCountInString(s.Value) <= longestValue:
		it.label = []seg{{kind: theirs, at: value}}
	case len(s.Holders) > 0:
		it.label = []seg{text("as a claim")}
	case c.Kind == news.VoiceConflict:
		it.label = []seg{text("as a fact")}
	default:
		it.label = []seg{text("in ")}
		it.label = append(it.label, b.list(b.articlesAt(places))...)
	}
	if who := b.holders(s.Holders); who != "" {
		it.label = append(it.label, text("\nby "+who))
	}
	it.label = append(it.label, text("\n"+plural(len(s.OriginIDs), "origin", "")))
	return it, true
}

// isDenied reports whether a side has no words but those of the denial on another side.
func isDenied(c *news.Conflict, s *news.ConflictSide) bool {
	return c.Kind == news.ContestedConflict && slices.ContainsFunc(c.Sides, func(o news.ConflictSide) bool { return denies(&o, s) })
}

// isDenial reports whether a side is a denial of which another has what is denied.
func isDenial(c *news.Conflict, s *news.ConflictSide) bool {
	return c.Kind == news.ContestedConflict && slices.ContainsFunc(c.Sides, func(o news.ConflictSide) bool { return denies(s, &o) })
}

// isRejected reports whether the words of a side begin with a verb of denying, or are what somebody
// rejects and who does: "denied having a part in it", "a charge that was rejected by the ministry".
func (b *builder) isRejected(c *news.Conflict, value place) bool {
	return c.Kind == news.ContestedConflict && slices.ContainsFunc(b.d.annotation(value.art).Clauses, func(cl news.Clause) bool {
		return rejecting[cl.Lemma] && (value.span.Start == cl.Predicate.Start ||
			!cl.Object.IsZero() && cl.Object.End <= cl.Predicate.Start && value.span == cl.Object.Cover(cl.Predicate).Cover(cl.Subject))
	})
}

// rejecting are the English verbs that say that something is not so.
var rejecting = map[string]bool{"deny": true, "dismiss": true, "dispute": true, "refute": true, "reject": true}

// denies reports whether the words of a side are a denial that ends with those of another,
// in the same places.
func denies(s, o *news.ConflictSide) bool {
	return len(s.Value) > len(o.Value) && strings.HasSuffix(s.Value, o.Value) && slices.Equal(s.Spans, o.Spans)
}

// longestValue is how long a value may be to stand in the left column, in
// characters (ours: three lines of it).
const longestValue = 40

// aroundValue shows the clause that a value stands in, with who puts it forward
// where it is reported, and […] where the sentence begins before or goes on; else
// the whole of the span that is given.
func (b *builder) aroundValue(value, whole place) []seg {
	an := b.d.annotation(value.art)
	p := b.sentenceOf(value)
	best := -1
	for k := range an.Clauses {
		if cl := &an.Clauses[k]; cl.Span.Contains(value.span) && p.span.Contains(cl.Span) && (best < 0 || cl.Len() < an.Clauses[best].Len()) {
			best = k
		}
	}
	if best < 0 || p.span.Len() <= passageLimit/2 {
		return b.d.quote(whole, quoteLimit)
	}
	s := an.Clauses[best].Span
	g := an.Clauses[best].Governor
	if g < 0 && len(strings.Fields(s.Of(b.d.rec.Articles[value.art].Text))) < fewestSaid {
		g = best - 1 // the clause before, which most often leads to it
	}
	if g >= 0 && g < len(an.Clauses) && !an.Clauses[g].Nominal && p.span.Contains(an.Clauses[g].Predicate) {
		s = s.Cover(an.Clauses[g].Predicate)
		if sub := an.Clauses[g].Subject; !sub.IsZero() && p.span.Contains(sub) {
			s = s.Cover(sub)
		}
	}
	src := b.d.rec.Articles[value.art].Text
	if s.Check(src) != nil || len(strings.Fields(s.Of(src))) < fewestSaid {
		return b.d.quote(whole, quoteLimit)
	}
	return b.passageOf(place{value.art, s}, quoteLimit)
}

// sentenceOf returns the sentence that holds a place, or the place itself.
func (b *builder) sentenceOf(p place) place {
	for _, s := range b.d.annotation(p.art).Sentences {
		if s.Contains(p.span) {
			return place{p.art, s.Span}
		}
	}
	return p
}

// within returns where words stand in one of the places.
func (b *builder) within(places []place, words string) (place, bool) {
	for _, p := range places {
		if at := strings.Index(p.span.Of(b.d.rec.Articles[p.art].Text), words); words != "" && at >= 0 {
			from := p.span.Start + at
			return place{p.art, news.Span{Start: from, End: from + len(words)}}, true
		}
	}
	return place{}, false
}

// articlesAt returns the articles of places, each once, in the order of the
// brief.
func (b *builder) articlesAt(places []place) []int {
	var out []int
	for _, p := range places {
		if !slices.Contains(out, p.art) {
			out = append(out, p.art)
		}
	}
	slices.SortFunc(out, func(x, y int) int { return cmp.Compare(b.d.number[x], b.d.number[y]) })
	return out
}

// holders names who holds an account, the first maxBeside of them.
func (b *builder) holders(ids []string) string {
	var names []string
	for _, id := range ids {
		if e := b.entities[id]; e != nil {
			names = append(names, b.speakerName(e)+b.mark(e.CorrectedBy))
		}
	}
	if n := len(names); n > maxBeside {
		names = append(names[:maxBeside], inWords(n-maxBeside)+" more")
	}
	return strings.Join(names, " and ")
}

// only adds what one article of a story alone has; only [Reach.All] shows it.
func (b *builder) only(s *news.Story, sec *section) {
	if !b.reach.All {
		return
	}
	g := group{heading: "ONLY HERE"}
	room := 1 << 30
	for _, o := range s.OnlyHere {
		for _, sp := range o.Spans {
			if p, ok := b.d.ref(news.Ref{Article: o.Article, Span: sp}); ok {
				b.add(&g, item{label: []seg{text("in "), articleRef(p.art)}, words: b.d.quote(p, quoteLimit), refs: []place{p}}, &room)
			}
		}
	}
	if len(g.items) > 0 {
		sec.groups = append(sec.groups, g)
	}
	b.allButOne(s, sec)
}

// allButOne adds what every article of a story tells but one.
func (b *builder) allButOne(s *news.Story, sec *section) {
	articles := b.storyArticles(s)
	if len(articles) < 3 {
		return
	}
	g := group{heading: "ALL BUT ONE TELL"}
	room := 1 << 30
	for _, k := range timelineOrder(s.Timeline) {
		e := &s.Timeline[k]
		places := b.d.places(e.Spans)
		at := b.articlesAt(places)
		if len(at) != len(articles)-1 {
			continue
		}
		missing := slices.IndexFunc(articles, func(i int) bool { return !slices.Contains(at, i) })
		b.add(&g, item{label: []seg{text("not in "), articleRef(articles[missing])}, words: b.d.quote(places[0], quoteLimit), refs: places}, &room)
	}
	if len(g.items) > 0 {
		sec.groups = append(sec.groups, g)
	}
}

// mixedTime tells that one happening is told both as past and as to come.
func (b *builder) mixedTime(s *news.Story) []seg {
	past, ahead := b.d.places(s.Mixed.Past), b.d.places(s.Mixed.Ahead)
	if len(past) == 0 || len(ahead) == 0 {
		return nil
	}
	b.d.sortPlaces(past)
	b.d.sortPlaces(ahead)
	b.cite(past...)
	b.cite(ahead...)
	return []seg{text("Told as past or under way "), refTo(past...), text(", and as to come "), refTo(ahead...)}
}

// positions are the groups of lines on how parties stand on an issue, one a
// section, the issues that most parties have a position on first.
func (b *builder) positions() (out []section, hidden int) {
	type issue struct {
		key  string
		list []*news.Position
	}
	var issues []issue
	for _, k := range b.d.positionOrder() {
		p := &b.d.rec.Positions[k]
		if len(b.positionPlaces(p)) == 0 || b.entities[p.Party] == nil {
			continue
		}
		key := strings.ToLower(strings.TrimPrefix(strings.ToLower(clean(p.Issue)), "the "))
		n := slices.IndexFunc(issues, func(x issue) bool { return x.key == key })
		if n < 0 {
			n = len(issues)
			issues = append(issues, issue{key: key})
		}
		issues[n].list = append(issues[n].list, p)
	}
	moved := func(x issue) int {
		n := 0
		if changeTold(x.list) {
			n = 1 << 20
		}
		for _, p := range x.list {
			switch p.Changed {
			case news.PositionMoved:
				n += 4
			case news.PositionHeld:
				n += 2
			default:
				n++
			}
		}
		return n
	}
	slices.SortStableFunc(issues, func(x, y issue) int { return cmp.Or(cmp.Compare(moved(y), moved(x)), cmp.Compare(x.key, y.key)) })
	told := slices.IndexFunc(issues, func(x issue) bool { return !b.reach.All && !changeTold(x.list) })
	if told < 0 {
		told = len(issues)
	}
	shown := min(told, b.lim.issues)
	for _, x := range issues[:shown] {
		out = append(out, b.issueSection(x.list))
	}
	return out, len(issues) - shown
}

// changeTold reports whether it is known of a position that it changed, or that
// it did not.
func changeTold(list []*news.Position) bool {
	return slices.ContainsFunc(list, func(p *news.Position) bool { return p.Changed != news.PositionUnknown })
}

// issueSection is what the parties hold on one issue.
func (b *builder) issueSection(list []*news.Position) section {
	slices.SortStableFunc(list, func(x, y *news.Position) int {
		return cmp.Or(cmp.Compare(changeRank(x), changeRank(y)), cmp.Compare(len(b.positionPlaces(y)), len(b.positionPlaces(x))))
	})
	var sec section
	sec.title = []seg{text("Positions on ")}
	if p, ok := b.d.ref(list[0].IssueRef); ok {
		sec.title = append(sec.title, seg{kind: theirs, at: p})
	} else {
		sec.title = append(sec.title, text("an issue"))
	}
	stories := b.storiesOf(list)
	switch {
	case stories == 2 && len(b.d.rec.Stories) == 2:
		sec.title = append(sec.title, text(", over both stories"))
	case stories > 1:
		sec.title = append(sec.title, text(", over "+plural(stories, "story", "stories")))
	}
	if note := b.orderNote(list, stories); note != "" {
		sec.facts = [][]seg{{text(note)}}
	}
	var g group
	room := 1 << 30
	for n, p := range list {
		if n == b.lim.parties {
			g.more = plural(len(list)-n, "more party", "more parties")
			break
		}
		b.add(&g, b.positionItem(p), &room)
	}
	sec.groups = []group{g}
	return sec
}

// orderNote says why only a change that is stated can be told, if that is so.
func (b *builder) orderNote(list []*news.Position, stories int) string {
	dated, undated := false, false
	for _, p := range list {
		if p.Basis == news.PositionDated {
			return ""
		}
		for _, pt := range p.Points {
			dated, undated = dated || pt.Date.Known(), undated || !pt.Date.Known()
		}
	}
	switch {
	case undated && stories > 1:
		return "Which story came first is not stated, so only a change that is stated counts"
	case !dated:
		return "The statements have no dates, so only a change that is stated counts"
	}
	return ""
}

// changeRank orders positions: what changed, what did not, what is unknown.
func changeRank(p *news.Position) int {
	switch p.Changed {
	case news.PositionMoved:
		return 0
	case news.PositionHeld:
		return 1
	}
	return 2
}

// storiesOf counts the stories that the words of positions stand in.
func (b *builder) storiesOf(list []*news.Position) int {
	seen := map[string]bool{}
	for _, p := range list {
		for _, at := range b.positionPlaces(p) {
			if s := b.storyOf[b.d.rec.Articles[at.art].ID]; s != "" {
				seen[s] = true
			}
		}
	}
	return len(seen)
}

// positionPlaces are the words that show a position: those of its change first.
func (b *builder) positionPlaces(p *news.Position) []place {
	out := b.d.places(p.Change)
	if len(out) == 2 && out[0].art == out[1].art && out[1].span.Contains(out[0].span) {
		out = out[1:] // "gave up its demand that …"
	}
	for _, pt := range p.Points {
		for _, at := range b.d.places(pt.Spans) {
			if !slices.Contains(out, at) {
				out = append(out, at)
			}
		}
	}
	return out
}

// mostShown is how many spans of a position are shown in words; the others are
// referred to.
const mostShown = 2

// positionItem is a party's position as a line: who, whether it changed, the
// words that show it, and where else it is told.
func (b *builder) positionItem(p *news.Position) item {
	e := b.entities[p.Party]
	it := item{label: []seg{text(b.partyName(e) + b.mark(e.CorrectedBy))}, most: b.lim.refs}
	switch p.Changed {
	case news.PositionMoved:
		it.label = append(it.label, text("\nchanged"))
	case news.PositionHeld:
		it.label = append(it.label, text("\nnot changed"))
	}
	var shown []place
	var rest []place
	for _, at := range b.positionPlaces(p) {
		overlaps := slices.ContainsFunc(shown, func(o place) bool { return o.art == at.art && o.span.Overlaps(at.span) })
		switch {
		case overlaps:
		case len(shown) < mostShown:
			if len(shown) > 0 {
				it.words = append(it.words, text("; "))
			}
			it.words = append(it.words, b.toEnd(at)...)
			it.words = append(it.words, text(" "), refTo(at))
			shown = append(shown, at)
		default:
			rest = append(rest, at)
		}
	}
	b.cite(shown...)
	if len(rest) > 0 {
		b.d.sortPlaces(rest)
		it.words = append(it.words, text("; compare"))
		it.refs = rest
	}
	return it
}

// partyName is how a label names a state or body: by its country's short name
// where it stands for one.
func (b *builder) partyName(e *news.Entity) string {
	if n := shortCountries[e.Country]; n != "" && e.Type == news.Place {
		return n
	}
	return b.speakerName(e)
}

// toEnd shows words with […] where their sentence goes on.
func (b *builder) toEnd(p place) []seg {
	out := b.d.quote(p, passageLimit)
	if last := out[len(out)-1]; last.kind == ours && strings.HasSuffix(last.text, "[…]") || !b.goesOn(p) {
		return out
	}
	return append(out, text(" […]"))
}

// goesOn reports whether the sentence in which words end has others after them.
func (b *builder) goesOn(p place) bool {
	for _, s := range b.d.annotation(p.art).Sentences {
		if s.Start < p.span.End && p.span.End < s.End {
			return strings.ContainsFunc(b.d.rec.Articles[p.art].Text[p.span.End:s.End], isLetter)
		}
	}
	return false
}
