package reuse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
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
	table, err := x.Boilerplate(LearnedArticles, families(as))
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

// families returns the names of the families of articles.
func families(as []news.Article) (names []string) {
	for i := range as {
		names = append(names, as[i].Family)
	}
	return names
}

func TestBoilerplateWritten(t *testing.T) {
	rows := house(20)
	table := learn(t, rows, 0)
	for _, segment := range []int{1, 3, 20} {
		if other := learn(t, rows, segment); other.SHA256() != table.SHA256() {
			t.Errorf("with %d articles in a segment the table is another", segment)
		}
	}
	data, err := table.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadBoilerplate("t", data)
	if err != nil || again.SHA256() != table.SHA256() || again.Len() != table.Len() || again.table != table.table {
		t.Errorf("read again, the table is another: %v", err)
	}
	edited, err := ReadBoilerplate("t", []byte(strings.ReplaceAll(string(data), "\n", "\r\n")+"# a remark\r\n\r\n"))
	if err != nil || edited.table != table.table || edited.SHA256() == table.SHA256() {
		t.Errorf("with a remark and other line ends it does not say the same under another name: %v", err)
	}
	for bad, want := range map[string]string{
		"":                                "t:1:",
		"hello, world":                    "t:1:",
		"twosource boilerplate 0\n":       "t:1:",
		boilerplateHead + "\n0000abcd\n":  "t:2: no line",
		boilerplateHead + "\nfamily \n":   "t:2:",
		boilerplateHead + "\nfamily \xff": "t:2:",
		boilerplateHead + "\n\nfamily Post\n0000ABCD\n":                       "t:4:",
		boilerplateHead + "\nfamily Post\n+000abcd\n":                         "t:3:",
		boilerplateHead + "\nfamily Post\n0000abcd0\n":                        "t:3:",
		boilerplateHead + "\nfamily " + strings.Repeat("a", mostFamilyName+1): "t:2:",
	} {
		if _, err := ReadBoilerplate("t", []byte(bad)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", bad, err, want)
		}
	}
	if none, err := ReadBoilerplate("t", []byte(boilerplateHead+"\n")); err != nil || none.Len() != 0 || none.has(1, 2) {
		t.Errorf("a table of nothing: %v", err)
	}
}

// FuzzBoilerplate reads any bytes as a table and looks into it.
func FuzzBoilerplate(f *testing.F) {
	f.Add([]byte(boilerplateHead+"\nfamily Post\n0000abcd\n# x\n"), uint32(1), uint32(2))
	f.Fuzz(func(t *testing.T, data []byte, family, shingle uint32) {
		b, err := ReadBoilerplate("f", data)
		if err != nil {
			return
		}
		b.has(family, shingle)
		if again, _ := b.MarshalText(); string(again) != string(data) {
			t.Error("written again, the table is another")
		}
	})
}
