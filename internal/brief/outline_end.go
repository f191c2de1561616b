package brief

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// leftOut says how much of the record the given stories would have shown.
func (b *builder) leftOut(stories []int) string {
	if len(stories) == 0 {
		return ""
	}
	articles, most := 0, 0
	for _, k := range stories {
		articles += len(b.d.rec.Stories[k].Articles)
		most = max(most, b.d.rec.Stories[k].Origins)
	}
	return fmt.Sprintf("Not shown: %s with %s, at most %s each. --top N shows more, --all shows all.",
		plural(len(stories), "story", "stories"), plural(articles, "article", ""), plural(most, "origin", ""))
}

// maxListed is how many articles are listed whether or not a line refers to
// them.
const maxListed = 30

// articleList lists the articles that the brief refers to, or all if they are
// few, and counts the others.
func (b *builder) articleList() ([]articleLine, string) {
	var out []articleLine
	left := 0
	for _, i := range b.d.order {
		if !b.reach.All && len(b.d.order) > maxListed && !b.cited[i] {
			left++
			continue
		}
		out = append(out, b.articleLine(i))
	}
	if left == 0 {
		return out, ""
	}
	return out, plural(left, "more article", "") + " that no line above refers to"
}

func (b *builder) articleLine(i int) articleLine {
	a := &b.d.rec.Articles[i]
	l := articleLine{art: i, name: inputName(a.Input), date: publishedLabel(a.Published)}
	if a.Outlet == "" {
		l.outlet = []seg{text("outlet unknown")}
	} else {
		l.outlet = []seg{text(clean(a.Outlet))}
	}
	if p, ok := b.d.ref(news.Ref{Article: a.ID, Span: a.TitleSpan}); ok {
		l.title = []seg{text(`"`), {kind: theirs, at: p}, text(`"`)}
	} else {
		l.title = []seg{text("no headline")}
	}
	if b.reach.All {
		for _, r := range a.Removed() {
			if len(l.pieces) > 0 {
				l.pieces = append(l.pieces, text(", "))
			}
			l.pieces = append(l.pieces, text(`"`))
			l.pieces = append(l.pieces, b.d.quote(place{i, r.Span}, 80)...)
			l.pieces = append(l.pieces, text(`" (`+clean(cmp.Or(r.Reason, "caption"))+")"))
		}
	}
	return l
}

// inputName returns where an article was read, as "file:line" if the file holds
// many.
func inputName(in news.Input) string {
	if in.Line > 0 {
		return fmt.Sprintf("%s:%d", clean(in.Name), in.Line)
	}
	return clean(in.Name)
}

// unread are the inputs that could not be read, each with its cause.
func (b *builder) unread() []string {
	var out []string
	for _, in := range b.d.rec.Inputs {
		for n, e := range in.Errors {
			if n == maxErrors && !b.reach.All {
				out = append(out, clean(in.Name)+": and "+count(len(in.Errors)-n)+" more")
				break
			}
			out = append(out, clean(e.Error()))
		}
	}
	slices.Sort(out)
	return out
}

// noticeLines are the record's notices, one line a code and message.
func (b *builder) noticeLines() []string {
	type line struct {
		code, message string
		articles      []int
		n             int
	}
	var list []line
	at := make(map[[2]string]int) // by code and message
	lines := make(map[string]int) // of a code
	more := make(map[string]int)  // notices of a code that get no line
	for _, n := range b.d.rec.Notices {
		if n.Code == mixedTime {
			continue // stands with its story
		}
		key := [2]string{n.Code, n.Message}
		k, ok := at[key]
		if !ok {
			if lines[n.Code]++; lines[n.Code] > maxNamed && !b.reach.All {
				more[n.Code]++
				continue
			}
			k = len(list)
			at[key] = k
			list = append(list, line{code: n.Code, message: n.Message})
		}
		list[k].n++
		if i, ok := b.d.byID[n.Article]; ok {
			list[k].articles = append(list[k].articles, i)
		}
	}
	var out []string
	for _, l := range list {
		s := clean(l.message)
		if len(l.articles) > 0 {
			s = b.numbers(l.articles) + " " + s
		} else if l.n > 1 {
			s += " (" + count(l.n) + " times)"
		}
		out = append(out, s)
	}
	for code, n := range more {
		out = append(out, "and "+plural(n, "more notice", "")+" of the kind "+clean(code))
	}
	slices.Sort(out)
	return out
}

// numbers returns "[1] [4]", or a count where that would be long.
func (b *builder) numbers(articles []int) string {
	slices.SortFunc(articles, func(x, y int) int { return cmp.Compare(b.d.number[x], b.d.number[y]) })
	articles = slices.Compact(articles)
	if len(articles) > 2*maxNamed {
		return plural(len(articles), "article", "") + ":"
	}
	var s []string
	for _, i := range articles {
		s = append(s, fmt.Sprintf("[%d]", b.d.number[i]))
	}
	return strings.Join(s, " ")
}

// maxUnshown is how many statements that are not shown are listed by reference.
const maxUnshown = 40

// foot tells what was not shown, and what made the brief.
func (b *builder) foot(stories []int) []seg {
	var places []place
	n := 0
	for _, k := range stories {
		for _, x := range b.byStory[b.d.rec.Stories[k].ID] {
			s := &b.d.rec.Statements[x]
			if !b.shown[s.ID] {
				n++
				places = append(places, b.d.places(s.Content[:min(1, len(s.Content))])...)
			}
		}
	}
	pieces := 0
	for i := range b.d.rec.Articles {
		pieces += len(b.d.rec.Articles[i].Removed())
	}
	var out []seg
	switch {
	case n > 0 && len(places) <= maxUnshown:
		b.d.sortPlaces(places)
		out = append(out, text("Statements not shown: "), refTo(places...))
	case n > 0:
		out = append(out, text("Statements not shown: "+count(n)))
	}
	if pieces > 0 {
		s := "page furniture cut: " + plural(pieces, "piece", "")
		if len(out) > 0 {
			s = "; " + s
		} else {
			s = strings.ToUpper(s[:1]) + s[1:]
		}
		out = append(out, text(s))
	}
	if len(out) > 0 {
		out = append(out, text(". "))
		if !b.reach.All {
			out = append(out, text("--all shows what is left out. "))
		}
	}
	return append(out, text("twosource "+cmp.Or(b.d.set.Version, "(version unknown)")+", "+b.settings()+", input hashes in --format json."))
}

// settings names the settings that differ from the default.
func (b *builder) settings() string {
	if len(b.d.set.Options) == 0 {
		return "default settings"
	}
	var keys []string
	for k := range b.d.set.Options {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for n, k := range keys {
		keys[n] = fmt.Sprintf("%s %v", k, b.d.set.Options[k])
	}
	return "with " + strings.Join(keys, ", ")
}
