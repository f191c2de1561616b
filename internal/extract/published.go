package extract

import (
	"strings"
	"time"

	"github.com/markusmobius/go-htmldate"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	dps "github.com/markusmobius/go-dateparser"

	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
)

// The years that a page can be from: the web's first, and the last that
// go-htmldate's patterns know. They are fixed, for the day of reading must not
// change what is read.
var (
	earliest = time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2039, 12, 31, 23, 59, 59, 0, time.UTC)
)

// Published returns the date of publication of the HTML page p and what it
// rests on, without looking for an article. It reads what the page says, not
// p.Stated, but for the address.
func (x *Extractor) Published(p news.Page) news.Date {
	doc, err := parseHTML(p.Body)
	if err != nil {
		return news.NoDate("the page could not be read")
	}
	d := readDates(doc, readMeta(doc), p.Stated.URL).published[0]
	d.Span = news.Span{}
	return d
}

// searched returns the date that go-htmldate finds, in the address, other tags
// or the text.
func searched(doc *html.Node, meta *pageMeta, address string) news.Date {
	if !meta.searchable() {
		return news.NoDate("no tag of the page says when; it is too large to search")
	}
	return searchDate(doc, meta.language, address)
}

// firstStamp returns the first of stamps that is a whole day within the years
// of the web.
func firstStamp(stamps []stamp) (news.Date, bool) {
	best := news.Date{}
	for _, s := range stamps {
		words := oneLine(s.words)
		d, ok := dates.Parse(words, news.OrderUnknown)
		if !ok {
			continue
		}
		if day, ok := d.Day(); !ok || !plausible(day) {
			continue
		}
		d.Basis, d.Words, d.Span, d.Reason = news.BasisMetadata, words, news.Span{}, s.tag
		if !best.Known() {
			best = d
		} else if sameInstant(best.Value, d.Value) {
			return d, true
		}
	}
	return best, best.Known()
}

// sameInstant reports whether a, in UTC, and b, in another zone, are the same
// time: b then tells the day where it was written.
func sameInstant(a, b string) bool {
	if _, utc := utcClock(a); !utc {
		return false
	}
	if _, utc := utcClock(b); utc {
		return false
	}
	const layout = "2006-01-02T15:04Z07:00"
	x, err1 := time.Parse(layout, a)
	y, err2 := time.Parse(layout, b)
	return err1 == nil && err2 == nil && x.Equal(y)
}

func plausible(day int) bool {
	return day >= news.DayNumber(earliest.Year(), 1, 1) && day <= news.DayNumber(latest.Year(), 12, 31)
}

// foundInMarkup is the reason of a date that go-htmldate found.
const foundInMarkup = "found in the page's markup"

// searchDate asks go-htmldate.
func searchDate(doc *html.Node, language, address string) (d news.Date) {
	defer func() {
		if recover() != nil {
			d = news.NoDate("the search for a date failed")
		}
	}()
	dropUnixTimes(doc)
	res, err := htmldate.FromDocument(doc, htmldate.Options{
		UseOriginalDate:  true,
		URL:              address,
		MinDate:          earliest,
		MaxDate:          latest,
		DateParserConfig: &dps.Configuration{CurrentTime: earliest, PreferredDateSource: dps.Past, StrictParsing: true},
	})
	if err != nil || res.IsZero() {
		return news.NoDate("no date was found on the page")
	}
	words := oneLine(res.SrcString)
	if !namesDay(words, res.DateTime) {
		return news.NoDate("the page names a year or month at most: " + cutShort(words, 60))
	}
	if ambiguous(words, res.DateTime) {
		switch orderOf(language) {
		case news.OrderUnknown:
			return news.NoDate("day and month cannot be told apart: " + cutShort(words, 60))
		case news.OrderMDY:
			res.DateTime = time.Date(res.DateTime.Year(), time.Month(res.DateTime.Day()), int(res.DateTime.Month()), 0, 0, 0, 0, time.UTC)
		}
	}
	d = news.Date{
		Value:     res.DateTime.Format(time.DateOnly),
		Precision: news.PrecisionDay,
		Basis:     news.BasisInferred,
		Words:     words,
		Reason:    foundInMarkup,
	}
	if len(d.Words) > 200 {
		d.Words = ""
	}
	switch {
	case strings.Contains(d.Words, "://"):
		d.Reason = "from an address on the page"
		if d.Words == address || strings.Contains(d.Words, address) && address != "" {
			d.Reason = "from the page's address"
		}
	default:
		// With its time, if the words have one.
		if finer, ok := dates.Parse(words, orderOf(language)); ok && finer.Precision == news.PrecisionMinute {
			if day, ok := finer.Day(); ok && news.DayValue(day) == d.Value {
				d.Value, d.Precision = finer.Value, finer.Precision
			}
		}
	}
	return d
}

// orderOf returns the order of day and month that a page in language uses: in
// English only where its region is named, for the two halves of the English
// world differ.
func orderOf(language string) news.DateOrder {
	base, region, _ := strings.Cut(language, "-")
	switch {
	case base == "":
		return news.OrderUnknown
	case base != "en":
		return news.OrderDMY
	case region == "US":
		return news.OrderMDY
	case region != "":
		return news.OrderDMY
	}
	return news.OrderUnknown
}

// cutShort returns at most n bytes of s before any markup, cut between
// characters.
func cutShort(s string, n int) string {
	s, _, _ = strings.Cut(s, "<")
	s = strings.TrimSpace(s)
	if len(s) <= n {
		return s
	}
	return cutText(s, n) + " …"
}

// dropUnixTimes removes attributes that go-htmldate would read as days in the
// machine's own zone.
func dropUnixTimes(doc *html.Node) {
	walk(doc, func(n *html.Node) bool {
		if n.DataAtom == atom.Abbr {
			kept := n.Attr[:0]
			for _, a := range n.Attr {
				if a.Key != "data-utime" {
					kept = append(kept, a)
				}
			}
			n.Attr = kept
		}
		return true
	})
}
