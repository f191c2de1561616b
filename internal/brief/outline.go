package brief

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// An outline is what the readable formats show, in their order: text, Markdown
// and HTML differ in looks only.
type outline struct {
	head     []seg   // the counts
	notes    [][]seg // what to know before reading
	stories  []section
	issues   []section // positions, one issue each
	leftOut  string    // stories not shown, by count; ""
	articles []articleLine
	more     string // articles not listed, by count; ""
	unread   []string
	notices  []string
	foot     []seg
}

// A segKind says whose words a seg is.
type segKind uint8

const (
	ours     segKind = iota // a label or template
	theirs                  // words of an article, at seg.at
	refs                    // references to seg.places
	articleN                // the number of article seg.at.art
)

// A seg is a stretch of a line of a brief.
type seg struct {
	kind   segKind
	text   string // of ours
	at     place
	places []place
}

// A place is a span of an article, by its index in the record.
type place struct {
	art  int
	span news.Span
}

// A section is a story.
type section struct {
	number int
	id     string
	title  []seg
	facts  [][]seg
	groups []group
}

// A group is the lines under one heading.
type group struct {
	heading string
	items   []item
	more    string // what is not shown, by count; ""
}

// An item is one line of a brief: a label of ours beside words of an article.
type item struct {
	label []seg
	words []seg
	refs  []place
	most  int  // references shown; 0 is all
	over  bool // it has no label and stands over the items below
	deep  bool // it stands below such a one
}

// An articleLine is one article in the list at the end.
type articleLine struct {
	art    int
	name   string
	outlet []seg // whose it is
	title  []seg
	date   string
	pieces []seg // the furniture that was cut, if it is shown
}

func text(s string) seg       { return seg{kind: ours, text: s} }
func refTo(list ...place) seg { return seg{kind: refs, places: list} }
func articleRef(i int) seg    { return seg{kind: articleN, at: place{art: i}} }
func (d *Document) ref(r news.Ref) (place, bool) {
	i, ok := d.byID[r.Article]
	if !ok || r.Span.IsZero() || r.Span.Check(d.rec.Articles[i].Text) != nil {
		return place{}, false
	}
	return place{i, r.Span}, true
}

// places returns the places of list that are in the brief's articles.
func (d *Document) places(list []news.Ref) []place {
	out := make([]place, 0, len(list))
	for _, r := range list {
		if p, ok := d.ref(r); ok {
			out = append(out, p)
		}
	}
	return out
}

// number of a place as a reference has it: "2.7" is article 2, paragraph 7;
// "2" is outside its paragraphs.
func (d *Document) refLabel(p place) string {
	n := strconv.Itoa(d.number[p.art])
	if para, ok := d.paragraph(p.art, p.span.Start); ok {
		return n + "." + strconv.Itoa(para)
	}
	return n
}

// sortPlaces sorts places in the order in which the brief numbers them.
func (d *Document) sortPlaces(list []place) {
	slices.SortFunc(list, func(x, y place) int {
		return cmp.Or(cmp.Compare(d.number[x.art], d.number[y.art]), cmp.Compare(x.span.Start, y.span.Start), cmp.Compare(x.span.End, y.span.End))
	})
}

// distinct drops places that would be shown as the same reference, keeping the
// first of each.
func (d *Document) distinct(list []place) []place {
	if len(list) < 2 {
		return list
	}
	seen := make(map[string]bool, len(list))
	var out []place
	for _, p := range list {
		if l := d.refLabel(p); !seen[l] {
			seen[l] = true
			out = append(out, p)
		}
	}
	return out
}

// quote returns the words at p, cut to about limit characters.
func (d *Document) quote(p place, limit int) []seg {
	src := d.rec.Articles[p.art].Text
	var out []seg
	kept := cut(src, p.span, limit)
	for k, s := range kept {
		if k > 0 {
			out = append(out, text(" […]"))
			if r, _ := utf8.DecodeRuneInString(s.Of(src)); !isQuote(r) || s.Len() > 4 {
				out = append(out, text(" "))
			}
		}
		out = append(out, seg{kind: theirs, at: place{p.art, s}})
	}
	if end := p.span.Trim(src).End; kept[len(kept)-1].End < end && len(strings.TrimSpace(src[kept[len(kept)-1].End:end])) > 1 {
		out = append(out, text(" […]"))
	}
	return out
}

