package english

import (
	"encoding/binary"
	"math/bits"
)

// A scorer sums the weights of features, one sum a class. It is the model in
// use ([table], [moveTable]) or the one being learnt.
type scorer interface {
	score(features []uint64, sums []int32)
}

// Weights are stored as codes: a sign and the number of a step on a scale that
// is even near zero and then grows by a constant share, so that every weight is
// kept to a few per cent. Whole numbers only, so that it is the same scale on
// every machine.
const (
	maxByteCode = 127 // codes of a moveTable
	maxWideCode = 511 // codes of a table
)

// byteValue gives the weight of each signed byte, wideValue of each code of a
// table, whose sign is its lowest bit.
var (
	byteValue = func() (t [256]int32) {
		s := scaleOf(maxByteCode, 24, 60)
		for c := 1; c <= maxByteCode; c++ {
			t[c], t[256-c] = s[c], -s[c]
		}
		return t
	}()
	wideValue = func() (t [2 * (maxWideCode + 1)]int32) {
		for c, v := range scaleOf(maxWideCode, 64, 12) {
			t[2*c], t[2*c+1] = v, -v
		}
		return t
	}()
)

// scaleOf gives the values of the codes 0 to n: the code itself up to even, then
// growing by so many thousandths.
func scaleOf(n, even, thousandths int32) []int32 {
	s := make([]int32, n+1)
	milli := even * 1000
	for c := range s {
		if int32(c) <= even {
			s[c] = int32(c)
			continue
		}
		milli += milli / 1000 * thousandths
		s[c] = milli / 1000
	}
	return s
}

// Features are found in buckets of four: one uint64 of four fingerprints, the
// low 16 bits of the features' hashes, and then what belongs to each. Which
// bucket a feature is in is told by the high half of its hash. A bucket that
// had to hold more than four has lost the least of them. There is no branch in
// a look-up, for most features are unknown and no processor can guess which.
const (
	bucketSize = 4
	laneOnes   = 0x0001_0001_0001_0001
	laneTops   = 0x8000_8000_8000_8000
)

// bucketOf gives the number of the bucket, of n, in which a feature is.
func bucketOf(feature uint64, n uint64) uint64 { return feature >> 32 * n >> 32 }

// laneOf gives 16 times the place of a fingerprint among four, or 64 if it is
// not there.
func laneOf(prints, feature uint64) int {
	x := prints ^ (feature&0xffff)*laneOnes
	return bits.TrailingZeros64((x-laneOnes)&^x&laneTops) &^ 15
}

// A table holds the weights of one perceptron: for each feature that matters
// the classes that it speaks for or against.
//
// In the model a bucket has, after the fingerprints, four places of rows, uint32
// in units of rowUnit bytes. A row is a number n and n entries, each uint16: the
// class in the low classBits bits, the code of the weight above. The first row is
// empty; free places point to it.
//
// In memory a bucket lies in one line of the processor's cache, and rows are
// read by rowUnit.
type table struct {
	buckets []rowBucket
	rows    []uint64
	classes int
}

// A rowBucket is a bucket of a table, half a line of cache.
type rowBucket struct {
	prints uint64
	row    [bucketSize]uint32
	_      uint64
}

const (
	tableBucket = 24 // bytes in the model
	rowUnit     = 8
	classBits   = 6
	maxClasses  = 1 << classBits
	codeMask    = 1<<(16-classBits) - 1
)

// maxFeatures is the most features of one decision.
const maxFeatures = 256

// openTable reads a table from its sections of the model.
func openTable(buckets, rows []byte, classes int) table {
	t := table{
		buckets: make([]rowBucket, max(len(buckets)/tableBucket, 1)),
		rows:    make([]uint64, max(len(rows)/rowUnit, 1)),
		classes: classes,
	}
	for i := range len(buckets) / tableBucket {
		from, to := buckets[i*tableBucket:], &t.buckets[i]
		to.prints = binary.LittleEndian.Uint64(from)
		for k := range to.row {
			to.row[k] = binary.LittleEndian.Uint32(from[8+4*k:])
		}
	}
	for i := range len(rows) / rowUnit {
		t.rows[i] = binary.LittleEndian.Uint64(rows[i*rowUnit:])
	}
	return t
}

