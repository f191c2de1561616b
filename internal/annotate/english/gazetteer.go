package english

import "encoding/binary"

// A gazetteer is a list of names and name parts with their types, read in place
// from the model: an open hash table of phrases. A phrase's hash is made of the
// hashes of its words in lower case.
type gazetteer struct {
	table []byte
	mask  uint32
}

// Layout of an entry, little-endian: hash uint32 (0: free), types uint16,
// longer uint16: 1 if a longer phrase begins with this one.
const gazEntrySize = 8

// longestPhrase is the greatest number of words in a phrase of the gazetteer.
const longestPhrase = 6

func phraseStep(h, low uint32) uint32 {
	h = (h ^ low) * 0x01000193
	h ^= h >> 15
	h *= 0x85ebca6b
	return h ^ h>>13
}

func (g *gazetteer) find(h uint32) (types uint32, longer, ok bool) {
	if len(g.table) == 0 {
		return 0, false, false
	}
	if h == 0 {
		h = 1
	}
	for i := h & g.mask; ; i = (i + 1) & g.mask {
		e := g.table[i*gazEntrySize : i*gazEntrySize+gazEntrySize]
		switch binary.LittleEndian.Uint32(e) {
		case h:
			return uint32(binary.LittleEndian.Uint16(e[4:])), e[6] != 0, true
		case 0:
			return 0, false, false
		}
	}
}

// mark fills v.gaz: all phrases of the list in the text that begin with a
// capitalised word, each at most longestPhrase words.
func (g *gazetteer) mark(v *nameView) {
	clear(v.gaz)
	for i := range v.w {
		if !v.w[i].nameLike() {
			continue
		}
		h := uint32(0)
		for j := i; j < int(v.last[i]) && j < i+longestPhrase; j++ {
			h = phraseStep(h, v.w[j].low)
			types, longer, ok := g.find(h)
			if !ok {
				break
			}
			for t := uint32(0); types != 0; t, types = t+1, types>>1 {
				if types&1 != 0 {
					v.markPhrase(i, j, t)
				}
			}
			if !longer {
				break
			}
		}
	}
}

func (v *nameView) markPhrase(i, j int, t uint32) {
	if i == j {
		v.gaz[i] |= 1 << (4*t + nameUnit)
		return
	}
	v.gaz[i] |= 1 << (4*t + nameBegin)
	for k := i + 1; k < j; k++ {
		v.gaz[k] |= 1 << (4*t + nameInside)
	}
	v.gaz[j] |= 1 << (4*t + nameLast)
}
