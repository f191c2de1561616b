package pipeline

import (
	"cmp"
	"context"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/reuse"
	"github.com/twosource/twosource/internal/store"
)

// A Learnt is the outcome of learning what outlets repeat.
type Learnt struct {
	Table    *reuse.Boilerplate
	Articles int               // that it was learnt from
	Failed   []news.InputError // named inputs, and parts of inputs, that could not be read
}

// LearnBoilerplate learns what each family of outlets has in at least so many of its
// articles, 2 to 16, from the inputs that args name. Families are those of o's
// corrections. The outcome depends on the articles alone.
func LearnBoilerplate(ctx context.Context, args []string, least int, o Options) (*Learnt, error) {
	r, err := Read(ctx, args, o)
	if err != nil {
		return nil, err
	}
	return learn(&r.record, r.failed, least, o)
}

// LearnStoredBoilerplate does what [LearnBoilerplate] does from the articles of a
// store. It holds their texts in memory.
func LearnStoredBoilerplate(ctx context.Context, v store.View, least int, o Options) (*Learnt, error) {
	if o.Progress == nil {
		o.Progress = new(Progress)
	}
	run, _, err := loadScant(ctx, v, o)
	if err != nil {
		return nil, err
	}
	return learn(run.Record, nil, least, o)
}

func learn(rec *news.Record, failed []news.InputError, least int, o Options) (*Learnt, error) {
	index, sketcher := new(reuse.Index), reuse.NewSketcher(o.Knowledge, nil)
	families := o.Corrections.Bind(rec.Articles).Families()
	names := make([]string, len(rec.Articles))
	for i := range rec.Articles {
		a := rec.Articles[i]
		if len(families) > 0 {
			a.Family = cmp.Or(families[i].Name, a.Family)
		}
		names[i] = a.Family
		sketch := sketcher.Sketch(&a, &rec.Annotations[i])
		if _, err := index.Add(&sketch); err != nil {
			return nil, err
		}
	}
	table, err := index.Boilerplate(least, names)
	if err != nil {
		return nil, err
	}
	return &Learnt{Table: table, Articles: len(rec.Articles), Failed: failed}, nil
}
