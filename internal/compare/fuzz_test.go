package compare_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/resolve"
)

// FuzzFind: whatever two articles hold, every span that comparing them gives lies
// in its text.
func FuzzFind(f *testing.F) {
	for _, seed := range findSeeds {
		f.Add(seed[0], seed[1])
	}
	an := annotate.New(annotate.Options{})
	f.Fuzz(func(t *testing.T, a, b string) { findOn(t, an, a, b) })
}

// TestFindOnBrokenText is the same on texts whose words were shuffled, doubled and
// cut: the fuzzer is slow with the language model in it.
func TestFindOnBrokenText(t *testing.T) {
	an := annotate.New(annotate.Options{})
	r := rand.New(rand.NewPCG(1, 2))
	broken := func(text string) string {
		words := strings.SplitAfter(text, " ")
		for range r.IntN(12) {
			i, j := r.IntN(len(words)), r.IntN(len(words))
			switch r.IntN(4) {
			case 0:
				words[i], words[j] = words[j], words[i]
			case 1:
				words[i] += words[j]
			case 2:
				words[i] = words[i][:r.IntN(len(words[i])+1)]
			default:
				words[i] = []string{"to ", "from ", "posture ", ". ", "\n", "“", "” ", "earlier ", "not "}[r.IntN(9)]
			}
		}
		return strings.Join(words, "")
	}
	for range 150 {
		for _, seed := range findSeeds {
			findOn(t, an, broken(seed[0]), broken(seed[1]))
		}
	}
}

var findSeeds = [][2]string{
	{"Finland changed from a \"Korhonen must resign” position to a position that describes President Ilkka Korhonen of Estonia as a partner.", "Norway has consistently said that Korhonen should stay. Ada Brenn will meet Tomas Vey on Friday."},
	{"Sweden gave up its earlier demand of a removal of Korhonen, while neither Russia nor Iran want him to fall; a change in the U.S. posture", "They held talks with Tomas Vey on Friday.\nA change in U.S.’ policy on"},
}

// findOn compares two texts and checks the spans of what is found.
func findOn(t *testing.T, an *annotate.Annotator, a, b string) {
	t.Helper()
	var s compare.Set
	story := news.Story{ID: "story"}
	for i, text := range []string{a, b} {
		text = strings.ToValidUTF8(text, "?")
		if len(text) > 4000 || strings.TrimSpace(text) == "" {
			return
		}
		art := news.Article{ID: string(rune('a' + i)), Text: text, Language: "en", Blocks: []news.Block{{Span: (news.Span{End: len(text)}).Trim(text)}}}
		s.Articles = append(s.Articles, art)
		s.Annotations = append(s.Annotations, an.Annotate(&art))
		s.Provenance = append(s.Provenance, news.Provenance{Article: art.ID, Origin: art.ID})
		story.Articles = append(story.Articles, art.ID)
	}
	s.Stories = []news.Story{story}
	s.EntityOf = resolve.Find(s.Articles, s.Annotations, s.Stories, resolve.Options{}).Of
	res := compare.Find(s)
	check := func(what string, r news.Ref) {
		if r.Span.IsZero() {
			return
		}
		i := strings.Index("ab", r.Article)
		if i < 0 || r.Span.Check(s.Articles[i].Text) != nil {
			t.Fatalf("%s: %+v is no span", what, r)
		}
	}
	for _, p := range res.Positions {
		check("issue", p.IssueRef)
		for _, r := range p.Change {
			check("change", r)
		}
		for _, pt := range p.Points {
			for _, r := range pt.Spans {
				check("point", r)
			}
		}
	}
	for _, e := range res.Timelines[0] {
		check("date", e.DateRef)
		for _, r := range e.Spans {
			check("entry", r)
		}
	}
	for _, r := range append(res.Mixed[0].Past, res.Mixed[0].Ahead...) {
		check("mixed", r)
	}
}
