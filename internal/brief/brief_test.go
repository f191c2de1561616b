package brief

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with testdata/name.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (go test -update writes it anew). Got:\n%s", name, got)
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct {
		name string
		o    TextOptions
	}{
		{"brief-80.txt", TextOptions{Width: 80}},
		{"brief-200.txt", TextOptions{Width: 200}},
		{"brief-40.txt", TextOptions{Width: 40}},
		{"brief-color.txt", TextOptions{Width: 80, Color: true, Reach: Reach{Top: 1}}},
		{"brief-all.txt", TextOptions{Width: 80, Reach: Reach{All: true}}},
	} {
		var b bytes.Buffer
		if err := WriteText(&b, fixtureDocument(t), c.o); err != nil {
			t.Fatal(err)
		}
		golden(t, c.name, b.Bytes())
		if c.o.Color {
			continue
		}
		for n, l := range strings.Split(b.String(), "\n") {
			if w := width(l); w > c.o.Width {
				t.Errorf("%s:%d is %d columns wide, at most %d wanted: %s", c.name, n+1, w, c.o.Width, l)
			}
		}
	}
}

func TestJSON(t *testing.T) {
	for _, c := range []Carry{CarryFull, CarryExcerpts, CarryNone} {
		var b bytes.Buffer
		if err := WriteJSON(&b, fixtureDocument(t), JSONOptions{Carry: c}); err != nil {
			t.Fatal(err)
		}
		golden(t, "brief-"+string(c)+".json", b.Bytes())
	}
}
