package web

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// How much a line shows of a statement and of a position. Ours.
const (
	maxPoints = 8   // of one position before the others are folded away
	mostTold  = 600 // bytes of what was said that a line shows; all of it is in its evidence
	tellRoom  = 140 // bytes of the sentence before and after what was said, with who says it
	maxBeside = 3   // who speak together, or for whom
)

// A party is who said something, with what and what it held.
type party struct {
	ID, Name  string
	Said      []said
	Rest      []said // those with fewer origins, where there are many
	Positions []position
}

// A said is one statement.
type said struct {
	ID, Act, Kind, When, To string
	With, For               []name // who speak together with the speaker; for whom
	Told                    []part // the words, with who says it and how as the article has it
	Lang                    string
	Origins                 int
	Via                     []string
	Drifts                  []string
	Unresolved              string // why it is not known who said it; ""
	Quotes                  []quote
	Corrected               []string
	Fix                     string // address of the form that corrects its speaker; ""
	first                   int64
	origins                 []string // ids, sorted
}

// A position is what a party held over time.
type position struct {
	Party         *name // where the line stands among those of others
	Issue         string
	Changed, Word string // yes, no or unknown; and in words
	Basis         string // what that rests on, in words
	Change        []held // what it was and what it came to be; of one that held, the words that say so
	Points, Later []held // by date; Later those that are folded away
}

// A held is what was held at one date, or on one side of a change.
type held struct {
	When, As string
	Own      bool // the outlet's own words tell it, and no statement
	Quotes   []quote
}

// said groups the statements by who said them.
func (w *file) said() {
	at := map[string]int{}
	for i := range w.parts.statements {
		s := &w.parts.statements[i]
		line, ok := w.statement(s)
		if !ok {
			continue
		}
		key := cmp.Or(s.Speaker, "?"+namedText(s.SpeakerText))
		k, ok := at[key]
		if !ok {
			k = len(w.page.Parties)
			at[key] = k
			w.page.Parties = append(w.page.Parties, w.party(s.Speaker, namedText(s.SpeakerText)))
		}
		w.page.Parties[k].add(line)
	}
	w.positions(at)
	slices.SortStableFunc(w.page.Parties, func(x, y party) int {
		return cmp.Or(cmp.Compare(x.rank(), y.rank()), cmp.Compare(len(y.Positions), len(x.Positions)), cmp.Compare(len(y.Said), len(x.Said)))
	})
	for i := range w.page.Parties {
		w.page.Parties[i].part()
	}
}

// maxParty is how many statements of one party are shown before they are unfolded.
// Ours.
const maxParty = 4

// part sets those statements apart that have fewest origins, where there are many,
// and sorts both by date.
func (p *party) part() {
	if len(p.Said) > maxParty+1 {
		slices.SortStableFunc(p.Said, func(x, y said) int { return cmp.Compare(y.Origins, x.Origins) })
		p.Said, p.Rest = p.Said[:maxParty:maxParty], p.Said[maxParty:]
	}
	for _, list := range [][]said{p.Said, p.Rest} {
		slices.SortStableFunc(list, func(x, y said) int { return cmp.Compare(x.first, y.first) })
	}
}

// rank orders parties: those that have a page, those that are described, and what
// nobody is known to have said.
func (p *party) rank() int {
	switch {
	case p.ID != "":
		return 0
	case p.Name != nobody:
		return 1
	}
	return 2
}

// nobody is the heading of what nobody is known to have said.
const nobody = "Speaker not known"

// pronouns name nobody by themselves.
var pronouns = map[string]bool{
	"i": true, "we": true, "you": true, "he": true, "she": true, "it": true, "they": true, "who": true, "which": true, "that": true,
	"this": true, "these": true, "those": true, "one": true, "him": true, "her": true, "them": true, "us": true, "whom": true,
}

// namedText returns the words that name a speaker, "" if these are a pronoun alone.
func namedText(s string) string {
	if pronouns[strings.ToLower(strings.TrimSpace(s))] {
		return ""
	}
	return s
}

