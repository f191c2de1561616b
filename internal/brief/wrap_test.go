package brief

import (
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func plainLines(lines []line) []string {
	var out []string
	for _, l := range lines {
		var s strings.Builder
		for _, r := range l.runs {
			s.WriteString(r.text)
		}
		out = append(out, s.String())
	}
	return out
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in   string
		max  int
		want string // lines joined by |
	}{
		{"", 5, ""},
		{"   ", 5, ""},
		{"one two three", 7, "one two|three"},
		{"one  two", 7, "one two"},
		{"one", 2, "on|e"},
		{"a verylongword b", 6, "a very|longwo|rd b"},
		{"see [1.2\x003.4]", 9, "see|[1.2 3.4]"},
		{"船が港に入った", 6, "船が港|に入っ|た"},
		{"a 🌉🌉🌉", 4, "a 🌉|🌉🌉"},
		{"👩‍👩‍👧 e\u0301e\u0301", 3, "👩‍👩‍👧|e\u0301e\u0301"},
	} {
		got := strings.Join(plainLines(wrap([]run{{c.in, plain}}, c.max)), "|")
		if got != c.want {
			t.Errorf("wrap(%q, %d) = %q, want %q", c.in, c.max, got, c.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("one two three", uint8(5))
	f.Add("船が 🌉 \x00 e\u0301\u202e\x1b[31m", uint8(1))
	f.Fuzz(func(t *testing.T, s string, n uint8) {
		limit := int(n%100) + 1
		for _, l := range plainLines(wrap([]run{{clean(s), plain}}, limit)) {
			if w := width(l); w > limit {
				t.Errorf("%q is %d columns wide, not %d", l, w, limit)
			}
			if strings.ContainsAny(l, "\x1b\n\r\x00") {
				t.Errorf("%q has a control character", l)
			}
		}
	})
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string // kept stretches joined by |
	}{
		{"Short enough.", 20, "Short enough."},
		{"The port was closed on Monday, the council said in a long notice, and ships were sent elsewhere.", 32, "The port was closed on Monday"},
		{"The port was closed on Monday, the council said in a long notice, but ships were let in all the same.", 32, "The port was closed on Monday|but ships were let in all the same."},
		{"The port was closed on Monday, the council said in a long notice, and pilots didn’t work, as agreed.", 32, "The port was closed on Monday|and pilots didn’t work, as agreed."},
		{"“We closed the port on Monday, as the council asked us to do, and ships were sent elsewhere.”", 32, "“We closed the port on Monday|”"},
		{"The port was closed on Monday. To me, it is clear that the council had no choice, and so they closed it.", 34, "The port was closed on Monday. To me, it is clear that the council had no choice, and so they closed it."},
		{"The port was closed on Monday. To me, it is clear that the council had its choice, and so they closed it.", 34, "The port was closed on Monday."},
		{"If rain falls, the work will stop for as long as the pier is wet and slippery, they said to us.", 14, "If rain falls, the work will stop for as long as the pier is wet and slippery, they said to us."},
		{"One clause of no commas at all that goes on for far longer than the limit would allow it to", 20, "One clause of no commas at all that goes on for far longer than the limit would allow it to"},
	} {
		var got []string
		for _, s := range cut(c.in, news.Span{End: len(c.in)}, c.limit) {
			got = append(got, s.Of(c.in))
		}
		if g := strings.Join(got, "|"); g != c.want {
			t.Errorf("cut(%q, %d)\n got %q\nwant %q", c.in, c.limit, g, c.want)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("“We closed the port, but not the pier; it’s open.” – he said…", uint8(10))
	f.Fuzz(func(t *testing.T, s string, limit uint8) {
		s = strings.ToValidUTF8(s, "?")
		at := 0
		for _, sp := range cut(s, news.Span{End: len(s)}, int(limit)) {
			if err := sp.Check(s); err != nil || sp.Start < at {
				t.Fatalf("cut(%q): %v, %v", s, sp, err)
			}
			at = sp.End
		}
	})
}

func TestShortDate(t *testing.T) {
	for in, want := range map[string]string{
		"2015-09-27": "27 Sep 2015", "2015-09": "Sep 2015", "2015": "2015", "201X": "2010s", "2015-W39": "week 39 of 2015",
		"2015-21": "spring 2015", "2015-33": "quarter 1 of 2015", "2015-09-27T06:35": "27 Sep 2015, 06:35",
		"2015-09-27/2015-09-29": "27 Sep 2015 to 29 Sep 2015", "odd": "odd",
	} {
		if got := shortDate(in); got != want {
			t.Errorf("shortDate(%q) = %q, want %q", in, got, want)
		}
	}
}
