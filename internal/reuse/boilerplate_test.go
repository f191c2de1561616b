package reuse

import (
	"fmt"
	"strings"
	"testing"
)

const subscribe = `Readers who want to know what goes on along the coast before their neighbours do may order the morning letter of this paper at no charge`

// house returns articles of one family that end with a line of the house, each with
// a text of its own before it.
func house(n int) (rows [][4]string) {
	as, _ := grown(n + n/7 + 1)
	for i := 0; len(rows) < n; i++ {
		if i%8 != 7 {
			rows = append(rows, [4]string{fmt.Sprintf("h%02d", i), "Post", "", as[i].Text + "\n" + subscribe})
		}
	}
	return rows
}

// learn returns the table of what a set's families repeat, learnt from an index with
// so many articles in each segment, 0 for none.
func learn(t *testing.T, rows [][4]string, segment int) *Boilerplate {
	t.Helper()
	as, ans := set(rows...)
	x, s := new(Index), NewSketcher(nil, nil)
	for i := range as {
		sketch := s.Sketch(&as[i], &ans[i])
		if _, err := x.Add(&sketch); err != nil {
			t.Fatal(err)
		}
		if segment > 0 && i%segment == segment-1 {
			write(t, x, 0)
		}
	}
	table, err := x.Boilerplate(LearnedArticles)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// TestBoilerplateIsPinned holds that a line of the house that was learnt beforehand
// is not shared text, and that other text of the same outlet is.
func TestBoilerplateIsPinned(t *testing.T) {
	table := learn(t, house(LearnedArticles), 0)
	if table.Len() == 0 {
		t.Fatal("nothing was learnt")
	}
	as, ans := set([4]string{"a", "Post", "", tunnel + "\n" + subscribe}, [4]string{"b", "Echo", "", harbour + "\n" + subscribe},
		[4]string{"c", "Herald", "", tunnel})
	linked := func(o Options) (out []string) {
		for _, l := range Find(as, ans, o).Links {
			out = append(out, min(l.From, l.To)+max(l.From, l.To))
		}
		return out
	}
	if got := strings.Join(linked(Options{}), " "); !strings.Contains(got, "ab") {
		t.Errorf("without a table the line of the house links nothing: %s", got)
	}
	if got := strings.Join(linked(Options{Boilerplate: table}), " "); strings.Contains(got, "ab") || len(got) != 2 {
		t.Errorf("with a table the links are %q, want that of the copy alone", got)
	}
	if few := learn(t, house(LearnedArticles-1), 0); few.Len() != 0 {
		t.Errorf("%d passages are learnt of fewer articles", few.Len())
	}
}

func TestBoilerplateStored(t *testing.T) {
	rows := house(20)
	table := learn(t, rows, 0)
	data, err := table.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for _, segment := range []int{1, 3, 20} {
		if other := learn(t, rows, segment); other.SHA256() != table.SHA256() {
			t.Errorf("with %d articles in a segment the table is another", segment)
		}
	}
	var again Boilerplate
	if err := again.UnmarshalBinary(data); err != nil || again.SHA256() != table.SHA256() || again.Len() != table.Len() {
		t.Errorf("read again, the table is another: %v", err)
	}
	for name, bad := range map[string]string{
		"nothing": "", "the magic alone": boilerplateMagic, "half a place": string(data[:len(data)-1]),
		"no free place": boilerplateMagic + "\x01\x01", "another version": "tsboiler0\x00\x00", "text": "hello, world",
	} {
		if err := new(Boilerplate).UnmarshalBinary([]byte(bad)); err == nil {
			t.Errorf("%s is a table", name)
		}
	}
}

// FuzzBoilerplate reads any bytes as a table and looks into it.
func FuzzBoilerplate(f *testing.F) {
	f.Add([]byte(boilerplateMagic+"\x00\x00\x01\x10"), uint32(1), uint32(2))
	f.Fuzz(func(t *testing.T, data []byte, family, shingle uint32) {
		var b Boilerplate
		if err := b.UnmarshalBinary(data); err == nil {
			b.has(family, shingle)
			if again, _ := b.MarshalBinary(); string(again) != string(data) {
				t.Error("written again, the table is another")
			}
		}
	})
}
