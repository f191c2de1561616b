package speech

import (
	_ "embed"
	"encoding/binary"
	"errors"
)

// modelBytes is what `make statements` learnt from the train side of PolNeAR.
//
//go:embed statements.model
var modelBytes string

// A model holds what was learnt: which words are cues, and which words around a
// cue belong to source, cue and content. Its tables are read in place.
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
// slot two check bytes, zero where it is free, and weights of one byte each.
type table struct {
	checks  string
	weights string
	mask    uint32
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

// find gives the slot of the feature h, or -1.
func (t *table) find(h uint64) int {
	c := checkOf(h)
	lo, hi := byte(c), byte(c>>8)
	for i := uint32(h) & t.mask; ; i = (i + 1) & t.mask {
		a, b := t.checks[2*i], t.checks[2*i+1]
		if a == lo && b == hi {
			return int(i)
		}
		if a == 0 && b == 0 {
			return -1
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
	if len(s) < n*(2+classes) {
		return table{}, "", errModel
	}
	t := table{checks: s[:2*n], weights: s[2*n : n*(2+classes)], mask: uint32(n - 1), classes: classes}
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

// loaded is the embedded model; nil if the program was built without one.
var loaded = func() *model {
	m, err := parseModel(modelBytes)
	if err != nil {
		return nil
	}
	return m
}()
