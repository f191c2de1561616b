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

func TestFan(t *testing.T) {
	f := new(Fan)
	queuetest.RunFan(t, func() queue.Fan { return f })
}
