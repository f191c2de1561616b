package fetch

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
)

// TestArchive reads an archive back by the words of the standard.
func TestArchive(t *testing.T) {
	var file bytes.Buffer
	at := time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)
	a, err := NewArchive(&file, "twosource/test", at)
	if err != nil {
		t.Fatal(err)
	}
	page := &Response{URL: "https://harbour.example/a", Status: 200, At: at, Body: []byte("<p>The ferry is late.</p>"),
		Header: http.Header{"Content-Type": {"text/html"}, "Content-Encoding": {"gzip"}, "X-Odd": {"a\r\nWARC/1.1"}}}
	for _, r := range []*Response{page, {URL: page.URL, Status: 304, At: at, Unchanged: true, Header: http.Header{}}} {
		if err := a.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	z, err := gzip.NewReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(z)
	for _, want := range []string{"warcinfo", "response", "revisit"} {
		if line, _ := in.ReadString('\n'); line != "WARC/1.1\r\n" {
			t.Fatalf("a record begins with %q", line)
		}
		head, err := textproto.NewReader(in).ReadMIMEHeader()
		if err != nil || head.Get("WARC-Type") != want || head.Get("WARC-Date") != "2031-03-04T12:00:00Z" {
			t.Fatalf("head %v, %v; want type %q", head, err, want)
		}
		n, err := strconv.Atoi(head.Get("Content-Length"))
		if err != nil {
			t.Fatal(err)
		}
		block := make([]byte, n+4)
		if _, err := io.ReadFull(in, block); err != nil || !bytes.HasSuffix(block, []byte("\r\n\r\n")) {
			t.Fatalf("block %q, %v", block, err)
		}
		if want != "response" {
			continue
		}
		ans, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(block[:n])), nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(ans.Body)
		if err != nil || string(body) != string(page.Body) || ans.Header.Get("Content-Encoding") != "" || strings.Contains(ans.Header.Get("X-Odd"), "\n") {
			t.Errorf("read back %q, %v, %v", body, ans.Header, err)
		}
	}
	if rest, _ := io.ReadAll(in); len(rest) > 0 {
		t.Errorf("%q stands behind the last record", rest)
	}
}
