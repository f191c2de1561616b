package ingest

import (
	"archive/tar"
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/twosource/twosource/internal/news"
)

// tarred makes a tar of names and contents; a name that ends in "/" is a folder.
func tarred(members ...string) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		h := &tar.Header{Name: members[i], Size: int64(len(members[i+1])), Mode: 0o600, Typeflag: tar.TypeReg}
		if strings.HasSuffix(h.Name, "/") {
			h.Typeflag = tar.TypeDir
		}
		_ = w.WriteHeader(h)
		_, _ = io.WriteString(w, members[i+1])
	}
	_ = w.Close()
	return b.String()
}

// warcRecord makes a record of a kind about an address.
func warcRecord(kind, uri, media, block string) string {
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2019-05-02T10:00:00Z\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, uri, media, len(block), block)
}

// answered makes a record of an HTTP answer; head is its status line and fields,
// parted by "|".
func answered(uri, head, body string) string {
	return warcRecord("response", uri, "application/http; msgtype=response",
		"HTTP/1.1 "+strings.ReplaceAll(head, "|", "\r\n")+"\r\n\r\n"+body)
}

func webPage(n int) string {
	return answered(fmt.Sprintf("https://x.example/%d", n), "200 OK|Content-Type: text/html", fmt.Sprintf("<p>Page %d</p>", n))
}

// pageLine is what [brief] writes of [webPage].
func pageLine(name string, record, n int) string {
	return fmt.Sprintf("%s:%d html \"<p>Page %d</p>\" url=https://x.example/%d fetched=2019-05-02T10:00:00Z", name, record, n, n)
}

func deflated(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = io.WriteString(w, s)
	_ = w.Close()
	return b.String()
}

