package resolve

import (
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A site is what an article says a place lies in: "Springfield, Ohio".
type site struct {
	region  string // key of package knowledge; "" if none is said
	country string // ISO 3166-1 alpha-3
}

// apart reports whether two sites cannot be of one place.
func (s site) apart(t site) bool {
	return s.country != t.country || s.region != "" && t.region != "" && s.region != t.region
}

// name is what a key ends with that is of this site.
func (s site) name() string {
	if s.region != "" {
		return s.region
	}
	return "country:" + s.country
}

// siteOf gives what article i says that the place of mention j lies in: the region
// or country that stands after it and a comma.
func (r *resolver) siteOf(i, j int) (site, bool) {
	if j+1 >= len(r.of[i]) {
		return site{}, false
	}
	m, next := r.mentions.see(i, j, &r.rooms[0]), r.mentions.see(i, j+1, &r.rooms[1])
	if m.Kind != news.NameMention || m.Type != news.Place || next.Type != news.Place || next.Start != m.End+2 || r.articles[i].Text[m.End:next.Start] != ", " {
		return site{}, false
	}
	if isArea(m.Known) || r.listed(i, j) {
		return site{}, false
	}
	switch {
	case strings.HasPrefix(next.Known, "region:"):
		return site{region: next.Known, country: next.Country}, true
	case strings.HasPrefix(next.Known, "country:"):
		return site{country: next.Country}, true
	}
	return site{}, false
}

// listed reports whether mention j and the area after it stand in a list: another
// area follows that one, or stands before the two.
func (r *resolver) listed(i, j int) bool {
	text := r.articles[i].Text
	between := func(a, b news.Mention) bool {
		if b.Start < a.End || b.Start > a.End+len(", and ") {
			return false
		}
		switch text[a.End:b.Start] {
		case ", ", " and ", ", and ", " or ", ", or ":
			return isArea(a.Known) && isArea(b.Known)
		}
		return false
	}
	if j+2 < len(r.of[i]) && between(r.mentions.at(i, j+1), r.mentions.at(i, j+2)) {
		return true
	}
	if j == 0 {
		return false
	}
	before, start := r.mentions.at(i, j-1), r.mentions.at(i, j).Start
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
	said := make([]map[int32]site, len(r.articles)) // the first that each article says
	count := map[int32]map[site]int{}
	for i := range r.of {
		for j, k := range r.of[i] {
			if k < 0 || isArea(r.keys[k].name) {
				continue
			}
			s, ok := r.siteOf(i, j)
			if !ok {
				continue
			}
			if said[i] == nil {
				said[i] = map[int32]site{}
			}
			if _, ok := said[i][k]; !ok {
				said[i][k] = s
				if count[k] == nil {
					count[k] = map[site]int{}
				}
				count[k][s]++
			}
		}
	}
	r.home = make(map[int32]site, len(count))
	for k, sites := range count {
		r.home[k] = commonestSite(sites)
	}
	for i := range r.of {
		for j, k := range r.of[i] {
			if s, ok := said[i][k]; ok && s.apart(r.home[k]) {
				r.of[i][j] = r.key(otherName+foldName(r.first(k).Name)+" in "+s.name(), place{i, r.mentions.root(i, j)})
			}
		}
	}
}

// commonestSite gives the site that most articles say, one with a region before
// one without; of equals the first by byte order.
func commonestSite(sites map[site]int) site {
	var best site
	least := -1
	for s, n := range sites {
		better := n > least || n == least && s.name() < best.name()
		if (s.region == "") != (best.region == "") && least >= 0 {
			better = s.region != ""
		}
		if better {
			best, least = s, n
		}
	}
	return best
}
