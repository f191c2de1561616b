//go:build unix

package reuse

import (
	"fmt"
	"os"
	"syscall"
)

// mapFile maps the first size bytes of a file into memory. With all, its pages are
// mapped at once where the system can do that, which is a tenth of the work of doing
// it one by one; those that are not in memory are then read.
func mapFile(f *os.File, size int64, all bool) ([]byte, error) {
	flags := syscall.MAP_SHARED
	if all {
		flags |= mapAll
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, int(size), syscall.PROT_READ, flags)
	if err != nil {
		return nil, fmt.Errorf("reuse: %s: %w", f.Name(), err)
	}
	return data, nil
}

func unmap(data []byte) error { return syscall.Munmap(data) }
