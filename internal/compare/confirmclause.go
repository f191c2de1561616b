package compare

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// An attested clause tells what somebody did, in its outlet's own voice. Two sentences
// that have little else in common may each tell it: "after the army shot down a jet"
// and "a jet that the army shot down on Tuesday changed all that".
type attested struct {
	voiced
	by    party // who did it
	hasBy bool
	span  news.Span // who, verb and what
	whole bool      // who stands right before the verb, so that the span can be read alone
	ends  bool      // the words after it are no part of it, whoever has them too
}

// mostAttested bounds the clauses of a story that are compared with each other, and
// mostAttestedOf those of one verb (ours; a story of 300 reports has some 1,500).
const (
	mostAttested   = 4000
	mostAttestedOf = 200
)

// clauseClaims returns the claims that clauses of several articles confirm, each of
// its own origin, where no claim of whole sentences does. What they tell is the
// clause: the words around it may be one article's alone.
func (a *account) clauseClaims(claims []news.Claim) []news.Claim {
	list := a.attestedClauses()
	byVerb := map[uint32][]int{}
	for i := range list {
		if of := byVerb[list[i].stem]; len(of) < mostAttestedOf {
			byVerb[list[i].stem] = append(of, i)
		}
	}
	confirmed := corroboratedSpans(claims)
	var out []news.Claim
	used := make([]bool, len(list))
	for i := range list {
		if used[i] {
			continue
		}
		group := []int{i}
		for _, j := range byVerb[list[i].stem] {
			if j > i && !used[j] && a.oneAttested(&list[i], &list[j]) {
				group = append(group, j)
			}
		}
		if cl, ok := a.clauseClaim(list, group); ok && !a.toldAlready(&cl, confirmed) {
			out = append(out, cl)
			for _, j := range group {
				used[j] = true
			}
		}
	}
	return out
}

// attestedClauses returns the clauses of the sentences that may confirm one another.
func (a *account) attestedClauses() []attested {
	var out []attested
	for i := range a.all {
		t := &a.all[i]
		if t.manner&(asked|personal) != 0 || !a.vouches(&t.dated) {
			continue
		}
		for k, clauses := 0, a.clausesOf(&t.dated); k < len(clauses) && len(out) < mostAttested; k++ {
			v, ok := a.voiced(i, &clauses[k])
			if !ok || v.by != nil {
				continue
			}
			x := attested{voiced: v, span: v.clause.Predicate.Cover(a.phraseOf(t, v.clause.Object))}
			x.by, x.hasBy = a.doer(t, &v)
			if who := v.clause.Subject; !who.IsZero() {
				x.span = x.span.Cover(a.phraseOf(t, who))
			}
			if a.qualified(x.span.Of(a.Articles[t.article].Text)) || a.merelyNamed(t, v.clause) || v.clause.Governor >= 0 && phases[a.Annotations[t.article].Clauses[v.clause.Governor].Lemma] {
				continue
			}
			x.whole = a.readsAlone(t, clauses, &x)
			if !x.whole && a.farFrom(t, v.clause) {
				continue
			}
			out = append(out, x)
		}
	}
	return out
}

// farFrom reports whether so many words stand between who does it and the verb that
// another may do it, for all that the tree says.
func (a *account) farFrom(t *telling, cl *news.Clause) bool {
	return !cl.Subject.IsZero() && cl.Subject.End <= cl.Predicate.Start && t.tokenAt(cl.Predicate.Start)-t.tokenAt(cl.Subject.End) > farWords
}

const farWords = 12 // ours, by reading

// merelyNamed reports whether a clause is a participle that names a deed and does not say
// that it was done: "talks on inviting him", but not "after inviting him".
func (a *account) merelyNamed(t *telling, cl *news.Clause) bool {
	text := a.Articles[t.article].Text
	n := t.tokenAt(cl.Predicate.Start)
	if n < 1 || n >= len(t.tokens) || !strings.HasSuffix(strings.ToLower(t.tokens[n].span.Of(text)), "ing") {
		return false
	}
	before := strings.ToLower(t.tokens[n-1].span.Of(text))
	return hangsOn[before] && !tellsDone[before]
}

// tellsDone are the English prepositions after which a participle tells what was done.
var tellsDone = wordSet("after before by since despite following while when upon")

// phases are the lemmas of English verbs that tell of a part of what they govern, which
// may have lasted for years: "began raising rates".
var phases = wordSet("begin start continue keep resume stop cease end finish help")

