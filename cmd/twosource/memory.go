package main

import (
	"math"
	"os"
	"runtime/debug"
)

// The growth of the heap, in per cent, at which garbage is collected. Of what a command
// allocates most is kept until it ends, so collecting at Go's 100 costs time and frees
// little: the first 2,000 articles of a news archive take a quarter less time at 200. A
// server collects as Go has it, for it leaves much of what it has read; a watch earlier,
// for it keeps stories in mind and has a minute at least from one poll to the next.
const (
	commandCollectsAt = 200
	serverCollectsAt  = 100
	watchCollectsAt   = 40
)

// collect has garbage collected at a growth of the heap unless the user says at which.
func collect(at int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(at)
	}
}

// residentRoom returns how many bytes may be taken by what is kept in mind of a store:
// half of what the process can have; 0 if that is not known.
func residentRoom() int64 {
	if limit := debug.SetMemoryLimit(-1); limit < math.MaxInt64 { // GOMEMLIMIT
		return limit / 2
	}
	return machineMemory() / 2
}
