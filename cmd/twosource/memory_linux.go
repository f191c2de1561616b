package main

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// machineMemory returns how many bytes of memory this process can have at most: those of
// the machine, or of its control group (version 2) if these are fewer; 0 if that is
// not known.
func machineMemory() int64 {
	var info syscall.Sysinfo_t
	if syscall.Sysinfo(&info) != nil {
		return 0
	}
	most := int64(uint64(info.Totalram) * uint64(info.Unit)) //nolint:gosec,unconvert // no machine has 2⁶³ bytes; on some the fields are narrower
	if raw, err := os.ReadFile("/sys/fs/cgroup/memory.max"); err == nil {
		if limit, err := strconv.ParseInt(strings.TrimSpace(string(raw)), 10, 64); err == nil {
			most = min(most, limit)
		}
	}
	return most
}
