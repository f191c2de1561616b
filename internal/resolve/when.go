package resolve

import (
	"slices"

	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
)

// When gives undated articles the days on which they can have been published,
// as far as their own words and the dated articles of their stories tell, and
// reads again what only lacked the article's day. It returns the articles and
// annotations with what it found; where it finds nothing they are the given
// ones, and those are never changed.
//
// An article that names no day stays undated. Otherwise its Published is an
// interval, perhaps with an open end ("2015-09-20/.."), with basis inferred:
//
//   - not before a day that the text names in full and tells of as past, nor
//     after one that it names in full and tells of as to come ([dates.Within]);
//   - within a week of a weekday that it names in a passage that it shares with
//     a dated article of its story, which has it from no earlier one. News calls only the days of the week before
//     and after by their weekday (AP Stylebook, "days of the week").
//
// The date's Words, Span and Article are those of the expression that bounds
// it, the Reason says how. Evidence that disagrees leaves the article undated,
// with that as Reason. An expression gets a value only if every day of a closed
// interval gives the same one; its Words and Span stay its own.
//
// Of an article 100 expressions are compared with those of others. Time is
// linear in the undated articles of a story times its dated ones.
func When(articles []news.Article, annotations []news.Annotation, stories []news.Story, links []news.Link) ([]news.Article, []news.Annotation) {
	w := whenFinder{articles: articles, annotations: annotations, index: make(map[string]int, len(articles)), links: map[[2]string][]news.Reuse{}, sources: map[string][]string{}}
	for _, l := range links {
		pair := [2]string{l.From, l.To}
		if l.Joins && len(w.links[pair]) == 0 {
			w.sources[l.To], w.sources[l.From] = append(w.sources[l.To], l.From), append(w.sources[l.From], l.To)
		}
		w.links[pair] = append(w.links[pair], l.Passages...)
	}
	for i := range articles {
		w.index[articles[i].ID] = i
	}
	storyOf := make([][]string, len(articles))
	for _, s := range stories {
		for _, id := range s.Articles {
			if i, ok := w.index[id]; ok {
				storyOf[i] = s.Articles
			}
		}
	}
	outA, outN := articles, annotations
	for i := range articles {
		if articles[i].Published.Known() {
			continue
		}
		published, times := w.infer(i, storyOf[i])
		if published == articles[i].Published {
			continue
		}
		if &outA[0] == &articles[0] {
			outA, outN = slices.Clone(articles), slices.Clone(annotations)
		}
		outA[i].Published = published
		if times != nil {
			outN[i].Times, outN[i].Statements = times, saidAgain(annotations[i].Statements, times)
		}
	}
	return outA, outN
}

type whenFinder struct {
	articles    []news.Article
	annotations []news.Annotation
	index       map[string]int
	links       map[[2]string][]news.Reuse // by the ids of source and derived
	sources     map[string][]string        // articles that links join one with
}

// evidence is an expression that bounds an article's date.
type evidence struct {
	at    news.Ref
	words string
	why   string
}

// infer returns the date of article i, which has none, and its expressions if
// some of them can be read by it.
func (w *whenFinder) infer(i int, story []string) (news.Date, []news.Time) {
	a, times := &w.articles[i], w.annotations[i].Times
	within := dates.Within(times)
	found := make([]evidence, len(times)) // by expression; what its own text gives
	for k := range times {
		found[k] = evidence{news.Ref{Article: a.ID, Span: times[k].Span}, times[k].Words, sideOf(times[k].Told)}
	}
	fixed := make([]int, len(times)) // the day of a weekday that a dated article fixes, and one
	for k := range min(len(times), mostCompared) {
		day, e, ok := w.sameDay(i, k, story)
		if !ok {
			continue
		}
		fixed[k] = day + 1
		found = append(found, e)
		if times[k].Told == news.ToldPast {
			within.NotBefore(day, len(found)-1)
			within.NotAfter(day+7, len(found)-1)
		} else {
			within.NotBefore(day-7, len(found)-1)
			within.NotAfter(day, len(found)-1)
		}
	}
	d := a.Published
	switch {
	case within.Empty():
		d.Reason = "what its text and its story tell of its day does not agree"
		return d, nil
	case within.Value() == "":
		return d, nil
	}
	d = news.Date{Value: within.Value(), Precision: news.PrecisionInterval, Basis: news.BasisInferred}
	by := found[within.LastBy]
	if within.HasFirst {
		by = found[within.FirstBy]
	}
	d.Words, d.Span, d.Reason = by.words, by.at.Span, by.why
	if by.at.Article != a.ID {
		d.Article = by.at.Article
	}
	if within.HasFirst && within.HasLast && within.LastBy != within.FirstBy {
		d.Reason += "; " + found[within.LastBy].why + " (" + found[within.LastBy].words + ")"
	}
	if within.First == within.Last && within.Closed() {
		d.Precision = news.PrecisionDay
	}
	if !within.Closed() {
		return d, nil
	}
	return d, readAgain(times, fixed, within)
}

// mostCompared is how many expressions of an article are looked at for a day
// that another fixes.
const mostCompared = 100

