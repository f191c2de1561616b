package web

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/serve"
)

// The size of a sparkline in its own units.
const (
	sparkWide = 160
	sparkHigh = 36
)

// sparkline draws how the articles of a story and their origins grew in number
// from its first to its last article, one above the other.
func sparkline(c *serve.Catalog, k ranking) template.HTML {
	type arrival struct {
		at     int64
		origin string
	}
	var list []arrival
	for _, id := range c.ArticlesOf(k.key) {
		if a, ok := c.Article(id); ok && a.First != serve.NoDate {
			list = append(list, arrival{a.First, c.OriginOf(id)})
		}
	}
	if len(list) < 2 {
		return ""
	}
	slices.SortStableFunc(list, func(x, y arrival) int { return int(max(-1, min(1, x.at-y.at))) })
	first, last := list[0].at, list[len(list)-1].at
	x := func(at int64) int64 {
		if last == first {
			return sparkWide / 2
		}
		return 2 + (at-first)*(sparkWide-4)/(last-first)
	}
	y := func(n int) int { return sparkHigh - 3 - n*(sparkHigh-6)/len(list) }
	var articles, origins strings.Builder
	seen := map[string]bool{}
	fmt.Fprintf(&articles, "M2 %d", y(0))
	fmt.Fprintf(&origins, "M2 %d", y(0))
	for i, a := range list {
		fmt.Fprintf(&articles, "H%dV%d", x(a.at), y(i+1))
		if seen[a.origin] || len(seen) >= k.origins {
			continue
		}
		seen[a.origin] = true
		fmt.Fprintf(&origins, "H%dV%d", x(a.at), y(len(seen)))
	}
	fmt.Fprintf(&articles, "H%d", sparkWide-2)
	fmt.Fprintf(&origins, "H%d", sparkWide-2)
	return template.HTML(fmt.Sprintf( //nolint:gosec // numbers alone
		`<svg class="spark" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%d articles and %d origins as they came"><path class="s-articles" d="%s"/><path class="s-origins" d="%s"/></svg>`,
		sparkWide, sparkHigh, sparkWide, sparkHigh, k.articles, k.origins, articles.String(), origins.String()))
}
