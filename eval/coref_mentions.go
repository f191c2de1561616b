package eval

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/twosource/twosource/eval/coref"
	"github.com/twosource/twosource/internal/annotate/english"
	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// An eventText is a document with its grammar.
type eventText struct {
	article *news.Article
	words   []news.Word
	grammar *grammar.Text
	marks   *news.Annotation
	bag     bag // of the whole text
	names   bag // of the whole text
}

// readEventTexts reads the grammar of articles.
func readEventTexts(articles []news.Article, annotations []news.Annotation) ([]eventText, error) {
	m, err := english.Load()
	if err != nil {
		return nil, err
	}
	r := english.NewReader(m)
	out := make([]eventText, len(articles))
	for i := range articles {
		t := &out[i]
		t.article, t.marks = &articles[i], &annotations[i]
		_, t.words, t.grammar = r.Read(&articles[i])
		t.bag = t.bagOf(0, len(t.words))
		names := map[string]float64{}
		for k := range t.marks.Mentions {
			if x := &t.marks.Mentions[k]; x.Kind == news.NameMention {
				names[x.Key] = 1
			}
		}
		t.names = newBag(names)
	}
	return out, nil
}

// A bag is weighted words, sorted, each once.
type bag []weightedWord

type weightedWord struct {
	word   string
	weight float64
}

func newBag(weights map[string]float64) bag {
	out := make(bag, 0, len(weights))
	for w, x := range weights {
		out = append(out, weightedWord{w, x})
	}
	slices.SortFunc(out, func(a, b weightedWord) int { return cmp.Compare(a.word, b.word) })
	return out
}

// bagOf gives the words from first to end that are rare enough to tell
// something, by their lemmas.
func (t *eventText) bagOf(first, end int) bag {
	weights := map[string]float64{}
	for i := first; i < end; i++ {
		if w := t.weight(i); w > 0 {
			weights[strings.ToLower(t.grammar.Lemma[i])] = w
		}
	}
	return newBag(weights)
}

// weight is how rare a word is, 0 if it tells nothing.
func (t *eventText) weight(i int) float64 {
	var buf [64]byte
	folded := knowledge.AppendWord(buf[:0], t.words[i].Of(t.article.Text))
	if len(folded) == 0 {
		return 0
	}
	return max(float64(knowledge.Rarity(string(folded))-3*256)/256, 0)
}

// cosine is how alike two bags are, from 0 to 1.
func (b bag) cosine(o bag) float64 {
	both, x, y := 0.0, 0.0, 0.0
	for _, w := range b {
		x += float64(w.weight * w.weight)
	}
	for _, w := range o {
		y += float64(w.weight * w.weight)
	}
	for i, j := 0, 0; i < len(b) && j < len(o); {
		switch {
		case b[i].word < o[j].word:
			i++
		case b[i].word > o[j].word:
			j++
		default:
			both += float64(b[i].weight * o[j].weight)
			i++
			j++
		}
	}
	if both == 0 {
		return 0
	}
	return both / math.Sqrt(x*y)
}

// add adds the weights of b to sums.
func (b bag) add(sums map[string]float64) {
	for _, w := range b {
		sums[w.word] += w.weight
	}
}

// An eventMention is a marked mention with what stands about it.
type eventMention struct {
	document, topic, story int
	lemma                  string   // of its head
	stem                   string   // of its head as written
	words                  string   // as written, lower case
	content                []string // stems of its words that tell something, sorted
	length                 int      // in words
	pos                    grammar.POS
	tense                  int // of a verb: 1 past, 2 present, 3 to come, 4 none
	rarity                 float64
	arguments              []string // lemmas of what hangs on it, and of what it hangs on; sorted
	subject, object        string   // lemmas of these arguments
	clause                 bag      // of what hangs on it and, of a noun, on what it hangs on
	near                   bag      // of the words about it
	names                  []string // in its sentence, sorted
	places                 []string // in its sentence, sorted
	numbers                []string // in its sentence, sorted
	times                  []string // words of the calendar in its sentence, sorted
	sentence               bag
	order                  int // of its sentence
}

// mention reads a marked span.
func (t *eventText) mention(s news.Span) eventMention {
	m := eventMention{words: strings.ToLower(s.Of(t.article.Text))}
	first, _ := slices.BinarySearchFunc(t.words, s.Start, func(w news.Word, at int) int { return cmp.Compare(w.End, at+1) })
	end := first
	for end < len(t.words) && t.words[end].Start < s.End {
		end++
	}
	if m.length = end - first; m.length == 0 {
		m.lemma, m.stem = m.words, m.words
		return m
	}
	g := t.grammar
	head := first
	for i := first; i < end; i++ {
		if h := int(g.Head[i]); h < first || h >= end {
			head = i
			break
		}
	}
	m.lemma, m.pos = strings.ToLower(g.Lemma[head]), g.POS[head]
	m.stem = t.stem(head)
	for i := first; i < end; i++ {
		if i == head || t.weight(i) > 0 {
			m.content = append(m.content, t.stem(i))
		}
	}
	var buf [64]byte
	m.rarity = float64(knowledge.Rarity(string(knowledge.AppendWord(buf[:0], t.words[head].Of(t.article.Text))))) / 256
	t.addArguments(&m, head)
	m.tense = t.tense(head)
	for k := range t.marks.Sentences {
		if sn := &t.marks.Sentences[k]; sn.Start <= s.Start && s.Start < sn.End {
			m.order = k
			t.addSentence(&m, sn)
		}
	}
	t.addClause(&m, head, first, end)
	sortAll(&m.content, &m.arguments, &m.names, &m.places, &m.numbers, &m.times)
	return m
}

