package compare_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/news"
)

// kindsOf returns the kinds of the conflicts of a result, sorted.
func kindsOf(res compare.Result) string {
	var out []string
	for i := range res.Conflicts {
		out = append(out, string(res.Conflicts[i].Kind))
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), " ")
}

const (
	aground = `2024-03-05|The ferry Solveig ran aground off Marstal on Monday with 120 passengers on board. Police in Denmark said the crew had been warned of shallow water. ` +
		`At least 14 people were taken to hospital in Odense after the accident. Divers will examine the hull of the ferry before it is moved. ` +
		`The company that owns the ferry said its captain had worked for it since 2009.`
	unrelated = `2024-03-05|The museum of clocks in Winterthur opened a new wing on Saturday. Its director said that visitors would see watches never shown before.`
)

func TestConflictsOfCopies(t *testing.T) {
	for _, c := range []struct {
		name, from, to, want string
	}{
		{"untouched", "Marstal", "Marstal", ""},
		{"number", "with 120 passengers", "with 210 passengers", "number"},
		{"date", "on Monday with", "on Sunday with", "date"},
		{"place", "hospital in Odense", "hospital in Copenhagen", "place"},
		{"participant", "Police in Denmark", "Police in Sweden", "place"},
		{"spelling", "examine", "analyse", ""},
		{"bound", "At least 14 people", "More than 12 people", ""},
		{"rounded", "with 120 passengers", "with about 125 passengers", ""},
		{"left out", " in Odense", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := strings.Replace(aground, c.from, c.to, 1)
			if c.from != c.to && changed == aground {
				t.Fatal("nothing was changed")
			}
			_, res := compared(t, []string{aground, changed + " A newspaper added this."}, own)
			if got := kindsOf(res); got != c.want {
				t.Errorf("conflicts %q, want %q", got, c.want)
			}
		})
	}
}

// TestNoConflictOfTwoThings: two reports of two things do not contradict each
// other.
func TestNoConflictOfTwoThings(t *testing.T) {
	_, res := compared(t, []string{aground, unrelated}, own)
	if len(res.Conflicts) > 0 {
		t.Errorf("conflicts %q", kindsOf(res))
	}
}

// TestContested: what one article sets against each other is contested, by
// whoever says it.
func TestContested(t *testing.T) {
	_, res := compared(t, []string{
		`2024-03-05|Denmark insists that its trawlers have fished outside the reserve, but Norway says the trawlers have emptied the cod banks near Lofoten.`,
		unrelated,
	}, own)
	if got := kindsOf(res); got != "contested" {
		t.Fatalf("conflicts %q, want contested", got)
	}
	for _, s := range res.Conflicts[0].Sides {
		if len(s.Holders) != 1 {
			t.Errorf("side %q has holders %v", s.Value, s.Holders)
		}
	}
}

// TestPlannedAndHeld: a plan and a report of one meeting on two weekdays are a
// conflict that is marked planned.
func TestPlannedAndHeld(t *testing.T) {
	_, res := compared(t, []string{
		`2024-03-04|Foreign Minister Anna Berg will meet Foreign Minister Paul Lindt in Vienna on Wednesday to discuss the pipeline.`,
		`2024-03-05|Foreign Minister Anna Berg met Foreign Minister Paul Lindt in Vienna on Tuesday and they discussed the pipeline.`,
	}, own)
	i := slices.IndexFunc(res.Conflicts, func(c news.Conflict) bool { return c.Kind == news.DateConflict })
	if i < 0 {
		t.Fatalf("conflicts %q, want a date", kindsOf(res))
	}
	if !res.Conflicts[i].Planned {
		t.Error("the conflict is not marked planned")
	}
}

// claimOf returns the claim whose words begin so.
func claimOf(t *testing.T, res compare.Result, begin string) news.Claim {
	t.Helper()
	for _, c := range res.Claims {
		if strings.HasPrefix(c.Text, begin) {
			return c
		}
	}
	t.Fatalf("no claim %q", begin)
	return news.Claim{}
}

func TestClaimOfOneOrigin(t *testing.T) {
	_, res := compared(t, []string{aground, unrelated}, own)
	c := claimOf(t, res, "At least 14 people")
	if c.Status != news.SingleOrigin || c.Quantity == nil || c.Quantity.Value != 14 || c.Quantity.Bound != news.AtLeast {
		t.Errorf("claim %+v", c)
	}
}

// TestCopiesDoNotConfirm: the same words in two articles are one origin, whoever
// they are credited to.
func TestCopiesDoNotConfirm(t *testing.T) {
	_, res := compared(t, []string{aground, aground + " A newspaper added this."}, own)
	if c := claimOf(t, res, "At least 14 people"); len(c.OriginIDs) != 1 || c.Status != news.SingleOrigin || len(c.Spans) != 2 {
		t.Errorf("claim %+v", c)
	}
}

// TestSpansHoldTheirValues: what a side of a conflict or a claim shows stands in
// its first span.
func TestSpansHoldTheirValues(t *testing.T) {
	s, res := compared(t, []string{aground, strings.ReplaceAll(aground, "Odense", "Copenhagen") + " A newspaper added this."}, own)
	text := map[string]string{}
	for i := range s.Articles {
		text[s.Articles[i].ID] = s.Articles[i].Text
	}
	for _, c := range res.Conflicts {
		if c.About != c.AboutRef.Of(text[c.AboutRef.Article]) {
			t.Errorf("about %q", c.About)
		}
		for _, side := range c.Sides {
			if r := side.Spans[0]; !strings.Contains(r.Of(text[r.Article]), side.Value) {
				t.Errorf("%q is not in %q", side.Value, r.Of(text[r.Article]))
			}
		}
	}
	for _, c := range res.Claims {
		if r := c.Spans[0]; c.Text != r.Of(text[r.Article]) {
			t.Errorf("claim %q", c.Text)
		}
	}
}

