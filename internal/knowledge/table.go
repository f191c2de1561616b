package knowledge

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Table is a set of entries that can be looked up by alias, read in place
// from the bytes that [Build] made. Its zero value holds nothing.
//
// Layout, little endian: magic, five counts of 4 bytes (entities, aliases,
// slots, offices, bytes of strings), then entities of 24 bytes sorted by key,
// aliases of 8 bytes by entity, slots of 8 bytes (a power of two, open
// addressing), offices (see officeIndex), strings. A string is 4 bytes: its
// length in the highest, its offset in the others.
type Table struct {
	entities, aliases, slots, strings string
	offices                           officeIndex
	mask                              uint64
}

const (
	tableMagic  = "TSNAME2\n"
	headerSize  = len(tableMagic) + 5*4
	entitySize  = 24
	aliasSize   = 8
	slotSize    = 8
	prefixFlag  = 1 << 31
	maxAliasLen = 96 // bytes of a folded alias: the longest body names of the sources fit
)

// ErrTable is the error of [OpenTable] for bytes that [Build] did not make.
var ErrTable = errors.New("knowledge: not a table of names, or damaged")

// OpenTable returns the table whose bytes are data. It checks the frame, not
// every offset, in constant time; the error is [ErrTable].
func OpenTable(data string) (Table, error) {
	if len(data) < headerSize || data[:len(tableMagic)] != tableMagic {
		return Table{}, ErrTable
	}
	var n [5]int
	for i := range n {
		n[i] = int(u32(data, len(tableMagic)+4*i))
	}
	rest := data[headerSize:]
	n[0], n[1], n[2], n[3] = n[0]*entitySize, n[1]*aliasSize, n[2]*slotSize, n[3]*(officeSize+4)
	if slots := n[2] / slotSize; slots == 0 || slots&(slots-1) != 0 || n[0]+n[1]+n[2]+n[3]+n[4] != len(rest) {
		return Table{}, ErrTable
	}
	cut := func(size int) string {
		s := rest[:size]
		rest = rest[size:]
		return s
	}
	return Table{
		entities: cut(n[0]),
		aliases:  cut(n[1]),
		slots:    cut(n[2]),
		offices:  officeIndex(cut(n[3])),
		strings:  rest,
		mask:     uint64(n[2]/slotSize - 1),
	}, nil
}

func u32(s string, i int) uint32 {
	_ = s[i+3]
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}

// str returns the string that ref stands for.
func (t *Table) str(ref uint32) string {
	off := ref & (1<<24 - 1)
	return t.strings[off : off+ref>>24]
}

// Len returns the number of entries.
func (t Table) Len() int { return len(t.entities) / entitySize }

// field returns the i-th number of 4 bytes of an entity: its key, its name, its
// first alias, its Wikidata id.
func (t Table) field(entity, i int) uint32 { return u32(t.entities, entity*entitySize+4*i) }

func (t Table) key(entity int) string { return t.str(t.field(entity, 0)) }

// At returns entry i of the table in the order of their keys, 0 ≤ i < Len.
func (t Table) At(i int) Entry {
	e := t.entities[i*entitySize : (i+1)*entitySize]
	country := e[16:19]
	if country == "\x00\x00\x00" {
		country = ""
	}
	return Entry{
		Key:     t.str(u32(e, 0)),
		Name:    t.str(u32(e, 4)),
		Type:    types[e[19]],
		Country: country,
		Kind:    Kind(e[20]),
	}
}

// index returns the number of the entry that has a key.
func (t Table) index(key string) (int, bool) {
	return search(t.Len(), func(i int) int { return strings.Compare(t.key(i), key) })
}

// Get returns the entry of a key such as "country:SYR".
func (t Table) Get(key string) (Entry, bool) {
	if i, ok := t.index(key); ok {
		return t.At(i), true
	}
	return Entry{}, false
}

// Aliases returns the names that [Table.Lookup] takes for an entry, the name in
// common use among them, in the order of the source; nil if the table does not
// have the key. A name that more than one entry could claim is listed with the
// one that has it.
func (t Table) Aliases(key string) []string {
	e, ok := t.index(key)
	if !ok {
		return nil
	}
	var out []string
	for i := int(t.field(e, 2)); i < len(t.aliases)/aliasSize; i++ {
		words, entity := t.alias(i)
		if entity != e {
			break
		}
		out = append(out, words)
	}
	return out
}

// Wikidata returns the Wikidata id of an entry, such as "Q22250", "" if its
// source has none.
func (t Table) Wikidata(key string) string {
	if e, ok := t.index(key); ok {
		return t.str(t.field(e, 3))
	}
	return ""
}

// probe finds the slot of a folded string by its hash state: the alias that it
// is, -1 if none, and whether it begins longer aliases. It may be wrong about
// either with a chance of about 2⁻³²; the alias is compared afterwards.
func (t *Table) probe(state uint64) (alias int, prefix bool) {
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

func (t *Table) alias(i int) (words string, entity int) {
	return t.str(u32(t.aliases, i*aliasSize+4)), int(u32(t.aliases, i*aliasSize))
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
	case c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
	case c >= utf8.RuneSelf:
		if class, own, _ := foldAt(text, i); own == 0 && class <= space { // a quotation mark
			return false
		}
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
func (t *Table) longest(text string, at int) (entity, end int) {
	entity = -1
	h := uint64(fnvOffset)
	inWord, folded := false, 0
	for i := at; folded <= maxAliasLen; {
		class, own, n := foldAt(text, i)
		letter := own != 0 || class > space
		if inWord && !letter {
			alias, prefix := t.probe(h)
			if alias >= 0 {
				if words, e := t.alias(alias); sameName(words, text[at:i]) && !owner(words, text[at:i]) {
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

// owner reports whether got is a shorter name with a possessive "'s", and not
// the alias, which has no apostrophe there: "Ruritanian's", not "Ruritanians".
func owner(alias, got string) bool {
	got = got[:len(got)-1]
	apostrophe := strings.HasSuffix(got, "'") || strings.HasSuffix(got, "’")
	return apostrophe && !strings.ContainsAny(alias, "'’")
}

// withDot takes the last dot of a dotted acronym into a match.
func (t *Table) withDot(text string, entity, end int) (int, int) {
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
