package knowledge

import (
	"unicode"
	"unicode/utf8"
)

// AppendWord appends to dst the lower-cased letters and digits of word up to an
// apostrophe, so that "Assad’s" and "ASSAD" are "assad": the form under which
// stages compare words and ask for their [Rarity]. Nothing is appended for a mark
// of punctuation. It allocates only if dst has no room.
func AppendWord(dst []byte, word string) []byte {
	begun := len(dst)
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
				dst = append(dst, c)
			case 'A' <= c && c <= 'Z':
				dst = append(dst, c+'a'-'A')
			case c == '\'' && len(dst) > begun:
				return dst
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(word[i:])
		i += size
		switch {
		case r == '’' && len(dst) > begun:
			return dst
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	}
	return dst
}
