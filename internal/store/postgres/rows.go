package postgres

import (
	"fmt"

	"github.com/twosource/twosource/internal/store"
)

// place returns the placeholder of the last of args.
func place(args []any) string { return fmt.Sprintf("$%d", len(args)) }

// columns are where readColumns and the last of them are read to.
func columns(r *store.Row) []any {
	return []any{&r.Reading.Input, &r.Reading.Ordinal, &r.Name, &r.Reading.At.Line, &r.Key, &r.Failed, &r.Revision, &r.Message, &r.Analysis, &r.Page}
}
