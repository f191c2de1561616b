package reuse

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// A Boilerplate is what families of outlets print again and again, learnt from many
// of their articles: [Find] leaves it out of account, as it does what a family
// repeats within the set at hand. A small set does not show what its outlets repeat,
// so a table of it is learnt beforehand, and pinned: what is found in a set depends
// on the set and the table, not on what else a store has.
//
// It holds the names of families, hashes of what they repeat, and no words of
// articles. Its zero value, like nil, knows of nothing.
type Boilerplate struct {
	text   []byte     // as it is written
	table  countTable // of the keys of families and shingles
	length int
}

// boilerplateHead is the first line of a table; its number is the version of the
// sketches, whose hashes are in it.
const boilerplateHead = "twosource boilerplate " + string(rune('0'+sketchVersion))

// The bounds of a table that is read: bytes of all, and of the name of a family.
const (
	mostBoilerplate = 1 << 28
	mostFamilyName  = 1 << 8
)

// familyWord begins the line that names a family.
const familyWord = "family "

// LearnedArticles is in how many articles of one family a passage must stand to be
// learnt as boilerplate. It is ours: reports on one story go on for days and repeat
// their own background in as many as five.
const LearnedArticles = 8

// Boilerplate learns from the articles of x what each family has in at least so many
// of them as given, 2 to 16; families are the names of those that are learnt of. Of
// what stands in more than 16 articles of all families only the first 16 count. It
// reads the index once, in time linear in it; the result depends on the articles and
// their order. The error is that of what holds the segments.
func (x *Index) Boilerplate(least int, families []string) (*Boilerplate, error) {
	streams := []*stream{{list: x.recent[prints].sorted()}}
	for _, s := range x.segments {
		streams = append(streams, &stream{t: &s.tables[prints]})
	}
	learnt := map[uint32][]uint32{} // hashes of shingles, rising, by family
	var group []posting
	end := func() {
		for _, family := range x.repeating(group, least) {
			learnt[family] = append(learnt[family], group[0].hash())
		}
		group = group[:0]
	}
	err := merge(streams, func(p posting) error {
		if len(group) > 0 && group[0].hash() != p.hash() {
			end()
		}
		if len(group) < mostPostings {
			group = append(group, p)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(group) > 0 {
		end()
	}
	return writeBoilerplate(learnt, families), nil
}

// writeBoilerplate returns the table of what was learnt, of families with such names.
func writeBoilerplate(learnt map[uint32][]uint32, families []string) *Boilerplate {
	families = slices.Clone(families)
	slices.Sort(families)
	text := append([]byte(boilerplateHead), '\n')
	var rows []counted
	for _, name := range slices.Compact(families) {
		key := familyKey(name)
		if len(learnt[key]) == 0 || !isFamilyName([]byte(name)) {
			continue
		}
		text = append(append(append(text, familyWord...), name...), '\n')
		for _, h := range learnt[key] {
			text = fmt.Appendf(text, "%08x\n", h)
			rows = append(rows, counted{boilerplateKey(key, h), 1})
		}
	}
	return newBoilerplate(text, rows)
}

// newBoilerplate returns the table of rows, in any order, that text has.
func newBoilerplate(text []byte, rows []counted) *Boilerplate {
	slices.SortFunc(rows, func(x, y counted) int { return cmp.Compare(x.hash, y.hash) })
	rows = slices.Compact(rows)
	return &Boilerplate{text: text, table: countTable(buildCounts(rows)), length: len(rows)}
}

// repeating returns the families that have at least so many of a group's articles.
func (x *Index) repeating(group []posting, least int) []uint32 {
	if len(group) < least {
		return nil
	}
	families := make([]uint32, 0, mostPostings)
	for _, p := range group {
		if f := x.family(p.article()); f != 0 {
			families = append(families, f)
		}
	}
	slices.Sort(families)
	out := families[:0]
	for lo := 0; lo < len(families); {
		hi := lo + 1
		for hi < len(families) && families[hi] == families[lo] {
			hi++
		}
		if hi-lo >= least {
			out = append(out, families[lo])
		}
		lo = hi
	}
	return out
}

func boilerplateKey(family, shingle uint32) uint64 {
	return spread(uint64(family)<<32 | uint64(shingle))
}

// has reports whether a family repeats a shingle.
func (b *Boilerplate) has(family, shingle uint32) bool {
	return b != nil && family != 0 && b.table.get(boilerplateKey(family, shingle)) > 0
}

// Len returns how many passages of five words the table has.
func (b *Boilerplate) Len() int { return b.length }

// SHA256 names the table: the SHA-256 of its text, lower-case hex; "" of nil.
func (b *Boilerplate) SHA256() string {
	if b == nil {
		return ""
	}
	sum := sha256.Sum256(b.text)
	return hex.EncodeToString(sum[:])
}

// MarshalText returns the table as it is written (docs/formats/boilerplate.md), some 9
// bytes for each passage. The error is always nil.
func (b *Boilerplate) MarshalText() ([]byte, error) { return bytes.Clone(b.text), nil }

// ReadBoilerplate returns the table that stands in a file (docs/formats/boilerplate.md).
// The error names the file and the first line that is wrong. It takes time linear in
// data.
func ReadBoilerplate(file string, data []byte) (*Boilerplate, error) {
	if len(data) > mostBoilerplate {
		return nil, fmt.Errorf("%s: a table of boilerplate has %d bytes at most", file, mostBoilerplate)
	}
	head, rest, _ := bytes.Cut(data, []byte{'\n'})
	if string(bytes.TrimSuffix(head, []byte{'\r'})) != boilerplateHead {
		return nil, fmt.Errorf("%s:1: this is no table of boilerplate of this version, which begins with the line %q: learn it anew with twosource boilerplate", file, boilerplateHead)
	}
	var rows []counted
	family := uint32(0)
	for n := 2; len(rest) > 0; n++ {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte{'\n'})
		line = bytes.TrimSuffix(line, []byte{'\r'})
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		if name, ok := bytes.CutPrefix(line, []byte(familyWord)); ok {
			if !isFamilyName(name) {
				return nil, fmt.Errorf("%s:%d: %.40q cannot be the name of a family of outlets", file, n, name)
			}
			family = familyKey(string(name))
			continue
		}
		h, ok := shingleHash(line)
		switch {
		case !ok:
			return nil, fmt.Errorf("%s:%d: %.40q is neither a family nor a hash of eight digits", file, n, line)
		case family == 0:
			return nil, fmt.Errorf("%s:%d: no line before this one names the family", file, n)
		}
		rows = append(rows, counted{boilerplateKey(family, h), 1})
	}
	return newBoilerplate(bytes.Clone(data), rows), nil
}

// isFamilyName reports whether a family of this name can stand in a table.
func isFamilyName(name []byte) bool {
	return len(name) > 0 && len(name) <= mostFamilyName && utf8.Valid(name) && !bytes.ContainsAny(name, "\r\n")
}

// shingleHash reads eight hexadecimal digits, lower case.
func shingleHash(line []byte) (uint32, bool) {
	if len(line) != 8 || bytes.ContainsAny(line, "+-_ABCDEF") {
		return 0, false
	}
	h, err := strconv.ParseUint(string(line), 16, 32)
	return uint32(h), err == nil
}
