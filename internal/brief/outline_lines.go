package brief

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// timelineGroups adds what the story's articles tell, by the number of origins
// that have it. It returns the statements that it showed because one origin
// told them in two articles.
func (b *builder) timelineGroups(s *news.Story, sec *section) map[string]bool {
	s = b.withClaims(s)
	byCount := make(map[int][]int)
	var counts []int
	var several, single []int
	for _, n := range timelineOrder(s.Timeline) {
		e := &s.Timeline[n]
		if e.Kind == news.Said || e.Statement != "" || len(b.d.places(e.Spans)) == 0 {
			continue // shown with the statements
		}
		switch o := len(e.OriginIDs); {
		case o >= 2:
			if byCount[o] == nil {
				counts = append(counts, o)
			}
			byCount[o] = append(byCount[o], n)
		case articlesOf(e.Spans) > 1:
			several = append(several, n)
		default:
			single = append(single, n)
		}
	}
	slices.SortFunc(counts, func(x, y int) int { return cmp.Compare(y, x) })
	b.corroborated(s, sec, counts, byCount)
	told := b.oneOriginTwoArticles(s, sec, several)
	if len(single) > 0 || len(s.Timeline) == 0 {
		g := group{heading: "FROM ONE ORIGIN"}
		lines := b.lim.single
		if len(counts) == 0 {
			lines += b.lim.corroborated / 2 // what two origins would have taken
		}
		shown, room := b.preferred(s, single, lines), 1<<30
		b.entries(s, &g, shown, &room)
		if n := len(single) - len(shown); n > 0 {
			g.more = plural(n, "more line", "") + " from one origin"
		}
		if len(s.Timeline) == 0 {
			b.leads(s, &g)
		}
		if len(g.items) > 0 {
			sec.groups = append(sec.groups, g)
		}
	}
	return told
}

// withClaims returns a story with a line more in its timeline for each claim that
// several origins have and that no entry of several origins tells.
func (b *builder) withClaims(s *news.Story) *news.Story {
	var told []news.Ref
	for i := range s.Timeline {
		if len(s.Timeline[i].OriginIDs) > 1 {
			told = append(told, s.Timeline[i].Spans...)
		}
	}
	var more []news.TimelineEntry
	said := b.saidIn(s)
	for _, k := range b.claims[s.ID] {
		c := &b.d.rec.Claims[k]
		if slices.ContainsFunc(b.d.places(c.Spans), func(p place) bool { return mostly(p.span, said[p.art]) }) {
			continue // shown with the statements
		}
		if c.Mode == news.Asserted && len(c.OriginIDs) > 1 && c.Status != news.Disputed && c.Status != news.Superseded && !overlapsAny(c.Spans, told) {
			e := news.TimelineEntry{Text: c.Text, Spans: c.Spans, OriginIDs: c.OriginIDs}
			e.Date, e.Kind = dateOf(s, c)
			more = append(more, e)
			told = append(told, c.Spans...)
		}
	}
	if len(more) == 0 {
		return s
	}
	out := *s
	out.Timeline = append(slices.DeleteFunc(slices.Clone(s.Timeline), func(e news.TimelineEntry) bool {
		// What one origin alone seemed to have.
		return len(e.OriginIDs) < 2 && slices.ContainsFunc(more, func(m news.TimelineEntry) bool {
			return overlapsAny(m.Spans, e.Spans) && e.Statement == "" && (!e.Date.Known() || e.Date.Value == m.Date.Value && e.Kind == m.Kind)
		})
	}), more...)
	return &out
}

// dateOf returns the one date that the timeline of a story gives every sentence of a
// claim that it dates, none if it dates none or they differ; and the kind of line, which is
// background if all of them are.
func dateOf(s *news.Story, c *news.Claim) (news.Date, news.TimelineKind) {
	var at news.Date
	kind := news.Background
	for i := range s.Timeline {
		e := &s.Timeline[i]
		if e.Kind != news.Happened && e.Kind != news.Background || !e.Date.Known() || !overlapsAny(c.Spans, e.Spans) {
			continue
		}
		if at.Known() && at.Value != e.Date.Value {
			return news.NoDate("the reports differ"), news.Happened
		}
		at = e.Date
		if e.Kind == news.Happened {
			kind = news.Happened
		}
	}
	if !at.Known() {
		kind = news.Happened
	}
	return at, kind
}

