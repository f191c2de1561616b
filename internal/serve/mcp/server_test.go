package mcp_test

import (
	"encoding/json"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/mcp"
	"github.com/twosource/twosource/internal/serve/servetest"
	"github.com/twosource/twosource/internal/store"
)

// A session is a client of the SDK beside a server.
type session struct {
	*testing.T
	desk   *servetest.Desk
	client *sdk.ClientSession
	texts  map[string]string // of articles
}

func open(t *testing.T) *session {
	t.Helper()
	s := &session{T: t, desk: servetest.New(t, "../../../examples/ferry-talks", "../../../examples/mill-fire"), texts: map[string]string{}}
	there, here := sdk.NewInMemoryTransports()
	server, err := mcp.New(s.desk.Site).Connect(t.Context(), there, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.client, err = sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), here, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.client.Close(); err != nil {
			t.Error(err)
		}
		_ = server.Wait() // the client has left
	})
	err = s.desk.Site.View(t.Context(), func(v store.View) error {
		return v.Readings(t.Context(), store.Filter{}, func(_ store.Reading, a *store.Analysis) error {
			s.texts[a.Article.ID] = a.Article.Text
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// call calls a tool, unpacks its answer into to, and proves every citation in it.
func (s *session) call(tool string, args map[string]any, to any) string {
	s.Helper()
	res, err := s.client.CallTool(s.Context(), &sdk.CallToolParams{Name: tool, Arguments: args})
	if err != nil {
		s.Fatal(err)
	}
	if res.IsError {
		return res.Content[0].(*sdk.TextContent).Text
	}
	b, err := json.Marshal(res.StructuredContent)
	if err == nil && to != nil {
		err = json.Unmarshal(b, to)
	}
	var whole any
	if err == nil {
		err = json.Unmarshal(b, &whole)
	}
	if err != nil {
		s.Fatal(err)
	}
	if n := s.prove(whole); n == 0 {
		s.Errorf("%s %v: nothing is cited: %s", tool, args, b)
	}
	return ""
}

// prove holds every citation in v against the article, and counts them.
func (s *session) prove(v any) (n int) {
	switch v := v.(type) {
	case map[string]any:
		if words, ok := v["text"].(string); ok && v["article"] != nil && v["start"] != nil {
			n++
			runes := []rune(s.texts[v["article"].(string)])
			start, end := int(v["start"].(float64)), int(v["end"].(float64))
			if start < 0 || end > len(runes) || start >= end || string(runes[start:end]) != words {
				s.Errorf("%v is not what stands there", v)
			}
		}
		for _, x := range v {
			n += s.prove(x)
		}
	case []any:
		for _, x := range v {
			n += s.prove(x)
		}
	}
	return n
}

func TestTools(t *testing.T) {
	s := open(t)
	list, err := s.client.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range list.Tools {
		if tool.Annotations == nil || !tool.Annotations.ReadOnlyHint || tool.OutputSchema == nil || tool.Description == "" {
			t.Errorf("%+v", tool)
		}
	}
	if len(list.Tools) != 6 {
		t.Errorf("%d tools", len(list.Tools))
	}
	var stories mcp.StoriesOut
	s.call("list_stories", map[string]any{"limit": 50}, &stories)
	if len(stories.Stories) != len(s.desk.Site.Catalog().List(store.StoryKind)) {
		t.Errorf("%d stories", len(stories.Stories))
	}
	for _, one := range stories.Stories {
		var story mcp.StoryOut
		s.call("get_story", map[string]any{"id": one.ID}, &story)
		if len(story.Sources) != one.Articles || story.Origins != one.Origins || story.Origins < 1 {
			t.Errorf("%+v", story)
		}
	}
	var found mcp.StoriesOut
	s.call("list_stories", map[string]any{"query": "mill fire", "origins": 2}, &found)
	if len(found.Stories) == 0 || len(found.Stories) == len(stories.Stories) {
		t.Errorf("%d stories of the mill fire", len(found.Stories))
	}
	for _, args := range []map[string]any{{"speaker": "Tammsoo"}, {"query": "ferry"}, {"story": found.Stories[0].ID}, {}, {"query": "origins:>=2 the"}} {
		var out mcp.StatementsOut
		s.call("find_statements", args, &out)
		for _, one := range out.Statements {
			if one.ID == "" || one.Reports < 1 || one.Origins < 1 || len(one.Words) == 0 {
				t.Errorf("%v: %+v", args, one)
			}
		}
		if len(out.Statements) == 0 {
			t.Errorf("%v: no statements", args)
		}
	}
	var held serve.Found
	s.call("origins_of_passage", map[string]any{"text": "The withdrawal of the fee is no longer a precondition"}, &held)
	if held.Origins < 1 || len(held.Found) < 2 {
		t.Errorf("%+v", held)
	}
	var conflicts mcp.ConflictsOut
	s.call("find_conflicts", map[string]any{}, &conflicts)
	for _, c := range conflicts.Conflicts {
		if len(c.Sides) < 2 {
			t.Errorf("%+v", c)
		}
	}
}

func TestReadSpan(t *testing.T) {
	s := open(t)
	id := s.desk.Site.Catalog().Articles[0].ID
	n := len([]rune(s.texts[id]))
	for _, x := range []struct{ start, end, around, wantStart, wantEnd int }{
		{0, 5, 0, 0, 5}, {10, 20, 5, 5, 25}, {2, 4, 100, 0, 104}, {n - 1, n + 50, 0, n - 1, n}, {3, 0, 0, 3, min(n, 1003)},
	} {
		var out mcp.SpanOut
		s.call("read_span", map[string]any{"article": id, "start": x.start, "end": x.end, "around": x.around}, &out)
		if out.Words.Start != x.wantStart || out.Words.End != min(x.wantEnd, n) || out.Length != n {
			t.Errorf("%+v: %d to %d of %d", x, out.Words.Start, out.Words.End, out.Length)
		}
	}
}

// TestMistakes holds that a model is told what it did wrong, in words, and nothing of
// the inside.
func TestMistakes(t *testing.T) {
	s := open(t)
	id := s.desk.Site.Catalog().Articles[0].ID
	for _, x := range []struct {
		tool string
		args map[string]any
		want string
	}{
		{"get_story", map[string]any{"id": "none"}, "no story none"}, {"read_span", map[string]any{"article": "none"}, "no article none"},
		{"read_span", map[string]any{"article": id, "start": 1 << 40}, "code points"}, {"read_span", map[string]any{"article": id, "start": -1}, "code points"},
		{"find_statements", map[string]any{"query": `"open`}, "quotation mark"}, {"find_statements", map[string]any{"speaker": `"`}, "word"},
		{"list_stories", map[string]any{"since": "soon"}, "not a date"}, {"find_conflicts", map[string]any{"query": "("}, "parenthesis"},
	} {
		if got := s.call(x.tool, x.args, nil); !strings.Contains(got, x.want) {
			t.Errorf("%s %v: %q", x.tool, x.args, got)
		}
	}
	if _, err := s.client.CallTool(t.Context(), &sdk.CallToolParams{Name: "delete_everything"}); err == nil {
		t.Error("there is a tool that deletes everything")
	}
}
