package names

import (
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

// TestJoin puts together what the model sees, given as "type:words", and what
// the rules and tables do.
func TestJoin(t *testing.T) {
	for _, c := range []struct{ name, text, model, want string }{
		{"the model finds what the rules do not", "They sailed past tiny quorra island at dawn.", "place:quorra island", "place:quorra island"},
		{"the model says what a name is", "They spoke to Quorra yesterday.", "organization:Quorra", "organization:Quorra"},
		{"the tables know better", "They flew to Norway yesterday.", "organization:Norway", "place:Norway"},
		{"but for a town that is a team", "The match was lost by Bergen on Friday.", "organization:Bergen", "organization:Bergen"},
		{"an office is no part of a name", "He met Fire Chief Ada Quorra there.", "person:Fire Chief Ada Quorra", "person:Ada Quorra"},
		{"an office parts two names", "He met Norwegian Prime Minister Ada Quorra there.", "organization:Norwegian Prime Minister Ada Quorra", "group:Norwegian person:Ada Quorra"},
		{"what is known and not seen stays", "They flew to Norway yesterday.", "", "place:Norway"},
		{"what the rules alone see goes", "They read Quorra Gold aloud.", "", ""},
		{"but not with a form of address", "They met Mr. Quorra there.", "", "person:Quorra"},
		{"an acronym in brackets stays", "The Quorra Ferry Board (QFB) met there.", "organization:Quorra Ferry Board", "organization:Quorra Ferry Board organization:QFB"},
		{"an owner is part of a body's name", "The Quorra Sailors' Union met there.", "organization:Quorra Sailors", "organization:Quorra Sailors' Union"},
		{"a dateline is a place", "PORT QUORRA, Norway (Reuters) - Two ships sank.", "person:PORT QUORRA place:Norway organization:Reuters", "place:PORT QUORRA place:Norway organization:Reuters"},
		{"two ordinary words are one body", "The Quorra Pulp and Paper strike ended.", "person:Quorra Pulp organization:Paper", "organization:Quorra Pulp and Paper"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := article(c.text)
			sents, words := split(a)
			g := &grammar.Text{Head: make([]int32, len(words)), Names: seen(t, a, words, c.model)}
			var got []string
			for _, m := range Find(a, sents, words, g, nil) {
				if m.Kind == news.NameMention {
					got = append(got, string(m.Type)+":"+m.Name)
				}
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

// seen gives the names that a list such as "person:Ada Holm place:Oslo" tells
// of, in the words of a.
func seen(t *testing.T, a *news.Article, words []news.Word, list string) (out []grammar.Name) {
	t.Helper()
	var typ news.EntityType
	var name []string
	add := func() {
		if len(name) == 0 {
			return
		}
		at := strings.Index(a.Text, strings.Join(name, " "))
		if at < 0 {
			t.Fatalf("%q does not stand in the text", name)
		}
		n := grammar.Name{Type: typ}
		for i, w := range words {
			if w.Start <= at {
				n.First = i
			}
			if w.Start < at+len(strings.Join(name, " ")) {
				n.End = i + 1
			}
		}
		out = append(out, n)
		name = nil
	}
	for f := range strings.FieldsSeq(list) {
		if kind, word, ok := strings.Cut(f, ":"); ok {
			add()
			typ, f = news.EntityType(kind), word
		}
		name = append(name, f)
	}
	add()
	return out
}
