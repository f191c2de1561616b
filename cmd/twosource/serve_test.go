package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A served is a program that serves a store in this process.
type served struct {
	*testing.T
	url  string
	stop func() int // ends it and returns its exit code
	log  *lockedBuffer
}

// A lockedBuffer can be read while it is written to.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

var servingAt = regexp.MustCompile(`address=(http://\S+)`)

// serving starts the program on a free port of loopback.
func serving(t *testing.T, storeFile string, args ...string) *served {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := &served{T: t, log: new(lockedBuffer)}
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"serve", "--store", storeFile, "--listen", "127.0.0.1:0"}, args...), console{strings.NewReader(""), io.Discard, s.log})
	}()
	var once sync.Once
	code := -1
	s.stop = func() int {
		once.Do(func() { cancel(); code = <-ended })
		return code
	}
	t.Cleanup(func() { s.stop() })
	for range 3000 {
		if m := servingAt.FindStringSubmatch(s.log.String()); m != nil {
			s.url = m[1]
			return s
		}
		select {
		case code := <-ended:
			t.Fatalf("it ended with %d\n%s", code, s.log)
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Fatalf("it did not begin\n%s", s.log)
	return nil
}

// ask sends a request and returns the status, headers and body.
func (s *served) ask(method, path, body string, header ...string) (int, http.Header, string) {
	s.Helper()
	for try := 0; ; try++ {
		code, head, text, err := s.tryAsk(method, path, body, header...)
		if err == nil {
			return code, head, text
		}
		// A body that is too large is refused before all of it is sent; on a busy
		// machine the connection may end before the answer is seen.
		if !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, syscall.EPIPE) || try == 4 {
			s.Fatal(err)
		}
	}
}

func (s *served) tryAsk(method, path, body string, header ...string) (int, http.Header, string, error) {
	req, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, "", err
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	if h := req.Header.Get("Host"); h != "" {
		req.Host = h
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		return 0, nil, "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return res.StatusCode, res.Header, string(b), err
}

func exampleStore(t *testing.T, folders ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "desk.db")
	args := []string{"add", "-q", "--store", file}
	for _, f := range folders {
		args = append(args, filepath.Join(root, "examples", f))
	}
	ok(t, args...)
	return file
}

// TestServe asks for everything there is, and ends the server.
func TestServe(t *testing.T) {
	before := runtime.NumGoroutine()
	s := serving(t, exampleStore(t, "ferry-talks"))
	var doc struct {
		OpenAPI string
		Paths   map[string]map[string]any
	}
	code, _, body := s.ask("GET", "/openapi.json", "")
	if err := json.Unmarshal([]byte(body), &doc); err != nil || code != 200 || !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Fatalf("%d %v %s", code, err, doc.OpenAPI)
	}
	ids := map[string]string{}
	for path, methods := range doc.Paths {
		if methods["get"] == nil || strings.Contains(path, "{") || strings.HasSuffix(path, "/stream") {
			continue
		}
		query := map[string]string{"/api/v1/search": "?q=ferry", "/api/v1/has": "?text=ferry"}[path]
		code, header, body := s.ask("GET", path+query, "")
		if code != 200 || !json.Valid([]byte(body)) || (header.Get("ETag") == "") != strings.HasSuffix(path, "/alerts") {
			t.Errorf("%s: %d %s", path, code, body)
		}
		var page struct{ Items []struct{ ID string } }
		if json.Unmarshal([]byte(body), &page) == nil && len(page.Items) > 0 {
			ids[path] = page.Items[0].ID
		}
		if code, _, body := s.ask("GET", path+query, "", "If-None-Match", header.Get("ETag")); header.Get("ETag") != "" && (code != 304 || body != "") {
			t.Errorf("%s with its ETag: %d %s", path, code, body)
		}
	}
	for path, id := range ids {
		if strings.HasSuffix(path, "/positions") {
			continue // they have no id of their own
		}
		if code, _, body := s.ask("GET", path+"/"+id, ""); code != 200 {
			t.Errorf("%s/%s: %d %s", path, id, code, body)
		}
		if code, header, _ := s.ask("GET", path+"/none", ""); code != 404 || header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s/none: %d %s", path, code, header.Get("Content-Type"))
		}
	}
	for path, want := range map[string]string{"/": "Twosource", "/healthz": "ok", "/metrics": "twosource_http_requests_total"} {
		if code, _, body := s.ask("GET", path, ""); code != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
	if code := s.stop(); code != exitDone {
		t.Errorf("exit code %d\n%s", code, s.log)
	}
	for range 300 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	stack := make([]byte, 1<<16)
	t.Errorf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, stack[:runtime.Stack(stack, true)])
}

func TestServeRefuses(t *testing.T) {
	fails(t, exitUsage, "token", "serve", "--listen", "0.0.0.0:0", "--store", filepath.Join(t.TempDir(), "none.db"))
	fails(t, exitFailed, "there is no store", "serve", "--read-only", "--listen", "127.0.0.1:0", "--store", filepath.Join(t.TempDir(), "none.db"))
}

