package internal_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestThreatModelNamesBounds holds the table of bounds in docs/threat-model.md to
// the code: each constant or field stands in its package.
func TestThreatModelNamesBounds(t *testing.T) {
	page, err := os.ReadFile("../docs/threat-model.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| [^|]+ \\| [^|]+ \\| `(internal/[a-z/]+)` \\| (.+) \\|$").FindAllStringSubmatch(string(page), -1)
	if len(rows) < 30 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		files, err := filepath.Glob("../" + row[1] + "/*.go")
		if err != nil || len(files) == 0 {
			t.Errorf("no package %s (%v)", row[1], err)
			continue
		}
		var source strings.Builder
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			source.Write(b)
		}
		for _, name := range regexp.MustCompile("`(\\w+)`").FindAllStringSubmatch(row[2], -1) {
			if !regexp.MustCompile(`(?m)^\s*(const )?` + name[1] + `\s+(=|int|time\.)`).MatchString(source.String()) {
				t.Errorf("%s has no bound %s", row[1], name[1])
			}
		}
	}
}
