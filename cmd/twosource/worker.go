package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/queue"
	"github.com/twosource/twosource/internal/queue/jetstream"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/postgres"
	"github.com/twosource/twosource/internal/store/sqlite"
)

type workerCmd struct {
	Queue      string   `help:"Where pages come from: nats://HOST:PORT,HOST:PORT/NAME, with the NAME twosource if none is given." placeholder:"ADDRESS"`
	Store      string   `help:"Where what was analysed is kept: a file, or postgres://HOST/DATABASE. Of several workers one keeps at a time. Without it this one only analyses." placeholder:"PATH"`
	Desk       []string `help:"Take part in the work of several desks, each with a queue and a schema of its name in the store." placeholder:"NAME"`
	ServeQueue string   `help:"Be the server of the queue as well, at HOST:PORT, where no other is." placeholder:"HOST:PORT"`
	QueueDir   string   `help:"Where --serve-queue keeps what is in the queue." type:"path" placeholder:"FOLDER"`
	Jobs       int      `help:"Articles worked on at once; 0 is one a processor. No effect on the result." default:"0" placeholder:"N"`
	KeepOnly   bool     `help:"Analyse nothing: only keep what others have analysed."`
	NoStories  bool     `help:"Leave stories, origins and entities as they are: another command makes them."`
	UntilDone  bool     `help:"End when all that was sent is kept."`
	Metrics    string   `help:"Answer at HOST:PORT/metrics how much there is to do, for Prometheus." placeholder:"HOST:PORT"`
	Dead       bool     `help:"List what was given up, and end."`
	Replay     string   `help:"Try again what was given up under this ID, or all, and end." placeholder:"ID"`
	Drop       string   `help:"Throw away what was given up under this ID, or all, and end." placeholder:"ID"`
	Quiet      bool     `short:"q" help:"Only say what goes wrong."`
	tableFlags
}

// Help shows how worker is used.
func (workerCmd) Help() string {
	return `Examples:
  twosource worker --queue nats://10.0.0.5,10.0.0.6,10.0.0.7 --store postgres://desk@10.0.0.9/news
  twosource add archive.jsonl.gz --queue nats://10.0.0.5,10.0.0.6,10.0.0.7
  twosource worker --serve-queue 127.0.0.1:4222 --queue-dir queue/ --store desk.db
  twosource worker --queue nats://10.0.0.5 --store postgres://desk@10.0.0.9/news --desk sport --desk politics

Workers may join, leave or die at any time: what one had taken goes to another, and nothing is kept twice. The brief of
a store does not depend on how many there were. A page that nobody could finish is given up after five attempts:
--dead lists those, with the reason. SIGTERM ends a worker after the pages at hand.`
}

// Run takes part until it is told to end.
func (cmd *workerCmd) Run(ctx context.Context, c console) (err error) {
	flags := inputFlags{tableFlags: cmd.tableFlags, Jobs: cmd.Jobs}
	o, err := flags.options(c)
	if err != nil {
		return err
	}
	tell := teller(c.err, cmd.Quiet)
	if cmd.ServeQueue != "" {
		srv, err := cmd.serveQueue()
		if err != nil {
			return err
		}
		defer srv.Close()
	}
	desks, done, err := cmd.desks(ctx, tell)
	defer done()
	if err != nil {
		return err
	}
	if cmd.Dead || cmd.Replay != "" || cmd.Drop != "" {
		return cmd.bury(ctx, c, desks)
	}
	for i := range desks {
		desks[i].work = pipeline.WorkOptions{Options: o, Tell: desks[i].tell(tell)}
		desks[i].work.Progress = new(pipeline.Progress)
	}
	if cmd.Metrics != "" {
		l, err := net.Listen("tcp", cmd.Metrics)
		if err != nil {
			return failf(exitFailed, "cannot listen: %w", err)
		}
		srv := &http.Server{Handler: countsHandler(desks), ReadHeaderTimeout: metricsMost}
		go func() { _ = srv.Serve(l) }()   // until it is closed
		defer func() { _ = srv.Close() }() // nobody waits for its answers then
	}
	return takeParts(ctx, desks)
}

