package cluster

import (
	"strings"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/news"
)

// A happening has a day and a place. The setting of an article is the days and
// towns that its text speaks of, as a vector of its own: two meetings of the
// same people, told in the same words, differ in it.

// How much a feature of the setting counts; see docs/decisions.
const (
	dateWeight    = 2 // a day of the calendar
	weekdayWeight = 2 // the name of a weekday, which an undated article has too
	townWeight    = 3 // a town after "in", "at" or "to"
	headFactor    = 2 // in the headline or the lead
)

// weekdays are the names that a weekday goes by in running text.
var weekdays = map[string]string{
	"monday": "mon", "tuesday": "tue", "wednesday": "wed", "thursday": "thu",
	"friday": "fri", "saturday": "sat", "sunday": "sun",
}

// newSetting returns the setting of an article as a vector of unit length; nil
// if it names neither day nor town.
func newSetting(a *news.Article, an *news.Annotation) []term {
	counts := map[uint32]*feature{}
	count := func(name string, weight int32, sentence int) {
		if sentence >= 0 && sentence < len(an.Sentences) {
			if s := &an.Sentences[sentence]; s.IsHeadline || s.FirstWord < leadWords {
				weight *= headFactor
			}
		}
		h := uint32(xxh3.HashString(name))
		if counts[h] == nil {
			counts[h] = &feature{rarity: settingRarity}
		}
		counts[h].count += weight
	}
	for i := range an.Times {
		t := &an.Times[i]
		if t.Sentence < 0 {
			continue // a date line says when it was written, not what it tells of
		}
		for _, w := range strings.Fields(strings.ToLower(t.Words)) {
			if day, ok := weekdays[w]; ok {
				count("weekday "+day, weekdayWeight, t.Sentence)
			}
		}
		if _, ok := t.Day(); ok {
			count("date "+t.Value[:len("2006-01-02")], dateWeight, t.Sentence)
		}
	}
	for i := range an.Mentions {
		m := &an.Mentions[i]
		if m.Kind == news.NameMention && strings.HasPrefix(m.Known, "city:") && located(a.Text, m.Start) {
			count(m.Known, townWeight, m.Sentence)
		}
	}
	return weigh(counts)
}

// settingRarity gives every feature of a setting the same weight per count.
const settingRarity = 4 * 256

// located reports whether the word before at is a preposition of place.
func located(text string, at int) bool {
	head := strings.TrimRight(text[max(0, at-12):at], " \n\t")
	if i := strings.LastIndexAny(head, " \n\t"); i >= 0 {
		head = head[i+1:]
	}
	switch strings.ToLower(head) {
	case "in", "at", "to", "from", "near", "outside":
		return true
	}
	return false
}
