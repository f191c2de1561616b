//go:build linux

// Command endurance lets a desk be watched for hours in the time of minutes, and
// prints whether it stays as quick and as small as it was.
//
//	go build -o tmp/twosource ./cmd/twosource
//	go run ./eval/endurance -program tmp/twosource -for 10m
//	go run ./eval/endurance -program tmp/twosource -for 6h -pace 10 -archive ../shared/corpora/archive.jsonl.gz
//	go run ./eval/endurance -program tmp/twosource -hostile
//
// A server of its own publishes articles in a feed: those of an archive, in the
// order of their dates, else invented ones, -pace every minute. `twosource watch`
// polls it every minute and adds them to a new store; `twosource serve` shows that
// store and is asked for stories, searches and statements all the while. Each line has
// the memory of the server and of the watcher, and how long the server's answers took
// since the line before. In the end the store is examined, and the last third is held
// against the first.
//
// With -hostile the server is sent 200 large bodies at once instead, by clients that
// read nothing, beside 2,000 connections that stay silent; then it is asked as before.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

type options struct {
	program, archive string
	lasts            time.Duration
	pace             float64
	every            time.Duration
	hostile          bool
}

func main() {
	var o options
	flag.StringVar(&o.program, "program", "tmp/twosource", "the program")
	flag.StringVar(&o.archive, "archive", "", "publish the articles of this archive, as archive.jsonl.gz; without it invented ones")
	flag.DurationVar(&o.lasts, "for", 10*time.Minute, "how long to watch")
	flag.Float64Var(&o.pace, "pace", 60, "articles published a minute")
	flag.DurationVar(&o.every, "every", 30*time.Second, "time between two lines")
	flag.BoolVar(&o.hostile, "hostile", false, "send the server what is made to hurt, and watch nothing")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "endurance:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (err error) {
	dir, err := os.MkdirTemp("", "endurance")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	program, err := filepath.Abs(o.program)
	if err != nil {
		return err
	}
	d := &desk{options: o, program: program, store: filepath.Join(dir, "desk.db")}
	p, err := newPress(o)
	if err != nil {
		return err
	}
	defer p.close()
	if err := d.first(ctx, p); err != nil {
		return err
	}
	if err := d.serve(ctx); err != nil {
		return err
	}
	defer end(d.server)
	if o.hostile {
		return d.hurt(ctx)
	}
	return d.watch(ctx, p)
}

// A desk is a store with the program that serves it.
type desk struct {
	options
	program, store  string
	server, watcher *exec.Cmd
	url             string
	client          http.Client
	lines           []sample
}

// watchArgs are the arguments of a watch of the press.
func (d *desk) watchArgs(p *press, more ...string) []string {
	return append([]string{"watch", "-q", "--private", "--pause", "1ms", "--every", "1m", "--store", d.store, p.feed()}, more...)
}

// first makes the store, with what is out already.
func (d *desk) first(ctx context.Context, p *press) error {
	cmd := exec.CommandContext(ctx, d.program, d.watchArgs(p, "--once")...) //nolint:gosec // the user names the program
	out, err := cmd.CombinedOutput()
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("watch: %w: %s", err, out)
	}
	return nil
}

// follow watches the press from now on.
func (d *desk) follow(p *press) error {
	d.watcher = exec.Command(d.program, d.watchArgs(p)...) //nolint:gosec // the user names the program
	d.watcher.Stderr = os.Stderr
	return d.watcher.Start()
}

// serve starts the server.
func (d *desk) serve(ctx context.Context) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		return err
	}
	d.url = "http://" + address
	d.server = exec.CommandContext(ctx, d.program, "serve", "-q", "--store", d.store, "--listen", address) //nolint:gosec // the user names the program
	d.server.Stderr = os.Stderr
	if err := d.server.Start(); err != nil {
		return err
	}
	for range 100 {
		if _, err := d.ask(ctx, "/healthz"); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return errors.New("the server does not answer")
}

// end has a program end.
func end(cmd *exec.Cmd) {
	_ = cmd.Process.Signal(os.Interrupt) // it may have ended
	_ = cmd.Wait()
}

// memory is what a program holds, in MB; 0 if it has ended.
func memory(cmd *exec.Cmd) float64 {
	raw, err := os.ReadFile("/proc/" + strconv.Itoa(cmd.Process.Pid) + "/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.ParseFloat(strings.Fields(value)[0], 64)
			return kb / 1024
		}
	}
	return 0
}

// errWatcher says that the watch ended by itself.
var errWatcher = errors.New("the watch has ended")

// watch watches, asks and prints until the time is over.
func (d *desk) watch(ctx context.Context, p *press) error {
	ctx, cancel := context.WithTimeout(ctx, d.lasts)
	defer cancel()
	if err := d.follow(p); err != nil {
		return err
	}
	fmt.Printf("%8s %9s %9s %9s %9s %9s %9s\n", "minutes", "articles", "MB", "watch MB", "p50 ms", "p99 ms", "requests")
	began := time.Now()
	for ctx.Err() == nil {
		s, err := d.sample(ctx)
		if err == nil && s.watcher == 0 {
			err = errWatcher
		}
		if err != nil && ctx.Err() == nil {
			end(d.watcher)
			return err
		}
		s.minutes, s.articles = time.Since(began).Minutes(), p.published()
		d.lines = append(d.lines, s)
		fmt.Println(s)
	}
	end(d.watcher)
	return d.verdict()
}

// verdict examines the store and compares the ends of the run.
func (d *desk) verdict() error {
	out, err := exec.Command(d.program, "doctor", "--store", d.store).CombinedOutput() //nolint:gosec // the user names the program
	if err != nil {
		return fmt.Errorf("doctor: %w: %s", err, out)
	}
	fmt.Printf("doctor: %s\n", strings.TrimSpace(string(out)))
	third := len(d.lines) / 3
	if third == 0 {
		return nil
	}
	a, b := mean(d.lines[:third]), mean(d.lines[len(d.lines)-third:])
	fmt.Printf("first third: %.0f MB, the watch %.0f MB, p99 %.1f ms; last third: %.0f MB, the watch %.0f MB, p99 %.1f ms, with %.1f times the articles\n",
		a.memory, a.watcher, a.p99, b.memory, b.watcher, b.p99, float64(b.articles)/float64(max(1, a.articles)))
	return nil
}
