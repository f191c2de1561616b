package compare

import (
	"strings"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A voiced is a clause by who puts it forward.
type voiced struct {
	at     int // of the tellings
	clause *news.Clause
	by     *news.Speech // who claims it; nil if its article tells it itself
	stem   uint32       // of its verb
	rarity int32
}

// mostVoiced bounds the clauses of a story that are compared with what is only
// claimed in it.
const mostVoiced = 4000

// rareVerb is the rarity of a verb that says by itself what is told (ours).
const rareVerb = 13 * 128

// voices returns where one article tells itself what another has as a mere
// claim: of one verb, one object and, as far as it is said, one subject.
func (a *account) voices() []clash {
	var told, claimed []voiced
	for i := range a.all {
		t := &a.all[i]
		if t.manner&(asked|personal) != 0 || t.kind == news.Background && t.time != nil {
			continue
		}
		an := &a.Annotations[t.article]
		for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
			v, ok := a.voiced(i, &an.Clauses[k])
			switch {
			case !ok:
			case v.by != nil && len(claimed) < mostDisputes:
				claimed = append(claimed, v)
			case v.by == nil && len(told) < mostVoiced:
				told = append(told, v)
			}
		}
	}
	var out []clash
	for i := range claimed {
		for j := range told {
			if x, y := &claimed[i], &told[j]; a.oneDeedTold(x, y) {
				out = append(out, a.voiceOf(x, y))
			}
		}
	}
	return out
}

// voiced reads a clause that is told as a fact, or that somebody claims or
// accuses another of; ok is false for others.
func (a *account) voiced(i int, cl *news.Clause) (v voiced, ok bool) {
	t := &a.all[i]
	if cl.Nominal || cl.Negated || cl.Modality != news.ModalReal || cl.Object.IsZero() || plainVerbs[cl.Lemma] && !a.uses(t, cl) {
		return v, false
	}
	var buf [64]byte
	word, _, _ := strings.Cut(cl.Lemma, "_")
	v = voiced{at: i, clause: cl}
	folded := knowledge.AppendWord(buf[:0], word)
	if len(folded) == 0 {
		return v, false
	}
	v.rarity = knowledge.Rarity(string(folded))
	v.stem = uint32(xxh3.Hash(stem(folded)))
	v.by = a.speechAt(t.article, cl.Predicate)
	if v.by == nil {
		// What its sentence attributes in part it attributes in whole, for what we know.
		_, attributed := a.attributedTo(&t.dated)
		return v, !attributed && t.manner&(possible|aimed) == 0 && len(a.speechesIn(t)) == 0
	}
	if v.by.SpeakerSpan.IsZero() || v.by.Cue.IsZero() || a.ownVoice(t.article, v.by) || a.ofAll(t.article, v.by) {
		return v, false
	}
	return v, v.by.Act == "accused" || v.by.Act == "claimed" && a.disputes(t.article, v.by)
}

// plainVerbs are the lemmas of English verbs that say little without their
// object.
var plainVerbs = wordSet("be have do make take get go come say tell give put see know think want use include become show find leave keep call begin start " +
	"continue seem need try let help hold follow remain accuse blame claim deny insist allege concern")

// oneDeedTold reports whether two clauses of two articles of one week tell of one
// deed.
func (a *account) oneDeedTold(x, y *voiced) bool {
	s, t := &a.all[x.at], &a.all[y.at]
	if x.stem != y.stem || s.article == t.article || !a.sameWeek(s.article, t.article) {
		return false
	}
	if !agree(s.days, t.days) || !agree(s.numbers, t.numbers) {
		return false
	}
	shared, entity := a.sharedArguments(s, x.clause.Object, t, y.clause.Object)
	p, ok1 := a.doer(s, x)
	q, ok2 := a.doer(t, y)
	if ok1 && ok2 {
		return a.oneParty(&p, &q) && (shared >= 1 || entity)
	}
	return x.rarity >= rareVerb && (shared >= 2 || entity)
}

// doer returns the party that does what a clause tells: its subject, or whom the
// statement that holds it accuses.
func (a *account) doer(t *telling, v *voiced) (party, bool) {
	if !v.clause.Subject.IsZero() {
		return a.partyIn(t.article, v.clause.Subject)
	}
	if v.by != nil && v.by.Act == "accused" {
		return a.partyAfter(t, t.tokenAt(v.by.Cue.End))
	}
	return party{}, false
}

// sharedArguments counts the telling words that two stretches of text share that
// are no names, and says whether they name one entity.
func (a *account) sharedArguments(s *telling, x news.Span, t *telling, y news.Span) (n int, entity bool) {
	n = a.sharedDeed(s, x, t, y)
	for _, i := range namesOver(&a.Annotations[s.article], x) {
		for _, j := range namesOver(&a.Annotations[t.article], y) {
			if id := a.EntityOf[s.article][i]; id != "" && id == a.EntityOf[t.article][j] {
				entity = true
			}
		}
	}
	return n, entity
}

// voiceOf sets a claim against the telling of it as a fact.
func (a *account) voiceOf(x, y *voiced) clash {
	s, t := &a.all[x.at], &a.all[y.at]
	claim, fact := a.clauseFiller(s, x.clause), a.clauseFiller(t, y.clause)
	deed := y.clause.Predicate.Cover(y.clause.Object)
	// The claim in few words: a side in many, of no known holder, reads as told by
	// its article itself.
	claim.span = x.clause.Predicate.Cover(x.clause.Object)
	if claim.span.Len() > shortAbout {
		claim.span = x.clause.Predicate
	}
	claim.key, fact.key = "claim "+claim.key, "fact "+fact.key
	if m := x.by.Speaker; m >= 0 {
		claim.holder = a.EntityOf[s.article][m]
	}
	c := clash{x: x.at, y: y.at, slot: slot{kind: news.VoiceConflict, a: claim, b: fact}}
	if c.about = (news.Ref{Article: a.Articles[t.article].ID, Span: deed}); deed.Len() > longestAbout {
		c.about = a.deedNamed(t, y.clause.Object, s, x.clause.Object, news.Span{})
	}
	return c
}

// clauseFiller fills a side with the words of a clause from its predicate on.
func (a *account) clauseFiller(t *telling, cl *news.Clause) filler {
	text := a.Articles[t.article].Text
	f := filler{article: t.article, span: cl.Predicate.Cover(cl.Object).Trim(text)}
	if !cl.Subject.IsZero() && cl.Subject.Len() <= longestAbout {
		f.span = f.span.Cover(cl.Subject)
	}
	f.key = strings.ToLower(fold(f.span.Of(text)))
	return f
}
