package coref

import (
	"math"
	"testing"
)

func TestVectors(t *testing.T) {
	v := ParseVectors(NewVectors([]string{"ferry", "pier", "vote"}, [][]float64{{1, 0}, {2, .1}, {0, -3}}).Bytes())
	for _, c := range []struct {
		a, b string
		want float64
		ok   bool
	}{{"ferry", "pier", 1, true}, {"ferry", "vote", 0, true}, {"ferry", "ferry", 1, true}, {"ferry", "harbour", 0, false}} {
		if got, ok := v.Likeness(c.a, c.b); math.Abs(got-c.want) > .01 || ok != c.ok {
			t.Errorf("%s and %s: %v, %v, want %v, %v", c.a, c.b, got, ok, c.want, c.ok)
		}
	}
	for _, bad := range []string{"", "\n", "a b\n123", "a b"} {
		v := ParseVectors([]byte(bad))
		if _, ok := v.Likeness("a", "b"); ok {
			t.Errorf("%q is read as a table", bad)
		}
	}
}

func TestStem(t *testing.T) {
	for word, want := range map[string]string{"stopped": "stop", "stopping": "stop", "stops": "stop", "filed": "fil", "files": "fil", "is": "is", "falling": "fall", "": ""} {
		if got := Stem(word); got != want {
			t.Errorf("Stem(%q) = %q, want %q", word, got, want)
		}
	}
}
