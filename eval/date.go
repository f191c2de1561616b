package eval

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twosource/twosource/internal/news"
)

// A DatePage is a saved page with the day that a person says it was published.
type DatePage struct {
	Name string
	HTML string
	Gold string // "2015-09-27"; "nan" where nobody can tell
}

// HTMLDateModule returns the folder of the go-htmldate module in the module
// cache, which ships the pages. The go command must be there, and be run
// within this repository.
func HTMLDateModule() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/markusmobius/go-htmldate").Output()
	if err != nil {
		return "", fmt.Errorf("eval: finding go-htmldate: %w", err)
	}
	dir := strings.TrimSpace(string(out))
	if dir == "" {
		return "", errors.New("eval: go-htmldate is not in the module cache; run go mod download")
	}
	return dir, nil
}

// ReadDatePages reads the 1,000 pages that the go-htmldate module ships, in
// the order of their names. dir is the module's folder; "" looks for it in the
// module cache.
//
// Source: github.com/markusmobius/go-htmldate (Apache-2.0), whose pages come
// from htmldate (A. Barbaresi, JOSS 2020) and Media Cloud.
func ReadDatePages(dir string) ([]DatePage, error) {
	if dir == "" {
		found, err := HTMLDateModule()
		if err != nil {
			return nil, err
		}
		dir = found
	}
	var out []DatePage
	for _, name := range [...]string{"data-mediacloud.go", "data-default.go"} {
		entries, err := readComparison(filepath.Join(dir, "scripts", "comparison", name))
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			raw, err := readFirst(filepath.Join(dir, "test-files"), e[0])
			if err != nil {
				return nil, err
			}
			out = append(out, DatePage{Name: e[0], HTML: decodePage(raw), Gold: e[1]})
		}
	}
	slices.SortStableFunc(out, func(a, b DatePage) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

func readFirst(dir, name string) ([]byte, error) {
	for _, sub := range [...]string{"mediacloud", "comparison", "mock"} {
		raw, err := os.ReadFile(filepath.Join(dir, sub, name))
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return raw, err
		}
	}
	return nil, fmt.Errorf("eval: %s is not under %s", name, dir)
}

// readComparison returns file and date of each entry of a Go table of the
// module's comparison script.
func readComparison(file string) ([][2]string, error) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var out [][2]string
	ast.Inspect(f, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		var e [2]string
		for _, elt := range lit.Elts {
			kv, ok := elt.(*ast.KeyValueExpr)
			if !ok {
				return true
			}
			key, ok1 := kv.Key.(*ast.Ident)
			val, ok2 := kv.Value.(*ast.BasicLit)
			if !ok1 || !ok2 {
				continue
			}
			s, err := strconv.Unquote(val.Value)
			if err != nil {
				continue
			}
			switch key.Name {
			case "File":
				e[0] = s
			case "Date":
				e[1] = s
			}
		}
		if e[0] != "" {
			out = append(out, e)
		}
		return true
	})
	return out, nil
}

// Date scores the dates of publication that package extract finds on the 1,000
// pages of go-htmldate (see [ReadDatePages]), as that module's comparison
// script does: a page is right if the day is the gold day, wrong if it is
// another, missed if none is found; F is 2·right / (2·right + wrong + missed),
// accuracy the right pages, and those where none is found and none is, of all.
// The metrics are f1, accuracy, precision, recall and pages_per_second, for one
// core.
func Date(ctx context.Context, dir string) (Result, error) {
	pages, err := ReadDatePages(dir)
	if err != nil {
		return Result{}, err
	}
	days := make([]string, len(pages))
	begin := time.Now()
	for i := range pages {
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		days[i] = PublishedDay(&pages[i])
	}
	r := Result{Task: "date", Data: "htmldate", N: len(pages), Metrics: map[string]Metric{
		"pages_per_second": Exactly(float64(len(pages)) / time.Since(begin).Seconds()),
	}}
	for k, name := range [...]string{"f1", "accuracy", "precision", "recall"} {
		r.Metrics[name] = Bootstrap(len(pages), func(items []int) float64 {
			var c [4]float64 // right, wrong, missed, rightly none
			for _, i := range items {
				c[dateOutcome(days[i], pages[i].Gold)]++
			}
			return [...]float64{
				quotient(2*c[0], 2*c[0]+c[1]+c[2]),
				quotient(c[0]+c[3], c[0]+c[1]+c[2]+c[3]),
				quotient(c[0], c[0]+c[1]),
				quotient(c[0], c[0]+c[2]),
			}[k]
		})
	}
	return r, nil
}

// PublishedDay returns the day on which package extract says that p was
// published, "" if it finds none.
func PublishedDay(p *DatePage) string {
	d := extractor.Published(news.Page{Media: news.HTML, Body: p.HTML})
	if day, ok := d.Day(); ok {
		return news.DayValue(day)
	}
	return ""
}

// dateOutcome is 0 for right, 1 for wrong, 2 for missed, 3 for rightly none.
func dateOutcome(got, gold string) int {
	switch {
	case got == gold && got != "":
		return 0
	case got != "":
		return 1
	case gold != "":
		return 2
	}
	return 3
}

func quotient(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
