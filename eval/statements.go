package eval

import (
	"context"
	"maps"
	"slices"

	"github.com/twosource/twosource/eval/statements"
	"github.com/twosource/twosource/internal/annotate"
)

// PolNeAR reads the corpus from a folder or tar.gz (see
// [statements.ReadPolNeAR]).
func PolNeAR(data string) ([]statements.AttributedText, error) {
	files, err := readTree(data)
	if err != nil {
		return nil, err
	}
	return statements.ReadPolNeAR(files)
}

// Statements scores the stage annotate on PolNeAR, its brat files in a folder or
// tar.gz (see [statements.ReadPolNeAR]): on the train side, which the model was
// learnt from, only if data holds nothing else. See [statements.Compare] for what
// counts as found.
func Statements(ctx context.Context, data string) ([]Result, error) {
	texts, err := PolNeAR(data)
	if err != nil {
		return nil, err
	}
	an := annotate.New(annotate.Options{})
	sides := map[string][]statements.Counts{}
	gold := map[string]int{}
	only := slices.ContainsFunc(texts, func(t statements.AttributedText) bool { return t.Side != "train" })
	for i := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		t := &texts[i]
		if only && t.Side == "train" {
			continue
		}
		marks := an.Annotate(t.Article())
		sides[t.Side] = append(sides[t.Side], statements.Compare(t.Text, t.Gold, t.Found(&marks)))
		gold[t.Side] += len(t.Gold)
	}
	var out []Result
	for _, side := range slices.Sorted(maps.Keys(sides)) {
		out = append(out, Result{Task: "statements", Data: "polnear-" + side, N: gold[side], Metrics: attributionMetrics(sides[side])})
	}
	return out, nil
}

// attributionMetrics gives, for all attributions and for direct and indirect
// ones apart, overlap and exact F1 of each part and of whole triples, and the
// mean of the three spans; for all, precision and recall of the triples, and
// token_f1. Intervals are of 1,000 samples of documents.
func attributionMetrics(docs []statements.Counts) map[string]Metric {
	m := map[string]Metric{}
	sum := func(items []int, pick func(*statements.Counts) statements.Tally) statements.Tally {
		var t statements.Tally
		for _, i := range items {
			t.Add(pick(&docs[i]))
		}
		return t
	}
	all := make([]int, len(docs))
	for i := range all {
		all[i] = i
	}
	for class, prefix := range statements.ClassNames {
		for _, mode := range []struct {
			name string
			of   func(*statements.Counts) *[statements.NumClasses][statements.NumParts]statements.Tally
		}{
			{"overlap", func(c *statements.Counts) *[statements.NumClasses][statements.NumParts]statements.Tally {
				return &c.Overlap
			}},
			{"exact", func(c *statements.Counts) *[statements.NumClasses][statements.NumParts]statements.Tally {
				return &c.Exact
			}},
		} {
			for p, name := range statements.PartNames {
				pick := func(c *statements.Counts) statements.Tally { return mode.of(c)[class][p] }
				t := sum(all, pick)
				m[prefix+name+"_"+mode.name+"_f1"] = Bootstrap(len(docs), func(items []int) float64 { return sum(items, pick).F1() })
				m[prefix+name+"_"+mode.name+"_precision"] = Exactly(t.Precision())
				m[prefix+name+"_"+mode.name+"_recall"] = Exactly(t.Recall())
			}
			m[prefix+"spans_"+mode.name+"_f1"] = Bootstrap(len(docs), func(items []int) float64 {
				f := 0.0
				for p := range statements.Triple {
					f += sum(items, func(c *statements.Counts) statements.Tally { return mode.of(c)[class][p] }).F1()
				}
				return f / statements.Triple
			})
		}
	}
	m["token_f1"] = Bootstrap(len(docs), func(items []int) float64 {
		return sum(items, func(c *statements.Counts) statements.Tally { return c.Tokens }).F1()
	})
	return m
}
