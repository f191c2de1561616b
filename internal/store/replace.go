package store

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/twosource/twosource/internal/news"
)

// A DerivedTable is where an adapter keeps packed derived records, within one of its
// transactions.
type DerivedTable interface {
	// Put keeps a record in the place of that of the same key.
	Put(at DerivedKey, sum int64, packed []byte) error
	// Packed returns a record as it is kept, nil if there is none.
	Packed(at DerivedKey) ([]byte, error)
	// Drop takes records out, after all that was put, and then drops the forwards of
	// stories that there are.
	Drop(gone []DerivedKey) error
	// Forward notes that a story, and all that were forwarded to it, is found as
	// another.
	Forward(id, now string) error
}

// ReplaceDerived puts the derived records that each gives into t in the place of
// those that have names, with their checksums, which it changes. Of what is there as
// it is nothing is written.
func ReplaceDerived(ctx context.Context, c *Codec, t DerivedTable, have map[DerivedKey]int64, each Deriving) error {
	d := deriving{c: c, t: t}
	err := each(func(k Kind, key string, v any) error {
		if v == Unchanged {
			at := DerivedKey{k, key}
			if _, ok := have[at]; !ok {
				return ErrNotKept
			}
			delete(have, at)
			return ctx.Err()
		}
		at, sum, packed := d.pack(k, key, v)
		old, ok := have[at]
		delete(have, at)
		// What is kept of a comparison is put if it was not there, or could not be read.
		if ok && old == sum && k != ComparedKind {
			return nil
		}
		return errors.Join(t.Put(at, sum, packed), ctx.Err())
	})
	if err != nil {
		return err
	}
	gone := make([]DerivedKey, 0, len(have))
	for at := range have {
		gone = append(gone, at)
	}
	slices.SortFunc(gone, func(x, y DerivedKey) int { return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Key, y.Key)) })
	return d.drop(gone)
}

// AmendDerived puts the derived records that each gives into t and takes out those
// that are gone. The records must stay as they are until it returns: they are packed
// beside one another when all are there.
func AmendDerived(ctx context.Context, c *Codec, t DerivedTable, each Deriving, gone []DerivedKey) error {
	type given struct {
		at     DerivedKey
		v      any
		packed []byte
	}
	d := deriving{c: c, t: t}
	var all []given
	err := each(func(k Kind, key string, v any) error {
		if v == Unchanged {
			return d.there(DerivedKey{k, key})
		}
		d.see(v)
		all = append(all, given{at: DerivedKey{k, key}, v: v})
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	var next atomic.Int64
	var done sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(all)) {
		done.Go(func() {
			for n := int(next.Add(1)) - 1; n < len(all); n = int(next.Add(1)) - 1 {
				all[n].packed = c.Pack(all[n].v)
			}
		})
	}
	done.Wait()
	for i := range all {
		x := &all[i]
		if err := errors.Join(t.Put(x.at, SumOf(x.packed), x.packed), ctx.Err()); err != nil {
			return err
		}
	}
	return d.drop(gone)
}

// A deriving is derived records on their way into a table.
type deriving struct {
	c       *Codec
	t       DerivedTable
	stories Forwarder
}

// there returns ErrNotKept if a record is not in the table.
func (d *deriving) there(at DerivedKey) error {
	packed, err := d.t.Packed(at)
	if err == nil && packed == nil {
		err = ErrNotKept
	}
	return err
}

// see takes note of a record that is put.
func (d *deriving) see(v any) {
	if s, ok := v.(*news.Story); ok {
		d.stories.See(s)
	}
}

func (d *deriving) pack(k Kind, key string, v any) (at DerivedKey, sum int64, packed []byte) {
	d.see(v)
	packed = d.c.Pack(v)
	return DerivedKey{k, key}, SumOf(packed), packed
}

// drop takes out what is gone, and notes where stories went.
func (d *deriving) drop(gone []DerivedKey) error {
	for _, at := range gone {
		if at.Kind != StoryKind {
			continue
		}
		packed, err := d.t.Packed(at)
		if err != nil {
			return err
		}
		if packed == nil {
			continue
		}
		var was news.Story
		if err := d.c.Unpack(packed, &was); err != nil {
			return err
		}
		if now, ok := d.stories.Now(&was); ok {
			if err := d.t.Forward(at.Key, now); err != nil {
				return err
			}
		}
	}
	return d.t.Drop(gone)
}
