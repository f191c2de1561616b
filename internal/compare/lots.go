package compare

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"github.com/twosource/twosource/internal/news"
)

// A lot is a story with its articles, or an article that is in none. But for
// statements, which see [comparer.findAcross], lots are compared one by one.
type lot struct {
	articles []int
	stories  []int // indices into Set.Stories: one, or none
}

// lots divides the set.
func (c *comparer) lots() []lot {
	out := make([]lot, 0, len(c.Stories))
	for s := range c.Stories {
		out = append(out, lot{c.members(&c.Stories[s]), []int{s}})
	}
	for i, story := range c.storyOf {
		if story == "" {
			out = append(out, lot{articles: []int{i}})
		}
	}
	return out
}

// spokenParts gives the parts of a statement that are compared: its quotations,
// or the whole if it is not mixed.
func spokenParts(text string, sp *news.Speech, yield func(words []spoken)) {
	if sp.Kind != news.Mixed {
		yield(spokenIn(text, sp.Content))
		return
	}
	for _, span := range sp.Content {
		for _, q := range quotedParts(text, span) {
			yield(spokenIn(text, []news.Span{q}))
		}
	}
}

func hashRun(words []spoken) uint64 {
	h := uint64(len(words))
	for _, w := range words {
		h = (h ^ uint64(w.hash)) * 0xFF51AFD7ED558CCD
		h ^= h >> 29
	}
	return h
}

// A task is a lot that is being compared.
type task struct {
	*lot
	res  Result
	ok   bool
	done chan struct{}
}

// each compares lots, several at once, and gives their results to take in the
// order of the lots. It stops when take returns false, or [Set.Open] does.
func (c *comparer) each(lots []lot, take func(*lot, *Result) bool) {
	jobs := runtime.GOMAXPROCS(0)
	ahead := 4 * jobs // of the lot that is taken next, for what is found of lots is large
	if c.Memory != nil && !c.Memory.Once {
		ahead = max(ahead, len(lots)) // of nearly all it is known and not found again
	}
	work, ordered := make(chan *task), make(chan *task, ahead)
	stop := make(chan struct{})
	var done sync.WaitGroup
	for range jobs {
		done.Go(func() {
			for t := range work {
				t.res, t.ok = c.compareLot(t.lot)
				close(t.done)
			}
		})
	}
	done.Go(func() {
		defer close(work)
		defer close(ordered)
		for i := range lots {
			t := &task{lot: &lots[i], done: make(chan struct{})}
			select {
			case ordered <- t:
				work <- t
			case <-stop:
				return
			}
		}
	})
	stopped := false
	for t := range ordered {
		<-t.done
		if !stopped && (!t.ok || !take(t.lot, &t.res)) {
			stopped = true
			close(stop)
		}
		t.res = Result{}
	}
	done.Wait()
}

// compareLot compares the articles of one lot; ok is false if they cannot be had.
func (c *comparer) compareLot(l *lot) (Result, bool) {
	res, key, ok := c.Memory.known(c, l)
	if ok {
		return res, true
	}
	if ok = c.opened(l.articles, func() { res = c.compareOpened(l) }); ok {
		c.Memory.keep(c, l, key, &res)
	}
	return res, ok
}

func (c *comparer) compareOpened(l *lot) (res Result) {
	var across []int
	res.Statements, across = c.statements(l.articles)
	res.states = c.statesOf(l.articles)
	res.stances = c.stancesOf(l.articles, res.Statements, res.states)
	said := c.saidIn(res.Statements)
	for _, s := range l.stories {
		st := &c.Stories[s]
		members := c.members(st)
		b := c.bodies(members)
		before := len(res.Events)
		c.judge(&res, st.ID, b, said)
		timeline := c.timeline(b, said)
		refer(timeline, res.Events[before:])
		res.Timelines = append(res.Timelines, timeline)
		res.OnlyHere = append(res.OnlyHere, c.onlyHere(b))
		res.Entities = append(res.Entities, c.entities(members))
		res.Origins = append(res.Origins, c.origins(members))
		res.Mixed = append(res.Mixed, c.mixedTime(b))
	}
	// What several stories report is a statement of the one that has most of it.
	ids := map[string]bool{}
	for _, n := range across {
		ids[c.across.statements[n].ID] = true
	}
	res.Statements = slices.DeleteFunc(res.Statements, func(s news.Statement) bool { return ids[s.ID] })
	for _, n := range across {
		if s := &c.across.statements[n]; slices.Contains(l.articles, c.index[s.Content[0].Article]) {
			res.Statements = append(res.Statements, *s)
		}
	}
	res.sort()
	return res
}

// sort puts the lists into their order.
func (r *Result) sort() {
	slices.SortStableFunc(r.Statements, func(x, y news.Statement) int { return cmp.Compare(x.ID, y.ID) })
	slices.SortStableFunc(r.Claims, func(x, y news.Claim) int { return cmp.Compare(x.ID, y.ID) })
	slices.SortStableFunc(r.Conflicts, func(x, y news.Conflict) int { return cmp.Compare(x.ID, y.ID) })
	slices.SortStableFunc(r.Events, func(x, y news.Event) int { return cmp.Compare(x.ID, y.ID) })
}

// add takes in the result of a lot.
func (r *Result) add(l *lot, part *Result) {
	r.Statements = append(r.Statements, part.Statements...)
	r.Claims = append(r.Claims, part.Claims...)
	r.Conflicts = append(r.Conflicts, part.Conflicts...)
	r.Events = append(r.Events, part.Events...)
	for k, s := range l.stories {
		r.Timelines[s], r.OnlyHere[s] = part.Timelines[k], part.OnlyHere[k]
		r.Entities[s], r.Origins[s], r.Mixed[s] = part.Entities[k], part.Origins[k], part.Mixed[k]
	}
}
