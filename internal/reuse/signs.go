package reuse

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// The kinds of sign of DESIGN §4.
const (
	automaticRewriting = "automatic-rewriting"
	stub               = "stub"
	liveBlog           = "live-blog"
)

// examine returns the reasons to distrust the form of d.
func (d *doc) examine() []news.Sign {
	var out []news.Sign
	if s, ok := d.rewritingSign(); ok {
		out = append(out, s)
	}
	if s, ok := d.liveSign(); ok {
		out = append(out, s)
	}
	if n := len(d.hash); n > 0 && (n < stubWords || n < teaserWords && slices.Contains(d.article.Extra, news.ForSubscribers)) {
		s := news.Sign{Kind: stub, Why: fmt.Sprintf("has %d words", n), Spans: []news.Span{d.bytes(0, int32(n-1))}}
		if n >= stubWords {
			s.Why += ", and its page says that it is not free to read"
		}
		out = append(out, s)
	}
	return out
}

// stubWords is the length of the shortest text that is a report: below it there
// is a lead and no more.
const stubWords = 40

// teaserWords is the length below which what a page shows of an article that is for
// subscribers is its beginning: such pages show a paragraph or two.
const teaserWords = 150

// What makes a text a machine's rewrite, chosen on planted rewrites against 1,003
// articles of the archive that the tables had not seen (docs/decisions/0011).
const (
	leastPoints = 4  // an odd word is one point, a name written out against usage two
	leastRate   = 18 // points in a thousand content words
	leastNames  = 3  // so many names are enough by themselves
)

// rewritingSign tells whether a machine has put d into other words, by what such
// machines do and writers do not: they put a word for another that is usual in the
// very place, and they write names out that are never written out there.
func (d *doc) rewritingSign() (news.Sign, bool) {
	odd, of := d.oddWords()
	names := d.writtenOut()
	points := len(odd) + 2*len(names)
	if points < leastPoints || len(names) < leastNames && points*1000 < leastRate*of {
		return news.Sign{}, false
	}
	s := news.Sign{Kind: automaticRewriting, Spans: names}
	var why []string
	if n := len(names); n > 0 {
		why = append(why, fmt.Sprintf("%d %s written out against usage", n, plural(n, "name")))
	}
	if n := len(odd); n > 0 {
		why = append(why, fmt.Sprintf("%d %s where a synonym is usual", n, plural(n, "word")))
	}
	s.Why = strings.Join(why, "; ")
	for _, i := range odd {
		s.Spans = append(s.Spans, d.bytes(i-1, i+1))
	}
	slices.SortFunc(s.Spans, func(x, y news.Span) int { return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End)) })
	return s, true
}

// The least that makes a word odd where it stands: a synonym of it is usual there,
// by the articles of the archive that have the synonym next to the words before and
// after, as log2 plus one, and the word itself is not found there in either place.
const (
	usualEither = 4 // 8 articles and more
	usualBoth   = 9
)

// oddWords returns the words of d that are odd where they stand, and how many
// could be: content words that are no names.
func (d *doc) oddWords() (odd []int32, of int) {
	for i := range d.stem {
		if int32(d.rarity[i]) < leastWeight || startsUpper(d.span[i].Of(d.article.Text)) {
			continue
		}
		of++
		if d.odd(i) {
			odd = append(odd, int32(i))
		}
	}
	return odd, of
}

// odd reports whether word i is one that a thesaurus would put where it stands and
// a writer would not.
func (d *doc) odd(i int) bool {
	if i == 0 || i+1 >= len(d.stem) || !d.adjacent(i) || !d.adjacent(i+1) || d.flags[i]&inName != 0 {
		return false
	}
	l, w, r := d.stem[i-1], d.stem[i], d.stem[i+1]
	t := synonymTable(synonymsData)
	row := t.row(w)
	if row < 0 || together(l, w) > 0 || together(w, r) > 0 {
		return false
	}
	for k, to := t.list(row); k < to; k++ {
		s := t.at(k)
		if s == l || s == r {
			continue
		}
		if x, y := together(l, s), together(s, r); x >= usualEither && y >= usualEither && x+y >= usualBoth {
			return true
		}
	}
	return false
}

// heads are the nouns that formal names of countries are built on. English puts
// "the" before such a name; who fills names in from a list does not.
var heads = map[string]bool{
	"Republic": true, "Federation": true, "Kingdom": true, "Dominion": true, "Commonwealth": true, "Principality": true,
	"Sultanate": true, "State": true, "States": true, "Union": true,
}

// toTellApart are formal names that news uses bare, to tell a country from a
// namesake.
var toTellApart = map[string]bool{"Republic of Ireland": true, "Republic of Korea": true, "Republic of China": true}

// determiners may stand before a formal name.
var determiners = map[string]bool{
	"the": true, "a": true, "an": true, "this": true, "that": true, "our": true, "their": true, "its": true, "his": true,
	"her": true, "my": true, "your": true, "any": true, "no": true, "every": true, "each": true, "another": true,
}

