package compare_test

import (
	"slices"
	"testing"

	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/news"
)

// TestClausesConfirm: sentences that share one clause and little else confirm that
// clause, and its words alone.
func TestClausesConfirm(t *testing.T) {
	for _, c := range []struct {
		name, told, other, want string
	}{
		{"in passing and in chief", "The row between Norway and Denmark entered its second day after Norway seized a Danish trawler off Lofoten on Monday.",
			"That changed when the Norwegian coast guard seized a Danish trawler on Monday, the first such act since 1952.", "Norway seized a Danish trawler"},
		{"as far as both tell", "Three weeks of talks were in vain, and Norway seized a Danish trawler off Lofoten on Monday at the request of its fishermen.",
			"Cod is dear in Copenhagen this spring, for Norway seized a Danish trawler off Lofoten.", "Norway seized a Danish trawler off Lofoten"},
		{"another doer", "The row between Norway and Denmark entered its second day after Norway seized a Danish trawler off Lofoten on Monday.",
			"That changed when Iceland seized a Danish trawler on Monday, the first such act since 1952.", ""},
		{"another thing", "The row between Norway and Denmark entered its second day after Norway seized a Danish trawler off Lofoten last month.",
			"That changed when Norway seized a cargo of herring, the first such act since 1952.", ""},
		{"more of them", "The row between Norway and Denmark entered its second day after Norway seized a Danish trawler off Lofoten on Monday.",
			"That changed when Norway seized two Danish trawlers on Monday, the first such act since 1952.", ""},
		{"not done", "The row between Norway and Denmark entered its second day after Norway seized a Danish trawler off Lofoten on Monday.",
			"That changed when Norway nearly seized a Danish trawler on Monday, the first such try since 1952.", ""},
		{"a claim", "The row between Norway and Denmark entered its second day after Norway seized a Danish trawler off Lofoten on Monday.",
			"Denmark claims that Norway seized a Danish trawler on Monday, the first such act since 1952.", ""},
		{"another kind of it", "Cod is dear in Copenhagen this spring, and Norway granted a fishing licence to Denmark on Monday.",
			"The row ended for now when Norway granted a drilling licence on Monday.", ""},
		{"whoever that is", "Cod is dear in Copenhagen this spring, and he seized a Danish trawler off Lofoten on Monday.",
			"The row ended for now when he seized a Danish trawler on Monday.", ""},
		{"part of another", "Cod is dear in Copenhagen this spring, and fishermen blame Norway, which seized a Danish trawler off Lofoten on Monday.",
			"Divers examined the Danish trawler that Norway seized on Monday.", ""},
		{"word for word", "After a week of threats, the coast guard of Norway quietly seized a Danish trawler.",
			"Cod is dear in Copenhagen this spring, the coast guard of Norway quietly seized a Danish trawler.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			checkConfirmed(t, c.told, "2024-03-05", c.other, c.want)
		})
	}
}

// checkConfirmed compares a report of one outlet with a later one of another that share
// what two sentences tell, and looks for the words that they confirm; "" is nothing. It
// returns the claim.
func checkConfirmed(t *testing.T, told, later, other, want string) (confirmed news.Claim) {
	t.Helper()
	s, _ := compared(t, []string{"2024-03-05|" + told + " Divers will look at its hull.", later + "|" + other + " The museum was shut."}, own)
	s.Origins = []news.Origin{{ID: "a", Name: "Harbour Post", Kind: news.OriginOwn}, {ID: "b", Name: "Ferry Times", Kind: news.OriginOwn}}
	claims := compare.Find(s).Claims
	i := slices.IndexFunc(claims, func(cl news.Claim) bool { return cl.Status == news.Corroborated })
	if i < 0 {
		if want != "" {
			t.Error("nothing is corroborated")
		}
		return confirmed
	}
	if claims[i].Text != want {
		t.Errorf("%q is corroborated, want %q", claims[i].Text, want)
	}
	return claims[i]
}
