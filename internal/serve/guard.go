package serve

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// A Guard is what stands before the handlers.
type Guard struct {
	// Listen is the address that is listened on. On loopback only names of this
	// machine are served, so that a page of the web whose name was bound to 127.0.0.1
	// reads nothing.
	Listen string
	// Hosts are further names under which the server may be asked for, as a reverse
	// proxy has them. Behind the loopback address they are served too.
	Hosts []string
	// Token must be shown by every request for data; "" asks for none. Listening
	// elsewhere than on loopback without one is refused by [Guard.Check].
	Token string
	// SignInPage is the address at which a browser shows the token and is given the
	// cookie of [Guard.SignIn]; "" if there is none. It is open, as are its styles
	// under /assets/.
	SignInPage string
	// Bodies is the room that the bodies of all requests at work share; nil makes one
	// of 128 MB. Bodies that are written to the disk as they come have no part in it.
	Bodies *Room

	Site    *Site
	Metrics *Metrics
	Log     *slog.Logger
}

// The bounds of one request. Ours.
const (
	requestTime = 30 * time.Second // for handlers that do not stream
	maxInFlight = 512              // requests at once
	// MaxBody is how many bytes of a request's body are read.
	MaxBody   = 16 << 20
	maxBodies = 128 << 20 // bytes of the bodies of all requests at work
)

// ErrNoToken is the error of a server that others could reach and that asks for no
// token.
var ErrNoToken = errors.New("others can reach this address: give a token of at least 16 characters, or listen on 127.0.0.1")

// leastToken is how short a token may be. Ours.
const leastToken = 16

// Check reports as an error that the server must not start like this. It is
// [ErrNoToken], or that of the address.
func (g *Guard) Check() error {
	host, _, err := net.SplitHostPort(g.Listen)
	if err != nil {
		return fmt.Errorf("%s is not HOST:PORT: %w", g.Listen, err)
	}
	if len(g.Token) < leastToken && (!isLoopback(host) || g.Token != "") {
		return ErrNoToken
	}
	return nil
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}

// Streams are the paths whose answers go on for as long as the reader listens.
var streams = []string{"/api/v1/events/stream", "/mcp"}

// spooled are the paths whose handlers hold no body in memory.
var spooled = []string{"/api/v1/articles"}

// Wrap returns next behind the guard.
func (g *Guard) Wrap(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	places := make(chan struct{}, maxInFlight)
	bodies := g.Bodies
	if bodies == nil {
		bodies = NewRoom(maxBodies)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := g.Site.Now()
		out := &answer{ResponseWriter: w, status: http.StatusOK}
		defer g.finish(out, r, started)
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
		default:
			out.Header().Set("Retry-After", "1")
			Problem(out, http.StatusServiceUnavailable, "too many requests at once")
			return
		}
		harden(out.Header())
		switch err := cross.Check(r); {
		case !g.knownHost(r.Host):
			Problem(out, http.StatusMisdirectedRequest, "this server is not asked for under that name; see --host")
			return
		case err != nil || !sameOrigin(r):
			Problem(out, http.StatusForbidden, "a page of another site sent this request")
			return
		case !g.allowed(r):
			if g.leads(out, r) {
				return
			}
			out.Header().Set("WWW-Authenticate", `Bearer realm="twosource"`)
			Problem(out, http.StatusUnauthorized, "send the token of this server: Authorization: Bearer TOKEN")
			return
		}
		if g.unchanged(out, r) {
			return
		}
		r.Body = http.MaxBytesReader(out, r.Body, MaxBody)
		if r.ContentLength != 0 && !slices.Contains(spooled, r.URL.Path) {
			held := &heldBody{ReadCloser: r.Body, room: bodies, answer: out}
			defer held.free()
			r.Body = held
		}
		if isStream(r.URL.Path) {
			next.ServeHTTP(out, r)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), requestTime)
		defer cancel()
		timed := r.WithContext(ctx)
		next.ServeHTTP(out, timed)
		r.Pattern = timed.Pattern
	})
}

// harden sets the headers of every answer: nothing is to be guessed, framed or
// kept by caches between.
func harden(h http.Header) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "private, no-cache")
}

func isStream(path string) bool { return slices.Contains(streams, path) }

// A heldBody is a body of which what was read is held in memory until the request is
// answered.
type heldBody struct {
	io.ReadCloser
	room   *Room
	held   int64
	answer *answer
}

