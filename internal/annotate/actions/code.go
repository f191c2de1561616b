package actions

import (
	_ "embed"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// modelBytes is what `make events-model` learnt from PLV.
//
//go:embed roots.model
var modelBytes string

// rootModel is the embedded model; nil if the program was built without one.
var rootModel = func() *Model {
	m, err := ReadModel(modelBytes)
	if err != nil {
		return nil
	}
	return m
}()

// code fills ann.Actions.
func (f *finder) code() {
	if rootModel == nil {
		return
	}
	c := coder{finder: f, table: frames(), scores: make([]int32, len(rootModel.Roots))}
	for k := range f.drafts {
		c.clause(int32(k))
	}
}

// A coder codes the clauses of one article.
type coder struct {
	*finder
	table    *frameTable
	scores   []int32
	features []uint64
	does     []party
	gets     []party
	tie      tie // of gets
	next     int // the first quantity of the sentence at hand, or one before it
}

// clause codes draft k, if it is an event.
func (c *coder) clause(k int32) {
	d := &c.drafts[k]
	status := statusOf(&d.Clause)
	if status == "" || d.copular || c.lex[d.pred].is(opinion) && c.lex[d.pred].is(bare) {
		return
	}
	if !c.knows(d, d.Lemma) {
		return
	}
	c.does = c.parties(c.does[:0], d.subj, false)
	c.does = c.parties(c.does, d.subj2, false)
	if len(c.does) == 0 {
		return
	}
	c.gets, c.tie = c.receivers(c.gets[:0], d)
	c.gets = slices.DeleteFunc(c.gets, func(p party) bool {
		return slices.ContainsFunc(c.does, func(q party) bool { return c.same(p, q) })
	})
	if len(c.gets) == 0 && c.isNominal(d.subj) {
		return
	}
	if v, ok := c.judge(k, d); ok && !c.isPartOf(d, v.root) {
		c.emit(k, v, status)
	}
}

// isNominal reports whether word i is the predicate of a noun of happening.
func (f *finder) isNominal(i int32) bool {
	return i >= 0 && f.clause[i] >= 0 && f.drafts[f.clause[i]].Nominal
}

// isPartOf reports whether d is the purpose of an event of the same root: "met to
// discuss".
func (c *coder) isPartOf(d *draft, root string) bool {
	if d.gov < 0 || !c.isInfinitive(d.top) {
		return false
	}
	for i := len(c.ann.Actions) - 1; i >= 0 && c.ann.Actions[i].Clause >= int(d.gov); i-- {
		if c.ann.Actions[i].Clause == int(d.gov) {
			return c.ann.Actions[i].Root == root
		}
	}
	return false
}

// knows reports whether the tables have a code for the predicate, the quick look
// that most clauses end with.
func (c *coder) knows(d *draft, lemma string) bool {
	if d.Nominal {
		return nounCodes()[lemma] != ""
	}
	return len(c.table.verbs[lemma]) > 0 || len(c.table.verbs[c.g.Lemma[d.pred]]) > 0
}

// statusOf gives the status of the event that a clause tells of; "" if it is
// only thought of.
func statusOf(c *news.Clause) news.EventStatus {
	switch c.Modality {
	case news.ModalPossible, news.ModalCondition:
		return ""
	case news.ModalDenied:
		return news.EventDenied
	case news.ModalCalledFor:
		if c.Negated {
			return ""
		}
		return news.EventCalledFor
	case news.ModalPlanned:
		if c.Negated {
			return news.EventDenied
		}
		return news.EventPlanned
	}
	if c.Negated {
		return news.EventDenied
	}
	return news.EventHappened
}

// emit adds the event of draft k.
func (c *coder) emit(k int32, v verdict, status news.EventStatus) {
	x := news.Action{Clause: int(k), Root: v.root, Mode: v.mode, Contexts: v.contexts, CAMEO: v.code, Status: status, Harm: c.harm(k)}
	for _, q := range c.does {
		if q.mention >= 0 {
			x.Actors = append(x.Actors, int(q.mention))
			x.Sectors = append(x.Sectors, q.sector)
		}
	}
	for _, q := range c.gets {
		if q.mention >= 0 {
			x.Recipients = append(x.Recipients, int(q.mention))
			x.Sectors = append(x.Sectors, q.sector)
		}
	}
	c.ann.Actions = append(c.ann.Actions, x)
}

// harm gives the quantities of people killed, injured, missing and driven away
// by the event of draft k: in its clause, or the one above or below it.
func (c *coder) harm(k int32) news.Harm {
	h := news.Harm{Killed: -1, Injured: -1, Missing: -1, Displaced: -1}
	s := c.drafts[k].Sentence
	for c.next < len(c.ann.Quantities) && c.ann.Quantities[c.next].Sentence < s {
		c.next++
	}
	for i := c.next; i < len(c.ann.Quantities) && c.ann.Quantities[i].Sentence == s; i++ {
		q := &c.ann.Quantities[i]
		if q.Clause < 0 || !c.isOfPeople(q) {
			continue
		}
		if q.Clause != int(k) && c.drafts[q.Clause].gov != k && int(c.drafts[k].gov) != q.Clause {
			continue
		}
		var at *int
		switch q.Of {
		case "kill", "die", "execute", "massacre", "murder", "slay", "perish", "behead", "slaughter", "killing",
			"death", "assassinate":
			at = &h.Killed
		case "injure", "wound", "hurt", "maim":
			at = &h.Injured
		case "missing":
			at = &h.Missing
		case "displace", "flee", "uproot", "evacuate":
			at = &h.Displaced
		}
		if at != nil && *at < 0 {
			*at = i
		}
	}
	return h
}

// isOfPeople reports whether a quantity counts people.
func (c *coder) isOfPeople(q *news.Quantity) bool {
	switch q.Unit {
	case "person", "life", "man", "woman", "child", "civilian", "villager", "resident", "":
		return q.Unit != ""
	}
	return roleWords()[q.Unit] != "" || lexicon[q.Unit].is(people)
}
