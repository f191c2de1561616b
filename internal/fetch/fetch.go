package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Options set up a [Client]. Without more than a clock it is the usual one.
type Options struct {
	// Agent names the program to servers; its first word, up to a slash, is what
	// robots.txt is asked for. "" is "twosource".
	Agent string
	// Offline refuses every request.
	Offline bool
	// Private lets requests reach loopback, private and link-local addresses and
	// any port: for a test, or for pages of one's own network.
	Private bool
	// NoRobots leaves robots.txt unread: for addresses of a person's own choosing.
	NoRobots bool
	// Cache is a folder, made when it is needed, in which answers are kept: the
	// next request for the same address within ten minutes has the copy, a later
	// one asks whether it changed. "" keeps none.
	Cache  string
	Limits Limits
	Clock  Clock // must be set

	// The outside world; nil is the real one.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	Dial    func(ctx context.Context, network, address string) (net.Conn, error)
}

// Limits bounds what one request may cost. A field that is zero has the default
// that its comment gives; all are ours.
type Limits struct {
	Timeout   time.Duration // from the first dialling to the last byte, redirects included; 30 s
	Header    time.Duration // until an answer's head is there; 15 s
	Wire      int64         // bytes of a body as it is sent; 32 MB
	Body      int64         // bytes of a body unpacked; 64 MB
	Ratio     int64         // unpacked bytes per byte on the wire, above 1 MB; 200
	Redirects int           // that are followed; 8
	Pause     time.Duration // between two requests to one host; 1 s
	Patience  time.Duration // the longest that a request waits for its turn; 2 min
}

func (l Limits) orDefault() Limits {
	return Limits{
		Timeout:   cmp.Or(l.Timeout, 30*time.Second),
		Header:    cmp.Or(l.Header, 15*time.Second),
		Wire:      cmp.Or(l.Wire, 32e6),
		Body:      cmp.Or(l.Body, 64e6),
		Ratio:     cmp.Or(l.Ratio, 200),
		Redirects: cmp.Or(l.Redirects, 8),
		Pause:     cmp.Or(l.Pause, time.Second),
		Patience:  cmp.Or(l.Patience, 2*time.Minute),
	}
}

// A Clock tells the time and waits. Its methods may be called from several
// goroutines.
type Clock interface {
	Now() time.Time
	// Wait returns after d, or with ctx's error when that ends.
	Wait(ctx context.Context, d time.Duration) error
}

// A Request is one page to get.
type Request struct {
	URL          string // http or https
	ETag         string // of the copy at hand; ""
	LastModified string // of the copy at hand, as the server wrote it; ""
	Accept       string // media types; "" is pages and feeds
}

// A Response is what a server answered.
type Response struct {
	URL         string // that answered, behind all redirects
	Permanent   string // where permanent redirects lead from the address asked for; "" if nowhere
	Status      int
	Header      http.Header
	Body        []byte // unpacked; nil if Unchanged
	Unchanged   bool   // the copy at hand is still the page
	ContentType string
	At          time.Time // when the answer's head came
}

// A Kind says why a request failed.
type Kind string

// The kinds of failure. Temporary ones may pass by themselves.
const (
	Offline   Kind = "offline"   // requests are switched off
	Address   Kind = "address"   // not an http or https address
	Forbidden Kind = "forbidden" // the address is not public
	Robots    Kind = "robots"    // robots.txt asks not to
	Busy      Kind = "busy"      // the host's turn is too far off, or it asked to wait
	Network   Kind = "network"   // no name, no connection, or it broke
	Slow      Kind = "slow"      // a time limit was reached
	Large     Kind = "large"     // a size limit was reached
	Redirects Kind = "redirects" // too many, or in a circle
	Status    Kind = "status"    // an answer that is no page: 404, 500
	Broken    Kind = "broken"    // the answer does not keep to HTTP, or cannot be unpacked
)

// An Error is a request that gave no page.
type Error struct {
	URL        string
	Kind       Kind
	Code       int           // the HTTP status, of Status and Busy; else 0
	RetryAfter time.Duration // how long the server asked to wait; 0 if it did not
	Err        error         // what is wrong, in words
}

// Error returns the address and what is wrong with it, in one line: addresses and
// the names in certificates are a stranger's words, and must not command a terminal.
func (e *Error) Error() string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r >= '\u2028' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' {
			return '\uFFFD'
		}
		return r
	}, e.URL+": "+e.Err.Error())
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Temporary reports whether asking again later may help.
func (e *Error) Temporary() bool {
	switch e.Kind {
	case Network, Slow, Busy, Broken:
		return true
	case Status:
		return e.Code >= 500 || e.Code == http.StatusTooManyRequests || e.Code == http.StatusRequestTimeout
	}
	return false
}