// Read reads as long as there is room.
func (b *heldBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if n > 0 && !b.room.TryTake(int64(n)) {
		b.answer.crowded = true
		return 0, errCrowded
	}
	b.held += int64(n)
	return n, err
}

func (b *heldBody) free() { b.room.Give(b.held) }

var errCrowded = errors.New("the requests at work have no room for this one")

// knownHost reports whether the server may be asked for under a name.
func (g *Guard) knownHost(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.Trim(name, "[]")
	for _, h := range g.Hosts {
		if strings.EqualFold(h, name) || strings.EqualFold(h, host) {
			return true
		}
	}
	listen, _, _ := net.SplitHostPort(g.Listen)
	if !isLoopback(listen) {
		return len(g.Hosts) == 0 // whoever has the token
	}
	return isLoopback(name)
}

// sameOrigin reports whether a request was not sent by a page of another site, as
// far as it says where it comes from.
func sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host == r.Host
}

// open are the paths that need no token: they say nothing of what the store has.
func (g *Guard) open(path string) bool {
	if g.SignInPage != "" && (path == g.SignInPage || strings.HasPrefix(path, "/assets/")) {
		return true
	}
	return path == "/" || path == "/healthz" || path == "/openapi.json"
}

// allowed reports whether a request shows the token, or a cookie of one who has. How long it takes tells
// nothing of the token.
func (g *Guard) allowed(r *http.Request) bool {
	if g.Token == "" || g.open(r.URL.Path) || g.session(r) {
		return true
	}
	kind, shown, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if _, password, ok := r.BasicAuth(); ok { // readers of feeds know no other way
		kind, shown = "Bearer", password
	}
	return sameSecret(g.Token, strings.TrimSpace(shown)) && strings.EqualFold(kind, "Bearer")
}

// sameSecret compares in a time that tells nothing of either.
func sameSecret(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// unchanged answers a reader who has seen the store as it is. What alerts say does
// not follow from the store alone.
func (g *Guard) unchanged(w http.ResponseWriter, r *http.Request) bool {
	path := r.URL.Path
	if r.Method != http.MethodGet && r.Method != http.MethodHead ||
		!strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/api/v1/alerts") || isStream(path) {
		return false
	}
	tag := `W/"` + g.Site.Corrected().Catalog().Tag + `"`
	w.Header().Set("ETag", tag)
	for one := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if one = strings.TrimSpace(one); one == tag || one == strings.TrimPrefix(tag, "W/") {
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}

// finish counts a request, and answers for a handler that panicked.
func (g *Guard) finish(out *answer, r *http.Request, started time.Time) {
	if p := recover(); p != nil {
		if p == http.ErrAbortHandler { //nolint:errorlint // it is a value, not a chain
			panic(p)
		}
		g.Log.Error("a request failed", "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
		if !out.begun {
			Problem(out, http.StatusInternalServerError, "this request met a defect of the program; it was logged")
		}
	}
	took := g.Site.Now().Sub(started)
	g.Metrics.observe(r, out.status, took)
	g.Log.Debug("request", "method", r.Method, "path", r.URL.Path, "status", out.status, "ms", took.Milliseconds())
}

// An answer knows what was answered.
type answer struct {
	http.ResponseWriter
	status  int
	begun   bool
	crowded bool // its body could not be read for want of room
}

// WriteHeader notes the status.
func (a *answer) WriteHeader(status int) {
	if status >= 400 {
		a.Header().Del("ETag")
	}
	if a.crowded && status >= 400 { // whatever the handler took it for
		status = http.StatusServiceUnavailable
		a.Header().Set("Retry-After", "1")
	}
	if !a.begun {
		a.status, a.begun = status, status >= 200
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write notes that the answer has begun.
func (a *answer) Write(b []byte) (int, error) {
	a.begun = true
	return a.ResponseWriter.Write(b)
}

// Unwrap is for [http.ResponseController].
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Flush sends what was written.
func (a *answer) Flush() { _ = http.NewResponseController(a.ResponseWriter).Flush() }

// Problem answers with an error as RFC 9457 has it.
func Problem(w http.ResponseWriter, status int, detail string) {
	body, _ := json.Marshal(struct {
		Title  string `json:"title"`
		Status int    `json:"status"`
		Detail string `json:"detail"`
	}{http.StatusText(status), status, detail})
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // the reader may be gone
}
