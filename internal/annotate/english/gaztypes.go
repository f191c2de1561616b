package english

// Types of entries in the gazetteer, at most 16. The trainer numbers its
// entries by these.
const (
	gazCountry      = iota
	gazCity         // capitals and cities of more than 200,000 people
	gazRegion       // provinces, states, continents
	gazDemonym      // nationalities, peoples, faiths and their members
	gazPerson       // full names
	gazFirst        // given names of officials
	gazLast         // family names of officials
	gazOrganization // of states, and international
	gazOutlet
	gazParty
	gazMilitia
	gazNamePart // given and family names at large
	gazWordNetPerson
	gazWordNetPlace
	gazWordNetGroup
	gazTown // smaller towns
)

// GazetteerTypes names the types of entries, in the order of their bits in
// [GazEntry].
var GazetteerTypes = [...]string{"country", "city", "region", "demonym", "person", "first", "last", "organization",
	"outlet", "party", "militia", "namepart", "wnperson", "wnplace", "wngroup", "town"}
