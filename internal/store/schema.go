package store

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// A kind is a kind of value in a packed record.
type kind byte

const (
	kindInt    kind = 'i' // any Go integer, signed or not
	kindBool   kind = 'b'
	kindFloat  kind = 'f'
	kindString kind = 's'
	kindSpan   kind = 'r' // a [news.Span]
	kindStruct kind = '{'
	kindList   kind = '['
	kindMaybe  kind = '?' // a pointer: one value or none
)

// A shape is the form of a packed value, as docs/formats/store.md describes it.
type shape struct {
	kind   kind
	elem   *shape  // of a list, or of what may be there
	fields []field // of a struct, in the order in which they are packed
	least  int     // bytes that the smallest value takes
}

// sized returns s with the size of its smallest value.
func (s *shape) sized() *shape {
	switch s.kind {
	case kindFloat:
		s.least = 8
	case kindSpan:
		s.least = 2
	case kindStruct:
		s.least = 0
		for _, f := range s.fields {
			s.least += f.shape.least
		}
	default:
		s.least = 1
	}
	return s
}

type field struct {
	name  string
	shape *shape
}

// maxDepth bounds how deep a shape may nest: twice what the records of package
// news need.
const maxDepth = 16

// shapeOf returns the shape of values of type t. It panics if t holds anything
// that is not packed (a map, an interface), which a test would show.
func shapeOf(t reflect.Type) *shape {
	switch t.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uint:
		return (&shape{kind: kindInt}).sized()
	case reflect.Bool:
		return (&shape{kind: kindBool}).sized()
	case reflect.Float64:
		return (&shape{kind: kindFloat}).sized()
	case reflect.String:
		return (&shape{kind: kindString}).sized()
	case reflect.Slice:
		return (&shape{kind: kindList, elem: shapeOf(t.Elem())}).sized()
	case reflect.Pointer:
		return (&shape{kind: kindMaybe, elem: shapeOf(t.Elem())}).sized()
	case reflect.Struct:
		if t == spanType {
			return (&shape{kind: kindSpan}).sized()
		}
		s := &shape{kind: kindStruct}
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() {
				s.fields = append(s.fields, field{f.Name, shapeOf(f.Type)})
			}
		}
		return s.sized()
	}
	panic("store: values of type " + t.String() + " cannot be packed")
}

// String writes s as it stands in the table of schemas:
// "{Name s,Lines [{First i,Last i}]}".
func (s *shape) String() string {
	var b strings.Builder
	s.write(&b)
	return b.String()
}

func (s *shape) write(b *strings.Builder) {
	switch s.kind {
	case kindList:
		b.WriteByte('[')
		s.elem.write(b)
		b.WriteByte(']')
	case kindMaybe:
		b.WriteByte('?')
		s.elem.write(b)
	case kindStruct:
		b.WriteByte('{')
		for i, f := range s.fields {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(f.name)
			b.WriteByte(' ')
			f.shape.write(b)
		}
		b.WriteByte('}')
	default:
		b.WriteByte(byte(s.kind))
	}
}

// fingerprint returns the first 64 bits of the SHA-256 of a schema.
func fingerprint(schema string) uint64 {
	sum := sha256.Sum256([]byte(schema))
	return binary.BigEndian.Uint64(sum[:])
}

var errSchema = errors.New("not a schema")

// parseShape reads what [shape.String] wrote.
func parseShape(schema string) (*shape, error) {
	s, rest, err := parseAt(schema, 0)
	if err == nil && rest != "" {
		err = errSchema
	}
	if err != nil {
		return nil, fmt.Errorf("store: %w: %.40q", err, schema)
	}
	return s, nil
}

func parseAt(in string, depth int) (s *shape, rest string, err error) {
	if in == "" || depth > maxDepth {
		return nil, "", errSchema
	}
	switch k := kind(in[0]); k {
	case kindInt, kindBool, kindFloat, kindString, kindSpan:
		return (&shape{kind: k}).sized(), in[1:], nil
	case kindList:
		elem, rest, err := parseAt(in[1:], depth+1)
		if err != nil || rest == "" || rest[0] != ']' {
			return nil, "", errSchema
		}
		return (&shape{kind: kindList, elem: elem}).sized(), rest[1:], nil
	case kindMaybe:
		elem, rest, err := parseAt(in[1:], depth+1)
		if err != nil {
			return nil, "", err
		}
		return (&shape{kind: kindMaybe, elem: elem}).sized(), rest, nil
	case kindStruct:
		return parseFields(in[1:], depth)
	}
	return nil, "", errSchema
}

func parseFields(in string, depth int) (s *shape, rest string, err error) {
	s = &shape{kind: kindStruct}
	if strings.HasPrefix(in, "}") {
		return s.sized(), in[1:], nil
	}
	for {
		name, after, ok := strings.Cut(in, " ")
		if !ok || name == "" || strings.ContainsAny(name, "{}[],?") {
			return nil, "", errSchema
		}
		var f *shape
		if f, in, err = parseAt(after, depth+1); err != nil {
			return nil, "", err
		}
		s.fields = append(s.fields, field{name, f})
		switch {
		case strings.HasPrefix(in, "}"):
			return s.sized(), in[1:], nil
		case strings.HasPrefix(in, ","):
			in = in[1:]
		default:
			return nil, "", errSchema
		}
	}
}
