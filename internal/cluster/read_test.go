package cluster

import (
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func TestStem(t *testing.T) {
	for _, same := range [][]string{
		{"attack", "attacks", "attacked", "attacking"},
		{"city", "cities"},
		{"stop", "stops", "stopped", "stopping"},
		{"release", "releases", "released", "releasing"},
		{"kill", "killed", "kills", "killing"},
	} {
		for _, w := range same[1:] {
			if stem([]byte(w)) != stem([]byte(same[0])) {
				t.Errorf("%q and %q have two stems", w, same[0])
			}
		}
	}
	for _, other := range [][2]string{{"bus", "bu"}, {"class", "cla"}, {"2015s", "2015"}, {"ring", "r"}, {"bed", "b"}} {
		if stem([]byte(other[0])) == stem([]byte(other[1])) {
			t.Errorf("%q and %q have one stem", other[0], other[1])
		}
	}
	for _, short := range []string{"", "a", "as", "ing", "eeee", "sss", "ies", "dies", "ééés"} {
		stem([]byte(short)) // must not panic
	}
}

func TestAddressDay(t *testing.T) {
	for address, want := range map[string]string{
		"http://news.example/2014/04/25/a":      "2014-04-25",
		"http://news.example/2014/apr/5/a":      "2014-04-05",
		"http://news.example/a-2014-02-6-b":     "2014-02-06",
		"http://news.example/2014/xyz/5":        "",
		"http://news.example/2014/02/30/a":      "",
		"http://news.example/12014/02/03/a":     "",
		"http://news.example/2014/02/031/a":     "",
		"http://news.example/12345":             "",
		"http://news.example/20140425-2014/4/2": "2014-04-02",
		"2014/":                                 "",
		"2014/1/":                               "",
	} {
		day, ok := addressDay(&news.Article{URL: address})
		got := ""
		if ok {
			got = dayName(uint32(day))
		}
		if got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}
