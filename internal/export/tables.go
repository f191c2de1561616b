package export

import (
	"encoding/json"
	"io"

	"github.com/parquet-go/parquet-go"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/sheet"
)

// WriteCSV writes the rows of a record as RFC 4180 with a header line. It begins
// with a byte order mark, without which Excel reads UTF-8 as another encoding;
// what a spreadsheet would take for a formula has an apostrophe before it.
func WriteCSV(w io.Writer, rec *news.Record) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := sheet.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(Columns); err != nil {
		return err
	}
	for _, r := range Rows(rec) {
		if err := out.Write(r.Cells()); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
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
