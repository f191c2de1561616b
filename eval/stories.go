package eval

import (
	"context"

	"github.com/twosource/twosource/eval/stories"
)

// Stories scores package cluster on labelled sets of events (see
// [stories.Read]), each parted by itself after package reuse, all with one
// setting. The metrics are B-cubed precision, recall and F1, the adjusted Rand
// index, normalised mutual information, and how many stories were found for how
// many events.
func Stories(ctx context.Context, data string) ([]Result, error) {
	sets, err := stories.Read(ctx, data)
	if err != nil {
		return nil, err
	}
	var out []Result
	for i := range sets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s := sets[i].Score()
		out = append(out, Result{Task: "stories", Data: sets[i].Name, N: len(sets[i].Articles), Metrics: map[string]Metric{
			"bcubed_f1":        Exactly(s.F1),
			"bcubed_precision": Exactly(s.Precision),
			"bcubed_recall":    Exactly(s.Recall),
			"ari":              Exactly(s.ARI),
			"nmi":              Exactly(s.NMI),
			"stories":          Exactly(float64(s.Found)),
			"events":           Exactly(float64(s.Gold)),
		}})
	}
	return out, nil
}
