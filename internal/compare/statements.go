package compare

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// An utterance is one article's report of a statement.
type utterance struct {
	article, speech int
	*news.Speech
	words   []uint32 // hashes of the folded words of the quoted part, in order
	bag     []uint32 // the same, sorted
	speaker string   // entity id; ""
}

const (
	// Quotations of this many equal words are one utterance wherever they
	// stand; shorter ones only within a story and of one speaker.
	sureWords = 8
	minQuoted = 4
	// Two quotations with at least this part of their words in common, in any
	// order, are one utterance in two versions.
	versionShare = 0.8
	shingleWords = 3
	// A shingle in more reports than this names no pair.
	maxReports = 200
)

// statements joins the reports of all articles into statements.
func (c *comparer) statements() []news.Statement {
	var all []utterance
	for i := range c.Annotations {
		first := len(all)
		for j := range c.Annotations[i].Statements {
			u := c.utterance(i, j)
			// One stretch of words is one statement, even if two cues claim it.
			if !slices.ContainsFunc(all[first:], func(o utterance) bool { return slices.Equal(o.Content, u.Content) }) {
				all = append(all, u)
			}
		}
	}
	parent := make([]int, len(all))
	for i := range parent {
		parent[i] = i
	}
	for _, p := range pairs(all) {
		x, y := root(parent, p[0]), root(parent, p[1])
		if x != y && c.same(&all[p[0]], &all[p[1]]) {
			parent[max(x, y)] = min(x, y)
		}
	}
	groups := make([][]*utterance, len(all))
	for i := range all {
		r := root(parent, i)
		groups[r] = append(groups[r], &all[i])
	}
	var out []news.Statement
	for _, g := range groups {
		if len(g) > 0 {
			out = append(out, c.statement(g))
		}
	}
	slices.SortFunc(out, func(x, y news.Statement) int { return cmp.Compare(x.ID, y.ID) })
	return out
}

func root(parent []int, i int) int {
	for parent[i] != i {
		parent[i] = parent[parent[i]]
		i = parent[i]
	}
	return i
}

func (c *comparer) utterance(i, j int) utterance {
	sp := &c.Annotations[i].Statements[j]
	u := utterance{article: i, speech: j, Speech: sp}
	if sp.Speaker >= 0 {
		u.speaker = c.EntityOf[i][sp.Speaker]
	}
	text := c.Articles[i].Text
	var buf [64]byte
	for _, span := range sp.Content {
		if sp.Kind == news.Mixed {
			if q := quotedPart(text, span); !q.IsZero() {
				span = q
			}
		}
		for _, w := range strings.Fields(span.Of(text)) {
			if f := knowledge.AppendWord(buf[:0], strings.TrimLeft(w, "\"“”‘’'«»([")); len(f) > 0 {
				u.words = append(u.words, uint32(xxh3.Hash(f)))
			}
		}
	}
	u.bag = slices.Clone(u.words)
	slices.Sort(u.bag)
	return u
}

// quotedPart returns the stretch from the first to the last quotation mark of
// a span, zero if there are not two.
func quotedPart(text string, s news.Span) news.Span {
	words := s.Of(text)
	first := strings.IndexAny(words, "\"“«„")
	last := strings.LastIndexAny(words, "\"”»")
	if first < 0 || last <= first {
		return news.Span{}
	}
	return news.Span{Start: s.Start + first, End: s.Start + last}
}

// pairs returns the pairs of direct or mixed reports that share three words in
// a row or all of their words, sorted, each once.
func pairs(all []utterance) [][2]int {
	type hit struct {
		hash uint64
		at   int
	}
	var hits []hit
	for i := range all {
		u := &all[i]
		if u.Kind == news.Indirect || len(u.words) < minQuoted {
			continue
		}
		for k := 0; k+shingleWords <= len(u.words); k++ {
			h := uint64(0)
			for _, w := range u.words[k : k+shingleWords] {
				h = (h ^ uint64(w)) * 0xFF51AFD7ED558CCD
				h ^= h >> 29
			}
			hits = append(hits, hit{h, i})
		}
		bag := uint64(1)
		for _, w := range u.bag {
			bag = (bag ^ uint64(w)) * 0xC4CEB9FE1A85EC53
			bag ^= bag >> 29
		}
		hits = append(hits, hit{bag, i})
	}
	slices.SortFunc(hits, func(x, y hit) int { return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.at, y.at)) })
	hits = slices.Compact(hits)
	var out [][2]int
	for lo := 0; lo < len(hits); {
		hi := lo + 1
		for hi < len(hits) && hits[hi].hash == hits[lo].hash {
			hi++
		}
		if hi-lo <= maxReports {
			for i := lo; i < hi; i++ {
				for j := i + 1; j < hi; j++ {
					out = append(out, [2]int{hits[i].at, hits[j].at})
				}
			}
		}
		lo = hi
	}
	slices.SortFunc(out, func(x, y [2]int) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	return slices.Compact(out)
}

