package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/news"
)

// TestFeedSamples holds that each of some thousand feeds, good and broken, gives
// pages, or is named as one that gives none.
func TestFeedSamples(t *testing.T) {
	f, err := os.Open(filepath.Join(root, "..", "shared", "corpora", "feed-samples.tar.gz"))
	if err != nil {
		t.Skip("no corpora beside the repository")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	files, read, named := 0, 0, 0
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files++
		pages, said := readSample(t, h.Name, body)
		switch {
		case pages > 0:
			read++
		case said != "":
			named++
		default:
			t.Errorf("%s: nothing was read of it, and nothing is said:\n%.300s", h.Name, body)
		}
	}
	t.Logf("%d files: %d read, %d named as giving nothing", files, read, named)
}

// readSample returns how many pages a file has, and what is said of it.
func readSample(t *testing.T, name string, body []byte) (pages int, said string) {
	t.Helper()
	r, err := ingest.New(ingest.Options{Stdin: bytes.NewReader(body)})
	if err != nil {
		t.Fatal(err)
	}
	res, err := r.Each(t.Context(), ingest.Source{Name: name, Path: "-", Size: -1}, func(news.Page) error {
		pages++
		return nil
	})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var list []string
	for _, e := range res.File.Errors {
		list = append(list, e.Message)
	}
	for _, n := range res.Notices {
		list = append(list, n.Message)
	}
	return pages, strings.Join(list, "; ")
}
