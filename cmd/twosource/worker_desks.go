package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/queue"
	"github.com/twosource/twosource/internal/store/postgres"
)

// A workDesk is one queue with its store: a set of articles by itself, which has one
// writer at a time.
type workDesk struct {
	name string // "" of the only one
	cmd  workerCmd
	q    *pipeline.Queues
	work pipeline.WorkOptions
}

var deskName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)

// desks opens the queues of all desks. What it returns closes those that were opened,
// and is there beside an error, too.
func (cmd *workerCmd) desks(ctx context.Context, tell func(string)) (list []workDesk, done func(), err error) {
	var opened []func()
	done = func() {
		for _, fn := range opened {
			fn()
		}
	}
	names := cmd.Desk
	if len(names) == 0 {
		names = []string{""}
	}
	for _, name := range names {
		d := workDesk{name: name, cmd: *cmd}
		if name != "" {
			if d.cmd.Queue, d.cmd.Store, err = deskAddresses(name, cmd.Queue, cmd.Store); err != nil {
				return nil, done, err
			}
		}
		var closing func()
		if d.q, closing, err = openQueues(ctx, d.cmd.Queue, d.tell(tell)); err != nil {
			return nil, done, err
		}
		opened, list = append(opened, closing), append(list, d)
	}
	return list, done, nil
}

// deskAddresses returns where the queue and the store of a desk are.
func deskAddresses(name, queueAt, storeAt string) (queueOf, storeOf string, err error) {
	if !deskName.MatchString(name) {
		return "", "", failf(exitUsage, "--desk %s: a name has small letters, digits and _", name)
	}
	at, query, has := strings.Cut(queueAt, "?")
	if _, hosts, ok := strings.Cut(at, "://"); !ok || strings.Contains(hosts, "/") {
		return "", "", failf(exitUsage, "--queue: with --desk write nats://HOST:PORT without a name behind it")
	}
	queueOf = at + "/" + name
	if has {
		queueOf += "?" + query
	}
	if storeAt == "" {
		return queueOf, "", nil
	}
	u, err := url.Parse(storeAt)
	if err != nil || !postgres.Is(storeAt) || u.Query().Has("search_path") {
		return "", "", failf(exitUsage, "--store: with --desk write postgres://HOST/DATABASE without search_path")
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return queueOf, u.String(), nil
}

// tell returns what tells the operator of a desk.
func (d *workDesk) tell(tell func(string)) func(string) {
	if d.name == "" {
		return tell
	}
	return func(what string) { tell(d.name + ": " + what) }
}

// takeParts takes part in the work of desks until the end of all, or until one fails.
func takeParts(ctx context.Context, desks []workDesk) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	failed := make([]error, len(desks))
	var all sync.WaitGroup
	for i := range desks {
		d := &desks[i]
		all.Go(func() {
			if failed[i] = d.cmd.takePart(ctx, d.q, d.work); failed[i] != nil {
				cancel()
			}
		})
	}
	all.Wait()
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}

// bury lists the dead, or does what is to be done with them.
func (cmd *workerCmd) bury(ctx context.Context, c console, desks []workDesk) error {
	found := false
	for _, d := range desks {
		for _, name := range pipeline.QueueNames {
			some, err := cmd.buryIn(ctx, c, d.q.Named(name), strings.TrimPrefix(d.name+"."+name, "."))
			if err != nil {
				return err
			}
			found = found || some
		}
	}
	if !found && !cmd.Dead && cmd.Replay != "all" && cmd.Drop != "all" {
		return failf(exitFailed, "%w", queue.ErrNoDead)
	}
	return nil
}

// buryIn does so in one queue, and reports whether there was anything to do.
func (cmd *workerCmd) buryIn(ctx context.Context, c console, of queue.Queue, name string) (found bool, err error) {
	var list []queue.Dead
	err = of.Dead(ctx, func(d queue.Dead) error {
		d.Body = nil
		list = append(list, d)
		return nil
	})
	if err != nil {
		return false, err
	}
	for _, d := range list {
		switch {
		case cmd.Replay == d.ID || cmd.Replay == "all":
			err = of.Replay(ctx, d.ID)
		case cmd.Drop == d.ID || cmd.Drop == "all":
			err = of.Drop(ctx, d.ID)
		case cmd.Dead:
			_, err = fmt.Fprintf(c.out, "%s\t%s\t%d\t%s\n", name, d.ID, d.Attempts, d.Why)
		default:
			continue
		}
		if err != nil {
			return found, err
		}
		found = true
	}
	return found, nil
}

// metricsMost is how long counting what there is to do may take.
const metricsMost = 5 * time.Second

// countsHandler answers how much there is to do and was done here, in the text form
// of Prometheus.
func countsHandler(desks []workDesk) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), metricsMost)
		defer cancel()
		var queued, bytes, analysed, kept strings.Builder
		for i := range desks {
			d := &desks[i]
			left, err := d.q.Left(ctx)
			if err != nil {
				http.Error(w, "the queue does not answer", http.StatusServiceUnavailable)
				return
			}
			desk, alone := "", ""
			if d.name != "" {
				desk, alone = fmt.Sprintf("desk=%q,", d.name), fmt.Sprintf("{desk=%q}", d.name)
			}
			states := []queue.State{left.Pages, left.Done, left.Inputs}
			for k, name := range pipeline.QueueNames {
				for _, x := range []struct {
					state string
					n     int
				}{{"waiting", states[k].Waiting}, {"out", states[k].Out}, {"dead", states[k].Dead}} {
					fmt.Fprintf(&queued, "twosource_queue_messages{%squeue=%q,state=%q} %d\n", desk, name, x.state, x.n)
				}
				fmt.Fprintf(&bytes, "twosource_queue_bytes{%squeue=%q} %d\n", desk, name, states[k].Bytes)
			}
			fmt.Fprintf(&analysed, "twosource_worker_analysed_total%s %d\n", alone, d.work.Progress.Articles.Load())
			fmt.Fprintf(&kept, "twosource_worker_kept_total%s %d\n", alone, d.work.Progress.Kept.Load())
		}
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		for _, m := range []struct{ name, kind, help, rows string }{
			{"twosource_queue_messages", "gauge", "Messages of a queue, by what is to become of them.", queued.String()},
			{"twosource_queue_bytes", "gauge", "Bytes of messages that are not done.", bytes.String()},
			{"twosource_worker_analysed_total", "counter", "Pages that this process has analysed.", analysed.String()},
			{"twosource_worker_kept_total", "counter", "Pages that this process has kept.", kept.String()},
		} {
			fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n%s", m.name, m.help, m.name, m.kind, m.rows)
		}
	})
	return mux
}
