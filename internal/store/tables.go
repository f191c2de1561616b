package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/twosource/twosource/internal/news"
)

// A Querier asks the tables of a store, whichever engine keeps them. The arguments
// of a query stand in it as $1, $2 and so on.
type Querier interface {
	// Each calls visit with what reads each row. It returns visit's error, which
	// ends it.
	Each(ctx context.Context, query string, args []any, visit func(scan func(to ...any) error) error) error
	// One reads the one row of a query that is asked for many records; ok is false
	// if there is none.
	One(ctx context.Context, query string, args []any, to ...any) (ok bool, err error)
}

// Tables is the part of a [View] that is the same over every engine that keeps the
// tables of docs/formats/store.md. Its queries are those that all of them understand.
type Tables struct {
	Querier Querier
	Codec   *Codec
	Edition int64             // of the analyses that are shown
	Wrap    func(error) error // says of an error which store it is of; nil of nil
}

// State counts what the store holds.
func (t *Tables) State(ctx context.Context) (State, error) {
	st, err := t.state(ctx)
	return st, t.Wrap(err)
}

func (t *Tables) state(ctx context.Context) (st State, err error) {
	_, err = t.Querier.One(ctx, "SELECT ingest, extract, annotate, knowledge FROM editions WHERE id = $1", []any{t.Edition},
		&st.Revisions.Ingest, &st.Revisions.Extract, &st.Revisions.Annotate, &st.Revisions.Knowledge)
	if err != nil {
		return st, err
	}
	_, err = t.Querier.One(ctx, `SELECT (SELECT count(*) FROM inputs), (SELECT count(*) FROM pages),
		(SELECT count(*) FROM (SELECT DISTINCT article FROM analyses WHERE edition = $1 AND article != '') a),
		(SELECT count(*) FROM analyses WHERE edition = $1 AND failed IS NOT NULL), (SELECT count(*) FROM removed_articles)`, []any{t.Edition},
		&st.Inputs, &st.Pages, &st.Articles, &st.Quarantined, &st.Removed)
	if err != nil {
		return st, err
	}
	return st, t.stamp(ctx, &st)
}

// Stamp returns when the store was changed last.
func (t *Tables) Stamp(ctx context.Context) (State, error) {
	var st State
	err := t.stamp(ctx, &st)
	return st, t.Wrap(err)
}

func (t *Tables) stamp(ctx context.Context, st *State) error {
	var derived string
	_, err := t.Querier.One(ctx, "SELECT value FROM meta WHERE key = $1", []any{"derived"}, &derived)
	st.Derived = derived
	for key, to := range map[string]*int64{"change": &st.Change, "derived_at": &st.DerivedAt} {
		if err == nil {
			_, err = t.Querier.One(ctx, "SELECT CAST(value AS bigint) FROM meta WHERE key = $1", []any{key}, to)
		}
	}
	return err
}

// Listed gives all readings with the numbers of their pages.
func (t *Tables) Listed(ctx context.Context, yield func(Reading, int64) error) (int64, error) {
	return t.Edition, t.Wrap(t.Querier.Each(ctx, `SELECT r.input, r.ordinal, coalesce(r.name, i.name), r.line, r.page
		FROM readings r JOIN inputs i ON i.id = r.input ORDER BY r.input, r.ordinal`, nil, func(scan func(...any) error) error {
		var r Reading
		var name []byte
		var page int64
		if err := scan(&r.Input, &r.Ordinal, &name, &r.At.Line, &page); err != nil {
			return err
		}
		r.At.Name = string(name)
		return yield(r, page)
	}))
}

// PageKey returns the key of a page by its number.
func (t *Tables) PageKey(ctx context.Context, page int64) (k Key, err error) {
	var key []byte
	ok, err := t.Querier.One(ctx, "SELECT key FROM pages WHERE id = $1", []any{page}, &key)
	if err == nil && !ok {
		err = fmt.Errorf("there is no page %d", page)
	}
	copy(k[:], key)
	return k, t.Wrap(err)
}

// Derived returns all derived records.
func (t *Tables) Derived(ctx context.Context) (*news.Record, error) {
	g := NewGatherer(t.Codec)
	err := t.Querier.Each(ctx, "SELECT kind, key, body FROM derived WHERE kind != $1 ORDER BY kind, key", []any{ComparedKind}, func(scan func(...any) error) error {
		var kind Kind
		var key string
		var body sql.RawBytes
		if err := scan(&kind, &key, &body); err != nil {
			return err
		}
		return g.Add(kind, key, body)
	})
	if err != nil {
		return nil, t.Wrap(err)
	}
	rec, err := g.Record()
	return rec, t.Wrap(err)
}

// Record reads one derived record.
func (t *Tables) Record(ctx context.Context, k Kind, key string, to any) (bool, error) {
	var body []byte
	ok, err := t.Querier.One(ctx, "SELECT body FROM derived WHERE kind = $1 AND key = $2", []any{k, key}, &body)
	if ok {
		err = t.Codec.Unpack(body, to)
	}
	return ok && err == nil, t.Wrap(err)
}

