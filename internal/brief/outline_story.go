package brief

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/twosource/twosource/internal/news"
)

// Lengths of shown words, in characters: about four lines of a terminal of 80
// columns for a statement or entry, two for a passage.
const (
	quoteLimit   = 220
	passageLimit = 150
)

func (b *builder) section(n int, s *news.Story) section {
	sec := section{number: n, id: s.ID}
	if p, ok := b.d.ref(s.TitleRef); ok {
		sec.title = append(b.d.quote(p, 0), text(" "), refTo(p))
		b.cite(p)
	} else {
		sec.title = []seg{text("a story without a headline")}
	}
	if m := b.mark(s.CorrectedBy); m != "" {
		sec.title = append(sec.title, text(" "+m))
	}
	sec.facts = b.facts(s)
	rest := b.timelineGroups(s, &sec)
	b.differ(s, &sec)
	b.statements(s, &sec, rest)
	b.only(s, &sec)
	return sec
}

// cite notes that the articles of places stand in the brief.
func (b *builder) cite(list ...place) {
	for _, p := range list {
		b.cited[p.art] = true
	}
}

// storyArticles returns the indices of the articles of s, in the order of their
// numbers.
func (b *builder) storyArticles(s *news.Story) []int {
	var out []int
	for _, id := range s.Articles {
		if i, ok := b.d.byID[id]; ok {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(x, y int) int { return cmp.Compare(b.d.number[x], b.d.number[y]) })
	return out
}

// facts are the lines below a story's title: who has it, when, and what makes
// its articles doubtful.
func (b *builder) facts(s *news.Story) [][]seg {
	articles := b.storyArticles(s)
	out := [][]seg{b.whoHas(s, articles)}
	if fresh := b.newFacts(s); fresh != nil {
		out = append(out, fresh)
	}
	if when := b.when(s); when != nil {
		out = append(out, when)
	}
	if rests := b.dateRests(s); rests != nil {
		out = append(out, rests)
	}
	if mixed := b.mixedTime(s); mixed != nil {
		out = append(out, mixed)
	}
	out = append(out, b.lineageFacts(s)...)
	out = append(out, b.signs(articles)...)
	return out
}

// maxGroups is how many origins of a story are listed.
const maxGroups = 8

// whoHas is "2 articles, at most 2 origins: [1] outlet; [2] with [3]".
func (b *builder) whoHas(s *news.Story, articles []int) []seg {
	groups := b.originGroups(articles)
	origins := max(s.Origins, 1)
	head := plural(len(articles), "article", "") + ", at most " + plural(origins, "origin", "")
	unnamed := 0
	for _, g := range groups {
		if b.originName(g) == "" && b.d.rec.Articles[g[0]].Outlet == "" {
			unnamed++
		}
	}
	if unnamed == len(groups) {
		switch len(groups) {
		case 1:
			head += ", unnamed"
		case 2:
			head += ", neither named"
		default:
			head += ", none named"
		}
	}
	out := []seg{text(head + ": ")}
	for n, g := range groups {
		if n == maxGroups && !b.reach.All && len(groups) > n+1 {
			out = append(out, text("; and "+count(len(groups)-n)+" more"))
			break
		}
		if n > 0 {
			out = append(out, text("; "))
		}
		out = append(out, b.originLine(g)...)
	}
	return out
}

// originName returns the name of the agency or document that the articles of
// one origin have it from; "" for an outlet's own report.
func (b *builder) originName(g []int) string {
	o := b.origins[b.d.provenance(g[0]).Origin]
	if o == nil || o.Kind == news.OriginOwn || o.Kind == news.OriginUnknown {
		return ""
	}
	return o.Name
}

// originLine is the articles of one origin: "[4] with [5]", "Reuters: [2]"; of
// one outlet that has several, "Post [4] [5]".
func (b *builder) originLine(g []int) []seg {
	var out []seg
	if name := b.originName(g); name != "" && (len(g) > 1 || name != b.d.rec.Articles[g[0]].Outlet) {
		out = append(out, text(clean(name)+": "))
	}
	if outlet := b.d.rec.Articles[g[0]].Outlet; len(g) > 1 && outlet != "" && b.oneOutlet(g) {
		out = append(out, text(clean(outlet)))
		for n, i := range g {
			if n == maxNamed && !b.reach.All && len(g) > maxNamed+1 {
				return append(out, text(" and "+count(len(g)-n)+" more"))
			}
			b.cited[i] = true
			out = append(out, text(" "), articleRef(i))
		}
		return out
	}
	for n, i := range g {
		if n == maxNamed && !b.reach.All && len(g) > maxNamed+1 {
			return append(out, text(" and "+count(len(g)-n)+" more"))
		}
		if n > 0 {
			out = append(out, text(" with "))
		}
		b.cited[i] = true
		out = append(out, articleRef(i))
		if o := b.d.rec.Articles[i].Outlet; o != "" {
			out = append(out, text(" "+clean(o)))
		}
	}
	return out
}

// oneOutlet reports whether articles name one outlet.
func (b *builder) oneOutlet(g []int) bool {
	for _, i := range g {
		if b.d.rec.Articles[i].Outlet != b.d.rec.Articles[g[0]].Outlet {
			return false
		}
	}
	return true
}

// leadEntry returns the entry of the timeline that the story leads with: of
// those that tell of an event and stand in a lead or title, or near one, the one
// whose day most articles begin with; failing that the first dated one that half
// of the story's origins have.
func (b *builder) leadEntry(s *news.Story) *news.TimelineEntry {
	begin, told := b.tellOf(s, leadDepth), b.tellOf(s, 1<<30)
	var best *news.TimelineEntry
	score := 0
	for _, n := range timelineOrder(s.Timeline) {
		e := &s.Timeline[n]
		at := b.depth(e)
		if len(e.Spans) == 0 || e.Kind == news.Background || e.Kind == news.Said && at > 1 {
			continue
		}
		v := 3*begin[dayKey(e)] + told[dayKey(e)] + min(len(e.OriginIDs), 3)
		if overlapsAny(e.Spans, s.Lead) || overlapsAny(e.Spans, []news.Ref{s.TitleRef}) {
			v += 4
		} else if at > leadDepth && (len(e.OriginIDs) < 2 || !e.Date.Known() || 2*len(e.OriginIDs) < s.Origins) {
			continue
		}
		if e.Date.Known() {
			v += 2
		}
		if v = v*leadDepth*2 - min(at, leadDepth*2-1); v > score {
			best, score = e, v
		}
	}
	return best
}

// leadDepth is the last paragraph that still tells what an article is about.
const leadDepth = 4

// depth returns the first paragraph in which an article tells an entry.
func (b *builder) depth(e *news.TimelineEntry) int {
	first := 1 << 30
	for _, p := range b.d.places(e.Spans) {
		if n, ok := b.d.paragraph(p.art, p.span.Start); ok {
			first = min(first, n)
		}
	}
	return first
}

// dayKey returns the day of an entry or, where that is not known, the words that
// stand for it.
func dayKey(e *news.TimelineEntry) string {
	if day, ok := e.Date.Day(); ok {
		return news.DayValue(day)
	}
	words := strings.ToLower(e.Date.Words)
	for day := time.Sunday; day <= time.Saturday; day++ {
		if name := strings.ToLower(day.String()); strings.Contains(words, name) {
			return name // of "early Tuesday"
		}
	}
	return words
}

// tellOf counts for each day the articles of a story that tell of it down to a
// paragraph.
func (b *builder) tellOf(s *news.Story, depth int) map[string]int {
	seen := make(map[[2]string]bool)
	out := make(map[string]int)
	for i := range s.Timeline {
		e := &s.Timeline[i]
		key := dayKey(e)
		if e.Kind == news.Background || key == "" {
			continue
		}
		for _, r := range e.Spans {
			p, ok := b.d.ref(r)
			if !ok || seen[[2]string{key, r.Article}] {
				continue
			}
			if n, ok := b.d.paragraph(p.art, p.span.Start); ok && n <= depth {
				seen[[2]string{key, r.Article}] = true
				out[key]++
			}
		}
	}
	return out
}

func overlapsAny(a, b []news.Ref) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Article == y.Article && x.Overlaps(y.Span) {
				return true
			}
		}
	}
	return false
}

