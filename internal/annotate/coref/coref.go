package coref

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// Find returns mentions with more of them joined: pronouns and descriptions
// have the name that they stand for as Antecedent where it can be told, places
// that stand for their government are marked ([news.Mention.Acts]), and the
// pronouns and descriptions that were not among mentions ("his", "the company")
// are added where they stand for one of them. The result is sorted as mentions
// are, and none of them cross.
//
// sents, words, g and mentions must be those of a; known tells who holds an
// office on the day of a, nil is what comes with the program. Without grammar the mentions
// are returned as they are. Find takes time linear in the text, for it looks no
// further back than a bounded number of mentions, keeps nothing, and may be
// called from several goroutines.
func Find(a *news.Article, sents []news.Sentence, words []news.Word, g *grammar.Text, mentions []news.Mention, known *knowledge.Base) []news.Mention {
	out, _ := find(a, sents, words, g, mentions, nil, known)
	return out
}

// FindGiven is [Find] with the mentions of the spans given among them, joined
// or not, for scoring on mentions that people have marked. It also returns for
// each span the index of its mention.
func FindGiven(a *news.Article, sents []news.Sentence, words []news.Word, g *grammar.Text, mentions []news.Mention, spans []news.Span, known *knowledge.Base) ([]news.Mention, []int) {
	return find(a, sents, words, g, mentions, spans, known)
}

func find(a *news.Article, sents []news.Sentence, words []news.Word, g *grammar.Text, mentions []news.Mention, spans []news.Span, known *knowledge.Base) ([]news.Mention, []int) {
	if g.Len() == 0 {
		return mentions, make([]int, len(spans))
	}
	f := &finder{text: a.Text, sents: sents, words: words, g: g, known: known}
	f.day, f.dated = a.Published.Day()
	f.takeNames(mentions)
	at := f.takeSpans(spans)
	if spans == nil {
		f.addWords()
	}
	f.sort()
	f.acts()
	for i := range f.order {
		f.join(f.order[i])
	}
	return f.result(at)
}

// A finder holds the work on one article.
type finder struct {
	text  string
	sents []news.Sentence
	words []news.Word
	g     *grammar.Text
	known *knowledge.Base
	day   int // of publication
	dated bool

	nodes  []node
	order  []int32 // nodes in the order of the text
	at     []int32 // by word: node whose head it is + 1, the one that came first
	things []thing
	byHead map[string][]int32 // noun → things that it may describe, latest last
	recent []int32            // nodes joined so far, in order
}

// A node is a mention and what its grammar says of it.
type node struct {
	news.Mention
	first, last, head int32 // words
	lemma             string
	class             class
	plural            bool
	definite          bool
	subject           bool
	named             int32 // node of the name that it goes back to, itself if none
	thing             int32 // what it stands for + 1; 0 until it is known
	extra             bool  // it was not among the mentions
	given             bool  // it is one of the spans given
}

// A thing is what several mentions stand for.
type thing struct {
	root    int32 // node
	typ     news.EntityType
	sex     class // woman, man or 0
	plural  bool
	named   bool
	hasRole bool
	country string
	known   string
	count   int32
	last    int32 // node
}

func (f *finder) word(i int32) string { return f.words[i].Of(f.text) }

// wordAt gives the first word that ends after byte at.
func (f *finder) wordAt(at int) int32 {
	i, _ := slices.BinarySearchFunc(f.words, at, func(w news.Word, at int) int { return cmp.Compare(w.End, at+1) })
	return int32(min(i, len(f.words)-1))
}

// headOf gives the word among [first, last] on which the others hang.
func (f *finder) headOf(first, last int32) int32 {
	for i := first; i <= last; i++ {
		if h := f.g.Head[i]; h < first || h > last {
			if f.g.POS[i] != grammar.PUNCT && f.g.POS[i] != grammar.ADP {
				return i
			}
		}
	}
	return last
}

// takeNames makes nodes of the mentions found before.
func (f *finder) takeNames(mentions []news.Mention) {
	f.nodes = make([]node, len(mentions), len(mentions)*3/2+8)
	f.at = make([]int32, len(f.words))
	for i := range mentions {
		m := &mentions[i]
		f.fill(&f.nodes[i], *m)
		f.nodes[i].named = int32(i)
		if k := m.Antecedent; k >= 0 && k < len(mentions) {
			f.nodes[i].named = int32(k)
		}
		if h := f.nodes[i].head; f.at[h] == 0 {
			f.at[h] = int32(i) + 1
		}
	}
}

// fill sets what the grammar says of a mention.
func (f *finder) fill(n *node, m news.Mention) {
	n.Mention = m
	n.first, n.last = f.wordAt(m.Start), f.wordAt(m.End-1)
	n.head = f.headOf(n.first, n.last)
	n.lemma = f.g.Lemma[n.head]
	n.plural = f.g.Feats[n.head].Has(grammar.Plural)
	if r := f.g.Rel[n.head]; r == grammar.RelNsubj || r == grammar.RelNsubjPass {
		n.subject = true
	}
	switch m.Kind {
	case news.TitleMention:
		n.lemma = strings.ToLower(n.lemma)
		n.class = classOf(n.lemma)
		n.definite = f.isDefinite(n)
		n.Definite = n.definite
	case news.NameMention:
		if m.Type == news.Person {
			n.class = person | f.sexOf(n)
		}
	}
}

