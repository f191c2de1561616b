package internal_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/pipeline"
)

// TestArchitectureNamesEveryFolder holds ARCHITECTURE.md to the tree: a heading
// for each folder of internal/, and the stages in the order of the flow.
func TestArchitectureNamesEveryFolder(t *testing.T) {
	page, err := os.ReadFile("../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	var headings []string
	for _, m := range regexp.MustCompile(`(?m)^## internal/(\w+)$`).FindAllStringSubmatch(string(page), -1) {
		headings = append(headings, m[1])
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	listed := strings.Join(headings, " ")
	for _, e := range entries {
		if name := e.Name(); e.IsDir() && !strings.Contains(" "+listed+" ", " "+name+" ") {
			t.Errorf("ARCHITECTURE.md has no section on internal/%s", name)
		}
	}
	for _, h := range headings {
		if _, err := os.Stat(h); err != nil {
			t.Errorf("ARCHITECTURE.md has a section on internal/%s: %v", h, err)
		}
	}
	at := -1
	for _, s := range pipeline.Stages {
		i := strings.Index(string(page), "\n## internal/"+s.Name+"\n")
		if i <= at {
			t.Errorf("ARCHITECTURE.md does not have %q in the order of the flow", s.Name)
		}
		at = i
	}
}
