package fetch

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestPost(t *testing.T) {
	var got string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got = r.Method + " " + r.Header.Get("Webhook-Id") + " " + string(b)
		switch r.URL.Path {
		case "/busy":
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusServiceUnavailable)
		case "/gone":
			w.WriteHeader(http.StatusGone)
		case "/moved":
			http.Redirect(w, r, "/ok", http.StatusTemporaryRedirect)
		}
	}))
	defer s.Close()
	c := New(Options{Clock: newClock(), Private: true})
	if err := c.Post(t.Context(), s.URL+"/ok", http.Header{"Webhook-Id": {"a1"}}, []byte("{}")); err != nil || got != "POST a1 {}" {
		t.Errorf("%v, the server got %q", err, got)
	}
	for path, temporary := range map[string]bool{"/busy": true, "/gone": false, "/moved": false} {
		var e *Error
		if err := c.Post(t.Context(), s.URL+path, nil, nil); !errors.As(err, &e) || e.Temporary() != temporary {
			t.Errorf("%s: %v", path, err)
		}
	}
	guarded := New(Options{Clock: newClock()})
	for _, address := range []string{s.URL, "http://169.254.169.254/", "http://[::1]:8080/", "file:///etc/passwd"} {
		var e *Error
		if err := guarded.Post(t.Context(), address, nil, nil); !errors.As(err, &e) || e.Temporary() {
			t.Errorf("%s: %v", address, err)
		}
	}
}
