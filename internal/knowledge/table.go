package knowledge

import (
	"errors"
	"unicode"
	"unicode/utf8"
)

// A Table is a set of entries that can be looked up by alias, read in place
// from the bytes that [Build] made. Its zero value holds nothing.
//
// Layout, little endian: magic, four counts of 4 bytes (entities, aliases,
// slots, bytes of strings), then entities of 16 bytes sorted by key, aliases
// of 12 bytes, slots of 8 bytes (a power of two, open addressing), strings.
type Table struct {
	entities, aliases, slots, strings string
	mask                              uint64
}

const (
	tableMagic  = "TSNAME1\n"
	headerSize  = len(tableMagic) + 4*4
	entitySize  = 16
	aliasSize   = 12
	slotSize    = 8
	prefixFlag  = 1 << 31
	maxAliasLen = 96 // bytes of a folded alias: the longest body names of the sources fit
)

// ErrTable is the error of [Open] for bytes that [Build] did not make.
var ErrTable = errors.New("knowledge: not a table of names, or damaged")

// Open returns the table whose bytes are data. It checks the frame, not every
// offset, in constant time; the error is [ErrTable].
func Open(data string) (Table, error) {
	if len(data) < headerSize || data[:len(tableMagic)] != tableMagic {
		return Table{}, ErrTable
	}
	var n [4]int
	for i := range n {
		n[i] = int(u32(data, len(tableMagic)+4*i))
	}
	rest := data[headerSize:]
	if n[2] == 0 || n[2]&(n[2]-1) != 0 || n[0]*entitySize+n[1]*aliasSize+n[2]*slotSize+n[3] != len(rest) {
		return Table{}, ErrTable
	}
	cut := func(size int) string {
		s := rest[:size]
		rest = rest[size:]
		return s
	}
	return Table{
		entities: cut(n[0] * entitySize),
		aliases:  cut(n[1] * aliasSize),
		slots:    cut(n[2] * slotSize),
		strings:  rest,
		mask:     uint64(n[2] - 1),
	}, nil
}

func u32(s string, i int) uint32 {
	_ = s[i+3]
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}

// Len returns the number of entries.
func (t Table) Len() int { return len(t.entities) / entitySize }

// At returns entry i of the table in the order of their keys, 0 ≤ i < Len.
func (t Table) At(i int) Entry {
	e := t.entities[i*entitySize : (i+1)*entitySize]
	key, name := u32(e, 0), u32(e, 4)
	country := e[10:13]
	if country == "\x00\x00\x00" {
		country = ""
	}
	return Entry{
		Key:     t.strings[key : key+uint32(e[8])],
		Name:    t.strings[name : name+uint32(e[9])],
		Type:    types[e[13]],
		Country: country,
		Kind:    Kind(e[14]),
	}
}

