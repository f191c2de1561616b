package knowledge

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
)

// The bounds of an [Office] whose source gives none.
const (
	LongAgo = math.MinInt32 // Office.From: since a day that is not known
	Open    = math.MaxInt32 // Office.To: still held when the source was made
)

// An Office is one stretch of time in which a person held one office. Days are
// counted from 1970-01-01, in the calendar of the office's own country.
type Office struct {
	Title string // "Foreign Minister"; "" if the source says only that it was a post in the government
	Of    string // key of the country or body it is an office of: "country:RUS", "body:united-nations"
	From  int    // first day, [LongAgo] if unknown
	To    int    // last day that it can have lasted, [Open] if nothing is known of its end
	Seen  int    // last day that the source can speak of
}

// A Tenure says whether an office was held on a day.
type Tenure uint8

// The answers of [Office.On], the less certain the lower.
const (
	NotHeld Tenure = iota
	Perhaps        // held when the source was made, some time before
	Held
)

// String returns "not held", "perhaps" or "held".
func (t Tenure) String() string { return [...]string{"not held", "perhaps", "held"}[t] }

// stale is how long after its source was made an office may still be held:
// four years, the commonest term.
const stale = 4*365 + 1

// On says whether the office was held on day. Up to the day when its source was
// made that is known; for four years more it is perhaps, if nothing speaks
// against it, and after that it is not.
func (o Office) On(day int) Tenure {
	switch {
	case day < o.From || day > o.To:
		return NotHeld
	case day <= o.Seen:
		return Held
	case day <= o.Seen+stale:
		return Perhaps
	}
	return NotHeld
}

// A Holder is a person with an office.
type Holder struct {
	Person Entry
	Office Office
	Tenure Tenure // on the day asked for, never NotHeld
}

// An officeIndex is the offices of a [Table], read in place: records of 24
// bytes sorted by person and first day (number of the person, of and title as
// strings, from, to and seen), then their numbers, 4 bytes each, sorted by of,
// OfficeKey of the title and first day.
type officeIndex string

const officeSize = 24

func (x officeIndex) len() int { return len(x) / (officeSize + 4) }

func (x officeIndex) person(i int) int { return int(u32(string(x), i*officeSize)) }

func (x officeIndex) byTitle(i int) int { return int(u32(string(x), x.len()*officeSize+4*i)) }

func (t Table) office(i int) Office {
	r := string(t.offices)[i*officeSize : (i+1)*officeSize]
	return Office{
		Title: t.str(u32(r, 8)),
		Of:    t.str(u32(r, 4)),
		From:  int(int32(u32(r, 12))), To: int(int32(u32(r, 16))), Seen: int(int32(u32(r, 20))),
	}
}

// Offices returns the offices that the table gives a person, by their first
// day, nil if it has none. It takes time in the logarithm of the table.
func (t Table) Offices(person string) []Office {
	p, ok := t.index(person)
	if !ok {
		return nil
	}
	n := t.offices.len()
	lo, _ := search(n, func(i int) int { return cmp.Compare(t.offices.person(i), p) })
	var out []Office
	for i := lo; i < n && t.offices.person(i) == p; i++ {
		out = append(out, t.office(i))
	}
	return out
}

// HoldersOf appends to dst who held an office of a country or body on day. of
// is a key; title is compared by [OfficeKey].
func (t Table) HoldersOf(dst []Holder, title, of string, day int) []Holder {
	key := OfficeKey(title)
	n := t.offices.len()
	compare := func(i int) int {
		o := t.office(t.offices.byTitle(i))
		return cmp.Or(strings.Compare(o.Of, of), strings.Compare(OfficeKey(o.Title), key))
	}
	for i, _ := search(n, compare); i < n && compare(i) == 0; i++ {
		k := t.offices.byTitle(i)
		o := t.office(k)
		if tenure := o.On(day); tenure != NotHeld {
			dst = append(dst, Holder{t.At(t.offices.person(k)), o, tenure})
		}
	}
	return dst
}

// search returns the first of n sorted things that compare does not put before
// what is looked for, and whether it is that.
func search(n int, compare func(int) int) (int, bool) {
	lo, hi := 0, n
	for lo < hi {
		if mid := (lo + hi) / 2; compare(mid) < 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, lo < n && compare(lo) == 0
}

// officeWords are the words of a title that say how an office is held or leave
// its meaning as it is.
var officeWords = map[string]string{
	"acting": "", "interim": "", "caretaker": "", "former": "", "then": "", "ex": "", "late": "", "new": "", "current": "",
	"transition": "", "transitional": "", "incumbent": "", "outgoing": "", "the": "", "his": "", "her": "", "their": "", "mr": "", "affairs": "",
	"defense": "defence", "premier": "prime minister", "pm": "prime minister",
}

// OfficeKey returns the form under which titles are compared: lower case, one
// word order, one spelling. "Minister of Foreign Affairs" and "acting Foreign
// Minister" are "foreign minister", "Secretary of Defense" is "defence
// secretary". Whose office it is must have been taken off: see
// [Base.ReadOffice].
func OfficeKey(title string) string {
	words := strings.Fields(Fold(title))
	if len(words) == 2 && words[0] == "secretary" && words[1] == "general" {
		return "secretary general"
	}
	words = headLast(words)
	out := words[:0:0]
	for _, w := range words {
		if to, ok := officeWords[w]; !ok {
			out = append(out, w)
		} else if to != "" {
			out = append(out, strings.Fields(to)...)
		}
	}
	return strings.Join(out, " ")
}

// headLast turns "minister of X" into "X minister", and so for a secretary
// but the secretary of state, for that is no secretary who has state for field.
func headLast(words []string) []string {
	for i := 0; i+2 < len(words); i++ {
		head := words[i]
		if head != "minister" && head != "secretary" || words[i+1] != "of" && words[i+1] != "for" || i > 0 && words[i-1] == "prime" {
			continue
		}
		field := words[i+2:]
		if head == "secretary" && slices.Contains(field, "state") {
			continue
		}
		return slices.Concat(words[:i], field, []string{head})
	}
	return words
}

// dayOf returns the day of a date as 2015, 2015-09 or 2015-09-27: the first or
// the last that it covers.
func dayOf(date string, last bool) (int, bool) {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		d, err := time.Parse(layout, date)
		if err != nil {
			continue
		}
		if last {
			switch layout {
			case "2006-01":
				d = d.AddDate(0, 1, -1)
			case "2006":
				d = d.AddDate(1, 0, -1)
			}
		}
		return int(d.Unix() / 86400), d.Year() > 0
	}
	return 0, false
}
