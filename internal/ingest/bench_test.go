package ingest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"

	"github.com/twosource/twosource/internal/news"
)

// archiveLike returns n records whose sizes, escapes and characters are like
// those of a newspaper archive: 6 kB each, typographic quotation marks, a line
// end after each paragraph.
func archiveLike(n int) []byte {
	paragraph := "The harbour board said on Monday that the “Linnet” would sail again, and that \\\"no ferry\\\" had waited so long. " +
		strings.Repeat("It is the third time that the crossing opens late in spring; the ice left early. ", 6)
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, `{"id": "r%d", "source": "Coast Daily", "url": "https://coast.example/%d", "title": "Ferry sails again", `+
			`"published": "2019-04-%02d", "author": "", "topic": "transport", "text": "`, i, i, i%28+1)
		for range 10 {
			b.WriteString(paragraph + `\n`)
		}
		b.WriteString("\"}\n")
	}
	return b.Bytes()
}

func benchmarkStdin(b *testing.B, data []byte, unpacked int) {
	b.SetBytes(int64(unpacked))
	b.ReportAllocs()
	for b.Loop() {
		r, _ := New(Options{Stdin: bytes.NewReader(data)})
		res, err := r.Each(context.Background(), Source{Name: "-", Path: "-"}, func(news.Page) error { return nil })
		if err != nil || len(res.File.Errors) > 0 {
			b.Fatal(err, res.File.Errors)
		}
	}
}

func BenchmarkJSONLines(b *testing.B) {
	data := archiveLike(2000)
	benchmarkStdin(b, data, len(data))
}

func BenchmarkJSONList(b *testing.B) {
	lines := bytes.ReplaceAll(bytes.TrimSpace(archiveLike(2000)), []byte("\n"), []byte(",\n"))
	data := []byte("[" + string(lines) + "]")
	benchmarkStdin(b, data, len(data))
}

func BenchmarkGzip(b *testing.B) {
	data := archiveLike(2000)
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	_, _ = w.Write(data)
	_ = w.Close()
	benchmarkStdin(b, z.Bytes(), len(data))
}

// crawlLike returns an archive of n pages like those of a news crawl: 80 kB of
// HTML each, a request before it, each record packed by itself. It returns its
// size unpacked too.
func crawlLike(n int) (data []byte, unpacked int) {
	var b bytes.Buffer
	add := func(record string) {
		unpacked += len(record)
		b.WriteString(packed(record))
	}
	story := "<p>The harbour board said on Monday that the Linnet would sail again.</p>\n<div class=\"share\"><a href=\"/share/%d\">share</a></div>\n"
	for i := range n {
		u := fmt.Sprintf("https://coast.example/%d", i)
		add(warcRecord("request", u, "application/http; msgtype=request", "GET / HTTP/1.1\r\nHost: coast.example\r\n\r\n"))
		var page strings.Builder
		for k := range 600 {
			fmt.Fprintf(&page, story, i*k)
		}
		add(answered(u, "200 OK|Content-Type: text/html; charset=utf-8|Server: x", "<!DOCTYPE html><html><body>"+page.String()+"</body></html>"))
	}
	return b.Bytes(), unpacked
}

func BenchmarkWARC(b *testing.B) {
	data, n := crawlLike(200)
	benchmarkStdin(b, data, n)
}

func BenchmarkWARCPlain(b *testing.B) {
	data, _ := crawlLike(200)
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		b.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		b.Fatal(err)
	}
	benchmarkStdin(b, plain, len(plain))
}

// BenchmarkArchive reads a real archive, if it is there.
func BenchmarkArchive(b *testing.B) {
	src := Source{Name: "archive.jsonl.gz", Path: filepath.Join(corpora, "archive.jsonl.gz")}
	info, err := os.Stat(src.Path)
	if err != nil {
		b.Skip("no corpora beside the repository")
	}
	b.ReportAllocs()
	var bytes int64
	for b.Loop() {
		r, _ := New(Options{})
		bytes = 0
		_, err := r.Each(context.Background(), src, func(p news.Page) error {
			bytes += int64(len(p.Body))
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(bytes)
	b.ReportMetric(float64(info.Size())/1e6, "packed-MB")
}

// corpora is where public data lies beside the repository, if it does.
const corpora = "../../../shared/corpora"
