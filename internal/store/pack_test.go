package store

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

type sample struct {
	Name  string
	N     int
	Small int8
	U     uint8
	Yes   bool
	Share float64
	Span  news.Span
	Spans []news.Span
	Names []string
	Inner struct{ A, B int }
	Deep  []deep
}

type deep struct {
	Span news.Span
	List []int
	Text string
}

func full() sample {
	s := sample{
		Name: "a name", N: -5, Small: -1, U: 200, Yes: true, Share: 0.1, Span: news.Span{Start: 3, End: 9},
		Spans: []news.Span{{Start: 1, End: 4}, {Start: 5, End: 6}, {Start: 2, End: 90}}, Names: []string{"x", "", strings.Repeat("long ", 99)},
		Deep: []deep{{Span: news.Span{Start: 7, End: 8}, List: []int{3, -1, 1 << 40}, Text: "one"}, {}, {Text: "three"}},
	}
	s.Inner.A, s.Inner.B = 1, -1<<63
	return s
}

func codec(t testing.TB, schemas ...string) *Codec {
	t.Helper()
	c, err := NewCodec(schemas)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPack(t *testing.T) {
	for _, in := range []sample{full(), {}} {
		c := codec(t)
		packed := c.Pack(&in)
		if again := codec(t).Pack(&in); !bytes.Equal(packed, again) {
			t.Error("packing twice gives other bytes")
		}
		var out sample
		if err := codec(t, c.Schema(in)).Unpack(packed, &out); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(in, out) {
			t.Errorf("got %+v, want %+v", out, in)
		}
	}
}

// TestOlderSchema reads a record that a program with other fields wrote.
func TestOlderSchema(t *testing.T) {
	type old struct {
		Gone  []deep
		Names []string
		Name  string
		N     string // was of another kind
		Deep  []struct {
			Text  string
			Extra float64
			List  []int
		}
	}
	in := old{Gone: []deep{{Text: "gone", List: []int{1}}}, Names: []string{"kept"}, Name: "kept too", N: "text"}
	in.Deep = append(in.Deep, struct {
		Text  string
		Extra float64
		List  []int
	}{"deep", 1.5, []int{4}})
	writer := codec(t)
	packed := writer.Pack(&in)
	var out sample
	if err := codec(t).Unpack(packed, &out); err == nil || !strings.Contains(err.Error(), "schema") {
		t.Errorf("a record of an unknown schema gives %v", err)
	}
	if err := codec(t, writer.Schema(in)).Unpack(packed, &out); err != nil {
		t.Fatal(err)
	}
	want := sample{Name: "kept too", Names: []string{"kept"}, Deep: []deep{{Text: "deep", List: []int{4}}}}
	if !reflect.DeepEqual(out, want) {
		t.Errorf("got %+v, want %+v", out, want)
	}
}

func TestDamaged(t *testing.T) {
	c := codec(t)
	in := full()
	packed := c.Pack(&in)
	for i := range packed {
		bad := bytes.Clone(packed)
		bad[i] ^= 0x10
		var out sample
		// A byte may be of a hint to the decoder; then nothing is lost.
		if err := c.Unpack(bad, &out); err == nil && !reflect.DeepEqual(in, out) {
			t.Errorf("a change of byte %d is not seen", i)
		}
		if err := c.Unpack(packed[:i], new(sample)); err == nil {
			t.Errorf("the first %d bytes are taken for a record", i)
		}
	}
	bad := bytes.Clone(packed)
	bad[len(bad)-1] ^= 1
	if err := c.Unpack(bad, new(sample)); !errors.Is(err, ErrDamaged) {
		t.Errorf("damage gives %v", err)
	}
}

// TestSchemas holds that everything that adapters keep can be packed, and pins
// the form of a schema.
func TestSchemas(t *testing.T) {
	c := codec(t)
	list := Schemas(c)
	if _, err := NewCodec(list); err != nil {
		t.Fatal(err)
	}
	if got, want := c.Schema(Account{}), "{Errors [{Name s,Line i,Message s}],Notices [{Code s,Message s,Article s}]}"; got != want {
		t.Errorf("the schema of an account is %s, want %s", got, want)
	}
	if got := c.Schema(deep{}); got != "{Span r,List [i],Text s}" {
		t.Errorf("the schema is %s", got)
	}
	for _, bad := range []string{"", "x", "{", "{A}", "{A i", "{A i;B s}", "[i", "{A i}}", strings.Repeat("[", 99) + "i" + strings.Repeat("]", 99), "{ i}"} {
		if _, err := NewCodec([]string{bad}); err == nil {
			t.Errorf("%q is taken for a schema", bad)
		}
	}
}

// FuzzUnpack reads bytes that may be no record by schemas that may be none.
func FuzzUnpack(f *testing.F) {
	c := codec(f)
	in := full()
	f.Add(c.Schema(in), c.Pack(&in)[headerSize:], false)
	small := sample{Name: "x"}
	f.Add(c.Schema(in), c.Pack(&small)[headerSize:], false)
	f.Add("[{A s,B [i]}]", []byte{2, 1, 0, 1, 'x', 0, 0}, true)
	f.Fuzz(func(t *testing.T, schema string, body []byte, plain bool) {
		c, err := NewCodec([]string{schema})
		if err != nil {
			return
		}
		head := codec(t).Pack(&struct{}{})[:headerSize]
		for i, b := range markOf(schema) {
			head[1+i] = b
		}
		head[headerSize-1] = bodyZstd
		if plain {
			head[headerSize-1] = bodyPlain
		}
		var out sample
		if c.Unpack(append(head, body...), &out) != nil {
			return
		}
		var again sample
		if err := c.Unpack(c.Pack(&out), &again); err != nil || !equal(out, again) {
			t.Errorf("%+v comes back as %+v: %v", out, again, err)
		}
	})
}

// equal compares as DeepEqual does, but takes a fraction that is no number for
// equal to itself.
func equal(a, b sample) bool {
	if a.Share != a.Share && b.Share != b.Share {
		a.Share, b.Share = 0, 0
	}
	return reflect.DeepEqual(a, b)
}

func markOf(schema string) []byte {
	var b [8]byte
	for i, m := 7, fingerprint(schema); i >= 0; i, m = i-1, m>>8 {
		b[i] = byte(m)
	}
	return b[:]
}
