package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/twosource/twosource/internal/alert"
	"github.com/twosource/twosource/internal/serve"
)

// Options set up the API.
type Options struct {
	Site    *serve.Site // must be set
	Metrics *serve.Metrics
	// Schema is the JSON schema of a brief, whose items the API gives; nil leaves them
	// undescribed.
	Schema []byte
	// Take keeps a posted article; nil refuses them.
	Take func(ctx context.Context, p Posted) (Taken, error)
	// Alerts are the saved queries; nil has none.
	Alerts *alert.Desk
}

// A Posted is an article as it is posted.
type Posted struct {
	// Key is that of idempotency, 1 to 128 letters, digits and -._~, of which the first
	// is a letter or digit; "" stands for the one that [BodyKey] makes.
	Key   string
	Media string    // "application/json", "text/html" or "text/plain"
	Body  io.Reader // it ends with the request
}

// A Taken says what became of a posted article.
type Taken struct {
	Key      string   `json:"key" doc:"the key under which the same article can be posted again without effect"`
	Status   string   `json:"status" enum:"kept,known,accepted,failed" doc:"kept: it is in the store; known: it was before; accepted: it will be; failed: no article was found in it"`
	Articles []string `json:"articles" doc:"ids of the articles that were found in it; none while it is only accepted"`
	Problem  *string  `json:"problem" doc:"why it failed"`
}

// The errors of [Options.Take].
var (
	ErrOther = errors.New("the Idempotency-Key was used for another article")
	ErrBusy  = errors.New("too many articles wait to be read; send it again later")
	ErrEmpty = errors.New("there is no article in the body")
)

// New puts the API on mux. The error is one of the schema.
func New(mux *http.ServeMux, o Options) error {
	registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Twosource", Version: o.Site.Version(),
				Description: "Which articles are copies, what happened, who said what, from how many independent origins at most, and the exact words each line comes from. Offsets count Unicode code points.",
			},
			Components: &huma.Components{
				Schemas:         registry,
				SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "Needed where the server asks for one."}},
			},
			Security: []map[string][]string{{"token": {}}, {}},
		},
		Formats:       map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat: "application/json", RejectUnknownQueryParameters: true,
	}
	a := &handlers{Options: o}
	doc := humago.New(mux, config)
	items, err := readItems(o.Schema)
	if err != nil {
		return err
	}
	a.items = items
	a.lists(doc)
	a.single(doc)
	a.find(doc)
	a.post(doc)
	a.alerts(doc)
	mux.HandleFunc("GET "+streamPath, a.stream)
	doc.OpenAPI().AddOperation(streamOperation(doc.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[serve.Change](), true, "Change")))
	body, err := a.describe(doc.OpenAPI())
	if err != nil {
		return err
	}
	mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body) // the reader may be gone
	})
	mux.HandleFunc("GET /healthz", a.health)
	mux.Handle("GET /metrics", o.Metrics.Handler())
	mux.HandleFunc("GET /{$}", a.start)
	mux.HandleFunc("GET /", func(w http.ResponseWriter, _ *http.Request) {
		serve.Problem(w, http.StatusNotFound, "there is nothing under this address; / says what there is")
	})
	return nil
}

// handlers answer requests.
type handlers struct {
	Options
	items map[string]any // schemas of a brief's items, by name
}

// problem makes an answer of an error: one that says nothing of the inside.
func problem(ctx context.Context, err error) error {
	var known huma.StatusError
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case errors.Is(err, serve.ErrCursor):
		return huma.Error400BadRequest(err.Error())
	case ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded):
		return huma.Error503ServiceUnavailable("the answer took too long")
	}
	return huma.Error500InternalServerError("the store could not be read; twosource doctor says more")
}

// operation is one GET under /api/v1.
func operation(id, path, summary string) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: "/api/v1" + path, Summary: summary,
		Errors: []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusNotFound},
	}
}
