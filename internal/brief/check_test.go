package brief

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func fixtureJSON(t testing.TB, c Carry) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteJSON(&b, fixtureDocument(t), JSONOptions{Carry: c}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func mustCheck(t testing.TB, raw []byte, own []news.Article) *Checked {
	t.Helper()
	c, err := Check(raw, own)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCheckPasses(t *testing.T) {
	own := newFixture(t).rec.Articles
	for _, c := range []struct {
		carry Carry
		own   []news.Article
		true  bool
	}{
		{CarryFull, nil, true}, {CarryFull, own, true}, {CarryExcerpts, own, true}, {CarryNone, own, true},
		{CarryExcerpts, nil, false}, {CarryNone, nil, false},
	} {
		got := mustCheck(t, fixtureJSON(t, c.carry), c.own)
		for _, p := range got.Problems {
			t.Errorf("%s: %s", c.carry, p)
		}
		if got.Articles != 6 || got.Spans < 40 || got.True() != c.true {
			t.Errorf("%s: %d articles, %d spans, %d unproved, true: %v", c.carry, got.Articles, got.Spans, got.Unproved, got.True())
		}
	}
}

// Every single number that is an offset is changed by one; each must be found.
func TestCheckFindsEveryOffset(t *testing.T) {
	raw := fixtureJSON(t, CarryFull)
	for _, at := range regexp.MustCompile(`"(?:start|end)":(\d+)`).FindAllSubmatchIndex(raw, -1) {
		n, _ := strconv.Atoi(string(raw[at[2]:at[3]]))
		for _, by := range []int{-1, 1} {
			bad := append(bytes.Clone(raw[:at[2]]), strconv.Itoa(n+by)...)
			bad = append(bad, raw[at[3]:]...)
			if c := mustCheck(t, bad, nil); c.Failed == 0 {
				t.Errorf("%s changed by %d was not found", raw[at[0]:at[1]], by)
			}
		}
	}
}

func TestCheckFinds(t *testing.T) {
	for _, c := range []struct {
		name, old, new, want string
	}{
		{"a word of a text", "closed ferry line.", "closed fairy line.", "text_sha256"},
		{"a word of a span", `"text":"Merid"`, `"text":"Moral"`, `not "Moral"`},
		{"a hash", `"text_sha256":"`, `"text_sha256":"0`, "text_sha256"},
		{"an id", `"speaker":"`, `"speaker":"x`, `entities has no id`},
		{"a title", `"title":"Ferry talks set`, `"title":"Fairy talks set`, "title_span has"},
		{"words of a date", `"words":"this week"`, `"words":"this month"`, `words is "this month"`},
		{"a count of origins", `"origins":1,"origin_ids"`, `"origins":2,"origin_ids"`, "origin_ids has 1"},
		{"a statement", `"text":"“Nobody was in danger”","said"`, `"text":"“Nobody was in peril”","said"`, "not the words of content"},
		{"a key twice", `"kind":"copy"`, `"kind":"copy","kind":"edit"`, "stands twice"},
		{"a span without words", `"start":0,"end":27,`, `"start":0,`, "is not a span"},
		{"a claim", `"text":"we will not pay for a pier that is not ours","spans"`, `"text":"we will pay for a pier that is not ours","spans"`, "its first span has"},
		{"a value", `"value":"both sides"`, `"value":"one side"`, "which none of its spans has"},
		{"an issue", `"issue":"the closed`, `"issue":"the open`, "issue_span has"},
		{"a change of nothing", `"changed":"unknown"`, `"changed":"yes"`, "change has 0 spans"},
		{"a position without spans", `"statements":[],"spans":[{`, `"statements":[],"spans":[],"x":[{`, "is empty"},
		{"a conflict without sides", `"sides":[{`, `"sides":[],"x":[{`, "is empty"},
		{"no spans", `"mentions":[{`, `"mentions":[],"x":[{`, "is empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw := string(fixtureJSON(t, CarryFull))
			if !strings.Contains(raw, c.old) {
				t.Fatalf("the brief has no %s", c.old)
			}
			got := mustCheck(t, []byte(strings.Replace(raw, c.old, c.new, 1)), nil)
			var all strings.Builder
			for _, p := range got.Problems {
				all.WriteString(p.String() + "\n")
			}
			if !strings.Contains(all.String(), c.want) {
				t.Errorf("no problem tells %q; told:\n%s", c.want, all.String())
			}
		})
	}
}

func TestCheckUnsorted(t *testing.T) {
	lines := strings.Split(string(fixtureJSON(t, CarryFull)), "\n")
	for n, l := range lines {
		if strings.HasPrefix(l, ` "statements"`) {
			lines[n+1], lines[n+2] = lines[n+2], lines[n+1]
		}
	}
	if c := mustCheck(t, []byte(strings.Join(lines, "\n")), nil); c.Failed != 1 || !strings.Contains(c.Problems[0].Message, "not sorted") {
		t.Errorf("problems: %v", c.Problems)
	}
}

func TestCheckOwnCopies(t *testing.T) {
	for _, carry := range []Carry{CarryFull, CarryExcerpts, CarryNone} {
		own := newFixture(t).rec.Articles
		own[2].Text += " More."
		own[2].ID = "changed"
		c := mustCheck(t, fixtureJSON(t, carry), own)
		if c.Failed != 1 || !strings.Contains(c.Problems[0].Message, "has changed") {
			t.Errorf("%s: a changed text: %v", carry, c.Problems)
		}
		c = mustCheck(t, fixtureJSON(t, carry), own[:2])
		if c.Failed < 4 || !strings.Contains(c.Problems[0].Message, "not among the inputs") {
			t.Errorf("%s: missing copies: %v", carry, c.Problems)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	for _, raw := range []string{"", "{", "[]", "null", "{}", `{"version":"1"}`, `{"version":"2","articles":[]}`, "\xff", `"version"`, "3"} {
		if _, err := Check([]byte(raw), nil); !errors.Is(err, ErrNotBrief) {
			t.Errorf("%q: error %v", raw, err)
		}
	}
	if c := mustCheck(t, []byte(`{"version":"1","articles":[{"id":"a","text":"x","text_sha256":"","s":{"start":0}}]}`), nil); c.Failed != 2 {
		t.Errorf("problems: %v", c.Problems)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add(fixtureJSON(f, CarryFull))
	f.Add([]byte(`{"version":"1","articles":[{"start":1,"end":[],"article":{}}]}`))
	f.Add([]byte(` { "version" : "1" , "articles" : [ { "id" : "\"\\" , "text":"\ud83c\udf09"} ] } `))
	f.Fuzz(func(_ *testing.T, raw []byte) {
		_, _ = Check(raw, nil)
		_, _ = Check(raw, []news.Article{})
	})
}
