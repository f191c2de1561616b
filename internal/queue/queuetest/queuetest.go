// Package queuetest holds what every queue must do, as tests.
package queuetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/queue"
)

// Run holds queues to the contract of package queue. Make makes an empty queue of
// options, and returns what opens it, for as many hands as there are.
func Run(t *testing.T, make func(*testing.T, queue.Options) (open func() queue.Queue)) {
	for _, c := range []struct {
		name string
		o    queue.Options
		test func(*bench)
	}{
		{"Once", queue.Options{}, once}, {"SameID", queue.Options{}, sameID}, {"Groups", queue.Options{}, groups},
		{"Fail", queue.Options{Attempts: 3}, fail}, {"Silence", queue.Options{AckWait: short}, silence},
		{"Killer", queue.Options{AckWait: short, Attempts: 2}, killer}, {"Working", queue.Options{AckWait: 2 * short}, working},
		{"Defer", queue.Options{Attempts: -1}, deferred}, {"Bury", queue.Options{}, bury}, {"Replay", queue.Options{Attempts: 1}, replay},
		{"Full", queue.Options{MaxWaiting: 4}, full}, {"MaxOut", queue.Options{MaxOut: 2}, maxOut},
		{"Large", queue.Options{}, large}, {"ManyHands", queue.Options{AckWait: time.Second}, manyHands}, {"Ended", queue.Options{}, ended},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.o.Backoff = []time.Duration{20 * time.Millisecond, 40 * time.Millisecond}
			c.o.MaxBytes = 64 << 20
			open := make(t, c.o)
			b := &bench{T: t, ctx: t.Context(), open: open, q: open()}
			if b.q == nil {
				t.FailNow() // open has said why
			}
			t.Cleanup(func() { b.must(b.q.Close()) })
			c.test(b)
		})
	}
}

// short is a time without a sign after which a message goes to another.
const short = 400 * time.Millisecond

// patience is how long a test waits for what must come.
const patience = 30 * time.Second

