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
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/sqlite"
)

var (
	shots  = flag.String("shots", "", "folder into which TestScreenshots writes pictures")
	ofDesk = flag.String("desk", "", "store of which TestScreenshots takes them, instead of the examples")
	asked  = flag.String("query", "ferry", "what is searched for on them")
	ofPage = flag.String("pages", "", "names of the pages that they are of, with commas; pictures are those of the documentation; all if empty")
)

// browser starts Chromium over a desk of inputs; without one the test is skipped.
func browser(t *testing.T, inputs ...string) (context.Context, *Desk, string) {
	t.Helper()
	needBrowser(t)
	return browse(t, newDesk(t, newStore(t, inputs...)))
}

func needBrowser(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip("no chromium on this machine: apt-get install chromium")
	}
}

// browse starts Chromium over a desk.
func browse(t *testing.T, d *Desk) (context.Context, *Desk, string) {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium on this machine: apt-get install chromium")
	}
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
	words := value[string](ctx, t, `document.querySelector("#said details.said figure mark").textContent`)
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#said details.said summary .words"))); err != nil {
		t.Fatal(err)
	}
	if got := value[string](ctx, t, `document.querySelector("#panel mark").textContent`); got == "" || !strings.Contains(value[string](ctx, t, `document.querySelector("#said").textContent`), got) {
		t.Errorf("the panel marks %q", got)
	}
	press(ctx, t, "\x1b")
	if value[bool](ctx, t, `!document.getElementById("panel").hidden`) {
		t.Error("Escape leaves the panel")
	}
	href := value[string](ctx, t, `document.querySelector("#said details.said figure figcaption a").href`)
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
	pages := []string{"/stories", "/search?q=port", "/feeds", "/corrections"}
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
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#said details.said summary .words")), chromedp.WaitVisible(chromedp.CSS("#said details[open] figure mark"))); err != nil {
		t.Error(err)
	}
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#said details[open] figure figcaption a")), chromedp.WaitVisible(chromedp.CSS("mark.here"))); err != nil {
		t.Error(err)
	}
}

// TestDropBrowser drops a file and reads its brief.
func TestDropBrowser(t *testing.T) {
	ctx, _, at := browser(t, examples(t)...)
	open(ctx, t, at+"/drop")
	value[bool](ctx, t, `(() => { const t = new DataTransfer(); t.items.add(new File(["Title: Bridge closes\nOutlet: Fjord Herald\nPublished: 2031-05-02\n\nThe bridge over the Lind closed on Friday, the county said.\n"], "bridge.txt")); document.dispatchEvent(new DragEvent("drop", { dataTransfer: t, bubbles: true, cancelable: true })); return true })()`)
	wait(ctx, t, `location.pathname.startsWith("/drop/") && document.body.textContent.includes("Bridge closes")`)
}

// TestCorrectBrowser says that somebody else said something, sees the effect before
// it is written and on the page of the story after, and takes it back.
func TestCorrectBrowser(t *testing.T) {
	ctx, d, at := browser(t, examples(t)...)
	story := at + addresses(t, d)["story"]
	open(ctx, t, story)
	const parties = `[...document.querySelectorAll("#said .party")].filter(p => p.querySelector("h3 a") && p.querySelector("a.fix"))`
	right := value[string](ctx, t, parties+`[1].querySelector("h3").textContent`)
	wrong := value[string](ctx, t, parties+`[0].querySelector("h3").textContent`)
	said := value[string](ctx, t, `(() => { const s = `+parties+`[0].querySelector("details.said"); return s.querySelector(".words").textContent })()`)
	of := func() string {
		return value[string](ctx, t, `[...document.querySelectorAll("#said .party")].filter(p => [...p.querySelectorAll("details.said > summary .words")].some(w => w.textContent === `+strconv.Quote(said)+`)).map(p => p.querySelector("h3").textContent).join("|")`)
	}
	if of() != wrong {
		t.Fatalf("%q is said by %q, not %q", said, of(), wrong)
	}
	open(ctx, t, value[string](ctx, t, parties+`[0].querySelector("a.fix").href`))
	if err := chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS("input[name=name]"), right), chromedp.Click(chromedp.CSS(".fields button")),
		chromedp.WaitVisible(chromedp.CSS(".effect")), chromedp.Click(chromedp.CSS("section form button")), chromedp.WaitVisible(chromedp.CSS(".warn code"))); err != nil {
		t.Fatal(err)
	}
	if got := of(); got != right {
		t.Errorf("corrected, %q is said by %q, not %q", said, got, right)
	}
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(".warn button")), chromedp.WaitNotPresent(chromedp.CSS(".warn code"))); err != nil {
		t.Fatal(err)
	}
	open(ctx, t, story)
	if got := of(); got != wrong {
		t.Errorf("taken back, %q is said by %q, not %q", said, got, wrong)
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
	pages := addresses(t, d)
	pages["brief"] = offlineBrief(t, d)
	for name, address := range pages {
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
				if moved := shifted(ctx, t); moved > 0.1 {
					t.Errorf("%s at %d: its lines move by %v as it is drawn", name, w, moved)
				}
			}
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900)); err != nil {
				t.Fatal(err)
			}
			open(ctx, t, at+address)
			unfold(ctx, t)
			for _, e := range findings(ctx, t, string(axe)) {
				t.Errorf("%s, %s: %s", name, scheme, e)
			}
		}
	}
}

