package compare

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/news"
)

// spokenSet returns an article in which stretches of words, some of them quoted, are
// statements.
func spokenSet(rnd *rand.Rand) Set {
	var text strings.Builder
	an := news.Annotation{Mentions: make([]news.Mention, 3)}
	for range 12 {
		start := text.Len()
		for n := range 3 + rnd.IntN(30) {
			switch {
			case n%7 == 3:
				text.WriteString("“")
			case n%7 == 6:
				text.WriteString("” ")
			}
			fmt.Fprintf(&text, "w%d ", rnd.IntN(40))
		}
		sp := news.Speech{
			Kind: []news.SpeechKind{news.Direct, news.Mixed, news.Indirect}[rnd.IntN(3)], Speaker: rnd.IntN(4) - 1,
			Content: []news.Span{{Start: start, End: text.Len()}},
		}
		an.Statements = append(an.Statements, sp)
		if rnd.IntN(4) == 0 { // another cue claims it
			sp.Kind = news.Direct
			an.Statements = append(an.Statements, sp)
		}
		text.WriteString(". ")
	}
	return Set{
		Articles: []news.Article{{ID: "a", Text: text.String()}}, Annotations: []news.Annotation{an},
		EntityOf: [][]string{{"x", "y", ""}},
	}
}

// TestPackedReports: what is kept of reports tells of the runs that they share with other
// stories what the reports themselves do.
func TestPackedReports(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	// What is asked of them: see comparer.same.
	asked := func(list []reportOf) (out []string) {
		for _, r := range list {
			var parts [][]uint32
			for _, p := range r.parts {
				if len(p.words) >= sureWords {
					parts = append(parts, p.words)
				}
			}
			out = append(out, fmt.Sprint(r.article, r.speech, r.speaker, r.Kind == news.Indirect, parts, r.runs))
		}
		return out
	}
	found := 0
	for range 200 {
		s := spokenSet(rnd)
		c := &comparer{Set: s, storyOf: []string{"story"}}
		c.Memory = &Memory{at: []*remembered{{bare: xxh3.Uint128{Lo: 1}}}}
		some := func(h uint64) bool { return half(h)%3 == 0 }
		may := func(u uint32) bool { return u%3 == 0 }
		first, others, _ := c.runsOf(0)
		c.runs = func(int) ([]uint64, []uint32) { return first, others }
		want, _ := c.wholeReportsOf(0, some)
		for range 2 { // the second time as they were kept
			got, ok := c.reportsOf(0, some, may)
			if !ok || !reflect.DeepEqual(asked(got), asked(want)) {
				t.Fatalf("the reports are\n%v\nwant\n%v", asked(got), asked(want))
			}
			found += len(got)
			c.Annotations = make([]news.Annotation, 1)
		}
		c.Annotations = s.Annotations
		var all []uint64
		c.eachRun(0, func(h uint64, begins bool) {
			if !begins && some(h) {
				all = append(all, h)
			}
		})
		if within, ok := c.wholeRuns(0, may); !ok || !slices.Equal(within, all) {
			t.Fatalf("there are %d runs within reports, want %d", len(within), len(all))
		}
	}
	if found == 0 {
		t.Fatal("no report has a run")
	}
}
