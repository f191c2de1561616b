package reuse

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// trace joins articles into origins and says what each article rests on. index is the
// place of an article by its id.
func (f *finder) trace(links []news.Link, index map[string]int) ([]news.Origin, []news.Provenance) {
	set := newUnion(len(f.articles))
	for _, l := range links {
		if l.Joins {
			set.join(index[l.From], index[l.To])
		}
	}
	groups := make([][]int, len(f.articles)) // by root
	for i := range f.articles {
		root := set.find(i)
		groups[root] = append(groups[root], i)
	}
	derived := make([]bool, len(f.articles))
	for _, l := range links {
		if l.Joins && l.Kind != news.CommonSource {
			derived[index[l.To]] = true
		}
	}
	origins, houses := map[string]*news.Origin{}, f.houses()
	prov := make([]news.Provenance, len(f.articles))
	for _, members := range groups {
		if len(members) == 0 {
			continue
		}
		o := f.articleOrigin(derived, members, houses)
		for _, i := range members {
			add(origins, o, f.articles[i].ID)
			prov[i] = news.Provenance{Article: f.articles[i].ID, Origin: o.ID, Signs: f.signs[i]}
			prov[i].Passages = f.passageOrigins(i, o, origins)
			prov[i].Informants = f.informants(i, origins)
		}
	}
	f.shareQuoted(index, links, prov, origins)
	sorted := slices.SortedFunc(maps.Values(origins), func(x, y *news.Origin) int { return cmp.Compare(x.ID, y.ID) })
	out := make([]news.Origin, len(sorted))
	for n, o := range sorted {
		slices.Sort(o.Articles)
		o.Articles = slices.Compact(o.Articles)
		out[n] = *o
	}
	return out, prov
}

// add puts an article under an origin that may be known already.
func add(origins map[string]*news.Origin, o news.Origin, article string) {
	known, ok := origins[o.ID]
	if !ok {
		known = &o
		origins[o.ID] = known
	}
	known.Articles = append(known.Articles, article)
}

// articleOrigin names the origin of a group of joined articles: the agency that
// one of them credits for its whole text, else the outlet of the articles that
// were taken from no other of the group, or, where each seems to be, of the one that
// was published first; else unknown.
func (f *finder) articleOrigin(derived []bool, members []int, houses map[string]string) news.Origin {
	o := news.Origin{Kind: news.OriginUnknown}
	own := f.ownHouse(&o, derived, members, houses)
	if own == "" {
		ids := make([]string, len(members))
		for k, i := range members {
			ids[k] = f.articles[i].ID
		}
		slices.Sort(ids)
		o.ID = news.NewID("origin", ids...)
		return o
	}
	// An outlet's own reporting is one origin, however many articles it
	// prints, and so is that of a family of outlets with one owner.
	if o.ID = f.ownIDs[own]; o.ID == "" {
		o.ID = news.NewID("origin", "own", own)
		f.ownIDs[own] = o.ID
	}
	return o
}

// ownHouse names the origin o of a group of articles, and returns the house of which it
// is the own report; "" if it is an agency's or unknown.
func (f *finder) ownHouse(o *news.Origin, derived []bool, members []int, houses map[string]string) string {
	for _, i := range members {
		for _, c := range f.annotations[i].Credits {
			if c.Role == news.CreditedAs && c.Covers.IsZero() && f.named(c.Agency) {
				if o.Name == "" || c.Agency < o.Name {
					o.Name, o.Kind = c.Agency, news.OriginAgency
				}
			}
		}
	}
	if o.Name != "" {
		return ""
	}
	house := func(i int) string {
		a := &f.articles[i]
		return cmp.Or(houses[a.Outlet], a.Family, a.Outlet)
	}
	// Sources of several houses that nothing puts in order are not the report of one.
	source, ok := -1, true
	for _, i := range members {
		if derived[i] {
			continue
		}
		ok = ok && (source < 0 || house(i) == house(source))
		source = i
	}
	if source < 0 {
		source, ok = f.firstOf(members) // each seems to be taken from another
	}
	a := &f.articles[source]
	if !ok || a.Outlet == "" {
		return ""
	}
	o.Kind, o.Name = news.OriginOwn, a.Outlet
	return house(source)
}

