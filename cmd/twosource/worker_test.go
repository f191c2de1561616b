//go:build unix

package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/porttest"
	"github.com/twosource/twosource/internal/queue/jetstream"
	"github.com/twosource/twosource/internal/store/postgrestest"
)

// spreadArticles is how many articles of the archive several machines share in
// tests; the variable TWOSOURCE_MANY says it otherwise.
func spreadArticles(t testing.TB) int {
	t.Helper()
	n := 120
	if v := os.Getenv("TWOSOURCE_MANY"); v != "" {
		var err error
		if n, err = strconv.Atoi(v); err != nil || n < 1 {
			t.Fatalf("TWOSOURCE_MANY=%s: not a number of articles", v)
		}
	}
	return n
}

// archivePart writes the first n articles of the archive to a file.
func archivePart(t testing.TB, n int) string {
	t.Helper()
	return archiveParts(t)(n)
}

// archiveParts returns what writes the next articles of the archive to a file.
func archiveParts(t testing.TB) func(n int) string {
	t.Helper()
	f, err := os.Open("../../../shared/corpora/archive.jsonl.gz")
	if err != nil {
		t.Skipf("the archive is not there: %v", err)
	}
	t.Cleanup(func() { closing(t, f) })
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReaderSize(z, 1<<20)
	return func(n int) string {
		t.Helper()
		var out bytes.Buffer
		for range n {
			line, err := in.ReadBytes('\n')
			if err != nil {
				t.Fatalf("the archive has no more articles: %v", err)
			}
			out.Write(line)
		}
		file := filepath.Join(t.TempDir(), "archive.jsonl")
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
}

// nodes are the servers of a queue.
type nodes struct {
	options []jetstream.ServerOptions
	servers []*jetstream.Server
}

// startNodes starts a cluster of n servers in this process, or one by itself.
func startNodes(t testing.TB, n int) *nodes {
	t.Helper()
	c := newNodes(t, n)
	for i := range n {
		c.up(t, i)
	}
	t.Cleanup(func() {
		for i := range n {
			c.down(i)
		}
	})
	return c
}

// newNodes returns a cluster of n servers that are not started.
func newNodes(t testing.TB, n int) *nodes {
	t.Helper()
	c := &nodes{servers: make([]*jetstream.Server, n)}
	var peers []string
	for range n {
		peers = append(peers, freeAddress(t))
	}
	for i := range n {
		o := jetstream.ServerOptions{Name: fmt.Sprintf("node%d", i), Listen: freeAddress(t), Dir: t.TempDir()}
		if n > 1 {
			o.Cluster, o.Peers = peers[i], peers
		}
		c.options = append(c.options, o)
	}
	return c
}

// nodeApart starts a server as a process of its own, which ends with the test.
func nodeApart(t testing.TB, o jetstream.ServerOptions) *exec.Cmd {
	t.Helper()
	options, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	cmd := program(t)
	cmd.Env = append(cmd.Env, asNode+"="+string(options))
	if _, err := cmd.StdinPipe(); err != nil { // which ends with this process at the latest
		t.Fatal(err)
	}
	ready, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	begun(t, cmd)
	if _, err := bufio.NewReader(ready).ReadString('\n'); err != nil {
		t.Fatalf("a server of the queue does not start: %v", err)
	}
	return cmd
}

func freeAddress(t testing.TB) string {
	t.Helper()
	return porttest.Address(porttest.Free(t))
}

func (c *nodes) up(t testing.TB, i int) {
	t.Helper()
	s, err := jetstream.Serve(c.options[i])
	if err != nil {
		t.Fatal(err)
	}
	c.servers[i] = s
}

func (c *nodes) down(i int) {
	if c.servers[i] != nil {
		c.servers[i].Close()
		c.servers[i] = nil
	}
}

// address returns the address of a queue of its own.
func (c *nodes) address(name string) string {
	var hosts []string
	for _, o := range c.options {
		hosts = append(hosts, o.Listen)
	}
	return "nats://" + strings.Join(hosts, ",") + "/" + name
}

// background starts the program as a process of its own, which ends with the test.
func background(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	cmd := program(t, args...)
	begun(t, cmd)
	return cmd
}

// begun starts a process, which ends with the test.
func begun(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	log := new(bytes.Buffer)
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("%v:\n%s", cmd.Args, log)
		}
	})
}

