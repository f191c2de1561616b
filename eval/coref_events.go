package eval

import (
	"context"
	"fmt"
	"slices"

	"github.com/twosource/twosource/eval/coref"
	"github.com/twosource/twosource/eval/paraphrase"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/news"
)

// EventCoref scores the joining of mentions of happenings across documents on
// ECB+, on the mentions that people have marked: the documents of all topics in
// one pile, parted into stories by package cluster, and in each story the
// mentions that are of one happening by a model of pairs ([eventPair]), learnt
// by cross-validation: the topics in five parts, each scored by what was learnt
// from the other four. conll is the mean of the F1 of MUC, B-cubed and CEAF-e,
// which stand beside it.
//
// "lemma_" is the baseline that joins what has one head lemma in one topic,
// "story_lemma_" the same in one story. Intervals are of 1,000 samples of
// topics.
func EventCoref(ctx context.Context, data string) ([]Result, error) {
	files, err := readTree(data)
	if err != nil {
		return nil, err
	}
	set, err := coref.ReadHappenings(files)
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	if len(set.Documents) == 0 {
		return nil, fmt.Errorf("eval: %s holds no document of ECB+", data)
	}
	p, err := newEventPile(ctx, &set)
	if err != nil {
		return nil, err
	}
	key := set.Key()
	r := Result{Task: "coref", Data: set.Name, N: len(key.Chains), Metrics: map[string]Metric{}}
	addChains(&r, "", key, p.crossValidated(key))
	addChains(&r, "story_lemma_", key, p.sameLemma(func(m *eventMention) int { return m.story }))
	addChains(&r, "lemma_", key, p.sameLemma(func(m *eventMention) int { return -1 - m.topic }))
	return []Result{r}, nil
}

// addChains adds the metrics of a partition, with intervals, to r.
func addChains(r *Result, name string, key coref.Key, response coref.Chains) {
	t := coref.Score(key.Chains, response, key.Unit, key.Units)
	for metric, f := range map[string]func(coref.Tally) float64{
		"conll":  coref.Tally.CoNLL,
		"muc":    func(t coref.Tally) float64 { return t.MUC.F1() },
		"bcubed": func(t coref.Tally) float64 { return t.BCubed.F1() },
		"ceaf_e": func(t coref.Tally) float64 { return t.CEAF.F1() },
	} {
		r.Metrics[name+metric] = Bootstrap(len(t), func(items []int) float64 {
			var sum coref.Tally
			for _, i := range items {
				sum.Add(t[i])
			}
			return f(sum)
		})
	}
}

// An eventPile is the mentions of a set with what their documents say of them.
type eventPile struct {
	mentions []eventMention // in the order of the set's key
	texts    []eventText    // parallel to the set's documents
	stories  [][]int        // mentions, by story
	habits   habits         // of the mentions that the model is learnt from
}

func newEventPile(ctx context.Context, s *coref.Set) (*eventPile, error) {
	articles := make([]news.Article, len(s.Documents))
	for i := range s.Documents {
		articles[i] = s.Documents[i].Article
	}
	annotations, err := annotateAll(ctx, articles)
	if err != nil {
		return nil, err
	}
	storyOf := map[string]int{}
	for n, st := range cluster.Find(articles, annotations, nil, cluster.Options{}).Stories {
		for _, id := range st.Articles {
			storyOf[id] = n
		}
	}
	p := &eventPile{}
	if p.texts, err = readEventTexts(articles, annotations); err != nil {
		return nil, err
	}
	topics, byStory := numbering{}, map[int][]int{}
	for i := range s.Documents {
		d := &s.Documents[i]
		for _, m := range d.Mentions {
			e := p.texts[i].mention(m.Span)
			e.document, e.topic, e.story = i, topics.of(d.Topic), storyOf[d.Article.ID]
			byStory[e.story] = append(byStory[e.story], len(p.mentions))
			p.mentions = append(p.mentions, e)
		}
	}
	for n := range len(storyOf) {
		if list := byStory[n]; len(list) > 0 {
			p.stories = append(p.stories, list)
		}
	}
	return p, nil
}

// sameLemma joins the mentions of one lemma that where puts together.
func (p *eventPile) sameLemma(where func(*eventMention) int) coref.Chains {
	ids := numbering{}
	out := make(coref.Chains, len(p.mentions))
	for i := range p.mentions {
		m := &p.mentions[i]
		out[i] = ids.of(fmt.Sprint(where(m), " ", m.lemma))
	}
	return out
}

// eventFolds is the number of parts of a cross-validation.
const eventFolds = 5

// crossValidated joins the mentions of each part of the topics by what is
// learnt from the others.
func (p *eventPile) crossValidated(key coref.Key) coref.Chains {
	out := make(coref.Chains, len(p.mentions))
	next := 0
	for fold := range eventFolds {
		held := func(i int) bool { return p.mentions[i].topic%eventFolds == fold }
		w := p.learn(key, func(i int) bool { return !held(i) })
		bound := p.chooseBound(key, w, func(i int) bool { return !held(i) })
		for _, list := range p.stories {
			tree := p.join(keep(list, held), w)
			next = tree.cut(bound, out, next)
		}
	}
	return out
}

func keep(list []int, wanted func(int) bool) []int {
	var out []int
	for _, i := range list {
		if wanted(i) {
			out = append(out, i)
		}
	}
	return out
}

