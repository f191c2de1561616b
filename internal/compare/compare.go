// Package compare sets the articles of a story side by side: one utterance in
// several reports becomes one statement, one happening told by several becomes
// one line of the timeline, and what one article alone has is named
// (Story → comparison).
//
// It is for joining what articles say. It is not for finding statements, names
// or dates in a text (package annotate), nor for deciding who copied whom
// (package reuse): it counts the origins that it is given.
package compare

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/twosource/twosource/internal/news"
)

// Rev is the revision of this stage: raised whenever its output changes.
const Rev = 12

// A Set is what the stages before this one found out about a set of articles.
type Set struct {
	Articles    []news.Article // sorted by ID
	Annotations []news.Annotation
	Provenance  []news.Provenance
	Origins     []news.Origin // sorted by ID; without them nothing is corroborated
	Lineage     []news.Link
	Stories     []news.Story
	// EntityOf[i][j] is the id of the entity of mention j of article i, or "".
	EntityOf [][]string
	// Speakers is who said what by the user's word, sorted by article and speech.
	Speakers []SpeakerFix
	// Open, if set, returns the annotations of some articles in full; Annotations
	// then need no more than Sentences. It is called by several goroutines at once,
	// several times for an article. If it returns false the work ends.
	Open func(articles []int) (whole []news.Annotation, ok bool)
	// Said, if set with Open, returns the statements of an article alone, which costs
	// less. It is called, and ends the work, as Open does.
	Said func(article int) (statements []news.Speech, ok bool)
	// Take, if set, is given the result piece by piece, for some stories at a time:
	// their indices in Stories, to which the lists of part are parallel. What Find
	// returns then has Positions alone. If it returns false the work ends.
	Take func(stories []int, part *Result) bool
	// Memory, if set, keeps what is found for the next Find over much the same set;
	// it needs Take, and Marks. It is of no use with Speakers.
	Memory *Memory
	// Marks are parallel to Articles: another one for whatever else Article and
	// Annotation were before their story dated them.
	Marks []string
}

// A SpeakerFix says who said what one article reports, whatever its annotation
// says.
type SpeakerFix struct {
	Article int    // place in Set.Articles
	Speech  int    // place in its annotation's Statements
	Entity  string // id; "" if it is unknown
	By      string // the correction, for CorrectedBy
}

// A Result is what compare adds.
type Result struct {
	Statements []news.Statement       // sorted by ID
	Claims     []news.Claim           // sorted by ID
	Conflicts  []news.Conflict        // sorted by ID
	Events     []news.Event           // sorted by ID
	Positions  []news.Position        // sorted by ID; in a part for [Set.Take] none, for they are of the whole set
	Timelines  [][]news.TimelineEntry // parallel to Set.Stories; sorted by date, undated last
	OnlyHere   [][]news.OnlyHere      // parallel to Set.Stories; sorted by article
	Entities   [][]string             // parallel to Set.Stories: ids of its entities, sorted
	Origins    []int                  // parallel to Set.Stories: at most so many independent origins
	Mixed      []news.MixedTime       // parallel to Set.Stories
	// Same is set, of a part for [Set.Take], if [Set.Memory] knows that all of it is
	// as it was when it was given last, or of what it recalled when that was kept; the
	// lists are empty then.
	Same bool

	stances []reported
	states  []state
}

// Find compares the articles of a set. Nothing given is changed or kept; the
// result depends on the set alone. Time grows with the words of the set, and
// within a story with the square of the sentences that share a date or a name.
// All processors work.
func Find(s Set) Result {
	c := comparer{Set: s, index: make(map[string]int, len(s.Articles)), storyOf: make([]string, len(s.Articles))}
	if s.Open != nil {
		c.Annotations = slices.Clone(s.Annotations)
	}
	for i := range s.Articles {
		c.index[s.Articles[i].ID] = i
	}
	for _, st := range s.Stories {
		for _, id := range st.Articles {
			c.storyOf[c.index[id]] = st.ID
		}
	}
	if len(c.Speakers) > 0 || c.Take == nil {
		c.Memory = nil
	}
	c.Memory.begin(&c)
	c.boilerplate = c.repeats()
	c.took, c.joins = c.taken(), c.joinedArticles()
	c.Memory.keys(&c)
	n := len(s.Stories)
	res := Result{
		Timelines: make([][]news.TimelineEntry, n), OnlyHere: make([][]news.OnlyHere, n),
		Entities: make([][]string, n), Origins: make([]int, n), Mixed: make([]news.MixedTime, n),
	}
	var whole Result // what is joined over all lots
	var ok bool
	if c.across, ok = c.findAcross(); !ok {
		return res
	}
	if m := c.Memory; m != nil {
		whole.stances, whole.states = make([]reported, 0, m.stances+m.stances/16), make([]state, 0, m.states+m.states/16)
	}
	c.each(c.lots(), func(l *lot, part *Result) bool {
		whole.stances, whole.states = append(whole.stances, part.stances...), append(whole.states, part.states...)
		if s.Take != nil {
			return s.Take(l.stories, part)
		}
		res.add(l, part)
		return true
	})
	if m := c.Memory; m != nil {
		m.stances, m.states = len(whole.stances), len(whole.states)
	}
	c.Memory.end()
	res.Positions = c.positions(whole.stances, whole.states)
	res.sort()
	return res
}

