//go:build linux

package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// A sample is a line of the print.
type sample struct {
	minutes         float64
	memory, watcher float64 // MB
	articles        int
	p50, p99        float64 // milliseconds
	requests        int
}

// String is the line.
func (s sample) String() string {
	return fmt.Sprintf("%8.1f %9d %9.0f %9.0f %9.1f %9.1f %9d", s.minutes, s.articles, s.memory, s.watcher, s.p50, s.p99, s.requests)
}

func mean(list []sample) (m sample) {
	for _, s := range list {
		m.memory, m.watcher, m.p99, m.articles = m.memory+s.memory, m.watcher+s.watcher, m.p99+s.p99, m.articles+s.articles
	}
	n := float64(len(list))
	return sample{memory: m.memory / n, watcher: m.watcher / n, p99: m.p99 / n, articles: m.articles / len(list)}
}

// paths are what the server is asked for in turn.
var paths = []string{"/api/v1/stories?order=newest&limit=20", "/api/v1/search?q=ferry", "/", "/api/v1/statements?order=newest&limit=20"}

// ask gets a path and reads the answer whole.
func (d *desk) ask(ctx context.Context, path string) (time.Duration, error) {
	began := time.Now()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, d.url+path, nil)
	if err != nil {
		return 0, err
	}
	res, err := d.client.Do(r)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return 0, err
	}
	if res.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s: %s", path, res.Status)
	}
	return time.Since(began), nil
}

// sample asks ten times a second until a line is due.
func (d *desk) sample(ctx context.Context) (s sample, err error) {
	var took []float64
	for end := time.Now().Add(d.every); time.Now().Before(end) && ctx.Err() == nil; time.Sleep(100 * time.Millisecond) {
		t, err := d.ask(ctx, paths[len(took)%len(paths)])
		if err != nil {
			return s, err
		}
		took = append(took, float64(t.Microseconds())/1000)
	}
	slices.Sort(took)
	if n := len(took); n > 0 {
		s.p50, s.p99 = took[n/2], took[(n-1)*99/100]
	}
	s.memory, s.watcher, s.requests = memory(d.server), memory(d.watcher), len(took)
	return s, nil
}

// The numbers of an attack.
const (
	uploads     = 200
	uploadBytes = 15 << 20
	silent      = 2000
)

// hurt sends what is made to hurt, prints how large the server becomes and whether
// it answers meanwhile.
func (d *desk) hurt(ctx context.Context) error {
	before := memory(d.server)
	d.client.Transport = &http.Transport{DisableKeepAlives: true} // each asks like a newcomer
	conns, refused := d.idle(ctx)
	t, err := d.askWithin(ctx, time.Minute)
	fmt.Printf("%d silent connections (%d more refused): an answer after %.0f ms (%v)\n", len(conns), refused, t, err)
	for _, c := range conns {
		_ = c.Close() // it may be gone
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	answers := map[int]int{}
	body := `{"text":"` + strings.Repeat("The ferry sank near the pier, they said. “No,” said Ana Brandt. ", uploadBytes/68) + `"}`
	for i := range uploads {
		all.Go(func() {
			code := d.upload(ctx, i, body)
			mu.Lock()
			answers[code]++
			mu.Unlock()
		})
	}
	done := make(chan struct{})
	go func() { all.Wait(); close(done) }()
	most, slowest := before, 0.0
	for open := true; open; {
		select {
		case <-done:
			open = false
		case <-time.After(200 * time.Millisecond):
		}
		most = max(most, memory(d.server))
		if t, err := d.askWithin(ctx, 30*time.Second); err == nil {
			slowest = max(slowest, t)
		} else {
			fmt.Println("no answer:", err)
		}
	}
	fmt.Printf("%d uploads of %d MB: answers by code %v; memory %.0f MB before, %.0f MB at most, %.0f MB after; slowest answer to others %.0f ms\n",
		uploads, uploadBytes>>20, answers, before, most, memory(d.server), slowest)
	return nil
}

func (d *desk) askWithin(ctx context.Context, limit time.Duration) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	t, err := d.ask(ctx, "/healthz")
	return float64(t.Milliseconds()), err
}

// idle opens connections that say nothing.
func (d *desk) idle(ctx context.Context) (conns []net.Conn, refused int) {
	var dialer net.Dialer
	for range silent {
		c, err := dialer.DialContext(ctx, "tcp", strings.TrimPrefix(d.url, "http://"))
		if err != nil {
			refused++
			continue
		}
		conns = append(conns, c)
	}
	return conns, refused
}

// upload posts a body and returns the code of the answer, 0 for none.
func (d *desk) upload(ctx context.Context, i int, body string) int {
	var dialer net.Dialer
	c, err := dialer.DialContext(ctx, "tcp", strings.TrimPrefix(d.url, "http://"))
	if err != nil {
		return 0
	}
	defer func() { _ = c.Close() }() // what it is closed for has been said
	_ = c.SetDeadline(time.Now().Add(2 * time.Minute))
	head := fmt.Sprintf("POST /api/v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nIdempotency-Key: k%d\r\nContent-Length: %d\r\nConnection: close\r\n\r\n", i, len(body))
	if _, err := io.WriteString(c, head+body); err != nil {
		return 0
	}
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	return res.StatusCode
}