// corroborated adds the entries that more than one origin has, most first.
func (b *builder) corroborated(s *news.Story, sec *section, counts []int, byCount map[int][]int) {
	left, hidden := b.lim.corroborated, 0
	for _, o := range counts {
		g := group{heading: "FROM " + strings.ToUpper(inWords(o)) + " ORIGINS" + b.unnamedOrigins(s, byCount[o])}
		hidden += b.entries(s, &g, byCount[o], &left)
		if len(g.items) > 0 {
			sec.groups = append(sec.groups, g)
		}
	}
	if hidden > 0 {
		sec.groups[len(sec.groups)-1].more = plural(hidden, "more line", "") + " from more than one origin"
	}
}

// unnamedOrigins ends a heading if no origin of its entries has a name.
func (b *builder) unnamedOrigins(s *news.Story, entries []int) string {
	most := 0
	for _, n := range entries {
		for _, id := range s.Timeline[n].OriginIDs {
			if o := b.origins[id]; o != nil && o.Name != "" {
				return ""
			}
		}
		most = max(most, len(s.Timeline[n].OriginIDs))
	}
	if most == 2 {
		return ", NEITHER NAMED"
	}
	return ", NONE NAMED"
}

func articlesOf(list []news.Ref) int {
	var seen []string
	for _, r := range list {
		if !slices.Contains(seen, r.Article) {
			seen = append(seen, r.Article)
		}
	}
	return len(seen)
}

// preferred returns those of the entries that there are lines for, in their old
// order: what stands near the head of an article and on the days that most
// articles begin with, before what is told further down, is background, or is
// not known to the day.
func (b *builder) preferred(s *news.Story, entries []int, room int) []int {
	begin := b.tellOf(s, leadDepth)
	most := 0
	for _, n := range begin {
		most = max(most, n)
	}
	rank := func(k int) int {
		e, r := &s.Timeline[k], 0
		switch depth := b.depth(e); {
		case depth > 8:
			r += 3
		case depth > leadDepth:
			r += 2
		case depth > 1:
			r++
		}
		switch _, day := e.Date.Day(); {
		case !e.Date.Known():
			r++
		case !day:
			r += 2
		}
		if e.Kind == news.Background {
			r += 3
		}
		if most > 1 && begin[dayKey(e)] == most {
			r -= 2
		}
		if len(strings.Fields(e.Text)) < fewestTold {
			r += 3
		}
		return r
	}
	ranked := slices.Clone(entries)
	slices.SortStableFunc(ranked, func(x, y int) int { return cmp.Compare(rank(x), rank(y)) })
	keep := make(map[int]bool)
	for left := room; len(keep) < len(ranked) && left > 0; {
		k := ranked[len(keep)]
		it := b.entryItem(&s.Timeline[k])
		left -= b.lines(&it)
		keep[k] = true
	}
	b.keepBackground(s, entries, keep)
	return slices.DeleteFunc(slices.Clone(entries), func(k int) bool { return !keep[k] })
}

// keepBackground adds the weightiest background of a story to what is kept, if
// none is: what lies behind it is told in a line.
func (b *builder) keepBackground(s *news.Story, entries []int, keep map[int]bool) {
	best := -1
	for _, k := range entries {
		e := &s.Timeline[k]
		if e.Kind != news.Background || len(strings.Fields(e.Text)) < fewestTold {
			continue
		}
		if keep[k] {
			return
		}
		if best < 0 || e.Weight > s.Timeline[best].Weight {
			best = k
		}
	}
	if best >= 0 {
		keep[best] = true
	}
}

// fewestTold is the fewest words of a line that tells who did what.
const fewestTold = 7

// entryItem is an entry of the timeline as a line.
func (b *builder) entryItem(e *news.TimelineEntry) item {
	places := b.d.places(e.Spans)
	b.d.sortPlaces(places[1:])
	return item{label: append(b.entryLabel(e), b.newLabel(places, e.OriginIDs)...), words: b.d.quote(places[0], quoteLimit), refs: places}
}

