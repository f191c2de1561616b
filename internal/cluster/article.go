package cluster

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A point is one article as this stage reads it. All its vectors are sorted by
// hash; nil where the article has nothing of the kind.
type point struct {
	article    *news.Article
	annotation *news.Annotation
	words      []term // all words that are read
	lead       []term // headline and first words of the body
	title      []term
	pairs      []term // pairs of neighbouring words
	names      []term // of all kinds
	people     []term
	places     []term
	numbers    []term
	days       []term // days of the calendar and weekdays that the text speaks of
	towns      []term // named where something is said to happen
	heavy      []term // the heaviest words, by which articles are found
	setting    []term // days and towns together
	actors     []actor
	quotes     []uint32 // hashes of runs of words in quotation marks, sorted
	day        int      // of publication, in days since 1970; noDay if unknown
	length     int32    // words read
	number     int      // index of the article for the trainer
}

const noDay = math.MinInt32

// How many terms of each vector are kept: the heaviest.
const (
	mostWords = 256
	mostLead  = 64
	mostPairs = 128
	mostNames = 64
	leadWords = 60 // the lead is the first words of the body
)

// An actor is a person or body that an article names.
type actor struct {
	key    string
	name   string
	count  int
	rarity int32 // of the last word of the name, in 1/256 bit
}

func newPoint(a *news.Article, an *news.Annotation) point {
	p := point{article: a, annotation: an, day: noDay}
	if d, ok := a.Published.Day(); ok {
		p.day = d
	}
	p.readWords()
	p.readNames()
	p.readSetting()
	p.readQuotes()
	return p
}

// readWords fills the vectors of words.
func (p *point) readWords() {
	a, an := p.article, p.annotation
	n := len(an.Words)
	all, pairs := make(bag, 0, n), make(bag, 0, n)
	var lead, title, numbers bag
	body := 0
	var buf [64]byte
	for _, s := range an.Sentences {
		before := feature{}
		for _, w := range an.Words[s.FirstWord:s.EndWord] {
			folded := knowledge.AppendWord(buf[:0], w.Of(a.Text))
			if len(folded) == 0 || len(folded) == 1 && (folded[0] < '0' || folded[0] > '9') {
				continue
			}
			f := feature{uint32(xxh3.Hash(folded)), 1, knowledge.Rarity(string(folded))}
			p.length++
			if len(folded) > 1 {
				all = append(all, f)
				if s.IsHeadline {
					title.add(f.hash, 1, f.rarity)
				}
				if s.IsHeadline || body < leadWords {
					lead.add(f.hash, 1, f.rarity)
				}
				if folded[0] >= '0' && folded[0] <= '9' {
					numbers.add(f.hash, 1, f.rarity)
				}
			}
			if !s.IsHeadline {
				body++
			}
			if before.hash != 0 && max(before.rarity, f.rarity) > pairRarity {
				pairs.add(before.hash*0x9E3779B1^f.hash, 1, (before.rarity+f.rarity)/2)
			}
			before = f
		}
	}
	p.words, p.pairs = all.vector(mostWords), pairs.vector(mostPairs)
	p.heavy = heaviest(p.words, heavyTerms)
	p.lead, p.title = lead.vector(mostLead), title.vector(mostLead)
	p.numbers = numbers.vector(mostNames)
}

// pairRarity is what one word of a pair must be above, in 1/256 bit: pairs of
// common words say nothing.
const pairRarity = 3 * 256

// readNames fills the vectors of names and the actors, commonest first.
func (p *point) readNames() {
	byKey := map[string]*actor{}
	var names, people, places bag
	for i := range p.annotation.Mentions {
		m := &p.annotation.Mentions[i]
		if m.Kind != news.NameMention {
			continue
		}
		key := cmp.Or(m.Known, string(m.Type)+":"+m.Key)
		rarity := knowledge.Rarity(strings.ToLower(lastWord(m.Name)))
		hash := uint32(xxh3.HashString(key))
		names.add(hash, 1, rarity)
		switch m.Type {
		case news.Person:
			people.add(hash, 1, rarity)
		case news.Place:
			places.add(hash, 1, rarity)
		}
		if m.Type == news.Other {
			continue
		}
		act := byKey[key]
		if act == nil {
			act = &actor{key: key, name: m.Name, rarity: rarity}
			byKey[key] = act
		}
		act.count++
	}
	for _, act := range byKey {
		p.actors = append(p.actors, *act)
	}
	slices.SortFunc(p.actors, func(x, y actor) int { return cmp.Or(cmp.Compare(y.count, x.count), cmp.Compare(x.key, y.key)) })
	p.names, p.people, p.places = names.vector(mostNames), people.vector(mostNames), places.vector(mostNames)
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// quoteRun is how many words in a row two articles must quote alike.
const quoteRun = 5

// readQuotes fills quotes.
func (p *point) readQuotes() {
	a, an := p.article, p.annotation
	var buf [64]byte
	var run [quoteRun]uint64
	for i := range an.Statements {
		st := &an.Statements[i]
		if st.Kind == news.Indirect {
			continue
		}
		for _, c := range st.Content {
			n := 0
			k, _ := slices.BinarySearchFunc(an.Words, c.Start, func(w news.Word, at int) int { return cmp.Compare(w.Start, at) })
			for ; k < len(an.Words) && an.Words[k].End <= c.End; k++ {
				folded := knowledge.AppendWord(buf[:0], an.Words[k].Of(a.Text))
				if len(folded) == 0 {
					continue
				}
				run[n%quoteRun] = xxh3.Hash(folded)
				if n++; n >= quoteRun {
					h := uint64(0)
					for j := range uint64(quoteRun) {
						h = h*0x9E3779B97F4A7C15 + run[(uint64(n)+j)%quoteRun]
					}
					p.quotes = append(p.quotes, uint32(h>>32))
				}
			}
		}
	}
	slices.Sort(p.quotes)
	p.quotes = slices.Compact(p.quotes)
}
