package eval

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/twosource/twosource/eval/coref"
	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/resolve"
)

// Entities scores entity chains on sets of documents with marked mentions (see
// [coref.ReadSets]): within documents, and in ECB+ across all of them, the
// documents of all topics in one pile and parted into stories by package
// cluster. conll is the mean of the F1 of MUC, B-cubed and CEAF-e, which stand
// beside it.
//
// "gold_" is on the marked mentions, given as spans: the usual measure of entity
// chains. "found_" is on the mentions that the stages find themselves; a marked
// one is found if one of theirs is the same, or holds it or lies in it and
// begins or ends with it. What they find besides counts against them, but not in
// ECB+, which marks only what takes part in some happenings. "same_string_" is
// the baseline that joins what is written alike but for case, in the document or
// across all. In sets that mark no mention that stands alone, those of the
// response are left out. Intervals are of 1,000 samples of topics or documents.
func Entities(ctx context.Context, data string) ([]Result, error) {
	files, err := readTree(data)
	if err != nil {
		return nil, err
	}
	sets, err := coref.ReadSets(files)
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	if len(sets) == 0 {
		return nil, fmt.Errorf("eval: %s holds no document with entity chains", data)
	}
	var out []Result
	for i := range sets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out = append(out, scoreEntities(&sets[i]))
	}
	return out, nil
}

// scoreEntities scores one set.
func scoreEntities(s *coref.Set) Result {
	r := Result{Task: "entities", Data: s.Name, Metrics: map[string]Metric{}}
	key := s.Key()
	r.N = len(key.Chains)
	alone := key.Chains.Alone()
	add := func(name string, key coref.Key, response coref.Chains) {
		if !alone {
			response = response.WithoutAlone()
		}
		t := coref.Score(key.Chains, response, key.Unit, key.Units)
		pick := func(f func(coref.Tally) float64) Metric {
			return Bootstrap(len(t), func(items []int) float64 {
				var sum coref.Tally
				for _, i := range items {
					sum.Add(t[i])
				}
				return f(sum)
			})
		}
		r.Metrics[name+"conll"] = pick(coref.Tally.CoNLL)
		r.Metrics[name+"muc"] = pick(func(t coref.Tally) float64 { return t.MUC.F1() })
		r.Metrics[name+"bcubed"] = pick(func(t coref.Tally) float64 { return t.BCubed.F1() })
		r.Metrics[name+"ceaf_e"] = pick(func(t coref.Tally) float64 { return t.CEAF.F1() })
	}
	add("gold_same_string_", key, sameString(s))
	add("gold_", key, onGold(s))
	full, same, found := onFound(s, key)
	add("found_same_string_", full, same)
	add("found_", full, found)
	return r
}

// A numbering gives each name a number of its own.
type numbering map[string]int

func (n numbering) of(name string) int {
	if _, ok := n[name]; !ok {
		n[name] = len(n)
	}
	return n[name]
}

// written gives what the baseline joins a mention on.
func written(s *coref.Set, d *coref.Document, span news.Span) string {
	words := strings.ToLower(span.Of(d.Article.Text))
	if !s.Across {
		words = d.Topic + " " + words
	}
	return words
}

// sameString gives the chains of the baseline on the marked mentions.
func sameString(s *coref.Set) coref.Chains {
	ids := numbering{}
	var out coref.Chains
	for i := range s.Documents {
		d := &s.Documents[i]
		for _, m := range d.Mentions {
			out = append(out, ids.of(written(s, d, m.Span)))
		}
	}
	return out
}

// onGold gives the chains that the stages make of the marked mentions.
func onGold(s *coref.Set) coref.Chains {
	an := annotate.New(annotate.Options{NoSpeech: true})
	articles := make([]news.Article, len(s.Documents))
	annotations := make([]news.Annotation, len(s.Documents))
	at := make([][]int, len(s.Documents))
	for i := range s.Documents {
		d := &s.Documents[i]
		spans := make([]news.Span, len(d.Mentions))
		for k, m := range d.Mentions {
			spans[k] = m.Span
		}
		articles[i] = d.Article
		annotations[i], at[i] = an.AnnotateGiven(&d.Article, spans)
	}
	of := across(s, articles, annotations)
	ids := numbering{}
	var out coref.Chains
	for i := range at {
		for _, k := range at[i] {
			out = append(out, ids.of(of[i][k]))
		}
	}
	return out
}

