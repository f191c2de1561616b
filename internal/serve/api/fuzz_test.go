package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzRequest gives any path, query, header and body to the API behind its guard:
// no answer is a failure of the server, and what says that it is JSON is.
func FuzzRequest(f *testing.F) {
	for _, target := range []string{
		"/api/v1/stories?order=newest&limit=2", "/api/v1/statements?since=2024&until=2025", "/api/v1/search?q=ferry&kind=article,statement",
		"/api/v1/search?q=(%22a%20b%22+OR+speaker:c)", "/api/v1/has?text=The+withdrawal+of+the+fee", "/api/v1/articles/none?x", "/api/v1/stories?cursor=eyJ",
		"/openapi.json", "/metrics", "/healthz", "/api/v1/events?limit=99999999999999999999", "/api/v1/../v1/claims", "//", "/api/v1/alerts",
	} {
		f.Add(uint8(0), target, "", []byte(nil))
		f.Add(uint8(1), target, "application/json", []byte(`{"text":"The ferry sank."}`))
	}
	f.Add(uint8(2), "/api/v1/articles", "text/plain; charset=\xff", []byte("a"))
	var h http.Handler
	f.Fuzz(func(t *testing.T, method uint8, target, header string, body []byte) {
		if h == nil {
			h, _ = served(t)
		}
		u, err := url.ParseRequestURI(target)
		if err != nil || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "/api/v1/events/stream") {
			return // net/http refuses it, or it goes on for ever
		}
		r := &http.Request{
			Method: []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodHead}[method%4], URL: u, RequestURI: target, Host: "localhost", Proto: "HTTP/1.1",
			ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {header}, "Idempotency-Key": {header}, "If-None-Match": {header}},
			Body: io.NopCloser(strings.NewReader(string(body))), ContentLength: int64(len(body)),
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r.WithContext(t.Context()))
		if w.Code >= 500 {
			t.Fatalf("%s %s: %d %s", r.Method, target, w.Code, w.Body)
		}
		if w.Body.Len() > 0 && strings.Contains(w.Header().Get("Content-Type"), "json") && !json.Valid(w.Body.Bytes()) {
			t.Fatalf("%s %s: %d, not JSON: %s", r.Method, target, w.Code, w.Body)
		}
	})
}
