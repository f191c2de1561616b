package compare

import (
	"cmp"
	"math/bits"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/news"
)

// What was said once may be quoted in stories of their own. Such utterances are
// found, and their statements made, before the stories are compared one by one.

// across are the statements that several stories report.
type across struct {
	statements []news.Statement
	keys       []xxh3.Uint128 // of what the statements were made of
	of         map[[2]int]int // article and speech → index into statements
}

// local returns what the articles of a lot report of statement n.
func (x *across) local(n int, in func(article string) bool) news.Statement {
	s := x.statements[n]
	s.Reports = slices.DeleteFunc(slices.Clone(s.Reports), func(r news.Report) bool { return !in(r.Article) })
	return s
}

// findAcross makes the statements that several stories report. ok is false if
// articles cannot be had.
func (c *comparer) findAcross() (x across, ok bool) {
	x.of = map[[2]int]int{}
	shared, ok := c.runsAcross()
	if !ok {
		return x, false
	}
	found, ok := c.reportsWith(shared)
	c.Memory.letGo()
	c.runs = nil
	if !ok {
		return x, false
	}
	edges := c.sameAcross(found)
	groups, ok := c.groupsOf(edges)
	if !ok {
		return x, false
	}
	c.acrossOf = map[int][]acrossReport{}
	for _, g := range groups {
		key := c.Memory.statedKey(c, g)
		s, ok := c.stated(g, key)
		if !ok {
			return x, false
		}
		for _, at := range g {
			x.of[at] = len(x.statements)
			c.acrossOf[at[0]] = append(c.acrossOf[at[0]], acrossReport{at[1], len(x.statements)})
		}
		x.statements, x.keys = append(x.statements, s), append(x.keys, key)
	}
	return x, true
}

// runsAcross returns the hashes of runs of sureWords words with which a report
// begins in one story and that stand in one of another.
func (c *comparer) runsAcross() (shared map[uint64]bool, ok bool) {
	begins, others := make([][]uint64, len(c.Articles)), make([][]uint32, len(c.Articles))
	c.runs = func(i int) ([]uint64, []uint32) { return begins[i], others[i] }
	ok = inParallel(len(c.Articles), func(i int) (ok bool) {
		begins[i], others[i], ok = c.runsOf(i)
		return ok
	})
	if !ok {
		return nil, false
	}
	n := 0
	for _, list := range begins {
		n += len(list)
	}
	first := make(map[uint64]beginning, n)
	shared = map[uint64]bool{}
	for i, list := range begins {
		for _, h := range list {
			x, known := first[h]
			if !known {
				x.article = int32(i)
			} else if !c.together(i, int(x.article)) {
				shared[h] = true
			}
			x.times++
			first[h] = x
		}
	}
	within, ok := c.runsWithin(first, others)
	for _, h := range within {
		shared[h] = true
	}
	for h := range shared {
		if first[h].times > maxReports { // a formula
			delete(shared, h)
		}
	}
	return shared, ok
}

// A beginning is a run with which reports begin: the first article of those that have
// one, and how many there are.
type beginning struct{ article, times int32 }

// runsWithin returns those of the hashes in first, which has for each the first
// article that has it, that stand within a report of another story. others are the
// upper halves of the hashes of all runs that do so, by article.
func (c *comparer) runsWithin(first map[uint64]beginning, others [][]uint32) (list []uint64, ok bool) {
	const several = -1
	upper := make(map[uint32]int32, len(first))
	seen := newHalves(len(first))
	for h, x := range first {
		i := x.article
		if _, known := upper[half(h)]; known {
			i = several
		}
		upper[half(h)] = i
		seen.add(half(h))
	}
	byArticle := make([][]uint64, len(others))
	ok = inParallel(len(others), func(i int) bool {
		if !slices.ContainsFunc(others[i], func(u uint32) bool {
			if !seen.may(u) {
				return false
			}
			j, known := upper[u]
			return known && (j == several || !c.together(i, int(j)))
		}) {
			return true
		}
		whole, ok := c.wholeRuns(i, seen.may)
		for _, h := range whole {
			if x, known := first[h]; known && !c.together(i, int(x.article)) {
				byArticle[i] = append(byArticle[i], h)
			}
		}
		return ok
	})
	return slices.Concat(byArticle...), ok
}

// halves are a set of halves of hashes that may say of some more that they are in it:
// what most are asked for are not, and this is told without a table.
type halves struct {
	bits  []uint64
	shift uint
}

// newHalves returns a set with room for n.
func newHalves(n int) halves {
	width := min(max(bits.Len(uint(n))+4, 10), 26)
	return halves{make([]uint64, 1<<(width-6)), uint(32 - width)}
}

func (x *halves) add(u uint32) { x.bits[u>>x.shift>>6] |= 1 << (u >> x.shift & 63) }

