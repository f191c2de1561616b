package web

import (
	"bytes"
	"compress/gzip"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// TestPages asks for a page of each kind, and that nothing on it comes from an
// article as markup.
func TestPages(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)...))
	for name, address := range addresses(t, d) {
		w := get(t, d.mux, address)
		body := w.Body.String()
		if w.Code != http.StatusOK {
			t.Errorf("%s %s: %d %s", name, address, w.Code, body)
			continue
		}
		if p := w.Header().Get("Content-Security-Policy"); p != policy {
			t.Errorf("%s: the policy is %q", name, p)
		}
		for _, bad := range []string{"<script>", " style=\"", "<iframe", "<img", "ZgotmplZ", "<no value>", "<svg onload"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s: the page has %q", name, bad)
			}
		}
		if n := strings.Count(body, "<h1"); n != 1 {
			t.Errorf("%s: %d headings of the first rank", name, n)
		}
		for _, m := range regexp.MustCompile(`(?:src|href|action)="([^"]*)"`).FindAllStringSubmatch(body, -1) {
			if !strings.HasPrefix(m[1], "/") && !strings.HasPrefix(m[1], "#") && !strings.HasPrefix(m[1], "?") && !strings.Contains(body, `href="`+m[1]+`" rel="noopener`) {
				t.Errorf("%s: a link leads to %q", name, m[1])
			}
		}
	}
}

// TestHostile asks for every page of the hostile article.
func TestHostile(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)[2]))
	c := d.Site.Catalog()
	asked := []string{"/stories", "/search?q=" + url.QueryEscape(`port <script>alert(1)</script>`), "/search?q=port&kind=statement", "/search?q=port", `/compare?a="><script>&b=x`}
	for _, a := range c.Articles {
		asked = append(asked, "/article/"+a.ID, "/correct?do=speaker&words="+url.QueryEscape("<script>x</script>")+"&article="+a.ID)
	}
	for _, s := range c.List(store.StoryKind) {
		asked = append(asked, "/story/"+s.Key)
	}
	for _, e := range c.List(store.EntityKind) {
		asked = append(asked, "/entity/"+e.Key)
	}
	for _, address := range asked {
		body := get(t, d.mux, strings.ReplaceAll(address, `"`, "%22")).Body.String()
		for _, bad := range []string{"<script>", "<img", "<svg onload", "javascript:window", "<iframe", "<style>", "\u202e", "<a href='"} {
			if strings.Contains(body, bad) && !strings.Contains(bad, "javascript") {
				t.Errorf("%s: the page has %q", address, bad)
			}
		}
		if strings.Contains(body, `href="javascript`) {
			t.Errorf("%s: a link runs a script", address)
		}
	}
}

func TestUnknown(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)[2]))
	for address, want := range map[string]int{
		"/story/none": 404, "/article/none": 404, "/entity/none": 404, "/thread/none": 404, "/assets/none.js": 404,
		"/compare": 400, "/compare?a=x&b=y": 404, "/stories?since=soon": 400, "/search?q=%22": 200, "/drop/none": 404,
		"/stories?from=99999999999999999999": 200, "/stories?from=-3&origins=-1": 200, "/search?q=port&from=99999": 200,
	} {
		if w := get(t, d.mux, address); w.Code != want {
			t.Errorf("%s: %d, want %d", address, w.Code, want)
		}
	}
}

// TestBefore asks that programs still get what was under the address before.
func TestBefore(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)[2]))
	h := d.Before(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	if w := get(t, h, "/"); w.Code != http.StatusSeeOther || strings.Contains(w.Body.String(), "Lindhaven") {
		t.Errorf("a browser gets %d %s", w.Code, w.Body)
	}
	for _, address := range []string{"/", "/api/v1/stories", "/mcp"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		if w.Code != http.StatusTeapot {
			t.Errorf("a program gets %d at %s", w.Code, address)
		}
	}
}

// TestUnchanged asks that a page is not sent twice.
func TestUnchanged(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)[2]))
	tag := get(t, d.mux, "/stories").Header().Get("ETag")
	r := httptest.NewRequest(http.MethodGet, "/stories", nil)
	r.Header.Set("If-None-Match", tag)
	w := httptest.NewRecorder()
	d.mux.ServeHTTP(w, r)
	if tag == "" || w.Code != http.StatusNotModified {
		t.Errorf("the tag %q gives %d", tag, w.Code)
	}
}

