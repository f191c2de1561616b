package cluster

import "slices"

// Two happenings of one kind, told in the same words of the same people, fall
// into one story by their words. Their settings keep them apart: a story is
// split where its articles fall into two groups that speak of other days and
// towns.

// A story is split if the days that the two groups speak of, and the towns, have
// on average at most this much in common, and those within the groups so much
// more. Where a group names no day or no town, nothing is known to differ.
const (
	daysBetween  = 10 * (1 << scoreBits) / 100
	daysMore     = 50 * (1 << scoreBits) / 100
	townsBetween = 50 * (1 << scoreBits) / 100
	townsMore    = 25 * (1 << scoreBits) / 100
	splitLeast   = 2  // articles with a setting in each group
	splitMost    = 64 // larger stories are left whole: the search is cubic
)

// split parts a story that holds twin happenings until none is left. Members
// are in replay order, and so are those of each part; the parts come in the
// order of their first articles. bound gives for each article the first of those
// that it is together with from the start, which are never parted.
func split(articles []*article, members []int, bound []int32) [][]int {
	if countPlaced(articles, members) < 2*splitLeast {
		return [][]int{members}
	}
	units := tied(members, bound)
	if !mayHoldTwins(articles, units) {
		return [][]int{members}
	}
	points := make([]*Point, len(articles))
	for _, i := range members {
		points[i] = articles[i].point()
	}
	a, b := twins(points, units)
	if b == nil {
		return [][]int{members}
	}
	for _, unit := range units {
		if placed(points, unit) {
			continue
		}
		if nearness(points, unit[0], b) > nearness(points, unit[0], a) {
			b = append(b, unit...)
		} else {
			a = append(a, unit...)
		}
	}
	slices.Sort(a)
	slices.Sort(b)
	return append(split(articles, a, bound), split(articles, b, bound)...)
}

// split returns what [split] does of a story. One that is as it was is not looked at anew: its
// articles may be out of mind.
func (p *part) split(by *maker, members []int, bound []int32) [][]int {
	if countPlaced(by.points, members) < 2*splitLeast {
		return [][]int{members}
	}
	was := p.members[members[0]].story
	if was == nil || len(was.points) != len(members) || !slices.Equal(was.tied, tiedOf(members, bound)) {
		return split(by.points, members, bound)
	}
	for _, i := range members {
		if p.members[i].story != was {
			return split(by.points, members, bound)
		}
	}
	return [][]int{members}
}

// tiedOf returns which articles of a story are tied to which that come before them, by their
// places in it; nil if none are.
func tiedOf(members []int, bound []int32) (out []int32) {
	for k, i := range members {
		if int(bound[i]) != i {
			first, _ := slices.BinarySearch(members, int(bound[i]))
			out = append(out, int32(k), int32(first))
		}
	}
	return out
}

// tied returns the members that are tied together, each group in replay order;
// the groups come in the order of their first members.
func tied(members []int, bound []int32) [][]int {
	units := make([][]int, 0, len(members))
	at := map[int32]int{}
	for _, i := range members {
		k, ok := at[bound[i]]
		if !ok {
			k = len(units)
			at[bound[i]] = k
			units = append(units, nil)
		}
		units[k] = append(units[k], i)
	}
	return units
}

// placed reports whether any article of a unit has a setting.
func placed(points []*Point, unit []int) bool {
	return slices.ContainsFunc(unit, func(i int) bool { return points[i].vectors[settings] != nil })
}

// countPlaced returns how many articles have a setting.
func countPlaced(articles []*article, members []int) (n int) {
	for _, i := range members {
		if articles[i].placed {
			n++
		}
	}
	return n
}

// mayHoldTwins reports whether enough units of a story have a setting, and not too many.
func mayHoldTwins(articles []*article, units [][]int) bool {
	n := 0
	for _, unit := range units {
		if slices.ContainsFunc(unit, func(i int) bool { return articles[i].placed }) {
			n++
		}
	}
	return n >= 2*splitLeast && n <= splitMost
}

// twins returns the two groups of articles of a story whose settings differ;
// both are nil if there is one happening. Units without a setting are in neither.
func twins(points []*Point, units [][]int) (a, b []int) {
	var groups [][]int
	for _, unit := range units {
		if placed(points, unit) {
			groups = append(groups, slices.Clone(unit))
		}
	}
	n := len(groups)
	all := make([]similarity, n*n)
	for i := range groups {
		for j := range i {
			all[i*n+j] = similar(points, groups[i], groups[j], settings)
			all[j*n+i] = all[i*n+j]
		}
	}
	left := make([]int, n)
	for i := range left {
		left[i] = i
	}
	for len(left) > 2 {
		bi, bj, best := 0, 1, int64(-1)
		for i, x := range left {
			for j, y := range left[:i] {
				if s := all[x*n+y].mean(); s > best {
					bi, bj, best = j, i, s
				}
			}
		}
		x, y := left[bi], left[bj]
		groups[x] = append(groups[x], groups[y]...)
		left = slices.Delete(left, bj, bj+1)
		for _, z := range left {
			all[x*n+z].add(all[y*n+z])
			all[z*n+x] = all[x*n+z]
		}
	}
	a, b = groups[left[0]], groups[left[1]]
	if len(a) < splitLeast || len(b) < splitLeast {
		return nil, nil
	}
	if !differ(points, a, b, days, daysBetween, daysMore) || !differ(points, a, b, towns, townsBetween, townsMore) {
		return nil, nil
	}
	return a, b
}

// differ reports whether two groups have at most most of something in common,
// and each within itself more of it by more.
func differ(points []*Point, a, b []int, of int, most, more int64) bool {
	between, ok := alike(points, a, b, of)
	if !ok || between > most {
		return false
	}
	withinA, okA := alike(points, a, a, of)
	withinB, okB := alike(points, b, b, of)
	return okA && okB && (withinA+withinB)/2 >= between+more
}

// alike returns the mean similarity of the pairs of articles of two groups that
// have a vector, and whether there are any.
func alike(points []*Point, a, b []int, of int) (int64, bool) {
	s := similar(points, a, b, of)
	return s.mean(), s.n > 0
}

// A similarity is the sum of those of n pairs of articles.
type similarity struct{ sum, n int64 }

func (s similarity) mean() int64 { return s.sum / max(s.n, 1) }

func (s *similarity) add(more similarity) { s.sum, s.n = s.sum+more.sum, s.n+more.n }

// similar returns the similarity of the pairs of articles of two groups that have a vector.
func similar(points []*Point, a, b []int, of int) (s similarity) {
	for _, i := range a {
		for _, j := range b {
			if x, y := points[i].vectors[of], points[j].vectors[of]; i != j && x != nil && y != nil {
				s.add(similarity{dot(x, y), 1})
			}
		}
	}
	return s
}

// nearness returns the mean similarity of an article's words to those of a group.
func nearness(points []*Point, i int, group []int) int64 {
	sum := int64(0)
	for _, j := range group {
		sum += dot(points[i].vectors[words], points[j].vectors[words])
	}
	return sum / int64(len(group))
}
