package web

import (
	"context"
	"encoding/json"
	"flag"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/twosource/twosource/internal/store"
)

var shots = flag.String("shots", "", "folder into which TestScreenshots writes pictures")

// browser starts Chromium over a desk; without one the test is skipped.
func browser(t *testing.T, inputs ...string) (context.Context, *Desk, string) {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium on this machine: apt-get install chromium")
	}
	d := newDesk(t, newStore(t, inputs...))
	server := httptest.NewServer(d.mux)
	t.Cleanup(server.Close)
	o := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), o...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(func() { _ = chromedp.Cancel(ctx); cancel() })
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900)); err != nil {
		t.Skipf("chromium does not start here: %v", err)
	}
	timed, done := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(done)
	return timed, d, server.URL
}

func open(ctx context.Context, t *testing.T, address string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(address), chromedp.WaitReady(chromedp.CSS("main"))); err != nil {
		t.Fatalf("%s: %v", address, err)
	}
}

// value evaluates an expression on the page.
func value[T any](ctx context.Context, t *testing.T, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// wait waits until an expression is true.
func wait(ctx context.Context, t *testing.T, expression string) {
	t.Helper()
	for range 100 {
		if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression)); err == nil && ok {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("never true: %s", expression)
}

func press(ctx context.Context, t *testing.T, keys string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.KeyEvent(keys)); err != nil {
		t.Fatal(err)
	}
}

// TestReading goes from a story to its evidence and to the source, by mouse and by
// keys.
func TestReading(t *testing.T) {
	ctx, d, at := browser(t, examples(t)...)
	story := at + addresses(t, d)["story"]
	open(ctx, t, story)
	words := value[string](ctx, t, `document.querySelector("#said details.line figure mark").textContent`)
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#said details.line:not(.position) summary .words"))); err != nil {
		t.Fatal(err)
	}
	if got := value[string](ctx, t, `document.querySelector("#panel mark").textContent`); got == "" || !strings.Contains(value[string](ctx, t, `document.querySelector("#said").textContent`), got) {
		t.Errorf("the panel marks %q", got)
	}
	press(ctx, t, "\x1b")
	if value[bool](ctx, t, `!document.getElementById("panel").hidden`) {
		t.Error("Escape leaves the panel")
	}
	href := value[string](ctx, t, `document.querySelector("#said details.line figure figcaption a").href`)
	open(ctx, t, href)
	marked := value[string](ctx, t, `[...document.querySelectorAll(".text mark.here")].map(m => m.textContent).join("")`)
	if marked != words {
		t.Errorf("the article marks %q, the evidence %q", marked, words)
	}
	open(ctx, t, story)
	press(ctx, t, "jjj")
	if n := value[int](ctx, t, `document.querySelectorAll(".line.here").length`); n != 1 {
		t.Errorf("%d lines are chosen", n)
	}
	press(ctx, t, "\r")
	wait(ctx, t, `!document.getElementById("panel").hidden`)
	press(ctx, t, "?")
	wait(ctx, t, `document.getElementById("keys").open`)
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#keys button"))); err != nil {
		t.Fatal(err)
	}
	press(ctx, t, "/")
	wait(ctx, t, `document.activeElement.id === "q"`)
	press(ctx, t, "ferry\r")
	wait(ctx, t, `location.pathname === "/search" && document.querySelectorAll(".hit mark").length > 0`)
	zoomed(ctx, t, story)
	seen(ctx, t, story)
}

func zoomed(ctx context.Context, t *testing.T, story string) {
	t.Helper()
	open(ctx, t, story)
	before := value[float64](ctx, t, `document.querySelector("svg.line").getBoundingClientRect().width`)
	press(ctx, t, "+")
	if after := value[float64](ctx, t, `document.querySelector("svg.line").getBoundingClientRect().width`); after <= before {
		t.Errorf("zoom makes the timeline of %v %v wide", before, after)
	}
	if n := value[int](ctx, t, `document.querySelectorAll("[style]").length`); n != 0 {
		t.Errorf("%d elements have a style of their own", n)
	}
}

