package fetch

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzRobots gives any bytes as a site's robots.txt: a page is read, or refused
// with a cause that is one of ours, and no rule makes the program wait for long.
func FuzzRobots(f *testing.F) {
	for _, s := range []string{
		"User-agent: *\nDisallow: /", "User-agent: twosource\nCrawl-delay: 1e300\nDisallow: /*?*$", "User-agent: *\nCrawl-delay: -5\nAllow: \nDisallow: %zz",
		"Disallow: /\nUser-agent", "\xef\xbb\xbfUser-agent: TwoSource\r\rDisallow:/page", "Sitemap: x\nCrawl-delay: NaN", "<html>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, rules []byte) {
		mux := http.NewServeMux()
		mux.HandleFunc("GET /robots.txt", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(rules) // the reader may be gone
		})
		mux.HandleFunc("GET /page", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte("<p>The ferry sank.")) // the reader may be gone
		})
		server := httptest.NewServer(mux)
		defer server.Close()
		clock := newClock()
		c := New(Options{Clock: clock, Private: true})
		res, err := c.Get(context.Background(), Request{URL: server.URL + "/page?a=b"})
		var known *Error
		switch {
		case err == nil && !bytes.Contains(res.Body, []byte("ferry")):
			t.Errorf("another page: %q", res.Body)
		case err != nil && (!errors.As(err, &known) || !utf8.ValidString(err.Error())):
			t.Errorf("%T %q", err, err)
		}
		for _, d := range clock.waited {
			if d > maxRulePause {
				t.Errorf("waited for %s", d)
			}
		}
	})
}

// FuzzRules holds the matcher of robots.txt to a regular expression that says the
// same.
func FuzzRules(f *testing.F) {
	for _, s := range [][2]string{{"/a*b$", "/axb"}, {"*", "/"}, {"/%7e*%zz$", "/~x%25"}, {"/a$b", "/a$b"}, {"**$", "/é"}, {"/", ""}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, value, path string) {
		if len(value)+len(path) > 200 || strings.ContainsAny(value, "\r\n#") || strings.TrimSpace(value) != value || value == "" {
			return // not one line, or nothing of one
		}
		book := readRules([]byte("User-agent: *\nDisallow: "+value), "twosource")
		if len(book.rules) != 1 {
			t.Fatalf("%d rules of %q", len(book.rules), value)
		}
		pattern, whole := strings.CutSuffix(book.rules[0].pattern, "$")
		pattern = "(?s)^" + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*")
		if whole {
			pattern += "$"
		}
		want := !regexp.MustCompile(pattern).MatchString(canonicalPath(path))
		if got := book.allows(path); got != want {
			t.Errorf("%q for %q: allowed %v, want %v", value, path, got, want)
		}
	})
}
