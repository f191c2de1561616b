package pipeline

import (
	"testing"

	"github.com/twosource/twosource/internal/store/memory"
)

// inventedFiles writes invented articles, one a file.
func inventedFiles(t *testing.T, n int) []string {
	t.Helper()
	return filesOf(t, invented(n))
}

// TestResidentRoom has stories made where there is no room to keep them in mind.
func TestResidentRoom(t *testing.T) {
	files := inventedFiles(t, 8)
	st := memory.New()
	w := writer(t, st)
	r := Resident{Room: 6 * residentBytes}
	for from, told := range []bool{0: false, 1: true, 2: false} { // made anew, amended, too many
		add(t, w, files[3*from:min(3*from+3, len(files))])
		a, err := r.Relate(t.Context(), w, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if (a != nil) != told {
			t.Errorf("after %d articles: told what was changed: %v", 3*from+3, a != nil)
		}
		sameDerived(t, "with little room", kept(t, st), made(t, st))
	}
}
