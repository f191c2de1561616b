package compare

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"github.com/twosource/twosource/internal/news"
)

// judge adds what a story claims, disputes and tells of to a result. body is its
// sentences; said is as for timeline; res holds the statements of the story.
func (c *comparer) judge(res *Result, story string, body []sentence, said map[[2]int]string) {
	list := make([]dated, 0, len(body))
	for i := range body {
		s := &body[i]
		d := dated{sentence: s, said: said[[2]int{s.article, s.index}]}
		d.time = c.principal(s)
		d.kind = c.kind(&d)
		list = append(list, d)
	}
	a := account{
		comparer: c, story: story, all: c.tellings(list), later: map[int]bool{}, disputed: map[news.Ref]bool{},
		agreed: map[[2]int]bool{}, countries: map[int]map[string]string{}, leads: map[int]lead{},
	}
	conflicts := a.conflicts(res.Statements)
	for i := range conflicts {
		for _, s := range conflicts[i].Sides {
			for _, r := range s.Spans {
				a.disputed[r] = true
			}
		}
	}
	res.Conflicts = append(res.Conflicts, conflicts...)
	groups := a.groups()
	claims := a.claims(groups)
	claims = append(claims, a.clauseClaims(claims)...)
	res.Claims = append(append(res.Claims, claims...), a.tollClaims(claims)...)
	res.Events = append(res.Events, a.events(groups)...)
}

// An account is one story as it is judged.
type account struct {
	*comparer
	story    string
	all      []telling
	later    map[int]bool      // tellings whose number a later report has superseded
	disputed map[news.Ref]bool // sentences that stand in a conflict

	agreed    map[[2]int]bool           // pairs of tellings that give one number of one happening
	countries map[int]map[string]string // of the names of articles, see countryIn
	leads     map[int]lead              // of articles, see leadOf
	counts    []toll                    // of all sentences
	wordings  []*Wording                // of tellings, see wording
}

// wording returns telling k prepared for comparison.
func (a *account) wording(k int) *Wording {
	if a.wordings == nil {
		a.wordings = make([]*Wording, len(a.all))
	}
	if a.wordings[k] == nil {
		d := &a.all[k]
		a.wordings[k] = Word(d.span.Of(a.Articles[d.article].Text))
	}
	return a.wordings[k]
}

// claims returns the claims of a story that are told more than once, disputed,
// or that tell of a number or a happening that could be coded.
func (a *account) claims(groups [][]int) []news.Claim {
	var out []news.Claim
	for _, g := range groups {
		if cl, ok := a.claim(g); ok {
			out = append(out, cl)
		}
	}
	return out
}

// sameSaid is the log of the odds, in 1/sayUnit, from which two sentences that
// agree in all that must agree say the same in other words (ours, by reading).
const sameSaid = 2 * sayUnit

// leastClaimed is how many words a sentence has that claims anything.
const leastClaimed = 4

// groups joins the sentences that put forward one proposition.
func (a *account) groups() [][]int {
	list := make([]dated, len(a.all))
	for i := range a.all {
		list[i] = a.all[i].dated
	}
	return a.joinedBy(list, func(i, j int) int64 {
		x, y := &list[i], &list[j]
		if min(x.plain, y.plain) < leastClaimed {
			return 0
		}
		if share := a.sameThing(x, y); share > 0 || x.kind == news.Said || y.kind == news.Said {
			return share
		}
		if a.agreed[[2]int{min(i, j), max(i, j)}] && x.manner == y.manner {
			return dayShare
		}
		says := sync.OnceValue(func() int32 { return a.wording(i).saysSame(a.wording(j)) })
		if a.mayAgree(x, y) {
			if odds := says(); odds >= sameSaid || odds >= 0 && tellAlike(x, y) {
				return dayShare
			}
		}
		if a.tellOne(x, y, says) {
			return dayShare - 1 // last
		}
		return 0
	})
}

// tellShare is the part of what their words prove, of 256, from which two sentences
// that agree in all that must agree say the same if it is not unlikely that they do
// (ours, by reading).
const tellShare = 128

// tellAlike reports whether two sentences share most of what their words prove, and
// both a name and what is told of it.
func tellAlike(x, y *dated) bool {
	if similarity(x.sentence, y.sentence) < tellShare {
		return false
	}
	plain, names := terms(x.sentence, y.sentence)
	return plain > 0 && names > 0
}

