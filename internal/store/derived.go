package store

import (
	"fmt"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A Kind is a kind of derived record.
type Kind int

// The kinds of derived record, by the numbers under which they are kept. A
// number is never used again for something else.
const (
	LinkKind       Kind = 1
	OriginKind     Kind = 2
	ProvenanceKind Kind = 3
	EntityKind     Kind = 4
	StatementKind  Kind = 5
	StoryKind      Kind = 6
	ThreadKind     Kind = 7
	NoticesKind    Kind = 8 // all notices, as one record
	OrderKind      Kind = 9 // the keys of the records of a kind, if they are not in byte order
)

// Notices and the order of keys are kept as records of their own.
type (
	notices struct{ List []news.Notice }
	order   struct{ Keys []string }
)

// EachDerived gives the derived records of rec to yield, each with the key by
// which it is found again, which no other of its kind has. It returns yield's
// error.
func EachDerived(rec *news.Record, yield func(k Kind, key string, v any) error) error {
	for _, each := range []func() error{
		func() error { return eachOf(LinkKind, rec.Lineage, func(v *news.Link) string { return v.ID }, yield) },
		func() error {
			return eachOf(OriginKind, rec.Origins, func(v *news.Origin) string { return v.ID }, yield)
		},
		func() error {
			return eachOf(ProvenanceKind, rec.Provenance, func(v *news.Provenance) string { return v.Article }, yield)
		},
		func() error {
			return eachOf(EntityKind, rec.Entities, func(v *news.Entity) string { return v.ID }, yield)
		},
		func() error {
			return eachOf(StatementKind, rec.Statements, func(v *news.Statement) string { return v.ID }, yield)
		},
		func() error { return eachOf(StoryKind, rec.Stories, func(v *news.Story) string { return v.ID }, yield) },
		func() error {
			return eachOf(ThreadKind, rec.Threads, func(v *news.Thread) string { return v.ID }, yield)
		},
	} {
		if err := each(); err != nil {
			return err
		}
	}
	if len(rec.Notices) == 0 {
		return nil
	}
	return yield(NoticesKind, "", &notices{rec.Notices})
}

func eachOf[T any](k Kind, list []T, id func(*T) string, yield func(Kind, string, any) error) error {
	keys, sorted := make([]string, len(list)), true
	times := map[string]int{}
	for i := range list {
		key := id(&list[i])
		if times[key]++; times[key] > 1 {
			key = fmt.Sprintf("%s#%d", key, times[key])
		}
		keys[i] = key
		sorted = sorted && (i == 0 || keys[i-1] < key)
	}
	if !sorted {
		if err := yield(OrderKind, fmt.Sprint(int(k)), &order{keys}); err != nil {
			return err
		}
	}
	for i := range list {
		if err := yield(k, keys[i], &list[i]); err != nil {
			return err
		}
	}
	return nil
}

// A Gatherer puts derived records together again.
type Gatherer struct {
	codec *Codec
	rec   news.Record
	keys  map[Kind][]string // as the records came
	order map[Kind][]string // as they are to stand
}

// NewGatherer returns a Gatherer of packed records.
func NewGatherer(c *Codec) *Gatherer {
	return &Gatherer{codec: c, keys: map[Kind][]string{}, order: map[Kind][]string{}}
}

// Add adds one packed record. Records of one kind must come in byte order of
// their keys. The error is that of [Codec.Unpack], or of an unknown kind.
func (g *Gatherer) Add(k Kind, key string, packed []byte) error {
	g.keys[k] = append(g.keys[k], key)
	switch k {
	case LinkKind:
		return unpackTo(g.codec, packed, &g.rec.Lineage)
	case OriginKind:
		return unpackTo(g.codec, packed, &g.rec.Origins)
	case ProvenanceKind:
		return unpackTo(g.codec, packed, &g.rec.Provenance)
	case EntityKind:
		return unpackTo(g.codec, packed, &g.rec.Entities)
	case StatementKind:
		return unpackTo(g.codec, packed, &g.rec.Statements)
	case StoryKind:
		return unpackTo(g.codec, packed, &g.rec.Stories)
	case ThreadKind:
		return unpackTo(g.codec, packed, &g.rec.Threads)
	case NoticesKind:
		var n notices
		err := g.codec.Unpack(packed, &n)
		g.rec.Notices = n.List
		return err
	case OrderKind:
		var o order
		var of int
		if _, err := fmt.Sscan(key, &of); err != nil {
			return ErrDamaged
		}
		err := g.codec.Unpack(packed, &o)
		g.order[Kind(of)] = o.Keys
		return err
	}
	return fmt.Errorf("store: there are derived records of the kind %d, which this program does not know", k)
}

func unpackTo[T any](c *Codec, packed []byte, list *[]T) error {
	*list = append(*list, *new(T))
	return c.Unpack(packed, &(*list)[len(*list)-1])
}

// Record returns what was added. The error is ErrDamaged if the records are not
// those that their order names.
func (g *Gatherer) Record() (*news.Record, error) {
	for k, want := range g.order {
		have := g.keys[k]
		if len(want) != len(have) {
			return nil, ErrDamaged
		}
		at := make([]int, len(want))
		for i, key := range want {
			j, ok := slices.BinarySearch(have, key)
			if !ok {
				return nil, ErrDamaged
			}
			at[i] = j
		}
		g.arrange(k, at)
	}
	return &g.rec, nil
}

func (g *Gatherer) arrange(k Kind, at []int) {
	switch k {
	case LinkKind:
		pick(&g.rec.Lineage, at)
	case OriginKind:
		pick(&g.rec.Origins, at)
	case ProvenanceKind:
		pick(&g.rec.Provenance, at)
	case EntityKind:
		pick(&g.rec.Entities, at)
	case StatementKind:
		pick(&g.rec.Statements, at)
	case StoryKind:
		pick(&g.rec.Stories, at)
	case ThreadKind:
		pick(&g.rec.Threads, at)
	}
}

func pick[T any](list *[]T, at []int) {
	out := make([]T, len(at))
	for i, j := range at {
		out[i] = (*list)[j]
	}
	*list = out
}

// Derived returns what of rec is derived of all its articles: rec without
// inputs, articles and annotations.
func Derived(rec *news.Record) *news.Record {
	out := *rec
	out.Inputs, out.Articles, out.Annotations = nil, nil, nil
	return &out
}

// Schemas returns the schemas of all kinds of record that adapters pack, by c.
func Schemas(c *Codec) []string {
	var list []string
	for _, v := range []any{
		PackedPage{}, Analysis{}, Account{}, news.Link{}, news.Origin{}, news.Provenance{},
		news.Entity{}, news.Statement{}, news.Story{}, news.Thread{}, notices{}, order{},
	} {
		list = append(list, c.Schema(v))
	}
	return list
}

// A PackedPage is a page as adapters pack it.
type PackedPage struct {
	Page news.Page
	AsOf news.Date
}

// An Account is what adapters pack of an input.
type Account struct {
	Errors  []news.InputError
	Notices []news.Notice
}
