package brief

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// statements adds who said what: for each speaker one statement first, those of
// several articles before the others, the resolved before the unknown, until
// the lines are used up. Told are the
// statements that stand higher up.
func (b *builder) statements(s *news.Story, sec *section, told map[string]bool) {
	var list []*news.Statement
	for _, k := range b.byStory[s.ID] {
		if st := &b.d.rec.Statements[k]; !told[st.ID] && len(b.d.places(st.Content)) > 0 {
			list = append(list, st)
		}
	}
	if len(list) == 0 {
		return
	}
	b.rank(s, list)
	shown := b.choose(list)
	g := group{heading: "WHO SAID WHAT"}
	if !slices.ContainsFunc(shown, func(s *news.Statement) bool { return len(s.OriginIDs) > 1 }) {
		g.heading += ", one origin each"
	}
	room := 1 << 30
	for _, st := range shown {
		b.shown[st.ID] = true
		b.add(&g, b.statementItem(st), &room)
	}
	if n := len(list) - len(shown); n > 0 {
		g.more = plural(n, "more statement", "")
	}
	sec.groups = append(sec.groups, g)
}

// rank sorts statements of a story for showing: what was said before what the
// reporter says that somebody thinks or wants, sentences before fragments,
// those of several articles before others, then by who speaks and how, and those
// named in most articles first.
func (b *builder) rank(s *news.Story, list []*news.Statement) {
	named := b.namedIn(s)
	slices.SortFunc(list, func(x, y *news.Statement) int {
		return cmp.Or(cmp.Compare(b.unsaid(x), b.unsaid(y)), cmp.Compare(b.fragment(x), b.fragment(y)), cmp.Compare(min(len(y.Reports), 2), min(len(x.Reports), 2)),
			cmp.Compare(b.statementRank(x), b.statementRank(y)), cmp.Compare(len(y.OriginIDs), len(x.OriginIDs)), cmp.Compare(named[y.Speaker], named[x.Speaker]),
			cmp.Compare(b.length(x), b.length(y)), b.compareRefs(x.Content[0], y.Content[0]), cmp.Compare(x.ID, y.ID))
	})
}

