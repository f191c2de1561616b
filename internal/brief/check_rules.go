package brief

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// refersTo says for each path whose string is an id which lists may hold it. A
// path that ends in ".article" always refers to articles.
var refersTo = map[string][]string{
	"articles[].origin":                 {"origins"},
	"articles[].passages[].origin":      {"origins"},
	"lineage[].from":                    {"articles"},
	"lineage[].to":                      {"articles"},
	"origins[].articles[]":              {"articles"},
	"dates[].anchor":                    {"dates"},
	"statements[].story":                {"stories"},
	"statements[].speaker":              {"entities"},
	"statements[].candidates[]":         {"entities"},
	"statements[].on_behalf_of":         {"entities"},
	"statements[].origin_ids[]":         {"origins"},
	"events[].story":                    {"stories"},
	"events[].actors[]":                 {"entities"},
	"events[].recipients[]":             {"entities"},
	"events[].origin_ids[]":             {"origins"},
	"claims[].story":                    {"stories"},
	"claims[].holders[]":                {"entities"},
	"claims[].origin_ids[]":             {"origins"},
	"conflicts[].story":                 {"stories"},
	"conflicts[].sides[].holders[]":     {"entities"},
	"conflicts[].sides[].origin_ids[]":  {"origins"},
	"positions[].party":                 {"entities"},
	"positions[].points[].statements[]": {"statements"},
	"stories[].articles[]":              {"articles"},
	"stories[].entities[]":              {"entities"},
	"stories[].timeline[].ref":          {"statements", "events"},
	"threads[].stories[]":               {"stories"},
	"threads[].links[].from":            {"stories"},
	"threads[].links[].to":              {"stories"},
}

// sortedBy says for each list of objects by which key it is sorted; lists of
// the brief that are not here are sorted by id.
var sortedBy = map[string]string{
	"inputs[]": "name", "notices[]": "code", "statements[].reports[]": "article",
}

// sortedValues are the lists of strings that are sorted.
var sortedValues = map[string]bool{
	"origins[].articles[]": true, "stories[].articles[]": true, "stories[].entities[]": true, "entities[].aliases[]": true,
	"statements[].origin_ids[]": true, "events[].origin_ids[]": true, "claims[].origin_ids[]": true, "conflicts[].sides[].origin_ids[]": true,
}

// needSpans are the lists that may not be empty, and needSpan the values that
// may not be null: what DESIGN calls "every line has a span".
var needSpans = map[string]bool{
	"lineage[].passages": true, "entities[].mentions": true, "statements[].content": true, "statements[].reports": true,
	"statements[].reports[].spans": true, "events[].mentions": true, "claims[].spans": true, "conflicts[].sides": true,
	"conflicts[].sides[].spans": true, "positions[].points": true, "positions[].points[].spans": true,
	"stories[].articles": true, "stories[].timeline[].spans": true, "stories[].only_here[].spans": true,
}

var needSpan = map[string]bool{
	"dates[].span": true, "articles[].removed[].span": true, "articles[].passages[].span": true, "articles[].agencies[].span": true,
	"lineage[].passages[].from": true, "lineage[].passages[].to": true, "stories[].also[].span": true,
}

// A checker is the second pass: everything that can be false.
type checker struct {
	ids       map[string]map[string]bool // of each list
	articles  map[string]*checkedArticle
	order     []*checkedArticle
	out       Checked
	dateValue string // of the last Date object
	recent    []recentSpan
}

// A recentSpan is a span of the item that is being walked over.
type recentSpan struct {
	from  int    // of its object in the data
	words []byte // raw; nil if it has none
}

func (c *checker) report(path, message string) {
	c.out.Failed++
	if len(c.out.Problems) < MaxProblems {
		c.out.Problems = append(c.out.Problems, Problem{path, message})
	}
}

func (c *checker) failf(s *scanner, format string, args ...any) {
	if len(c.out.Problems) == MaxProblems {
		c.out.Failed++
		return
	}
	c.report(s.where(), fmt.Sprintf(format, args...))
}

// skip leaves out what is not ours: unknown fields of the user's records, and
// settings.
func (c *checker) skip(s *scanner) bool {
	return bytes.HasSuffix(s.path, []byte(".extra")) || string(s.path) == "generator.settings"
}

