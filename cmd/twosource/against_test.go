package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// bridge and orchard are reports of two outlets.
const (
	bridge = `The old bridge over the Ilva will be closed for two years from the first of May, the council of Marrow decided on Tuesday night after five hours of debate.

Lorries will have to take the road through Sandford, which is eleven miles longer, and the bus company said that its morning service would leave a quarter of an hour earlier.

Councillor Edith Farrow, who had asked for a second lane, called the decision a gift to the quarry owners and left the hall before the count.`
	orchard = `Growers in the valley have lost a third of their early pears to the frost of last week, a survey of ninety orchards by the Fruit Board shows.

The board wants the ministry to pay for heaters, as it did after the frost nine years ago, and will put its case in the capital next month.`
)

// against returns the lineage of new articles and a store, as JSON.
func against(t *testing.T, dir, db string) string {
	t.Helper()
	return ok(t, "lineage", dir, "--against", db, "--format", "json", "-q").out
}

// TestLineageAgainst holds that what a store has of new articles is found by an index,
// as it is found when all are read, however the index came to be.
func TestLineageAgainst(t *testing.T) {
	dir := t.TempDir()
	in := func(name ...string) string { return filepath.Join(append([]string{dir}, name...)...) }
	for _, name := range []string{"old", "more", "new"} {
		if err := os.Mkdir(in(name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	put := func(folder, name, outlet, day, text string) {
		t.Helper()
		whole := "Title: " + name + "\nPublished: 2031-03-" + day + "T12:00:00Z\nURL: https://" + outlet + ".example/" + name + "\n\n" + text + "\n"
		if err := os.WriteFile(in(folder, name+".txt"), []byte(whole), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lantern(t, in("old"))
	put("old", "bridge", "marrow-post", "02", bridge)
	put("more", "pears", "valley-echo", "03", orchard)
	put("new", "closed", "daily-copy", "04", "Drivers in Marrow are in for a long wait.\n\n"+bridge)
	put("new", "frost", "fruit-letter", "05", orchard)
	db, index := in("desk.db"), in("desk.db.index")
	ok(t, "add", in("old"), "--store", db)

	one := against(t, in("new"), db)
	if n := linked(t, one); !slices.Equal(n, []string{"bridge closed"}) {
		t.Errorf("linked are %v, want the bridge and its copy", n)
	}
	ok(t, "add", in("more"), "--store", db)
	both := against(t, in("new"), db)
	want := linked(t, ok(t, "lineage", in("old"), in("more"), in("new"), "--format", "json", "-q").out)
	if n := linked(t, both); !slices.Equal(n, want) || len(n) != 2 {
		t.Errorf("linked are %v, and of all articles together %v", n, want)
	}

	damage := map[string]func(name string) error{
		"lost":        func(string) error { return os.RemoveAll(index) },
		"cut":         func(name string) error { return os.Truncate(name, 3) },
		"overwritten": func(name string) error { return os.WriteFile(name, []byte("something else, and more of it"), 0o644) },
	}
	for what, do := range damage {
		if err := do(filepath.Join(index, "latest")); err != nil {
			t.Fatal(err)
		}
		if out := ok(t, "doctor", "--store", db).out; strings.Contains(out, "is made again") == (what == "lost") || !strings.Contains(out, "nothing wrong") {
			t.Errorf("of an index that is %s doctor says:\n%s", what, out)
		}
		if got := against(t, in("new"), db); got != both {
			t.Errorf("after the index was %s the outcome is another", what)
		}
	}
	if out := ok(t, "doctor", "--store", db).out; strings.Contains(out, "index") {
		t.Errorf("of a whole index doctor says:\n%s", out)
	}

	ok(t, "remove", idOf(t, db, "bridge.txt"), "--store", db)
	if _, err := os.Stat(index); !os.IsNotExist(err) {
		t.Errorf("after an article was removed its hashes are still there: %v", err)
	}
	if n := linked(t, against(t, in("new"), db)); !slices.Equal(n, []string{"frost pears"}) {
		t.Errorf("after the bridge was removed linked are %v", n)
	}
	ok(t, "backup", in("copy.db"), "--store", db)
	if got := against(t, in("new"), in("copy.db")); got != against(t, in("new"), db) {
		t.Error("a copy of the store has another outcome")
	}
	fails(t, exitUsage, "--against takes inputs", "lineage", "--against", db)
	fails(t, exitFailed, "twosource add makes one", "lineage", in("new"), "--against", in("none.db"))
}

// linked returns the pairs of titles that a lineage links, sorted.
func linked(t *testing.T, lineage string) []string {
	t.Helper()
	var d struct {
		Articles []struct {
			ID, Title string
		}
		Lineage []struct{ From, To string }
	}
	if err := json.Unmarshal([]byte(lineage), &d); err != nil {
		t.Fatal(err)
	}
	name := map[string]string{}
	for _, a := range d.Articles {
		name[a.ID] = a.Title
	}
	var out []string
	for _, l := range d.Lineage {
		pair := []string{name[l.From], name[l.To]}
		slices.Sort(pair)
		out = append(out, strings.Join(pair, " "))
	}
	slices.Sort(out)
	return out
}

// idOf returns the id of the article that a store has from an input.
func idOf(t *testing.T, db, input string) string {
	t.Helper()
	var list []struct {
		ID    string `json:"id"`
		Input string `json:"input"`
	}
	if err := json.Unmarshal([]byte(ok(t, "articles", "--store", db, "--format", "json").out), &list); err != nil {
		t.Fatal(err)
	}
	for _, a := range list {
		if filepath.Base(a.Input) == input {
			return a.ID
		}
	}
	t.Fatalf("no article of %s in %v", input, list)
	return ""
}
