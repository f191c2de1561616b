package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/brief"
	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/memory"
	"github.com/twosource/twosource/internal/store/sqlite"
)

// asProgram is the variable of the environment that makes the test binary the
// program, so that a test can kill it.
const asProgram = "TWOSOURCE_TEST_RUN"

func TestMain(m *testing.M) {
	if o := os.Getenv(asNode); o != "" {
		os.Exit(runNode(o))
	}
	if os.Getenv(asProgram) != "" {
		os.Exit(run(context.Background(), os.Args[1:], console{os.Stdin, os.Stdout, os.Stderr}))
	}
	os.Exit(m.Run())
}

// ok runs the program in this process and wants it to do well.
func ok(t testing.TB, args ...string) result {
	t.Helper()
	r := twosource(t, args...)
	if r.code != exitDone {
		t.Fatalf("%v: exit code %d\n%s", args, r.code, r.errout)
	}
	return r
}

// fails runs the program and wants a code and words of its message.
func fails(t testing.TB, code int, words string, args ...string) {
	t.Helper()
	r := twosource(t, args...)
	if r.code != code || !strings.Contains(r.errout, words) {
		t.Errorf("%v: exit code %d, want %d with %q\n%s", args, r.code, code, words, r.errout)
	}
}

// storeSets are the sets of files that briefs are compared on.
func storeSets(t *testing.T) map[string][]string {
	sets := map[string][]string{}
	for _, pattern := range []string{root + "/examples/ferry-talks/*", root + "/examples/mill-fire/*", shared + "/samples/syria-2015/*"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, "README.md") })
		if len(files) > 0 {
			sets[filepath.Base(filepath.Dir(pattern))] = files
		}
	}
	return sets
}

// TestBriefFromStore holds DESIGN §7: a brief from a store has the same bytes as
// one from the files, in whatever order they were added.
func TestBriefFromStore(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for name, files := range storeSets(t) {
		t.Run(name, func(t *testing.T) {
			want, _ := briefJSON(t, exitDone, append([]string{"-q"}, files...)...)
			text := ok(t, append([]string{"brief", "-q", "--all"}, files...)...).out
			rows := ok(t, append([]string{"articles", "-q", "--format", "csv"}, files...)...).out
			for range 3 {
				r.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
				db := filepath.Join(t.TempDir(), "store.db")
				half := len(files) / 2
				ok(t, append([]string{"add", "-q", "--no-stories", "--store", db}, files[:half]...)...)
				// Before stories are made, they are made for the brief alone.
				ok(t, "brief", "-q", "--store", db)
				ok(t, append([]string{"add", "-q", "--jobs", "3", "--store", db}, files[half:]...)...)
				got, _ := briefJSON(t, exitDone, "-q", "--store", db)
				if string(got) != string(want) {
					t.Fatal("the brief from the store differs: " + firstDifference(string(got), string(want)))
				}
				if got := ok(t, "brief", "-q", "--all", "--store", db).out; got != text {
					t.Error("the text from the store differs: " + firstDifference(got, text))
				}
				if got := ok(t, "articles", "-q", "--format", "csv", "--store", db).out; got != rows {
					t.Error("the rows from the store differ: " + firstDifference(got, rows))
				}
				ok(t, "doctor", "--store", db)
			}
			if got := fromMemory(t, files); got != string(want) {
				t.Error("the brief from memory differs: " + firstDifference(got, string(want)))
			}
		})
	}
}

