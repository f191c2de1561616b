package planted

import (
	"math/rand/v2"
	"strings"

	"github.com/twosource/twosource/internal/annotate/words"
	"github.com/twosource/twosource/internal/news"
)

// A method is one way to rewrite a text.
type method struct {
	name string
	// choose returns replacements for a lemma, the best first; wider ones are
	// asked for when too few words can be replaced otherwise.
	choose func(w *WordNet, part int, lemma string, wide bool) []string
	// Each of the steps is taken in this fraction of the sentences, from 0 to 1.
	reorder, voice, fuse, split, drop float64
	numbers, shuffle, unquote         bool
}

// methods are the ways of each set of rules. The choosers of the two sets take
// their words from different parts of WordNet.
var methods = [...][]method{
	Tuning: {
		{name: "spin", choose: nearSynonyms},
		{name: "restructure", choose: nearSynonyms, reorder: 0.8, voice: 0.8, fuse: 0.3, numbers: true},
		{name: "condense", choose: nearSynonyms, reorder: 0.4, drop: 0.35, numbers: true, unquote: true},
	},
	HeldOut: {
		{name: "generalise", choose: broaderWords, split: 0.5, numbers: true},
		{name: "rearrange", choose: farSynonyms, reorder: 0.8, voice: 0.8, shuffle: true, unquote: true},
		{name: "digest", choose: broaderWords, reorder: 0.5, fuse: 0.5, drop: 0.45, numbers: true},
	},
}

func nearSynonyms(w *WordNet, part int, lemma string, wide bool) []string {
	if wide {
		return w.synonyms(part, lemma, 2, 9)
	}
	return w.synonyms(part, lemma, 0, 1)
}

func farSynonyms(w *WordNet, part int, lemma string, wide bool) []string {
	if wide {
		return append(w.synonyms(part, lemma, 0, 0), w.broader(part, lemma)...)
	}
	return w.synonyms(part, lemma, 1, 9)
}

func broaderWords(w *WordNet, part int, lemma string, wide bool) []string {
	if wide {
		return w.synonyms(part, lemma, 0, 3)
	}
	return w.broader(part, lemma)
}

// leastReplaced is the fraction of the content words that a rewrite replaces.
const leastReplaced = 0.40

// A rewriter rewrites one text.
type rewriter struct {
	words *WordNet
	m     method
	r     *rand.Rand
}

// rewrite returns text in other words, and which fraction of the content words
// that were kept was replaced; below [leastReplaced] it could not be done.
// If broken, no run of [runLength] words of text is left.
func (w *rewriter) rewrite(text string, broken bool) (string, float64) {
	var paragraphs [][]string
	for p := range strings.SplitSeq(text, "\n") {
		var keep []string
		for _, s := range sentences(p) {
			if w.r.Float64() >= w.m.drop {
				keep = append(keep, s)
			}
		}
		if len(keep) > 0 {
			paragraphs = append(paragraphs, keep)
		}
	}
	if w.m.shuffle {
		w.r.Shuffle(len(paragraphs), func(i, j int) { paragraphs[i], paragraphs[j] = paragraphs[j], paragraphs[i] })
	}
	replaced := w.replace(paragraphs)
	lines := make([]string, len(paragraphs))
	for i, p := range paragraphs {
		lines[i] = strings.Join(w.arrange(p), " ")
	}
	out := strings.Join(lines, "\n")
	if broken {
		out = breakRuns(out, runs(text), w.r)
	}
	return out, replaced
}

// sentences cuts a paragraph into sentences.
func sentences(p string) []string {
	a := news.Article{Text: p, Blocks: []news.Block{{Span: news.Span{End: len(p)}}}}
	split, _ := words.Split(&a)
	out := make([]string, len(split))
	for i, s := range split {
		out[i] = s.Of(p)
	}
	return out
}

// replace puts other words for the content words of the paragraphs, in place.
func (w *rewriter) replace(paragraphs [][]string) float64 {
	type place struct{ p, s, t int }
	var sents [][][]token
	var places []place
	for p := range paragraphs {
		sents = append(sents, nil)
		for s := range paragraphs[p] {
			ts := tokens(w.rename(paragraphs[p][s]))
			sents[p] = append(sents[p], ts)
			for t := range ts {
				if isContent(ts[t]) {
					places = append(places, place{p, s, t})
				}
			}
		}
	}
	w.r.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	want := int((leastReplaced + float64(0.2*w.r.Float64())) * float64(len(places)))
	done := 0
	for _, wide := range []bool{false, true} {
		for i, at := range places {
			if done >= want+1 || at.p < 0 {
				continue
			}
			t := &sents[at.p][at.s][at.t]
			if other := w.other(t.s, wide); other != "" {
				t.s = other
				done++
				places[i].p = -1
			}
		}
	}
	for p := range paragraphs {
		for s := range paragraphs[p] {
			paragraphs[p][s] = join(sents[p][s])
		}
	}
	if len(places) == 0 {
		return 0
	}
	return float64(done) / float64(len(places))
}

// other returns another word in the same form, or "".
func (w *rewriter) other(word string, wide bool) string {
	lemma, part, f := w.words.reading(word)
	if part < 0 {
		return ""
	}
	list := w.m.choose(w.words, part, lemma, wide)
	if len(list) == 0 {
		return ""
	}
	other := inflect(list[w.r.IntN(min(len(list), 3))], f)
	if other == word {
		return ""
	}
	return other
}

// arrange moves the parts of the sentences of one paragraph.
func (w *rewriter) arrange(in []string) []string {
	var out []string
	for _, s := range in {
		if w.m.unquote {
			s = strings.NewReplacer("“", "", "”", "", `"`, "", "``", "", "''", "").Replace(s)
		}
		if w.m.numbers {
			s = numbers(s)
		}
		if w.r.Float64() < w.m.voice {
			s = passive(s)
		}
		if w.r.Float64() < w.m.reorder {
			s = reorder(s)
		}
		if w.r.Float64() < w.m.split {
			out = append(out, splitSentence(s)...)
			continue
		}
		if n := len(out); n > 0 && w.r.Float64() < w.m.fuse && len(out[n-1])+len(s) < 300 {
			out[n-1] = fuse(out[n-1], s)
			continue
		}
		out = append(out, s)
	}
	return out
}

// rename writes names of people and countries otherwise.
func (w *rewriter) rename(s string) string {
	return renameWords(s, w.r)
}
