package annotate

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

const invented = `Pilots' strike ends at two ports
“The law is plain,” Jane Farrow, the head of the Dockers Union, said on Monday. “We go back to work.”
GENEVA (Reuters) - Two ships collided on Sunday, Harbour Minister Omar Bel told reporters. He said the crews were "tired and hungry”.
According to the Harbour Ministry, the ships had no pilots. “With that fog, nobody could have seen it.”`

// article makes an article whose first line is the title and whose other lines
// are paragraphs.
func article(text, language string) *news.Article {
	a := &news.Article{ID: "a", Text: text, Language: language}
	at := 0
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) != "" {
			b := news.Block{Span: news.Span{Start: at, End: at + len(line)}}
			if i == 0 {
				b.Kind = news.Title
			}
			a.Blocks = append(a.Blocks, b)
		}
		at += len(line) + 1
	}
	return a
}

func TestAnnotate(t *testing.T) {
	an := New(Options{}).Annotate(article(invented, ""))
	if an.Language != "en" || an.Article != "a" || len(an.Notices) > 0 {
		t.Errorf("language %q, article %q, notices %v", an.Language, an.Article, an.Notices)
	}
	if len(an.Sentences) != 7 || len(an.Statements) != 5 || len(an.Credits) != 1 {
		t.Errorf("%d sentences, %d statements, %d credits", len(an.Sentences), len(an.Statements), len(an.Credits))
	}
	if s := an.Sentences[0]; s.Paragraph != 0 || !s.IsHeadline {
		t.Errorf("the title is paragraph %d, headline %v", s.Paragraph, s.IsHeadline)
	}
	if s := an.Sentences[len(an.Sentences)-1]; s.Paragraph != 3 || s.IsHeadline {
		t.Errorf("the last sentence is in paragraph %d, headline %v", s.Paragraph, s.IsHeadline)
	}
}

func TestAnnotateOtherLanguage(t *testing.T) {
	text := "Streik der Lotsen\n„Das Gesetz ist klar“, sagte die Vorsitzende der Gewerkschaft am Montag. Die Arbeit in beiden Häfen werde noch in dieser Woche wieder aufgenommen, doch seien die Verhandlungen über die Löhne noch nicht zu Ende, und niemand wisse, wie lange sie noch dauern."
	an := New(Options{}).Annotate(article(text, ""))
	if an.Language != "de" || len(an.Notices) != 1 || an.Notices[0].Code != "not-english" {
		t.Errorf("language %q, notices %v", an.Language, an.Notices)
	}
	if len(an.Sentences) == 0 || len(an.Statements) != 0 {
		t.Errorf("%d sentences, %d statements", len(an.Sentences), len(an.Statements))
	}
}

func TestAnnotateConcurrently(t *testing.T) {
	annotator := New(Options{})
	a := article(invented, "")
	want := annotator.Annotate(a)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got := annotator.Annotate(a); !reflect.DeepEqual(got, want) {
				t.Error("two runs differ")
			}
		})
	}
	wg.Wait()
}

// TestSamples counts the statements of five real reports, whose texts stay
// outside the repository.
func TestSamples(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "samples", "syria-2015", "*.txt"))
	if len(files) == 0 {
		t.Skip("no samples: put them at ../shared/samples, beside the repository")
	}
	annotator := New(Options{})
	quoted, all, credits := 0, 0, 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		a := article(string(text), "")
		an := annotator.Annotate(a)
		check(t, a, &an)
		all += len(an.Statements)
		credits += len(an.Credits)
		for _, s := range an.Statements {
			if s.Kind != news.Indirect {
				quoted++
			}
			if (s.Speaker < 0) != (s.Unresolved != "") {
				t.Errorf("%s: speaker %d, unresolved %q", filepath.Base(name), s.Speaker, s.Unresolved)
			}
		}
	}
	if quoted < 20 || all > 90 || credits < 5 {
		t.Errorf("%d direct or mixed statements of %d, %d credits; want at least 20, at most 90, at least 5", quoted, all, credits)
	}
}

