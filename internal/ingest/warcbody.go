package ingest

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"mime"
	"net/url"
	"strconv"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"github.com/twosource/twosource/internal/news"
)

// A payload is the content of a record: what an HTTP answer carries, or the
// block itself.
type payload struct {
	media   string // in lower case, without parameters; "" if it is not said
	charset string
	chunked bool
	packed  []string // how it is packed, the last first undone
	status  int      // 200 where there is no HTTP
}

// content reads the content of a record whose block ends at byte stop, and
// gives its page if it is one. The error is that of reading.
func (w *warcReader) content(h warcHead, stop int64) error {
	p := payload{status: 200}
	p.setMedia(h.media)
	// The block's own first bytes count more than the type that the record names.
	if head, err := w.br.Peek(int(min(stop-w.at, maxHead))); hasFold(head, "HTTP/") && h.kind == "response" {
		end := headEnd(head)
		if end < 0 {
			if len(head) < maxHead && w.at+int64(len(head)) < stop {
				return err
			}
			w.tally.headless++
			return nil
		}
		p = answerHead(head[:end])
		if err := w.skip(int64(end)); err != nil {
			return err
		}
	}
	switch {
	case p.status != 200:
		w.tally.status.add(statusName(p.status))
		return nil
	case !ofTheWeb(h.uri):
		w.tally.kinds.add("the archiver's own")
		return nil
	case !mayBePage(p.media, h.uri):
		w.tally.kinds.add(p.media)
		return nil
	case stop-w.at > int64(w.lim.Page):
		w.tally.large++
		return nil
	}
	if err := w.block(stop - w.at); err != nil {
		return err
	}
	if h.truncated {
		w.tally.short++
	}
	if body, ok := w.opened(&p); ok {
		w.give(h, &p, body)
	}
	return nil
}

// keepBlock bounds the memory that is kept from one record for the next.
const keepBlock = 4 << 20

// block reads n bytes into w.buf.
func (w *warcReader) block(n int64) error {
	if cap(w.buf) > keepBlock {
		w.buf = nil
	}
	b := bytes.NewBuffer(w.buf[:0]) // grows as bytes come: the length may be a lie
	k, err := io.CopyN(b, w.br, n)
	w.at += k
	w.buf = b.Bytes()
	return err
}

// answerHead reads the head of an HTTP answer.
func answerHead(b []byte) payload {
	var p payload
	line, _, _ := bytes.Cut(b, []byte("\n"))
	if f := bytes.Fields(line); len(f) > 1 {
		if n, err := strconv.Atoi(string(f[1])); err == nil && n >= 100 && n <= 999 {
			p.status = n
		}
	}
	typed := false
	eachField(b, func(key, value []byte) {
		switch {
		case foldEqual(key, "Content-Type") && !typed:
			typed = true
			p.setMedia(string(value))
		case foldEqual(key, "Transfer-Encoding"):
			p.chunked = p.chunked || strings.Contains(strings.ToLower(string(value)), "chunked")
		case foldEqual(key, "Content-Encoding"):
			for how := range strings.SplitSeq(strings.ToLower(string(value)), ",") {
				if how = strings.TrimSpace(how); how != "" && how != "identity" && len(p.packed) < maxPacked {
					p.packed = append(p.packed, strings.TrimPrefix(how, "x-"))
				}
			}
		}
	})
	return p
}

// maxPacked bounds how often one body is packed.
const maxPacked = 3

func (p *payload) setMedia(s string) {
	media, params, err := mime.ParseMediaType(s)
	if err != nil && media == "" { // damaged: the type stands before the first mark
		media, _, _ = strings.Cut(strings.ToLower(s), ";")
	}
	p.media = headValue([]byte(media))
	if len(p.media) > 60 || strings.Contains(p.media, " ") {
		p.media = ""
	}
	p.charset = params["charset"]
}

func statusName(n int) string {
	if n == 0 {
		return "none"
	}
	return strconv.Itoa(n)
}

// ofTheWeb reports whether a record about uri can be a page: archivers keep
// their logs and look-ups as records under schemes of their own.
func ofTheWeb(uri string) bool {
	scheme, _, ok := strings.Cut(uri, ":")
	switch strings.ToLower(scheme) {
	case "http", "https", "ftp", "file":
		return true
	}
	return !ok
}

