package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
)

// testClock never waits: it moves on and notes for how long.
type testClock struct {
	mu     sync.Mutex
	now    time.Time
	waited []time.Duration
}

func newClock() *testClock { return &testClock{now: time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)} }

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) Wait(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.waited = append(c.waited, d)
	return ctx.Err()
}

// pack returns n zero bytes packed by gzip.
func pack(t *testing.T, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(make([]byte, n)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// misbehaving is a server whose pages do what servers should not.
func misbehaving(t *testing.T) *httptest.Server {
	t.Helper()
	bomb := pack(t, 20e6)
	mux := http.NewServeMux()
	page := func(path string, do func(w http.ResponseWriter, r *http.Request)) { mux.HandleFunc("GET "+path, do) }
	page("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "User-agent: *\nDisallow: /hidden\n\nUser-agent: twosource\nDisallow: /secret\n")
	})
	page("/page", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", `"v1"`)
		fmt.Fprint(w, "<p>The ferry is late.</p>")
	})
	page("/secret/page", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "no") })
	page("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	})
	page("/endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 64<<10)); err != nil {
				return
			}
		}
	})
	page("/slow", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte("."))
			w.(http.Flusher).Flush()
			time.Sleep(5 * time.Millisecond)
		}
	})
	page("/silent", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	page("/circle", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/circle", http.StatusFound) })
	page("/long/{n}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/long/"+r.PathValue("n")+"x", http.StatusFound)
	})
	page("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/page", http.StatusMovedPermanently)
	})
	page("/to-file", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "file:///etc/passwd")
		w.WriteHeader(http.StatusFound)
	})
	page("/short", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		fmt.Fprint(w, "ten bytes.")
	})
	page("/not-gzip", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		fmt.Fprint(w, "this is not packed at all")
	})
	page("/busy", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	page("/gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	page("/fails", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestMisbehavingServer(t *testing.T) {
	s := misbehaving(t)
	limits := Limits{Wire: 1e6, Body: 2e6, Timeout: 300 * time.Millisecond, Header: 100 * time.Millisecond, Redirects: 4}
	for _, c := range []struct {
		path      string
		kind      Kind // "" is no error
		temporary bool
	}{
		{"/page", "", false},
		{"/moved", "", false},
		{"/secret/page", Robots, false},
		{"/bomb", Large, false},
		{"/endless", Large, false},
		{"/slow", Slow, true},
		{"/silent", Slow, true},
		{"/circle", Redirects, false},
		{"/long/x", Redirects, false},
		{"/to-file", Address, false},
		{"/short", Broken, true},
		{"/not-gzip", Broken, true},
		{"/busy", Busy, true},
		{"/gone", Status, false},
		{"/fails", Status, true},
	} {
		t.Run(c.path, func(t *testing.T) {
			client := New(Options{Private: true, Clock: newClock(), Limits: limits})
			res, err := client.Get(t.Context(), Request{URL: s.URL + c.path})
			if c.kind == "" {
				if err != nil || !bytes.Contains(res.Body, []byte("ferry")) {
					t.Fatalf("got %v, %v; want the page", res, err)
				}
				return
			}
			var e *Error
			if !errors.As(err, &e) || e.Kind != c.kind || e.Temporary() != c.temporary {
				t.Fatalf("got error %#v (%v), want kind %q, temporary %v", e, err, c.kind, c.temporary)
			}
		})
	}
}

func TestConditions(t *testing.T) {
	s := misbehaving(t)
	client := New(Options{Private: true, Clock: newClock()})
	first, err := client.Get(t.Context(), Request{URL: s.URL + "/page"})
	if err != nil {
		t.Fatal(err)
	}
	again, err := client.Get(t.Context(), Request{URL: s.URL + "/page", ETag: first.Header.Get("ETag")})
	if err != nil || !again.Unchanged || again.Body != nil {
		t.Errorf("asked again with the tag: %+v, %v; want unchanged", again, err)
	}
	moved, err := client.Get(t.Context(), Request{URL: s.URL + "/moved"})
	if err != nil || moved.Permanent != s.URL+"/page" {
		t.Errorf("moved for good: %+v, %v", moved, err)
	}
}

func TestCache(t *testing.T) {
	s := misbehaving(t)
	clock := newClock()
	dir := t.TempDir() + "/pages"
	get := func() *Response {
		t.Helper()
		res, err := New(Options{Private: true, Clock: clock, Cache: dir, NoRobots: true}).Get(t.Context(), Request{URL: s.URL + "/page"})
		if err != nil || !bytes.Contains(res.Body, []byte("ferry")) || res.Unchanged {
			t.Fatalf("got %+v, %v; want the page", res, err)
		}
		return res
	}
	first := get()
	clock.now = clock.now.Add(time.Minute)
	if again := get(); !again.At.Equal(first.At) {
		t.Error("a copy one minute old was asked for again")
	}
	clock.now = clock.now.Add(time.Hour)
	if later := get(); !later.At.Equal(clock.now) {
		t.Error("a copy one hour old was given without asking")
	}
}

func TestWaitsForItsTurn(t *testing.T) {
	s := misbehaving(t)
	clock := newClock()
	client := New(Options{Private: true, Clock: clock, Limits: Limits{Pause: 3 * time.Second}})
	for range 3 {
		if _, err := client.Get(t.Context(), Request{URL: s.URL + "/page"}); err != nil {
			t.Fatal(err)
		}
	}
	// One request for robots.txt and three for the page.
	if got := len(clock.waited); got != 3 || clock.waited[2] != 3*time.Second {
		t.Errorf("waited %v, want three times 3 s", clock.waited)
	}
	if _, err := client.Get(t.Context(), Request{URL: s.URL + "/busy"}); err == nil {
		t.Fatal("the busy page was given")
	}
	_, err := client.Get(t.Context(), Request{URL: s.URL + "/page"})
	var e *Error
	if !errors.As(err, &e) || e.Kind != Busy || e.RetryAfter < time.Hour {
		t.Errorf("a host that asked to wait two hours was asked again: %v", err)
	}
}

// TestGuard holds that no connection is opened to what is not public, whether it
// is named by number, by a name that resolves to it, or by a redirect.
func TestGuard(t *testing.T) {
	names := map[string][]netip.Addr{
		"inside.example":  {netip.MustParseAddr("10.1.2.3")},
		"local.example":   {netip.MustParseAddr("127.0.0.1")},
		"link.example":    {netip.MustParseAddr("169.254.169.254")},
		"mapped.example":  {netip.MustParseAddr("::ffff:192.168.0.1")},
		"unique.example":  {netip.MustParseAddr("fd00::1")},
		"mixed.example":   {netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("93.184.215.14")},
		"public.example":  {netip.MustParseAddr("93.184.215.14")},
		"changes.example": {netip.MustParseAddr("93.184.215.14")},
	}
	var dialled []string
	client := New(Options{
		Clock: newClock(), NoRobots: true,
		Resolve: func(_ context.Context, host string) ([]netip.Addr, error) {
			a, ok := names[host]
			if !ok {
				return nil, &net.DNSError{Name: host, Err: "no such host", IsNotFound: true}
			}
			return append([]netip.Addr(nil), a...), nil
		},
		Dial: func(_ context.Context, _, address string) (net.Conn, error) {
			dialled = append(dialled, address)
			return nil, errors.New("no packet leaves a test")
		},
	})
	for _, c := range []struct {
		url  string
		kind Kind
		dial string
	}{
		{"http://127.0.0.1/", Forbidden, ""},
		{"http://[::1]/", Forbidden, ""},
		{"http://0.0.0.0/", Forbidden, ""},
		{"http://2130706433/", Network, ""}, // not a number to us: a name that nobody has
		{"http://192.168.1.1/admin", Forbidden, ""},
		{"http://169.254.169.254/latest/meta-data", Forbidden, ""},
		{"http://[fe80::1]/", Forbidden, ""},
		{"http://[::ffff:10.0.0.1]/", Forbidden, ""},
		{"http://inside.example/", Forbidden, ""},
		{"http://local.example/", Forbidden, ""},
		{"http://link.example/", Forbidden, ""},
		{"http://mapped.example/", Forbidden, ""},
		{"http://unique.example/", Forbidden, ""},
		{"http://public.example:22/", Forbidden, ""},
		{"http://nobody.example/", Network, ""},
		{"http://mixed.example/", Network, "93.184.215.14:80"},
		{"https://public.example/", Network, "93.184.215.14:443"},
		{"ftp://public.example/", Address, ""},
		{"http://user:word@public.example/", Address, ""},
		{"javascript:alert(1)", Address, ""},
		{"http://", Address, ""},
	} {
		dialled = nil
		_, err := client.Get(t.Context(), Request{URL: c.url})
		var e *Error
		if !errors.As(err, &e) || e.Kind != c.kind {
			t.Errorf("%s: %v, want kind %q", c.url, err, c.kind)
		}
		if got := strings.Join(dialled, " "); got != c.dial {
			t.Errorf("%s: dialled %q, want %q", c.url, got, c.dial)
		}
	}
}

func TestOffline(t *testing.T) {
	client := New(Options{Offline: true, Clock: newClock(), Dial: func(context.Context, string, string) (net.Conn, error) {
		t.Error("dialled though offline")
		return nil, errors.New("offline")
	}})
	_, err := client.Get(t.Context(), Request{URL: "https://harbour-post.example/a"})
	var e *Error
	if !errors.As(err, &e) || e.Kind != Offline {
		t.Errorf("got %v, want the kind %q", err, Offline)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)
	for s, want := range map[string]time.Duration{
		"": 0, "120": 2 * time.Minute, "-5": 0, "soon": 0, "99999999999": maxRetryAfter,
		"Tue, 04 Mar 2031 12:10:00 GMT": 10 * time.Minute, "Tue, 04 Mar 2031 11:00:00 GMT": 0,
	} {
		if got := retryAfter(s, now); got != want {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
}

// TestInterrupted holds that a request ends with its context, with its error.
func TestInterrupted(t *testing.T) {
	s := misbehaving(t)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	_, err := New(Options{Private: true, NoRobots: true, Clock: newClock()}).Get(ctx, Request{URL: s.URL + "/silent"})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

// TestCacheHasABound holds that the copies of one run, and those that the next one
// finds, take no more room than they may.
func TestCacheHasABound(t *testing.T) {
	c := &cache{dir: t.TempDir(), clock: newClock()}
	c.bytes.Store(maxCache - 100)
	for _, address := range []string{"https://a.example/1", "https://a.example/2"} {
		c.put(address, &Response{URL: address, Status: http.StatusOK, Header: http.Header{}, Body: make([]byte, 200), At: c.clock.Now()})
	}
	if _, ok := c.get("https://a.example/2"); ok {
		t.Error("a copy beyond the bound was kept")
	}
	for i := range 6 { // files with holes, which take no room
		f, err := os.Create(fmt.Sprintf("%s/%d", c.dir, i))
		if err != nil {
			t.Fatal(err)
		}
		at := c.clock.Now().Add(time.Duration(i) * time.Minute)
		if err := errors.Join(f.Truncate(maxCache/5), f.Close(), os.Chtimes(f.Name(), at, at)); err != nil {
			t.Fatal(err)
		}
	}
	c.prune()
	left, err := os.ReadDir(c.dir)
	if err != nil || len(left) != 2 || left[0].Name() != "4" || left[1].Name() != "5" {
		t.Errorf("%v, %v; want the two newest", left, err)
	}
}

// TestErrorsAreOneLine holds that an address and the words of a stranger's server do
// not command a terminal.
func TestErrorsAreOneLine(t *testing.T) {
	_, err := New(Options{Private: true, Clock: newClock()}).Get(t.Context(), Request{URL: "gopher://a.example/\u009b31m\u202e\n"})
	for _, e := range []error{err, &Error{URL: "https://a.example/", Err: errors.New("valid for \x1b]0;x\a, not for it")}} {
		if strings.ContainsFunc(e.Error(), unicode.IsControl) || strings.Contains(e.Error(), "\u202e") {
			t.Errorf("%q", e)
		}
	}
}
