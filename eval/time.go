package eval

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/twosource/twosource/internal/annotate/times"
	splitter "github.com/twosource/twosource/internal/annotate/words"
	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
)

// A TimeText is one TimeML document: its text, the value of its creation time,
// and the expressions that people marked in the text.
type TimeText struct {
	Name  string
	DCT   string
	Text  string
	Gold  []Timex
	Train bool // whether rules may be written on it: 70 % of the documents, by FNV-1a of the name
}

// A Timex is a TIMEX3 tag: its span in the text, type and value.
type Timex struct {
	news.Span
	Type  string
	Value string
}

// ReadTimeML reads the .tml files of data, a folder or tar.gz, sorted by name.
//
// Source: TimeML 1.2.1; the TimeBank and AQUAINT documents as cleaned for
// TempEval-3 (UzZaman et al., SemEval 2013).
func ReadTimeML(data string) ([]TimeText, error) {
	files, err := readTree(data)
	if err != nil {
		return nil, err
	}
	var out []TimeText
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !strings.HasSuffix(name, ".tml") {
			continue
		}
		t, err := parseTimeML(path.Base(name), string(files[name]))
		if err != nil {
			return nil, fmt.Errorf("eval: %s: %w", name, err)
		}
		out = append(out, t)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("eval: %s holds no .tml file", data)
	}
	return out, nil
}

func parseTimeML(name, doc string) (TimeText, error) {
	h := fnv.New32a()
	io.WriteString(h, name)
	t := TimeText{Name: name, Train: h.Sum32()%10 < 7}
	d := xml.NewDecoder(strings.NewReader(doc))
	d.Strict = false
	var b strings.Builder
	var open []Timex
	inText, inDCT := false, false
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return t, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			switch {
			case tok.Name.Local == "TEXT":
				inText = true
			case tok.Name.Local == "DCT":
				inDCT = true
			case tok.Name.Local == "TIMEX3" && inDCT && t.DCT == "":
				t.DCT = attribute(tok, "value")
			case tok.Name.Local == "TIMEX3" && inText:
				open = append(open, Timex{Span: news.Span{Start: b.Len()}, Type: attribute(tok, "type"), Value: attribute(tok, "value")})
			}
		case xml.EndElement:
			switch {
			case tok.Name.Local == "TEXT":
				inText = false
			case tok.Name.Local == "DCT":
				inDCT = false
			case tok.Name.Local == "TIMEX3" && inText && len(open) > 0:
				x := open[len(open)-1]
				open = open[:len(open)-1]
				x.End = b.Len()
				x.Span = x.Trim(b.String())
				t.Gold = append(t.Gold, x)
			}
		case xml.CharData:
			if inText {
				b.Write(tok)
			}
		}
	}
	t.Text = b.String()
	slices.SortFunc(t.Gold, func(a, b Timex) int { return a.Start - b.Start })
	return t, nil
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// article makes an article of t with its paragraphs, dated as its creation time.
func (t *TimeText) article() *news.Article {
	a := &news.Article{ID: t.Name, Text: t.Text}
	a.Published, _ = dates.Parse(t.DCT, news.OrderUnknown)
	for at := 0; at < len(t.Text); {
		n := strings.Index(t.Text[at:], "\n\n")
		end := at + n
		if n < 0 {
			end = len(t.Text)
		}
		if s := (news.Span{Start: at, End: end}).Trim(t.Text); s.Len() > 0 {
			a.Blocks = append(a.Blocks, news.Block{Span: s, Kind: news.Paragraph})
		}
		at = end + 2
	}
	return a
}

// TimeTags returns what package times marks in t.
func (t *TimeText) TimeTags() []times.Marked {
	a := t.article()
	sents, ws := splitter.Split(a)
	return times.Mark(a, sents, ws)
}

// timeCounts are one document's counts.
type timeCounts struct{ gold, system, strict, relaxed, value, kind int }

// scoreTimes counts as TempEval-3's scorer does: each gold expression is
// matched by at most one of the system's, the first that overlaps it.
func scoreTimes(gold []Timex, system []times.Marked) timeCounts {
	c := timeCounts{gold: len(gold), system: len(system)}
	used := make([]bool, len(system))
	for _, g := range gold {
		best := -1
		for i := range system {
			if used[i] || !system[i].Span.Overlaps(g.Span) {
				continue
			}
			if best < 0 || system[i].Span == g.Span {
				best = i
			}
		}
		if best < 0 {
			continue
		}
		used[best] = true
		c.relaxed++
		if system[best].Span == g.Span {
			c.strict++
		}
		if system[best].Timex == g.Value {
			c.value++
		}
		if strings.EqualFold(string(system[best].Kind), g.Type) {
			c.kind++
		}
	}
	return c
}

// Time scores package times on the TimeML documents in data (see [ReadTimeML]),
// in the manner of TempEval-3: F1 of the expressions with the very same span
// (strict), with overlapping spans (relaxed), and with overlapping spans and
// the same value (value) or type (type), over all documents. Metrics that begin
// with "train_" are of the documents that rules may be written on, those with
// "dev_" of the others; without, of all. Intervals are of 1,000 samples of
// documents. words_per_second is for one core, of this stage alone.
func Time(ctx context.Context, data string) ([]Result, error) {
	texts, err := ReadTimeML(data)
	if err != nil {
		return nil, err
	}
	r := Result{Task: "time", Data: path.Base(data), Metrics: map[string]Metric{}}
	sides := map[string][]timeCounts{}
	words, spent := 0, time.Duration(0)
	for i := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		a := texts[i].article()
		sents, ws := splitter.Split(a)
		begin := time.Now()
		marked := times.Mark(a, sents, ws)
		spent += time.Since(begin)
		words += len(ws)
		side := "dev_"
		if texts[i].Train {
			side = "train_"
		}
		c := scoreTimes(texts[i].Gold, marked)
		sides[side] = append(sides[side], c)
		sides[""] = append(sides[""], c)
		r.N += len(texts[i].Gold)
	}
	for side, counts := range sides {
		addTimeMetrics(r.Metrics, side, counts)
	}
	r.Metrics["words_per_second"] = Exactly(float64(words) / spent.Seconds())
	return []Result{r}, nil
}

// addTimeMetrics adds the figures of some documents under names with prefix.
func addTimeMetrics(m map[string]Metric, prefix string, counts []timeCounts) {
	for name, pick := range map[string]func(timeCounts) int{
		"strict_f1":  func(c timeCounts) int { return c.strict },
		"relaxed_f1": func(c timeCounts) int { return c.relaxed },
		"value_f1":   func(c timeCounts) int { return c.value },
		"type_f1":    func(c timeCounts) int { return c.kind },
	} {
		m[prefix+name] = Bootstrap(len(counts), func(items []int) float64 { return timeF1(counts, items, pick) })
	}
	all := make([]int, len(counts))
	for i := range all {
		all[i] = i
	}
	sum := sumTimes(counts, all)
	m[prefix+"strict_precision"] = Exactly(ratio(sum.strict, sum.system))
	m[prefix+"strict_recall"] = Exactly(ratio(sum.strict, sum.gold))
}

func sumTimes(counts []timeCounts, items []int) timeCounts {
	var s timeCounts
	for _, i := range items {
		c := counts[i]
		s.gold += c.gold
		s.system += c.system
		s.strict += c.strict
		s.relaxed += c.relaxed
		s.value += c.value
		s.kind += c.kind
	}
	return s
}

func timeF1(counts []timeCounts, items []int, pick func(timeCounts) int) float64 {
	s := sumTimes(counts, items)
	return ratio(2*pick(s), s.gold+s.system)
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}
