package pipeline

import (
	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/resolve"
	"github.com/twosource/twosource/internal/reuse"
)

// A Stage is one step of the flow. It reads records of some kinds, writes one
// kind, and never changes a record that another stage wrote.
type Stage struct {
	Name   string   // the package that does the work
	Reads  []string // kinds it needs, each written by an earlier stage
	Writes string   // the kind it adds
	Rev    int      // raised whenever its output changes
}

// Stages is the whole engine, in the order of the flow.
var Stages = []Stage{
	{"ingest", nil, "page", ingest.Rev},
	{"extract", []string{"page"}, "article", extract.Rev},
	{"annotate", []string{"article"}, "annotation", annotate.Rev},
	{"reuse", []string{"article", "annotation"}, "lineage", reuse.Rev},
	{"cluster", []string{"article", "annotation", "lineage"}, "story", cluster.Rev},
	{"resolve", []string{"article", "annotation", "story"}, "entity", resolve.Rev},
	{"compare", []string{"article", "annotation", "lineage", "story", "entity"}, "comparison", compare.Rev},
	{"brief", []string{"article", "annotation", "lineage", "story", "entity", "comparison"}, "brief", 2},
}

// Revisions returns the revision of each stage by name.
func Revisions() map[string]int {
	m := make(map[string]int, len(Stages))
	for _, s := range Stages {
		m[s.Name] = s.Rev
	}
	return m
}
