// Package paraphrase reads sentence pairs that people judged, and learns from
// them how alike two sentences that say the same are.
//
// It is for measuring and for the trainer: what a brief uses of it is the few
// weights that package compare carries.
package paraphrase

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A Pair is two sentences and what people say of them.
type Pair struct {
	A, B string
	// Same is the judgement: of MSRP 1 for a paraphrase and 0 for none, of STS
	// the likeness from 0 to 5, divided by 5.
	Same float64
}

// A Set is the pairs of one file.
type Set struct {
	Name   string
	Graded bool // STS: judged by degree
	Pairs  []Pair
}

// Read reads the Microsoft Research Paraphrase Corpus and the headline pairs of
// SemEval's STS tasks among files, which are contents by path. The sets are
// sorted by name, the graded last.
func Read(files map[string][]byte) ([]Set, error) {
	var out []Set
	for name, data := range files {
		base := path.Base(name)
		var s Set
		var err error
		switch {
		case strings.HasPrefix(base, "msr_paraphrase"):
			s, err = readMSRP(string(data))
		case strings.HasSuffix(base, ".tsv") && len(data) > 200:
			s, err = readSTS(string(data))
		default:
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("paraphrase: %s: %w", name, err)
		}
		s.Name = strings.TrimSuffix(base, path.Ext(base))
		out = append(out, s)
	}
	slices.SortFunc(out, func(x, y Set) int {
		if x.Graded != y.Graded {
			if x.Graded {
				return 1
			}
			return -1
		}
		return strings.Compare(x.Name, y.Name)
	})
	return out, nil
}

func readMSRP(data string) (Set, error) {
	var s Set
	for n, line := range lines(data) {
		f := strings.Split(line, "\t")
		if n == 0 {
			continue // names of the columns
		}
		if len(f) != 5 || f[0] != "0" && f[0] != "1" {
			return s, fmt.Errorf("line %d is no pair", n+1)
		}
		p := Pair{A: f[3], B: f[4]}
		if f[0] == "1" {
			p.Same = 1
		}
		s.Pairs = append(s.Pairs, p)
	}
	return s, nil
}

// readSTS reads "degree, sentence, sentence"; pairs without a degree are left
// out.
func readSTS(data string) (Set, error) {
	s := Set{Graded: true}
	for n, line := range lines(data) {
		f := strings.Split(line, "\t")
		if len(f) < 3 {
			return s, fmt.Errorf("line %d is no pair", n+1)
		}
		degree, err := strconv.ParseFloat(f[0], 64)
		if err != nil {
			continue
		}
		s.Pairs = append(s.Pairs, Pair{f[1], f[2], degree / 5})
	}
	return s, nil
}

func lines(data string) []string {
	data = strings.TrimPrefix(data, "\ufeff")
	data = strings.ReplaceAll(data, "\r\n", "\n")
	return strings.Split(strings.TrimRight(data, "\n"), "\n")
}