// teller returns what tells the operator.
func teller(w io.Writer, quiet bool) func(string) {
	var mu sync.Mutex
	return func(what string) {
		if quiet && (strings.HasSuffix(what, "keeping") || strings.HasSuffix(what, "relating")) {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintln(w, "twosource:", what)
	}
}

func (cmd *workerCmd) serveQueue() (*jetstream.Server, error) {
	if cmd.QueueDir == "" {
		return nil, failf(exitUsage, "--serve-queue needs --queue-dir FOLDER, where what is in the queue is kept")
	}
	host, _, err := net.SplitHostPort(cmd.ServeQueue)
	if err != nil {
		return nil, failf(exitUsage, "--serve-queue %s: write HOST:PORT", cmd.ServeQueue)
	}
	token := os.Getenv("TWOSOURCE_QUEUE_TOKEN")
	if ip := net.ParseIP(host); token == "" && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, failf(exitUsage, "--serve-queue %s: others can reach this address: set the variable TWOSOURCE_QUEUE_TOKEN, and give it as nats://TOKEN@HOST:PORT", cmd.ServeQueue)
	}
	srv, err := jetstream.Serve(jetstream.ServerOptions{Name: "twosource", Listen: cmd.ServeQueue, Dir: cmd.QueueDir, Token: token, SyncAlways: true})
	if err != nil {
		return nil, failf(exitFailed, "--serve-queue: %w", err)
	}
	if cmd.Queue == "" {
		cmd.Queue = srv.Address()
		if token != "" {
			cmd.Queue = "nats://" + token + "@" + cmd.Queue[len("nats://"):]
		}
	}
	return srv, nil
}

// openQueues opens the queues at an address, with what closes them.
func openQueues(ctx context.Context, address string, tell func(string)) (*pipeline.Queues, func(), error) {
	if !jetstream.Is(address) {
		return nil, nil, failf(exitUsage, "--queue: write nats://HOST:PORT, or several hosts with commas between them")
	}
	b, err := jetstream.Connect(address, tell)
	if err != nil {
		return nil, nil, err
	}
	done := func() { _ = b.Close() } // what was not answered goes to others
	q, err := pipeline.NewQueues(func(name string, o queue.Options) (queue.Queue, error) { return b.Queue(ctx, name, o) })
	if err != nil {
		done()
		return nil, nil, err
	}
	return q, done, nil
}

