package ingest

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A part is the text of a MIME message that is the page.
type part struct {
	body     []byte
	html     bool
	charset  string
	location string
}

// mhtml reads a page that a browser saved as one file of many parts. The first
// part that is HTML is the page; pictures and styles are passed over.
func (j *job) mhtml(name string, br *bufio.Reader) {
	b, ok := j.readAll(name, br)
	if !ok {
		return
	}
	in := bufio.NewReader(bytes.NewReader(b))
	head, err := textproto.NewReader(in).ReadMIMEHeader()
	if err != nil {
		j.fail(name, 0, "the page is saved as MIME parts (MHTML) whose head is damaged; save it again, as HTML")
		return
	}
	p, cut := findPart(head, in, 0)
	switch {
	case cut:
		j.fail(name, 0, "the page is saved as MIME parts (MHTML) and ends too early: the file is truncated; save it again")
		return
	case p == nil:
		j.fail(name, 0, "a MIME message without an HTML or text part; save the page as HTML")
		return
	}
	st := news.Stated{
		URL:     headValue([]byte(head.Get("Snapshot-Content-Location"))),
		Fetched: headValue([]byte(head.Get("Date"))), // browsers put the time of saving there
	}
	if st.URL == "" && isAddress(p.location) {
		st.URL = p.location
	}
	if p.html {
		j.htmlPage(name, p.body, p.charset, st)
		return
	}
	d := decode(p.body, p.charset)
	if strings.TrimSpace(d.text) == "" {
		j.fail(name, 0, "a MIME message whose text is empty")
		return
	}
	if !j.decodedAs(name, &d) {
		return
	}
	j.page(news.Page{Input: news.Input{Name: name}, Media: news.PlainText, Body: d.text, Stated: st})
}

// maxNesting bounds how deep parts lie in parts.
const maxNesting = 4

// findPart returns the first HTML part of a message, else its first text part,
// else nil. Cut says that the message ends within the part that was wanted.
func findPart(head textproto.MIMEHeader, body io.Reader, depth int) (p *part, cut bool) {
	media, params, err := mime.ParseMediaType(head.Get("Content-Type"))
	if err != nil && media == "" {
		return nil, false
	}
	if !strings.HasPrefix(media, "multipart/") {
		if media != "text/html" && media != "application/xhtml+xml" && media != "text/plain" {
			return nil, false
		}
		raw, err := io.ReadAll(body)
		if err != nil {
			return nil, true
		}
		return &part{
			body:     decodeTransfer(raw, head.Get("Content-Transfer-Encoding")),
			html:     media != "text/plain",
			charset:  params["charset"],
			location: strings.TrimSpace(head.Get("Content-Location")),
		}, false
	}
	if params["boundary"] == "" || depth >= maxNesting {
		return nil, false
	}
	parts := multipart.NewReader(body, params["boundary"])
	for {
		mp, err := parts.NextRawPart()
		if err != nil {
			// Without the last boundary the parts so far are whole all the same.
			return p, p == nil && err != io.EOF
		}
		q, cut := findPart(mp.Header, mp, depth+1)
		if cut {
			return nil, true
		}
		if q != nil && (q.html || p == nil) {
			p = q
		}
		if p != nil && p.html {
			return p, false
		}
	}
}

// decodeTransfer undoes quoted-printable or base64. What is not valid in it
// stays as it is.
func decodeTransfer(b []byte, how string) []byte {
	switch strings.ToLower(strings.TrimSpace(how)) {
	case "quoted-printable":
		return unquotePrintable(b)
	case "base64":
		packed := bytes.Map(func(r rune) rune {
			if r == '\n' || r == '\r' || r == ' ' || r == '\t' || r == '=' {
				return -1
			}
			return r
		}, b)
		out := make([]byte, base64.RawStdEncoding.DecodedLen(len(packed)))
		n, _ := base64.RawStdEncoding.Decode(out, packed)
		return out[:n]
	}
	return b
}

// unquotePrintable undoes quoted-printable. Source: RFC 2045, section 6.7; a
// sign = that begins nothing known stands for itself.
func unquotePrintable(b []byte) []byte {
	out := make([]byte, 0, len(b))
	hex := func(c byte) int {
		if c >= 'a' {
			c -= 'a' - 'A'
		}
		return strings.IndexByte("0123456789ABCDEF", c)
	}
	for i := 0; i < len(b); i++ {
		if b[i] != '=' {
			out = append(out, b[i])
			continue
		}
		rest := b[i+1:]
		if soft := bytes.TrimLeft(rest, " \t"); len(soft) == 0 || soft[0] == '\n' || bytes.HasPrefix(soft, []byte("\r\n")) {
			i += len(rest) - len(soft)
			if i += bytes.IndexByte(rest[len(rest)-len(soft):], '\n') + 1; len(soft) == 0 {
				break
			}
			continue
		}
		if len(rest) >= 2 {
			if hi, lo := hex(rest[0]), hex(rest[1]); hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, '=')
	}
	return out
}
