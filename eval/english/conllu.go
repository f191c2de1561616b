package english

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	annotator "github.com/twosource/twosource/internal/annotate/english"
	"github.com/twosource/twosource/internal/grammar"
)

// ErrFormat is wrapped by the errors of the readers: the data is not CoNLL-U or
// not columns of words and marks.
var ErrFormat = errors.New("eval/english: unknown format")

// A goldWord is a word of a treebank.
type goldWord struct {
	form, lemma, rel string
	pos              grammar.POS
	tag              grammar.Tag
	head             int  // index in the sentence; -1 at the root
	joined           bool // no space follows
}

// A goldSentence is a sentence of a treebank.
type goldSentence struct {
	words     []goldWord
	tokens    []goldToken
	paragraph bool // a paragraph begins here
}

// A goldToken is a stretch of text: one word, or several written as one.
type goldToken struct {
	form   string
	words  int
	joined bool
}

// readTreebank reads CoNLL-U.
func readTreebank(r io.Reader) ([]goldSentence, error) {
	var out []goldSentence
	var s goldSentence
	inside := 0 // words left of a range
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<24)
	for n := 1; in.Scan(); n++ {
		line := in.Text()
		switch {
		case line == "":
			if len(s.words) > 0 {
				out = append(out, s)
			}
			s = goldSentence{}
			continue
		case strings.HasPrefix(line, "# newpar"), strings.HasPrefix(line, "# newdoc"):
			s.paragraph = true
			continue
		case line[0] == '#':
			continue
		}
		c := strings.Split(line, "\t")
		if len(c) != 10 {
			return nil, fmt.Errorf("%w: line %d has %d columns, not the 10 of CoNLL-U", ErrFormat, n, len(c))
		}
		joined := strings.Contains(c[9], "SpaceAfter=No")
		if a, b, ok := strings.Cut(c[0], "-"); ok {
			from, _ := strconv.Atoi(a)
			to, _ := strconv.Atoi(b)
			inside = to - from + 1
			s.tokens = append(s.tokens, goldToken{c[1], inside, joined})
			continue
		}
		if strings.Contains(c[0], ".") {
			continue
		}
		head, err := strconv.Atoi(c[6])
		if err != nil {
			return nil, fmt.Errorf("%w: line %d: head %q", ErrFormat, n, c[6])
		}
		s.words = append(s.words, goldWord{c[1], c[2], c[7], grammar.ParsePOS(c[3]), grammar.ParseTag(c[4]), head - 1, joined})
		if inside > 0 {
			inside--
		} else {
			s.tokens = append(s.tokens, goldToken{c[1], 1, joined})
		}
	}
	if len(s.words) > 0 {
		out = append(out, s)
	}
	if err := in.Err(); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: no sentence", ErrFormat)
	}
	return out, nil
}

// mark gives the words of gold to m and returns its marks, in d.
func mark(m *annotator.Model, d *annotator.Doc, gold []goldSentence) {
	words := make([][]string, len(gold))
	for i, s := range gold {
		for _, w := range s.words {
			words[i] = append(words[i], w.form)
		}
	}
	d.SetWords(words)
	m.Mark(d)
}
