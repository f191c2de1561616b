package paraphrase

import (
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	graded := strings.Repeat("4.00\tA bridge closed.\tThe bridge was closed.\n", 5) + "\tNo degree.\tNone.\n"
	sets, err := Read(map[string][]byte{
		"x/msr_paraphrase_train.txt": []byte("\ufeffQuality\t#1 ID\t#2 ID\t#1 String\t#2 String\r\n1\t1\t2\tA ship sank.\tA ship went down.\r\n0\t3\t4\tA ship sank.\tA bridge fell.\r\n"),
		"x/sts.tsv":                  []byte(graded),
		"x/readme.md":                []byte("no pairs"),
	})
	if err != nil || len(sets) != 2 {
		t.Fatalf("%d sets, %v", len(sets), err)
	}
	if m := sets[0]; m.Graded || len(m.Pairs) != 2 || m.Pairs[0] != (Pair{"A ship sank.", "A ship went down.", 1}) || m.Pairs[1].Same != 0 {
		t.Errorf("%+v", m)
	}
	if s := sets[1]; !s.Graded || len(s.Pairs) != 5 || s.Pairs[0].Same != .8 {
		t.Errorf("%+v", s)
	}
	if _, err := Read(map[string][]byte{"msr_paraphrase_x.txt": []byte("head\nno pair")}); err == nil {
		t.Error("a line without columns was read")
	}
}

// TestLearn: pairs that say the same come out likelier than pairs that do not,
// and the weights are the same each time.
func TestLearn(t *testing.T) {
	var samples []Sample
	for _, p := range []Pair{
		{"A ferry ran aground off the island.", "Off the island a ferry ran aground.", 1},
		{"The board closed the bridge on Monday.", "On Monday the board closed the bridge.", 1},
		{"A ferry ran aground off the island.", "The museum shows old clocks.", 0},
		{"The board closed the bridge on Monday.", "Rain is expected in the north.", 0},
	} {
		samples = append(samples, NewSample(p, false))
	}
	w := Learn(samples)
	if Odds(w, &samples[0]) <= Odds(w, &samples[2]) {
		t.Error("a paraphrase is no likelier than another pair")
	}
	if Write(w) != Write(Learn(samples)) {
		t.Error("two runs differ")
	}
}
