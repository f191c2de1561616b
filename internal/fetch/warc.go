package fetch

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
)

// An Archive writes what was fetched as WARC 1.1, a gzip member a record, so
// that any reader of web archives can read it back. Its methods may be called
// from several goroutines.
//
// Source: ISO 28500:2017.
type Archive struct {
	mu sync.Mutex
	w  io.Writer
}

// NewArchive begins an archive on w, which is at its beginning or behind another
// archive, with a record that names the software.
func NewArchive(w io.Writer, software string, now time.Time) (*Archive, error) {
	a := &Archive{w: w}
	body := []byte("software: " + software + "\r\nformat: WARC File Format 1.1\r\n")
	return a, a.record("warcinfo", "", "application/warc-fields", now, body, "")
}

// Write adds an answer: as a response with its body unpacked, or, of one that
// was unchanged, as a revisit.
func (a *Archive) Write(r *Response) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", r.Status, http.StatusText(r.Status))
	h := r.Header.Clone()
	for _, name := range []string{"Content-Encoding", "Transfer-Encoding", "Content-Length"} {
		h.Del(name) // the body is kept unpacked
	}
	if !r.Unchanged {
		h.Set("Content-Length", fmt.Sprint(len(r.Body)))
	}
	if err := h.Write(&b); err != nil {
		return err
	}
	b.WriteString("\r\n")
	if r.Unchanged {
		return a.record("revisit", r.URL, "application/http;msgtype=response", r.At, b.Bytes(),
			"WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified\r\n")
	}
	sum := sha1.Sum(r.Body)
	b.Write(r.Body)
	return a.record("response", r.URL, "application/http;msgtype=response", r.At, b.Bytes(),
		"WARC-Payload-Digest: sha1:"+base32.StdEncoding.EncodeToString(sum[:])+"\r\n")
}

// record writes one record as a gzip member of its own.
func (a *Archive) record(kind, uri, media string, at time.Time, block []byte, more string) error {
	stamp := at.UTC().Format("2006-01-02T15:04:05Z")
	sum := sha256.New()
	_, _ = fmt.Fprintf(sum, "%s %s %s\n", kind, uri, stamp)
	sum.Write(block)
	id := sum.Sum(nil)
	id[6], id[8] = id[6]&0x0F|0x80, id[8]&0x3F|0x80 // RFC 9562: version 8, made of a hash
	target := ""
	if uri != "" {
		target = "WARC-Target-URI: " + uri + "\r\n"
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	z := gzip.NewWriter(a.w)
	_, err := fmt.Fprintf(z, "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%x-%x-%x-%x-%x>\r\nWARC-Date: %s\r\n%sContent-Type: %s\r\n%sContent-Length: %d\r\n\r\n",
		kind, id[:4], id[4:6], id[6:8], id[8:10], id[10:16], stamp, target, media, more, len(block))
	if err == nil {
		_, err = z.Write(append(block, "\r\n\r\n"...))
	}
	if cerr := z.Close(); err == nil {
		err = cerr
	}
	return err
}
