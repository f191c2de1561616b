package corrections

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/twosource/twosource/internal/news"
)

// A SpeakerFix says who said what one article reports, by the user's word.
type SpeakerFix struct {
	Article int    // place in the articles bound
	Speech  int    // place in the annotation's Statements
	Entity  string // id; "" if the user says that it is unknown
	By      string // the line
}

// Speakers returns who said what, where a correction says so, for compare:
// sorted by article and speech, each once. entities are those that
// [Bound.Entities] returned. A correction reaches every statement whose content
// shares words with it.
//
// Two lines that give one statement different speakers, which Parse cannot
// see where they quote different words, are both left out with a notice.
func (b *Bound) Speakers(annotations []news.Annotation, entities []news.Entity) []SpeakerFix {
	if b == nil || !b.has(Speaker) {
		return nil
	}
	index := map[string]int{}
	for i := range b.articles {
		index[b.articles[i].ID] = i
	}
	byName := map[string][]int{}
	for i := range entities {
		x := &entities[i]
		for _, n := range append([]string{x.Name}, x.Aliases...) {
			key := Name{n, x.Type}.key()
			byName[key] = append(byName[key], i)
		}
	}
	var out []SpeakerFix
	lines := map[SpeakerFix]Correction{}
	b.each(Speaker, func(c Correction) {
		met := false
		places := b.places(c, c.Articles[0], c.Words)
		for _, r := range places {
			i := index[r.Article]
			id, ok := b.speaker(c, r.Article, byName, entities)
			if !ok {
				return
			}
			for k, s := range annotations[i].Statements {
				if slices.ContainsFunc(s.Content, r.Overlaps) {
					met = true
					f := SpeakerFix{i, k, id, c.String()}
					lines[f] = c
					out = append(out, f)
				}
			}
		}
		if !met && len(places) > 0 {
			b.notice(c, "no statement has these words")
		}
	})
	slices.SortStableFunc(out, func(x, y SpeakerFix) int {
		return cmp.Or(cmp.Compare(x.Article, y.Article), cmp.Compare(x.Speech, y.Speech), cmp.Compare(x.By, y.By))
	})
	return b.agreed(out, lines)
}

// agreed leaves out the statements that two lines give different speakers.
func (b *Bound) agreed(fixes []SpeakerFix, lines map[SpeakerFix]Correction) []SpeakerFix {
	var out []SpeakerFix
	for len(fixes) > 0 {
		n := 1
		for n < len(fixes) && fixes[n].Article == fixes[0].Article && fixes[n].Speech == fixes[0].Speech {
			n++
		}
		other := slices.IndexFunc(fixes[:n], func(f SpeakerFix) bool { return f.Entity != fixes[0].Entity })
		if other < 0 {
			out = append(out, fixes[0])
		} else {
			x, y := lines[fixes[0]], lines[fixes[other]]
			b.notice(x, "line %d gives the same statement another speaker; neither is used", y.Line)
		}
		fixes = fixes[n:]
	}
	return out
}

// speaker returns the id of the entity that a line names: the one that has the
// name, or of several the one that the article mentions.
func (b *Bound) speaker(c Correction, article string, byName map[string][]int, entities []news.Entity) (id string, ok bool) {
	if len(c.Names) == 0 {
		return "", true
	}
	n := c.Names[0]
	found := byName[n.key()]
	if len(found) > 1 {
		found = slices.DeleteFunc(slices.Clone(found), func(i int) bool {
			return !slices.ContainsFunc(entities[i].Mentions, func(r news.Ref) bool { return r.Article == article })
		})
	}
	if len(found) != 1 {
		why := fmt.Sprintf("%d things of type %s are called %s", len(byName[n.key()]), n.Type, quote(n.Name))
		if len(byName[n.key()]) == 0 {
			why = fmt.Sprintf("no %s is called %s", n.Type, quote(n.Name))
		}
		b.notice(c, "%s", why)
		return "", false
	}
	return entities[found[0]].ID, true
}
