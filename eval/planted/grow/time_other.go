//go:build !unix

package main

import "time"

var start = time.Now()

// processorTime returns the seconds since this process began; processor time is
// not asked for on this system.
func processorTime() float64 { return time.Since(start).Seconds() }