// A bench is a queue that a test works at.
type bench struct {
	*testing.T
	ctx  context.Context
	open func() queue.Queue
	q    queue.Queue
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) want(what string, got, want any) {
	b.Helper()
	if !reflect.DeepEqual(got, want) {
		b.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func message(n int) queue.Message {
	return queue.Message{ID: fmt.Sprintf("m%d", n), Group: "a group of any bytes: \x00>*.", Body: fmt.Appendf(nil, "work %d", n)}
}

// publish puts messages with the given numbers into the queue.
func (b *bench) publish(list ...int) {
	b.Helper()
	for _, n := range list {
		fresh, err := b.q.Publish(b.ctx, message(n))
		b.must(err)
		b.want("a new message is fresh", fresh, true)
	}
}

// pull returns the next message, which must come.
func (b *bench) pull() queue.Delivery {
	b.Helper()
	list, err := b.q.Pull(b.ctx, 1, patience)
	b.must(err)
	if len(list) != 1 {
		b.Fatalf("%d messages came, want one", len(list))
	}
	return list[0]
}

// none holds that nothing comes for a while.
func (b *bench) none() {
	b.Helper()
	list, err := b.q.Pull(b.ctx, 1, 100*time.Millisecond)
	b.must(err)
	if len(list) != 0 {
		b.Fatalf("%q comes, want nothing", list[0].Message().ID)
	}
}

// settled waits until the queue holds what is said.
func (b *bench) settled(waiting, out, dead int) {
	b.Helper()
	var st queue.State
	for range 200 {
		var err error
		st, err = b.q.State(b.ctx)
		b.must(err)
		if st.Waiting == waiting && st.Out == out && st.Dead == dead {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.Fatalf("the queue holds %+v, want %d waiting, %d out, %d dead", st, waiting, out, dead)
}

func once(b *bench) {
	b.publish(1, 2, 3)
	b.settled(3, 0, 0)
	for n := 1; n <= 3; n++ {
		d := b.pull()
		b.want("the message", d.Message(), message(n))
		b.want("the attempt", d.Attempt(), 1)
		b.settled(3-n, 1, 0)
		b.must(d.Ack(b.ctx))
	}
	b.none()
	b.settled(0, 0, 0)
	st, err := b.q.State(b.ctx)
	b.must(err)
	b.want("bytes of an empty queue", st.Bytes, int64(0))
}

func sameID(b *bench) {
	b.publish(1)
	fresh, err := b.q.Publish(b.ctx, message(1))
	b.must(err)
	b.want("a message that waits is fresh", fresh, false)
	b.must(b.pull().Ack(b.ctx))
	fresh, err = b.q.Publish(b.ctx, message(1))
	b.must(err)
	b.want("a message that was done just now is fresh", fresh, false)
	b.none()
}

func groups(b *bench) {
	for n, group := range []string{"", "one", "", "one", "two"} {
		m := message(n)
		m.Group = group
		_, err := b.q.Publish(b.ctx, m)
		b.must(err)
	}
	left := func(group string) int {
		n, err := b.q.Left(b.ctx, group)
		b.must(err)
		return n
	}
	b.want("left", []int{left(""), left("one"), left("two"), left("none")}, []int{2, 2, 1, 0})
	list, err := b.q.Pull(b.ctx, 4, patience)
	b.must(err)
	for len(list) < 4 {
		more, err := b.q.Pull(b.ctx, 4-len(list), patience)
		b.must(err)
		list = append(list, more...)
	}
	b.want("left while they are out", []int{left(""), left("one"), left("two")}, []int{2, 2, 1})
	for _, d := range list {
		b.must(d.Ack(b.ctx))
	}
	b.want("left when they are done", []int{left(""), left("one"), left("two")}, []int{0, 0, 1})
}

func fail(b *bench) {
	b.publish(1)
	for n := 1; n <= 3; n++ {
		d := b.pull()
		b.want("attempt", d.Attempt(), n)
		b.must(d.Nak(b.ctx, fmt.Sprintf("failed at %d", n)))
	}
	b.none()
	b.settled(0, 0, 1)
	b.want("dead", b.dead(), []queue.Dead{{Message: message(1), Attempts: 3, Why: "failed at 3"}})
	n, err := b.q.Left(b.ctx, message(1).Group)
	b.must(err)
	b.want("left of a group whose message is dead", n, 0)
}

func (b *bench) dead() (list []queue.Dead) {
	b.Helper()
	b.must(b.q.Dead(b.ctx, func(d queue.Dead) error {
		list = append(list, d)
		return nil
	}))
	return list
}

func silence(b *bench) {
	b.publish(1)
	first := b.pull()
	again := b.pull() // when AckWait has passed
	b.want("attempt", again.Attempt(), 2)
	b.must(again.Ack(b.ctx))
	if err := first.Ack(b.ctx); err != nil && !errors.Is(err, queue.ErrLate) {
		b.Errorf("an answer that comes late gives %v", err)
	}
	b.none()
}

// killer lets two hands die of a message.
func killer(b *bench) {
	b.publish(1, 2)
	for range 2 {
		for n := 1; n <= 2; n++ {
			if d := b.pull(); d.Message().ID == "m2" {
				b.must(d.Ack(b.ctx))
				break
			}
		}
		if st, err := b.q.State(b.ctx); err == nil && st.Waiting+st.Out == 1 {
			break
		}
	}
	for range 100 {
		list, err := b.q.Pull(b.ctx, 1, short)
		b.must(err)
		if len(list) > 0 {
			continue // and dies
		}
		if st, err := b.q.State(b.ctx); err == nil && st.Dead == 1 {
			break
		}
	}
	b.settled(0, 0, 1)
	b.want("dead", b.dead(), []queue.Dead{{Message: message(1), Attempts: 2, Why: queue.Unanswered}})
}

func working(b *bench) {
	b.publish(1)
	d := b.pull()
	for range 4 { // far longer than it may be silent, with room for a machine that is busy
		time.Sleep(short / 2)
		b.must(d.Working(b.ctx))
		b.none()
	}
	b.must(d.Ack(b.ctx))
	time.Sleep(2 * short)
	b.none()
}

func deferred(b *bench) {
	b.publish(1)
	for range 6 { // more often than a message may fail where there is a bound
		b.must(b.pull().Defer(b.ctx, 10*time.Millisecond))
	}
	b.must(b.pull().Ack(b.ctx))
	b.settled(0, 0, 0)
}

func bury(b *bench) {
	b.publish(1, 2)
	b.must(b.pull().Bury(b.ctx, "it is no page"))
	b.want("dead", b.dead(), []queue.Dead{{Message: message(1), Attempts: 1, Why: "it is no page"}})
	b.must(b.q.Drop(b.ctx, "m1"))
	b.want("dead after dropping", b.dead(), []queue.Dead(nil))
	for what, err := range map[string]error{"dropping": b.q.Drop(b.ctx, "m1"), "replaying": b.q.Replay(b.ctx, "m1")} {
		if !errors.Is(err, queue.ErrNoDead) {
			b.Errorf("%s what is gone gives %v", what, err)
		}
	}
	b.must(b.pull().Ack(b.ctx))
}

func replay(b *bench) {
	b.publish(1, 2)
	b.must(b.pull().Nak(b.ctx, "no"))
	b.must(b.pull().Nak(b.ctx, "no"))
	b.must(b.q.Replay(b.ctx, "m2"))
	d := b.pull()
	b.want("replayed", d.Message(), message(2))
	b.want("attempt", d.Attempt(), 1)
	b.must(d.Nak(b.ctx, "again"))
	b.must(b.q.Replay(b.ctx, "m2")) // a second time
	b.must(b.pull().Ack(b.ctx))
	b.want("dead", b.dead(), []queue.Dead{{Message: message(1), Attempts: 1, Why: "no"}})
}

// full lets a publisher wait for room.
func full(b *bench) {
	b.publish(1, 2, 3, 4)
	ctx, cancel := context.WithTimeout(b.ctx, 200*time.Millisecond)
	defer cancel()
	if _, err := b.q.Publish(ctx, message(5)); !errors.Is(err, context.DeadlineExceeded) {
		b.Fatalf("publishing into a full queue gives %v", err)
	}
	done := make(chan error, 1)
	go func() {
		_, err := b.q.Publish(b.ctx, message(6))
		done <- err
	}()
	b.must(b.pull().Ack(b.ctx))
	b.must(<-done)
	var got []string
	for range 4 {
		d := b.pull()
		got = append(got, d.Message().ID)
		b.must(d.Ack(b.ctx))
	}
	b.want("what came", got, []string{"m2", "m3", "m4", "m6"})
}

func maxOut(b *bench) {
	b.publish(1, 2, 3)
	one, two := b.pull(), b.pull()
	b.none()
	b.must(one.Ack(b.ctx))
	three := b.pull()
	b.want("the third", three.Message().ID, "m3")
	b.must(two.Ack(b.ctx))
	b.must(three.Ack(b.ctx))
}

// large sends a body that is larger than a message of most servers may be.
func large(b *bench) {
	m := message(1)
	m.Body = []byte(strings.Repeat("a long page ", 250_000))
	_, err := b.q.Publish(b.ctx, m)
	b.must(err)
	d := b.pull()
	if !reflect.DeepEqual(d.Message(), m) {
		b.Errorf("a large message comes back as one of %d bytes, want %d", len(d.Message().Body), len(m.Body))
	}
	b.must(d.Nak(b.ctx, "once more"))
	d = b.pull()
	if len(d.Message().Body) != len(m.Body) {
		b.Errorf("it comes again with %d bytes", len(d.Message().Body))
	}
	b.must(d.Ack(b.ctx))
	b.none()
}

// manyHands works with several hands, some of which forget what they took.
func manyHands(b *bench) {
	const n, hands = 200, 4
	var mu sync.Mutex
	done := map[string]int{}
	ctx, cancel := context.WithCancel(b.ctx)
	var all sync.WaitGroup
	for h := range hands {
		all.Go(func() {
			q := b.open()
			for k := 0; ctx.Err() == nil; k++ {
				list, err := q.Pull(ctx, 3, 100*time.Millisecond)
				if err != nil {
					continue
				}
				for i, d := range list {
					if h == 0 && (k+i)%7 == 3 {
						continue // forgotten
					}
					mu.Lock()
					done[d.Message().ID]++
					mu.Unlock()
					_ = d.Ack(ctx) // if it is lost, the message comes again
				}
			}
		})
	}
	for i := range n {
		b.publish(i)
	}
	for range int(patience / (50 * time.Millisecond)) {
		st, err := b.q.State(b.ctx)
		b.must(err)
		if st.Waiting+st.Out == 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	cancel()
	all.Wait()
	var missing []string
	for i := range n {
		if id := message(i).ID; done[id] == 0 {
			missing = append(missing, id)
		}
	}
	slices.Sort(missing)
	b.want("messages that nobody did", missing, []string(nil))
}

func ended(b *bench) {
	ctx, cancel := context.WithCancel(b.ctx)
	cancel()
	if _, err := b.q.Pull(ctx, 1, patience); !errors.Is(err, context.Canceled) {
		b.Errorf("pulling after the end gives %v", err)
	}
	if _, err := b.q.Publish(ctx, message(1)); !errors.Is(err, context.Canceled) {
		b.Errorf("publishing after the end gives %v", err)
	}
}