// add adds a statement. One that has the words, verb and date of another, as copies
// and other reports of one utterance have, stands with it.
func (p *party) add(line said) {
	for i := range p.Said {
		one := &p.Said[i]
		if one.Act != line.Act || one.When != line.When || !slices.Equal(one.marked(), line.marked()) {
			continue
		}
		one.origins = append(one.origins, line.origins...)
		slices.Sort(one.origins)
		one.origins = slices.Compact(one.origins)
		one.Origins = len(one.origins)
		for _, q := range line.Quotes {
			if len(one.Quotes) < 2*maxQuotes && !slices.ContainsFunc(one.Quotes, func(o quote) bool { return o.Key == q.Key }) {
				one.Quotes = append(one.Quotes, q)
			}
		}
		one.Drifts, one.Corrected = append(one.Drifts, line.Drifts...), append(one.Corrected, line.Corrected...)
		return
	}
	p.Said = append(p.Said, line)
}

// marked returns the words that were said.
func (s *said) marked() (out []string) {
	for _, p := range s.Told {
		if p.Mark {
			out = append(out, p.Text)
		}
	}
	return out
}

func (w *file) party(id, text string) party {
	if n := w.names(id); len(n) > 0 {
		return party{ID: n[0].ID, Name: n[0].Name}
	}
	if text = folded(text); text != "" {
		return party{Name: text}
	}
	return party{Name: nobody}
}

// statement returns a statement as a line; ok is false if none of its words is in
// the library.
func (l *library) statement(s *news.Statement) (said, bool) {
	line := said{
		ID: s.ID, Act: s.Act, Kind: string(s.Kind), Origins: len(s.OriginIDs), origins: slices.Sorted(slices.Values(s.OriginIDs)), To: folded(s.Addressee), Corrected: s.CorrectedBy,
		With: l.names(s.Others[:min(len(s.Others), maxBeside)]...),
	}
	for _, via := range s.Via {
		if via = folded(via); !strings.EqualFold(via, strings.TrimPrefix(line.To, "the ")) {
			line.Via = append(line.Via, via)
		}
	}
	if s.OnBehalfOf != s.Speaker {
		line.For = l.names(s.OnBehalfOf)
	}
	if s.Speaker == "" {
		line.Unresolved = folded(s.Unresolved)
	}
	refs := slices.Clone(s.Content)
	for _, r := range s.Reports {
		for _, sp := range r.Spans {
			refs = append(refs, news.Ref{Article: r.Article, Span: sp})
		}
		if r.Drift != "" && r.Drift != news.DriftVerbatim {
			line.Drifts = append(line.Drifts, l.sources[r.Article].Name()+": "+string(r.Drift))
		}
	}
	line.Quotes, _ = l.quotes(refs, 2*maxQuotes)
	if line.Told = l.told(s); len(line.Quotes) == 0 || len(line.Told) == 0 {
		return line, false
	}
	line.date(s.Said)
	line.Lang = line.Quotes[0].Lang
	q := slices.MaxFunc(line.Quotes, func(x, y quote) int { return cmp.Compare(len(x.Text), len(y.Text)) })
	line.Fix = l.fix(url.Values{"do": {"speaker"}, "article": {q.ID}, "words": {excerpt(q.Text, 80)}, "story": {s.Story}})
	return line, true
}

// date says when it was said: not after the first article that reports it was
// published, for a text that gives such a date means another thing by it.
func (s *said) date(d news.Date) {
	first, _, ok := d.Bounds()
	reported := int64(0)
	for i := range s.Quotes {
		if p := s.Quotes[i].published; p != 0 && (reported == 0 || p < reported) {
			reported = p
		}
	}
	switch {
	case ok && (reported == 0 || first < reported+minutes):
		s.first, s.When = first, shortDate(d.Value)
	default:
		s.first = reported
	}
}

// told returns the words of a statement as one article has them, marked, with who
// says them and by which verb where these stand near, and […] for what is left out
// between them. Marks of quotation are the article's own.
func (l *library) told(s *news.Statement) (out []part) {
	var a *news.Article
	var spans []news.Span
	for _, c := range s.Content {
		if a == nil {
			a = l.articles[c.Article]
		}
		if a != nil && c.Article == a.ID && c.Check(a.Text) == nil && (len(spans) == 0 || c.Start >= spans[len(spans)-1].End) {
			spans = append(spans, c.Span)
		}
	}
	if len(spans) == 0 {
		return nil
	}
	from, to := widened(a, s, spans)
	at, left := from, mostTold
	for i, c := range spans {
		gap := a.Text[at:c.Start]
		if i > 0 && len(gap) > tellRoom {
			out = append(out, part{Cut: true})
		} else if gap != "" {
			out = append(out, part{Text: folding(gap)})
		}
		words := c.Of(a.Text)
		if len(words) > left+left/4 {
			return append(out, part{Text: folding(words[:sentenceEnd(words, left)]), Mark: true}, part{Cut: true})
		}
		out = append(out, part{Text: folding(words), Mark: true})
		at, left = c.End, left-len(words)
	}
	if rest := a.Text[at:to]; rest != "" {
		out = append(out, part{Text: folding(rest)})
	}
	return out
}

