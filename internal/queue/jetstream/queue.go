package jetstream

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/twosource/twosource/internal/queue"
)

// The headers of a message.
const (
	headID       = "Twosource-Id"
	headGroup    = "Twosource-Group" // in base64
	headLarge    = "Twosource-Large" // the body is in the object store, under this name
	headWhy      = "Twosource-Why"   // of the dead, in base64
	headAttempts = "Twosource-Attempts"
)

// headRoom is how much of the largest message of the server is left to headers.
const headRoom = 16 << 10

// A Queue is a queue on the servers of a [Broker].
type Queue struct {
	b     *Broker
	o     queue.Options
	name  string
	mu    sync.Mutex // guards what follows, which setUp makes anew
	work  jetstream.Stream
	dead  jetstream.Stream
	hands jetstream.Consumer
	large jetstream.ObjectStore
}

var _ queue.Queue = (*Queue)(nil)

func (q *Queue) subject(group string) string {
	sum := sha256.Sum256([]byte(group))
	return q.b.prefix + ".work." + q.name + "." + hex.EncodeToString(sum[:16])
}

func (q *Queue) deadSubject(id string) string { return q.b.prefix + ".dead." + q.name + "." + id }

// setUp finds or makes what the queue is on the server. What is there stays as it
// is.
func (q *Queue) setUp(ctx context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	var err error
	q.work, err = q.b.stream(ctx, jetstream.StreamConfig{
		Name: q.b.prefix + "_" + q.name, Subjects: []string{q.b.prefix + ".work." + q.name + ".*"}, Retention: jetstream.WorkQueuePolicy,
		Discard: jetstream.DiscardNew, MaxMsgs: int64(q.o.MaxWaiting), MaxBytes: q.o.MaxBytes, Duplicates: q.o.Window,
	})
	if err != nil {
		return err
	}
	q.dead, err = q.b.stream(ctx, jetstream.StreamConfig{
		Name: q.b.prefix + "_" + q.name + "_dead", Subjects: []string{q.deadSubject("*")}, MaxMsgsPerSubject: 1, Discard: jetstream.DiscardOld,
	})
	if err != nil {
		return err
	}
	q.hands, err = q.work.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{
		Durable: "hands", AckPolicy: jetstream.AckExplicitPolicy, AckWait: q.o.AckWait, MaxDeliver: -1, MaxAckPending: q.o.MaxOut,
	})
	if err != nil {
		return err
	}
	bucket := q.b.prefix + "_" + q.name + "_large"
	q.large, err = q.b.js.ObjectStore(ctx, bucket)
	if errors.Is(err, jetstream.ErrBucketNotFound) {
		q.large, err = q.b.js.CreateObjectStore(ctx, jetstream.ObjectStoreConfig{Bucket: bucket, Replicas: q.b.copies()})
	}
	return err
}

// stream finds or makes a stream.
func (b *Broker) stream(ctx context.Context, c jetstream.StreamConfig) (jetstream.Stream, error) {
	s, err := b.js.Stream(ctx, c.Name)
	if !errors.Is(err, jetstream.ErrStreamNotFound) {
		return s, err
	}
	c.Replicas, c.Storage, c.AllowDirect = b.copies(), jetstream.FileStorage, false
	s, err = b.js.CreateStream(ctx, c)
	if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) { // another was quicker
		return b.js.Stream(ctx, c.Name)
	}
	return s, err
}

// Publish puts a message into the queue.
func (q *Queue) Publish(ctx context.Context, m queue.Message) (bool, error) {
	out := nats.NewMsg(q.subject(m.Group))
	out.Header.Set(headID, m.ID)
	out.Header.Set(headGroup, base64.StdEncoding.EncodeToString([]byte(m.Group)))
	return q.send(ctx, out, m.ID, m.Body)
}

