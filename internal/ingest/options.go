package ingest

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// Options says how inputs are to be read. Its zero value is usable.
type Options struct {
	// Columns names other people's columns: the key is ours ("text"), the value
	// theirs ("article_content"). See [ParseMap].
	Columns map[string]string
	// DateOrder is handed on in every [news.Stated].
	DateOrder news.DateOrder
	Limits    Limits
	Stdin     io.Reader // what "-" reads; nil is os.Stdin
	// Fetch gets an address, for inputs that are addresses or lists of them; it
	// is called from several goroutines. Nil leaves addresses unread, with an
	// error each. An error's text may begin with the address.
	Fetch func(ctx context.Context, address string) (Fetched, error)
	// Known reports whether an entry of a fetched feed, by its link and its own
	// id, was read before: it is passed over, and nothing is fetched for it. Nil
	// knows none.
	Known func(link, id string) bool
	// Missed is told of each entry of a fetched feed whose page could not be had.
	// Nil is not told.
	Missed func(link, id string)
}

// Limits bounds what one input may cost. A field that is zero has the default
// that its comment gives. All defaults are ours: far above any real article,
// far below what would hurt a laptop.
type Limits struct {
	Record  int   // bytes of one line, row or list element, and of one line of a plain text; 16 MB
	Page    int   // bytes of one page, text or feed; 64 MB
	Archive int64 // bytes of a ZIP that is not a file on disk (standard input, inside gzip); 256 MB
	Members int   // files in a ZIP; 100,000
	Ratio   int64 // unpacked bytes per packed byte, once 64 MB are unpacked; 200
	Errors  int   // lines of one input that are named as broken; what is more is counted; 20
}

// bombFloor is how much may be unpacked before [Limits.Ratio] counts: real text
// packs 3 to 10 times, and a small file of spaces harms nobody.
const bombFloor = 64e6

func (l Limits) orDefault() Limits {
	return Limits{
		Record:  cmp.Or(l.Record, 16e6),
		Page:    cmp.Or(l.Page, 64e6),
		Archive: cmp.Or(l.Archive, 256e6),
		Members: cmp.Or(l.Members, 100_000),
		Ratio:   cmp.Or(l.Ratio, 200),
		Errors:  cmp.Or(l.Errors, 20),
	}
}

// ParseMap reads the value of --map, "text=article_content,title=headline", as
// [Options.Columns]. The error names the first part that is not target=column,
// that has an unknown target, or that repeats one.
func ParseMap(s string) (map[string]string, error) {
	m := map[string]string{}
	for part := range strings.SplitSeq(s, ",") {
		ours, theirs, ok := strings.Cut(part, "=")
		ours, theirs = strings.ToLower(strings.TrimSpace(ours)), strings.TrimSpace(theirs)
		if !ok || ours == "" || theirs == "" {
			return nil, fmt.Errorf("%q is not target=column, as in text=article_content", part)
		}
		if _, known := knownColumns[ours]; !known {
			return nil, fmt.Errorf("%q is no target: use id, url, title, outlet, published, updated, author, language, text or html", ours)
		}
		if _, twice := m[ours]; twice {
			return nil, fmt.Errorf("%q is given twice", ours)
		}
		m[ours] = theirs
	}
	return m, nil
}

func (o Options) stdin() io.Reader {
	if o.Stdin == nil {
		return os.Stdin
	}
	return o.Stdin
}
