package cluster

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"
)

func TestShippedModelIsRead(t *testing.T) {
	m, err := ParseModel(modelText)
	if err != nil {
		t.Fatal(err)
	}
	var none, all Evidence
	none[daysApart], all[daysApart] = -1, -1
	for f := range Features {
		if f != daysApart {
			none[f], all[f] = -1, 1<<evidenceBits
		}
	}
	if low, high := m.Score(&none), m.Score(&all); low > -ScoreUnit || high < ScoreUnit {
		t.Errorf("pairs with nothing and all in common score %d and %d", low, high)
	}
}

func TestParseModel(t *testing.T) {
	m, err := ParseModel("# two trees\n= 7\nwords 10\n= -5\ndays-apart 3\n= 20\n= 10\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ words, days, want int32 }{{10, 0, 2}, {11, 3, 27}, {11, 4, 17}, {11, 2 * fadeFrom, 17 - fade(2*fadeFrom)}} {
		e := Evidence{sharedWords: test.words, daysApart: test.days}
		if got := m.Score(&e); got != test.want {
			t.Errorf("%d words, %d days: score %d, want %d", test.words, test.days, got, test.want)
		}
	}
	for _, bad := range []string{"words", "words 1\n= 2", "wards 1\n= 2\n= 3", "= x", "words 99999999999\n= 1\n= 1"} {
		if _, err := ParseModel(bad); !errors.Is(err, errModel) {
			t.Errorf("%q: error %v", bad, err)
		}
	}
}

func FuzzParseModel(f *testing.F) {
	f.Add("words 10\n= -5\ndays-apart 3\n= 20\n= 10\n")
	f.Fuzz(func(t *testing.T, text string) {
		if m, err := ParseModel(text); err == nil {
			m.Score(&Evidence{})
		}
	})
}

// TestGatherIsAFunctionOfTheSet: the order of the edges is of no matter.
func TestGatherIsAFunctionOfTheSet(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	const n = 60
	var es []edge
	for i := range int32(n) {
		for j := range i {
			if r.IntN(4) == 0 {
				es = append(es, edge{i, j, int32(r.IntN(4000) - 2000)})
			}
		}
	}
	part := func() [][]int {
		p := newPartition(n)
		p.gather(es, nil, Options{})
		return p.stories()
	}
	want := part()
	for range 10 {
		r.Shuffle(len(es), func(i, j int) { es[i], es[j] = es[j], es[i] })
		if got := part(); !reflect.DeepEqual(got, want) {
			t.Fatalf("stories are %v, want %v", got, want)
		}
	}
}

// TestTwinsAreNotGathered: two tight groups whose pairs between them score above
// even odds, but far below those within, stay two; a looser one is one story.
func TestTwinsAreNotGathered(t *testing.T) {
	for _, test := range []struct{ within, want int32 }{{5 * ScoreUnit, 2}, {3 * ScoreUnit / 4, 1}} {
		var es []edge
		for i := range int32(12) {
			for j := range i {
				e := edge{i, j, ScoreUnit / 2}
				if i/6 == j/6 {
					e.score = test.within
				}
				es = append(es, e)
			}
		}
		p := newPartition(12)
		p.gather(es, nil, Options{})
		if got := p.stories(); len(got) != int(test.want) {
			t.Errorf("within %d: stories %v, want %d", test.within, got, test.want)
		}
	}
}
