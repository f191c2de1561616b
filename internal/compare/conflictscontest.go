package compare

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// contrastWords are the English conjunctions and adverbs that set one account
// against another.
var contrastWords = wordSet("but while though although whereas however yet")

// disputingActs are the acts of those who say that it is not as others say.
var disputingActs = wordSet("claimed denied accused disputed rejected dismissed")

// contested returns where one article sets what somebody says against what
// another says, or against what it tells itself: "X says that …, but Y denies
// it".
//
// Denials in the sentences of which others have read what is denied are left out.
func (a *account) contested(read []clash) []clash {
	denied := map[int]bool{}
	for i := range read {
		denied[read[i].y] = true
	}
	var out []clash
	for i := range a.all {
		t := &a.all[i]
		list := a.speechesIn(t)
		for n, sp := range list {
			if denied[i] && (denyingActs[sp.Act] || n > 0 && denyingActs[list[n-1].Act]) {
				continue
			}
			if before := a.before(t, sp); n > 0 && a.opposed(t, list[n-1], sp) {
				out = append(out, a.contest(i, a.valueOf(t, list[n-1].Content[0]), a.valueOf(t, sp.Content[0])))
			} else if n == 0 && (a.disputes(t.article, sp) || denyingActs[sp.Act]) && !before.IsZero() {
				out = append(out, a.contest(i, a.valueOf(t, before), a.valueOf(t, sp.Content[0])))
			}
		}
	}
	if len(out) > mostDisputes {
		out = out[:mostDisputes]
	}
	a.unite(out)
	return out
}

// mostDisputes bounds the disputes of a story, which are compared with each
// other.
const mostDisputes = 200

// speechesIn returns the statements of a sentence that say whose they are, in
// order.
func (a *account) speechesIn(t *telling) []*news.Speech {
	an := &a.Annotations[t.article]
	var out []*news.Speech
	for k := range an.Statements {
		sp := &an.Statements[k]
		if !sp.SpeakerSpan.IsZero() && len(sp.Content) > 0 && !sp.Cue.IsZero() && t.span.Contains(sp.SpeakerSpan) && t.span.Contains(sp.Content[0]) {
			out = append(out, sp)
		}
	}
	slices.SortFunc(out, func(x, y *news.Speech) int { return cmp.Compare(x.Content[0].Start, y.Content[0].Start) })
	return out
}

// opposed reports whether a sentence sets one statement against the next.
func (a *account) opposed(t *telling, x, y *news.Speech) bool {
	if !a.disputes(t.article, x) && !a.disputes(t.article, y) && !a.atWar(t.article, x, y) || a.oneSpeaker(t.article, x, y) || !saysMuch(t, x) || !saysMuch(t, y) {
		return false
	}
	if wishes[x.Act] || wishes[y.Act] || a.ofAll(t.article, x) || a.ofAll(t.article, y) {
		return false
	}
	end, start := endOf(x), startOf(y)
	return end <= start && !a.contrastBefore(t, news.Span{Start: end, End: start}).IsZero()
}

// atWar reports whether one of two statements is of a state, and the other of those
// who fight against one.
func (a *account) atWar(article int, x, y *news.Speech) bool {
	p, ok1 := a.partyIn(article, x.SpeakerSpan)
	q, ok2 := a.partyIn(article, y.SpeakerSpan)
	return ok1 && ok2 && (p.state && q.irregular || p.irregular && q.state)
}

// wishes are the acts that put nothing forward.
var wishes = wordSet("asked wanted urged offered ordered answered")

// ofAll reports whether a statement is everybody's or nobody's: "both sides
// claim", "no one disputes".
func (a *account) ofAll(article int, sp *news.Speech) bool {
	first, _, _ := strings.Cut(strings.ToLower(sp.SpeakerSpan.Of(a.Articles[article].Text)), " ")
	return everybody[first]
}

var everybody = wordSet("both no nobody everybody everyone all each few neither")

// disputes reports whether a statement says that something is so, or not so,
// against others.
func (a *account) disputes(article int, sp *news.Speech) bool {
	if sp.Act != "claimed" {
		return disputingActs[sp.Act]
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(sp.Cue.Of(a.Articles[article].Text)), isMark) {
		if insisting[w] {
			return true
		}
	}
	return false
}

// insisting are the forms of the English verbs that claim a thing against
// others.
var insisting = wordSet("insist insists insisted insisting claim claims claimed claiming allege alleges alleged alleging maintain maintains maintained " +
	"maintaining contend contends contended contending")

// leastSaid is how many words "he had no comment" has.
const leastSaid = 4

// saysMuch reports whether what a statement says is more than "no comment".
func saysMuch(t *telling, sp *news.Speech) bool {
	n := 0
	for _, k := range t.tokens {
		if sp.Content[0].Contains(k.span) {
			n++
		}
	}
	return n > leastSaid
}

