package english

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
)

// Mean weights smaller than these, in 1/meanUnit and summed over twins, are left
// out of the model: see docs/decisions/0010 for what it costs.
const (
	leastMove = 3 * meanUnit
	leastRel  = meanUnit * 3 / 2
	leastTag  = 2 * meanUnit // of four
	leastName = meanUnit
)

// buildLexicon makes the table of the lexicon from the words of the archive and
// those with a sure class.
func (k *school) buildLexicon() []byte {
	list := slices.Clone(k.m.Lexicon)
	known := map[string]bool{}
	for _, e := range list {
		known[e.Form] = true
	}
	var more []string
	for w := range k.sure {
		if !known[w] {
			more = append(more, w)
		}
	}
	slices.Sort(more)
	for _, w := range more {
		list = append(list, LexEntry{Form: w})
	}
	n := tableSize(len(list))
	b := make([]byte, n*lexEntrySize)
	for i := range list {
		e := &list[i]
		at := freeEntry(b, lexEntrySize, hashBytes([]byte(e.Form)))
		if at == nil {
			continue
		}
		for j, c := range e.Clusters {
			binary.LittleEndian.PutUint16(at[4+2*j:], c)
		}
		at[12], at[13] = e.Caps, k.sure[e.Form]
	}
	return b
}

// tableSize gives the number of entries of an open hash table for n.
func tableSize(n int) int { return 1 << bits.Len(uint(n+n/2+3)) }

// freeEntry finds the entry for hash h in a table and writes the hash; nil if
// the hash has one already.
func freeEntry(b []byte, size int, h uint32) []byte {
	if h == 0 {
		h = 1
	}
	mask := uint32(len(b)/size - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		e := b[int(i)*size : int(i+1)*size]
		switch binary.LittleEndian.Uint32(e) {
		case 0:
			binary.LittleEndian.PutUint32(e, h)
			return e
		case h:
			return nil
		}
	}
}

// buildGazetteer makes the table of phrases and of their beginnings.
func buildGazetteer(list []GazEntry) []byte {
	types, longer := map[uint32]uint16{}, map[uint32]bool{}
	var f folder
	for _, e := range list {
		if len(e.Words) == 0 || len(e.Words) > longestPhrase {
			continue
		}
		h := uint32(0)
		for i, w := range e.Words {
			f.fold(w)
			h = phraseStep(h, hashBytes(f.low))
			if i+1 < len(e.Words) {
				longer[h] = true
			}
		}
		types[h] |= e.Types
	}
	all := make([]uint32, 0, len(types))
	for h := range types {
		all = append(all, h)
	}
	for h := range longer {
		if _, ok := types[h]; !ok {
			all = append(all, h)
		}
	}
	slices.Sort(all)
	b := make([]byte, tableSize(len(all))*gazEntrySize)
	for _, h := range all {
		if e := freeEntry(b, gazEntrySize, h); e != nil {
			binary.LittleEndian.PutUint16(e[4:], types[h])
			if longer[h] {
				e[6] = 1
			}
		}
	}
	return b
}

// An encoder turns weights into codes.
type encoder struct {
	divisor int32
	values  []int32 // of the codes from 0 on
}

// newEncoder makes an encoder whose highest code is at least the greatest
// weight.
func newEncoder(greatest int32, values []int32) encoder {
	return encoder{greatest/values[len(values)-1] + 1, values}
}

// code gives the code nearest to weight w, without its sign.
func (e encoder) code(w int32) int32 {
	w = (abs(w) + e.divisor/2) / e.divisor
	i, found := slices.BinarySearch(e.values, w)
	if found {
		return int32(i)
	}
	if i == len(e.values) || i > 0 && w-e.values[i-1] < e.values[i]-w {
		i--
	}
	return int32(i)
}

