package store

import (
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// What follows is shared by adapters that keep what is packed in the rows of tables.

// A Row is what an adapter reads of one reading: where it is, and its analysis and
// page as they are packed.
type Row struct {
	Reading        Reading // Key and the name of At are in the two fields that follow, until it is unpacked
	Key, Name      []byte
	Failed         *string // the stage, if the page is in quarantine
	Revision       *int64
	Message        []byte
	Analysis, Page []byte // packed; Page may be nil if neither Body nor the caller needs it
	// Body is where the body of the page belongs in the article's text, from which it
	// was left out; nil if it was not.
	Body *int64
}

// Item returns the page of a row, if it was read, with that part of its analysis.
// Errors are those of [Codec.Unpack].
func (r *Row) Item(c *Codec, part Part) (*Item, error) {
	copy(r.Reading.Key[:], r.Key)
	if r.Name != nil {
		r.Reading.At.Name = string(r.Name)
	}
	it := new(Item)
	if r.Page != nil {
		var err error
		if it, err = c.UnpackPage(r.Reading.Key, r.Page); err != nil {
			return nil, err
		}
	}
	if r.Failed != nil {
		it.Failure = Failure{Stage: *r.Failed, Message: string(r.Message)}
		if r.Revision != nil {
			it.Failure.Revision = int(*r.Revision)
		}
		return it, nil
	}
	if err := c.UnpackPart(r.Analysis, part, &it.Analysis); err != nil {
		return nil, err
	}
	if part&ArticlePart == 0 {
		return it, nil
	}
	it.Article.Input = r.Reading.At
	if r.Body != nil {
		return it, whole(&it.Article, int(*r.Body), it.Page.Body)
	}
	return it, nil
}

// UnpackPage returns a packed page with nothing of its analysis. Errors are those of
// [Codec.Unpack].
func (c *Codec) UnpackPage(k Key, packed []byte) (*Item, error) {
	var p PackedPage
	if err := c.Unpack(packed, &p); err != nil {
		return nil, err
	}
	return &Item{Key: k, Page: p.Page, AsOf: p.AsOf}, nil
}

// UnpackAccount reads the packed account of an input into it; one that is nil leaves
// it as it is. Errors are those of [Codec.Unpack].
func (c *Codec) UnpackAccount(packed []byte, in *Input) error {
	if packed == nil {
		return nil
	}
	var a Account
	err := c.Unpack(packed, &a)
	in.File.Errors, in.Notices = a.Errors, a.Notices
	return err
}

// Rows are the rows that a query of a database gives.
type Rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
}

// EachItem scans rows into what dest names of each, unpacks that part of their
// analyses, several at once, and gives them to yield in their order, one after the
// other. Rows is used by another goroutine meanwhile, and by none when EachItem
// returns yield's error, or one of reading as wrap gives it.
func (c *Codec) EachItem(rows Rows, part Part, dest func(*Row) []any, wrap func(error) error, yield func(Reading, *Item) error) error {
	type result struct {
		row  *Row
		item *Item
		err  error
	}
	queue := make(chan chan result, 2*runtime.GOMAXPROCS(0))
	stop := make(chan struct{})
	var scanned error
	go func() {
		defer close(queue)
		for rows.Next() {
			r := new(Row)
			if scanned = rows.Scan(dest(r)...); scanned != nil {
				return
			}
			out := make(chan result, 1)
			select {
			case queue <- out:
			case <-stop:
				return
			}
			go func() {
				item, err := r.Item(c, part)
				out <- result{r, item, err}
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
		if failed = wrap(r.err); failed == nil {
			failed = yield(r.row.Reading, r.item)
		}
		if failed != nil {
			close(stop)
		}
	}
	if failed != nil {
		return failed
	}
	return wrap(scanned)
}

// Bodiless returns the text of an article without the body of its page, and where in
// the text that belongs, if the text holds the whole of it; else the text and -1. A
// body that is short is left where it is.
func Bodiless(text, page string) (rest string, body int) {
	words := strings.TrimSpace(page)
	if len(words) < leastShared {
		return text, -1
	}
	at := strings.Index(text, words)
	if at < 0 {
		return text, -1
	}
	return text[:at] + text[at+len(words):], at
}

// leastShared is how long a page must be for its article to be kept without it.
// Ours.
const leastShared = 100

// whole puts the body of its page back into an article.
func whole(a *news.Article, body int, page string) error {
	if body < 0 || body > len(a.Text) {
		return ErrDamaged
	}
	a.Text = a.Text[:body] + strings.TrimSpace(page) + a.Text[body:]
	return nil
}

// Check unpacks a row that is kept as the analysis of an article, holds the page to
// its key and spans to their texts, and returns what it holds. The error is of
// [Row.Item], or says in words for the user what is wrong.
func (r *Row) Check(c *Codec, article string) (*Item, error) {
	it, err := r.Item(c, WholePart)
	switch {
	case err != nil:
		return nil, err
	case KeyOf(&it.Page, it.AsOf) != it.Key:
		return nil, errors.New("it is not the page that was kept")
	case r.Failed != nil:
		return it, nil
	case it.Article.ID != article:
		return nil, fmt.Errorf("its analysis is of %s", it.Article.ID)
	}
	return it, CheckSpans(&it.Analysis)
}
