package eval

import (
	"cmp"
	"math"
	"slices"
	"strings"

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
	}
	return out, nil
}

// A bag is weighted words, sorted, each once.
type bag []struct {
	word   string
	weight float64
}

// bagOf gives the words from first to end that are rare enough to tell
// something, by their lemmas.
func (t *eventText) bagOf(first, end int) bag {
	weights := map[string]float64{}
	var buf [64]byte
	for i := first; i < end; i++ {
		folded := knowledge.AppendWord(buf[:0], t.words[i].Of(t.article.Text))
		if len(folded) == 0 {
			continue
		}
		if r := knowledge.Rarity(string(folded)) - 3*256; r > 0 {
			weights[strings.ToLower(t.grammar.Lemma[i])] = float64(r) / 256
		}
	}
	var out bag
	for w, x := range weights {
		out = append(out, struct {
			word   string
			weight float64
		}{w, x})
	}
	slices.SortFunc(out, func(a, b struct {
		word   string
		weight float64
	}) int {
		return cmp.Compare(a.word, b.word)
	})
	return out
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

// An eventMention is a marked mention with what stands about it.
type eventMention struct {
	document, topic, story int
	lemma                  string // of its head
	stem                   string // of its head as written
	words                  string // as written, lower case
	pos                    grammar.POS
	rarity                 float64
	arguments              []string // lemmas of what hangs on it, and of what it hangs on; sorted
	subject, object        string   // lemmas of these arguments
	names                  []string // in its sentence, sorted
	numbers                []string // in its sentence, sorted
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
	if first == end {
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
	m.stem = stemOf(strings.ToLower(t.words[head].Of(t.article.Text)))
	var buf [64]byte
	m.rarity = float64(knowledge.Rarity(string(knowledge.AppendWord(buf[:0], t.words[head].Of(t.article.Text))))) / 256
	t.addArguments(&m, head)
	for k := range t.marks.Sentences {
		if sn := &t.marks.Sentences[k]; sn.Start <= s.Start && s.Start < sn.End {
			m.order = k
			t.addSentence(&m, sn)
		}
	}
	return m
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
	slices.Sort(m.arguments)
	m.arguments = slices.Compact(m.arguments)
}

// addSentence adds the names, numbers and words of the sentence of a mention.
func (t *eventText) addSentence(m *eventMention, s *news.Sentence) {
	for i := range t.marks.Mentions {
		if x := &t.marks.Mentions[i]; x.Start >= s.Start && x.End <= s.End && x.Kind == news.NameMention {
			m.names = append(m.names, x.Key)
		}
	}
	for _, w := range t.marks.Words[s.FirstWord:s.EndWord] {
		if c := t.article.Text[w.Start]; c >= '0' && c <= '9' {
			m.numbers = append(m.numbers, w.Of(t.article.Text))
		}
	}
	first, _ := slices.BinarySearchFunc(t.words, s.Start, func(w news.Word, at int) int { return cmp.Compare(w.Start, at) })
	end, _ := slices.BinarySearchFunc(t.words, s.End, func(w news.Word, at int) int { return cmp.Compare(w.Start, at) })
	m.sentence = t.bagOf(first, end)
	for _, list := range []*[]string{&m.names, &m.numbers} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
}

// pair measures two mentions: the inputs of the model that says whether they
// are of one happening.
func (p *eventPile) pair(i, j int) []float64 {
	a, b := &p.mentions[i], &p.mentions[j]
	same := is(a.lemma == b.lemma || a.stem == b.stem)
	stem := is(same == 0 && sharedStart(a.stem, b.stem) >= 4)
	known, odds := p.habits.of(a, b)
	args := sharedPart(a.arguments, b.arguments)
	sentences := a.sentence.cosine(b.sentence)
	texts := p.texts[a.document].bag.cosine(p.texts[b.document].bag)
	names := sharedPart(a.names, b.names)
	rare := math.Min(a.rarity, b.rarity) / 10
	cross := is(same == 0 && (contains(a.arguments, b.lemma) || contains(b.arguments, a.lemma)))
	return []float64{
		1, same, stem, is(a.words == b.words), same * rare, same * sentences, (1 - same) * sentences, same * texts, (1 - same) * texts,
		args, same * args, names, same * names, sharedPart(a.numbers, b.numbers), is(a.document == b.document), same * is(a.document == b.document),
		is(a.pos == b.pos), (1 - same) * is(a.pos == b.pos), agreement(a.subject, b.subject), agreement(a.object, b.object), cross, rare,
		same * is(a.order == 0 || b.order == 0), (1 - same) * is(a.order == 0 && b.order == 0), stem * sentences, same * is(wholly(a, b)),
		known, odds, (1 - same) * odds, odds * sentences, same * known,
	}
}

// wholly reports that two mentions of one sentence are two.
func wholly(a, b *eventMention) bool { return a.document == b.document && a.order == b.order }

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

// habits are which lemmas stood for one happening in the mentions that a model
// is learnt from, by topic.
type habits map[[2]string]map[int][2]int

func lemmaPair(a, b *eventMention) [2]string {
	return [2]string{min(a.stem, b.stem), max(a.stem, b.stem)}
}

// of tells whether two lemmas have met in other topics than that of the
// mentions, and the log of the odds that they were of one happening.
func (h habits) of(a, b *eventMention) (known, odds float64) {
	same, other := 0, 0
	for topic, n := range h[lemmaPair(a, b)] {
		if topic != a.topic {
			same += min(n[0], mostOfTopic)
			other += min(n[1], mostOfTopic)
		}
	}
	if same+other == 0 {
		return 0, 0
	}
	return 1, math.Log((float64(same) + .3) / (float64(other) + .7))
}

// mostOfTopic is how often a pair of lemmas counts in one topic at most.
const mostOfTopic = 6

// stemOf takes the common endings off an English word.
func stemOf(w string) string {
	for _, e := range [...]string{"'s", "ings", "ing", "ed", "es", "s", "e"} {
		if len(w)-len(e) >= 3 && strings.HasSuffix(w, e) {
			w = w[:len(w)-len(e)]
			break
		}
	}
	if n := len(w); n > 3 && w[n-1] == w[n-2] && w[n-1] != 's' && w[n-1] != 'l' {
		w = w[:n-1]
	}
	return strings.TrimSuffix(w, "e")
}
