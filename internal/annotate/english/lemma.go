package english

import (
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/knowledge"
)

// A lemmatizer knows rules that make lemmas: cut so many bytes off the word's
// end and put these letters there. Which rule holds for a word is found by the
// whole word and its fine class, else by its longest known ending.
type lemmatizer struct {
	rules []lemmaRule
	table []byte // open hash table: hash uint32 (0: free), rule uint16
	mask  uint32
}

type lemmaRule struct {
	cut int
	add string
}

const (
	lemmaEntrySize = 6
	longestEnding  = 5
)

func (m *lemmatizer) lookup(h uint32) (rule uint16, ok bool) {
	if h == 0 {
		h = 1
	}
	for i := h & m.mask; ; i = (i + 1) & m.mask {
		e := m.table[i*lemmaEntrySize : i*lemmaEntrySize+lemmaEntrySize]
		switch binary.LittleEndian.Uint32(e) {
		case h:
			return binary.LittleEndian.Uint16(e[4:]), true
		case 0:
			return 0, false
		}
	}
}

func lemmaWordKey(low uint32, t grammar.Tag) uint32 { return uint32(f2(1, low, uint32(t))) }

func lemmaEndingKey(suffix uint32, length int, t grammar.Tag) uint32 {
	return uint32(f3(2, suffix, uint32(length), uint32(t)))
}

// rule gives the number of the rule for a word of the fine class t.
func (m *lemmatizer) rule(w *word, t grammar.Tag) uint16 {
	if len(m.table) == 0 {
		return 0
	}
	if r, ok := m.lookup(lemmaWordKey(w.low, t)); ok {
		return r
	}
	if !inflected(t) {
		return 0
	}
	for n := longestEnding; n >= 0; n-- {
		suffix := uint32(0)
		if n > 0 {
			if suffix = w.suf[n-1]; suffix == 0 {
				continue
			}
		}
		if r, ok := m.lookup(lemmaEndingKey(suffix, n, t)); ok {
			return r
		}
	}
	return 0
}

// inflected reports whether words of class t may differ from their lemma by
// rule.
func inflected(t grammar.Tag) bool {
	switch t {
	case grammar.NNS, grammar.NNPS, grammar.VBD, grammar.VBN, grammar.VBG, grammar.VBZ, grammar.JJR, grammar.JJS, grammar.RBR, grammar.RBS:
		return true
	}
	return false
}

// AppendLemma appends the lemma of word i of d to dst: "go" for "went". Proper
// nouns keep their capitals, all other words lose them. d must have been
// annotated by m.
func (m *Model) AppendLemma(dst []byte, d *Doc, i int) []byte {
	start := len(dst)
	dst = m.lemmas.apply(dst, d.Word(i), d.POS[i], d.Lemma[i])
	switch d.Tag[i] {
	case grammar.VBD, grammar.VBN, grammar.VBG:
		return mendStem(dst, start)
	}
	return dst
}

// mendStem turns what stands before the ending of a verb, from byte start of
// dst, into a word where it is none that news has, and one that it has lacks only
// an e or has one consonant less: "blam" into "blame", "hugg" into "hug". The
// learnt endings cannot tell "blamed" from "slammed".
func mendStem(dst []byte, start int) []byte {
	n := len(dst)
	if n-start < 3 || dst[n-1] < 'a' || dst[n-1] > 'z' || knowledge.Rarity(string(dst[start:])) < knowledge.MaxRarity {
		return dst
	}
	if dst[n-1] == dst[n-2] && knowledge.Rarity(string(dst[start:n-1])) < knowledge.MaxRarity {
		return dst[:n-1]
	}
	if with := append(dst, 'e'); knowledge.Rarity(string(with[start:])) < knowledge.MaxRarity {
		return with
	}
	return dst
}

func (m *lemmatizer) apply(dst []byte, s string, p grammar.POS, rule uint16) []byte {
	start := len(dst)
	dst = appendFolded(dst, s, p)
	if int(rule) < len(m.rules) {
		r := m.rules[rule]
		if n := len(dst) - start; r.cut <= n {
			dst = append(dst[:len(dst)-r.cut], r.add...)
		}
	}
	return dst
}

// appendFolded appends what lemma rules work on: s in lower case, or as it is
// if it is a proper noun, with plain apostrophes.
func appendFolded(dst []byte, s string, p grammar.POS) []byte {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '’' || r == '‘':
			dst = append(dst, '\'')
		case r == utf8.RuneError && n == 1:
			dst = append(dst, s[i])
		case p == grammar.PROPN || p == grammar.X || p == grammar.SYM:
			dst = append(dst, s[i:i+n]...)
		default:
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
		i += n
	}
	return dst
}

// ruleBetween gives the rule that makes lemma from base.
func ruleBetween(base, lemma string) lemmaRule {
	n := 0
	for n < len(base) && n < len(lemma) && base[n] == lemma[n] {
		n++
	}
	for n > 0 && n < len(base) && !utf8.RuneStart(base[n]) {
		n--
	}
	return lemmaRule{cut: len(base) - n, add: strings.Clone(lemma[n:])}
}
