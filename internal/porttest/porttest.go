// Package porttest gives tests addresses that stay free until they are listened on.
//
// A port that the system picks (port 0) and that is then let go of can be taken by any
// connection that is made meanwhile, for the system picks the ports of those from the
// same range. The ports of this package lie below it.
package porttest

import (
	"net"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
)

// Ports are given from first on. The systems' own ranges begin at 32768 (Linux) or 49152
// (IANA, RFC 6335 §6: macOS, Windows), unless they are set otherwise.
const (
	first = 10_000
	count = 22_000
	block = 50 // ports that no process with a number near this one's gives
)

var given atomic.Int64

// Free returns a port of 127.0.0.1 on which nothing listens and which it has not returned
// before. Tests in other processes get other ports, but for one in some hundreds.
func Free(t testing.TB) int {
	t.Helper()
	for range count {
		n := int64(os.Getpid())*block + given.Add(1)
		port := first + int(n%count)
		l, err := net.Listen("tcp", Address(port))
		if err != nil {
			continue // somebody listens there
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		return port
	}
	t.Fatalf("no port between %d and %d is free", first, first+count)
	return 0
}

// Address returns HOST:PORT of a port of this machine that no other reaches.
func Address(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }
