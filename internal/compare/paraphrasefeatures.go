package compare

import (
	"math/bits"
	"slices"
)

// ResemblanceNames name what is measured of two wordings, in the order of
// [Resemblance]. All but the counts are parts of 1024.
var ResemblanceNames = [...]string{
	"words-less", "words-more", "weight-less", "weight-more",
	"pairs-less", "pairs-more", "triples-less", "triples-more", "fours-less", "fours-more",
	"skips", "letters", "sequence-less", "sequence-more", "run-less", "run-more", "edits",
	"length", "longer", "numbers", "numbers-own", "numbers-both", "names", "names-own", "names-both",
	"rarest-own-less", "rarest-own-more", "own-less", "own-more", "manner", "first", "last",
}

// A Resemblance is how alike two wordings are in several respects, named by
// [ResemblanceNames].
type Resemblance [len(ResemblanceNames)]int32

const whole = 1024

// Resemblance measures two wordings. It is symmetric and takes time in the
// product of their words.
func (w *Wording) Resemblance(v *Wording) Resemblance {
	a, b := w, v
	if len(a.words) > len(b.words) || len(a.words) == len(b.words) && slices.Compare(a.bag, b.bag) > 0 {
		a, b = b, a
	}
	var r Resemblance
	if len(a.words) == 0 {
		return r
	}
	na, nb := len(a.words), len(b.words)
	at := 0
	put := func(values ...int) {
		for _, x := range values {
			r[at] = int32(x)
			at++
		}
	}
	parts := func(n, x, y int) { // of the shorter and of the longer
		put(part1024(n, max(x, y)), part1024(n, min(x, y)))
	}
	inA, inB := b.among(a), a.among(b)
	parts(common(a.bag, b.bag), na, nb)
	wa, wb := inA.weight(a), inB.weight(b)
	x, y := part1024(int(wa), int(a.weight)), part1024(int(wb), int(b.weight))
	put(min(x, y), max(x, y))
	for n := range a.runs {
		ga, gb := a.runs[n], b.runs[n]
		parts(common(ga, gb), len(ga), len(gb))
	}
	sa, sb := a.pairs, b.pairs
	put(part1024(2*common(sa, sb), len(sa)+len(sb)), part1024(2*common(a.letters, b.letters), len(a.letters)+len(b.letters)))
	sequence, run, edits := a.align(b)
	parts(sequence, na, nb)
	parts(run, na, nb)
	put(part1024(edits, nb), part1024(na, nb), min(nb*16, whole))
	numbers := func(x *worded) bool { return x.number }
	names := func(x *worded) bool { return x.name }
	for _, of := range []func(*worded) bool{numbers, names} {
		alla, alone := inA.count(a, of)
		allb, blone := inB.count(b, of)
		put(part1024(alla+allb-alone-blone, max(alla+allb, 1)), min(alone+blone, 4)*256, min(alone, blone, 2)*512)
	}
	x, y = inA.rarest(a), inB.rarest(b)
	put(min(x, y), max(x, y))
	x, y = int(a.weight-wa)/32, int(b.weight-wb)/32
	put(min(x, y, 2*whole), min(max(x, y), 2*whole))
	put(bits.OnesCount8(uint8(a.manner^b.manner))*256, equal1024(a.words[0].stem, b.words[0].stem), equal1024(a.words[na-1].stem, b.words[nb-1].stem))
	return r
}

func part1024(n, of int) int {
	if of <= 0 {
		return 0
	}
	return n * whole / of
}

func equal1024(x, y uint32) int {
	if x == y {
		return whole
	}
	return 0
}

// An amongst tells which words of a wording another has too.
type amongst []bool

func (w *Wording) among(v *Wording) amongst {
	out := make(amongst, len(v.words))
	for i := range v.words {
		_, out[i] = slices.BinarySearch(w.bag, v.words[i].stem)
	}
	return out
}

func (in amongst) weight(w *Wording) (sum int64) {
	for i, ok := range in {
		if ok {
			sum += int64(w.words[i].rarity)
		}
	}
	return sum
}

// count returns how many words are of a kind, and how many of them the other
// wording lacks.
func (in amongst) count(w *Wording, of func(*worded) bool) (all, alone int) {
	for i, ok := range in {
		if of(&w.words[i]) {
			all++
			if !ok {
				alone++
			}
		}
	}
	return all, alone
}

// rarest returns the rarity, up to 1024, of the rarest word that the other
// lacks.
func (in amongst) rarest(w *Wording) (best int) {
	for i, ok := range in {
		if !ok {
			best = max(best, int(w.words[i].rarity)/4)
		}
	}
	return best
}

// common counts what two sorted lists share, each as often as both have it.
func common(a, b []uint32) (n int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n++
			i++
			j++
		}
	}
	return n
}

// grams returns the hashes of the runs of n words, sorted.
func (w *Wording) grams(n int) []uint32 {
	var out []uint32
	for i := 0; i+n <= len(w.words); i++ {
		h := uint32(17)
		for _, x := range w.words[i : i+n] {
			h = (h ^ x.stem) * 0x9E3779B1
			h ^= h >> 15
		}
		out = append(out, h)
	}
	slices.Sort(out)
	return out
}

// skipWords is how far apart two words of a pair with a gap may stand.
const skipWords = 4

// skips returns the hashes of the pairs of words in order, sorted.
func (w *Wording) skips() []uint32 {
	var out []uint32
	for i := range w.words {
		for j := i + 1; j < len(w.words) && j <= i+skipWords; j++ {
			h := (w.words[i].stem ^ 17) * 0x9E3779B1
			out = append(out, (h^h>>15^w.words[j].stem)*0x85EBCA6B)
		}
	}
	slices.Sort(out)
	return out
}

// align returns the length of the longest common sequence of words, that of the
// longest common run, and the fewest edits from one wording to the other.
func (w *Wording) align(v *Wording) (sequence, run, edits int) {
	n := len(v.words)
	seq, runs, dist := make([]int, n+1), make([]int, n+1), make([]int, n+1)
	for j := range dist {
		dist[j] = j
	}
	for i := range w.words {
		diagonal, before, last := 0, 0, dist[0]
		dist[0] = i + 1
		for j := 1; j <= n; j++ {
			s, r, d := seq[j], runs[j], dist[j]
			if w.words[i].stem == v.words[j-1].stem {
				seq[j], runs[j], dist[j] = diagonal+1, before+1, last
				run = max(run, runs[j])
			} else {
				seq[j], runs[j], dist[j] = max(s, seq[j-1]), 0, 1+min(last, d, dist[j-1])
			}
			diagonal, before, last = s, r, d
		}
	}
	return seq[n], run, dist[n]
}
