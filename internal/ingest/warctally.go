package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A warcTally counts what the records of an archive were that are no pages, and
// what the pages lack, so that one message says each.
type warcTally struct {
	status     counts // answers by status
	kinds      counts // contents by type
	packed     counts // bodies in a packing that is not read, by its name
	revisits   int
	pieces     int   // of segmented records
	headless   int   // answers whose head has no end
	large      int   // contents that are too large for a page
	blank      int   // pages of nothing but white space
	unreadable int   // pages in no encoding that is known
	short      int   // pages of which the archiver kept only a part
	damaged    spots // pages whose packing breaks off
	mojibake   spots // pages with bytes that could not be decoded
	nuls       int
	guesses    int
	guessed    string
	feeds      int // feeds without a text
}

// A spots is a number of records and the first of them.
type spots struct{ n, first int }

func (s *spots) add(record int) {
	if s.n++; s.n == 1 {
		s.first = record
	}
}

// maxCounts bounds the names that are told apart, for a hostile file may make
// them up.
const maxCounts = 200

// A counts counts things by name. Its zero value is ready.
type counts struct {
	by    map[string]int
	total int
	other int // of names beyond the bound
}

func (c *counts) add(name string) {
	if c.by == nil {
		c.by = map[string]int{}
	}
	c.total++
	if _, known := c.by[name]; known || len(c.by) < maxCounts {
		c.by[name]++
		return
	}
	c.other++
}

// String lists the names with their counts, the most first: "302: 7, 404: 2".
func (c *counts) String() string {
	names := make([]string, 0, len(c.by))
	for n := range c.by {
		names = append(names, n)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(c.by[b]-c.by[a], strings.Compare(a, b)) })
	var out []string
	other := c.other
	for i, n := range names {
		if i < 6 {
			out = append(out, n+": "+grouped(c.by[n]))
		} else {
			other += c.by[n]
		}
	}
	if other > 0 {
		out = append(out, "others: "+grouped(other))
	}
	return strings.Join(out, ", ")
}

// decoded adds what decoding the page of a record took.
func (t *warcTally) decoded(d *decoded, record int) {
	if d.replaced > 0 {
		t.mojibake.add(record)
	}
	t.nuls += d.nuls
	if d.guessed != "" {
		t.guesses++
		t.guessed = d.guessed
	}
}

// report turns the tally into messages, one for each thing. Pages and errors say
// whether there were any.
func (w *warcReader) report(pages, errors bool) {
	t := &w.tally
	if !pages && !errors {
		w.fail(w.name, 0, "an archive (WARC) of %s and no page: none is HTML, text or a feed that was answered with status 200", count(w.n, "record", "records"))
	}
	say := func(n int, code, one, many, format string, args ...any) {
		if n > 0 {
			w.notice(code, "%s: %s%s", w.name, count(n, one, many), fmt.Sprintf(format, args...))
		}
	}
	say(t.status.total, "warc-status", "answer", "answers", " skipped whose status is not 200 (%s)", &t.status)
	say(t.revisits, "warc-revisit", "revisit", "revisits", " skipped: the text stands in an older record, perhaps of another file")
	say(t.kinds.total, "warc-kind", "record", "records", " skipped whose content is no page (%s)", &t.kinds)
	say(t.packed.total, "warc-packed", "page", "pages", " skipped, packed in a way that is not read (%s); archive them again without it", &t.packed)
	say(t.large, "warc-large", "record", "records", " skipped, larger than %s", size(int64(w.lim.Page)))
	say(t.pieces, "warc-continuation", "later piece", "later pieces", " of records in segments skipped: their pages end where the first piece does")
	say(t.headless, "warc-damaged", "answer", "answers", " skipped whose HTTP head has no end")
	say(t.unreadable, "warc-damaged", "page", "pages", " skipped, text in no encoding that is known")
	say(t.damaged.n, "warc-damaged", "page", "pages", " read as far as it goes: the packing of the body breaks off (first in record %d)", t.damaged.first)
	say(t.short, "warc-short", "page", "pages", " of which the archiver kept only a part")
	say(t.blank, "empty-text", "page", "pages", " of nothing but white space skipped")
	say(t.feeds, "empty-text", "feed", "feeds", " skipped, damaged or without a text")
	say(t.mojibake.n, "damaged-text", "page", "pages", " with bytes that could not be decoded; each stands as \uFFFD (first in record %d)", t.mojibake.first)
	say(t.guesses, "encoding-guessed", "page", "pages", " not in UTF-8 and without a declared encoding that fits; the last was read as %s", t.guessed)
	say(t.nuls, "nul-characters", "NUL character", "NUL characters", " left out")
}
