package news

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestBounds(t *testing.T) {
	at := func(s string) int64 {
		v, err := time.Parse("2006-01-02T15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return v.Unix() / 60
	}
	for _, test := range []struct {
		value, first, last string // "" is refused
	}{
		{"2015", "2015-01-01T00:00", "2015-12-31T23:59"},
		{"2016-02", "2016-02-01T00:00", "2016-02-29T23:59"},
		{"2015-09-27", "2015-09-27T00:00", "2015-09-27T23:59"},
		{"2015-09-27T06:35", "2015-09-27T06:35", "2015-09-27T06:35"},
		{"2015-09-27T06:35+02:00", "2015-09-27T06:35", "2015-09-27T06:35"},
		{"2015-09-27T06", "2015-09-27T06:00", "2015-09-27T06:59"},
		{"2015-W01", "2014-12-29T00:00", "2015-01-04T23:59"},
		{"2015-W53", "2015-12-28T00:00", "2016-01-03T23:59"},
		{"201X", "2010-01-01T00:00", "2019-12-31T23:59"},
		{"2015-24", "2015-12-01T00:00", "2016-02-29T23:59"},
		{"2015-33", "2015-01-01T00:00", "2015-03-31T23:59"},
		{"2015-09/2015-11-02", "2015-09-01T00:00", "2015-11-02T23:59"},
		{"1969-12-31", "1969-12-31T00:00", "1969-12-31T23:59"},
		{"2015-02-29", "", ""}, {"2015-13", "", ""}, {"", "", ""}, {"soon", "", ""}, {"2015-11/2015-09", "", ""}, {"2015-W54", "", ""},
	} {
		first, last, ok := Date{Value: test.value}.Bounds()
		if ok != (test.first != "") {
			t.Errorf("%q: read %v", test.value, ok)
			continue
		}
		if ok && (first != at(test.first) || last != at(test.last)) {
			t.Errorf("%q: %d to %d, want %s to %s", test.value, first, last, test.first, test.last)
		}
	}
}

func TestDay(t *testing.T) {
	for value, want := range map[string]string{"2015-09-27": "2015-09-27", "1969-12-31T23:59": "1969-12-31"} {
		p := PrecisionDay
		if strings.Contains(value, "T") {
			p = PrecisionMinute
		}
		day, ok := Date{Value: value, Precision: p}.Day()
		if !ok || DayValue(day) != want {
			t.Errorf("%s: day %s, %v", value, DayValue(day), ok)
		}
	}
	if _, ok := (Date{Value: "2015", Precision: PrecisionYear}).Day(); ok {
		t.Error("a year is a day")
	}
	if got := Weekday(DayNumber(2015, 9, 27)); got != time.Sunday {
		t.Errorf("27 September 2015 was a %s", got)
	}
	if got := Weekday(DayNumber(1969, 12, 31)); got != time.Wednesday {
		t.Errorf("31 December 1969 was a %s", got)
	}
}

func TestNewIDKeepsPartsApart(t *testing.T) {
	a, b := NewID("x", "ab", "c"), NewID("x", "a", "bc")
	if a == b || len(a) != 16 || a != NewID("x", "ab", "c") {
		t.Errorf("ids %q and %q", a, b)
	}
}

func TestSpan(t *testing.T) {
	const text = " “Größe” \u00a0"
	s := Span{0, len(text)}.Trim(text)
	if got := s.Of(text); got != "“Größe”" {
		t.Errorf("trimmed to %q", got)
	}
	for _, bad := range []Span{{-1, 2}, {3, 2}, {0, len(text) + 1}, {2, 4}} {
		if bad.Check(text) == nil {
			t.Errorf("%v is taken for a span", bad)
		}
	}
	if (Span{0, 0}).Trim("") != (Span{}) {
		t.Error("an empty span does not stay empty")
	}
}

func FuzzRunes(f *testing.F) {
	f.Add("plain", 2)
	f.Add(strings.Repeat("Größe 🏳️ ", 40), 77)
	f.Fuzz(func(t *testing.T, text string, p int) {
		text = strings.ToValidUTF8(text, "?")
		r := NewRunes(text)
		n := utf8.RuneCountInString(text)
		if r.Point(len(text)) != n || r.Byte(n) != len(text) {
			t.Fatalf("%d code points, counted %d; byte %d", n, r.Point(len(text)), r.Byte(n))
		}
		b := r.Byte(p)
		switch {
		case p < 0 || p > n:
			if b != -1 {
				t.Fatalf("code point %d of %d is at byte %d", p, n, b)
			}
		case r.Point(b) != p:
			t.Fatalf("code point %d comes back as %d", p, r.Point(b))
		}
	})
}

func TestArticleID(t *testing.T) {
	if ArticleID("https://a.example/1", "A", "t", "", "x") != ArticleID("https://a.example/1", "B", "u", "2015", "y") {
		t.Error("an address does not decide the id")
	}
	if ArticleID("", "A", "t", "", "x") == ArticleID("", "B", "t", "", "x") {
		t.Error("without an address the outlet has no part in the id")
	}
}