// send publishes a message under an ID by which it is not taken twice. A body that
// is too large for it goes before, so that who has the message has the body.
func (q *Queue) send(ctx context.Context, out *nats.Msg, id string, body []byte) (fresh bool, err error) {
	out.Data = body
	if int64(len(body)) > q.b.nc.MaxPayload()-headRoom {
		out.Data = nil
		out.Header.Set(headLarge, id)
		err := retry(ctx, func(ctx context.Context) error {
			_, err := q.large.PutBytes(ctx, id, body)
			return err
		})
		if err != nil {
			return false, err
		}
	}
	err = retry(ctx, func(ctx context.Context) error {
		ack, err := q.b.js.PublishMsg(ctx, out, jetstream.WithMsgID(id), jetstream.WithRetryAttempts(0))
		if err == nil {
			fresh = !ack.Duplicate
		}
		return err
	})
	return fresh, err
}

// body returns the body of a message.
func (q *Queue) body(ctx context.Context, header nats.Header, data []byte) (body []byte, err error) {
	name := header.Get(headLarge)
	if name == "" {
		return data, nil
	}
	err = retry(ctx, func(ctx context.Context) error {
		body, err = q.large.GetBytes(ctx, name)
		return err
	})
	return body, err
}

// forget drops the body of a message that is done with, if it stood by itself.
func (q *Queue) forget(ctx context.Context, header nats.Header) error {
	name := header.Get(headLarge)
	if name == "" {
		return nil
	}
	err := retry(ctx, func(ctx context.Context) error { return q.large.Delete(ctx, name) })
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		return nil
	}
	return err
}

func group(header nats.Header) string {
	b, err := base64.StdEncoding.DecodeString(header.Get(headGroup))
	if err != nil {
		return "" // another wrote it
	}
	return string(b)
}

// Pull returns messages.
func (q *Queue) Pull(ctx context.Context, n int, wait time.Duration) ([]queue.Delivery, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	until, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	for until.Err() == nil {
		list, err := q.fetch(ctx, n, wait)
		if len(list) > 0 {
			return list, nil
		}
		if wait < waitLeast && (err == nil || mends(err)) {
			return nil, ctx.Err()
		}
		switch {
		case err == nil:
		case errors.Is(err, nats.ErrConnectionClosed):
			return nil, queue.ErrClosed
		case errors.Is(err, jetstream.ErrConsumerDeleted), errors.Is(err, jetstream.ErrConsumerNotFound), errors.Is(err, jetstream.ErrStreamNotFound):
			// As when the server lost its memory. It is made again, or soon will be.
			if err := q.setUp(until); err != nil && !mends(err) && until.Err() == nil {
				return nil, err
			}
		case !mends(err) && until.Err() == nil:
			return nil, err
		default:
			sleep(until, pause)
		}
	}
	return nil, ctx.Err()
}

// fetch asks once: for what there is, and if that is nothing for the first that
// comes, so that nobody holds one message while he waits for another.
func (q *Queue) fetch(ctx context.Context, n int, wait time.Duration) ([]queue.Delivery, error) {
	q.mu.Lock()
	hands := q.hands
	q.mu.Unlock()
	batch, err := hands.FetchNoWait(n)
	if err != nil {
		return nil, err
	}
	list, err := q.collect(ctx, batch)
	if len(list) > 0 || err != nil && !errors.Is(err, nats.ErrTimeout) || wait < waitLeast {
		return list, err
	}
	if batch, err = hands.Fetch(1, jetstream.FetchMaxWait(min(wait, fetchMost))); err != nil {
		return nil, err
	}
	return q.collect(ctx, batch)
}

// collect returns what a request brings. A batch ends by itself when its time is up,
// and is read to its end, for what comes and is not taken would be missed only when
// AckWait has passed.
func (q *Queue) collect(ctx context.Context, batch jetstream.MessageBatch) (list []queue.Delivery, err error) {
	for m := range batch.Messages() {
		d, bad := q.delivery(ctx, m)
		if bad != nil {
			_ = m.Nak() // else it comes when it is missed
			err = bad
			continue
		}
		if d != nil {
			list = append(list, d)
		}
	}
	return list, errors.Join(err, batch.Error())
}

