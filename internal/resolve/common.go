package resolve

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
)

// commonName is the sum of the rarities of given name and surname below which
// two articles may well mean two persons: see [knowledge.Rarity].
const commonName int32 = 13 * 256

// isCommon reports whether key k is too common a name to mean one thing in any
// two articles: a person's of a common given name and surname, "John Adams"; a
// body's of ordinary words, "Court of Appeals", or of one word beside what it is,
// "Labour Council"; an acronym of two or three letters, or one that the set explains
// in two ways; one word that is a person's name too, "Alexa"; or that of a town, or
// of what every town has, that no table has: "Main Street".
func (r *resolver) isCommon(k int32) bool {
	switch r.rank(k) {
	case 1:
		return r.asks(k, isFrequent)
	case 2:
	default:
		return false
	}
	first := r.first(k)
	if r.is(first.name, isPerson) {
		return true
	}
	if r.isAcronym(first) {
		short := r.strip(first.name)
		return len(r.text(short)) <= shortest || len(r.explained[short]) > 1
	}
	_, town := r.home[k]
	return town || r.isLocality(k) || r.isGeneric(k) || r.isBareBody(k)
}

// shortest is the most letters of an acronym that many bodies may share.
const shortest = 3

// isGeneric reports whether the words of the name of a key are all ordinary: news
// does not always write them with a capital.
func (r *resolver) isGeneric(k int32) bool {
	return r.rank(k) == 2 && r.is(r.first(k).name, isOrdinary)
}

// allOrdinary reports whether all words of a folded name are ordinary.
func allOrdinary(name string) bool {
	for w := range strings.FieldsSeq(name) {
		if c := knowledge.Capitalised(w); c < 0 || c > ordinary {
			return false
		}
	}
	return true
}

// ordinary is the most uses in a hundred with a capital of an ordinary word.
const ordinary = 96

// localityNouns end the names of what lies in a town or region, of which many have
// one of the same name.
var localityNouns = map[string]bool{"avenue": true, "beach": true, "boulevard": true, "bridge": true, "building": true, "city": true,
	"county": true, "creek": true, "district": true, "heights": true, "highway": true, "hill": true, "hills": true, "island": true,
	"park": true, "parish": true, "plaza": true, "road": true, "shore": true, "side": true, "square": true, "springs": true,
	"street": true, "town": true, "township": true, "valley": true, "village": true, "ward": true}

// directions begin the names of parts of towns and regions.
var directions = map[string]bool{"east": true, "north": true, "south": true, "west": true, "upper": true, "lower": true, "central": true,
	"eastern": true, "northern": true, "southern": true, "western": true}

// isLocality reports whether key k is the name of a place of one word, or of two that
// many towns and regions have: "Quorra", "Tern County", "North Shore".
func (r *resolver) isLocality(k int32) bool {
	m := r.first(k)
	return r.rank(k) == 2 && m.typ == placeWord && r.is(m.name, isLocal)
}

// isLocalName reports whether a folded name is that of what many towns and regions
// have, or one word, if it is a place's.
func isLocalName(name string) bool {
	words := strings.Fields(name)
	if len(words) != 2 {
		return len(words) < 2
	}
	return localityNouns[words[1]] || directions[words[0]]
}

// bodyNouns say what kind of body a name is of, and not which.
var bodyNouns = map[string]bool{"assembly": true, "authority": true, "bureau": true, "caucus": true, "chamber": true,
	"commission": true, "committee": true, "consulate": true, "council": true, "court": true, "department": true, "embassy": true,
	"legislature": true, "ministry": true, "panel": true, "parliament": true, "party": true, "police": true, "senate": true,
	"subcommittee": true, "tribunal": true}

// levels say of what a body is, and not which.
var levels = map[string]bool{"central": true, "city": true, "county": true, "district": true, "executive": true, "federal": true,
	"general": true, "high": true, "local": true, "municipal": true, "national": true, "regional": true, "state": true, "supreme": true}

// isBareBody reports whether key k says of a body what it is and but one word more,
// which is of no place: "Labour Council", "Republican State Committee".
func (r *resolver) isBareBody(k int32) bool {
	m := r.first(k)
	return r.rank(k) == 2 && m.typ == bodyWord && r.is(m.name, isBare)
}

func (b *book) isBareName(name string) bool {
	noun, further := false, 0
	for w := range strings.FieldsSeq(name) {
		folded := foldName(w)
		switch {
		case bodyNouns[folded]:
			noun = true
		case levels[folded] || len(contentWords(folded)) == 0:
		default:
			if e, ok := b.known.Lookup(w); ok && e.Country != "" {
				return false
			}
			further++
		}
	}
	return noun && further < 2
}

// telling is the number of words, prepositions not counted, from which on the
// name of a part of a body tells one of a country from another: a country has many
// offices of intelligence and one Bureau of Justice Statistics.
const telling = 3

// partWords are words of names of parts of a body, of which a country has many.
var partWords = map[string]bool{"branch": true, "caucus": true, "chamber": true, "commission": true, "committee": true,
	"consulate": true, "council": true, "division": true, "embassy": true, "house": true, "office": true, "panel": true, "section": true,
	"subcommittee": true, "unit": true}

// localWords are words of names of bodies of which a country has many.
var localWords = map[string]bool{"appeals": true, "assembly": true, "attorney": true, "board": true, "church": true, "circuit": true, "city": true, "club": true,
	"college": true, "commissioners": true, "community": true, "corrections": true, "county": true, "district": true, "elections": true,
	"fire": true, "governor": true, "health": true, "high": true, "hospital": true, "legislature": true, "library": true, "mayor": true,
	"municipal": true, "museum": true, "park": true, "police": true, "regional": true, "school": true, "sheriff": true,
	"sheriff's": true, "state": true, "street": true, "superior": true, "supervisors": true, "town": true, "university": true, "utilities": true}

// oneInCountry reports whether a country has but one body of a generic name.
func oneInCountry(name string) bool {
	words := contentWords(name)
	if len(words) < 2 || strings.Contains(name, " and ") && isPeople(words[0]) && isPeople(words[len(words)-1]) {
		return false
	}
	if len(words) > telling || slices.Contains(words, "national") {
		return !slices.Contains(words, "court")
	}
	for _, w := range words {
		if localWords[w] || partWords[w] && len(words) < telling {
			return false
		}
	}
	return true
}

// isLocal reports whether many towns or regions have what key k is called.
func (r *resolver) isLocal(k int32) bool {
	if r.rank(k) != 2 {
		return false
	}
	name := r.first(k).name
	return r.isLocality(k) || r.spaced(name) && !r.is(name, isOnly)
}

// isPeople reports whether a word is by its ending a plural of persons:
// "congressmen", "senators". They are no body.
func isPeople(word string) bool {
	for _, end := range [...]string{"men", "women", "ers", "ors", "ians", "ists", "ents"} {
		if strings.HasSuffix(word, end) && len(word) > len(end)+2 {
			return true
		}
	}
	return false
}

// mayBeEverywhere reports whether a common name can be that of one thing in all
// articles. A body of ordinary words is another in each country, however often it
// is named, and so is what an acronym stands for that is explained in two ways.
func (r *resolver) mayBeEverywhere(k int32) bool {
	first := r.first(k)
	if r.isAcronym(first) {
		return len(r.explained[r.strip(first.name)]) < 2
	}
	_, town := r.home[k]
	return town || r.rank(k) == 1 || r.isLocality(k) || !r.spaced(first.name)
}
