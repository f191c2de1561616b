package extract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestSamples holds what is known of the real reports, and shows with -v what is
// seen in them.
func TestSamples(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/samples/syria-2015/*.txt")
	if len(files) == 0 {
		t.Skip("../shared/samples is not there")
	}
	x := New(Options{})
	for i, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		p := news.Page{Media: news.PlainText, Body: strings.ReplaceAll(string(raw), "\r\n", "\n")}
		a, _, err := x.Extract(p)
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		checkArticle(t, &a)
		// The first report has no headline, the second a date line.
		if (a.Title == "") != (i == 0) || a.Published.Known() != (i == 1) {
			t.Errorf("%s: title %q, published %+v", f, a.Title, a.Published)
		}
		t.Logf("=== %s outlet=%q title=%q authors=%q published=%+v", filepath.Base(f), a.Outlet, a.Title, a.Authors, a.Published)
		for _, b := range a.Blocks {
			w := b.Of(a.Text)
			if len(w) > 70 {
				w = w[:70]
			}
			t.Logf("%-10s %-25s %q", b.Kind, b.Reason, w)
		}
	}
}
