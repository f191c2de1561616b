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
// beside those of other stories: of each its speech, the mention that speaks, counted
// from 1, in the upper bits and in the lowest whether it is in the reporter's words, the number
// of its parts that have runs, and of each of these the number of its words and these.
// Of a word it is a tenth of what an utterance takes, and nothing that the collector
// must follow.
type packedReports []uint32

// packReports packs the reports of article i, whose statements are there: those that
// [comparer.utterances] gives, in that order.
func (c *comparer) packReports(i int) (out packedReports) {
	list := c.Annotations[i].Statements
	for j := range list {
		sp := &list[j]
		if slices.ContainsFunc(list[:j], func(o news.Speech) bool { return slices.Equal(o.Content, sp.Content) }) {
			continue
		}
		indirect := uint32(0)
		if sp.Kind == news.Indirect {
			indirect = 1
		}
		at := len(out)
		out = append(out, uint32(j), uint32(sp.Speaker+1)<<1|indirect, 0)
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
	indirect        bool
	parts           [][]uint32
}

// each gives the reports to yield, which must not keep parts.
func (p packedReports) each(yield func(r *packedReport)) {
	var r packedReport
	for len(p) > 0 {
		r.speech, r.mention, r.indirect = int(p[0]), int(p[1]>>1)-1, p[1]&1 != 0
		n := p[2]
		p = p[3:]
		r.parts = r.parts[:0]
		for range n {
			end := 1 + p[0]
			r.parts, p = append(r.parts, p[1:end:end]), p[end:]
		}
		yield(&r)
	}
}

// runs gives the hashes of the runs of a report, and whether a part begins with it.
func (r *packedReport) runs(yield func(h uint64, begins bool)) {
	for _, words := range r.parts {
		for k := 0; k+sureWords <= len(words); k++ {
			yield(hashWords(words[k:k+sureWords], sureWords), k == 0)
		}
	}
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

// reportsOf returns the utterances of article i that have one of the runs, with these.
func (c *comparer) reportsOf(i int, shared func(h uint64) bool) (list []reportOf, ok bool) {
	if c.storyOf[i] == "" || len(c.Speakers) > 0 {
		return c.wholeReportsOf(i, shared)
	}
	packed, ok := c.packedOf(i)
	packed.each(func(r *packedReport) {
		var runs []uint64
		r.runs(func(h uint64, _ bool) {
			if shared(h) {
				runs = append(runs, h)
			}
		})
		if len(runs) == 0 {
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
		list = append(list, reportOf{u, runs})
	})
	return list, ok
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
