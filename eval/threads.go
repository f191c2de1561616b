package eval

import (
	"context"
	"fmt"

	"github.com/twosource/twosource/eval/stories"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/news"
)

// Threads scores the threads of package cluster on Timeline17: the articles of
// all its topics in one pile, of which each topic, an affair of months or years,
// should be one thread and no thread be of two. The B-cubed metrics take an
// article in no thread for one by itself with its story; those of the stories
// alone stand beside them. link_precision is the share of links between two
// stories whose articles are mostly of one topic, link_chance what it would be
// of stories drawn blindly.
func Threads(ctx context.Context, data string) ([]Result, error) {
	files, err := readTree(data)
	if err != nil {
		return nil, err
	}
	sets, err := readTimelines(files)
	if err != nil {
		return nil, err
	}
	if len(sets) < 2 {
		return nil, fmt.Errorf("eval: %s holds fewer than two topics with articles and timelines", data)
	}
	var p pile
	for i := range sets {
		p.add(i, sets[i].Articles)
	}
	marks, err := annotateAll(ctx, p.articles)
	if err != nil {
		return nil, err
	}
	found := cluster.Find(p.articles, marks, nil, cluster.Options{})
	return []Result{p.score(found.Stories, found.Threads)}, nil
}

// A pile is the articles of several topics.
type pile struct {
	articles []news.Article
	topic    []int // of each article
	topics   int
}

func (p *pile) add(topic int, articles []news.Article) {
	p.topics = max(p.topics, topic+1)
	for range articles {
		p.topic = append(p.topic, topic)
	}
	p.articles = append(p.articles, articles...)
}

func (p *pile) score(list []news.Story, threads []news.Thread) Result {
	at := make(map[string]int, len(p.articles))
	for i := range p.articles {
		at[p.articles[i].ID] = i
	}
	storyOf, threadOf := make([]int, len(p.articles)), make([]int, len(p.articles))
	main := make([]int, len(list)) // the topic of most articles of each story
	index := make(map[string]int, len(list))
	for s := range list {
		index[list[s].ID] = s
		count := make([]int, p.topics)
		for _, id := range list[s].Articles {
			i := at[id]
			storyOf[i], threadOf[i] = s, s
			count[p.topic[i]]++
		}
		for t, n := range count {
			if n > count[main[s]] {
				main[s] = t
			}
		}
	}
	links, right := 0, 0
	for t := range threads {
		for _, id := range threads[t].Stories {
			for _, article := range list[index[id]].Articles {
				threadOf[at[article]] = len(list) + t
			}
		}
		for _, l := range threads[t].Links {
			links++
			if main[index[l.From]] == main[index[l.To]] {
				right++
			}
		}
	}
	byThread, byStory := stories.Compare(threadOf, p.topic), stories.Compare(storyOf, p.topic)
	r := Result{Task: "threads", Data: "timelines", N: len(p.articles), Metrics: map[string]Metric{
		"bcubed_f1":         Exactly(byThread.F1),
		"bcubed_precision":  Exactly(byThread.Precision),
		"bcubed_recall":     Exactly(byThread.Recall),
		"stories_bcubed_f1": Exactly(byStory.F1),
		"stories_precision": Exactly(byStory.Precision),
		"threads":           Exactly(float64(len(threads))),
		"stories":           Exactly(float64(len(list))),
		"topics":            Exactly(float64(p.topics)),
		"links":             Exactly(float64(links)),
		"link_chance":       Exactly(chance(main, p.topics)),
	}}
	if links > 0 {
		r.Metrics["link_precision"] = Exactly(float64(right) / float64(links))
	}
	return r
}

// chance returns how often two stories drawn blindly are of one topic.
func chance(main []int, topics int) float64 {
	count := make([]float64, topics)
	for _, t := range main {
		count[t]++
	}
	sum := 0.0
	for _, n := range count {
		sum += n * n
	}
	return sum / max(1, float64(len(main)*len(main)))
}
