package web

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/brief"
	"github.com/twosource/twosource/internal/corrections"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/sqlite"
)

// still is a clock that stands.
type still struct{}

func (still) Now() time.Time { return time.Date(2031, 5, 4, 12, 0, 0, 0, time.UTC) }

func (still) Wait(ctx context.Context, _ time.Duration) error {
	<-ctx.Done()
	return ctx.Err()
}

// hostile is an article whose every field is made to run a script.
const hostile = `[{"title": "Port opens <script>window.ran=1</script><img src=x onerror=window.ran=2>", "outlet": "\"><script>window.ran=3</script>",
 "author": "<svg onload=window.ran=4>", "url": "javascript:window.ran=5//https://evil.example/a", "published": "2031-05-01",
 "text": "The port of Lindhaven opened on Monday, the harbour master, Ida Brekke, said. \"It was <script>window.ran=6</script> time,\" Brekke said. <a href='javascript:window.ran=7'>More</a> {{.Desk}} ${window.ran=8} <iframe src=//evil.example></iframe>\n\nThe mayor of Lindhaven, Tor Vang, said that the port would employ 40 people. \u202Edesrever\u202C </main><style>*{display:none}</style>"},
 {"title": "Lindhaven port opens", "outlet": "Fjord Herald", "url": "https://fjord-herald.example/2031/port", "published": "2031-05-02",
 "text": "The port of Lindhaven opened on Monday, the harbour master, Ida Brekke, said. It had been closed for two years.\n\nThe mayor of Lindhaven, Tor Vang, said that the port would employ 60 people."}]`

// newStore returns a store with inputs added and related.
func newStore(tb testing.TB, inputs ...string) *sqlite.Store {
	tb.Helper()
	ctx := tb.Context()
	st, err := sqlite.Open(ctx, filepath.Join(tb.TempDir(), "desk.db"), sqlite.Create)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = st.Close() })
	w, err := st.Write(ctx, time.Second)
	if err != nil {
		tb.Fatal(err)
	}
	if err := w.Start(ctx, pipeline.PageRevisions(nil)); err != nil {
		tb.Fatal(err)
	}
	if _, err := pipeline.Add(ctx, w, inputs, "{}", pipeline.Options{}); err != nil {
		tb.Fatal(err)
	}
	err = errors.Join(pipeline.Relate(ctx, w, pipeline.Options{}), w.Close())
	if err != nil {
		tb.Fatal(err)
	}
	return st
}

// newDesk returns a desk over a store, with corrections in memory.
func newDesk(tb testing.TB, st *sqlite.Store) *Desk {
	tb.Helper()
	site, err := serve.New(tb.Context(), serve.Options{Version: "test", Store: st, Articles: pipeline.Articles, Clock: still{}})
	if err != nil {
		tb.Fatal(err)
	}
	d, err := New(Options{
		Site: site, Brief: testBrief, Corrections: &listed{site: site}, Cookie: "session",
		Export: &Export{Formats: []Format{{"csv", "CSV", "text/csv", ".csv"}}, Write: func(_ context.Context, articles []string, format string) ([]byte, error) {
			return []byte(format + " " + strings.Join(articles, " ")), nil
		}},
		Feeds: func(context.Context) ([]Feed, error) { return feedExamples, nil },
		SignIn: func(token string) (*http.Cookie, bool) {
			return &http.Cookie{Name: "session", Value: "x", HttpOnly: true, SameSite: http.SameSiteStrictMode}, token == "the right token"
		},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// testBrief makes a brief of files.
func testBrief(ctx context.Context, files []File) ([]byte, error) {
	dir, err := os.MkdirTemp("", "desk-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o600); err != nil {
			return nil, err
		}
	}
	run, err := pipeline.Analyse(ctx, []string{dir}, pipeline.Options{Progress: new(pipeline.Progress)})
	if err != nil {
		return nil, err
	}
	if len(run.Record.Articles) == 0 {
		return nil, errors.New("no article was found in these files")
	}
	var b bytes.Buffer
	err = brief.WriteHTML(&b, brief.New(run.Record, brief.Settings{}), brief.HTMLOptions{})
	return b.Bytes(), err
}

// feedExamples are a feed of each state.
var feedExamples = []Feed{
	{Title: "Harbour news", URL: "https://harbour.example/rss", Checked: still{}.Now(), Changed: still{}.Now(), Next: still{}.Now(), Every: 15 * time.Minute, Polls: 40, New: 7},
	{Title: "Coast <script>window.ran=9</script>", URL: "javascript:window.ran=10", Checked: still{}.Now(), Polls: 3, Failures: 3, Problem: "the server answers 503"},
	{URL: "https://old.example/atom", Checked: still{}.Now(), Polls: 9, New: 2, Gone: true},
	{Title: "Not yet", URL: "https://new.example/feed"},
}

// listed is a file of corrections in memory.
type listed struct {
	site  *serve.Site
	mu    sync.Mutex
	lines []string
}

func (l *listed) Tag() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n")
}

func (l *listed) Corrected(ctx context.Context, articles []string) (out *serve.Corrected, err error) {
	lines, _ := l.Lines(ctx)
	set, err := l.set()
	if err != nil || len(lines) == 0 {
		return nil, nil //nolint:nilerr // as with the file
	}
	err = l.site.View(ctx, func(v store.View) error {
		run, err := pipeline.Load(ctx, v, store.Filter{Articles: articles}, pipeline.Options{Corrections: set})
		if err == nil {
			out = &serve.Corrected{Record: run.Record, Lines: lines}
		}
		return err
	})
	return out, err
}

func (l *listed) set() (*corrections.Set, error) {
	lines, _ := l.Lines(context.Background())
	return corrections.Parse("memory", []byte(strings.Join(lines, "\n")+"\n"))
}

// Touched returns all stories.
func (l *listed) Touched(context.Context) (*serve.Touched, error) {
	t := &serve.Touched{}
	for _, e := range l.site.Catalog().List(store.StoryKind) {
		t.Named = append(t.Named, e.Key)
	}
	return t, nil
}

// Entity holds an entity against all others.
func (l *listed) Entity(ctx context.Context, e *news.Entity) (out *serve.CorrectedEntity, err error) {
	set, err := l.set()
	if err != nil {
		return nil, err
	}
	err = l.site.View(ctx, func(v store.View) error {
		all, err := read[news.Entity](ctx, v, store.EntityKind, serve.Keys(l.site.Catalog().List(store.EntityKind)))
		if err != nil {
			return err
		}
		made, _ := set.Bind(nil).Entities(nil, all, nil)
		for i := range made {
			if slices.Contains(made[i].Mentions, e.Mentions[0]) && len(made[i].CorrectedBy) > 0 {
				out = &serve.CorrectedEntity{Entity: made[i]}
				for k := range all {
					if slices.Contains(made[i].Mentions, all[k].Mentions[0]) {
						out.Of = append(out.Of, all[k].ID)
					}
				}
			}
		}
		return nil
	})
	return out, err
}

// Entities holds all entities against one another.
func (l *listed) Entities(ctx context.Context) (out []serve.CorrectedEntity, err error) {
	for _, e := range l.site.Catalog().List(store.EntityKind) {
		var stored news.Entity
		err := l.site.View(ctx, func(v store.View) error {
			_, err := v.Record(ctx, store.EntityKind, e.Key, &stored)
			return err
		})
		if err != nil {
			return nil, err
		}
		if one, err := l.Entity(ctx, &stored); err != nil {
			return nil, err
		} else if one != nil && one.Of[0] == e.Key {
			out = append(out, *one)
		}
	}
	return out, nil
}

func (l *listed) Lines(context.Context) ([]string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.lines), nil
}

