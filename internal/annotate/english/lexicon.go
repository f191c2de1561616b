package english

import "encoding/binary"

// A lexicon says what the archive and the treebanks know of single words. It
// reads the bytes of the model in place: an open hash table of entries of
// lexEntrySize bytes, whose first four are the hash of the folded form.
type lexicon struct {
	table []byte
	mask  uint32
}

// Layout of an entry, little-endian: hash uint32, four clusters uint16, caps
// uint8, sure uint8. An entry whose hash is 0 is free.
const lexEntrySize = 14

// find fills in the clusters of w, by its form, else in lower case, else with a
// capital, and the other facts by what it finds.
func (x *lexicon) find(w *word, f *folder) {
	if len(x.table) == 0 {
		return
	}
	e := x.entry(w.form)
	if e == nil && w.low != w.form {
		e = x.entry(w.low)
	}
	if e == nil && len(f.low) > 0 && isLowerByte(f.low[0]) {
		first := f.low[0]
		f.low[0] = first - 'a' + 'A'
		e = x.entry(hashBytes(f.low))
		f.low[0] = first
	}
	if e == nil {
		return
	}
	for i := range w.c {
		w.c[i] = uint32(binary.LittleEndian.Uint16(e[4+2*i:]))
	}
	w.caps = uint32(e[12])
	if binary.LittleEndian.Uint32(e) == w.form {
		w.sure = e[13]
	}
}

func (x *lexicon) entry(h uint32) []byte {
	if h == 0 {
		h = 1
	}
	for i := h & x.mask; ; i = (i + 1) & x.mask {
		e := x.table[i*lexEntrySize : i*lexEntrySize+lexEntrySize]
		switch binary.LittleEndian.Uint32(e) {
		case h:
			return e
		case 0:
			return nil
		}
	}
}

func hashBytes(b []byte) uint32 {
	h := uint32(fnvStart)
	for _, c := range b {
		h = (h ^ uint32(c)) * fnvPrime
	}
	return spread(h)
}