func TestWARC(t *testing.T) {
	info := warcRecord("warcinfo", "", "application/warc-fields", "software: x\r\n")
	ask := warcRecord("request", "https://x.example/1", "application/http; msgtype=request", "GET /1 HTTP/1.1\r\n\r\n")
	two := lines(pageLine("a.warc", 1, 1), pageLine("a.warc", 2, 2))
	one := func(head, body string) string { return answered("https://x.example/1", head, body) }
	first := lines(pageLine("a.warc", 1, 1))
	const html = "|Content-Type: text/html"
	runCases(t, []readCase{
		{"two pages", "a.warc", webPage(1) + webPage(2), Options{}, two},
		{"with what goes with a page", "a.warc", info + ask + webPage(1), Options{}, lines(pageLine("a.warc", 3, 1))},
		{"packed whole", "a.warc", packed(webPage(1) + webPage(2)), Options{}, two},
		{"each record packed", "a.warc", packed(webPage(1)) + packed(webPage(2)), Options{}, two},
		{"zstd", "a.warc", packedZstd(webPage(1)) + packedZstd(webPage(2)), Options{}, two},
		{"any name", "-", webPage(1), Options{}, lines(pageLine("-", 1, 1))},
		{"in a tar", "a.tar.gz", packed(tarred("d/", "", "./d/b.warc.gz", packed(webPage(1)), ".x", "hidden", "c.txt", "Three")), Options{},
			lines(pageLine("a.tar.gz/d/b.warc.gz", 1, 1), `a.tar.gz/c.txt:0 plain "Three"`)},
		{"bare line ends, no blank lines between", "a.warc", strings.ReplaceAll(strings.ReplaceAll(webPage(1), "\r\n\r\nWARC", "WARC"), "text/html\r\n\r\n", "text/html\n\n"+strings.Repeat(" ", 2)),
			Options{}, "a.warc:1 html \"  <p>Page 1</p>\" url=https://x.example/1 fetched=2019-05-02T10:00:00Z\n"},
		{"draft version, brackets", "a.warc", strings.NewReplacer("WARC/1.1", "WARC/0.17", "https://x.example/1", "<https://x.example/1>").Replace(webPage(1)), Options{}, first},
		{"chunked", "a.warc", one("200 OK|Transfer-Encoding: chunked"+html, "5;x=y\r\n<p>Pa\r\n9\r\nge 1</p>\n\r\n0\r\n\r\n"), Options{},
			strings.ReplaceAll(first, `</p>`, `</p>\n`)},
		{"said to be chunked", "a.warc", one("200 OK|Transfer-Encoding: chunked"+html, "<p>Page 1</p>"), Options{}, first},
		{"chunks break off", "a.warc", one("200 OK|Transfer-Encoding: chunked"+html, "d\r\n<p>Page 1</p>\r\nff\r\n"), Options{},
			first + "notice warc-damaged: a.warc: 1 page read as far as it goes: the packing of the body breaks off (first in record 1)\n"},
		{"gzip body", "a.warc", one("200 OK|Content-Encoding: gzip"+html, packed("<p>Page 1</p>")), Options{}, first},
		{"deflate body", "a.warc", one("200 OK|Content-Encoding: deflate"+html, deflated("<p>Page 1</p>")), Options{}, first},
		{"bare deflate body", "a.warc", one("200 OK|Content-Encoding: deflate"+html, deflated("<p>Page 1</p>")[2:]), Options{}, first},
		{"zstd body, twice packed", "a.warc", one("200 OK|Content-Encoding: gzip, zstd"+html, packedZstd(packed("<p>Page 1</p>"))), Options{}, first},
		{"said to be gzip", "a.warc", one("200 OK|Content-Encoding: gzip"+html, "<p>Page 1</p>"), Options{}, first},
		{"brotli body", "a.warc", webPage(1) + one("200 OK|Content-Encoding: br"+html, "\x01\x02"), Options{},
			first + "notice warc-packed: a.warc: 1 page skipped, packed in a way that is not read (br: 1); archive them again without it\n"},
		{"charset of the answer", "a.warc", one("200 OK|Content-Type: text/html; charset=windows-1251", "<p>\xcf\xe0\xf0\xee\xec</p>"), Options{},
			"a.warc:1 html \"<p>Паром</p>\" url=https://x.example/1 fetched=2019-05-02T10:00:00Z\n"},
		{"charset of the page", "a.warc", one("200 OK"+html, "<meta charset=windows-1251><p>\xcf\xe0\xf0\xee\xec</p>"), Options{},
			"a.warc:1 html \"<meta charset=windows-1251><p>Паром</p>\" url=https://x.example/1 fetched=2019-05-02T10:00:00Z\n"},
		{"what is no page", "a.warc", webPage(1) + one("404 Not Found"+html, "<p>Gone</p>") + one("302 Found", "") + one("404"+html, "x") +
			warcRecord("revisit", "https://x.example/1", "application/http", "HTTP/1.1 200 OK\r\n\r\n") + one("200 OK|Content-Type: image/gif", "GIF89a") +
			one("200 OK"+html, "\x89PNG\r\n\x1A\n"+noise(100)) + warcRecord("response", "dns:x.example", "text/dns", "1.2.3.4") +
			answered("https://x.example/robots.txt", "200 OK|Content-Type: text/plain", "User-agent: *") + one("200 OK"+html, " \n"), Options{}, lines(strings.TrimSpace(first),
			`notice warc-status: a.warc: 3 answers skipped whose status is not 200 (404: 2, 302: 1)`,
			`notice warc-revisit: a.warc: 1 revisit skipped: the text stands in an older record, perhaps of another file`,
			`notice warc-kind: a.warc: 4 records skipped whose content is no page (called text/html: 1, image/gif: 1, text/plain: 1, the archiver's own: 1)`,
			`notice empty-text: a.warc: 1 page of nothing but white space skipped`)},
		{"no page", "a.warc", info + one("500 Oops"+html, "<p>x</p>"), Options{}, lines(
			`error a.warc: an archive (WARC) of 2 records and no page: none is HTML, text or a feed that was answered with status 200`,
			`notice warc-status: a.warc: 1 answer skipped whose status is not 200 (500: 1)`)},
		{"resource and conversion", "a.warc", warcRecord("resource", "file:///srv/a.html", "text/html", "<p>One</p>") + warcRecord("conversion", "https://x.example/2", "text/plain", "Title: x\n\nTwo"), Options{}, lines(
			`a.warc:1 html "<p>One</p>" fetched=2019-05-02T10:00:00Z`, `a.warc:2 plain "Title: x\n\nTwo" url=https://x.example/2 fetched=2019-05-02T10:00:00Z`)},
		{"a feed", "a.warc", one("200 OK|Content-Type: application/rss+xml", `<rss version="2.0"><channel><item><description>It left.</description></item></channel></rss>`), Options{},
			"a.warc/1:1 plain \"It left.\" fetched=2019-05-02T10:00:00Z\n"},
		{"a JSON feed", "a.warc", one("200 OK|Content-Type: application/feed+json", `{"version":"https://jsonfeed.org/version/1.1","items":[{"content_text":"It left."}]}`), Options{},
			"a.warc/1:1 plain \"It left.\" fetched=2019-05-02T10:00:00Z\n"},
	})
}

