package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/twosource/twosource/internal/fetch"
	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/sqlite"
	"github.com/twosource/twosource/internal/watch"
)

type watchCmd struct {
	Feed      []string      `arg:"" optional:"" help:"Addresses of feeds, and files that list them: OPML, or one address a line. Without any, the feeds that the store was watched with before."`
	Once      bool          `help:"Poll every feed once, and end."`
	Every     time.Duration `help:"Pause between two polls of a feed; it becomes shorter for busy feeds and longer for quiet ones." default:"15m" placeholder:"TIME"`
	Pause     time.Duration `help:"Pause between two requests to one host." default:"1s" placeholder:"TIME"`
	WARC      string        `name:"warc" help:"Keep what is fetched in this web archive as well; it is written on at its end." placeholder:"FILE"`
	Health    bool          `help:"Say how each feed does, and poll none."`
	OPML      string        `name:"opml" help:"Write the list of feeds to this OPML file, and poll none." placeholder:"FILE"`
	Private   bool          `help:"Also fetch from addresses of one's own network."`
	Offline   bool          `help:"Fetch nothing."`
	NoStories bool          `help:"Leave stories, origins and entities as they are; the next add makes them."`
	Jobs      int           `help:"Articles worked on at once; 0 is one a processor. No effect on the result." default:"0" placeholder:"N"`
	Quiet     bool          `short:"q" help:"Only say what goes wrong."`
	tableFlags
	writeFlags
}

// Help shows how watch is used.
func (watchCmd) Help() string {
	return `Examples:
  twosource watch https://harbour.example/rss https://coast.example/atom
  twosource watch examples/feeds.opml --store desk.db --warc fetched.warc.gz
  twosource watch --once --store desk.db
  twosource watch --health --store desk.db
  twosource watch --opml feeds.opml --store desk.db

Feeds are polled politely: robots.txt and Retry-After are kept to, a host is asked once a second at most, an unchanged
feed costs its server nothing. The full text behind an entry is fetched. Ctrl-C ends; what was added is kept.

Exit codes: 0 done (with --once); 1 failed; 2 wrong usage; 3 done, but some feeds could not be read; 130 interrupted.`
}

// leastPause is the least that other people's servers are owed. Ours.
const leastPause = 200 * time.Millisecond

// watchTitle is the title of an OPML file that watch writes.
const watchTitle = "Feeds watched by Twosource"

// watched is what is kept of the feeds of a store, beside it.
type watched struct {
	Feeds  []watch.Feed   `json:"feeds"`
	Health []watch.Health `json:"health"`
}

// Run polls feeds and adds what is new.
func (cmd *watchCmd) Run(ctx context.Context, c console) error {
	path, err := storePath(cmd.Store)
	if err != nil {
		return err
	}
	cmd.Store, path = path, path+".feeds.json"
	kept, err := readWatched(path)
	if err != nil {
		return err
	}
	feeds, err := cmd.feeds(kept.Feeds)
	if err != nil {
		return err
	}
	switch {
	case cmd.Health:
		return tellHealth(c.out, feeds, kept.Health)
	case cmd.OPML != "":
		out := outputFlags{Output: cmd.OPML}
		return out.write(c, func(w io.Writer) error { return watch.WriteOPML(w, watchTitle, feeds) })
	case cmd.Every < time.Minute:
		return failf(exitUsage, "--every %s: at least one minute", cmd.Every)
	case cmd.Pause < leastPause && !cmd.Private:
		return failf(exitUsage, "--pause %s: at least %s, but for servers of one's own (--private)", cmd.Pause, leastPause)
	}
	return cmd.watch(ctx, c, path, feeds, kept.Health)
}

