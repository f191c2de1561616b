package store

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// A filler sets every field of a value, each to something else.
type filler struct {
	rnd  *rand.Rand
	bare bool // leave out at random what may be missing
	n    int64
}

func (f *filler) fill(v reflect.Value) {
	f.n++
	switch v.Kind() {
	case reflect.Int8, reflect.Uint8:
		setInteger(v, 1+f.n%100)
	case reflect.Int, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		setInteger(v, f.n-f.rnd.Int64N(1<<12)*2-1)
	case reflect.Bool:
		v.SetBool(!f.bare || f.rnd.IntN(2) == 0)
	case reflect.Float64:
		v.SetFloat(float64(f.n) + 0.25)
	case reflect.String:
		v.SetString(fmt.Sprintf("word %d", f.n))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				f.fill(v.Field(i))
			}
		}
	case reflect.Slice:
		if n := f.count(); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				f.fill(v.Index(i))
			}
		}
	case reflect.Pointer:
		if f.count() > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			f.fill(v.Elem())
		}
	default:
		panic("a record holds a " + v.Type().String())
	}
}

func setInteger(v reflect.Value, n int64) {
	if v.CanInt() {
		v.SetInt(n)
	} else {
		v.SetUint(uint64(n))
	}
}

func (f *filler) count() int {
	if f.bare {
		return f.rnd.IntN(4)
	}
	return 1 + f.rnd.IntN(3)
}

// empty names a field of v that is zero, "" if there is none.
func empty(v reflect.Value, name string) string {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() {
				continue
			}
			if at := empty(v.Field(i), name+"."+v.Type().Field(i).Name); at != "" {
				return at
			}
		}
		return ""
	case reflect.Slice:
		for i := range v.Len() {
			if at := empty(v.Index(i), name); at != "" {
				return at
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return empty(v.Elem(), name)
		}
	}
	if v.IsZero() {
		return name
	}
	return ""
}

// TestEveryField holds that no field of what is kept is lost: whatever fields the
// records of package news get, they come back.
func TestEveryField(t *testing.T) {
	for seed := range uint64(50) {
		f := &filler{rnd: rand.New(rand.NewPCG(seed, 7)), bare: seed > 0}
		var a Analysis
		var p PackedPage
		var rec news.Record
		for _, v := range []any{&a, &p, &rec} {
			f.fill(reflect.ValueOf(v).Elem())
			if at := empty(reflect.ValueOf(v).Elem(), fmt.Sprintf("%T", v)); at != "" && !f.bare {
				t.Fatalf("the test leaves %s empty", at)
			}
		}
		roundTrip(t, &a, new(Analysis))
		roundTrip(t, &p, new(PackedPage))
		keys(&rec)
		want := Derived(&rec)
		if got := gathered(t, &rec); !reflect.DeepEqual(got, want) {
			for i := range reflect.ValueOf(got).Elem().NumField() {
				g, w := reflect.ValueOf(got).Elem().Field(i), reflect.ValueOf(want).Elem().Field(i)
				if !reflect.DeepEqual(g.Interface(), w.Interface()) {
					t.Errorf("%s come back as\n%+v, want\n%+v", reflect.TypeFor[news.Record]().Field(i).Name, g, w)
				}
			}
		}
	}
}

func roundTrip(t *testing.T, in, out any) {
	t.Helper()
	writer := codec(t)
	packed := writer.Pack(in)
	if err := codec(t, writer.Schema(in)).Unpack(packed, out); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(in, out) {
		t.Errorf("got\n%+v, want\n%+v", out, in)
	}
}

// keys gives two records of one kind the same id, if there are two.
func keys(rec *news.Record) {
	if len(rec.Statements) > 1 {
		rec.Statements[1].ID = rec.Statements[0].ID
	}
}

// gathered packs the derived records of rec and puts them together again, as an
// adapter does.
func gathered(t *testing.T, rec *news.Record) *news.Record {
	t.Helper()
	type kept struct {
		kind Kind
		key  string
		body []byte
	}
	var list []kept
	c := codec(t)
	err := EachDerived(rec, func(k Kind, key string, v any) error {
		list = append(list, kept{k, key, c.Pack(v)})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(list, func(x, y kept) int {
		if x.kind != y.kind {
			return int(x.kind - y.kind)
		}
		if x.key < y.key {
			return -1
		}
		return 1
	})
	g := NewGatherer(codec(t, Schemas(codec(t))...))
	for _, k := range list {
		if err := g.Add(k.kind, k.key, k.body); err != nil {
			t.Fatal(err)
		}
	}
	out, err := g.Record()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestLean holds that of an analysis that is read in part nothing else is
// missing, and that a new field of annotations is read until somebody says
// otherwise.
func TestLean(t *testing.T) {
	var a, got Analysis
	f := &filler{rnd: rand.New(rand.NewPCG(1, 2))}
	f.fill(reflect.ValueOf(&a).Elem())
	c := codec(t)
	if err := c.UnpackPart(c.Pack(&a), LeanPart, &got); err != nil {
		t.Fatal(err)
	}
	n := &a.Annotation
	n.Words, n.Clauses, n.Quantities, n.Actions = nil, nil, nil, nil
	if !reflect.DeepEqual(got, a) {
		t.Errorf("got\n%+v, want\n%+v", got, a)
	}
}

// TestParts holds that the parts of an analysis are all of it, each read by itself, and
// that every one has a field of its own.
func TestParts(t *testing.T) {
	var a, got Analysis
	f := &filler{rnd: rand.New(rand.NewPCG(3, 4))}
	f.fill(reflect.ValueOf(&a).Elem())
	c := codec(t)
	packed := c.Pack(&a)
	merge := func(into, from reflect.Value) (n int) {
		for i := range from.NumField() {
			if x := from.Field(i); !x.IsZero() && from.Type().Field(i).Name != "Annotation" {
				into.Field(i).Set(x)
				n++
			}
		}
		return n
	}
	for p := Part(1); p < endOfParts; p <<= 1 {
		var part Analysis
		if err := c.UnpackPart(packed, p, &part); err != nil {
			t.Fatal(err)
		}
		n := merge(reflect.ValueOf(&got).Elem(), reflect.ValueOf(&part).Elem())
		n += merge(reflect.ValueOf(&got.Annotation).Elem(), reflect.ValueOf(&part.Annotation).Elem())
		if n == 0 {
			t.Errorf("nothing is of part %#x", int(p))
		}
	}
	if !reflect.DeepEqual(got, a) {
		t.Errorf("got\n%+v, want\n%+v", got, a)
	}
}
