//go:build unix

package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"

	"github.com/twosource/twosource/eval"
)

// tasks are the runs of `twosource eval`; file is of the corpora.
var tasks = []struct{ task, file string }{
	{"text", "extraction.tar.gz"}, {"date", ""}, {"pos", "ud-ewt.tar.gz"}, {"parse", "ud-ewt.tar.gz"}, {"names", "ner.tar.gz"},
	{"time", "timebank-aquaint.tar.gz"}, {"statements", "polnear.tar.gz"}, {"speaker", "archive.jsonl.gz"}, {"reuse", "polnear.tar.gz"},
	{"paraphrase", "rewrites.tar.gz"}, {"stories", "clusters-google-news.jsonl.gz"}, {"stories", "clusters-galaxy.jsonl.gz"}, {"stories", "ecbplus.tar.gz"},
	{"coref", "ecbplus.tar.gz"}, {"entities", "gum.tar.gz"}, {"events", "political-events.tar.gz"}, {"timeline", "timelines.tar.gz"},
	{"conflicts", "altered-reports.jsonl.gz"}, {"conflicts", "archive.jsonl.gz"},
}

// evals scores the stages.
func (b *bench) evals(ctx context.Context) error {
	for _, t := range tasks {
		if !b.wanted("eval/" + t.task + "/" + t.file) {
			continue
		}
		args, shown := []string{"eval", t.task}, "twosource eval "+t.task
		if t.file != "" {
			args = append(args, filepath.Join(b.corpora, t.file))
			shown += " ../shared/corpora/" + t.file
		}
		raw, err := b.output(ctx, nil, b.program, append(args, "--format", "json")...)
		if err != nil {
			return err
		}
		list, err := decodeResults(raw)
		if err != nil {
			return err
		}
		for _, r := range list {
			for name, m := range r.Metrics {
				key := t.task + "/" + r.Data + "/" + name
				if !onPage(key) {
					continue
				}
				if err := b.results.put(key, figure{Value: m.Value, Low: m.Low, High: m.High, N: r.N, Command: shown}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// decodeResults reads one result, several after one another, or a list.
func decodeResults(raw []byte) ([]eval.Result, error) {
	var list []eval.Result
	if json.Unmarshal(raw, &list) == nil {
		return list, nil
	}
	var one eval.Result
	err := json.Unmarshal(raw, &one)
	return []eval.Result{one}, err
}

// onPage reports whether a row shows a key.
func onPage(key string) bool {
	return slices.ContainsFunc(rows, func(r row) bool { return r.key == key })
}
