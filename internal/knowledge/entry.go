package knowledge

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

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

// A Row is an entry and all that is known of it, as [Build] takes it and
// [ReadRows] reads it.
type Row struct {
	Entry
	Aliases  []string // beside Entry.Name; acronyms in capitals
	Wikidata string   // "Q7747", or "" if the source has none
	Domains  []string // of an outlet's or agency's pages: "bbc.co.uk"
	Offices  []Office // that a person holds or held
}

// kinds gives for each kind the prefix of its keys and the type of a mention.
var kinds = [...]struct {
	prefix string
	typ    news.EntityType
}{
	Country:      {"country", news.Place},
	Demonym:      {"demonym", news.Group},
	Capital:      {"city", news.Place},
	Seat:         {"seat", news.Organization},
	City:         {"city", news.Place},
	Region:       {"region", news.Place},
	Body:         {"body", news.Organization},
	ArmedGroup:   {"group", news.Group},
	NewsAgency:   {"agency", news.Organization},
	NewsOutlet:   {"outlet", news.Organization},
	Party:        {"party", news.Organization},
	Officeholder: {"person", news.Person},
	Faith:        {"faith", news.Group},
	Company:      {"company", news.Organization},
}

// KindOf returns the kind that [Kind.String] gives a name, [NoKind] for none.
func KindOf(name string) Kind {
	if i := slices.Index(kindNames[1:], name); i >= 0 {
		return Kind(i + 1)
	}
	return NoKind
}

// NewEntry returns the entry of a thing. Its key is the kind's prefix and, for
// a country or demonym, the country's code, else the folded name, after the
// country if it has one: "country:SYR", "seat:RUS/kremlin", "body:nato".
func NewEntry(kind Kind, country, name string) Entry {
	key := strings.ReplaceAll(Fold(name), " ", "-")
	switch {
	case kind == Country || kind == Demonym:
		key = country
	case country != "":
		key = country + "/" + key
	}
	return Entry{Key: kinds[kind].prefix + ":" + key, Name: name, Type: kinds[kind].typ, Country: country, Kind: kind}
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