// shown returns the words of s as they are shown.
func (d *Document) shown(s seg) string {
	switch s.kind {
	case theirs:
		return clean(s.at.span.Of(d.rec.Articles[s.at.art].Text))
	case refs:
		return d.refList(s.places, 0)
	case articleN:
		return "[" + strconv.Itoa(d.number[s.at.art]) + "]"
	}
	return s.text
}

// refList returns places as "[2.1 1.1]", each paragraph once, at most most of
// them; 0 is all.
func (d *Document) refList(list []place, most int) string {
	var b strings.Builder
	b.WriteByte('[')
	list = d.distinct(list)
	for k, p := range list {
		if k > 0 {
			b.WriteByte(' ')
		}
		if most > 0 && k == most-1 && len(list) > most {
			b.WriteString("and " + count(len(list)-k) + " more")
			break
		}
		b.WriteString(d.refLabel(p))
	}
	b.WriteByte(']')
	return b.String()
}

// A Reach says how much of a record the readable formats show.
type Reach struct {
	Top int  // stories shown, those with most origins first; 0 is 10
	All bool // every story, every statement, and the page furniture that was cut
}

const defaultTop = 10

// limits bounds what is shown of one story, in lines of a terminal of 80
// columns, so that it takes about 60 of them.
type limits struct {
	corroborated, copied, single, said int
	facts                              int // links told
	refs                               int // references of one line
	conflicts                          int
	issues, parties                    int // by count
}

var usual = limits{corroborated: 16, copied: 8, single: 8, said: 22, facts: 6, refs: 8, conflicts: 24, issues: 3, parties: 4}

func (r Reach) limits() limits {
	if r.All {
		const all = 1 << 30
		return limits{all, all, all, all, all, all, all, all, all}
	}
	return usual
}

// outline puts together what the readable formats show.
//
// Legend ends the legend: where words of ours stand.
func (d *Document) outline(r Reach, legend string) *outline {
	b := &builder{d: d, reach: r, lim: r.limits(), legendEnd: legend, cited: make(map[int]bool)}
	b.index()
	o := &outline{head: b.head()}
	order := slices.DeleteFunc(b.storyOrder(), func(k int) bool { return !b.hasNew(&d.rec.Stories[k]) })
	top := cmp.Or(max(r.Top, 0), defaultTop)
	if r.All || top > len(order) {
		top = len(order)
	}
	for n, s := range order[:top] {
		o.stories = append(o.stories, b.section(n+1, &d.rec.Stories[s]))
	}
	o.leftOut = b.leftOut(order[top:])
	if old := len(d.rec.Stories) - len(order); old > 0 {
		o.leftOut = strings.TrimSpace(o.leftOut + " Nothing is new in " + plural(old, "more story", "more stories") + ".")
	}
	var more int
	if o.issues, more = b.positions(); more > 0 && len(o.issues) > 0 {
		g := &o.issues[len(o.issues)-1].groups
		*g = append(*g, group{more: "positions on " + plural(more, "more issue", "")})
	}
	o.notes = b.notes()
	o.articles, o.more = b.articleList()
	o.unread = b.unread()
	o.notices = b.noticeLines()
	o.foot = b.foot(order[:top])
	return o
}

// storyOrder returns the indices of the stories: most origins first, then by
// date, undated last, then most articles, then id.
func (b *builder) storyOrder() []int {
	list := b.d.rec.Stories
	first := make([]int64, len(list))
	order := make([]int, len(list))
	for i := range list {
		order[i] = i
		first[i] = 1 << 62
		if f, _, ok := list[i].From.Bounds(); ok {
			first[i] = f
		}
	}
	slices.SortFunc(order, func(x, y int) int {
		s, t := &list[x], &list[y]
		return cmp.Or(cmp.Compare(t.Origins, s.Origins), cmp.Compare(first[x], first[y]),
			cmp.Compare(len(t.Articles), len(s.Articles)), cmp.Compare(s.ID, t.ID))
	})
	return order
}
