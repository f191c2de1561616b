package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
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
	if err := run(shared, out, ""); err != nil {
		t.Fatal(err)
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

func TestTitleCase(t *testing.T) {
	for in, want := range map[string]string{"AL-QAEDA": "al-Qaeda", "O'BRIEN": "O'Brien", "PEOPLE'S": "People's", "JEAN-MARIE": "Jean-Marie"} {
		if got := titleCase(in, nil); got != want {
			t.Errorf("titleCase(%q) = %q, want %q", in, got, want)
		}
	}
}