// learn fits the model of pairs to the mentions that are wanted.
func (p *eventPile) learn(key coref.Key, wanted func(int) bool) []float64 {
	p.habits = p.seen(key, wanted)
	var rows []paraphrase.Sample
	for _, list := range p.stories {
		list = keep(list, wanted)
		for a, i := range list {
			for _, j := range list[a+1:] {
				same := 0.0
				if key.Chains[i] == key.Chains[j] {
					same = 1
				}
				rows = append(rows, paraphrase.Row(p.pair(i, j), same, 1))
			}
		}
	}
	return paraphrase.Learn(rows)
}

// seen counts which lemmas stood for one happening in the wanted mentions.
func (p *eventPile) seen(key coref.Key, wanted func(int) bool) habits {
	out := habits{}
	for _, list := range p.stories {
		list = keep(list, wanted)
		for a, i := range list {
			for _, j := range list[a+1:] {
				x, y := &p.mentions[i], &p.mentions[j]
				k := lemmaPair(x, y)
				if out[k] == nil {
					out[k] = map[int][2]int{}
				}
				n := out[k][x.topic]
				if key.Chains[i] == key.Chains[j] {
					n[0]++
				} else {
					n[1]++
				}
				out[k][x.topic] = n
			}
		}
	}
	return out
}

// chooseBound returns the mean of odds from which two groups are one, by which
// the wanted mentions are joined best.
func (p *eventPile) chooseBound(key coref.Key, w []float64, wanted func(int) bool) float64 {
	var trees []joining
	for _, list := range p.stories {
		trees = append(trees, p.join(keep(list, wanted), w))
	}
	gold := slices.Clone(key.Chains)
	for i := range gold {
		if !wanted(i) {
			gold[i] = -1
		}
	}
	// The bound is the middle of the five neighbours that do best, for one alone may
	// do so by chance.
	const first, last, around = -18, 14, 2
	var scores [last - first + 1]float64
	for k := range scores {
		response := make(coref.Chains, len(p.mentions))
		for i := range response {
			response[i] = -1
		}
		next := 0
		for _, t := range trees {
			next = t.cut(boundOf(first+k), response, next)
		}
		var sum coref.Tally
		for _, t := range coref.Score(gold, response, key.Unit, key.Units) {
			sum.Add(t)
		}
		scores[k] = sum.CoNLL()
	}
	best, at := 0.0, around
	for k := around; k < len(scores)-around; k++ {
		sum := 0.0
		for _, f := range scores[k-around : k+around+1] {
			sum += f
		}
		if sum > best {
			best, at = sum, k
		}
	}
	return boundOf(first + at)
}

// boundOf is the bound of a step of the search.
func boundOf(step int) float64 { return float64(step) / 8 }

// surest bounds the odds of one pair, so that no pair outweighs all others of its
// groups.
const surest = 2.0

// A joining is how mentions come together one by one, the surest first.
type joining struct {
	list  []int
	steps []joined
}

// A joined is two groups that become one.
type joined struct {
	a, b int // places in the list of their first mentions, a before b
	mean float64
}

// join joins the mentions of one story: at each step the two groups with the
// greatest mean of the odds of their pairs, until one is left.
func (p *eventPile) join(list []int, w []float64) joining {
	out := joining{list: list}
	size := make([]int, len(list))
	sums := make([][]float64, len(list)) // of the odds of all pairs of two groups
	for a := range list {
		size[a] = 1
		sums[a] = make([]float64, len(list))
		for b := range a {
			sample := paraphrase.Row(p.pair(list[a], list[b]), 0, 1)
			odds := min(max(paraphrase.Odds(w, &sample), -surest), surest)
			sums[a][b], sums[b][a] = odds, odds
		}
	}
	mean := func(a, b int) float64 { return sums[a][b] / float64(size[a]*size[b]) }
	near := make([]int, len(list)) // of each group the nearest; -1 for none
	nearest := func(a int) int {
		best := -1
		for b := range size {
			if b != a && size[b] > 0 && (best < 0 || mean(a, b) > mean(a, best)) {
				best = b
			}
		}
		return best
	}
	for a := range near {
		near[a] = nearest(a)
	}
	for range len(list) - 1 {
		x := -1
		for a := range size {
			if size[a] > 0 && near[a] >= 0 && (x < 0 || mean(a, near[a]) > mean(x, near[x])) {
				x = a
			}
		}
		a, b := min(x, near[x]), max(x, near[x])
		out.steps = append(out.steps, joined{a, b, mean(a, b)})
		for c := range size {
			sums[a][c] += sums[b][c]
			sums[c][a] = sums[a][c]
		}
		size[a], size[b] = size[a]+size[b], 0
		for c := range size {
			if size[c] > 0 && (c == a || near[c] == a || near[c] == b || mean(c, a) > mean(c, near[c])) {
				near[c] = nearest(c)
			}
		}
	}
	return out
}

// cut numbers the groups that there are before the first step below bound, from
// next on, and returns the next number.
func (j *joining) cut(bound float64, out coref.Chains, next int) int {
	of := make([]int, len(j.list))
	for a := range of {
		of[a] = a
	}
	for _, s := range j.steps {
		if s.mean < bound {
			break
		}
		for c := range of {
			if of[c] == s.b {
				of[c] = s.a
			}
		}
	}
	for a, i := range j.list {
		out[i] = next + of[a]
	}
	return next + len(j.list)
}
