package ingest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http/httputil"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"

	"github.com/twosource/twosource/internal/news"
)

// fuzzNames are the names under which every input is tried: the kind must be
// known, or refused, whatever the name says.
var fuzzNames = []string{"-", "a.txt", "a.html", "a.jsonl", "a.json", "a.csv", "a.tsv", "a.md", "a.xml.gz"}

// FuzzRead gives any bytes to a Reader under any of the names and checks what
// DESIGN §2 promises of pages and messages.
func FuzzRead(f *testing.F) {
	for _, s := range fuzzSeeds() {
		for i := range fuzzNames {
			f.Add(s, byte(i))
		}
	}
	for _, s := range append(warcSeeds(), tarred("./a.txt", "One", "b/", "", "c.warc", webPage(1))) {
		f.Add([]byte(s), byte(0))
	}
	for _, s := range corpusSeeds() {
		f.Add(s, byte(0))
	}
	limits := Limits{Record: 64 << 10, Page: 256 << 10, Archive: 1 << 20, Members: 50}
	f.Fuzz(func(t *testing.T, data []byte, n byte) {
		name := fuzzNames[int(n)%len(fuzzNames)]
		pages, res := read(t, name, data, Options{Limits: limits})
		for _, p := range pages {
			checkPage(t, p)
		}
		if len(pages) == 0 && len(res.File.Errors) == 0 {
			t.Error("no page, and no error says why")
		}
		if len(res.File.Errors) > 25 {
			t.Errorf("%d errors", len(res.File.Errors))
		}
		for _, e := range res.File.Errors {
			checkMessage(t, e.Error())
		}
		for _, m := range res.Notices {
			checkMessage(t, m.Message)
		}
		again, _ := read(t, name, data, Options{Limits: limits})
		if a, b := brief(pages, res), brief(again, res); a != b {
			t.Errorf("read twice, got two results:\n%s\n%s", a, b)
		}
	})
}

func checkPage(t *testing.T, p news.Page) {
	t.Helper()
	s := p.Stated
	all := append([]string{p.Body, s.SourceID, s.URL, s.Title, s.Outlet, s.Published, s.Updated, s.Language, s.Fetched}, s.Authors...)
	for _, x := range s.Extra {
		all = append(all, x.Name, x.Value)
		if x.JSON && !json.Valid([]byte(x.Value)) {
			t.Errorf("extra field %q is not JSON: %q", x.Name, x.Value)
		}
	}
	for _, v := range all {
		if !utf8.ValidString(v) {
			t.Errorf("not UTF-8: %q", v)
		}
	}
	if strings.ContainsAny(p.Body, "\x00\r") || strings.HasPrefix(p.Body, "\uFEFF") || strings.TrimSpace(p.Body) == "" {
		t.Errorf("body is blank or holds what it must not: %.80q", p.Body)
	}
	switch p.Media {
	case news.PlainText, news.Markdown, news.HTML:
	default:
		t.Errorf("media %q", p.Media)
	}
}

func checkMessage(t *testing.T, m string) {
	t.Helper()
	if !utf8.ValidString(m) || strings.ContainsFunc(m, unicode.IsControl) || strings.ContainsAny(m, "\u2028\u202e\u2066") || len(m) > 1000 {
		t.Errorf("not one plain line: %q", m)
	}
}

// FuzzWARC gives any bytes as an archive: what it says is the same whether the
// archive is packed or not, and no page comes from nowhere.
func FuzzWARC(f *testing.F) {
	for _, s := range warcSeeds() {
		f.Add([]byte(s))
	}
	o := Options{Limits: Limits{Record: 64 << 10, Page: 256 << 10, Archive: 1 << 20, Members: 50}}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !isWARC(data) {
			data = append([]byte("WARC/1.0\r\n"), data...)
		}
		pages, res := read(t, "-", data, o)
		for _, p := range pages {
			checkPage(t, p)
			if p.Input.Line < 1 || p.Input.Line > len(data) {
				t.Errorf("record %d of %d bytes", p.Input.Line, len(data))
			}
		}
		if len(pages) == 0 && len(res.File.Errors) == 0 {
			t.Error("no page, and no error says why")
		}
		for _, e := range res.File.Errors {
			checkMessage(t, e.Error())
		}
		again, packedRes := read(t, "-", []byte(packed(string(data))), o)
		res.File.SHA256, packedRes.File.SHA256 = "", ""
		if a, b := brief(pages, res), brief(again, packedRes); a != b {
			t.Errorf("packed, it is read as another:\n%s\n%s", a, b)
		}
	})
}