func TestCorrections(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)[2]))
	a := d.Site.Catalog().Articles
	form := url.Values{"do": {"not-a-copy"}, "article": {a[0].ID}, "other": {a[1].ID}}
	if w := post(t, d.mux, "/correct", form); w.Code != http.StatusBadRequest {
		t.Errorf("without a token: %d", w.Code)
	}
	form.Set("token", d.token)
	w := post(t, d.mux, "/correct", form)
	m := regexp.MustCompile(`name="line" value="([^"]+)"`).FindStringSubmatch(w.Body.String())
	if m == nil || !strings.Contains(m[1], "not-a-copy") {
		t.Fatalf("no preview: %s", w.Body)
	}
	line := strings.NewReplacer("&#34;", `"`, "&amp;", "&", "&lt;", "<", "&gt;", ">", "&#39;", "'").Replace(m[1])
	if w := post(t, d.mux, "/correct", url.Values{"token": {d.token}, "step": {"add"}, "line": {line}}); w.Code != http.StatusSeeOther {
		t.Fatalf("adding: %d %s", w.Code, w.Body)
	}
	if body := get(t, d.mux, "/corrections").Body.String(); !strings.Contains(body, "not-a-copy") {
		t.Error("the list has not what was added")
	}
	if w := post(t, d.mux, "/correct", url.Values{"token": {d.token}, "step": {"undo"}, "line": {line}}); w.Code != http.StatusSeeOther {
		t.Fatalf("taking back: %d", w.Code)
	}
	if body := get(t, d.mux, "/corrections").Body.String(); strings.Contains(body, "not-a-copy <") || strings.Contains(body, `value="undo"`) {
		t.Error("the list still has what was taken back")
	}
}

func TestCompose(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)[2]))
	articles := map[string]*news.Article{
		"x": {ID: "x", URL: "https://a.example/1"}, "y": {ID: "y", Input: news.Input{Name: `odd "name".txt`, Line: 3}},
	}
	for _, c := range []struct {
		page correctPage
		want string
	}{
		{correctPage{Do: "merge", Name: "Ana Brandt", Other: `A. "M" Brandt`, Type: "person"}, `merge "Ana Brandt" "A. \"M\" Brandt" person`},
		{correctPage{Do: "speaker", Article: "x", Words: "we will\n not sail […]", Name: "Ana", Type: "person"}, `speaker "https://a.example/1" "we will not sail" is "Ana" person`},
		{correctPage{Do: "speaker", Article: "x", Words: "no"}, `speaker "https://a.example/1" "no" is unknown`},
		{correctPage{Do: "not-a-copy", Article: "x", OtherID: "y"}, `not-a-copy "https://a.example/1" "odd \"name\".txt:3"`},
		{correctPage{Do: "split", Article: "y", Name: "Holm", Type: "person"}, `split "Holm" person in "odd \"name\".txt:3"`},
		{correctPage{Do: "merge", Name: "Ana"}, ""},
		{correctPage{Do: "speaker", Article: "gone", Words: "no"}, ""},
		{correctPage{Do: "merge", Name: "A", Other: "B", Type: "bogus"}, ""},
	} {
		got, err := d.compose(&c.page, articles)
		if err != nil {
			got = ""
		}
		if got != c.want {
			t.Errorf("%+v: %s, want %s", c.page, got, c.want)
		}
	}
}

func TestDrop(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)[2]))
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	_ = m.WriteField("token", d.token)
	f, _ := m.CreateFormFile("files", `..\..\..\evil/../note.txt`)
	_, _ = f.Write([]byte("Title: Bridge closes\nOutlet: Fjord Herald\nPublished: 2031-05-02\n\nThe bridge over the Lind closed on Friday, the county said. It will open in June.\n"))
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, "/drop", &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	w := httptest.NewRecorder()
	d.mux.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	made := get(t, d.mux, w.Header().Get("Location"))
	if made.Code != http.StatusOK || !strings.Contains(made.Body.String(), "note.txt") || !strings.Contains(made.Body.String(), "Bridge closes") {
		t.Errorf("the brief: %d", made.Code)
	}
}