// An archive in zstd may begin with the dictionary of its records.
func TestDictionary(t *testing.T) {
	var samples [][]byte
	for i := range 200 {
		samples = append(samples, []byte(strings.ReplaceAll(webPage(i), "Page", noise(i)+"Page")))
	}
	dict, err := zstd.BuildDict(zstd.BuildDictOptions{ID: 7, Contents: samples, History: []byte(webPage(1)), Offsets: [3]int{1, 4, 8}})
	if err != nil {
		t.Fatal(err)
	}
	w, err := zstd.NewWriter(nil, zstd.WithEncoderDict(dict))
	if err != nil {
		t.Fatal(err)
	}
	frame := func(dict string) string {
		return "\x5D\x2A\x4D\x18" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(dict)))) + dict
	}
	two := string(w.EncodeAll([]byte(webPage(1)), nil)) + string(w.EncodeAll([]byte(webPage(2)), nil))
	want := lines(pageLine("a.warc.zst", 1, 1), pageLine("a.warc.zst", 2, 2))
	runCases(t, []readCase{
		{"plain", "a.warc.zst", frame(string(dict)) + two, Options{}, want},
		{"packed", "a.warc.zst", frame(packedZstd(string(dict))) + two, Options{}, want},
		{"another frame", "a.warc.zst", frame("a note") + packedZstd(webPage(1)+webPage(2)), Options{}, want},
		{"damaged", "a.warc.zst", frame(string(dict[:40])) + two, Options{}, "error a.warc.zst: the zstd data is damaged, at its start; get it again\n"},
		{"cut", "a.warc.zst", frame(string(dict))[:100], Options{}, "error a.warc.zst: the zstd data ends too early, at its start: the file is truncated; get it again\n"},
	})
}