// score sums the rows of features into sums, which has one entry a class. It
// goes over the features in steps, so that the processor waits for many places
// of memory at once: the first loop does next to nothing but ask for them.
func (t *table) score(features []uint64, sums []int32) {
	var prints [maxFeatures]uint64
	var place [maxFeatures]uint32
	var acc [maxClasses]int32
	features = features[:min(len(features), maxFeatures)]
	buckets, n := t.buckets, uint64(len(t.buckets))
	for i, f := range features {
		prints[i&(maxFeatures-1)] = buckets[bucketOf(f, n)].prints
	}
	found := 0
	for i, f := range features {
		lane := laneOf(prints[i&(maxFeatures-1)], f)
		place[found&(maxFeatures-1)] = buckets[bucketOf(f, n)].row[lane>>4&(bucketSize-1)]
		if lane < 64 {
			found++
		}
	}
	head := prints[:found]
	for i, at := range place[:found] {
		head[i] = t.rows[at]
	}
	for i, x := range head {
		// Entries that a row does not have are 0, and add 0 to class 0.
		acc[x>>16&(maxClasses-1)] += wideValue[x>>(16+classBits)&codeMask]
		acc[x>>32&(maxClasses-1)] += wideValue[x>>(32+classBits)&codeMask]
		acc[x>>48&(maxClasses-1)] += wideValue[x>>(48+classBits)]
		if k := int(x & 0xffff); k > 3 {
			t.addRest(&acc, int(place[i])+1, k>>2)
		}
	}
	copy(sums, acc[:t.classes])
}

// addRest adds the entries of n units of the rows.
func (t *table) addRest(acc *[maxClasses]int32, at, n int) {
	for _, x := range t.rows[at : at+n] {
		acc[x&(maxClasses-1)] += wideValue[x>>classBits&codeMask]
		acc[x>>16&(maxClasses-1)] += wideValue[x>>(16+classBits)&codeMask]
		acc[x>>32&(maxClasses-1)] += wideValue[x>>(32+classBits)&codeMask]
		acc[x>>48&(maxClasses-1)] += wideValue[x>>(48+classBits)]
	}
}

// A moveTable is a table of three classes with weights relative to the third:
// after the fingerprints a bucket has for each the codes of two weights, one
// byte each, the second class lower.
type moveTable struct {
	buckets []codeBucket
}

// A codeBucket is a bucket of a moveTable, a quarter of a line of cache.
type codeBucket struct {
	prints uint64
	codes  uint64
}

const moveBucket = 16 // bytes in the model

// openMoves reads a moveTable from its section of the model.
func openMoves(buckets []byte) moveTable {
	t := moveTable{make([]codeBucket, max(len(buckets)/moveBucket, 1))}
	for i := range len(buckets) / moveBucket {
		b := buckets[i*moveBucket:]
		t.buckets[i] = codeBucket{binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])}
	}
	return t
}

// moveSums are the sums of the first two classes of a moveTable; that of the third
// is 0.
type moveSums struct{ a, b int32 }

func (s *moveSums) add(x moveSums) {
	s.a += x.a
	s.b += x.b
}

func (t *moveTable) score(features []uint64, sums []int32) {
	s := t.sum(features)
	sums[0], sums[1], sums[2] = s.a, s.b, 0
}

// lookUps is how many buckets are asked for at once.
const lookUps = 64

// sum gives the sums of features.
func (t *moveTable) sum(features []uint64) (s moveSums) {
	var at [lookUps]codeBucket
	for len(features) > 0 {
		some := features[:min(len(features), lookUps)]
		features = features[len(some):]
		t.ask(some, &at)
		s.add(sumOf(some, at[:]))
	}
	return s
}

// parts sets sums to the sums of parts of features, at most lookUps in all, that
// have the given lengths.
func (t *moveTable) parts(features []uint64, lengths []int, sums []moveSums) {
	var at [lookUps]codeBucket
	t.ask(features, &at)
	from := 0
	for i, n := range lengths {
		sums[i] = sumOf(features[from:from+n], at[from:])
		from += n
	}
}

// ask sets at to the buckets of at most lookUps features.
func (t *moveTable) ask(features []uint64, at *[lookUps]codeBucket) {
	buckets, n := t.buckets, uint64(len(t.buckets))
	for i, f := range features {
		at[i&(lookUps-1)] = buckets[bucketOf(f, n)]
	}
}

// sumOf gives the sums of features whose buckets are given.
func sumOf(features []uint64, at []codeBucket) (s moveSums) {
	at = at[:len(features)]
	for i, f := range features {
		codes := at[i].codes >> uint(laneOf(at[i].prints, f))
		s.a += byteValue[codes>>8&0xff]
		s.b += byteValue[codes&0xff]
	}
	return s
}

func argmax(sums []int32) int {
	best := 0
	for i, s := range sums {
		if s > sums[best] {
			best = i
		}
	}
	return best
}
