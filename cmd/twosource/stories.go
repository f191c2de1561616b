package main

import (
	"context"
	"io"

	"github.com/twosource/twosource/internal/brief"
)

type storiesCmd struct {
	Entity   string `help:"Only stories that name this person, body or place." placeholder:"WORDS"`
	Outlet   string `help:"Only stories that this outlet has." placeholder:"WORDS"`
	Articles int    `help:"Only stories of so many articles or more." placeholder:"N"`
	Origins  int    `help:"Only stories of so many origins or more." placeholder:"N"`
	listFlags
}

// Help shows how stories is used.
func (storiesCmd) Help() string {
	return `Examples:
  twosource stories examples/ferry-talks
  twosource stories --store desk.db --since 2031-03-01 --origins 2
  twosource stories --store archive.db --entity Lavrov --format csv -o stories.csv

One row a story, those with most origins first. --topic looks at titles and leads. Then: twosource story ID, and
twosource explain ID for the reasons.`
}

// Run lists the stories of the inputs or the store.
func (cmd *storiesCmd) Run(ctx context.Context, c console) error {
	cmd.lean = true
	return cmd.list(ctx, c, func(d *brief.Document, f brief.RowFilter, w rowWriter) error {
		rows := brief.Stories(d, brief.StoryFilter{RowFilter: f, Entity: cmd.Entity, Outlet: cmd.Outlet, Articles: cmd.Articles, Origins: cmd.Origins})
		return brief.WriteStories(w, rows, w.format, w.width)
	})
}

type entitiesCmd struct {
	Type     string `help:"Only persons, organizations, places, groups or others." enum:",person,organization,place,group,other" default:"" placeholder:"TYPE"`
	Country  string `help:"Only of this country, as an ISO code of three letters." placeholder:"CODE"`
	Mentions int    `help:"Only those mentioned so often or more." placeholder:"N"`
	listFlags
}

// Help shows how entities is used.
func (entitiesCmd) Help() string {
	return `Examples:
  twosource entities examples/ferry-talks
  twosource entities --store desk.db --type person --mentions 5
  twosource entities --store archive.db --topic "foreign minister" --format jsonl

One row an entity, those with most mentions first, with why mentions are taken for one. --topic looks at names, aliases
and roles; --since and --until at the days of the articles that name it.`
}

// Run lists the entities of the inputs or the store.
func (cmd *entitiesCmd) Run(ctx context.Context, c console) error {
	cmd.lean = true
	return cmd.list(ctx, c, func(d *brief.Document, f brief.RowFilter, w rowWriter) error {
		rows := brief.Entities(d, brief.EntityFilter{RowFilter: f, Type: cmd.Type, Country: cmd.Country, Mentions: cmd.Mentions})
		return brief.WriteEntities(w, rows, w.format, w.width)
	})
}

type explainCmd struct {
	ID     string   `arg:"" help:"The id of an article, link, origin, story, thread, entity, statement, event, claim, conflict or position."`
	Input  []string `arg:"" optional:"" help:"Files, folders, globs, - for standard input."`
	Format string   `help:"text or json. Without it the ending of --output decides, else text." enum:",text,json" default:"" placeholder:"FORMAT"`
	inputFlags
	outputFlags
}

// Help shows how explain is used.
func (explainCmd) Help() string {
	return `Examples:
  twosource explain 5xq2m7k4c3d6tzva examples/ferry-talks
  twosource explain 5xq2m7k4c3d6tzva --store desk.db
  twosource explain 5xq2m7k4c3d6tzva --store desk.db --format json

Says why: the reasons of a link with the words that two articles share, what joins the articles of an origin or a story
and how they are counted, why mentions are taken for one entity, on what a speaker or a date rests. Ids stand in every
listing and in the JSON of a brief.

Exit codes: 0 done; 1 nothing has this id, or nothing could be read; 2 wrong usage; 3 done, but some inputs could not be
read.`
}

// Run explains one thing.
func (cmd *explainCmd) Run(ctx context.Context, c console) error {
	cmd.lean = true
	run, err := cmd.analyse(ctx, c, cmd.Input)
	if err != nil {
		return err
	}
	list := brief.Explain(brief.New(run.Record, settings(run, cmd.settings())), cmd.ID)
	if len(list) == 0 {
		return failf(exitFailed, "nothing here has the id %s", cmd.ID)
	}
	err = cmd.write(c, func(w io.Writer) error {
		return brief.WriteExplanations(w, list, brief.Format(rowFormat(cmd.Format, cmd.Output)), cmd.width())
	})
	if err != nil {
		return err
	}
	return outcome(run)
}