// mayAgree reports whether two sentences agree in all in which those that say
// the same must.
func (c *comparer) mayAgree(x, y *dated) bool {
	if x.manner != y.manner || x.manner&(asked|personal) != 0 || (x.kind == news.Expected) != (y.kind == news.Expected) {
		return false
	}
	return slices.Equal(x.numbers, y.numbers) && slices.Equal(x.people, y.people) && c.sameDate(x, y) &&
		similarity(x.sentence, y.sentence) >= dayShare && !c.ofAnother(x, y) && !c.ofAnother(y, x)
}

// ofAnother reports whether a sentence that begins with a pronoun, or whose main clause has
// one as its subject, tells of a person of whom another sentence does not.
func (c *comparer) ofAnother(x, y *dated) bool {
	an := &c.Annotations[x.article]
	k := firstMention(an, x.span.Start)
	if cl := c.mainClause(x); cl != nil && cl.SubjectIs >= 0 {
		k = cl.SubjectIs
	} else if k >= len(an.Mentions) || an.Mentions[k].Start != x.span.Start {
		return false
	}
	m, who := &an.Mentions[k], c.EntityOf[x.article][k]
	if m.Kind != news.PronounMention || m.Type != news.Person || who == "" {
		return false
	}
	other := &c.Annotations[y.article]
	for j := firstMention(other, y.span.Start); j < len(other.Mentions) && other.Mentions[j].Start < y.span.End; j++ {
		if c.EntityOf[y.article][j] == who {
			return false
		}
	}
	return true
}

// claim makes a claim of the sentences that put it forward; ok is false if they
// are one, and tell of nothing that is of account.
func (a *account) claim(group []int) (cl news.Claim, ok bool) {
	list := make([]dated, len(group))
	all := make([]int, len(group))
	several := false
	for n, k := range group {
		list[n], all[n] = a.all[k].dated, n
		several = several || list[n].article != list[0].article
	}
	best := 0
	cl.Mode = news.Attributed
	for n := range list {
		d := &list[n]
		ref := a.refOf(d)
		cl.Spans = append(cl.Spans, ref)
		cl.Key = cl.Key || several || a.disputed[ref]
		if holders, attributed := a.attributedTo(d); attributed {
			cl.Holders = append(cl.Holders, holders...)
		} else {
			cl.Mode = news.Asserted
		}
		if better(d.time, list[best].time) || a.earlierCopy(d, &list[best]) {
			best = n
		}
	}
	origins := a.originsEach(list, all)
	confirmed := false
	if several {
		if first, _, ok := a.witnesses(list, group, origins); ok {
			best, confirmed = first, true
		}
	}
	d := &list[best]
	clause := a.mainClause(d)
	cl.Quantity = a.quantityIn(d)
	if !cl.Key && cl.Quantity == nil && (cl.Mode == news.Attributed || !a.coded(d)) {
		return cl, false // one article's statement is listed among the statements
	}
	shown := a.refOf(d)
	slices.SortFunc(cl.Spans, func(x, y news.Ref) int {
		return cmp.Or(boolCompare(y == shown, x == shown), byArticle(x, y))
	})
	slices.Sort(cl.Holders)
	cl.Holders = slices.Compact(cl.Holders)
	cl.Story, cl.Text = a.story, d.span.Of(a.Articles[d.article].Text)
	if clause != nil {
		cl.Negated, cl.Modality = clause.Negated, clause.Modality
	}
	cl.OriginIDs = distinct(origins)
	cl.Status = a.status(&cl, group, confirmed)
	cl.ID = news.NewID("claim", a.story, shown.Article, cl.Text, strconv.Itoa(shown.Start))
	return cl, true
}

func (c *comparer) refOf(d *dated) news.Ref {
	return news.Ref{Article: c.Articles[d.article].ID, Span: d.span}
}

// attributedTo returns the entities to whom an article attributes most of a
// sentence, and whether it attributes it to anybody.
func (c *comparer) attributedTo(d *dated) (holders []string, ok bool) {
	an := &c.Annotations[d.article]
	for k := range an.Statements {
		sp := &an.Statements[k]
		if !slices.ContainsFunc(sp.Content, d.span.Overlaps) || c.ownVoice(d.article, sp) || 2*covered(d.span, slices.Clone(sp.Content)) < d.span.Len() {
			continue
		}
		ok = true
		for _, m := range append([]int{sp.Speaker}, sp.Others...) {
			if m >= 0 && c.EntityOf[d.article][m] != "" {
				holders = append(holders, c.EntityOf[d.article][m])
			}
		}
	}
	return holders, ok
}

