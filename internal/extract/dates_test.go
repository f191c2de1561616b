package extract

import "testing"

func TestLabelOf(t *testing.T) {
	for _, c := range []struct {
		line string
		want dateLabel
		rest string
	}{
		{"Published: 6 May 2021", labelPublished, "6 May 2021"},
		{"Veröffentlicht am 6. Mai 2021", labelPublished, "6. Mai 2021"},
		{"Last updated on 6 May 2021", labelUpdated, "6 May 2021"},
		{"Mis à jour le 6 mai 2021", labelUpdated, "6 mai 2021"},
		{"Postedness 6 May 2021", unlabelled, "Postedness 6 May 2021"},
		{"Updated", labelUpdated, ""},
		{"6 May 2021", unlabelled, "6 May 2021"},
		{"", unlabelled, ""},
	} {
		if got, rest := labelOf(c.line); got != c.want || rest != c.rest {
			t.Errorf("labelOf(%q) = %d, %q; want %d, %q", c.line, got, rest, c.want, c.rest)
		}
	}
}

func TestFullDate(t *testing.T) {
	for _, c := range []struct{ sentence, want string }{
		{"A crane fell into the basin on 12 March 2021.", "12 March 2021"},
		{"The ministers met on Friday, March 12, 2021, in Halvik.", "March 12, 2021"},
		{"They met on 12 March 2021 and again on 4 April 2021.", "4 April 2021"},
		{"The treaty of 12 March 2021 was signed.", ""},
		{"The permit was issued on 12/03/2021 or so.", ""},
		{"It was on 31 February 2021.", ""},
		{"The quay will close on 12 March 2021.", ""},
		{"The quay was due to close on 12 March 2021.", ""},
		{"The quay closes on 12 March 2021.", ""},
	} {
		got := ""
		if toldAsPast(c.sentence) {
			_, got = fullDate(c.sentence)
		}
		if got != c.want {
			t.Errorf("%q tells of %q as past, want %q", c.sentence, got, c.want)
		}
	}
}