// reportedAfter reports whether something of the story is told as past on or
// after the day on which e is expected.
func (b *builder) reportedAfter(s *news.Story, e *news.TimelineEntry) bool {
	from, _, ok := e.Date.Bounds()
	if !ok {
		return true
	}
	for i := range s.Timeline {
		if s.Timeline[i].Kind == news.Happened {
			if _, last, ok := s.Timeline[i].Date.Bounds(); ok && last >= from {
				return true
			}
		}
	}
	return false
}

var linkWords = map[news.LinkKind]string{
	news.Copy: "is a copy of", news.Edit: "is an edited copy of", news.Rewrite: "is a rewriting of",
	news.Excerpt: "is an excerpt of", news.Merged: "is merged from others and", news.Wire: "prints the wire report of",
}

// lineageFacts tell for each article of the story that was taken from another
// from which it has most.
func (b *builder) lineageFacts(s *news.Story) [][]seg {
	best := make(map[string]*news.Link)
	for _, k := range b.links[s.ID] {
		l := &b.d.rec.Lineage[k]
		if old := best[l.To]; linkWords[l.Kind] != "" && (old == nil || l.Shared > old.Shared) {
			best[l.To] = l
		}
	}
	var out [][]seg
	left := 0
	for _, k := range b.links[s.ID] {
		l := &b.d.rec.Lineage[k]
		words := linkWords[l.Kind]
		if best[l.To] != l {
			continue
		}
		if len(out) == b.lim.facts {
			left++
			continue
		}
		line := []seg{articleRef(b.d.byID[l.To]), text(" " + words + " "), articleRef(b.d.byID[l.From]),
			text(", " + percent(l.Shared) + " of its words shared")}
		if p := b.longestPassage(l); p != nil {
			line = append(line, text(" "), refTo(p...))
		}
		out = append(out, line)
	}
	if left > 0 {
		out = append(out, []seg{text("and " + plural(left, "more article", "") + " taken from others")})
	}
	return out
}

