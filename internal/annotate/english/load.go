package english

import (
	_ "embed"
	"sync"
)

// modelData is the shipped model, made by eval/english/train.
//
//go:embed english.model
var modelData []byte

var loadOnce = sync.OnceValues(func() (*Model, error) { return Open(modelData) })

// Load gives the model that is built into the program. The first call takes
// under a millisecond, for the tables are read where they are and their pages
// are fetched when first used; later calls give the same model. The error is
// that of [Open], and tells that the program was built with a wrong file.
func Load() (*Model, error) { return loadOnce() }
