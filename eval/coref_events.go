package eval

import (
	"context"
	"fmt"
	"slices"

	"github.com/twosource/twosource/eval/coref"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/news"
)

// EventCoref scores the joining of mentions of happenings across documents on
// ECB+, on the mentions that people have marked: the documents of all topics in
// one pile, parted into stories by package cluster, and in each story the
// mentions that are of one happening by a model of pairs ([eventModel]). Topics
// that the shipped model was learnt from are scored by cross-validation, the topics
// in five parts, each by what was learnt from the other four; others are scored by
// the shipped model. conll is the mean of the F1 of MUC, B-cubed and CEAF-e, which
// stand beside it.
//
// "lemma_" is the baseline that joins what has one head lemma in one topic,
// "story_lemma_" the same in one story. Intervals are of 1,000 samples of
// topics.
func EventCoref(ctx context.Context, data string) ([]Result, error) {
	p, key, name, err := readEventPile(ctx, data)
	if err != nil {
		return nil, err
	}
	r := Result{Task: "coref", Data: name, N: len(key.Chains), Metrics: map[string]Metric{}}
	if m, topics := shippedEvents(); m.trees == nil || slices.ContainsFunc(p.topics, func(t string) bool { return slices.Contains(topics, t) }) {
		addChains(&r, "", key, p.crossValidated(key))
	} else {
		addChains(&r, "", key, p.joinedBy(m))
	}
	addChains(&r, "story_lemma_", key, p.sameLemma(func(m *eventMention) int { return m.story }))
	addChains(&r, "lemma_", key, p.sameLemma(func(m *eventMention) int { return -1 - m.topic }))
	return []Result{r}, nil
}

// readEventPile reads the mentions of data, what they are of, and its name.
func readEventPile(ctx context.Context, data string) (*eventPile, coref.Key, string, error) {
	files, err := readTree(data)
	if err != nil {
		return nil, coref.Key{}, "", err
	}
	set, err := coref.ReadHappenings(files)
	if err != nil {
		return nil, coref.Key{}, "", fmt.Errorf("eval: %w", err)
	}
	if len(set.Documents) == 0 {
		return nil, coref.Key{}, "", fmt.Errorf("eval: %s holds no document of ECB+", data)
	}
	p, err := newEventPile(ctx, &set)
	return p, set.Key(), set.Name, err
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
	mentions    []eventMention // in the order of the set's key
	whole       bool           // no cross-validation: all is one fold
	texts       []eventText    // parallel to the set's documents
	topics      []string       // by number
	stories     [][]int        // mentions, by story
	facts       []storyFacts   // parallel to stories
	storiesWith map[string]int
	alike       map[[2]int][3]float64 // of two documents of one story
	pairs       []eventPair           // of one story, by story
}

// An eventPair is two mentions of one story.
type eventPair struct {
	a, b int // in the order of the story
	row  []float32
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
			if e.topic = topics.of(d.Topic); e.topic == len(p.topics) {
				p.topics = append(p.topics, d.Topic)
			}
			e.document, e.story = i, storyOf[d.Article.ID]
			byStory[e.story] = append(byStory[e.story], len(p.mentions))
			p.mentions = append(p.mentions, e)
		}
	}
	for n := range len(storyOf) {
		if list := byStory[n]; len(list) > 0 {
			p.stories = append(p.stories, list)
		}
	}
	p.readStories()
	for _, list := range p.stories {
		for k, a := range list {
			for _, b := range list[k+1:] {
				p.pairs = append(p.pairs, eventPair{a: a, b: b, row: p.measure(a, b, make([]float32, 0, len(pairMeasures)))})
			}
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

func keep(list []int, wanted func(int) bool) []int {
	var out []int
	for _, i := range list {
		if wanted(i) {
			out = append(out, i)
		}
	}
	return out
}
