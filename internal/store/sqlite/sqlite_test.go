package sqlite

import (
	"path/filepath"
	"testing"

	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return create(t, filepath.Join(t.TempDir(), "store.db")) })
}

func create(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path, Create)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
