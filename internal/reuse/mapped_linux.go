package reuse

import (
	"syscall"
	"unsafe"
)

const mapAll = syscall.MAP_POPULATE

// largePage is the size of the larger pages of most processors, and in less than
// twice as much there may be none.
const largePage = 2 << 20

// Advice that package syscall does not name, see madvise(2).
const (
	adviseHuge     = 14 // MADV_HUGEPAGE
	adviseCollapse = 25 // MADV_COLLAPSE, since Linux 6.1
)

// largePages has the system hold a list in large pages, as far as it can, and returns
// the list. What is read here and there in a hundred megabytes then takes a third
// of the time: the processor knows where the pages are.
func largePages[T any](list []T) []T {
	var one T
	if uintptr(len(list))*unsafe.Sizeof(one) < 2*largePage {
		return list
	}
	at := uintptr(unsafe.Pointer(unsafe.SliceData(list)))
	end := (at + uintptr(len(list))*unsafe.Sizeof(one)) &^ (largePage - 1)
	at = (at + largePage - 1) &^ (largePage - 1)
	for _, advice := range [...]uintptr{adviseHuge, adviseCollapse} {
		// It is advice: where it is not taken, all goes on more slowly.
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, at, end-at, advice)
	}
	return list
}

// inLargePages returns a copy of a mapped file in large pages, and unmaps the file;
// where there is no room for it, the file's own and false.
func inLargePages(file []byte) (data []byte, held bool) {
	data, err := syscall.Mmap(-1, 0, len(file), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE|syscall.MAP_ANON)
	if err != nil {
		return file, false
	}
	copy(largePages(data), file)
	// What mapFile gave can be unmapped; if not, it would stay mapped and do no harm.
	_ = unmap(file)
	return data, true
}