// shifted returns by how much what is drawn of a page has moved since it was opened,
// as browsers count it.
func shifted(ctx context.Context, t *testing.T) float64 {
	t.Helper()
	moved, err := chromedp.Run(ctx, chromedp.Evaluate[float64](`new Promise(done => { let n = 0; new PerformanceObserver(l => { for (const e of l.getEntries()) n += e.value }).observe({ type: "layout-shift", buffered: true }); setTimeout(() => done(n), 30) })`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return moved
}

// offlineBrief returns the address of a brief of the first examples as one file.
func offlineBrief(t *testing.T, d *Desk) string {
	t.Helper()
	var files []File
	names, err := filepath.Glob("../../../examples/ferry-talks/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, File{filepath.Base(name), data})
	}
	body, err := testBrief(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	d.briefs.put("examples", newPage(body))
	return "/drop/examples"
}

// TestOffline opens lines of a brief that is one file: on a wide screen what they
// rest on stands beside them, one line at a time, and nothing is loaded.
func TestOffline(t *testing.T) {
	ctx, d, at := browser(t, examples(t)[2])
	open(ctx, t, at+offlineBrief(t, d))
	const beside = `[...document.querySelectorAll("details.line[open] > .rests")].filter(r => r.getBoundingClientRect().left > document.querySelector("main").getBoundingClientRect().right - 10).length`
	for _, line := range []string{"#s1 .facts details.line summary", "#s1 details.line:has(ins) summary"} {
		value[bool](ctx, t, `document.querySelector("`+line+`").click(), true`)
		if n := value[int](ctx, t, beside); n != 1 {
			t.Errorf("%s: %d lines are open beside the text", line, n)
		}
	}
	before := value[float64](ctx, t, `document.querySelector("svg.line").getBoundingClientRect().width`)
	value[bool](ctx, t, `document.querySelector(".z4").click(), true`)
	if after := value[float64](ctx, t, `document.querySelector("svg.line").getBoundingClientRect().width`); after < 3*before {
		t.Errorf("zoom makes the timeline of %v %v wide", before, after)
	}
	for _, what := range []string{"svg.lineage", "svg.line a", ".pair del", ".dot"} {
		if value[int](ctx, t, `document.querySelectorAll("`+what+`").length`) == 0 {
			t.Errorf("there is no %s", what)
		}
	}
	if n := value[int](ctx, t, `performance.getEntriesByType("resource").length + document.scripts.length + document.images.length`); n != 0 {
		t.Errorf("%d things are loaded or run", n)
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

// unfold has the browser draw also what is out of sight.
func unfold(ctx context.Context, t *testing.T) {
	t.Helper()
	value[bool](ctx, t, `document.querySelectorAll("main section").forEach(s => { s.style.contentVisibility = "visible" }), true`)
}

func dress(ctx context.Context, t *testing.T, scheme string) {
	t.Helper()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
		t.Fatal(err)
	}
}

// TestScreenshots writes a picture of each page, of the examples or of a store.
func TestScreenshots(t *testing.T) {
	if *shots == "" {
		t.Skip("no -shots folder: make screenshots gives one")
	}
	needBrowser(t)
	var st *sqlite.Store
	if *ofDesk == "" {
		st = newStore(t, examples(t)[:2]...)
	} else {
		var err error
		if st, err = sqlite.Open(t.Context(), *ofDesk, sqlite.Read); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = st.Close() })
	}
	ctx, d, at := browse(t, newDesk(t, st))
	pages := addresses(t, d)
	names := make([]string, 0, len(pages))
	for name := range pages {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if *ofPage != "" && !slices.Contains(strings.Split(*ofPage, ","), name) {
			continue
		}
		for _, l := range looks {
			dress(ctx, t, l.scheme)
			if l.print {
				printed(ctx, t)
			}
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(l.wide, l.tall)); err != nil {
				t.Fatal(err)
			}
			open(ctx, t, at+pages[name])
			take := chromedp.CaptureScreenshot()
			if l.whole {
				unfold(ctx, t)
				take = chromedp.FullScreenshot(100)
			}
			shoot(ctx, t, filepath.Join(*shots, name+"-"+l.name+".png"), take)
		}
	}
	if *ofPage == "" || *ofPage == "pictures" {
		pictures(ctx, t, at+pages["story"])
	}
}

// looks are how a page is looked at: on a phone, a desk and a large screen, light and
// dark, and printed.
var looks = []struct {
	name, scheme string
	wide, tall   int64
	whole, print bool
}{
	{"light-390", "light", 390, 844, true, false}, {"dark-390", "dark", 390, 844, false, false}, {"light-1440", "light", 1440, 900, true, false},
	{"dark-1440", "dark", 1440, 900, true, false}, {"light-3840", "light", 3840, 2160, false, false}, {"print", "light", 794, 1123, true, true},
}

// printed has the browser draw as for paper.
func printed(ctx context.Context, t *testing.T) {
	t.Helper()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
}

// pictures writes the two pictures of the documentation: evidence beside its line, and
// two articles side by side.
func pictures(ctx context.Context, t *testing.T, story string) {
	t.Helper()
	dress(ctx, t, "light")
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 960)); err != nil {
		t.Fatal(err)
	}
	open(ctx, t, story)
	value[bool](ctx, t, `([...document.querySelectorAll("#lineage details.line")].find(l => l.textContent.includes("rewrote")) ?? document.querySelector("details.line")).querySelector("summary").click(), true`)
	wait(ctx, t, `!document.getElementById("panel").hidden`)
	value[bool](ctx, t, `scrollTo({ top: 60, behavior: "instant" }), true`)
	shoot(ctx, t, filepath.Join(*shots, "desk-story.png"), chromedp.CaptureScreenshot())
	if !value[bool](ctx, t, `document.querySelector("#lineage").textContent.includes("rewrote")`) {
		return
	}
	open(ctx, t, value[string](ctx, t, `[...document.querySelectorAll("#lineage details.line")].find(l => l.textContent.includes("rewrote")).querySelector("a[href^='/compare']").href`))
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

