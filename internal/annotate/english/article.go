package english

import (
	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// A Reader reads articles with one model. It keeps its working memory from
// article to article, so one serves one goroutine at a time.
type Reader struct {
	model  *Model
	doc    Doc
	spans  []news.Span
	names  []NameSpan
	lemma  []byte
	lemmas map[string]string
}

// NewReader returns a reader that uses m.
func NewReader(m *Model) *Reader { return &Reader{model: m, lemmas: map[string]string{}} }

// mostLemmas bounds the lemmas that a reader keeps between articles.
const mostLemmas = 1 << 17

// Read gives the sentences, words and grammar of those blocks of a that are
// read ([news.BlockKind.Read]). Sentences and words are sorted and disjoint,
// each sentence lies in one block, each word in one sentence; the grammar has
// one entry a word. Paragraph numbers count the blocks read that hold words,
// headings too, from 1; titles have 0. IsHeadline is set in titles and
// headings.
//
// What is returned is the caller's. Time is linear in the text, about 10 µs a
// word.
func (r *Reader) Read(a *news.Article) ([]news.Sentence, []news.Word, *grammar.Text) {
	d := &r.doc
	r.spans = r.spans[:0]
	for _, b := range a.Blocks {
		if b.Kind.Read() {
			r.spans = append(r.spans, b.Span)
		}
	}
	splitSpans(d, a.Text, r.spans)
	r.model.Mark(d)
	words := make([]news.Word, d.Len())
	for i := range words {
		words[i].Span = news.Span{Start: int(d.Start[i]), End: int(d.End[i])}
	}
	return r.sentences(a, words), words, r.grammar()
}

// sentences gives the sentences of r.doc with their places in a.
func (r *Reader) sentences(a *news.Article, words []news.Word) []news.Sentence {
	d := &r.doc
	out := make([]news.Sentence, 0, len(d.Sentences))
	block, paragraph := -1, 0
	for k := range len(d.Sentences) - 1 {
		first, end := int(d.Sentences[k]), int(d.Sentences[k+1])
		if first == end {
			continue
		}
		s := news.Sentence{FirstWord: first, EndWord: end}
		s.Span = news.Span{Start: words[first].Start, End: words[end-1].End}
		if block < 0 || a.Blocks[block].End < s.End {
			for block++; a.Blocks[block].End < s.End || !a.Blocks[block].Kind.Read(); block++ {
			}
			if a.Blocks[block].Kind != news.Title {
				paragraph++
			}
		}
		s.Block = block
		s.IsHeadline = a.Blocks[block].Kind != news.Paragraph
		if a.Blocks[block].Kind != news.Title {
			s.Paragraph = paragraph
		}
		out = append(out, s)
	}
	return out
}

// nameTypes are the types of the model's names.
var nameTypes = [...]news.EntityType{NoName: news.Other, Person: news.Person, Organization: news.Organization, Place: news.Place, Group: news.Group}

// grammar copies the marks of r.doc.
func (r *Reader) grammar() *grammar.Text {
	d := &r.doc
	t := &grammar.Text{
		POS:   append([]grammar.POS(nil), d.POS...),
		Tag:   append([]grammar.Tag(nil), d.Tag...),
		Feats: append([]grammar.Feats(nil), d.Feats...),
		Lemma: make([]string, d.Len()),
		Head:  append([]int32(nil), d.Head...),
		Rel:   append([]grammar.Rel(nil), d.Rel...),
	}
	for i := range t.Lemma {
		t.Lemma[i] = r.lemmaOf(i)
	}
	r.names = d.AppendNames(r.names[:0])
	t.Names = make([]grammar.Name, len(r.names))
	for i, n := range r.names {
		t.Names[i] = grammar.Name{First: n.First, End: n.End, Type: nameTypes[n.Type]}
	}
	t.Link()
	return t
}

// lemmaOf gives the lemma of word i, the same string for the same lemma.
func (r *Reader) lemmaOf(i int) string {
	r.lemma = r.model.AppendLemma(r.lemma[:0], &r.doc, i)
	if s, ok := r.lemmas[string(r.lemma)]; ok {
		return s
	}
	s := string(r.lemma)
	if len(r.lemmas) >= mostLemmas {
		clear(r.lemmas)
	}
	r.lemmas[s] = s
	return s
}
