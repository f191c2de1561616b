package cluster

import (
	"cmp"
	"math"
	"slices"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A digest is what is read of an article to sum its story up.
type digest struct {
	sentences []told
	passages  []passage
}

// section returns a section by its number: an empty one if there is none, as there is not if the
// article could not be opened again.
func (d *digest) section(number int) *Point {
	if number >= len(d.passages) {
		return new(Point)
	}
	return d.passages[number].point
}

// A teller finds the sentences that sum up a story.
type teller struct{ articles map[string]*keptArticle }

// Bounds on the summary of a story.
const (
	mostLeadSentences = 4
	mostTold          = 48  // articles that are read for it
	mostSentences     = 16  // of each, its first
	leastWordsTold    = 8   // of a sentence
	mostWordsTold     = 60  //
	sameFact          = .65 // of the weight of a sentence's words in another makes them one fact
	worthTelling      = .35 // of the gain of the first sentence
)

// A told is a sentence with the stems that carry it.
type told struct {
	ref   news.Ref
	terms []term // stems with their rarity, sorted by hash
	alone bool   // it can be read without those before it
}

// newDigest reads an article for its story.
func newDigest(a *news.Article, an *news.Annotation) *digest {
	d := &digest{passages: passages(a, an)}
	var buf [64]byte
	for _, s := range an.Sentences {
		if s.IsHeadline {
			continue
		}
		if len(d.sentences) == mostSentences {
			break
		}
		x := told{ref: news.Ref{Article: a.ID, Span: s.Span}, alone: standsAlone(a.Text, an, s)}
		for _, w := range an.Words[s.FirstWord:s.EndWord] {
			folded := knowledge.AppendWord(buf[:0], w.Of(a.Text))
			if len(folded) < 2 {
				continue
			}
			if r := knowledge.Rarity(string(folded)); r >= leastTold {
				x.terms = append(x.terms, term{stem(folded), r})
			}
		}
		slices.SortFunc(x.terms, func(x, y term) int { return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.weight, y.weight)) })
		x.terms = slices.Clip(slices.CompactFunc(x.terms, func(x, y term) bool { return x.hash == y.hash }))
		d.sentences = append(d.sentences, x)
	}
	return d
}

// leastTold is the rarity of the words that carry a sentence, in 1/256 bit.
const leastTold = 2 * 256

// A telling is a sentence as a candidate for the summary of one story.
type telling struct {
	*told
	weight   float64 // of all its terms
	derived  bool
	order    int // of its article among those of the story
	sentence int // of its article, from 0
}

// A weigher weighs a term by its rarity and its share in the story.
type weigher struct{ share map[uint32]float64 }

func (w *weigher) of(t term) float64 {
	s := w.share[t.hash]
	return float64(t.weight) * s * math.Sqrt(s)
}

// lead returns up to four sentences that sum up the story of these articles:
// those that carry most of the words that many of its articles have, each only
// if the sentences before it leave enough of them untold. A fact is given by the
// earliest sentence that has it of an article that took from no other.
//
// points are the articles in replay order.
//
// Source of the greedy choice by what is not yet covered: J. Carbonell, J.
// Goldstein, SIGIR 1998.
func (t *teller) lead(points []*article) []news.Ref {
	all, w := t.read(points[:min(len(points), mostTold)])
	var out []news.Ref
	covered := map[uint32]bool{}
	first, most := 0.0, mostLeadSentences
	if len(points) == 1 {
		most = 2
	}
	for len(out) < most {
		best, gain := -1, 0.0
		for k := range all {
			if g := all[k].gain(covered, w); g > gain {
				best, gain = k, g
			}
		}
		if best < 0 || gain < first*worthTelling {
			break
		}
		first = max(first, gain)
		for _, t := range all[best].terms {
			covered[t.hash] = true
		}
		if ref := earliest(all, best, w).ref; !slices.Contains(out, ref) {
			out = append(out, ref)
		}
	}
	return out
}

