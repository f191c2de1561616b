package compare

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A tolled is a number of people harmed that an outlet gives in its own voice, in the
// clause that tells it.
type tolled struct {
	attested
	toll   *toll
	days   []int    // that the clause names, sorted
	places []string // entities that its sentence names
}

// Two equal numbers of people harmed, in articles of one story, are of one happening if
// they are rareToll or more. Else the articles are of one week, and the numbers
// tellingToll or more and not round, or the clauses name one day, or the sentences one
// town or what did the harm: a story of a war has many blasts that kill ten (ours, by
// reading).
const (
	rareToll    = 100
	tellingToll = 10
	roundToll   = 10
)

// tollClaims returns the claims that several origins give one number of people whom one
// happening killed or injured, in whatever words, where no claim of those given tells it.
// Like [account.clauseClaims] it shows the words that tell it: such a number stands in
// sentences on other things more often than in one of its own.
func (a *account) tollClaims(claims []news.Claim) (out []news.Claim) {
	list := a.tolledClauses()
	clauses := make([]attested, len(list))
	for i := range list {
		clauses[i] = list[i].attested
	}
	confirmed := corroboratedSpans(claims)
	for _, group := range a.oneTollEach(list) {
		if cl, ok := a.clauseClaim(clauses, group); ok && !a.toldAlready(&cl, confirmed) {
			cl.Quantity = a.tollQuantity(list[group[0]].toll)
			out = append(out, cl)
		}
	}
	return out
}

// tollQuantity returns what a toll counts; nil if no verb says it.
func (a *account) tollQuantity(x *toll) *news.ClaimQuantity {
	for _, q := range a.quantities(&a.all[x.at].dated) {
		if q.Of != "" && q.Span.Overlaps(x.figure.span) {
			return &news.ClaimQuantity{Value: q.Low, Bound: q.Bound, Unit: x.unit, Of: q.Of}
		}
	}
	return nil
}

// oneTollEach returns the tolls of one happening each, where there are several.
func (a *account) oneTollEach(list []tolled) (groups [][]int) {
	first := make([]int, len(list)) // of those that each is of one happening with
	for i := range list {
		first[i] = i
		for j := range i {
			if first[i] == first[j] || !a.oneToll(&list[j], &list[i]) {
				continue
			}
			from, to := max(first[i], first[j]), min(first[i], first[j])
			for k := range first[:i+1] {
				if first[k] == from {
					first[k] = to
				}
			}
		}
	}
	of := make([][]int, len(list))
	for i, f := range first {
		of[f] = append(of[f], i)
	}
	of = slices.DeleteFunc(of, func(g []int) bool { return len(g) < 2 })
	// What is told again weeks later is no other number.
	for k, g := range of {
		same := slices.IndexFunc(of[:k], func(h []int) bool {
			return len(h) > 0 && list[h[0]].toll.telling() && list[h[0]].toll.harm == list[g[0]].toll.harm && list[h[0]].toll.figure.low == list[g[0]].toll.figure.low
		})
		if same >= 0 {
			of[same], of[k] = append(of[same], g...), nil
		}
	}
	return slices.DeleteFunc(of, func(g []int) bool { return len(g) == 0 })
}

// telling reports whether a number is so high, and not round, that in one story it is of one
// happening.
func (x *toll) telling() bool {
	return x.figure.low >= tellingToll && int64(x.figure.low)%roundToll != 0
}

// tolledClauses returns the clauses of a story that give a toll as a fact.
func (a *account) tolledClauses() (out []tolled) {
	for i := range a.counts {
		x := &a.counts[i]
		t := &a.all[x.at]
		if x.grows || x.other || !x.by.IsZero() || x.figure.low != x.figure.high || x.figure.low < leastEqual || !a.vouches(&t.dated) || len(a.speechesIn(t)) > 0 {
			continue
		}
		if v, ok := a.tolledClause(x); ok {
			out = append(out, v)
		}
	}
	return out
}

