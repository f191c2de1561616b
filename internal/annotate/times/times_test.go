package times

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
)

// split is a plain splitter for tests: runs of letters or digits and single
// other runes are words; a sentence ends at a line end and after ". ", but not
// after a word of fewer than four letters or a month's abbreviation.
func split(text string) ([]news.Sentence, []news.Word) {
	var sents []news.Sentence
	var words []news.Word
	first := 0
	end := func() {
		if len(words) > first {
			s := news.Sentence{FirstWord: first, EndWord: len(words)}
			s.Span = news.Span{Start: words[first].Start, End: words[len(words)-1].End}
			sents = append(sents, s)
			first = len(words)
		}
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '\n':
			end()
		case unicode.IsSpace(r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			j := i
			for j < len(text) {
				r2, m := utf8.DecodeRuneInString(text[j:])
				if !unicode.IsLetter(r2) && !unicode.IsDigit(r2) {
					break
				}
				j += m
			}
			words = append(words, news.Word{Span: news.Span{Start: i, End: j}})
			i = j
			continue
		default:
			words = append(words, news.Word{Span: news.Span{Start: i, End: i + n}})
			if r == '.' && i+1 < len(text) && text[i+1] == ' ' && len(words) > 1 {
				if w := words[len(words)-2]; w.Len() >= 4 && !strings.HasSuffix(text[:w.End], "Sept") {
					end()
				}
			}
		}
		i += n
	}
	end()
	return sents, words
}

// article is an article of text that was published on day, in any form that
// dates.Parse reads; "" for an undated one.
func article(text, day string) *news.Article {
	a := &news.Article{Text: text, Published: news.NoDate("")}
	if day != "" {
		a.Published, _ = dates.Parse(day, news.OrderUnknown)
	}
	return a
}

func mark(text, day string) []Marked {
	sents, words := split(text)
	return Mark(article(text, day), sents, words)
}

// readShared returns a file of the shared folder, with its header apart, and
// skips the test if it is missing.
func readShared(t *testing.T, name string) (text, published string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../../../shared", name))
	if err != nil {
		t.Skipf("the shared samples are missing: %v", err)
	}
	head, body, ok := strings.Cut(string(b), "\n\n")
	if !ok || !strings.HasPrefix(head, "Outlet:") {
		return string(b), ""
	}
	_, published, _ = strings.Cut(head, "Published: ")
	return body, published
}

// TestSamples holds the readings that the five reports must have: with dates,
// and without any, where nothing may be invented.
func TestSamples(t *testing.T) {
	for _, tc := range []struct {
		file string
		want []string // "words=value", in order, of what has a value and is no length
	}{
		{"000_09c7aeb1ea710c45", []string{"Sunday=2015-09-27", "Earlier this month=2015-09", "earlier this month=2015-09", "September 15=2015-09-15"}},
		{"001_8ee2fa7619a4125b", []string{"Sunday=2015-09-27", "September 27, 2015, 6:35 am=2015-09-27T06:35", "Sunday=2015-09-27", "March 2011=2011-03", "Sunday=2015-09-27",
			"this week=2015-W39", "Wednesday=2015-09-23", "late Wednesday=2015-09-23", "Sunday=2015-09-27", "post-2015=2015", "Monday=2015-09-28"}},
		{"002_e22a757215c468e7", []string{"Tuesday=2015-12-15", "last week=2015-W50", "early Tuesday=2015-12-15", "Friday=2015-12-18", "Friday=2015-12-11", "today=2015-12-16"}},
		{"003_bcf037691b4a3a80", []string{"Tuesday=2015-12-15", "Tuesday=2015-12-15", "Friday=2015-12-18", "this year=2015"}},
		{"004_3078dc3f04c4738e", []string{"late September=2015-09", "Friday=2015-12-18", "a year ago=2014", "later Tuesday=2015-12-15"}},
	} {
		text, published := readShared(t, "samples/syria-2015-dated/"+tc.file+".txt")
		got := valued(mark(text, published))
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s:\n got %q\nwant %q", tc.file, got, tc.want)
		}
		text, published = readShared(t, "samples/syria-2015/"+tc.file+".txt")
		if published != "" {
			t.Fatalf("%s is dated", tc.file)
		}
		for _, m := range mark(text, "") {
			if m.Basis == news.BasisRelative || m.Value == "" && (m.Reason == "" || m.Words == "") {
				t.Errorf("%s, undated: %q = %q (%s, %q)", tc.file, m.Words, m.Value, m.Basis, m.Reason)
			}
		}
	}
}

// TestPlanOpen holds that the Monday of the second meeting stays open: the text
// plans for it what it tells of the Tuesday, and so may be older than its day.
func TestPlanOpen(t *testing.T) {
	text, published := readShared(t, "samples/syria-2015-dated/003_bcf037691b4a3a80.txt")
	for _, m := range mark(text, published) {
		if m.Words == "Monday" {
			if m.Value != "" || !strings.HasPrefix(m.Reason, "planned; 2015-12-14 is as likely") {
				t.Errorf("Monday is %q (%s)", m.Value, m.Reason)
			}
			return
		}
	}
	t.Error("Monday is not marked")
}

// valued lists "words=value" of what has a value and is a date or time.
func valued(marked []Marked) []string {
	var out []string
	for _, m := range marked {
		if m.Value != "" && (m.Kind == news.TimeDate || m.Kind == news.TimeOfDay) {
			out = append(out, m.Words+"="+m.Value)
		}
	}
	return out
}