func (c *checker) scalar(s *scanner, raw []byte) {
	if isNull(raw) {
		if needSpan[string(s.path)] {
			c.failf(s, "has no span")
		}
		return
	}
	if raw[0] != '"' {
		return
	}
	lists := refersTo[string(s.path)]
	isArticle := lists == nil && bytes.HasSuffix(s.path, []byte(".article"))
	sorted := sortedValues[string(s.path)]
	if lists == nil && !isArticle && !sorted {
		return
	}
	id := contents(raw)
	switch {
	case isArticle:
		if c.articles[string(id)] == nil {
			c.failf(s, "no article has the id %q", id)
		}
	case lists != nil:
		found := false
		for _, l := range lists {
			found = found || c.ids[l][string(id)]
		}
		if !found {
			c.failf(s, "%s has no id %q", strings.Join(lists, " or "), id)
		}
	}
	if sorted {
		c.sorted(s, string(id), true)
	}
}

// sorted compares what the element at hand is sorted by with the one before.
func (c *checker) sorted(s *scanner, by string, unique bool) {
	f := s.parent()
	if !f.first && (by < f.prev || unique && by == f.prev) {
		if by == f.prev {
			c.failf(s, "%q stands twice", by)
		} else {
			c.failf(s, "is not sorted: %q stands after %q", by, f.prev)
		}
	}
	f.prev = by
}

func (c *checker) array(s *scanner, n int) {
	if n == 0 && needSpans[string(s.path)] {
		c.failf(s, "is empty")
	}
}

func (c *checker) object(s *scanner, members []member) {
	if len(s.frames) == 2 {
		defer func() { c.recent = c.recent[:0] }()
	}
	c.twice(s, members)
	if s.find(members, "start") != nil || s.find(members, "end") != nil {
		c.span(s, members)
		return
	}
	if s.find(members, "basis") != nil {
		c.date(s, members)
	}
	if sha, ok := s.stringAt(members, "text_sha256"); ok {
		if text, ok := s.stringAt(members, "text"); ok && textSHA256(text) != sha {
			c.failf(s, "text_sha256 is not the hash of the text")
		}
	}
	if t := s.find(members, "title_span"); t != nil {
		c.same(s, members, "title", "title_span")
		if !isNull(s.find(members, "title")) && isNull(t) {
			c.failf(s, "has a title and no title_span")
		}
	}
	if s.find(members, "speaker_span") != nil {
		c.same(s, members, "speaker_text", "speaker_span")
	}
	c.origins(s, members)
	switch string(s.path) {
	case "statements[]":
		c.made(s, members, "content")
	case "stories[].timeline[]":
		c.entry(s, members)
	case "claims[]":
		c.first(s, members)
	case "conflicts[].sides[]":
		c.value(s, members)
	case "conflicts[]":
		c.conflict(s, members)
	case "positions[]":
		c.same(s, members, "issue", "issue_span")
		c.position(s, members)
	}
	if key := sortedBy[string(s.path)]; key != "" {
		by, _ := s.stringAt(members, key)
		c.sorted(s, by, false)
	} else if len(s.frames) == 2 && s.parent().array {
		id, ok := s.stringAt(members, "id")
		switch {
		case ok:
			c.sorted(s, id, true)
		case string(s.path) != "positions[]":
			c.failf(s, "has no id")
		}
	}
}

// twice reports keys that stand twice, of which readers see different values.
func (c *checker) twice(s *scanner, members []member) {
	for i := range members {
		for k := range i {
			if i < 64 && bytes.Equal(members[i].key, members[k].key) {
				c.failf(s, "the key %q stands twice", members[i].key)
			}
		}
	}
}

func (c *checker) span(s *scanner, members []member) {
	c.out.Spans++
	raw := s.find(members, "text")
	start, ok1 := integer(s.find(members, "start"))
	end, ok2 := integer(s.find(members, "end"))
	id := s.find(members, "article")
	if len(id) < 2 || id[0] != '"' || !ok1 || !ok2 || raw == nil || len(members) != 4 {
		c.failf(s, "is not a span: it must have article, start, end and text, and nothing else")
		return
	}
	hasWords := raw[0] == '"'
	if hasWords {
		c.recent = append(c.recent, recentSpan{s.start, raw})
	}
	a := c.articles[string(contents(id))]
	switch {
	case a == nil: // told with the id
	case start < 0 || end <= start:
		c.failf(s, "starts at %d and ends at %d", start, end)
	case !a.known:
		c.out.Unproved++
		if n := utf8.RuneCount(contents(raw)); hasWords && n != end-start {
			c.failf(s, "its text has %d characters, but it reaches from %d to %d", n, start, end)
		}
	case end > a.points:
		c.failf(s, "ends at %d, but the text of %s has %d characters", end, a.id, a.points)
	case !hasWords && a.carried:
		c.failf(s, "has no words, though its article's text is carried")
	case hasWords:
		if is := a.text[a.runes.Byte(start):a.runes.Byte(end)]; is != string(contents(raw)) {
			c.failf(s, "the text of %s has %q from %d to %d, not %q", a.id, shorten(is), start, end, shorten(string(contents(raw))))
		}
	}
}

