package grammar

// Feats is a set of grammatical features of one word, one bit each.
type Feats uint32

// The features, by the names of Universal Dependencies.
const (
	Singular    Feats = 1 << iota // Number=Sing
	Plural                        // Number=Plur
	First                         // Person=1
	Second                        // Person=2
	Third                         // Person=3
	Past                          // Tense=Past
	Present                       // Tense=Pres
	Finite                        // VerbForm=Fin
	Infinitive                    // VerbForm=Inf
	Participle                    // VerbForm=Part
	Gerund                        // VerbForm=Ger
	Passive                       // Voice=Pass
	Masculine                     // Gender=Masc
	Feminine                      // Gender=Fem
	Neuter                        // Gender=Neut
	Possessive                    // Poss=Yes
	Comparative                   // Degree=Cmp
	Superlative                   // Degree=Sup
	Negative                      // Polarity=Neg
	Nominative                    // Case=Nom
	Accusative                    // Case=Acc
)

var featNames = [...]string{"Number=Sing", "Number=Plur", "Person=1", "Person=2", "Person=3", "Tense=Past", "Tense=Pres",
	"VerbForm=Fin", "VerbForm=Inf", "VerbForm=Part", "VerbForm=Ger", "Voice=Pass", "Gender=Masc", "Gender=Fem", "Gender=Neut",
	"Poss=Yes", "Degree=Cmp", "Degree=Sup", "Polarity=Neg", "Case=Nom", "Case=Acc"}

// featOrder lists the bits in the alphabetic order in which CoNLL-U wants them.
var featOrder = [...]uint8{19, 20, 16, 17, 13, 12, 14, 0, 1, 2, 3, 4, 18, 15, 5, 6, 7, 10, 8, 9, 11}

// Has reports whether all features of g are in f.
func (f Feats) Has(g Feats) bool { return f&g == g }

// String gives f as CoNLL-U writes it, "_" for none.
func (f Feats) String() string {
	var b []byte
	for _, i := range featOrder {
		if f>>i&1 == 0 {
			continue
		}
		if len(b) > 0 {
			b = append(b, '|')
		}
		b = append(b, featNames[i]...)
	}
	if b == nil {
		return "_"
	}
	return string(b)
}
