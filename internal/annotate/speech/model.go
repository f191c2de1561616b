package speech

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"sync"
)

// modelBytes is what `make statements` learnt from the train side of PolNeAR.
//
//go:embed statements.model
var modelBytes string

// A model holds what was learnt: which words are cues, and which words around a
// cue belong to source, cue and content.
type model struct {
	lemmas  table // lemmas that have been cues; no weights
	cues    table // features of a word that may be a cue; one weight
	roles   table // features of a word beside a cue; a weight for each role but none
	follow  [numContexts][numRoles + 1][numRoles]int16
	leastOf int32 // margin that a cue must have
}

// The layout of statements.model: modelMagic, the margin and the transitions in
// little-endian order, then three tables.
const modelMagic = "twosource statements 1\n"

// A table maps the hashes of features to weights, by open addressing: for each
// slot, zero where it is free, two check bytes and above them weights of one byte
// each, at most four. In the model all check bytes come first, then all weights.
type table struct {
	slots   []uint64
	classes int
}

var errModel = errors.New("speech: statements.model is cut short or not a model")

// mix combines the hash of a feature so far with one more value.
func mix(h, v uint64) uint64 {
	h ^= v + 0x9e3779b97f4a7c15 + h<<6 + h>>2
	h *= 0xff51afd7ed558ccd
	return h ^ h>>32
}

// hashString hashes a word (FNV-1a).
func hashString(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// checkOf gives the check bytes of a feature, never zero.
func checkOf(h uint64) uint16 { return uint16(h>>48) | 1 }

// slotOf gives the first slot in which the feature h may be.
func (t *table) slotOf(h uint64) uint32 { return uint32(h) & uint32(len(t.slots)-1) }

// has reports whether the feature h is known.
func (t *table) has(h uint64) bool { return t.find(h, t.slots[t.slotOf(h)]) != 0 }

// find gives the slot of the feature h, 0 if it has none; x is what its first
// slot holds.
func (t *table) find(h, x uint64) uint64 {
	check := uint64(checkOf(h))
	for i := t.slotOf(h); x != 0 && x&0xffff != check; x = t.slots[i] {
		i = (i + 1) & uint32(len(t.slots)-1)
	}
	return x
}

// lookUps is how many slots are asked for at once.
const lookUps = 64

// add adds the weights of features to sums. All first slots are asked for before
// any is looked at, so that the processor waits for many places of memory at once.
func (t *table) add(features []uint64, sums *[numRoles]int32) {
	var first [lookUps]uint64
	for len(features) > 0 {
		some := features[:min(len(features), lookUps)]
		features = features[len(some):]
		for i, h := range some {
			first[i&(lookUps-1)] = t.slots[t.slotOf(h)]
		}
		for i, h := range some {
			x := t.find(h, first[i&(lookUps-1)])
			sums[0] += int32(int8(x >> 16))
			sums[1] += int32(int8(x >> 24))
			sums[2] += int32(int8(x >> 32))
			sums[3] += int32(int8(x >> 40))
		}
	}
}

// readTable reads a table off the head of s.
func readTable(s string) (table, string, error) {
	if len(s) < 8 {
		return table{}, "", errModel
	}
	bits, classes := int(s[0]), int(s[1])
	s = s[8:]
	n := 1 << min(bits, 26)
	if len(s) < n*(2+classes) || classes > numRoles {
		return table{}, "", errModel
	}
	t := table{slots: make([]uint64, n), classes: classes}
	for i := range t.slots {
		x := uint64(s[2*i]) | uint64(s[2*i+1])<<8
		for c := range classes {
			x |= uint64(s[2*n+i*classes+c]) << (16 + 8*c)
		}
		t.slots[i] = x
	}
	return t, s[n*(2+classes):], nil
}

// parseModel reads what writeModel wrote.
func parseModel(s string) (*model, error) {
	head := len(modelMagic) + 4 + 2*numContexts*(numRoles+1)*numRoles
	if len(s) < head || s[:len(modelMagic)] != modelMagic {
		return nil, errModel
	}
	m := &model{}
	b := []byte(s[len(modelMagic):head])
	m.leastOf = int32(binary.LittleEndian.Uint32(b))
	b = b[4:]
	for c := range m.follow {
		for p := range m.follow[c] {
			for r := range m.follow[c][p] {
				m.follow[c][p][r] = int16(binary.LittleEndian.Uint16(b))
				b = b[2:]
			}
		}
	}
	s = s[head:]
	var err error
	for _, t := range []*table{&m.lemmas, &m.cues, &m.roles} {
		if *t, s, err = readTable(s); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// loaded gives the embedded model; nil if the program was built without one.
var loaded = sync.OnceValue(func() *model {
	m, err := parseModel(modelBytes)
	if err != nil {
		return nil
	}
	return m
})