// fromMemory returns the brief of files that were added to a store in memory one
// by one.
func fromMemory(t *testing.T, files []string) string {
	st := memory.New()
	w, err := st.Write(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, w)
	for _, f := range files {
		if _, err := pipeline.Add(t.Context(), w, []string{f}, "{}", pipeline.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := pipeline.Relate(t.Context(), w, pipeline.Options{}); err != nil {
		t.Fatal(err)
	}
	v, err := st.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	run, err := pipeline.Load(t.Context(), v, store.Filter{}, pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := brief.WriteJSON(&out, brief.New(run.Record, settings(run, map[string]any{})), brief.JSONOptions{}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestBriefOfPart holds that a part of a store gives the brief of its files.
func TestBriefOfPart(t *testing.T) {
	files := storeSets(t)["ferry-talks"]
	db := filepath.Join(t.TempDir(), "store.db")
	ok(t, append([]string{"add", "-q", "--store", db}, append(files, storeSets(t)["mill-fire"]...)...)...)
	_, whole := briefJSON(t, exitDone, "-q", "--store", db)
	for _, s := range whole.Stories {
		_, part := briefJSON(t, exitDone, "-q", "--store", db, "--story", s.ID)
		if len(part.Articles) != len(s.Articles) {
			t.Errorf("story %s: %d articles, want %d", s.ID, len(part.Articles), len(s.Articles))
		}
		var names []string
		for _, a := range part.Articles {
			names = append(names, a.Input.Name)
		}
		if slices.ContainsFunc(names, func(n string) bool { return strings.HasSuffix(n, ".jsonl") }) {
			continue // its file holds articles of other stories
		}
		got := ok(t, "brief", "-q", "--all", "--store", db, "--story", s.ID).out
		want := ok(t, append([]string{"brief", "-q", "--all"}, names...)...).out
		if story := ok(t, "story", "-q", "--store", db, s.ID).out; story != got {
			t.Errorf("story %s: another brief than with --story: %s", s.ID, firstDifference(story, got))
		}
		if got != want {
			t.Errorf("story %s: another brief than from its files: %s", s.ID, firstDifference(got, want))
		}
	}
	for _, args := range [][]string{{"--query", "ferry"}, {"--since", "2024-05-01"}} {
		part := documentOf(t, append([]string{"--store", db}, args...)...)
		if n := len(part.Articles); n == 0 || n >= len(whole.Articles) {
			t.Errorf("%v gives %d articles of %d", args, n, len(whole.Articles))
		}
	}
	for _, a := range whole.Articles {
		if text := ok(t, "article", "--store", db, a.ID).out; !strings.HasPrefix(text, "id         "+a.ID) || !strings.Contains(text, a.Text) {
			t.Errorf("the article %s is shown as %s", a.ID, text)
		}
	}
	fails(t, exitFailed, "no article", "article", "--store", db, "none")
	fails(t, exitFailed, "no thread", "thread", "--store", db, "none")
	fails(t, exitFailed, "no story", "brief", "--store", db, "--story", "none")
	fails(t, exitUsage, "not a date", "brief", "--store", db, "--since", "yesterday")
	fails(t, exitUsage, "not closed", "brief", "--store", db, "--query", `"open`)
	fails(t, exitUsage, "not both", "brief", "--store", db, files[0])
	fails(t, exitUsage, "twosource add", "brief", "--store", db, "--as-of", "2031")
	fails(t, exitFailed, "no article", "brief", "--store", db, "--query", "xyzzy")
}

// TestStoreKeepsSettings holds that a brief says with which settings its articles
// were read.
func TestStoreKeepsSettings(t *testing.T) {
	dir := filepath.Join(root, "examples/mill-fire")
	db := filepath.Join(t.TempDir(), "store.db")
	want, _ := briefJSON(t, exitDone, "-q", "--as-of", "2031-02-03", dir)
	ok(t, "add", "-q", "--as-of", "2031-02-03", "--store", db, dir)
	got, _ := briefJSON(t, exitDone, "-q", "--store", db)
	if string(got) != string(want) {
		t.Error("the brief from the store differs: " + firstDifference(string(got), string(want)))
	}
}

// many writes n articles as one input: those of the examples, retold.
func many(t testing.TB, n int) string {
	t.Helper()
	var out bytes.Buffer
	for i := range n {
		day := 1 + i%28
		err := json.NewEncoder(&out).Encode(map[string]string{
			"url": fmt.Sprintf("https://outlet%d.example/%d", i%7, i), "outlet": fmt.Sprintf("Outlet %d", i%7), "published": fmt.Sprintf("2031-%02d-%02d", 1+i/28%12, day),
			"title": fmt.Sprintf("Ferry number %d leaves Port %d", i, i%40),
			"text": fmt.Sprintf("Ferry number %d left Port %d on Tuesday with %d passengers on board.\n\n“We shall sail again on day %d,” said Captain Ana Brandt %d. "+
				"The harbour board of Port %d had raised the pier fees by %d per cent a week before.", i, i%40, i*3%500, day, i%11, i%40, 2+i%9),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "many.jsonl")
	if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// closing closes c, which must succeed.
func closing(t testing.TB, c io.Closer) {
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// program returns the program as a process of its own.
func program(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// TestKilled kills add at random moments and holds that nothing is lost, nothing
// is there twice, and the end is the same as without. When an add comes to its
// end, the next begins with a new store.
func TestKilled(t *testing.T) {
	kills := 50
	if testing.Short() {
		kills = 5
	}
	const articles = 400
	input := many(t, articles)
	dir := t.TempDir()
	calm := filepath.Join(dir, "calm.db")
	began := time.Now()
	if out, err := program(t, "add", "-q", "--store", calm, input).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	whole := time.Since(began)
	wantTables, wantBrief := tables(t, calm), ok(t, "brief", "-q", "--format", "json", "--store", calm).out
	r := rand.New(rand.NewPCG(9, 9))
	stores, kept, part := 1, 0, 0
	for killed := 0; killed < kills; {
		db := filepath.Join(dir, fmt.Sprintf("store%d.db", stores))
		cmd := program(t, "add", "-q", "--store", db, input)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(r.Int64N(int64(whole))), func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		timer.Stop()
		if err == nil {
			compareStores(t, db, wantTables, wantBrief)
			stores, kept = stores+1, 0
			continue
		}
		killed++
		if _, err := os.Stat(db); err != nil {
			continue // killed before there was a store
		}
		pages := pagesOf(t, db)
		if pages < kept {
			t.Fatalf("kill %d: %d pages are left of %d", killed, pages, kept)
		}
		if kept = pages; pages > 0 && pages < articles {
			part++
		}
	}
	db := filepath.Join(dir, fmt.Sprintf("store%d.db", stores))
	ok(t, "add", "-q", "--store", db, input)
	compareStores(t, db, wantTables, wantBrief)
	t.Logf("%d kills over %d stores, %d of them with some pages kept and not all", kills, stores, part)
}

// compareStores checks a store that processes were killed over, and compares it
// with an undisturbed one.
func compareStores(t *testing.T, db, wantTables, wantBrief string) {
	t.Helper()
	ok(t, "doctor", "--store", db)
	if got := ok(t, "brief", "-q", "--format", "json", "--store", db).out; got != wantBrief {
		t.Error("the brief differs from that of an undisturbed store: " + firstDifference(got, wantBrief))
	}
	if got := tables(t, db); got != wantTables {
		t.Error("the store differs from an undisturbed one: " + firstDifference(got, wantTables))
	}
}

// pagesOf checks a store that a process was killed over, and counts its pages.
func pagesOf(t *testing.T, db string) int {
	t.Helper()
	st, err := sqlite.Open(t.Context(), db, sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, st)
	err = st.Check(t.Context(), func(finding string) { t.Errorf("after a kill: %s", finding) })
	if err != nil {
		t.Fatal(err)
	}
	v, err := st.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, v)
	state, err := v.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return state.Pages
}

// tables returns what the tables of a store hold, but for counters and the
// order in which things came.
func tables(t *testing.T, file string) string {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, db)
	var out strings.Builder
	for _, query := range []string{
		"SELECT name, options, sha256, complete, hex(account) FROM inputs ORDER BY 1, 2, 3",
		"SELECT i.name, r.ordinal, r.line, hex(p.key), hex(p.page) FROM readings r JOIN inputs i ON i.id = r.input JOIN pages p ON p.id = r.page ORDER BY 1, 2",
		"SELECT a.article, a.first, a.last, a.failed, hex(p.key), hex(a.analysis) FROM analyses a JOIN pages p ON p.id = a.page ORDER BY 5",
		"SELECT kind, key, sum, hex(body), 0, 0 FROM derived ORDER BY 1, 2",
		"SELECT count(*), sum(f.rowid), 0 FROM found_statements_1 f WHERE found_statements_1 MATCH 'sail'",
	} {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values := make([]sql.NullString, len(columns))
			dest := make([]any, len(columns))
			for i := range values {
				dest[i] = &values[i]
			}
			if err := rows.Scan(dest...); err != nil {
				t.Fatal(err)
			}
			for _, v := range values {
				out.WriteString(v.String + "|")
			}
			out.WriteByte('\n')
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func TestSearchCommand(t *testing.T) {
	db := filepath.Join(t.TempDir(), "store.db")
	ok(t, "add", "-q", "--store", db, filepath.Join(root, "examples/ferry-talks"))
	_, doc := briefJSON(t, exitDone, "-q", "--store", db)
	var hits []serve.Hit
	if err := json.Unmarshal([]byte(ok(t, "search", "--store", db, "--format", "json", "fees").out), &hits); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, h := range hits {
		kinds[h.Kind]++
		text := ""
		for _, a := range doc.Articles {
			if a.ID == h.Article {
				text = a.Text
			}
		}
		for _, w := range append([]serve.Words{h.Span}, h.Found...) {
			if got := string([]rune(text)[w.Start:w.End]); got != w.Text {
				t.Errorf("the span [%d,%d) of %s is %q, not %q", w.Start, w.End, h.Article, got, w.Text)
			}
		}
		if len(h.Found) == 0 {
			t.Errorf("%q does not show what was found", h.Span.Text)
		}
	}
	if kinds["article"] == 0 || kinds["statement"] == 0 {
		t.Errorf("found %v, want articles and statements", kinds)
	}
	if n := strings.Count(ok(t, "search", "--store", db, "--format", "jsonl", "fees").out, "\n"); n != len(hits) {
		t.Errorf("%d lines of JSON for %d rows", n, len(hits))
	}
	if n := strings.Count(ok(t, "search", "--store", db, "--format", "csv", "--kind", "statement", "fees").out, "\nstatement,"); n != kinds["statement"] {
		t.Errorf("%d rows of CSV for %d statements", n, kinds["statement"])
	}
	if out := ok(t, "search", "--store", db, "xyzzy").out; out != "nothing was found\n" {
		t.Errorf("nothing is %q", out)
	}
	fails(t, exitUsage, "no word", "search", "--store", db, "--", "...")
}

func TestRemoveCommand(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "store.db")
	const rare = "zyqqovexal" // an index leaves out what a word shares with the one before
	own := filepath.Join(dir, "own.txt")
	text := []byte("Title: A word of its own\nOutlet: Harbour Post\n\nThe Zyqqovexal came into the harbour on Tuesday, and nobody there had heard of a Zyqqovexal before.\n")
	if err := os.WriteFile(own, text, 0o644); err != nil {
		t.Fatal(err)
	}
	rest := storeSets(t)["ferry-talks"]
	files := append([]string{own}, rest...)
	ok(t, append([]string{"add", "-q", "--store", db}, files...)...)
	if data, err := os.ReadFile(db); err != nil || !bytes.Contains(data, []byte(rare[2:])) {
		t.Fatalf("the file does not hold %q to begin with: %v", rare, err)
	}
	var hits []serve.Hit
	if err := json.Unmarshal([]byte(ok(t, "search", "--store", db, "--format", "json", rare).out), &hits); err != nil || len(hits) == 0 {
		t.Fatalf("found %v: %v", hits, err)
	}
	ok(t, "remove", "--store", db, hits[0].Article)
	if data, err := os.ReadFile(db); err != nil || bytes.Contains(data, []byte(rare[2:])) {
		t.Errorf("the file still holds %q: %v", rare, err)
	}
	ok(t, "doctor", "--store", db)
	if out := ok(t, "search", "--store", db, rare).out; out != "nothing was found\n" {
		t.Errorf("%s is still found: %s", rare, out)
	}
	ok(t, append([]string{"add", "--store", db}, rest...)...)
	copied := filepath.Join(dir, "other-name.txt")
	if err := os.WriteFile(copied, text, 0o644); err != nil {
		t.Fatal(err)
	}
	if r := twosource(t, "add", "--store", db, copied); !strings.Contains(r.errout, "kept out") {
		t.Errorf("adding a removed article again says %q", r.errout)
	}
	for _, a := range documentOf(t, "--store", db).Articles {
		if a.Input.Name == own || a.Input.Name == copied {
			t.Errorf("the article of %s is there again", a.Input.Name)
		}
	}
	if got, want := len(documentOf(t, "--store", db).Articles), len(documentOf(t, rest...).Articles); got != want {
		t.Errorf("%d articles are left, want %d", got, want)
	}
	fails(t, exitFailed, "does not have", "remove", "--store", db, "nosucharticle")
	fails(t, exitUsage, "name the ids", "remove", "--store", db)
}

func documentOf(t *testing.T, args ...string) document {
	t.Helper()
	_, doc := briefJSON(t, exitDone, append([]string{"-q"}, args...)...)
	return doc
}

func TestBackupCommand(t *testing.T) {
	dir := t.TempDir()
	db, copied := filepath.Join(dir, "store.db"), filepath.Join(dir, "copy.db")
	ok(t, "add", "-q", "--store", db, filepath.Join(root, "examples/mill-fire"))
	ok(t, "backup", "--store", db, copied)
	ok(t, "doctor", "--store", copied)
	want := ok(t, "brief", "-q", "--store", db).out
	if got := ok(t, "brief", "-q", "--store", copied).out; got != want {
		t.Error("the copy gives another brief: " + firstDifference(got, want))
	}
	fails(t, exitFailed, "exists", "backup", "--store", db, copied)
	ok(t, "add", "-q", "--store", copied, filepath.Join(root, "examples/ferry-talks"))
}

func TestExportImport(t *testing.T) {
	dir := t.TempDir()
	db, again := filepath.Join(dir, "store.db"), filepath.Join(dir, "again.db")
	ok(t, "add", "-q", "--as-of", "2031-02-03", "--store", db, filepath.Join(root, "examples/mill-fire"), filepath.Join(root, "examples/ferry-talks"))
	file := filepath.Join(dir, "export.jsonl")
	ok(t, "export", "--store", db, "-o", file)
	ok(t, "import", "--store", again, file)
	want, _ := briefJSON(t, exitDone, "-q", "--store", db)
	got, _ := briefJSON(t, exitDone, "-q", "--store", again)
	if string(got) != string(want) {
		t.Error("the brief differs: " + firstDifference(string(got), string(want)))
	}
	if got, want := tables(t, again), tables(t, db); got != want {
		t.Error("the store differs: " + firstDifference(got, want))
	}
	if got, want := ok(t, "export", "--store", again).out, ok(t, "export", "--store", db).out; got != want {
		t.Error("the export differs: " + firstDifference(got, want))
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ok(t, "import", "-q", "--store", again, file)
	half := filepath.Join(dir, "half.db")
	r := withInput(t, string(data[:len(data)/2]), "import", "--store", half, "-")
	if r.code != exitFailed || !strings.Contains(r.errout, "breaks off") {
		t.Errorf("half an export gives %d: %s", r.code, r.errout)
	}
	ok(t, "import", "-q", "--store", half, file)
	if got, want := tables(t, half), tables(t, db); got != want {
		t.Error("the store of an import that broke off differs: " + firstDifference(got, want))
	}
	fails(t, exitFailed, "not an export", "import", "--store", half, filepath.Join(root, "examples/mill-fire/03-press-file.jsonl"))
}

// A breaking reader calls stop when half of its bytes were read.
type breaking struct {
	data []byte
	read int
	stop func()
}

func (r *breaking) Read(p []byte) (int, error) {
	if r.read == len(r.data) {
		return 0, io.EOF
	}
	if r.read > len(r.data)/2 {
		r.stop()
	}
	n := copy(p[:min(len(p), 4096)], r.data[r.read:])
	r.read += n
	return n, nil
}

func TestAddInterrupted(t *testing.T) {
	db, calm := filepath.Join(t.TempDir(), "store.db"), filepath.Join(t.TempDir(), "calm.db")
	input, err := os.ReadFile(many(t, 600))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var out, errout bytes.Buffer
	code := run(ctx, []string{"add", "--store", db, "-"}, console{&breaking{data: input, stop: cancel}, &out, &errout})
	if code != exitInterrupted || !strings.Contains(errout.String(), "is kept") {
		t.Errorf("exit code %d: %s", code, errout.String())
	}
	for _, store := range []string{db, calm} {
		if r := withInput(t, string(input), "add", "-q", "--store", store, "-"); r.code != exitDone {
			t.Fatalf("exit code %d: %s", r.code, r.errout)
		}
	}
	if got, want := tables(t, db), tables(t, calm); got != want {
		t.Error("the store differs from an undisturbed one: " + firstDifference(got, want))
	}
}

func TestRetention(t *testing.T) {
	db := filepath.Join(t.TempDir(), "store.db")
	input := many(t, 60) // of January to March
	ok(t, "add", "-q", "--store", db, input)
	ok(t, "remove", "--store", db, "--before", "2031-02")
	for _, a := range documentOf(t, "--store", db).Articles {
		if a.Published.Value == nil || *a.Published.Value < "2031-02" {
			t.Errorf("an article of %v is left", a.Published.Value)
		}
	}
	ok(t, "doctor", "--store", db)
	fails(t, exitUsage, "not a date", "remove", "--store", db, "--before", "long ago")
	if r := ok(t, "reannotate", "--store", db); !strings.Contains(r.errout, "0 pages analysed again") {
		t.Errorf("nothing to do is told as %q", r.errout)
	}
}
