package ingest

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/twosource/twosource/internal/news"
)

// Text that was UTF-8, was read as windows-1252 and written as UTF-8 again shows
// "Obamaâ€™s" for "Obama’s"; some feeds did it twice over. The letters are no
// one's words, and texts that share them look alike.

// maxTwice bounds how often a stretch is read back.
const maxTwice = 3

// readBack returns s with every stretch that was encoded twice read as it was
// meant, and the number of stretches. A stretch is read back only if what comes
// out is valid UTF-8 of letters and marks that Latin script uses, so that text
// that merely has such letters stays as it is. It takes time linear in len(s).
func readBack(s string) (string, int) {
	if !strings.Contains(s, "Ã") && !strings.Contains(s, "Â") && !strings.Contains(s, "â") {
		return s, 0
	}
	var out strings.Builder
	n, start := 0, 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		end := i
		for end < len(s) && s[end] >= utf8.RuneSelf {
			end++
		}
		meant := s[i:end]
		for range maxTwice {
			next, ok := onceBack(meant)
			if !ok {
				break
			}
			meant = next
		}
		if meant != s[i:end] {
			out.WriteString(s[start:i])
			out.WriteString(meant)
			start = end
			n++
		}
		i = end
	}
	if n == 0 {
		return s, 0
	}
	out.WriteString(s[start:])
	return out.String(), n
}

// onceBack undoes one reading of UTF-8 as windows-1252. ok is false if s does
// not look like one.
func onceBack(s string) (back string, ok bool) {
	b := make([]byte, 0, len(s)/2)
	for _, r := range s {
		c, fits := charmap.Windows1252.EncodeRune(r)
		switch {
		case fits:
			b = append(b, c)
		case r >= 0x80 && r <= 0x9F:
			b = append(b, byte(r)) // the five bytes that windows-1252 leaves out
		default:
			return "", false
		}
	}
	if !utf8.Valid(b) {
		return "", false
	}
	for _, r := range string(b) {
		if !plausible(r) {
			return "", false
		}
	}
	return string(b), true
}

// plausible reports whether r is likely in text that passed for windows-1252:
// Latin letters and marks, general punctuation, signs of currency, the letters
// of a stretch that was encoded once more.
func plausible(r rune) bool {
	return r < utf8.RuneSelf || r >= 0xA0 && r <= 0x17F || r >= 0x2010 && r <= 0x203A || r == '€' || r == '™' || r == 'ˆ' || r == '˜' ||
		r >= 0x80 && r <= 0x9F || r == 'ƒ'
}

// mend reads the words of a page back and counts the stretches.
func mend(p *news.Page) int {
	total := 0
	for _, s := range []*string{&p.Body, &p.Stated.Title, &p.Stated.Outlet} {
		var n int
		*s, n = readBack(*s)
		total += n
	}
	for i := range p.Stated.Authors {
		var n int
		p.Stated.Authors[i], n = readBack(p.Stated.Authors[i])
		total += n
	}
	return total
}