// houses returns by the name of an outlet the family of those of its articles that have
// an address; none for a name that several families bear. An article without an address
// is of no other newsroom.
func (f *finder) houses() map[string]string {
	const several = "\x00"
	out := map[string]string{}
	for i := range f.articles {
		a := &f.articles[i]
		if a.Family == a.Outlet || a.Outlet == "" || a.Family == "" {
			continue
		}
		if family := out[a.Outlet]; family != "" && family != a.Family {
			out[a.Outlet] = several
		} else {
			out[a.Outlet] = a.Family
		}
	}
	maps.DeleteFunc(out, func(_, family string) bool { return family == several })
	return out
}

// firstOf returns the article that was published before all others that state a date,
// but for those of its outlet; ok is false if there is none.
func (f *finder) firstOf(members []int) (first int, ok bool) {
	first = -1
	for _, i := range members {
		last := int64(0)
		if first >= 0 {
			_, last, _ = f.articles[first].Published.Bounds()
		}
		if _, end, known := f.articles[i].Published.Bounds(); known && (first < 0 || end < last) {
			first = i
		}
	}
	if first < 0 {
		return 0, false
	}
	_, last, _ := f.articles[first].Published.Bounds()
	for _, i := range members {
		begin, _, known := f.articles[i].Published.Bounds()
		if known && begin <= last && f.articles[i].Outlet != f.articles[first].Outlet {
			return 0, false
		}
	}
	return first, true
}

// named reports whether a credit names an agency: "Gazette and agencies" names
// none, nor does "With material from our own desk", and a state or a body that is
// named where agencies are is none.
func (f *finder) named(agency string) bool {
	if _, ok := f.known.Agency(agency); ok {
		return true
	}
	if e, ok := f.known.Lookup(agency); ok && e.Kind != knowledge.NewsAgency && e.Kind != knowledge.NewsOutlet && e.Kind != knowledge.Company {
		return false
	}
	return !strings.HasSuffix(strings.ToLower(agency), "agencies") && !strings.ContainsAny(agency, ":;") &&
		!strings.Contains(agency, " by ") && !strings.Contains(agency, " from ") && strings.Count(agency, " ") < 5
}

// passageOrigins returns the passages of an article that it credits to an
// agency, each with that report of the agency as its origin: "that report, not
// the agency for ever" (DESIGN §2.4). Articles of one origin o have it from one
// report, so that a copy does not confirm what it copies; and where o is the
// agency's own report, its passages are no other.
func (f *finder) passageOrigins(i int, o news.Origin, origins map[string]*news.Origin) []news.OriginPassage {
	var out []news.OriginPassage
	for _, c := range f.annotations[i].Credits {
		if !f.rests(i, c) || o.Kind == news.OriginAgency && o.Name == c.Agency {
			continue
		}
		report := agencyReport(c.Agency, o.ID)
		add(origins, report, f.articles[i].ID)
		out = append(out, news.OriginPassage{Span: c.Covers, Origin: report.ID})
	}
	slices.SortFunc(out, func(x, y news.OriginPassage) int {
		return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(y.End, x.End), cmp.Compare(x.Origin, y.Origin))
	})
	return out
}

// shareQuoted gives the passages of links that do not join their articles one
// origin on both sides: the report of an agency if one of the two credits it for
// the passage, else an utterance if they are quotations, else unknown. Passages that
// are mostly one stretch of an article are one passage: who has it in other words has
// it from the same source.
func (f *finder) shareQuoted(index map[string]int, links []news.Link, prov []news.Provenance, origins map[string]*news.Origin) {
	var passages []sharedPassage
	for _, l := range links {
		i, j := index[l.From], index[l.To]
		if prov[i].Origin == prov[j].Origin {
			f.shareCredits(i, j, &l, prov, origins)
			continue
		}
		for _, p := range l.Passages {
			o, ok := f.creditOf(i, p.From, prov[i].Origin)
			if !ok {
				o, ok = f.creditOf(j, p.To, prov[j].Origin)
			}
			if !ok {
				o = news.Origin{Kind: news.OriginUnknown}
				if p.Quoted {
					o.Kind = news.OriginUtterance
				}
				o.ID = news.NewID("origin", string(o.Kind), foldedWords(f.articles[i].Text, p.From))
			}
			passages = append(passages, sharedPassage{o, [2]passageSide{{i, p.From}, {j, p.To}}})
		}
	}
	for k, o := range onePassage(passages) {
		for _, side := range passages[k].sides {
			add(origins, o, f.articles[side.article].ID)
			prov[side.article].Passages = append(prov[side.article].Passages, news.OriginPassage{Span: side.span, Origin: o.ID})
		}
	}
	for i := range prov {
		slices.SortFunc(prov[i].Passages, func(x, y news.OriginPassage) int {
			return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(y.End, x.End), cmp.Compare(x.Origin, y.Origin))
		})
		prov[i].Passages = slices.Compact(prov[i].Passages)
	}
}

