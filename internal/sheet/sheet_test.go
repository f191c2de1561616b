package sheet

import (
	"encoding/csv"
	"strings"
	"testing"
)

func TestCell(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "a=b": "a=b", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\t=1": "'\t'=1", "＝1": "'＝1", "\n": "'\n",
		" =1": " '=1", "the pier; =1+1": "the pier; '=1+1", "the pier;\"=1": "the pier;\"'=1", "two\n-3 degrees": "two\n'-3 degrees",
		"well-known; a-b": "well-known; a-b", "two\nlines": "two\nlines", "10, -5": "10, -5",
	} {
		if got := Cell(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestOtherSeparators holds that no cell of a table is a formula, whichever of the
// usual separators a spreadsheet reads it by.
func TestOtherSeparators(t *testing.T) {
	var b strings.Builder
	w := NewWriter(&b)
	for _, cells := range [][]string{
		{"said", "=HYPERLINK(\"x\")", "end"}, {"said", "He came;=1+1;@x", "end"}, {"said", "He came\n=1+1", "end"}, {"said", "He came\t+1", "=1"},
	} {
		if err := w.Write(cells); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		t.Fatal(err)
	}
	for _, comma := range []rune{',', ';', '\t'} {
		for line := range strings.Lines(b.String()) { // a reader of semicolons does not know our quotation marks
			r := csv.NewReader(strings.NewReader(line))
			r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
			table, err := r.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range table {
				for _, cell := range row {
					if cell = strings.Trim(cell, " \""); cell != "" && strings.Contains("=+-@", cell[:1]) {
						t.Errorf("by %q: the cell %q is a formula", comma, cell)
					}
				}
			}
		}
	}
}
