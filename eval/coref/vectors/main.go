// Command vectors learns, from the words that stand about words in the articles of
// an archive, which are used alike, and writes the table that eval reads.
//
// Usage:
//
//	go run ./eval/coref/vectors [-o eval/coref/vectors.bin] ARCHIVE.jsonl.gz
//
// The table has counts, not text. The same articles give the same bytes.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"

	"github.com/twosource/twosource/eval/archive"
	"github.com/twosource/twosource/eval/coref"
	"github.com/twosource/twosource/eval/singular"
	"github.com/twosource/twosource/internal/knowledge"
)

// What is counted and kept (ours).
const (
	mostStems = 9_000 // with a vector, the commonest
	mostAbout = 5_000 // that they are counted by, the commonest
	reach     = 4     // words on either side
	width     = 48
)

func main() {
	out := flag.String("o", "eval/coref/vectors.bin", "file to write")
	flag.Parse()
	if err := run(flag.Arg(0), *out); err != nil {
		fmt.Fprintln(os.Stderr, "vectors:", err)
		os.Exit(1)
	}
}

func run(file, out string) error {
	var articles [][]int32
	number, count := map[string]int32{}, []int{}
	var stems []string
	for a, err := range archive.Read[struct{ Text string }](file) {
		if err != nil {
			return err
		}
		var list []int32
		var buf [64]byte
		for start, end := knowledge.NextWord(a.Text, 0); start < end; start, end = knowledge.NextWord(a.Text, end) {
			s := coref.Stem(string(knowledge.AppendWord(buf[:0], a.Text[start:end])))
			n, ok := number[s]
			if !ok {
				n = int32(len(stems))
				number[s] = n
				stems, count = append(stems, s), append(count, 0)
			}
			count[n]++
			list = append(list, n)
		}
		articles = append(articles, list)
	}
	order := make([]int, len(stems))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(count[y], count[x]), cmp.Compare(stems[x], stems[y]))
	})
	place := make([]int32, len(stems)) // by how common it is
	for at, n := range order {
		place[n] = int32(at)
	}
	m := about(articles, place)
	kept := min(mostStems, len(order))
	names := make([]string, kept)
	for at := range kept {
		names[at] = stems[order[at]]
	}
	vectors := m.Left(width)
	byName := make([]int, 0, kept)
	for at := range kept {
		if c := names[at]; c != "" && c[0] >= 'a' && c[0] <= 'z' {
			byName = append(byName, at)
		}
	}
	slices.SortFunc(byName, func(x, y int) int { return cmp.Compare(names[x], names[y]) })
	sorted, rows := make([]string, 0, kept), make([][]float64, 0, kept)
	for _, at := range byName {
		sorted, rows = append(sorted, names[at]), append(rows, vectors[at])
	}
	return os.WriteFile(out, coref.NewVectors(sorted, rows).Bytes(), 0o644)
}

// about counts the words about each stem, nearer ones for more, and gives how much
// more often they stand there than by chance.
//
// Source: O. Levy, Y. Goldberg, I. Dagan, TACL 2015: positive pointwise mutual
// information with the contexts' counts to the power of .75.
func about(articles [][]int32, place []int32) *singular.Matrix {
	counts := make([]float32, mostStems*mostAbout)
	for _, list := range articles {
		for i, n := range list {
			at := place[n]
			if at >= mostStems {
				continue
			}
			row := counts[int(at)*mostAbout : (int(at)+1)*mostAbout]
			for d := 1; d <= reach; d++ {
				if i-d >= 0 {
					if c := place[list[i-d]]; c < mostAbout {
						row[c] += 1 / float32(d)
					}
				}
				if i+d < len(list) {
					if c := place[list[i+d]]; c < mostAbout {
						row[c] += 1 / float32(d)
					}
				}
			}
		}
	}
	rowSum, columnSum := make([]float64, mostStems), make([]float64, mostAbout)
	for r := range mostStems {
		for c, x := range counts[r*mostAbout : (r+1)*mostAbout] {
			rowSum[r] += float64(x)
			columnSum[c] += float64(x)
		}
	}
	all := 0.0
	for c := range columnSum {
		columnSum[c] = math.Pow(columnSum[c], .75)
		all += columnSum[c]
	}
	m := &singular.Matrix{Rows: make([][]singular.Cell, mostStems), Columns: mostAbout}
	for r := range mostStems {
		for c, x := range counts[r*mostAbout : (r+1)*mostAbout] {
			if x < 3 {
				continue
			}
			if v := math.Log(float64(x) * all / (rowSum[r] * columnSum[c])); v > 0 {
				m.Rows[r] = append(m.Rows[r], singular.Cell{Column: int32(c), Value: float32(v)})
			}
		}
	}
	return m
}