// choose returns the statements that there are lines for, of list in its order:
// the first of each speaker, and where there is room their next ones.
func (b *builder) choose(list []*news.Statement) []*news.Statement {
	keep := make(map[*news.Statement]bool)
	left := b.lim.said
	for round := 1; left > 0 && len(keep) < len(list); round++ {
		count := make(map[string]int)
		for _, st := range list {
			who := cmp.Or(st.Speaker, "text "+strings.ToLower(st.SpeakerText))
			if count[who]++; count[who] == round && left > 0 {
				it := b.statementItem(st)
				left -= b.lines(&it)
				keep[st] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(list), func(st *news.Statement) bool { return !keep[st] })
}

// namedIn counts for each entity the articles of a story that name it.
func (b *builder) namedIn(s *news.Story) map[string]int {
	out := make(map[string]int, len(s.Entities))
	for _, id := range s.Entities {
		e := b.entities[id]
		if e == nil {
			continue
		}
		last := ""
		for _, m := range e.Mentions { // by article
			if _, ok := slices.BinarySearch(s.Articles, m.Article); ok && m.Article != last {
				out[id]++
				last = m.Article
			}
		}
	}
	return out
}

// fewestSaid is the fewest words in the reporter's voice that say something
// without the sentence around them;
// FewestQuoted is the same of the speaker's own: "No" says what the question asked.
const (
	fewestSaid   = 5
	fewestQuoted = 3
)

// fragment is 1 for what says little where it stands alone, and is shown last:
// a few words of the reporter's, or part of a headline.
func (b *builder) fragment(s *news.Statement) int {
	words := 0
	for _, p := range b.d.places(s.Content) {
		if para, ok := b.d.paragraph(p.art, p.span.Start); ok && para == 0 {
			return 1
		}
		words += len(strings.Fields(p.span.Of(b.d.rec.Articles[p.art].Text)))
	}
	if words < fewestSaid && s.Kind != news.Direct || words < fewestQuoted {
		return 1
	}
	return 0
}

// unsaid is 1 for a mind that is told of in the reporter's words alone ("hoping to
// return", "is seeking a deal"), else 0. A sentence after "that" says what is thought.
func (b *builder) unsaid(s *news.Statement) int {
	if s.Kind != news.Indirect || s.Act != "thought" && s.Act != "wanted" {
		return 0
	}
	cue, ok := b.d.ref(s.Cue)
	places := b.d.places(s.Content)
	if ok && len(places) > 0 && cue.art == places[0].art && cue.span.End <= places[0].span.Start {
		between := news.Span{Start: cue.span.End, End: places[0].span.Start}
		if strings.TrimSpace(between.Of(b.d.rec.Articles[cue.art].Text)) == "that" {
			return 0
		}
	}
	return 1
}

// length is 1 if what was said is long for one line of a brief, else 0.
func (b *builder) length(s *news.Statement) int {
	n := 0
	for _, p := range b.d.places(s.Content) {
		n += p.span.Len()
	}
	if n > quoteLimit+quoteLimit/2 {
		return 1
	}
	return 0
}

// statementRank orders statements for choice: a named person's own words first,
// then their reported words, then what others said, last the unknown.
func (b *builder) statementRank(s *news.Statement) int {
	r := 0
	switch e := b.entities[s.Speaker]; {
	case e == nil && (s.SpeakerText == "" || isPronoun(s.SpeakerText)):
		r = 6
	case e == nil:
		r = 4
	case e.Type != news.Person:
		r = 2
	}
	if s.Kind == news.Indirect {
		r++
	}
	return r
}

// compareRefs orders references as the brief numbers them.
func (b *builder) compareRefs(x, y news.Ref) int {
	i, j := b.d.byID[x.Article], b.d.byID[y.Article]
	return cmp.Or(cmp.Compare(b.d.number[i], b.d.number[j]), cmp.Compare(x.Start, y.Start))
}

// statementItem is a statement as a line: who, then the words.
func (b *builder) statementItem(s *news.Statement) item {
	places := b.d.places(s.Content)
	it := item{label: b.speakerLabel(s)}
	it.words = b.content(b.withCue(s, places))
	it.refs = slices.Clone(places)
	for _, r := range s.Reports {
		for _, sp := range r.Spans {
			if p, ok := b.d.ref(news.Ref{Article: r.Article, Span: sp}); ok && !slices.Contains(it.refs, p) {
				it.refs = append(it.refs, p)
			}
		}
	}
	b.d.sortPlaces(it.refs[len(places):])
	it.label = append(it.label, b.newLabel(it.refs, s.OriginIDs)...)
	return it
}

// withCue returns the places of a statement with the verb that reports it, where
// that stands right before them and says more than that they were said: "denied
// the charge", "asked for time". An infinitive says nothing without its verb: it has that
// before it with what stands between, "threatened in June to close the lock".
func (b *builder) withCue(s *news.Statement, places []place) []place {
	cue, ok := b.d.ref(s.Cue)
	if !ok || s.Kind == news.Direct || len(places) == 0 {
		return places
	}
	first, most := places[0], len(" that ")
	switch {
	case strings.HasPrefix(first.span.Of(b.d.rec.Articles[first.art].Text), "to "):
		most = mostBetween
	case s.Act == "" || s.Act == "said":
		return places
	}
	if cue.art != first.art || cue.span.End > first.span.Start || first.span.Start-cue.span.End > most {
		return places
	}
	places = slices.Clone(places)
	places[0].span.Start = cue.span.Start
	return places
}

// mostBetween is how many bytes may stand between a verb and its infinitive for both to be
// shown. Ours.
const mostBetween = 60

// content shows the spans of a statement in order, with […] where words of the
// article stand between them.
func (b *builder) content(places []place) []seg {
	var out []seg
	limit := quoteLimit
	for n, p := range places {
		src := b.d.rec.Articles[p.art].Text
		if n > 0 {
			prev := places[n-1]
			if prev.art == p.art && prev.span.End <= p.span.Start && strings.TrimSpace(src[prev.span.End:p.span.Start]) == "" {
				out = append(out, text(" "))
			} else {
				out = append(out, text(" […] "))
			}
		}
		out = append(out, b.d.quote(p, max(limit, 60))...)
		limit -= utf8.RuneCountInString(p.span.Of(src))
	}
	return out
}

// speakerLabel is the left column of a statement: who speaks, for which
// country, when and through whom, or "unknown" and the pronoun or the reason.
func (b *builder) speakerLabel(s *news.Statement) []seg {
	var out []seg
	p, inText := b.d.ref(s.SpeakerRef)
	switch e := b.entities[s.Speaker]; {
	case e != nil:
		out = append(out, text(b.speakerName(e)+b.mark(s.CorrectedBy, e.CorrectedBy)))
		for n, id := range s.Others {
			if o := b.entities[id]; o != nil && n < maxBeside {
				out = append(out, text(", and "+b.speakerName(o)+b.mark(o.CorrectedBy)))
			}
		}
	case inText && !isPronoun(s.SpeakerText):
		out = append(out, text(`"`), seg{kind: theirs, at: p}, text(`"`))
	case inText:
		out = append(out, text(`unknown ("`), seg{kind: theirs, at: p}, text(`")`))
	default:
		out = append(out, text("unknown"), text(shortReason(s.Unresolved)))
	}
	if b.entities[s.Speaker] == nil {
		out = append(out, text(b.mark(s.CorrectedBy)))
	}
	if n := len(s.OriginIDs); n > 1 {
		out = append(out, text(", "+inWords(n)+" origins"))
	}
	said, hasWords := b.d.ref(s.SaidRef)
	_, isDay := s.Said.Day()
	switch {
	case s.Said.Known() && s.Said.Basis != news.BasisMetadata && (isDay || !hasWords):
		out = append(out, text(", "+shortDate(s.Said.Value)))
	case hasWords:
		out = append(out, text(`, "`), seg{kind: theirs, at: said}, text(`"`))
	}
	return append(out, b.through(s)...)
}

// maxBeside is how many of those who speak together with a speaker are named.
const maxBeside = 2

// speakerName is how a label names a person or body: by the surname if no other
// speaker could be meant, with the country.
func (b *builder) speakerName(e *news.Entity) string {
	name := e.Name
	if short := surname(e); b.surnames[short] <= 1 {
		name = short
	}
	if c := b.country(e); c != "" && c != name {
		return clean(name) + ", " + c
	}
	return clean(name)
}

// through names the agency to which or through which a statement was made.
func (b *builder) through(s *news.Statement) []seg {
	var out []seg
	for n, via := range s.Via {
		if n == 2 {
			break
		}
		if e := b.entities[s.Speaker]; e != nil && e.Name == via {
			continue // the agency itself speaks
		}
		word := ", by way of "
		if b.toldTo(s, via) {
			word = ", to "
		}
		out = append(out, text(word+clean(via)))
	}
	return out
}

// toldTo reports whether the reports have it that s was told to the agency.
func (b *builder) toldTo(s *news.Statement, agency string) bool {
	for _, r := range s.Reports {
		i, ok := b.d.byID[r.Article]
		if !ok {
			continue
		}
		ann := b.d.annotation(i)
		if r.Speech < 0 || r.Speech >= len(ann.Statements) {
			continue
		}
		for _, c := range ann.Statements[r.Speech].Via {
			if c >= 0 && c < len(ann.Credits) && ann.Credits[c].Agency == agency && ann.Credits[c].Role == news.ToldTo {
				return true
			}
		}
	}
	return false
}

// shortCountries are the countries whose short names news knows better than
// their names.
var shortCountries = map[string]string{"USA": "US", "GBR": "UK", "ARE": "UAE"}

// country returns the country of a person for a label; "" for a place or body,
// whose name most often says so itself.
func (b *builder) country(e *news.Entity) string {
	if e.Country == "" || e.Type != news.Person {
		return ""
	}
	if n := shortCountries[e.Country]; n != "" {
		return n
	}
	if b.d.set.CountryName != nil {
		if n := b.d.set.CountryName(e.Country); n != "" {
			return n
		}
	}
	return e.Country
}

// surname returns the one word by which the articles call a person: an alias
// that is a word of the full name, the last such; else the full name.
func surname(e *news.Entity) string {
	if e.Type != news.Person {
		return e.Name
	}
	words := strings.Fields(e.Name)
	for k := len(words) - 1; k >= 0; k-- {
		for _, a := range e.Aliases {
			if strings.EqualFold(a, words[k]) {
				return a
			}
		}
	}
	return e.Name
}

var pronouns = map[string]bool{"he": true, "she": true, "they": true, "it": true, "who": true, "we": true, "i": true}

func isPronoun(s string) bool { return pronouns[strings.ToLower(strings.TrimSpace(s))] }

// maxReason is the longest reason in a left column, in characters (ours: four
// lines of it).
const maxReason = 48

// shortReason returns "; " and the first clause of a stage's reason, if that is
// short enough for a label.
func shortReason(s string) string {
	s = clean(s)
	if k := strings.IndexFunc(s, func(r rune) bool { return strings.ContainsRune(",;:(", r) }); k > 0 {
		s = strings.TrimRightFunc(s[:k], unicode.IsSpace)
	}
	if s == "" || utf8.RuneCountInString(s) > maxReason {
		return ""
	}
	return "; " + s
}
