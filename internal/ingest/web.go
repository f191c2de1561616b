package ingest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"mime"
	"net/url"
	"strings"

	"github.com/mmcdole/gofeed"

	"github.com/twosource/twosource/internal/news"
)

// A Fetched is the answer to a request for an address.
type Fetched struct {
	URL   string // that answered, behind all redirects
	Media string // the answer's content type, with its parameters
	Body  []byte
	At    string // when it was fetched, RFC 3339
}

// errNoFetch is why an address is not read where there is no [Options.Fetch].
var errNoFetch = errors.New("addresses are not fetched here; save the page as HTML and give the file")

// Bounds on what one input may have fetched, ours: a desk's list of feeds has
// hundreds, a news sitemap a thousand (sitemaps.org allows 50,000).
const (
	maxAddresses = 5000
	atOnce       = 8 // requests under way
)

// web reads an address that is an input.
func (j *job) web(address string) {
	f, err := j.get(address)
	if err != nil {
		if j.stopped == nil {
			j.fail(address, 0, "%s", fetchMessage(address, err))
		}
		return
	}
	j.reader.bytes.Add(int64(len(f.Body)))
	sum := sha256.Sum256(f.Body)
	j.answer(address, 0, f, true)
	j.res.File.SHA256 = hex.EncodeToString(sum[:])
}

// get fetches an address. With an error, j.stopped is set if ctx ended.
func (j *job) get(address string) (Fetched, error) {
	if j.reader.opts.Fetch == nil {
		return Fetched{}, errNoFetch
	}
	f, err := j.reader.opts.Fetch(j.ctx, address)
	if err != nil && j.ctx.Err() != nil {
		j.stopped = j.ctx.Err()
	}
	return f, err
}

// fetchMessage is why an address could not be fetched, without the address
// itself, which stands before it.
func fetchMessage(address string, err error) string {
	return strings.TrimPrefix(err.Error(), address+": ")
}

// answer reads what was fetched. A list is followed if deep; what a list leads
// to is not.
func (j *job) answer(name string, line int, f Fetched, deep bool) {
	if int64(len(f.Body)) > int64(j.lim.Page) {
		j.fail(name, line, "larger than %s, too large for one article", size(int64(j.lim.Page)))
		return
	}
	j.fetched = f.At
	defer func() { j.fetched = "" }()
	head := f.Body[:min(len(f.Body), sniffSize)]
	if len(head) == 0 {
		j.fail(name, line, "the answer is empty")
		return
	}
	s := sniff(nameOf(f.URL), head, len(head) == len(f.Body), &j.reader.cols)
	_, params, _ := mime.ParseMediaType(f.Media)
	at := news.Input{Name: name, Line: line}
	switch {
	case s.kind == kindFeed && deep:
		j.webFeed(name, params["charset"], f.Body)
	case s.kind == kindList && deep:
		j.list(name, f.Body)
	case s.kind == kindAddresses && deep:
		j.addresses(name, decode(f.Body, params["charset"]).text)
	case s.kind == kindJSON && deep:
		j.stream(name, borrow(bytes.NewReader(f.Body)))
	case s.kind == kindRefused:
		j.fail(name, line, "%s", s.why)
	case s.kind == kindHTML, s.kind == kindText, s.kind == kindMarkdown:
		j.webPage(at, s.kind, params["charset"], f)
	default:
		j.fail(name, line, "no page, but a list or an archive; give its address itself")
	}
}

// webPage gives a page that was fetched.
func (j *job) webPage(at news.Input, k kind, charset string, f Fetched) {
	if charset == "" && k == kindHTML {
		charset = declaredIn(f.Body)
	}
	d := decode(f.Body, charset)
	switch {
	case strings.TrimSpace(d.text) == "":
		j.fail(at.Name, at.Line, "the answer holds nothing but white space")
		return
	case !d.isText():
		j.fail(at.Name, at.Line, "the answer is no text")
		return
	}
	p := news.Page{Input: at, Media: news.PlainText, Body: d.text, Stated: news.Stated{URL: f.URL}}
	if k == kindHTML {
		p.Media = news.HTML
		if j.liveBlog(p) {
			return
		}
	}
	j.page(p)
}