// order lists the used slots of l by their keys.
func (l *learner) order() []int {
	keys := make([]uint64, 0, l.used)
	for i := range l.slots() {
		if k := l.key(i); k != 0 {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	at := make([]int, len(keys))
	for i, k := range keys {
		at[i], _ = l.slot(k)
	}
	return at
}

// A kept feature is one that goes into a table.
type kept struct {
	key    uint64
	weight int32 // greatest of its classes
	value  uint32
}

// fillBuckets puts features into buckets, a little over half full on average,
// the greatest first; what finds its bucket full is lost, as is one whose
// fingerprint its bucket has.
func fillBuckets(list []kept, put func(bucket uint64, lane int, k kept)) (n uint64) {
	slices.SortStableFunc(list, func(a, b kept) int { return cmp.Compare(b.weight, a.weight) })
	n = uint64(len(list)*10/23 + 1)
	used := make([]uint8, n)
	type mark struct {
		bucket uint64
		print  uint16
	}
	seen := map[mark]bool{}
	for _, k := range list {
		b := bucketOf(k.key, n)
		m := mark{b, uint16(k.key)}
		if used[b] == bucketSize || seen[m] {
			continue
		}
		seen[m] = true
		put(b, int(used[b]), k)
		used[b]++
	}
	return n
}

// bucketBytes writes buckets of the given size: fingerprints, then values of
// as many bytes each as are left.
func bucketBytes(list []kept, size int) []byte {
	type filled struct {
		bucket uint64
		lane   int
		k      kept
	}
	var all []filled
	n := fillBuckets(list, func(bucket uint64, lane int, k kept) { all = append(all, filled{bucket, lane, k}) })
	out := make([]byte, int(n)*size)
	for _, f := range all {
		b := out[f.bucket*uint64(size):]
		binary.LittleEndian.PutUint16(b[2*f.lane:], uint16(f.k.key))
		if size == moveBucket {
			binary.LittleEndian.PutUint16(b[8+2*f.lane:], uint16(f.k.value))
		} else {
			binary.LittleEndian.PutUint32(b[8+4*f.lane:], f.k.value)
		}
	}
	return out
}

// moveBytes writes a [moveTable].
func moveBytes(l *learner, least int32) []byte {
	greatest := int32(0)
	for _, i := range l.order() {
		a, b := l.relative(i)
		greatest = max(greatest, abs(a), abs(b))
	}
	enc := newEncoder(greatest, scaleOf(maxByteCode, 24, 60))
	var list []kept
	for _, i := range l.order() {
		a, b := l.relative(i)
		top := max(abs(a), abs(b))
		codes := uint32(signed(enc.code(a), a))<<8 | uint32(signed(enc.code(b), b))
		if top >= least && codes != 0 {
			list = append(list, kept{l.key(i), top, codes})
		}
	}
	return bucketBytes(list, moveBucket)
}

// signed gives a code of a byte the sign of w.
func signed(code, w int32) uint8 {
	if w < 0 {
		return uint8(-code)
	}
	return uint8(code)
}

// relative gives the weights of the first two classes against the third.
func (l *learner) relative(slot int) (a, b int32) {
	w := l.weights(slot)
	return w[0] - w[2], w[1] - w[2]
}

func abs(x int32) int32 {
	if x < 0 {
		return -x
	}
	return x
}

// tableBytes writes a [table] and gives the divisor of its weights.
func tableBytes(l *learner, least int32) (buckets, rows []byte, divisor int32) {
	greatest := int32(0)
	order := l.order()
	for _, i := range order {
		for _, w := range l.weights(i) {
			greatest = max(greatest, abs(w))
		}
	}
	enc := newEncoder(greatest, scaleOf(maxWideCode, 64, 12))
	rows = make([]byte, rowUnit)
	var list []kept
	for _, i := range order {
		if row := rowBytes(l.weights(i), enc, least); row != nil {
			top := int32(0)
			for _, w := range l.weights(i) {
				top = max(top, abs(w))
			}
			list = append(list, kept{l.key(i), top, uint32(len(rows) / rowUnit)})
			rows = append(rows, row...)
		}
	}
	return bucketBytes(list, tableBucket), rows, enc.divisor
}

// rowBytes writes the row of one feature; nil if no weight is worth keeping.
func rowBytes(weights []int32, enc encoder, least int32) []byte {
	row := []byte{0, 0}
	for c, w := range weights {
		code := enc.code(w)
		if abs(w) < least || code == 0 {
			continue
		}
		code *= 2
		if w < 0 {
			code++
		}
		row = binary.LittleEndian.AppendUint16(row, uint16(code)<<classBits|uint16(c))
	}
	if len(row) == 2 {
		return nil
	}
	binary.LittleEndian.PutUint16(row, uint16(len(row)/2-1))
	for len(row)%rowUnit != 0 {
		row = append(row, 0)
	}
	return row
}

// write puts the file together.
func (k *school) write(lex []byte, tags, moves, rels *learner, nm *nameModel) []byte {
	var s [numSections][]byte
	s[sectionLexicon] = lex
	s[sectionFine] = k.fineTable()
	for _, c := range k.classes {
		s[sectionClasses] = append(s[sectionClasses], byte(c.pos), byte(c.tag))
	}
	s[sectionTagBuckets], s[sectionTagRows], _ = tableBytes(tags, leastTag)
	s[sectionMoves] = moveBytes(moves, leastMove)
	s[sectionRelBuckets], s[sectionRelRows], _ = tableBytes(rels, leastRel)
	steps := make([]byte, 4*nameClasses*nameClasses)
	if nm != nil {
		var d int32
		s[sectionNameBuckets], s[sectionNameRows], d = tableBytes(nm.weights, leastName)
		for i := range nm.steps {
			for j, w := range nm.steps[i] {
				binary.LittleEndian.PutUint32(steps[4*(i*nameClasses+j):], uint32(w/d))
			}
		}
		s[sectionGazetteer] = nm.gaz
	}
	s[sectionNameSteps] = steps
	s[sectionLemmaRules], s[sectionLemmaTable] = k.lemmaTables()
	for i, b := range s {
		k.logf("section %d: %d bytes", i, len(b))
	}
	return joinSections(s)
}

func joinSections(s [numSections][]byte) []byte {
	out := append([]byte(nil), modelMagic...)
	out = binary.LittleEndian.AppendUint32(out, numSections)
	at := len(out) + 8*numSections
	for _, b := range s {
		at = (at + sectionAlign - 1) / sectionAlign * sectionAlign
		out = binary.LittleEndian.AppendUint32(out, uint32(at))
		out = binary.LittleEndian.AppendUint32(out, uint32(len(b)))
		at += len(b)
	}
	for _, b := range s {
		for len(out)%sectionAlign != 0 {
			out = append(out, 0)
		}
		out = append(out, b...)
	}
	return out
}