// watch polls the feeds.
func (cmd *watchCmd) watch(ctx context.Context, c console, path string, feeds []watch.Feed, before []watch.Health) (err error) {
	r := &round{cmd: cmd, console: c, client: fetch.New(fetch.Options{Agent: agent, Clock: machine{}, Offline: cmd.Offline, Private: cmd.Private, Limits: fetch.Limits{Pause: max(cmd.Pause, 1)}})}
	if err := cmd.into(&r.tables); err != nil {
		return err
	}
	if cmd.WARC != "" {
		f, err := os.OpenFile(cmd.WARC, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
		if err != nil {
			return failf(exitFailed, "cannot write %s: %w", cmd.WARC, err)
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		if r.archive, err = fetch.NewArchive(f, agent, time.Now()); err != nil {
			return failf(exitFailed, "cannot write %s: %w", cmd.WARC, err)
		}
	}
	w := watch.New(watch.Options{
		Clock: machine{}, Every: cmd.Every,
		Fetch: r.get, Take: r.take, Changed: r.relate,
		Keep: func(h []watch.Health) error { return writeWatched(path, watched{feeds, h}) },
		Tell: r.tell,
	}, feeds, before)
	if !cmd.Once {
		collect(watchCollectsAt)
		r.known.Room = residentRoom()
		return kept(ctx, w.Run(ctx))
	}
	if err := w.Once(ctx, true); err != nil {
		return kept(ctx, err)
	}
	for _, h := range w.Health() {
		if h.Failures > 0 {
			return &exitError{code: exitPartial}
		}
	}
	return nil
}

// machine is the clock of the machine.
type machine struct{}

// Now returns the time.
func (machine) Now() time.Time { return time.Now() }

// Wait returns after d, or when ctx ends.
func (machine) Wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// A round is what the polls of one watch share.
type round struct {
	cmd     *watchCmd
	console console
	client  *fetch.Client
	archive *fetch.Archive // nil keeps none
	known   pipeline.Resident
	tables  pipeline.Options
}

// options are those of one step, with the user's tables.
func (r *round) options() pipeline.Options {
	o := r.tables
	o.Jobs, o.Progress = r.cmd.Jobs, new(pipeline.Progress)
	return o
}

func (r *round) get(ctx context.Context, q fetch.Request) (*fetch.Response, error) {
	res, err := r.client.Get(ctx, q)
	if err == nil && r.archive != nil {
		if err := r.archive.Write(res); err != nil {
			return nil, failf(exitFailed, "cannot write %s: %w", r.cmd.WARC, err)
		}
	}
	return res, err
}

// take adds what is new of a feed.
func (r *round) take(ctx context.Context, feed *fetch.Response, e *watch.Entries) (n int, err error) {
	o := r.options()
	o.Ingest.Known, o.Ingest.Missed = e.Known, e.Missed
	o.Ingest.Fetch = func(ctx context.Context, address string) (ingest.Fetched, error) {
		res := feed
		if address != feed.URL {
			var err error
			if res, err = r.get(ctx, fetch.Request{URL: address}); err != nil {
				return ingest.Fetched{}, err
			}
		}
		return fetched(res), nil
	}
	err = r.cmd.withWriter(ctx, sqlite.Create, func(_ keptStore, w store.Writer) error {
		added, err := pipeline.Add(ctx, w, []string{feed.URL}, "{}", o)
		if err != nil {
			return kept(ctx, err)
		}
		n = added.New
		return r.problems(feed.URL, added)
	})
	return n, err
}

// problems says what could not be read behind a feed. Its error is that of the
// feed itself.
func (r *round) problems(feed string, added *pipeline.Added) error {
	var own error
	for _, e := range added.Failed {
		if e.Name == feed && e.Line == 0 {
			own = &watch.Problem{Err: errors.New(e.Message)}
			continue
		}
		fmt.Fprintln(r.console.err, "twosource:", e.Error())
	}
	if !r.cmd.Quiet {
		for _, n := range added.Notices {
			fmt.Fprintln(r.console.err, "note:", n.Message)
		}
	}
	return own
}

// relate makes stories, origins and entities anew.
func (r *round) relate(ctx context.Context) error {
	if r.cmd.NoStories {
		return nil
	}
	return r.cmd.withWriter(ctx, sqlite.Create, func(_ keptStore, w store.Writer) error {
		o := r.options()
		if r.cmd.Once { // what would be kept in mind is of no further use
			return otherRevisions(related(ctx, w, o))
		}
		_, err := r.known.Relate(ctx, w, o)
		return otherRevisions(err)
	})
}

// tell says what a poll gave.
func (r *round) tell(h watch.Health) {
	switch {
	case h.Problem != "":
		fmt.Fprintf(r.console.err, "twosource: %s: %s; asked again %s\n", h.URL, h.Problem, again(h))
	case !r.cmd.Quiet:
		fmt.Fprintf(r.console.err, "%s: %s so far; asked again %s\n", h.URL, count(h.New, "page"), again(h))
	}
}

func again(h watch.Health) string {
	if h.Gone {
		return "never: it is gone for good"
	}
	return "in " + h.Next.Sub(h.Checked).Round(time.Minute).String()
}

// fetched is what was fetched, in the form that ingest takes.
func fetched(res *fetch.Response) ingest.Fetched {
	return ingest.Fetched{URL: res.URL, Media: res.ContentType, Body: res.Body, At: res.At.UTC().Format(time.RFC3339)}
}

// feeds returns the feeds that the arguments name, or those that were watched
// before.
func (cmd *watchCmd) feeds(before []watch.Feed) ([]watch.Feed, error) {
	var feeds []watch.Feed
	for _, a := range cmd.Feed {
		if watch.IsAddress(a) {
			feeds = append(feeds, watch.Feed{URL: a})
			continue
		}
		data, err := os.ReadFile(a)
		if err != nil {
			return nil, failf(exitUsage, "%s: neither an address nor a file that can be read: %w", a, err)
		}
		list, err := feedList(data)
		if err != nil {
			return nil, failf(exitFailed, "%s: %w", a, err)
		}
		feeds = append(feeds, list...)
	}
	if len(cmd.Feed) == 0 {
		feeds = before
	}
	if len(feeds) == 0 {
		return nil, failf(exitUsage, "no feed to watch: name addresses of feeds, or a file that lists them (OPML, or one a line)")
	}
	return feeds, nil
}

// feedList reads an OPML file, or one address a line.
func feedList(data []byte) ([]watch.Feed, error) {
	if bytes.Contains(data[:min(len(data), 4096)], []byte("<")) {
		return watch.ReadOPML(bytes.NewReader(data))
	}
	var feeds []watch.Feed
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		switch line = strings.TrimSpace(line); {
		case line == "" || line[0] == '#':
		case !watch.IsAddress(line):
			return nil, fmt.Errorf("line %d is no address", n)
		default:
			feeds = append(feeds, watch.Feed{URL: line})
		}
	}
	return feeds, nil
}

// readWatched reads what is kept of the feeds of a store; nothing if there is no
// such file.
func readWatched(path string) (watched, error) {
	var k watched
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return k, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &k)
	}
	if err != nil {
		return k, failf(exitFailed, "%s, which keeps how the feeds do, cannot be read: %w; move it away to begin anew", path, err)
	}
	return k, nil
}

