package pipeline

import (
	"os"
	"slices"
	"testing"
)

// TestStagesFlow holds the table to the flow: nothing reads what no earlier
// stage writes, and each stage is a package.
func TestStagesFlow(t *testing.T) {
	var written []string
	for _, s := range Stages {
		for _, kind := range s.Reads {
			if !slices.Contains(written, kind) {
				t.Errorf("%s reads %q, which no earlier stage writes", s.Name, kind)
			}
		}
		if slices.Contains(written, s.Writes) {
			t.Errorf("%s writes %q, which an earlier stage writes", s.Name, s.Writes)
		}
		written = append(written, s.Writes)
		if info, err := os.Stat("../" + s.Name); err != nil || !info.IsDir() {
			t.Errorf("stage %q is not a package: %v", s.Name, err)
		}
		if s.Rev < 1 {
			t.Errorf("%s has no revision", s.Name)
		}
	}
}
