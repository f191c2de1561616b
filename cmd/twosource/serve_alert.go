package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/twosource/twosource/internal/alert"
	"github.com/twosource/twosource/internal/store/sqlite"
)

// alertCmd saves queries and stories that are to be told of.
type alertCmd struct {
	Add    alertAddCmd    `cmd:"" help:"Save a query or story: each new origin, changed status and new position is told once."`
	List   alertListCmd   `cmd:"" help:"List what is saved, and what was told last."`
	Remove alertRemoveCmd `cmd:"" help:"Forget a saved query or story."`
	Run    alertRunCmd    `cmd:"" help:"Look once, tell what is new, and end. twosource serve does so by itself."`
}

type alertAddCmd struct {
	Query   string   `help:"A query, as for twosource search." placeholder:"QUERY"`
	Story   string   `help:"The id of a story." placeholder:"ID"`
	Name    string   `help:"What to call it." placeholder:"NAME"`
	Webhook string   `help:"An address that is posted to." placeholder:"URL"`
	Command []string `help:"A program and its arguments, with commas between; the alert is its standard input, as JSON." placeholder:"WORD,…"`
	storeFlags
}

// Help shows how alert add is used.
func (alertAddCmd) Help() string {
	return `Examples:
  twosource alert add --query 'ferry speaker:brenn' --store desk.db
  twosource alert add --story STORY --webhook https://desk.example/hook --store desk.db
  twosource alert add --query 'outlet:courier origins:>=2' --command notify-send,Twosource --store desk.db

What is known now is not told. twosource serve tells what comes, and has it as a feed at /api/v1/alerts/ID/feed.`
}

// Run saves a query or story.
func (cmd *alertAddCmd) Run(c console) error {
	path, err := storePath(cmd.Store)
	if err != nil {
		return err
	}
	r := alert.Rule{ID: alert.NewID(), Name: cmd.Name, Query: cmd.Query, Story: cmd.Story, Webhook: cmd.Webhook, Command: cmd.Command}
	for _, name := range []string{r.Query, r.Story, "every story"} {
		if r.Name == "" {
			r.Name = name
		}
	}
	if r.Webhook != "" {
		r.Secret = alert.NewSecret()
	}
	if err := r.Check(); err != nil {
		return failf(exitUsage, "%w", err)
	}
	rules, err := alert.ReadRules(alertRules(path))
	if err == nil {
		err = alert.WriteRules(alertRules(path), append(rules, r))
	}
	if err != nil {
		return failf(exitFailed, "cannot keep the alert: %w", err)
	}
	fmt.Fprintln(c.out, r.ID)
	if r.Secret != "" {
		fmt.Fprintln(c.out, "calls are signed by", r.Secret)
	}
	return nil
}

type alertListCmd struct{ storeFlags }

// Run lists the alerts of a store.
func (cmd *alertListCmd) Run(ctx context.Context, c console) error {
	return withDesk(ctx, cmd.Store, func(d *alert.Desk) error {
		for _, r := range d.Rules() {
			fmt.Fprintf(c.out, "%s  %s\n", r.ID, r.Name)
			list, _, _ := d.Fired(r.ID)
			for _, a := range list {
				fmt.Fprintf(c.out, "  %s\n", alertLine(&a))
			}
		}
		return nil
	})
}

func alertLine(a *alert.Alert) string {
	line := a.At.Format(time.DateTime) + "  " + a.Text
	if w := a.Words; w != nil {
		line += fmt.Sprintf(": %s, %s: “%s”", orUnknown(w.Outlet), orUnknown(w.Published), oneLine(w.Text))
	}
	return line
}

func orUnknown(s *string) string {
	if s == nil {
		return "unknown"
	}
	return *s
}

type alertRemoveCmd struct {
	ID string `arg:"" help:"The id that alert add has printed."`
	storeFlags
}

// Run forgets an alert.
func (cmd *alertRemoveCmd) Run() error {
	path, err := storePath(cmd.Store)
	if err != nil {
		return err
	}
	rules, err := alert.ReadRules(alertRules(path))
	if err != nil {
		return failf(exitFailed, "%w", err)
	}
	kept := slices.DeleteFunc(slices.Clone(rules), func(r alert.Rule) bool { return r.ID == cmd.ID })
	if len(kept) == len(rules) {
		return failf(exitFailed, "there is no alert %s", cmd.ID)
	}
	return alert.WriteRules(alertRules(path), kept)
}

type alertRunCmd struct {
	Private bool `help:"Also call webhooks in one's own network."`
	storeFlags
}

// Run looks once and tells what is new.
func (cmd *alertRunCmd) Run(ctx context.Context, c console) error {
	return withDeskAt(ctx, cmd.Store, cmd.Private, func(d *alert.Desk) error {
		before := map[string]bool{}
		each := func(fn func(*alert.Alert)) {
			for _, r := range d.Rules() {
				list, _, _ := d.Fired(r.ID)
				slices.Reverse(list)
				for i := range list {
					fn(&list[i])
				}
			}
		}
		each(func(a *alert.Alert) { before[a.ID] = true })
		if _, err := d.Look(ctx); err != nil {
			return err
		}
		each(func(a *alert.Alert) {
			if !before[a.ID] {
				fmt.Fprintln(c.out, alertLine(a))
			}
		})
		var failed error
		d.Deliver(ctx, func(err error) { failed = errors.Join(failed, err) })
		return failed
	})
}

func withDesk(ctx context.Context, path string, fn func(*alert.Desk) error) error {
	return withDeskAt(ctx, path, false, fn)
}

// withDeskAt runs fn over the alerts of a store.
func withDeskAt(ctx context.Context, path string, private bool, fn func(*alert.Desk) error) (err error) {
	path, err = storePath(path)
	if err != nil {
		return err
	}
	st, err := openStore(ctx, path, sqlite.Read)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	site, err := newSite(ctx, st, nil)
	if err != nil {
		return err
	}
	desk, err := newDesk(site, path, private, nil)
	if err != nil {
		return err
	}
	return fn(desk)
}

// commandTime is how long the command of an alert may take. Ours.
const commandTime = time.Minute

// startCommand runs the command of an alert, with body as its standard input.
func startCommand(ctx context.Context, command []string, body []byte) error {
	ctx, stop := context.WithTimeout(ctx, commandTime)
	defer stop()
	p := exec.CommandContext(ctx, command[0], command[1:]...)
	p.Stdin, p.Stdout = bytes.NewReader(body), io.Discard
	var said strings.Builder
	p.Stderr = &bounded{w: &said, left: 1000}
	p.WaitDelay = 5 * time.Second
	if err := p.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", command[0], err, strings.TrimSpace(said.String()))
	}
	return nil
}

// A bounded writer writes so many bytes and forgets the rest.
type bounded struct {
	w    io.Writer
	left int
}

func (b *bounded) Write(p []byte) (int, error) {
	n := min(len(p), b.left)
	b.left -= n
	if _, err := b.w.Write(p[:n]); err != nil {
		return 0, err
	}
	return len(p), nil
}
