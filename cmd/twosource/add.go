package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/sqlite"
)

type addCmd struct {
	Input     []string `arg:"" optional:"" help:"Files, folders, globs, - for standard input."`
	AsOf      string   `help:"Date of articles that carry none, as 2015-09-27." placeholder:"DATE"`
	Map       string   `help:"Names of other people's columns: text=article_content,title=headline." placeholder:"OURS=THEIRS,…"`
	DateOrder string   `help:"How to read dates such as 4/5/2017: dmy or mdy. Without it they are left unread." enum:",dmy,mdy" default:"" placeholder:"ORDER"`
	Jobs      int      `help:"Articles worked on at once; 0 is one a processor. No effect on the result." default:"0" placeholder:"N"`
	Quiet     bool     `short:"q" help:"No progress and no notes; inputs that cannot be read are still named."`
	NoStories bool     `help:"Leave stories, origins and entities as they are: quicker when more is to be added. The last add must do without."`
	Queue     string   `help:"Only read the inputs here: twosource worker analyses and keeps them (nats://HOST:PORT). With --store, pages that it has are not sent." placeholder:"ADDRESS"`
	tableFlags
	writeFlags
}

// Help shows how add is used.
func (addCmd) Help() string {
	return `Examples:
  twosource add saved-pages/
  twosource add archive.jsonl.gz --store archive.db
  twosource add monday/ tuesday/ --store desk.db --wait 5m

Only what is new is analysed. Articles are kept as they are read: after an interruption the same command goes on
where it was left. One process writes to a store at a time; any number may read it meanwhile.

Exit codes: 0 done; 1 failed, or nothing could be read; 2 wrong usage; 3 done, but some inputs could not be read;
130 interrupted (what was finished is kept).`
}

// Run keeps the articles of the inputs.
func (cmd *addCmd) Run(ctx context.Context, c console) error {
	if len(cmd.Input) == 0 {
		return failf(exitUsage, "nothing to add: name files, folders or globs, or - for standard input")
	}
	flags := inputFlags{AsOf: cmd.AsOf, Map: cmd.Map, DateOrder: cmd.DateOrder, tableFlags: cmd.tableFlags, Jobs: cmd.Jobs, Quiet: cmd.Quiet}
	o, err := flags.options(c)
	if err != nil {
		return err
	}
	settings, err := json.Marshal(flags.settings())
	if err != nil {
		return err
	}
	o.Progress = new(pipeline.Progress)
	if cmd.Queue != "" {
		return cmd.spread(ctx, c, string(settings), o)
	}
	return cmd.withWriter(ctx, sqlite.Create, func(st keptStore, w store.Writer) error {
		done := showProgress(c.err, o.Progress, cmd.Quiet)
		added, err := pipeline.Add(ctx, w, cmd.Input, string(settings), o)
		if err == nil && !cmd.NoStories {
			err = related(ctx, w, o)
		}
		done()
		if added != nil {
			cmd.tell(c.err, st.Path(), added)
		}
		if err != nil {
			return kept(ctx, err)
		}
		return cmd.outcome(ctx, w, added)
	})
}

// tell says what was added, and what could not be.
func (cmd *addCmd) tell(w io.Writer, path string, a *pipeline.Added) {
	for _, e := range a.Failed {
		fmt.Fprintln(w, "twosource:", e.Error())
	}
	if cmd.Quiet {
		return
	}
	for _, n := range a.Notices {
		fmt.Fprintln(w, "note:", n.Message)
	}
	if a.KeptOut > 0 {
		fmt.Fprintf(w, "note: %s removed from this store before, and kept out\n", wasWere(a.KeptOut, "page"))
	}
	fmt.Fprintf(w, "%s: %s added", path, count(a.New, "page"))
	if known := a.Pages - a.New - a.KeptOut; known > 0 {
		fmt.Fprintf(w, ", %d known", known)
	}
	if a.Whole > 0 {
		fmt.Fprintf(w, "; %s unchanged and not read again", count(a.Whole, "input"))
	}
	fmt.Fprintln(w)
}

func wasWere(n int, what string) string {
	if n == 1 {
		return "1 " + what + " was"
	}
	return fmt.Sprintf("%d %ss were", n, what)
}

// outcome is the exit code of an add that came to its end.
func (cmd *addCmd) outcome(ctx context.Context, w store.Writer, a *pipeline.Added) error {
	if len(a.Failed) == 0 {
		return nil
	}
	v, err := w.View(ctx)
	if err != nil {
		return err
	}
	st, err := v.State(ctx)
	if err = errors.Join(err, v.Close()); err != nil {
		return err
	}
	if st.Articles == 0 {
		return failf(exitFailed, "no article could be read")
	}
	return &exitError{code: exitPartial}
}
