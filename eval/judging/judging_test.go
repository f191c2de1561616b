package judging

import (
	"slices"
	"strings"
	"testing"
)

// TestDraw holds that a larger draw holds the smaller, that the order of what is
// drawn from has no say, and that another seed draws others.
func TestDraw(t *testing.T) {
	var things []string
	for i := range 26 {
		things = append(things, string(rune('a'+i)))
	}
	id := func(s *string) string { return *s }
	large := Draw(things, id, "one", 10)
	slices.Reverse(things)
	if small := Draw(things, id, "one", 4); !slices.Equal(small, large[:4]) {
		t.Errorf("%v is not the beginning of %v", small, large)
	}
	if other := Draw(things, id, "two", 10); slices.Equal(other, large) || len(other) != 10 {
		t.Errorf("another seed draws %v", other)
	}
	// Judged files rest on this draw.
	if got := strings.Join(large, ""); got != "fedsiyagbp" {
		t.Errorf("the draw is %s", got)
	}
	if all := Draw(things, id, "one", 100); len(all) != len(things) {
		t.Errorf("%d drawn of %d", len(all), len(things))
	}
}
