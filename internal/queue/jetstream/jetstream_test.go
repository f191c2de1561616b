package jetstream

import (
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/twosource/twosource/internal/porttest"
	"github.com/twosource/twosource/internal/queue"
	"github.com/twosource/twosource/internal/queue/queuetest"
)

// made numbers the queues of tests.
var made atomic.Int64

// openers returns what opens a queue of its own over an address.
func openers(t *testing.T, address string, o queue.Options) func() queue.Queue {
	t.Helper()
	prefix := fmt.Sprintf("test%d", made.Add(1))
	return func() queue.Queue {
		b, err := Connect(address+"/"+prefix, nil)
		if err != nil {
			t.Error(err)
			return nil
		}
		t.Cleanup(func() { _ = b.Close() })
		q, err := b.Queue(t.Context(), "pages", o)
		if err != nil {
			t.Error(err)
			return nil
		}
		return q
	}
}

func TestOneNode(t *testing.T) {
	s, err := Serve(ServerOptions{Name: "one", Listen: "127.0.0.1:0", Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	queuetest.Run(t, func(t *testing.T, o queue.Options) func() queue.Queue { return openers(t, s.Address(), o) })
}

func TestServeSaysWhy(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	s, err := Serve(ServerOptions{Name: "one", Listen: l.Addr().String(), Dir: t.TempDir()})
	if err == nil {
		s.Close()
		t.Fatal("a server listens where another does")
	}
	if !strings.Contains(err.Error(), l.Addr().String()) {
		t.Errorf("%v: the address that is taken is not said", err)
	}
}

func TestFan(t *testing.T) {
	dir, listen := t.TempDir(), porttest.Address(porttest.Free(t))
	s, err := Serve(ServerOptions{Name: "one", Listen: listen, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	address := s.Address()
	open := func() queue.Fan {
		b, err := ConnectLater(address+"/fan", nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = b.Close() })
		return b.Fan("stories")
	}
	t.Run("Suite", func(t *testing.T) { queuetest.RunFan(t, open) })
	s.Close()
	f := open() // no server answers
	if s, err = Serve(ServerOptions{Name: "one", Listen: listen, Dir: dir}); err != nil {
		t.Fatal(err)
	}
	h, err := f.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if s, err = Serve(ServerOptions{Name: "one", Listen: listen, Dir: dir}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, want := range []string{"after a restart", "and more"} {
		if err := f.Tell(t.Context(), []byte(want)); err != nil {
			t.Fatal(err)
		}
		if got, err := h.Next(t.Context()); err != nil || string(got) != want {
			t.Errorf("hears %q, %v; want %q", got, err, want)
		}
	}
	if err := h.Close(); err != nil {
		t.Error(err)
	}
}
