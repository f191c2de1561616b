package eval

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/twosource/twosource/eval/conflicts"
)

// Conflicts scores what package compare names as disputed. Of
// altered-reports.jsonl.gz the metrics are precision, recall and F1 of the kinds
// of slot that differ in a pair, over the pairs whose slots a person listed; of
// archive.jsonl.gz, the part of 300 reprints in which a conflict is seen. data
// may be a folder that holds both.
func Conflicts(ctx context.Context, data string) ([]Result, error) {
	files := []string{data}
	if info, err := os.Stat(data); err == nil && info.IsDir() {
		files = []string{filepath.Join(data, "altered-reports.jsonl.gz"), filepath.Join(data, "archive.jsonl.gz")}
	}
	var out []Result
	for _, file := range files {
		score := alteredSlots
		if strings.HasPrefix(filepath.Base(file), "archive") {
			score = falseAlarms
		}
		r, err := score(ctx, file)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

func alteredSlots(ctx context.Context, file string) (Result, error) {
	pairs, err := conflicts.ReadAltered(file)
	if err != nil {
		return Result{}, err
	}
	j := conflicts.NewJudge()
	both, found, gold := make([]float64, len(pairs)), make([]float64, len(pairs)), make([]float64, len(pairs))
	for i, p := range pairs {
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		named, err := j.Named(ctx, p.Original, p.Changed)
		if err != nil {
			return Result{}, err
		}
		found[i], gold[i] = float64(len(named)), float64(len(p.Slots))
		for _, kind := range named {
			if slices.Contains(p.Slots, kind) {
				both[i]++
			}
		}
	}
	ratio := func(weight float64, under ...[]float64) Metric {
		return Bootstrap(len(pairs), func(items []int) float64 {
			over, below := 0.0, 0.0
			for _, i := range items {
				over += weight * both[i]
				for _, u := range under {
					below += u[i]
				}
			}
			return over / max(below, 1)
		})
	}
	return Result{Task: "conflicts", Data: "altered-reports", N: len(pairs), Metrics: map[string]Metric{
		"slot_f1": ratio(2, found, gold), "slot_precision": ratio(1, found), "slot_recall": ratio(1, gold),
	}}, nil
}

func falseAlarms(ctx context.Context, file string) (Result, error) {
	reprints, err := conflicts.ReadReprints(file)
	if err != nil {
		return Result{}, err
	}
	j := conflicts.NewJudge()
	alarms := make([]float64, len(reprints))
	for i, p := range reprints {
		rec, err := j.Compare(ctx, p.A, p.B)
		if err != nil {
			return Result{}, err
		}
		for k := range rec.Conflicts {
			if conflicts.Across(&rec.Conflicts[k]) {
				alarms[i] = 1
			}
		}
	}
	return Result{Task: "conflicts", Data: "reprints", N: len(reprints), Metrics: map[string]Metric{"false_alarms": BootstrapMean(alarms)}}, nil
}
