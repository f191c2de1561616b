package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/twosource/twosource/internal/queue"
	"github.com/twosource/twosource/internal/queue/jetstream"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// A told is word that the derived records of a store have changed, as it goes to all
// servers of that store. One that cannot be read, or says nothing of what changed, lets
// a server look for itself.
type told struct {
	From int64         `json:"from"` // as in [serve.Delta]
	To   int64         `json:"to"`
	Put  []derivedName `json:"put,omitempty"`
	Gone []derivedName `json:"gone,omitempty"`
}

type derivedName struct {
	Kind store.Kind `json:"kind"`
	Key  string     `json:"key"`
}

// mostNamed is how many records word of a change names; to look for itself costs a
// server less than as many that it must ask for one by one. Ours.
const mostNamed = 4000

// tellMost is how long telling may take, while other work waits: who does not hear it
// looks within a second.
const tellMost = 500 * time.Millisecond

// openFan opens what carries word of changes at the address of a queue, with what
// closes it. It need not answer yet.
func openFan(address string, tell func(string)) (queue.Fan, func(), error) {
	if !jetstream.Is(address) {
		return nil, nil, failf(exitUsage, "--queue: write nats://HOST:PORT, or several hosts with commas between them")
	}
	b, err := jetstream.ConnectLater(address, tell)
	if err != nil {
		return nil, nil, err
	}
	return b.Fan("stories"), func() { _ = b.Close() }, nil // nothing is lost with it
}

// tellChange tells the servers of a store that its derived records have changed, and
// how, if by says it. Nothing hangs on it: its error is for the operator.
func tellChange(ctx context.Context, fan queue.Fan, by *serve.Delta) error {
	var t told
	if by != nil && len(by.Put)+len(by.Gone) <= mostNamed {
		t = told{From: by.From, To: by.To, Put: namesOf(by.Put), Gone: namesOf(by.Gone)}
	}
	body, err := json.Marshal(t)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, tellMost)
	defer cancel()
	if err := fan.Tell(ctx, body); err != nil {
		return fmt.Errorf("other servers are not told of the change, and see it when they look: %w", err)
	}
	return nil
}

func namesOf(keys []store.DerivedKey) []derivedName {
	list := make([]derivedName, len(keys))
	for i, k := range keys {
		list[i] = derivedName(k)
	}
	return list
}

// hearChanges brings a site up to date whenever a change is told, until ctx ends,
// whose error it returns.
func hearChanges(ctx context.Context, fan queue.Fan, site *serve.Site, tell func(error)) error {
	for ctx.Err() == nil {
		h, err := fan.Listen(ctx)
		if err == nil {
			err = hear(ctx, h, site, tell)
			err = errors.Join(err, h.Close())
		}
		if ctx.Err() == nil {
			tell(fmt.Errorf("changes of other processes are not heard, and are seen when this one looks: %w", err))
			_ = machine{}.Wait(ctx, time.Second) // the loop ends with ctx
		}
	}
	return ctx.Err()
}

func hear(ctx context.Context, h queue.Hearing, site *serve.Site, tell func(error)) error {
	for {
		body, err := h.Next(ctx)
		if err != nil {
			return err
		}
		var t told
		var by *serve.Delta
		if json.Unmarshal(body, &t) == nil && t.To != 0 {
			by = &serve.Delta{From: t.From, To: t.To, Put: keysOf(t.Put), Gone: keysOf(t.Gone)}
		}
		if err := site.RefreshBy(ctx, by); err != nil && ctx.Err() == nil {
			tell(err)
		}
	}
}

func keysOf(names []derivedName) []store.DerivedKey {
	list := make([]store.DerivedKey, len(names))
	for i, n := range names {
		list[i] = store.DerivedKey(n)
	}
	return list
}
