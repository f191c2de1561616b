package eval

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

var dateErrors = flag.String("date-errors", "", "write the pages with a wrong date to this file")

func TestDateOutcome(t *testing.T) {
	for _, c := range []struct {
		got, gold string
		want      int
	}{{"2015-09-27", "2015-09-27", 0}, {"2015-09-28", "2015-09-27", 1}, {"2015-09-28", "", 1}, {"", "2015-09-27", 2}, {"", "", 3}, {"", "nan", 2}} {
		if got := dateOutcome(c.got, c.gold); got != c.want {
			t.Errorf("dateOutcome(%q, %q) = %d, want %d", c.got, c.gold, got, c.want)
		}
	}
}

// TestWriteDateErrors lists the pages whose date is wrong, for reading.
func TestWriteDateErrors(t *testing.T) {
	if *dateErrors == "" {
		t.Skip("no -date-errors FILE")
	}
	dir, err := HTMLDateModule()
	if err != nil {
		t.Skip(err)
	}
	writeDateErrors(t, dir)
}

func writeDateErrors(t *testing.T, dir string) {
	pages, err := ReadDatePages(dir)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(*dateErrors)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i := range pages {
		p := &pages[i]
		if got := PublishedDay(p); dateOutcome(got, p.Gold) != 0 {
			d := extractor.Published(news.Page{Media: news.HTML, Body: p.HTML})
			fmt.Fprintf(f, "%s gold %s got %s (%s: %.100q)\n", p.Name, p.Gold, got, d.Reason, d.Words)
		}
	}
}