func (x *halves) may(u uint32) bool { return x.bits[u>>x.shift>>6]&(1<<(u>>x.shift&63)) != 0 }

// half is what is kept of the hash of a run within a report: there are some hundreds
// in an article.
func half(h uint64) uint32 { return uint32(h >> 32) }

// runsOf returns the hashes of the runs of the reports of article i: those with
// which a part begins, and the halves of the others.
func (c *comparer) runsOf(i int) (begins []uint64, others []uint32, ok bool) {
	r := c.Memory.of(i)
	if r != nil && r.run {
		return r.begins, r.others, true
	}
	ok = c.withSaid([]int{i}, func() {
		c.eachRun(i, func(h uint64, first bool) {
			if first {
				begins = append(begins, h)
			} else {
				others = append(others, half(h))
			}
		})
	})
	begins, others = slices.Clone(begins), slices.Clone(others) // without room for more
	if r != nil && ok {
		r.begins, r.others, r.run = begins, others, true
	}
	return begins, others, ok
}

// wholeRuns returns the hashes of the runs within the reports of article i, but for those
// of whose halves may is false.
func (c *comparer) wholeRuns(i int, may func(u uint32) bool) (list []uint64, ok bool) {
	packed, ok := c.packedOf(i)
	if !ok {
		return nil, false
	}
	first, others := c.runs(i)
	packed.each(func(r *packedReport) {
		list, first, others = r.runs(list, first, others, false, may)
	})
	return list, true
}

// eachRun calls use with the hash of each run of the reports of article i, and
// whether a part begins with it.
func (c *comparer) eachRun(i int, use func(h uint64, begins bool)) {
	for j := range c.Annotations[i].Statements {
		spokenParts(c.Articles[i].Text, &c.Annotations[i].Statements[j], func(words []spoken) {
			for k := 0; k+sureWords <= len(words); k++ {
				use(hashRun(words[k:k+sureWords]), k == 0)
			}
		})
	}
}

// together reports whether two articles are of one story.
func (c *comparer) together(i, j int) bool {
	return i == j || c.storyOf[i] != "" && c.storyOf[i] == c.storyOf[j]
}

// reportsWith returns the utterances that have one of the runs, by article and
// speech.
func (c *comparer) reportsWith(shared map[uint64]bool) ([]reportOf, bool) {
	if len(shared) == 0 {
		return nil, true
	}
	of := make(map[uint32]bool, len(shared))
	seen := newHalves(len(shared))
	for h := range shared {
		of[half(h)] = true
		seen.add(half(h))
	}
	has := func(u uint32) bool { return seen.may(u) && of[u] }
	begins := func(h uint64) bool { return seen.may(half(h)) && shared[h] }
	byArticle := make([][]reportOf, len(c.Articles))
	ok := inParallel(len(c.Articles), func(i int) bool {
		first, others := c.runs(i)
		if !slices.ContainsFunc(first, begins) && !slices.ContainsFunc(others, has) {
			return true
		}
		var ok bool
		byArticle[i], ok = c.reportsOf(i, begins, has)
		return ok
	})
	return slices.Concat(byArticle...), ok
}

func anyIn[H comparable](list []H, set map[H]bool) bool {
	return slices.ContainsFunc(list, func(h H) bool { return set[h] })
}

// sameAcross returns the pairs of reports of two stories that give one utterance,
// as articles and speeches.
func (c *comparer) sameAcross(list []reportOf) [][2][2]int {
	type hit struct {
		hash uint64
		at   int
	}
	var hits []hit
	for n := range list {
		for _, h := range list[n].runs {
			hits = append(hits, hit{h, n})
		}
	}
	slices.SortFunc(hits, func(x, y hit) int { return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.at, y.at)) })
	hits = slices.Compact(hits)
	seen := map[[2]int]bool{}
	var out [][2][2]int
	for lo := 0; lo < len(hits); {
		hi := lo + 1
		for hi < len(hits) && hits[hi].hash == hits[lo].hash {
			hi++
		}
		for a := lo; a < hi && hi-lo <= maxReports; a++ {
			for b := a + 1; b < hi; b++ {
				x, y := &list[hits[a].at], &list[hits[b].at]
				pair := [2]int{hits[a].at, hits[b].at}
				if c.together(x.article, y.article) || seen[pair] {
					continue
				}
				seen[pair] = true
				if c.same(&x.utterance, &y.utterance) {
					out = append(out, [2][2]int{{x.article, x.speech}, {y.article, y.speech}})
				}
			}
		}
		lo = hi
	}
	return out
}

