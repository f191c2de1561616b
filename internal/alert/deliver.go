package alert

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// A delivery is an alert that somebody is to be told.
type delivery struct {
	Rule  string    `json:"rule"`
	Way   string    `json:"way"`
	Alert Alert     `json:"alert"`
	Tries int       `json:"tries"`
	Due   time.Time `json:"due"`
}

// The ways of telling.
const (
	byWebhook = "webhook"
	byCommand = "command"
)

// pauses are how long to wait after each try that failed; after the last one the
// delivery is given up. Ours: a server that is down for a day is still told.
var pauses = []time.Duration{
	5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, time.Hour, 4 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// maxOutbox is how many deliveries wait at most; the oldest are given up. Ours.
const maxOutbox = 10_000

// put adds a delivery.
func (d *Desk) put(one delivery) {
	d.kept.Outbox = append(d.kept.Outbox, one)
	d.kept.Outbox = slices.Delete(d.kept.Outbox, 0, max(0, len(d.kept.Outbox)-maxOutbox))
}

// Deliver tells what is due, one after the other, and keeps what failed to be tried
// again. What is given up is told to tell.
func (d *Desk) Deliver(ctx context.Context, tell func(error)) {
	for {
		d.mu.Lock()
		now := d.o.Clock.Now()
		i := slices.IndexFunc(d.kept.Outbox, func(one delivery) bool { return !one.Due.After(now) })
		if i < 0 {
			d.mu.Unlock()
			return
		}
		one := d.kept.Outbox[i]
		r := slices.IndexFunc(d.rules, func(r Rule) bool { return r.ID == one.Rule })
		var rule Rule
		if r >= 0 {
			rule = d.rules[r]
		}
		d.mu.Unlock()
		err := d.tell(ctx, &rule, &one)
		if ctx.Err() != nil {
			return // it stays in the outbox
		}
		if err := d.done(one, err, tell); err != nil {
			tell(err)
			return
		}
	}
}

// done takes a delivery out of the outbox, or puts it off.
func (d *Desk) done(one delivery, failed error, tell func(error)) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	i := slices.IndexFunc(d.kept.Outbox, func(o delivery) bool { return o.Way == one.Way && o.Alert.ID == one.Alert.ID })
	if i < 0 {
		return nil // its rule was removed
	}
	outcome := "delivered"
	var judged interface{ Temporary() bool }
	switch {
	case failed == nil:
		d.kept.Outbox = slices.Delete(d.kept.Outbox, i, i+1)
	case one.Tries >= len(pauses) || errors.As(failed, &judged) && !judged.Temporary():
		outcome = "given-up"
		d.kept.Outbox = slices.Delete(d.kept.Outbox, i, i+1)
		tell(fmt.Errorf("alert %s was not delivered after %d tries: %w", one.Alert.ID, one.Tries+1, failed))
	default:
		outcome = "failed"
		d.kept.Outbox[i].Due = d.o.Clock.Now().Add(pauses[one.Tries])
		d.kept.Outbox[i].Tries++
	}
	if d.o.Told != nil {
		d.o.Told(one.Way, outcome)
	}
	return writeJSON(d.o.State, d.kept)
}

// errNotSent is the error of a way of telling that this process has not.
var errNotSent = errors.New("this process sends none of these")

// tell makes one try.
func (d *Desk) tell(ctx context.Context, r *Rule, one *delivery) error {
	body, err := json.Marshal(&one.Alert)
	switch {
	case err != nil:
		return err
	case one.Way == byWebhook && d.o.Post != nil && r.Webhook != "":
		key, err := r.key()
		if err != nil {
			return err
		}
		at := strconv.FormatInt(d.o.Clock.Now().Unix(), 10)
		return d.o.Post(ctx, r.Webhook, map[string][]string{
			"Content-Type": {"application/json"}, "Webhook-Id": {one.Alert.ID}, "Webhook-Timestamp": {at},
			"Webhook-Signature": {Sign(key, one.Alert.ID, at, body)},
		}, body)
	case one.Way == byCommand && d.o.Start != nil && len(r.Command) > 0:
		return d.o.Start(ctx, r.Command, body)
	}
	return errNotSent
}

// Sign returns the signature of a call of a webhook: by it the receiver knows who
// sent the body, and that it was not sent long ago by somebody else.
//
// Source: Standard Webhooks 1.0: "v1," and the base64 of the HMAC-SHA256 of id,
// timestamp and body, with full stops between.
func Sign(key []byte, id, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", id, timestamp, body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