// onFound gives the chains of the mentions that the stages find, and those of
// the baseline on the same. The key is given with what was found besides at its
// end.
func onFound(s *coref.Set, key coref.Key) (full coref.Key, same, found coref.Chains) {
	an := annotate.New(annotate.Options{NoSpeech: true})
	articles := make([]news.Article, len(s.Documents))
	annotations := make([]news.Annotation, len(s.Documents))
	for i := range s.Documents {
		articles[i] = s.Documents[i].Article
		annotations[i] = an.Annotate(&articles[i])
	}
	of := across(s, articles, annotations)
	full = coref.Key{Chains: slices.Clone(key.Chains), Unit: slices.Clone(key.Unit), Units: key.Units}
	ids, strs := numbering{}, numbering{}
	var sameBesides, besides coref.Chains
	n := 0
	for i := range s.Documents {
		d := &s.Documents[i]
		at, others := match(d.Mentions, annotations[i].Mentions)
		unit := 0
		for k := range d.Mentions {
			unit = key.Unit[n]
			n++
			if at[k] < 0 {
				same, found = append(same, -1), append(found, -1)
				continue
			}
			same = append(same, strs.of(written(s, d, annotations[i].Mentions[at[k]].Span)))
			found = append(found, ids.of(of[i][at[k]]))
		}
		if s.Across || len(d.Mentions) == 0 {
			continue
		}
		for _, k := range others {
			full.Chains, full.Unit = append(full.Chains, -1), append(full.Unit, unit)
			sameBesides = append(sameBesides, strs.of(written(s, d, annotations[i].Mentions[k].Span)))
			besides = append(besides, ids.of(of[i][k]))
		}
	}
	return full, append(same, sameBesides...), append(found, besides...)
}

// match gives for each marked mention the found one that stands for it, -1 if
// none does, and the found ones that stand for none. Both are sorted by start.
func match(marked []coref.Mention, found []news.Mention) (at, others []int) {
	const reach = 40 // found mentions that are looked at to either side
	used := make([]bool, len(found))
	at = make([]int, len(marked))
	for pass := range 2 {
		for k, m := range marked {
			if pass == 0 {
				at[k] = -1
			} else if at[k] >= 0 {
				continue
			}
			near, _ := slices.BinarySearchFunc(found, m.Start, func(f news.Mention, start int) int { return f.Start - start })
			for i := max(0, near-reach); i < min(len(found), near+reach); i++ {
				f := found[i].Span
				if !used[i] && (f == m.Span || pass == 1 && (f.Start == m.Start || f.End == m.End) && f.Overlaps(m.Span)) {
					at[k], used[i] = i, true
					break
				}
			}
		}
	}
	for i := range found {
		if !used[i] {
			others = append(others, i)
		}
	}
	return at, others
}

// across gives for each mention of each article what it stands for: the chain of
// package resolve where chains run across articles, else that of the article.
func across(s *coref.Set, articles []news.Article, annotations []news.Annotation) [][]string {
	var chains [][]int32
	if s.Across {
		stories := cluster.Find(articles, annotations, nil, cluster.Options{}).Stories
		chains = resolve.Find(articles, annotations, stories, resolve.Options{}).Chains
	}
	of := make([][]string, len(articles))
	for i := range of {
		of[i] = make([]string, len(annotations[i].Mentions))
		for k := range of[i] {
			if s.Across && chains[i][k] >= 0 {
				of[i][k] = fmt.Sprint(chains[i][k])
			} else {
				of[i][k] = fmt.Sprint(articles[i].ID, " ", annotations[i].Mentions[k].Antecedent)
			}
		}
	}
	return of
}
