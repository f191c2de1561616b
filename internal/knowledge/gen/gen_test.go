package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// The committed tables are what the generator makes of its sources.
func TestTablesAreCurrent(t *testing.T) {
	if testing.Short() {
		t.Skip("counts the words of 30,000 articles: not in short tests")
	}
	const shared = "../../../../shared"
	if _, err := os.Stat(shared); err != nil {
		t.Skip("the sources are not here: ", err)
	}
	out := t.TempDir()
	list := filepath.Join(out, "list.tsv")
	if err := run(shared, out, list); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := knowledge.ReadRows("list.tsv", text)
	if shipped := knowledge.Default().Len(); err != nil || len(rows) != shipped {
		t.Errorf("as plain text the table has %d of %d rows: %v", len(rows), shipped, err)
	}
	for _, name := range []string{"names.bin", "agencies.bin", "outlets.bin", "rarity.bin", "casing.bin", "people.bin"} {
		made, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		committed, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(made, committed) {
			t.Errorf("%s is not what the generator makes: run make knowledge", name)
		}
	}
}

func TestLog2(t *testing.T) {
	for _, c := range []struct {
		a, b uint64
		want int32
	}{{8, 1, 768}, {8, 8, 0}, {30078, 15039, 256}, {30078, 1, 3808}, {3, 2, 149}} {
		if got := log2of(c.a, c.b); got != c.want {
			t.Errorf("log2(%d/%d) = %d/256, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestReadActors(t *testing.T) {
	got := readActors("# comment\nALFA_  ; CountryInfo.txt\n+BRAVO_CHARLIE_\n\t[AAAGOV 010101-020202] [AAAELI]\nDELTA [BBB]\n")
	if len(got) != 2 || !got[0].person || len(got[0].names) != 2 || got[0].names[1] != "BRAVO_CHARLIE" ||
		len(got[0].codes) != 2 || lastYear(got[0].codes) != 2002 || got[1].codes[0] != "BBB" {
		t.Errorf("%+v", got)
	}
}

func TestReadTerm(t *testing.T) {
	for code, want := range map[string]string{
		"AAAGOV 010101-020202": "2001-01-01 2002-02-02", "AAAGOV 19991231-20001301": "", "AAAGOV >981301": "", "AAAGOV >981231": "1998-12-31 open",
		"AAAGOV <210101": "ever 1921-01-01", "AAAGOV": "", "AAAGOV 020202-010101": "", "AAAGOV 200230-200301": "2020-02-01 2020-03-01",
	} {
		got := ""
		if r, ok := readTerm(code, ""); ok {
			got = "ever "
			if r.from != knowledge.LongAgo {
				got = news.DayValue(r.from) + " "
			}
			if r.to == knowledge.Open {
				got += "open"
			} else {
				got += news.DayValue(r.to)
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

// A list of holders ends where terms overlap, and gives its title to those
// alone who have one term.
func TestListing(t *testing.T) {
	l := &listing{title: "Prime Ministers"}
	block := func(codes ...string) actor { return actor{codes: codes, notes: make([]string, len(codes))} }
	for i, c := range []struct {
		block actor
		want  string
	}{
		{block("AAAELI", "AAAGOV 900101-940101"), "Prime Ministers"},
		{block("AAAGOV 940101-980101", "AAAGOV 000101-010101"), ""},
		{block("AAAGOV 940101-980101"), "Prime Ministers"},
		{block("AAAGOV 950101-970101"), ""},
		{block("AAAGOV 980101-990101"), ""},
	} {
		if got := l.titleOf(c.block); got != c.want {
			t.Errorf("block %d: %q, want %q", i, got, c.want)
		}
	}
}

func TestLeaderNames(t *testing.T) {
	p := newPeople()
	p.given("Rudolf")
	got := leaderNames(actor{names: []string{"RED_LANTERN_FRONT_", "RED_LANTERN_", "RUDOLF_RASSENDYLL_", "SHEIKH_RASSENDYLL", "RASSENDYLL", "RUDOLF_BRIGADE_"}}, p)
	if len(got) != 3 || !got["RUDOLF RASSENDYLL "] && !got["RUDOLF RASSENDYLL"] {
		t.Errorf("%v", got)
	}
}

func TestTitleCase(t *testing.T) {
	for in, want := range map[string]string{"AL-QAEDA": "al-Qaeda", "O'BRIEN": "O'Brien", "PEOPLE'S": "People's", "JEAN-MARIE": "Jean-Marie"} {
		if got := titleCase(in, nil); got != want {
			t.Errorf("titleCase(%q) = %q, want %q", in, got, want)
		}
	}
}
