package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
)

// turns keeps requests to one host apart.
type turns struct {
	clock Clock
	lim   Limits
	mu    sync.Mutex
	next  map[string]time.Time // of each host: when the next request may go out
}

func newTurns(c Clock, l Limits) *turns {
	return &turns{clock: c, lim: l, next: map[string]time.Time{}}
}

// wait takes the host's next turn and waits for it. The error is that of ctx, or
// says that the turn is too far off; then none is taken.
func (t *turns) wait(ctx context.Context, host string) error {
	now := t.clock.Now()
	t.mu.Lock()
	at := t.next[host]
	if at.Before(now) {
		at = now
	}
	if d := at.Sub(now); d > t.lim.Patience {
		t.mu.Unlock()
		return &Error{URL: host, Kind: Busy, RetryAfter: d, Err: errors.New("the host asked to be left alone for " + d.Round(time.Second).String())}
	}
	t.next[host] = at.Add(t.lim.Pause)
	t.forget(now)
	t.mu.Unlock()
	if d := at.Sub(now); d > 0 {
		return t.clock.Wait(ctx, d)
	}
	return ctx.Err()
}

// rest leaves a host alone for d.
func (t *turns) rest(host string, d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if at := t.clock.Now().Add(d); at.After(t.next[host]) {
		t.next[host] = at
	}
}

// maxHosts bounds the hosts that are remembered.
const maxHosts = 10_000

// forget drops hosts whose turn has passed, if there are many.
func (t *turns) forget(now time.Time) {
	if len(t.next) < maxHosts {
		return
	}
	for h, at := range t.next {
		if at.Before(now) {
			delete(t.next, h)
		}
	}
}

// How long rules of robots.txt hold before they are read again, how much of the
// file counts (RFC 9309, 2.5), and the longest pause that one may ask for.
const (
	rulesHold    = 24 * time.Hour
	rulesAgain   = 10 * time.Minute // where it could not be had
	maxRules     = 500 << 10
	maxRulePause = 30 * time.Second
)

// rules knows what robots.txt of each host allows.
type rules struct {
	client *Client
	mu     sync.Mutex
	hosts  map[string]*hostRules
}

// hostRules are those of one scheme and host.
type hostRules struct {
	mu    sync.Mutex // held while they are read
	until time.Time
	group *robotstxt.Group
	err   error // why they could not be had
}

func newRules(c *Client) *rules { return &rules{client: c, hosts: map[string]*hostRules{}} }

// allow returns an [*Error] if robots.txt asks not to get u.
//
// Source: RFC 9309: no such file allows all; a server that fails allows nothing
// for now.
func (r *rules) allow(ctx context.Context, u *url.URL) error {
	if r.client.o.NoRobots {
		return nil
	}
	h := r.host(u.Scheme + "://" + u.Host)
	h.mu.Lock()
	defer h.mu.Unlock()
	if now := r.client.o.Clock.Now(); now.After(h.until) {
		h.group, h.err = r.read(ctx, u)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		h.until = now.Add(rulesHold)
		if h.err != nil {
			h.until = now.Add(rulesAgain)
		}
	}
	if h.err != nil {
		return h.err
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	if h.group != nil && !h.group.Test(path) {
		return &Error{URL: u.String(), Kind: Robots, Err: errors.New("the site's robots.txt asks programs not to read this page")}
	}
	if h.group != nil && h.group.CrawlDelay > r.client.lim.Pause {
		r.client.turns.rest(u.Host, min(h.group.CrawlDelay, maxRulePause)-r.client.lim.Pause)
	}
	return nil
}

func (r *rules) host(key string) *hostRules {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.hosts[key]
	if h == nil {
		if len(r.hosts) >= maxHosts {
			clear(r.hosts)
		}
		h = &hostRules{}
		r.hosts[key] = h
	}
	return h
}

// read gets a host's robots.txt. A nil group allows all.
func (r *rules) read(ctx context.Context, u *url.URL) (*robotstxt.Group, error) {
	c := r.client
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	for hop := 0; hop < 5; hop++ {
		if err := c.turns.wait(ctx, at.Host); err != nil {
			return nil, err
		}
		res, next, err := c.once(ctx, at, Request{URL: u.String(), Accept: "text/plain, */*;q=0.5"})
		if next != nil && err == nil {
			if at, err = c.parse(next.String()); err == nil {
				continue
			}
		}
		if err != nil {
			return nil, c.withoutRules(u, err)
		}
		data, err := robotstxt.FromBytes(res.Body[:min(len(res.Body), maxRules)])
		if err != nil {
			return nil, nil // not such a file: a page, most often
		}
		agent, _, _ := strings.Cut(c.o.Agent, "/")
		return data.FindGroup(agent), nil
	}
	return nil, nil
}

// withoutRules decides what a robots.txt that could not be had means: nil allows
// all.
func (c *Client) withoutRules(u *url.URL, err error) error {
	var e *Error
	switch {
	case errors.As(err, &e) && e.Kind == Status && e.Code >= 400 && e.Code < 500:
		return nil
	case errors.As(err, &e) && e.Kind == Status:
		return &Error{URL: u.String(), Kind: Status, Code: e.Code, Err: errors.New("the site's robots.txt cannot be had (" + http.StatusText(e.Code) + "), so nothing is read there for now")}
	case errors.Is(err, errLarge), errors.Is(err, errPacked), errors.Is(err, io.ErrUnexpectedEOF):
		return nil // RFC 9309, 2.3.1.3: what cannot be read allows
	}
	return err
}
