package reuse

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
)

// A Boilerplate is what families of outlets print again and again, learnt from many
// of their articles: [Find] leaves it out of account, as it does what a family
// repeats within the set at hand. A small set does not show what its outlets repeat,
// so a table of it is learnt beforehand, and pinned: what is found in a set depends
// on the set and the table, not on what else a store has.
//
// It holds hashes and no words. Its zero value, like nil, knows of nothing.
type Boilerplate struct {
	data string // of the table, as it is stored
}

// boilerplateMagic begins a table; it ends with the version of the sketches, whose
// hashes are in it.
const boilerplateMagic = "tsboiler" + string(rune('0'+sketchVersion))

// errBoilerplate says that bytes are no table.
var errBoilerplate = errors.New("reuse: this is no table of boilerplate of this version, or it is damaged")

// LearnedArticles is in how many articles of one family a passage must stand to be
// learnt as boilerplate. It is ours: reports on one story go on for days and repeat
// their own background in as many as five.
const LearnedArticles = 8

// Boilerplate learns from the articles of x what each family has in at least so many
// of them as given, 2 to 16. Of what stands in more than 16 articles of all families
// only the first 16 count. It reads the index once, in time linear in it; the result
// depends on the articles and their order. The error is that of what holds the
// segments.
func (x *Index) Boilerplate(least int) (*Boilerplate, error) {
	streams := []*stream{{list: x.recent[prints].sorted()}}
	for _, s := range x.segments {
		streams = append(streams, &stream{t: &s.tables[prints]})
	}
	var rows []counted
	var group []posting
	end := func() {
		for _, family := range x.repeating(group, least) {
			rows = append(rows, counted{boilerplateKey(family, group[0].hash()), 1})
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
	slices.SortFunc(rows, func(x, y counted) int { return cmp.Compare(x.hash, y.hash) })
	rows = slices.Compact(rows)
	return &Boilerplate{data: boilerplateMagic + string(buildCounts(rows))}, nil
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
	if b == nil || family == 0 || len(b.data) <= len(boilerplateMagic) {
		return false
	}
	return countTable(b.data[len(boilerplateMagic):]).get(boilerplateKey(family, shingle)) > 0
}

// Len returns how many passages of five words the table has.
func (b *Boilerplate) Len() int {
	n := 0
	for i := len(boilerplateMagic); i+1 < len(b.data); i += slotBytes {
		if b.data[i]|b.data[i+1] != 0 {
			n++
		}
	}
	return n
}

// SHA256 names the table: the SHA-256 of its stored form, lower-case hex.
func (b *Boilerplate) SHA256() string {
	sum := sha256.Sum256([]byte(b.data))
	return hex.EncodeToString(sum[:])
}

// AppendBinary appends the stored form of b to dst (docs/formats/reuse-index.md). The
// error is always nil.
func (b *Boilerplate) AppendBinary(dst []byte) ([]byte, error) { return append(dst, b.data...), nil }

// MarshalBinary returns the stored form of b. The error is always nil.
func (b *Boilerplate) MarshalBinary() ([]byte, error) { return b.AppendBinary(nil) }

// UnmarshalBinary makes b the table whose stored form data is. The error says that
// data is none; b is then as it was.
func (b *Boilerplate) UnmarshalBinary(data []byte) error {
	table, ok := bytes.CutPrefix(data, []byte(boilerplateMagic))
	if !ok || len(table)%slotBytes != 0 || len(table) < slotBytes {
		return errBoilerplate
	}
	// One place at least is free, or a search for what is not there would not end.
	for i := 0; ; i += slotBytes {
		if i == len(table) {
			return errBoilerplate
		}
		if table[i]|table[i+1] == 0 {
			break
		}
	}
	b.data = string(data)
	return nil
}
