package main

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestGuide runs every command of docs/guide, page after page in one folder that
// has the examples, and holds the answers against the pages; -update writes them.
func TestGuide(t *testing.T) {
	pages, err := filepath.Glob(root + "/docs/guide/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatal("no pages", err)
	}
	for i := range pages {
		if pages[i], err = filepath.Abs(pages[i]); err != nil {
			t.Fatal(err)
		}
	}
	g := newShell(t)
	for _, name := range pages {
		page, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got := g.page(string(page))
		switch {
		case got == string(page):
		case *update:
			if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		default:
			t.Errorf("the answers are not those of %s; -update writes:\n%s", filepath.Base(name), got)
		}
	}
}

// alertID is the id of a saved query: drawn, so that nobody can guess it.
var alertID = regexp.MustCompile(`\bal[a-z2-7]{14}\b`)

// A shell runs the few commands that the guide uses, in this process.
type shell struct {
	*testing.T
	last   int // exit code
	server *served
	feed   string // where the feed of the guide is served
}

// newShell goes into a new folder that has a copy of the examples.
func newShell(t *testing.T) *shell {
	t.Helper()
	examples, err := filepath.Abs(root + "/examples")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("XDG_DATA_HOME", filepath.Join(dir, "data"))
	t.Setenv("COLUMNS", "")
	if err := os.CopyFS("examples", os.DirFS(examples)); err != nil {
		t.Fatal(err)
	}
	files := http.FileServerFS(os.DirFS("examples"))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			fmt.Fprintf(w, `<rss version="2.0"><channel><title>Viru Gazette</title><item><title>Ministers back at the table in Turku</title>`+
				`<link>http://%[1]s/ferry-talks/07-archipelago-times.html</link><description>Short.</description></item></channel></rss>`, r.Host)
			return
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return &shell{T: t, feed: s.URL}
}

// page runs the commands of a page and returns it with their answers.
func (g *shell) page(text string) string {
	var out strings.Builder
	console := false
	for line := range strings.Lines(text) {
		bare := strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(bare, "```") {
			console = bare == "```console"
		}
		command, isCommand := strings.CutPrefix(bare, "$ ")
		if !console || isCommand || strings.HasPrefix(bare, "```") {
			out.WriteString(line)
		}
		if console && isCommand {
			out.WriteString(g.run(command))
		}
	}
	return out.String()
}

// run runs one command and returns what a terminal would show.
func (g *shell) run(command string) string {
	g.Helper()
	command, into, redirected := strings.Cut(command, " > ")
	command, lines, headed := strings.Cut(command, " | head -")
	words := shellWords(strings.ReplaceAll(command, "http://feeds.example", g.feed))
	var shown, told string
	switch words[0] {
	case "twosource":
		if words[len(words)-1] == "&" {
			g.server = serving(g.T, words[3])
			return ""
		}
		for i := 1; i < len(words); i++ {
			if names, err := filepath.Glob(words[i]); err == nil && strings.Contains(words[i], "*") {
				words = append(words[:i], append(names, words[i+1:]...)...)
			}
		}
		r := twosource(g.T, words[1:]...)
		g.last, shown, told = r.code, r.out, strings.ReplaceAll(r.errout, g.feed, "http://feeds.example")
	case "printf":
		shown = strings.ReplaceAll(words[1], `\n`, "\n")
	case "echo":
		shown = strconv.Itoa(g.last) + "\n"
	case "curl":
		shown = g.server.curl(command)
	case "ls":
		if err := fs.WalkDir(os.DirFS(words[1]), ".", func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				shown += path + "\n"
			}
			return err
		}); err != nil {
			g.Fatal(err)
		}
	default:
		g.Fatalf("the guide has a command that the test does not know: %s", command)
	}
	if headed {
		n, err := strconv.Atoi(lines)
		if err != nil {
			g.Fatal(err)
		}
		shown = strings.Join(strings.SplitAfterN(shown, "\n", n+1)[:min(n, strings.Count(shown, "\n"))], "")
	}
	if redirected {
		if err := os.WriteFile(into, []byte(shown), 0o644); err != nil {
			g.Fatal(err)
		}
		shown = ""
	}
	return alertID.ReplaceAllString(told+shown, "al2m5qk7wzx3hd6c")
}