// isDefinite reports whether a description takes up what is known: "the
// minister", "this company", "her lawyer".
func (f *finder) isDefinite(n *node) bool {
	for i := n.first; i <= n.last; i++ {
		switch strings.ToLower(f.word(i)) {
		case "the", "this", "that", "these", "those":
			return true
		}
	}
	return false
}

// takeSpans makes nodes of spans that are given. A span with the head of a name
// is that name.
func (f *finder) takeSpans(spans []news.Span) []int {
	at := make([]int, len(spans))
	same := map[news.Span]int{}
	for i := range f.nodes {
		same[f.nodes[i].Span] = i
	}
	for k, s := range spans {
		if i, ok := same[s]; ok {
			at[k] = i
			f.nodes[i].given = true
			continue
		}
		first, last := f.wordAt(s.Start), f.wordAt(s.End-1)
		head := f.headOf(first, last)
		if i := f.at[head]; i > 0 && (f.nodes[i-1].Kind == news.NameMention || f.nodes[i-1].first == first || f.nodes[i-1].last == last) {
			at[k] = int(i - 1)
			f.nodes[i-1].given = true
			continue
		}
		at[k] = f.addSpan(s, head)
		same[s] = at[k]
	}
	return at
}

// addSpan makes a node of a span that no mention has.
func (f *finder) addSpan(s news.Span, head int32) int {
	m := news.Mention{Span: s, Kind: news.TitleMention, Sentence: f.sentenceOf(head)}
	switch f.g.POS[head] {
	case grammar.PRON, grammar.DET:
		m.Kind = news.PronounMention
	case grammar.PROPN:
		m.Kind, m.Type = news.NameMention, news.Other
	}
	m.Name = f.bareName(s, head)
	if m.Kind == news.TitleMention {
		m.Type = typeOfClass(classOf(strings.ToLower(f.g.Lemma[head])))
		if f.g.Feats[head].Has(grammar.Plural) && m.Type == news.Person {
			m.Type = news.Group
		}
	}
	m.Key = strings.ToLower(m.Name)
	i := len(f.nodes)
	f.nodes = append(f.nodes, node{})
	n := &f.nodes[i]
	f.fill(n, m)
	n.extra, n.given, n.named = true, true, int32(i)
	n.Definite = n.definite || !f.indefinite(n)
	if f.at[n.head] == 0 {
		f.at[n.head] = int32(i) + 1
	}
	return i
}

// bareName gives the words of a span without prepositions, determiners and
// marks before its head and without a possessive ending.
func (f *finder) bareName(s news.Span, head int32) string {
	first, last := f.wordAt(s.Start), f.wordAt(s.End-1)
	for first < head {
		switch f.g.POS[first] {
		case grammar.ADP, grammar.DET, grammar.PUNCT, grammar.PRON, grammar.PART, grammar.ADV:
			first++
			continue
		}
		break
	}
	for last > head && (f.g.Tag[last] == grammar.TagPOS || f.g.POS[last] == grammar.PUNCT) {
		last--
	}
	return strings.Join(strings.Fields(f.text[f.words[first].Start:f.words[last].End]), " ")
}

func typeOfClass(c class) news.EntityType {
	switch {
	case c&person != 0:
		return news.Person
	case c&group != 0:
		return news.Organization
	case c&place != 0:
		return news.Place
	}
	return news.Other
}

func (f *finder) sentenceOf(word int32) int {
	i, ok := slices.BinarySearchFunc(f.sents, int(word), func(s news.Sentence, w int) int { return cmp.Compare(s.FirstWord, w) })
	if !ok {
		i--
	}
	return max(i, 0)
}

// sort puts the nodes in the order of the text, longer first.
func (f *finder) sort() {
	f.order = make([]int32, len(f.nodes))
	for i := range f.order {
		f.order[i] = int32(i)
	}
	slices.SortStableFunc(f.order, func(a, b int32) int {
		x, y := &f.nodes[a], &f.nodes[b]
		return cmp.Or(x.Start-y.Start, y.End-x.End)
	})
	f.byHead = map[string][]int32{}
}

// result gives the mentions in the order of the text, and where those of spans
// are. Of the mentions that were added, those that stand for nothing else are
// left out, unless they were given.
func (f *finder) result(at []int) ([]news.Mention, []int) {
	moved := make([]int, len(f.nodes))
	out := make([]news.Mention, 0, len(f.nodes))
	for _, i := range f.order {
		n := &f.nodes[i]
		if n.extra && !n.given && f.rootOf(i) == i {
			continue
		}
		moved[i] = len(out)
		out = append(out, n.Mention)
	}
	k := 0
	for _, i := range f.order {
		n := &f.nodes[i]
		if n.extra && !n.given && f.rootOf(i) == i {
			continue
		}
		out[k].Antecedent = moved[f.rootOf(i)]
		k++
	}
	for k := range at {
		at[k] = moved[at[k]]
	}
	return out, at
}

// rootOf gives the node that a node's chain goes back to.
func (f *finder) rootOf(i int32) int32 {
	if t := f.nodes[i].thing; t > 0 {
		return f.things[t-1].root
	}
	return f.nodes[i].named
}