// A file that is broken keeps what was read, and the error names the place.
func TestBrokenWARC(t *testing.T) {
	two := webPage(1) + webPage(2)
	first, second := lines(pageLine("a.warc", 1, 1)), lines(pageLine("a.warc", 2, 2))
	at := len(webPage(1))
	lengthOf := func(s, length string) string {
		from := strings.Index(s, "Content-Length: ") + len("Content-Length: ")
		return s[:from] + length + s[from+strings.Index(s[from:], "\r\n"):]
	}
	cut := fmt.Sprintf("error a.warc:2: the archive ends in the middle of this record (it begins at byte %d, unpacked): the file is truncated; get it again\n", at)
	lost := func(record int, what string, at int) string {
		return fmt.Sprintf("error a.warc:%d: %s at byte %d, unpacked; reading goes on at the next record, if there is one\n", record, what, at)
	}
	nothing := "something that is no record stands"
	noLength := "a record that does not say how long it is stands"
	runCases(t, []readCase{
		{"cut in a body", "a.warc", two[:len(two)-8], Options{}, first + cut},
		{"cut in an HTTP head", "a.warc", two[:strings.LastIndex(two, "text/html")], Options{}, first + cut},
		{"cut in a head", "a.warc", two[:at+40], Options{}, first + cut},
		{"cut behind a body", "a.warc", two[:len(two)-4], Options{}, first + second},
		{"cut gzip", "a.warc", packed(webPage(1)) + packed(webPage(2))[:100], Options{},
			first + "error a.warc:2: the gzip data ends too early, after 309 bytes unpacked: the file is truncated; get it again\n"},
		{"garbage between", "a.warc", webPage(1) + "garbage\nWARC/1.0\nmore\n" + webPage(2), Options{}, first + second + lost(1, nothing, at)},
		{"too short a length", "a.warc", lengthOf(webPage(1), "54") + webPage(2), Options{}, "a.warc:1 html \"<p>Page 1<\" url=https://x.example/1 fetched=2019-05-02T10:00:00Z\n" + second +
			lost(1, nothing, at-7)},
		{"too long a length", "a.warc", lengthOf(answered("https://x.example/1", "404 Gone", ""), "200") + webPage(2) + webPage(3), Options{},
			lines(pageLine("a.warc", 2, 3)) + lost(1, nothing, 375) + "notice warc-status: a.warc: 1 answer skipped whose status is not 200 (404: 1)\n"},
		{"negative length", "a.warc", lengthOf(webPage(1), "-1") + webPage(2), Options{}, second + lost(1, noLength, 0)},
		{"no length", "a.warc", strings.Replace(webPage(1), "Content-Length", "X", 1) + webPage(2), Options{}, second + lost(1, noLength, 0)},
		{"a length that no file has", "a.warc", lengthOf(webPage(1), "9223372036854775807") + webPage(2), Options{},
			"error a.warc:1: the archive ends in the middle of this record (it begins at byte 0, unpacked): the file is truncated; get it again\nnotice warc-large: a.warc: 1 record skipped, larger than 64 MB\n"},
		{"endless head", "a.warc", webPage(1) + "WARC/1.0\r\n" + strings.Repeat("X: y\r\n", 20_000) + webPage(2), Options{}, first + lines(pageLine("a.warc", 3, 2)) + lost(2, "a record has a head of more than 32 kB", at)},
		{"endless HTTP head", "a.warc", answered("https://x.example/1", "200 OK"+strings.Repeat("|X: y", 20_000), "<p>x</p>") + webPage(2), Options{},
			second + "notice warc-damaged: a.warc: 1 answer skipped whose HTTP head has no end\n"},
	})
}

