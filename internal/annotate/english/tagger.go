package english

import "github.com/twosource/twosource/internal/grammar"

// A class is a joint word class: what the tagger chooses between.
type class struct {
	pos grammar.POS
	tag grammar.Tag // the fine class, or the usual one where lexicon and form decide
}

// A tagger gives words their classes, from left to right.
type tagger struct {
	weights scorer
	classes []class
	sums    [maxClasses]int32
	feats   []uint64
}

// run sets tag and pos of the words of s.
func (t *tagger) run(s *sentence) {
	t1, t2 := uint32(0), uint32(0)
	for i := 1; i <= s.n; i++ {
		w := &s.w[i]
		c := int(w.sure) - 1
		if c < 0 {
			t.feats = tagFeatures(s, i, t1, t2, t.feats[:0])
			sums := t.sums[:len(t.classes)]
			t.weights.score(t.feats, sums)
			c = argmax(sums)
		}
		t.set(w, c)
		t1, t2 = w.tag, t1
	}
}

func (t *tagger) set(w *word, c int) {
	w.tag = classBase + uint32(c)
	w.pos = classBase + uint32(t.classes[c].pos)
}
