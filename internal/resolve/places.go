package resolve

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A site is what an article says a place lies in: "Springfield, Ohio".
type site struct {
	region  int32  // label of a key of package knowledge; noLabel if none is said
	country uint32 // the word of ISO 3166-1 alpha-3
}

// apart reports whether two sites cannot be of one place.
func (s site) apart(t site) bool {
	return s.country != t.country || s.region >= 0 && t.region >= 0 && s.region != t.region
}

// nameOfSite is what a key ends with that is of a site.
func (b *book) nameOfSite(s site) string {
	if s.region >= 0 {
		return b.labels[s.region].name
	}
	return "country:" + b.text(s.country)
}

// site takes note of what the article says that the place of mention j lies in: the
// region or country that stands after it and a comma.
func (r *reader) site(j int) {
	if j+1 >= len(r.given) {
		return
	}
	m, next := &r.given[j], &r.given[j+1]
	if m.Kind != news.NameMention || m.Type != news.Place || next.Type != news.Place || next.Start != m.End+2 || r.article.Text[m.End:next.Start] != ", " {
		return
	}
	if isArea(m.Known) || r.listed(j) {
		return
	}
	switch s := (site{region: noLabel, country: r.out.mentions[j+1].land}); {
	case strings.HasPrefix(next.Known, "region:"):
		s.region = r.label(next.Known)
		r.out.sites = append(r.out.sites, siteOf{int32(j), s})
	case strings.HasPrefix(next.Known, "country:"):
		r.out.sites = append(r.out.sites, siteOf{int32(j), s})
	}
}

// listed reports whether mention j and the area after it stand in a list: another
// area follows that one, or stands before the two.
func (r *reader) listed(j int) bool {
	text := r.article.Text
	between := func(a, b *news.Mention) bool {
		if b.Start < a.End || b.Start > a.End+len(", and ") {
			return false
		}
		switch text[a.End:b.Start] {
		case ", ", " and ", ", and ", " or ", ", or ":
			return isArea(a.Known) && isArea(b.Known)
		}
		return false
	}
	if j+2 < len(r.given) && between(&r.given[j+1], &r.given[j+2]) {
		return true
	}
	if j == 0 {
		return false
	}
	before, start := &r.given[j-1], r.given[j].Start
	return isArea(before.Known) && strings.TrimSpace(text[min(before.End, start):start]) == ","
}

// isArea reports whether a key is of what places lie in.
func isArea(known string) bool {
	return strings.HasPrefix(known, "region:") || strings.HasPrefix(known, "country:")
}

// partPlaces gives a name that articles of the set say lies in several regions or
// countries a key for each, but for the commonest, which keeps the name. Articles
// that do not say where it lies keep the name too; of a place that no table knows
// they must share more with the others: see partCommon.
func (r *resolver) partPlaces() {
	type saying struct {
		key int32
		site
	}
	said := make([][]saying, len(r.articles)) // the first of each place that an article says
	count := map[int32]map[site]int{}
	for i, x := range r.readings {
		r.keysSeen.clear()
		for _, s := range x.sites {
			k := r.of[i][s.mention]
			if k < 0 || r.labels[k].area {
				continue
			}
			if _, ok := r.keysSeen.get(uint32(k)); ok {
				continue
			}
			r.keysSeen.set(uint32(k), 0)
			said[i] = append(said[i], saying{k, s.site})
			if count[k] == nil {
				count[k] = map[site]int{}
			}
			count[k][s.site]++
		}
	}
	r.home = make(map[int32]site, len(count))
	for k, sites := range count {
		r.home[k] = r.commonestSite(sites)
	}
	for i := range said {
		said[i] = slices.DeleteFunc(said[i], func(y saying) bool { return !y.apart(r.home[y.key]) })
		if len(said[i]) == 0 {
			continue
		}
		r.keysSeen.clear()
		for n, y := range said[i] {
			r.keysSeen.set(uint32(y.key), int32(n))
		}
		for j, k := range r.of[i] {
			if k < 0 {
				continue
			}
			if n, ok := r.keysSeen.get(uint32(k)); ok {
				name := r.text(r.fold(r.first(k).name))
				l := r.label(otherName + name + " in " + r.nameOfSite(said[i][n].site))
				r.own(i)[j] = r.key(l, int32(i), r.readings[i].mentions[j].root)
			}
		}
	}
}

// commonestSite gives the site that most articles say, one with a region before
// one without; of equals the first by byte order.
func (b *book) commonestSite(sites map[site]int) site {
	best := site{region: noLabel}
	least := -1
	for s, n := range sites {
		better := n > least || n == least && b.nameOfSite(s) < b.nameOfSite(best)
		if (s.region < 0) != (best.region < 0) && least >= 0 {
			better = s.region >= 0
		}
		if better {
			best, least = s, n
		}
	}
	return best
}
