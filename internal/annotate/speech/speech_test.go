package speech

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/annotate/english"
	"github.com/twosource/twosource/internal/annotate/words"
	"github.com/twosource/twosource/internal/grammar"
	"github.com/twosource/twosource/internal/news"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// annotated makes an article whose paragraphs are the lines of text, and its
// annotation as far as Find needs it.
func annotated(tb testing.TB, text string) (*news.Article, *news.Annotation, *grammar.Text) {
	tb.Helper()
	model, err := english.Load()
	if err != nil {
		tb.Fatal(err)
	}
	a := &news.Article{ID: "a", Text: text}
	at := 0
	for _, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) != "" {
			a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: at, End: at + len(line)}})
		}
		at += len(line) + 1
	}
	an := &news.Annotation{Article: "a"}
	var g *grammar.Text
	an.Sentences, an.Words, g = english.NewReader(model).Read(a)
	an.Mentions = crude(a, an.Sentences, an.Words)
	an.Times = crudeTimes(a, an.Sentences, an.Words)
	return a, an, g
}

// show writes statements and credits one a line.
func show(a *news.Article, an *news.Annotation, speech []news.Speech, credits []news.Credit) string {
	var b strings.Builder
	for _, s := range speech {
		speaker := "-"
		if s.Speaker >= 0 {
			speaker = an.Mentions[s.Speaker].Of(a.Text)
		}
		fmt.Fprintf(&b, "%s, %s [%s] source=[%s] speaker=[%s]", s.Kind, s.Act, s.Cue.Of(a.Text), s.SpeakerSpan.Of(a.Text), speaker)
		if !s.Addressee.IsZero() {
			fmt.Fprintf(&b, " to=[%s]", s.Addressee.Of(a.Text))
		}
		if s.Unresolved != "" {
			fmt.Fprintf(&b, " (%s)", s.Unresolved)
		}
		for _, c := range s.Candidates {
			fmt.Fprintf(&b, " perhaps=[%s]", an.Mentions[c].Of(a.Text))
		}
		for _, o := range s.Others {
			fmt.Fprintf(&b, " with=[%s]", an.Mentions[o].Of(a.Text))
		}
		for _, o := range s.OnBehalfOf {
			fmt.Fprintf(&b, " for=[%s]", an.Mentions[o].Of(a.Text))
		}
		for _, v := range s.Via {
			fmt.Fprintf(&b, " via=[%s]", credits[v].Agency)
		}
		b.WriteByte('\n')
		for _, c := range s.Content {
			fmt.Fprintf(&b, "    %s\n", c.Of(a.Text))
		}
	}
	for _, c := range credits {
		fmt.Fprintf(&b, "credit, %s [%s] agency=[%s] through=%d\n", c.Role, c.Of(a.Text), c.Agency, c.Through)
	}
	return b.String()
}

