package knowledge

import (
	"cmp"
	"slices"
	"strings"
)

// A Base is what the stages know: the shipped tables, and before them those of
// the user, if [Read] made it. A nil Base is the shipped tables alone, so that
// the zero value of a stage's options will do. It may be used from several
// goroutines.
type Base struct {
	names, agencies Table
	outlets         outlets
	sum             string
}

var (
	shippedNames, _    = OpenTable(namesData) // a test opens them
	shippedAgencies, _ = OpenTable(agenciesData)
)

// own returns the user's table of names, which is empty if there is none.
func (b *Base) own() *Table {
	if b == nil {
		return &Table{}
	}
	return &b.names
}

// SHA256 returns the lower-case hex SHA-256 of the user's table, "" if there is
// none.
func (b *Base) SHA256() string {
	if b == nil {
		return ""
	}
	return b.sum
}

// Match is [Table.Match] over all names. Of two names of one length the user's
// own is taken.
func (b *Base) Match(text string, at int) (Entry, int) {
	if b == nil {
		return shippedNames.Match(text, at)
	}
	return longer(&b.names, &shippedNames, text, at)
}

func longer(own, shipped *Table, text string, at int) (Entry, int) {
	e, n := shipped.Match(text, at)
	if mine, m := own.Match(text, at); m > 0 && m >= n {
		return mine, m
	}
	return e, n
}

// Lookup is [Table.Lookup] over all names, the user's own first.
func (b *Base) Lookup(alias string) (Entry, bool) {
	if e, ok := b.own().Lookup(alias); ok {
		return e, true
	}
	return shippedNames.Lookup(alias)
}

// Get returns the entry of a key, the user's own first.
func (b *Base) Get(key string) (Entry, bool) {
	if e, ok := b.own().Get(key); ok {
		return e, true
	}
	return shippedNames.Get(key)
}

// Aliases returns all the names that lead to an entry, the name in common use
// first and the user's own before the shipped; nil for a key that is in no
// table. Of names that are the same when folded ("U.S." and "US") one is
// listed.
func (b *Base) Aliases(key string) []string {
	e, ok := b.Get(key)
	if !ok {
		return nil
	}
	out := []string{e.Name}
	for _, a := range slices.Concat(b.own().Aliases(key), shippedNames.Aliases(key)) {
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// Acronyms returns those names of an entry that are acronyms: "EU", "ISIL".
func (b *Base) Acronyms(key string) []string {
	return slices.DeleteFunc(b.Aliases(key), func(a string) bool { return !Acronym(a) })
}

// Acronym reports whether a name is written as one: two capitals or more,
// perhaps with dots, digits and an ampersand, and nothing else.
func Acronym(name string) bool {
	capitals := 0
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case c >= 'A' && c <= 'Z':
			capitals++
		case c >= '0' && c <= '9', c == '.', c == '&':
		default:
			return false
		}
	}
	return capitals >= 2
}

// Wikidata returns the Wikidata id of an entry, "" if the sources have none.
func (b *Base) Wikidata(key string) string {
	return cmp.Or(b.own().Wikidata(key), shippedNames.Wikidata(key))
}

// Government returns the country that an entry may stand for where it acts or
// speaks: the country of a capital, a seat of government or a nationality, a
// country itself. ok is false for everything else. Whether it does stand for it
// is for who sees the sentence.
func (b *Base) Government(e Entry) (country Entry, ok bool) {
	switch e.Kind {
	case Country, Capital, Seat, Demonym:
		return b.Get("country:" + e.Country)
	}
	return Entry{}, false
}

// Offices returns every office that the tables give a person, by first day.
func (b *Base) Offices(person string) []Office {
	own := b.own().Offices(person)
	all := append(own, shippedNames.Offices(person)...)
	if len(own) > 0 {
		slices.SortStableFunc(all, func(x, y Office) int { return cmp.Compare(x.From, y.From) })
	}
	return all
}

// Holders returns the offices that a person held, or perhaps held, on day, those
// that are sure first.
func (b *Base) Holders(person string, day int) []Office {
	out := slices.DeleteFunc(b.Offices(person), func(o Office) bool { return o.On(day) == NotHeld })
	slices.SortStableFunc(out, func(x, y Office) int { return cmp.Compare(y.On(day), x.On(day)) })
	return out
}