// FuzzDechunk holds our reader of chunks against the standard one: what that
// reads ours must, if it sees chunks at all.
func FuzzDechunk(f *testing.F) {
	for _, s := range []string{"3\r\nabc\r\n0\r\n\r\n", "3;x\r\nabc\r\n1\r\nd\r\n0\r\n", "<p>", "5\r\nab", "ffffffffffffffffff\r\n", "-1\r\n", "1\nx\n0\n", ""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		before := bytes.Clone(b)
		got, damaged := dechunk(b)
		if len(got) > len(before) {
			t.Fatalf("%q: %d bytes of %d", before, len(got), len(before))
		}
		want, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(before)))
		if err == nil && (damaged || !bytes.Equal(got, want)) {
			t.Errorf("%q: got %q, %t, want %q", before, got, damaged, want)
		}
	})
}

func warcSeeds() []string {
	const html = "|Content-Type: text/html"
	return []string{
		webPage(1) + webPage(2), webPage(1)[:100], answered("https://x.example/1", "200 OK|Transfer-Encoding: chunked"+html, "5\r\n<p>It\r\n0\r\n\r\n"),
		answered("https://x.example/1", "200 OK|Content-Encoding: gzip, zstd"+html, packedZstd(packed("<p>x"))), answered("https://x.example/1", "200|Content-Encoding: deflate"+html, deflated("<p>x")),
		answered("https://x.example/1", "301 Moved", "") + warcRecord("revisit", "x:", "", "") + warcRecord("resource", "<https://x.example>", "text/plain; charset=koi8-r", "\xf0\xe1"),
		answered("", "200 OK|Content-Type: application/rss+xml", `<rss><channel><item><description>x</description></item></channel></rss>`),
		answered("", "200 OK|Content-Type: application/feed+json", `{"version":"https://jsonfeed.org/version/1","items":[{"content_text":"x"}]}`),
		strings.Replace(webPage(1), "Content-Length: ", "Content-Length: -", 1) + webPage(2), strings.Replace(webPage(1), "Content-Length: ", "Content-Length: 9", 1) + webPage(2),
		"WARC/1.0\nContent-Length: 0\n\n" + webPage(3), "WARC/0.18\r\n\r\n\r\n" + webPage(1), webPage(1) + "x\nWARC/1.1\nWARC-Type: response\n\n",
	}
}

// FuzzScanObject holds our reader of JSON objects against the standard one:
// what that accepts ours must, with the same strings.
func FuzzScanObject(f *testing.F) {
	for _, s := range []string{`{}`, `{"text":"a"}`, `{"text":"a\n\u00e9\ud83d\ude00\ud800","x":[1,{"y":"}"}],"z":-1.5e3,"n":null,"b":true}`,
		`{"a":"\\","b":"\""}`, `{"a":1,"a":2}`, ` { "a" : "b" , "c" : [ ] } `, `{"a":tru}`, `{"a"`, `{"a":"b\`, `{"a":NaN}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if !utf8.Valid(b) {
			return // records are made UTF-8 before they are scanned
		}
		r := record{cols: &columns{}}
		err := scanObject(b, &r)
		if err != nil && (err.at < 0 || err.at > len(b)) {
			t.Fatalf("error at %d of %d bytes", err.at, len(b))
		}
		var std map[string]any
		if json.Unmarshal(b, &std) != nil || std == nil {
			return
		}
		if err != nil {
			t.Fatalf("%q: %v, but it is valid JSON", b, err)
		}
		for _, x := range sortFields(r.extra) {
			if s, ok := std[x.Name].(string); ok && (x.JSON || s != x.Value) {
				t.Errorf("%q: field %q is %q, want %q", b, x.Name, x.Value, s)
			}
		}
	})
}

