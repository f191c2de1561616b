package dates

import (
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestRuleExamples reads each rule's examples back: the words must match whole,
// by that rule, and give that value.
func TestRuleExamples(t *testing.T) {
	g := English()
	day := news.DayNumber(2015, 9, 26)
	for _, r := range g.rules {
		for _, ex := range r.examples {
			words, want, past := strings.Cut(ex, " = ")
			ref := Reference{Known: true, Day: day, Context: day, ContextKnown: true, Coarse: day, CoarseKnown: true, Tense: Past}
			if !past {
				words, want, _ = strings.Cut(ex, " > ")
				ref.Tense = Future
			}
			toks := g.Tokens(nil, words, 0, len(words), true)
			from := 0
			if strings.Contains(words, "'80s") {
				from = 0
			}
			m := g.Match(toks, from)
			if m.Tokens != len(toks) {
				t.Errorf("%s: %q: %d of %d tokens matched, by %q", r.name, words, m.Tokens, len(toks), m.Rule)
				continue
			}
			got := m.Expr.Resolve(ref)
			if m.Rule != r.name || got.Timex != want {
				t.Errorf("%s: %q = %s by %q, want %s", r.name, words, got.Timex, m.Rule, want)
			}
			d := news.Date{Value: got.Value}
			if _, _, ok := d.Bounds(); !ok && got.Value != "" && got.Value[0] != 'P' {
				t.Errorf("%s: %q has value %q, which has no bounds", r.name, words, got.Value)
			}
			if got.Value == "" && got.Reason == "" {
				t.Errorf("%s: %q has neither value nor reason", r.name, words)
			}
		}
	}
}
