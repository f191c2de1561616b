package compare

import (
	"strings"
	"testing"
)

func TestSaysSame(t *testing.T) {
	const said = "The harbour board closed the swing bridge on Monday after a barge struck its eastern pier."
	for _, c := range []struct {
		other string
		same  bool
	}{
		{said, true},
		{"After a barge struck its eastern pier, the harbour board on Monday closed the swing bridge.", true},
		{"The museum of clocks opened a new wing on Saturday with watches never shown before.", false},
		{"The bridge will cost the town forty million crowns over ten years, its treasurer said.", false},
	} {
		if odds := Word(said).saysSame(Word(c.other)); odds > 0 != c.same {
			t.Errorf("%q: log odds %d/%d", c.other, odds, sayUnit)
		}
	}
}

// TestResemblanceIsSymmetric: it does not matter which sentence comes first, and
// nothing in a text makes it fail.
func TestResemblanceIsSymmetric(t *testing.T) {
	texts := []string{"", "a", "Twelve of 1,200 ships sank in 2.5 hours", "…\xff 3,\u00e9 ’s n't 9.", strings.Repeat("long ago ", 200), "Ships sank: 1,200 of twelve"}
	for _, x := range texts {
		for _, y := range texts {
			if Word(x).Resemblance(Word(y)) != Word(y).Resemblance(Word(x)) {
				t.Errorf("%q and %q", x, y)
			}
		}
	}
}

func TestParseSayModel(t *testing.T) {
	if _, err := parseSayModel(sayModelText); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "constant 1", "constant 1 0\nno-such 1 2\n", sayModelText + "more 1 2\n"} {
		if _, err := parseSayModel(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func FuzzWord(f *testing.F) {
	f.Add("Twelve of 1,200 ships sank", "1,200 ships, sank")
	f.Fuzz(func(t *testing.T, x, y string) {
		w, v := Word(x), Word(y)
		for i, n := range w.Resemblance(v) {
			if n < 0 {
				t.Errorf("%s is %d", ResemblanceNames[i], n)
			}
		}
		w.saysSame(v)
	})
}

func BenchmarkSaysSame(b *testing.B) {
	x := Word("The harbour board closed the swing bridge on Monday after a barge struck its eastern pier.")
	y := Word("After a barge struck its eastern pier, the harbour board on Monday closed the swing bridge.")
	for b.Loop() {
		x.saysSame(y)
	}
}
