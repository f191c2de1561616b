package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/twosource/twosource/docs/formats"
	"github.com/twosource/twosource/internal/alert"
	"github.com/twosource/twosource/internal/fetch"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/queue"
	"github.com/twosource/twosource/internal/reuse"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/api"
	"github.com/twosource/twosource/internal/serve/mcp"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/sqlite"
)

type serveCmd struct {
	Listen    string   `help:"Where to listen. Elsewhere than on this machine alone a token is needed." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	TokenFile string   `help:"A file with the token that requests must show, or the variable TWOSOURCE_TOKEN." placeholder:"FILE"`
	Host      []string `help:"A further name under which the server is asked for, as behind a proxy." placeholder:"NAME"`
	ReadOnly  bool     `help:"Take no articles and send no alerts."`
	Private   bool     `help:"Also call webhooks in one's own network."`
	NoStories bool     `help:"Leave stories as they are when articles are posted; another process makes them."`
	Jobs      int      `help:"Articles worked on at once; 0 is one a processor. No effect on the result." default:"0" placeholder:"N"`
	Queue     string   `help:"Tell other servers of this store, and hear from them and from workers, what has changed: nats://HOST:PORT/NAME." placeholder:"ADDRESS"`
	Quiet     bool     `short:"q" help:"Only log what goes wrong."`
	LogFormat string   `help:"text or json." enum:"text,json" default:"text" placeholder:"FORMAT"`
	tableFlags
	writeFlags

	tables pipeline.Options // of the user
}

// Help shows how serve is used.
func (serveCmd) Help() string {
	return `Examples:
  twosource serve --store desk.db
  curl http://127.0.0.1:8080/api/v1/stories?order=newest
  curl -H 'Content-Type: application/json' -d @article.json http://127.0.0.1:8080/api/v1/articles
  TWOSOURCE_TOKEN=$(cat token) twosource serve --listen 0.0.0.0:8080 --store desk.db

The API is described at /openapi.json and in docs/formats/api.md; /mcp speaks the Model Context Protocol. Others may
add to the store meanwhile: the server sees it within a second. SIGTERM ends it when the requests at work are answered.`
}

// options are those of one step, with the user's tables.
func (cmd *serveCmd) options() pipeline.Options {
	o := cmd.tables
	o.Jobs, o.Progress = cmd.Jobs, new(pipeline.Progress)
	return o
}

// Run serves the store until it is told to end.
func (cmd *serveCmd) Run(ctx context.Context, c console) (err error) {
	token, err := cmd.token()
	if err != nil {
		return err
	}
	if err := cmd.into(&cmd.tables); err != nil {
		return err
	}
	guard := serve.Guard{Listen: cmd.Listen, Hosts: cmd.Host, Token: token, Log: cmd.logger(c)}
	if err := guard.Check(); err != nil {
		return failf(exitUsage, "--listen %s: %w", cmd.Listen, err)
	}
	path, err := storePath(cmd.Store)
	if err != nil {
		return err
	}
	mode := sqlite.Create
	if cmd.ReadOnly {
		mode = sqlite.Read
	}
	st, err := openStore(ctx, path, mode)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	site, err := newSite(ctx, st, cmd.tables.Knowledge)
	if err != nil {
		return err
	}
	if c := site.Catalog(); c.State.Pages > 0 && c.State.Revisions != pipeline.PageRevisions(cmd.tables.Knowledge) {
		if !cmd.ReadOnly {
			return otherTable(c.State.Revisions, cmd.tables.Knowledge)
		}
		guard.Log.Warn(store.ErrRevisions.Error())
	}
	if err := cmd.tables.SameTables(site.Catalog().State); err != nil {
		return otherRevisions(err)
	}
	l, err := net.Listen("tcp", cmd.Listen)
	if err != nil {
		return failf(exitFailed, "cannot listen: %w", err)
	}
	guard.Site, guard.Metrics = site, serve.NewMetrics(site)
	return cmd.serve(ctx, l, st, beside(path), &guard)
}

// token returns the token that requests must show, or "".
func (cmd *serveCmd) token() (string, error) {
	if cmd.TokenFile == "" {
		return strings.TrimSpace(os.Getenv("TWOSOURCE_TOKEN")), nil
	}
	b, err := os.ReadFile(cmd.TokenFile)
	if err != nil {
		return "", failf(exitFailed, "cannot read the token: %w", err)
	}
	token := strings.TrimSpace(string(b))
	if token == "" {
		return "", failf(exitUsage, "--token-file %s: the file is empty", cmd.TokenFile)
	}
	return token, nil
}

func (cmd *serveCmd) logger(c console) *slog.Logger {
	o := &slog.HandlerOptions{Level: slog.LevelInfo}
	if cmd.Quiet {
		o.Level = slog.LevelWarn
	}
	if cmd.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(c.err, o))
	}
	return slog.New(slog.NewTextHandler(c.err, o))
}

// newSite returns what is served of a store that was read with a base.
func newSite(ctx context.Context, st keptStore, base *knowledge.Base) (*serve.Site, error) {
	collect(serverCollectsAt)
	return serve.New(ctx, serve.Options{
		Version: Version, Store: st, Articles: pipeline.Articles, Clock: machine{},
		Holders: func(articles []news.Article, annotations []news.Annotation, text string) []serve.Holding {
			var out []serve.Holding
			for _, h := range reuse.Holders(articles, annotations, text, base) {
				out = append(out, serve.Holding{Article: h.Article, Span: h.Span, Kind: h.Kind})
			}
			return out
		},
	})
}

// serve runs the parts of the server until ctx ends.
func (cmd *serveCmd) serve(ctx context.Context, l net.Listener, st keptStore, path string, guard *serve.Guard) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	tell := func(err error) { guard.Log.Warn("trouble", "what", err.Error()) }
	guard.Site.Correct(cmd.corrected(guard.Site, path))
	if err := guard.Site.Corrector().Refresh(ctx); err != nil {
		tell(err)
	}
	o := api.Options{Site: guard.Site.Corrected(), Metrics: guard.Metrics, Schema: formats.BriefSchema}
	var parts []func() error
	parts = append(parts, func() error { return guard.Site.Run(ctx, tell) })
	var fan queue.Fan
	if cmd.Queue != "" {
		f, done, err := openFan(cmd.Queue, func(what string) { guard.Log.Warn(what) })
		if err != nil {
			return err
		}
		defer done()
		fan = f
		parts = append(parts, func() error { return hearChanges(ctx, f, guard.Site, tell) })
	}
	if !cmd.ReadOnly {
		desk, err := newDesk(guard.Site, path, cmd.Private, guard.Metrics.Delivered)
		if err != nil {
			return err
		}
		t, err := newTaker(ctx, cmd, st, path, guard)
		if err != nil {
			return err
		}
		t.fan = fan
		o.Alerts, o.Take = desk, t.take
		parts = append(parts, func() error { return desk.Run(ctx, tell) }, func() error { return t.run(ctx, tell) })
	}
	mux := http.NewServeMux()
	if err := api.New(mux, o); err != nil {
		return err
	}
	pages, err := cmd.pages(guard, path)
	if err != nil {
		return err
	}
	parts = append(parts, func() error { return pages.Run(ctx) })
	models := mcp.Handler(ctx, guard.Site.Corrected())
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		mux.Handle(method+" /mcp", models)
	}
	var ended sync.WaitGroup
	for _, part := range parts {
		ended.Go(func() {
			if err := part(); err != nil && ctx.Err() == nil {
				tell(err)
			}
		})
	}
	guard.Log.Info("serving", "address", "http://"+l.Addr().String(), "store", path, "articles", len(guard.Site.Catalog().Articles))
	err = serve.Listen(ctx, l, guard.Wrap(pages.Before(mux)), guard.Log)
	stop()
	ended.Wait()
	guard.Log.Info("ended")
	return err
}

// newDesk returns the alerts of a store, which stand beside it.
func newDesk(site *serve.Site, path string, private bool, told func(way, outcome string)) (*alert.Desk, error) {
	client := fetch.New(fetch.Options{Agent: agent, Clock: machine{}, Private: private, NoRobots: true, Limits: fetch.Limits{Timeout: 15 * time.Second}})
	desk, err := alert.Open(alert.Options{
		Site: site, Clock: machine{}, Rules: alertRules(path), State: path + ".alerts.state.json", Told: told, Start: startCommand,
		Post: func(ctx context.Context, address string, header map[string][]string, body []byte) error {
			return client.Post(ctx, address, header, body)
		},
	})
	if err != nil {
		return nil, failf(exitFailed, "cannot read the alerts: %w", err)
	}
	return desk, nil
}

// alertRules is where the alerts of a store stand.
func alertRules(path string) string { return beside(path) + ".alerts.json" }

type mcpCmd struct{ storeFlags }

// Help shows how mcp is used.
func (mcpCmd) Help() string {
	return `Example, in the settings of a program that speaks the Model Context Protocol:
  {"mcpServers": {"twosource": {"command": "twosource", "args": ["mcp", "--store", "/home/me/desk.db"]}}}

It speaks over standard input and output, and only reads. twosource serve has the same at /mcp.`
}

// Run serves one client over standard input and output.
func (cmd *mcpCmd) Run(ctx context.Context, c console) (err error) {
	st, err := openStore(ctx, cmd.Store, sqlite.Read)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	site, err := newSite(ctx, st, nil)
	if err != nil {
		return err
	}
	path, err := storePath(cmd.Store)
	if err != nil {
		return err
	}
	site.Correct(&correctionsFile{name: beside(path) + ".corrections", site: site})
	if err := site.Corrector().Refresh(ctx); err != nil {
		return err
	}
	alive, stop := context.WithCancel(ctx)
	var ended sync.WaitGroup
	ended.Go(func() {
		_ = site.Run(alive, func(err error) { fmt.Fprintln(c.err, "twosource:", err) }) // it ends with alive
	})
	err = mcp.Serve(ctx, site.Corrected(), c.in, c.out)
	stop()
	ended.Wait()
	if ctx.Err() != nil {
		return nil
	}
	return err
}
