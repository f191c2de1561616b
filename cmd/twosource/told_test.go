//go:build unix

package main

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store/postgrestest"
	"github.com/twosource/twosource/internal/store/sqlite"
)

// TestTold lets a server that would look at its store once an hour hear what a worker
// and another server change in it.
func TestTold(t *testing.T) {
	pg := postgrestest.Start(t)
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	address, queue := pg.Schema(), startNodes(t, 3).address("told")
	ok(t, "add", root+"/examples/ferry-talks", "--store", address, "-q")
	st, err := openStore(t.Context(), address, sqlite.Read)
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, st)
	site, err := serve.New(t.Context(), serve.Options{Store: st, Articles: pipeline.Articles, Clock: machine{}, Every: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var parts sync.WaitGroup
	defer parts.Wait()
	defer stop()
	fan, done, err := openFan(queue, func(what string) { t.Log(what) })
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	tell := func(err error) { t.Error(err) }
	parts.Go(func() { _ = site.Run(ctx, tell) })
	watch := site.Watch(0)
	change := func(what string) {
		t.Helper()
		select {
		case c := <-watch.Changes:
			t.Logf("%s: story %s was %s", what, c.Story, c.What)
		case <-time.After(20 * time.Second):
			t.Fatalf("the site does not hear of %s", what)
		}
	}
	hearing, err := fan.Listen(ctx)
	if err != nil {
		t.Fatal(err)
	}
	parts.Go(func() { _ = hear(ctx, hearing, site, tell) })

	ok(t, "add", root+"/examples/mill-fire", "--queue", queue, "-q")
	ok(t, "worker", "--queue", queue, "--store", address, "--until-done", "-q")
	change("a worker's stories")
	for len(watch.Changes) > 0 {
		<-watch.Changes
	}
	other := serving(t, address, "--queue", queue)
	for i := range 2 { // the first makes all anew, the second says what is another
		if code, _, body := other.ask("POST", "/api/v1/articles", fmt.Sprintf(otters, fmt.Sprint("Number ", i, ".")), "Content-Type", "application/json"); code != 201 {
			t.Fatalf("%d %s", code, body)
		}
		change("what is posted to another server")
	}
}

// TestServeStreams watches two servers over one store, and wants both to tell the same
// of what is posted to one of them.
func TestServeStreams(t *testing.T) {
	pg := postgrestest.Start(t)
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	address, queue := pg.Schema(), startNodes(t, 1).address("streams")
	ok(t, "add", root+"/examples/ferry-talks", "--store", address, "-q")
	one := serving(t, address, "--queue", queue)
	two := serving(t, address, "--queue", queue, "--read-only")
	var heard [2]chan string
	for i, s := range []*served{one, two} {
		heard[i] = make(chan string, 10)
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/api/v1/events/stream", nil)
		if err != nil {
			t.Fatal(err)
		}
		stream, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer closing(t, stream.Body)
		go func() {
			in := bufio.NewScanner(stream.Body)
			for in.Scan() {
				if data, ok := strings.CutPrefix(in.Text(), "data: "); ok {
					heard[i] <- data
				}
			}
		}()
	}
	if code, _, body := one.ask("POST", "/api/v1/articles", fmt.Sprintf(otters, "One."), "Content-Type", "application/json"); code != 201 {
		t.Fatalf("%d %s", code, body)
	}
	var got [2]string
	for i := range heard {
		select {
		case got[i] = <-heard[i]:
		case <-time.After(20 * time.Second):
			t.Fatalf("server %d tells nothing", i+1)
		}
	}
	if got[0] != got[1] || !strings.Contains(got[0], "added") {
		t.Errorf("two servers tell\n%s\n%s", got[0], got[1])
	}
}
