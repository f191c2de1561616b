package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/twosource/twosource"

// mayImport says which packages under internal/ a package under internal/ may
// import. It is a statement of policy: change it only with a decision record
// in docs/decisions, never to make a build pass. "dir/*" stands for each
// package one level below dir. What is not listed is forbidden.
var mayImport = map[string][]string{
	"news": {}, // what flows

	"grammar": {"news"}, // what is known of words and sentences

	"corrections":   {"news"}, // what the user says against the machine
	"dates":         {"news"}, // the calendar
	"knowledge":     {"news"}, // what is known
	"knowledge/gen": {"knowledge", "news"},

	// The stages, in the order of the flow. They never see each other.
	"ingest":               {"news"},
	"extract":              {"news", "knowledge", "dates"},
	"annotate":             {"news", "knowledge", "dates", "grammar", "annotate/*"},
	"annotate/*":           {"news", "knowledge", "dates", "grammar"},
	"annotate/actions/gen": {},
	"reuse":                {"news", "knowledge", "dates"},
	"reuse/gen":            {"reuse"},
	"cluster":              {"news", "knowledge", "dates"},
	"resolve":              {"news", "knowledge", "dates"},
	"compare":              {"news", "knowledge", "dates"},
	"brief":                {"news", "figures", "sheet"},

	// The order of the stages.
	"pipeline": {"news", "dates", "knowledge", "corrections", "ingest", "extract", "annotate", "reuse", "cluster", "resolve", "compare", "brief", "store", "queue"},

	// What is kept: the port, and its adapters, which never see each other.
	"store":   {"news"},
	"store/*": {"news", "store"},

	"store/postgrestest": {"porttest"}, // for tests
	"porttest":           {},

	// How work moves between processes: the port, and its adapters.
	"queue":   {},
	"queue/*": {"queue"},

	// What reaches out, and what hands out. They know no stage.
	"fetch":  {},
	"watch":  {"fetch"},
	"export": {"news", "sheet"},

	"figures": {"news"}, // what pages draw
	"sheet":   {},       // what spreadsheets open

	// What shows and answers, over a store.
	"serve":           {"news", "store", "brief"},
	"serve/*":         {"news", "store", "serve", "brief", "export", "alert"},
	"serve/web":       {"news", "store", "serve", "figures"},
	"serve/servetest": {"news", "store", "store/memory", "serve", "pipeline", "reuse"}, // for tests
	"alert":           {"news", "store", "serve", "export"},
}

// homes names, for each module that is not ours, the packages under internal/
// that may import it. A module that is not listed is forbidden.
var homes = map[string][]string{
	"code.dny.dev/ssrf":                      {"fetch"},
	"github.com/PuerkitoBio/goquery":         {"extract"},
	"github.com/abadojack/whatlanggo":        {"annotate/language"},
	"github.com/andybalholm/cascadia":        {"extract"},
	"github.com/clipperhouse/uax29/v2":       {"annotate/words"},
	"github.com/danielgtaylor/huma/v2":       {"serve/api"},
	"github.com/go-shiori/dom":               {"extract"},
	"github.com/jackc/pgx/v5":                {"store/postgres"},
	"github.com/klauspost/compress":          {"ingest", "knowledge/gen", "store", "fetch"},
	"github.com/markusmobius/go-dateparser":  {"extract"},
	"github.com/markusmobius/go-htmldate":    {"extract"},
	"github.com/markusmobius/go-trafilatura": {"extract"},
	"github.com/mmcdole/gofeed":              {"ingest"},
	"github.com/modelcontextprotocol/go-sdk": {"serve/mcp"},
	"github.com/nats-io/nats-server/v2":      {"queue/jetstream"},
	"github.com/nats-io/nats.go":             {"queue/jetstream"},
	"github.com/parquet-go/parquet-go":       {"export"},
	"github.com/pressly/goose/v3":            {"store/sqlite", "store/postgres"},
	"github.com/prometheus/client_golang":    {"serve"},
	"github.com/rivo/uniseg":                 {"brief"},
	"github.com/zeebo/xxh3":                  {"reuse", "cluster", "compare"},
	"golang.org/x/net":                       {"ingest", "extract", "fetch"},
	"golang.org/x/text":                      {"ingest", "extract", "knowledge", "knowledge/gen", "annotate/names", "brief", "store"},
	"modernc.org/sqlite":                     {"store/sqlite"},
}

func TestImports(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		pkg := filepath.ToSlash(filepath.Dir(file))
		rule := pkg
		if _, ok := mayImport[rule]; !ok {
			rule = path.Dir(pkg) + "/*"
		}
		allowed, ok := mayImport[rule]
		if !ok {
			t.Errorf("internal/%s has no rule in mayImport", pkg)
			return nil
		}
		seen[rule] = true
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if ours, ok := strings.CutPrefix(imp, module+"/"); ok {
				in := strings.TrimPrefix(ours, "internal/")
				if !slices.Contains(allowed, in) && !slices.Contains(allowed, path.Dir(in)+"/*") {
					t.Errorf("internal/%s imports %s; it may import only %v", file, ours, allowed)
				}
				continue
			}
			if host, _, _ := strings.Cut(imp, "/"); !strings.Contains(host, ".") {
				continue // standard library
			}
			if !atHome(imp, pkg) {
				t.Errorf("internal/%s imports %s, which homes does not allow there", file, imp)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for rule := range mayImport {
		if !seen[rule] {
			t.Errorf("mayImport has a rule for %q, and no such package", rule)
		}
	}
}

// atHome reports whether homes lets pkg import imp.
func atHome(imp, pkg string) bool {
	for mod, pkgs := range homes {
		if imp == mod || strings.HasPrefix(imp, mod+"/") {
			return slices.Contains(pkgs, pkg)
		}
	}
	return false
}
