package reuse

import (
	"slices"
	"testing"
)

func TestStem(t *testing.T) {
	for _, same := range [][]string{
		{"establish", "establishes", "established", "establishing"},
		{"stop", "stops", "stopped", "stopping"},
		{"carry", "carries", "carried", "carrying"},
		{"make", "makes", "made", "making"},
		{"quick", "quickly"},
		{"harbour", "harbours"},
		{"say", "said", "says"},
	} {
		for _, w := range same[1:] {
			if stemKey(w) != stemKey(same[0]) {
				t.Errorf("%s and %s have the stems %q and %q", same[0], w, stem([]byte(same[0])), stem([]byte(w)))
			}
		}
	}
	for _, w := range []string{"is", "us", "bus", "thing", "need", "crisis", "ally", ""} {
		if got := string(stem([]byte(w))); got != w {
			t.Errorf("stem(%q) = %q, want it unchanged", w, got)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, same := range [][]string{{"1,200,000", "1.2", "12"}, {"nine", "9"}, {"first", "1st", "1"}, {"240,000", "24"}} {
		want, _ := number(same[0])
		for _, w := range same[1:] {
			if got, ok := number(w); !ok || got != want {
				t.Errorf("number(%q) = %d, %v; want %d as for %q", w, got, ok, want, same[0])
			}
		}
	}
	if _, ok := number("bridge"); ok {
		t.Error("bridge is taken for a number")
	}
}

func TestNextWord(t *testing.T) {
	const text = "The U.S. won’t pay 1,200.50 to Rock-‘n’-Roll's café, it's “over”."
	var got []string
	for at := 0; ; {
		start, end := nextWord(text, at, len(text))
		if start < 0 {
			break
		}
		got = append(got, text[start:end])
		at = end
	}
	want := []string{"The", "U.S", "won’t", "pay", "1,200.50", "to", "Rock", "n", "Roll's", "café", "it's", "over"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCountTable(t *testing.T) {
	var rows []counted
	for i := range uint64(5000) {
		rows = append(rows, counted{spread(i + 1), uint8(1 + i%maxCount)})
	}
	slices.SortFunc(rows, func(x, y counted) int {
		if x.hash < y.hash {
			return -1
		}
		return 1
	})
	table := countTable(buildCounts(rows))
	wrong := 0
	for _, r := range rows {
		if table.get(r.hash) != int(r.count) {
			wrong++
		}
	}
	unknown := 0
	for i := range uint64(5000) {
		if table.get(spread(i+1e6)) > 0 {
			unknown++
		}
	}
	if wrong > 20 || unknown > 20 {
		t.Errorf("%d of 5,000 counts are wrong, %d unknown hashes are known", wrong, unknown)
	}
	if countTable("").get(7) != 0 {
		t.Error("an empty table has a count")
	}
}

func TestSynonymTable(t *testing.T) {
	table := synonymTable(Synonyms([][]string{{"quay", "wharf", "pier"}, {"pier", "jetty"}}))
	row := table.row(stemKey("piers"))
	for word, want := range map[string]bool{"wharf": true, "jetties": true, "quay": true, "pier": false, "boat": false} {
		if got := table.synonymous(row, stemKey(word)); got != want {
			t.Errorf("pier and %s are synonyms: %v, want %v", word, got, want)
		}
	}
	if table.row(stemKey("boat")) != -1 || synonymTable("").row(1) != -1 {
		t.Error("a word that is in no group has a row")
	}
}

func TestLongestRise(t *testing.T) {
	for _, test := range []struct {
		list []int16
		want int32
	}{{nil, 0}, {[]int16{0, 0}, 0}, {[]int16{1, 2, 3}, 3}, {[]int16{3, 2, 1}, 1}, {[]int16{2, 0, 1, 4, 3, 5}, 3}} {
		if got := longestRise(test.list); got != test.want {
			t.Errorf("longestRise(%v) = %d, want %d", test.list, got, test.want)
		}
	}
}
