// Package statements reads PolNeAR and compares what was found in its texts with
// its gold attributions. It is for scoring and training; it finds nothing.
package statements

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// An Attribution is a statement as PolNeAR marks it: who speaks, the words that
// show it, and what is said. Each part is a list of spans, sorted and disjoint;
// Source may be empty.
type Attribution struct {
	Source, Cue, Content []news.Span
}

// An AttributedText is one document of PolNeAR with its gold attributions,
// sorted by cue.
type AttributedText struct {
	Name      string
	Side      string // train or dev
	Annotator string
	Text      string
	Gold      []Attribution
	Discarded []news.Span // what the annotator set aside as no news text
}

// ReadPolNeAR reads the brat files of PolNeAR, by name: texts in …/train/text
// and …/dev/text, attributions beside them. Where a document has
// several annotators, the first by id is gold. Spans come as bytes of Text.
// Texts without attributions are left out. The result is sorted by name.
//
// Source: E. Newell, D. Margolin and D. Ruths, An Attribution Relations Corpus
// for Political News (LREC 2018).
func ReadPolNeAR(files map[string][]byte) ([]AttributedText, error) {
	var out []AttributedText
	for _, name := range slices.Sorted(maps.Keys(files)) {
		dir, file := path.Split(name)
		stem, ok := strings.CutSuffix(file, ".ann")
		k := strings.LastIndexByte(stem, '_')
		if !ok || k < 0 || strings.HasPrefix(stem, ".") {
			continue
		}
		base := path.Dir(path.Clean(dir))
		text, ok := files[path.Join(base, "text", stem[:k]+".txt")]
		if !ok {
			return nil, fmt.Errorf("statements: %s has no text", name)
		}
		t := AttributedText{Name: stem[:k], Side: path.Base(base), Annotator: stem[k+1:], Text: string(text)}
		if n := len(out); n > 0 && out[n-1].Name == t.Name && out[n-1].Side == t.Side {
			continue // a second annotator
		}
		t.readBrat(string(files[name]))
		out = append(out, t)
	}
	if len(out) == 0 {
		return nil, errors.New("statements: no .ann file")
	}
	return out, nil
}

// readBrat reads standoff lines into t. Lines that are none (the words of a span
// that holds a line end) are passed over.
func (t *AttributedText) readBrat(ann string) {
	runes := news.NewRunes(t.Text)
	marked := map[string][]news.Span{}
	for line := range strings.SplitSeq(ann, "\n") {
		id, rest, ok := strings.Cut(line, "\t")
		if !ok || len(id) < 2 || id[1] < '0' || id[1] > '9' {
			continue
		}
		switch id[0] {
		case 'T':
			kind, offsets, _ := strings.Cut(rest, " ")
			offsets, _, _ = strings.Cut(offsets, "\t")
			spans := bratSpans(offsets, runes, t.Text)
			if kind == "Discard" {
				t.Discarded = append(t.Discarded, spans...)
			}
			marked[id] = spans
		case 'E':
			var a Attribution
			for arg := range strings.FieldsSeq(rest) {
				role, id, _ := strings.Cut(arg, ":")
				switch strings.TrimRight(role, "0123456789") {
				case "Source":
					a.Source = append(a.Source, marked[id]...)
				case "Cue":
					a.Cue = append(a.Cue, marked[id]...)
				case "Content":
					a.Content = append(a.Content, marked[id]...)
				}
			}
			if len(a.Cue) > 0 && len(a.Content) > 0 {
				a.sort()
				t.Gold = append(t.Gold, a)
			}
		}
	}
	slices.SortStableFunc(t.Gold, func(a, b Attribution) int { return a.Cue[0].Start - b.Cue[0].Start })
}

func (a *Attribution) sort() {
	for _, list := range [][]news.Span{a.Source, a.Cue, a.Content} {
		slices.SortFunc(list, func(x, y news.Span) int { return x.Start - y.Start })
	}
}

// bratSpans reads "3 9;12 15", code points of the text.
func bratSpans(s string, runes *news.Runes, text string) []news.Span {
	var out []news.Span
	for part := range strings.SplitSeq(s, ";") {
		from, to, _ := strings.Cut(part, " ")
		a, err1 := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil {
			continue
		}
		span := news.Span{Start: runes.Byte(a), End: runes.Byte(b)}
		if span.Start >= 0 && span.End > span.Start {
			out = append(out, span.Trim(text))
		}
	}
	return out
}

// Article makes an article of t: the first line is its title, every other line
// a paragraph.
func (t *AttributedText) Article() *news.Article {
	a := &news.Article{ID: t.Name, Text: t.Text, Language: "en"}
	at := 0
	for line := range strings.SplitAfterSeq(t.Text, "\n") {
		s := news.Span{Start: at, End: at + len(line)}.Trim(t.Text)
		at += len(line)
		if s.Len() == 0 {
			continue
		}
		kind := news.Paragraph
		if len(a.Blocks) == 0 {
			kind = news.Title
			a.Title, a.TitleSpan = s.Of(t.Text), s
		}
		a.Blocks = append(a.Blocks, news.Block{Span: s, Kind: kind})
	}
	return a
}

// Found gives the statements of t's annotation in PolNeAR's form: content
// with the "that" before it, which the product leaves out.
func (t *AttributedText) Found(marks *news.Annotation) []Attribution {
	var out []Attribution
	for i := range marks.Statements {
		s := &marks.Statements[i]
		a := Attribution{Content: slices.Clone(s.Content)}
		for k := range a.Content {
			a.Content[k].Start = withThat(t.Text, a.Content[k].Start)
		}
		if !s.Cue.IsZero() {
			a.Cue = []news.Span{s.Cue}
		}
		if !s.SpeakerSpan.IsZero() {
			a.Source = []news.Span{s.SpeakerSpan}
		}
		if !slices.ContainsFunc(t.Discarded, func(d news.Span) bool { return d.Overlaps(a.Content[0]) }) {
			out = append(out, a)
		}
	}
	return out
}

// withThat gives the start of the word "that" directly before byte at, or at.
func withThat(text string, at int) int {
	head := strings.TrimRight(text[:at], " \u00a0")
	if n := len(head) - len("that"); len(head) < at && n > 0 && strings.EqualFold(head[n:], "that") && text[n-1] == ' ' {
		return n
	}
	return at
}
