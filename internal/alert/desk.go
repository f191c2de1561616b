package alert

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/twosource/twosource/internal/export"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// Options set up a [Desk]. Site, Clock, Rules and State must be set.
type Options struct {
	Site  *serve.Site
	Clock serve.Clock
	Rules string // the file of rules
	State string // the file of what was known and told; the desk alone writes it
	// Post calls a webhook; nil calls none. An error with a method Temporary that
	// returns false is not tried again.
	Post func(ctx context.Context, address string, header map[string][]string, body []byte) error
	// Start runs a command with body as its standard input; nil runs none.
	Start func(ctx context.Context, command []string, body []byte) error
	// Told is called after each try to deliver; it may be nil.
	Told func(way, outcome string)
}

// A Desk watches over rules. Make one with [Open]; its methods may be called from
// several goroutines.
type Desk struct {
	o     Options
	mu    sync.Mutex
	rules []Rule
	kept  kept
	wake  chan struct{}
}

// kept is what the file of state holds.
type kept struct {
	States map[string]*state  `json:"states"` // by rule
	Fired  map[string][]Alert `json:"fired"`  // by rule, the newest last
	Outbox []delivery         `json:"outbox"`
}

// keptAlerts is how many alerts of one rule stay in its feed. Ours.
const keptAlerts = 100

// Open returns the desk of the files that o names. The error names the file.
func Open(o Options) (*Desk, error) {
	d := &Desk{o: o, wake: make(chan struct{}, 1)}
	if err := readJSON(o.State, &d.kept); err != nil {
		return nil, err
	}
	if d.kept.States == nil {
		d.kept.States = map[string]*state{}
	}
	if d.kept.Fired == nil {
		d.kept.Fired = map[string][]Alert{}
	}
	var err error
	d.rules, err = ReadRules(o.Rules)
	return d, err
}

// Rules returns the rules as they are now.
func (d *Desk) Rules() []Rule {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.rules)
}

// Fired returns what a rule has told last, the newest first; ok is false if there is
// no such rule.
func (d *Desk) Fired(rule string) (list []Alert, r Rule, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	i := slices.IndexFunc(d.rules, func(r Rule) bool { return r.ID == rule })
	if i < 0 {
		return nil, r, false
	}
	list = slices.Clone(d.kept.Fired[rule])
	slices.Reverse(list)
	return list, d.rules[i], true
}

// Channel returns what a rule has told last as a feed.
func Channel(r Rule, list []Alert) export.Channel {
	c := export.Channel{ID: "urn:twosource:alert:" + r.ID, Title: "Twosource: " + r.Name}
	for _, a := range list {
		it := export.Item{ID: "urn:twosource:alert:" + a.ID, Title: a.Text, Updated: a.At}
		if w := a.Words; w != nil {
			it.Text = w.Text
			if w.URL != nil {
				it.Link = *w.URL
			}
			if w.Outlet != nil {
				it.Title += ": " + *w.Outlet
			}
		}
		c.Items = append(c.Items, it)
	}
	return c
}

// Add keeps a new rule. What is known under it now is not told.
func (d *Desk) Add(r Rule) error {
	if err := r.Check(); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	rules, err := ReadRules(d.o.Rules)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(rules, func(old Rule) bool { return old.ID == r.ID }) {
		return fmt.Errorf("there is an alert %s already", r.ID)
	}
	if err := WriteRules(d.o.Rules, append(rules, r)); err != nil {
		return err
	}
	d.rules = append(rules, r)
	d.Wake()
	return nil
}

// Remove forgets a rule with what it has told; ok is false if there is none.
func (d *Desk) Remove(id string) (ok bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	rules, err := ReadRules(d.o.Rules)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return false, nil
	}
	rules = slices.Delete(rules, i, i+1)
	if err := WriteRules(d.o.Rules, rules); err != nil {
		return false, err
	}
	d.rules = rules
	d.forget()
	return true, writeJSON(d.o.State, d.kept)
}

// forget drops what was kept of rules that are no more.
func (d *Desk) forget() {
	known := map[string]bool{}
	for i := range d.rules {
		known[d.rules[i].ID] = true
	}
	for id := range d.kept.States {
		if !known[id] {
			delete(d.kept.States, id)
		}
	}
	for id := range d.kept.Fired {
		if !known[id] {
			delete(d.kept.Fired, id)
		}
	}
	d.kept.Outbox = slices.DeleteFunc(d.kept.Outbox, func(one delivery) bool { return !known[one.Rule] })
}

