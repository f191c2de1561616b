package compare

import (
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func TestQuotedParts(t *testing.T) {
	for text, want := range map[string][]string{
		`he saw a “change” and “pilots into “good” and “bad” ones” there`: {"change", "pilots into “good” and “bad” ones"},
		`a "wall" of "fog" here`: {"wall", "fog"},
		`no marks`:               nil,
		`it “never ends`:         {"never ends"},
		`a stray ” mark`:         nil,
	} {
		var got []string
		for _, s := range quotedParts(text, news.Span{End: len(text)}) {
			got = append(got, s.Of(text))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestDifferences(t *testing.T) {
	for _, test := range []struct{ full, other, want string }{
		{"we will open the pier", "we will open the pier", ""},
		{"we will open the old pier today", "we will open the pier", "without “old” | without “today”"},
		{"parting pilots into good and bad ones", "parting pilots into “bad” and “good” ones", "without “good and” | with “and good”"},
		{"we will not sign it", "we will sign it", "contradiction, negated in one: without “not”"},
		{"we need 12 ships", "we need 20 ships", "contradiction, another number: “20” for “12”"},
	} {
		full, other := spokenIn(test.full, []news.Span{{End: len(test.full)}}), spokenIn(test.other, []news.Span{{End: len(test.other)}})
		if got := strings.Join(differences(test.full, full, test.other, other), " | "); got != test.want {
			t.Errorf("%q and %q: %s, want %s", test.full, test.other, got, test.want)
		}
	}
}

func TestWordLength(t *testing.T) {
	for text, want := range map[string]int{"pier, then": 4, "don’t": 7, "1,200 men": 5, "end.": 3, "“x": 0, "a-b": 3, "": 0} {
		if got := wordLength(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

func FuzzDifferences(f *testing.F) {
	f.Add("a “b” c", "c d, e")
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = strings.ToValidUTF8(a, "?"), strings.ToValidUTF8(b, "?")
		x, y := spokenIn(a, []news.Span{{End: len(a)}}), spokenIn(b, []news.Span{{End: len(b)}})
		if d := differences(a, x, a, x); len(d) != 0 {
			t.Fatalf("%q differs from itself: %q", a, d)
		}
		differences(a, x, b, y)
		for _, s := range quotedParts(a, news.Span{End: len(a)}) {
			if err := s.Check(a); err != nil {
				t.Fatal(err)
			}
		}
	})
}
