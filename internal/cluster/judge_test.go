package cluster

import (
	"math/rand/v2"
	"testing"
)

// blend returns points of which all vectors share some terms.
func blend(n int, r *rand.Rand) []*Point {
	points := make([]*Point, n)
	for i := range points {
		p := &Point{standing: standing{day: noDay}, length: 50 + r.Int32N(900)}
		if r.IntN(4) > 0 {
			p.day = 16_000 + r.IntN(300)
		}
		for k := range p.vectors {
			if r.IntN(8) == 0 {
				continue
			}
			var b bag
			for range 1 + r.IntN([...]int{300, 12}[k/names%2]) {
				b.add(r.Uint32N(1+r.Uint32N(400)), 1+r.Int32N(3), 300+r.Int32N(3000))
			}
			p.vectors[k] = b.vector(mostWords)
		}
		for range r.IntN(9) {
			p.quotes = append(p.quotes, uint32(len(p.quotes))*3+r.Uint32N(3))
		}
		p.finish()
		for k := range p.topics {
			if p.topics[k] = nil; r.IntN(6) > 0 {
				for range 128 {
					p.topics[k] = append(p.topics[k], int16(r.IntN(2*1448)-800))
				}
			}
		}
		points[i] = p
	}
	return points
}

// articleOf returns an article that is always whole.
func articleOf(p *Point) *article {
	a := new(article)
	a.set(p, new(mind))
	return a
}

// TestJudge holds that articles that are spread out score as they do when all is
// compared, and that what is called unlikely is.
func TestJudge(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	j := judge{model: theModel()}
	points := blend(120, r)
	rough, above := 0, 0
	for _, p := range points {
		j.take(articleOf(p))
		for _, q := range points {
			want := theModel().score(p, q)
			if got := j.odds(q, false); got != want {
				t.Fatalf("a pair scores %d spread out, %d else", got, want)
			}
			switch got := j.odds(q, true); {
			case got == unlikely && want < joinAt:
				rough++
			case got != want:
				t.Fatalf("a pair that scores %d is put at %d", want, got)
			}
			if want >= joinAt {
				above++
			}
		}
	}
	if rough == 0 || above == 0 {
		t.Errorf("%d pairs are unlikely, %d are even odds or more: no test", rough, above)
	}
}

// TestCeilings holds that nothing that is not known lifts a score above its ceiling.
func TestCeilings(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	value := func() int32 { return r.Int32N(1<<evidenceBits+2) - 1 }
	for range 2000 {
		c := &theModel().most
		var e Evidence
		for f := range e {
			e[f] = value()
		}
		most := c.rest + sum(c.trees, &e)
		for range 20 {
			for f := range e {
				if !(question{feature: uint8(f)}).known() {
					e[f] = value()
				}
			}
			if got := sum(theModel().trees, &e); got > most {
				t.Fatalf("scores %d, at most %d", got, most)
			}
		}
	}
	loose, err := ParseModel("words 5\nstems 4\n= 9\n= -3\n= 1\nstems 5\nwords 7\n= 2\n= 8\nwords 6\n= -1\n= 5\n")
	if err != nil {
		t.Fatal(err)
	}
	for words, want := range []int32{9 + 2, 9 + 2, 9 + 2, 9 + 2, 9 + 2, 9 + 2, 1 + 2, 1 + 5, 1 + 8} {
		c := &loose.most
		if got := c.rest + sum(c.trees, &Evidence{sharedWords: int32(words)}); got != want {
			t.Errorf("%d words: at most %d, want %d", words, got, want)
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	points := blend(64, rand.New(rand.NewPCG(3, 4)))
	j, of := judge{model: theModel()}, articleOf(points[0])
	for b.Loop() {
		j.take(of)
		for _, q := range points {
			j.odds(q, false)
		}
	}
}
