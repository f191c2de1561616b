package eval

import (
	"context"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestShippedEvents: the model that is shipped can be read and has all its parts.
func TestShippedEvents(t *testing.T) {
	m, topics := shippedEvents()
	if m.trees == nil || len(m.trees.Trees) == 0 || len(m.habits) == 0 || len(topics) == 0 {
		t.Fatalf("%d habits of %d topics, trees %v", len(m.habits), len(topics), m.trees != nil)
	}
	for _, tree := range m.trees.Trees {
		for _, f := range tree.Feature {
			if int(f) >= len(pairMeasures) {
				t.Fatalf("a tree asks for measure %d of %d", f, len(pairMeasures))
			}
		}
	}
	if l, ok := eventVectors().Likeness("kill", "murder"); !ok || l < .3 {
		t.Errorf("the vectors of two words of one sense have likeness %v, %v", l, ok)
	}
}

// TestEventCorefOfOtherTopics: topics that nothing was learnt from are scored by the
// shipped model, however few they are: with nothing to learn from, none of a
// cross-validation would be joined.
func TestEventCorefOfOtherTopics(t *testing.T) {
	dir := t.TempDir()
	for name, words := range map[string]string{
		"901_1ecb.xml": "The ferry Aurelia *sank|1 off Port Vell on Monday . Two sailors of the Aurelia *drowned|2 off Port Vell , the coastguard of Port Vell *said|3 .",
		"901_2ecb.xml": "The ferry Aurelia , which *sank|1 off Port Vell on Monday , was old . Two sailors of the Aurelia *drowned|2 off Port Vell .",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(inventedECB(name, words)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r, err := EventCoref(context.Background(), dir)
	if err != nil || len(r) != 1 {
		t.Fatalf("%d results, %v", len(r), err)
	}
	if got := r[0].Metrics["conll"].Value; r[0].N != 5 || got < .7 {
		t.Errorf("%d mentions, metrics %v", r[0].N, r[0].Metrics)
	}
}

// inventedECB gives a document in the form of ECB+; a word that begins with * is a
// mention of the happening after its bar.
func inventedECB(name, words string) string {
	var tokens, marks, chains strings.Builder
	sentence := 0
	for i, w := range strings.Fields(words) {
		w, chain, marked := strings.Cut(w, "|")
		fmt.Fprintf(&tokens, `<token t_id="%d" sentence="%d" number="%d">%s</token>`, i+1, sentence, i, html.EscapeString(strings.TrimPrefix(w, "*")))
		if marked {
			fmt.Fprintf(&marks, `<ACTION_OCCURRENCE m_id="%d"><token_anchor t_id="%d"/></ACTION_OCCURRENCE>`, i+1, i+1)
			fmt.Fprintf(&chains, `<CROSS_DOC_COREF r_id="%d" note="ACT%s"><source m_id="%d"/><target m_id="90"/></CROSS_DOC_COREF>`, i+1, chain, i+1)
		}
		if w == "." {
			sentence++
		}
	}
	return fmt.Sprintf(`<?xml version="1.0"?><Document doc_name="%s">%s<Markables>%s</Markables><Relations>%s</Relations></Document>`, name, &tokens, &marks, &chains)
}
