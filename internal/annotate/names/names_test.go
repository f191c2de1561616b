package names

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// article makes an article of one block a line; a line that begins with "# " is
// its title.
func article(text string) *news.Article {
	a := &news.Article{ID: "a", Text: text}
	at := 0
	for _, line := range strings.Split(text, "\n") {
		b := news.Block{Span: news.Span{Start: at, End: at + len(line)}}
		if strings.HasPrefix(line, "# ") {
			b.Kind, b.Start = news.Title, at+2
		}
		if strings.TrimSpace(line) != "" {
			a.Blocks = append(a.Blocks, b)
		}
		at += len(line) + 1
	}
	return a
}

// split is a splitter just good enough for these tests: words are runs of
// letters, digits and inner stops, 's and n't and every mark stand alone; a
// sentence ends at a stop after a word of two letters or more, or at a block's
// end.
func split(a *news.Article) (sents []news.Sentence, words []news.Word) {
	for i, b := range a.Blocks {
		first := len(words)
		closeAt := func() {
			if n := len(words); n > first {
				sents = append(sents, news.Sentence{
					Span:  news.Span{Start: words[first].Start, End: words[n-1].End},
					Block: i, FirstWord: first, EndWord: n, IsHeadline: b.Kind == news.Title,
				})
				first = n
			}
		}
		for at := b.Start; at < b.End; {
			r, n := utf8.DecodeRuneInString(a.Text[at:])
			if unicode.IsSpace(r) {
				at += n
				continue
			}
			end := at + wordLen(a.Text[at:b.End])
			words = append(words, news.Word{Span: news.Span{Start: at, End: end}})
			if w := a.Text[at:end]; w == "." || w == "?" {
				at = end
				closeAt()
				continue
			}
			at = end
		}
		closeAt()
	}
	return sents, words
}

func wordLen(s string) int {
	for _, c := range [...]string{"'s", "’s", "n't"} {
		if strings.HasPrefix(s, c) {
			return len(c)
		}
	}
	n := 0
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !(r == '.' && i > 0 && initials(s[:i+1])) {
			if (r == '\'' || r == '’') && i > 0 && !strings.HasPrefix(s[i:], "'s") && !strings.HasPrefix(s[i:], "’s") {
				if next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):]); unicode.IsLetter(next) {
					continue
				}
			}
			break
		}
		n = i + utf8.RuneLen(r)
	}
	if n == 0 {
		_, n = utf8.DecodeRuneInString(s)
	}
	return n
}

// initials reports whether w, which ends with a stop, is an abbreviation.
func initials(w string) bool {
	switch w {
	case "Mr.", "Ms.", "Mrs.", "Dr.", "Ltd.":
		return true
	}
	return len(w) == 2 && unicode.IsUpper(rune(w[0])) || len(w) > 3 && len(w) < 8 && w[1] == '.' && len(w)%2 == 0
}

func TestFindGolden(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no cases: ", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		a := article(string(text))
		got := dump(t, a)
		golden := strings.TrimSuffix(file, ".txt") + ".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("mentions differ from %s; run go test -update and look at the difference\n%s", golden, got)
		}
	}
}

// dump lists the mentions of an article, one a line under their sentence.
func dump(t *testing.T, a *news.Article) string {
	t.Helper()
	sents, words := split(a)
	found := Find(a, sents, words, nil, nil)
	check(t, a, sents, found)
	var b strings.Builder
	for s := range sents {
		fmt.Fprintln(&b, sents[s].Of(a.Text))
		for i, m := range found {
			if m.Sentence != s {
				continue
			}
			fmt.Fprintf(&b, "\t%d %s %s %q key=%s", i, m.Kind, m.Type, m.Of(a.Text), m.Key)
			if m.Known != "" {
				fmt.Fprintf(&b, " known=%s", m.Known)
			}
			if m.Country != "" {
				fmt.Fprintf(&b, " country=%s", m.Country)
			}
			if !m.Role.IsZero() {
				fmt.Fprintf(&b, " role=%q", m.Role.Of(a.Text))
			}
			if m.Antecedent != i {
				fmt.Fprintf(&b, " -> %d", m.Antecedent)
			}
			fmt.Fprintln(&b)
		}
	}
	return b.String()
}

// check proves what every result must keep.
func check(t *testing.T, a *news.Article, sents []news.Sentence, found []news.Mention) {
	t.Helper()
	for i, m := range found {
		if err := m.Span.Check(a.Text); err != nil || m.Len() == 0 {
			t.Fatalf("mention %d: %v", i, err)
		}
		if err := m.Role.Check(a.Text); err != nil {
			t.Fatalf("role of mention %d: %v", i, err)
		}
		if i > 0 && (found[i-1].Start > m.Start || found[i-1].Start == m.Start && found[i-1].End < m.End) {
			t.Fatalf("mention %d is out of order", i)
		}
		if m.Sentence < 0 || m.Sentence >= len(sents) || !sents[m.Sentence].Contains(m.Span) {
			t.Fatalf("mention %d is not in its sentence %d", i, m.Sentence)
		}
		if m.Antecedent < 0 || m.Antecedent > i && found[m.Antecedent].Start > m.Start || m.Antecedent >= len(found) {
			t.Fatalf("mention %d has antecedent %d", i, m.Antecedent)
		}
		for j := i + 1; j < len(found) && found[j].Start < m.End; j++ {
			if found[j].End > m.End {
				t.Fatalf("mentions %q and %q cross", m.Of(a.Text), found[j].Of(a.Text))
			}
		}
	}
}

func TestKeys(t *testing.T) {
	for _, c := range []struct {
		fold func(string) string
		a, b string
		same bool
	}{
		{surnameKey, "Al-Assad", "Assad", true},
		{surnameKey, "Erdoğan", "Erdogan", true},
		{surnameKey, "Zelenskiy", "Zelensky", true},
		{surnameKey, "Berg", "Bergman", false},
		{surnameKey, "Alba", "Ba", false},
		{givenKey, "Sergei", "Sergey", true},
		{givenKey, "Dmitry", "Dmitri", true},
		{givenKey, "Mohamed", "Muhammad", true},
		{givenKey, "Ana", "Anna", false},
		{nameKey, "The U.N.", "UN", true},
	} {
		if (c.fold(c.a) == c.fold(c.b)) != c.same {
			t.Errorf("%q → %q, %q → %q", c.a, c.fold(c.a), c.b, c.fold(c.b))
		}
	}
}

func TestFindEmpty(t *testing.T) {
	if got := Find(&news.Article{}, nil, nil, nil, nil); len(got) != 0 {
		t.Error(got)
	}
}

func FuzzFind(f *testing.F) {
	for _, name := range []string{"embassy", "surnames", "hostile"} {
		text, err := os.ReadFile(filepath.Join("testdata", name+".txt"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add("Mr al-\u00a0\u2019s - & , Jr. (A) of the President of")
	f.Fuzz(func(t *testing.T, text string) {
		a := article(strings.ToValidUTF8(text, ""))
		sents, words := split(a)
		check(t, a, sents, Find(a, sents, words, nil, nil))
	})
}

func BenchmarkFind(b *testing.B) {
	text, err := os.ReadFile(filepath.Join("testdata", "embassy.txt"))
	if err != nil {
		b.Fatal(err)
	}
	a := article(strings.Repeat(string(text), 4))
	sents, words := split(a)
	b.ReportAllocs()
	for b.Loop() {
		Find(a, sents, words, nil, nil)
	}
	b.ReportMetric(float64(len(words))*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
