package compare_test

import (
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/news"
)

// positionOn returns the position of the party whose entity some mention of that
// name stands for, on an issue of that name.
func positionOn(s compare.Set, res compare.Result, party, issue string) *news.Position {
	for i := range res.Positions {
		p := &res.Positions[i]
		if !strings.Contains(p.Issue, issue) {
			continue
		}
		for a := range s.Annotations {
			for m, id := range s.EntityOf[a] {
				if id == p.Party && s.Annotations[a].Mentions[m].Of(s.Articles[a].Text) == party {
					return p
				}
			}
		}
	}
	return nil
}

func TestPositions(t *testing.T) {
	const (
		stated = `2024-05-02|Finland changed from a "Korhonen must resign” position to a position that describes President Ilkka Korhonen of Estonia as a partner for the talks.

Norway has consistently said that Korhonen should stay until the vote.`
		softened = `2024-05-03|Sweden has shown signs of a softening of stance on its earlier demand of an immediate removal of Ilkka Korhonen from his post.

Denmark rejects President Ilkka Korhonen. Denmark wants Korhonen to leave.`
		quiet = `2024-05-03|Mr Korhonen opened a bridge in Tartu on Friday, and Finland sent a flag.`
	)
	s, res := compared(t, []string{stated, softened, quiet}, own)
	for _, c := range []struct {
		party  string
		change news.PositionChange
		first  string // of the two spans
		second string
	}{
		{"Finland", news.PositionMoved, `a "Korhonen must resign” position`, "a position that describes President Ilkka Korhonen"},
		{"Sweden", news.PositionMoved, "earlier demand of an immediate removal", "has shown signs of a softening of stance"},
		{"Norway", news.PositionHeld, "has consistently said", ""},
		{"Denmark", news.PositionUnknown, "", ""},
	} {
		p := positionOn(s, res, c.party, "Korhonen")
		if p == nil {
			t.Errorf("%s has no position", c.party)
			continue
		}
		if p.Changed != c.change {
			t.Errorf("%s: changed is %q, want %q", c.party, p.Changed, c.change)
		}
		for n, want := range []string{c.first, c.second} {
			if want == "" {
				continue
			}
			if n >= len(p.Change) || !strings.HasPrefix(words(s, p.Change[n]), want) {
				t.Errorf("%s: span %d of the change does not begin with %q: %v", c.party, n, want, p.Change)
			}
		}
		for _, pt := range p.Points {
			if len(pt.Spans) == 0 {
				t.Errorf("%s: a point without words", c.party)
			}
		}
	}
	if p := positionOn(s, res, "Estonia", "Korhonen"); p != nil {
		t.Error("a country has a position on its own president")
	}
}

// words returns what a reference points at.
func words(s compare.Set, r news.Ref) string {
	for i := range s.Articles {
		if s.Articles[i].ID == r.Article {
			return r.Of(s.Articles[i].Text)
		}
	}
	return ""
}

// TestOthersWordsAreNoPosition: what one government says of another's position is
// not that one's own.
func TestOthersWordsAreNoPosition(t *testing.T) {
	s, res := compared(t, []string{`2024-05-02|“Finland wants Ilkka Korhonen to fall,” Norwegian Foreign Minister Ola Berg told reporters. Sweden has softened its stance on Ilkka Korhonen.`}, own)
	if p := positionOn(s, res, "Finland", "Korhonen"); p != nil {
		t.Errorf("Finland has a position by Norway's word: %q", words(s, p.Points[0].Spans[0]))
	}
}

// TestDemandGivenUp: who gave up a demand is the clause's subject, not a place in
// the dateline.
// TestNamesOfThings: a compound is one word of the name of an issue, and a word that
// only says that there is a position, or that something must be, names none.
func TestNamesOfThings(t *testing.T) {
	s, res := compared(t, []string{
		`2024-05-02|Finland rejected a Norwegian quay-fee proposal during the talks. Sweden supported the quay-fee proposal.`,
		`2024-05-03|Estonia has consistently supported the obligation. Estonia keeps a defiant posture.`,
	}, own)
	if positionOn(s, res, "Finland", "Norwegian quay-fee proposal") == nil && positionOn(s, res, "Finland", "quay-fee proposal") == nil {
		t.Errorf("the proposal is no issue: %+v", res.Positions)
	}
	for _, p := range res.Positions {
		if strings.Contains(p.Issue, "obligation") || strings.Contains(p.Issue, "posture") {
			t.Errorf("%q is an issue", p.Issue)
		}
	}
}

func TestDemandGivenUp(t *testing.T) {
	s, res := compared(t, []string{"2024-05-14|Estonia on Tuesday abandoned its demand that Finland scrap a surcharge on night ferries.",
		"2024-05-14|TURKU, Finland, May 14 (Nordpress) — Estonia on Tuesday gave up its demand that Norway scrap a surcharge on night ferries."}, own)
	if p := positionOn(s, res, "Estonia", "surcharge"); p == nil || p.Changed != news.PositionMoved {
		t.Errorf("Estonia's position is %+v", p)
	}
	if p := positionOn(s, res, "Finland", ""); p != nil {
		t.Errorf("Finland has a position: %q", words(s, p.Points[0].Spans[0]))
	}
}