// takePart analyses and keeps, each until the end.
func (cmd *workerCmd) takePart(ctx context.Context, q *pipeline.Queues, o pipeline.WorkOptions) (err error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var parts sync.WaitGroup
	if cmd.Store != "" {
		st, err := openStoreLater(ctx, cmd.Store, o.Tell)
		if err != nil {
			return err
		}
		if st == nil {
			return nil // it was told to end
		}
		defer func() { err = errors.Join(err, st.Close()) }()
		fan, done, err := openFan(cmd.Queue, func(string) {}) // the other connection tells of its losses
		if err != nil {
			return err
		}
		defer done()
		parts.Go(func() {
			err := pipeline.Keep(ctx, q, st, cmd.keeping(o, fan))
			if err != nil || cmd.UntilDone {
				stop(otherRevisions(err))
			}
		})
	}
	if !cmd.KeepOnly {
		parts.Go(func() {
			if err := pipeline.Work(ctx, q, o); err != nil {
				stop(err)
			}
		})
	}
	if cmd.UntilDone && cmd.Store == "" {
		parts.Go(func() { stop(untilIdle(ctx, q)) })
	}
	<-ctx.Done()
	parts.Wait()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// keeping says how what was analysed is kept.
func (cmd *workerCmd) keeping(o pipeline.WorkOptions, fan queue.Fan) pipeline.KeepOptions {
	keep := pipeline.KeepOptions{WorkOptions: o}
	if !cmd.NoStories {
		keep.Relate = cmd.relater(o, fan)
	}
	if cmd.UntilDone {
		keep.Idle = func() bool { return true }
	}
	return keep
}

// relater returns what brings the derived records up to date and tells servers of it.
// A worker that stays keeps in mind what it found, so that a few more articles cost
// little; from then on garbage is collected as Go does by itself, as in a server.
func (cmd *workerCmd) relater(o pipeline.WorkOptions, fan queue.Fan) func(context.Context, store.Writer) error {
	stories := &pipeline.Resident{Room: residentRoom()}
	return func(ctx context.Context, w store.Writer) (err error) {
		var by *serve.Delta
		if cmd.UntilDone {
			err = related(ctx, w, o.Options)
		} else {
			collect(serverCollectsAt)
			var a *pipeline.Amended
			if a, err = stories.Relate(ctx, w, o.Options); a != nil {
				by = &serve.Delta{From: a.From, To: a.To, Put: a.Put, Gone: a.Gone}
			}
		}
		if err != nil {
			return err
		}
		if err := tellChange(ctx, fan, by); err != nil {
			o.Tell(err.Error())
		}
		return nil
	}
}

// untilIdle returns when nothing is left to do.
func untilIdle(ctx context.Context, q *pipeline.Queues) error {
	for {
		left, err := q.Left(ctx)
		if err != nil || left.Idle() {
			return err
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// openStoreLater opens a store, and waits for a server that does not answer yet. It
// returns nil if ctx ends before.
func openStoreLater(ctx context.Context, path string, tell func(string)) (keptStore, error) {
	for told := false; ; told = true {
		st, err := openStore(ctx, path, sqlite.Create)
		switch {
		case ctx.Err() != nil:
			return nil, nil
		case err == nil || !postgres.Is(path) || !postgres.Gone(err):
			return st, err
		case !told:
			tell(fmt.Sprintf("waiting for the store: %v", err))
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
		}
	}
}

// spread puts the pages of the inputs into a queue, for workers.
func (cmd *addCmd) spread(ctx context.Context, c console, settings string, o pipeline.Options) (err error) {
	tell := teller(c.err, cmd.Quiet)
	q, done, err := openQueues(ctx, cmd.Queue, tell)
	if err != nil {
		return err
	}
	defer done()
	var known func(store.Key) (bool, error)
	if cmd.Store != "" {
		st, err := openStore(ctx, cmd.Store, sqlite.Read)
		if err != nil && !errors.Is(err, store.ErrNoStore) {
			return err
		}
		if err == nil {
			defer func() { err = errors.Join(err, st.Close()) }()
			v, err := st.View(ctx)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, v.Close()) }()
			known = func(k store.Key) (bool, error) {
				_, ok, err := v.Analysis(ctx, k, store.LeanPart)
				return ok, err
			}
		}
	}
	shown := showProgress(c.err, o.Progress, cmd.Quiet)
	added, err := pipeline.Spread(ctx, q, cmd.Input, settings, known, pipeline.WorkOptions{Options: o, Tell: tell})
	shown()
	if added != nil {
		cmd.tell(c.err, "queue", added)
	}
	if err != nil {
		return kept(ctx, err)
	}
	if len(added.Failed) > 0 {
		return &exitError{code: exitPartial}
	}
	return nil
}

// A keptStore is a store with the name under which it was opened.
type keptStore interface {
	store.Store
	Path() string
}

// openKept opens a store by its name: an address of PostgreSQL, or a file.
func openKept(ctx context.Context, path string, mode sqlite.Mode) (keptStore, error) {
	if postgres.Is(path) {
		st, err := postgres.Open(ctx, path, mode == sqlite.Create)
		if err != nil {
			return nil, err
		}
		return st, nil
	}
	st, err := sqlite.Open(ctx, path, mode)
	if err != nil {
		return nil, err
	}
	return st, nil
}

// beside returns the name with which those of files begin that belong to a store: its
// own, or for one on a server a name among the user's data, for each machine by
// itself.
func beside(path string) string {
	if !postgres.Is(path) {
		return path
	}
	base, err := storePath("")
	if err != nil {
		base = "store.db" // in the folder at hand
	}
	sum := sha256.Sum256([]byte(path))
	return filepath.Join(filepath.Dir(base), "postgres-"+hex.EncodeToString(sum[:6]))
}