// read returns the sentences of a story's articles, and what its terms weigh.
func (t *teller) read(points []*article) ([]telling, *weigher) {
	var all []telling
	w := &weigher{map[uint32]float64{}}
	for order, p := range points {
		a, d := t.articles[p.id], p.point().digest
		in := map[uint32]bool{}
		for k := range d.sentences {
			x := &d.sentences[k]
			all = append(all, telling{told: x, derived: a.derived, order: order, sentence: k})
			for _, t := range x.terms {
				if !in[t.hash] {
					in[t.hash] = true
					w.share[t.hash] += 1 / float64(len(points))
				}
			}
		}
	}
	for k := range all {
		for _, t := range all[k].terms {
			all[k].weight += w.of(t)
		}
	}
	return all, w
}

// gain returns what a sentence adds to what is covered, less for a long one and
// one far down in its article.
func (x *telling) gain(covered map[uint32]bool, w *weigher) float64 {
	if !x.alone {
		return 0
	}
	sum := 0.0
	for _, t := range x.terms {
		if !covered[t.hash] {
			sum += w.of(t)
		}
	}
	return sum / math.Sqrt(float64(len(x.terms))+4) / (1 + .1*float64(x.sentence))
}

// earliest returns the sentence that tells the fact of sentence k first: of
// articles that took from none before those that did, the earliest article.
func earliest(all []telling, k int, w *weigher) *telling {
	best := &all[k]
	for i := range all {
		x := &all[i]
		if !x.alone || x.order == all[k].order || !x.tells(&all[k], w) {
			continue
		}
		if cmp.Or(compareBool(x.derived, best.derived), cmp.Compare(x.order, best.order), cmp.Compare(x.sentence, best.sentence)) < 0 {
			best = x
		}
	}
	return best
}

func compareBool(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	}
	return 1
}

// tells reports whether two sentences tell one fact: each has most of the weight
// of the other.
func (x *telling) tells(y *telling, w *weigher) bool {
	both := 0.0
	for i, j := 0, 0; i < len(x.terms) && j < len(y.terms); {
		switch a, b := x.terms[i], y.terms[j]; {
		case a.hash < b.hash:
			i++
		case a.hash > b.hash:
			j++
		default:
			both += w.of(a)
			i++
			j++
		}
	}
	return both > sameFact*x.weight && both > sameFact*y.weight
}

// standsAlone reports whether a sentence can be read without those before it: it
// is a whole sentence of a paragraph, of a fair length, and does not begin with a
// word that takes up what was said.
func standsAlone(text string, an *news.Annotation, s news.Sentence) bool {
	n := s.EndWord - s.FirstWord
	if n < leastWordsTold || n > mostWordsTold {
		return false
	}
	body := s.Of(text)
	switch body[len(body)-1] {
	case '.', '!':
	default:
		if r := []rune(body[max(0, len(body)-4):]); r[len(r)-1] != '”' && r[len(r)-1] != '"' {
			return false
		}
	}
	var buf [64]byte
	first := knowledge.AppendWord(buf[:0], an.Words[s.FirstWord].Of(text))
	return !takesUp[string(first)]
}

// takesUp are the words that begin a sentence which leans on the one before it:
// pronouns, demonstratives, and conjunctions and adverbs that join sentences.
var takesUp = map[string]bool{
	"he": true, "she": true, "it": true, "they": true, "his": true, "her": true, "its": true, "their": true,
	"we": true, "i": true, "you": true, "our": true, "my": true, "your": true,
	"this": true, "that": true, "these": true, "those": true, "here": true, "there": true, "such": true,
	"but": true, "and": true, "or": true, "so": true, "yet": true, "nor": true, "then": true, "also": true,
	"however": true, "meanwhile": true, "moreover": true, "still": true, "thus": true, "instead": true, "both": true,
	"another": true, "others": true, "later": true, "earlier": true, "again": true, "too": true,
}
