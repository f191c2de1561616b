package main

import (
	"regexp"
	"strings"
	"testing"
)

// TestManPage holds that the manual page has every command and flag of the help,
// and no line that roff would take for a request it does not know.
func TestManPage(t *testing.T) {
	page := twosource(t, "man")
	if page.code != exitDone {
		t.Fatalf("exit code %d: %s", page.code, page.errout)
	}
	help := twosource(t, "--help").out
	_, commands, _ := strings.Cut(help, "Commands:")
	names := regexp.MustCompile(`(?m)^  ([a-z]+)( |$)`).FindAllStringSubmatch(commands, -1)
	if len(names) < 20 {
		t.Fatalf("%d commands in the help:\n%s", len(names), help)
	}
	for _, m := range names {
		if !strings.Contains(page.out, "\n.SS \""+m[1]+" ") && !strings.Contains(page.out, "\n.SS \""+m[1]+"\"") {
			t.Errorf("no section on %s", m[1])
		}
	}
	for _, flag := range []string{`\-\-corrections`, `\-\-store`, `\-\-offline`, `\-\-listen`} {
		if !strings.Contains(page.out, flag) {
			t.Errorf("no flag %s", flag)
		}
	}
	known := regexp.MustCompile(`^\.(TH|SH|SS|TP|PP|B|I|nf|fi|RS|RE)( |$)`)
	for line := range strings.Lines(page.out) {
		if strings.HasPrefix(line, "'") || strings.HasPrefix(line, ".") && !known.MatchString(strings.TrimSpace(line)) {
			t.Errorf("roff would take this for a request: %q", line)
		}
	}
}
