package ingest

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// spoil reads UTF-8 as windows-1252.
func spoil(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	for i := range len(s) {
		r := charmap.Windows1252.DecodeByte(s[i])
		if r == '\uFFFD' {
			r = rune(s[i])
		}
		b.WriteRune(r)
	}
	return b.String()
}

func TestReadBack(t *testing.T) {
	for _, meant := range []string{"The board’s vote", "“No deal” — yet", "café in Malmö", "€480 a call", "naïve … or not", "Łódź"} {
		once := spoil(t, meant)
		for _, s := range []string{once, spoil(t, once)} {
			if got, n := readBack(s); got != meant || n == 0 {
				t.Errorf("%q is read back as %q, want %q", s, got, meant)
			}
		}
	}
}

func TestReadBackLeavesTextAlone(t *testing.T) {
	for _, s := range []string{
		"The board’s vote", "«CAFÉ» ALLÉ» GRÖ“ À» Ü–", "Ângela e João, São Tomé", "Âge d’or", "Ã", "Mũi Né", "北京 в Москве", "naïve café — “yes”", "plain",
	} {
		if got, n := readBack(s); got != s || n != 0 {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func FuzzReadBack(f *testing.F) {
	f.Add("Obamaâ€™s")
	f.Add("Ã¢â‚¬â„¢")
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		got, n := readBack(s)
		if n == 0 && got != s || len(got) > len(s) || strings.ToValidUTF8(got, "") != got {
			t.Fatalf("%q became %q with %d stretches", s, got, n)
		}
	})
}
