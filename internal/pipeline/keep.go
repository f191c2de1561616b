package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/queue"
	"github.com/twosource/twosource/internal/store"
)

// KeepOptions say how what was analysed is kept.
type KeepOptions struct {
	WorkOptions
	// Relate brings the derived records up to date when there is nothing left to keep;
	// nil leaves them as they are.
	Relate func(ctx context.Context, w store.Writer) error
	// Wait is how long to wait for another process that writes before trying anew;
	// 0 is 5 s.
	Wait time.Duration
	// Idle, if it is not nil, is called when nothing is left to keep and the derived
	// records are up to date; when it returns true Keep ends.
	Idle func() bool
}

// The bounds of keeping: how much is kept at once, how long it may be waited for,
// and how long a message rests that cannot be kept yet. Ours.
const (
	keepBatch = 128
	keepWait  = 200 * time.Millisecond
	notYet    = 250 * time.Millisecond
	storeRest = time.Second
)

// Keep becomes the one writer of a store, as soon as no other process is, and keeps
// what comes out of queues until ctx ends; its error is then nil. Any number of
// processes may try: when the one that writes ends, or loses the store, another goes
// on. What arrives twice is kept once.
//
// A store that cannot be reached is waited for. The error is [store.ErrRevisions], or
// of a queue that was closed.
func Keep(ctx context.Context, q *Queues, st store.Store, o KeepOptions) error {
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	if o.Wait == 0 {
		o.Wait = 5 * time.Second
	}
	for ctx.Err() == nil {
		err := keepOnce(ctx, q, st, o)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, store.ErrLocked): // another keeps
		case errors.Is(err, store.ErrRevisions), errors.Is(err, store.ErrReadOnly), errors.Is(err, queue.ErrClosed):
			return err
		default:
			o.tell("nothing can be kept just now: %v", err)
		}
		_ = rest(ctx, storeRest) // the loop ends with ctx
	}
	return nil
}

// keepOnce keeps as long as it may write. Its error is nil when it was idle, and
// was told to end.
func keepOnce(ctx context.Context, q *Queues, st store.Store, o KeepOptions) (err error) {
	w, err := st.Write(ctx, o.Wait)
	if err != nil {
		return err
	}
	defer func() {
		if closed := w.Close(); err == nil {
			err = closed
		}
	}()
	if err := o.start(ctx, w); err != nil {
		return err
	}
	o.tell("keeping")
	k := &keeper{q: q, w: w, o: o, wire: newWire(), inputs: map[[2]string]int64{}}
	for {
		n, err := k.round(ctx)
		if err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		if done, err := k.idle(ctx); done || err != nil {
			return err
		}
	}
}

// A keeper keeps what comes.
type keeper struct {
	q      *Queues
	w      store.Writer
	o      KeepOptions
	wire   *store.Codec
	inputs map[[2]string]int64 // numbers of inputs that are being kept, by name and options
}

// round keeps what there is, and returns how many messages came.
func (k *keeper) round(ctx context.Context) (n int, err error) {
	list, err := k.q.Done.Pull(ctx, keepBatch, keepWait)
	if err == nil {
		err = k.items(ctx, list)
	}
	if err != nil {
		k.later(list)
		return 0, err
	}
	stretches, err := k.q.Inputs.Pull(ctx, keepBatch, time.Millisecond)
	if err != nil {
		return 0, err
	}
	n = len(list)
	for i, d := range stretches {
		kept, err := k.stretch(ctx, d)
		if err != nil {
			k.later(stretches[i:])
			return 0, err
		}
		if kept {
			n++
		}
	}
	return n, nil
}

// later lets messages rest that could not be kept. What was kept already is kept
// once when it comes again.
func (k *keeper) later(list []queue.Delivery) {
	ctx, cancel := context.WithTimeout(context.Background(), giveBackMost)
	defer cancel()
	for _, d := range list {
		_ = d.Defer(ctx, storeRest) // else it comes when it is missed
	}
}

// items keeps pages with their analyses, those of one input together, and then
// says that they are kept.
func (k *keeper) items(ctx context.Context, list []queue.Delivery) error {
	var came []arrived
	var keys []store.Key
	for _, d := range list {
		it, entry, err := k.item(d)
		if err != nil {
			k.o.tell("%v", err)
			if err := d.Bury(ctx, err.Error()); err != nil {
				return err
			}
			continue
		}
		came, keys = append(came, arrived{d, [2]string{it.From.Name, it.From.Options}, entry}), append(keys, entry.Key)
	}
	seen, err := store.SeenAll(ctx, k.w, keys)
	if err != nil {
		return err
	}
	batches := map[[2]string][]store.Entry{}
	var order [][2]string
	taken := map[store.Key]bool{}
	for i, c := range came {
		if seen[i] != store.Unseen || taken[c.entry.Key] {
			continue // it came before
		}
		taken[c.entry.Key] = true
		if batches[c.of] == nil {
			order = append(order, c.of)
		}
		batches[c.of] = append(batches[c.of], *c.entry)
	}
	for _, of := range order {
		id, err := k.input(ctx, of)
		if err != nil {
			return err
		}
		if _, err := k.w.Put(ctx, id, batches[of]); err != nil {
			return err
		}
		k.o.Progress.Kept.Add(int64(len(batches[of])))
	}
	k.acknowledge(ctx, came)
	return nil
}

// An arrived is a page with its analysis that came, and its input by name and options.
type arrived struct {
	queue.Delivery
	of    [2]string
	entry *store.Entry
}

