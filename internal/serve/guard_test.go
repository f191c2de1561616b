package serve_test

import (
	"encoding/base64"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/serve"
)

func guarded(t *testing.T, g serve.Guard, next http.HandlerFunc) http.Handler {
	t.Helper()
	d := example(t)
	g.Site, g.Metrics, g.Log = d.Site, serve.NewMetrics(d.Site), slog.New(slog.NewTextHandler(io.Discard, nil))
	return g.Wrap(next)
}

func ask(h http.Handler, method, host, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://"+host+path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestGuardCheck(t *testing.T) {
	for _, x := range []struct {
		listen, token string
		ok            bool
	}{
		{"127.0.0.1:8080", "", true}, {"localhost:0", "", true}, {"[::1]:8080", "", true}, {"0.0.0.0:8080", "", false}, {":8080", "", false},
		{"192.0.2.1:8080", "", false}, {"0.0.0.0:8080", "short", false}, {"127.0.0.1:80", "short", false},
		{"0.0.0.0:8080", "0123456789abcdef", true}, {"nonsense", "", false}, {"[::ffff:127.0.0.1]:1", "", true},
	} {
		if err := (&serve.Guard{Listen: x.listen, Token: x.token}).Check(); (err == nil) != x.ok {
			t.Errorf("%s with token %q: %v", x.listen, x.token, err)
		}
	}
}

func TestGuardHosts(t *testing.T) {
	h := guarded(t, serve.Guard{Listen: "127.0.0.1:8080", Hosts: []string{"desk.example"}}, func(http.ResponseWriter, *http.Request) {})
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "[::1]:8080": 200, "localhost": 200, "desk.example": 200, "DESK.example:443": 200,
		"evil.example": 421, "127.0.0.1.evil.example:8080": 421, "169.254.169.254": 421, "localhost.evil.example": 421,
	} {
		if got := ask(h, "GET", host, "/api/v1/stories").Code; got != want {
			t.Errorf("host %s: %d, want %d", host, got, want)
		}
	}
	for origin, want := range map[string]int{"http://127.0.0.1:8080": 200, "https://evil.example": 403, "null": 403, "http://localhost:8080": 403} {
		if got := ask(h, "POST", "127.0.0.1:8080", "/mcp", "Origin", origin).Code; got != want {
			t.Errorf("origin %s: %d, want %d", origin, got, want)
		}
	}
	if got := ask(h, "POST", "127.0.0.1:8080", "/api/v1/articles", "Sec-Fetch-Site", "cross-site").Code; got != 403 {
		t.Errorf("a page of another site: %d", got)
	}
}

func TestGuardToken(t *testing.T) {
	const token = "a-token-of-the-desk"
	h := guarded(t, serve.Guard{Listen: "0.0.0.0:8080", Token: token}, func(http.ResponseWriter, *http.Request) {})
	for _, x := range []struct {
		path, header string
		want         int
	}{
		{"/api/v1/stories", "", 401}, {"/api/v1/stories", "Bearer wrong-token-of-the-desk", 401}, {"/api/v1/stories", "Bearer " + token, 200},
		{"/api/v1/stories", "bearer " + token, 200}, {"/api/v1/stories", token, 401}, {"/api/v1/stories", "Bearer", 401},
		{"/api/v1/stories", "Basic " + base64.StdEncoding.EncodeToString([]byte("any:"+token)), 200},
		{"/api/v1/stories", "Basic " + base64.StdEncoding.EncodeToString([]byte(token+":")), 401}, {"/mcp", "", 401}, {"/metrics", "", 401}, {"/api/v1/events/stream", "", 401}, {"//healthz", "", 401},
		{"/healthz", "", 200}, {"/", "", 200}, {"/openapi.json", "", 200},
	} {
		w := ask(h, "GET", "desk.example", x.path, "Authorization", x.header)
		if w.Code != x.want {
			t.Errorf("%s with %q: %d, want %d", x.path, x.header, w.Code, x.want)
		}
		if w.Code == 401 && (w.Header().Get("WWW-Authenticate") == "" || w.Header().Get("Content-Type") != "application/problem+json") {
			t.Errorf("%s: %v", x.path, w.Header())
		}
	}
}

func TestGuardETag(t *testing.T) {
	h := guarded(t, serve.Guard{Listen: "127.0.0.1:8080"}, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/v1/none" {
			serve.Problem(w, http.StatusNotFound, "none")
		}
	})
	tag := ask(h, "GET", "localhost", "/api/v1/stories").Header().Get("ETag")
	if tag == "" {
		t.Fatal("no ETag")
	}
	if w := ask(h, "GET", "localhost", "/api/v1/stories", "If-None-Match", `"x", `+tag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	if w := ask(h, "GET", "localhost", "/api/v1/stories", "If-None-Match", `"x"`); w.Code != 200 {
		t.Errorf("%d", w.Code)
	}
	if w := ask(h, "POST", "localhost", "/api/v1/articles", "If-None-Match", tag); w.Code != 200 {
		t.Errorf("%d", w.Code)
	}
	if w := ask(h, "GET", "localhost", "/api/v1/none"); w.Header().Get("ETag") != "" {
		t.Error("an error has an ETag")
	}
}

func TestGuardPanic(t *testing.T) {
	h := guarded(t, serve.Guard{Listen: "127.0.0.1:8080"}, func(http.ResponseWriter, *http.Request) { panic("the inside") })
	w := ask(h, "GET", "localhost", "/api/v1/stories")
	if w.Code != 500 || strings.Contains(w.Body.String(), "inside") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestGuardBodies holds that the bodies of all requests at work share a room, and
// that who finds none is told to come again.
func TestGuardBodies(t *testing.T) {
	const size = 1 << 20
	room := serve.NewRoom(size)
	read, answer := make(chan error), make(chan struct{})
	h := guarded(t, serve.Guard{Listen: "127.0.0.1:8080", Bodies: room}, func(w http.ResponseWriter, r *http.Request) {
		_, err := io.ReadAll(r.Body)
		read <- err
		<-answer
		if err != nil {
			serve.Problem(w, http.StatusBadRequest, "the body cannot be read")
		}
	})
	const each = 300 << 10
	codes, retry := make(chan int), make(chan string, 10)
	for range 10 {
		go func() {
			r := httptest.NewRequest(http.MethodPost, "http://localhost/mcp", strings.NewReader(strings.Repeat("x", each)))
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if after := w.Header().Get("Retry-After"); after != "" {
				retry <- after
			}
			codes <- w.Code
		}()
	}
	failed := 0
	for range 10 {
		if err := <-read; err != nil {
			failed++
		}
	}
	close(answer)
	count := map[int]int{}
	for range 10 {
		count[<-codes]++
	}
	if now, most := room.Used(); now != 0 || most > size {
		t.Errorf("%d bytes are held, %d at most", now, most)
	}
	if count[200] > size/each || count[200]+count[503] != 10 || count[503] != failed || len(retry) != failed {
		t.Errorf("answers %v, %d not read, %d told when to come again", count, failed, len(retry))
	}
}