// seen asks that what came since the last visit is marked.
func seen(ctx context.Context, t *testing.T, story string) {
	t.Helper()
	value[bool](ctx, t, `(() => { const name = "seen " + document.querySelector("[data-visit]").dataset.visit; const s = JSON.parse(localStorage.getItem(name)); s.keys = s.keys.slice(3); localStorage.setItem(name, JSON.stringify(s)); return true })()`)
	open(ctx, t, story)
	if n := value[int](ctx, t, `document.querySelectorAll(".fresh").length`); n < 3 {
		t.Errorf("%d lines are new", n)
	}
	if value[bool](ctx, t, `document.getElementById("news").hidden`) {
		t.Error("nothing says what is new")
	}
}

// TestHostileBrowser asks that nothing of an article runs, and that no page asks for
// anything elsewhere.
func TestHostileBrowser(t *testing.T) {
	ctx, d, at := browser(t, examples(t)[2])
	c := d.Site.Catalog()
	pages := []string{"/stories", "/search?q=port"}
	for _, a := range c.Articles {
		pages = append(pages, "/article/"+a.ID)
	}
	for _, s := range c.List(store.StoryKind) {
		pages = append(pages, "/story/"+s.Key)
	}
	for _, p := range pages {
		open(ctx, t, at+p)
		if value[bool](ctx, t, `"ran" in window`) {
			t.Errorf("%s: a script of an article ran", p)
		}
		if n := value[int](ctx, t, `performance.getEntriesByType("resource").filter(r => !r.name.startsWith(location.origin)).length`); n != 0 {
			t.Errorf("%s: %d things were asked for elsewhere", p, n)
		}
		if n := value[int](ctx, t, `[...document.links].filter(a => a.origin !== location.origin && !a.relList.contains("noopener")).length`); n != 0 {
			t.Errorf("%s: %d links elsewhere are without noopener", p, n)
		}
	}
}

// TestScriptless reads the pages with JavaScript off.
func TestScriptless(t *testing.T) {
	ctx, d, at := browser(t, examples(t)...)
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	open(ctx, t, at+addresses(t, d)["story"])
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#said details.line summary .words")), chromedp.WaitVisible(chromedp.CSS("#said details[open] figure mark"))); err != nil {
		t.Error(err)
	}
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#said details[open] figure figcaption a")), chromedp.WaitVisible(chromedp.CSS("mark.here"))); err != nil {
		t.Error(err)
	}
}

// TestDropBrowser drops a file and reads its brief; then corrects and takes it back.
func TestDropBrowser(t *testing.T) {
	ctx, d, at := browser(t, examples(t)...)
	file := filepath.Join(t.TempDir(), "bridge.txt")
	if err := os.WriteFile(file, []byte("Title: Bridge closes\nOutlet: Fjord Herald\nPublished: 2031-05-02\n\nThe bridge over the Lind closed on Friday, the county said.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	open(ctx, t, at+"/drop")
	value[bool](ctx, t, `(() => { const t = new DataTransfer(); t.items.add(new File(["Title: Bridge closes\nOutlet: Fjord Herald\nPublished: 2031-05-02\n\nThe bridge over the Lind closed on Friday, the county said.\n"], "bridge.txt")); document.dispatchEvent(new DragEvent("drop", { dataTransfer: t, bubbles: true, cancelable: true })); return true })()`)
	wait(ctx, t, `location.pathname.startsWith("/drop/") && document.body.textContent.includes("Bridge closes")`)
	open(ctx, t, at+addresses(t, d)["correct"])
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(".fields button")), chromedp.WaitVisible(chromedp.CSS(".effect")), chromedp.Click(chromedp.CSS("section form button")), chromedp.WaitVisible(chromedp.CSS("li.line code"))); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("li.line button")), chromedp.WaitNotPresent(chromedp.CSS("li.line code"))); err != nil {
		t.Fatal(err)
	}
}

// widths are the screens that pages are looked at on.
var widths = []int64{390, 1440}