// item reads a message. The error is why it can never be kept.
func (k *keeper) item(d queue.Delivery) (*sentItem, *store.Entry, error) {
	var it sentItem
	if err := k.wire.Unpack(d.Message().Body, &it); err != nil {
		return nil, nil, errors.New(errMessage(err))
	}
	key, ok := keyOf(d.Message().ID)
	if !ok {
		return nil, nil, errors.New("it is not named by a page")
	}
	if it.Revisions != PageRevisions(k.o.Knowledge) {
		return nil, nil, fmt.Errorf("a page of %s was analysed by other revisions of the stages, or with another table of names, than the store is kept with", it.From.Name)
	}
	at := it.From.Page.Input
	page := it.From.Page
	page.Input.Name, page.Input.Line = "", 0
	item := &store.Item{Key: key, Page: page, AsOf: it.From.AsOf, Analysis: it.Analysis}
	return &it, &store.Entry{Ordinal: it.From.Ordinal, At: at, Key: key, Item: item}, nil
}

// input returns the number of an input that is being kept.
func (k *keeper) input(ctx context.Context, of [2]string) (int64, error) {
	if id, ok := k.inputs[of]; ok {
		return id, nil
	}
	in, err := k.w.Begin(ctx, of[0], of[1])
	if err == nil {
		k.inputs[of] = in.ID
	}
	return in.ID, err
}

// acknowledge says that messages are kept, several at once.
func (k *keeper) acknowledge(ctx context.Context, list []arrived) {
	var all sync.WaitGroup
	for _, d := range list {
		all.Go(func() {
			if err := d.Ack(ctx); err != nil && !errors.Is(err, queue.ErrLate) && ctx.Err() == nil {
				k.o.tell("the queue does not hear that a page is kept, which will come again: %v", err)
			}
		})
	}
	all.Wait()
}

// stretch keeps where pages were read, once they are kept. It reports whether it
// could.
func (k *keeper) stretch(ctx context.Context, d queue.Delivery) (bool, error) {
	var in sentInput
	if err := k.wire.Unpack(d.Message().Body, &in); err != nil {
		return true, d.Bury(ctx, errMessage(err))
	}
	if in.Last {
		// Read to its end before, from the same bytes: nothing is new.
		_, whole, err := k.w.Find(ctx, in.Name, in.Options, in.File.SHA256)
		if err != nil {
			return false, err
		}
		if whole {
			return true, k.complete(ctx, d, &in, false)
		}
	}
	batch, ready, err := k.entries(ctx, &in)
	if err != nil {
		return false, err
	}
	if ready && in.Last {
		left, err := k.q.Inputs.Left(ctx, d.Message().Group)
		if err != nil {
			return false, err
		}
		ready = left <= 1 // this one
	}
	if !ready {
		return false, d.Defer(ctx, notYet)
	}
	id, err := k.input(ctx, [2]string{in.Name, in.Options})
	if err != nil {
		return false, err
	}
	for len(batch) > 0 {
		n := min(len(batch), keepBatch)
		if _, err := k.w.Put(ctx, id, batch[:n]); err != nil {
			return false, err
		}
		batch = batch[n:]
	}
	if in.Last {
		return true, k.complete(ctx, d, &in, true)
	}
	return true, d.Ack(ctx)
}

// complete finishes an input. One that was complete before leaves nothing of a
// second reading behind.
func (k *keeper) complete(ctx context.Context, d queue.Delivery, in *sentInput, always bool) error {
	of := [2]string{in.Name, in.Options}
	_, begun := k.inputs[of]
	if always || begun {
		id, err := k.input(ctx, of)
		if err != nil {
			return err
		}
		err = k.w.Finish(ctx, store.Input{ID: id, Options: in.Options, File: in.File, Notices: in.Notices}, in.First+len(in.Readings))
		if err != nil {
			return err
		}
		delete(k.inputs, of)
	}
	return d.Ack(ctx)
}

// entries returns the readings of a stretch. They are not ready while a page is
// neither kept nor to stay out.
func (k *keeper) entries(ctx context.Context, in *sentInput) (batch []store.Entry, ready bool, err error) {
	var keys []store.Key
	for i, r := range in.Readings {
		if len(r.Key) != len(store.Key{}) {
			continue // another wrote it
		}
		e := store.Entry{Ordinal: in.First + i, Key: store.Key([]byte(r.Key))}
		e.At.Name, e.At.Line = r.Name, r.Line
		batch, keys = append(batch, e), append(keys, e.Key)
	}
	seen, err := store.SeenAll(ctx, k.w, keys)
	if err != nil || slices.Contains(seen, store.Unseen) {
		return nil, false, err
	}
	n := 0
	for i := range batch {
		if seen[i] == store.Kept {
			batch[n] = batch[i]
			n++
		}
	}
	return batch[:n], true, nil
}

// idle runs when nothing came. It reports whether to end.
func (k *keeper) idle(ctx context.Context) (bool, error) {
	left, err := k.q.Left(ctx)
	if err != nil || !left.Idle() {
		return false, err
	}
	if k.o.Relate != nil {
		if err := k.relate(ctx); err != nil {
			return false, err
		}
	}
	return k.o.Idle != nil && k.o.Idle(), nil
}

// relate brings the derived records up to date, if they are not.
func (k *keeper) relate(ctx context.Context) (err error) {
	v, err := k.w.View(ctx)
	if err != nil {
		return err
	}
	st, err := v.Stamp(ctx)
	if err = errors.Join(err, v.Close()); err != nil {
		return err
	}
	if st.Change == st.DerivedAt && st.Derived == derivedBy(k.o.Boilerplate.SHA256()) {
		return nil
	}
	k.o.tell("relating")
	return k.o.Relate(ctx, k.w)
}
