package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// refer writes the references of notes on drawn.
func refer(w io.Writer, drawn []sentence, notes io.Reader) error {
	in := bufio.NewScanner(notes)
	for n := 1; in.Scan(); n++ {
		f := strings.Fields(in.Text())
		if len(f) == 0 || strings.HasPrefix(f[0], "#") {
			continue
		}
		if len(f) != 3 {
			return fmt.Errorf("line %d: %q is not \"sentence word kind\"", n, in.Text())
		}
		s, err := strconv.Atoi(f[0])
		if err != nil || s < 1 || s > len(drawn) {
			return fmt.Errorf("line %d: no sentence %q was drawn", n, f[0])
		}
		k, err := strconv.Atoi(f[1])
		if err != nil || k < 1 || k > len(drawn[s-1].words) {
			return fmt.Errorf("line %d: sentence %d has no word %q", n, s, f[1])
		}
		t := drawn[s-1].words[k-1]
		fmt.Fprintf(w, "%s\t%d\t%d\t%s\n", drawn[s-1].id, t.start, t.end, f[2])
	}
	return in.Err()
}

// A place is where a word of the archive begins.
type place struct {
	id    string
	start int
}

// A count is what was counted of one kind, or of all kinds with one beginning.
type count struct {
	mistakes  int
	sentences map[int]bool
}

// tally counts references by kind, most frequent first, then by what stands
// before the colon of the kinds, and says how many of them name other words
// than those of the drawn sentences.
func tally(w io.Writer, drawn []sentence, references io.Reader) error {
	known := map[place]int{} // number of the sentence
	words := 0
	for i := range drawn {
		words += len(drawn[i].words)
		for _, t := range drawn[i].words {
			known[place{drawn[i].id, t.start}] = i
		}
	}
	kinds, groups, strange := map[string]*count{}, map[string]*count{}, 0
	all := &count{sentences: map[int]bool{}}
	in := bufio.NewScanner(references)
	for n := 1; in.Scan(); n++ {
		if in.Text() == "" || in.Text()[0] == '#' {
			continue
		}
		f := strings.Split(in.Text(), "\t")
		if len(f) != 4 {
			return fmt.Errorf("line %d: not id, start, end and kind", n)
		}
		start, err := strconv.Atoi(f[1])
		if err != nil {
			return fmt.Errorf("line %d: offset %q", n, f[1])
		}
		s, ok := known[place{f[0], start}]
		if !ok {
			strange++
			continue
		}
		group, _, _ := strings.Cut(f[3], ":")
		for _, c := range []*count{all, entry(kinds, f[3]), entry(groups, group)} {
			c.mistakes++
			c.sentences[s] = true
		}
	}
	fmt.Fprintf(w, "%d sentences, %d words: %d mistakes in %d sentences; %d references to other words\n",
		len(drawn), words, all.mistakes, len(all.sentences), strange)
	list(w, kinds)
	fmt.Fprintln(w, "together:")
	list(w, groups)
	return in.Err()
}

func entry(m map[string]*count, k string) *count {
	if m[k] == nil {
		m[k] = &count{sentences: map[int]bool{}}
	}
	return m[k]
}

func list(w io.Writer, m map[string]*count) {
	kinds := slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		return cmp.Or(cmp.Compare(m[b].mistakes, m[a].mistakes), cmp.Compare(a, b))
	})
	for _, k := range kinds {
		fmt.Fprintf(w, "%4d in %3d sentences  %s\n", m[k].mistakes, len(m[k].sentences), k)
	}
}
