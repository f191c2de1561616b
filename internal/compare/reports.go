package compare

import (
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A reportOf is an utterance with the runs that it shares with other stories.
type reportOf struct {
	utterance
	runs []uint64
}

// packedReports are the reports of an article that have runs, as far as they are set
// beside those of other stories: of each its speech; the mention that speaks, counted
// from 1, and in the two lowest bits whether it is in the reporter's words and whether
// it is none, for the same words were claimed before; the number of its parts that have
// runs, and of each of these the number of its words and these. Of a word it is a tenth
// of what an utterance takes, and nothing that the collector must follow.
type packedReports []uint32

const (
	packedIndirect = 1 << iota
	packedAgain
	packedMention // times the mention
)

// packReports packs the reports of article i, whose statements are there, so that their
// runs come in the order of [comparer.eachRun].
func (c *comparer) packReports(i int) (out packedReports) {
	list := c.Annotations[i].Statements
	for j := range list {
		sp := &list[j]
		about := packedMention * uint32(sp.Speaker+1)
		if sp.Kind == news.Indirect {
			about |= packedIndirect
		}
		// As in comparer.utterances.
		if slices.ContainsFunc(list[:j], func(o news.Speech) bool { return slices.Equal(o.Content, sp.Content) }) {
			about |= packedAgain
		}
		at := len(out)
		out = append(out, uint32(j), about, 0)
		spokenParts(c.Articles[i].Text, sp, func(words []spoken) {
			if len(words) < sureWords {
				return
			}
			out = append(out, uint32(len(words)))
			for _, w := range words {
				out = append(out, w.hash)
			}
			out[at+2]++
		})
		if out[at+2] == 0 {
			out = out[:at]
		}
	}
	return slices.Clone(out) // without room for more
}

// A packedReport is one of them; its words are not to be changed.
type packedReport struct {
	speech, mention int // mention is -1 if none speaks
	indirect, again bool
	parts           [][]uint32
}

// each gives the reports to yield, which must not keep parts.
func (p packedReports) each(yield func(r *packedReport)) {
	var r packedReport
	for len(p) > 0 {
		about, n := p[1], p[2]
		r.speech, r.mention = int(p[0]), int(about/packedMention)-1
		r.indirect, r.again = about&packedIndirect != 0, about&packedAgain != 0
		p, r.parts = p[3:], r.parts[:0]
		for range n {
			end := 1 + p[0]
			r.parts, p = append(r.parts, p[1:end:end]), p[end:]
		}
		yield(&r)
	}
}

// runs adds to list the runs of a report with which a part begins, if that is wanted, and
// of the others those whose halves may be. begins and others are the runs of the reports
// from this one on; it returns those from the next.
func (r *packedReport) runs(list []uint64, begins []uint64, others []uint32, begin bool, may func(u uint32) bool) ([]uint64, []uint64, []uint32) {
	for _, words := range r.parts {
		if begin {
			list = append(list, begins[0])
		}
		n := len(words) - sureWords
		for k, u := range others[:n] {
			if may(u) {
				list = append(list, hashWords(words[1+k:][:sureWords], sureWords))
			}
		}
		begins, others = begins[1:], others[n:]
	}
	return list, begins, others
}

// packedOf returns the reports of article i.
func (c *comparer) packedOf(i int) (p packedReports, ok bool) {
	r := c.Memory.of(i)
	if r != nil && r.reportsOf == r.bare {
		return r.reports, true
	}
	ok = c.withSaid([]int{i}, func() { p = c.packReports(i) })
	if r != nil && ok && !c.Memory.Once {
		r.reports, r.reportsOf = p, r.bare
	}
	return p, ok
}

// reportsOf returns the utterances of article i that have one of the shared runs, with
// these; may is false of the halves of most others.
func (c *comparer) reportsOf(i int, shared func(h uint64) bool, may func(u uint32) bool) (list []reportOf, ok bool) {
	if c.storyOf[i] == "" || len(c.Speakers) > 0 {
		return c.wholeReportsOf(i, shared)
	}
	packed, ok := c.packedOf(i)
	if !ok {
		return nil, false
	}
	first, others := c.runs(i)
	var runs []uint64
	packed.each(func(r *packedReport) {
		runs, first, others = r.runs(runs[:0], first, others, true, may)
		runs = slices.DeleteFunc(runs, func(h uint64) bool { return !shared(h) })
		if len(runs) == 0 || r.again {
			return
		}
		u := utterance{article: i, speech: r.speech, Speech: &news.Speech{Kind: news.Direct}}
		if r.indirect {
			u.Speech.Kind = news.Indirect
		}
		if r.mention >= 0 {
			u.speaker = c.EntityOf[i][r.mention]
		}
		for _, words := range r.parts {
			u.parts = append(u.parts, part{words: words})
		}
		list = append(list, reportOf{u, slices.Clone(runs)})
	})
	return list, true
}

// wholeReportsOf does so for an article that is in no story, two of which are held to one
// another as those of one story are, by more than is packed, or where the user has said
// who speaks.
func (c *comparer) wholeReportsOf(i int, shared func(h uint64) bool) (list []reportOf, ok bool) {
	ok = c.withSaid([]int{i}, func() {
		for _, u := range c.utterances([]int{i}) {
			var runs []uint64
			spokenParts(c.Articles[i].Text, u.Speech, func(words []spoken) {
				for k := 0; k+sureWords <= len(words); k++ {
					if h := hashRun(words[k : k+sureWords]); shared(h) {
						runs = append(runs, h)
					}
				}
			})
			if len(runs) > 0 {
				speech := *u.Speech // its annotation is not to be kept
				u.Speech = &speech
				list = append(list, reportOf{u, runs})
			}
		}
	})
	return list, ok
}