// TestThrottled measures when the page of a story of 300 articles can be used on a
// slow phone: 1.6 Mbit/s, 150 ms away, a processor four times as slow as this one.
func TestThrottled(t *testing.T) {
	if testing.Short() {
		t.Skip("a story of 300 articles is not made in short mode")
	}
	needBrowser(t)
	d, story := largeStory(t)
	ctx, _, at := browse(t, d)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 844)); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	// Browsers up to Chromium 148 want to be told "offline" beside the conditions and not in them.
	type slow struct {
		network.EmulateNetworkConditionsByRuleParams
		Offline bool `json:"offline"`
	}
	command := cdp.Command[slow, network.EmulateNetworkConditionsByRuleResult]{Method: network.EmulateNetworkConditionsByRule.Method}
	if _, err := chromedp.Call(ctx, command, slow{EmulateNetworkConditionsByRuleParams: network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{
		{Latency: 150, DownloadThroughput: 1.6e6 / 8, UploadThroughput: 750e3 / 8},
	}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"first visit", "later visit"} {
		open(ctx, t, at+story)
		t.Logf("%s: %s", name, value[string](ctx, t, `(() => { const n = performance.getEntriesByType("navigation")[0], p = performance.getEntriesByName("first-contentful-paint")[0];
			return `+"`first words after ${Math.round(p?.startTime)} ms, usable after ${Math.round(n.domInteractive)} ms, script run after ${Math.round(n.domContentLoadedEventEnd)} ms, ${n.transferSize} bytes`"+` })()`))
	}
}