// entries adds entries of the timeline to g until *left lines are used up, and
// returns how many there were no lines for.
func (b *builder) entries(s *news.Story, g *group, list []int, left *int) int {
	for n, k := range list {
		if *left <= 0 {
			return len(list) - n
		}
		b.add(g, b.entryItem(&s.Timeline[k]), left)
	}
	return 0
}

// add adds an item to g and takes its lines from *left.
func (b *builder) add(g *group, it item, left *int) {
	it.most = b.lim.refs
	*left -= b.lines(&it)
	b.cite(it.refs...)
	g.items = append(g.items, it)
}

// lines estimates how many lines of a terminal of 80 columns an item takes.
func (b *builder) lines(it *item) int {
	left, right := 1, 6*min(len(it.refs), usual.refs)
	for _, s := range it.label {
		left += utf8.RuneCountInString(b.d.shown(s)) + labelWidth*strings.Count(s.text, "\n")
	}
	for _, s := range it.words {
		right += utf8.RuneCountInString(b.d.shown(s))
	}
	return 1 + max(left/labelWidth, right/(defaultWidth-indent-labelWidth-2))
}

// leads adds the lead of a story that has no timeline.
func (b *builder) leads(s *news.Story, g *group) {
	left := b.lim.single
	for _, p := range b.d.places(s.Lead) {
		if left <= 0 {
			return
		}
		b.add(g, item{label: []seg{text("lead")}, words: b.d.quote(p, quoteLimit), refs: []place{p}}, &left)
	}
}

// entryLabel is the left column of an entry: its date, or the words that stand
// for it, and what kind of thing it is.
func (b *builder) entryLabel(e *news.TimelineEntry) []seg {
	var out []seg
	p, hasWords := b.d.ref(e.DateRef)
	switch {
	case e.Date.Known():
		out = append(out, text(shortDate(e.Date.Value)))
	case hasWords:
		out = append(out, text(`"`), seg{kind: theirs, at: p}, text(`"`))
	case e.Kind == news.Background:
		return []seg{text("background")}
	default:
		out = append(out, text("undated"))
	}
	if e.Kind != news.Happened {
		out = append(out, text("\n"+string(e.Kind)))
	}
	return append(out, b.whoBegins(e)...)
}

// whoBegins names the person whom a pronoun that begins an entry stands for: the
// sentence that says it may not be shown.
func (b *builder) whoBegins(e *news.TimelineEntry) []seg {
	p, ok := b.d.ref(e.Spans[0])
	if !ok {
		return nil
	}
	an := b.d.annotation(p.art)
	k, who := pronounAt(an, p.span.Start)
	if who < 0 {
		return nil
	}
	return []seg{text("\n\""), {kind: theirs, at: place{p.art, an.Mentions[k].Span}}, text(`": ` + clean(an.Mentions[who].Name))}
}

// pronounAt returns the pronoun that begins at start and the named person that it stands
// for, as mentions; -1 if that is not plain: where somebody else is named since, or in the
// sentence that names that person last, if that does not tell of him first of all; or where
// he does nothing in that, and a statement leaves open whom it means.
func pronounAt(an *news.Annotation, start int) (pronoun, who int) {
	list := an.Mentions
	k := slices.IndexFunc(list, func(m news.Mention) bool { return m.Start == start && m.Kind == news.PronounMention })
	if k < 0 {
		return k, -1
	}
	who = firstMention(list, k)
	isPerson := func(m *news.Mention) bool { return m.Kind == news.NameMention && m.Type == news.Person }
	if !isPerson(&list[who]) {
		return k, -1
	}
	named := k - 1 // where he is named last
	for named >= 0 && (list[named].Kind != news.NameMention || firstMention(list, named) != who) {
		named--
	}
	if named < 0 {
		return k, -1
	}
	since := list[named].Sentence
	does, first := false, false // he does something there, or that is what it tells of
	for i := range an.Clauses {
		if cl := &an.Clauses[i]; cl.Sentence == since && cl.SubjectIs >= 0 && firstMention(list, cl.SubjectIs) == who {
			does, first = true, first || cl.Governor < 0 && !cl.Background
		}
	}
	if first {
		since++
	}
	open := func(sp news.Speech) bool { return sp.SpeakerSpan == list[k].Span && sp.Speaker < 0 }
	if !does && slices.ContainsFunc(an.Statements, open) {
		return k, -1
	}
	for j := k - 1; j >= 0 && list[j].Sentence >= since; j-- {
		if isPerson(&list[j]) && firstMention(list, j) != who {
			return k, -1
		}
	}
	return k, who
}

