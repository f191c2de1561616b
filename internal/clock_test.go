package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// clockHomes are the folders, from the root of the repository, whose code may
// read the clock: to show progress and to measure, never to decide.
var clockHomes = []string{"cmd/twosource", "eval"}

// TestNoClock holds the rule that no stage reads the clock of the machine: a
// brief made tomorrow is the brief made today.
func TestNoClock(t *testing.T) {
	root := ".."
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, file)
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if d.Name() != ".." && strings.HasPrefix(d.Name(), ".") || rel == "third_party" || rel == "tmp" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go") || isClockHome(rel) {
			return nil
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, file, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "time" {
				switch sel.Sel.Name {
				case "Now", "Since", "Until", "After", "Tick", "NewTimer", "NewTicker":
					t.Errorf("%s reads the clock (time.%s); only %v may", fset.Position(n.Pos()), sel.Sel.Name, clockHomes)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func isClockHome(rel string) bool {
	for _, h := range clockHomes {
		if strings.HasPrefix(rel, h+"/") {
			return true
		}
	}
	return false
}