func sideOf(t news.Told) string {
	if t == news.ToldPast {
		return "not before a day that it tells of as past"
	}
	return "not after a day that it tells of as to come"
}

// sameDay looks for the day of expression k of article i, a bare weekday, in
// the dated articles of the story: the same weekday, told from the same side,
// in a passage that both have. Two that disagree fix nothing.
func (w *whenFinder) sameDay(i, k int, story []string) (day int, e evidence, ok bool) {
	t := &w.annotations[i].Times[k]
	if t.Known() || t.Told == news.ToldUnsaid {
		return 0, e, false
	}
	x, whole := reread(t)
	if !whole || x.Weekday == 0 || x.Month > 0 || x.Day > 0 || x.Direction != dates.Unsaid {
		return 0, e, false
	}
	for _, id := range story {
		j := w.index[id]
		if _, dated := w.articles[j].Published.Day(); !dated || j == i {
			continue
		}
		for n := range min(len(w.annotations[j].Times), mostCompared) {
			o := &w.annotations[j].Times[n]
			at, known := o.Day()
			if !known || o.Told != t.Told || int(news.Weekday(at))+1 != x.Weekday || !w.taken(i, t.Span, j, o.Span) || w.printedAgain(j, o.Span) {
				continue
			}
			if ok && at != day {
				return 0, e, false
			}
			if !ok {
				e = evidence{news.Ref{Article: id, Span: o.Span}, o.Words, "within a week of the day that a dated article of its story fixes in the same words"}
			}
			day, ok = at, true
		}
	}
	return day, e, ok
}

// printedAgain reports whether x of article j stands in a passage that an article which
// was published sooner has: its "on Monday" was written on another day than j's.
func (w *whenFinder) printedAgain(j int, x news.Span) bool {
	first, _, _ := w.articles[j].Published.Bounds()
	for _, id := range w.sources[w.articles[j].ID] {
		k := w.index[id]
		_, last, dated := w.articles[k].Published.Bounds()
		if !dated || last >= first {
			continue
		}
		for n := range min(len(w.annotations[k].Times), mostCompared) {
			if w.taken(j, x, k, w.annotations[k].Times[n].Span) {
				return true
			}
		}
	}
	return false
}

// taken reports whether x of article i and y of article j stand in a passage
// that one article has of the other.
func (w *whenFinder) taken(i int, x news.Span, j int, y news.Span) bool {
	a, b := w.articles[i].ID, w.articles[j].ID
	for _, p := range w.links[[2]string{a, b}] {
		if p.Kind != news.Rewritten && p.From.Contains(x) && p.To.Contains(y) {
			return true
		}
	}
	for _, p := range w.links[[2]string{b, a}] {
		if p.Kind != news.Rewritten && p.From.Contains(y) && p.To.Contains(x) {
			return true
		}
	}
	return false
}

// reread reads an expression's words by themselves; whole is false if they do
// not stand by themselves, as "the next day" does not.
func reread(t *news.Time) (e dates.Expr, whole bool) {
	g := dates.English()
	toks := g.Tokens(nil, t.Words, 0, len(t.Words), true)
	if len(toks) == 0 {
		return e, false
	}
	m := g.Match(toks, 0)
	return m.Expr, m.Tokens == len(toks) && m.Expr.Origin == dates.FromArticle && m.Expr.Form != dates.Vague
}

// readAgain gives the expressions that lacked an article's day the value that
// they have on every day of within. fixed has the days already found, and one.
func readAgain(times []news.Time, fixed []int, within dates.Stretch) []news.Time {
	out := slices.Clone(times)
	for k := range out {
		t := &out[k]
		if t.Known() || t.Kind != news.TimeDate && t.Kind != news.TimeOfDay {
			continue
		}
		e, whole := reread(t)
		switch {
		case fixed[k] > 0:
			t.Value, t.Precision, t.Basis = news.DayValue(fixed[k]-1), news.PrecisionDay, news.BasisInferred
			t.Reason = "the day that a dated article of the story fixes in the same words"
		case whole && (t.Told != news.ToldUnsaid || !e.NeedsDirection()):
			x, y := e.Resolve(reference(t, within.First)), e.Resolve(reference(t, within.Last))
			if x.Value == "" || x.Value != y.Value {
				continue
			}
			t.Value, t.Precision, t.Basis = x.Value, x.Precision, news.BasisInferred
			t.Reason = "the same on every day on which the article can be of: " + within.Value()
		}
	}
	return out
}

func reference(t *news.Time, day int) dates.Reference {
	ref := dates.Reference{Known: true, Day: day}
	switch t.Told {
	case news.ToldPast:
		ref.Tense = dates.Past
	case news.ToldAhead:
		ref.Tense = dates.Future
	}
	return ref
}

// saidAgain returns statements with the dates of their saying as times now have
// them.
func saidAgain(statements []news.Speech, times []news.Time) []news.Speech {
	out := slices.Clone(statements)
	for i := range out {
		s := &out[i].Said
		if s.Known() || s.Span.IsZero() {
			continue
		}
		for k := range times {
			if times[k].Span == s.Span {
				*s = times[k].Date
			}
		}
	}
	return out
}
