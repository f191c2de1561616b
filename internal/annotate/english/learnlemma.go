package english

import (
	"encoding/binary"
	"slices"

	"github.com/twosource/twosource/internal/grammar"
)

// fineTable lists the words whose fine class is not the usual one of their
// joint class.
func (k *school) fineTable() []byte {
	type key struct {
		low   string
		class int
	}
	count := map[key]map[grammar.Tag]int{}
	usual := make([]map[grammar.Tag]int, len(k.classes))
	var f folder
	for _, t := range k.m.Trees {
		for i, w := range t.Words {
			f.fold(w)
			c := k.classOf(t.POS[i], t.Tags[i], w)
			id := key{string(f.low), c}
			if count[id] == nil {
				count[id] = map[grammar.Tag]int{}
			}
			count[id][t.Tags[i]]++
			if usual[c] == nil {
				usual[c] = map[grammar.Tag]int{}
			}
			usual[c][t.Tags[i]]++
		}
	}
	for c := range k.classes {
		if t := mostFrequent(usual[c]); t != grammar.NoTag {
			k.classes[c].tag = t
		}
	}
	var hashes []uint32
	tag := map[uint32]grammar.Tag{}
	for id, tags := range count {
		if t := mostFrequent(tags); t != k.classes[id.class].tag {
			h := fineKey(hashBytes([]byte(id.low)), id.class)
			old, ok := tag[h]
			if !ok {
				hashes = append(hashes, h)
			}
			if !ok || t < old {
				tag[h] = t // two words of one hash: the same one in every run
			}
		}
	}
	slices.Sort(hashes)
	b := make([]byte, tableSize(len(hashes))*fineEntrySize)
	for _, h := range hashes {
		if e := freeEntry(b, fineEntrySize, h); e != nil {
			e[4] = byte(tag[h])
		}
	}
	return b
}

// mostFrequent gives the key with the highest count, the lower of equals.
func mostFrequent[K ~uint8 | ~uint16](count map[K]int) (best K) {
	top := 0
	for t, n := range count {
		if n > top || n == top && t < best {
			best, top = t, n
		}
	}
	return best
}

// A lemmaWord is a word in lower case with its fine class.
type lemmaWord struct {
	low string
	tag grammar.Tag
}

// lemmaTables learns the rules of lemmas: for endings from all words, each
// counted once, and for each word that its ending gets wrong.
func (k *school) lemmaTables() (rules, table []byte) {
	id := map[lemmaRule]uint16{{}: 0}
	list := []lemmaRule{{}}
	words := map[lemmaWord]map[uint16]int{}
	for _, t := range k.m.Trees {
		for i, w := range t.Words {
			if t.Lemmas[i] == "" || t.Lemmas[i] == "_" {
				continue
			}
			base := string(appendFolded(nil, w, t.POS[i]))
			r := ruleBetween(base, t.Lemmas[i])
			if len(r.add) > 12 || r.cut > 12 {
				continue
			}
			n, ok := id[r]
			if !ok {
				n = uint16(len(list))
				id[r] = n
				list = append(list, r)
			}
			key := lemmaWord{string(appendFolded(nil, w, grammar.NOUN)), t.Tags[i]}
			if words[key] == nil {
				words[key] = map[uint16]int{}
			}
			words[key][n]++
		}
	}
	for _, r := range list {
		rules = append(rules, byte(r.cut), byte(len(r.add)))
		rules = append(rules, r.add...)
	}
	return rules, lemmaTable(list, words)
}

func lemmaTable(list []lemmaRule, words map[lemmaWord]map[uint16]int) []byte {
	var f folder
	var w word
	endings := map[uint32]map[uint16]int{}
	for key, rules := range words {
		if !inflected(key.tag) {
			continue
		}
		f.read(&w, key.low, nil)
		r := mostFrequent(rules)
		for n := 0; n <= longestEnding; n++ {
			suffix := uint32(0)
			if n > 0 {
				if suffix = w.suf[n-1]; suffix == 0 {
					break
				}
			}
			h := lemmaEndingKey(suffix, n, key.tag)
			if endings[h] == nil {
				endings[h] = map[uint16]int{}
			}
			endings[h][r]++
		}
	}
	chosen := map[uint32]uint16{}
	for h, rules := range endings {
		chosen[h] = mostFrequent(rules)
	}
	m := lemmatizer{rules: list, table: lemmaBytes(chosen)}
	m.mask = entries(m.table, lemmaEntrySize)
	for key, rules := range words {
		f.read(&w, key.low, nil)
		if r := mostFrequent(rules); m.rule(&w, key.tag) != r {
			h := lemmaWordKey(w.low, key.tag)
			if old, ok := chosen[h]; !ok || r < old {
				chosen[h] = r
			}
		}
	}
	return lemmaBytes(chosen)
}

func lemmaBytes(chosen map[uint32]uint16) []byte {
	hashes := make([]uint32, 0, len(chosen))
	for h := range chosen {
		hashes = append(hashes, h)
	}
	slices.Sort(hashes)
	b := make([]byte, tableSize(len(hashes))*lemmaEntrySize)
	for _, h := range hashes {
		if e := freeEntry(b, lemmaEntrySize, h); e != nil {
			binary.LittleEndian.PutUint16(e[4:], chosen[h])
		}
	}
	return b
}
