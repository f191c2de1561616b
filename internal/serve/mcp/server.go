package mcp

import (
	"context"
	"io"
	"net/http"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/twosource/twosource/internal/serve"
)

// instructions are what a model is told of the server.
const instructions = `Twosource reads many news articles about one happening and says which are copies of one another, from how many independent origins at most something is told, who said what, and where accounts differ.
Quote the words given under "words", and name outlet and date with them. Offsets count Unicode code points of the article's text; read_span gives more of it. "origins" is an upper bound: many articles with one origin confirm nothing. What is not found is not thereby false.`

// New returns a server with all tools.
func New(site *serve.Site) *sdk.Server {
	s := sdk.NewServer(&sdk.Implementation{Name: "twosource", Title: "Twosource", Version: site.Version()}, &sdk.ServerOptions{
		Instructions: instructions, Capabilities: &sdk.ServerCapabilities{},
	})
	t := &tools{site}
	add(s, "find_statements", "Find who said what: by words, by speaker, or both; each with all its reports and how many independent origins witness it.", t.findStatements)
	add(s, "list_stories", "List stories, the newest first or by a query, with their number of articles and of independent origins.", t.listStories)
	add(s, "get_story", "One story: its articles with their origins, its lead, timeline, claims and conflicts.", t.getStory)
	add(s, "find_conflicts", "Find where accounts differ: numbers, dates, places, causes and more, each side with its words and origins.", t.findConflicts)
	add(s, "origins_of_passage", "Who has a sentence or quotation, in which words, through whom, and from how many independent origins at most.", t.originsOfPassage)
	add(s, "read_span", "Read the exact words of an article between two offsets, or around them.", t.readSpan)
	return s
}

// add adds a tool that only reads.
func add[In, Out any](s *sdk.Server, name, what string, do func(ctx context.Context, in In) (Out, error)) {
	closed := false
	sdk.AddTool(s, &sdk.Tool{
		Name: name, Description: what,
		Annotations: &sdk.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &closed},
	}, func(ctx context.Context, _ *sdk.CallToolRequest, in In) (*sdk.CallToolResult, Out, error) {
		out, err := do(ctx, in)
		return nil, out, err
	})
}

// Serve serves one client over a pair of streams until it leaves or ctx ends.
func Serve(ctx context.Context, site *serve.Site, in io.Reader, out io.Writer) error {
	return New(site).Run(ctx, &sdk.IOTransport{Reader: io.NopCloser(in), Writer: unclosed{out}})
}

// unclosed is a writer that is not closed with its session.
type unclosed struct{ io.Writer }

// Close does nothing.
func (unclosed) Close() error { return nil }

// Handler serves clients over HTTP (streamable, without sessions), until ctx ends.
func Handler(ctx context.Context, site *serve.Site) http.Handler {
	server := New(site)
	h := sdk.NewStreamableHTTPHandler(func(*http.Request) *sdk.Server { return server }, &sdk.StreamableHTTPOptions{Stateless: true})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		if r.Method == http.MethodGet { // a stream that stays open
			_, _ = control.SetReadDeadline(time.Time{}), control.SetWriteDeadline(time.Time{})
		}
		alive, stop := context.WithCancel(r.Context())
		defer stop()
		defer context.AfterFunc(ctx, stop)()
		h.ServeHTTP(w, r.WithContext(alive))
	})
}
