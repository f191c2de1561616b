package cluster

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A weave strings stories together into threads, and keeps them so while stories come and
// go. Each story continues one earlier story at most: of those that share enough of its
// main actors with it, among the last mostContinued before it that turn on each, the one
// that is most like it. What a story continues is sought anew only if a story that came or
// went is among these, and a thread is told anew only if its stories are others. The zero
// value holds no stories.
type weave struct {
	strands []strand // by slot
	free    []int32
	actors  map[string]*turning
	order   []int32 // slots of all stories, in replay order
	serial  uint32  // of the latest strand
	unsure  []int32 // strands that are to be sought anew
	shares  tally
	told    []news.Thread // sorted by id
	few     int           // stories that are looked at for each actor; 0 for mostContinued
}

// A strand is a story with what it continues.
type strand struct {
	group  *group     // nil if the slot is free
	on     []*turning // of its main actors
	scores []strandScore
	thread *news.Thread // that it is the first story of
	score  int64        // with what it continues
	pred   int32        // slot of what it continues, or -1
	root   int32        // slot of the first story of its thread
	serial uint32
	unsure bool // pred is to be sought anew
	moved  bool // new, or pred is another, since threads were told last
	stale  bool // its thread is to be told anew
}

// A strandScore is how alike a story is to another, which is known by its slot as long as
// that has the serial number.
type strandScore struct {
	score  int64
	slot   int32
	serial uint32
}

// A turning is the stories that turn on an actor, in replay order.
type turning struct {
	key     string
	stories []turned
}

// A turned is a story of a turning, with where it stands, so that few need to be read to
// find a place.
type turned struct {
	first int64
	slot  int32
}

func (w *weave) most() int { return cmp.Or(w.few, mostContinued) }

// change takes stories out and puts others in.
func (w *weave) change(gone, made []*group) {
	if w.actors == nil {
		w.actors = map[string]*turning{}
	}
	slices.SortFunc(made, func(x, y *group) int { return replayed(x.firstStands(), y.firstStands()) })
	if len(gone) > 0 {
		first := make(map[*article]*group, len(made))
		for _, g := range made {
			first[g.points[0]] = g
		}
		replaced := map[*group]bool{}
		for _, g := range gone {
			if next := first[g.points[0]]; next != nil {
				w.replace(g, next)
				replaced[next] = true
			} else {
				w.remove(g)
			}
		}
		made = slices.DeleteFunc(slices.Clone(made), func(g *group) bool { return replaced[g] })
		w.order = slices.DeleteFunc(w.order, func(slot int32) bool { return w.strands[slot].group == nil })
		slices.Sort(w.free)
	}
	for _, g := range made {
		w.insert(g)
	}
	w.reorder(made)
	w.seek()
	w.tell()
}

// insert puts a story in, except into the order.
func (w *weave) insert(g *group) {
	if k := len(w.free); k > 0 {
		g.slot, w.free = w.free[k-1], w.free[:k-1]
	} else {
		g.slot, w.strands = int32(len(w.strands)), append(w.strands, strand{})
	}
	w.begin(g)
	s := &w.strands[g.slot]
	for _, a := range g.main() {
		t := w.turning(a.key)
		s.on = append(s.on, t)
		w.enter(t, g)
	}
	w.offer(g)
}

// begin makes a strand for a story that has a slot.
func (w *weave) begin(g *group) {
	w.serial++
	w.strands[g.slot] = strand{group: g, pred: -1, root: g.slot, serial: w.serial, moved: true}
	w.doubt(g.slot)
}

func (w *weave) turning(key string) *turning {
	t := w.actors[key]
	if t == nil {
		t = &turning{key: key}
		w.actors[key] = t
	}
	return t
}

// remove takes a story out, except of the order.
func (w *weave) remove(g *group) {
	w.orphan(g.slot)
	on := w.strands[g.slot].on
	for _, t := range on {
		w.leave(t, g)
	}
	w.strands[w.strands[g.slot].root].stale = true
	w.strands[g.slot] = strand{pred: -1}
	w.free = append(w.free, g.slot)
}

// replace puts a story in the place of another that has the same first article.
func (w *weave) replace(g, next *group) {
	w.orphan(g.slot)
	before, root := w.strands[g.slot].on, w.strands[g.slot].root
	next.slot = g.slot
	w.begin(next)
	w.strands[root].stale = true
	s := &w.strands[next.slot]
	for _, a := range next.main() {
		s.on = append(s.on, w.turning(a.key))
	}
	for _, t := range before {
		if !slices.Contains(s.on, t) {
			w.leave(t, next)
		}
	}
	for _, t := range s.on {
		if !slices.Contains(before, t) {
			w.enter(t, next)
		}
	}
	w.offer(next)
}

