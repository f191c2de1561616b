package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// newsroom is a server with one good feed, and feeds that misbehave.
func newsroom(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	var base string
	entries := 2
	mux.HandleFunc("GET /feed", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Harbour Post</title>`)
		for i := range entries {
			fmt.Fprintf(w, "<item><title>Ferry %d</title><link>%s/page/%d</link><description>Short.</description></item>", i, base, i)
		}
		fmt.Fprint(w, "</channel></rss>")
		entries = 3
	})
	mux.HandleFunc("GET /page/{n}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `<html><head><title>Ferry %[1]s is late</title></head><body><article><h1>Ferry %[1]s is late</h1>
<p>Ferry %[1]s left the port two hours late on Tuesday, its captain said.</p><p>More than forty people waited on the quay for the boat.</p></article></body></html>`, r.PathValue("n"))
	})
	mux.HandleFunc("GET /broken", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `<rss><channel><item><title>x`) })
	mux.HandleFunc("GET /title", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Long</title><item><title>`, strings.Repeat("very ", 2<<20), `</title><description>One entry with words enough to be a text.</description></item></channel></rss>`)
	})
	mux.HandleFunc("GET /loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	s := httptest.NewServer(mux)
	base = s.URL
	t.Cleanup(s.Close)
	return s
}

// TestWatch watches a good feed beside bad ones: the good one's pages are in the
// store, the bad ones are named, and a second round adds what is new alone.
func TestWatch(t *testing.T) {
	s := newsroom(t)
	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "600") // the host's other feeds would wait as well
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	t.Cleanup(busy.Close)
	dir := t.TempDir()
	storeFile, archive := filepath.Join(dir, "desk.db"), filepath.Join(dir, "fetched.warc.gz")
	list := filepath.Join(dir, "feeds.txt")
	feeds := "# feeds\n"
	for _, f := range []string{"feed", "broken", "loop", "title", "gone"} {
		feeds += s.URL + "/" + f + "\n"
	}
	feeds += busy.URL + "/robots.txt\n"
	if err := os.WriteFile(list, []byte(feeds), 0o644); err != nil {
		t.Fatal(err)
	}
	r := twosource(t, "watch", list, "--once", "--private", "--pause", "1ms", "--store", storeFile, "--warc", archive)
	if r.code != exitPartial {
		t.Fatalf("exit code %d, want %d\n%s", r.code, exitPartial, r.errout)
	}
	for _, want := range []string{"/feed: 2 pages so far", "/broken: a feed (RSS or Atom) that is damaged", "/loop: its redirects go in a circle", "/gone: the server answered 404", busy.URL + "/robots.txt: "} {
		if !strings.Contains(r.errout, want) {
			t.Errorf("no %q in\n%.2000s", want, r.errout)
		}
	}
	r = twosource(t, "watch", s.URL+"/feed", "--once", "--private", "--pause", "1ms", "--store", storeFile)
	if r.code != exitDone || !strings.Contains(r.errout, "3 pages so far") {
		t.Errorf("second round: exit code %d\n%s", r.code, r.errout)
	}
	if out := ok(t, "search", "quay", "--store", storeFile).out; strings.Count(out, "*quay*") != 3 {
		t.Errorf("the store has not the three pages:\n%s", out)
	}
	// What was fetched can be read again from the archive.
	if out := ok(t, "articles", archive, "--format", "csv").out; strings.Count(out, "/page/") != 2 {
		t.Errorf("the archive has not the two pages:\n%s", out)
	}
	health := ok(t, "watch", "--health", "--store", storeFile).out
	if !strings.Contains(health, "/feed: well; 2 polls, 3 pages") {
		t.Errorf("health:\n%s", health)
	}
	opml := filepath.Join(dir, "feeds.opml")
	ok(t, "watch", "--opml", opml, "--store", storeFile)
	if data, err := os.ReadFile(opml); err != nil || !strings.Contains(string(data), `xmlUrl="`+s.URL+`/feed"`) {
		t.Errorf("%s, %v", data, err)
	}
}

// TestWatchInterrupted ends a watch as Ctrl-C does while it waits for the next poll.
func TestWatchInterrupted(t *testing.T) {
	s := newsroom(t)
	storeFile := filepath.Join(t.TempDir(), "desk.db")
	ctx, stop := context.WithCancel(t.Context())
	polled, errout := make(chan struct{}), new(strings.Builder)
	go func() {
		<-polled
		stop()
	}()
	tell := writerFunc(func(p []byte) (int, error) {
		if errout.Write(p); strings.Contains(errout.String(), "2 pages so far") {
			close(polled)
			errout.Reset()
		}
		return len(p), nil
	})
	code := run(ctx, []string{"watch", s.URL + "/feed", "--private", "--pause", "1ms", "--store", storeFile}, console{strings.NewReader(""), io.Discard, tell})
	if code != exitInterrupted || !strings.Contains(errout.String(), "what was finished is kept") {
		t.Errorf("exit code %d: %s", code, errout)
	}
	if out := ok(t, "search", "quay", "--store", storeFile).out; strings.Count(out, "*quay*") != 2 {
		t.Errorf("the store has not the two pages:\n%s", out)
	}
}

// A writerFunc writes by a function.
type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestWatchUsage(t *testing.T) {
	dir := t.TempDir()
	storeFile := filepath.Join(dir, "desk.db")
	fails(t, exitUsage, "no feed to watch", "watch", "--store", storeFile)
	fails(t, exitUsage, "at least 200ms", "watch", "https://harbour.example/", "--pause", "1ms", "--store", storeFile)
	fails(t, exitPartial, "switched off", "watch", "https://harbour.example/", "--offline", "--once", "--store", storeFile)
	fails(t, exitPartial, "not public", "watch", "http://127.0.0.1:8080/", "--once", "--store", storeFile)
}

// TestBriefOfAddresses holds that addresses are inputs like files, and that none
// is reached with --offline.
func TestBriefOfAddresses(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	fails(t, exitFailed, "not public", "brief", "http://127.0.0.1:8080/page")
	fails(t, exitFailed, "switched off", "brief", "https://harbour.example/", "--offline")
}