// TestWorkers lets one, two and four workers share the first articles of the archive,
// over three servers that keep three copies, into PostgreSQL: each time the brief is
// that of one machine. Among the four there are deaths.
func TestWorkers(t *testing.T) {
	pg := postgrestest.Start(t)
	n := spreadArticles(t)
	file := archivePart(t, n)
	cluster := startNodes(t, 3)
	start := time.Now()
	want := ok(t, "brief", file, "--format", "json", "-q").out
	t.Logf("%d articles on one machine: %.1f s", n, time.Since(start).Seconds())
	for _, workers := range []int{1, 2} {
		t.Run(fmt.Sprint(workers), func(t *testing.T) {
			address, queue := pg.Schema(), cluster.address(fmt.Sprintf("workers%d", workers))
			for range workers {
				background(t, "worker", "--queue", queue, "--jobs", "1")
			}
			start := time.Now()
			ok(t, "add", file, "--queue", queue, "-q")
			ok(t, "worker", "--queue", queue, "--store", address, "--keep-only", "--until-done", "-q")
			t.Logf("%d articles through %d workers of one job, kept and related after %.1f s", n, workers, time.Since(start).Seconds())
			sameBrief(t, address, want)
			t.Logf("bytes of tables and indexes an article: %s", strings.TrimSpace(pg.Exec(t, "postgres", fmt.Sprintf(
				"SELECT relname, pg_total_relation_size(c.oid) / %d FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = '%s' AND relkind = 'r' AND pg_total_relation_size(c.oid) > %d",
				n, schemaOf(address), 50*n))))
		})
	}
	t.Run("4Die", func(t *testing.T) { workersDie(t, pg, cluster, file, n, want) })
}

