package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// lastLine is a line that the Lantern Post prints under every article.
const lastLine = "Readers who want to know what goes on along the coast before their neighbours do may order the morning letter of the house at no charge."

// trades give articles of one outlet something of their own to tell.
var trades = []string{"bakers", "joiners", "pilots", "dyers", "coopers", "masons", "glaziers", "weavers", "tanners", "printers"}

// lantern writes articles of one outlet that end alike, one for each trade.
func lantern(t *testing.T, dir string) {
	t.Helper()
	for i, trade := range trades {
		writeArticle(t, dir, fmt.Sprintf("%02d.txt", i), "https://lantern-post.example/"+trade,
			fmt.Sprintf("The guild of the %s chose a new warden on day %d of its meeting in the %s' hall.\n\nEvery master of the %s had one vote, and apprentices had none.", trade, i+2, trade, trade))
	}
}

// writeArticle writes an article that ends with the lastLine line.
func writeArticle(t *testing.T, dir, name, url, text string) {
	t.Helper()
	whole := "Title: " + name + "\nPublished: 2031-03-05T12:00:00Z\nURL: " + url + "\n\n" + text + "\n\n" + lastLine + "\n"
	if err := os.WriteFile(filepath.Join(dir, name), []byte(whole), 0o644); err != nil {
		t.Fatal(err)
	}
}

// links returns how many links a brief has, and the table that its settings name.
func links(t *testing.T, brief string) (n int, table string) {
	t.Helper()
	var b struct {
		Lineage   []json.RawMessage `json:"lineage"`
		Generator struct {
			Settings struct {
				Boilerplate string `json:"boilerplate_sha256"`
			} `json:"settings"`
		} `json:"generator"`
	}
	if err := json.Unmarshal([]byte(brief), &b); err != nil {
		t.Fatal(err)
	}
	return len(b.Lineage), b.Generator.Settings.Boilerplate
}

// TestBoilerplate learns what an outlet repeats from inputs and from a store, and
// holds briefs of files and of stores with the table to one another.
func TestBoilerplate(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"many", "few"} {
		if err := os.Mkdir(in(name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	lantern(t, in("many"))
	writeArticle(t, in("few"), "ferry.txt", "https://lantern-post.example/ferry", "The ferry to the islands sails twice a day from Monday on, the harbour office said.")
	writeArticle(t, in("few"), "tower.txt", "https://mirror.example/tower", "Workers have begun to take down the old water tower, which has leaned since the flood.")

	table, same := in("outlets.boilerplate"), in("same.boilerplate")
	ok(t, "add", in("many"), "--store", in("many.db"))
	ok(t, "boilerplate", "--store", in("many.db"), "-o", table)
	ok(t, "boilerplate", in("many"), "-o", same)
	learnt, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := os.ReadFile(same); err != nil || string(again) != string(learnt) {
		t.Errorf("learnt from the inputs, the table is another than from the store: %v", err)
	}
	if !strings.Contains(string(learnt), "\nfamily lantern-post.example\n") || strings.Contains(string(learnt), "neighbours") {
		t.Errorf("the table does not name the family, or has words:\n%.300s", learnt)
	}

	brief := func(args ...string) string {
		return ok(t, append([]string{"brief", "--format", "json", "-q"}, args...)...).out
	}
	without, with := brief(in("few")), brief(in("few"), "--boilerplate", table)
	if n, named := links(t, without); n != 1 || named != "" {
		t.Errorf("without a table: %d links, and the settings name the table %q", n, named)
	}
	if n, named := links(t, with); n != 0 || len(named) != 64 {
		t.Errorf("with a table: %d links, and the settings name the table %q", n, named)
	}
	if n, _ := links(t, brief(in("many"))); n != 0 {
		t.Errorf("what one outlet repeats in the set itself links %d pairs", n)
	}

	db := in("few.db")
	ok(t, "add", in("few"), "--boilerplate", table, "--store", db)
	if got := brief("--store", db, "--boilerplate", table); got != with {
		t.Error("the brief of the store differs from that of the files with the table")
	}
	fails(t, exitFailed, "--boilerplate FILE", "brief", "--store", db)
	fails(t, exitFailed, "--boilerplate FILE", "add", in("many"), "--store", db)
	ok(t, "reannotate", "--store", db)
	if got := brief("--store", db); got != without {
		t.Error("after reannotate without the table the brief differs from that of the files without it")
	}
	fails(t, exitFailed, "reannotate", "brief", "--store", db, "--boilerplate", table)
	if out := ok(t, "reannotate", "--boilerplate", table, "--store", db); !strings.Contains(out.errout, "0 pages analysed again") {
		t.Errorf("with another table pages are analysed again: %s", out.errout)
	}
	if got := brief("--store", db, "--boilerplate", table); got != with {
		t.Error("after reannotate with the table the brief differs from that of the files with it")
	}
	ok(t, "doctor", "--store", db)
	fails(t, exitFailed, "--boilerplate FILE", "serve", "--listen", "127.0.0.1:0", "--store", db)
	fails(t, exitFailed, "no table of boilerplate", "watch", "--boilerplate", db, "--store", db, "https://feed.example/rss")
}

// TestBoilerplateOutlivesRemoval holds that a store knows its table when what was
// derived is dropped with an article.
func TestBoilerplateOutlivesRemoval(t *testing.T) {
	dir := t.TempDir()
	folder, table, db := filepath.Join(dir, "many"), filepath.Join(dir, "t"), filepath.Join(dir, "desk.db")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	lantern(t, folder)
	ok(t, "boilerplate", folder, "-o", table)
	ok(t, "add", folder, "--boilerplate", table, "--store", db)
	var list []struct {
		ID string `json:"id"`
	}
	rows := ok(t, "articles", "--store", db, "--boilerplate", table, "--format", "json").out
	if err := json.Unmarshal([]byte(rows), &list); err != nil || len(list) != len(trades) {
		t.Fatalf("%d articles: %v", len(list), err)
	}
	ok(t, "remove", list[0].ID, "--no-stories", "--store", db)
	fails(t, exitFailed, "--boilerplate FILE", "brief", "--store", db)
	fails(t, exitFailed, "could not be made anew", "remove", list[1].ID, "--store", db)
	ok(t, "remove", list[2].ID, "--boilerplate", table, "--store", db)
	ok(t, "brief", "--store", db, "--boilerplate", table)
}

func TestBoilerplateUsage(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad")
	if err := os.WriteFile(bad, []byte("hello\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	fails(t, exitUsage, "2 to 16", "boilerplate", dir, "--least", "1")
	fails(t, exitUsage, "not both", "boilerplate", dir, "--store", "x.db")
	fails(t, exitFailed, "no table of boilerplate", "brief", dir, "--boilerplate", bad)
	fails(t, exitFailed, "cannot read the table", "brief", dir, "--boilerplate", filepath.Join(dir, "none"))
	fails(t, exitFailed, "no article", "boilerplate", t.TempDir())
	fails(t, exitFailed, "twosource add makes one", "boilerplate", "--store", filepath.Join(dir, "none.db"))
}