// TestFindGolden runs Find on each case of testdata/cases.txt: a name on the
// first line, then the paragraphs.
func TestFindGolden(t *testing.T) {
	in, err := os.ReadFile(filepath.Join("testdata", "cases.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, c := range strings.Split(string(in), "----\n") {
		name, text, _ := strings.Cut(c, "\n")
		a, an, g := annotated(t, text)
		speech, credits := Find(a, an, g, nil)
		fmt.Fprintf(&b, "## %s\n%s", name, show(a, an, speech, credits))
		if err := valid(a, an, speech, credits); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	golden := filepath.Join("testdata", "cases.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("statements differ from %s; run go test -update and look at the difference\n%s", golden, b.String())
	}
}

// valid reports what in the results breaks the rules of the types.
func valid(a *news.Article, an *news.Annotation, speech []news.Speech, credits []news.Credit) error {
	check := func(what string, s news.Span) error {
		if err := s.Check(a.Text); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		return nil
	}
	last := 0
	for i, s := range speech {
		if len(s.Content) == 0 {
			return fmt.Errorf("statement %d has no content", i)
		}
		if s.Content[0].Start < last {
			return fmt.Errorf("statement %d is out of order", i)
		}
		last = s.Content[0].Start
		end := 0
		for _, m := range append(slices.Clone(s.Others), s.OnBehalfOf...) {
			if m < 0 || m >= len(an.Mentions) || m == s.Speaker {
				return fmt.Errorf("statement %d: %d is no other mention", i, m)
			}
		}
		for _, c := range s.Content {
			if err := check("content", c); err != nil {
				return err
			}
			if c.Len() == 0 || c.Start < end {
				return fmt.Errorf("content of statement %d is empty, unsorted or overlaps: %v", i, s.Content)
			}
			if end = c.End; c.Overlaps(s.Cue) {
				return fmt.Errorf("cue of statement %d lies in its content", i)
			}
		}
		if err := check("cue", s.Cue); err != nil {
			return err
		}
		if err := check("speaker", s.SpeakerSpan); err != nil {
			return err
		}
		if err := check("addressee", s.Addressee); err != nil {
			return err
		}
		if s.Speaker < -1 || s.Speaker >= len(an.Mentions) || (s.Speaker == -1) != (s.Unresolved != "") {
			return fmt.Errorf("statement %d: speaker %d with reason %q", i, s.Speaker, s.Unresolved)
		}
		if s.Sentence < 0 || s.Sentence >= len(an.Sentences) || s.Confidence <= 0 || s.Confidence > 1 {
			return fmt.Errorf("statement %d: sentence %d, confidence %v", i, s.Sentence, s.Confidence)
		}
	}
	for i, c := range credits {
		if err := check("credit", c.Span); err != nil {
			return err
		}
		if c.Through < -1 || c.Through >= len(credits) || c.Through == i || c.Sentence < -1 || c.Sentence >= len(an.Sentences) {
			return fmt.Errorf("credit %d: through %d, sentence %d", i, c.Through, c.Sentence)
		}
	}
	return nil
}

// TestFindIsLinear reads sentences of 100 kB, which must not take long.
func TestFindIsLinear(t *testing.T) {
	for _, s := range []string{
		"Farrow said that ", "“a” said Bel, ", "according to Bel, ", "Reuters said ", "“", "‘a ", "\"a\" ", "and added ", ", saying ",
		"he said it was, ", "Bel, ", "(Bel) ", "Bel told Reuters that ", "“We are.” ", "(“ ", "While Bel said ", "\"Bel\" - ", ": “a” ",
		"Bel and ", "said ", "the of ", "quoted as saying ", "Reuters ",
	} {
		a, an, g := annotated(t, strings.Repeat(s, 100_000/len(s)))
		for _, g := range []*grammar.Text{g, nil} { // with and without a tree
			speech, credits := Find(a, an, g, nil)
			if err := valid(a, an, speech, credits); err != nil {
				t.Errorf("%q: %v", s, err)
			}
		}
	}
}

func TestLineCredits(t *testing.T) {
	text := "By Jane Doe, Reuters\nHarbour [Xinhua]\nTwo ships met.\nStaff and Agencies\n" +
		"(Reporting by Jane Doe in Oslo; editing by Otto Kern)\n(Reporting by Jane Doe for Reuters)\n[Source: Nordic Wire]"
	a := &news.Article{Text: text}
	kinds := []news.BlockKind{news.Byline, news.Caption, news.Paragraph, news.CreditLine, news.CreditLine, news.CreditLine, news.CreditLine}
	at := 0
	for i, line := range strings.Split(text, "\n") {
		a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: at, End: at + len(line)}, Kind: kinds[i]})
		at += len(line) + 1
	}
	an := &news.Annotation{}
	an.Sentences, an.Words = words.Split(a)
	_, credits := Find(a, an, nil, nil)
	var got []string
	for _, c := range credits {
		got = append(got, fmt.Sprintf("%s %s %d", c.Agency, c.Role, c.Sentence))
	}
	want := []string{"Reuters credit -1", "Xinhua photo -1", "Staff and Agencies credit -1", "Reuters credit -1", "Nordic Wire credit -1"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("credits are %q, want %q", got, want)
	}
}

func FuzzFind(f *testing.F) {
	in, err := os.ReadFile(filepath.Join("testdata", "cases.txt"))
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range strings.Split(string(in), "----\n") {
		f.Add(c)
	}
	f.Add("!cAlled on")
	f.Add("“‘\"'``''”’" + strings.Repeat("“", 50))
	f.Fuzz(func(t *testing.T, text string) {
		a, an, g := annotated(t, strings.ToValidUTF8(text, "?"))
		speech, credits := Find(a, an, g, nil)
		if err := valid(a, an, speech, credits); err != nil {
			t.Fatal(err)
		}
	})
}

// benchText is invented running text with every kind of statement in it.
func benchText(tb testing.TB) string {
	in, err := os.ReadFile(filepath.Join("testdata", "cases.txt"))
	if err != nil {
		tb.Fatal(err)
	}
	var b strings.Builder
	for _, c := range strings.Split(string(in), "----\n") {
		_, text, _ := strings.Cut(c, "\n")
		b.WriteString(text)
		b.WriteString("The two ships had left the harbour before dawn, and nothing was heard of either until the wreck was found near the old light, four miles from the channel that both should have kept to.\n")
	}
	return b.String()
}

func BenchmarkFind(b *testing.B) {
	a, an, g := annotated(b, benchText(b))
	for b.Loop() {
		Find(a, an, g, nil)
	}
	b.ReportMetric(float64(len(an.Words))*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