// tolledClause returns the clause of its sentence that gives a toll.
func (a *account) tolledClause(x *toll) (v tolled, ok bool) {
	t := &a.all[x.at]
	clauses := a.clausesOf(&t.dated)
	var cl *news.Clause
	least := 0 // bytes of what holds the number: the innermost clause tells it
	for k := range clauses {
		c := &clauses[k]
		for _, part := range [...]news.Span{c.Subject, c.Object} {
			if part.Overlaps(x.figure.span) && (cl == nil || part.Len() < least) {
				cl, least = c, part.Len()
			}
		}
	}
	if cl == nil || cl.Nominal || cl.Negated || cl.Modality != news.ModalReal {
		return v, false
	}
	v = tolled{attested: attested{voiced: voiced{at: x.at, clause: cl}, span: cl.Predicate, ends: true}, toll: x}
	for _, part := range [...]news.Span{cl.Subject, cl.Object} {
		if !part.IsZero() {
			v.span = v.span.Cover(a.phraseOf(t, part))
		}
	}
	an, text := &a.Annotations[t.article], a.Articles[t.article].Text
	v.span.Start = min(v.span.Start, withBound(text, t.span.Start, x.figure.span.Start))
	v.span.End = max(v.span.End, x.figure.span.End)
	v.span.End = x.figure.span.End + firstOfSeveral(text[x.figure.span.End:v.span.End])
	for n := t.tokenAt(v.span.End); n < len(t.tokens) && harmVerbs[t.tokens[n].stem] != 0 && t.tokens[n].span.Start >= v.span.End; n++ {
		v.span.End = t.tokens[n].span.End // "left 14 dead"
	}
	if a.qualified(v.span.Of(text)) {
		return v, false
	}
	for _, at := range timesWithin(an, v.span) {
		if day, ok := at.Day(); ok {
			v.days = append(v.days, day)
		}
	}
	slices.Sort(v.days)
	v.places = a.placesIn(t)
	v.by, v.hasBy = a.doer(t, &v.voiced)
	if start, ok := a.nameBefore(t, cl); ok {
		v.span.Start, v.whole = start, true
	} else {
		apart := !cl.Subject.IsZero() && t.tokenAt(cl.Predicate.Start)-t.tokenAt(cl.Subject.End) > helperWords
		before := strings.FieldsFunc(strings.ToLower(text[v.span.Start:max(v.span.Start, cl.Predicate.Start)]), isMark)
		v.whole = !apart && !slices.ContainsFunc(before, func(w string) bool { return tellsWhen[w] }) && a.readsAlone(t, clauses, &v.attested)
	}
	return v, true
}

// withBound returns where the words begin that say what a number at a place of a sentence
// bounds, "more than"; the place itself if none stand before it.
func withBound(text string, from, at int) int {
	before := strings.ToLower(strings.TrimRight(text[from:at], " "))
	for _, b := range boundWords {
		if strings.HasSuffix(before, b.words) {
			return from + len(before) - len(b.words)
		}
	}
	return at
}

// firstOfSeveral returns where the first of several counts that words give ends: of what
// follows, others may say nothing. "Passengers and crew" are one.
func firstOfSeveral(words string) int {
	end := len(words)
	for _, mark := range [...]string{" and ", " or ", " while ", ",", ";", "("} {
		at := strings.Index(words, mark)
		if at >= 0 && at < end && slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(words[at:]), isMark), countsMore) {
			end = at
		}
	}
	return len(strings.TrimRight(words[:end], " "))
}

// countsMore reports whether a word begins another count.
func countsMore(w string) bool {
	_, number := valueOf(w)
	return number || vagueCounts[w] || harmVerbs.of(w) != 0
}

// vagueCounts are the English words of a number that nobody gives.
var vagueCounts = wordSet("dozens scores hundreds thousands many several others another")