// A Client gets pages. Make one with [New]; its methods may be called from
// several goroutines.
type Client struct {
	o     Options
	lim   Limits
	http  *http.Client
	turns *turns
	rules *rules
	cache *cache // nil keeps nothing
}

// New returns a client.
func New(o Options) *Client {
	c := &Client{o: o, lim: o.Limits.orDefault()}
	c.o.Agent = cmp.Or(o.Agent, "twosource")
	c.turns = newTurns(c.o.Clock, c.lim)
	c.rules = newRules(c)
	if o.Cache != "" {
		c.cache = &cache{dir: o.Cache, clock: c.o.Clock}
		c.cache.prune()
	}
	c.http = &http.Client{
		Transport: &http.Transport{
			DialContext:            newDialer(o).dial,
			DisableCompression:     true, // what is packed is unpacked here, within bounds
			MaxIdleConnsPerHost:    1,
			MaxIdleConns:           100,
			IdleConnTimeout:        30 * time.Second,
			TLSHandshakeTimeout:    c.lim.Header,
			ResponseHeaderTimeout:  c.lim.Header,
			MaxResponseHeaderBytes: 256 << 10,
			ForceAttemptHTTP2:      true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

// Get gets one page, following redirects. It waits for the host's turn first.
//
// The error is an [*Error], or that of ctx.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	u, err := c.parse(r.URL)
	if err != nil {
		return nil, err
	}
	kept, ok := c.cache.get(r.URL)
	conditional := r.ETag != "" || r.LastModified != ""
	if ok && !conditional {
		if c.cache.fresh(kept) {
			return kept, nil
		}
		r.ETag, r.LastModified = kept.Header.Get("ETag"), kept.Header.Get("Last-Modified")
	}
	if err := c.rules.allow(ctx, u); err != nil {
		return nil, c.explain(ctx, r.URL, err)
	}
	res, err := c.follow(ctx, u, r)
	switch {
	case err != nil:
		return nil, err
	case res.Unchanged && ok && !conditional:
		kept.At = res.At
		res = kept
	}
	c.cache.put(r.URL, res)
	return res, nil
}

// parse reads an address.
func (c *Client) parse(raw string) (*url.URL, error) {
	if c.o.Offline {
		return nil, &Error{URL: raw, Kind: Offline, Err: errors.New("fetching is switched off (--offline)")}
	}
	u, err := url.Parse(strings.TrimSpace(raw))
	switch {
	case err != nil || len(raw) > 8192 || u.Host == "" || u.Hostname() == "":
		return nil, &Error{URL: raw, Kind: Address, Err: errors.New("not an address that can be read")}
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, &Error{URL: raw, Kind: Address, Err: fmt.Errorf("only http and https are fetched, not %q", u.Scheme)}
	case u.User != nil:
		return nil, &Error{URL: raw, Kind: Address, Err: errors.New("names a user; such addresses are not fetched")}
	}
	u.Fragment = ""
	return u, nil
}

// follow asks for u and for what it redirects to.
func (c *Client) follow(ctx context.Context, u *url.URL, r Request) (*Response, error) {
	permanent, stillPermanent := "", true
	left := c.lim.Timeout // turns are waited for besides
	seen := map[string]bool{}
	for hop := 0; ; hop++ {
		if seen[u.String()] {
			return nil, &Error{URL: r.URL, Kind: Redirects, Err: errors.New("its redirects go in a circle")}
		}
		seen[u.String()] = true
		if err := c.turns.wait(ctx, turnOf(u)); err != nil {
			return nil, c.explain(ctx, r.URL, err)
		}
		began := c.o.Clock.Now()
		res, next, err := c.once(ctx, u, r, left)
		left -= c.o.Clock.Now().Sub(began)
		if err != nil {
			return nil, c.explain(ctx, r.URL, err)
		}
		if next == nil {
			res.Permanent = permanent
			return res, nil
		}
		if hop == c.lim.Redirects {
			return nil, &Error{URL: r.URL, Kind: Redirects, Err: fmt.Errorf("more than %d redirects", c.lim.Redirects)}
		}
		stillPermanent = stillPermanent && (res.Status == http.StatusMovedPermanently || res.Status == http.StatusPermanentRedirect)
		if stillPermanent {
			permanent = next.String()
		}
		if u, err = c.parse(next.String()); err != nil {
			return nil, err
		}
		if err := c.rules.allow(ctx, u); err != nil {
			return nil, c.explain(ctx, r.URL, err)
		}
	}
}

// once asks for u, and waits for at most so long. The second result is where it
// redirects to, or nil.
func (c *Client) once(ctx context.Context, u *url.URL, r Request, limit time.Duration) (*Response, *url.URL, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("User-Agent", c.o.Agent)
	req.Header.Set("Accept", cmp.Or(r.Accept, "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"))
	req.Header.Set("Accept-Encoding", "gzip, deflate, zstd")
	if r.ETag != "" {
		req.Header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		req.Header.Set("If-Modified-Since", r.LastModified)
	}
	ans, err := c.http.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer ans.Body.Close()
	res := &Response{URL: u.String(), Status: ans.StatusCode, Header: ans.Header, ContentType: ans.Header.Get("Content-Type"), At: c.o.Clock.Now()}
	switch s := ans.StatusCode; {
	case s == http.StatusNotModified && (r.ETag != "" || r.LastModified != ""):
		res.Unchanged = true
		return res, nil, nil
	case s >= 300 && s < 400 && ans.Header.Get("Location") != "":
		next, err := u.Parse(ans.Header.Get("Location"))
		if err != nil {
			return nil, nil, &Error{URL: r.URL, Kind: Broken, Err: errors.New("redirects to what is no address")}
		}
		return res, next, nil
	case s < 200 || s >= 300:
		return nil, nil, c.refused(r.URL, turnOf(u), ans)
	}
	res.Body, err = c.unpack(ans)
	return res, nil, err
}

// refused is the error of an answer that is no page. A host that asks to wait is
// left alone for as long.
func (c *Client) refused(asked, host string, ans *http.Response) error {
	e := &Error{URL: asked, Kind: Status, Code: ans.StatusCode, Err: fmt.Errorf("the server answered %d %s", ans.StatusCode, http.StatusText(ans.StatusCode))}
	e.RetryAfter = retryAfter(ans.Header.Get("Retry-After"), c.o.Clock.Now())
	if e.RetryAfter > 0 && (ans.StatusCode == http.StatusTooManyRequests || ans.StatusCode == http.StatusServiceUnavailable) {
		e.Kind = Busy
		e.Err = fmt.Errorf("the server answered %d and asks to wait %s", ans.StatusCode, e.RetryAfter)
		c.turns.rest(host, e.RetryAfter)
	}
	return e
}

// maxRetryAfter bounds how long a server may ask to be left alone: longer is a
// mistake, or meant to silence a feed for good. Ours.
const maxRetryAfter = 24 * time.Hour

// retryAfter reads the header of that name: seconds, or a date.
func retryAfter(s string, now time.Time) time.Duration {
	var d time.Duration
	if secs, err := strconv.ParseUint(strings.TrimSpace(s), 10, 64); err == nil {
		d = time.Duration(min(secs, uint64(maxRetryAfter/time.Second))) * time.Second
	} else if at, err := http.ParseTime(s); err == nil {
		d = at.Sub(now)
	}
	return min(max(d, 0), maxRetryAfter)
}

// explain makes an [*Error] of what went wrong, or returns the error of ctx.
func (c *Client) explain(ctx context.Context, asked string, err error) error {
	var known *Error
	var netErr net.Error
	switch {
	case errors.As(err, &known):
		return known
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errForbidden):
		return &Error{URL: asked, Kind: Forbidden, Err: errForbidden}
	case errors.Is(err, errLarge):
		return &Error{URL: asked, Kind: Large, Err: err}
	case errors.Is(err, errPacked):
		return &Error{URL: asked, Kind: Broken, Err: err}
	case errors.As(err, &netErr) && netErr.Timeout(), errors.Is(err, context.DeadlineExceeded):
		return &Error{URL: asked, Kind: Slow, Err: errors.New("no whole answer within the time limit")}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &Error{URL: asked, Kind: Broken, Err: errors.New("the answer ends before it is whole")}
	}
	return &Error{URL: asked, Kind: Network, Err: errors.New(reason(err))}
}

// reason is the innermost message of a failed connection, without the addresses
// that [net/http] puts before it.
func reason(err error) string {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return "no such host: " + dns.Name
	}
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}