// nameOf is the file's name that an address ends in, for its kind.
func nameOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Path
}

// addresses reads a list of addresses, one a line.
func (j *job) addresses(name, text string) {
	var list []string
	var lines []int
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line = strings.TrimSpace(line); isAddress(line) {
			list, lines = append(list, line), append(lines, n)
		}
	}
	if j.reader.opts.Fetch == nil {
		j.fail(name, 0, "a list of %s; %s", count(len(list), "address", "addresses"), errNoFetch)
		return
	}
	j.fetchEach(name, list, func(i int, f Fetched, err error) {
		if err != nil {
			j.fail(list[i], 0, "%s", fetchMessage(list[i], err))
			return
		}
		j.answer(list[i], 0, f, false)
	})
}

// fetchEach fetches addresses, several at once, and gives the answers in their
// order. It ends early when reading is to stop.
func (j *job) fetchEach(name string, list []string, do func(i int, f Fetched, err error)) {
	if len(list) > maxAddresses {
		j.stop(name, 0, "lists %s; only the first %s are fetched", count(len(list), "address", "addresses"), grouped(maxAddresses))
		list = list[:maxAddresses]
	}
	type result struct {
		f   Fetched
		err error
	}
	ctx, cancel := context.WithCancel(j.ctx)
	defer cancel()
	results := make([]chan result, len(list))
	start := func(i int) {
		results[i] = make(chan result, 1)
		go func(ch chan<- result) {
			f, err := j.reader.opts.Fetch(ctx, list[i])
			ch <- result{f, err}
		}(results[i])
	}
	for i := range min(atOnce, len(list)) {
		start(i)
	}
	for i := range list {
		r := <-results[i]
		results[i] = nil
		if next := i + atOnce; next < len(list) {
			start(next)
		}
		if j.stopped = j.ctx.Err(); j.stopped != nil {
			return
		}
		j.reader.bytes.Add(int64(len(r.f.Body)))
		do(i, r.f, r.err)
		if j.stopped != nil {
			return
		}
	}
}

// wholeEntry is the length of an entry's text, in bytes, from which it is taken
// to be its whole article. Ours: summaries of the sample feeds are below 1,000.
const wholeEntry = 2000

// webFeed gives the entries of a feed that was fetched. Behind an entry that
// holds a summary alone its page is fetched; where that fails the summary stays,
// with a notice.
func (j *job) webFeed(name, charset string, b []byte) {
	d := decode(b, cmp.Or(charset, declaredIn(b)))
	if !j.decodedAs(name, &d) {
		return
	}
	f, err := parseFeed(d.text)
	if err != nil {
		j.fail(name, 0, "a feed (RSS or Atom) that is damaged: %s", oneLine(cleanName(err.Error())))
		return
	}
	var pages []news.Page
	var links []string
	var behind []int // the page of each link
	passed := 0
	for i, item := range f.Items {
		if item == nil {
			continue
		}
		p := entryPage(f, i)
		if known := j.reader.opts.Known; known != nil && known(p.Stated.URL, p.Stated.SourceID) {
			passed++
			continue
		}
		p.Input = news.Input{Name: name, Line: i + 1}
		if link := p.Stated.URL; isAddress(link) && len(p.Body) < wholeEntry {
			links, behind = append(links, link), append(behind, len(pages))
		}
		pages = append(pages, p)
	}
	if len(pages) == 0 {
		if passed == 0 {
			j.fail(name, 0, "a feed without entries")
		}
		return
	}
	j.behindEntries(name, pages, links, behind)
}