// A sharedPassage is a passage that two articles of different origins have, with what
// it rests on if no other passage is the same.
type sharedPassage struct {
	origin news.Origin
	sides  [2]passageSide
}

type passageSide struct {
	article int
	span    news.Span
}

// onePassage returns what passages rest on: those of one kind that are mostly one stretch
// of an article on one thing, which is that with the lowest id. Reports of agencies are
// what they are, and words that were spoken are not what is told around them. It takes
// time n log n in passages.
func onePassage(passages []sharedPassage) []news.Origin {
	type end struct {
		passageSide
		of int
	}
	ends := make([]end, 0, 2*len(passages))
	for k := range passages {
		if passages[k].origin.Kind == news.OriginAgency {
			continue
		}
		for _, side := range passages[k].sides {
			ends = append(ends, end{side, k})
		}
	}
	kind := func(e end) news.OriginKind { return passages[e.of].origin.Kind }
	slices.SortFunc(ends, func(x, y end) int {
		return cmp.Or(cmp.Compare(x.article, y.article), cmp.Compare(kind(x), kind(y)), cmp.Compare(x.span.Start, y.span.Start), cmp.Compare(x.span.End, y.span.End), cmp.Compare(x.of, y.of))
	})
	set := newUnion(len(passages))
	for i, x := range ends {
		if i > 0 && x.passageSide == ends[i-1].passageSide && kind(x) == kind(ends[i-1]) {
			set.join(ends[i-1].of, x.of)
			continue // what is said of one of two equal ones is said of both
		}
		last, looked := x.span, 0
		for _, y := range ends[i+1:] {
			if looked == mostOverlapping || y.article != x.article || kind(y) != kind(x) || y.span.Start >= x.span.End {
				break
			}
			if y.span == last {
				continue
			}
			if last = y.span; mostlyOne(x.span, y.span) {
				set.join(x.of, y.of)
			}
			looked++
		}
	}
	best := make([]*news.Origin, len(passages)) // by root
	for k := range passages {
		o, root := &passages[k].origin, set.find(k)
		if b := best[root]; b == nil || o.ID < b.ID {
			best[root] = o
		}
	}
	out := make([]news.Origin, len(passages))
	for k := range out {
		out[k] = *best[set.find(k)]
	}
	return out
}

// mostOverlapping is with how many others that begin within it a stretch of an article
// is compared: few articles have two. Ours.
const mostOverlapping = 64

// mostlyOne reports whether two spans have more than half of the longer in common.
func mostlyOne(x, y news.Span) bool {
	common := min(x.End, y.End) - max(x.Start, y.Start)
	return 2*common > max(x.Len(), y.Len())
}

// agencyReport is the report of an agency on which articles of one origin rest.
func agencyReport(agency, origin string) news.Origin {
	return news.Origin{ID: news.NewID("origin", "agency", agency, origin), Name: agency, Kind: news.OriginAgency}
}

// creditOf returns the report of an agency that article i, of the given origin,
// credits for a passage.
func (f *finder) creditOf(i int, passage news.Span, origin string) (news.Origin, bool) {
	for _, c := range f.annotations[i].Credits {
		if f.rests(i, c) && c.Covers.Overlaps(passage) {
			return agencyReport(c.Agency, origin), true
		}
	}
	return news.Origin{}, false
}

// rests reports whether a passage of article i rests on another's report by credit c: one
// that names its own outlet ("told the Gazette", in the Gazette) tells that it is its own.
func (f *finder) rests(i int, c news.Credit) bool {
	if c.Covers.IsZero() || c.Role == news.PhotoOf {
		return false
	}
	own, named := strings.ToLower(f.articles[i].Outlet)+" ", strings.ToLower(c.Agency)+" "
	return !strings.HasPrefix(own, named) && (own == " " || !strings.HasPrefix(named, own))
}