// The bounds of one request for messages: one that was lost on the way costs the
// most, and one for less than the least is not worth its way. Ours.
const (
	fetchMost = 2 * time.Second
	waitLeast = 50 * time.Millisecond
)

// delivery returns a message that came, or nil if it is dead. Its body must be had
// before, for the server counts the time from now on.
func (q *Queue) delivery(ctx context.Context, m jetstream.Msg) (queue.Delivery, error) {
	meta, err := m.Metadata()
	if err != nil {
		return nil, err
	}
	d := &delivery{q: q, msg: m, attempt: int(meta.NumDelivered)}
	d.m = queue.Message{ID: m.Headers().Get(headID), Group: group(m.Headers())}
	if q.o.Attempts > 0 && d.attempt > q.o.Attempts {
		d.attempt = q.o.Attempts // it is not given out this time
		return nil, d.Bury(context.WithoutCancel(ctx), queue.Unanswered)
	}
	if d.m.Body, err = q.body(ctx, m.Headers(), m.Data()); err != nil {
		if errors.Is(err, jetstream.ErrObjectNotFound) {
			// It was done, and this is the copy that an acknowledgement missed.
			return nil, m.DoubleAck(ctx)
		}
		return nil, err
	}
	return d, nil
}

// info returns what the server says of the work.
func (q *Queue) info(ctx context.Context, o ...jetstream.StreamInfoOpt) (info *jetstream.StreamInfo, err error) {
	err = retry(ctx, func(ctx context.Context) error {
		info, err = q.work.Info(ctx, o...)
		return err
	})
	return info, err
}

// State counts what there is. What rests counts as out.
func (q *Queue) State(ctx context.Context) (st queue.State, err error) {
	info, err := q.info(ctx)
	if err != nil {
		return st, err
	}
	err = retry(ctx, func(ctx context.Context) error {
		hands, err := q.hands.Info(ctx)
		if err != nil {
			return err
		}
		dead, err := q.dead.Info(ctx)
		if err == nil {
			st.Out, st.Dead = hands.NumAckPending, int(dead.State.Msgs)
		}
		return err
	})
	st.Waiting, st.Bytes = max(0, int(info.State.Msgs)-st.Out), int64(info.State.Bytes)
	return st, err
}

// Left counts the messages of a group.
func (q *Queue) Left(ctx context.Context, group string) (int, error) {
	subject := q.subject(group)
	info, err := q.info(ctx, jetstream.WithSubjectFilter(subject))
	if err != nil {
		return 0, err
	}
	return int(info.State.Subjects[subject]), nil
}

// Dead gives the dead messages to yield.
func (q *Queue) Dead(ctx context.Context, yield func(queue.Dead) error) error {
	for seq := uint64(1); ; {
		m, err := q.dead.GetMsg(ctx, seq, jetstream.WithGetMsgSubject(q.deadSubject("*")))
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		d, err := q.asDead(ctx, m)
		if err == nil {
			err = yield(d)
		}
		if err != nil {
			return err
		}
		seq = m.Sequence + 1
	}
}

func (q *Queue) asDead(ctx context.Context, m *jetstream.RawStreamMsg) (d queue.Dead, err error) {
	d.ID, d.Group = m.Header.Get(headID), group(m.Header)
	why, _ := base64.StdEncoding.DecodeString(m.Header.Get(headWhy)) // ours, or nothing
	d.Why = string(why)
	d.Attempts, _ = strconv.Atoi(m.Header.Get(headAttempts))
	d.Body, err = q.body(ctx, m.Header, m.Data)
	return d, err
}