// TestHostileWARC gives what was made to hurt: each is named or counted, none
// costs more than its size allows.
func TestHostileWARC(t *testing.T) {
	small := Options{Limits: Limits{Page: 1 << 20, Ratio: 50}}
	spaces := strings.Repeat(" ", 900_000)
	const html = "|Content-Type: text/html"
	cases := []struct {
		name, data string
		options    Options
		want       string // in errors or notices
	}{
		{"bodies that are bombs", strings.Repeat(answered("https://x.example/1", "200 OK|Content-Encoding: gzip"+html, packed(spaces)), 100), small, "a decompression bomb?"},
		{"a body in a body", answered("https://x.example/1", "200 OK|Content-Encoding: gzip, gzip"+html, packed(packed(strings.Repeat(spaces, 2)))), small, "1 record skipped, larger than 1.0 MB"},
		{"an archive that is a bomb", packed("WARC/1.0\r\n" + strings.Repeat("\r\n", 40<<20)), Options{}, "a decompression bomb?"},
		{"endless blank lines", webPage(1) + strings.Repeat("\r\n", 1<<20), Options{}, ""},
		{"a head begun again and again", strings.Repeat("WARC/1.0\r\nWARC-Type: response\r\n", 100_000), Options{}, "a head of more than 32 kB"},
		{"records without a length", strings.Repeat("WARC/1.0\r\nWARC-Type: response\r\n\r\n", 100_000), Options{}, "more could not be read"},
		{"too many fields", "WARC/1.0\r\n" + strings.Repeat("a:\n", 2*maxHeadFields) + "Content-Length: 1\r\n\r\n", Options{}, "does not say how long"},
		{"a type each", manyTypes(5000), Options{}, "others: 4,9"},
		{"a chunk without end", answered("https://x.example/1", "200 OK|Transfer-Encoding: chunked"+html, "ffffffff\r\n<p>x</p>"), Options{}, "breaks off"},
		{"chunks of one byte", answered("https://x.example/1", "200 OK|Transfer-Encoding: chunked"+html, strings.Repeat("1\r\nx\r\n", 200_000)), Options{}, "breaks off"},
		{"a length of letters", strings.Replace(webPage(1), "Content-Length: ", "Content-Length: 0x", 1), Options{}, "does not say how long"},
		{"larger than a page", answered("https://x.example/1", "200 OK"+html, spaces+spaces), small, "1 record skipped, larger than 1.0 MB"},
		{"nothing but a version", "WARC/1.0\r\n\r\n", Options{}, "does not say how long"},
		{"packed thrice and more", answered("https://x.example/1", "200 OK|Content-Encoding: "+strings.Repeat("gzip,", 5000)+html, packed(packed("x"))), Options{}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			pages, res := read(t, "a.warc", []byte(c.data), c.options)
			for _, p := range pages {
				checkPage(t, p)
			}
			got := brief(nil, Result{File: res.File, Notices: res.Notices})
			if !strings.Contains(got, c.want) || len(res.File.Errors) > 22 {
				t.Errorf("want %q, got\n%s", c.want, got)
			}
		})
	}
}

func manyTypes(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(answered("https://x.example/1", fmt.Sprintf("200 OK|Content-Type: made/up%d", i), "x"))
	}
	return b.String()
}

func TestTar(t *testing.T) {
	holes := tarHeader(tar.Header{Name: "holes.txt", Size: 1, Typeflag: tar.TypeReg, Format: tar.FormatPAX, PAXRecords: map[string]string{"X.y": "z"}})
	good := tarred("./b/", "", "b/one.txt", "One", "b/one.txt", "Two", "p.html", "<p>It</p>", "p_files/x.js", "x", "z.jsonl.gz", packed(`{"text":"Three"}`))
	want := lines(`a.tar/b/one.txt:0 plain "One"`, `a.tar/b/one.txt (2):0 plain "Two"`, `a.tar/p.html:0 html "<p>It</p>"`, `a.tar/z.jsonl.gz:1 plain "Three"`)
	parts := "notice skipped-folder: a.tar: skipped 1 part of saved pages (in folders *_files)\n"
	runCases(t, []readCase{
		{"members", "a.tar", good, Options{}, want + parts},
		{"packed", "a.tar", packedZstd(good), Options{}, want + parts},
		{"too many", "a.tar", good, Options{Limits: Limits{Members: 2}}, lines(`a.tar/b/one.txt:0 plain "One"`, `error a.tar: holds more than 2 files; unpack it and give the folder`)},
		{"cut", "a.tar", good[:1024+512], Options{}, lines(`a.tar/b/one.txt:0 plain "One"`)},
		{"cut in a head", "a.tar", good[:1024+512+100], Options{}, lines(`a.tar/b/one.txt:0 plain "One"`, `error a.tar: the tar archive ends too early: the file is truncated; get it again`)},
		{"cut in a file", "a.tar", tarred("a.txt", strings.Repeat("x", 2000))[:1000], Options{}, "error a.tar/a.txt: the tar archive ends too early: the file is truncated; get it again\n"},
		{"damaged", "a.tar", good[:2048-512] + strings.Repeat("x", 1024), Options{}, lines(`a.tar/b/one.txt:0 plain "One"`,
			`error a.tar: the tar archive is damaged; what stands before the damage is read; get it again`)},
		{"other fields", "a.tar", holes + "x" + strings.Repeat("\x00", 511+1024), Options{}, lines(`a.tar/holes.txt:0 plain "x"`)},
		{"holes", "a.tar", sparse(), Options{}, lines(`error a.tar/holes.txt: a file with holes, which tar can make as long as it likes; unpack it first`)},
	})
}

