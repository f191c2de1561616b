package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// coastTable is a user's table of what no shipped table has.
const coastTable = `# kind     country  name                  other names                       facts
country    RUR      Ruritania             Kingdom of Ruritania
demonym    RUR      Ruritanian            Ruritanians
person     RUR      Rudolf Rassendyll     -                                 office: Foreign Minister, RUR, 2029-05-02/..
person     RUR      Anton Holm            -                                 office: Foreign Minister, RUR, 2025-05-02/2029-05-01
body       -        Northern Sea Council  Sea Table                         wikidata: Q42
agency     RUR      Gulf Press Service    Gulfpress                         domain: gulfpress.example
outlet     RUR      Strelsau Herald       -                                 domain: herald.example
`

var coast = map[string]string{
	"council.txt": `Title: Sea Table to talk about the ferry strike
Published: 2031-03-05T12:00:00Z
URL: https://herald.example/council

The Northern Sea Council meets on Friday to talk about the strike of the ferry crews, its office said.

The Sea Table has eleven members. Petra Lund told Gulfpress that the talks would be short.
`,
	"minister.txt": `Title: Minister travels to the islands
Published: 2031-03-06T08:00:00Z
URL: https://post.example/minister

Rudolf Rassendyll and Anton Holm will travel to the islands on Friday, officials said.

The Ruritanian foreign minister said that he hoped for a result.

(Gulfpress)
`,
}

// coastBrief makes the brief of the set with a table and returns it with what
// the text format shows.
func coastBrief(t *testing.T, dir, table string) (*gulfBrief, string) {
	t.Helper()
	flag := ""
	args := []string{"brief", dir, "--quiet"}
	if table != "" {
		flag = "--knowledge"
		file := filepath.Join(t.TempDir(), "coast.tsv")
		if err := os.WriteFile(file, []byte(table), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, flag, file)
	}
	return withFlags(t, dir, flag, table), ok(t, args...).out
}

// TestKnowledgeReachesTheBrief holds every stage that knows names to the user's
// table.
func TestKnowledgeReachesTheBrief(t *testing.T) {
	dir := t.TempDir()
	for name, text := range coast {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	plain, plainText := coastBrief(t, dir, "")
	known, knownText := coastBrief(t, dir, coastTable)
	for _, c := range []struct {
		what string
		is   func(b *gulfBrief, text string) bool
	}{
		{"an outlet by its domain", func(_ *gulfBrief, text string) bool { return strings.Contains(text, "Strelsau Herald") }},
		{"a body and its alias are one", func(b *gulfBrief, _ string) bool {
			e := b.entity("organization", "Northern Sea Council")
			return slices.Contains(e.Aliases, "Sea Table") && e.Wikidata == "Q42"
		}},
		{"a nationality and its country", func(b *gulfBrief, _ string) bool { return b.entity("group", "Ruritanian").Country == "RUR" }},
		{"the holder of an office on the day", func(b *gulfBrief, _ string) bool {
			e := b.entity("person", "Rudolf Rassendyll")
			return e.ID != "" && b.speaker("hoped for a result") == e.ID
		}},
		{"the country that he speaks for, by name", func(_ *gulfBrief, text string) bool {
			return strings.Contains(strings.Join(strings.Fields(text), " "), "Rassendyll, Ruritania")
		}},
		{"an agency that was told", func(b *gulfBrief, _ string) bool {
			return slices.Contains(b.Statements[b.statement("the talks would be short")].Via, "Gulf Press Service")
		}},
		{"a credit line of an agency", func(b *gulfBrief, _ string) bool {
			return slices.ContainsFunc(b.Origins, func(o gulfOrigin) bool {
				return o.Kind == "agency" && o.Name == "Gulf Press Service" && slices.Contains(o.Articles, b.article("minister.txt"))
			})
		}},
	} {
		if c.is(plain, plainText) {
			t.Errorf("%s: so without the table", c.what)
		}
		if !c.is(known, knownText) {
			t.Errorf("%s: not so with the table", c.what)
		}
	}
	if t.Failed() {
		t.Log(knownText)
	}
	if a, b := coastBrief(t, dir, coastTable); a.raw != known.raw || b != knownText {
		t.Error("another brief the second time")
	}
}
