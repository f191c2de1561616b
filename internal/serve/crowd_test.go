package serve_test

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/twosource/twosource/internal/serve"
)

// A piped listener accepts connections that are pipes in memory.
type piped struct {
	conns chan net.Conn
	done  chan struct{}
}

func (p *piped) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *piped) Close() error {
	close(p.done)
	return nil
}

func (p *piped) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// dial returns the client's end of a connection that was accepted.
func (p *piped) dial() net.Conn {
	ours, theirs := net.Pipe()
	p.conns <- theirs
	return ours
}

// listening runs fn against a server of h, in a bubble whose clock goes on only when
// everybody waits.
func listening(t *testing.T, h http.HandlerFunc, fn func(t *testing.T, l *piped)) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		l := &piped{conns: make(chan net.Conn), done: make(chan struct{})}
		ended := make(chan error)
		go func() { ended <- serve.Listen(ctx, l, h, slog.New(slog.DiscardHandler)) }()
		fn(t, l)
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// get sends a request and returns the status of the answer, 0 for none.
func get(t *testing.T, c net.Conn, path string) int {
	t.Helper()
	if _, err := io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
		t.Error(err)
		return 0
	}
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Error(err)
		return 0
	}
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		t.Error(err)
	}
	return res.StatusCode
}

// TestSilentConnections holds that who opens 10,000 connections and says nothing, or
// half a request, or nothing after a first one, keeps nobody waiting, whatever the
// time limits: the clock stands still until a newcomer has its answer.
func TestSilentConnections(t *testing.T) {
	for _, x := range []struct {
		name  string
		n     int
		begin func(t *testing.T, c net.Conn)
	}{
		{"nothing", 10_000, func(*testing.T, net.Conn) {}},
		{"half a request", 2000, func(t *testing.T, c net.Conn) {
			if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: lo"); err != nil {
				t.Error(err)
			}
		}},
		{"one request", 2000, func(t *testing.T, c net.Conn) { get(t, c, "/") }},
	} {
		t.Run(x.name, func(t *testing.T) {
			listening(t, func(http.ResponseWriter, *http.Request) {}, func(t *testing.T, l *piped) {
				began := time.Now()
				var silent []net.Conn
				for range x.n {
					c := l.dial()
					silent = append(silent, c)
					x.begin(t, c)
				}
				if code := get(t, l.dial(), "/"); code != http.StatusOK {
					t.Error(code)
				}
				synctest.Wait()
				if took := time.Since(began); took != 0 {
					t.Errorf("a newcomer waited %s", took)
				}
				open := 0
				for _, c := range silent {
					_ = c.SetReadDeadline(time.Now())
					if _, err := c.Read(make([]byte, 1)); err != io.EOF {
						open++
					}
					_ = c.Close() // it may be closed
				}
				if open != 1023 {
					t.Errorf("%d silent connections are open, want 1023", open)
				}
			})
		})
	}
}

// TestBusyConnections holds that requests at work are not cut off for newcomers, who
// wait for one of them to end.
func TestBusyConnections(t *testing.T) {
	var work chan struct{}
	listening(t, func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/work" {
			<-work
		}
	}, func(t *testing.T, l *piped) {
		codes := make(chan int)
		work = make(chan struct{}) // of this bubble
		for range 1024 {
			c := l.dial()
			go func() { codes <- get(t, c, "/work") }()
		}
		synctest.Wait()
		newcomer := l.dial()
		go func() { codes <- get(t, newcomer, "/") }()
		synctest.Wait()
		select {
		case code := <-codes:
			t.Errorf("answered %d", code)
		default:
		}
		close(work)
		for range 1025 {
			if code := <-codes; code != http.StatusOK {
				t.Error(code)
			}
		}
	})
}