// Get returns the entry of a key such as "country:SYR".
func (t Table) Get(key string) (Entry, bool) {
	lo, hi := 0, t.Len()
	for lo < hi {
		mid := (lo + hi) / 2
		if t.At(mid).Key < key {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < t.Len() {
		if e := t.At(lo); e.Key == key {
			return e, true
		}
	}
	return Entry{}, false
}

// probe finds the slot of a folded string by its hash state: the alias that it
// is, -1 if none, and whether it begins longer aliases. It may be wrong about
// either with a chance of about 2⁻³²; the alias is compared afterwards.
func (t Table) probe(state uint64) (alias int, prefix bool) {
	if t.slots == "" {
		return -1, false
	}
	h := mix(state)
	fp := uint32(h>>32) | 1
	for i := h & t.mask; ; i = (i + 1) & t.mask {
		got := u32(t.slots, int(i)*slotSize)
		if got == 0 {
			return -1, false
		}
		if got == fp {
			v := u32(t.slots, int(i)*slotSize+4)
			return int(v&^prefixFlag) - 1, v&prefixFlag != 0
		}
	}
}

func (t Table) alias(i int) (words string, entity int) {
	a := t.aliases[i*aliasSize : (i+1)*aliasSize]
	off, n := u32(a, 4), u32(a, 8)
	return t.strings[off : off+n], int(u32(a, 0))
}

// Lookup returns the entry that alias names: the whole string, with or without
// a leading "the", in the case rules of [Table.Match].
func (t Table) Lookup(alias string) (Entry, bool) {
	if len(alias) > 4 && (alias[0] == 't' || alias[0] == 'T') && alias[1:4] == "he " {
		if e, ok := t.lookup(alias[4:]); ok {
			return e, true
		}
	}
	return t.lookup(alias)
}

func (t Table) lookup(alias string) (Entry, bool) {
	if i, end := t.longest(alias, 0); i >= 0 && end == len(alias) {
		return t.At(i), true
	}
	return Entry{}, false
}

// Match returns the entry of the longest alias that begins at byte at of text
// and its length in bytes, 0 if none does. The alias begins and ends at the
// border of a word: a possessive "'s" is left out, the last dot of a dotted
// acronym ("U.S.") taken in. Spaces, hyphens and single line ends are one,
// dots, apostrophes and Latin diacritics do not count. An acronym must stand
// in capitals ("US", never "us"; from four letters on also "Nato"); any other
// word that the alias has with a capital must have one in the text.
//
// at must lie on a rune boundary of text. Match takes time in the length of
// the longest alias, at most some 100 bytes, and allocates nothing.
func (t Table) Match(text string, at int) (Entry, int) {
	if at < 0 || at >= len(text) || !beginsWord(text, at) {
		return Entry{}, 0
	}
	best, end := t.longest(text, at)
	if best < 0 {
		return Entry{}, 0
	}
	return t.At(best), end - at
}

// beginsWord reports whether a word that could begin a name starts at i: at a
// capital or digit, or at a small particle such as "al-", not within a word.
func beginsWord(text string, i int) bool {
	c := text[i]
	switch {
	case c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c >= utf8.RuneSelf:
	case c == 'a' || c == 'e': // al-Qaeda, el-Sisi, as-Suwayda
		if i+3 >= len(text) || text[i+2] != '-' && text[i+2] != ' ' || text[i+3] >= 'a' && text[i+3] <= 'z' {
			return false
		}
	default:
		return false
	}
	if i == 0 {
		return true
	}
	if p := text[i-1]; p < utf8.RuneSelf {
		f := foldByte[p]
		return f <= space || p == '&'
	}
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// longest walks the folded bytes of text from at on, hashing as it goes, and
// asks the table at the end of each word.
func (t Table) longest(text string, at int) (entity, end int) {
	entity = -1
	h := uint64(fnvOffset)
	inWord, folded := false, 0
	for i := at; folded <= maxAliasLen; {
		class, own, n := foldAt(text, i)
		letter := own != 0 || class > space
		if inWord && !letter {
			alias, prefix := t.probe(h)
			if alias >= 0 {
				if words, e := t.alias(alias); sameName(words, text[at:i]) {
					entity, end = e, i
				}
			}
			if class != drop && !prefix {
				break
			}
			inWord = false
		}
		switch {
		case letter && own != 0:
			h, folded = hashRune(h, own, folded)
			inWord = true
		case letter:
			h = (h ^ uint64(class)) * fnvPrime
			folded++
			inWord = true
		case class == space:
			if folded == 0 {
				return entity, end
			}
			if n = spaceRun(text, i); n == 0 {
				return t.withDot(text, entity, end)
			}
			h = (h ^ space) * fnvPrime
			folded++
		case class == stop:
			return t.withDot(text, entity, end)
		}
		i += n
	}
	return t.withDot(text, entity, end)
}

// withDot takes the last dot of a dotted acronym into a match.
func (t Table) withDot(text string, entity, end int) (int, int) {
	if entity >= 0 && end >= 3 && end < len(text) && text[end] == '.' && text[end-2] == '.' {
		end++
	}
	return entity, end
}

// foldAt returns the class and length of the character at i; at the end of the
// text that is (stop, 0, 0).
func foldAt(text string, i int) (class byte, own rune, n int) {
	if i >= len(text) {
		return stop, 0, 0
	}
	if c := text[i]; c < utf8.RuneSelf {
		return foldByte[c], 0, 1
	}
	r, n := utf8.DecodeRuneInString(text[i:])
	class, own = foldRune(r)
	return class, own, n
}

func hashRune(h uint64, r rune, folded int) (uint64, int) {
	var b [utf8.UTFMax]byte
	n := utf8.EncodeRune(b[:], r)
	for _, c := range b[:n] {
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h, folded + n
}

// spaceRun returns the length of the run of spaces, hyphens and dropped marks
// at i that one name may go across: up to four characters, one line end.
func spaceRun(text string, i int) int {
	start, lines := i, 0
	for k := 0; ; k++ {
		class, _, n := foldAt(text, i)
		if class != space || n == 0 {
			return i - start
		}
		if text[i] == '\n' {
			lines++
		}
		if lines > 1 || k == 4 {
			return 0
		}
		i += n
	}
}