// check reports the first mark of an that does not fit a.
func check(t *testing.T, a *news.Article, an *news.Annotation) {
	t.Helper()
	fit := func(what string, s news.Span) {
		if err := s.Check(a.Text); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	index := func(what string, i, n int) {
		if i < -1 || i >= n {
			t.Fatalf("%s: index %d of %d", what, i, n)
		}
	}
	for i, s := range an.Sentences {
		fit("sentence", s.Span)
		if s.FirstWord >= s.EndWord || i > 0 && (s.Start < an.Sentences[i-1].End || s.FirstWord != an.Sentences[i-1].EndWord) {
			t.Fatalf("sentence %d: words [%d,%d)", i, s.FirstWord, s.EndWord)
		}
	}
	for i, w := range an.Words {
		fit("word", w.Span)
		if w.Len() == 0 || i > 0 && w.Start < an.Words[i-1].End {
			t.Fatalf("word %d: %v", i, w.Span)
		}
	}
	for i, m := range an.Mentions {
		fit("mention", m.Span)
		fit("role", m.Role)
		index("antecedent", m.Antecedent, len(an.Mentions))
		index("sentence of mention", m.Sentence, len(an.Sentences))
		if i > 0 && m.Start < an.Mentions[i-1].Start {
			t.Fatalf("mention %d is out of order", i)
		}
		for j := i + 1; j < len(an.Mentions) && an.Mentions[j].Start < m.End; j++ {
			if an.Mentions[j].End > m.End {
				t.Fatalf("mentions %q and %q cross", m.Of(a.Text), an.Mentions[j].Of(a.Text))
			}
		}
	}
	for _, x := range an.Times {
		fit("time", x.Date.Span)
		index("anchor", x.Anchor, len(an.Times))
	}
	for _, s := range an.Statements {
		fit("cue", s.Cue)
		fit("speaker", s.SpeakerSpan)
		fit("addressee", s.Addressee)
		index("speaker", s.Speaker, len(an.Mentions))
		for _, c := range s.Content {
			fit("content", c)
		}
		for _, v := range s.Via {
			index("via", v, len(an.Credits))
		}
	}
	for _, c := range an.Credits {
		fit("credit", c.Span)
		index("through", c.Through, len(an.Credits))
	}
}

func FuzzAnnotate(f *testing.F) {
	f.Add(invented)
	f.Add("“‘\"'``''”’")
	f.Add("\nМосква заявила: «Мы готовы».\n本社は「はい」と述べた。")
	f.Add("A\u0301\u200b\u00a0.\n\n- x\n\u2028“")
	annotator := New(Options{})
	f.Fuzz(func(t *testing.T, text string) {
		a := article(strings.ToValidUTF8(text, "\uFFFD"), "en")
		an := annotator.Annotate(a)
		check(t, a, &an)
	})
}

func BenchmarkAnnotate(b *testing.B) {
	a := article(strings.Repeat(invented+"\n", 20), "en")
	annotator := New(Options{})
	n := len(annotator.Annotate(a).Words)
	b.SetBytes(int64(len(a.Text)))
	for b.Loop() {
		annotator.Annotate(a)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

// TestCreditNames: an agency or outlet is named as such, in full and by the name in common
// use, and not by what stands beside it.
func TestCreditNames(t *testing.T) {
	for text, want := range map[string]string{
		"State news agency SANA said on Monday that the dam held.":                                "SANA",
		"The official Syrian news agency has reported that the dam held.":                         "Syrian news agency",
		"Official news agency said the dam held.":                                                 "Official news agency",
		"According to the Kurdish Hawar news agency the dam held.":                                "Hawar",
		"The dam held, an engineer told Al-Manar.":                                                "Al-Manar",
		"The TV said the dam held.":                                                               "",
		"The dam held, according to POLITICO.":                                                    "Politico",
		"The dam held, National Public Radio reported.":                                           "NPR",
		"The dam held, The Washington Post reported. Nobody drowned, the Post reported.":          "Washington Post, Washington Post",
		"The dam held, CNN Chief Political Correspondent Candy Miller reported.":                  "CNN",
		"The dam held, the Olkmere Evening Herald reported. Nobody drowned, according to Herald.": "Olkmere Evening Herald",
	} {
		a := news.Article{ID: "a", Outlet: "Quay Letter", Text: text, Blocks: []news.Block{{Span: news.Span{End: len(text)}}}}
		var got []string
		for _, c := range New(Options{}).Annotate(&a).Credits {
			got = append(got, c.Agency)
		}
		if g := strings.Join(got, ", "); g != want {
			t.Errorf("%s\ncredits %q, want %q", text, g, want)
		}
	}
}
