package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// A script is an encoding that is not western, and how one knows text in it: so
// many per cent of its characters beyond ASCII are common ones of the language.
// The shares are ours, well below those of prose and well above those that
// another encoding gives by chance.
type script struct {
	name   string
	enc    encoding.Encoding
	common func(rune) bool
	share  int
}

// scripts are tried in this order; the first that fits is taken.
var scripts = []script{
	{"EUC-JP", japanese.EUCJP, isKana, 25},
	{"Shift_JIS", japanese.ShiftJIS, isKana, 25},
	{"EUC-KR", korean.EUCKR, func(r rune) bool { return unicode.Is(unicode.Hangul, r) }, 80},
	{"GB18030", simplifiedchinese.GB18030, oneOf("，。、的一是在不了有人这中大国"), 6},
	{"Big5", traditionalchinese.Big5, oneOf("，。、的一是在不了有人這中大國"), 6},
	{"windows-1251", charmap.Windows1251, oneOf("оеаинтсрвл"), 45},
	{"KOI8-R", charmap.KOI8R, oneOf("оеаинтсрвл"), 45},
}

func isKana(r rune) bool { return r >= 0x3041 && r <= 0x30FC }

func oneOf(set string) func(rune) bool {
	return func(r rune) bool { return strings.ContainsRune(set, r) }
}

// guess names the likely encoding of bytes that are not UTF-8: windows-1252 if
// the high bytes stand where western text has them, else one of [scripts]. Nil
// means damaged UTF-8.
func guess(b []byte) (encoding.Encoding, string) {
	likely, high, letters := western(b)
	// French has one letter with an accent in eight; Russian in one of the old
	// encodings has nothing but high bytes. The bounds are ours.
	if likely*10 >= high*9 && (high <= 8 || high*2 <= letters) {
		return charmap.Windows1252, "windows-1252"
	}
	if high < 16 || high*20 < len(b) { // too little to go by
		return nil, ""
	}
	sample := b[:min(len(b), 16<<10)]
	for _, s := range scripts {
		if s.fits(sample) {
			return s.enc, s.name
		}
	}
	return nil, ""
}

// fits reports whether b reads as text in s.
func (s script) fits(b []byte) bool {
	out, err := s.enc.NewDecoder().Bytes(b)
	if err != nil {
		return false
	}
	n, bad, common := 0, 0, 0
	for _, r := range string(out) {
		switch {
		case r < utf8.RuneSelf:
			continue
		case r == utf8.RuneError:
			bad++
		case s.common(r):
			common++
		}
		n++
	}
	return bad <= 1+n/50 && common*100 >= n*s.share
}

// western counts the bytes of b above ASCII, those of them that stand where
// windows-1252 text has them (letters beside letters, marks anywhere), and the
// letters of ASCII.
func western(b []byte) (likely, high, letters int) {
	letter := func(i int) bool {
		return i >= 0 && i < len(b) && (b[i]|0x20 >= 'a' && b[i]|0x20 <= 'z' || b[i] >= 0xC0)
	}
	for i, c := range b {
		if c < utf8.RuneSelf {
			if letter(i) {
				letters++
			}
			continue
		}
		high++
		ok := false
		switch {
		case c == 0xFE || c == 0xFF || c == 0xD7 || c == 0xF7: // ÿ þ × ÷: noise far more often than text
		case c >= 0xE0 || c == 0xDF: // a small letter has a letter beside it
			ok = letter(i-1) || letter(i+1) || strings.IndexByte("\xE0\xE8\xE9\xEC\xF2\xF3", c) >= 0 // à è é ì ò ó are words
		case c >= 0xC0: // a capital begins a word, or stands among capitals
			ok = letter(i+1) || i > 0 && b[i-1] >= 'A' && b[i-1] <= 'Z'
		case c >= 0xA0:
			ok = true
		default: // quotation marks, dashes, …; £ and € stand above and here
			ok = c == 0x80 && !letter(i-1) || c == 0x82 || c == 0x84 || c == 0x85 || c == 0x8A || c == 0x8B || c == 0x8C ||
				c == 0x8E || c >= 0x91 && c <= 0x97 || c >= 0x99 && c <= 0x9C || c == 0x9E
		}
		if ok {
			likely++
		}
	}
	return likely, high, letters
}
