package main

import (
	"errors"
	"os"
	"runtime"
	"runtime/pprof"
)

// profile starts the profiles that were asked for and returns what ends them.
func profile(cpu, mem string) (stop func(), err error) {
	var ends []func()
	stop = func() {
		for _, end := range ends {
			end()
		}
	}
	if cpu != "" {
		f, err := os.Create(cpu)
		if err != nil {
			return stop, err
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			return stop, errors.Join(err, f.Close())
		}
		ends = append(ends, func() { pprof.StopCPUProfile(); _ = f.Close() })
	}
	if mem != "" {
		f, err := os.Create(mem)
		if err != nil {
			return stop, err
		}
		ends = append(ends, func() { runtime.GC(); _ = pprof.WriteHeapProfile(f); _ = f.Close() })
	}
	return stop, nil
}
