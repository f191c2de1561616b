package main

import (
	"hash/fnv"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/eval/archive"
	"github.com/twosource/twosource/internal/annotate/english"
)

// leastCount is how often a form must stand in the archive to be learnt of.
const leastCount = 8

// A stream is the archive as numbers of folded forms, sentence by sentence;
// what is too rare is -2, the end of a sentence -1. Forms are sorted by
// frequency.
type stream struct {
	ids   []int32
	forms []string
	count []int
	caps  []uint8 // see english.LexEntry
}

// eachText calls f with the text of each article of an archive.
func eachText(name string, f func(text string)) error {
	for a, err := range archive.Read[struct{ Text string }](name) {
		if err != nil {
			return err
		}
		f(a.Text)
	}
	return nil
}

// A reader turns articles into a stream. Paragraphs that were seen before are
// left out, so that reprints and page furniture count once.
type reader struct {
	stream
	id   map[string]int32
	seen map[uint64]bool
	doc  english.Doc
	low  map[string]*caseCount
	fold map[string]string
}

// A caseCount says how often a word, in lower case, was written with a capital
// and without, inside sentences that are no headlines.
type caseCount struct{ caps, lows int }

func readStream(name string) (*stream, error) {
	r := &reader{id: map[string]int32{}, seen: map[uint64]bool{}, low: map[string]*caseCount{}, fold: map[string]string{}}
	err := eachText(name, func(text string) {
		for _, p := range strings.Split(text, "\n") {
			h := fnv.New64a()
			h.Write([]byte(p))
			if k := h.Sum64(); !r.seen[k] {
				r.seen[k] = true
				r.paragraph(p)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return r.finish(), nil
}

func (r *reader) paragraph(text string) {
	d := &r.doc
	english.Split(d, text)
	for i := 0; i+1 < len(d.Sentences); i++ {
		a, b := int(d.Sentences[i]), int(d.Sentences[i+1])
		plain := false
		for j := a + 1; j < b; j++ {
			if w := d.Word(j); len(w) > 3 && isLower(w) {
				plain = true
				break
			}
		}
		for j := a; j < b; j++ {
			w := d.Word(j)
			r.word(w)
			if j > a && plain {
				r.cases(w)
			}
		}
		r.ids = append(r.ids, -1)
	}
}

func isLower(w string) bool {
	c, _ := utf8.DecodeRuneInString(w)
	return unicode.IsLower(c)
}

func (r *reader) word(w string) {
	f, ok := r.fold[w]
	if !ok {
		f = english.Fold(w)
		r.fold[strings.Clone(w)] = f
	}
	id, ok := r.id[f]
	if !ok {
		id = int32(len(r.forms))
		r.id[f] = id
		r.forms = append(r.forms, f)
		r.count = append(r.count, 0)
	}
	r.count[id]++
	r.ids = append(r.ids, id)
}

func (r *reader) cases(w string) {
	c, _ := utf8.DecodeRuneInString(w)
	up := unicode.IsUpper(c)
	if !up && !unicode.IsLower(c) {
		return
	}
	low := strings.ToLower(r.fold[w])
	n := r.low[low]
	if n == nil {
		n = new(caseCount)
		r.low[low] = n
	}
	if up {
		n.caps++
	} else {
		n.lows++
	}
}

// finish sorts forms by frequency and drops the rare.
func (r *reader) finish() *stream {
	var keep []int32
	for i, n := range r.count {
		if n >= leastCount {
			keep = append(keep, int32(i))
		}
	}
	sort.Slice(keep, func(i, j int) bool {
		a, b := keep[i], keep[j]
		if r.count[a] != r.count[b] {
			return r.count[a] > r.count[b]
		}
		return r.forms[a] < r.forms[b]
	})
	s := &stream{ids: r.ids}
	number := slices.Repeat([]int32{-2}, len(r.forms))
	for i, old := range keep {
		number[old] = int32(i)
		s.forms = append(s.forms, r.forms[old])
		s.count = append(s.count, r.count[old])
		s.caps = append(s.caps, r.low[strings.ToLower(r.forms[old])].share())
	}
	for i, id := range s.ids {
		if id >= 0 {
			s.ids[i] = number[id]
		}
	}
	return s
}

// share gives the share of capitals in eight steps from 1; 0 if c is too small
// to tell.
func (c *caseCount) share() uint8 {
	if c == nil || c.caps+c.lows < 4 {
		return 0
	}
	limits := [...]float64{0.01, 0.05, 0.15, 0.4, 0.7, 0.9, 0.98}
	p := float64(c.caps) / float64(c.caps+c.lows)
	k := 0
	for k < len(limits) && p > limits[k] {
		k++
	}
	return uint8(k + 1)
}

// someTexts gives n articles spread evenly over an archive.
func someTexts(name string, n int) (out []string, err error) {
	var all []string
	if err = eachText(name, func(text string) { all = append(all, text) }); err != nil {
		return nil, err
	}
	for i := range min(n, len(all)) {
		out = append(out, all[i*len(all)/n])
	}
	return out, nil
}
