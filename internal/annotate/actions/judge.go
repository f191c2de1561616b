package actions

import (
	"slices"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A verdict is what an event is coded as.
type verdict struct {
	ploverCode
	code string // CAMEO
}

// judge gives what the clause of draft k is coded as, if it is an event: a noun by
// its table, a verb where the classifier and the dictionary agree.
func (c *coder) judge(k int32, d *draft) (verdict, bool) {
	if !c.isPublic() {
		return verdict{}, false
	}
	if d.Nominal {
		return c.judgeNoun(d)
	}
	r := c.read(k, d)
	if r.asked {
		return verdict{r.ploverCode, r.code}, c.complete("REQUEST", false)
	}
	e := c.lex[d.pred]
	switch {
	case !c.complete(r.guess, e.is(both)):
		return verdict{}, false
	case e.is(contest) && c.inWords(), c.isSaid(r.guess, d), e.is(bare) && (r.words == 0 || c.hasComplement(d)):
		return verdict{}, false
	case r.guess == "ASSAULT" && e.is(verbal) && c.inWords():
		return c.harshWords()
	case r.guess == "ASSAULT" && c.ofOffice():
		return verdict{}, false
	case r.margin < c.leastMargin(d, r.guess, r.agreed()):
		return verdict{}, false
	case r.agreed():
		return verdict{r.ploverCode, r.code}, true
	}
	return verdict{ploverCode: ploverCode{root: fromPLV(r.guess)}}, true
}

func (c *coder) judgeNoun(d *draft) (verdict, bool) {
	code := nounCodes()[d.Lemma]
	if d.Lemma == "call" && !c.byPhone(d.pred) {
		return verdict{}, false
	}
	p, _, ok := c.table.lookUp(code)
	switch {
	case p.root == "CONSULT" && c.meetsPress(d.pred):
		return verdict{}, false
	case p.root == "ASSAULT" && c.inWords():
		return c.harshWords()
	case p.root == "COERCE" && p.mode == "seize" && c.inWords():
		return verdict{}, false // "the party's takeover of the Senate"
	}
	return verdict{p, code}, ok && c.complete(p.root, c.lex[d.pred].is(both))
}

// codeAppeal is CAMEO's appeal that says no more.
const codeAppeal = "020"

// A reading is what dictionary and classifier say of a verb with its parties.
type reading struct {
	ploverCode        // of the dictionary
	code       string // CAMEO, of the dictionary; "" if it has none
	words      int    // of the dictionary's pattern
	guess      string // the classifier's root, as PLV has it
	margin     int32  // in the unit of [Model.Score]
	asked      bool   // it says what is asked of whom
}

func (r *reading) agreed() bool { return r.code != "" && asPLV(r.root) == r.guess }

func (c *coder) read(k int32, d *draft) reading {
	var r reading
	if r.code, r.words = c.codeOf(c.table, d.Lemma, d.top); r.code == "" {
		r.code, r.words = c.codeOf(c.table, c.g.Lemma[d.pred], d.top)
	}
	if c.callsOn(d) {
		r.code, r.words = codeAppeal, 2
	}
	p, reversed, ok := c.table.lookUp(r.code)
	if !ok || reversed {
		r.code, p = "", ploverCode{}
	}
	r.ploverCode = p
	e := c.lex[d.pred]
	r.asked = r.root == "REQUEST" && e.is(calls) && !e.is(bare) && c.asks(d)
	r.guess, r.margin = c.root(k)
	if r.code != "" && (r.guess == "AGREE" && d.Modality == news.ModalPlanned || r.guess == "REJECT" && d.Negated) {
		// PLV has a visit that is planned or refused as AGREE or REJECT; here it
		// is a visit, and its status says so.
		r.guess = asPLV(r.root)
	}
	if !r.agreed() && !r.asked {
		if p, code, ok := c.ownCode(d, r.guess); ok {
			r.ploverCode, r.code = p, code
		}
	}
	if r.margin < marginCommon && r.code != "" && len(c.gets) > 0 && c.tie == tieDirect && !e.is(verbal|contest|calls) {
		if q, _, ok := c.table.lookUp(nounCodes()[d.Lemma]); ok && q.root == r.root {
			r.guess, r.margin = asPLV(r.root), marginCommon // "visits", as "the visit"
		}
	}
	return r
}

// ownCode gives the code that the verb has by itself, whatever its words, if it is
// of root.
func (c *coder) ownCode(d *draft, root string) (ploverCode, string, bool) {
	for _, r := range c.table.verbs[c.g.Lemma[d.pred]] {
		if p, reversed, ok := c.table.lookUp(r.code); ok && !reversed && asPLV(p.root) == root {
			return p, r.code, true
		}
	}
	return ploverCode{}, "", false
}

// The margins of the classifier, in the unit of [Model.Score], that make an event
// of a clause; chosen on articles of the archive, see docs/decisions/0015-events.md.
const (
	marginTaught  = 50  // the classifier has learnt the verb, and the dictionary agrees
	marginRare    = 50  // the dictionary agrees, and the verb has few other uses
	marginCommon  = 100 // the dictionary agrees
	marginAgainst = 60  // the dictionary disagrees, but the classifier knows the verb well
	marginWide    = 40  // more for the roots under which the dictionary has the verbs of widest use
	never         = 1 << 30

	weightTaught = 2  // a predicate's own weight for a root, from which it counts as learnt
	weightSure   = 14 // as learnt well
	rareVerb     = 1150
)

// leastMargin gives the margin that the classifier must have for root.
func (c *coder) leastMargin(d *draft, root string, agreed bool) int32 {
	least := c.leastOf(d, root, agreed)
	if root == "AGREE" || root == "YIELD" {
		return least + marginWide
	}
	return least
}

func (c *coder) leastOf(d *draft, root string, agreed bool) int32 {
	taught := c.trained(d.Lemma, root)
	common := c.lex[d.pred].is(bare)
	switch {
	case !agreed && (common || taught < weightSure):
		return never
	case !agreed:
		return marginAgainst
	case common || taught < 0:
		return marginCommon
	case taught >= weightTaught:
		return marginTaught
	case knowledge.Rarity(d.Lemma) >= rareVerb:
		return marginRare
	}
	return marginCommon
}

// trained gives what the classifier has learnt of a predicate by itself: how much
// it speaks for a root.
func (c *coder) trained(lemma, root string) int32 {
	v := view{out: c.features[:0]}
	v.add(featFirst, lemma)
	v.add(featLast, lemma)
	v.add(featChain, lemma)
	rootModel.Score(v.out, c.scores)
	return c.scores[slices.Index(rootModel.Roots, root)]
}

// asPLV gives a root of PLOVER as PLV has it.
func asPLV(root string) string {
	if root == "CONCEDE" || root == "RETREAT" {
		return "YIELD"
	}
	return root
}

func fromPLV(root string) string {
	if root == "YIELD" {
		return "CONCEDE"
	}
	return root
}

// root asks the classifier.
func (c *coder) root(k int32) (string, int32) {
	s, t := c.does[0].head, int32(-1)
	if len(c.gets) > 0 {
		t = c.gets[0].head
	} else if len(c.does) > 1 {
		t = c.does[1].head
	}
	v := c.look(k, s, t)
	v.plain = true // status says it: a meeting that is planned is a meeting
	from, to := c.phrase(s)
	v.skipS = c.span(from, to)
	if t >= 0 {
		from, to = c.phrase(t)
		v.skipT = c.span(from, to)
	}
	v.out = c.features
	c.features = v.features()
	return rootModel.Best(c.features)
}
