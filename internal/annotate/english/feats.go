package english

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

// feats fills d.Feats from classes, words and, where there is a tree, the tree.
func (d *Doc) feats() {
	d.Feats = sized(d.Feats, d.Len())
	for i := range d.Feats {
		d.Feats[i] = tagFeats(d.POS[i], d.Tag[i])
		switch d.POS[i] {
		case PRON, DET:
			d.Feats[i] |= pronounFeats(d.Word(i))
		case AUX:
			d.Feats[i] |= auxFeats(d.Word(i))
		case PART:
			if d.Tag[i] == RB {
				d.Feats[i] |= Negative
			}
		}
	}
	for i, r := range d.Rel {
		switch r {
		case RelAuxPass, RelNsubjPass, RelCsubjPass:
			if h := d.Head[i]; h >= 0 && d.Tag[h] == VBN {
				d.Feats[h] |= Passive
			}
		case RelAcl:
			// "the men arrested": a bare participle after its noun.
			if d.Tag[i] == VBN {
				d.Feats[i] |= Passive
			}
		}
	}
	d.finiteInfinitives()
}

// finiteInfinitives takes Infinitive from base forms that are commands: roots
// without "to" or an auxiliary. It stays silent about moods.
func (d *Doc) finiteInfinitives() {
	for i, h := range d.Head {
		if d.Tag[i] == VB && h < 0 {
			d.Feats[i] &^= Infinitive
			d.Feats[i] |= Finite
		}
	}
	for i, r := range d.Rel {
		if r == RelAux || r == RelAuxPass || r == RelCop || r == RelMark {
			if h := d.Head[i]; h >= 0 && d.Tag[h] == VB && d.Head[h] < 0 && i < int(h) {
				d.Feats[h] &^= Finite
				d.Feats[h] |= Infinitive
			}
		}
	}
}

func tagFeats(p POS, t Tag) Feats {
	switch t {
	case NN, NNP:
		if p == NOUN || p == PROPN {
			return Singular
		}
	case NNS, NNPS:
		return Plural
	case VBD:
		return Past | Finite
	case VBZ:
		return Present | Finite | Singular | Third
	case VBP:
		return Present | Finite
	case VB:
		return Infinitive
	case VBN:
		return Past | Participle
	case VBG:
		return Gerund
	case MD:
		return Finite
	case JJR, RBR:
		return Comparative
	case JJS, RBS:
		return Superlative
	}
	return 0
}

func pronounFeats(w string) Feats {
	for _, p := range pronouns {
		if equalFold(w, p.word) {
			return p.feats
		}
	}
	return 0
}

func auxFeats(w string) Feats {
	switch {
	case equalFold(w, "was"):
		return Singular
	case equalFold(w, "am") || equalFold(w, "'m"):
		return Singular | First
	}
	return 0
}

var pronouns = [...]struct {
	word  string
	feats Feats
}{
	{"i", Singular | First | Nominative}, {"me", Singular | First | Accusative}, {"my", Singular | First | Possessive},
	{"mine", Singular | First | Possessive}, {"myself", Singular | First | Accusative},
	{"you", Second}, {"your", Second | Possessive}, {"yours", Second | Possessive}, {"yourself", Second | Singular}, {"yourselves", Second | Plural},
	{"he", Singular | Third | Masculine | Nominative}, {"him", Singular | Third | Masculine | Accusative},
	{"his", Singular | Third | Masculine | Possessive}, {"himself", Singular | Third | Masculine | Accusative},
	{"she", Singular | Third | Feminine | Nominative}, {"her", Singular | Third | Feminine},
	{"hers", Singular | Third | Feminine | Possessive}, {"herself", Singular | Third | Feminine | Accusative},
	{"it", Singular | Third | Neuter}, {"its", Singular | Third | Neuter | Possessive}, {"itself", Singular | Third | Neuter | Accusative},
	{"we", Plural | First | Nominative}, {"us", Plural | First | Accusative}, {"our", Plural | First | Possessive},
	{"ours", Plural | First | Possessive}, {"ourselves", Plural | First | Accusative}, {"'s", Plural | First | Accusative},
	{"they", Plural | Third | Nominative}, {"them", Plural | Third | Accusative}, {"their", Plural | Third | Possessive},
	{"theirs", Plural | Third | Possessive}, {"themselves", Plural | Third | Accusative}, {"'em", Plural | Third | Accusative},
	{"this", Singular}, {"that", Singular}, {"these", Plural}, {"those", Plural},
}
