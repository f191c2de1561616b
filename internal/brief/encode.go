package brief

import (
	"io"
	"math"
	"strconv"
	"unicode/utf8"
)

// An encoder writes JSON to w in pieces. It puts commas by itself and keeps the
// first error; after an error it writes nothing.
type encoder struct {
	w    io.Writer
	buf  []byte
	last byte // the last structural byte: after '{', '[', ':' and at the start no comma is due
	err  error
}

const encoderBuffer = 64 << 10

func newEncoder(w io.Writer) *encoder {
	return &encoder{w: w, buf: make([]byte, 0, encoderBuffer+4096)}
}

// flush writes what is buffered.
func (e *encoder) flush() {
	if e.err == nil && len(e.buf) > 0 {
		_, e.err = e.w.Write(e.buf)
	}
	e.buf = e.buf[:0]
}

// fail keeps err if it is the first.
func (e *encoder) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

// sep puts the comma before a value or key that needs one.
func (e *encoder) sep() {
	switch e.last {
	case '{', '[', ':', 0:
	default:
		e.buf = append(e.buf, ',')
	}
	if len(e.buf) >= encoderBuffer {
		e.flush()
	}
}

func (e *encoder) open(c byte) {
	e.sep()
	e.buf = append(e.buf, c)
	e.last = c
}

func (e *encoder) close(c byte) {
	e.buf = append(e.buf, c)
	e.last = c
}

// key writes an object's key. It must need no escapes.
func (e *encoder) key(k string) {
	e.sep()
	e.buf = append(e.buf, '"')
	e.buf = append(e.buf, k...)
	e.buf = append(e.buf, '"', ':')
	e.last = ':'
}

func (e *encoder) raw(s string) {
	e.sep()
	e.buf = append(e.buf, s...)
	e.last = 'v'
}

func (e *encoder) null() { e.raw("null") }

func (e *encoder) string(s string) {
	e.sep()
	e.buf = appendString(e.buf, s)
	e.last = '"'
}

func (e *encoder) int(n int) {
	e.sep()
	e.buf = strconv.AppendInt(e.buf, int64(n), 10)
	e.last = 'v'
}

// The methods below write a key and its value.

func (e *encoder) str(k, s string) { e.key(k); e.string(s) }

// strOrNull writes null for "".
func (e *encoder) strOrNull(k, s string) {
	e.key(k)
	if s == "" {
		e.null()
		return
	}
	e.string(s)
}

func (e *encoder) num(k string, n int) { e.key(k); e.int(n) }

// fraction writes f rounded to 4 places. What is not a number is 0.
func (e *encoder) fraction(k string, f float64) {
	e.key(k)
	e.sep()
	if math.IsNaN(f) || math.IsInf(f, 0) {
		f = 0
	}
	e.buf = strconv.AppendFloat(e.buf, math.Round(f*1e4)/1e4, 'f', -1, 64)
	e.last = 'v'
}

func (e *encoder) strings(k string, list []string) {
	e.key(k)
	e.open('[')
	for _, s := range list {
		e.string(s)
	}
	e.close(']')
}

// objects writes the key k and an array of objects, one for each of list, whose
// fields are written by fields. It stops at the first error.
func objects[T any](e *encoder, k string, list []T, fields func(*T)) {
	e.key(k)
	e.open('[')
	for i := range list {
		if e.err != nil {
			return
		}
		e.open('{')
		fields(&list[i])
		e.close('}')
	}
	e.close(']')
}

const hexDigits = "0123456789abcdef"

// appendString appends s to b as a JSON string. Only what JSON forbids is
// escaped; what is not UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r != utf8.RuneError || n > 1 {
				i += n
				continue
			}
			b = append(b, s[from:i]...)
			b = append(b, "\uFFFD"...)
			i++
			from = i
			continue
		}
		b = append(b, s[from:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\t':
			b = append(b, '\\', 't')
		case '\r':
			b = append(b, '\\', 'r')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
		from = i
	}
	b = append(b, s[from:]...)
	return append(b, '"')
}
