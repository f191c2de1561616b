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
// some 6 ms, for the tables of weights are copied to where the processor reads
// them fastest; later calls give the same model. The error is that of [Open],
// and tells that the program was built with a wrong file.
func Load() (*Model, error) { return loadOnce() }
