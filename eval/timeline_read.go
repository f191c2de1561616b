package eval

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A TimelineSet is a topic of Timeline17: dated articles, and timelines that
// journalists wrote of it.
//
// Source: G. B. Tran and others, Predicting relevant news events for timeline
// summaries, WWW 2013.
type TimelineSet struct {
	Topic    string
	Articles []news.Article // sorted by ID
	Gold     []GoldTimeline // sorted by name
}

// A GoldTimeline is the days of one journalist's timeline.
type GoldTimeline struct {
	Name string
	Days []int // since 1970-01-01, sorted, each once
}

// readTimelines finds topics among files: "…/TOPIC/outputwithpub.csv" with a
// day and a text a row, and gold timelines "…/tl17-TOPIC/NAME.txt".
func readTimelines(files map[string][]byte) ([]TimelineSet, error) {
	sets := map[string]*TimelineSet{}
	at := func(topic string) *TimelineSet {
		if sets[topic] == nil {
			sets[topic] = &TimelineSet{Topic: topic}
		}
		return sets[topic]
	}
	for name, raw := range files {
		folder := path.Base(path.Dir(name))
		switch topic, gold := strings.CutPrefix(folder, "tl17-"); {
		case path.Base(name) == "outputwithpub.csv":
			list, err := readDatedTexts(folder, raw)
			if err != nil {
				return nil, fmt.Errorf("eval: %s: %w", name, err)
			}
			at(folder).Articles = list
		case gold && strings.HasSuffix(name, ".txt"):
			if days := goldDays(raw); len(days) > 0 {
				s := at(topic)
				s.Gold = append(s.Gold, GoldTimeline{Name: strings.TrimSuffix(path.Base(name), ".txt"), Days: days})
			}
		}
	}
	var out []TimelineSet
	for _, s := range sets {
		if len(s.Articles) > 0 && len(s.Gold) > 0 {
			slices.SortFunc(s.Gold, func(a, b GoldTimeline) int { return strings.Compare(a.Name, b.Name) })
			out = append(out, *s)
		}
	}
	slices.SortFunc(out, func(a, b TimelineSet) int { return strings.Compare(a.Topic, b.Topic) })
	return out, nil
}

// goldDays returns the days of a timeline in the form of the set: a day alone
// on its line over what happened on it.
func goldDays(raw []byte) []int {
	var out []int
	for _, l := range bytes.Split(raw, []byte("\n")) {
		d := news.Date{Value: string(bytes.TrimSpace(l)), Precision: news.PrecisionDay}
		if len(d.Value) != len("2011-01-25") {
			continue
		}
		if day, ok := d.Day(); ok {
			out = append(out, day)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// treebankMarks are what the makers of treebanks write for marks.
var treebankMarks = strings.NewReplacer("-LRB-", "(", "-RRB-", ")", "-LSB-", "[", "-RSB-", "]", "``", "“", "''", "”", `\/`, "/", `\*`, "*")

// readDatedTexts reads rows of a day and a text, one sentence a line, the first
// row being the names of the columns.
func readDatedTexts(topic string, raw []byte) ([]news.Article, error) {
	r := csv.NewReader(bytes.NewReader(bytes.ToValidUTF8(raw, []byte("�"))))
	r.FieldsPerRecord = 2
	r.LazyQuotes = true
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	var out []news.Article
	for n, row := range rows[min(1, len(rows)):] {
		a := news.Article{
			ID: news.NewID("article", topic, strconv.Itoa(n)), Language: "en",
			Published: news.Date{Value: row[0], Precision: news.PrecisionDay, Basis: news.BasisMetadata, Words: row[0]},
		}
		if _, ok := a.Published.Day(); !ok {
			return nil, fmt.Errorf("row %d begins with %q, which is no day", n+2, row[0])
		}
		var b strings.Builder
		for _, line := range strings.Split(treebankMarks.Replace(row[1]), "\n") {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			start := b.Len()
			b.WriteString(line)
			a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: start, End: b.Len()}})
			b.WriteByte('\n')
		}
		if a.Text = b.String(); a.Text != "" {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(x, y news.Article) int { return strings.Compare(x.ID, y.ID) })
	return out, nil
}
