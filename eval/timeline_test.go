package eval

import (
	"strings"
	"testing"
)

func TestReadTimelines(t *testing.T) {
	files := map[string][]byte{
		"x/t17/pier/outputwithpub.csv":  []byte("date,text\n2024-03-05,\"The board closed the bridge on Monday . \nIt -LRB- the bridge -RRB- is old . \"\n2024-03-20,Nobody came on March 4 .\n"),
		"x/t17/pier/output.csv":         []byte("text\nanother\n"),
		"x/t17-gold/tl17-pier/tl1.txt":  []byte("2024-03-04\nThe bridge was closed .\n--------\n2024-03-19\nThe pier shut .\n2024-03-19\n"),
		"x/t17-gold/crisis-pier/ap.txt": []byte("2024-03-04\nAnother set .\n"),
	}
	sets, err := readTimelines(files)
	if err != nil || len(sets) != 1 {
		t.Fatalf("%d sets, %v", len(sets), err)
	}
	s := sets[0]
	if s.Topic != "pier" || len(s.Articles) != 2 || len(s.Gold) != 1 || len(s.Gold[0].Days) != 2 {
		t.Errorf("topic %q of %d articles, gold %v", s.Topic, len(s.Articles), s.Gold)
	}
	for _, a := range s.Articles {
		if strings.Contains(a.Text, "LRB") || len(a.Blocks) == 0 {
			t.Errorf("%q is not read as text", a.Text)
		}
	}
	files["x/t17/pier/outputwithpub.csv"] = []byte("date,text\nsoon,words\n")
	if _, err := readTimelines(files); err == nil {
		t.Error("a row without a day is no error")
	}
}

func TestDateF1(t *testing.T) {
	for _, c := range []struct {
		days, gold []int
		want       float64
	}{
		{[]int{5, 1, 9}, []int{1, 5, 9}, 1}, {[]int{2, 1, 9, 5}, []int{1, 5, 9}, 2. / 3}, {[]int{20, 1}, []int{1, 5}, 2. / 3}, {nil, []int{1, 2}, 0},
	} {
		if got := dateF1(c.days, c.gold); got != c.want {
			t.Errorf("%v for %v: %v, want %v", c.days, c.gold, got, c.want)
		}
	}
}
