package reuse

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
)

// sketches returns the sketches of n articles of which every eighth is a copy.
func sketches(n int) []Sketch {
	as, ans := grown(n)
	s := NewSketcher(nil, nil)
	var out []Sketch
	for i := range as {
		out = append(out, s.Sketch(&as[i], &ans[i]))
	}
	return out
}

// write has x write its last segments and what is in memory as one segment.
func write(t testing.TB, x *Index, segments int) {
	t.Helper()
	var data bytes.Buffer
	if err := x.Write(&data, segments); err != nil {
		t.Fatal(err)
	}
	s, err := OpenSegment(bytes.NewReader(data.Bytes()), int64(data.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Replace(segments, s); err != nil {
		t.Fatal(err)
	}
}

// TestIndexOfAnySegments holds that what an index answers does not depend on how
// its articles are spread over segments, and is what Find goes by.
func TestIndexOfAnySegments(t *testing.T) {
	list := sketches(500)
	asks := func(x *Index) (out []string) {
		s := x.Search()
		for i := range list {
			found, err := s.candidates(&list[i], uint32(i))
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range found {
				out = append(out, fmt.Sprint(i, c))
			}
			found, err = s.Candidates(&list[i])
			if err != nil || len(found) == 0 || !slices.ContainsFunc(found, func(c Candidate) bool { return c.Article == i && c.Prints > 20 }) {
				t.Fatalf("article %d is no candidate for its own sketch: %v %v", i, found, err)
			}
		}
		return out
	}
	as, ans := grown(500)
	f := newFinder(as, ans, Options{})
	f.sketch()
	one, _ := f.index()
	want := asks(one)
	if len(want) < 60 {
		t.Fatalf("only %d candidates", len(want))
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 4 {
		x := new(Index)
		for i := range list {
			if n, err := x.Add(&list[i]); n != i || err != nil {
				t.Fatalf("article %d gets the number %d: %v", i, n, err)
			}
			if r.IntN(60) == 0 {
				write(t, x, r.IntN(len(x.Segments())+1))
			}
		}
		if got := asks(x); !slices.Equal(got, want) {
			t.Errorf("with %d segments the candidates are others", len(x.segments))
		}
		write(t, x, len(x.segments))
		again, err := NewIndex(x.Segments()...)
		if err != nil {
			t.Fatal(err)
		}
		if got := asks(again); !slices.Equal(got, want) {
			t.Error("opened again, the candidates are others")
		}
	}
}

var update = flag.Bool("update", false, "write the files in testdata anew")

// TestStoredForm holds that stored sketches and segments can be read and that new
// ones are the same. If what is hashed has changed, raise sketchVersion.
func TestStoredForm(t *testing.T) {
	x := new(Index)
	s := NewSketcher(nil, nil)
	var made []byte
	for i, text := range []string{harbour, tunnel, weather + "\n" + harbour} {
		a, an := plain(fmt.Sprint(i), "Post", "", text)
		sketch := s.Sketch(&a, &an)
		made, _ = sketch.AppendBinary(made[:0])
		if _, err := x.Add(&sketch); err != nil {
			t.Fatal(err)
		}
	}
	var segment bytes.Buffer
	if err := x.Write(&segment, 0); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"sketch-1": made, "segment-1": segment.Bytes()} {
		name = filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(name, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if stored, err := os.ReadFile(name); err != nil || !bytes.Equal(stored, data) {
			t.Errorf("%s is not what is made now (%v)", name, err)
		}
	}
	f, err := os.Open(filepath.Join("testdata", "segment-1"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	stored, err := OpenSegment(f, int64(segment.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if x, err = NewIndex(stored); err != nil {
		t.Fatal(err)
	}
	a, an := plain("new", "Echo", "", harbour)
	sketch := s.Sketch(&a, &an)
	found, err := x.Search().Candidates(&sketch)
	if err != nil || len(found) != 2 || found[0].Article != 0 || found[1].Article != 2 || found[0].Prints < 20 {
		t.Errorf("got %+v (%v), want articles 0 and 2", found, err)
	}
}

func TestIndexIsDue(t *testing.T) {
	x := new(Index)
	words := Sketch{traces: [kinds][]trace{{1 << 40}, nil}}
	for i := range 40000 {
		if _, err := x.Add(&words); err != nil {
			t.Fatal(err)
		}
		if n, due := x.Due(); due {
			write(t, x, n)
		}
		if len(x.segments) > 5 {
			t.Fatalf("%d segments for %d articles", len(x.segments), i)
		}
	}
	// What all have is paired with the first few.
	if found, err := x.Search().Candidates(&words); err != nil || len(found) != hubArticles {
		t.Errorf("%d candidates by a fingerprint that all have, want %d: %v", len(found), hubArticles, err)
	}
}

func TestIndexRefuses(t *testing.T) {
	list := sketches(20)
	var parts [3]*Segment
	x := new(Index)
	for i := range parts {
		for k := range 5 {
			if _, err := x.Add(&list[5*i+k]); err != nil {
				t.Fatal(err)
			}
		}
		write(t, x, 0)
		parts[i] = x.segments[i]
	}
	if _, err := NewIndex(parts[2], parts[0], parts[1]); err != nil {
		t.Error(err)
	}
	for name, bad := range map[string][]*Segment{"one is missing": {parts[0], parts[2]}, "one is there twice": {parts[0], parts[0], parts[1]}, "the first is missing": {parts[1]}} {
		if _, err := NewIndex(bad...); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if err := x.Replace(1, parts[0]); err == nil {
		t.Error("a segment of other articles takes the place of one")
	}
	if err := x.Write(io.Discard, 4); err == nil {
		t.Error("four of three segments are written")
	}
	// What holds the segments fails.
	bad := *parts[0]
	for k := range bad.tables {
		bad.tables[k].r = broken{}
	}
	y, err := NewIndex(&bad)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := y.Search().Candidates(&list[0]); !errors.Is(err, errBroken) {
		t.Errorf("the search gives %v", err)
	}
	if err := y.Write(io.Discard, 1); !errors.Is(err, errBroken) {
		t.Errorf("the merge gives %v", err)
	}
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) ReadAt([]byte, int64) (int, error) { return 0, errBroken }

func TestSketchBinary(t *testing.T) {
	for _, s := range append(sketches(3), Sketch{}) {
		data, err := s.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var got Sketch
		if err := got.UnmarshalBinary(data); err != nil {
			t.Fatal(err)
		}
		if again, _ := got.MarshalBinary(); !bytes.Equal(again, data) {
			t.Error("read and written again, the sketch is another")
		}
		for i := range data {
			if err := new(Sketch).UnmarshalBinary(data[:i]); err == nil {
				t.Fatalf("the first %d of %d bytes are a sketch", i, len(data))
			}
		}
	}
}

// FuzzSketch reads any bytes as a sketch; what is one is written the same again.
func FuzzSketch(f *testing.F) {
	for _, s := range sketches(2) {
		data, _ := s.MarshalBinary()
		f.Add(data)
	}
	f.Add([]byte{sketchVersion, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, data []byte) {
		var s Sketch
		if err := s.UnmarshalBinary(data); err != nil {
			if !reflect.DeepEqual(s, Sketch{}) {
				t.Error("a sketch that cannot be read changes the old one")
			}
			return
		}
		again, _ := s.MarshalBinary()
		var back Sketch
		if err := back.UnmarshalBinary(again); err != nil || !reflect.DeepEqual(back, s) {
			t.Errorf("read and written again, the sketch is another: %v", err)
		}
		x := new(Index)
		if _, err := x.Add(&s); err != nil {
			t.Error(err)
		}
		write(t, x, 0)
	})
}

// FuzzSegment opens any bytes as a segment and searches it.
func FuzzSegment(f *testing.F) {
	list := sketches(12)
	x := new(Index)
	for i := range list {
		if _, err := x.Add(&list[i]); err != nil {
			f.Fatal(err)
		}
	}
	var data bytes.Buffer
	if err := x.Write(&data, 0); err != nil {
		f.Fatal(err)
	}
	f.Add(data.Bytes(), 0, byte(0))
	f.Add(data.Bytes(), 100, byte(7))
	f.Add(data.Bytes(), data.Len()-3, byte(1))
	f.Add(data.Bytes()[:trailerBytes], 9, byte(1))
	f.Fuzz(func(t *testing.T, data []byte, at int, flip byte) {
		data = slices.Clone(data)
		if at >= 0 && at < len(data) {
			data[at] ^= flip
		}
		s, err := OpenSegment(bytes.NewReader(data), int64(len(data)))
		mem, errMem := SegmentIn(data)
		if (err == nil) != (errMem == nil) {
			t.Fatalf("read where it lies: %v; in memory: %v", err, errMem)
		}
		if err != nil {
			return
		}
		x, err := NewIndex(s)
		if err != nil {
			return
		}
		inMemory, err := NewIndex(mem)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := s.Verify(), mem.Verify(); (a == nil) != (b == nil) {
			t.Errorf("read where it lies: %v; in memory: %v", a, b)
		}
		for i := range list {
			found, err := x.Search().Candidates(&list[i])
			if err != nil {
				t.Error(err)
			}
			for _, c := range found {
				if c.Article < 0 || c.Article >= x.Len() {
					t.Errorf("candidate %d of %d articles", c.Article, x.Len())
				}
			}
			if same, _ := inMemory.Search().Candidates(&list[i]); !slices.Equal(same, found) {
				t.Errorf("in memory the candidates are %v, not %v", same, found)
			}
		}
		if err := x.Write(io.Discard, 1); err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkIndex(b *testing.B) {
	list := sketches(4000)
	x := new(Index)
	for i := range list {
		if _, err := x.Add(&list[i]); err != nil {
			b.Fatal(err)
		}
		if n, due := x.Due(); due {
			write(b, x, n)
		}
	}
	s := x.Search()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := s.Candidates(&list[i%len(list)]); err != nil {
			b.Fatal(err)
		}
	}
}

// TestAlone: what is passed over because one article alone has it finds nothing.
func TestAlone(t *testing.T) {
	as, ans := grown(300)
	f := newFinder(as, ans, Options{})
	f.sketch()
	got := f.alike()
	index, _ := f.index()
	s := index.Search()
	var want []pair
	for i := range as {
		found, err := s.candidates(&f.sketches[i], uint32(i))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range found {
			want = append(want, pair{int32(c.Article), int32(i)})
		}
		if !slices.Equal(f.repeats[i], s.repeats) {
			t.Errorf("article %d: its family repeats %v, want %v", i, f.repeats[i], s.repeats)
		}
	}
	slices.SortFunc(want, pair.compare)
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("%d pairs are worth a look, want %d", len(got), len(want))
	}
}