// doubt has it sought anew what a story continues.
func (w *weave) doubt(slot int32) {
	if s := &w.strands[slot]; !s.unsure {
		s.unsure = true
		w.unsure = append(w.unsure, slot)
	}
}

// orphan doubts what continues a story: such stand within mostContinued after it among
// those that turn on its actors.
func (w *weave) orphan(slot int32) {
	for _, t := range w.strands[slot].on {
		for _, x := range w.after(t, slot) {
			if w.strands[x.slot].pred == slot {
				w.doubt(x.slot)
			}
		}
	}
}

// after returns the stories that look at one by an actor on which it turns.
func (w *weave) after(t *turning, slot int32) []turned {
	at := w.placeOf(t, w.strands[slot].group) + 1
	return t.stories[at:min(at+w.most(), len(t.stories))]
}

// placeOf returns where a story stands, or would.
func (w *weave) placeOf(t *turning, g *group) int {
	p := g.firstStands()
	at, _ := slices.BinarySearchFunc(t.stories, p, func(x turned, p *standing) int {
		if x.first != p.first {
			return cmp.Compare(x.first, p.first)
		}
		return replayed(w.strands[x.slot].group.firstStands(), p)
	})
	return at
}

// enter puts a story among those that turn on an actor. Of those after it each now looks
// at one less of those before it.
func (w *weave) enter(t *turning, g *group) {
	at := w.placeOf(t, g)
	t.stories = slices.Insert(t.stories, at, turned{g.points[0].first, g.slot})
	for k := max(at, w.most()) + 1; k <= min(at+w.most(), len(t.stories)-1); k++ {
		if x := t.stories[k].slot; w.strands[x].pred == t.stories[k-w.most()-1].slot {
			w.doubt(x)
		}
	}
}

// leave takes a story from among those that turn on an actor. Of those after it each now
// looks at one more of those before it.
func (w *weave) leave(t *turning, g *group) {
	at := w.placeOf(t, g)
	t.stories = slices.Delete(t.stories, at, at+1)
	for k := max(at, w.most()); k <= min(at+w.most(), len(t.stories))-1; k++ {
		x := t.stories[k].slot
		if !w.strands[x].unsure && w.share(x, t.stories[k-w.most()].slot) >= threadActors {
			w.doubt(x)
		}
	}
	if len(t.stories) == 0 {
		delete(w.actors, t.key)
	}
}

// share returns how many main actors two stories share.
func (w *weave) share(x, y int32) (n int) {
	for _, t := range w.strands[x].on {
		if slices.Contains(w.strands[y].on, t) {
			n++
		}
	}
	return n
}

// offer lets the stories after one that is new continue it, if it is nearer to them than
// what they continue.
func (w *weave) offer(g *group) {
	for _, t := range w.strands[g.slot].on {
		for _, x := range w.after(t, g.slot) {
			w.shares.add(x.slot)
		}
	}
	for _, slot := range w.shares.met {
		s := &w.strands[slot]
		if w.shares.counts[slot] < threadActors || s.unsure || !s.mayContinue(&w.strands[g.slot]) {
			continue
		}
		score := meanDot(s.group, g)
		if s.scores = append(s.scores, strandScore{score, g.slot, w.strands[g.slot].serial}); len(s.scores) > mostScores {
			w.doubt(slot) // so that those of stories that are no more are let go of
		} else if score > s.score || score == s.score && s.pred >= 0 && w.precedes(g.slot, s.pred) {
			s.pred, s.score, s.moved = g.slot, score, true
		}
	}
	w.shares.clear()
}

// mostScores is how many scores of a story are kept: more than it is asked for. Ours.
const mostScores = 2 * mainActors * mostContinued

// mayContinue reports whether a story is compared with an earlier one that shares actors
// with it: those are rare enough, and the two near enough in time.
func (s *strand) mayContinue(of *strand) bool {
	sum := int32(0)
	for k, t := range s.on {
		if slices.Contains(of.on, t) {
			sum += s.group.actors[k].rarity
		}
	}
	return sum >= threadRarity && closeInTime(s.group, of.group)
}

func (w *weave) precedes(x, y int32) bool {
	return replayed(w.strands[x].group.firstStands(), w.strands[y].group.firstStands()) < 0
}

// reorder puts new stories, which are in replay order, into the order.
func (w *weave) reorder(made []*group) {
	at := len(w.order)
	w.order = append(w.order, make([]int32, len(made))...)
	for to := len(w.order) - 1; len(made) > 0; to-- {
		last := made[len(made)-1].slot
		if at > 0 && w.precedes(last, w.order[at-1]) {
			at--
			w.order[to] = w.order[at]
		} else {
			made, w.order[to] = made[:len(made)-1], last
		}
	}
}