// HolderOf returns who held, or perhaps held, an office of a country (ISO
// 3166-1 alpha-3) or of a body (a key) on day, those that are sure first, then
// by key. The title is compared by [OfficeKey]. The tables are thin: an empty
// answer says nothing.
func (b *Base) HolderOf(title, of string, day int) []Holder {
	if len(of) == 3 {
		of = "country:" + of
	}
	out := b.own().HoldersOf(nil, title, of, day)
	out = shippedNames.HoldersOf(out, title, of, day)
	slices.SortStableFunc(out, func(x, y Holder) int {
		return cmp.Or(cmp.Compare(y.Tenure, x.Tenure), strings.Compare(x.Person.Key, y.Person.Key))
	})
	return slices.CompactFunc(out, func(x, y Holder) bool { return x.Person.Key == y.Person.Key })
}

// ReadOffice splits the words of an office, as they stand beside a name, into
// the title and the country or body that it is an office of: "Russian Foreign
// Minister" into "Foreign Minister" and the entry of Russia, "President of the
// European Council" into "President" and that body. of is the zero Entry if the
// words name none.
func (b *Base) ReadOffice(words string) (title string, of Entry) {
	var kept []string
	for i := 0; i < len(words); {
		if i > 0 && words[i-1] != ' ' {
			i++
			continue
		}
		e, n := b.Match(words, i)
		if n > 0 && of.Key == "" {
			switch e.Kind {
			case Country, Demonym, Capital, Seat:
				of, _ = b.Government(e)
			case Body, Party, ArmedGroup, Company, NewsAgency, NewsOutlet:
				of = e
			default:
				n = 0
			}
		} else {
			n = 0
		}
		if n > 0 {
			kept = dropTail(kept)
			i += n
			i += len(words[i:]) - len(strings.TrimPrefix(strings.TrimPrefix(words[i:], "’s"), "'s"))
			continue
		}
		end := len(words)
		if k := strings.IndexByte(words[i:], ' '); k >= 0 {
			end = i + k
		}
		if end > i {
			kept = append(kept, words[i:end])
		}
		i = end + 1
	}
	return strings.Join(kept, " "), of
}

// dropTail takes "of the" off the end of a title that a name followed.
func dropTail(words []string) []string {
	for len(words) > 0 {
		switch strings.ToLower(words[len(words)-1]) {
		case "of", "the", "to", "for", "at":
			words = words[:len(words)-1]
			continue
		}
		break
	}
	return words
}

// Agency is the package's [Agency] with the user's own agencies before it.
func (b *Base) Agency(name string) (canonical string, ok bool) {
	e, ok := b.AgencyEntry(name)
	return e.Name, ok
}

// AgencyEntry returns what is known of the agency that [Base.Agency] names: its
// Kind is [NewsAgency], its Country where it has its seat.
func (b *Base) AgencyEntry(name string) (Entry, bool) {
	if b != nil {
		if e, ok := b.agencies.Lookup(name); ok {
			return e, true
		}
	}
	return shippedAgencies.Lookup(name)
}

// AgencyAt is [Base.Match] over the names and short forms of agencies alone.
func (b *Base) AgencyAt(text string, at int) (Entry, int) {
	if b == nil {
		return shippedAgencies.Match(text, at)
	}
	return longer(&b.agencies, &shippedAgencies, text, at)
}

// Outlet is the package's [Outlet] with the user's own domains before it.
func (b *Base) Outlet(domain string) (name string, ok bool) {
	var own outlets
	if b != nil {
		own = b.outlets
	}
	domain = strings.TrimPrefix(strings.ToLower(domain), "www.")
	for domain != "" {
		if name, ok := own.get(domain); ok {
			return name, true
		}
		if name, ok := outlets(outletsData).get(domain); ok {
			return name, true
		}
		_, parent, more := strings.Cut(domain, ".")
		if !more || !strings.Contains(parent, ".") {
			break
		}
		domain = parent
	}
	return "", false
}