// writeWatched writes the file in one step.
func writeWatched(path string, k watched) error {
	data, err := json.MarshalIndent(k, "", " ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return failf(exitFailed, "cannot write %s: %w", path, err)
	}
	out := outputFlags{Output: path}
	return out.write(console{}, func(w io.Writer) error {
		_, err := w.Write(append(data, '\n'))
		return err
	})
}

// tellHealth prints a line a feed.
func tellHealth(w io.Writer, feeds []watch.Feed, kept []watch.Health) error {
	for _, h := range watch.New(watch.Options{}, feeds, kept).Health() {
		state := "not polled yet"
		switch {
		case h.Gone:
			state = "gone for good"
		case h.Failures == 1:
			state = "failed: " + h.Problem
		case h.Failures > 1:
			state = fmt.Sprintf("failed %d times in a row: %s", h.Failures, h.Problem)
		case h.Polls > 0:
			state = "well"
		}
		next := ""
		if h.Polls > 0 && !h.Gone {
			next = "; next " + h.Next.UTC().Format("2006-01-02T15:04Z")
		}
		if _, err := fmt.Fprintf(w, "%s: %s; %s, %s%s\n", h.URL, state, count(h.Polls, "poll"), count(h.New, "page"), next); err != nil {
			return err
		}
	}
	return nil
}
