package english

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/twosource/twosource/internal/grammar"
)

// A Model holds all tables of the annotator, from the bytes of one file. It is
// read-only and may be shared by any number of goroutines.
type Model struct {
	lex         lexicon
	classes     []class
	fine        fineTable
	tags        table
	moves       moveTable
	rels        table
	nameWeights table
	nameSteps   [nameClasses][nameClasses]int32
	gaz         gazetteer
	lemmas      lemmatizer
}

// ErrModel is wrapped by the errors of [Open]: the bytes are not a model of
// this version.
var ErrModel = errors.New("english: not a model of this version")

// The file: modelMagic, the number of sections, their offsets and lengths, all
// uint32 little-endian, then the sections in this order. Sections begin at
// multiples of 8.
const (
	modelMagic   = "2SEN\x00\x01\x00\x00"
	sectionAlign = 8
)

const (
	sectionLexicon = iota
	sectionClasses
	sectionFine
	sectionTagBuckets
	sectionTagRows
	sectionMoves
	sectionRelBuckets
	sectionRelRows
	sectionNameBuckets
	sectionNameRows
	sectionNameSteps
	sectionGazetteer
	sectionLemmaRules
	sectionLemmaTable
	numSections
)

// Open reads a model from the bytes that eval/english/train wrote. It takes some
// 6 ms: the weights are copied, the other tables stay where they are, so data
// must not change afterwards. The error wraps [ErrModel] if data is no model of
// this version or is cut short; Open does not notice changed bytes inside the
// tables.
func Open(data []byte) (*Model, error) {
	sections, err := openSections(data)
	if err != nil {
		return nil, err
	}
	m := new(Model)
	m.lex.table, m.lex.mask = sections[sectionLexicon], entries(sections[sectionLexicon], lexEntrySize)
	m.gaz.table, m.gaz.mask = sections[sectionGazetteer], entries(sections[sectionGazetteer], gazEntrySize)
	m.fine.table, m.fine.mask = sections[sectionFine], entries(sections[sectionFine], fineEntrySize)
	m.lemmas.table, m.lemmas.mask = sections[sectionLemmaTable], entries(sections[sectionLemmaTable], lemmaEntrySize)
	for c := sections[sectionClasses]; len(c) >= 2; c = c[2:] {
		m.classes = append(m.classes, class{grammar.POS(c[0]), grammar.Tag(c[1])})
	}
	if len(m.classes) == 0 || len(m.classes) > maxClasses {
		return nil, fmt.Errorf("%w: %d word classes", ErrModel, len(m.classes))
	}
	m.tags = openTable(sections[sectionTagBuckets], sections[sectionTagRows], len(m.classes))
	m.rels = openTable(sections[sectionRelBuckets], sections[sectionRelRows], int(grammar.NumRel))
	m.nameWeights = openTable(sections[sectionNameBuckets], sections[sectionNameRows], nameClasses)
	m.moves = openMoves(sections[sectionMoves])
	if err := m.openSteps(sections[sectionNameSteps]); err != nil {
		return nil, err
	}
	return m, m.openRules(sections[sectionLemmaRules])
}

func openSections(data []byte) (s [numSections][]byte, err error) {
	head := len(modelMagic) + 4 + 8*numSections
	if len(data) < head || string(data[:len(modelMagic)]) != modelMagic {
		return s, ErrModel
	}
	p := data[len(modelMagic):]
	if n := binary.LittleEndian.Uint32(p); n != numSections {
		return s, fmt.Errorf("%w: %d sections", ErrModel, n)
	}
	p = p[4:]
	for i := range s {
		at, n := uint64(binary.LittleEndian.Uint32(p[8*i:])), uint64(binary.LittleEndian.Uint32(p[8*i+4:]))
		if at+n > uint64(len(data)) {
			return s, fmt.Errorf("%w: section %d is cut short", ErrModel, i)
		}
		s[i] = data[at : at+n : at+n]
	}
	return s, nil
}

// entries gives the mask of an open hash table whose number of entries is a
// power of two.
func entries(b []byte, size int) uint32 {
	if len(b) == 0 {
		return 0
	}
	return uint32(len(b)/size - 1)
}

func (m *Model) openSteps(b []byte) error {
	if len(b) != 4*nameClasses*nameClasses {
		return fmt.Errorf("%w: %d bytes of steps", ErrModel, len(b))
	}
	for i := range m.nameSteps {
		for j := range m.nameSteps[i] {
			m.nameSteps[i][j] = int32(binary.LittleEndian.Uint32(b[4*(i*nameClasses+j):]))
		}
	}
	return nil
}

func (m *Model) openRules(b []byte) error {
	for len(b) >= 2 {
		n := int(b[1])
		if len(b) < 2+n {
			return fmt.Errorf("%w: lemma rules are cut short", ErrModel)
		}
		m.lemmas.rules = append(m.lemmas.rules, lemmaRule{int(b[0]), string(b[2 : 2+n])})
		b = b[2+n:]
	}
	return nil
}

// A fineTable gives the fine class of words whose joint class leaves it open:
// an open hash table of a hash (uint32, 0: free) and a Tag.
type fineTable struct {
	table []byte
	mask  uint32
}

const fineEntrySize = 5

func fineKey(low uint32, c int) uint32 { return uint32(f2(3, low, uint32(c))) }

func (x *fineTable) lookup(h uint32) (grammar.Tag, bool) {
	if len(x.table) == 0 {
		return 0, false
	}
	if h == 0 {
		h = 1
	}
	for i := h & x.mask; ; i = (i + 1) & x.mask {
		e := x.table[i*fineEntrySize : i*fineEntrySize+fineEntrySize]
		switch binary.LittleEndian.Uint32(e) {
		case h:
			return grammar.Tag(e[4]), true
		case 0:
			return 0, false
		}
	}
}
