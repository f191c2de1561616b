//go:build !unix

// Package postgrestest starts PostgreSQL for tests, from the programs that are
// installed, with a folder and a port of its own.
package postgrestest

import (
	"syscall"
	"testing"
)

// A Server is a PostgreSQL that a test has started.
type Server struct{ Port int }

// Start skips the test: servers are started on Unix only.
func Start(t testing.TB) *Server {
	t.Skip("PostgreSQL is started for tests on Unix only")
	return nil
}

// Up does nothing here.
func (s *Server) Up(testing.TB) {}

// Down does nothing here.
func (s *Server) Down(testing.TB, syscall.Signal) {}

// Query does nothing here.
func (s *Server) Query(testing.TB, string, string) (string, error) { return "", nil }

// Exec does nothing here.
func (s *Server) Exec(testing.TB, string, string) string { return "" }

// Database does nothing here.
func (s *Server) Database(testing.TB) (name, address string) { return "", "" }

// Schema does nothing here.
func (s *Server) Schema() string { return "" }

// Address does nothing here.
func (s *Server) Address(string) string { return "" }

// Process does nothing here.
func (s *Server) Process(testing.TB) int { return 0 }
