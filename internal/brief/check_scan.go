package brief

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// A scanner walks over a JSON text that is known to be valid and tells a
// visitor of every value, without building it: a brief of an archive is larger
// than its tree would be allowed to be.
type scanner struct {
	data    []byte
	pos     int
	path    []byte // of the value at hand, without indices: "stories[].timeline[]"
	frames  []frame
	members []member // of the objects that are open, innermost last
	start   int      // where the object that was just walked over begins
	v       visitor
}

// A frame is an object or array that is open.
type frame struct {
	key   []byte // in its parent, raw; nil for an element
	index int    // of the element at hand, in an array
	array bool
	prev  string // what the last element was sorted by
	first bool   // no element was seen
	num   int64  // the same, for lists by date
}

// A member is a key of an object and its value.
type member struct {
	key      []byte // raw
	from, to int    // the value in the data
	n        int    // its elements, if it is an array
}

// A visitor is told of values after their parts.
type visitor interface {
	// skip reports whether nothing below the current path is to be told.
	skip(s *scanner) bool
	object(s *scanner, members []member)
	array(s *scanner, n int)
	// scalar is told of a string with its quotes, a number or a literal.
	scalar(s *scanner, raw []byte)
}

func (s *scanner) space() {
	for s.pos < len(s.data) {
		switch s.data[s.pos] {
		case ' ', '\n', '\t', '\r':
			s.pos++
		default:
			return
		}
	}
}

// value walks over the value at pos and returns the number of its elements if
// it is an array.
func (s *scanner) value() int {
	s.space()
	if s.v.skip(s) {
		s.over()
		return 0
	}
	switch s.data[s.pos] {
	case '{':
		s.object()
	case '[':
		return s.array()
	default:
		from := s.pos
		s.over()
		s.v.scalar(s, s.data[from:s.pos])
	}
	return 0
}

func (s *scanner) object() {
	start := s.pos
	s.pos++
	base, plen := len(s.members), len(s.path)
	s.frames = append(s.frames, frame{})
	for s.space(); s.data[s.pos] != '}'; s.space() {
		if s.data[s.pos] == ',' {
			s.pos++
			s.space()
		}
		from := s.pos
		s.over()
		key := s.data[from+1 : s.pos-1]
		s.space()
		s.pos++ // the colon
		s.space()
		if plen > 0 {
			s.path = append(s.path, '.')
		}
		s.path = append(s.path, key...)
		s.frames[len(s.frames)-1].key = key
		m := member{key: key, from: s.pos}
		m.n = s.value()
		m.to = s.pos
		s.path = s.path[:plen]
		s.members = append(s.members, m)
	}
	s.pos++
	s.frames = s.frames[:len(s.frames)-1]
	s.start = start
	s.v.object(s, s.members[base:])
	s.members = s.members[:base]
}

func (s *scanner) array() int {
	s.pos++
	plen := len(s.path)
	s.path = append(s.path, "[]"...)
	s.frames = append(s.frames, frame{array: true, first: true})
	n := 0
	for s.space(); s.data[s.pos] != ']'; s.space() {
		if s.data[s.pos] == ',' {
			s.pos++
		}
		s.frames[len(s.frames)-1].index = n
		s.value()
		s.frames[len(s.frames)-1].first = false
		n++
	}
	s.pos++
	s.frames = s.frames[:len(s.frames)-1]
	s.path = s.path[:plen]
	s.v.array(s, n)
	return n
}

// over moves past the value at pos.
func (s *scanner) over() {
	depth := 0
	for {
		switch c := s.data[s.pos]; c {
		case '"':
			s.overString()
		case '{', '[':
			depth++
			s.pos++
		case '}', ']':
			depth--
			s.pos++
		case ',', ':', ' ', '\n', '\t', '\r':
			s.pos++
			continue
		default:
			for s.pos < len(s.data) && bytes.IndexByte([]byte(",]} \n\t\r"), s.data[s.pos]) < 0 {
				s.pos++
			}
		}
		if depth == 0 {
			return
		}
	}
}

func (s *scanner) overString() {
	s.pos++
	for {
		k := bytes.IndexByte(s.data[s.pos:], '"')
		end := s.pos + k
		back := 0
		for end-back-1 >= s.pos && s.data[end-back-1] == '\\' {
			back++
		}
		s.pos = end + 1
		if back%2 == 0 {
			return
		}
	}
}

// parent returns the frame that the value at hand is an element or member of.
func (s *scanner) parent() *frame { return &s.frames[len(s.frames)-1] }

// where returns the path of the value at hand with its indices.
func (s *scanner) where() string {
	var b []byte
	for _, f := range s.frames {
		if f.array {
			b = append(b, '[')
			b = strconv.AppendInt(b, int64(f.index), 10)
			b = append(b, ']')
			continue
		}
		if len(b) > 0 {
			b = append(b, '.')
		}
		b = append(b, f.key...)
	}
	return string(b)
}

// find returns the raw value of a key, nil if the object has none.
func (s *scanner) find(members []member, key string) []byte {
	for _, m := range members {
		if string(m.key) == key {
			return s.data[m.from:m.to]
		}
	}
	return nil
}

// stringAt returns the string under a key; it is not ok if there is none.
func (s *scanner) stringAt(members []member, key string) (string, bool) {
	return unquote(s.find(members, key))
}

// unquote returns the JSON string raw; it is not ok if raw is another value.
func unquote(raw []byte) (string, bool) {
	if len(raw) < 2 || raw[0] != '"' {
		return "", false
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1]), true
	}
	var v string
	if json.Unmarshal(raw, &v) != nil {
		return "", false
	}
	return v, true
}

func isNull(raw []byte) bool { return string(raw) == "null" }
