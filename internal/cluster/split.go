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
// order of their first articles.
func split(points []point, members []int) [][]int {
	a, b := twins(points, members)
	if b == nil {
		return [][]int{members}
	}
	for _, i := range members {
		if points[i].setting != nil {
			continue
		}
		if words(points, i, b) > words(points, i, a) {
			b = append(b, i)
		} else {
			a = append(a, i)
		}
	}
	slices.Sort(a)
	slices.Sort(b)
	return append(split(points, a), split(points, b)...)
}

// twins returns the two groups of articles of a story whose settings differ;
// both are nil if there is one happening. Articles without a setting are in
// neither.
func twins(points []point, members []int) (a, b []int) {
	var groups [][]int
	for _, i := range members {
		if points[i].setting != nil {
			groups = append(groups, []int{i})
		}
	}
	if len(groups) < 2*splitLeast || len(groups) > splitMost {
		return nil, nil
	}
	for len(groups) > 2 {
		bi, bj, best := 0, 1, int64(-1)
		for i := range groups {
			for j := range groups[:i] {
				if s, _ := alike(points, groups[i], groups[j], settingOf); s > best {
					bi, bj, best = j, i, s
				}
			}
		}
		groups[bi] = append(groups[bi], groups[bj]...)
		groups = append(groups[:bj], groups[bj+1:]...)
	}
	a, b = groups[0], groups[1]
	if len(a) < splitLeast || len(b) < splitLeast {
		return nil, nil
	}
	if !differ(points, a, b, daysOf, daysBetween, daysMore) || !differ(points, a, b, townsOf, townsBetween, townsMore) {
		return nil, nil
	}
	return a, b
}

func daysOf(p *point) []term    { return p.days }
func townsOf(p *point) []term   { return p.towns }
func settingOf(p *point) []term { return p.setting }

// differ reports whether two groups have at most most of something in common,
// and each within itself more of it by more.
func differ(points []point, a, b []int, of func(*point) []term, most, more int64) bool {
	between, ok := alike(points, a, b, of)
	withinA, okA := alike(points, a, a, of)
	withinB, okB := alike(points, b, b, of)
	return ok && okA && okB && between <= most && (withinA+withinB)/2 >= between+more
}

// alike returns the mean similarity of the pairs of articles of two groups that
// have a vector, and whether there are any.
func alike(points []point, a, b []int, of func(*point) []term) (int64, bool) {
	sum, n := int64(0), int64(0)
	for _, i := range a {
		for _, j := range b {
			if x, y := of(&points[i]), of(&points[j]); i != j && x != nil && y != nil {
				sum += dot(x, y)
				n++
			}
		}
	}
	return sum / max(n, 1), n > 0
}

// words returns the mean similarity of an article's words to those of a group.
func words(points []point, i int, group []int) int64 {
	sum := int64(0)
	for _, j := range group {
		sum += dot(points[i].words, points[j].words)
	}
	return sum / int64(len(group))
}
