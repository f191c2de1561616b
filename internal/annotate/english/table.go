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

// A table holds the weights of one perceptron, read in place from the model:
// for each feature that matters the classes that it speaks for or against.
//
// After the fingerprints a bucket has four places of rows, uint32 in units of
// rowUnit bytes. A row is a number n and n entries, each uint16: the class in
// the low classBits bits, the code of the weight above. The first row is empty;
// free places point to it.
type table struct {
	buckets []byte
	n       uint64 // number of buckets
	rows    []byte
	classes int
}

const (
	tableBucket = 24 // bytes
	rowUnit     = 8
	classBits   = 6
	maxClasses  = 1 << classBits
	codeMask    = 1<<(16-classBits) - 1
)

// maxFeatures is the most features of one decision.
const maxFeatures = 256

// score sums the rows of features into sums, which has one entry a class. It
// goes over the features in steps, so that the processor waits for many places
// of memory at once.
func (t *table) score(features []uint64, sums []int32) {
	var place [maxFeatures]uint32
	var head [maxFeatures]uint64
	var acc [maxClasses]int32
	features = features[:min(len(features), maxFeatures)]
	n := 0
	for _, f := range features {
		b := t.buckets[bucketOf(f, t.n)*tableBucket:]
		b = b[:tableBucket]
		lane := laneOf(binary.LittleEndian.Uint64(b), f)
		lo, hi := binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint64(b[16:])
		if lane >= 32 {
			lo = hi
		}
		place[n&(maxFeatures-1)] = uint32(lo >> (lane & 16 * 2))
		if lane < 64 {
			n++
		}
	}
	found := place[:n]
	for i, at := range found {
		head[i] = binary.LittleEndian.Uint64(t.rows[int(at)*rowUnit:])
	}
	for i, x := range head[:n] {
		// Entries that a row does not have are 0, and add 0 to class 0.
		acc[x>>16&(maxClasses-1)] += wideValue[x>>(16+classBits)&codeMask]
		acc[x>>32&(maxClasses-1)] += wideValue[x>>(32+classBits)&codeMask]
		acc[x>>48&(maxClasses-1)] += wideValue[x>>(48+classBits)]
		if k := int(x & 0xffff); k > 3 {
			t.addRest(&acc, int(found[i]+1)*rowUnit, k-3)
		}
	}
	copy(sums, acc[:t.classes])
}

// addRest adds n entries that stand at byte at of the rows.
func (t *table) addRest(acc *[maxClasses]int32, at, n int) {
	for row := t.rows[at : at+2*n]; len(row) >= 2; row = row[2:] {
		e := binary.LittleEndian.Uint16(row)
		acc[e&(maxClasses-1)] += wideValue[e>>classBits]
	}
}

// A moveTable is a table of three classes with weights relative to the third:
// after the fingerprints a bucket has for each the codes of two weights, one
// byte each, the second class lower.
type moveTable struct {
	buckets []byte
	n       uint64
}

const moveBucket = 16 // bytes

func (t *moveTable) score(features []uint64, sums []int32) {
	var a, b int32
	for _, f := range features {
		bucket := t.buckets[bucketOf(f, t.n)*moveBucket:]
		bucket = bucket[:moveBucket]
		lane := laneOf(binary.LittleEndian.Uint64(bucket), f)
		codes := binary.LittleEndian.Uint64(bucket[8:]) >> uint(lane)
		a += byteValue[codes>>8&0xff]
		b += byteValue[codes&0xff]
	}
	sums[0], sums[1], sums[2] = a, b, 0
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
