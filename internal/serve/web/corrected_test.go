package web

import (
	"regexp"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// TestCorrectedLists asks that the front page, a thread and an article show what
// corrections make of a story, as its own page does, and that nothing of it stays when
// they are taken back.
func TestCorrectedLists(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)[:2]...))
	pages := addresses(t, d)
	counts := regexp.MustCompile(`(\d+) articles?(?:</span>)?, at most <span class="big origins">(\d+)`)
	count := func(body string) string {
		return strings.Join(append(counts.FindStringSubmatch(body), "", "", "")[1:3], " of ")
	}
	card := func(title string) string {
		_, body, _ := strings.Cut(get(t, d.mux, "/stories").Body.String(), ">"+title+"</a>")
		return count(body)
	}
	before := map[string]string{}
	for _, name := range []string{"front", "story", "thread", "compare", "entity", "article"} {
		before[name] = get(t, d.mux, pages[name]).Body.String()
	}
	title := regexp.MustCompile(`<h1[^>]*>([^<]+)</h1>`).FindStringSubmatch(before["story"])[1]
	if was := count(before["story"]); was != card(title) || !strings.Contains(before["thread"], title) {
		t.Fatalf("the story is %s, its card %s", was, card(title))
	}
	line := `other-story "02-gulf-courier.txt" "01-coastal-observer.txt"`
	if err := d.Corrections.Add(t.Context(), line); err != nil {
		t.Fatal(err)
	}
	body := get(t, d.mux, pages["story"]).Body.String()
	now := count(body)
	if now == count(before["story"]) || !strings.Contains(body, "With your corrections") {
		t.Fatalf("the correction leaves the story as it is: %s", now)
	}
	title = regexp.MustCompile(`<h1[^>]*>([^<]+)</h1>`).FindStringSubmatch(body)[1]
	if got := card(title); got != now {
		t.Errorf("the front page has %s, the story %s", got, now)
	}
	if body := get(t, d.mux, "/stories").Body.String(); !strings.Contains(body, "?part=1") {
		t.Error("the front page does not show both stories that one was split into")
	}
	_, body, _ = strings.Cut(get(t, d.mux, pages["thread"]).Body.String(), ">"+title+"</a>")
	if got := count(body); got != now {
		t.Errorf("the thread has %s, the story %s", got, now)
	}
	if body := get(t, d.mux, pages["article"]).Body.String(); !strings.Contains(body, "with your corrections") {
		t.Error("an article does not say that its story is corrected")
	}
	if err := d.Corrections.Remove(t.Context(), line); err != nil {
		t.Fatal(err)
	}
	for name, want := range before {
		if got := get(t, d.mux, pages[name]).Body.String(); got != want {
			t.Errorf("%s is another page when all is taken back", name)
		}
	}
}

// TestCorrectedEntity asks that the page of an entity has its corrected name, and that
// what somebody else said stands on the page of that one.
func TestCorrectedEntity(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)[:2]...))
	one, other, words, article := twoSpeakers(t, d)
	said := func(e serve.Entry) bool {
		_, body, _ := strings.Cut(get(t, d.mux, "/entity/"+e.Key).Body.String(), `id="said"`)
		body, _, _ = strings.Cut(body, "</section>")
		return strings.Contains(body, "corrected by <code>speaker")
	}
	line := "speaker " + quoted(nameOf(article)) + " " + quoted(words) + " is " + quoted(other.Who) + " " + other.Label
	if said(one) || said(other) {
		t.Fatal("something is corrected")
	}
	if err := d.Corrections.Add(t.Context(), line); err != nil {
		t.Fatal(err)
	}
	if said(one) || !said(other) {
		t.Errorf("%s: on the page of the one %v, of the other %v", line, said(one), said(other))
	}
	if err := d.Corrections.Add(t.Context(), "rename "+quoted(one.Who)+" "+one.Label+` to "Someone Else"`); err != nil {
		t.Fatal(err)
	}
	if body := get(t, d.mux, "/entity/"+one.Key).Body.String(); !strings.Contains(body, `<h1 dir="auto">Someone Else</h1>`) {
		t.Error("a name that was corrected is not shown")
	}
	if err := d.Corrections.Add(t.Context(), "merge "+quoted(one.Who)+" "+quoted(other.Who)+" "+one.Label); err != nil {
		t.Fatal(err)
	}
	a, b := get(t, d.mux, "/entity/"+one.Key).Body.String(), get(t, d.mux, "/entity/"+other.Key).Body.String()
	names := regexp.MustCompile(`<h1 dir="auto">[^<]*</h1>`)
	if names.FindString(a) != names.FindString(b) || !strings.Contains(a, "With your corrections") {
		t.Errorf("two that are one are called %s and %s", names.FindString(a), names.FindString(b))
	}
}

// twoSpeakers returns two people who speak in one article, and words of the first.
func twoSpeakers(t *testing.T, d *Desk) (one, other serve.Entry, words string, article *news.Article) {
	t.Helper()
	c := d.Site.Catalog()
	err := d.Site.View(t.Context(), func(v store.View) error {
		list, err := read[news.Statement](t.Context(), v, store.StatementKind, serve.Keys(c.List(store.StatementKind)))
		if err != nil {
			return err
		}
		for i := range list {
			for j := range list {
				x, y := &list[i], &list[j]
				a, _ := c.Find(store.EntityKind, x.Speaker)
				b, _ := c.Find(store.EntityKind, y.Speaker)
				if article != nil || a.Label != "person" || b.Label != "person" || a.Key == b.Key || len(x.Reports) > 1 || len(x.Text) < 30 || x.Content[0].Article != y.Content[0].Article {
					continue
				}
				articles, _, err := d.Site.Texts(t.Context(), v, []string{x.Content[0].Article})
				if err != nil {
					return err
				}
				one, other, article = a, b, &articles[0]
				words = x.Content[0].Of(article.Text)
			}
		}
		return nil
	})
	if err != nil || article == nil {
		t.Fatalf("no two people speak in one article: %v", err)
	}
	return one, other, words, article
}

// TestHeld asks that positions show what was held, by whose words and when, and
// statements who said them and how.
func TestHeld(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)...))
	c := d.Site.Catalog()
	if len(c.List(store.PositionKind)) == 0 {
		t.Fatal("the examples have no position")
	}
	for _, e := range c.List(store.PositionKind) {
		body := get(t, d.mux, "/entity/"+e.Who).Body.String()
		_, body, _ = strings.Cut(body, `id="positions"`)
		body, _, _ = strings.Cut(body, "</section>")
		if !regexp.MustCompile(`(?s)class="issue">on <span class="words"[^>]*>[^<]+</span> <span class="kind">`).MatchString(body) ||
			!regexp.MustCompile(`(?s)class="(?:when|as)">[^<]+.*?<summary><span class="words"[^>]*>[^<]+</span> <span class="from"><span class="src">[^<]+`).MatchString(body) ||
			!strings.Contains(body, "#here") {
			t.Errorf("the position %s of %s is not told: %s", e.Key, e.Who, body)
		}
	}
	body := get(t, d.mux, addresses(t, d)["story"]).Body.String()
	if !strings.Contains(body, `<span class="around">`) || !regexp.MustCompile(`class="kind">[a-z]+</span> <span class="told"`).MatchString(body) {
		t.Error("statements do not say how they were said")
	}
}
