package fetch

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestReadRules(t *testing.T) {
	for _, c := range []struct {
		name, file, path string
		allowed          bool
	}{
		{"no file", "", "/a", true},
		{"a page in its place", "<!doctype html>\n<title>Not found: 404</title>", "/a", true},
		{"everybody", "User-agent: *\nDisallow: /a", "/ab", false},
		{"another path", "User-agent: *\nDisallow: /a", "/b/a", true},
		{"own group alone counts", "User-agent: *\nDisallow: /\n\nUser-agent: TwoSource/2.0\nDisallow: /x", "/a", true},
		{"own group, in two places", "User-agent: twosource\nDisallow: /a\nUser-agent: other\nDisallow: /\nUser-agent: twosource\nDisallow: /b", "/b", false},
		{"a group of several", "User-agent: other\nUser-agent: twosource\nDisallow: /a", "/a", false},
		{"a name that ours begins with", "User-agent: two\nDisallow: /", "/a", true},
		{"the longest rule", "User-agent: *\nDisallow: /\nAllow: /news", "/news/1", true},
		{"as long: allowed", "User-agent: *\nDisallow: /news\nAllow: /news", "/news", true},
		{"nothing is forbidden", "User-agent: *\nDisallow:", "/a", true},
		{"a rule before all groups is none", "Disallow: /b\nUser-agent: *\nDisallow: /a", "/a", false},
		{"patterns begin where paths do", "User-agent: *\nDisallow: /a*z", "/b/a/z", true},
		{"a star", "User-agent: *\nDisallow: /*/print", "/news/1/print", false},
		{"a star first", "User-agent: *\nDisallow: *.pdf$", "/a/b.pdf", false},
		{"the end", "User-agent: *\nDisallow: /*.pdf$", "/b.pdf?x=1", true},
		{"the end, twice", "User-agent: *\nDisallow: /a*b*c$", "/abcbc", false},
		{"the end without a star", "User-agent: *\nDisallow: /a$", "/a", false},
		{"a dollar within", "User-agent: *\nDisallow: /a$b", "/a$b", false},
		{"other lines do not end a group", "User-agent: *\nSitemap: https://x.example/s\nDisallow: /a", "/a", false},
		{"comments, spaces, ends of lines", "\xef\xbb\xbfuser-AGENT : * # all\r\rdisallow : /a # not this\r\n", "/a", false},
		{"escaped otherwise", "User-agent: *\nDisallow: /%7ejoe/\u00e4", "/~joe/%c3%a4", false},
		{"no slash", "User-agent: *\nDisallow: private", "/private/x", false},
	} {
		if got := readRules([]byte(c.file), "twosource").allows(c.path); got != c.allowed {
			t.Errorf("%s: %v, want %v", c.name, got, c.allowed)
		}
	}
}

func TestCrawlDelay(t *testing.T) {
	for value, want := range map[string]time.Duration{"2.5": 2500 * time.Millisecond, "0": 0, "-3": 0, "NaN": 0, "1e300": maxRulePause, "soon": 0} {
		if got := readRules([]byte("User-agent: *\nCrawl-delay: "+value), "twosource").delay; got != want {
			t.Errorf("%s: %s, want %s", value, got, want)
		}
	}
}

// TestRulesThatHurt holds that files of the greatest length cost no more memory than
// a few times their own: as many names as rules, and rules of nothing but stars.
func TestRulesThatHurt(t *testing.T) {
	half := maxRules / 2
	for name, file := range map[string]string{
		"names and rules": strings.Repeat("User-agent: *\n", half/14) + strings.Repeat("Allow: /a\n", half/10),
		"short stars":     "User-agent: *\n" + strings.Repeat("Allow: /*a$\n", maxRules/13),
		"long stars":      "User-agent: *\nAllow: /" + strings.Repeat("*a", half) + "b",
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		book := readRules([]byte(file), "twosource")
		if !book.allows("/" + strings.Repeat("a", 8000)) {
			t.Errorf("%s: what is allowed is forbidden", name)
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 40*maxRules {
			t.Errorf("%s: %d bytes of a file took %d bytes of memory", name, len(file), used)
		}
	}
}

// TestRulesAreForgotten holds that the rules of very many hosts do not fill the
// memory.
func TestRulesAreForgotten(t *testing.T) {
	r := newRules(New(Options{Clock: newClock()}))
	for i := range 1000 {
		r.host(fmt.Sprint(i))
		r.keep(&rulebook{size: maxRules})
	}
	if len(r.hosts)*maxRules > 2*maxRuleBytes {
		t.Errorf("the rules of %d hosts are kept", len(r.hosts))
	}
}

// TestOneHostManyNames holds that writing a host in other ways gains no other turn.
func TestOneHostManyNames(t *testing.T) {
	for a, want := range map[string]string{
		"http://harbour-post.example/a":       "harbour-post.example",
		"http://Harbour-POST.example.:80/":    "harbour-post.example",
		"https://harbour-post.example:443":    "harbour-post.example",
		"http://harbour-post.example:8080/":   "harbour-post.example:8080",
		"http://ｈarbour-post.example/":        "harbour-post.example",
		"http://b\u00fccher.example/":         "xn--bcher-kva.example",
		"http://xn--bcher-kva.example/":       "xn--bcher-kva.example",
		"http://[2001:DB8::1]:80/":            "2001:db8::1",
		"http://under_score.example/":         "under_score.example",
		"http://xn--a-ecp.ru.example:8443/x?": "xn--a-ecp.ru.example:8443",
	} {
		u, err := url.Parse(a)
		if err != nil {
			t.Fatal(err)
		}
		if got := turnOf(u); got != want {
			t.Errorf("%s: %q, want %q", a, got, want)
		}
	}
}

// TestHostsThatRest holds that hosts made up by the thousand, each of which asks to
// be left alone for a day, are not all remembered.
func TestHostsThatRest(t *testing.T) {
	c := newTurns(newClock(), Limits{}.orDefault())
	for i := range 3 * maxHosts {
		host := fmt.Sprint(i)
		if err := c.wait(t.Context(), host); err != nil {
			t.Fatal(err)
		}
		c.rest(host, maxRetryAfter)
	}
	if len(c.next) > maxHosts+1 {
		t.Errorf("%d hosts are remembered", len(c.next))
	}
}

// TestSlowRedirects holds that a chain of redirects, each quick enough, is given no
// more time than one page.
func TestSlowRedirects(t *testing.T) {
	clock := newClock()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = clock.Wait(r.Context(), 20*time.Second) // it moves the clock
		http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
	}))
	defer s.Close()
	_, err := New(Options{Private: true, NoRobots: true, Clock: clock}).Get(t.Context(), Request{URL: s.URL + "/"})
	e, ok := err.(*Error) //nolint:errorlint // Get returns it itself
	if !ok || e.Kind != Slow {
		t.Errorf("%v, want the kind %q", err, Slow)
	}
}