// TestAccess runs axe-core over each page, light and dark, and asks that no page is
// wider than its screen. Without tmp/axe, which make web fetches, it is skipped.
func TestAccess(t *testing.T) {
	axe, err := os.ReadFile("../../../tmp/axe/package/axe.min.js")
	if err != nil {
		t.Skip("no axe-core in tmp/axe: make web fetches it where npm is")
	}
	ctx, d, at := browser(t, examples(t)...)
	for name, address := range addresses(t, d) {
		for _, scheme := range []string{"light", "dark"} {
			dress(ctx, t, scheme)
			for _, w := range append(widths, 3840) {
				if err := chromedp.Do(ctx, chromedp.EmulateViewport(w, 900)); err != nil {
					t.Fatal(err)
				}
				open(ctx, t, at+address)
				if over := value[int](ctx, t, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
					t.Errorf("%s at %d: %d pixels wider than the screen", name, w, over)
				}
			}
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900)); err != nil {
				t.Fatal(err)
			}
			open(ctx, t, at+address)
			for _, e := range findings(ctx, t, string(axe)) {
				t.Errorf("%s, %s: %s", name, scheme, e)
			}
		}
	}
}

// findings runs axe-core on the page, every line opened.
func findings(ctx context.Context, t *testing.T, axe string) []string {
	t.Helper()
	value[bool](ctx, t, `document.querySelectorAll("details").forEach(d => d.open = true), true`)
	value[bool](ctx, t, axe+"; true")
	out, err := chromedp.Run(ctx, chromedp.Evaluate[string](`axe.run().then(r => JSON.stringify(r.violations.map(v => v.impact + ": " + v.id + ": " + v.nodes.length + " times: " + v.nodes[0].html.slice(0, 200) + " " + (v.nodes[0].any[0]?.message ?? ""))))`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func dress(ctx context.Context, t *testing.T, scheme string) {
	t.Helper()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
		t.Fatal(err)
	}
}

// TestScreenshots writes a picture of each page.
func TestScreenshots(t *testing.T) {
	if *shots == "" {
		t.Skip("no -shots folder: make screenshots gives one")
	}
	list := examples(t)
	ctx, d, at := browser(t, list[:2]...)
	for name, address := range addresses(t, d) {
		for _, w := range widths {
			for _, scheme := range []string{"light", "dark"} {
				dress(ctx, t, scheme)
				if err := chromedp.Do(ctx, chromedp.EmulateViewport(w, 900)); err != nil {
					t.Fatal(err)
				}
				open(ctx, t, at+address)
				shoot(ctx, t, filepath.Join(*shots, name+"-"+scheme+map[int64]string{390: "-390", 1440: "-1440"}[w]+".png"), chromedp.FullScreenshot(100))
			}
		}
	}
	pictures(ctx, t, at+addresses(t, d)["story"])
}

// pictures writes the two pictures of the documentation: evidence beside its line, and
// two articles side by side.
func pictures(ctx context.Context, t *testing.T, story string) {
	t.Helper()
	dress(ctx, t, "light")
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 820)); err != nil {
		t.Fatal(err)
	}
	open(ctx, t, story)
	press(ctx, t, "jjjjjjjjj\r")
	wait(ctx, t, `!document.getElementById("panel").hidden`)
	value[bool](ctx, t, `scrollTo({ top: 0, behavior: "instant" }), true`)
	shoot(ctx, t, filepath.Join(*shots, "desk-story.png"), chromedp.CaptureScreenshot())
	open(ctx, t, value[string](ctx, t, `[...document.querySelectorAll("#lineage li")].find(l => l.textContent.includes(" rewrote ")).querySelector("a[href^='/compare']").href`))
	dress(ctx, t, "dark")
	shoot(ctx, t, filepath.Join(*shots, "desk-compare.png"), chromedp.CaptureScreenshot())
}

func shoot(ctx context.Context, t *testing.T, file string, take chromedp.Action[[]byte]) {
	t.Helper()
	b, err := chromedp.Run(ctx, take)
	if err == nil {
		err = os.WriteFile(file, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
