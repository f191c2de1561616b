package english

// A NameTag says where a word stands in a name: begin, inside, last, or unit
// for a name of one word, and the type of the name; zero outside names.
type NameTag uint8

// A NameType is what a name names.
type NameType uint8

// The types of name.
const (
	NoName NameType = iota
	Person
	Organization
	Place
	Group // nationality, people, faith or party members: "Russian", "Kurds", "Muslims"
)

var nameTypeNames = [...]string{"O", "PER", "ORG", "LOC", "NORP"}

// String gives the short name used in CoNLL files; "O" for none.
func (t NameType) String() string {
	if int(t) < len(nameTypeNames) {
		return nameTypeNames[t]
	}
	return nameTypeNames[NoName]
}

// The four places of a word in a name.
const (
	nameBegin = iota
	nameInside
	nameLast
	nameUnit
)

func makeNameTag(t NameType, place int) NameTag {
	return NameTag(1 + 4*(int(t)-1) + place)
}

// Type gives the type of the name that the word is part of; NoName outside.
func (n NameTag) Type() NameType {
	if n == 0 {
		return NoName
	}
	return NameType(1 + (n-1)/4)
}

// Begins reports whether the word is the first of a name.
func (n NameTag) Begins() bool { return n != 0 && ((n-1)%4 == nameBegin || (n-1)%4 == nameUnit) }

// Ends reports whether the word is the last of a name.
func (n NameTag) Ends() bool { return n != 0 && (n-1)%4 >= nameLast }

// String gives the tag in BILOU form, such as "B-PER" or "O".
func (n NameTag) String() string {
	if n == 0 {
		return "O"
	}
	return "BILU"[(n-1)%4:(n-1)%4+1] + "-" + n.Type().String()
}

// A NameSpan is a name: words First to End, End excluded.
type NameSpan struct {
	First, End int
	Type       NameType
}

// AppendNames appends the names of d to dst, in the order of the text.
func (d *Doc) AppendNames(dst []NameSpan) []NameSpan { return appendNames(dst, d.Name) }

// NamesOf gives the names that tags mark.
func NamesOf(tags []NameTag) []NameSpan { return appendNames(nil, tags) }

func appendNames(dst []NameSpan, tags []NameTag) []NameSpan {
	first := 0
	for i, n := range tags {
		if n.Begins() {
			first = i
		}
		if n.Ends() {
			dst = append(dst, NameSpan{first, i + 1, n.Type()})
		}
	}
	return dst
}

// MarkNames gives the tags of n words with the given names, which must not
// overlap.
func MarkNames(n int, names []NameSpan) []NameTag {
	tags := make([]NameTag, n)
	for _, s := range names {
		if s.End-s.First == 1 {
			tags[s.First] = makeNameTag(s.Type, nameUnit)
			continue
		}
		for i := s.First; i < s.End; i++ {
			tags[i] = makeNameTag(s.Type, nameInside)
		}
		tags[s.First] = makeNameTag(s.Type, nameBegin)
		tags[s.End-1] = makeNameTag(s.Type, nameLast)
	}
	return tags
}
