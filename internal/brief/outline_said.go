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
	slices.SortFunc(list, func(x, y *news.Statement) int {
		return cmp.Or(cmp.Compare(min(len(y.Reports), 2), min(len(x.Reports), 2)), cmp.Compare(b.statementRank(x), b.statementRank(y)),
			cmp.Compare(len(y.OriginIDs), len(x.OriginIDs)), cmp.Compare(b.length(x), b.length(y)), b.compareRefs(x.Content[0], y.Content[0]), cmp.Compare(x.ID, y.ID))
	})
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
	it.words = b.content(places)
	it.refs = slices.Clone(places)
	for _, r := range s.Reports {
		for _, sp := range r.Spans {
			if p, ok := b.d.ref(news.Ref{Article: r.Article, Span: sp}); ok && !slices.Contains(it.refs, p) {
				it.refs = append(it.refs, p)
			}
		}
	}
	b.d.sortPlaces(it.refs[len(places):])
	return it
}

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
		name := e.Name
		if short := surname(e); b.surnames[short] == 1 {
			name = short
		}
		out = append(out, text(clean(name)))
		if c := b.country(e); c != "" && c != name {
			out = append(out, text(", "+c))
		}
	case inText && !isPronoun(s.SpeakerText):
		out = append(out, text(`"`), seg{kind: theirs, at: p}, text(`"`))
	case inText:
		out = append(out, text(`unknown ("`), seg{kind: theirs, at: p}, text(`")`))
	default:
		out = append(out, text("unknown"), text(shortReason(s.Unresolved)))
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