// contents returns what the JSON string raw stands for. It shares raw's memory
// if nothing in it is escaped.
func contents(raw []byte) []byte {
	if len(raw) >= 2 && raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1]
	}
	v, _ := unquote(raw)
	return []byte(v)
}

// integer reads a JSON number that is a whole number of up to nine digits.
func integer(raw []byte) (int, bool) {
	if len(raw) == 0 || len(raw) > 9 {
		return 0, false
	}
	n := 0
	for _, c := range raw {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// shorten cuts s for a message.
func shorten(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	k := most
	for !utf8.RuneStart(s[k]) {
		k--
	}
	return s[:k] + "…"
}

// date checks that the words of a date are those of its span.
func (c *checker) date(s *scanner, members []member) {
	c.dateValue, _ = s.stringAt(members, "value")
	if s.find(members, "span") != nil {
		c.same(s, members, "words", "span")
	}
}

// spansIn returns the words of the spans under a key, in order. It is not ok if
// one has none.
func (c *checker) spansIn(members []member, key string) (words [][]byte, ok bool) {
	for _, m := range members {
		if string(m.key) != key {
			continue
		}
		for k := len(c.recent) - 1; k >= 0 && c.recent[k].from >= m.from; k-- {
			if c.recent[k].from < m.to {
				words = append(words, contents(c.recent[k].words))
			}
		}
		slices.Reverse(words)
		return words, len(words) > 0 && len(words) == max(m.n, 1)
	}
	return nil, false
}

// same reports a string that is not the words of the span beside it. White
// space may differ.
func (c *checker) same(s *scanner, members []member, key, span string) {
	raw := s.find(members, key)
	has, ok := c.spansIn(members, span)
	if raw == nil || raw[0] != '"' || !ok {
		return
	}
	if words := contents(raw); !bytes.Equal(words, has[0]) && fold(words) != fold(has[0]) {
		c.failf(s, "%s is %q, but %s has %q", key, shorten(string(words)), span, shorten(string(has[0])))
	}
}

// made reports a text that is not the words of the spans under key, with […]
// where something was left out.
func (c *checker) made(s *scanner, members []member, key string) {
	words, ok := s.stringAt(members, "text")
	spans, all := c.spansIn(members, key)
	if !ok || !all {
		return
	}
	const mark = "[…]"
	rest := strings.ReplaceAll(fold([]byte(words)), mark, "")
	for _, sp := range spans {
		var found bool
		if rest, found = strings.CutPrefix(strings.TrimLeft(rest, " "), strings.ReplaceAll(fold(sp), mark, "")); !found {
			c.failf(s, "text is not the words of %s: %q", key, shorten(words))
			return
		}
	}
	if strings.TrimSpace(rest) != "" {
		c.failf(s, "text has words that no span of %s has: %q", key, shorten(rest))
	}
}

// entry checks an entry of a timeline: its place by date, and its text.
func (c *checker) entry(s *scanner, members []member) {
	const undated = 1 << 62
	first, _, ok := news.Date{Value: c.dateValue}.Bounds()
	if !ok {
		first = undated
	}
	f := s.parent()
	if !f.first && first < f.num {
		c.failf(s, "is not sorted by date")
	}
	f.num = first
	c.first(s, members)
}

// first reports a text that is not the words of the first span beside it.
func (c *checker) first(s *scanner, members []member) {
	words := s.find(members, "text")
	spans, ok := c.spansIn(members, "spans")
	if !ok || words == nil || words[0] != '"' {
		return
	}
	if fold(contents(words)) != fold(spans[0]) {
		c.failf(s, "text is %q, but its first span has %q", shorten(string(contents(words))), shorten(string(spans[0])))
	}
}

// origins checks that a number of origins is that of its list.
func (c *checker) origins(s *scanner, members []member) {
	for _, m := range members {
		if string(m.key) != "origin_ids" {
			continue
		}
		if n, ok := integer(s.find(members, "origins")); !ok || n != m.n {
			c.failf(s, "origins is %s, but origin_ids has %d", s.find(members, "origins"), m.n)
		}
	}
}

func fold(s []byte) string { return strings.Join(strings.Fields(string(s)), " ") }
