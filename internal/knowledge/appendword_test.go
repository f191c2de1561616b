package knowledge

import "testing"

func TestAppendWord(t *testing.T) {
	for word, want := range map[string]string{
		"Assad’s": "assad", "ASSAD": "assad", "it's": "it", "’s": "s", "well-known": "wellknown", "U.S.": "us", "“": "", "": "", "Ålund": "ålund", "6:35": "635",
	} {
		if got := string(AppendWord(nil, word)); got != want {
			t.Errorf("%q is folded to %q, want %q", word, got, want)
		}
	}
	if got := string(AppendWord([]byte("x "), "’Tis")); got != "x tis" {
		t.Errorf("appended %q", got)
	}
}