// TestJudgementIsDeterministic: the same set gives the same result.
func TestJudgementIsDeterministic(t *testing.T) {
	texts := []string{aground, strings.ReplaceAll(aground, "Odense", "Copenhagen"), strings.ReplaceAll(aground, "120", "210"), unrelated}
	s, want := compared(t, texts, own)
	for range 5 {
		got := compare.Find(s)
		if len(got.Conflicts) != len(want.Conflicts) || len(got.Claims) != len(want.Claims) || len(got.Events) != len(want.Events) {
			t.Fatal("two results differ")
		}
		for i := range got.Conflicts {
			if got.Conflicts[i].ID != want.Conflicts[i].ID || got.Conflicts[i].Sides[0].Value != want.Conflicts[i].Sides[0].Value {
				t.Fatalf("conflict %d differs", i)
			}
		}
	}
}

// TestConfirmed: two articles confirm what both tell in their own words, but no
// sentence that was edited.
func TestConfirmed(t *testing.T) {
	const told = `2024-03-05|The ferry Solveig ran aground off Marstal on Monday with 120 passengers on board.`
	for _, c := range []struct {
		name, other string
		want        news.ClaimStatus
	}{
		{"in other words", `2024-03-05|On Monday the Danish ferry Solveig, with 120 passengers on board, ran aground off Marstal.`, news.Corroborated},
		{"a part of it", `2024-03-05|The ferry Solveig was built in Turku for the crossing to Marstal and is painted green.`, news.SingleOrigin},
		{"the same words", `2024-03-05|The ferry Solveig ran aground off Marstal late on Monday with 120 passengers on board.`, news.SingleOrigin},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, _ := compared(t, []string{told + " Divers will look at its hull.", c.other + " The museum was shut."}, own)
			s.Origins = []news.Origin{{ID: "a", Name: "Harbour Post", Kind: news.OriginOwn}, {ID: "b", Name: "Ferry Times", Kind: news.OriginOwn}}
			res := compare.Find(s)
			if cl := claimOf(t, res, "The ferry Solveig ran aground"); cl.Status != c.want {
				t.Errorf("status %s, want %s", cl.Status, c.want)
			}
		})
	}
}

// TestConfirmedByWhatIsAsserted: what two articles tell in passing confirms nothing, nor
// does what each tells of its own inquiry.
func TestConfirmedByWhatIsAsserted(t *testing.T) {
	for _, c := range []struct {
		name, told, other string
		want              bool
	}{
		{"one deed", "The ferry Solveig ran aground off Marstal on Monday with 120 passengers on board.",
			"On Monday the Danish ferry Solveig, with 120 passengers on board, ran aground off Marstal.", true},
		{"in passing", "The ferry Solveig is admired for its fast crossings off Marstal, where it has been the flagship since 1998.",
			"Passengers sang on the quay at Marstal, where the ferry Solveig has been the flagship since 1998.", false},
		{"of a noun", "The inquiry was announced Monday night, hours after the Marstal harbour board’s decision not to dismiss pilot Anders Krog.",
			"Fishermen have blocked quays around Denmark since Monday to protest the decision by a Marstal harbour board not to dismiss Danish pilot Anders Krog.", false},
		{"a number of one thing", "The rudder of the ferry Solveig broke off Marstal with 240 pilgrims on board.",
			"There were 240 pilgrims on board the ferry Solveig off Marstal.", true},
		{"of one part", "The storm of Monday tore a third of the rigging from the ferry Solveig off Marstal.",
			"On Monday, off Marstal, the storm tore away a third of the rigging of the Danish ferry Solveig.", true},
		{"of two parts", "The storm of Monday tore a third of the rigging from the ferry Solveig off Marstal.",
			"On Monday, off Marstal, the storm tore away half of the rigging of the Danish ferry Solveig.", false},
		{"armed", "The ferry Solveig ran aground off Marstal on Monday with 120 armed passengers on board.",
			"On Monday the Danish ferry Solveig, with 120 armed passengers on board, ran aground off Marstal.", true},
		{"unarmed", "The ferry Solveig ran aground off Marstal on Monday with 120 armed passengers on board.",
			"On Monday the Danish ferry Solveig, with 120 unarmed passengers on board, ran aground off Marstal.", false},
		{"no answer", "The owners of the ferry Solveig in Marstal did not respond to a request for comment on Monday.",
			"On Monday the Danish owners of the ferry Solveig, in Marstal, did not respond when a request for comment was sent.", false},
		{"an error of polls", "The poll of 1,204 passengers off Marstal has a margin of error of plus or minus 4 points.",
			"The margin of error is plus or minus 4 points in the poll of 1,204 passengers off Marstal.", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, _ := compared(t, []string{"2024-03-05|" + c.told + " Divers will look at its hull.", "2024-03-05|" + c.other + " The museum was shut."}, own)
			s.Origins = []news.Origin{{ID: "a", Name: "Harbour Post", Kind: news.OriginOwn}, {ID: "b", Name: "Ferry Times", Kind: news.OriginOwn}}
			found := slices.ContainsFunc(compare.Find(s).Claims, func(cl news.Claim) bool { return cl.Status == news.Corroborated })
			if found != c.want {
				t.Errorf("corroborated is %v, want %v", found, c.want)
			}
		})
	}
}