// same reports whether two reports give one utterance.
func (c *comparer) same(x, y *utterance) bool {
	if x.article == y.article && x.Content[0].Overlaps(y.Content[0]) {
		return false
	}
	// Two known speakers do not speak one utterance.
	if x.speaker != "" && y.speaker != "" && x.speaker != y.speaker {
		return false
	}
	story := c.storyOf[x.article] == c.storyOf[y.article]
	short := min(len(x.words), len(y.words))
	if contains(x.words, y.words) || contains(y.words, x.words) {
		return short >= sureWords || story && short >= minQuoted
	}
	return story && short >= minQuoted+1 && shared(x.bag, y.bag) >= versionShare
}

// contains reports whether b stands in a, word for word.
func contains(a, b []uint32) bool {
	for i := 0; i+len(b) <= len(a); i++ {
		if slices.Equal(a[i:i+len(b)], b) {
			return true
		}
	}
	return false
}

// shared returns the part of two sorted bags of words that is common (Dice).
func shared(a, b []uint32) float64 {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n++
			i++
			j++
		}
	}
	return float64(2*n) / float64(len(a)+len(b))
}

// statement makes one statement of its reports. The fullest report gives the
// words; the surest gives the speaker.
func (c *comparer) statement(g []*utterance) news.Statement {
	full, sure := g[0], g[0]
	for _, u := range g[1:] {
		if cmp.Or(cmp.Compare(len(u.words), len(full.words)), cmp.Compare(c.id(full), c.id(u))) > 0 {
			full = u
		}
		if cmp.Or(cmp.Compare(len(u.speaker), len(sure.speaker)), cmp.Compare(u.Confidence, sure.Confidence), cmp.Compare(c.id(sure), c.id(u))) > 0 {
			sure = u
		}
	}
	id := c.id(full)
	text := c.Articles[full.article].Text
	s := news.Statement{
		Story: c.storyOf[full.article], Kind: full.Kind, Act: full.Act,
		Speaker: sure.speaker, Confidence: sure.Confidence, Unresolved: sure.Unresolved,
		SpeakerRef:  news.Ref{Article: c.id(sure), Span: sure.SpeakerSpan},
		SpeakerText: sure.SpeakerSpan.Of(c.Articles[sure.article].Text),
	}
	if sure.SpeakerSpan.IsZero() {
		s.SpeakerRef = news.Ref{}
	}
	if s.Speaker == "" && s.Unresolved == "" {
		s.Unresolved = "the words name no one known"
	}
	if !full.Cue.IsZero() {
		s.Cue = news.Ref{Article: id, Span: full.Cue}
	}
	var key, places []string
	for _, span := range full.Content {
		s.Content = append(s.Content, news.Ref{Article: id, Span: span})
		key = append(key, span.Of(text))
		places = append(places, strconv.Itoa(span.Start))
	}
	s.Text = strings.Join(key, " […] ")
	s.ID = news.NewID("statement", append([]string{id, s.Text}, places...)...)
	if !full.Addressee.IsZero() {
		s.Addressee = full.Addressee.Of(text)
	}
	s.Candidates = c.candidates(sure)
	c.gather(&s, g, full)
	return s
}

func (c *comparer) id(u *utterance) string { return c.Articles[u.article].ID }

// candidates returns the entities that were weighed for a speaker, best first.
func (c *comparer) candidates(u *utterance) []string {
	var out []string
	for _, m := range u.Candidates {
		if id := c.EntityOf[u.article][m]; id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// gather adds what the reports of a statement say together: when, through
// whom, from how many origins.
func (c *comparer) gather(s *news.Statement, g []*utterance, full *utterance) {
	s.Said = news.NoDate("no report says when")
	for _, u := range g {
		if u.Said.Words != "" && (s.Said.Words == "" || !s.Said.Known() && u.Said.Known()) {
			s.Said = u.Said
			s.SaidRef = news.Ref{Article: c.id(u), Span: u.Said.Span}
		}
		for _, v := range u.Via {
			s.Via = append(s.Via, c.Annotations[u.article].Credits[v].Agency)
		}
		s.Reports = append(s.Reports, news.Report{
			Article: c.id(u), Speech: u.speech, Spans: u.Content, Drift: drift(full, u),
		})
		for _, span := range u.Content[:1] {
			s.OriginIDs = append(s.OriginIDs, c.originAt(u.article, span))
		}
	}
	slices.Sort(s.Via)
	s.Via = slices.Compact(s.Via)
	slices.Sort(s.OriginIDs)
	s.OriginIDs = slices.Compact(s.OriginIDs)
	slices.SortFunc(s.Reports, func(x, y news.Report) int {
		return cmp.Or(cmp.Compare(x.Article, y.Article), cmp.Compare(x.Speech, y.Speech))
	})
}

// drift names how a report differs from the fullest one.
func drift(full, u *utterance) news.Drift {
	switch {
	case slices.Equal(full.words, u.words):
		return news.DriftVerbatim
	case contains(full.words, u.words):
		return news.DriftTrimmed
	case u.Kind == news.Indirect:
		return news.DriftParaphrased
	}
	return news.DriftRetranslated
}
