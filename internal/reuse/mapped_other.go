//go:build !unix

package reuse

import (
	"errors"
	"os"
)

// mapFile says that files are not mapped on this system.
func mapFile(*os.File, int64, bool) ([]byte, error) { return nil, errors.ErrUnsupported }

func unmap([]byte) error { return nil }