type comparer struct {
	Set
	index       map[string]int // article id → index
	storyOf     []string
	boilerplate map[uint64]bool // hashes of sentences that an outlet repeats
	across      across
	runs        func(article int) (begins []uint64, others []uint32) // as runsOf, while reports of several stories are sought
	acrossOf    map[int][]acrossReport                               // those of each article
	took        map[[2]int]bool                                      // pairs of articles that share passages beyond quotations
	joins       []int                                                // by article: the first of those that links join it with
}

// repeatedIn is the number of articles of one family that make a sentence its
// boilerplate: "Please re-enter your address."
const repeatedIn = 3

// repeats returns the hashes of the sentences that stand, letter for letter, in
// repeatedIn articles of one family. They tell of the outlet and of nothing that
// happened.
func (c *comparer) repeats() map[uint64]bool {
	if c.Memory != nil && !c.Memory.Once {
		return c.Memory.repeats(c)
	}
	// Sorted, and not counted in a table: of an archive they are millions.
	type place struct {
		hash            uint64
		family, article uint32
	}
	var all []place
	families := map[string]uint32{}
	for i := range c.Articles {
		name := c.Articles[i].Family
		if name == "" {
			continue
		}
		f, known := families[name]
		if !known {
			f = uint32(len(families))
			families[name] = f
		}
		for _, h := range c.sentenceHashes(i) {
			all = append(all, place{h, f, uint32(i)})
		}
	}
	slices.SortFunc(all, func(x, y place) int {
		return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.family, y.family), cmp.Compare(x.article, y.article))
	})
	all = slices.Compact(all)
	out := map[uint64]bool{}
	for lo := 0; lo < len(all); {
		hi := lo + 1
		for hi < len(all) && all[hi].hash == all[lo].hash && all[hi].family == all[lo].family {
			hi++
		}
		if hi-lo >= repeatedIn {
			out[all[lo].hash] = true
		}
		lo = hi
	}
	return out
}

// origins counts the origins of articles: an upper bound, for links may have
// been missed.
func (c *comparer) origins(members []int) int {
	ids := make([]string, len(members))
	for k, i := range members {
		ids[k] = c.Provenance[i].Origin
	}
	slices.Sort(ids)
	return len(slices.Compact(ids))
}

// originAt returns the origin of a passage of article i: that of the narrowest
// passage with an origin of its own that holds its words, else the article's.
// Marks around the words do not count: a shared passage begins with a word, a
// quotation with a mark.
func (c *comparer) originAt(i int, s news.Span) string {
	words := s.Of(c.Articles[i].Text)
	s.Start += len(words) - len(strings.TrimLeftFunc(words, isMark))
	s.End -= len(words) - len(strings.TrimRightFunc(words, isMark))
	best, width := c.Provenance[i].Origin, int(^uint(0)>>1)
	for _, p := range c.Provenance[i].Passages {
		if p.Span.Contains(s) && p.Len() < width {
			best, width = p.Origin, p.Len()
		}
	}
	return best
}

func isMark(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// entities returns the entities that the articles of a story name.
func (c *comparer) entities(members []int) []string {
	var ids []string
	for _, i := range members {
		for j, id := range c.EntityOf[i] {
			if id != "" && c.Annotations[i].Mentions[j].Kind == news.NameMention {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// byArticle orders refs by article, then place.
func byArticle(x, y news.Ref) int {
	return cmp.Or(cmp.Compare(x.Article, y.Article), cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End))
}