// readsAlone reports whether the words of a clause are a sentence: who, verb, what, or,
// in the passive, what, a form of "be", verb; and no other verb among them. "The papers
// that he released" is none.
func (a *account) readsAlone(t *telling, clauses []news.Clause, x *attested) bool {
	cl := x.clause
	if slices.ContainsFunc(clauses, func(o news.Clause) bool {
		return !o.Nominal && o.Predicate != cl.Predicate && x.span.Overlaps(o.Predicate)
	}) {
		return false
	}
	text := a.Articles[t.article].Text
	lead := strings.FieldsFunc(strings.ToLower(text[x.span.Start:max(x.span.Start, cl.Predicate.Start)]), isMark)
	if len(lead) == 0 || isPersonal[lead[0]] || slices.ContainsFunc(lead, func(w string) bool { return relative[w] }) {
		return false
	}
	if cl.Object.Start >= cl.Predicate.End {
		verb, _, _ := strings.Cut(cl.Predicate.Of(text), " ")
		if strings.HasSuffix(strings.ToLower(verb), "ing") && !slices.ContainsFunc(lead, func(w string) bool { return formsOfBe[w] }) {
			return false // "the decision upholding a ban"
		}
		return !cl.Subject.IsZero() && cl.Subject.End <= cl.Predicate.Start
	}
	if cl.Object.End > cl.Predicate.Start {
		return false
	}
	passive := false
	for _, w := range strings.FieldsFunc(strings.ToLower(text[cl.Object.End:cl.Predicate.End]), isMark) {
		if hangsOn[w] {
			return false
		}
		passive = passive || formsOfBe[w]
	}
	return passive && (cl.Subject.IsZero() || cl.Subject.Start >= cl.Predicate.End)
}

// isPersonal and relative are the English pronouns that a sentence read alone does not
// begin with, and that make a clause a part of another.
var (
	isPersonal = wordSet("he she it they his her its their who whose which that this these those such")
	relative   = wordSet("who whose whom which that")
)

var formsOfBe = wordSet("is are was were be been being am")

// oneAttested reports whether two clauses of two origins tell of one deed: the same
// verb, one doer, one object, in articles of one week, and no day or number against it.
func (a *account) oneAttested(x, y *attested) bool {
	s, t := &a.all[x.at], &a.all[y.at]
	if s.article == t.article || x.stem != y.stem || a.took[pairOf(s.article, t.article)] || !a.sameWeek(s.article, t.article) {
		return false
	}
	if !a.sameDate(&s.dated, &t.dated) || !a.oneObject(x, y) || a.oneOutlet(&s.dated, &t.dated) || a.reworded(x.at, y.at) || a.wordForWord(x, y) {
		return false
	}
	if x.hasBy != y.hasBy || x.hasBy && !a.oneDoer(x, y) || !x.hasBy && (x.rarity < rareVerb || !onOneDay(&s.dated, &t.dated)) {
		return false
	}
	origins := a.originsEach([]dated{s.dated, t.dated}, []int{0, 1})
	return origins[0] != origins[1]
}

// oneDoer reports whether two clauses have one do it: one person, where either names a
// person; else one entity, or the forces or bodies of one state.
func (a *account) oneDoer(x, y *attested) bool {
	p, q := a.personsOf(&x.by), a.personsOf(&y.by)
	if len(p) > 0 || len(q) > 0 {
		return slices.ContainsFunc(p, func(id string) bool { return slices.Contains(q, id) })
	}
	if p, q := a.entity(&x.by), a.entity(&y.by); p != "" && p == q {
		return true
	}
	return x.by.state && y.by.state && x.by.country != "" && x.by.country == y.by.country
}

// personsOf returns the entities of the persons that a phrase speaks of.
func (a *account) personsOf(p *party) (out []string) {
	an := &a.Annotations[p.article]
	for m := firstMention(an, p.span.Start); m < len(an.Mentions) && an.Mentions[m].Start < p.span.End; m++ {
		if id := a.EntityOf[p.article][m]; id != "" && an.Mentions[m].Type == news.Person {
			out = append(out, id)
		}
	}
	for _, m := range p.names { // of whom a pronoun stands for
		if id := a.EntityOf[p.article][m]; id != "" && an.Mentions[m].Type == news.Person {
			out = append(out, id)
		}
	}
	return out
}

const (
	// A verb and the noun for what it was done to say together what was done if they are
	// so rare, in 1/256 bits: "signed the order" is, "spent most" is not; and a verb by
	// itself, beside names, if it is: "shot", "visited", not "led" (ours, by reading).
	tellingDeed = 5 * 256
	tellingVerb = 4 * 256
	// A word before a noun that is so rare tells of which it is.
	tellingWord = 2 * 256
	// So many words that are the same in the same order were taken over (ours).
	takenWords = 6
)

