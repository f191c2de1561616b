package english

import (
	"bufio"
	"os"
	"strings"
	"testing"
)

// TestSentences holds the splitter to the cases of testdata/sentences.txt: a
// text after ">", then its sentences after "-", words apart by single spaces.
func TestSentences(t *testing.T) {
	f, err := os.Open("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var text string
	var want []string
	check := func() {
		if text == "" {
			return
		}
		var d Doc
		Split(&d, text)
		if got := sentencesOf(&d); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%q\n got %q\nwant %q", text, got, want)
		}
		text, want = "", nil
	}
	for in := bufio.NewScanner(f); in.Scan(); {
		line := in.Text()
		switch {
		case strings.HasPrefix(line, "> "):
			check()
			text = strings.ReplaceAll(line[2:], `\n`, "\n")
		case strings.HasPrefix(line, "- "):
			want = append(want, line[2:])
		}
	}
	check()
}

func sentencesOf(d *Doc) (out []string) {
	for i := 0; i+1 < len(d.Sentences); i++ {
		var words []string
		for j := d.Sentences[i]; j < d.Sentences[i+1]; j++ {
			words = append(words, d.Word(int(j)))
		}
		out = append(out, strings.Join(words, " "))
	}
	return out
}

// TestSplitCovers checks on hostile texts that words are in order, disjoint and
// inside the text, that no byte but white space and control characters is left
// out, and that sentences follow one another.
func TestSplitCovers(t *testing.T) {
	for name, text := range hostile() {
		var d Doc
		Split(&d, text)
		checkDoc(t, name, &d)
	}
}

func checkDoc(t *testing.T, name string, d *Doc) {
	t.Helper()
	at := 0
	for i := range d.Len() {
		a, b := int(d.Start[i]), int(d.End[i])
		if a < at || b <= a || b > len(d.Text) {
			t.Fatalf("%s: word %d is %d:%d after %d", name, i, a, b, at)
		}
		if !blank(d.Text[at:a]) {
			t.Fatalf("%s: %q stands outside words", name, d.Text[at:min(a, at+20)])
		}
		at = b
	}
	if !blank(d.Text[at:]) {
		t.Fatalf("%s: the end stands outside words", name)
	}
	if n := len(d.Sentences); n == 0 || d.Sentences[0] != 0 || int(d.Sentences[n-1]) != d.Len() {
		t.Fatalf("%s: sentences %v of %d words", name, d.Sentences[:min(n, 3)], d.Len())
	}
	for i := 0; i+1 < len(d.Sentences); i++ {
		if n := d.Sentences[i+1] - d.Sentences[i]; n < 1 && d.Len() > 0 || n > MaxSentence {
			t.Fatalf("%s: sentence %d has %d words", name, i, n)
		}
	}
}

func blank(s string) bool {
	for i := 0; i < len(s); {
		_, class, n := runeAt(s, i)
		if class != classSpace {
			return false
		}
		i += n
	}
	return true
}

// hostile gives texts that no newspaper prints.
func hostile() map[string]string {
	return map[string]string{
		"empty":       "",
		"spaces":      " \n\t\r\n\u00a0\u2028 ",
		"one word":    "Hello",
		"one letter":  "a",
		"long":        strings.Repeat("the dog saw a cat and ", 10_000),
		"one chunk":   strings.Repeat("abcdefghij", 20_000),
		"commas":      strings.Repeat(",", 1_000_000),
		"spaced":      strings.Repeat(", ", 200_000),
		"stops":       strings.Repeat(". ", 100_000),
		"quotes":      strings.Repeat("\" ' ” “ ", 20_000),
		"brackets":    strings.Repeat("([{", 50_000),
		"hyphens":     strings.Repeat("a-", 100_000),
		"slashes":     strings.Repeat("1/", 50_000),
		"apostrophes": strings.Repeat("n't's'", 30_000),
		"emoji":       strings.Repeat("👩‍👩‍👧‍👦 🇺🇳 👍🏽 ☕️ ok ", 3_000),
		"arabic":      strings.Repeat("وقال الرئيس إن المحادثات ستستمر يوم الأحد. ", 2_000),
		"control":     strings.Repeat("\x00\x01\x7f\x1b[0m a\x08b\x0bc ", 5_000),
		"not utf-8":   strings.Repeat("caf\xe9 \xff\xfe\x80 \xc3( \xe2\x80 ", 5_000),
		"dots":        strings.Repeat(".", 300_000),
		"capitals":    strings.Repeat("Kofi Bank of The North ", 10_000),
		"same name":   strings.Repeat("Anna met Anna. ", 20_000),
		"lines":       strings.Repeat("x\n", 50_000),
		"abbreviated": strings.Repeat("U.S. Gen. A. B. Inc. ", 10_000),
	}
}
