package ingest

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A syntaxError says where a text stops being JSON.
type syntaxError struct {
	at   int // byte offset
	what string
}

func (e *syntaxError) Error() string { return fmt.Sprintf("%s (column %d)", e.what, e.at+1) }

// scanObject reads the members of one JSON object and hands them to r. The
// bytes must be valid UTF-8. It is stricter than nothing and laxer than RFC
// 8259 in two ways that cost nobody anything: control characters may stand in
// strings, and NaN, which other programs write, is null.
//
// It takes one pass, several times faster than unmarshalling, for strings are
// most of what a file of articles is.
func scanObject(b []byte, r *record) *syntaxError {
	s := scanner{b: b}
	s.space()
	if s.i >= len(b) || b[s.i] != '{' {
		return s.fail("not a JSON object")
	}
	s.i++
	s.space()
	if s.i < len(b) && b[s.i] == '}' {
		s.i++
		return s.end()
	}
	for n := 1; ; n++ {
		if n > maxFields {
			return s.fail("more fields than an article can have")
		}
		key, err := s.key()
		if err != nil {
			return err
		}
		if err := s.value(key, r); err != nil {
			return err
		}
		s.space()
		if s.i >= len(b) {
			return s.fail("the line ends in the middle of a JSON object")
		}
		switch b[s.i] {
		case ',':
			s.i++
			s.space()
		case '}':
			s.i++
			return s.end()
		default:
			return s.fail("not valid JSON: a comma or } is missing")
		}
	}
}

type scanner struct {
	b []byte
	i int
}

func (s *scanner) fail(what string) *syntaxError { return &syntaxError{min(s.i, len(s.b)), what} }

func (s *scanner) space() {
	for s.i < len(s.b) {
		switch s.b[s.i] {
		case ' ', '\t', '\n', '\r':
			s.i++
		default:
			return
		}
	}
}

func (s *scanner) end() *syntaxError {
	s.space()
	if s.i < len(s.b) {
		return s.fail("not valid JSON: something follows the object")
	}
	return nil
}

// key reads a name and the colon behind it.
func (s *scanner) key() (string, *syntaxError) {
	if s.i >= len(s.b) {
		return "", s.fail("the line ends in the middle of a JSON object")
	}
	if s.b[s.i] != '"' {
		return "", s.fail("not valid JSON: a name in quotation marks is missing")
	}
	key, err := s.str()
	if err != nil {
		return "", err
	}
	s.space()
	if s.i >= len(s.b) || s.b[s.i] != ':' {
		return "", s.fail("not valid JSON: a colon is missing")
	}
	s.i++
	s.space()
	return key, nil
}

// value reads one value and hands it to r.
func (s *scanner) value(key string, r *record) *syntaxError {
	if s.i >= len(s.b) {
		return s.fail("the line ends in the middle of a JSON object")
	}
	if s.b[s.i] == '"' {
		v, err := s.str()
		if err == nil {
			r.set(key, v)
		}
		return err
	}
	start := s.i
	if err := s.skip(); err != nil {
		return err
	}
	raw := s.b[start:s.i]
	if string(raw) == "NaN" {
		raw = []byte("null")
	}
	r.setJSON(key, raw)
	return nil
}

// skip passes over a value that is no string.
func (s *scanner) skip() *syntaxError {
	start := s.i
	switch c := s.b[s.i]; {
	case c == '{' || c == '[':
		depth := 0
		for s.i < len(s.b) {
			switch s.b[s.i] {
			case '"':
				if _, _, err := s.quoted(); err != nil {
					return err
				}
				continue
			case '{', '[':
				depth++
			case '}', ']':
				depth--
			}
			s.i++
			if depth == 0 {
				if !validJSON(s.b[start:s.i]) {
					s.i = start
					return s.fail("not valid JSON in the value that begins here")
				}
				return nil
			}
		}
		return s.fail("the line ends in the middle of a JSON object")
	default:
		for s.i < len(s.b) && bytes.IndexByte([]byte(",}] \t\n\r"), s.b[s.i]) < 0 {
			s.i++
		}
		if raw := s.b[start:s.i]; string(raw) != "NaN" && !validJSON(raw) {
			s.i = start
			return s.fail("not valid JSON: a value is missing or misspelt")
		}
		return nil
	}
}

// quoted passes over a string and returns what stands between the quotation
// marks, and whether there is an escape in it.
func (s *scanner) quoted() (raw []byte, escaped bool, err *syntaxError) {
	start := s.i + 1
	i := start
	for {
		q := bytes.IndexByte(s.b[i:], '"')
		if q < 0 {
			s.i = len(s.b)
			return nil, false, s.fail("the line ends in the middle of a text")
		}
		q += i
		// Escapes before the mark may reach it.
		for i <= q {
			e := bytes.IndexByte(s.b[i:q], '\\')
			if e < 0 {
				s.i = q + 1
				return s.b[start:q], escaped, nil
			}
			escaped = true
			i += e + 2
		}
	}
}

// str reads a string.
func (s *scanner) str() (string, *syntaxError) {
	begin := s.i + 1
	raw, escaped, err := s.quoted()
	if err != nil {
		return "", err
	}
	if !escaped {
		return string(raw), nil
	}
	var out strings.Builder
	out.Grow(len(raw))
	for {
		e := bytes.IndexByte(raw, '\\')
		if e < 0 {
			out.Write(raw)
			return out.String(), nil
		}
		out.Write(raw[:e])
		at := begin + cap(s.b[begin:]) - cap(raw) + e
		raw = raw[e:]
		n := 2
		switch raw[1] {
		case 'n':
			out.WriteByte('\n')
		case 't':
			out.WriteByte('\t')
		case 'r':
			out.WriteByte('\r')
		case 'b':
			out.WriteByte('\b')
		case 'f':
			out.WriteByte('\f')
		case '"', '\\', '/':
			out.WriteByte(raw[1])
		case 'u':
			var r rune
			if r, n = unicodeEscape(raw); n == 0 {
				return "", &syntaxError{at, "not valid JSON: \\u needs four hexadecimal digits"}
			}
			out.WriteRune(r)
		default:
			return "", &syntaxError{at, "not valid JSON: unknown escape \\" + strconv.QuoteRune(rune(raw[1]))}
		}
		raw = raw[n:]
	}
}

// unicodeEscape reads \uXXXX at the start of b, or two of them that are a
// surrogate pair, and returns the length; 0 if it is none. Half a pair is
// U+FFFD.
func unicodeEscape(b []byte) (rune, int) {
	hex := func(b []byte) rune {
		if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
			return -1
		}
		var r rune
		for _, c := range b[2:6] {
			switch {
			case c >= '0' && c <= '9':
				c -= '0'
			case c|0x20 >= 'a' && c|0x20 <= 'f':
				c = c | 0x20 - 'a' + 10
			default:
				return -1
			}
			r = r<<4 | rune(c)
		}
		return r
	}
	r := hex(b)
	switch {
	case r < 0:
		return 0, 0
	case !utf16.IsSurrogate(r):
		return r, 6
	}
	if pair := utf16.DecodeRune(r, hex(b[6:])); pair != utf8.RuneError {
		return pair, 12
	}
	return utf8.RuneError, 6
}
