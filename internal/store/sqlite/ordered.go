package sqlite

import (
	"database/sql"
	"runtime"

	"github.com/twosource/twosource/internal/store"
)

// ordered unpacks rows, several at once, and gives them to yield in their order,
// one after the other.
func (v *view) ordered(rows *sql.Rows, unpack func(*row, *store.Codec) (*store.Item, error), yield func(store.Reading, *store.Item) error) error {
	type result struct {
		*row
		item *store.Item
		err  error
	}
	queue := make(chan chan result, 2*runtime.GOMAXPROCS(0))
	stop := make(chan struct{})
	var scanned error
	go func() {
		defer close(queue)
		for rows.Next() {
			w := new(row)
			if scanned = rows.Scan(w.dest()...); scanned != nil {
				return
			}
			out := make(chan result, 1)
			select {
			case queue <- out:
			case <-stop:
				return
			}
			go func() {
				item, err := unpack(w, v.s.codec)
				out <- result{w, item, err}
			}()
		}
		scanned = rows.Err()
	}()
	var failed error
	for out := range queue {
		if failed != nil {
			continue
		}
		r := <-out
		if failed = v.s.wrap(r.err); failed == nil {
			failed = yield(r.reading, r.item)
		}
		if failed != nil {
			close(stop)
		}
	}
	if failed != nil {
		return failed
	}
	return v.s.wrap(scanned)
}
