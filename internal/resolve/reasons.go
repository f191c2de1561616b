package resolve

import (
	"cmp"
	"slices"
	"strings"
)

// A reason is why names were joined, and the word that it says so of.
type reason struct {
	why  why
	word uint32
}

// A why is a kind of reason.
type why uint8

const (
	noReason why = iota
	sameName
	endsLonger
	oneStory
	sameRole
	sameRareName
	tellCountry
	tellWhose
	tellOfCountry
	tellPlace
	tellLies
	tellRegion
	tellNowhere
	mostMeanOne
	storyExplains
	bothCalled
	endsStory
	sharedSurname
	onlyCalled
	sameInStory
	saysNoun
	sameDescription
	onlyOffice
)

// whys are the words of reasons, before and after the word that they say it of.
var whys = [...][2]string{
	sameName:        {"the same name"},
	endsLonger:      {"the only longer name of an article that ends with "},
	oneStory:        {"one story has both"},
	sameRole:        {"both are called "},
	sameRareName:    {"the articles share the name "},
	tellCountry:     {"the articles tell most of one country"},
	tellWhose:       {"the articles say whose it is"},
	tellOfCountry:   {"the articles say of which country"},
	tellPlace:       {"the articles tell most of one place"},
	tellLies:        {"the articles name where it lies"},
	tellRegion:      {"the articles tell most of one region"},
	tellNowhere:     {"the articles name no country or region"},
	mostMeanOne:     {"most articles with the name mean one"},
	storyExplains:   {"the story explains ", " so"},
	bothCalled:      {"both are called ", " in one story"},
	endsStory:       {"the only name of the story that ends with "},
	sharedSurname:   {"in one story, the same surname, and a given name of both"},
	onlyCalled:      {"the only person of the story called "},
	sameInStory:     {"the same name in one story"},
	saysNoun:        {"the story says ", " of no one else as often"},
	sameDescription: {"the same description in one story"},
	onlyOffice:      {"the only "},
}

// say gives the words of a reason.
func (b *book) say(r reason) string {
	w := &whys[r.why]
	return w[0] + b.text(r.word) + w[1]
}

// maxReasons bounds the reasons that are kept for joining one common name.
const maxReasons = 6

// fewest gives the reasons without those that come twice and, of more than maxReasons,
// those whose words come first by byte order.
func (b *book) fewest(reasons []reason) []reason {
	slices.SortFunc(reasons, func(x, y reason) int {
		return cmp.Or(cmp.Compare(x.why, y.why), cmp.Compare(x.word, y.word))
	})
	reasons = slices.Compact(reasons)
	if len(reasons) <= maxReasons {
		return reasons
	}
	type said struct {
		words string
		reason
	}
	all := make([]said, len(reasons))
	for i, x := range reasons {
		all[i] = said{b.say(x), x}
	}
	slices.SortFunc(all, func(x, y said) int { return strings.Compare(x.words, y.words) })
	all = slices.CompactFunc(all, func(x, y said) bool { return x.words == y.words })
	reasons = reasons[:0]
	for _, x := range all[:min(len(all), maxReasons)] {
		reasons = append(reasons, x.reason)
	}
	return reasons
}
