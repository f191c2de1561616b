package store

import "context"

// What follows is what only some adapters can. Most of it makes keeping the derived
// records of a store up to date cost what is new: see package pipeline. Without it
// they are made anew as a whole.

// A DerivedKey is where a derived record is found.
type DerivedKey struct {
	Kind Kind
	Key  string
}

// A Lister is a [View] that tells what was read without reading the analyses.
type Lister interface {
	// Listed gives all readings, without their keys, to yield by input and ordinal,
	// each with the number of its page. A number is that of one page until articles
	// are removed. It returns which edition of the analyses the view shows, and
	// yield's error. Yield must not use the view.
	Listed(ctx context.Context, yield func(r Reading, page int64) error) (edition int64, err error)
	// PageKey returns the key of a page by its number.
	PageKey(ctx context.Context, page int64) (Key, error)
}

// A Summer is a [View] that tells the checksum of one derived record.
type Summer interface {
	// Sum returns what Sums gives for a key; ok is false if there is no such record.
	Sum(ctx context.Context, k Kind, key string) (sum int64, ok bool, err error)
}

// An Amender is a [Writer] that changes some derived records and leaves the others.
type Amender interface {
	// Amend puts the derived records that each gives, takes out those that are gone,
	// and leaves all others as they are. For the rest it does what PutDerived does.
	// The articles of a story that is gone must be in stories that each gives, or
	// nowhere. What each gives must not change until Amend returns.
	Amend(ctx context.Context, each Deriving, gone []DerivedKey, made string, change int64) error
}

// Together is a [Writer] that can make several of its methods one
// transaction.
type Together interface {
	// Together runs fn, which may call any method of the writer but Close. What they
	// do is kept when Together returns nil, and is as if it had never begun if fn or
	// Together fails. fn must return the errors that it is given.
	Together(ctx context.Context, fn func() error) error
}

// A Glancer is a [Writer] that says of many pages at once what Seen says of one.
type Glancer interface {
	// SeenAll returns what the store knows of each page, in the order of keys.
	SeenAll(ctx context.Context, keys []Key) ([]Seen, error)
}

// SeenAll returns what w knows of each page, in the order of keys.
func SeenAll(ctx context.Context, w Writer, keys []Key) ([]Seen, error) {
	if g, ok := w.(Glancer); ok {
		return g.SeenAll(ctx, keys)
	}
	list := make([]Seen, len(keys))
	for i, k := range keys {
		var err error
		if list[i], err = w.Seen(ctx, k); err != nil {
			return nil, err
		}
	}
	return list, nil
}