// mayBePage reports whether content of a type can be a page. Where the type says
// nothing its bytes decide later. /robots.txt (RFC 9309) is for programs.
func mayBePage(media, uri string) bool {
	switch media {
	case "text/plain":
		u, err := url.Parse(uri)
		return err != nil || !strings.EqualFold(u.Path, "/robots.txt")
	case "", "application/octet-stream", "text/html", "application/xhtml+xml", "text/xml", "application/xml", "application/feed+json":
		return true
	}
	return isFeedType(media)
}

func isFeedType(media string) bool {
	return media == "application/rss+xml" || media == "application/atom+xml" || media == "application/rdf+xml"
}

// opened undoes the packing of the block. Ok is false if nothing can be read of
// it.
func (w *warcReader) opened(p *payload) (body []byte, ok bool) {
	body, damaged := w.buf, false
	if p.chunked {
		body, damaged = dechunk(body)
	}
	for i := len(p.packed) - 1; i >= 0; i-- {
		var err error
		switch body, err = w.inflate(p.packed[i], body); {
		case w.bomb || w.stopped != nil:
			return nil, false
		case errors.Is(err, errTooLong):
			w.tally.large++
			return nil, false
		case errors.Is(err, errors.ErrUnsupported):
			w.tally.packed.add(headValue([]byte(p.packed[i][:min(len(p.packed[i]), 20)])))
			return nil, false
		case err != nil:
			damaged = true
		}
		if i > 0 { // the next unpacks into the same buffer
			body = bytes.Clone(body)
		}
	}
	if damaged {
		w.tally.damaged.add(w.n)
	}
	return body, len(body) > 0
}

// dechunk joins the chunks of a body. Archivers often store a body whole and
// keep the field that says chunked: what does not begin with a chunk comes back
// as it is. Damaged says that the chunks break off; what was read until then
// comes back. The body lies in b.
func dechunk(b []byte) (body []byte, damaged bool) {
	out := b[:0] // a chunk is never longer than what it is read from
	for rest, first := b, true; ; first = false {
		line, after, found := bytes.Cut(rest, []byte("\n"))
		digits, _, _ := bytes.Cut(line, []byte(";"))
		n, err := strconv.ParseUint(string(bytes.TrimSpace(digits[:min(len(digits), 20)])), 16, 32)
		switch {
		case (err != nil || !found) && first:
			return b, false
		case err != nil || !found && n > 0:
			return out, true
		case n == 0:
			return out, false
		case n > uint64(len(after)):
			return append(out, after...), true
		}
		if first && n < uint64(len(after)) && !bytes.HasPrefix(bytes.TrimLeft(after[n:], "\r"), []byte("\n")) {
			return b, false // a text whose first line happens to be a number
		}
		out = append(out, after[:n]...)
		rest = bytes.TrimPrefix(bytes.TrimPrefix(after[n:], []byte("\r")), []byte("\n"))
	}
}

// A spare keeps what is dear to make from one record for the next.
type spare struct {
	gzip *gzip.Reader
	zstd *zstd.Decoder
	body bytes.Buffer
	bomb bool // the bodies unpack to too much: read no further
}

// opener returns a reader of what is packed in r. The error is
// [errors.ErrUnsupported] if that is not known how.
func (s *spare) opener(how string, b []byte, r io.Reader) (io.Reader, error) {
	var err error
	switch how {
	case "gzip":
		if s.gzip == nil {
			s.gzip = new(gzip.Reader)
		}
		return s.gzip, s.gzip.Reset(r)
	case "deflate": // RFC 9110: zlib; many servers leave its frame out
		if len(b) > 1 && b[0]&0x0F == 8 && (int(b[0])<<8|int(b[1]))%31 == 0 {
			return zlib.NewReader(r)
		}
		return flate.NewReader(r), nil
	case "zstd":
		if s.zstd == nil {
			s.zstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(bodyWindow))
			if err != nil {
				return nil, err
			}
		}
		return s.zstd, s.zstd.Reset(r)
	}
	return nil, errors.ErrUnsupported
}