// oneObject reports whether two clauses have it done to one, and to as many: to what
// the last words of both phrases name; or, by a verb that says by itself what was done,
// to one person or, on one day, to what has a name in common.
func (a *account) oneObject(x, y *attested) bool {
	s, t := &a.all[x.at], &a.all[y.at]
	p, q := a.nounOf(s, x.clause.Object), a.nounOf(t, y.clause.Object)
	if !a.asMany(s, p, t, q) {
		return false
	}
	if i, j := s.lastToken(p), t.lastToken(q); i >= 0 && j >= 0 && a.oneNoun(s, p, i, t, q, j) {
		return x.rarity+s.tokens[i].rarity >= tellingDeed
	}
	for _, i := range namesOver(&a.Annotations[s.article], p) {
		for _, j := range namesOver(&a.Annotations[t.article], q) {
			if id := a.EntityOf[s.article][i]; x.rarity >= tellingVerb && id != "" && id == a.EntityOf[t.article][j] {
				return a.Annotations[s.article].Mentions[i].Type == news.Person || onOneDay(&s.dated, &t.dated)
			}
		}
	}
	return false
}

// oneNoun reports whether two phrases with the last words i and j name one thing: by one
// noun, in one number, that is no name, with nothing before it in both that differs
// altogether: "a bachelor's degree" and "a medical degree".
func (a *account) oneNoun(s *telling, p news.Span, i int, t *telling, q news.Span, j int) bool {
	last, other := s.tokens[i].span.Of(a.Articles[s.article].Text), t.tokens[j].span.Of(a.Articles[t.article].Text)
	names := newNameCursor(&a.Annotations[s.article], "")
	if !strings.EqualFold(last, other) || names.holds(s.tokens[i].span) {
		return false
	}
	before := func(d *telling, in news.Span, end int) (out []uint32) {
		for n := d.tokenAt(in.Start); n < end; n++ {
			if k := &d.tokens[n]; k.span.Start >= in.Start && k.rarity >= tellingWord {
				out = append(out, k.stem)
			}
		}
		return out
	}
	if a.isAnother(s, p) != a.isAnother(t, q) {
		return false
	}
	u, v := before(s, p, i), before(t, q, j)
	return len(u) == 0 || len(v) == 0 || slices.ContainsFunc(u, func(h uint32) bool { return slices.Contains(v, h) })
}

// isAnother reports whether a phrase says that what it names is not the one that was
// told of: "the other charges".
func (a *account) isAnother(d *telling, phrase news.Span) bool {
	words := strings.FieldsFunc(strings.ToLower(phrase.Of(a.Articles[d.article].Text)), isMark)
	return slices.ContainsFunc(words, func(w string) bool { return another[w] })
}

var another = wordSet("other others another second third further additional more")

// wordForWord reports whether two clauses are the same words, and not few.
func (a *account) wordForWord(x, y *attested) bool {
	words := func(v *attested) []string {
		return strings.FieldsFunc(strings.ToLower(v.span.Of(a.Articles[a.all[v.at].article].Text)), isMark)
	}
	p, q := words(x), words(y)
	return len(p) >= takenWords && slices.Equal(p, q)
}

// asMany reports whether two phrases count alike.
func (a *account) asMany(s *telling, p news.Span, t *telling, q news.Span) bool {
	within := func(d *telling, in news.Span) (out []news.Quantity) {
		for _, k := range a.quantities(&d.dated) {
			if in.Overlaps(k.Span) {
				out = append(out, k)
			}
		}
		return out
	}
	return slices.EqualFunc(within(s, p), within(t, q), func(k, l news.Quantity) bool { return k.Low == l.Low && k.Bound == l.Bound })
}

// qualified reports whether a clause says that a thing all but happened, or hardly did.
func (a *account) qualified(clause string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(clause), isMark), func(w string) bool { return almost[w] })
}

// almost are the English adverbs that take back what their verb says, in part or for all
// that is known.
var almost = wordSet("barely hardly scarcely almost nearly virtually practically likely probably apparently presumably seemingly supposedly")

// nounOf returns a phrase up to the first word that hangs something on its noun: "a
// trawler" of "a trawler off the coast that fished there".
func (a *account) nounOf(t *telling, phrase news.Span) news.Span {
	return a.upTo(t, phrase, func(w string) bool { return hangsOn[w] })
}

// phraseOf returns as much of a phrase as says what it names: "of" is passed, for titles
// and names have it, "the Secretary of State".
func (a *account) phraseOf(t *telling, phrase news.Span) news.Span {
	return a.upTo(t, phrase, func(w string) bool { return w != "of" && hangsOn[w] })
}

func (a *account) upTo(t *telling, phrase news.Span, ends func(word string) bool) news.Span {
	text := a.Articles[t.article].Text
	for n := t.tokenAt(phrase.Start) + 1; n < len(t.tokens) && t.tokens[n].span.Start < phrase.End; n++ {
		if w := t.tokens[n].span; w.Start > phrase.Start && ends(strings.ToLower(w.Of(text))) {
			return news.Span{Start: phrase.Start, End: w.Start}.Trim(text)
		}
	}
	return phrase
}

