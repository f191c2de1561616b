package eval

import (
	"cmp"
	"context"
	"fmt"

	"github.com/twosource/twosource/eval/planted"
	"github.com/twosource/twosource/eval/stories"
	"github.com/twosource/twosource/internal/news"
)

// kindsOf are the kinds of link that are right for a planted kind. A common
// source that joins is right for none.
var kindsOf = map[planted.Kind][]news.LinkKind{
	planted.Copy:    {news.Copy, news.Wire},
	planted.Cut:     {news.Excerpt, news.Edit, news.Wire},
	planted.Edit:    {news.Edit, news.Wire},
	planted.Merged:  {news.Merged, news.Edit, news.Excerpt},
	planted.Rewrite: {news.Rewrite},
}

// linkKinds maps a kind of link to the planted kind whose precision it counts in.
var linkKinds = map[news.LinkKind]string{
	news.Copy: "copy", news.Edit: "edit", news.Excerpt: "excerpt", news.Merged: "merged",
	news.Rewrite: "rewrite", news.Wire: "wire", news.CommonSource: "common_source",
}

// Planted scores package reuse on planted copies, cuts, edits, merged articles and
// rewrites (see package planted), hidden in an archive.
//
// For each planted kind, KIND_recall is the fraction of pairs of planted article and
// source that have a link that derives the one from the other, KIND_kind the
// fraction of those whose link has the right kind, KIND_direction of those with two
// different dates whose direction is right; undated_direction is that of all others,
// equal copies among them, of which nothing tells. For each kind of link,
// link_KIND_precision is the fraction of the links at planted articles whose two
// ends do share their text. rewrite_broken_recall is of the rewrites of which no six
// words in a row survive. signs_rewrite is the fraction of rewritten articles that
// show signs of automatic rewriting, signs_untouched that of the archive's own.
// origins_bcubed_* compare the parts that joining links make of the planted articles
// and their sources with the true ones. articles_per_second and megabytes are of
// package reuse alone: what it took of the clock, and the most by which the heap grew
// (with GOGC=10 it is little more than what is in use); resident_megabytes is the most
// that the whole process held meanwhile, texts and annotations among it, on a system
// that tells. Links between articles of the archive are
// not judged here.
func Planted(ctx context.Context, o planted.RunOptions) ([]Result, error) {
	run, err := planted.Try(ctx, o)
	if err != nil {
		return nil, err
	}
	return []Result{PlantedFigures(run)}, nil
}

// PlantedFigures are the figures of [Planted], counted on a run.
func PlantedFigures(run *planted.Run) Result {
	r := Result{Task: "reuse", Data: "planted-tuning", N: len(run.Articles), Metrics: map[string]Metric{}}
	if run.Rules == planted.HeldOut {
		r.Data = "planted-held-out"
	}
	if run.NoRewrites {
		r.Data += fmt.Sprintf(" (rewrites skipped: %v)", planted.ErrNoWordNet)
	}
	t := verdicts{}
	for _, x := range run.Outcomes() {
		if x.Case != nil {
			t.pair(run, x)
		} else if !x.Natural {
			t.add("link_"+linkKinds[x.Link.Kind]+"_precision", false)
			t.add("link_precision", false)
		}
	}
	t.signs(run)
	addPartition(r.Metrics, run)
	for name, hits := range t {
		r.Metrics[name] = BootstrapMean(hits)
	}
	r.Metrics["articles_per_second"] = Exactly(float64(len(run.Articles)) / run.Seconds)
	r.Metrics["megabytes"] = Exactly(run.Megabytes)
	if run.Resident > 0 {
		r.Metrics["resident_megabytes"] = Exactly(run.Resident)
	}
	return r
}

// A verdicts is for each metric the outcomes, 0 or 1.
type verdicts map[string][]float64

func (t verdicts) add(name string, hit bool) {
	v := 0.0
	if hit {
		v = 1
	}
	t[name] = append(t[name], v)
}

func (t verdicts) pair(run *planted.Run, x planted.Outcome) {
	kind := string(x.Case.Kind)
	hit := planted.Derives(x.Link)
	t.add(kind+"_recall", hit)
	if x.Case.Kind == planted.Rewrite {
		t.add("rewrite_"+x.Case.Method+"_recall", hit)
		if x.Case.Broken {
			t.add("rewrite_broken_recall", hit)
		}
	}
	if !hit {
		return
	}
	t.add("link_"+linkKinds[x.Link.Kind]+"_precision", true)
	t.add("link_precision", true)
	kindRight := false
	for _, k := range kindsOf[x.Case.Kind] {
		kindRight = kindRight || x.Link.Kind == k
	}
	t.add(kind+"_kind", kindRight)
	if x.Link.Kind != news.CommonSource {
		right := (x.Link.To == run.Articles[x.To].ID) != x.Case.Reversed
		// Two equal texts of one day, or without a date, say nothing of which
		// came first.
		if a, b := run.Rows[x.From].Published, run.Rows[x.To].Published; a == "" || b == "" || a == b {
			t.add("undated_direction", right)
			return
		}
		t.add(kind+"_direction", right)
		t.add("direction", right)
	}
}

func (t verdicts) signs(run *planted.Run) {
	at := map[string]int{}
	for i := range run.Rows {
		at[run.Rows[i].ID] = i
	}
	kinds := map[int]string{}
	for k := range run.Cases {
		if i, ok := at[run.Cases[k].ID]; ok {
			kinds[i] = string(run.Cases[k].Kind)
		}
	}
	for i, p := range run.Found.Provenance {
		kind := cmp.Or(kinds[i], "untouched")
		if kind != "untouched" && kind != string(planted.Rewrite) {
			continue
		}
		shown := false
		for _, s := range p.Signs {
			shown = shown || s.Kind == "automatic-rewriting"
		}
		t.add("signs_"+kind, shown)
	}
}

// addPartition adds B-cubed of the parts into which joining links put the planted
// articles and their sources, against those into which the cases put them.
func addPartition(m map[string]Metric, run *planted.Run) {
	index, byRow := map[string]int{}, map[string]int{}
	for i := range run.Articles {
		index[run.Articles[i].ID] = i
		byRow[run.Rows[i].ID] = i
	}
	gold, found := newParts(len(run.Articles)), newParts(len(run.Articles))
	concerned := map[int]bool{}
	for _, c := range run.Cases {
		to, ok := byRow[c.ID]
		for _, s := range c.Sources {
			if from, known := byRow[s]; ok && known {
				gold.join(from, to)
				concerned[from], concerned[to] = true, true
			}
		}
	}
	for i := range run.Found.Links {
		if l := &run.Found.Links[i]; l.Joins {
			found.join(index[l.From], index[l.To])
		}
	}
	var g, f []int
	for i := range run.Articles {
		if concerned[i] {
			g, f = append(g, gold.of(i)), append(f, found.of(i))
		}
	}
	score := stories.Compare(f, g)
	m["origins_bcubed_precision"] = Exactly(score.Precision)
	m["origins_bcubed_recall"] = Exactly(score.Recall)
	m["origins_bcubed_f1"] = Exactly(score.F1)
}

// parts is a disjoint-set forest.
type parts []int

func newParts(n int) parts {
	p := make(parts, n)
	for i := range p {
		p[i] = i
	}
	return p
}

func (p parts) of(i int) int {
	for p[i] != i {
		p[i] = p[p[i]]
		i = p[i]
	}
	return i
}

func (p parts) join(i, j int) { p[p.of(i)] = p.of(j) }
