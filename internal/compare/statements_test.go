package compare_test

import (
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestWhoHeardIt: words that were said to one outlet have that outlet alone as witness,
// whoever prints them after it.
func TestWhoHeardIt(t *testing.T) {
	const told = `2024-03-05|The swing bridge stays shut. “Nobody likes a long detour in winter,” Ida Holm, the harbour master, told the Guardian in an interview.`
	for _, c := range []struct {
		name, other string
		origins     int
	}{
		{"printed after it", `2024-03-06|Shopkeepers are angry. “Nobody likes a long detour in winter,” said Ida Holm, the harbour master.`, 1},
		{"that names it", `2024-03-06|Ida Holm spoke to the Guardian. “Nobody likes a long detour in winter,” Holm told the Guardian.`, 1},
		{"that means it", `2024-03-06|Ida Holm gave the Guardian an interview. “Nobody likes a long detour in winter,” Holm told the paper.`, 1},
		{"to others too", `2024-03-06|Shopkeepers are angry. “Nobody likes a long detour in winter,” Ida Holm, the harbour master, told reporters.`, 2},
		{"with more", `2024-03-06|Shopkeepers are angry. “Nobody likes a long detour in winter, and least of all the shopkeepers,” said Ida Holm, the harbour master.`, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, res := compared(t, []string{told, c.other}, own)
			found := 0
			for _, s := range res.Statements {
				if strings.Contains(s.Text, "Nobody likes a long detour") {
					if found++; len(s.Reports) != 2 || len(s.OriginIDs) != c.origins {
						t.Errorf("%q: %d reports of %d origins, want 2 of %d", s.Text, len(s.Reports), len(s.OriginIDs), c.origins)
					}
				}
			}
			if found != 1 {
				t.Errorf("the quotation is %d statements", found)
			}
			for _, cl := range res.Claims {
				if strings.Contains(cl.Text, "detour") && len(cl.OriginIDs) > c.origins {
					t.Errorf("%q is a claim of %d origins", cl.Text, len(cl.OriginIDs))
				}
			}
		})
	}
}

// TestNoSecondOrigin: what one article has edited of another's confirms nothing, whether it
// is told by the outlet or said by somebody.
func TestNoSecondOrigin(t *testing.T) {
	for _, c := range []struct {
		name, first, second string
		origins             int
	}{
		{"edited", "One pilot was hurt but details on the injury were not immediately available.",
			"One pilot was hurt, but information on his injuries was not immediately available.", 1},
		{"a run of words that somebody said", "Harbour watchers said in a message on Friday that Anders Krog had put in requests for work to six new ports.",
			"Meanwhile, harbour watchers said that Anders Krog, who is still in Marstal, had put in requests for work to six new ports.", 1},
		{"in other words", "The ferry Solveig ran aground off Marstal on Monday with 120 passengers on board.",
			"On Monday the Danish ferry Solveig, with 120 passengers on board, ran aground off Marstal.", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, res := compared(t, []string{"2024-03-05|" + c.first + " Divers will look at its hull.", "2024-03-05|" + c.second + " The museum was shut."}, own)
			most := 0
			for _, cl := range res.Claims {
				most = max(most, len(cl.OriginIDs))
				if len(cl.OriginIDs) < 2 && (cl.Status == news.Corroborated || cl.Status == news.TwoOriginsUnnamed) {
					t.Errorf("%q is %s by one origin", cl.Text, cl.Status)
				}
			}
			for _, e := range res.Timelines[0] {
				most = max(most, len(e.OriginIDs))
			}
			if most != c.origins {
				t.Errorf("%d origins, want %d", most, c.origins)
			}
		})
	}
}

// TestOfAnother: what is told of "her" is not what is told of somebody else.
func TestOfAnother(t *testing.T) {
	_, res := compared(t, []string{
		"2024-10-16|A second female health care worker at the Dallas hospital where cholera patient Oskar Emil Brandt was treated has tested positive for the virus, Texas health officials confirmed Wednesday, as the state prepares for the possibility of more cases.",
		"2024-10-17|Nurse Ida Holm is in good condition. She is now being cared for in Dallas at the same hospital where she worked and where she contracted the virus from a patient she treated, Oskar Emil Brandt.",
	}, own)
	for _, cl := range res.Claims {
		if len(cl.OriginIDs) > 1 {
			t.Errorf("%q is a claim of two origins", cl.Text)
		}
	}
}

// TestInPassing: two sentences that tell one thing in passing, and mainly two others, are
// no line of two origins, for either would be shown.
func TestInPassing(t *testing.T) {
	_, res := compared(t, []string{
		"2024-11-25|Harbour lawyers working alongside inspectors have been examining whether night watchman Dan Wilson intentionally broke the port's rules in the case of 18-year-old Oskar Brandt, the unarmed deckhand he shot dead Aug. 9.",
		"2024-10-05|Here, after 58 days, almost everyone is waiting for a panel to decide whether Wilson, who shot the unarmed 18-year-old deckhand on Aug. 9, will be dismissed.",
	}, own)
	for _, e := range res.Timelines[0] {
		if len(e.OriginIDs) > 1 {
			t.Errorf("%q is a line of two origins", e.Text)
		}
	}
	for _, cl := range res.Claims {
		if len(cl.OriginIDs) > 1 {
			t.Errorf("%q is a claim of two origins", cl.Text)
		}
	}
}
