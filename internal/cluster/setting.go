package cluster

import (
	"strings"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/news"
)

// A happening has a day and a place. Two meetings of the same people, told in
// the same words, differ in the days and towns that their reports speak of.

// settingRarity gives every feature of a setting the same weight per count.
const settingRarity = 4 * 256

// headFactor is how much more a day or town counts in the headline or the lead.
const headFactor = 4

// weekdays are the names that a weekday goes by in running text.
var weekdays = map[string]string{
	"monday": "mon", "tuesday": "tue", "wednesday": "wed", "thursday": "thu",
	"friday": "fri", "saturday": "sat", "sunday": "sun",
}

// setting fills days and towns.
func (r reader) setting() {
	p, a, an := r.point, r.article, r.annotation
	var dates, cities, all bag
	factor := func(sentence int) int32 {
		if r.leads(sentence) {
			return headFactor
		}
		return 1
	}
	for i := range an.Times {
		t := &an.Times[i]
		for w := range strings.FieldsSeq(t.Words) {
			if day, ok := weekdays[strings.ToLower(w)]; ok {
				h := uint32(xxh3.HashString(day))
				dates.add(h, factor(t.Sentence), settingRarity)
				all.add(h, 2*factor(t.Sentence), settingRarity)
			}
		}
		if d, ok := t.Day(); ok {
			dates.add(uint32(d), factor(t.Sentence), settingRarity)
			all.add(uint32(d), 2*factor(t.Sentence), settingRarity)
		}
	}
	for i := range an.Mentions {
		m := &an.Mentions[i]
		if m.Kind == news.NameMention && strings.HasPrefix(m.Known, "city:") && located(a.Text, m.Start) {
			h := uint32(xxh3.HashString(m.Known))
			cities.add(h, factor(m.Sentence), settingRarity)
			all.add(h, 3*factor(m.Sentence), settingRarity)
		}
	}
	p.vectors[settings] = all.vector(mostNames)
	p.vectors[days], p.vectors[towns] = dates.vector(mostNames), cities.vector(mostNames)
}

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
