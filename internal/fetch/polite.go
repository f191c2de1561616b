package fetch

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/idna"
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

// forget drops hosts whose turn has passed, if there are many; and if most of them
// rest, which only somebody who makes up hosts can bring about, all.
func (t *turns) forget(now time.Time) {
	if len(t.next) < maxHosts {
		return
	}
	maps.DeleteFunc(t.next, func(_ string, at time.Time) bool { return at.Before(now) })
	if len(t.next) > maxHosts/2 {
		clear(t.next)
	}
}

// turnOf is the host of an address as politeness takes it: names that differ in
// their capitals, a last dot, the letters' width or the port that goes without
// saying are one host, for pages of strangers choose how links are written.
func turnOf(u *url.URL) string {
	host := u.Hostname()
	if ascii, err := idna.Lookup.ToASCII(host); err == nil { // as the request itself will have it
		host = ascii
	}
	host = strings.TrimRight(strings.ToLower(host), ".")
	if port := u.Port(); port != "" && port != map[string]string{"http": "80", "https": "443"}[u.Scheme] {
		host += ":" + port
	}
	return host
}

// How long rules of robots.txt hold before they are read again, how much of the
// file counts (RFC 9309, 2.5), and the longest pause that one may ask for.
const (
	rulesHold    = 24 * time.Hour
	rulesAgain   = 10 * time.Minute // where it could not be had
	maxRules     = 500 << 10
	maxRulePause = 30 * time.Second
	maxRuleBytes = 64 << 20 // of all hosts' rules that are remembered
)

// rules knows what robots.txt of each host allows.
type rules struct {
	client *Client
	mu     sync.Mutex
	hosts  map[string]*hostRules
	bytes  int // of their rules
}

// hostRules are those of one scheme and host.
type hostRules struct {
	mu    sync.Mutex // held while they are read
	until time.Time
	book  *rulebook // nil allows all
	err   error     // why they could not be had
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
	host := turnOf(u)
	h := r.host(u.Scheme + "://" + host)
	h.mu.Lock()
	defer h.mu.Unlock()
	if now := r.client.o.Clock.Now(); now.After(h.until) {
		h.book, h.err = r.read(ctx, u)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		h.until = now.Add(rulesHold)
		if h.err != nil {
			h.until = now.Add(rulesAgain)
		}
		r.keep(h.book)
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
	if h.book == nil {
		return nil
	}
	if !h.book.allows(path) {
		return &Error{URL: u.String(), Kind: Robots, Err: errors.New("the site's robots.txt asks programs not to read this page")}
	}
	if d := h.book.delay; d > r.client.lim.Pause {
		r.client.turns.rest(host, d-r.client.lim.Pause)
	}
	return nil
}

// keep reckons the memory of rules that were read. When it is used up all hosts'
// are read anew.
func (r *rules) keep(b *rulebook) {
	if b == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.bytes += b.size; r.bytes > maxRuleBytes {
		clear(r.hosts)
		r.bytes = 0
	}
}

func (r *rules) host(key string) *hostRules {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.hosts[key]
	if h == nil {
		if len(r.hosts) >= maxHosts {
			clear(r.hosts)
			r.bytes = 0
		}
		h = &hostRules{}
		r.hosts[key] = h
	}
	return h
}

// read gets a host's robots.txt. A nil book allows all.
func (r *rules) read(ctx context.Context, u *url.URL) (*rulebook, error) {
	c := r.client
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	for hop := 0; hop < 5; hop++ {
		if err := c.turns.wait(ctx, turnOf(at)); err != nil {
			return nil, err
		}
		res, next, err := c.once(ctx, at, Request{URL: u.String(), Accept: "text/plain, */*;q=0.5"}, c.lim.Timeout)
		if next != nil && err == nil {
			if at, err = c.parse(next.String()); err == nil {
				continue
			}
		}
		if err != nil {
			return nil, c.withoutRules(u, err)
		}
		agent, _, _ := strings.Cut(c.o.Agent, "/")
		return readRules(res.Body[:min(len(res.Body), maxRules)], agent), nil
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