// writtenOut returns the formal names of countries that stand without an article
// in running text.
func (d *doc) writtenOut() []news.Span {
	var out []news.Span
	text := d.article.Text
	for k := range d.sentences {
		s := &d.sentences[k]
		for i := s.first; i < s.end; i++ {
			if !heads[d.span[i].Of(text)] {
				continue
			}
			name, ok := d.formalName(s, i)
			if !ok || d.hasDeterminer(s, name) {
				continue
			}
			out = append(out, name)
		}
	}
	return out
}

// formalName returns the formal name of a country with the head word i: "Republic
// of Finland", "Russian Federation", "Islamic Republic of Iran".
func (d *doc) formalName(s *sentence, i int32) (news.Span, bool) {
	text := d.article.Text
	first := i
	for first > s.first && i-first < 3 && d.adjacent(int(first)) {
		if before := d.span[first-1].Of(text); !startsUpper(before) || determiners[strings.ToLower(before)] {
			break
		}
		first--
	}
	if i+2 < s.end && d.span[i+1].Of(text) == "of" {
		at := i + 2
		if d.span[at].Of(text) == "the" && at+1 < s.end {
			at++
		}
		e, n := d.base.Match(text, d.span[at].Start)
		if n == 0 || e.Kind != knowledge.Country {
			return news.Span{}, false
		}
		name := news.Span{Start: d.span[i].Start, End: d.span[at].Start + n}
		if toTellApart[name.Of(text)] || name.Of(text) == e.Name {
			return news.Span{}, false
		}
		name.Start = d.span[first].Start
		if k, m := d.base.Match(text, name.Start); m == name.Len() && k.Name == name.Of(text) {
			return news.Span{}, false
		}
		return name, true
	}
	for ; first < i; first++ {
		name := d.bytes(first, i)
		if e, ok := d.base.Lookup(name.Of(text)); ok {
			return name, e.Kind == knowledge.Country && e.Name != name.Of(text)
		}
	}
	return news.Span{}, false
}

// hasDeterminer reports whether the word before a name is an article or does its
// work, or the name opens a line of its own.
func (d *doc) hasDeterminer(s *sentence, name news.Span) bool {
	text := d.article.Text
	i, _ := slices.BinarySearchFunc(d.span, name.Start, func(x news.Span, at int) int { return cmp.Compare(x.Start, at) })
	if int32(i) == s.first {
		return name.End == d.span[s.end-1].End
	}
	before := d.span[i-1].Of(text)
	// "Medvedev, Russian Federation" in a list or a place line, "Soviet Russian
	// Federation".
	gap := text[d.span[i-1].End:name.Start]
	return determiners[strings.ToLower(before)] || strings.ContainsAny(gap, ",;/(") || startsUpper(before) && gap == " " && !titleBefore(before)
}

// titleBefore reports whether a capitalised word may stand before a country that is
// no part of its name: "US and", "of Russian Federation" are lower case, so only
// the ends of other names are asked for.
func titleBefore(word string) bool { return knowledge.PersonName(word) != 0 }

// liveSign tells whether d is a blog that was kept while things happened: many
// parts of it begin with a time of day.
func (d *doc) liveSign() (news.Sign, bool) {
	var spans []news.Span
	text := d.article.Text
	for _, b := range d.article.Blocks {
		if b.Kind != news.Paragraph && b.Kind != news.Heading && b.Kind != news.DateLine {
			continue
		}
		if at, ok := clock(b.Of(text)); ok {
			spans = append(spans, news.Span{Start: b.Start + at.Start, End: b.Start + at.End})
		}
	}
	title := " " + strings.ToLower(strings.Map(func(r rune) rune {
		if r == ':' || r == '-' || r == '–' || r == '|' || r == '’' {
			return ' '
		}
		return r
	}, d.article.Title)) + " "
	least := liveBlocks
	if strings.Contains(title, " live ") || strings.Contains(title, " as it happened ") {
		least = liveTitled
	}
	if len(spans) < least {
		return news.Sign{}, false
	}
	return news.Sign{Kind: liveBlog, Why: fmt.Sprintf("%d parts begin with a time of day", len(spans)), Spans: spans}, true
}

// The parts that begin with a time of day in a live blog, and in one whose title
// says that it is one.
const (
	liveBlocks = 6
	liveTitled = 3
)

// clock finds a time of day ("3:05 p.m.", "15.20", "11 am") near the start of a
// part.
func clock(part string) (news.Span, bool) {
	const near = 40
	head := part[:min(len(part), near)]
	for i := 0; i < len(head); i++ {
		if asciiClass[head[i]] != digit || i > 0 && asciiClass[head[i-1]] != 0 {
			continue
		}
		j := i
		for j < len(head) && asciiClass[head[j]] == digit {
			j++
		}
		if j-i > 2 {
			i = j
			continue
		}
		if j+2 < len(head) && (head[j] == ':' || head[j] == '.') && asciiClass[head[j+1]] == digit && asciiClass[head[j+2]] == digit {
			return news.Span{Start: i, End: j + 3}, true
		}
		rest := strings.ToLower(strings.TrimLeft(head[j:], " "))
		if strings.HasPrefix(rest, "am") || strings.HasPrefix(rest, "pm") || strings.HasPrefix(rest, "a.m") || strings.HasPrefix(rest, "p.m") {
			return news.Span{Start: i, End: j}, true
		}
		i = j
	}
	return news.Span{}, false
}
