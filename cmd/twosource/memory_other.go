//go:build !linux

package main

// machineMemory returns how many bytes of memory this process can have; 0 says that it
// is not known.
func machineMemory() int64 { return 0 }