// oneSpeaker reports whether two statements are, or may be, one person's.
func (a *account) oneSpeaker(article int, x, y *news.Speech) bool {
	if x.Speaker >= 0 && y.Speaker >= 0 {
		p, q := a.EntityOf[article][x.Speaker], a.EntityOf[article][y.Speaker]
		if p != "" && p == q {
			return true
		}
	}
	text := a.Articles[article].Text
	return sharesWord(x.SpeakerSpan.Of(text), y.SpeakerSpan.Of(text))
}

func startOf(sp *news.Speech) int {
	return min(sp.SpeakerSpan.Start, sp.Cue.Start, sp.Content[0].Start)
}

func endOf(sp *news.Speech) int {
	return max(sp.SpeakerSpan.End, sp.Cue.End, sp.Content[len(sp.Content)-1].End)
}

// contrastWithin is how many words after a word of contrast its clause may
// begin: "but on Monday the ministry".
const contrastWithin = 3

// contrastBefore returns the word of contrast that stands in a span, right
// before its end; the zero span if there is none.
func (a *account) contrastBefore(t *telling, s news.Span) news.Span {
	text := a.Articles[t.article].Text
	at, since := news.Span{}, 0
	for _, k := range t.tokens {
		if !s.Overlaps(k.span) {
			continue
		}
		since++
		if contrastWords[strings.ToLower(k.span.Of(text))] {
			at, since = k.span, 0
		}
	}
	if since > contrastWithin {
		return news.Span{}
	}
	return at
}

// before returns what an article tells itself in a sentence before it sets a
// statement against it: a clause whose subject that statement speaks of.
func (a *account) before(t *telling, sp *news.Speech) news.Span {
	first := news.Span{Start: t.span.Start, End: max(startOf(sp), t.span.Start)}
	contrast := a.contrastBefore(t, first)
	if contrast.IsZero() || a.ofAll(t.article, sp) {
		return news.Span{}
	}
	first.End = contrast.Start
	an := &a.Annotations[t.article]
	for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
		cl := &an.Clauses[k]
		if cl.SubjectIs < 0 && !denyingActs[sp.Act] || cl.Negated || cl.Modality != news.ModalReal || !first.Contains(cl.Span) {
			continue
		}
		if a.tellsOfWhom(t, cl, sp) {
			return first.Trim(a.Articles[t.article].Text)
		}
	}
	return news.Span{}
}

// tellsOfWhom reports whether a clause tells of whom a statement tells: what it
// accuses does it, or who denies something is named in it.
func (a *account) tellsOfWhom(t *telling, cl *news.Clause, sp *news.Speech) bool {
	an, of := &a.Annotations[t.article], a.EntityOf[t.article]
	if denyingActs[sp.Act] {
		return sp.Speaker >= 0 && of[sp.Speaker] != "" &&
			slices.ContainsFunc(namesOver(an, cl.Span), func(m int) bool { return of[m] == of[sp.Speaker] })
	}
	id := of[cl.SubjectIs]
	return id != "" && slices.ContainsFunc(namesOver(an, sp.Content[0]), func(m int) bool { return of[m] == id })
}

// valueOf returns what an account says of the thing at issue: the object of its
// first clause, or of a passive what follows it, else all of it, as where that is
// a single word.
func (a *account) valueOf(t *telling, content news.Span) filler {
	an, text := &a.Annotations[t.article], a.Articles[t.article].Text
	f := filler{article: t.article, span: content.Trim(text)}
	for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
		cl := &an.Clauses[k]
		if !content.Contains(cl.Predicate) || cl.Nominal {
			continue
		}
		switch tail := a.afterPreposition(t, news.Span{Start: cl.Predicate.End, End: min(max(cl.End, cl.Predicate.End), content.End)}); {
		case cl.Negated || cl.Object.IsZero() || a.unfinished(t, cl.Object) || a.phrase(t, cl.Object).IsZero() || !content.Contains(cl.Object) || !strings.ContainsAny(cl.Object.Of(text), " \n"):
		case cl.Object.Start < cl.Predicate.Start && !tail.IsZero():
			f.span = tail
		default:
			f.span = cl.Object
		}
		break
	}
	f.span = closeQuote(text, f.span)
	f.key = strings.ToLower(fold(f.span.Of(text)))
	return f
}

// unfinished reports whether a phrase ends with a word that needs another after
// it, as where its reading went wrong.
func (a *account) unfinished(t *telling, s news.Span) bool {
	n := t.tokenAt(s.End) - 1
	w := ""
	if n >= 0 {
		w = strings.ToLower(t.tokens[n].span.Of(a.Articles[t.article].Text))
	}
	return endsLoose[w] || endsPhrase[w]
}

