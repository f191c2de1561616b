package english

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	annotator "github.com/twosource/twosource/internal/annotate/english"
)

// kinds gives the types of name by the words of the sets: CoNLL 2003, UNER,
// re3d, WNUT.
var kinds = map[string]annotator.NameType{
	"PER": annotator.Person, "PERSON": annotator.Person,
	"ORG": annotator.Organization, "ORGANISATION": annotator.Organization, "ORGANIZATION": annotator.Organization,
	"CORPORATION": annotator.Organization, "GROUP": annotator.Organization,
	"LOC": annotator.Place, "LOCATION": annotator.Place, "GPE": annotator.Place,
}

// A goldText is a text with marked names.
type goldText struct {
	sentences [][]string
	names     [][]annotator.NameSpan // by sentence, offsets in it
}

// Names scores persons, organisations and places on texts in columns: one word
// a line with its IOB mark, sentences apart by empty lines, texts by
// "-DOCSTART-" or "# newdoc". A line is "word … mark" (CoNLL 2003, by spaces or
// tabs) or "number word mark …" (UNER). A name counts as right if its words and
// its type are. The figures are F1 over all names, precision and recall, and F1
// of each type; texts are what is drawn for the interval. Other types of the
// set, and [annotator.Group], are left out. The error wraps [ErrFormat].
func Names(m *annotator.Model, data io.Reader) (*Report, error) {
	return NamesBy(m, data, func(d *annotator.Doc) []annotator.NameSpan { return d.AppendNames(nil) })
}

// NamesBy is [Names] of the names that find sees in a text that m has marked.
func NamesBy(m *annotator.Model, data io.Reader, find func(*annotator.Doc) []annotator.NameSpan) (*Report, error) {
	texts, err := readNames(data)
	if err != nil {
		return nil, err
	}
	s := NewNameScore()
	var d annotator.Doc
	for _, t := range texts {
		d.SetWords(t.sentences)
		m.Mark(&d)
		gold := t.flat()
		s.Add(find(&d), gold)
		s.Sentences += len(t.sentences)
		s.Words += d.Len()
	}
	return s.Report(), nil
}

// flat gives the names of all sentences with offsets in the whole text.
func (t *goldText) flat() (out []annotator.NameSpan) {
	at := 0
	for i, s := range t.sentences {
		for _, n := range t.names[i] {
			out = append(out, annotator.NameSpan{First: n.First + at, End: n.End + at, Type: n.Type})
		}
		at += len(s)
	}
	return out
}

// A NameScore gathers counts of names over texts.
type NameScore struct {
	Sentences, Words int
	all              []count
	byType           map[annotator.NameType][]count
}

// NewNameScore gives an empty score.
func NewNameScore() *NameScore {
	return &NameScore{byType: map[annotator.NameType][]count{}}
}

var scoredTypes = [...]annotator.NameType{annotator.Person, annotator.Organization, annotator.Place}

// Add counts the names guessed in one text against those wanted.
func (s *NameScore) Add(guessed, wanted []annotator.NameSpan) {
	gold := map[annotator.NameSpan]bool{}
	var all count
	by := map[annotator.NameType]*count{}
	for _, t := range scoredTypes {
		by[t] = new(count)
	}
	for _, n := range wanted {
		if c := by[n.Type]; c != nil {
			gold[n] = true
			c.wanted++
		}
	}
	for _, n := range guessed {
		if c := by[n.Type]; c != nil {
			c.guessed++
			c.right += b2i(gold[n])
		}
	}
	for _, t := range scoredTypes {
		all.add(*by[t])
		s.byType[t] = append(s.byType[t], *by[t])
	}
	s.all = append(s.all, all)
}

// Report gives the figures of what was added.
func (s *NameScore) Report() *Report {
	r := &Report{Sentences: s.Sentences, Words: s.Words}
	r.Figures = []Figure{figure("F1", s.all, count.f1), figure("precision", s.all, count.precision), figure("recall", s.all, count.recall)}
	for _, t := range scoredTypes {
		r.Figures = append(r.Figures, figure(t.String(), s.byType[t], count.f1))
	}
	return r
}

// readNames reads columns.
func readNames(data io.Reader) ([]goldText, error) {
	var out []goldText
	var t goldText
	var words, marks []string
	sentence := func() {
		if len(words) > 0 {
			t.sentences = append(t.sentences, words)
			t.names = append(t.names, iob(marks))
		}
		words, marks = nil, nil
	}
	text := func() {
		sentence()
		if len(t.sentences) > 0 {
			out = append(out, t)
		}
		t = goldText{}
	}
	in := bufio.NewScanner(data)
	in.Buffer(nil, 1<<24)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(in.Text())
		switch {
		case line == "":
			sentence()
		case strings.HasPrefix(line, "-DOCSTART-"), strings.HasPrefix(line, "# newdoc"):
			text()
		case strings.HasPrefix(line, "# "):
		default:
			word, mark, ok := columns(line)
			if !ok {
				return nil, fmt.Errorf("%w: line %d: %q", ErrFormat, n, line)
			}
			words, marks = append(words, word), append(marks, mark)
		}
	}
	text()
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: no text", ErrFormat)
	}
	return out, in.Err()
}

// columns finds the word and its mark in a line.
func columns(line string) (word, mark string, ok bool) {
	c := strings.Fields(line)
	if strings.Contains(line, "\t") {
		c = strings.Split(line, "\t")
	}
	if len(c) >= 3 && isMark(c[2]) && isNumber(c[0]) {
		return c[1], c[2], true
	}
	if len(c) >= 2 && isMark(c[len(c)-1]) {
		return c[0], c[len(c)-1], true
	}
	return "", "", false
}

func isMark(s string) bool {
	return s == "O" || len(s) > 2 && s[1] == '-' && (s[0] == 'B' || s[0] == 'I')
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// iob reads names from IOB1 or IOB2 marks.
func iob(marks []string) (out []annotator.NameSpan) {
	for i := 0; i < len(marks); {
		_, kind, ok := strings.Cut(marks[i], "-")
		if !ok {
			i++
			continue
		}
		j := i + 1
		for j < len(marks) && marks[j] == "I-"+kind {
			j++
		}
		if k := kinds[strings.ToUpper(kind)]; k != annotator.NoName {
			out = append(out, annotator.NameSpan{First: i, End: j, Type: k})
		}
		i = j
	}
	return out
}
