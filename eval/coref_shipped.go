package eval

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/twosource/twosource/eval/boost"
)

//go:embed coref/happenings.json.gz
var happeningsData []byte

// A happeningsFile is a model of happenings as it is kept.
type happeningsFile struct {
	Topics []string      `json:"topics"` // that it was learnt from
	Bound  float64       `json:"bound"`
	Trees  *boost.Forest `json:"trees"`
	Habits []habitEntry  `json:"habits"` // sorted
}

type habitEntry struct {
	A, B        string
	Same, Other int
}

// shippedEvents gives the model of ECB+ that is shipped and the topics that it was
// learnt from; a model without trees if there is none.
var shippedEvents = sync.OnceValues(func() (*eventModel, []string) {
	var f happeningsFile
	if z, err := gzip.NewReader(bytes.NewReader(happeningsData)); err != nil || json.NewDecoder(z).Decode(&f) != nil {
		return &eventModel{}, nil
	}
	m := &eventModel{habits: habits{}, trees: f.Trees, bound: f.Bound}
	for _, h := range f.Habits {
		m.habits[[2]string{h.A, h.B}] = &habit{same: h.Same, other: h.Other}
	}
	return m, f.Topics
})

// LearnHappenings learns the model that [EventCoref] scores other topics with from
// the documents of ECB+ in data, and returns it as eval keeps it. The same data
// give the same bytes.
func LearnHappenings(ctx context.Context, data string) ([]byte, error) {
	p, key, _, err := readEventPile(ctx, data)
	if err != nil {
		return nil, err
	}
	m := p.learn(key)
	f := happeningsFile{Topics: p.topics, Bound: m.bound, Trees: m.trees}
	for k, h := range m.habits {
		f.Habits = append(f.Habits, habitEntry{k[0], k[1], h.same, h.other})
	}
	slices.SortFunc(f.Habits, func(x, y habitEntry) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err := json.NewEncoder(z).Encode(f); err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	return out.Bytes(), nil
}