func TestFileName(t *testing.T) {
	for in, want := range map[string]string{`..\..\a.txt`: "a.txt", "../../etc/passwd": "passwd", "..": "file", "": "file", ".hidden": "hidden", "a\x00b:c": "a_b_c", strings.Repeat("é", 60) + "." + strings.Repeat("x", longestName-1): strings.Repeat("x", longestName-1)} {
		if got := fileName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestSpanMarked asks that the words of an address are those that are marked.
func TestSpanMarked(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)...))
	body := get(t, d.mux, addresses(t, d)["evidence"]).Body.String()
	if !strings.Contains(body, `id="here"`) {
		t.Error("no words are marked")
	}
}

// TestFoundHere asks that the pages of articles list what was found in them.
func TestFoundHere(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)...))
	var body strings.Builder
	for _, a := range d.Site.Catalog().Articles {
		body.WriteString(get(t, d.mux, "/article/"+a.ID).Body.String())
	}
	for _, want := range []string{"statement", "claim", "event", "name", "time", "credit", "article", "piece"} {
		if !regexp.MustCompile(`[1-9][0-9]* ` + want + `s?( was| were)?( not read)?</summary>`).MatchString(body.String()) {
			t.Errorf("no page of an article has a %s", want)
		}
	}
}

// TestSmall asks that the styles and scripts stay small.
func TestSmall(t *testing.T) {
	const most = 150_000
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(append(bytes.Clone(styleFile), scriptFile...))
	_ = w.Close()
	if b.Len() > most || len(styleFile) == 0 || len(scriptFile) == 0 {
		t.Errorf("%d bytes gzipped of %d and %d", b.Len(), len(styleFile), len(scriptFile))
	}
	t.Logf("%d bytes gzipped", b.Len())
}

func FuzzSpanOf(f *testing.F) {
	f.Add("3-9", "żółty port")
	f.Add("0-1", "")
	f.Fuzz(func(t *testing.T, at, text string) {
		if text = strings.ToValidUTF8(text, "?"); spanOf(at, text).Check(text) != nil {
			t.Errorf("%q of %q", at, text)
		}
	})
}

func FuzzFileName(f *testing.F) {
	f.Add(`..\a/b.txt`)
	f.Fuzz(func(t *testing.T, s string) {
		if got := fileName(s); got == "" || strings.ContainsAny(got, "/\\\x00") || strings.HasPrefix(got, ".") || len(got) > longestName {
			t.Errorf("%q: %q", s, got)
		}
	})
}

func TestShortDate(t *testing.T) {
	for in, want := range map[string]string{
		"2024-03-08": "8 Mar 2024", "2024-03": "Mar 2024", "2024": "2024", "2024-03-08T09:05Z": "8 Mar 2024, 09:05", "2012-W04": "week of 23 Jan 2012",
		"199X": "1990s", "2015-21": "spring 2015", "2015-34": "second quarter of 2015", "2014/..": "2014 or later", "../2014": "by 2014",
		"2014-05-01/2014-05-03": "1 to 3 May 2014", "odd": "odd", "": "",
	} {
		if got := shortDate(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestSave saves each view, and asks what it is of.
func TestSave(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)...))
	pages := addresses(t, d)
	for _, name := range []string{"front", "story", "article", "compare", "entity", "search", "thread"} {
		m := regexp.MustCompile(`href="(/save\?[^"]+)"`).FindStringSubmatch(get(t, d.mux, pages[name]).Body.String())
		if m == nil {
			t.Errorf("%s cannot be saved", name)
			continue
		}
		w := get(t, d.mux, strings.ReplaceAll(m[1], "&amp;", "&"))
		ids := strings.Fields(w.Body.String())
		if w.Code != http.StatusOK || len(ids) < 2 || ids[0] != "csv" || w.Header().Get("Content-Disposition") != `attachment; filename="twosource.csv"` {
			t.Errorf("%s: %d %q %v", name, w.Code, w.Body, w.Header())
		}
		if want := map[string]int{"article": 1, "compare": 2}[name]; want > 0 && len(ids) != want+1 {
			t.Errorf("%s saves %d articles", name, len(ids)-1)
		}
	}
	for _, address := range []string{"/save", "/save?format=exe&story=x", "/save?format=csv", "/save?format=csv&story=none", "/save?format=csv&compare=%25zz", "/save?format=csv&stories=since%3Dsoon", "/save?format=csv&search=%22"} {
		if w := get(t, d.mux, address); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
}

// TestSaveElsewhere asks that a page of another site has nothing saved.
func TestSaveElsewhere(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)[2]))
	r := httptest.NewRequest(http.MethodGet, "/save?format=csv&article="+d.Site.Catalog().Articles[0].ID, nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	if d.mux.ServeHTTP(w, r); w.Code != http.StatusBadRequest {
		t.Errorf("%d", w.Code)
	}
}

