package pipeline_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/pipeline"
)

// TestHostileInputs gives the whole line what is made to hurt: each is read in
// part or refused with its cause, and what is told of it is true. How long it
// takes is measured by hand (docs/threat-model.md); a line that grew with the
// square of these would not end in time.
func TestHostileInputs(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, test := range []struct {
		name, data string
		articles   int    // at least
		told       string // within a message or notice; "" for none
	}{
		{"line.txt", strings.Repeat("x", 20e6), 0, "more than 16 MB"},
		{"article.txt", "Title: Ferry\n\n" + numbered(20_000), 1, "Only the first 500000 bytes"},
		{"nested.html", "<body>" + strings.Repeat("<div>", 300_000) + "The ferry sank." + strings.Repeat("</div>", 300_000), 0, "no article text"},
		{"misnested.html", "<body>" + strings.Repeat("<b><i><p>The ferry sank near the pier.", 20_000), 0, ""},
		{"tables.html", strings.Repeat("<table><tr><td>", 20_000) + "The ferry sank.", 0, ""},
		{"attributes.html", "<p " + strings.Repeat("a=b ", 300_000) + ">The ferry sank on Tuesday.</p>", 0, ""},
		{"quotes.txt", "Title: Ferry\n\n" + strings.Repeat("“It is too many,” he said. ", 4_000), 1, ""},
		{"open.txt", "Title: Ferry\n\nShe said: " + strings.Repeat("“‘", 50_000), 1, ""},
		{"names.txt", "Title: Ferry\n\n" + strings.Repeat("Ana Brandt met Jonas Holm. ", 8_000), 1, ""},
		{"digits.txt", "Title: Ferry\n\n" + strings.Repeat("1,", 60_000), 1, ""},
		{"marks.txt", "Title: Ferry\n\na" + strings.Repeat("\u0301", 100_000), 1, ""},
		{"deep.json", strings.Repeat(`[{"a":`, 100_000), 0, ""},
		{"wide.json", `{"text":"The ferry sank."` + strings.Repeat(`,"a":1`, 100_000) + "}", 0, ""},
		{"fields.csv", "text" + strings.Repeat(",a", 100_000) + "\n" + strings.Repeat("b,", 100_000), 0, ""},
		{"feed.xml", "<rss>" + strings.Repeat("<channel>", 100_000), 0, ""},
		{"laughs.xml", `<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>`, 0, ""},
		{"bomb.txt.gz", packed(t, 300e6), 0, "200 times"},
		{"bomb.txt.zst", squeezed(t, 300e6), 0, "200 times"},
		{"bomb.zip", zipped(t, "a.txt", 300e6), 0, "larger than 64 MB"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), test.name)
			if err := os.WriteFile(file, []byte(test.data), 0o600); err != nil {
				t.Fatal(err)
			}
			run := analyse(t, []string{file}, pipeline.Options{Jobs: 1})
			encoded(t, run.Record, nil)
			if n := len(run.Record.Articles); n < test.articles {
				t.Errorf("%d articles", n)
			}
			said := fmt.Sprint(run.Failed, run.Record.Notices)
			if !strings.Contains(said, test.told) {
				t.Errorf("nothing says %q: %.500s", test.told, said)
			}
			if len(run.Record.Articles) == 0 && len(run.Failed) == 0 {
				t.Error("no article, and no cause")
			}
		})
	}
}

// numbered returns n different sentences.
func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "Ferry %d sank near pier %d of the port. ", i, i*7)
	}
	return b.String()
}

// ferry is a line that is no article's by itself, so that what was packed is text.
const ferry = "The ferry sank near the pier on Tuesday, and nobody said why.\n"

func packed(t *testing.T, n int) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for range n / len(ferry) {
		if _, err := z.Write([]byte(ferry)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func squeezed(t *testing.T, n int) string {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(z.EncodeAll(bytes.Repeat([]byte(ferry), n/len(ferry)), nil))
}

func zipped(t *testing.T, name string, n int) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(bytes.Repeat([]byte(ferry), n/len(ferry))); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestArchivesWriteNothing holds that the names within an archive are names and
// nothing more: no file is made, and none outside is read.
func TestArchivesWriteNothing(t *testing.T) {
	root := t.TempDir()
	secret := filepath.Join(root, "secret.txt")
	if err := os.WriteFile(secret, []byte("Title: The secret harbour plan\n\nNobody may read this text of the board.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	names := []string{"../../escaped.txt", "/escaped.txt", "..\\escaped.txt", "a/../../../escaped.txt", "escaped.txt\x00.png"}
	var zipFile, tarFile bytes.Buffer
	z, tw := zip.NewWriter(&zipFile), tar.NewWriter(&tarFile)
	body := []byte("Title: Ferry sinks\n\nThe ferry sank near the pier.\n")
	for _, name := range names {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(body); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(name, "\x00") {
			continue
		}
		if err := tw.WriteHeader(&tar.Header{Name: name, Size: int64(len(body)), Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		if _, err := tw.Write(body); err != nil {
			t.Fatal(err)
		}
	}
	for _, h := range []tar.Header{
		{Name: "link.txt", Typeflag: tar.TypeSymlink, Linkname: secret},
		{Name: "hard.txt", Typeflag: tar.TypeLink, Linkname: secret},
		{Name: "pipe.txt", Typeflag: tar.TypeFifo},
	} {
		if err := tw.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := tw.Close(); err != nil {
		t.Fatal(err)
	}
	in := filepath.Join(root, "in")
	if err := os.Mkdir(in, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"a.zip": zipFile.Bytes(), "a.tar": tarFile.Bytes()} {
		if err := os.WriteFile(filepath.Join(in, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := analyse(t, []string{in}, pipeline.Options{Ingest: ingest.Options{}})
	if len(run.Record.Articles) == 0 {
		t.Fatalf("no article was read: %v", run.Failed)
	}
	for _, a := range run.Record.Articles {
		if strings.Contains(a.Text, "secret") {
			t.Errorf("%s holds a file from outside of the archive", a.Input.Name)
		}
	}
	var found []string
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			found = append(found, filepath.Base(path))
		}
		return err
	})
	if slices.Sort(found); err != nil || !slices.Equal(found, []string{"a.tar", "a.zip", "secret.txt"}) {
		t.Errorf("there are the files %q now (%v)", found, err)
	}
}
