package cluster

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A term is one feature of an article and its weight. The weights of an article
// form a vector of length 1<<unitBits.
type term struct {
	hash   uint32
	weight int32
}

const unitBits = 14

// A point is one article as this stage reads it.
type point struct {
	article    *news.Article
	annotation *news.Annotation
	terms      []term // sorted by hash
	heavy      []term // the weightiest, by which stories are found
	setting    []term // days and towns, sorted by hash; nil if none is named
	actors     []actor
	day        int // of publication, in days since 1970; noDay if unknown
}

// An actor is a person or body that an article names.
type actor struct {
	key    string
	name   string
	count  int
	rarity int32 // of the last word of the name, in 1/256 bit
}

const noDay = math.MinInt32

// How much more a feature counts than a word of the body. Chosen on the labelled
// sets of events together with joinAt; see docs/decisions.
const (
	titleFactor = 3
	leadFactor  = 2
	nameFactor  = 1
	leadWords   = 60 // the lead is the first words of the body
	heavyTerms  = 48
	maxTerms    = 256 // the weightiest are kept: the rest is under a tenth of the length
)

func newPoint(a *news.Article, an *news.Annotation) point {
	p := point{article: a, annotation: an, day: noDay}
	if d, ok := a.Published.Day(); ok {
		p.day = d
	}
	counts := map[uint32]*feature{}
	addWords(counts, a, an)
	p.actors = addNames(counts, an)
	p.terms = weigh(counts)
	p.heavy = heaviest(p.terms)
	p.setting = newSetting(a, an)
	return p
}

// A feature is what is counted of one word or name.
type feature struct {
	count  int32 // occurrences, those in title and lead counted several times
	rarity int32 // log2 of the inverse document frequency, in 1/256 bit
}

// addWords counts the words of an article.
func addWords(counts map[uint32]*feature, a *news.Article, an *news.Annotation) {
	body := 0
	var buf [64]byte
	for _, s := range an.Sentences {
		for _, w := range an.Words[s.FirstWord:s.EndWord] {
			folded := knowledge.AppendWord(buf[:0], w.Of(a.Text))
			if len(folded) < 2 {
				continue
			}
			n := int32(1)
			switch {
			case s.IsHeadline:
				n = titleFactor
			case body < leadWords:
				n = leadFactor
			}
			if !s.IsHeadline {
				body++
			}
			h := uint32(xxh3.Hash(folded))
			f := counts[h]
			if f == nil {
				f = &feature{rarity: knowledge.Rarity(string(folded))}
				counts[h] = f
			}
			f.count += n
		}
	}
}

// addNames counts the names of an article as features of their own, so that a
// shared name counts beyond its words, and returns its actors, commonest first.
func addNames(counts map[uint32]*feature, an *news.Annotation) []actor {
	byKey := map[string]*actor{}
	for i := range an.Mentions {
		m := &an.Mentions[i]
		if m.Kind != news.NameMention {
			continue
		}
		key := cmp.Or(m.Known, string(m.Type)+":"+m.Key)
		if m.Type == news.Person || m.Type == news.Organization || m.Type == news.Group || m.Type == news.Place {
			act := byKey[key]
			if act == nil {
				act = &actor{key: key, name: m.Name, rarity: knowledge.Rarity(strings.ToLower(lastWord(m.Name)))}
				byKey[key] = act
			}
			act.count++
		}
	}
	out := make([]actor, 0, len(byKey))
	for key, act := range byKey {
		h := uint32(xxh3.HashString("name " + key))
		counts[h] = &feature{count: int32(act.count), rarity: nameFactor * act.rarity / 2}
		out = append(out, *act)
	}
	slices.SortFunc(out, func(x, y actor) int { return cmp.Or(cmp.Compare(y.count, x.count), cmp.Compare(x.key, y.key)) })
	return out
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// weigh turns counts into a vector of unit length: (1+log2 count) × rarity,
// all in integers but for one square root and one division per term, which
// IEEE 754 rounds the same everywhere.
func weigh(counts map[uint32]*feature) []term {
	terms := make([]term, 0, len(counts))
	for h, f := range counts {
		// Words in more than one article of about eight say nothing.
		r := f.rarity - 3*256
		if r <= 0 {
			continue
		}
		terms = append(terms, term{h, int32(int64(256+log2(f.count)) * int64(r) >> 8)})
	}
	slices.SortFunc(terms, func(x, y term) int { return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.hash, y.hash)) })
	terms = terms[:min(len(terms), maxTerms)]
	sum := int64(0)
	for _, t := range terms {
		sum += int64(t.weight) * int64(t.weight)
	}
	if sum == 0 {
		return nil
	}
	norm := math.Sqrt(float64(sum))
	for i := range terms {
		terms[i].weight = int32(float64(int64(terms[i].weight)<<unitBits)/norm + 0.5)
	}
	slices.SortFunc(terms, func(x, y term) int { return cmp.Compare(x.hash, y.hash) })
	return terms
}

// log2 returns the binary logarithm of n ≥ 1 in 1/256, to within 0.09: exact at
// powers of two, linear between them.
func log2(n int32) int32 {
	k := int32(bits.Len32(uint32(n)) - 1)
	return k<<8 + (n<<8>>k - 256)
}

func heaviest(terms []term) []term {
	h := slices.Clone(terms)
	slices.SortFunc(h, func(x, y term) int { return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.hash, y.hash)) })
	return h[:min(len(h), heavyTerms)]
}

// dot returns the cosine of two vectors, as a fraction of 1<<scoreBits.
func dot(a, b []term) int64 {
	sum := int64(0)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].hash < b[j].hash:
			i++
		case a[i].hash > b[j].hash:
			j++
		default:
			sum += int64(a[i].weight) * int64(b[j].weight)
			i++
			j++
		}
	}
	return sum >> (2*unitBits - scoreBits)
}

// Scores are fractions of 1<<scoreBits.
const scoreBits = 16