// nameBefore returns where the name of what happened begins, if a clause says of it what
// it did: "the blast that killed 14 people".
func (a *account) nameBefore(t *telling, cl *news.Clause) (start int, ok bool) {
	text := a.Articles[t.article].Text
	n := t.tokenAt(cl.Predicate.Start) - 1
	if n < 1 || !relative[strings.ToLower(t.tokens[n].span.Of(text))] {
		return 0, false
	}
	if slices.ContainsFunc(timesWithin(&a.Annotations[t.article], t.span), func(at news.Time) bool { return at.Span.Overlaps(t.tokens[n-1].span) }) {
		return 0, false // "the strikes over the weekend that killed 14"
	}
	for k := n - 1; k >= max(0, n-longestSubject); k-- {
		w := strings.ToLower(t.tokens[k].span.Of(text))
		between := text[t.tokens[k].span.End:t.tokens[k+1].span.Start]
		switch {
		case hangsOn[w], isPersonal[w], strings.Trim(between, " -") != "":
			return 0, false
		case determiners[w]:
			return t.tokens[k].span.Start, k < n-1
		}
	}
	return 0, false
}

// placesIn returns the entities of the places that a sentence names.
func (a *account) placesIn(t *telling) (out []string) {
	an := &a.Annotations[t.article]
	for _, m := range namesOver(an, t.span) {
		if id := a.EntityOf[t.article][m]; id != "" && an.Mentions[m].Type == news.Place {
			out = append(out, id)
		}
	}
	return out
}

// placeAgrees reports whether what x names a place for may have been where y has it: y
// names it too, or names none and its report begins with it. A report of one shooting
// tells of others, of which some killed as many.
func (a *account) placeAgrees(x, y *tolled) bool {
	switch {
	case len(x.places) == 0:
		return true
	case len(y.places) > 0:
		return shareTown(x.places, y.places)
	}
	return shareTown(x.places, a.leadOf(y.at).places)
}

// tellsWhen are the English words before a verb that begin another clause, whatever the
// tree says.
var tellsWhen = wordSet("before after since until when while as because if")

// determiners are the English words with which the name of a happening begins.
var determiners = wordSet("a an the")

// longestSubject is how many words name a happening, at most, and helperWords how many stand
// between who does it and the verb: with more, another may do it, for all that the tree says.
const (
	longestSubject = 6
	helperWords    = 2
)

// oneToll reports whether two clauses of two origins give one number for one happening.
func (a *account) oneToll(x, y *tolled) bool {
	s, t := &a.all[x.at], &a.all[y.at]
	p, q := x.toll, y.toll
	if s.article == t.article || p.harm != q.harm || p.figure.low != q.figure.low || p.figure.bound != q.figure.bound || a.took[pairOf(s.article, t.article)] {
		return false
	}
	if u, v := peopleClasses.of(p.unit), peopleClasses.of(q.unit); p.unit != q.unit && p.unit != "person" && q.unit != "person" && u != v {
		return false
	}
	if !agree(x.days, y.days) || !a.placeAgrees(x, y) || !a.placeAgrees(y, x) || a.oneOutlet(&s.dated, &t.dated) {
		return false
	}
	if p.figure.low < rareToll && !a.sameWeek(s.article, t.article) {
		return false
	}
	if !p.telling() && p.figure.low < rareToll {
		oneDay := len(x.days) > 0 && slices.Equal(x.days, y.days)
		if !oneDay && !shareTown(p.towns, q.towns) && p.causes&q.causes == 0 {
			return false
		}
	}
	if origins := a.originsEach([]dated{s.dated, t.dated}, []int{0, 1}); origins[0] == origins[1] {
		return false
	}
	return !a.wordForWord(&x.attested, &y.attested) && !a.reworded(x.at, y.at)
}

// corroboratedSpans returns the sentences and clauses of the claims that are
// corroborated, by claim.
func corroboratedSpans(claims []news.Claim) map[string][]news.Ref {
	out := map[string][]news.Ref{}
	for i := range claims {
		if claims[i].Status == news.Corroborated {
			out[claims[i].ID] = claims[i].Spans
		}
	}
	return out
}