// hangsOn are the English prepositions and relative words.
var hangsOn = wordSet("of in on at by for from with without to off near over under about against between after before since during into onto " +
	"through toward towards across along around behind beyond beside besides inside outside within amid among amongst as despite following " +
	"including like per than until till upon via that which who whom whose where when while because if")

// lastToken returns the last word of a stretch of a sentence, -1 if it has none.
func (t *telling) lastToken(s news.Span) int {
	last := -1
	for i := t.tokenAt(s.Start); i < len(t.tokens) && t.tokens[i].span.End <= s.End; i++ {
		last = i
	}
	return last
}

// clauseClaim makes a claim of clauses of which the first is one deed with each of the
// others; ok is false if there are no others, or none that can be read alone.
func (a *account) clauseClaim(list []attested, group []int) (cl news.Claim, ok bool) {
	best := -1
	for _, i := range group {
		if len(group) > 1 && list[i].whole && a.doersElsewhere(list, i, group) && (best < 0 || list[i].span.Len() < list[best].span.Len()) {
			best = i
		}
	}
	if best < 0 {
		return cl, false
	}
	cl = news.Claim{Story: a.story, Mode: news.Asserted, Modality: news.ModalReal, Status: news.Corroborated, Key: true}
	var each []dated
	var at []int
	for _, i := range group {
		t := &a.all[list[i].at]
		ref := news.Ref{Article: a.Articles[t.article].ID, Span: list[i].span}
		cl.Spans = append(cl.Spans, ref)
		each, at = append(each, t.dated), append(at, len(at))
		if a.disputed[a.refOf(&t.dated)] {
			cl.Status = news.Disputed
		}
	}
	shown := news.Ref{Article: a.Articles[a.all[list[best].at].article].ID, Span: list[best].span}
	longer := list[best].span
	if !list[best].ends {
		longer = a.asFarAsShared(list, best, group)
	}
	for k := range cl.Spans {
		if cl.Spans[k] == shown {
			cl.Spans[k].Span = longer
		}
	}
	shown.Span = longer
	slices.SortFunc(cl.Spans, func(x, y news.Ref) int {
		return cmp.Or(boolCompare(y == shown, x == shown), byArticle(x, y))
	})
	cl.OriginIDs = distinct(a.originsEach(each, at))
	cl.Text = shown.Of(a.Articles[a.index[shown.Article]].Text)
	cl.ID = news.NewID("claim", a.story, shown.Article, cl.Text, strconv.Itoa(shown.Start), "clause")
	return cl, len(cl.OriginIDs) > 1
}

// doersElsewhere reports whether all persons who do what a clause tells do it in another
// of its group too.
func (a *account) doersElsewhere(list []attested, i int, group []int) bool {
	doers := a.personsOf(&list[i].by)
	return slices.ContainsFunc(group, func(j int) bool {
		others := a.personsOf(&list[j].by)
		return j != i && !slices.ContainsFunc(doers, func(id string) bool { return !slices.Contains(others, id) })
	})
}

// asFarAsShared returns a clause with the phrases after it that stand in the sentence of
// another of its group too: "was placed" with "on injured reserve".
func (a *account) asFarAsShared(list []attested, i int, group []int) news.Span {
	t := &a.all[list[i].at]
	text, span, end := a.Articles[t.article].Text, list[i].span, list[i].span.End
	for n := t.tokenAt(span.End); n < len(t.tokens); n++ {
		k := &t.tokens[n]
		if k.span.Start < span.End {
			continue
		}
		if strings.ContainsFunc(text[end:k.span.Start], func(r rune) bool { return isMark(r) && r != ' ' && r != '’' && r != '\'' && r != '-' }) {
			break
		}
		word := hangsOn[strings.ToLower(k.span.Of(text))] || k.rarity < deniedRarity
		shared := slices.ContainsFunc(group, func(j int) bool {
			return j != i && slices.ContainsFunc(a.all[list[j].at].tokens, func(o token) bool { return o.stem == k.stem })
		})
		if hangsOn[strings.ToLower(k.span.Of(text))] {
			span.End = end // a phrase ends here
		}
		switch {
		case shared && !word:
			end = k.span.End
		case !shared && !word:
			return span
		}
	}
	span.End = end
	return span
}

// toldAlready reports whether a claim that is confirmed already tells what cl does: two of its
// sentences hold two clauses of cl.
func (a *account) toldAlready(cl *news.Claim, confirmed map[string][]news.Ref) bool {
	for _, spans := range confirmed {
		n := 0
		for _, r := range cl.Spans {
			if slices.ContainsFunc(spans, func(s news.Ref) bool { return s.Article == r.Article && s.Span.Overlaps(r.Span) }) {
				n++
			}
		}
		if n > 1 {
			return true
		}
	}
	return false
}
