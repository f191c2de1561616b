package reuse

import (
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A naming is what a reader takes of the mentions of an article. It is kept while a
// set is compared, for an article is read many times, and its annotation, which may
// have to be opened again, is far larger.
type naming struct {
	spans   []nameSpan  // names with their titles, sorted and disjoint
	entries []nameEntry // known names but those of persons, sorted
}

type nameSpan struct{ start, end int32 } // bytes

// A nameEntry is a name that stands for a thing of the tables.
type nameEntry struct {
	start, end int32 // bytes
	key        uint32
}

// namesOf returns what a reader takes of the mentions of an annotation.
func namesOf(an *news.Annotation) naming {
	var out naming
	before := -1 // where the mention before begins
	for i := range an.Mentions {
		m := &an.Mentions[i]
		first := m.Start != before
		before = m.Start
		if m.Kind != news.NameMention {
			continue
		}
		// Bare surnames follow full names, so people go word by word.
		if first && m.Known != "" && m.Type != news.Person {
			out.entries = append(out.entries, nameEntry{int32(m.Start), int32(m.End), entryKey(m)})
		}
		s := m.Span
		if !m.Role.IsZero() && m.Role.Start-s.End < 40 && s.Start-m.Role.End < 40 {
			s = s.Cover(m.Role)
		}
		if n := len(out.spans); n > 0 && s.Start < int(out.spans[n-1].end) {
			last := &out.spans[n-1]
			last.start, last.end = min(last.start, int32(s.Start)), max(last.end, int32(s.End))
			continue
		}
		out.spans = append(out.spans, nameSpan{int32(s.Start), int32(s.End)})
	}
	return out
}

// entryKey is the key of the thing that a name stands for; of a country and its
// people that of the country.
func entryKey(m *news.Mention) uint32 {
	key := m.Known
	if m.Country != "" && (strings.HasPrefix(key, "country:") || strings.HasPrefix(key, "demonym:")) {
		key = m.Country
	}
	return spreadKey(hashString(key), 'e')
}
