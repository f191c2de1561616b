package brief

import (
	"os"
	"path/filepath"
	"testing"
)

// TestOldVersions opens briefs that earlier programs wrote: one file a version of
// the form and of the program, which is never written anew (docs/formats/versions.md).
func TestOldVersions(t *testing.T) {
	files, err := filepath.Glob("testdata/versions/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no briefs", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := Check(raw, nil)
		if err != nil || !c.True() || c.Spans == 0 {
			t.Errorf("%s: %v %+v", file, err, c)
		}
		changes, err := Diff(raw, raw)
		if err != nil || len(changes) != 0 {
			t.Errorf("%s differs from itself: %v %v", file, err, changes)
		}
	}
}
