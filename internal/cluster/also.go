package cluster

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A round-up or a live blog tells of several happenings under headings of its
// own. The article is in one story; where a section of it tells of another, that
// story has the section among its Also.

const (
	leastSections = 2
	leastSection  = 40            // words
	alsoAt        = 2 * ScoreUnit // what a section must score with articles of another story, on average
	mostAlso      = 3             // articles of the other story that it is compared with, its nearest
)

// findAlso gives each story the sections of articles of other stories that tell of it.
func (k *Keeper) findAlso() {
	finder := k.stream.finder()
	inParallel((len(k.sections)+batch-1)/batch, func() func(int) {
		f := finder()
		return func(n int) {
			for _, x := range k.sections[n*batch : min((n+1)*batch, len(k.sections))] {
				x.found = f.story(x, k.stream.nodes[x.ref.Article].story)
			}
		}
	})
	refs := map[*group][]news.Ref{}
	for _, x := range k.sections {
		if x.found != nil {
			refs[x.found] = append(refs[x.found], x.ref)
		}
	}
	for _, g := range k.also {
		if refs[g] == nil {
			g.known.also = nil
		}
	}
	k.also = k.also[:0]
	for g, list := range refs {
		slices.SortFunc(list, func(x, y news.Ref) int {
			return cmp.Or(cmp.Compare(x.Article, y.Article), cmp.Compare(x.Start, y.Start))
		})
		if k.also = append(k.also, g); !slices.Equal(g.known.also, list) {
			g.known.also = list
		}
	}
}

// A passage is a stretch of an article under a heading of its own, read as an article.
type passage struct {
	ref   news.Ref
	point *Point
}

// A section is what is always known of a passage, and what was found out of it.
type section struct {
	ref    news.Ref
	of     *article
	number int      // among the sections of the article
	heavy  []uint32 // its heaviest words
	scores []tie    // with the articles around it, when it was looked at last
	found  *group   // the story of others that it tells of
}

// passages returns the sections of an article; none if it has too few.
func passages(a *news.Article, an *news.Annotation) []passage {
	cuts := headings(a, an)
	if len(cuts) < leastSections {
		return nil
	}
	var out []passage
	for k, from := range cuts {
		to := len(an.Sentences)
		if k+1 < len(cuts) {
			to = cuts[k+1]
		}
		if an.Sentences[to-1].EndWord-an.Sentences[from].FirstWord < leastSection {
			continue
		}
		part := sectionOf(an, from, to)
		p := NewPoint(&news.Article{ID: a.ID, Text: a.Text, Published: a.Published, URL: a.URL}, &part)
		span := news.Span{Start: an.Sentences[from].Start, End: an.Sentences[to-1].End}
		out = append(out, passage{news.Ref{Article: a.ID, Span: span}, p})
	}
	return out
}

// headings returns the sentences that begin a section: headings inside the text.
func headings(a *news.Article, an *news.Annotation) []int {
	var out []int
	for i, s := range an.Sentences {
		if s.Block >= 0 && s.Block < len(a.Blocks) && a.Blocks[s.Block].Kind == news.Heading &&
			(i == 0 || an.Sentences[i-1].Block != s.Block) {
			out = append(out, i)
		}
	}
	return out
}

// sectionOf returns what an annotation marks in its sentences from … to-1, with
// their indices counted from there.
func sectionOf(an *news.Annotation, from, to int) news.Annotation {
	part := news.Annotation{Words: an.Words, Sentences: an.Sentences[from:to]}
	for _, m := range an.Mentions {
		if m.Sentence >= from && m.Sentence < to {
			m.Sentence -= from
			part.Mentions = append(part.Mentions, m)
		}
	}
	for _, x := range an.Times {
		if x.Sentence >= from && x.Sentence < to {
			x.Sentence -= from
			part.Times = append(part.Times, x)
		}
	}
	for _, st := range an.Statements {
		if st.Sentence >= from && st.Sentence < to {
			part.Statements = append(part.Statements, st)
		}
	}
	return part
}

// story returns the story, other than own, whose articles score best with a section, if
// they score enough; nil if none does.
func (f *finder) story(x *section, own *group) *group {
	scores := map[*group][]int32{}
	var met []*group
	for _, t := range x.scores {
		if f.lives.hold(t) {
			f.known[t.slot] = t.score + 1<<24
		}
	}
	f.takePart(x.of, x.number+1)
	var now []tie
	for _, n := range f.around(x) {
		if n.id == x.of.id || !inWindow(x.of, &n.article) {
			continue
		}
		score := f.known[n.slot] - 1<<24
		if score == -1<<24 {
			if n.story == own {
				continue
			}
			score = f.odds(n.point(), false)
		}
		if now = append(now, tieTo(n, score)); n.story == own {
			continue
		}
		if scores[n.story] == nil {
			met = append(met, n.story)
		}
		scores[n.story] = append(scores[n.story], score)
	}
	for _, t := range x.scores {
		f.known[t.slot] = 0
	}
	x.scores = slices.Clip(now)
	var best *group
	most := int32(alsoAt - 1)
	slices.SortFunc(met, func(x, y *group) int { return cmp.Compare(x.id, y.id) })
	for _, g := range met {
		list := scores[g]
		slices.SortFunc(list, func(x, y int32) int { return cmp.Compare(y, x) })
		list = list[:min(len(list), mostAlso)]
		sum := int32(0)
		for _, v := range list {
			sum += v
		}
		if mean := sum / int32(len(list)); mean > most {
			best, most = g, mean
		}
	}
	return best
}

// around returns the articles before and after a section that share its heaviest words,
// in no order.
func (f *finder) around(x *section) []*held {
	f.met = f.met[:0]
	p := &x.of.standing
	for _, hash := range x.heavy {
		w := f.index.of(hash)
		if w == nil {
			continue
		}
		own, others := f.index.list(*w.of(p)), f.index.list(w.rare())
		if p.place != noDate && w.isRare() {
			others = f.index.list(w.undated)
		}
		at := own.placeOf(f.slots, p)
		for _, list := range [...]list{own[max(0, at-mostPostings/2):min(len(own), at+mostPostings/2)], others} {
			for _, x := range list {
				if f.weight[x.slot] == 0 {
					f.met = append(f.met, x.slot)
				}
				f.weight[x.slot]++
			}
		}
	}
	var kept []*held
	for _, slot := range f.met {
		if f.weight[slot] >= leastShared {
			kept = append(kept, f.slots[slot])
		}
		f.weight[slot] = 0
	}
	return kept
}
