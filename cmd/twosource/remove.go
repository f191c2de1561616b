package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/sqlite"
)

type removeCmd struct {
	ID        []string `arg:"" optional:"" help:"Ids of articles, as search and articles list them."`
	Before    string   `help:"Remove the articles published before this day; they are not kept out." placeholder:"DATE"`
	NoStories bool     `help:"Leave stories, origins and entities to the next add; until then there are none."`
	tableFlags
	writeFlags
}

// Help shows how remove is used.
func (removeCmd) Help() string {
	return `Examples:
  twosource remove 5xq2m7k4c3d6tzva --store desk.db
  twosource remove --before 2024-01-01 --store desk.db

An article goes with its text, all versions and all that was derived of it; only its id and the hashes of its pages stay,
so that it is not added again. The index beside the store goes as well, and is made again when it is needed. What --before removes may be added again. Copies made by backup keep what they have.

Exit codes: 0 done; 1 the store has no such article; 2 wrong usage.`
}

// Run takes articles out of a store.
func (cmd *removeCmd) Run(ctx context.Context, c console) error {
	if (len(cmd.ID) > 0) == (cmd.Before != "") {
		return failf(exitUsage, "name the ids of articles, or a day with --before")
	}
	limit, _, ok := news.Date{Value: cmd.Before}.Bounds()
	if cmd.Before != "" && !ok {
		return failf(exitUsage, "--before %s: not a date; write it as 2015-09-27", cmd.Before)
	}
	var o pipeline.Options
	if err := cmd.into(&o); err != nil {
		return err
	}
	return cmd.withWriter(ctx, sqlite.Write, func(st keptStore, w store.Writer) error {
		ids := cmd.ID
		if cmd.Before != "" {
			var err error
			if ids, err = publishedBefore(ctx, w, limit); err != nil {
				return err
			}
		}
		n, err := w.Remove(ctx, ids, cmd.Before == "")
		if err != nil {
			return err
		}
		if err := dropIndex(cmd.Store); err != nil {
			return failf(exitFailed, "removed, but their hashes are still in the index beside the store: %w", err)
		}
		fmt.Fprintf(c.err, "%s: %s removed\n", st.Path(), count(n, "article"))
		if n > 0 && !cmd.NoStories {
			if err := related(ctx, w, o); err != nil {
				return failf(exitFailed, "removed, but stories could not be made anew: %w", kept(ctx, err))
			}
		}
		if n < len(cmd.ID) {
			return failf(exitFailed, "the store does not have %s of these ids; they are kept out all the same", count(len(cmd.ID)-n, "article"))
		}
		return nil
	})
}

// publishedBefore returns the articles that were published before a minute since
// 1970 in all their versions.
func publishedBefore(ctx context.Context, w store.Writer, limit int64) (ids []string, err error) {
	v, err := w.View(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	stays := map[string]bool{}
	err = v.Readings(ctx, store.Filter{}, func(_ store.Reading, a *store.Analysis) error {
		_, last, ok := a.Article.Published.Bounds()
		if id := a.Article.ID; !ok || last >= limit {
			stays[id] = true
		} else if _, known := stays[id]; !known {
			stays[id] = false
		}
		return nil
	})
	for id, stay := range stays {
		if !stay {
			ids = append(ids, id)
		}
	}
	return ids, err
}