// sentenceEnd returns where the last sentence that ends within n bytes of s does, or
// the last word if none does.
func sentenceEnd(s string, n int) int {
	n = runeStart(s, max(n, 60))
	if k := strings.LastIndexAny(s[:n], ".?!"); k > n/2 {
		return k + 1
	}
	if k := strings.LastIndexByte(s[:n], ' '); k > 0 {
		return k
	}
	return n
}

// widened returns the stretch from who says something to the end of what was said,
// or the other way round, as far as it stands within a paragraph and near.
func widened(a *news.Article, s *news.Statement, spans []news.Span) (from, to int) {
	from, to = spans[0].Start, spans[len(spans)-1].End
	for _, r := range []news.Ref{s.Cue, s.SpeakerRef} {
		if r.Article != a.ID || r.IsZero() || r.Check(a.Text) != nil {
			continue
		}
		if n := from - r.Start; n > 0 && n <= tellRoom && !strings.Contains(a.Text[r.Start:from], "\n\n") {
			from = r.Start
		}
		if n := r.End - to; n > 0 && n <= tellRoom && !strings.Contains(a.Text[to:r.End], "\n") {
			to = r.End
		}
	}
	return from, to
}

// folding returns s in one line, with a blank where it begins or ends with one.
func folding(s string) string {
	out := folded(s)
	if out == "" {
		return " "
	}
	if r, _ := utf8.DecodeRuneInString(s); strings.ContainsRune(" \n\t\u00a0", r) {
		out = " " + out
	}
	if r, _ := utf8.DecodeLastRuneInString(s); strings.ContainsRune(" \n\t\u00a0", r) {
		out += " "
	}
	return out
}

// positions gives the parties what they held.
func (w *file) positions(at map[string]int) {
	for i := range w.parts.positions {
		p := &w.parts.positions[i]
		line, ok := w.position(p)
		if !ok {
			continue
		}
		k, ok := at[p.Party]
		if !ok {
			k = len(w.page.Parties)
			at[p.Party] = k
			w.page.Parties = append(w.page.Parties, w.party(p.Party, ""))
		}
		w.page.Parties[k].Positions = append(w.page.Parties[k].Positions, line)
	}
}

// changeWords and basisWords say whether a position moved, and what that rests on.
var (
	changeWords = map[news.PositionChange]string{news.PositionMoved: "changed", news.PositionHeld: "not changed", news.PositionUnknown: "change not known"}
	basisWords  = map[news.PositionBasis]string{
		news.PositionStated: "an article says so itself", news.PositionDated: "dated statements show it",
		news.PositionUndated: "without dates only a change that an article states counts",
	}
)

// position returns a position as a line: what was held, with the words and the date,
// and what changed; ok is false if none of its words is in the library.
func (l *library) position(p *news.Position) (position, bool) {
	line := position{
		Issue: cmp.Or(folded(p.Issue), "an issue without a name"), Changed: string(p.Changed), Word: changeWords[p.Changed],
	}
	if dated := len(p.Points) > 0 && p.Points[len(p.Points)-1].Date.Known(); p.Changed != news.PositionUnknown || !dated {
		line.Basis = basisWords[p.Basis]
	}
	shown := map[news.Ref]bool{}
	for i, ref := range p.Change {
		q, _ := l.quotes([]news.Ref{ref}, 1)
		if len(q) == 0 {
			continue
		}
		as := "held"
		if p.Changed == news.PositionMoved {
			as = [...]string{"before", "then"}[min(i, 1)]
		}
		shown[ref] = true
		line.Change = append(line.Change, held{When: q[0].Date, As: as, Quotes: q})
	}
	for _, pt := range p.Points {
		fresh := slices.DeleteFunc(slices.Clone(pt.Spans), func(r news.Ref) bool { return shown[r] })
		if q, _ := l.quotes(fresh, maxQuotes); len(q) > 0 {
			line.Points = append(line.Points, held{When: dateWords(pt.Date), Own: len(pt.Statements) == 0, Quotes: q})
		}
	}
	if len(line.Points) > maxPoints+1 {
		line.Points, line.Later = line.Points[:maxPoints], line.Points[maxPoints:]
	}
	return line, len(line.Points)+len(line.Change) > 0
}