// behindEntries gives the entries' pages in order, those that have a link with
// what was fetched from it.
func (j *job) behindEntries(name string, pages []news.Page, links []string, behind []int) {
	next, summaries := 0, 0
	give := func(until int) {
		for ; next < until && j.stopped == nil; next++ {
			if strings.TrimSpace(pages[next].Body) != "" {
				j.page(pages[next])
			}
		}
	}
	j.fetchEach(name, links, func(i int, f Fetched, err error) {
		p := &pages[behind[i]]
		if err == nil && fullText(p, f) {
			j.fetched = f.At
			give(behind[i])
			j.fetched = ""
			p.Stated.Fetched = f.At
		} else {
			summaries++
			if missed := j.reader.opts.Missed; missed != nil {
				missed(p.Stated.URL, p.Stated.SourceID)
			}
			if strings.TrimSpace(p.Body) == "" && err != nil {
				j.fail(links[i], 0, "%s", fetchMessage(links[i], err))
			}
		}
		give(behind[i] + 1)
	})
	give(len(pages))
	if summaries > 0 && j.stopped == nil {
		j.notice("summary-only", "%s: the page behind %s could not be had, so only what the feed holds is read",
			name, count(summaries, "entry", "entries"))
	}
}

// fullText puts the page that was fetched in the place of an entry's summary. It
// reports false if what was fetched is no page.
func fullText(p *news.Page, f Fetched) bool {
	head := f.Body[:min(len(f.Body), sniffSize)]
	if len(head) == 0 || sniff(nameOf(f.URL), head, len(head) == len(f.Body), new(columns)).kind != kindHTML {
		return false
	}
	_, params, _ := mime.ParseMediaType(f.Media)
	d := decode(f.Body, cmp.Or(params["charset"], declaredIn(f.Body)))
	if strings.TrimSpace(d.text) == "" || !d.isText() {
		return false
	}
	p.Media, p.Body, p.Stated.URL = news.HTML, d.text, f.URL
	return true
}

// list reads an OPML file or a sitemap: addresses of feeds or of pages.
func (j *job) list(name string, b []byte) {
	addresses, err := listed(decode(b, declaredIn(b)).text)
	switch {
	case err != nil:
		j.fail(name, 0, "a list in XML that is damaged: %s", oneLine(cleanName(err.Error())))
		return
	case len(addresses) == 0:
		j.fail(name, 0, "a list (OPML or sitemap) that names no address")
		return
	case j.reader.opts.Fetch == nil:
		j.fail(name, 0, "a list (OPML or sitemap) of %s; %s", count(len(addresses), "address", "addresses"), errNoFetch)
		return
	}
	j.fetchEach(name, addresses, func(i int, f Fetched, err error) {
		if err != nil {
			j.fail(addresses[i], 0, "%s", fetchMessage(addresses[i], err))
			return
		}
		s := sniff(nameOf(f.URL), f.Body[:min(len(f.Body), sniffSize)], len(f.Body) <= sniffSize, &j.reader.cols)
		j.answer(addresses[i], 0, f, s.kind == kindFeed || s.kind == kindJSON)
	})
}

// listed returns the addresses of an OPML file or sitemap, in their order, none
// twice.
//
// Source: opml.org/spec2.opml; sitemaps.org/protocol.html.
func listed(s string) ([]string, error) {
	d := xml.NewDecoder(strings.NewReader(s))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	var out []string
	seen := map[string]bool{}
	add := func(a string) {
		if a = strings.TrimSpace(a); isAddress(a) && !seen[a] {
			seen[a] = true
			out = append(out, a)
		}
	}
	loc := false
	for len(out) <= maxAddresses {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			if len(out) > 0 {
				return out, nil // what stands before the damage
			}
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			loc = t.Name.Local == "loc"
			for _, a := range t.Attr {
				if t.Name.Local == "outline" && strings.EqualFold(a.Name.Local, "xmlUrl") {
					add(a.Value)
				}
			}
		case xml.CharData:
			if loc {
				add(string(t))
			}
		case xml.EndElement:
			loc = false
		}
	}
	return out, nil
}

// entryPage makes a page of entry i of a feed.
func entryPage(f *gofeed.Feed, i int) news.Page {
	p := entry(f, f.Items[i])
	if undatedEntry(f, i) {
		p.Stated.Published = "" // the parser puts the day of the last change there
	}
	return p
}
