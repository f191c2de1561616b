package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
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

// tally counts references by kind, most frequent first, and says how many of
// them stand outside the drawn sentences.
func tally(w io.Writer, drawn []sentence, references io.Reader) error {
	type place struct {
		id    string
		start int
	}
	known := map[place]int{} // number of the sentence
	words := 0
	for i := range drawn {
		words += len(drawn[i].words)
		for _, t := range drawn[i].words {
			known[place{drawn[i].id, t.start}] = i
		}
	}
	count, in, strange := map[string]int{}, map[string]map[int]bool{}, 0
	all := map[int]bool{}
	lines := bufio.NewScanner(references)
	for n := 1; lines.Scan(); n++ {
		if lines.Text() == "" || lines.Text()[0] == '#' {
			continue
		}
		f := strings.Split(lines.Text(), "\t")
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
		if in[f[3]] == nil {
			in[f[3]] = map[int]bool{}
		}
		count[f[3]]++
		in[f[3]][s], all[s] = true, true
	}
	var kinds []string
	sum := 0
	for k, c := range count {
		kinds = append(kinds, k)
		sum += c
	}
	slices.SortFunc(kinds, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	fmt.Fprintf(w, "%d sentences, %d words: %d mistakes in %d sentences; %d references to other words\n", len(drawn), words, sum, len(all), strange)
	for _, k := range kinds {
		fmt.Fprintf(w, "%4d in %3d sentences  %s\n", count[k], len(in[k]), k)
	}
	return lines.Err()
}
