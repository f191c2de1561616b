package main

import (
	"encoding/binary"
	"runtime"
	"slices"
	"sync"

	"github.com/twosource/twosource/eval/planted"
	"github.com/twosource/twosource/internal/reuse"
)

// A store puts sketches together from those of paragraphs, in their stored form
// (docs/formats/reuse-index.md), which takes a tenth of the time that their texts
// would take.
type store struct {
	texts *planted.Grower
	parts [][2]traces // by paragraph, then kind
}

// traces are the hashes and tags of a paragraph, in 40 bits: those that stay when
// names are others, and those that hold a name.
type traces struct{ stay, named []uint64 }

const (
	traceBits  = 40
	traceBytes = traceBits / 8
)

// sketched makes an article of a recipe, and its sketch.
func sketched(s *reuse.Sketcher, texts *planted.Grower, x planted.Recipe) reuse.Sketch {
	a, an := texts.Article(x)
	return s.Sketch(&a, &an)
}

// newStore makes the sketches of all paragraphs, twice each, with two sets of names.
func newStore(texts *planted.Grower) *store {
	st := &store{texts: texts, parts: make([][2]traces, texts.Paragraphs())}
	var done sync.WaitGroup
	procs := runtime.GOMAXPROCS(0)
	for p := range procs {
		done.Add(1)
		go func() {
			defer done.Done()
			s := reuse.NewSketcher(nil, nil)
			for i := p; i < len(st.parts); i += procs {
				one := parse(sketched(s, texts, planted.Recipe{Whole: -1, Paragraphs: []int{i}}))
				two := parse(sketched(s, texts, planted.Recipe{Whole: -1, Paragraphs: []int{i}, Shift: 1}))
				for kind := range one {
					for _, t := range one[kind] {
						into := &st.parts[i][kind].named
						if _, stays := slices.BinarySearch(two[kind], t); stays {
							into = &st.parts[i][kind].stay
						}
						*into = append(*into, t)
					}
				}
			}
		}()
	}
	done.Wait()
	return st
}

// sketch returns the sketch of an article.
func (st *store) sketch(s *reuse.Sketcher, x planted.Recipe) (reuse.Sketch, error) {
	if x.Whole >= 0 {
		return sketched(s, st.texts, x), nil
	}
	var lists [2][]uint64
	for _, p := range x.Paragraphs {
		for kind := range lists {
			lists[kind] = append(lists[kind], st.parts[p][kind].stay...)
			for _, t := range st.parts[p][kind].named {
				lists[kind] = append(lists[kind], mix(t+uint64(x.Shift)<<traceBits)>>(64-traceBits))
			}
		}
	}
	data := []byte{1, 0, 0, 0, 0}
	for kind, list := range lists {
		slices.Sort(list)
		// Of a fingerprint the first place counts, so each is there once.
		list = slices.CompactFunc(list, func(a, b uint64) bool { return a == b || kind == 0 && a>>8 == b>>8 })
		data = binary.AppendUvarint(data, uint64(len(list)))
		for _, t := range list {
			data = append(data, byte(t>>32), byte(t>>24), byte(t>>16), byte(t>>8), byte(t))
		}
	}
	var out reuse.Sketch
	return out, out.UnmarshalBinary(data)
}

// parse returns the traces of a sketch, prints and pairs.
func parse(s reuse.Sketch) (out [2][]uint64) {
	data, _ := s.MarshalBinary() // never fails
	data = data[5:]
	for kind := range out {
		n, size := binary.Uvarint(data)
		data = data[size:]
		for range n {
			out[kind] = append(out[kind], uint64(data[0])<<32|uint64(binary.BigEndian.Uint32(data[1:])))
			data = data[traceBytes:]
		}
	}
	return out
}

// mix spreads the bits of x.
func mix(x uint64) uint64 {
	x ^= x >> 31
	x *= 0x9E3779B97F4A7C15
	x ^= x >> 29
	x *= 0xBF58476D1CE4E5B9
	return x ^ x>>32
}
