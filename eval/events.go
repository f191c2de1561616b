package eval

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/twosource/twosource/eval/events"
	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/knowledge"
)

// The files of the events task, by the ends of their names.
const (
	plvFile      = "PLV_train.tsv"
	petrarchFile = "PETR.UnitTest.records.xml"
	actorsFile   = "PETR.Validate.actors.txt"
)

var errNoEvents = errors.New("eval: neither " + plvFile + " nor " + petrarchFile + " in the data")

// fileNamed gives the text of the file whose name ends in suffix, the first by
// name.
func fileNamed(files map[string][]byte, suffix string) (string, bool) {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasSuffix(name, suffix) {
			return string(files[name]), true
		}
	}
	return "", false
}

// PLV reads the sentences of PLV's train side from a table, a folder or a
// tar.gz.
func PLV(data string) ([]events.Sentence, error) {
	files, err := readTree(data)
	if err != nil {
		return nil, err
	}
	text, ok := fileNamed(files, plvFile)
	if !ok {
		return nil, errNoEvents
	}
	return events.ReadPLV(text)
}

// Events scores the coding of events: on PLV the root of what a given source
// does to a given target, by cross-validation over ten parts of the sentences,
// since it is what the classifier is learnt from; on the validation records of
// PETRARCH who does something to whom, end to end.
func Events(ctx context.Context, data string) ([]Result, error) {
	files, err := readTree(data)
	if err != nil {
		return nil, err
	}
	var out []Result
	if text, ok := fileNamed(files, plvFile); ok {
		r, err := scorePLV(text)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	if text, ok := fileNamed(files, petrarchFile); ok {
		actors, _ := fileNamed(files, actorsFile)
		r, err := scorePETRARCH(ctx, text, actors)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	if out == nil {
		return nil, errNoEvents
	}
	return out, ctx.Err()
}

func scorePLV(text string) (Result, error) {
	sentences, err := events.ReadPLV(text)
	if err != nil {
		return Result{}, err
	}
	examples, err := events.Examples(sentences)
	if err != nil {
		return Result{}, err
	}
	found, err := events.CrossValidate(examples, events.Folds(sentences), events.Options)
	if err != nil {
		return Result{}, err
	}
	gold := make([]string, len(examples))
	right := 0
	for i := range examples {
		gold[i] = examples[i].Root
		if gold[i] == found[i] {
			right++
		}
	}
	macro := Bootstrap(len(gold), func(items []int) float64 {
		g, f := make([]string, len(items)), make([]string, len(items))
		for k, i := range items {
			g[k], f[k] = gold[i], found[i]
		}
		return events.MacroF1(g, f)
	})
	return Result{Task: "events", Data: "plv-train", N: len(gold), Metrics: map[string]Metric{
		"root_macro_f1": macro, "root_accuracy": Exactly(float64(right) / float64(len(gold))),
	}}, nil
}

func scorePETRARCH(ctx context.Context, records, actors string) (Result, error) {
	known, err := knowledge.Read(actorsFile, events.Actors(actors))
	if err != nil {
		return Result{}, err
	}
	all := events.ReadPETRARCH(records)
	an := annotate.New(annotate.Options{Knowledge: known})
	var pairs, roots events.Counts
	for i := range all {
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		marks := an.Annotate(events.Article(all[i].ID, all[i].Text))
		events.Compare(&all[i], events.Dyads(&marks), &pairs, &roots)
	}
	return Result{Task: "events", Data: "petrarch-records", N: len(all), Metrics: map[string]Metric{
		"pair_precision": Exactly(pairs.Precision()), "pair_recall": Exactly(pairs.Recall()), "pair_f1": Exactly(pairs.F1()),
		"root_precision": Exactly(roots.Precision()), "root_recall": Exactly(roots.Recall()), "root_f1": Exactly(roots.F1()),
	}}, nil
}
