package planted

import (
	"bytes"
	"os"
	"runtime/debug"
	"strconv"
)

// forgetResident lets [mostResident] count from now on, and gives the system back
// what the process does not use (proc_pid_clear_refs(5)).
func forgetResident() {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // where it may not, the whole life of the process counts
}

// mostResident is the most memory that the process held, in megabytes of 2^20 bytes:
// VmHWM of proc_pid_status(5).
func mostResident() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	fields := bytes.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kilobytes, _ := strconv.ParseFloat(string(fields[0]), 64)
	return kilobytes / 1024
}
