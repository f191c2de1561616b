package reuse

import (
	"fmt"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// judgeDirection makes a the source and b what was taken from it, and says why.
// If nothing tells, sure is false and a is the one with more text of its own,
// else the one that has a date, else the one with the lower id: an undated copy that
// stood between two of known days would be taken from the one and give to the other.
func (s *share) judgeDirection() {
	for i, evidence := range []func(*share) (int, string){
		byCredit, byCorrection, bySigns, byDate, byDateline, byExtraText,
	} {
		side, why := evidence(s)
		if side == 0 {
			continue
		}
		s.why, s.sure, s.told = why, true, i < 5
		if side < 0 {
			s.turn()
		}
		return
	}
	s.why = "nothing tells which came first"
	turned := s.a.article.ID > s.b.article.ID
	if x, y := s.a.article.Published.Known(), s.b.article.Published.Known(); x != y {
		turned = y
	}
	if s.shareA() > s.shareB() || s.shareA() == s.shareB() && turned {
		s.turn()
	}
}

// Evidence of direction returns +1 if a is the source, -1 if b is, 0 if it cannot
// tell, with the reason in words about the derived article.

// byCredit: an agency's own text comes before an outlet's that credits it.
func byCredit(s *share) (int, string) {
	switch ca, cb := credits(s.b, s.a.article.Outlet), credits(s.a, s.b.article.Outlet); {
	case ca && !cb:
		return 1, "credits " + s.a.article.Outlet
	case cb && !ca:
		return -1, "credits " + s.b.article.Outlet
	}
	return 0, ""
}

// credits reports whether d names an outlet as the source of its text or of a
// part of it.
func credits(d *doc, outlet string) bool {
	if outlet == "" {
		return false
	}
	for _, c := range d.annotation.Credits {
		if (c.Role == news.CreditedAs || c.Role == news.CitedAs) && strings.EqualFold(c.Agency, outlet) {
			return true
		}
	}
	return false
}

// byCorrection: who still has what the other says it has corrected took the text
// before that.
func byCorrection(s *share) (int, string) {
	switch x, y := keepsError(s.b, s.a), keepsError(s.a, s.b); {
	case x && !y:
		return 1, "has what the source corrected later"
	case y && !x:
		return -1, "has what the source corrected later"
	}
	return 0, ""
}

// keepsError reports whether d has a number that stands in a note of correction of
// other and nowhere else there.
func keepsError(d, other *doc) bool {
	text := other.article.Text
	for i := range other.sentences {
		c := &other.sentences[i]
		words := text[other.span[max(0, min(int(c.first), len(other.span)-1))].Start:]
		if c.end == c.first || !isCorrection(words) {
			continue
		}
		// The note may run on in the sentences after it.
		last := other.sentences[min(i+2, len(other.sentences)-1)].cend
		note := other.content[c.cfirst:last]
		for _, t := range note[:min(len(note), noteWords)] {
			if t.kind == numberToken && !hasNumber(other.content[:c.cfirst], t.key) && hasNumber(d.content, t.key) {
				return true
			}
		}
	}
	return false
}

// noteWords bounds the content words of a note of correction that are read.
const noteWords = 48

func isCorrection(words string) bool {
	head := words[:min(len(words), 12)]
	return strings.HasPrefix(head, "Correction") || strings.HasPrefix(head, "Clarificatio") || strings.HasPrefix(head, "CORRECTION")
}

func hasNumber(ts []token, key uint32) bool {
	for _, t := range ts {
		if t.kind == numberToken && t.key == key {
			return true
		}
	}
	return false
}

// bySigns: a text that was rewritten by machine was rewritten from something.
func bySigns(s *share) (int, string) {
	if !s.rewritten() {
		return 0, ""
	}
	switch x, y := rewrittenBySigns(s.a), rewrittenBySigns(s.b); {
	case y && !x:
		return 1, "shows signs of automatic rewriting; the other does not"
	case x && !y:
		return -1, "shows signs of automatic rewriting; the other does not"
	}
	return 0, ""
}

// byDate: what was published later was taken from what was published before.
func byDate(s *share) (int, string) {
	x, y := s.a.article.Published, s.b.article.Published
	xFirst, xLast, okX := x.Bounds()
	yFirst, yLast, okY := y.Bounds()
	switch {
	case !okX || !okY:
	case xLast < yFirst:
		return 1, "published " + later(x, y) + " later"
	case yLast < xFirst:
		return -1, "published " + later(y, x) + " later"
	}
	return 0, ""
}

// later puts the time between two dates into words that a person can check: in
// days unless both are known to the minute.
func later(first, second news.Date) string {
	from, _, _ := first.Bounds()
	to, _, _ := second.Bounds()
	if first.Precision == news.PrecisionMinute && second.Precision == news.PrecisionMinute {
		switch minutes := to - from; {
		case minutes < 120:
			return fmt.Sprintf("%d min", minutes)
		case minutes < 48*60:
			return fmt.Sprintf("%d h", minutes/60)
		}
	}
	a, okA := first.Day()
	b, okB := second.Day()
	if !okA || !okB {
		return "some time"
	}
	return fmt.Sprintf("%d %s", b-a, plural(b-a, "day"))
}

// byDateline: who says from where and through whom is nearer to the source than
// who cut that away.
func byDateline(s *share) (int, string) {
	switch x, y := creditsWhole(s.a), creditsWhole(s.b); {
	case x != "" && y == "":
		return 1, "has not the credit to " + x + " that the source has"
	case y != "" && x == "":
		return -1, "has not the credit to " + y + " that the source has"
	}
	return 0, ""
}

// creditsWhole returns the agency that d credits for its whole text.
func creditsWhole(d *doc) string {
	for _, c := range d.annotation.Credits {
		if c.Role == news.CreditedAs && c.Covers.IsZero() {
			return c.Agency
		}
	}
	return ""
}

// byExtraText: cutting is commoner than padding, so who shares the smaller part
// of their own text is the likelier source.
func byExtraText(s *share) (int, string) {
	const clear = 0.1
	switch x, y := s.shareA(), s.shareB(); {
	case y-x > clear:
		return 1, "the shorter text lies within the longer"
	case x-y > clear:
		return -1, "the shorter text lies within the longer"
	}
	return 0, ""
}
