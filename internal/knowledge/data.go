package knowledge

import _ "embed"

//go:embed names.bin
var namesData string

//go:embed agencies.bin
var agenciesData string

//go:embed outlets.bin
var outletsData string

//go:embed rarity.bin
var rarityData string

//go:embed casing.bin
var casingData string

//go:embed people.bin
var peopleData string

// Default returns the shipped table of names. It takes constant time.
func Default() Table { return shippedNames }

// Match is [Table.Match] of the shipped table.
func Match(text string, at int) (Entry, int) { return shippedNames.Match(text, at) }

// Lookup is [Table.Lookup] of the shipped table.
func Lookup(alias string) (Entry, bool) { return shippedNames.Lookup(alias) }

// Get is [Table.Get] of the shipped table.
func Get(key string) (Entry, bool) { return shippedNames.Get(key) }

// Agency returns the name in common use of the wire service that name stands
// for: "Reuters" for "Thomson Reuters", "Associated Press" for "AP" or "The
// Associated Press". It knows short forms such as "ANI" or "MENA" that [Match]
// leaves out because they have other meanings, so ask it only where an agency
// is expected: in a credit, or after "told". ok is false if the name is in no
// row of the table.
func Agency(name string) (canonical string, ok bool) { return (*Base)(nil).Agency(name) }

// AgencyAt is [Table.Match] over the names and short forms of agencies alone,
// with the care that [Agency] asks for.
func AgencyAt(text string, at int) (Entry, int) { return shippedAgencies.Match(text, at) }

// Outlet returns the name of the outlet that publishes at domain ("bbc.co.uk",
// "www.bbc.co.uk"); a subdomain that is not listed has its parent's name. ok is
// false if the domain is not listed.
func Outlet(domain string) (name string, ok bool) { return (*Base)(nil).Outlet(domain) }

// MaxRarity is the [Rarity] of a word that is in no table: log2 of the 30,078
// articles counted, in 1/256 bit.
const MaxRarity int32 = 3809

// Rarity returns log2 of the inverse document frequency of word in 1/256 bit:
// 0 for a word of every article, 256 for one of every second, [MaxRarity] for a
// word that fewer than five articles have. A word is what [NextWord] returns:
// letters and digits with the apostrophes between them, so "the minister's" has
// two and "well-known" too. Case and apostrophes do not count.
//
// It takes constant time and allocates nothing. An unknown word is taken for a
// known one with a chance of about 1 in 500,000.
//
// Source: counted over 30,078 English news articles of 2012–2020.
func Rarity(word string) int32 {
	if v, ok := wordTable(rarityData).get(word); ok {
		return v
	}
	return MaxRarity
}

// Capitalised returns how many in a hundred of the uses of word within sentences
// have a capital, from 0 for "after" to 100 for "Kerry"; -1 if the archive has
// too few of them to tell. Case and apostrophes of the word do not count; for
// what is a word, cost and source see [Rarity].
func Capitalised(word string) int {
	v, ok := wordTable(casingData).get(word)
	if !ok {
		return -1
	}
	return int(v)
}

// The uses of a word as part of a person's name.
const (
	GivenName = 1 << iota
	Surname
)

// PersonName returns the uses of word as a part of a person's name, a sum of
// [GivenName] and [Surname]; 0 if it is in neither list. The word may have any
// case.
func PersonName(word string) int {
	v, _ := wordTable(peopleData).get(Fold(word))
	return int(v)
}
