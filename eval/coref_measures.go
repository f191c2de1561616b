package eval

import (
	"math"
	"slices"

	"github.com/twosource/twosource/internal/grammar"
)

// A storyFacts is what the marked mentions of a story say of its words.
type storyFacts struct {
	documents int
	stems     map[string]*stemFacts
	in        map[string]int // documents that a word is in
	mean      float64        // of the likeness of two documents
}

// A stemFacts is what a story's mentions with one stem tell.
type stemFacts struct {
	mentions int
	per      map[int]int // mentions, by document
	about    bag         // their sentences
}

// readStories gathers what stories say of words, and in how many stories each stem
// is that of a mention.
func (p *eventPile) readStories() {
	p.facts, p.storiesWith = make([]storyFacts, len(p.stories)), map[string]int{}
	p.alike = map[[2]int][3]float64{}
	for n, list := range p.stories {
		f := &p.facts[n]
		f.stems, f.in = map[string]*stemFacts{}, map[string]int{}
		about := map[string]map[string]float64{}
		var documents []int
		for _, i := range list {
			m := &p.mentions[i]
			m.story = n
			s := f.stems[m.stem]
			if s == nil {
				s = &stemFacts{per: map[int]int{}}
				f.stems[m.stem], about[m.stem] = s, map[string]float64{}
				p.storiesWith[m.stem]++
			}
			s.mentions++
			s.per[m.document]++
			m.sentence.add(about[m.stem])
			delete(about[m.stem], m.lemma)
			if !slices.Contains(documents, m.document) {
				documents = append(documents, m.document)
			}
		}
		for stem, weights := range about {
			f.stems[stem].about = newBag(weights)
		}
		f.documents = len(documents)
		for _, d := range documents {
			for _, w := range p.texts[d].bag {
				f.in[w.word]++
			}
		}
		p.compareDocuments(f, documents)
	}
}

// compareDocuments tells how alike the documents of a story are: by their words, by
// those that few of its documents have, and by names.
func (p *eventPile) compareDocuments(f *storyFacts, documents []int) {
	rare := make([]bag, len(documents))
	for k, d := range documents {
		rare[k] = slices.Clone(p.texts[d].bag)
		for i := range rare[k] {
			w := &rare[k][i]
			w.weight *= math.Log(float64(f.documents+1) / float64(f.in[w.word]))
		}
	}
	pairs := 0
	for a, x := range documents {
		for b, y := range documents[:a] {
			l := [3]float64{p.texts[x].bag.cosine(p.texts[y].bag), rare[a].cosine(rare[b]), p.texts[x].names.cosine(p.texts[y].names)}
			p.alike[[2]int{min(x, y), max(x, y)}] = l
			f.mean += l[0]
			pairs++
		}
		p.alike[[2]int{x, x}] = [3]float64{1, 1, 1}
	}
	f.mean /= float64(max(pairs, 1))
}

// pairMeasures are the names of what [eventPile.measure] gives, in its order.
var pairMeasures = []string{
	"same-stem", "same-words", "shared-start", "content", "vectors", "vectors-known",
	"contexts", "sentences", "near", "clauses", "documents", "documents-rare", "document-names", "document-above-mean",
	"arguments", "names", "numbers", "places", "times", "names-known", "same-document", "same-sentence", "sentences-apart", "classes", "tense",
	"subjects", "objects", "cross", "rarity-low", "rarity-high", "order-low", "order-high", "mentions-low", "mentions-high",
	"documents-low", "documents-high", "in-document", "together", "stories-low", "stories-high", "story", "length-low", "length-high", "both-first",
	"known", "odds", "own-odds-low", "own-odds-high", "own-known",
}