// TestServeHostile sends what no friend sends.
func TestServeHostile(t *testing.T) {
	file := exampleStore(t, "ferry-talks")
	s := serving(t, file)
	for _, x := range []struct {
		method, path, body string
		header             []string
		want               int
	}{
		{"GET", "/api/v1/stories?limit=0", "", nil, 422}, {"GET", "/api/v1/stories?limit=100000", "", nil, 422},
		{"GET", "/api/v1/stories?cursor=../../etc/passwd", "", nil, 400}, {"GET", "/api/v1/stories?since=tomorrow", "", nil, 400},
		{"GET", "/api/v1/stories?color=red", "", nil, 422}, {"GET", "/api/v1/stories?order=random()", "", nil, 422},
		{"GET", "/api/v1/statements?kind='%20OR%201=1", "", nil, 422}, {"GET", "/api/v1/search?q=", "", nil, 422},
		{"GET", "/api/v1/search?q=" + strings.Repeat("%28", 1000), "", nil, 400}, {"GET", "/api/v1/search?q=%22open", "", nil, 400},
		{"GET", "/api/v1/search?q=" + strings.Repeat("a+", 2000), "", nil, 422}, {"GET", "/api/v1/search?q=ferry&kind=weather", "", nil, 400},
		{"GET", "/api/v1/articles/..%2f..%2fetc%2fpasswd", "", nil, 404}, {"GET", "/api/v1/articles/" + strings.Repeat("a", 4000), "", nil, 422},
		{"GET", "/nothing", "", nil, 404}, {"DELETE", "/api/v1/stories", "", nil, 405}, {"GET", "/api/v1/stories", "", []string{"Host", "evil.example"}, 421},
		{"POST", "/api/v1/articles", "{}", []string{"Content-Type", "application/zip"}, 415}, {"POST", "/api/v1/articles", "{}", nil, 415},
		{"POST", "/api/v1/articles", "{", []string{"Content-Type", "application/json"}, 422},
		{"POST", "/api/v1/articles", `{"text":""}`, []string{"Content-Type", "application/json"}, 422},
		{"POST", "/api/v1/articles", "words enough", []string{"Content-Type", "text/plain", "Idempotency-Key", "../../escape"}, 400},
		{"POST", "/api/v1/articles", "words enough", []string{"Content-Type", "text/plain", "Idempotency-Key", ".hidden"}, 400},
		{"POST", "/api/v1/articles", strings.Repeat("x", 17<<20), []string{"Content-Type", "text/plain"}, 413},
		{"POST", "/api/v1/articles", "words enough", []string{"Content-Type", "text/plain", "Origin", "https://evil.example"}, 403},
		{"POST", "/api/v1/alerts", `{"webhook":"file:///etc/passwd"}`, []string{"Content-Type", "application/json"}, 400},
		{"POST", "/api/v1/alerts", `{"query":"x","command":["rm"]}`, []string{"Content-Type", "application/json"}, 422},
		{"POST", "/mcp", strings.Repeat("[", 100_000), []string{"Content-Type", "application/json", "Accept", "application/json, text/event-stream"}, 400},
	} {
		code, header, body := s.ask(x.method, x.path, x.body, x.header...)
		if code != x.want {
			t.Errorf("%s %.80s: %d, want %d: %.300s", x.method, x.path, code, x.want, body)
		}
		if code >= 400 && code != 405 && x.path != "/mcp" && !strings.HasPrefix(header.Get("Content-Type"), "application/problem+json") &&
			!(code == 422 && strings.Contains(body, `"status":"failed"`)) {
			t.Errorf("%s %.80s: %s", x.method, x.path, header.Get("Content-Type"))
		}
		for name := range header {
			if strings.Contains(strings.ToLower(name), "injected") {
				t.Errorf("a header was injected: %v", header)
			}
		}
	}
	if code, _, _ := s.ask("GET", "/api/v1/stories?cursor=%0d%0aInjected:%20yes", ""); code != 400 {
		t.Errorf("a cursor with a line end: %d", code)
	}
	for _, dir := range []string{filepath.Dir(file), filepath.Dir(filepath.Dir(file)), file + ".posted"} {
		if found, err := filepath.Glob(filepath.Join(dir, "*escape*")); err != nil || len(found) > 0 {
			t.Errorf("written outside: %v %v", found, err)
		}
	}
}

// TestServeSlow holds that a client that sends its request a byte at a time is cut
// off, and that others are served meanwhile.
func TestServeSlow(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a time limit")
	}
	s := serving(t, exampleStore(t, "ferry-talks"))
	var slow []net.Conn
	for range 50 {
		c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		fmt.Fprint(c, "GET /api/v1/stories HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
		slow = append(slow, c)
	}
	if code, _, _ := s.ask("GET", "/api/v1/stories", ""); code != 200 {
		t.Errorf("another client: %d", code)
	}
	for _, c := range slow {
		_ = c.SetReadDeadline(time.Now().Add(20 * time.Second))
		b, err := io.ReadAll(c) // until the server closes it
		if err != nil {
			t.Fatalf("not cut off: %v after %q", err, b)
		}
	}
}