// FuzzSplitRow checks that the two readers of quotation marks agree: a row is
// whole exactly if its fields are.
func FuzzSplitRow(f *testing.F) {
	for _, s := range []string{`a,b`, `"a,b",c`, `"a""b",c`, `"a"b",c`, `a, "b"`, `"a`, `,,`, `""`, "\"a\nb\",c"} {
		f.Add([]byte(s), false)
	}
	f.Fuzz(func(t *testing.T, b []byte, tabs bool) {
		sep := byte(',')
		if tabs {
			sep = '\t'
		}
		b = bytes.ReplaceAll(b, []byte("\r"), nil)
		fields, n := splitRow(b, sep)
		if n > len(b) || len(fields) == 0 || len(fields) > len(b)+1 {
			t.Fatalf("splitRow(%q) read %d bytes, %d fields", b, n, len(fields))
		}
		if !tabs && bytes.IndexByte(b, '\n') < 0 && !quoteState(b, sep, false) && n != len(b) {
			t.Errorf("splitRow(%q) stopped at %d", b, n)
		}
	})
}

func fuzzSeeds() [][]byte {
	seeds := []string{
		"Title: Ferry\n\nIt left.", "---\ntitle: x\n---\ny", "one\r\ntwo\rthree", "\uFEFFtext", wideText("Café {\"", true, false), "caf\xe9 \x93x\x94",
		"<html><meta charset=shift_jis><p>\x83\x74</p>", "<!-- saved from url=(0021)https://x.example/a/b -->\n<html>", "<?xml version=\"1.0\"?><rss><channel><item><description>x</description></item></channel></rss>",
		`<feed xmlns="http://www.w3.org/2005/Atom"><entry><content>x</content></entry></feed>`, `{"text":"One"}` + "\n" + `{"text":"Tw`, `[{"text":"One"},{"text":2}]`,
		`{"articles":[{"text":"One"}],"n":1}`, `{"version":"https://jsonfeed.org/version/1","items":[{"content_text":"x"}]}`, "title,text\na,\"b\nc\"\n", "title\ttext\na\tb\n",
		"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>=C3=A9=\n</p>\n--B--\n",
		"https://x.example/\n", "%PDF-1.4", packed("Title: x\n\ny"), packed(packed("x")), packedZstd(`{"text":"One"}`), zipped("a.txt", "One", "b/c.jsonl", `{"text":"x"}`), zipped("b.zip", zipped("c.txt", "x")),
		"\xff\xfe\x00", "", " \n", `[{"text":""},{"text":2}]`, "{", "[", "<", "\"", `{"a":[[[[{"text":"x"}]]]]}`, "WARC/1.0\r\n",
		"\xfe\xff\xfe\xff\xfe\xff", "{\"teXt\":\"\\n\x00\\n\"}", "<p>\xcf\xe0\xf0\xee\xec \xf1\xed\xee\xe2\xe0 \xe2\xfb\xf8\xe5\xeb \xe2 \xec\xee\xf0\xe5",
	}
	out := make([][]byte, len(seeds))
	for i, s := range seeds {
		out[i] = []byte(s)
	}
	return out
}

// corpusSeeds returns the beginnings of public files of many kinds, if they lie
// beside the repository.
func corpusSeeds() (out [][]byte) {
	files, _ := filepath.Glob(filepath.Join(corpora, "*.gz"))
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		if z, err := gzip.NewReader(bufio.NewReader(f)); err == nil {
			head := make([]byte, 6000)
			n, _ := z.Read(head)
			out = append(out, head[:n])
		}
		_ = f.Close()
	}
	return out
}

// Every public file reads without a panic and with each failure named.
func TestCorpora(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(corpora, "*.jsonl.gz"))
	if len(files) == 0 {
		t.Skip("no corpora beside the repository")
	}
	for _, name := range files {
		if strings.HasPrefix(filepath.Base(name), "archive") && testing.Short() {
			continue
		}
		r, err := New(Options{})
		if err != nil {
			t.Fatal(err)
		}
		res, err := r.Each(context.Background(), Source{filepath.Base(name), name, -1}, func(p news.Page) error {
			checkPage(t, p)
			return nil
		})
		if err != nil || res.File.Articles == 0 && len(res.File.Errors) == 0 {
			t.Errorf("%s: %v, %+v", name, err, res)
		}
	}
}
