// Package sheet writes tables that people open in a spreadsheet.
package sheet

import (
	"encoding/csv"
	"io"
	"strings"
)

// A Writer writes rows as CSV (RFC 4180) of which no cell is taken for a formula.
// Make one with [NewWriter]; it is flushed as any [csv.Writer].
type Writer struct {
	*csv.Writer
	row []string // of the last Write
}

// NewWriter returns a Writer on w.
func NewWriter(w io.Writer) *Writer { return &Writer{Writer: csv.NewWriter(w)} }

// Write writes one row, each cell as [Cell] has it. The error is that of the writer
// below, which [csv.Writer.Error] has as well after Flush.
func (w *Writer) Write(cells []string) error {
	w.row = w.row[:0]
	for _, c := range cells {
		w.row = append(w.row, Cell(c))
	}
	return w.Writer.Write(w.row)
}

// Cell is s with an apostrophe before what a spreadsheet would take for the
// beginning of a formula: at its own beginning, and behind what parts cells or lines
// where another separator than ours is usual, as the semicolon is in much of Europe.
//
// Source: owasp.org, CSV Injection.
func Cell(s string) string {
	const formula = "=+-@＝＋－＠"
	if !strings.ContainsAny(s, formula) && !strings.ContainsAny(s, "\t\r\n") {
		return s
	}
	var b strings.Builder
	begins := true // a cell may begin here
	for i, r := range s {
		if begins && strings.ContainsRune(formula, r) || i == 0 && strings.ContainsRune("\t\r\n", r) {
			b.WriteByte('\'')
		}
		switch r {
		case ';', '\t', '\r', '\n':
			begins = true
		case ' ', '"':
		default:
			begins = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
