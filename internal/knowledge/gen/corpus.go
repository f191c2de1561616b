package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/knowledge"
)

const (
	minArticles = 5     // a word of fewer articles is as rare as can be
	maxWords    = 80000 // of the rarity table
)

// A corpus is what was counted of the words of an archive.
type corpus struct {
	articles int
	words    map[string]*wordCount // by lower-case word
	key      []byte                // of the word at hand
}

// A wordCount is in how many articles a word stands, and how it was written.
type wordCount struct {
	articles, last           int
	lower, title, upper, all int // occurrences; title only where no sentence begins
}

// countCorpus reads a gzip file of JSON lines with a field "text".
func countCorpus(path string) (*corpus, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	c := &corpus{words: map[string]*wordCount{}}
	lines := bufio.NewReaderSize(z, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var a struct{ Text string }
			if err := json.Unmarshal(line, &a); err != nil {
				return nil, fmt.Errorf("%s: article %d: %w", path, c.articles+1, err)
			}
			c.count(a.Text)
		}
		if err != nil {
			return c, nil
		}
	}
}

func (c *corpus) count(text string) {
	c.articles++
	start := true // of a sentence
	for i := 0; i < len(text); {
		from, to := knowledge.NextWord(text, i)
		if from < 0 {
			return
		}
		if strings.ContainsAny(text[i:from], ".!?:\n\"“”‘'’") {
			start = true
		}
		c.add(text[from:to], start)
		start, i = false, to
	}
}

func (c *corpus) add(word string, start bool) {
	b := c.key[:0]
	first, upper, n := true, 0, 0
	capital := false
	for _, r := range word {
		if unicode.IsLetter(r) {
			n++
			if unicode.IsUpper(r) {
				upper++
				capital = capital || first
				r = unicode.ToLower(r)
			}
		}
		first = false
		if r != '\'' && r != '’' {
			b = utf8.AppendRune(b, r)
		}
	}
	c.key = b
	w := c.words[string(b)]
	if w == nil {
		w = &wordCount{}
		c.words[string(b)] = w
	}
	if w.last != c.articles {
		w.articles++
		w.last = c.articles
	}
	w.all++
	switch {
	case upper == 0:
		w.lower++
	case n > 1 && upper == n:
		w.upper++
	case capital && !start:
		w.title++
	}
}

// plainWord is a word as Rarity compares them.
func plainWord(word string) string {
	return apostrophes.Replace(strings.ToLower(word))
}

var apostrophes = strings.NewReplacer("'", "", "’", "")

// rarity returns the table for knowledge.Rarity: the words of most articles.
func (c *corpus) rarity() []knowledge.WordValue {
	type row struct {
		word string
		n    int
	}
	var rows []row
	for w, n := range c.words {
		if n.articles >= minArticles {
			rows = append(rows, row{w, n.articles})
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		if a.n != b.n {
			return b.n - a.n
		}
		return strings.Compare(a.word, b.word)
	})
	rows = rows[:min(len(rows), maxWords)]
	out := make([]knowledge.WordValue, len(rows))
	for i, r := range rows {
		out[i] = knowledge.WordValue{Word: r.word, Value: log2of(uint64(c.articles), uint64(r.n))}
	}
	return out
}

// casing returns the table for knowledge.Capitalised: of the words that stand
// often enough within sentences, how many in a hundred have a capital.
func (c *corpus) casing() []knowledge.WordValue {
	var out []knowledge.WordValue
	for w, n := range c.words {
		if all := n.lower + n.title + n.upper; n.articles >= minArticles && all >= minArticles {
			out = append(out, knowledge.WordValue{Word: w, Value: int32(100 * (n.title + n.upper) / all)})
		}
	}
	slices.SortFunc(out, func(a, b knowledge.WordValue) int {
		na, nb := c.words[a.Word].articles, c.words[b.Word].articles
		if na != nb {
			return nb - na
		}
		return strings.Compare(a.Word, b.Word)
	})
	return out[:min(len(out), maxWords)]
}

// log2of returns log2(a/b) in 1/256, rounded down, for a ≥ b > 0, in integers.
func log2of(a, b uint64) int32 {
	x := a << 31 / b // fixed point, 31 bits of fraction
	r := int32(0)
	for x >= 2<<31 {
		x >>= 1
		r += 256
	}
	for bit := int32(128); bit > 0; bit >>= 1 {
		if x = x * x >> 31; x >= 2<<31 {
			x >>= 1
			r += bit
		}
	}
	return r
}

// acronym reports whether the archive writes a word in capitals.
func (c *corpus) acronym(word string) bool {
	w := c.words[plainWord(word)]
	return w != nil && w.articles >= minArticles && 2*w.upper > w.all && 20*w.lower < w.all
}

// properName reports whether the archive writes a word with a capital in the
// midst of sentences, and hardly ever without.
func (c *corpus) properName(word string) bool {
	w := c.words[plainWord(word)]
	return w != nil && w.articles >= minArticles && w.title >= 3 && 50*w.lower < w.title
}

// common reports whether the archive writes a word small more often than with
// a capital.
func (c *corpus) common(word string) bool {
	w := c.words[plainWord(word)]
	return w != nil && w.lower >= minArticles && w.lower > w.title
}
