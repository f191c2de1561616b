package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
)

// A set is the rows gathered so far, in the order of their weight.
type set struct {
	corpus *corpus
	order  []string // keys
	byKey  map[string]*knowledge.Row
	taken  map[string]string // folded alias to key
}

// article is the Arabic article within a person's name.
var article = regexp.MustCompile(` (?i:al|el)[- ]`)

func newSet(c *corpus) *set {
	return &set{corpus: c, byKey: map[string]*knowledge.Row{}, taken: map[string]string{}}
}

// entry makes the entry of a thing whose kind is named.
func entry(kind, country, name string) knowledge.Entry {
	k := knowledge.KindOf(kind)
	if k == knowledge.NoKind {
		panic("gen: unknown kind " + kind)
	}
	return knowledge.NewEntry(k, country, name)
}

// add adds an entry, or aliases to the entry that has its key. It leaves out
// aliases that an earlier entry has.
func (s *set) add(e knowledge.Entry, aliases ...string) {
	if f := knowledge.Fold(e.Name); s.byKey[e.Key] == nil {
		if f == "" || s.taken[f] != "" && len(aliases) == 0 {
			return
		}
		s.byKey[e.Key] = &knowledge.Row{Entry: e}
		s.order = append(s.order, e.Key)
		if s.taken[f] == "" {
			s.taken[f] = e.Key
		}
	} else if e.Name != s.byKey[e.Key].Name {
		aliases = append([]string{e.Name}, aliases...)
	}
	r := s.byKey[e.Key]
	if e.Kind == knowledge.Officeholder { // Bashar al-Assad is Bashar Assad too
		for _, a := range append([]string{e.Name}, aliases...) {
			if short := article.ReplaceAllString(a, " "); short != a {
				aliases = append(aliases, short)
			}
		}
	}
	for _, a := range aliases {
		if f := knowledge.Fold(a); f != "" && s.taken[f] == "" {
			s.taken[f] = e.Key
			r.Aliases = append(r.Aliases, a)
		}
	}
}

func (s *set) has(alias string) bool { return s.taken[knowledge.Fold(alias)] != "" }

func (s *set) rows() []knowledge.Row {
	rows := make([]knowledge.Row, len(s.order))
	for i, k := range s.order {
		rows[i] = *s.byKey[k]
	}
	return rows
}

// summary counts entries and aliases by kind.
func (s *set) summary() string {
	var n, a [64]int
	for _, r := range s.rows() {
		n[r.Kind]++
		a[r.Kind] += 1 + len(r.Aliases)
	}
	var b strings.Builder
	for k := range n {
		if n[k] > 0 {
			fmt.Fprintf(&b, "%-12s %6d entries %6d names\n", knowledge.Kind(k), n[k], a[k])
		}
	}
	return b.String()
}

// text lists the rows in the plain format.
func (s *set) text() []byte {
	var b []byte
	for _, r := range s.rows() {
		b = knowledge.AppendRow(b, r)
	}
	return b
}
