//go:build !linux

package reuse

// largePages returns the list: only Linux is asked for large pages.
func largePages[T any](list []T) []T { return list }

// inLargePages returns the mapped file itself, and false.
func inLargePages(file []byte) (data []byte, held bool) { return file, false }