// firstMention returns the first mention of what mention k of an article stands for.
func firstMention(list []news.Mention, k int) int {
	for range list { // antecedents form a forest, if nothing is broken
		next := list[k].Antecedent
		if next < 0 || next >= len(list) {
			break
		}
		k = next
	}
	return k
}

// oneOriginTwoArticles adds what several articles have from one origin: shared
// passages, entries, and statements.
func (b *builder) oneOriginTwoArticles(s *news.Story, sec *section, entries []int) map[string]bool {
	g := group{heading: "FROM ONE ORIGIN, IN TWO ARTICLES: no confirmation"}
	most := 2
	left := 0
	for _, k := range entries {
		most = max(most, articlesOf(s.Timeline[k].Spans))
	}
	told := make(map[string]bool)
	var said []*news.Statement
	for _, k := range b.byStory[s.ID] {
		st := &b.d.rec.Statements[k]
		if len(st.OriginIDs) == 1 && len(st.Reports) > 1 && len(b.d.places(st.Content)) > 0 {
			said = append(said, st)
			most = max(most, len(st.Reports))
		}
	}
	left = b.lim.copied
	hidden := 0
	b.rank(s, said)
	for _, st := range said {
		if left <= 0 {
			hidden++
			continue
		}
		told[st.ID], b.shown[st.ID] = true, true
		b.add(&g, b.statementItem(st), &left)
	}
	entries = slices.DeleteFunc(slices.Clone(entries), func(k int) bool {
		return slices.ContainsFunc(b.d.places(s.Timeline[k].Spans), func(p place) bool { return b.toldAbove(&g, p) })
	})
	left = max(left, b.lim.copied/2)
	hidden += b.entries(s, &g, entries, &left)
	if hidden > 0 {
		g.more = plural(hidden, "more line", "")
	}
	b.passages(s, &g, &left, told)
	if most > 2 {
		g.heading = "FROM ONE ORIGIN, IN SEVERAL ARTICLES: no confirmation"
	}
	if len(g.items) > 0 {
		sec.groups = append(sec.groups, g)
	}
	return told
}

// minPassage is the fewest characters of a shared passage worth showing.
const minPassage = 40

// passages adds the longest passages that articles of the story share and that
// make their origins one, edited and rewritten ones side by side, and to told the
// statements that these show.
func (b *builder) passages(s *news.Story, g *group, left *int, told map[string]bool) {
	type pair struct {
		from, to place
		kind     news.ReuseKind
		n        int
	}
	var list []pair
	for _, k := range b.links[s.ID] {
		l := &b.d.rec.Lineage[k]
		if l.Kind == news.Copy {
			continue
		}
		for _, p := range l.Passages {
			from, ok1 := b.d.ref(news.Ref{Article: l.From, Span: p.From})
			to, ok2 := b.d.ref(news.Ref{Article: l.To, Span: p.To})
			if p.Quoted || !ok1 || !ok2 || b.toldAbove(g, from) || b.toldAbove(g, to) {
				continue
			}
			if b.d.number[from.art] > b.d.number[to.art] && l.Kind == news.CommonSource {
				from, to = to, from
			}
			if n := utf8.RuneCountInString(to.span.Of(b.d.rec.Articles[to.art].Text)); n >= minPassage {
				list = append(list, pair{from, to, p.Kind, n})
			}
		}
	}
	said := b.saidTwice(s)
	list = slices.DeleteFunc(list, func(p pair) bool { return mostly(p.to.span, said[p.to.art]) })
	slices.SortStableFunc(list, func(x, y pair) int { return cmp.Compare(y.n, x.n) })
	shown := make(map[int][]news.Span) // by article
	defer func() { b.toldIn(s, shown, told) }()
	for _, p := range list {
		if *left <= 0 {
			if g.more == "" && len(g.items) > 0 {
				g.more = "more shared passages"
			}
			return
		}
		shown[p.from.art], shown[p.to.art] = append(shown[p.from.art], p.from.span), append(shown[p.to.art], p.to.span)
		if p.kind == news.Verbatim {
			b.add(g, item{label: []seg{text("word for word")}, words: b.passage(p.from), refs: []place{p.from, p.to}}, left)
			continue
		}
		verb := "edited, in "
		if p.kind == news.Rewritten {
			verb = "reworded, in "
		}
		b.add(g, item{label: append(b.originOf(p.from), text("in "), articleRef(p.from.art)), words: b.passage(p.from), refs: []place{p.from}}, left)
		b.add(g, item{label: []seg{text(verb), articleRef(p.to.art)}, words: b.passage(p.to), refs: []place{p.to}}, left)
	}
}