// workersDie kills one of three servers of the queue, the one of four workers that
// keeps as well, and PostgreSQL, one after the other while they are at work. Nothing
// is lost and nothing is there twice.
func workersDie(t *testing.T, pg *postgrestest.Server, cluster *nodes, file string, n int, want string) {
	address, queue := pg.Address("postgres")+"&search_path=die", cluster.address("die")
	worker := func() *exec.Cmd { return background(t, "worker", "--queue", queue, "--jobs", "1", "--store", address) }
	ok(t, "add", file, "--queue", queue, "-q")
	start := time.Now()
	until := func(share float64) {
		t.Helper()
		for range 900 + 2*n {
			kept := 0
			out, err := pg.Query(t, "postgres", "SELECT count(*) FROM die.pages") // the schema may not be there yet
			if err == nil {
				_, err = fmt.Sscan(out, &kept)
			}
			if err == nil && float64(kept) >= share*float64(n) {
				t.Logf("%d kept after %.1f s", kept, time.Since(start).Seconds())
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Fatalf("%.0f %% of the articles are not kept", share*100)
	}
	first := worker()
	until(0.05)
	for range 3 {
		worker()
	}
	until(0.2)
	cluster.down(0)
	until(0.4)
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	until(0.6)
	pg.Down(t, syscall.SIGQUIT) // as a crash
	pg.Up(t)
	cluster.up(t, 0)
	until(1)
	waitIdle(t, queue)
	waitRelated(t, pg, "die")
	t.Logf("%d articles through four workers and three deaths, kept and related after %.1f s", n, time.Since(start).Seconds())
	sameBrief(t, address, want)
	ok(t, "doctor", "--store", address)
	out := pg.Exec(t, "postgres", "SELECT (SELECT count(*) FROM die.readings), (SELECT count(*) FROM die.inputs WHERE complete), (SELECT count(*) FROM die.inputs)")
	if got := strings.TrimSpace(out); got != fmt.Sprintf("%d|1|1", n) {
		t.Errorf("readings, complete inputs and inputs are %s, want %d|1|1", got, n)
	}
}

// TestDesks lets two workers take part in the work of two desks, each with one writer at
// a time, and kills the one that writes. Each desk has what one machine makes of its
// own articles.
func TestDesks(t *testing.T) {
	pg := postgrestest.Start(t)
	queue, address := "nats://"+startNodes(t, 1).options[0].Listen, pg.Address("postgres")
	next := archiveParts(t)
	const each = 40
	want, files := map[string]string{}, map[string]string{}
	for _, desk := range []string{"sport", "politics"} {
		files[desk] = next(each)
		want[desk] = ok(t, "brief", files[desk], "--format", "json", "-q").out
		ok(t, "add", files[desk], "--queue", queue+"/"+desk, "-q")
	}
	worker := func() *exec.Cmd {
		return background(t, "worker", "--queue", queue, "--jobs", "1", "--store", address, "--desk", "sport", "--desk", "politics")
	}
	first := worker()
	for tries := 0; ; tries++ {
		out, err := pg.Query(t, "postgres", "SELECT (SELECT count(*) FROM sport.pages) * (SELECT count(*) FROM politics.pages)")
		if err == nil && strings.TrimSpace(out) != "0" {
			break
		}
		if tries == 600 {
			t.Fatalf("nothing is kept: %s", out)
		}
		time.Sleep(50 * time.Millisecond)
	}
	worker()
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for desk, brief := range want {
		waitIdle(t, queue+"/"+desk)
		waitRelated(t, pg, desk)
		sameBrief(t, address+"&search_path="+desk, brief)
		ok(t, "doctor", "--store", address+"&search_path="+desk)
	}
	fails(t, exitUsage, "small letters", "worker", "--queue", queue, "--desk", "Sport")
	fails(t, exitUsage, "without a name behind it", "worker", "--queue", queue+"/x", "--desk", "sport")
	fails(t, exitUsage, "without search_path", "worker", "--queue", queue, "--store", "desk.db", "--desk", "sport")
}

// waitRelated waits until the derived records of a schema are those of its articles.
func waitRelated(t testing.TB, pg *postgrestest.Server, schema string) {
	t.Helper()
	for range 3000 {
		out := pg.Exec(t, "postgres", fmt.Sprintf("SELECT (SELECT value FROM %[1]s.meta WHERE key = 'derived_at') = (SELECT value FROM %[1]s.meta WHERE key = 'change')", schema))
		if strings.TrimSpace(out) == "t" {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the derived records are not brought up to date")
}

// schemaOf returns the schema of an address that pg.Schema made.
func schemaOf(address string) string {
	_, schema, _ := strings.Cut(address, "search_path=")
	return schema
}

// sameBrief holds the brief of a store to one.
func sameBrief(t testing.TB, address, want string) {
	t.Helper()
	if got := ok(t, "brief", "--store", address, "--format", "json", "-q").out; got != want {
		t.Errorf("the brief of the store differs from that of one machine: %d bytes and %d", len(got), len(want))
	}
}

// waitIdle waits until all that was sent is kept and nothing is dead.
func waitIdle(t testing.TB, address string) {
	t.Helper()
	q, done, err := openQueues(t.Context(), address, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	var left pipeline.Left
	for range 1200 {
		if left, err = q.Left(t.Context()); err != nil {
			t.Fatal(err)
		}
		if left.Idle() {
			if left.Pages.Dead+left.Done.Dead+left.Inputs.Dead > 0 {
				t.Errorf("some are dead: %+v", left)
			}
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("it does not come to an end: %+v", left)
}

// TestServePostgres lets two servers answer over one PostgreSQL, and see what is
// added meanwhile.
func TestServePostgres(t *testing.T) {
	pg := postgrestest.Start(t)
	store := pg.Schema()
	ok(t, "add", root+"/examples/ferry-talks", "--store", store, "-q")
	var servers []string
	for range 2 {
		listen := freeAddress(t)
		background(t, "serve", "--read-only", "--listen", listen, "--store", store, "-q")
		servers = append(servers, "http://"+listen+"/api/v1/stories")
	}
	ask := func(address string) string {
		for range 200 {
			answer, err := http.Get(address)
			if err != nil {
				time.Sleep(50 * time.Millisecond)
				continue
			}
			body, err := io.ReadAll(answer.Body)
			if err := errors.Join(err, answer.Body.Close()); err != nil || answer.StatusCode != http.StatusOK {
				t.Fatalf("%s: %s, %v", address, answer.Status, err)
			}
			return string(body)
		}
		t.Fatalf("%s does not answer", address)
		return ""
	}
	before := ask(servers[0])
	if other := ask(servers[1]); other != before || !strings.Contains(before, `"articles"`) {
		t.Errorf("two servers over one store answer\n%.300s\n%.300s", before, other)
	}
	ok(t, "add", root+"/examples/mill-fire", "--store", store, "-q")
	for _, address := range servers {
		for tries := 0; ask(address) == before; tries++ {
			if tries == 100 {
				t.Fatalf("%s does not see what was added", address)
			}
			time.Sleep(100 * time.Millisecond)
		}
	}
	if one, two := ask(servers[0]), ask(servers[1]); one != two {
		t.Error("two servers over one store differ after more was added")
	}
}
