package figures

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/twosource/twosource/internal/news"
)

// A Point is an entry of a drawn timeline.
type Point struct {
	Lane        string // Published, Stories, or a news.TimelineKind
	Href        string // where it leads
	Text        string
	Origins     int   // how large it is
	Hue         int   // of published
	First, Last int64 // minutes since 1970, half-open
}

// Published is the lane of the articles themselves, Stories that of stories.
const (
	Published = "published"
	Stories   = "stories"
)

// lanes are the lanes from top to bottom.
var lanes = []string{Stories, Published, string(news.Happened), string(news.Said), string(news.Expected), string(news.Background)}

// The size of a timeline, in pixels and hundredths of its width.
const (
	laneHigh   = 30
	stackStep  = 11
	maxStack   = 6
	axisHigh   = 22
	edge       = 250  // hundredths of a per cent left free on each side
	binWide    = 140  // within which points stand on one another
	labelWide  = 88   // of the names of the lanes
	day        = 1440 // minutes
	mostLabels = 6    // of the axis, unzoomed
)

// Zooms are how many times as wide a timeline can be shown; the page's style
// does it.
var Zooms = []int{1, 2, 4, 8}

// Timeline draws points on one axis of time, each kind on a lane of its own, those
// of about one time above one another. What lies far from the others is drawn at
// the edge. Name tells it from others of the page. Of fewer than two times nothing
// is drawn.
//
// It is as wide as its place: positions are parts of the width, so zooming is a
// matter of style and needs no script.
func Timeline(name string, list []Point) template.HTML {
	low, high, ok := bounds(list)
	if !ok {
		return ""
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(x, y Point) int { return int(max(-1, min(1, x.First-y.First))) })
	t := &timeline{low: low, high: high, stacks: map[[2]int]int{}}
	t.place(list)
	var b strings.Builder
	b.WriteString(`<div class="chart"><fieldset class="zoom"><legend>Zoom</legend>`)
	for i, z := range Zooms {
		checked := ""
		if i == 0 {
			checked = " checked"
		}
		fmt.Fprintf(&b, `<label><input type="radio" name="zoom-%s" class="z%d"%s> %d×</label>`, escaped(name), z, checked, z)
	}
	fmt.Fprintf(&b, `</fieldset><div class="plot"><svg class="lanes" width="%d" height="%d" aria-hidden="true">`, labelWide, t.tall)
	for _, l := range t.lanes {
		fmt.Fprintf(&b, `<text class="k-%s" x="0" y="%d">%s</text>`, l.name, l.base+4, l.name)
	}
	fmt.Fprintf(&b, `</svg><div class="scroll" tabindex="0" role="group" aria-label="Drawn timeline"><svg class="line" width="100%%" height="%d" role="group" aria-label="Timeline: each point leads to its line">`, t.tall)
	t.axis(&b)
	for _, l := range t.lanes {
		fmt.Fprintf(&b, `<line class="lane" x1="0" x2="100%%" y1="%d" y2="%d"/>`, l.base, l.base)
	}
	t.points(&b)
	b.WriteString(`</svg></div></div><p class="soft ref">` + t.legend() + `</p></div>`)
	return template.HTML(b.String()) //nolint:gosec // numbers, and words that were escaped
}