// bodyWindow bounds the memory of one packed body: RFC 9659 allows no more.
const bodyWindow = 8 << 20

// inflate unpacks a body. What is not packed, though its head says so, comes
// back as it is, else a buffer that the next call uses again. With an error what
// was read before it comes back; it is [errTooLong] if that is more than a page
// may have.
func (w *warcReader) inflate(how string, b []byte) ([]byte, error) {
	if p := packing(b); (how == "gzip" || how == "zstd") && p != how {
		return b, nil
	}
	in := &counter{r: bytes.NewReader(b), n: w.in}
	r, err := w.opener(how, b, in)
	if err != nil {
		return nil, err
	}
	u := &unpacker{job: w.job, r: r, in: in, out: w.out, how: how}
	if w.body.Cap() > keepBlock {
		w.body = bytes.Buffer{}
	}
	w.body.Reset()
	n, err := io.Copy(&w.body, io.LimitReader(u, int64(w.lim.Page)+1))
	w.in, w.out = w.in+int64(len(b)), u.out
	w.bomb = w.out > bombFloor && w.out/w.lim.Ratio > w.in || w.overpacked()
	if n > int64(w.lim.Page) {
		return nil, errTooLong
	}
	return w.body.Bytes(), err
}

// give gives the page that body is, if it is one.
func (w *warcReader) give(h warcHead, p *payload, body []byte) {
	kind := w.kindOf(p.media, body)
	inner := w.name + "/" + strconv.Itoa(w.n)
	w.fetched = h.date
	defer func() { w.fetched = "" }()
	switch kind {
	case kindFeed:
		w.feedOf(inner, p.charset, body)
		return
	case kindJSON:
		w.jsonDocument(inner, bufio.NewReader(bytes.NewReader(body)))
		return
	case kindRefused:
		w.tally.kinds.add("called " + cmp.Or(p.media, "nothing"))
		return
	}
	charset := p.charset
	if charset == "" && kind == kindHTML {
		charset = declaredIn(body)
	}
	d := decode(body, charset)
	if strings.TrimSpace(d.text) == "" {
		w.tally.blank++
		return
	}
	if !d.isText() {
		w.tally.unreadable++
		return
	}
	w.tally.decoded(&d, w.n)
	media := news.PlainText
	if kind == kindHTML {
		media = news.HTML
	}
	w.page(news.Page{Input: news.Input{Name: w.name, Line: w.n}, Media: media, Body: d.text, Stated: news.Stated{URL: h.url()}})
}

// feedOf gives the entries of a feed. One that gives none is counted: crawls
// hold many.
func (w *warcReader) feedOf(inner, charset string, body []byte) {
	if charset == "" {
		charset = declaredIn(body)
	}
	d := decode(body, charset)
	if !d.isText() {
		w.tally.unreadable++
		return
	}
	items, blank, err := w.entries(inner, d.text)
	if err != nil || blank == items {
		w.tally.feeds++
	}
	w.tally.decoded(&d, w.n)
}

// kindOf returns what a body is: HTML, plain text, a feed, a JSON feed, or
// refused. Its bytes have more to say than its type.
func (w *warcReader) kindOf(media string, body []byte) kind {
	head := body[:min(len(body), sniffSize)]
	if _, known := sniffBinary(head); known || wideOf(head) == narrow && isBinary(head) {
		return kindRefused
	}
	lead := bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n\f")
	markup := len(lead) > 0 && lead[0] == '<'
	html := media == "text/html" || media == "application/xhtml+xml"
	switch {
	case html && !hasFold(lead, "<?xml") && !hasFold(lead, "<rss") && !hasFold(lead, "<feed"):
		return kindHTML
	case media == "application/feed+json":
		return kindJSON
	}
	switch s := sniff("", head, len(head) == len(body), &w.reader.cols); {
	case s.kind == kindHTML, s.kind == kindFeed:
		return s.kind
	case html:
		return kindHTML
	case media == "text/plain" && !markup && (s.kind == kindText || s.kind == kindMarkdown):
		return kindText
	}
	return kindRefused
}
