package speech

import (
	"sort"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// crude marks names by their capitals, so that these tests do not hang on the
// work of another package: a run of capitalised words, its head up to the last
// office as its role; countries and bodies by a few words.
func crude(a *news.Article, sents []news.Sentence, words []news.Word) []news.Mention {
	var out []news.Mention
	keys := map[string]int{}
	for s := range sents {
		for i := sents[s].FirstWord; i < sents[s].EndWord; {
			j := crudeRun(a.Text, words, i, sents[s].EndWord)
			if w := words[i].Of(a.Text); i == sents[s].FirstWord && j == i+1 && lookUp(w).class != 0 || lookUp(w).class&(det|prep|subjPro|conj|sub|adverb) != 0 {
				j = i
			}
			if j == i {
				i++
				continue
			}
			from := i
			for k := i; k < j-1; k++ {
				if lookUp(words[k].Of(a.Text)).class&office != 0 && strings.IndexByte("-'", a.Text[words[k].End]) < 0 {
					from = k + 1
				}
			}
			m := news.Mention{Span: news.Span{Start: words[from].Start, End: words[j-1].End}, Kind: news.NameMention, Sentence: s, Type: news.Person}
			if from > i {
				m.Role = news.Span{Start: words[i].Start, End: words[from-1].End}
			}
			m.Name = m.Of(a.Text)
			last := words[j-1].Of(a.Text)
			m.Key = strings.ToLower(last)
			switch {
			case lookUp(last).class&office != 0, last == "Group", last == "Reuters", last == "TASS", last == "Press":
				m.Type = news.Organization
			case crudePlaces[m.Name]:
				m.Type = news.Place
			}
			if m.Type == news.Organization {
				m.Span.Start, m.Role = words[i].Start, news.Span{}
				m.Name = m.Of(a.Text)
			}
			if x, ok := keys[m.Key]; ok {
				m.Antecedent = x
			} else {
				m.Antecedent = len(out)
				keys[m.Key] = len(out)
			}
			out = append(out, m)
			i = j
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Start < out[j].Start })
	return out
}

var crudePlaces = map[string]bool{"Norland": true, "Suderia": true, "Geneva": true, "Moscow": true, "Washington": true}

// crudeRun returns the end of the run of capitalised words that begins at i.
func crudeRun(text string, words []news.Word, i, hi int) int {
	j := i
	for j < hi {
		w := words[j].Of(text)
		if w[0] >= 'A' && w[0] <= 'Z' {
			j++
			continue
		}
		if j > i && j+1 < hi && (w == "of" || w == "-" && words[j].Start == words[j-1].End) {
			if c := text[words[j+1].Start]; c >= 'A' && c <= 'Z' {
				j++
				continue
			}
		}
		break
	}
	return j
}

// crudeTimes marks "three hours" and the like.
func crudeTimes(a *news.Article, sents []news.Sentence, words []news.Word) []news.Time {
	var out []news.Time
	for s := range sents {
		for i := sents[s].FirstWord + 1; i < sents[s].EndWord; i++ {
			if words[i].Of(a.Text) == "hours" {
				t := news.Time{Kind: news.TimeDuration, Anchor: -1, Sentence: s}
				t.Date.Span = news.Span{Start: words[i-1].Start, End: words[i].End}
				out = append(out, t)
			}
		}
	}
	return out
}
