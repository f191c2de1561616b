package brief

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// TestListings writes each view in each of its formats into one file.
func TestListings(t *testing.T) {
	d := fixtureDocument(t)
	var all bytes.Buffer
	for _, v := range []struct {
		name  string
		write func(io.Writer, Format) error
	}{
		{"events", func(w io.Writer, f Format) error { return WriteEvents(w, Events(d, RowFilter{}), f, 0) }},
		{"claims", func(w io.Writer, f Format) error { return WriteClaims(w, Claims(d, RowFilter{}), f, 0) }},
		{"conflicts", func(w io.Writer, f Format) error { return WriteConflicts(w, Conflicts(d, RowFilter{}), f, 0) }},
		{"positions", func(w io.Writer, f Format) error { return WritePositions(w, Positions(d, RowFilter{}), f, 0) }},
		{"timeline", func(w io.Writer, f Format) error { return WriteTimeline(w, Timeline(d, RowFilter{}), f, 0) }},
	} {
		for _, f := range []Format{Text, Markdown, JSON, JSONL, CSV} {
			fmt.Fprintf(&all, "--- %s %s\n", v.name, f)
			if err := v.write(&all, f); err != nil {
				t.Fatal(err)
			}
		}
		if err := v.write(io.Discard, "tei"); err == nil {
			t.Errorf("%s has a format that it has not", v.name)
		}
	}
	golden(t, "listings.txt", all.Bytes())
}

func TestRowFilter(t *testing.T) {
	d := fixtureDocument(t)
	for _, c := range []struct {
		f    RowFilter
		want int
	}{
		{RowFilter{}, 2}, {RowFilter{Topic: "will MEET"}, 1}, {RowFilter{Since: "2021-03-07"}, 1}, {RowFilter{Until: "2021-03-06"}, 1},
		{RowFilter{Since: "2021-03-11"}, 0},
	} {
		if got := len(Events(d, c.f)); got != c.want {
			t.Errorf("%+v: %d events, want %d", c.f, got, c.want)
		}
	}
}

func TestSample(t *testing.T) {
	rows := strings.Split(strings.Repeat("a a b c d d e f ", 3), " ")
	key := func(s *string) string { return *s }
	small, large := Sample(rows, 2, 7, key), Sample(rows, 4, 7, key)
	kinds := func(list []string) map[string]int {
		out := map[string]int{}
		for _, s := range list {
			out[s]++
		}
		return out
	}
	if n := len(kinds(small)); n != 2 {
		t.Errorf("%d things were drawn, want 2: %q", n, small)
	}
	for k, n := range kinds(small) {
		if kinds(large)[k] != n {
			t.Errorf("the larger sample has %d of %q, the smaller %d", kinds(large)[k], k, n)
		}
	}
	if got := len(Sample(rows, 100, 7, key)); got != len(rows) {
		t.Errorf("a sample of all has %d of %d rows", got, len(rows))
	}
}
