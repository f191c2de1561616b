package jetstream

import (
	"fmt"
	"sync/atomic"
	"testing"

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
