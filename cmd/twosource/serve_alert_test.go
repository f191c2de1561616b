package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/serve"
)

// lateReport is a report of an outlet that the examples do not have.
const lateReport = `Title: Night ferries between Tallinn and Helsinki stay where they are
Outlet: Late Lantern
Published: 2024-03-11

Night ferries between Tallinn and Helsinki stay where they are

The night ferries between Tallinn and Helsinki stay where they are. Estonian and Finnish ministers failed to agree on them on Sunday, two officials told this newspaper, and nobody would name a date on which they will try again.
`

// TestAlert saves a query and is told of a new origin once: by a webhook, by a
// command and in the list.
func TestAlert(t *testing.T) {
	var calls int
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Webhook-Signature") != "" {
			calls++
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	defer hook.Close()
	file := exampleStore(t, "ferry-talks")
	told := filepath.Join(t.TempDir(), "told.json")
	args := []string{"alert", "add", "--store", file, "--query", "ferries", "--name", "night ferries", "--webhook", hook.URL}
	if runtime.GOOS != "windows" {
		args = append(args, "--command", "cp,/dev/stdin,"+told)
	}
	id := strings.Fields(ok(t, args...).out)[0]
	fails(t, exitUsage, "query", "alert", "add", "--store", file, "--query", "(")
	ok(t, "alert", "run", "--private", "--store", file)
	late := filepath.Join(t.TempDir(), "late.txt")
	if err := os.WriteFile(late, []byte(lateReport), 0o644); err != nil {
		t.Fatal(err)
	}
	ok(t, "add", "-q", "--store", file, late)
	if got := ok(t, "alert", "run", "--private", "--store", file).out; !strings.Contains(got, "a new origin: Late Lantern") {
		t.Errorf("told %q", got)
	}
	if got := ok(t, "alert", "run", "--private", "--store", file).out; got != "" || calls != 1 {
		t.Errorf("told again: %q, %d calls", got, calls)
	}
	if b, err := os.ReadFile(told); runtime.GOOS != "windows" && (err != nil || !strings.Contains(string(b), `"what":"new-origin"`)) {
		t.Errorf("the command was given %q, %v", b, err)
	}
	if got := ok(t, "alert", "list", "--store", file).out; !strings.Contains(got, id+"  night ferries") || !strings.Contains(got, "Late Lantern") {
		t.Errorf("listed %q", got)
	}
	s := serving(t, file)
	if code, _, body := s.ask("GET", "/api/v1/alerts/"+id+"/feed", ""); code != 200 || !strings.Contains(body, "Late Lantern") {
		t.Errorf("%d %s", code, body)
	}
	code, _, body := s.ask("POST", "/api/v1/alerts", `{"query":"boats","webhook":"https://desk.example/hook"}`, "Content-Type", "application/json")
	var made struct{ ID, Secret string }
	if err := json.Unmarshal([]byte(body), &made); err != nil || code != 201 || !strings.HasPrefix(made.Secret, "whsec_") {
		t.Fatalf("%d %s", code, body)
	}
	if _, _, body := s.ask("GET", "/api/v1/alerts", ""); !strings.Contains(body, made.ID) || strings.Contains(body, "whsec_") {
		t.Errorf("the list has no such alert, or its secret: %s", body)
	}
	if code, _, _ := s.ask("DELETE", "/api/v1/alerts/"+made.ID, ""); code != 204 {
		t.Errorf("removed: %d", code)
	}
	s.stop()
	ok(t, "alert", "remove", "--store", file, id)
	fails(t, exitFailed, "no alert", "alert", "remove", "--store", file, id)
}

// TestSearchDerived finds claims and conflicts, and asks for origins, on the command
// line as over HTTP.
func TestSearchDerived(t *testing.T) {
	file := exampleStore(t, "ferry-talks", "mill-fire")
	s := serving(t, file)
	for _, x := range []struct{ kind, query string }{{"claim", "origins:>=2"}, {"claim", "ferry"}, {"conflict", "origins:>=1"}, {"article", "ferry origins:>=3"}} {
		var here []serve.Hit
		if err := json.Unmarshal([]byte(ok(t, "search", "--store", file, "--kind", x.kind, "--format", "json", x.query).out), &here); err != nil || len(here) == 0 {
			t.Errorf("%v: %d hits, %v", x, len(here), err)
			continue
		}
		var there struct{ Hits []serve.Hit }
		_, _, body := s.ask("GET", "/api/v1/search?kind="+x.kind+"&q="+strings.NewReplacer(" ", "+", ">", "%3E").Replace(x.query), "")
		if err := json.Unmarshal([]byte(body), &there); err != nil {
			t.Fatal(err, body)
		}
		a, _ := json.Marshal(here)
		b, _ := json.Marshal(there.Hits)
		if string(a) != string(b) {
			t.Errorf("%v: the command line and the API differ\n%s\n%s", x, a, b)
		}
		if text := ok(t, "search", "--store", file, "--kind", x.kind, x.query).out; x.kind != "article" && !strings.Contains(text, "at most") {
			t.Errorf("%v: %s", x, text)
		}
	}
	whole, _ := briefJSON(t, exitDone, "--store", file, "--query", "ferry")
	part, d := briefJSON(t, exitDone, "--store", file, "--query", "ferry origins:>=3")
	if len(part) > len(whole) || len(d.Articles) == 0 {
		t.Error("origins: does not narrow a brief")
	}
}