// legend says how what is drawn is read.
func (t *timeline) legend() string {
	var out []string
	if slices.ContainsFunc(t.lanes, func(l lane) bool { return l.name == Published }) {
		out = append(out, "a square is an article, in the colour of its origin")
	}
	out = append(out, "a larger point has more origins")
	if slices.ContainsFunc(t.dots, func(d dot) bool { return d.far }) {
		out = append(out, "a hollow one lies before or after what is drawn")
	}
	s := strings.Join(out, "; ")
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// A timeline is one that is drawn.
type timeline struct {
	low, high int64
	lanes     []lane
	dots      []dot
	stacks    map[[2]int]int // by lane and bin
	tall      int
}

type lane struct {
	name       string
	base, most int // where it stands, and how high its highest stack is
}

type dot struct {
	*Point
	lane, at, level int
	far             bool
}

// at returns where a time is, in hundredths of a per cent.
func (t *timeline) at(m int64) int {
	m = max(t.low, min(t.high, m))
	return edge + int((m-t.low)*(10000-2*edge)/(t.high-t.low))
}

// place gives each point its lane and its place in it.
func (t *timeline) place(list []Point) {
	used, first := map[string]int{}, map[[2]int]int{}
	for _, name := range lanes {
		if slices.ContainsFunc(list, func(p Point) bool { return p.Lane == name }) {
			used[name] = len(t.lanes)
			t.lanes = append(t.lanes, lane{name: name})
		}
	}
	for i := range list {
		p := &list[i]
		k, ok := used[p.Lane]
		if !ok {
			continue
		}
		d := dot{Point: p, lane: k, at: t.at(p.First), far: p.First < t.low || p.First > t.high}
		if !d.far {
			d.at = t.at(p.First + (min(max(p.Last, p.First), t.high)-p.First)/2)
		}
		cell := [2]int{k, d.at / binWide}
		if d.level = t.stacks[cell]; d.level == 0 {
			first[cell] = d.at
		}
		d.at = first[cell] // they stand on one another
		t.stacks[cell]++
		t.lanes[k].most = max(t.lanes[k].most, min(d.level, maxStack))
		t.dots = append(t.dots, d)
	}
	y := axisHigh
	for i := range t.lanes {
		y += laneHigh + t.lanes[i].most*stackStep
		t.lanes[i].base = y - laneHigh/2
	}
	t.tall = y + 4
}

// mergeWide is how near to one another the numbers above stacks are told as one, in
// hundredths of a per cent. Ours.
const mergeWide = 400

// numbers writes how many points of a lane stand above the highest that is drawn, those
// of stacks beside one another as one number.
func (t *timeline) numbers(b *strings.Builder) {
	for k := range t.lanes {
		from, to, n := 0, 0, 0
		flush := func() {
			if n > 0 {
				fmt.Fprintf(b, `<text class="more" x="%s" y="%d">+%d</text>`, percent((from+to)/2), t.lanes[k].base-maxStack*stackStep+3, n)
			}
		}
		last := map[int]bool{}
		for i := range t.dots {
			d := &t.dots[i]
			cell := d.at / binWide
			if d.lane != k || d.level < maxStack || last[cell] {
				continue
			}
			last[cell] = true
			if n > 0 && d.at-to >= mergeWide {
				flush()
				n = 0
			}
			if n == 0 {
				from = d.at
			}
			to, n = d.at, n+t.stacks[[2]int{k, cell}]-maxStack
		}
		flush()
	}
}

func (t *timeline) points(b *strings.Builder) {
	for i := range t.dots {
		d := &t.dots[i]
		base := t.lanes[d.lane].base
		if wide := t.at(d.Last) - t.at(d.First); wide > binWide && !d.far {
			fmt.Fprintf(b, `<line class="range k-%s" x1="%s" x2="%s" y1="%d" y2="%d"/>`, d.Lane, percent(t.at(d.First)), percent(t.at(d.Last)), base, base)
		}
	}
	t.numbers(b)
	for i := range t.dots {
		d := &t.dots[i]
		if d.level >= maxStack { // told as a number
			continue
		}
		y := t.lanes[d.lane].base - d.level*stackStep
		class := "k-" + d.Lane
		if d.far {
			class += " far"
		}
		fmt.Fprintf(b, `<a href="%s" class="%s"><title>%s</title>`, escaped(d.Href), class, escaped(d.Lane+": "+Excerpt(d.Text, 120)))
		if d.Lane == Published {
			fmt.Fprintf(b, `<rect class="o%d" x="%s" y="%d" width="9" height="9"/></a>`, d.Hue, percent(d.at), y-4)
			continue
		}
		fmt.Fprintf(b, `<circle cx="%s" cy="%d" r="%d"/></a>`, percent(d.at), y, 4+min(3, max(0, d.Origins-1)))
	}
}

// percent writes hundredths of a per cent.
func percent(n int) string { return fmt.Sprintf("%d.%02d%%", n/100, n%100) }

// bounds returns the stretch of time that is drawn: that of the articles and of
// what is dated to a day or two, but for what lies far off, for which room is left
// at its side; false if there are not two times.
func bounds(list []Point) (low, high int64, ok bool) {
	var at []int64
	for i := range list {
		if p := &list[i]; p.Lane != string(news.Background) && p.Last-p.First <= 2*day {
			at = append(at, p.First)
		}
	}
	if len(at) < 2 || slices.Min(at) == slices.Max(at) {
		at = at[:0]
		for i := range list {
			at = append(at, list[i].First)
		}
	}
	if len(at) < 2 {
		return 0, 0, false
	}
	slices.Sort(at)
	a, b := at[len(at)/5], at[len(at)-1-len(at)/5]
	room := max(2*(b-a), 7*day)
	if low, high = closeIn(at, a-room, b+room); low >= high {
		return 0, 0, false
	}
	first, last := low, high
	for i := range list {
		first, last = min(first, list[i].First), max(last, list[i].First)
	}
	room = (high-low)/10 + 1
	if first < low {
		low -= room
	}
	if last > high {
		high += room
	}
	return low, high, true
}

// closeIn returns the first and the last of sorted times within a stretch, and of
// all of them if that is one.
func closeIn(at []int64, from, to int64) (low, high int64) {
	low, high = at[len(at)-1], at[0]
	for _, m := range at {
		if m >= from && m <= to {
			low, high = min(low, m), max(high, m)
		}
	}
	if low >= high {
		return at[0], at[len(at)-1]
	}
	return low, high
}

// steps are the distances of ticks, in minutes.
var steps = []int64{60, 3 * 60, 6 * 60, 12 * 60, day, 2 * day, 7 * day, 14 * day, 28 * day, 91 * day, 182 * day, 365 * day, 2 * 365 * day, 5 * 365 * day, 10 * 365 * day, 50 * 365 * day}

// ticks returns where ticks of about a distance stand: of more than forty days at the
// beginnings of months and years.
func (t *timeline) ticks(step int64) (out []int64) {
	if step <= 40*day {
		for at := t.low - t.low%step; at <= t.high; at += step {
			if at >= t.low {
				out = append(out, at)
			}
		}
		return out
	}
	months := int(step+15*day) / (30 * day)
	if years := int(step) / (365 * day); years > 0 {
		months = 12 * years
	}
	low := time.Unix(t.low*60, 0).UTC()
	since := 12*low.Year() + int(low.Month()) - 1
	for n := since - since%months; ; n += months {
		at := time.Date(0, time.Month(n+1), 1, 0, 0, 0, 0, time.UTC).Unix() / 60
		if at > t.high {
			return out
		}
		if at >= t.low {
			out = append(out, at)
		}
	}
}

// axis draws the ticks for each zoom, in the classes at1, at2 …: the style shows
// those of the zoom that is chosen.
func (t *timeline) axis(b *strings.Builder) {
	for _, z := range Zooms {
		k := 0
		for k < len(steps)-1 && (t.high-t.low)/steps[k] > int64(mostLabels*z) {
			k++
		}
		step := steps[k]
		format := "2 Jan"
		switch {
		case step < day:
			format = "15:04"
		case step >= 365*day:
			format = "2006"
		case step > 40*day:
			format = "Jan 2006"
		}
		year := 0
		for _, at := range t.ticks(step) {
			x, class, words := percent(t.at(at)), "", format
			if at%day == 0 && step < day {
				words = "2 Jan"
			}
			when := time.Unix(at*60, 0).UTC()
			if when.Year() != year && words == "2 Jan" {
				words, year = "2 Jan 2006", when.Year()
			}
			if t.at(at) < 2*edge {
				class = ` class="begins"`
			}
			fmt.Fprintf(b, `<g class="tick at%d"><line x1="%s" x2="%s" y1="%d" y2="%d"/><text%s x="%s" y="12">%s</text></g>`,
				z, x, x, axisHigh-6, t.tall, class, x, when.Format(words))
		}
	}
}
