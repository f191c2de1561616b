// Command serveload asks a running server as many clients do at once, and prints
// how long its answers took.
//
//	twosource serve --store archive.db &
//	go run ./eval/serveload -url http://127.0.0.1:8080
//	go run ./eval/serveload -url http://127.0.0.1:8080 -post archive.jsonl -rate 50
//
// What is asked is drawn by a seed from what the server has: words of headlines,
// phrases, names of speakers, stories. With -post it sends articles at a fixed rate
// as well, and measures the time until their stories show them.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
)

type options struct {
	url, token, post, only string
	clients                int
	lasts                  time.Duration
	rate                   float64
	articles               int
	seed                   uint64
}

func main() {
	var o options
	flag.StringVar(&o.url, "url", "http://127.0.0.1:8080", "address of the server")
	flag.StringVar(&o.token, "token", "", "token of the server")
	flag.IntVar(&o.clients, "clients", 20, "clients at once")
	flag.DurationVar(&o.lasts, "for", 20*time.Second, "how long each kind of request is sent")
	flag.StringVar(&o.post, "post", "", "a JSON Lines file of articles to post")
	flag.Float64Var(&o.rate, "rate", 50, "articles posted a second")
	flag.IntVar(&o.articles, "articles", 500, "articles posted")
	flag.StringVar(&o.only, "only", "", "only requests of kinds whose names hold this")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of what is asked")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "serveload:", err)
		os.Exit(1)
	}
}

// A loader sends requests to a server.
type loader struct {
	options
	http *http.Client
}

func run(ctx context.Context, o options) error {
	l := &loader{o, &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 2 * o.clients}}}
	if o.post != "" {
		return l.posts(ctx)
	}
	paths, err := l.draw(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%-22s %8s %9s %9s %9s %9s %8s\n", "what", "requests", "p50 ms", "p95 ms", "p99 ms", "max ms", "a second")
	for _, kind := range []string{"search: one word", "search: two words", "search: a phrase", "search: a speaker", "search: all of these", "story page", "statements of a story", "statements, newest", "stories, newest"} {
		if !strings.Contains(kind, o.only) {
			continue
		}
		if err := l.load(ctx, kind, paths[kind]); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) request(ctx context.Context, method, path string, body io.Reader, header map[string]string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, l.url+path, body)
	if err != nil {
		return nil, err
	}
	if l.token != "" {
		req.Header.Set("Authorization", "Bearer "+l.token)
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	return l.http.Do(req)
}

func (l *loader) get(ctx context.Context, path string, to any) error {
	res, err := l.request(ctx, http.MethodGet, path, nil, nil)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", path, res.Status)
	}
	if to == nil {
		_, err = io.Copy(io.Discard, res.Body)
		return err
	}
	return json.NewDecoder(res.Body).Decode(to)
}

// drawn is how many different requests of each kind are drawn.
const drawn = 2000

// draw returns paths by kind.
func (l *loader) draw(ctx context.Context) (map[string][]string, error) {
	rnd := rand.New(rand.NewPCG(l.seed, 0))
	paths := map[string][]string{}
	add := func(kind, query string) {
		paths[kind] = append(paths[kind], "/api/v1/search?q="+url.QueryEscape(query))
	}
	next := ""
	for len(paths["search: two words"]) < drawn {
		var page struct {
			Items []struct{ ID, Title string }
			Next  *string
		}
		if err := l.get(ctx, "/api/v1/stories?limit=200&cursor="+next, &page); err != nil {
			return nil, err
		}
		for _, it := range page.Items {
			paths["story page"] = append(paths["story page"], "/api/v1/stories/"+it.ID)
			paths["statements of a story"] = append(paths["statements of a story"], "/api/v1/statements?story="+it.ID)
			if w := content(it.Title); len(w) >= 2 {
				i := rnd.IntN(len(w) - 1)
				j := (i + 1 + rnd.IntN(len(w)-1)) % len(w)
				add("search: one word", w[i])
				add("search: two words", w[i]+" "+w[j])
			}
			if w := strings.Fields(it.Title); len(w) >= 2 {
				i := rnd.IntN(len(w) - 1)
				add("search: a phrase", `"`+strings.ReplaceAll(w[i]+" "+w[i+1], `"`, "")+`"`)
			}
		}
		if page.Next == nil {
			break
		}
		next = *page.Next
	}
	var people struct{ Items []struct{ Name string } }
	if err := l.get(ctx, "/api/v1/entities?type=person&limit=200", &people); err != nil {
		return nil, err
	}
	for _, p := range people.Items {
		if w := strings.Fields(p.Name); len(w) > 0 {
			add("search: a speaker", "speaker:"+strings.Trim(w[len(w)-1], `"().,`))
		}
	}
	for _, k := range []string{"search: one word", "search: two words", "search: a phrase", "search: a speaker"} {
		paths["search: all of these"] = append(paths["search: all of these"], paths[k]...)
	}
	paths["statements, newest"] = []string{"/api/v1/statements?order=newest"}
	paths["stories, newest"] = []string{"/api/v1/stories?order=newest"}
	return paths, nil
}

// content returns the longer words of a headline.
func content(title string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len(w) > 4 {
			out = append(out, w)
		}
	}
	return out
}

// load sends requests of one kind from all clients and prints how long they took.
func (l *loader) load(ctx context.Context, kind string, paths []string) error {
	if len(paths) == 0 {
		return fmt.Errorf("the server has nothing to ask for by %s", kind)
	}
	ctx, stop := context.WithTimeout(ctx, l.lasts)
	defer stop()
	began := time.Now()
	took := make([][]time.Duration, l.clients)
	errs := make([]error, l.clients)
	var all sync.WaitGroup
	for k := range l.clients {
		all.Go(func() {
			rnd := rand.New(rand.NewPCG(l.seed, uint64(k)))
			for ctx.Err() == nil {
				at := time.Now()
				err := l.get(ctx, paths[rnd.IntN(len(paths))], nil)
				if ctx.Err() != nil {
					return
				}
				if err != nil {
					errs[k] = err
					return
				}
				took[k] = append(took[k], time.Since(at))
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	list := slices.Concat(took...)
	fmt.Printf("%-22s %8d %s %8.0f\n", kind, len(list), quantiles(list), float64(len(list))/time.Since(began).Seconds())
	return nil
}

// quantiles returns the quantiles of durations, in milliseconds.
func quantiles(list []time.Duration) string {
	slices.Sort(list)
	var b strings.Builder
	for _, q := range []float64{0.5, 0.95, 0.99, 1} {
		if len(list) == 0 {
			break
		}
		at := list[min(len(list)-1, int(q*float64(len(list))))]
		fmt.Fprintf(&b, "%9.1f ", float64(at.Microseconds())/1000)
	}
	return strings.TrimRight(b.String(), " ")
}
