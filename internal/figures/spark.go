package figures

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
)

// The size of a sparkline in its own units.
const (
	sparkWide = 160
	sparkHigh = 40
	sparkEnd  = 12 // the last counts go on for
)

// An Arrival is an article as it came.
type Arrival struct {
	At     int64 // minutes since 1970
	Origin string
}

// Spark draws how articles and their origins grew in number from the first to
// the last, one above the other, with the last counts beside them; most bounds
// the origins. Fewer than two articles give nothing. It changes the order of
// list.
func Spark(list []Arrival, articles, most int) template.HTML {
	if len(list) < 2 {
		return ""
	}
	slices.SortStableFunc(list, func(x, y Arrival) int { return int(max(-1, min(1, x.At-y.At))) })
	first, last := list[0].At, list[len(list)-1].At
	x := func(at int64) int64 {
		if last == first {
			return sparkWide / 2
		}
		return 2 + (at-first)*(sparkWide-4-sparkEnd)/(last-first)
	}
	y := func(n int) int { return sparkHigh - 4 - n*(sparkHigh-8)/len(list) }
	var line, origins strings.Builder
	seen := map[string]bool{}
	fmt.Fprintf(&line, "M2 %d", y(0))
	fmt.Fprintf(&origins, "M2 %d", y(0))
	for i, a := range list {
		fmt.Fprintf(&line, "H%dV%d", x(a.At), y(i+1))
		if seen[a.Origin] || len(seen) >= most {
			continue
		}
		seen[a.Origin] = true
		fmt.Fprintf(&origins, "H%dV%d", x(a.At), y(len(seen)))
	}
	fmt.Fprintf(&line, "H%d", sparkWide-2)
	fmt.Fprintf(&origins, "H%d", sparkWide-2)
	return template.HTML(fmt.Sprintf( //nolint:gosec // numbers alone
		`<svg class="spark" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%d articles and %d origins as they came"><path class="s-fill" d="%sV%dH2z"/><path class="s-articles" d="%s"/><path class="s-origins" d="%s"/></svg>`,
		sparkWide, sparkHigh, sparkWide, sparkHigh, articles, most, line.String(), y(0), line.String(), origins.String()))
}
