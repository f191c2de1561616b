package cluster

import (
	"cmp"
	"slices"
)

// An account is what is known of all stories of a stream together. It costs what has
// changed since it was drawn up last, and a pass over the stories that reads but a few
// bytes of each.
type account struct {
	changed []*group // came or went since then; more than once, it may be
	stories []*group // sorted by id
	weave   weave
}

// note notes that a story came, or went. There need not be an account.
func (a *account) note(g *group, live bool) {
	if a != nil {
		g.live = live
		a.changed = append(a.changed, g)
	}
}

// How many changes are noted for each article that is held, or would be of so many, before
// an account that nobody asks for is let go of. Ours.
const (
	mostNoted    = 4
	portionNoted = 1024
)

// drawUp brings the account of a stream that is settled up to date, with all stories
// summed up, and returns it with the stories that came since then, in replay order, and
// those that went.
func (s *Stream) drawUp() (a *account, made, gone []*group) {
	a = s.account
	if a == nil {
		a = &account{}
		for p := range s.parts {
			for _, g := range p.stories {
				g.listed = false
				a.note(g, true)
			}
		}
		s.account = a
	}
	for _, g := range a.changed {
		if g.live == g.listed {
			continue
		}
		if g.listed = g.live; g.live {
			made = append(made, g)
		} else {
			gone = append(gone, g)
		}
	}
	clear(a.changed)
	a.changed = a.changed[:0]
	inParallel((len(made)+few-1)/few, func() func(int) {
		return func(k int) {
			for _, g := range made[k*few : min((k+1)*few, len(made))] {
				g.story()
			}
		}
	})
	slices.SortFunc(made, func(x, y *group) int { return replayed(x.firstStands(), y.firstStands()) })
	slices.SortFunc(gone, func(x, y *group) int { return replayed(x.firstStands(), y.firstStands()) })
	a.weave.change(gone, made)
	a.list(made)
	return a, made, gone
}

// few is how many stories a goroutine takes at a time.
const few = 4

// list puts stories into the list of all and takes those out that are no more.
func (a *account) list(made []*group) {
	made = slices.Clone(made)
	slices.SortFunc(made, func(x, y *group) int { return cmp.Compare(x.id, y.id) })
	a.stories = slices.DeleteFunc(a.stories, func(g *group) bool { return !g.live })
	at := len(a.stories)
	a.stories = append(a.stories, made...)
	for to := len(a.stories) - 1; len(made) > 0; to-- {
		last := made[len(made)-1]
		if at > 0 && a.stories[at-1].id > last.id {
			at--
			a.stories[to] = a.stories[at]
		} else {
			made, a.stories[to] = made[:len(made)-1], last
		}
	}
}
