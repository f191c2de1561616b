package statements

import (
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// spans finds each of some words in text, one after the other.
func spans(t *testing.T, text string, words ...string) []news.Span {
	t.Helper()
	var out []news.Span
	at := 0
	for _, w := range words {
		i := strings.Index(text[at:], w)
		if i < 0 {
			t.Fatalf("%q is not in %q", w, text)
		}
		out = append(out, news.Span{Start: at + i, End: at + i + len(w)})
		at += i + len(w)
	}
	return out
}

func TestCompare(t *testing.T) {
	text := `Jane Farrow, the pilot, said on Monday that the pier was shut. "We wait," Omar Bel added.`
	gold := []Attribution{
		{spans(t, text, "Jane Farrow, the pilot,"), spans(t, text, "said"), spans(t, text, "that the pier was shut")},
		{spans(t, text, "Omar Bel"), spans(t, text, "added"), spans(t, text, `"We wait,"`)},
	}
	found := []Attribution{
		{spans(t, text, "Jane Farrow"), spans(t, text, "said"), spans(t, text, "that the pier was shut.")},
		{spans(t, text, "Omar Bel"), spans(t, text, "added"), spans(t, text, `We wait`)},
		{nil, spans(t, text, "shut"), spans(t, text, "pier")},
	}
	c := Compare(text, gold, found)
	for _, test := range []struct {
		name      string
		tally     Tally
		precision float64
		recall    float64
	}{
		{"source overlap", c.Overlap[All][Source], 1, 1},
		{"source exact", c.Exact[All][Source], 0.5, 0.5},
		{"cue exact", c.Exact[All][Cue], 2.0 / 3, 1},
		{"content overlap", c.Overlap[All][Content], 2.0 / 3, 1},
		{"content exact", c.Exact[All][Content], 2.0 / 3, 1},
		{"triple overlap", c.Overlap[All][Triple], 2.0 / 3, 1},
		{"triple exact", c.Exact[All][Triple], 1.0 / 3, 0.5},
		{"direct content", c.Overlap[Direct][Content], 0, 1}, // found without its marks: of the other class
	} {
		if p, r := test.tally.Precision(), test.tally.Recall(); p != test.precision || r != test.recall {
			t.Errorf("%s: precision %v and recall %v, want %v and %v", test.name, p, r, test.precision, test.recall)
		}
	}
	if c.Tokens.F1() <= 0.8 {
		t.Errorf("words: F1 %v", c.Tokens.F1())
	}
}

func TestReadPolNeAR(t *testing.T) {
	text := "Pier shut\n\n“Nun,” sagt Doe. Jane Farrow said so.\n"
	ann := "T1\tSource 28 39\tJane Farrow\nT2\tCue 40 44\tsaid\nT3\tContent 45 47\tso\nT4\tAttribution 40 44\tsaid\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\nT5\tDiscard 0 9\tPier shut\n"
	files := map[string][]byte{
		"x/dev/text/a.txt": []byte(text), "x/dev/attributions/a_0001.ann": []byte(ann),
		"x/dev/attributions/a_0002.ann": []byte("T1\tCue 0 1\tP\n"),
	}
	texts, err := ReadPolNeAR(files)
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) != 1 || texts[0].Annotator != "0001" || texts[0].Side != "dev" || len(texts[0].Gold) != 1 {
		t.Fatalf("read %+v", texts)
	}
	g := texts[0].Gold[0]
	if got := g.Source[0].Of(text) + "|" + g.Cue[0].Of(text) + "|" + g.Content[0].Of(text); got != "Jane Farrow|said|so" {
		t.Errorf("read %q", got)
	}
	if a := texts[0].Article(); a.Title != "Pier shut" || len(a.Blocks) != 2 {
		t.Errorf("article %+v", a)
	}
	if _, err := ReadPolNeAR(nil); err == nil {
		t.Error("no error for no files")
	}
}

func TestWithThat(t *testing.T) {
	text := "She said that it rained, that. it"
	if got := withThat(text, strings.Index(text, "it rained")); text[got:got+4] != "that" {
		t.Errorf("%d", got)
	}
	if at := strings.LastIndex(text, "it"); withThat(text, at) != at {
		t.Error("took a that that does not stand before the words")
	}
}

func FuzzReadPolNeAR(f *testing.F) {
	f.Add("a b\nc", "T1\tCue 0 1\ta\nT2\tContent 2 3;4 5\tb c\nE1\tX:T9 Cue:T1 Content:T2\n")
	f.Add("", "T1\tSource -1 99999999999999999999\t\nE1\tCue:T1 Cue:T1")
	f.Fuzz(func(t *testing.T, text, ann string) {
		text = strings.ToValidUTF8(text, "?")
		texts, err := ReadPolNeAR(map[string][]byte{"d/dev/text/a.txt": []byte(text), "d/dev/attributions/a_1.ann": []byte(ann)})
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range texts[0].Gold {
			for _, list := range [][]news.Span{g.Source, g.Cue, g.Content} {
				for _, s := range list {
					if err := s.Check(text); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		Compare(text, texts[0].Gold, texts[0].Gold)
	})
}
