package local

import (
	"testing"

	"github.com/twosource/twosource/internal/queue"
	"github.com/twosource/twosource/internal/queue/queuetest"
)

func TestQueue(t *testing.T) {
	queuetest.Run(t, func(_ *testing.T, o queue.Options) func() queue.Queue {
		q := New(o)
		return func() queue.Queue { return q }
	})
}
