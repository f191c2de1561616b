package ingest

import (
	"bufio"
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// A decoded is text made valid UTF-8, with line ends "\n" and neither BOM nor
// NUL, and what that took.
type decoded struct {
	text     string
	replaced int    // bytes or characters that could not be decoded and are U+FFFD now
	line     int    // 1-based line of the first of them
	units    bool   // those are characters of another encoding, not bytes that are no UTF-8
	nuls     int    // NUL characters left out
	guessed  string // the encoding, if nobody declared it and it is not Unicode
}

// A wide is a UTF-16 encoding, or narrow for all others.
type wide int

const (
	narrow wide = iota
	little
	big
)

// wideOf knows UTF-16 by its BOM, or by every other byte being NUL.
func wideOf(b []byte) wide {
	sample := b[:min(len(b), 1024)]
	w := narrow
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		w = little
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		w = big
	}
	var nul [2]int
	ascii := 0
	for i, c := range sample {
		if c == 0 {
			nul[i%2]++
		}
		if c >= ' ' && c < 0x7F || c == '\n' || c == '\r' || c == '\t' {
			ascii++
		}
	}
	if w != narrow {
		// Two stray bytes before plain ASCII are no BOM.
		if nul[0]+nul[1] == 0 && len(sample) > 8 && ascii*100 >= (len(sample)-2)*95 {
			return narrow
		}
		return w
	}
	half := len(sample) / 2
	switch {
	case half < 4:
	case nul[1]*10 > half*6 && nul[0]*20 <= half:
		return little
	case nul[0]*10 > half*6 && nul[1]*20 <= half:
		return big
	}
	return narrow
}

func (w wide) encoding() encoding.Encoding {
	if w == big {
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
}

// asUTF8 returns br itself, or UTF-8 made of its UTF-16, without a BOM.
func asUTF8(br *bufio.Reader, w wide) *bufio.Reader {
	if w != narrow {
		br = bufio.NewReaderSize(transform.NewReader(br, w.encoding().NewDecoder()), 2*sniffSize)
	}
	if b, _ := br.Peek(3); bytes.HasPrefix(b, bom) {
		_, _ = br.Discard(len(bom))
	}
	return br
}

var bom = []byte("\uFEFF")

// decode makes b UTF-8. The bytes have more to say than declared, the encoding
// that a page or envelope names, or "": what is valid UTF-8 is UTF-8, and what
// nearly is has damaged places.
func decode(b []byte, declared string) decoded {
	if w := wideOf(b); w != narrow {
		return through(w.encoding(), b, "")
	}
	b = bytes.TrimPrefix(b, bom)
	named := lookup(declared)
	if bytes.IndexByte(b, 0x1B) >= 0 && strings.HasPrefix(strings.ToLower(declared), "iso-2022") && named != nil {
		return through(named, b, "")
	}
	if utf8.Valid(b) {
		return clean(b, "")
	}
	good, bad := multibyte(b)
	if good > bad {
		return clean(b, "")
	}
	if named != nil {
		if d := through(named, b, ""); d.replaced*4 <= bad {
			return d
		}
	}
	if enc, name := guess(b); enc != nil {
		if named == nil && declared != "" {
			name += ", not the declared " + declared[:min(len(declared), 40)]
		}
		return through(enc, b, name)
	}
	return clean(b, "")
}

// through decodes b, which is not UTF-8. What the encoding does not know has
// become U+FFFD on the way and is counted.
func through(enc encoding.Encoding, b []byte, guessed string) decoded {
	out, _ := enc.NewDecoder().Bytes(b) // decoders replace, they do not fail
	d := clean(out, guessed)
	if before, _, found := strings.Cut(d.text, "\uFFFD"); found {
		d.replaced = strings.Count(d.text, "\uFFFD")
		d.line = 1 + strings.Count(before, "\n")
		d.units = true
	}
	return d
}

// damaged says how many places of where could not be decoded.
func damaged(n int, units bool, where string) string {
	what := count(n, "byte", "bytes") + where + " are not UTF-8"
	if units {
		what = count(n, "character", "characters") + where + " are damaged"
	}
	if n == 1 {
		what = strings.Replace(what, " are ", " is ", 1)
	}
	return what + "; each stands as \uFFFD now, the first is in this line"
}

// lookup returns the encoding that label names, nil if it is unknown or one of
// those that are known by their bytes.
func lookup(label string) encoding.Encoding {
	if label == "" {
		return nil
	}
	e, name := charset.Lookup(label)
	if e == nil || name == "utf-8" || strings.HasPrefix(name, "utf-16") || name == "replacement" || e == encoding.Nop {
		return nil
	}
	return e
}

// multibyte counts the characters of b that are UTF-8 of several bytes, and the
// bytes that are not UTF-8.
func multibyte(b []byte) (good, bad int) {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good, bad
}

// clean makes one kind of line end and leaves out NUL and BOM; bytes that are
// not UTF-8 become U+FFFD each.
func clean(b []byte, guessed string) decoded {
	b = bytes.TrimLeft(b, "\uFEFF")
	d := decoded{guessed: guessed}
	if utf8.Valid(b) && bytes.IndexByte(b, '\r') < 0 && bytes.IndexByte(b, 0) < 0 {
		d.text = string(b)
		return d
	}
	var out strings.Builder
	out.Grow(len(b))
	line, start := 1, 0
	for i := 0; i < len(b); {
		c := b[i]
		n := 1
		put := ""
		switch {
		case c == '\n':
			line++
			i++
			continue
		case c == '\r':
			line++
			put = "\n"
			if i+1 < len(b) && b[i+1] == '\n' {
				n = 2
			}
		case c == 0:
			d.nuls++
		case c < utf8.RuneSelf:
			i++
			continue
		default:
			r, size := utf8.DecodeRune(b[i:])
			if r != utf8.RuneError || size > 1 {
				i += size
				continue
			}
			put = "\uFFFD"
			if d.replaced++; d.replaced == 1 {
				d.line = line
			}
		}
		out.Write(b[start:i])
		out.WriteString(put)
		i += n
		start = i
	}
	out.Write(b[start:])
	d.text = strings.TrimLeft(out.String(), "\uFEFF")
	return d
}