func (l *listed) Try(_ context.Context, line string, articles []string) (string, error) {
	if strings.Contains(line, "nonsense") {
		return "", errors.New("that is no correction")
	}
	return "was  this\nnow  " + line + "\n", nil
}

func (l *listed) Add(_ context.Context, line string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line)
	return nil
}

func (l *listed) Remove(_ context.Context, line string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = slices.DeleteFunc(l.lines, func(s string) bool { return s == line })
	return nil
}

// examples are the invented articles that come with the program, and the hostile
// ones.
func examples(tb testing.TB) []string {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), "hostile.json")
	if err := os.WriteFile(file, []byte(hostile), 0o600); err != nil {
		tb.Fatal(err)
	}
	return []string{"../../../examples/ferry-talks", "../../../examples/mill-fire", file}
}

func get(tb testing.TB, h http.Handler, address string) *httptest.ResponseRecorder {
	tb.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Header.Set("Accept", "text/html")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func post(tb testing.TB, h http.Handler, address string, form url.Values) *httptest.ResponseRecorder {
	tb.Helper()
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// addresses are a page of each kind.
func addresses(tb testing.TB, d *Desk) map[string]string {
	tb.Helper()
	c := d.Site.Catalog()
	out := map[string]string{"front": "/stories", "search": "/search?q=" + url.QueryEscape(*asked), "drop": "/drop", "corrections": "/corrections", "feeds": "/feeds", "sign-in": "/sign-in"}
	stories := c.List(store.StoryKind)
	// Two stories of the examples have as many articles: it is the one on ferries.
	best := slices.MaxFunc(stories, func(x, y serve.Entry) int {
		return cmp.Or(len(c.ArticlesOf(x.Key))-len(c.ArticlesOf(y.Key)), cmp.Compare(x.Key, y.Key))
	})
	out["story"] = "/story/" + best.Key
	out["article"] = "/article/" + c.ArticlesOf(best.Key)[0] + "?at=3-9"
	body := get(tb, d.mux, out["story"]).Body.String()
	for name, re := range map[string]string{"compare": `"(/compare\?[^"]+)"`, "entity": `"(/entity/[^"]+)"`, "correct": `"(/correct\?[^"]*do=speaker[^"]*)"`, "evidence": `"(/article/[^"]+\?at=[^"#]+)#here"`} {
		if m := regexp.MustCompile(re).FindStringSubmatch(body); m != nil {
			out[name] = html.UnescapeString(m[1])
		} else {
			tb.Errorf("the page of a story leads to no %s", name)
		}
	}
	for _, e := range stories {
		if t := c.ThreadOf(e.Key); t != "" {
			out["thread"] = "/thread/" + t
		}
	}
	return out
}