const otters = `{"title": "Otters seen below the old bridge", "outlet": "River Record", "published": "2024-05-01", "text": "Two otters were seen below the old bridge on Monday, the county said. They had not been seen there for a decade. %s"}`

// TestPost posts articles: each is kept once, under its key, and its story follows.
func TestPost(t *testing.T) {
	file := filepath.Join(t.TempDir(), "desk.db")
	s := serving(t, file)
	stream, err := http.Get(s.url + "/api/v1/events/stream")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	post := func(key, body string) (int, string) {
		code, _, got := s.ask("POST", "/api/v1/articles", body, "Content-Type", "application/json", "Idempotency-Key", key)
		return code, got
	}
	one := fmt.Sprintf(otters, "One.")
	code, first := post("desk-1", one)
	if code != 201 || !strings.Contains(first, `"status":"kept"`) {
		t.Fatalf("%d %s", code, first)
	}
	if code, again := post("desk-1", one); code != 200 || !strings.Contains(again, `"status":"known"`) {
		t.Errorf("%d %s", code, again)
	}
	if code, other := post("desk-1", fmt.Sprintf(otters, "Other.")); code != 409 {
		t.Errorf("%d %s", code, other)
	}
	if code, upper := post("DESK-1", fmt.Sprintf(otters, "Upper.")); code != 201 {
		t.Errorf("%d %s", code, upper)
	}
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if code, body := post(fmt.Sprint("many-", i), fmt.Sprintf(otters, fmt.Sprint("Number ", i, "."))); code != 201 && code != 202 {
				t.Errorf("%d: %d %s", i, code, body)
			}
		})
	}
	all.Wait()
	b := make([]byte, 4096)
	var told strings.Builder
	for !strings.Contains(told.String(), "event: story") {
		n, err := stream.Body.Read(b)
		told.Write(b[:n])
		if err != nil {
			t.Fatal(err, told.String())
		}
	}
	if code := s.stop(); code != exitDone {
		t.Errorf("exit code %d\n%s", code, s.log)
	}
	left, err := filepath.Glob(file + ".posted/*")
	if err != nil || len(left) != 1 { // the folder of those at work
		t.Errorf("left: %v %v", left, err)
	}
	s = serving(t, file) // the key outlives the server
	code, _, got := s.ask("POST", "/api/v1/articles", one, "Content-Type", "application/json", "Idempotency-Key", "desk-1")
	if code != 200 || !strings.Contains(got, `"status":"known"`) {
		t.Errorf("%d %s", code, got)
	}
}

// TestPostResumes holds that what was accepted and not kept is kept at the next
// start.
func TestPostResumes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "desk.db")
	for _, at := range []string{"waiting.json", "batch/posted/working.json"} {
		at = filepath.Join(file+".posted", at)
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(fmt.Sprintf(otters, at)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := serving(t, file)
	for range 1000 {
		if _, _, body := s.ask("GET", "/api/v1/articles", ""); strings.Count(body, `"id"`) == 2 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("they were not kept\n%s", s.log)
}

// TestServeSeesOthers holds that what another process adds and removes is seen.
func TestServeSeesOthers(t *testing.T) {
	file := exampleStore(t, "ferry-talks")
	s := serving(t, file, "--read-only")
	_, header, _ := s.ask("GET", "/api/v1/stories", "")
	article := filepath.Join(t.TempDir(), "late.txt")
	if err := os.WriteFile(article, []byte(lateReport), 0o644); err != nil {
		t.Fatal(err)
	}
	ok(t, "add", "-q", "--store", file, article)
	find := func(want bool) string {
		for range 1000 {
			code, _, body := s.ask("GET", "/api/v1/search?kind=article&q=outlet:lantern", "", "If-None-Match", header.Get("ETag"))
			if code == 200 && strings.Contains(body, "Late Lantern") == want {
				var page struct {
					Hits []struct{ Article, Story string }
				}
				if err := json.Unmarshal([]byte(body), &page); err != nil {
					t.Fatal(err)
				}
				if !want {
					return ""
				}
				return page.Hits[0].Article
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatalf("found is not %t", want)
		return ""
	}
	id := find(true)
	if code, _, body := s.ask("GET", "/api/v1/articles/"+id, ""); code != 200 || !strings.Contains(body, "would name a date") {
		t.Errorf("%d %s", code, body)
	}
	ok(t, "remove", "--store", file, id)
	find(false)
	for range 300 { // nor is it in what was read before
		if code, _, _ := s.ask("GET", "/api/v1/articles/"+id, ""); code == 404 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("a removed article is still given")
}