// longestPassage returns the two places of the longest passage of l.
func (b *builder) longestPassage(l *news.Link) []place {
	var best []place
	for _, r := range l.Passages {
		to, ok1 := b.d.ref(news.Ref{Article: l.To, Span: r.To})
		from, ok2 := b.d.ref(news.Ref{Article: l.From, Span: r.From})
		if ok1 && ok2 && (best == nil || r.To.Len() > best[0].span.Len()) {
			best = []place{to, from}
		}
	}
	return best
}

var signWords = map[string]string{
	"automatic-rewriting": "Signs of automatic rewriting",
	"stub":                "Hardly more than a headline",
	"live-blog":           "Written as a live blog",
}

// signs tell which articles bear signs that weaken them, with their words.
func (b *builder) signs(articles []int) [][]seg {
	var kinds []string
	byKind := make(map[string][]int)
	for _, i := range articles {
		for _, s := range b.d.provenance(i).Signs {
			if !slices.Contains(kinds, s.Kind) {
				kinds = append(kinds, s.Kind)
			}
			if !slices.Contains(byKind[s.Kind], i) {
				byKind[s.Kind] = append(byKind[s.Kind], i)
			}
		}
	}
	slices.Sort(kinds)
	var out [][]seg
	for _, k := range kinds {
		line := []seg{text(cmp.Or(signWords[k], "Signs of "+k) + " in ")}
		switch n := len(byKind[k]); {
		case n == len(articles) && n > 1:
			line = append(line, text("all "+inWords(n)))
		case n > 2*maxNamed:
			line = append(line, text(plural(n, "article", "")))
		default:
			line = append(line, b.list(byKind[k])...)
		}
		out = append(out, append(line, b.signQuotes(k, byKind[k])...))
	}
	return out
}

// signQuotes shows up to three wordings that are signs of kind k.
func (b *builder) signQuotes(k string, articles []int) []seg {
	type wording struct {
		folded string
		places []place
	}
	var list []wording
	for _, i := range articles {
		for _, s := range b.d.provenance(i).Signs {
			if s.Kind != k {
				continue
			}
			for _, sp := range s.Spans {
				if sp.Len() > 60 {
					continue
				}
				f := strings.ToLower(clean(sp.Of(b.d.rec.Articles[i].Text)))
				n := slices.IndexFunc(list, func(w wording) bool { return w.folded == f })
				if n < 0 {
					n = len(list)
					list = append(list, wording{folded: f})
				}
				list[n].places = append(list[n].places, place{i, sp})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y wording) int { return cmp.Compare(len(y.places), len(x.places)) })
	var out []seg
	for n, w := range list {
		if n == 3 {
			break
		}
		lead := `: "`
		if n > 0 {
			lead = `, "`
		}
		places := eachArticleFirst(b.d.distinct(w.places))
		places = places[:min(3, len(places))]
		b.d.sortPlaces(places)
		b.cite(places...)
		out = append(out, text(lead), seg{kind: theirs, at: w.places[0]}, text(`" `), refTo(places...))
	}
	return out
}

// eachArticleFirst returns places with the first of each article before the second ones.
func eachArticleFirst(places []place) (out []place) {
	taken := make([]bool, len(places))
	for len(out) < len(places) {
		seen := make(map[int]bool)
		for k, p := range places {
			if !taken[k] && !seen[p.art] {
				taken[k], seen[p.art] = true, true
				out = append(out, p)
			}
		}
	}
	return out
}
