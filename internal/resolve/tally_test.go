package resolve

import (
	"strconv"
	"testing"
)

func TestTally(t *testing.T) {
	for _, n := range []int32{1, few - 1, few, few + 1, 5 * few} {
		var x tally
		for range 2 {
			for i := range n {
				x.add(i)
			}
		}
		x.add(n / 2)
		if most, ok := x.most(func(n int32) string { return strconv.Itoa(int(n)) }); !ok || most != n/2 || len(x.list) != int(n) {
			t.Errorf("of %d numbers %d are counted, %d most often, want %d", n, len(x.list), most, n/2)
		}
	}
	if _, ok := new(tally).most(nil); ok {
		t.Error("of none there is a most")
	}
}
