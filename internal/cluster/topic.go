package cluster

import (
	_ "embed"
	"encoding/binary"
	"math"
	"sort"
	"sync"
)

// Outlets tell one happening in different words. Words that are used in the same
// articles of an archive have like vectors in a table (eval/stories/topics), so
// texts that share none may still be seen to be of one subject. That says less of
// one happening than a rare word does, and is weighed with all else.

//go:embed topic.bin
var topicData string

// A topicTable gives for words, by hash, their vector.
//
// Form: the number of dimensions (2 bytes) and of words (4 bytes); the hashes of
// the words, sorted (4 bytes each); what the values of each word are multiplied by
// (2 bytes each); the values (a signed byte each). Little-endian.
type topicTable struct {
	dims           int
	words          int
	hashes, scales string
	values         string
	from           []int32 // by the first topicBits of a hash: the first word with these, or after them
}

// topicBits are the first bits of a hash that tell where in the table it is.
const topicBits = 12

var theTopics = sync.OnceValue(readTopics)

func readTopics() topicTable {
	if len(topicData) < 6 {
		return topicTable{}
	}
	head := []byte(topicData[:6])
	t := topicTable{dims: int(binary.LittleEndian.Uint16(head)), words: int(binary.LittleEndian.Uint32(head[2:]))}
	rest := topicData[6:]
	t.hashes, rest = rest[:4*t.words], rest[4*t.words:]
	t.scales, t.values = rest[:2*t.words], rest[2*t.words:]
	t.from = make([]int32, 1<<topicBits+1)
	for k := range t.from {
		t.from[k] = int32(sort.Search(t.words, func(i int) bool { return uint64(t.hash(i)) >= uint64(k)<<(32-topicBits) }))
	}
	return t
}

// hash returns that of a word by its place.
func (t *topicTable) hash(i int) uint32 {
	s := t.hashes[4*i : 4*i+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// at returns the place of a word.
func (t *topicTable) at(hash uint32) (int, bool) {
	if t.from == nil {
		return 0, false
	}
	k := hash >> (32 - topicBits)
	i, end := int(t.from[k]), int(t.from[k+1])
	for i < end && t.hash(i) < hash { // some seven words
		i++
	}
	return i, i < end && t.hash(i) == hash
}

// of returns the sum of the vectors of the words of a vector, by their weights,
// scaled to the length 1<<unitBits, in out, which has a place for each dimension; nil if the
// table has none of them.
func (t *topicTable) of(terms []term, out []int16) []int16 {
	sum, found := make([]int64, t.dims), false
	for _, x := range terms {
		i, ok := t.at(x.hash)
		if !ok {
			continue
		}
		found = true
		weight := int64(x.weight) * (int64(t.scales[2*i]) | int64(t.scales[2*i+1])<<8)
		row := t.values[i*t.dims : (i+1)*t.dims]
		for d := range sum {
			sum[d] += weight * int64(int8(row[d]))
		}
	}
	squares := int64(0)
	for d, v := range sum {
		sum[d] = v >> topicShift
		squares += sum[d] * sum[d]
	}
	if !found || squares == 0 {
		return nil
	}
	norm := math.Sqrt(float64(squares))
	for d, v := range sum {
		out[d] = int16(math.Round(float64(v<<unitBits) / norm))
	}
	return out
}

// topicShift keeps the sum of the squares of a sum below 1<<63: the weights of 256
// words are together at most 1<<18, a scale is below 1<<16, a value below 1<<7.
const topicShift = 14

// sharedTopic returns the cosine of two vectors of subjects as [shared] does.
func sharedTopic(a, b []int16) int32 {
	if a == nil || b == nil {
		return 0
	}
	sum := int64(0)
	for len(a) >= 4 && len(b) >= 4 {
		sum += int64(int32(a[0])*int32(b[0])) + int64(int32(a[1])*int32(b[1])) +
			int64(int32(a[2])*int32(b[2])) + int64(int32(a[3])*int32(b[3]))
		a, b = a[4:], b[4:]
	}
	for d, x := range a {
		sum += int64(int32(x) * int32(b[d]))
	}
	if s := int32(sum >> (2*unitBits - evidenceBits)); s >= leastEvidence {
		return s
	}
	return -1
}

// The texts of an article of which a point has the subject.
const (
	topicOfText = iota
	topicOfLead
	topicOfTitle
	topicsOf
)

// setTopics sets the subjects of a point whose vectors are set.
func (p *Point) setTopics() {
	t := theTopics()
	all := make([]int16, topicsOf*t.dims) // side by side, as the vectors
	for k, of := range [topicsOf]int{words, lead, title} {
		p.topics[k] = t.of(p.vectors[of], all[k*t.dims:(k+1)*t.dims:(k+1)*t.dims])
	}
}
