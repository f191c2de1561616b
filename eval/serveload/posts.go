package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// posts sends articles at a fixed rate, and measures the time until each is kept and
// until the event stream tells of its story.
func (l *loader) posts(ctx context.Context) error {
	lines, err := l.lines()
	if err != nil {
		return err
	}
	w := &waiting{at: map[string]time.Time{}, shown: map[string]time.Time{}, more: make(chan struct{}, 1)}
	listening, stop := context.WithCancel(ctx)
	defer stop()
	ready := make(chan error, 1)
	go l.listen(listening, w, ready)
	if err := <-ready; err != nil {
		return err
	}
	var mu sync.Mutex
	var kept []time.Duration
	var late []posted
	status := map[int]int{}
	var all sync.WaitGroup
	tick := time.NewTicker(time.Duration(float64(time.Second) / l.rate))
	defer tick.Stop()
	for i, line := range lines {
		<-tick.C
		all.Go(func() {
			at := time.Now()
			code, ids, err := l.postOne(ctx, line, fmt.Sprintf("load-%d-%d", l.seed, i))
			mu.Lock()
			defer mu.Unlock()
			status[code]++
			if err != nil {
				fmt.Fprintln(os.Stderr, "serveload:", err)
				return
			}
			switch code {
			case http.StatusCreated:
				kept = append(kept, time.Since(at))
				w.wait(ids, at)
			case http.StatusAccepted:
				late = append(late, posted{line, i, at})
			}
		})
	}
	all.Wait()
	fmt.Println("answers by status:", status)
	if err := l.settle(ctx, late, w); err != nil {
		return err
	}
	fmt.Println("posted to kept:            p50, p95, p99, max ms", quantiles(kept))
	list := w.end(2 * time.Minute)
	fmt.Println("posted to updated story:   p50, p95, p99, max ms", quantiles(list), "of", len(list), "articles")
	return nil
}

// A posted is an article that was accepted and not yet kept.
type posted struct {
	line string
	i    int
	at   time.Time
}

// settle posts what was only accepted again, until it is known by its ids.
func (l *loader) settle(ctx context.Context, late []posted, w *waiting) error {
	for _, p := range late {
		for code := http.StatusAccepted; code == http.StatusAccepted; {
			var ids []string
			var err error
			if code, ids, err = l.postOne(ctx, p.line, fmt.Sprintf("load-%d-%d", l.seed, p.i)); err != nil {
				return err
			}
			w.wait(ids, p.at)
		}
	}
	return nil
}

func (l *loader) lines() ([]string, error) {
	f, err := os.Open(l.post)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := bufio.NewReader(f)
	var lines []string
	for len(lines) < l.articles {
		line, err := r.ReadString('\n')
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return lines, nil
}

func (l *loader) postOne(ctx context.Context, line, key string) (int, []string, error) {
	res, err := l.request(ctx, http.MethodPost, "/api/v1/articles", bytes.NewReader([]byte(line)), map[string]string{"Content-Type": "application/json", "Idempotency-Key": key})
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	var taken struct{ Articles []string }
	return res.StatusCode, taken.Articles, json.NewDecoder(res.Body).Decode(&taken)
}

// waiting are articles that are kept and whose stories do not show them yet.
type waiting struct {
	mu    sync.Mutex
	at    map[string]time.Time // when it was posted
	shown map[string]time.Time // when its story showed it
	more  chan struct{}
}

func (w *waiting) wait(ids []string, at time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, id := range ids {
		w.at[id] = at
	}
}

func (w *waiting) show(ids []string, at time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, id := range ids {
		if _, ok := w.shown[id]; !ok {
			w.shown[id] = at
		}
	}
	select {
	case w.more <- struct{}{}:
	default:
	}
}

// end waits until all are shown, or for d without news, and returns how long each
// took.
func (w *waiting) end(d time.Duration) []time.Duration {
	for {
		w.mu.Lock()
		var list []time.Duration
		for id, at := range w.at {
			if shown, ok := w.shown[id]; ok && shown.After(at) {
				list = append(list, shown.Sub(at))
			}
		}
		whole := len(list) == len(w.at)
		w.mu.Unlock()
		if whole {
			return list
		}
		select {
		case <-w.more:
		case <-time.After(d):
			return list
		}
	}
}

// listen reads the event stream.
func (l *loader) listen(ctx context.Context, w *waiting, ready chan<- error) {
	stream := *l
	stream.http = &http.Client{} // without an end
	res, err := stream.request(ctx, http.MethodGet, "/api/v1/events/stream", nil, nil)
	ready <- err
	if err != nil {
		return
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		var c struct{ Articles []string }
		if ok && json.Unmarshal([]byte(data), &c) == nil {
			w.show(c.Articles, time.Now())
		}
	}
}
