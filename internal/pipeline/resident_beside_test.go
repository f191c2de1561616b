package pipeline

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/memory"
)

// inventedFiles writes invented articles, one a file.
func inventedFiles(t *testing.T, n int) []string {
	t.Helper()
	dir, files := t.TempDir(), make([]string, n)
	for i, a := range invented(n) {
		b, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		files[i] = filepath.Join(dir, fmt.Sprintf("%03d.json", i))
		if err := os.WriteFile(files[i], b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// TestRelateBeside changes a store between the moment at which a Resident has read it
// and that at which it writes.
func TestRelateBeside(t *testing.T) {
	files := inventedFiles(t, 24)
	st := memory.New()
	w := writer(t, st)
	add(t, w, files[:10])
	var r Resident
	// beside has the store changed by other once the Resident asks to write.
	beside := func(other func()) {
		t.Helper()
		_, err := r.RelateBeside(t.Context(), st, func(fn func(store.Writer) error) error {
			if change := other; change != nil {
				other = nil
				change()
			}
			return fn(w)
		}, Options{})
		if err != nil {
			t.Fatal(err)
		}
	}
	related := func() bool {
		t.Helper()
		v, err := st.View(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s, err := v.State(t.Context())
		if err = errors.Join(err, v.Close()); err != nil {
			t.Fatal(err)
		}
		return Related(s)
	}
	beside(nil)
	sameDerived(t, "at first", kept(t, st), made(t, st))

	add(t, w, files[10:14])
	before := made(t, st)
	beside(func() { add(t, w, files[14:18]) })
	if related() {
		t.Error("articles were kept meanwhile, and stories are taken to be up to date")
	}
	sameDerived(t, "while articles come", kept(t, st), before)
	beside(nil)
	sameDerived(t, "after they came", kept(t, st), made(t, st))

	add(t, w, files[18:21])
	beside(func() {
		for at := range kept(t, st) {
			if at.Kind == store.ProvenanceKind {
				if _, err := w.Remove(t.Context(), []string{at.Key}, true); err != nil {
					t.Fatal(err)
				}
				return
			}
		}
	})
	if !related() {
		t.Error("stories are not up to date after a removal")
	}
	sameDerived(t, "while one is removed", kept(t, st), made(t, st))

	add(t, w, files[21:])
	beside(func() {
		if err := Relate(t.Context(), w, Options{}); err != nil {
			t.Fatal(err)
		}
	})
	sameDerived(t, "while another program relates", kept(t, st), made(t, st))
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