// measure tells how two mentions of one story compare; what habits tell is left out.
func (p *eventPile) measure(i, j int, row []float32) []float32 {
	a, b := &p.mentions[i], &p.mentions[j]
	f := &p.facts[a.story]
	x, y := f.stems[a.stem], f.stems[b.stem]
	put := func(values ...float64) {
		for _, v := range values {
			row = append(row, float32(v))
		}
	}
	ordered := func(u, v float64) { put(min(u, v), max(u, v)) }
	same := is(a.lemma == b.lemma || a.stem == b.stem)
	start := float64(sharedStart(a.stem, b.stem)) / float64(max(len(a.stem), len(b.stem), 1))
	put(same, is(a.words == b.words), start, sharedPart(a.content, b.content))
	vectors, both := eventVectors().Likeness(a.stem, b.stem)
	contexts := 1.0
	if a.stem != b.stem {
		contexts = x.about.cosine(y.about)
	}
	put(vectors, is(both), contexts, a.sentence.cosine(b.sentence), a.near.cosine(b.near), a.clause.cosine(b.clause))
	l := p.alike[[2]int{min(a.document, b.document), max(a.document, b.document)}]
	put(l[0], l[1], l[2], l[0]-f.mean)
	put(sharedPart(a.arguments, b.arguments), sharedPart(a.names, b.names))
	put(concord(a.numbers, b.numbers), concord(a.places, b.places), concord(a.times, b.times), float64(min(len(a.names), len(b.names))))
	inside := a.document == b.document
	apart := 0.0
	if inside {
		apart = math.Abs(float64(a.order - b.order))
	}
	put(is(inside), is(inside && a.order == b.order), apart, float64(classOf(a)+classOf(b)), tenses(a, b))
	put(agreement(a.subject, b.subject), agreement(a.object, b.object))
	put(is(same == 0 && (contains(a.arguments, b.lemma) || contains(b.arguments, a.lemma))))
	ordered(a.rarity, b.rarity)
	ordered(float64(min(a.order, 20)), float64(min(b.order, 20)))
	ordered(float64(x.mentions), float64(y.mentions))
	ordered(float64(len(x.per)), float64(len(y.per)))
	put(float64(max(x.per[a.document], y.per[b.document])), together(x, y))
	ordered(float64(p.storiesWith[a.stem])/float64(len(p.stories)), float64(p.storiesWith[b.stem])/float64(len(p.stories)))
	put(float64(f.documents))
	ordered(float64(a.length), float64(b.length))
	put(is(a.order == 0) + is(b.order == 0))
	return append(row, make([]float32, habitMeasures)...)
}

// classOf is 0 for a mention by a verb, 1 by a noun, 3 by another word.
func classOf(m *eventMention) int {
	switch m.pos {
	case grammar.VERB, grammar.AUX:
		return 0
	case grammar.NOUN, grammar.PROPN:
		return 1
	}
	return 3
}

// tenses is 0 where one of two mentions has no tense, 1 where they have one, -1
// where one is to come and the other not, else -.5.
func tenses(a, b *eventMention) float64 {
	switch {
	case a.tense == 0 || b.tense == 0:
		return 0
	case a.tense == b.tense:
		return 1
	case a.tense == 3 || b.tense == 3:
		return -1
	}
	return -.5
}

// concord is the part of the smaller list that the other has, -1 where both have
// entries and share none, 0 where one has none.
func concord(a, b []string) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if s := sharedPart(a, b); s > 0 {
		return s
	}
	return -1
}

// together is the part of the documents of the rarer of two stems in which both
// are.
func together(x, y *stemFacts) float64 {
	n := 0
	for d := range x.per {
		if y.per[d] > 0 {
			n++
		}
	}
	return float64(n) / float64(min(len(x.per), len(y.per)))
}

func is(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// agreement is 1 where two words are one, -1 where they are two, 0 where one is
// missing.
func agreement(a, b string) float64 {
	switch {
	case a == "" || b == "":
		return 0
	case a == b:
		return 1
	}
	return -1
}

func contains(sorted []string, s string) bool {
	_, ok := slices.BinarySearch(sorted, s)
	return ok
}

// sharedStart is the number of bytes with which both words begin.
func sharedStart(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// sharedPart is the part of the smaller of two sorted lists that the other has.
func sharedPart(a, b []string) float64 {
	n := 0
	for _, s := range a {
		if contains(b, s) {
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return float64(n) / float64(min(len(a), len(b)))
}
