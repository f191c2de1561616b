package knowledge

import "github.com/twosource/twosource/internal/news"

// A Kind says what sort of thing an [Entry] is, finer than its type.
type Kind uint8

// The kinds of entry. The order is part of the table format: append only.
const (
	NoKind       Kind = iota
	Country           // a state or territory; Key "country:SYR"
	Demonym           // a nationality word, noun or adjective; Key "demonym:SYR"
	Capital           // the seat of a country's government as a city; may stand for that government
	Seat              // a building or street that stands for a government: the Kremlin, Downing Street
	City              // another town
	Region            // a part of the world, a province or state, a sea
	Body              // an international or national public body
	ArmedGroup        // an armed group or movement
	NewsAgency        // a wire service
	NewsOutlet        // a newspaper, broadcaster or site
	Party             // a political party
	Officeholder      // a person who holds or held public office
	Faith             // a religion or ethnic group and its members
	Company           // a business
)

var kindNames = [...]string{
	"", "country", "demonym", "capital", "seat", "city", "region", "body", "armed-group",
	"agency", "outlet", "party", "person", "faith", "company",
}

// String returns the kind's name in lower case, "" for [NoKind].
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return ""
}

// An Entry is one known thing. Its strings share the memory of the table.
type Entry struct {
	Key     string          // unique and stable, kind-like prefix and a code or slug: "country:SYR", "person:kofi-annan"
	Name    string          // the name in common use
	Type    news.EntityType // what a mention of it is, when nothing in the sentence says otherwise
	Country string          // ISO 3166-1 alpha-3 of the country it is, lies in or speaks for; "" if none
	Kind    Kind
}

// A Row is an entry and the names it goes by, as [Build] takes them.
type Row struct {
	Entry
	Aliases []string // beside Entry.Name; acronyms in capitals
}

var types = [...]news.EntityType{"", news.Person, news.Organization, news.Place, news.Group, news.Other}

func typeCode(t news.EntityType) byte {
	for i, x := range types {
		if x == t {
			return byte(i)
		}
	}
	return 0
}