func tarHeader(h tar.Header) string {
	var b bytes.Buffer
	_ = tar.NewWriter(&b).WriteHeader(&h)
	return b.String()
}

// sparse makes a tar of the old GNU kind whose one file has a hole of 1 TB.
func sparse() string {
	b := []byte(tarHeader(tar.Header{Name: "holes.txt", Typeflag: tar.TypeReg, Format: tar.FormatGNU}))
	b[156] = 'S'
	copy(b[386:], "00010000000000\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	copy(b[386:], "20000000000\x0000000000000\x00")
	copy(b[483:], "20000000000\x00")
	copy(b[148:], "        ")
	sum := 0
	for _, c := range b[:512] {
		sum += int(c)
	}
	copy(b[148:], fmt.Sprintf("%06o\x00 ", sum))
	return string(b) + strings.Repeat("\x00", 1024)
}

// An endless reader gives a file again and again until n bytes have come.
type endless struct {
	data string
	at   int
	n    int64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.n <= 0 {
		return 0, io.EOF
	}
	n := copy(p, e.data[e.at:])
	e.at = (e.at + n) % len(e.data)
	e.n -= int64(n)
	return n, nil
}

// An archive of any length takes the memory of a record.
func TestWARCMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 256 MB")
	}
	record := answered("https://x.example/1", "200 OK|Content-Type: text/html|Content-Encoding: gzip", packed("<p>"+strings.Repeat("It left at noon. ", 5000)+"</p>"))
	big := answered("https://x.example/2", "200 OK|Content-Type: image/png", noise(3<<20))
	r, err := New(Options{Stdin: &endless{data: strings.Repeat(record, 20) + big, n: 256 << 20}})
	if err != nil {
		t.Fatal(err)
	}
	n, most := 0, uint64(0)
	_, err = r.Each(context.Background(), Source{"-", "-", -1}, func(news.Page) error {
		if n++; n%200 == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
		return nil
	})
	if err != nil || n < 500 || most > 32<<20 {
		t.Errorf("%d pages, %d bytes held, %v", n, most, err)
	}
}

// Every public sample is read, or named as broken.
func TestWARCSamples(t *testing.T) {
	name := filepath.Join(corpora, "warc-samples.tar.gz")
	if _, err := os.Stat(name); err != nil {
		t.Skip("no corpora beside the repository")
	}
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]int{}
	res, err := r.Each(context.Background(), Source{"samples", name, -1}, func(p news.Page) error {
		checkPage(t, p)
		file, _, _ := strings.Cut(p.Input.Name, ".warc")
		pages[filepath.Base(file)]++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]int{"example": 2, "example-trunc": 1, "example-wrong-chunks": 1, "example-iana.org-chunked": 1,
		"example-bad-non-chunked": 1, "flashfrozen-jwat-recompressed": 2, "transfer_compression_gzip": 2, "truncated_datetime": 1} {
		if pages[file] != want {
			t.Errorf("%s: %d pages, want %d", file, pages[file], want)
		}
	}
	for _, e := range res.File.Errors {
		checkMessage(t, e.Error())
	}
	for _, file := range []string{"transfer_compression_brotli.warc.gz", "example-digest.warc", "example.arc"} {
		if !strings.Contains(brief(nil, res), file+": a") {
			t.Errorf("nothing says why %s has no page", file)
		}
	}
}