// Replay puts a dead message back into the queue.
func (q *Queue) Replay(ctx context.Context, id string) error {
	m, err := q.deadMsg(ctx, id)
	if err != nil {
		return err
	}
	d, err := q.asDead(ctx, m)
	if err != nil {
		return err
	}
	out := nats.NewMsg(q.subject(d.Group))
	out.Header.Set(headID, d.ID)
	out.Header.Set(headGroup, m.Header.Get(headGroup))
	// Under an ID of its own, for that of the work may still be known, and that of a
	// replay that was broken off is the same again.
	if _, err := q.send(ctx, out, d.ID+"."+strconv.FormatUint(m.Sequence, 10), d.Body); err != nil {
		return err
	}
	return errors.Join(q.dead.DeleteMsg(ctx, m.Sequence), q.forget(ctx, m.Header))
}

// Drop throws a dead message away.
func (q *Queue) Drop(ctx context.Context, id string) error {
	m, err := q.deadMsg(ctx, id)
	if err != nil {
		return err
	}
	return errors.Join(q.dead.DeleteMsg(ctx, m.Sequence), q.forget(ctx, m.Header))
}

func (q *Queue) deadMsg(ctx context.Context, id string) (*jetstream.RawStreamMsg, error) {
	m, err := q.dead.GetLastMsgForSubject(ctx, q.deadSubject(id))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, queue.ErrNoDead
	}
	return m, err
}

// Close does nothing: what is out is given to others in time.
func (q *Queue) Close() error { return nil }

// A delivery is a message that came.
type delivery struct {
	q       *Queue
	msg     jetstream.Msg
	m       queue.Message
	attempt int
}

// Message returns the message.
func (d *delivery) Message() queue.Message { return d.m }

// Attempt counts from 1.
func (d *delivery) Attempt() int { return d.attempt }

// Ack says that the work is done. It returns when the server knows.
func (d *delivery) Ack(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, answerMost)
	defer cancel()
	if err := d.ack(ctx); err != nil {
		return err
	}
	return d.q.forget(ctx, d.msg.Headers())
}

// answerMost is how long an answer is tried: after that the message is given to
// another anyway. Ours.
const answerMost = 10 * time.Second

func (d *delivery) ack(ctx context.Context) error {
	err := retry(ctx, func(ctx context.Context) error {
		one, cancel := context.WithTimeout(ctx, requestMost/5)
		defer cancel()
		return d.msg.DoubleAck(one)
	})
	if errors.Is(err, jetstream.ErrMsgAlreadyAckd) {
		return nil
	}
	return err
}

// Nak says that it failed.
func (d *delivery) Nak(ctx context.Context, why string) error {
	if d.q.o.Attempts > 0 && d.attempt >= d.q.o.Attempts {
		return d.Bury(ctx, why)
	}
	return d.msg.NakWithDelay(d.q.o.Rest(d.attempt))
}

// Defer says that it cannot be done yet.
func (d *delivery) Defer(_ context.Context, rest time.Duration) error {
	return d.msg.NakWithDelay(rest)
}

// Working says that the work goes on.
func (d *delivery) Working(context.Context) error { return d.msg.InProgress() }

// Bury puts the message among the dead, and then takes it from the living: who is
// stopped between the two does it again.
func (d *delivery) Bury(ctx context.Context, why string) error {
	out := nats.NewMsg(d.q.deadSubject(d.m.ID))
	out.Data = d.msg.Data()
	for _, h := range []string{headID, headGroup, headLarge} {
		if v := d.msg.Headers().Get(h); v != "" {
			out.Header.Set(h, v)
		}
	}
	out.Header.Set(headWhy, base64.StdEncoding.EncodeToString([]byte(why[:min(len(why), whyMost)])))
	out.Header.Set(headAttempts, strconv.Itoa(d.attempt))
	err := retry(ctx, func(ctx context.Context) error {
		_, err := d.q.b.js.PublishMsg(ctx, out, jetstream.WithRetryAttempts(0))
		return err
	})
	if err != nil {
		return err
	}
	return d.ack(ctx)
}

// whyMost bounds what is kept of a reason.
const whyMost = 2 << 10
