package eval

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/news"
)

// Timeline scores which days package compare finds worth a line of a timeline,
// on Timeline17: for each journalist's timeline as many days as it has are
// chosen between its first and its last. The result "timelines" has the mean of
// the timelines' F1, as tilse has it, and beside it the mean of the topics' and
// the figure of the baseline that takes the days with most articles; the others
// are one timeline each. Intervals are of 1,000 samples of timelines.
//
// Source: S. Martschat, K. Markert, A temporally sensitive submodularity
// framework for timeline summarization, CoNLL 2018 (the measure).
func Timeline(ctx context.Context, data string) ([]Result, error) {
	files, err := readTree(data)
	if err != nil {
		return nil, err
	}
	sets, err := readTimelines(files)
	if err != nil {
		return nil, err
	}
	if len(sets) == 0 {
		return nil, fmt.Errorf("eval: %s holds no topic with articles and timelines", data)
	}
	all := Result{Task: "timeline", Data: "timelines", Metrics: map[string]Metric{}}
	var ours, baseline, topics []float64
	var each []Result
	for i := range sets {
		s := &sets[i]
		marks, err := annotateAll(ctx, s.Articles)
		if err != nil {
			return nil, err
		}
		sum := 0.0
		for _, g := range s.Gold {
			f, base := scoreTimeline(s.Articles, marks, g.Days)
			ours, baseline, sum = append(ours, f), append(baseline, base), sum+f
			each = append(each, Result{Task: "timeline", Data: s.Topic + "-" + g.Name, N: len(g.Days), Metrics: map[string]Metric{
				"date_f1": Exactly(f), "most_articles_date_f1": Exactly(base),
			}})
		}
		topics = append(topics, sum/float64(len(s.Gold)))
	}
	all.N = len(ours)
	all.Metrics["date_f1"] = BootstrapMean(ours)
	all.Metrics["topic_date_f1"] = BootstrapMean(topics)
	all.Metrics["most_articles_date_f1"] = BootstrapMean(baseline)
	return append([]Result{all}, each...), nil
}

// scoreTimeline returns the F1 of the days that compare weighs most, and that
// of the days on which most articles appeared.
func scoreTimeline(articles []news.Article, marks []news.Annotation, gold []int) (ours, baseline float64) {
	first, last := gold[0], gold[len(gold)-1]
	var days []int
	for _, d := range compare.Days(articles, marks, (last-first+1)/len(gold)) {
		days = append(days, d.Day)
	}
	published := map[int]int{}
	most := 0
	for i := range articles {
		d, _ := articles[i].Published.Day()
		published[d]++
		most = max(most, published[d])
	}
	var appeared []int
	for n := most; n >= 0; n-- {
		for d := first; d <= last; d++ {
			if published[d] == n {
				appeared = append(appeared, d)
			}
		}
	}
	return dateF1(days, gold), dateF1(appeared, gold)
}

// dateF1 chooses the first of days that lie between the first and the last of
// gold, as many as gold has, and returns their F1.
func dateF1(days, gold []int) float64 {
	want := map[int]bool{}
	for _, d := range gold {
		want[d] = true
	}
	chosen, right := 0, 0
	for _, d := range days {
		if d < gold[0] || d > gold[len(gold)-1] || chosen == len(gold) {
			continue
		}
		chosen++
		if want[d] {
			right++
		}
	}
	if right == 0 {
		return 0
	}
	return 2 * float64(right) / float64(chosen+len(gold))
}

// annotateAll marks articles, several at once.
func annotateAll(ctx context.Context, articles []news.Article) ([]news.Annotation, error) {
	an := annotate.New(annotate.Options{NoSpeech: true})
	out := make([]news.Annotation, len(articles))
	jobs := runtime.GOMAXPROCS(0)
	var done sync.WaitGroup
	for k := range jobs {
		done.Add(1)
		go func() {
			defer done.Done()
			for i := k; i < len(articles) && ctx.Err() == nil; i += jobs {
				out[i] = an.Annotate(&articles[i])
			}
		}()
	}
	done.Wait()
	return out, ctx.Err()
}
