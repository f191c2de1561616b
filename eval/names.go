package eval

import (
	"io"
	"slices"

	scorer "github.com/twosource/twosource/eval/english"
	"github.com/twosource/twosource/internal/annotate/english"
	finder "github.com/twosource/twosource/internal/annotate/names"
	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// names scores the model's names and, under names that begin with "known_",
// those of the mentions: the model's together with the rules' and what package
// knowledge knows.
func names(m *english.Model, data io.Reader) (*scorer.Report, error) {
	seek, ok := data.(io.ReadSeeker)
	if !ok {
		return scorer.Names(m, data)
	}
	r, err := scorer.Names(m, seek)
	if err != nil {
		return nil, err
	}
	if _, err := seek.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	known, err := scorer.NamesBy(m, seek, mentionNames)
	if err != nil {
		return nil, err
	}
	for _, f := range known.Figures {
		f.Name = "known_" + f.Name
		r.Figures = append(r.Figures, f)
	}
	return r, nil
}

// nameTypes are the model's types of what is scored.
var nameTypes = map[news.EntityType]english.NameType{news.Person: english.Person, news.Organization: english.Organization, news.Place: english.Place}

// mentionNames gives the names among the mentions of a text that is marked.
func mentionNames(d *english.Doc) []english.NameSpan {
	a := &news.Article{Text: d.Text, Blocks: []news.Block{{Span: news.Span{End: len(d.Text)}}}}
	words := make([]news.Word, d.Len())
	for i := range words {
		words[i].Span = news.Span{Start: int(d.Start[i]), End: int(d.End[i])}
	}
	var sents []news.Sentence
	for k := range len(d.Sentences) - 1 {
		first, end := int(d.Sentences[k]), int(d.Sentences[k+1])
		if first < end {
			sents = append(sents, news.Sentence{Span: news.Span{Start: words[first].Start, End: words[end-1].End}, FirstWord: first, EndWord: end, Paragraph: 1})
		}
	}
	g := &grammar.Text{Head: d.Head}
	for _, n := range d.AppendNames(nil) {
		typ := news.Group
		for t, x := range nameTypes {
			if x == n.Type {
				typ = t
			}
		}
		g.Names = append(g.Names, grammar.Name{First: n.First, End: n.End, Type: typ})
	}
	var out []english.NameSpan
	for _, m := range finder.Find(a, sents, words, g, nil) {
		t, ok := nameTypes[m.Type]
		if m.Kind != news.NameMention || !ok {
			continue
		}
		first, _ := slices.BinarySearchFunc(words, m.Start, func(w news.Word, at int) int { return w.Start - at })
		end, _ := slices.BinarySearchFunc(words, m.End, func(w news.Word, at int) int { return w.Start - at })
		out = append(out, english.NameSpan{First: first, End: end, Type: t})
	}
	return out
}
