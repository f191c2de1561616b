package export

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/twosource/twosource/internal/news"
)

// WriteCSV writes the rows of a record as RFC 4180 with a header line. It begins
// with a byte order mark, without which Excel reads UTF-8 as another encoding;
// cells that a spreadsheet would take for a formula begin with an apostrophe.
func WriteCSV(w io.Writer, rec *news.Record) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(Columns); err != nil {
		return err
	}
	for _, r := range Rows(rec) {
		cells := r.Cells()
		for i := range cells {
			cells[i] = defused(cells[i])
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// defused is a cell that no spreadsheet takes for a formula.
//
// Source: owasp.org, CSV Injection.
func defused(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}

// WriteJSONL writes the rows of a record, one JSON object a line.
func WriteJSONL(w io.Writer, rec *news.Record) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for _, r := range Rows(rec) {
		if err := out.Encode(&r); err != nil {
			return err
		}
	}
	return nil
}

// WriteParquet writes the rows of a record as a Parquet file, packed by zstd.
func WriteParquet(w io.Writer, rec *news.Record) error {
	out := parquet.NewGenericWriter[Row](w, parquet.Compression(&parquet.Zstd), parquet.CreatedBy("twosource", "1", ""))
	if _, err := out.Write(Rows(rec)); err != nil {
		return err
	}
	return out.Close()
}
