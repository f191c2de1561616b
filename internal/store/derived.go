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
	EventKind      Kind = 10
	ClaimKind      Kind = 11
	ConflictKind   Kind = 12
	PositionKind   Kind = 13
	ComparedKind   Kind = 14 // what was compared, by story: see [Compared]; no part of what [View.Derived] gives
)

// A Compared is what is kept of comparing the articles of a story, so that another
// process need not do so again as long as nothing changes that it rests on.
type Compared struct {
	Records []DerivedKey // what was found, but for the story and this record
	Memory  string       // what package compare keeps of it
}

// Notices and the order of keys are kept as records of their own.
type (
	notices struct{ List []news.Notice }
	order   struct{ Keys []string }
)

// A derivedList is one list of a record whose elements are kept as records of
// their own.
type derivedList struct {
	kind   Kind
	sample any // an element
	each   func(rec *news.Record, yield func(k Kind, key string, v any) error) error
	add    func(rec *news.Record, c *Codec, packed []byte) error
	pick   func(rec *news.Record, at []int) // puts the elements in another order
}

// listOf describes the list that of returns, the elements of which are found
// again by key.
func listOf[T any](k Kind, of func(*news.Record) *[]T, key func(*T) string) derivedList {
	return derivedList{
		kind: k, sample: *new(T),
		each: func(rec *news.Record, yield func(Kind, string, any) error) error {
			return eachOf(k, *of(rec), key, yield)
		},
		add: func(rec *news.Record, c *Codec, packed []byte) error {
			list := of(rec)
			*list = append(*list, *new(T))
			return c.Unpack(packed, &(*list)[len(*list)-1])
		},
		pick: func(rec *news.Record, at []int) {
			list := of(rec)
			out := make([]T, len(at))
			for i, j := range at {
				out[i] = (*list)[j]
			}
			*list = out
		},
	}
}

// derivedLists are all lists of derived records.
var derivedLists = []derivedList{
	listOf(LinkKind, func(r *news.Record) *[]news.Link { return &r.Lineage }, func(v *news.Link) string { return v.ID }),
	listOf(OriginKind, func(r *news.Record) *[]news.Origin { return &r.Origins }, func(v *news.Origin) string { return v.ID }),
	listOf(ProvenanceKind, func(r *news.Record) *[]news.Provenance { return &r.Provenance }, func(v *news.Provenance) string { return v.Article }),
	listOf(EntityKind, func(r *news.Record) *[]news.Entity { return &r.Entities }, func(v *news.Entity) string { return v.ID }),
	listOf(StatementKind, func(r *news.Record) *[]news.Statement { return &r.Statements }, func(v *news.Statement) string { return v.ID }),
	listOf(EventKind, func(r *news.Record) *[]news.Event { return &r.Events }, func(v *news.Event) string { return v.ID }),
	listOf(ClaimKind, func(r *news.Record) *[]news.Claim { return &r.Claims }, func(v *news.Claim) string { return v.ID }),
	listOf(ConflictKind, func(r *news.Record) *[]news.Conflict { return &r.Conflicts }, func(v *news.Conflict) string { return v.ID }),
	listOf(PositionKind, func(r *news.Record) *[]news.Position { return &r.Positions }, func(v *news.Position) string { return v.ID }),
	listOf(StoryKind, func(r *news.Record) *[]news.Story { return &r.Stories }, func(v *news.Story) string { return v.ID }),
	listOf(ThreadKind, func(r *news.Record) *[]news.Thread { return &r.Threads }, func(v *news.Thread) string { return v.ID }),
}

// A Deriving gives derived records to put, one after the other, each with the key
// by which it is found again, which no other of its kind has. It returns put's
// error. What it gives may be changed once put has returned. In the place of a record
// that stays as it is kept it may give [Unchanged].
type Deriving func(put func(k Kind, key string, v any) error) error

type unchanged struct{}

// Unchanged stands for a derived record that stays as it is. If there is none, putting
// it fails with [ErrNotKept].
var Unchanged any = unchanged{}

// All is the Deriving of the derived records of rec.
func All(rec *news.Record) Deriving {
	return func(put func(k Kind, key string, v any) error) error { return EachDerived(rec, put) }
}

// EachDerived gives the derived records of rec to yield, as a [Deriving] does.
// Records that several calls give together must not be of a kind that is out of
// order in one of them: lists sorted by id, each id once, never are.
func EachDerived(rec *news.Record, yield func(k Kind, key string, v any) error) error {
	for i := range derivedLists {
		if err := derivedLists[i].each(rec, yield); err != nil {
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
	case ComparedKind:
		return nil
	}
	l, ok := derivedListOf(k)
	if !ok {
		return fmt.Errorf("store: there are derived records of the kind %d, which this program does not know", k)
	}
	return l.add(&g.rec, g.codec, packed)
}

func derivedListOf(k Kind) (*derivedList, bool) {
	for i := range derivedLists {
		if derivedLists[i].kind == k {
			return &derivedLists[i], true
		}
	}
	return nil, false
}

// Record returns what was added. The error is ErrDamaged if the records are not
// those that their order names.
func (g *Gatherer) Record() (*news.Record, error) {
	for k, want := range g.order {
		have := g.keys[k]
		l, ok := derivedListOf(k)
		if !ok || len(want) != len(have) {
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
		l.pick(&g.rec, at)
	}
	return &g.rec, nil
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
	for _, v := range []any{PackedPage{}, Analysis{}, Account{}, notices{}, order{}, Compared{}} {
		list = append(list, c.Schema(v))
	}
	for i := range derivedLists {
		list = append(list, c.Schema(derivedLists[i].sample))
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