// Sum returns the checksum of a derived record.
func (t *Tables) Sum(ctx context.Context, k Kind, key string) (sum int64, ok bool, err error) {
	ok, err = t.Querier.One(ctx, "SELECT sum FROM derived WHERE kind = $1 AND key = $2", []any{k, key}, &sum)
	return sum, ok, t.Wrap(err)
}

// Sums gives the keys and checksums of the derived records of one kind.
func (t *Tables) Sums(ctx context.Context, k Kind, visit func(key string, sum int64) error) error {
	return t.Wrap(t.Querier.Each(ctx, "SELECT key, sum FROM derived WHERE kind = $1 ORDER BY key", []any{k}, func(scan func(...any) error) error {
		var key string
		var sum int64
		if err := scan(&key, &sum); err != nil {
			return err
		}
		return visit(key, sum)
	}))
}

// Scan gives the derived records of one kind.
func (t *Tables) Scan(ctx context.Context, k Kind, visit func(key string, sum int64, read func(to any) error) error) error {
	return t.Wrap(t.Querier.Each(ctx, "SELECT key, sum, body FROM derived WHERE kind = $1 ORDER BY key", []any{k}, func(scan func(...any) error) error {
		var key string
		var sum int64
		var body sql.RawBytes
		if err := scan(&key, &sum, &body); err != nil {
			return err
		}
		return visit(key, sum, func(to any) error { return t.Codec.Unpack(body, to) })
	}))
}

// Dated gives the articles with their dates.
func (t *Tables) Dated(ctx context.Context, visit func(article string, first *int64, mark int64) error) error {
	return t.Wrap(t.Querier.Each(ctx, `SELECT article, min(first), max(id) * 1024 + count(*) FROM analyses
		WHERE edition = $1 AND article != '' GROUP BY article ORDER BY article`, []any{t.Edition}, func(scan func(...any) error) error {
		var article string
		var first *int64
		var mark int64
		if err := scan(&article, &first, &mark); err != nil {
			return err
		}
		return visit(article, first, mark)
	}))
}

// Removed returns the articles that are to stay out.
func (t *Tables) Removed(ctx context.Context) (list []string, err error) {
	err = t.Querier.Each(ctx, "SELECT article FROM removed_articles ORDER BY article", nil, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		list = append(list, id)
		return err
	})
	return list, t.Wrap(err)
}

// Story returns one story, or the one that has become of it.
func (t *Tables) Story(ctx context.Context, id string) (s news.Story, ok bool, err error) {
	if ok, err = t.Record(ctx, StoryKind, id, &s); ok || err != nil {
		return s, ok, err
	}
	var now string
	if ok, err = t.Querier.One(ctx, "SELECT now FROM forwards WHERE story = $1", []any{id}, &now); !ok || err != nil {
		return s, false, t.Wrap(err)
	}
	ok, err = t.Record(ctx, StoryKind, now, &s)
	return s, ok, err
}

// Thread returns one thread.
func (t *Tables) Thread(ctx context.Context, id string) (th news.Thread, ok bool, err error) {
	ok, err = t.Record(ctx, ThreadKind, id, &th)
	return th, ok, err
}

// CheckDerived holds every derived record to its checksum and unpacks it. It
// returns the ids of the articles that they speak of.
func (t *Tables) CheckDerived(ctx context.Context, report func(string)) ([]string, error) {
	err := t.Querier.Each(ctx, "SELECT kind, key, sum, body FROM derived", nil, func(scan func(...any) error) error {
		var at DerivedKey
		var sum int64
		var body sql.RawBytes
		if err := scan(&at.Kind, &at.Key, &sum, &body); err != nil {
			return err
		}
		if SumOf(body) != sum {
			report(fmt.Sprintf("the derived record %d %s is not the one that was kept", at.Kind, at.Key))
		}
		if at.Kind == ComparedKind { // the others are unpacked below
			if err := t.Codec.Unpack(body, new(Compared)); err != nil {
				report(fmt.Sprintf("what is kept of comparing the story %s: %v", at.Key, err))
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	rec, err := t.Derived(ctx)
	if err != nil {
		return nil, err
	}
	return ArticlesOf(rec), nil
}

// CheckVersion returns an error if this program, which knows the format want, cannot
// open a store of the format have; readOnly says that it may not be brought up to date.
func CheckVersion(have, want int64, readOnly bool) error {
	switch {
	case have > want:
		return fmt.Errorf("%w: its format is version %d, this program knows %d; take a newer program", ErrNewer, have, want)
	case have < want && readOnly:
		return fmt.Errorf("%w, and its format is version %d and must be brought up to %d", ErrReadOnly, have, want)
	}
	return nil
}

// InStore names the store in an error that plain has put in words. An end that the
// caller asked for is none of the store's.
func InStore(name string, err error, plain func(error) error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%s: %w", name, plain(err))
}