// closeQuote adds to a span the mark that closes a quotation which it opens.
func closeQuote(text string, s news.Span) news.Span {
	words := s.Of(text)
	for _, q := range [...]string{"”", "\""} {
		open := strings.Count(words, "“") - strings.Count(words, "”")
		if q == "\"" {
			open = strings.Count(words, q) % 2
		}
		if open > 0 && strings.HasPrefix(text[s.End:], q) {
			s.End += len(q)
		}
	}
	return s
}

// prepositions open what follows a passive that says at what it was aimed.
var prepositions = wordSet("at on against in to for with of")

// afterPreposition returns the words of a span after a preposition that opens
// it; the zero span if none does.
func (a *account) afterPreposition(t *telling, s news.Span) news.Span {
	text := a.Articles[t.article].Text
	for n, k := range t.tokens {
		if k.span.Start < s.Start {
			continue
		}
		if !s.Contains(k.span) || !prepositions[strings.ToLower(k.span.Of(text))] || n+1 == len(t.tokens) || t.tokens[n+1].span.End > s.End {
			return news.Span{}
		}
		return news.Span{Start: t.tokens[n+1].span.Start, End: s.End}.Trim(text)
	}
	return news.Span{}
}

// unite gives the sides of disputes that are one dispute in other words the
// same keys.
func (a *account) unite(disputes []clash) {
	for i := range disputes {
		for j := range i {
			x, y := &disputes[i], &disputes[j]
			switch {
			case a.alikeSides(&x.a, &y.a, &x.b, &y.b):
				x.a.key, x.b.key = y.a.key, y.b.key
			case a.alikeSides(&x.a, &y.b, &x.b, &y.a):
				x.a.key, x.b.key = y.b.key, y.a.key
			default:
				continue
			}
			break
		}
	}
}

// alikeSides reports whether two disputes have the same sides: on both they name
// one thing or share a telling word, or they share one that is no name on one
// side, and on the other one party speaks.
func (a *account) alikeSides(x, y, other, against *filler) bool {
	if a.alike(x, y) && a.alike(other, against) {
		return true
	}
	return a.shareWord(x, y, partyRarity) && a.oneHolder(other, against) || a.shareWord(other, against, partyRarity) && a.oneHolder(x, y)
}

func (a *account) oneHolder(x, y *filler) bool {
	of := a.holdersAt(y.article, y.span)
	return slices.ContainsFunc(a.holdersAt(x.article, x.span), func(id string) bool { return slices.Contains(of, id) })
}

// alike reports whether two values name one thing or share a telling word.
func (a *account) alike(x, y *filler) bool {
	for _, i := range namesOver(&a.Annotations[x.article], x.span) {
		for _, j := range namesOver(&a.Annotations[y.article], y.span) {
			if id := a.EntityOf[x.article][i]; id != "" && id == a.EntityOf[y.article][j] {
				return true
			}
		}
	}
	return a.shareWord(x, y, tellingRarity)
}

// shareWord reports whether two values share a word of at least some rarity that
// is no name.
func (a *account) shareWord(x, y *filler, rarity int32) bool {
	v, w := Word(x.span.Of(a.Articles[x.article].Text)), Word(y.span.Of(a.Articles[y.article].Text))
	return slices.ContainsFunc(v.words, func(p worded) bool {
		return p.rarity >= rarity && !p.name && slices.ContainsFunc(w.words, func(q worded) bool { return p.stem == q.stem })
	})
}

// partyRarity is the rarity of words that tell one thing from another where one
// party says both.
const partyRarity = 3 * 256

// tellingRarity is the rarity of words that tell one thing from another.
const tellingRarity = 5 * 256

// contest sets two parts of a sentence against each other.
func (a *account) contest(i int, x, y filler) clash {
	t := &a.all[i]
	c := clash{x: i, y: i, slot: slot{kind: news.ContestedConflict, a: x, b: y}}
	c.about = a.aboutOf(t, x.span, t)
	if s := a.subjectOf(t, x.span); !s.IsZero() {
		c.about.Span = s
	} else if s := a.topicOf(t, x.span); !s.IsZero() {
		c.about.Span = s
	} else if slices.ContainsFunc(a.speechesIn(t), func(sp *news.Speech) bool { return sp.Cue.Overlaps(c.about.Span) }) {
		c.about.Span = x.span // a verb of saying tells nothing
	}
	return c
}

