package serve

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"

	"github.com/twosource/twosource/internal/store"
)

// ErrCursor is the error of a cursor that no answer gave, or one of another list.
var ErrCursor = errors.New("the cursor is none of this list: go on with the one that the last page gave, and with the same filters, or begin without one")

// A Filter says which entries of a list are wanted. Its zero value is all.
type Filter struct {
	Story   string
	Label   string // [Entry.Label]
	Who     string // [Entry.Who]
	Since   *int64 // minute since 1970; what begins before it, and what is undated, is left out
	Until   *int64 // what begins at it or later, and what is undated, is left out
	Origins int    // at least
	Newest  bool   // the newest first, not by id
}

func (f *Filter) wants(e *Entry) bool {
	return (f.Story == "" || e.Story == f.Story) && (f.Label == "" || e.Label == f.Label) && (f.Who == "" || e.Who == f.Who) &&
		e.Origins >= f.Origins && f.inTime(e.First)
}

func (f *Filter) inTime(first int64) bool {
	return (f.Since == nil || first != NoDate && first >= *f.Since) && (f.Until == nil || first != NoDate && first < *f.Until)
}

// fingerprint tells filters apart.
func (f *Filter) fingerprint(k store.Kind) uint32 {
	s := fmt.Sprintf("%d %q %q %q %d %t", k, f.Story, f.Label, f.Who, f.Origins, f.Newest)
	for _, p := range []*int64{f.Since, f.Until} {
		if p != nil {
			s += fmt.Sprintf(" %d", *p)
		} else {
			s += " -"
		}
	}
	return crc32.ChecksumIEEE([]byte(s))
}

// A position is the place in a list at which a page ended.
type position struct {
	filter uint32
	first  int64 // of the last entry, where the newest come first
	key    string
}

// Of a cursor: its version, and the longest key.
const (
	cursorVersion = 1
	cursorHead    = 1 + 4 + 8
	longestKey    = 64
)

func (p position) String() string {
	b := []byte{cursorVersion}
	b = binary.BigEndian.AppendUint32(b, p.filter)
	b = binary.BigEndian.AppendUint64(b, uint64(p.first))
	return base64.RawURLEncoding.EncodeToString(append(b, p.key...))
}

// parsePosition reads a cursor. The error is ErrCursor.
func parsePosition(s string) (position, error) {
	if len(s) > base64.RawURLEncoding.EncodedLen(cursorHead+longestKey) {
		return position{}, ErrCursor
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) < cursorHead || b[0] != cursorVersion {
		return position{}, ErrCursor
	}
	return position{
		filter: binary.BigEndian.Uint32(b[1:]), first: int64(binary.BigEndian.Uint64(b[5:])), key: string(b[cursorHead:]),
	}, nil
}

// Page returns at most limit entries of one kind that f wants, from where cursor
// ended on, or from the start if it is "", and the cursor of the next page, "" if
// there is none. What comes into the list meanwhile moves nothing: each entry that
// is there all the time is given exactly once. The error is [ErrCursor].
func (c *Catalog) Page(k store.Kind, f Filter, cursor string, limit int) (page []Entry, next string, err error) {
	list := c.lists[k]
	var at []int32 // nil is the list itself
	switch {
	case f.Story != "":
		list = c.InStory(k, f.Story)
		if f.Newest {
			slices.SortStableFunc(list, func(x, y Entry) int { return cmp.Compare(y.First, x.First) })
		}
	case f.Newest:
		at = c.inOrder(order{k, byNewest})
	}
	entry := func(i int) *Entry {
		if at != nil {
			return &list[at[i]]
		}
		return &list[i]
	}
	mark := f.fingerprint(k)
	from, err := after(cursor, mark, len(list), func(i int, p position) bool {
		e := entry(i)
		if f.Newest && e.First != p.first {
			return e.First < p.first
		}
		return e.Key > p.key
	})
	if err != nil {
		return nil, "", err
	}
	for i := from; i < len(list); i++ {
		e := entry(i)
		if !f.wants(e) {
			continue
		}
		if len(page) == limit {
			last := page[limit-1]
			return page, position{mark, last.First, last.Key}.String(), nil
		}
		page = append(page, *e)
	}
	return page, "", nil
}

// after returns the first of n places behind a cursor, as behind tells.
func after(cursor string, mark uint32, n int, behind func(i int, p position) bool) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	p, err := parsePosition(cursor)
	if err != nil || p.filter != mark {
		return 0, ErrCursor
	}
	low, high := 0, n
	for low < high {
		if mid := (low + high) / 2; behind(mid, p) {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low, nil
}

// ArticlePage does for articles what [Catalog.Page] does for records; of the
// filter's fields Story, Since, Until and Newest count.
func (c *Catalog) ArticlePage(f Filter, cursor string, limit int) (page []ArticleEntry, next string, err error) {
	list := c.Articles
	if f.Story != "" {
		list = nil
		for _, id := range c.articles[f.Story] {
			if a, ok := c.Article(id); ok {
				list = append(list, a)
			}
		}
	}
	switch {
	case f.Newest && f.Story == "":
		list = c.newest()
	case f.Newest:
		slices.SortStableFunc(list, newerArticle)
	}
	mark := f.fingerprint(0)
	from, err := after(cursor, mark, len(list), func(i int, p position) bool {
		if f.Newest && list[i].First != p.first {
			return list[i].First < p.first
		}
		return list[i].ID > p.key
	})
	if err != nil {
		return nil, "", err
	}
	for i := from; i < len(list); i++ {
		if !f.inTime(list[i].First) {
			continue
		}
		if len(page) == limit {
			last := page[limit-1]
			return page, position{mark, last.First, last.ID}.String(), nil
		}
		page = append(page, list[i])
	}
	return page, "", nil
}

// OffsetCursor returns the cursor of a list that is gone through by number, from
// number n on; asked is what the list is of.
func OffsetCursor(n int, asked string) string {
	return position{crc32.ChecksumIEEE([]byte(asked)), int64(n), ""}.String()
}

// Offset reads what [OffsetCursor] returned for the same list; "" is 0. The error is
// [ErrCursor].
func Offset(cursor, asked string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	p, err := parsePosition(cursor)
	if err != nil || p.filter != crc32.ChecksumIEEE([]byte(asked)) || p.key != "" || p.first < 1 || p.first > MaxHits {
		return 0, ErrCursor
	}
	return int(p.first), nil
}
