package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/queue/jetstream"
	"github.com/twosource/twosource/internal/store/postgrestest"
)

// farAway makes a network namespace that reaches this one over a cable of its own. It
// returns the words before a command that is to run there, the address at which this
// side is found from there, and what plugs the cable in or pulls it.
func farAway(t *testing.T) (there []string, here string, plug func(in bool)) {
	t.Helper()
	name := fmt.Sprintf("ts%d", os.Getpid()%100000)
	here, far := "10.213.77.1", "10.213.77.2"
	ip := func(args ...string) error {
		if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
			return fmt.Errorf("ip %v: %w: %s", args, err, out)
		}
		return nil
	}
	if err := ip("netns", "add", name); err != nil {
		t.Skipf("no network namespaces here: %v", err)
	}
	t.Cleanup(func() {
		_ = ip("link", "del", name+"a") // it may never have been there
		if err := ip("netns", "del", name); err != nil {
			t.Error(err)
		}
	})
	for _, args := range [][]string{
		{"link", "add", name + "a", "type", "veth", "peer", "name", name + "b"},
		{"link", "set", name + "b", "netns", name},
		{"addr", "add", here + "/24", "dev", name + "a"},
		{"link", "set", name + "a", "up"},
		{"-n", name, "addr", "add", far + "/24", "dev", name + "b"},
		{"-n", name, "link", "set", name + "b", "up"},
		{"-n", name, "link", "set", "lo", "up"},
	} {
		if err := ip(args...); err != nil {
			t.Skipf("no network namespaces here: %v", err)
		}
	}
	return []string{"ip", "netns", "exec", name}, here, func(in bool) {
		t.Helper()
		how := map[bool]string{true: "up", false: "down"}[in]
		if err := ip("-n", name, "link", "set", name+"b", how); err != nil {
			t.Fatal(err)
		}
	}
}

// TestPartition parts the only worker from the queue, longer than a connection is
// given to answer, and joins them again.
func TestPartition(t *testing.T) {
	there, here, plug := farAway(t)
	n := spreadArticles(t)
	file := archivePart(t, n)
	srv, err := jetstream.Serve(jetstream.ServerOptions{Name: "one", Listen: here + ":0", Dir: t.TempDir()})
	if err != nil {
		t.Skipf("the queue cannot be served on %s: %v", here, err)
	}
	defer srv.Close()
	want := ok(t, "brief", file, "--format", "json", "-q").out
	queue := srv.Address()
	ok(t, "add", file, "--queue", queue, "-q")
	q, done, err := openQueues(t.Context(), queue, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	analysed := func() int {
		t.Helper()
		left, err := q.Left(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return left.Done.Waiting
	}
	until := func(least int) {
		t.Helper()
		for range 600 {
			if analysed() >= least {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Fatalf("%d pages are analysed after a minute, want %d", analysed(), least)
	}
	cmd := program(t, "worker", "--queue", queue, "--jobs", "1")
	far := exec.Command(there[0], append(there[1:], cmd.Args...)...)
	far.Env, far.Stderr = cmd.Env, os.Stderr
	if err := far.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = far.Process.Kill()
		_ = far.Wait()
	}()
	until(n / 10)
	plug(false)
	time.Sleep(time.Second) // what is on its way arrives
	before := analysed()
	time.Sleep(12 * time.Second)
	if after := analysed(); after != before {
		t.Errorf("a worker that is parted from the queue has analysed %d pages", after-before)
	}
	plug(true)
	healed := time.Now()
	until(before + 1)
	t.Logf("parted for 13 s; the next page arrived %.1f s after the cable was plugged in", time.Since(healed).Seconds())
	store := filepath.Join(t.TempDir(), "store.db")
	ok(t, "worker", "--queue", queue, "--store", store, "--keep-only", "--until-done", "-q")
	t.Logf("all %d pages were kept after %.1f s", n, time.Since(healed).Seconds())
	sameBrief(t, store, want)
}

// held returns how many bytes processes hold in memory, without the files that are
// mapped into it.
func held(t *testing.T, list ...*exec.Cmd) (sum int) {
	t.Helper()
	for _, cmd := range list {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", cmd.Process.Pid))
		var size, pages, files int
		if err == nil {
			_, err = fmt.Sscan(string(b), &size, &pages, &files)
		}
		if err != nil {
			t.Fatal(err)
		}
		sum += (pages - files) * os.Getpagesize()
	}
	return sum
}

// TestSoak lets a worker analyse and keep articles for as long as TWOSOURCE_SOAK says,
// and holds that its memory in the last third is that of the one before; in the first it
// finds its size. So it does with the three servers of the queue, each of which is a
// process of its own. Relating, which holds the whole set, is left out.
func TestSoak(t *testing.T) {
	long, err := time.ParseDuration(os.Getenv("TWOSOURCE_SOAK"))
	if err != nil {
		t.Skip("TWOSOURCE_SOAK does not say for how long, as 20m")
	}
	pg := postgrestest.Start(t)
	next := archiveParts(t)
	cluster := newNodes(t, 3)
	var apart []*exec.Cmd
	for _, o := range cluster.options {
		apart = append(apart, nodeApart(t, o))
	}
	queue := cluster.address("soak")
	cmd := background(t, "worker", "--queue", queue, "--jobs", "1", "--store", pg.Schema(), "--no-stories", "-q")
	var worker, servers [3]int
	articles := 0
	for start := time.Now(); time.Since(start) < long; {
		round := time.Now()
		ok(t, "add", next(soakRound), "--queue", queue, "-q")
		waitIdle(t, queue)
		articles += soakRound
		third := min(2, int(3*time.Since(start)/long))
		worker[third] = max(worker[third], held(t, cmd))
		servers[third] = max(servers[third], held(t, apart...))
		time.Sleep(soakPace - time.Since(round))
	}
	t.Logf("%d articles in %s; in its thirds the worker held at most %d, %d and %d MB, and the three servers of the queue together %d, %d and %d MB",
		articles, long, worker[0]>>20, worker[1]>>20, worker[2]>>20, servers[0]>>20, servers[1]>>20, servers[2]>>20)
	for who, most := range map[string][3]int{"a worker": worker, "the servers of the queue": servers} {
		if most[1] == 0 {
			t.Fatalf("nothing was kept in the second third: %s is too short for this machine", long)
		}
		if most[2] > most[1]+most[1]/4+soakNoise {
			t.Errorf("the memory of %s grows", who)
		}
	}
}

// soakNoise is by how much memory differs between two collections of garbage. Ours.
const soakNoise = 32 << 20

// How many articles are sent at a time, and how often at most: 20 a second, so that the
// archive lasts for 25 minutes.
const (
	soakRound = 20
	soakPace  = time.Second
)
