package serve

import (
	"container/list"
	"net"
	"net/http"
	"sync"
)

// A crowd is a listener with room for so many connections at a time. Who comes when
// there is none takes the place of the connection that has been silent longest: one
// that has sent no request yet, or none since the last was answered. Only while all
// have requests at work does it wait.
type crowd struct {
	net.Listener
	most int

	mu     sync.Mutex
	moved  sync.Cond // broadcast when a place may be had
	open   int
	silent list.List // of *guest, who has been silent longest first
	closed bool
}

func newCrowd(l net.Listener, most int) *crowd {
	c := &crowd{Listener: l, most: most}
	c.moved.L = &c.mu
	return c
}

// A guest is a connection that makes room when it closes.
type guest struct {
	net.Conn
	crowd *crowd
	quiet *list.Element // in crowd.silent; nil while a request is at work
	left  bool
}

// Accept returns the next connection, and makes room for it.
func (c *crowd) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	g := &guest{Conn: conn, crowd: c}
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.open >= c.most && !c.closed {
		first := c.silent.Front()
		if first == nil {
			c.moved.Wait()
			continue
		}
		old := first.Value.(*guest)
		c.leave(old)
		_ = old.Conn.Close() // it may be closing by itself
	}
	if c.closed {
		_ = conn.Close() // it was never served
		return nil, net.ErrClosed
	}
	c.open++
	g.quiet = c.silent.PushBack(g)
	return g, nil
}

// Close ends the listening.
func (c *crowd) Close() error {
	c.mu.Lock()
	c.closed = true
	c.moved.Broadcast()
	c.mu.Unlock()
	return c.Listener.Close()
}

// heed is for [http.Server.ConnState].
func (c *crowd) heed(conn net.Conn, s http.ConnState) {
	g, ok := conn.(*guest)
	if !ok {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case g.left:
	case s == http.StateActive && g.quiet != nil:
		c.silent.Remove(g.quiet)
		g.quiet = nil
	case s == http.StateIdle && g.quiet == nil:
		g.quiet = c.silent.PushBack(g)
		c.moved.Broadcast()
	}
}

// leave makes a guest's place free. The crowd is locked.
func (c *crowd) leave(g *guest) {
	if g.left {
		return
	}
	g.left = true
	if g.quiet != nil {
		c.silent.Remove(g.quiet)
		g.quiet = nil
	}
	c.open--
	c.moved.Broadcast()
}

// Close closes the connection.
func (g *guest) Close() error {
	g.crowd.mu.Lock()
	g.crowd.leave(g)
	g.crowd.mu.Unlock()
	return g.Conn.Close()
}
