package api

import (
	"fmt"
	"html"
	"io"
	"net/http"

	"github.com/twosource/twosource/internal/store"
)

// health says that the server is up, and whether it can read the store.
func (a *handlers) health(w http.ResponseWriter, r *http.Request) {
	err := a.Site.View(r.Context(), func(v store.View) error {
		_, err := v.Found(r.Context(), &store.Query{Text: store.Node{Op: store.TermOp, Term: store.Term{Words: []string{"health"}}}}, store.Articles, 1)
		return err
	})
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, "the store cannot be read\n") // the reader may be gone
		return
	}
	_, _ = io.WriteString(w, "ok\n")
}

// start is the page that says what there is.
func (a *handlers) start(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, `<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Twosource</title>
<h1>Twosource %s</h1>
<p>Many articles, few origins. This server answers programs:</p>
<ul>
<li><a href="/api/v1/stories?order=newest">/api/v1/stories</a>, articles, statements, claims, events, conflicts, positions, entities, lineage: lists, by page</li>
<li>/api/v1/search?q=QUERY and /api/v1/has?text=SENTENCE</li>
<li>/api/v1/events/stream: changes of stories, as they come</li>
<li><a href="/openapi.json">/openapi.json</a>: all of it, described</li>
<li>/mcp: the same for language models (Model Context Protocol)</li>
<li><a href="/metrics">/metrics</a> and <a href="/healthz">/healthz</a></li>
</ul>
</html>
`, html.EscapeString(a.Site.Version()))
}