// Look compares what every rule means now with what was known, and keeps what is
// new to be told. It returns how many alerts there were. One rule that cannot be
// judged stops no other.
func (d *Desk) Look(ctx context.Context) (int, error) {
	rules, err := ReadRules(d.o.Rules)
	if err != nil {
		return 0, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.rules = rules
	d.forget()
	n := 0
	var errs []error
	err = d.o.Site.View(ctx, func(v store.View) error {
		for i := range d.rules {
			r := &d.rules[i]
			if r.Query == "" && r.Story == "" {
				continue
			}
			now, found, err := judge(ctx, d.o.Site, v, r, d.kept.States[r.ID])
			if err != nil {
				errs = append(errs, fmt.Errorf("alert %s: %w", r.ID, err))
				continue
			}
			for _, f := range found {
				a, err := d.alert(ctx, v, r, f)
				if err != nil {
					return err
				}
				d.fire(r, a)
				n++
			}
			d.kept.States[r.ID] = now
		}
		return nil
	})
	return n, errors.Join(append(errs, err, writeJSON(d.o.State, d.kept))...)
}

// alert makes an alert of a finding.
func (d *Desk) alert(ctx context.Context, v store.View, r *Rule, f finding) (Alert, error) {
	a := Alert{
		ID: news.NewID("alert", r.ID, f.what, f.key), Rule: r.ID, Name: r.Name, At: d.o.Clock.Now().UTC().Truncate(time.Second),
		What: f.what, Text: f.text, Was: orNull(f.was), Now: orNull(f.now), Story: orNull(d.o.Site.Catalog().StoryOf(f.at.Article)),
	}
	articles, _, err := d.o.Site.Texts(ctx, v, []string{f.at.Article})
	if err != nil || len(articles) == 0 {
		return a, err
	}
	at := f.at.Span
	if at.IsZero() {
		at = articles[0].TitleSpan
	}
	if at.IsZero() || at.Check(articles[0].Text) != nil {
		return a, nil
	}
	words := serve.Cite(&articles[0], at)
	a.Words = &words
	return a, nil
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// fire keeps an alert for the feed and for those who are to be told.
func (d *Desk) fire(r *Rule, a Alert) {
	list := append(d.kept.Fired[r.ID], a)
	d.kept.Fired[r.ID] = slices.Delete(list, 0, max(0, len(list)-keptAlerts))
	if r.Webhook != "" {
		d.put(delivery{Rule: r.ID, Way: byWebhook, Alert: a, Due: a.At})
	}
	if len(r.Command) > 0 {
		d.put(delivery{Rule: r.ID, Way: byCommand, Alert: a, Due: a.At})
	}
}

// Changed keeps changes of stories to be told to the rules that are for all.
func (d *Desk) Changed(list []serve.Change) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for i := range d.rules {
		r := &d.rules[i]
		if r.Query != "" || r.Story != "" {
			continue
		}
		for _, c := range list {
			d.fire(r, Alert{
				ID: news.NewID("alert", r.ID, fmt.Sprint(c.ID), c.Story), Rule: r.ID, Name: r.Name, At: d.o.Clock.Now().UTC().Truncate(time.Second),
				What: StoryChange + c.What, Story: orNull(c.Story), Text: fmt.Sprintf("story %s %s: %d articles, at most %d origins", c.Story, c.What, len(c.Articles), c.Origins),
			})
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return writeJSON(d.o.State, d.kept)
}

// Wake makes [Desk.Run] look at once.
func (d *Desk) Wake() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// most is how long Run sleeps at most. Ours: rules that another process has written
// are met no later.
const most = time.Minute

// Run looks whenever stories have changed, and tells what is due, until ctx ends,
// whose error it returns. What fails meanwhile is told to tell.
func (d *Desk) Run(ctx context.Context, tell func(error)) error {
	watch := d.o.Site.Watch(0)
	if watch == nil {
		return errors.New("too many readers of the event stream")
	}
	defer func() { watch.Close() }()
	for {
		if _, err := d.Look(ctx); err != nil && ctx.Err() == nil {
			tell(err)
		}
		d.Deliver(ctx, tell)
		waiting, stop := context.WithTimeout(ctx, d.next())
		var changed []serve.Change
		var lost bool
		select {
		case c, ok := <-watch.Changes:
			lost = !ok
			if changed = append(changed, c); ok {
				changed, lost = drain(watch.Changes, changed)
			} else {
				changed = nil
			}
		case <-d.wake:
		case <-waiting.Done():
		}
		stop()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := d.Changed(changed); err != nil {
			tell(err)
		}
		if lost { // too slow: begin anew
			if watch = d.o.Site.Watch(0); watch == nil {
				<-ctx.Done()
				watch = &serve.Watch{}
				return ctx.Err()
			}
		}
	}
}

// drain takes what else waits.
func drain(in <-chan serve.Change, list []serve.Change) (all []serve.Change, lost bool) {
	for {
		select {
		case c, ok := <-in:
			if !ok {
				return list, true
			}
			list = append(list, c)
		default:
			return list, false
		}
	}
}

// next returns how long nothing is due.
func (d *Desk) next() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := most
	now := d.o.Clock.Now()
	for i := range d.kept.Outbox {
		out = min(out, max(d.kept.Outbox[i].Due.Sub(now), time.Millisecond))
	}
	return out
}
