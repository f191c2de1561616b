package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/api"
	models "github.com/twosource/twosource/internal/serve/mcp"
	"github.com/twosource/twosource/internal/store"
)

// A correctedDesk is a store as programs are shown it, with a file of corrections.
type correctedDesk struct {
	site *serve.Site
	file *correctionsFile
	api  *http.ServeMux
	mcp  *mcp.ClientSession
}

func newCorrectedDesk(t *testing.T) *correctedDesk {
	t.Helper()
	site, path := exampleSite(t)
	d := &correctedDesk{site: site, file: &correctionsFile{name: path + ".corrections", site: site}, api: http.NewServeMux()}
	site.Correct(d.file)
	if err := api.New(d.api, api.Options{Site: site.Corrected(), Metrics: serve.NewMetrics(site)}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(models.Handler(t.Context(), site.Corrected()))
	t.Cleanup(server.Close)
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: server.URL}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	d.mcp = session
	return d
}

// say writes the file anew, and waits until it is applied.
func (d *correctedDesk) say(t *testing.T, lines ...string) {
	t.Helper()
	if err := os.WriteFile(d.file.name, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := d.site.Corrector().Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// get asks the API.
func (d *correctedDesk) get(t *testing.T, address string) string {
	t.Helper()
	w := httptest.NewRecorder()
	d.api.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w.Body.String()
}

// call calls a tool of the model's.
func (d *correctedDesk) call(t *testing.T, tool string, in map[string]any) string {
	t.Helper()
	out, err := d.mcp.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: in})
	if err != nil || out.IsError {
		t.Fatalf("%s: %v %+v", tool, err, out)
	}
	b, err := json.Marshal(out.StructuredContent)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A spoken is a statement of one report with who says it, and another who speaks in
// that article.
type spoken struct {
	news.Statement
	who, other   serve.Entry
	words, input string
}

func (d *correctedDesk) spoken(t *testing.T) (out spoken) {
	t.Helper()
	c := d.site.Catalog()
	err := d.site.View(t.Context(), func(v store.View) error {
		last := map[string]serve.Entry{} // who speaks, by article
		for _, e := range c.List(store.StatementKind) {
			var one news.Statement
			if _, err := v.Record(t.Context(), store.StatementKind, e.Key, &one); err != nil {
				return err
			}
			by, ok := c.Find(store.EntityKind, one.Speaker)
			if !ok || by.Label != "person" || len(one.Reports) > 1 {
				continue
			}
			at := one.Content[0].Article
			articles, _, err := d.site.Texts(t.Context(), v, []string{at})
			if err != nil {
				return err
			}
			text := one.Content[0].Of(articles[0].Text)
			if before, ok := last[at]; ok && before.Key != by.Key && len(text) > 30 && !strings.Contains(text, `"`) {
				out = spoken{one, by, before, text, filepath.Base(articles[0].Input.Name)}
			}
			last[at] = by
		}
		return nil
	})
	if err != nil || out.ID == "" {
		t.Fatalf("no two people speak in one article: %v", err)
	}
	return out
}

// TestCorrectedSpeaker asks that the API, searches and tools of models have who said
// something as the corrections do, and as it was when they are taken back.
func TestCorrectedSpeaker(t *testing.T) {
	d := newCorrectedDesk(t)
	s := d.spoken(t)
	found := func(name string) bool {
		var page struct {
			Hits []struct{ Span struct{ Text string } }
		}
		body := d.get(t, "/api/v1/search?kind=statement&limit=50&q="+url.QueryEscape(`speaker:"`+name+`"`))
		if err := json.Unmarshal([]byte(body), &page); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
		for _, h := range page.Hits {
			if strings.Contains(h.Span.Text, s.words) {
				return true
			}
		}
		return false
	}
	told := func(name string) bool {
		return strings.Contains(d.call(t, "find_statements", map[string]any{"speaker": name, "limit": 50}), s.words)
	}
	list := "/api/v1/statements?limit=200&story=" + s.Story
	d.say(t)
	before := d.get(t, list)
	if one, other := s.who.Who, s.other.Who; !found(one) || !told(one) || found(other) || told(other) {
		t.Fatalf("%s is not found to say %q, or %s is", one, s.words, other)
	}
	d.say(t, `speaker "`+s.input+`" "`+s.words+`" is "`+s.other.Who+`" person`)
	if one, other := s.who.Who, s.other.Who; found(one) || told(one) || !found(other) || !told(other) {
		t.Errorf("%s: found %v, told %v; %s: found %v, told %v", one, found(one), told(one), other, found(other), told(other))
	}
	if body := d.get(t, list); !strings.Contains(body, `"corrected_by":["speaker `) {
		t.Error("the list of statements is not corrected")
	}
	if by := "/api/v1/statements?limit=200&speaker=" + s.other.Key; !strings.Contains(d.get(t, by), s.words) {
		t.Error("the list of what somebody said is not corrected")
	}
	d.say(t)
	if d.get(t, list) != before || !found(s.who.Who) {
		t.Error("something stays when all is taken back")
	}
}

// TestCorrectedSets asks that stories that were parted and names that were joined are
// so in lists, by their old ids as well.
func TestCorrectedSets(t *testing.T) {
	d := newCorrectedDesk(t)
	c := d.site.Catalog()
	story := slices.MaxFunc(c.List(store.StoryKind), func(x, y serve.Entry) int { return len(c.ArticlesOf(x.Key)) - len(c.ArticlesOf(y.Key)) })
	count := func(of string) int { return strings.Count(d.get(t, "/api/v1/"+of+"?limit=200"), `"id":`) }
	d.say(t)
	stories, entities := count("stories"), count("entities")
	d.say(t, `other-story "02-gulf-courier.txt" "01-coastal-observer.txt"`)
	if got := count("stories"); got != stories+1 {
		t.Errorf("%d stories, want %d", got, stories+1)
	}
	if body := d.get(t, "/api/v1/stories/"+story.Key); !strings.Contains(body, "corrected_by") || strings.Contains(body, `"status":404`) {
		t.Errorf("the story is not found by its id: %s", body)
	}
	if n := strings.Count(d.call(t, "list_stories", map[string]any{"limit": 50}), `"origins":`); n != stories+1 {
		t.Errorf("models are told of %d stories, want %d", n, stories+1)
	}
	people := slices.DeleteFunc(slices.Clone(c.List(store.EntityKind)), func(e serve.Entry) bool { return e.Label != "person" })
	one, other := people[0], people[1]
	d.say(t, `merge "`+one.Who+`" "`+other.Who+`" person`)
	if got := count("entities"); got != entities-1 {
		t.Errorf("%d entities, want %d", got, entities-1)
	}
	if a, b := d.get(t, "/api/v1/entities/"+one.Key), d.get(t, "/api/v1/entities/"+other.Key); a != b || !strings.Contains(a, "corrected_by") {
		t.Errorf("two that are one are\n%s\nand\n%s", a, b)
	}
	d.say(t)
	if count("stories") != stories || count("entities") != entities {
		t.Error("something stays when all is taken back")
	}
}

// TestCorrectedRefresh asks that what is added to the store is shown at once, and with
// the corrections after the next look.
func TestCorrectedRefresh(t *testing.T) {
	d := newCorrectedDesk(t)
	d.say(t, `not-a-copy "02-gulf-courier.txt" "03-shoreline-daily.html"`)
	links := strings.Count(d.get(t, "/api/v1/lineage?limit=200"), `"shared"`)
	if all := len(d.site.Catalog().List(store.LinkKind)); links >= all {
		t.Errorf("%d links of %d, though one is none", links, all)
	}
	if d.site.Corrected().Catalog().Tag == d.site.Catalog().Tag {
		t.Error("who has seen the store without corrections is told that nothing has changed")
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	if err := d.site.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(d.get(t, "/api/v1/lineage?limit=200"), `"shared"`); got != links {
		t.Errorf("%d links after a look, %d before", got, links)
	}
}
