//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/store/postgrestest"
)

// benchArticles is how many articles a benchmark sends unless TWOSOURCE_MANY says it.
const benchArticles = 600

// clockTick is how often a second the kernel counts the time of a process in
// /proc: sysconf(_SC_CLK_TCK), which is this on all that Go runs on.
const clockTick = 100

// spent returns how long processes were at work on a processor so far. What has ended
// counts as far as its parent has seen it.
func spent(b *testing.B, pids ...int) (d time.Duration) {
	b.Helper()
	for _, pid := range pids {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			b.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(stat), ") ")
		fields := strings.Fields(rest) // from the third on
		for _, f := range fields[11:15] {
			ticks, err := strconv.Atoi(f)
			if err != nil {
				b.Fatal(err)
			}
			d += time.Duration(ticks) * time.Second / clockTick
		}
	}
	return d
}

// children returns the processes that a process has started, and itself.
func children(b *testing.B, parent int) []int {
	b.Helper()
	list, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		b.Fatal(err)
	}
	pids := []int{parent}
	for _, file := range list {
		stat, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended
		}
		_, rest, _ := strings.Cut(string(stat), ") ")
		fields := strings.Fields(rest)
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file))); err == nil && fields[1] == strconv.Itoa(parent) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// here returns how long this process, which is the servers of the queue, was at work.
func here(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// finished runs the program to its end and returns how long it was at work.
func finished(b *testing.B, args ...string) time.Duration {
	b.Helper()
	cmd := program(b, args...)
	out := new(bytes.Buffer)
	cmd.Stderr = out
	if err := cmd.Run(); err != nil {
		b.Fatalf("%v: %v\n%s", args, err, out)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

// BenchmarkWorkers sends articles to one and two workers of one job, over one server of
// the queue and over three that keep three copies; first they are analysed, and then
// kept in PostgreSQL, so that neither waits for the other. By the clock it tells how
// many articles a second were analysed and kept, and of each process how long it was
// at work an article.
func BenchmarkWorkers(b *testing.B) {
	pg := postgrestest.Start(b)
	n := benchArticles
	if v := os.Getenv("TWOSOURCE_MANY"); v != "" {
		n = spreadArticles(b)
	}
	file := archivePart(b, n)
	for _, servers := range []int{1, 3} {
		cluster := startNodes(b, servers)
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("servers=%d/workers=%d", servers, workers), func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					benchWorkers(b, pg, cluster.address(fmt.Sprintf("bench%d_%d", workers, i)), file, n, workers)
				}
			})
		}
	}
}

func benchWorkers(b *testing.B, pg *postgrestest.Server, queue, file string, n, workers int) {
	each := func(d time.Duration, unit string) {
		b.ReportMetric(float64(d.Microseconds())/1000/float64(n), unit+"-ms/article")
	}
	each(finished(b, "add", file, "--queue", queue, "-q"), "add")
	analyse(b, queue, n, workers)
	before, servers := here(b), spent(b, children(b, pg.Process(b))...)
	start := time.Now()
	each(finished(b, "worker", "--queue", queue, "--store", pg.Schema(), "--keep-only", "--no-stories", "--until-done", "-q"), "writer")
	b.ReportMetric(float64(n)/time.Since(start).Seconds(), "kept/s")
	each(here(b)-before, "queue-keeping")
	each(spent(b, children(b, pg.Process(b))...)-servers, "postgres")
}

// analyse lets workers analyse what is in a queue, and measures them from the tenth
// part on, when all have begun.
func analyse(b *testing.B, address string, n, workers int) {
	b.Helper()
	q, done, err := openQueues(b.Context(), address, func(string) {})
	if err != nil {
		b.Fatal(err)
	}
	defer done()
	until := func(least int) int {
		b.Helper()
		for range 12_000 {
			st, err := q.Done.State(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			if st.Waiting >= least {
				return st.Waiting
			}
			time.Sleep(50 * time.Millisecond)
		}
		b.Fatalf("%d of %d articles are not analysed", least, n)
		return 0
	}
	var pids []int
	var list []*exec.Cmd
	for range workers {
		cmd := background(b, "worker", "--queue", address, "--jobs", "1", "-q")
		list, pids = append(list, cmd), append(pids, cmd.Process.Pid)
	}
	first := until(n / 10)
	start, at, queue := time.Now(), spent(b, pids...), here(b)
	until(n)
	took, measured := time.Since(start), float64(n-first)
	b.ReportMetric(measured/took.Seconds(), "analysed/s")
	b.ReportMetric(float64((spent(b, pids...)-at).Microseconds())/1000/measured, "workers-ms/article")
	b.ReportMetric(float64((here(b)-queue).Microseconds())/1000/measured, "queue-ms/article")
	for _, cmd := range list {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it may have ended
		_ = cmd.Wait()
	}
}