// subjectOf returns the subject of the clause of which a value is the object, if
// it is short and says something by itself.
func (a *account) subjectOf(t *telling, value news.Span) news.Span {
	an, text := &a.Annotations[t.article], a.Articles[t.article].Text
	for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
		cl := &an.Clauses[k]
		if cl.Object == value && cl.Subject.Len() <= longestAbout && strings.ContainsAny(cl.Subject.Of(text), " \n") && !cl.Subject.Overlaps(value) {
			return cl.Subject
		}
	}
	return news.Span{}
}

// topicOf returns what a statement speaks of whose words hold a value: those
// before the verb of its first clause, if they say something by themselves.
func (a *account) topicOf(t *telling, value news.Span) news.Span {
	an := &a.Annotations[t.article]
	for _, sp := range a.speechesIn(t) {
		if !sp.Content[0].Contains(value) {
			continue
		}
		for k := firstClause(an, t.index); k < len(an.Clauses) && an.Clauses[k].Sentence == t.index; k++ {
			if cl := &an.Clauses[k]; !cl.Nominal && sp.Content[0].Contains(cl.Predicate) {
				s := news.Span{Start: sp.Content[0].Start, End: max(cl.Predicate.Start, sp.Content[0].Start)}
				if s = a.phrase(t, s.Trim(a.Articles[t.article].Text)); !s.Overlaps(value) {
					return s
				}
				break
			}
		}
	}
	return news.Span{}
}

// twoSpeakers returns the quotations that two articles give to two persons.
func (a *account) twoSpeakers(statements []news.Statement) []news.Conflict {
	var out []news.Conflict
	for n := range statements {
		st := &statements[n]
		if st.Story != a.story || st.Kind == news.Indirect || len(st.Reports) < 2 {
			continue
		}
		sides := map[string]*news.ConflictSide{}
		var keys []string
		for _, r := range st.Reports {
			i := a.index[r.Article]
			sp := &a.Annotations[i].Statements[r.Speech]
			id := a.namedSpeaker(i, sp)
			if id == "" || sides[id] == nil && a.namedIn(keys, i) || r.Drift != news.DriftVerbatim && r.Drift != news.DriftTrimmed || len(r.Spans) == 0 {
				continue
			}
			if sides[id] == nil {
				sides[id] = &news.ConflictSide{Value: sp.SpeakerSpan.Of(a.Articles[i].Text), Holders: []string{id}}
				keys = append(keys, id)
			}
			whole := r.Spans[0].Cover(r.Spans[len(r.Spans)-1]).Cover(sp.SpeakerSpan).Cover(sp.Cue)
			sides[id].Spans = append(sides[id].Spans, news.Ref{Article: r.Article, Span: whole})
			sides[id].OriginIDs = append(sides[id].OriginIDs, a.originAt(i, r.Spans[0]))
		}
		if len(keys) < 2 || sharesWord(sides[keys[0]].Value, sides[keys[1]].Value) {
			continue // two names of one person
		}
		con := news.Conflict{Story: a.story, Kind: news.AttributionConflict, AboutRef: st.Content[0]}
		for _, id := range keys {
			s := sides[id]
			slices.SortFunc(s.Spans, byArticle)
			s.Value = a.speakerIn(s.Spans[0], s.Value)
			slices.Sort(s.OriginIDs)
			s.OriginIDs = slices.Compact(s.OriginIDs)
			con.Sides = append(con.Sides, *s)
		}
		out = append(out, a.finished(con))
	}
	return out
}

// namedSpeaker returns the person or body that an article names beside a
// quotation; "" if it names none there.
func (a *account) namedSpeaker(i int, sp *news.Speech) string {
	if sp.Speaker < 0 || sp.SpeakerSpan.IsZero() || sp.Kind == news.Indirect {
		return ""
	}
	id := a.EntityOf[i][sp.Speaker]
	for _, m := range namesOver(&a.Annotations[i], sp.SpeakerSpan) {
		if x := &a.Annotations[i].Mentions[m]; x.Type == news.Person && (x.Full != "" || x.Known != "") && a.EntityOf[i][m] == id {
			return id
		}
	}
	return ""
}

// namedIn reports whether an article names one of some entities: it then knows
// them, and it is we who may have taken the one for the other.
func (a *account) namedIn(entities []string, article int) bool {
	return slices.ContainsFunc(a.EntityOf[article], func(id string) bool { return id != "" && slices.Contains(entities, id) })
}

// speakerIn returns the words for a speaker as the first span of a side has
// them.
func (a *account) speakerIn(r news.Ref, value string) string {
	i := a.index[r.Article]
	for k := range a.Annotations[i].Statements {
		if sp := &a.Annotations[i].Statements[k]; r.Contains(sp.SpeakerSpan) && !sp.SpeakerSpan.IsZero() && sp.Speaker >= 0 {
			return sp.SpeakerSpan.Of(a.Articles[i].Text)
		}
	}
	return value
}