// groupsOf returns the reports of each utterance of which edges join reports of
// two stories, with those that are one with them in their own stories, by article
// and speech.
func (c *comparer) groupsOf(edges [][2][2]int) ([][][2]int, bool) {
	crossing := map[[2]int]bool{}
	speeches := map[int][]int{} // of crossing, by article
	inStory := map[string]bool{}
	for _, e := range edges {
		for _, at := range e {
			if !crossing[at] {
				speeches[at[0]] = append(speeches[at[0]], at[1])
			}
			crossing[at] = true
			inStory[c.storyOf[at[0]]] = true
		}
	}
	var lots []lot
	for k := range c.Stories {
		if inStory[c.Stories[k].ID] {
			lots = append(lots, lot{c.members(&c.Stories[k]), []int{k}})
		}
	}
	byStory := make([][][][2]int, len(lots))
	ok := inParallel(len(lots), func(k int) bool {
		groups, ok := c.groupsIn(&lots[k], speeches)
		for _, g := range groups {
			if slices.ContainsFunc(g, func(at [2]int) bool { return crossing[at] }) {
				byStory[k] = append(byStory[k], g)
			}
		}
		return ok
	})
	return united(slices.Concat(byStory...), edges), ok
}

// united joins groups between which there is an edge. The groups and their
// members come in order.
func united(groups [][][2]int, edges [][2][2]int) [][][2]int {
	of := map[[2]int]int{}
	parent := make([]int, len(groups))
	for n, g := range groups {
		parent[n] = n
		for _, at := range g {
			of[at] = n
		}
	}
	for _, e := range edges {
		x, y := root(parent, of[e[0]]), root(parent, of[e[1]])
		parent[max(x, y)] = min(x, y)
	}
	joined := make([][][2]int, len(groups))
	for n, g := range groups {
		r := root(parent, n)
		joined[r] = append(joined[r], g...)
	}
	joined = slices.DeleteFunc(joined, func(g [][2]int) bool { return len(g) == 0 })
	for _, g := range joined {
		slices.SortFunc(g, func(x, y [2]int) int { return slices.Compare(x[:], y[:]) })
	}
	slices.SortFunc(joined, func(x, y [][2]int) int { return slices.Compare(x[0][:], y[0][:]) })
	return joined
}

// stated makes the statement of reports, by article and speech; key is that of what
// it is made of.
func (c *comparer) stated(g [][2]int, key xxh3.Uint128) (s news.Statement, ok bool) {
	if s, ok = c.Memory.statement(key); ok {
		return s, true
	}
	articles := make([]int, len(g))
	for n, at := range g {
		articles[n] = at[0]
	}
	ok = c.opened(slices.Compact(articles), func() {
		list := make([]*utterance, 0, len(g))
		for _, at := range g {
			if at[1] >= len(c.Annotations[at[0]].Statements) {
				continue // groups were recalled that nobody kept
			}
			u := c.utterance(at[0], at[1])
			list = append(list, &u)
		}
		s = c.statement(list)
	})
	if ok && c.Memory != nil {
		c.Memory.fresh[key] = s
	}
	return s, ok
}

// opened calls work while the annotations of articles are there in full. It
// reports whether they could be had. No two calls at one time may open one
// article.
func (c *comparer) opened(articles []int, work func()) bool {
	if c.Open == nil {
		work()
		return true
	}
	whole, ok := c.Open(articles)
	if !ok {
		return false
	}
	for k, i := range articles {
		c.Annotations[i], whole[k] = whole[k], c.Annotations[i]
	}
	work()
	for k, i := range articles {
		c.Annotations[i] = whole[k]
	}
	return true
}

// withSaid calls work while the statements of articles are there, as opened does.
func (c *comparer) withSaid(articles []int, work func()) bool {
	if c.Open == nil || c.Said == nil {
		return c.opened(articles, work)
	}
	held := make([][]news.Speech, len(articles))
	for k, i := range articles {
		said, ok := c.Said(i)
		if !ok {
			return false
		}
		held[k] = said
	}
	swap := func() {
		for k, i := range articles {
			an := &c.Annotations[i]
			an.Statements, held[k] = held[k], an.Statements
		}
	}
	swap()
	work()
	swap()
	return true
}

// members returns the articles of a story.
func (c *comparer) members(st *news.Story) []int {
	out := make([]int, len(st.Articles))
	for k, id := range st.Articles {
		out[k] = c.index[id]
	}
	return out
}

// inParallel calls work with 0 to n-1, on all processors, and reports whether it
// always returned true; once it did not, it is called no more.
func inParallel(n int, work func(i int) bool) bool {
	const batch = 16
	var next atomic.Int64
	var failed atomic.Bool
	var done sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		done.Go(func() {
			for {
				first := int(next.Add(batch)) - batch
				if first >= n {
					return
				}
				for i := first; i < min(first+batch, n); i++ {
					if failed.Load() || !work(i) {
						failed.Store(true)
						return
					}
				}
			}
		})
	}
	done.Wait()
	return !failed.Load()
}
