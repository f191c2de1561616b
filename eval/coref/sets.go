package coref

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A Set is documents whose entity mentions people have marked and joined.
type Set struct {
	Name string
	// Across says that chains run across documents: those of one topic share
	// theirs. Without it every document is its own topic.
	Across    bool
	Documents []Document // sorted by Article.ID
}

// A Document is one text with its mentions, sorted by start, longer first.
type Document struct {
	Topic    string
	Article  news.Article
	Mentions []Mention
}

// A Mention is a stretch of the text that stands for an entity.
type Mention struct {
	news.Span
	Chain string // the same for mentions of one entity; its own where it stands alone
	Type  string // as the set calls it; ""
}

// ErrFormat is the error for a file that is not of the form it should have.
var ErrFormat = errors.New("coref: not a file of this form")

// ReadSets finds sets among files, by their paths: ECB+ documents
// ("…ecb.xml", "…ecbplus.xml"), and CoNLL coreference files (".conll") of which
// those under a folder "ontogum" are preferred to others of the same name. The
// error wraps [ErrFormat] and names the file.
func ReadSets(files map[string][]byte) ([]Set, error) {
	ecb := Set{Name: "ecbplus", Across: true}
	chains := map[string][]Document{}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		switch {
		case strings.HasSuffix(name, "ecb.xml"), strings.HasSuffix(name, "ecbplus.xml"):
			d, err := readECB(path.Base(name), files[name], marksEntity)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			ecb.Documents = append(ecb.Documents, d)
		case strings.HasSuffix(name, ".conll") && (strings.Contains(name, "ontogum") || !strings.Contains(name, "gum/")):
			docs, err := readCoNLL(strings.TrimSuffix(path.Base(name), ".conll"), files[name])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			set := setOf(path.Base(name))
			chains[set] = append(chains[set], docs...)
		}
	}
	var out []Set
	if len(ecb.Documents) > 0 {
		out = append(out, ecb)
	}
	for name, docs := range chains {
		out = append(out, Set{Name: name, Documents: docs})
	}
	slices.SortFunc(out, func(a, b Set) int { return cmp.Compare(a.Name, b.Name) })
	for i := range out {
		slices.SortFunc(out[i].Documents, func(a, b Document) int { return cmp.Compare(a.Article.ID, b.Article.ID) })
	}
	return out, nil
}

// setOf gives the set of a CoNLL file: the genre for GUM ("gum-news"), else
// "conll".
func setOf(name string) string {
	if f := strings.Split(name, "_"); len(f) == 3 && f[0] == "GUM" {
		return "gum-" + f[1]
	}
	return "conll"
}

// ecbDocument is a document of ECB+.
type ecbDocument struct {
	Tokens []struct {
		ID       string `xml:"t_id,attr"`
		Sentence int    `xml:"sentence,attr"`
		Text     string `xml:",chardata"`
	} `xml:"token"`
	Markables struct {
		All []struct {
			XMLName xml.Name
			ID      string `xml:"m_id,attr"`
			Anchors []struct {
				ID string `xml:"t_id,attr"`
			} `xml:"token_anchor"`
		} `xml:",any"`
	} `xml:"Markables"`
	Relations struct {
		All []struct {
			XMLName xml.Name
			ID      string `xml:"r_id,attr"`
			Note    string `xml:"note,attr"`
			Sources []struct {
				ID string `xml:"m_id,attr"`
			} `xml:"source"`
		} `xml:",any"`
	} `xml:"Relations"`
}

// entityTypes begin the names of the markables that stand for persons, bodies,
// places and things; the others are happenings and times.
var entityTypes = []string{"HUMAN_PART", "LOC_", "NON_HUMAN_PART"}

// marksEntity reports whether markables of a kind stand for persons, bodies,
// places or things.
func marksEntity(kind string, _ bool) bool {
	return slices.ContainsFunc(entityTypes, func(t string) bool { return strings.HasPrefix(kind, t) })
}

