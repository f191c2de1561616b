package cluster

// Two happenings of one kind, told in the same words of the same people, fall
// into one story by their words. Their settings keep them apart: a story is
// split where its articles fall into two groups that speak of other days and
// towns.

// A story is split if the settings of the two groups have on average at most
// splitBetween in common, those within the groups at least splitGap more, and
// each group has at least splitLeast articles.
const (
	splitBetween = 28 * (1 << scoreBits) / 100
	splitGap     = 25 * (1 << scoreBits) / 100
	splitLeast   = 2
	splitMost    = 64 // larger stories are left whole: the search is cubic
)

// split parts each story that holds twin happenings.
func (p *partition) split() bool {
	done := false
	for s := range p.members {
		if a, b := p.twins(p.members[s]); len(b) > 0 {
			story := -1 // a new one
			for _, i := range append(append([]int32{}, b...), p.undecided(p.members[s], a, b)...) {
				p.leave(int(i))
				p.place(int(i), story)
				story = p.of[i]
			}
			done = true
		}
	}
	return done
}

// twins returns the two groups of articles of a story whose settings differ;
// both are nil if there is one happening. The first group holds the first
// article.
func (p *partition) twins(members []int32) (a, b []int32) {
	var groups [][]int32
	for _, i := range members {
		if p.points[i].setting != nil {
			groups = append(groups, []int32{i})
		}
	}
	if len(groups) < 2*splitLeast || len(groups) > splitMost {
		return nil, nil
	}
	for len(groups) > 2 {
		bi, bj, best := 0, 1, int64(-1)
		for i := range groups {
			for j := range groups[:i] {
				if s := p.settings(groups[i], groups[j]); s > best {
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
	between := p.settings(a, b)
	within := (p.within(a) + p.within(b)) / 2
	if between > splitBetween || within-between < splitGap {
		return nil, nil
	}
	return a, b
}

// settings returns the mean similarity of the settings of two groups.
func (p *partition) settings(a, b []int32) int64 {
	sum := int64(0)
	for _, i := range a {
		for _, j := range b {
			sum += dot(p.points[i].setting, p.points[j].setting)
		}
	}
	return sum / int64(len(a)*len(b))
}

func (p *partition) within(a []int32) int64 {
	sum, n := int64(0), int64(0)
	for k, i := range a {
		for _, j := range a[:k] {
			sum += dot(p.points[i].setting, p.points[j].setting)
			n++
		}
	}
	return sum / max(n, 1)
}

// undecided returns the articles without a setting whose words are nearer to
// group b than to group a.
func (p *partition) undecided(members, a, b []int32) []int32 {
	var out []int32
	for _, i := range members {
		if p.points[i].setting == nil && p.words(i, b) > p.words(i, a) {
			out = append(out, i)
		}
	}
	return out
}

func (p *partition) words(i int32, group []int32) int64 {
	sum := int64(0)
	for _, j := range group {
		sum += dot(p.points[i].terms, p.points[j].terms)
	}
	return sum / int64(len(group))
}
