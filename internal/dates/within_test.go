package dates

import (
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func TestWithin(t *testing.T) {
	stated := func(value string, told news.Told) news.Time {
		return news.Time{Date: news.Date{Value: value, Basis: news.BasisStated}, Told: told}
	}
	for _, tc := range []struct {
		name  string
		times []news.Time
		want  string
		empty bool
	}{
		{"nothing", nil, "", false},
		{"the latest past", []news.Time{stated("2014", news.ToldPast), stated("2015-03", news.ToldPast), stated("2013-01-01", news.ToldPast)}, "2015-03-01/..", false},
		{"the earliest to come", []news.Time{stated("2016", news.ToldAhead), stated("2015-06-02", news.ToldAhead)}, "../2015-06-02", false},
		{"both", []news.Time{stated("2015-03-04", news.ToldPast), stated("2015-06", news.ToldAhead)}, "2015-03-04/2015-06-30", false},
		{"one day", []news.Time{stated("2015-03-04", news.ToldPast), stated("2015-03-04", news.ToldAhead)}, "2015-03-04", false},
		{"disagreeing", []news.Time{stated("2015-03-04", news.ToldPast), stated("2015-03-03", news.ToldAhead)}, "", true},
		{"not told, and relative", []news.Time{stated("2015-03-04", news.ToldUnsaid), {Date: news.Date{Value: "2016-01-01", Basis: news.BasisRelative}, Told: news.ToldPast}}, "", false},
		{"no bounds", []news.Time{stated("P3D", news.ToldPast)}, "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := Within(tc.times)
			if s.Value() != tc.want || s.Empty() != tc.empty {
				t.Errorf("%q, empty %v; want %q, %v", s.Value(), s.Empty(), tc.want, tc.empty)
			}
		})
	}
}

func TestOrthodoxEaster(t *testing.T) {
	for y, want := range map[int]string{1999: "1999-04-11", 2015: "2015-04-12", 2016: "2016-05-01", 2024: "2024-05-05", 2025: "2025-04-20"} {
		if got := news.DayValue(OrthodoxEaster(y)); got != want {
			t.Errorf("%d: %s, want %s", y, got, want)
		}
	}
}
