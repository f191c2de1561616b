package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/api"
	"github.com/twosource/twosource/internal/serve/servetest"
	"github.com/twosource/twosource/internal/store"
)

// served returns the API over the examples.
func served(t *testing.T) (http.Handler, *servetest.Desk) {
	t.Helper()
	d := servetest.New(t, "../../../examples/ferry-talks", "../../../examples/mill-fire")
	schema, err := os.ReadFile("../../../docs/formats/brief.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	o := api.Options{Site: d.Site, Metrics: serve.NewMetrics(d.Site), Schema: schema}
	mux := http.NewServeMux()
	if err := api.New(mux, o); err != nil {
		t.Fatal(err)
	}
	g := serve.Guard{Listen: "127.0.0.1:8080", Site: d.Site, Metrics: o.Metrics, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	return g.Wrap(mux), d
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil))
	return w
}

// TestOpenAPI holds every answer against the schema that /openapi.json gives it: an
// independent reader of JSON schemas judges.
func TestOpenAPI(t *testing.T) {
	h, d := served(t)
	body := get(h, "/openapi.json").Body.Bytes()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	c := d.Site.Catalog()
	story, article := c.List(store.StoryKind)[0].Key, c.Articles[0].ID
	for path, at := range map[string]string{
		"/stories": "/stories", "/stories?order=newest&limit=2": "/stories", "/articles?order=newest": "/articles", "/statements": "/statements",
		"/claims": "/claims", "/events": "/events", "/conflicts": "/conflicts", "/positions": "/positions", "/entities": "/entities", "/lineage": "/lineage",
		"/stories/" + story: "/stories/{id}", "/articles/" + article: "/articles/{id}", "/search?q=ferry&kind=article,statement,claim,event": "/search",
		"/has?text=" + url.QueryEscape("The withdrawal of the fee is no longer a precondition"): "/has", "/statements?since=2024&until=2025&story=" + story: "/statements",
		"/search?q=(": "/search", "/stories/none": "/stories/{id}", "/statements?cursor=x": "/statements", "/stories?limit=-1": "/stories",
	} {
		w := get(h, "/api/v1"+path)
		answer, media := "200", "application/json"
		if w.Code != 200 {
			answer, media = "default", "application/problem+json"
		}
		pointer := "openapi.json#/paths/" + pointed("/api/v1"+at) + "/get/responses/"
		if w.Code != 200 && strings.Contains(string(body), `"400"`) {
			answer = map[int]string{400: "400", 404: "404", 422: "422"}[w.Code]
		}
		schema, err := compiler.Compile(pointer + answer + "/content/" + pointed(media) + "/schema")
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		got, err := jsonschema.UnmarshalJSON(w.Body)
		if err == nil {
			err = schema.Validate(got)
		}
		if err != nil {
			t.Errorf("%s: %d: %v", path, w.Code, err)
		}
		if ct := w.Header().Get("Content-Type"); ct != media {
			t.Errorf("%s: %s", path, ct)
		}
	}
}

// pointed escapes a key for a JSON pointer.
func pointed(key string) string {
	return url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(key))
}

// TestPaging goes through every list by its cursors.
func TestPaging(t *testing.T) {
	h, d := served(t)
	c := d.Site.Catalog()
	for list, want := range map[string]int{
		"stories": len(c.List(store.StoryKind)), "articles": len(c.Articles), "statements": len(c.List(store.StatementKind)),
		"claims": len(c.List(store.ClaimKind)), "entities": len(c.List(store.EntityKind)), "events": len(c.List(store.EventKind)),
	} {
		for _, order := range []string{"id", "newest"} {
			seen, next := map[string]bool{}, ""
			for {
				var page struct {
					Items []struct{ ID string }
					Next  *string
				}
				w := get(h, "/api/v1/"+list+"?limit=7&order="+order+"&cursor="+next)
				if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != 200 {
					t.Fatalf("%s: %d %v", list, w.Code, err)
				}
				for _, it := range page.Items {
					if seen[it.ID] {
						t.Errorf("%s: %s twice", list, it.ID)
					}
					seen[it.ID] = true
				}
				if page.Next == nil {
					break
				}
				next = *page.Next
			}
			if len(seen) != want {
				t.Errorf("%s by %s: %d, want %d", list, order, len(seen), want)
			}
		}
	}
}

// TestReadOnly holds that a server without a way to keep articles refuses them.
func TestReadOnly(t *testing.T) {
	h, _ := served(t)
	r := httptest.NewRequest(http.MethodPost, "http://localhost/api/v1/articles", strings.NewReader("words"))
	r.Header.Set("Content-Type", "text/plain")
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestValidKey(t *testing.T) {
	for key, want := range map[string]bool{
		"a": true, "desk-17": true, "A.b_c~d-9": true, "": false, ".a": false, "-a": false, "a/b": false, "a b": false, "ä": false, "a\n": false,
		strings.Repeat("a", 128): true, strings.Repeat("a", 129): false, "..": false,
	} {
		if api.ValidKey(key) != want {
			t.Errorf("%q: %t", key, !want)
		}
	}
}