// readECB reads a document of ECB+ with the mentions of which keep is told kind
// and whether they are in a chain across documents. Those in no chain stand
// alone.
//
// Source: A. Cybulska, P. Vossen, Using a sledgehammer to crack a nut?, LREC
// 2014.
func readECB(name string, data []byte, keep func(kind string, across bool) bool) (Document, error) {
	var doc ecbDocument
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	if err := d.Decode(&doc); err != nil {
		return Document{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	b := textBuilder{}
	at := map[string]news.Span{}
	for i, t := range doc.Tokens {
		if i > 0 && t.Sentence != doc.Tokens[i-1].Sentence {
			b.endLine()
		}
		at[t.ID] = b.add(t.Text)
	}
	chain, across := map[string]string{}, map[string]bool{}
	for _, r := range doc.Relations.All {
		id := r.Note
		if r.XMLName.Local != "CROSS_DOC_COREF" {
			id = name + " " + r.ID
		}
		for _, s := range r.Sources {
			chain[s.ID] = id
			across[s.ID] = r.XMLName.Local == "CROSS_DOC_COREF"
		}
	}
	topic, _, _ := strings.Cut(name, "_")
	out := Document{Topic: topic, Article: b.article(name)}
	for _, m := range doc.Markables.All {
		kind := m.XMLName.Local
		if len(m.Anchors) == 0 || !keep(kind, across[m.ID]) {
			continue
		}
		s, e := at[m.Anchors[0].ID], at[m.Anchors[len(m.Anchors)-1].ID]
		if e.End <= s.Start {
			continue
		}
		id := chain[m.ID]
		if id == "" {
			id = name + " alone " + m.ID
		}
		out.Mentions = append(out.Mentions, Mention{Span: news.Span{Start: s.Start, End: e.End}, Chain: id, Type: kind})
	}
	sortMentions(out.Mentions)
	return out, nil
}

// readCoNLL reads the documents of a CoNLL coreference file: a word a line in
// columns, the last of which opens and closes chains, "(3", "3)", "(3)|(4", and
// "_" or "-" is nothing. The word is in the fourth column of twelve or more, else
// in the second. An empty line ends a sentence.
func readCoNLL(name string, data []byte) ([]Document, error) {
	var out []Document
	b := textBuilder{}
	open := map[string][]int{}
	var mentions []Mention
	finish := func() {
		if b.text.Len() > 0 {
			id := name + " " + strconv.Itoa(len(out))
			sortMentions(mentions)
			out = append(out, Document{Topic: id, Article: b.article(id), Mentions: mentions})
		}
		b, mentions = textBuilder{}, nil
		clear(open)
	}
	for n, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "#begin"), strings.HasPrefix(line, "# begin"):
			finish()
			continue
		case line == "":
			b.endLine()
			continue
		case line[0] == '#' && strings.Count(line, "\t") < 2:
			continue
		}
		f := strings.Fields(line)
		if strings.Contains(line, "\t") {
			f = strings.Split(line, "\t")
		}
		if len(f) < 3 {
			return nil, fmt.Errorf("%w: line %d", ErrFormat, n+1)
		}
		word := f[1]
		if len(f) >= 12 {
			word = f[3]
		}
		span := b.add(word)
		for _, mark := range chainMarks(f[len(f)-1]) {
			id := strings.Trim(mark, "()")
			if mark[0] == '(' {
				open[id] = append(open[id], span.Start)
			}
			if strings.HasSuffix(mark, ")") {
				k := len(open[id]) - 1
				if k < 0 {
					return nil, fmt.Errorf("%w: line %d closes chain %s, which is not open", ErrFormat, n+1, id)
				}
				mentions = append(mentions, Mention{Span: news.Span{Start: open[id][k], End: span.End}, Chain: id})
				open[id] = open[id][:k]
			}
		}
	}
	finish()
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: no document", ErrFormat)
	}
	return out, nil
}

// chainMarks parts a column such as "(3|4)" or "(3)4)" into its marks.
func chainMarks(column string) (out []string) {
	if column == "_" || column == "-" {
		return nil
	}
	start := 0
	for i := 0; i < len(column); i++ {
		switch {
		case column[i] == '|':
			if i > start {
				out = append(out, column[start:i])
			}
			start = i + 1
		case column[i] == '(' && i > start:
			out = append(out, column[start:i])
			start = i
		case column[i] == ')':
			out = append(out, column[start:i+1])
			start = i + 1
		}
	}
	if start < len(column) {
		out = append(out, column[start:])
	}
	return out
}

func sortMentions(m []Mention) {
	slices.SortStableFunc(m, func(a, b Mention) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
}

// A textBuilder joins words to a text that reads like one: no space before a
// comma.
type textBuilder struct {
	text   strings.Builder
	start  int  // of the line
	glue   bool // no space before the next word
	quote  bool // a straight quotation mark is open
	blocks []news.Block
}

func (b *textBuilder) add(word string) news.Span {
	word = strings.TrimSpace(word)
	if b.text.Len() > b.start && !b.glue && !b.joins(word) {
		b.text.WriteByte(' ')
	}
	b.glue = word == "(" || word == "[" || word == "$" || word == "“" || word == "``"
	if word == "\"" {
		b.quote = !b.quote
		b.glue = b.quote
	}
	s := news.Span{Start: b.text.Len()}
	b.text.WriteString(word)
	s.End = b.text.Len()
	return s
}

func (b *textBuilder) joins(word string) bool {
	switch word {
	case ",", ".", ";", ":", "?", "!", ")", "]", "%", "”", "''", "'s", "’s", "n't", "n’t", "'re", "'ve", "'ll", "'d", "'m", "’re", "’ve", "’ll", "’d", "’m":
		return true
	case "\"":
		return b.quote
	}
	return false
}

func (b *textBuilder) endLine() {
	if b.text.Len() > b.start {
		b.blocks = append(b.blocks, news.Block{Span: news.Span{Start: b.start, End: b.text.Len()}})
		b.text.WriteByte('\n')
		b.start, b.glue, b.quote = b.text.Len(), false, false
	}
}

func (b *textBuilder) article(name string) news.Article {
	b.endLine()
	return news.Article{ID: news.NewID("article", name), Language: "en", Text: b.text.String(), Blocks: b.blocks}
}

// A Key is the mentions of a set as the metrics take them: those of the first
// document, of the second, and so on.
type Key struct {
	Chains Chains
	Unit   []int // the topic of each mention
	Units  int
}

// Key gives the marked chains of s. A chain holds only mentions of one topic.
func (s *Set) Key() Key {
	var k Key
	topics, chains := map[string]int{}, map[string]int{}
	for i := range s.Documents {
		d := &s.Documents[i]
		if _, ok := topics[d.Topic]; !ok {
			topics[d.Topic] = len(topics)
		}
		for _, m := range d.Mentions {
			id := d.Topic + " " + m.Chain
			if _, ok := chains[id]; !ok {
				chains[id] = len(chains)
			}
			k.Chains = append(k.Chains, chains[id])
			k.Unit = append(k.Unit, topics[d.Topic])
		}
	}
	k.Units = len(topics)
	return k
}
