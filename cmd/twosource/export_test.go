package main

import (
	"encoding/csv"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// TestExport writes the examples in each format; what the formats say is tested
// in package export.
func TestExport(t *testing.T) {
	dir := t.TempDir()
	for _, format := range []string{"csv", "jsonl", "parquet", "json", "webanno", "claimreview", "timelinejs", "graphml", "dot", "tei", "rss", "atom"} {
		if out := ok(t, "export", root+"/examples/ferry-talks", "--format", format).out; len(out) < 200 {
			t.Errorf("%s: only %q", format, out)
		}
	}
	// The table has a row a statement, as the view quotes has.
	var quotes []json.RawMessage
	if err := json.Unmarshal([]byte(ok(t, "quotes", root+"/examples/ferry-talks", "--format", "json").out), &quotes); err != nil {
		t.Fatal(err)
	}
	table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(ok(t, "export", root+"/examples/ferry-talks", "--format", "csv").out, "\uFEFF"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, row := range table[1:] {
		if row[0] == "statement" {
			ids[row[1]] = true
		}
	}
	if len(ids) != len(quotes) {
		t.Errorf("statements of the table: %d, of quotes: %d", len(ids), len(quotes))
	}
	storeFile := filepath.Join(dir, "desk.db")
	ok(t, "add", root+"/examples/ferry-talks", "--store", storeFile)
	files := ok(t, "export", root+"/examples/ferry-talks", "--format", "csv").out
	if kept := ok(t, "export", "--store", storeFile, "--format", "csv").out; kept != files {
		t.Error("the export of a store and that of its files differ")
	}
	fails(t, exitUsage, "whole store", "export", "--store", storeFile, "--query", "ferry")
}