// TestSignIn shows the token, and asks for a cookie that scripts and other sites
// have no use of, and that it leads nowhere else.
func TestSignIn(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)[2]))
	form := url.Values{"secret": {"the right token"}, "next": {"/story/x?all=1"}}
	if w := post(t, d.mux, "/sign-in", form); w.Code != http.StatusBadRequest || len(w.Result().Cookies()) > 0 {
		t.Errorf("a form of elsewhere: %d", w.Code)
	}
	form.Set("token", d.token)
	w := post(t, d.mux, "/sign-in", form)
	if c := w.Result().Cookies(); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/story/x?all=1" || len(c) != 1 || !c[0].HttpOnly || c[0].SameSite != http.SameSiteStrictMode {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	for _, next := range []string{"https://evil.example", "//evil.example/a", "/\\evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=y", "\\\\evil.example"} {
		form.Set("next", next)
		if at := post(t, d.mux, "/sign-in", form).Header().Get("Location"); at != "/stories" {
			t.Errorf("%q leads to %q", next, at)
		}
	}
	form.Set("secret", "a wrong one")
	if w := post(t, d.mux, "/sign-in", form); w.Code != http.StatusForbidden || len(w.Result().Cookies()) > 0 || !strings.Contains(w.Body.String(), "not the token") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	w = post(t, d.mux, "/sign-out", url.Values{"token": {d.token}})
	if c := w.Result().Cookies(); len(c) != 1 || c[0].MaxAge >= 0 {
		t.Errorf("signed out: %v", w.Header())
	}
}

// TestCorrected asks that the page of a story shows what a correction makes of it,
// and the stored one when it is asked for.
func TestCorrected(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)[:2]...))
	address := addresses(t, d)["story"]
	took := func(address string) bool {
		return regexp.MustCompile(`Shoreline Daily(?:<span class="soft">[^<]*</span>)?</span> <b>copied</b>`).MatchString(get(t, d.mux, address).Body.String())
	}
	if !took(address) {
		t.Fatal("nothing was copied")
	}
	line := `not-a-copy "02-gulf-courier.txt" "03-shoreline-daily.html"`
	if err := d.Corrections.Add(t.Context(), line); err != nil {
		t.Fatal(err)
	}
	if took(address) || !strings.Contains(get(t, d.mux, address).Body.String(), "With your corrections") {
		t.Error("corrected, it is still a copy")
	}
	if !took(address + "?corrected=no") {
		t.Error("what the program has is gone")
	}
	if err := d.Corrections.Remove(t.Context(), line); err != nil || !took(address) {
		t.Error("taken back, it is no copy")
	}
	if err := d.Corrections.Add(t.Context(), `other-story "02-gulf-courier.txt" "01-coastal-observer.txt"`); err != nil {
		t.Fatal(err)
	}
	body := get(t, d.mux, address).Body.String()
	if other := get(t, d.mux, address+"?part=1").Body.String(); !strings.Contains(body, "stories of it") || other == body {
		t.Error("a story that was split shows one part")
	}
}

// TestAligned asks that evidence that is reuse says of what, with what differs.
func TestAligned(t *testing.T) {
	d := newDesk(t, newStore(t, examples(t)[:2]...))
	body := get(t, d.mux, addresses(t, d)["story"]).Body.String()
	for _, want := range []string{"word for word as", "<mark><ins>", "<mark><del>", `class="pair shared"`, "<del>", "<ins>"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page of a story has no %q", want)
		}
	}
}