// toldIn adds to told the statements of a story of which spans show the greater part;
// none where all are to be shown.
func (b *builder) toldIn(s *news.Story, spans map[int][]news.Span, told map[string]bool) {
	if b.reach.All {
		return
	}
	for _, k := range b.byStory[s.ID] {
		st := &b.d.rec.Statements[k]
		places := b.d.places(st.Content)
		if len(places) > 0 && !slices.ContainsFunc(places, func(p place) bool { return !mostly(p.span, spans[p.art]) }) {
			told[st.ID] = true
		}
	}
}

// passage shows a shared passage, with […] where its sentence began before it or
// goes on after it.
func (b *builder) passage(p place) []seg { return b.passageOf(p, passageLimit) }

func (b *builder) passageOf(p place, limit int) []seg {
	out := b.d.quote(p, limit)
	before := false
	for _, s := range b.d.annotation(p.art).Sentences {
		before = before || s.Start < p.span.Start && p.span.Start < s.End
	}
	if before {
		out = append([]seg{text("[…] ")}, out...)
	}
	if last := out[len(out)-1]; b.goesOn(p) && !(last.kind == ours && strings.HasSuffix(last.text, "[…]")) {
		out = append(out, text(" […]"))
	}
	return out
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// saidTwice returns by article the spans of statements that several articles
// have; they are shown as that.
func (b *builder) saidTwice(s *news.Story) map[int][]news.Span { return b.saidBy(s, 2) }

// saidIn returns by article the spans of all statements.
func (b *builder) saidIn(s *news.Story) map[int][]news.Span { return b.saidBy(s, 1) }

// saidBy returns by article the spans of statements of so many reports or more.
func (b *builder) saidBy(s *news.Story, reports int) map[int][]news.Span {
	out := make(map[int][]news.Span)
	for _, k := range b.byStory[s.ID] {
		if st := &b.d.rec.Statements[k]; len(st.Reports) >= reports {
			for _, r := range st.Reports {
				if i, ok := b.d.byID[r.Article]; ok {
					out[i] = append(out[i], r.Spans...)
				}
			}
		}
	}
	return out
}

// mostly reports whether parts cover half of s or more.
func mostly(s news.Span, parts []news.Span) bool {
	covered := 0
	for _, p := range parts {
		if p.Overlaps(s) {
			covered += min(p.End, s.End) - max(p.Start, s.Start)
		}
	}
	return 2*covered >= s.Len()
}

// toldAbove reports whether the group already shows words at p.
func (b *builder) toldAbove(g *group, p place) bool {
	for i := range g.items {
		for _, r := range g.items[i].refs {
			if r.art == p.art && r.span.Overlaps(p.span) {
				return true
			}
		}
	}
	return false
}

// originOf begins a label with the name of the origin of the passage at p, if
// it is another than that of its article and has one.
func (b *builder) originOf(p place) []seg {
	for _, x := range b.d.provenance(p.art).Passages {
		if o := b.origins[x.Origin]; x.Overlaps(p.span) && o != nil && o.Name != "" {
			return []seg{text(clean(o.Name) + ", ")}
		}
	}
	return nil
}
