package words

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// paragraphs makes an article whose blocks are the lines of text.
func paragraphs(text string) *news.Article {
	a := &news.Article{ID: "a", Text: text}
	at := 0
	for _, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) != "" {
			a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: at, End: at + len(line)}})
		}
		at += len(line) + 1
	}
	return a
}

// TestSplitGolden writes every paragraph of testdata/sentences.txt one sentence
// a line, its words parted by single spaces.
func TestSplitGolden(t *testing.T) {
	in, err := os.ReadFile(filepath.Join("testdata", "sentences.txt"))
	if err != nil {
		t.Fatal(err)
	}
	a := paragraphs(string(in))
	sents, words := Split(a)
	var b strings.Builder
	block := -1
	for _, s := range sents {
		if s.Block != block && block >= 0 {
			b.WriteString("\n")
		}
		block = s.Block
		for i := s.FirstWord; i < s.EndWord; i++ {
			if i > s.FirstWord {
				b.WriteByte(' ')
			}
			b.WriteString(words[i].Of(a.Text))
		}
		b.WriteByte('\n')
	}
	golden := filepath.Join("testdata", "sentences.golden")
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
		t.Errorf("sentences differ from %s; run go test -update and look at the difference\n%s", golden, b.String())
	}
}

func TestSplitParagraphs(t *testing.T) {
	text := "A title\nBy Jane Doe\nOne. Two.\n   \nA heading\nThree."
	kinds := []news.BlockKind{news.Title, news.Byline, news.Paragraph, news.Paragraph, news.Heading, news.Paragraph}
	a := &news.Article{Text: text}
	at := 0
	for i, line := range strings.Split(text, "\n") {
		a.Blocks = append(a.Blocks, news.Block{Span: news.Span{Start: at, End: at + len(line)}, Kind: kinds[i]})
		at += len(line) + 1
	}
	sents, _ := Split(a)
	type row struct {
		text      string
		paragraph int
		headline  bool
		block     int
	}
	var got []row
	for _, s := range sents {
		got = append(got, row{s.Of(text), s.Paragraph, s.IsHeadline, s.Block})
	}
	want := []row{{"A title", 0, true, 0}, {"One.", 1, false, 2}, {"Two.", 1, false, 2}, {"A heading", 2, true, 4}, {"Three.", 3, false, 5}}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("sentence %d is %v, want %v", i, got[i], want[i])
		}
	}
}

// TestSplitIsLinear reads one sentence of 200 kB, which must not take long.
func TestSplitIsLinear(t *testing.T) {
	for _, s := range []string{"word, ", "\" ", "( ", "Mr. ", "… ", "’ ", "a:b:", "x.Y", "1:", "'"} {
		text := strings.Repeat(s, 200_000/len(s))
		if sents, words := Split(paragraphs(text)); len(sents) == 0 || len(words) == 0 {
			t.Errorf("%q: %d sentences, %d words", s, len(sents), len(words))
		}
	}
}

// FuzzSplit checks that words and sentences keep their promises and that no
// character to read is lost.
func FuzzSplit(f *testing.F) {
	f.Add("U.S. \"He said.\" (x) 6:35am can't a.b.C")
	f.Add("said:They ended.Then 12:3 '' ``x''")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		a := paragraphs(text)
		sents, words := Split(a)
		end := 0
		for _, w := range words {
			if err := w.Check(text); err != nil || w.Start < end || w.Len() == 0 {
				t.Fatalf("word %v after %d: %v", w.Span, end, err)
			}
			end = w.End
		}
		next := 0
		for _, s := range sents {
			if s.FirstWord != next || s.EndWord <= s.FirstWord || s.Start != words[s.FirstWord].Start || s.End != words[s.EndWord-1].End ||
				!a.Blocks[s.Block].Contains(s.Span) {
				t.Fatalf("sentence %+v", s)
			}
			next = s.EndWord
		}
		if next != len(words) {
			t.Fatalf("%d of %d words lie in sentences", next, len(words))
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	in, err := os.ReadFile(filepath.Join("testdata", "sentences.txt"))
	if err != nil {
		b.Fatal(err)
	}
	a := paragraphs(strings.Repeat(string(in), 20))
	_, words := Split(a)
	b.SetBytes(int64(len(a.Text)))
	for b.Loop() {
		Split(a)
	}
	b.ReportMetric(float64(len(words))*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
