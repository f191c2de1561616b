//go:build unix

// Package postgrestest starts PostgreSQL for tests, from the programs that are
// installed, with a folder and a port of its own.
package postgrestest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/porttest"
)

// A Server is a PostgreSQL that a test has started. It ends with the test, and
// with the process of the test.
type Server struct {
	Port int // on 127.0.0.1

	dir   string // its data, its socket and its log
	bin   string // the folder of the programs
	as    *syscall.Credential
	guard *exec.Cmd
	stdin io.Closer
	made  int // databases
}

// startMost is how long a server may take to start, with what it must mend first.
const (
	startMost  = 30 * time.Second
	startPause = 50 * time.Millisecond
)

// Start starts a server. The test is skipped where there is no PostgreSQL, or none
// that may run here: it refuses to run as root, and then runs as the user
// postgres or nobody.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{bin: programs()}
	if s.bin == "" {
		t.Skip("no PostgreSQL server is installed (initdb, postgres and psql are looked for in /usr/lib/postgresql and $PATH)")
	}
	dir, err := os.MkdirTemp("", "postgres")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	s.dir = dir
	if os.Getuid() == 0 {
		if s.as = unprivileged(); s.as == nil {
			t.Skip("PostgreSQL does not run as root, and there is no user postgres or nobody")
		}
		if err := os.Chown(dir, int(s.as.Uid), int(s.as.Gid)); err != nil {
			t.Skipf("PostgreSQL does not run as root, and its folder cannot be given to another user: %v", err)
		}
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		t.Skipf("PostgreSQL cannot be set up: %s is no device on this machine", os.DevNull)
	}
	s.Port = porttest.Free(t)
	s.run(t, "initdb", "-D", s.data(), "-U", "twosource", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	s.Up(t)
	t.Cleanup(func() { s.Down(t, syscall.SIGINT) })
	return s
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// programs returns the folder of initdb and postgres, of several the newest.
func programs() string {
	list, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(list, func(x, y string) int { return versionOf(y) - versionOf(x) })
	if p, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(p); err == nil {
			list = append(list, filepath.Dir(real))
		}
	}
	for _, dir := range list {
		if !slices.ContainsFunc([]string{"initdb", "postgres", "psql"}, func(name string) bool {
			_, err := exec.LookPath(filepath.Join(dir, name))
			return err != nil
		}) {
			return dir
		}
	}
	return ""
}

func versionOf(dir string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(dir))) // 0 for a folder of another name
	return n
}

func unprivileged() *syscall.Credential {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err == nil && err2 == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		}
	}
	return nil
}

func (s *Server) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir = s.dir
	c.Env = append(os.Environ(), "LC_ALL=C", "TZ=UTC")
	c.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	return c
}

func (s *Server) run(t testing.TB, name string, args ...string) {
	t.Helper()
	if out, err := s.command(t.Context(), filepath.Join(s.bin, name), args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// Up starts a server that was stopped, and returns when it answers. It listens on
// all addresses of the machine if t.Setenv has set POSTGRESTEST_LISTEN to them.
func (s *Server) Up(t testing.TB) {
	t.Helper()
	listen := "127.0.0.1"
	if v := os.Getenv("POSTGRESTEST_LISTEN"); v != "" {
		listen = v
	}
	// It is set to lose what was committed last when it crashes: a store must not let
	// it. The shell outlives neither the test, whose end closes its input, nor the
	// server.
	script := fmt.Sprintf(`"$0" -D "$1" -p %d -k "$2" -c listen_addresses=%s -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60 >>"$2/log" 2>&1 & cat >/dev/null; kill -INT $! 2>/dev/null; wait $!`, s.Port, listen)
	s.guard = s.command(context.Background(), "sh", "-c", script, filepath.Join(s.bin, "postgres"), s.data(), s.dir)
	in, err := s.guard.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.stdin = in
	if err := s.guard.Start(); err != nil {
		t.Fatal(err)
	}
	for tries := startMost / startPause; ; tries-- {
		out, err := s.Query(t, "postgres", "SELECT 1")
		if err == nil {
			return
		}
		if tries == 0 {
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			t.Fatalf("PostgreSQL does not start: %v\n%s%s", err, out, log)
		}
		time.Sleep(startPause)
	}
}

// Down stops the server: by SIGINT at once but in order, by SIGQUIT as a crash
// would.
func (s *Server) Down(t testing.TB, how syscall.Signal) {
	t.Helper()
	if s.guard == nil {
		return
	}
	if pid := s.pid(); pid != 0 {
		_ = syscall.Kill(pid, how) // it may be gone
	}
	_ = s.stdin.Close()
	_ = s.guard.Wait() // it ends by the signal
	s.guard = nil
}

// pid returns the number of the server's process, which starts one for each
// connection; 0 if there is none.
func (s *Server) pid() int {
	b, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := bytes.Cut(b, []byte("\n"))
	pid, _ := strconv.Atoi(string(first)) // 0 of what is no number
	return pid
}

// Process returns the number of the server's process, which starts one for each
// connection.
func (s *Server) Process(t testing.TB) int {
	t.Helper()
	pid := s.pid()
	if pid == 0 {
		t.Fatal("PostgreSQL does not run")
	}
	return pid
}

// Query runs SQL in a database by psql, and returns what it prints, or says that it
// failed.
func (s *Server) Query(t testing.TB, database, command string) (string, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), startMost)
	defer cancel()
	c := s.command(ctx, filepath.Join(s.bin, "psql"), "-X", "-q", "-A", "-t", "-h", s.dir, "-p", strconv.Itoa(s.Port), "-U", "twosource", "-d", database, "-v", "ON_ERROR_STOP=1", "-f", "-")
	c.Stdin = strings.NewReader(command)
	out, err := c.CombinedOutput()
	return string(out), err
}

// Exec runs SQL in a database by psql, and returns what it prints.
func (s *Server) Exec(t testing.TB, database, command string) string {
	t.Helper()
	out, err := s.Query(t, database, command)
	if err != nil {
		t.Fatalf("psql: %v\n%s", err, out)
	}
	return out
}

// Database makes an empty database and returns its name and address.
func (s *Server) Database(t testing.TB) (name, address string) {
	t.Helper()
	s.made++
	name = fmt.Sprintf("test%d", s.made)
	s.Exec(t, "postgres", "CREATE DATABASE "+name)
	return name, s.Address(name)
}

// Schema returns the address of a schema that is not there yet, which is quicker
// to have than a database of its own.
func (s *Server) Schema() (address string) {
	s.made++
	return fmt.Sprintf("%s&search_path=test%d", s.Address("postgres"), s.made)
}

// Address returns the address of a database.
func (s *Server) Address(database string) string {
	return fmt.Sprintf("postgres://twosource@127.0.0.1:%d/%s?sslmode=disable", s.Port, database)
}