// seek finds what those stories continue of which it is not sure.
func (w *weave) seek() {
	preds := make([]int32, len(w.unsure))
	inParallel((len(w.unsure)+batch-1)/batch, func() func(int) {
		var met tally
		var known []int64
		return func(k int) {
			for i := k * batch; i < min((k+1)*batch, len(w.unsure)); i++ {
				preds[i] = w.continues(w.unsure[i], &met, &known)
			}
		}
	})
	for i, slot := range w.unsure {
		s := &w.strands[slot]
		s.moved = s.moved || s.pred != preds[i]
		s.pred, s.unsure = preds[i], false
	}
	w.unsure = w.unsure[:0]
}

// continues returns what a story continues: the nearest of the earlier stories that share
// its actors, or -1. It notes the scores of the story, and may be called of several
// stories at once.
func (w *weave) continues(slot int32, met *tally, known *[]int64) int32 {
	s := &w.strands[slot]
	if s.group == nil {
		return -1
	}
	for _, t := range s.on {
		at := w.placeOf(t, s.group)
		for _, x := range t.stories[max(0, at-w.most()):at] {
			met.add(x.slot)
		}
	}
	if more := len(w.strands) - len(*known); more > 0 {
		*known = append(*known, make([]int64, more)...)
	}
	for _, x := range s.scores {
		if w.strands[x.slot].serial == x.serial {
			(*known)[x.slot] = x.score + 1
		}
	}
	best, most := int32(-1), int64(threadAt-1)
	var scores []strandScore
	for _, x := range met.met {
		if met.counts[x] < threadActors {
			continue
		}
		of := &w.strands[x]
		score := (*known)[x] - 1
		if score < 0 {
			if !s.mayContinue(of) {
				continue
			}
			score = meanDot(s.group, of.group)
		}
		scores = append(scores, strandScore{score, x, of.serial})
		if score > most || score == most && best >= 0 && w.precedes(x, best) {
			best, most = x, score
		}
	}
	met.clear()
	for _, x := range s.scores {
		(*known)[x.slot] = 0
	}
	s.scores, s.score = slices.Clip(scores), most
	return best
}

// tell tells the threads whose stories are others than before.
func (w *weave) tell() {
	var stale []int32
	for _, slot := range w.order {
		s := &w.strands[slot]
		root := slot
		if s.pred >= 0 {
			root = w.strands[s.pred].root
		}
		if s.moved { // of those after it in its thread as well this was the root, and is
			w.strands[root].stale, w.strands[s.root].stale = true, true
		}
		s.root, s.moved = root, false
	}
	members := map[int32][]*group{}
	for _, slot := range w.order {
		s := &w.strands[slot]
		if w.strands[s.root].stale {
			if s.root == slot {
				stale = append(stale, slot)
			}
			members[s.root] = append(members[s.root], s.group)
		}
	}
	changed := len(stale) > 0
	for slot := range w.strands {
		if s := &w.strands[slot]; s.stale && (s.group == nil || s.root != int32(slot)) {
			s.thread, s.stale, changed = nil, false, true
		}
	}
	inParallel(len(stale), func() func(int) {
		return func(k int) {
			s := &w.strands[stale[k]]
			s.thread, s.stale = w.thread(members[stale[k]]), false
		}
	})
	if !changed {
		return
	}
	w.told = nil
	for _, slot := range w.order {
		if t := w.strands[slot].thread; t != nil {
			w.told = append(w.told, *t)
		}
	}
	slices.SortFunc(w.told, func(x, y news.Thread) int { return cmp.Compare(x.ID, y.ID) })
}

// thread tells of a thread of stories in replay order; it is nil if nothing continues the
// first.
func (w *weave) thread(groups []*group) *news.Thread {
	if len(groups) < 2 {
		return nil
	}
	wind := newWinding(groups)
	t := &news.Thread{ID: news.NewID("thread", groups[0].id), Title: groups[wind.central()].title()}
	for _, g := range groups {
		t.Stories = append(t.Stories, g.id)
		if pred := w.strands[g.slot].pred; pred >= 0 {
			from := w.strands[pred].group
			t.Links = append(t.Links, news.ThreadLink{From: from.id, To: g.id, Reason: threadReason(g, from)})
		}
	}
	for _, turn := range wind.turns() {
		t.Turns = append(t.Turns, news.Turn{Story: t.Stories[turn.at], Reason: turn.reason})
	}
	return t
}
