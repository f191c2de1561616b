package jetstream

import (
	"context"
	"errors"
	"math"
	"sync/atomic"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/twosource/twosource/internal/queue"
)

// A Fan is a stream that all read. It is small: what it holds is for who lost the
// connection for a while.
type Fan struct {
	b             *Broker
	name, subject string
	made          atomic.Bool // the stream, as far as is known
}

var _ queue.Fan = (*Fan)(nil)

// The bounds of a stream that all read. Ours.
const (
	mostKept  = 10_000
	mostBytes = 64 << 20
)

// Fan returns the fan of a name of letters. The stream is made when it is needed and not
// there.
func (b *Broker) Fan(name string) *Fan {
	return &Fan{b: b, name: name, subject: b.prefix + ".told." + name}
}

func (f *Fan) stream(ctx context.Context) (jetstream.Stream, error) {
	return f.b.stream(ctx, jetstream.StreamConfig{
		Name: f.b.prefix + "_told_" + f.name, Subjects: []string{f.subject}, Discard: jetstream.DiscardOld,
		MaxAge: queue.Remembered, MaxMsgs: mostKept, MaxBytes: mostBytes,
	})
}

// Tell tells all who listen.
func (f *Fan) Tell(ctx context.Context, body []byte) error {
	if len(body) > queue.MostTold || int64(len(body)) > f.b.nc.MaxPayload() {
		return queue.ErrTooLarge
	}
	out := nats.NewMsg(f.subject)
	out.Data = body
	id := nats.NewInbox() // what is sent again is told once
	return retry(ctx, func(ctx context.Context) error {
		if !f.made.Load() {
			if _, err := f.stream(ctx); err != nil {
				return err
			}
		}
		_, err := f.b.js.PublishMsg(ctx, out, jetstream.WithMsgID(id), jetstream.WithRetryAttempts(0))
		f.made.Store(err == nil)
		return err
	})
}

// Listen returns what hears from the end of the stream on.
func (f *Fan) Listen(ctx context.Context) (queue.Hearing, error) {
	h := &hearing{f: f, last: math.MaxUint64}
	if err := retry(ctx, h.open); err != nil {
		return nil, err
	}
	return h, nil
}

// A hearing is one who reads the stream.
type hearing struct {
	f    *Fan
	last uint64 // number of what was heard last
	it   jetstream.MessagesContext
}

// open begins to read behind what was heard last. A stream that ends before that is
// another, for the server has lost it: all of it but what there is just now is new.
func (h *hearing) open(ctx context.Context) error {
	stream, err := h.f.stream(ctx)
	if err != nil {
		return err
	}
	info, err := stream.Info(ctx)
	if err != nil {
		return err
	}
	h.last = min(h.last, info.State.LastSeq)
	c, err := stream.OrderedConsumer(ctx, jetstream.OrderedConsumerConfig{
		DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: h.last + 1,
	})
	if err != nil {
		return err
	}
	h.it, err = c.Messages()
	return err
}

// Next returns what was told next. The reader of the server's client mends itself; if
// it gives up, another goes on behind what was heard.
func (h *hearing) Next(ctx context.Context) ([]byte, error) {
	for {
		m, err := h.it.Next(jetstream.NextContext(ctx))
		if err == nil {
			meta, err := m.Metadata()
			if err != nil {
				return nil, err
			}
			if meta.Sequence.Stream <= h.last {
				continue
			}
			h.last = meta.Sequence.Stream
			return m.Data(), nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if errors.Is(err, nats.ErrConnectionClosed) || h.f.b.nc.IsClosed() {
			return nil, queue.ErrClosed
		}
		h.it.Stop()
		if err := retry(ctx, h.open); err != nil {
			return nil, err
		}
	}
}

// Close ends the hearing.
func (h *hearing) Close() error {
	h.it.Stop()
	return nil
}
