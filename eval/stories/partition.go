package stories

import "math"

// A Score is how a partition compares with a gold one. Its figures are fractions
// from 0 to 1, but ARI may fall below 0.
type Score struct {
	Precision, Recall, F1 float64 // B-cubed
	ARI                   float64 // adjusted Rand index
	NMI                   float64 // mutual information by the mean of the entropies
	Found, Gold           int     // groups
}

// Compare scores found against gold, which give for each item the number of its
// group; they are of one length. No items score 0.
//
// Source: B-cubed: A. Bagga, B. Baldwin, COLING-ACL 1998. ARI: L. Hubert,
// P. Arabie, Journal of Classification 1985.
func Compare(found, gold []int) Score {
	t := newTable(found, gold)
	if t.n == 0 {
		return Score{}
	}
	s := Score{Found: len(t.rows), Gold: len(t.columns), ARI: t.rand(), NMI: t.information()}
	for _, c := range t.cells {
		n := float64(c.n)
		s.Precision += n * n / float64(t.rows[c.row])
		s.Recall += n * n / float64(t.columns[c.column])
	}
	s.Precision /= float64(t.n)
	s.Recall /= float64(t.n)
	s.F1 = 2 * s.Precision * s.Recall / (s.Precision + s.Recall)
	return s
}

// A table is how often each pair of groups meets.
type table struct {
	n             int
	rows, columns []int // sizes of the groups found, and of the gold ones
	cells         []cell
}

type cell struct{ row, column, n int }

func newTable(found, gold []int) table {
	t := table{n: len(found)}
	rows, columns, at := map[int]int{}, map[int]int{}, map[[2]int]int{}
	for i, f := range found {
		r, c := index(rows, f, &t.rows), index(columns, gold[i], &t.columns)
		k, ok := at[[2]int{r, c}]
		if !ok {
			k = len(t.cells)
			at[[2]int{r, c}] = k
			t.cells = append(t.cells, cell{row: r, column: c})
		}
		t.cells[k].n++
	}
	return t
}

// index counts one more item of group g and returns the group's place in sizes.
func index(of map[int]int, g int, sizes *[]int) int {
	k, ok := of[g]
	if !ok {
		k = len(*sizes)
		of[g] = k
		*sizes = append(*sizes, 0)
	}
	(*sizes)[k]++
	return k
}

// rand returns the adjusted Rand index.
func (t *table) rand() float64 {
	both, rows, columns := 0.0, 0.0, 0.0
	for _, c := range t.cells {
		both += pairs(c.n)
	}
	for _, n := range t.rows {
		rows += pairs(n)
	}
	for _, n := range t.columns {
		columns += pairs(n)
	}
	all := pairs(t.n)
	if all == 0 {
		return 1
	}
	chance := rows * columns / all
	if most := (rows + columns) / 2; most > chance {
		return (both - chance) / (most - chance)
	}
	return 1
}

func pairs(n int) float64 { return float64(n) * float64(n-1) / 2 }

// information returns the mutual information of the partitions by the mean of
// their entropies; 1 if both have one group.
func (t *table) information() float64 {
	n, mutual := float64(t.n), 0.0
	for _, c := range t.cells {
		k := float64(c.n)
		mutual += k / n * math.Log(k*n/(float64(t.rows[c.row])*float64(t.columns[c.column])))
	}
	mean := (entropy(t.rows, n) + entropy(t.columns, n)) / 2
	if mean == 0 {
		return 1
	}
	return mutual / mean
}

func entropy(sizes []int, n float64) float64 {
	sum := 0.0
	for _, k := range sizes {
		p := float64(k) / n
		sum -= p * math.Log(p)
	}
	return sum
}