// mainClause returns the first clause of a sentence that no other governs and
// that does not report speech, else the first; nil if it has none.
func (c *comparer) mainClause(d *dated) *news.Clause {
	an := &c.Annotations[d.article]
	var best *news.Clause
	rank := -1
	for k := firstClause(an, d.index); k < len(an.Clauses) && an.Clauses[k].Sentence == d.index; k++ {
		cl, r := &an.Clauses[k], 0
		if !cl.Background && !cl.Nominal {
			r++
		}
		if !slices.ContainsFunc(an.Statements, func(sp news.Speech) bool { return sp.Cue.Overlaps(cl.Predicate) }) {
			r += 2
		}
		if r > rank {
			best, rank = cl, r
		}
	}
	return best
}

// coded reports whether a sentence tells of a happening that could be coded.
func (c *comparer) coded(d *dated) bool {
	an := &c.Annotations[d.article]
	return slices.ContainsFunc(an.Actions, func(x news.Action) bool { return an.Clauses[x.Clause].Sentence == d.index })
}

// quantityIn returns the number that a sentence tells: the first that an action
// is counted by.
func (c *comparer) quantityIn(d *dated) *news.ClaimQuantity {
	for _, q := range c.quantities(d) {
		if q.Of != "" {
			return &news.ClaimQuantity{Value: q.Low, Bound: q.Bound, Unit: q.Unit, Of: q.Of}
		}
	}
	return nil
}

// quantities returns the numbers of a sentence.
func (c *comparer) quantities(d *dated) []news.Quantity {
	an := &c.Annotations[d.article]
	at, _ := slices.BinarySearchFunc(an.Quantities, d.span.Start, func(q news.Quantity, start int) int { return cmp.Compare(q.Start, start) })
	end := at
	for end < len(an.Quantities) && an.Quantities[end].Start < d.span.End {
		end++
	}
	return an.Quantities[at:end]
}

// status says how well a claim stands, by whom it comes from, and whether two of its
// sentences confirm each other.
func (a *account) status(cl *news.Claim, group []int, confirmed bool) news.ClaimStatus {
	if slices.ContainsFunc(cl.Spans, func(r news.Ref) bool { return a.disputed[r] }) {
		return news.Disputed
	}
	if slices.ContainsFunc(group, func(k int) bool { return a.later[k] }) {
		return news.Superseded
	}
	switch {
	case confirmed:
		return news.Corroborated
	case len(cl.OriginIDs) >= 2 && cl.Mode == news.Asserted:
		return news.TwoOriginsUnnamed
	case cl.Mode == news.Attributed:
		return news.SingleInformant
	case len(cl.OriginIDs) == 1 && a.informed(cl.OriginIDs[0]):
		return news.SingleInformant
	}
	return news.SingleOrigin
}

func (c *comparer) informed(origin string) bool {
	k := c.origin(origin).Kind
	return k == news.OriginInformant || k == news.OriginUtterance
}

// origin returns an origin by its id.
func (c *comparer) origin(id string) news.Origin {
	at, ok := slices.BinarySearchFunc(c.Origins, id, func(o news.Origin, id string) int { return cmp.Compare(o.ID, id) })
	if !ok {
		return news.Origin{ID: id, Kind: news.OriginUnknown}
	}
	return c.Origins[at]
}

// taken returns the pairs of articles that share passages beyond quotations.
func (c *comparer) taken() map[[2]int]bool {
	out := map[[2]int]bool{}
	for i := range c.Lineage {
		l := &c.Lineage[i]
		if l.Joins || slices.ContainsFunc(l.Passages, func(p news.Reuse) bool { return !p.Quoted }) {
			out[pairOf(c.index[l.From], c.index[l.To])] = true
		}
	}
	return out
}

// joinedArticles returns for each article the first of those that links join it with,
// directly or through others: they have their text from one another, or from one source.
func (c *comparer) joinedArticles() []int {
	parent := make([]int, len(c.Articles))
	for i := range parent {
		parent[i] = i
	}
	for i := range c.Lineage {
		if l := &c.Lineage[i]; l.Joins {
			x, y := root(parent, c.index[l.From]), root(parent, c.index[l.To])
			parent[max(x, y)] = min(x, y)
		}
	}
	for i := range parent {
		parent[i] = root(parent, i)
	}
	return parent
}

func pairOf(i, j int) [2]int { return [2]int{min(i, j), max(i, j)} }