func sortAll(lists ...*[]string) {
	for _, list := range lists {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
}

func (t *eventText) stem(i int) string {
	return coref.Stem(strings.ToLower(t.words[i].Of(t.article.Text)))
}

// tense tells what a verb says of its time.
func (t *eventText) tense(head int) int {
	g := t.grammar
	for c := g.FirstChild[head]; c >= 0; c = g.Next[c] {
		if g.Tag[c] == grammar.MD {
			return 3
		}
	}
	switch f := g.Feats[head]; {
	case g.POS[head] != grammar.VERB:
		return 0
	case f.Has(grammar.Past):
		return 1
	case f.Has(grammar.Present):
		return 2
	}
	return 4
}

// addArguments adds the words that hang on the head of a mention, and the one
// that it hangs on.
func (t *eventText) addArguments(m *eventMention, head int) {
	g := t.grammar
	lemma := func(i int) string { return strings.ToLower(g.Lemma[i]) }
	for c := g.FirstChild[head]; c >= 0; c = g.Next[c] {
		switch g.POS[c] {
		case grammar.NOUN, grammar.PROPN, grammar.VERB, grammar.ADJ, grammar.NUM:
			m.arguments = append(m.arguments, lemma(int(c)))
		}
		switch g.Rel[c] {
		case grammar.RelNsubj:
			m.subject = lemma(int(c))
		case grammar.RelObj, grammar.RelNsubjPass:
			m.object = lemma(int(c))
		}
	}
	if h := g.Head[head]; h >= 0 {
		m.arguments = append(m.arguments, lemma(int(h)))
	}
}

// How many words about a mention are near, and how many of what hangs on its head
// count for its clause.
const (
	nearWords   = 5
	clauseWords = 12
)

// addClause adds the words near a mention, and those of its clause.
func (t *eventText) addClause(m *eventMention, head, first, end int) {
	g := t.grammar
	weights := map[string]float64{}
	for i := max(first-nearWords, 0); i < min(end+nearWords, len(t.words)); i++ {
		if w := t.weight(i); w > 0 && (i < first || i >= end) {
			weights[strings.ToLower(g.Lemma[i])] = w
		}
	}
	m.near = newBag(weights)
	top := head
	if h := int(g.Head[head]); h >= 0 && g.POS[head] != grammar.VERB {
		top = h
	}
	clear(weights)
	for i := max(int(g.Left[top]), head-clauseWords); i <= min(int(g.Right[top]), head+clauseWords); i++ {
		if w := t.weight(i); w > 0 && (i < first || i >= end) {
			weights[strings.ToLower(g.Lemma[i])] = w
		}
	}
	m.clause = newBag(weights)
}

// calendar holds the words that tell one day, month or part of a day from another.
var calendar = func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq("monday tuesday wednesday thursday friday saturday sunday january february march april june july august " +
		"september october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun " +
		"today yesterday tomorrow tonight morning afternoon evening night midnight noon") {
		out[w] = true
	}
	return out
}()

// addSentence adds the names, numbers and words of the sentence of a mention.
func (t *eventText) addSentence(m *eventMention, s *news.Sentence) {
	for i := range t.marks.Mentions {
		if x := &t.marks.Mentions[i]; x.Start >= s.Start && x.End <= s.End && x.Kind == news.NameMention {
			m.names = append(m.names, x.Key)
			if x.Type == news.Place {
				m.places = append(m.places, x.Key)
			}
		}
	}
	for _, w := range t.marks.Words[s.FirstWord:s.EndWord] {
		word := strings.ToLower(w.Of(t.article.Text))
		if c := word[0]; c >= '0' && c <= '9' {
			m.numbers = append(m.numbers, word)
		}
		if calendar[word] {
			m.times = append(m.times, word)
		}
	}
	first, _ := slices.BinarySearchFunc(t.words, s.Start, func(w news.Word, at int) int { return cmp.Compare(w.Start, at) })
	end, _ := slices.BinarySearchFunc(t.words, s.End, func(w news.Word, at int) int { return cmp.Compare(w.Start, at) })
	m.sentence = t.bagOf(first, end)
}
