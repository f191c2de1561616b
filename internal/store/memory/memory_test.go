package memory

import (
	"testing"

	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(*testing.T) store.Store { return New() })
}
