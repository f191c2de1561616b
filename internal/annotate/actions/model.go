package actions

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
	"strings"
)

// The layout of roots.model: modelMagic, the roots joined by blanks and a line
// end, the binary logarithm of the number of slots, then for each slot four check
// bytes, little endian, zero where it is free, then for each slot a weight of one
// byte for each root, in 1/weightUnit.
const (
	modelMagic = "twosource roots 1\n"
	weightUnit = 32
)

// A Model tells the PLOVER root of an event from what a view shows. It is read in
// place and may be used from several goroutines.
type Model struct {
	Roots   []string
	checks  string
	weights string
	mask    uint32
}

var errModel = errors.New("actions: roots.model is cut short or not a model")

// ReadModel reads what [Learn] wrote.
func ReadModel(s string) (*Model, error) {
	s, ok := strings.CutPrefix(s, modelMagic)
	if !ok {
		return nil, errModel
	}
	roots, s, ok := strings.Cut(s, "\n")
	if !ok || s == "" || s[0] > 24 {
		return nil, errModel
	}
	m := &Model{Roots: strings.Fields(roots)}
	n := 1 << s[0]
	s = s[1:]
	if len(s) != n*(4+len(m.Roots)) {
		return nil, errModel
	}
	m.checks, m.weights, m.mask = s[:4*n], s[4*n:], uint32(n-1)
	return m, nil
}

// Score adds up the weights of features for each root, in 1/32 of a natural
// logarithm of odds. scores must have as many entries as m.Roots; features may
// repeat, but count once.
func (m *Model) Score(features []uint64, scores []int32) {
	clear(scores)
	n := len(m.Roots)
	for _, h := range unique(features) {
		c := checkOf(h)
		for i := uint32(h) & m.mask; ; i = (i + 1) & m.mask {
			x := uint32(m.checks[4*i]) | uint32(m.checks[4*i+1])<<8 | uint32(m.checks[4*i+2])<<16 | uint32(m.checks[4*i+3])<<24
			if x == 0 {
				break
			}
			if x == c {
				for k, w := range []byte(m.weights[int(i)*n : int(i+1)*n]) {
					scores[k] += int32(int8(w))
				}
				break
			}
		}
	}
}

// Best gives the root that features speak for most, and by how much before the
// second, in the unit of [Model.Score].
func (m *Model) Best(features []uint64) (root string, margin int32) {
	scores := make([]int32, len(m.Roots))
	m.Score(features, scores)
	best, second := 0, int32(math.MinInt32)
	for k, s := range scores {
		switch {
		case k == 0:
		case s > scores[best]:
			best, second = k, scores[best]
		default:
			second = max(second, s)
		}
	}
	return m.Roots[best], scores[best] - second
}

// checkOf gives the check bytes of a feature, never zero.
func checkOf(h uint64) uint32 { return uint32(h>>32) | 1 }

// A builder lays a model out.
type builder struct {
	roots   []string
	checks  []byte
	weights []byte
	log     int
}

func newBuilder(roots []string, features int) *builder {
	b := &builder{roots: roots, log: bits.Len(uint(features)*5/4 + 1)}
	b.checks, b.weights = make([]byte, 4<<b.log), make([]byte, len(roots)<<b.log)
	return b
}

// add puts in a feature, unless all its weights are next to nothing.
func (b *builder) add(h uint64, weights []float64) {
	row := make([]byte, len(weights))
	any := false
	for k, w := range weights {
		q := math.Round(max(-127, min(127, w*weightUnit)))
		row[k] = byte(int8(q))
		any = any || math.Abs(q) > 1
	}
	if !any {
		return
	}
	mask := uint32(1)<<b.log - 1
	i := uint32(h) & mask
	for binary.LittleEndian.Uint32(b.checks[4*i:]) != 0 {
		i = (i + 1) & mask
	}
	binary.LittleEndian.PutUint32(b.checks[4*i:], checkOf(h))
	copy(b.weights[int(i)*len(row):], row)
}

func (b *builder) bytes() []byte {
	out := append([]byte(modelMagic), strings.Join(b.roots, " ")...)
	out = append(out, '\n', byte(b.log))
	out = append(out, b.checks...)
	return append(out, b.weights...)
}