// shareCredits gives what one of two articles of an origin credits to an agency that
// report as its origin in the other too, where that has its words.
func (f *finder) shareCredits(i, j int, l *news.Link, prov []news.Provenance, origins map[string]*news.Origin) {
	give := func(from, to int, a, b news.Span) {
		for _, c := range f.annotations[from].Credits {
			part := news.Span{Start: max(a.Start, c.Covers.Start), End: min(a.End, c.Covers.End)}
			if o := origins[prov[from].Origin]; !f.rests(from, c) || part.Start >= part.End || o.Kind == news.OriginAgency && o.Name == c.Agency {
				continue
			}
			there := sameWords(f.articles[from].Text, a, part, f.articles[to].Text, b)
			if _, credited := f.creditOf(to, there, prov[to].Origin); credited || there.Len() <= 0 {
				continue
			}
			report := agencyReport(c.Agency, prov[from].Origin)
			add(origins, report, f.articles[to].ID)
			prov[to].Passages = append(prov[to].Passages, news.OriginPassage{Span: there, Origin: report.ID})
		}
	}
	for _, p := range l.Passages {
		if p.Kind != news.Rewritten {
			give(i, j, p.From, p.To)
			give(j, i, p.To, p.From)
		}
	}
}

// mostAligned bounds the product of the words of two passages that sameWords lays beside
// each other: passages of a thousand words, 2 MB for a moment.
const mostAligned = 1 << 20

// sameWords returns the stretch of passage b of text y that has, in order, most words of
// part, which lies in passage a of text x; zero if it has none, or the passages are too
// long. It takes the product of the words of both.
func sameWords(x string, a, part news.Span, y string, b news.Span) (there news.Span) {
	p, q := wordsIn(x, a), wordsIn(y, b)
	if len(p)*len(q) > mostAligned {
		return there
	}
	// common has how many words the rests of both have in common.
	width := len(q) + 1
	common := make([]uint16, (len(p)+1)*width)
	for i := len(p) - 1; i >= 0; i-- {
		for j := len(q) - 1; j >= 0; j-- {
			n := max(common[(i+1)*width+j], common[i*width+j+1])
			if p[i].word == q[j].word {
				n = max(n, common[(i+1)*width+j+1]+1)
			}
			common[i*width+j] = n
		}
	}
	for i, j := 0, 0; i < len(p) && j < len(q); {
		switch {
		case p[i].word == q[j].word && common[i*width+j] == common[(i+1)*width+j+1]+1:
			if part.Contains(p[i].span) {
				if there.Len() == 0 {
					there.Start = q[j].span.Start
				}
				there.End = q[j].span.End
			}
			i, j = i+1, j+1
		case common[(i+1)*width+j] >= common[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	return there
}

// A placed is a word of a passage, folded, and where it stands.
type placed struct {
	word string
	span news.Span
}

func wordsIn(text string, s news.Span) (out []placed) {
	for at := s.Start; ; {
		w, end := nextWord(text, at, s.End)
		if w < 0 {
			return out
		}
		out = append(out, placed{string(fold(nil, text[w:end])), news.Span{Start: w, End: end}})
		at = end
	}
}

// foldedWords returns the folded words of a span, so that a passage has one id
// whatever marks stand around its words.
func foldedWords(text string, s news.Span) string {
	var out []byte
	for at := s.Start; ; {
		w, end := nextWord(text, at, s.End)
		if w < 0 {
			return string(out)
		}
		out = append(fold(out, text[w:end]), ' ')
		at = end
	}
}

// A union is a disjoint-set forest; the lower index is always the root, so the
// result does not depend on the order of joins.
type union struct{ parent []int }

func newUnion(n int) *union {
	u := &union{make([]int, n)}
	for i := range u.parent {
		u.parent[i] = i
	}
	return u
}

func (u *union) find(i int) int {
	for u.parent[i] != i {
		u.parent[i] = u.parent[u.parent[i]]
		i = u.parent[i]
	}
	return i
}

func (u *union) join(i, j int) {
	i, j = u.find(i), u.find(j)
	u.parent[max(i, j)] = min(i, j)
}
