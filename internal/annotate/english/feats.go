package english

import "github.com/twosource/twosource/internal/grammar"

// feats fills d.Feats from classes, words and, where there is a tree, the tree.
func (d *Doc) feats() {
	d.Feats = sized(d.Feats, d.Len())
	for i := range d.Feats {
		d.Feats[i] = tagFeats(d.POS[i], d.Tag[i])
		switch d.POS[i] {
		case grammar.PRON, grammar.DET:
			d.Feats[i] |= pronounFeats(d.Word(i))
		case grammar.AUX:
			d.Feats[i] |= auxFeats(d.Word(i))
		case grammar.PART:
			if d.Tag[i] == grammar.RB {
				d.Feats[i] |= grammar.Negative
			}
		}
	}
	for i, r := range d.Rel {
		switch r {
		case grammar.RelAuxPass, grammar.RelNsubjPass, grammar.RelCsubjPass:
			if h := d.Head[i]; h >= 0 && d.Tag[h] == grammar.VBN {
				d.Feats[h] |= grammar.Passive
			}
		case grammar.RelAcl:
			// "the men arrested": a bare participle after its noun.
			if d.Tag[i] == grammar.VBN {
				d.Feats[i] |= grammar.Passive
			}
		}
	}
	d.finiteInfinitives()
}

// finiteInfinitives takes Infinitive from base forms that are commands: roots
// without "to" or an auxiliary. It stays silent about moods.
func (d *Doc) finiteInfinitives() {
	for i, h := range d.Head {
		if d.Tag[i] == grammar.VB && h < 0 {
			d.Feats[i] &^= grammar.Infinitive
			d.Feats[i] |= grammar.Finite
		}
	}
	for i, r := range d.Rel {
		if r == grammar.RelAux || r == grammar.RelAuxPass || r == grammar.RelCop || r == grammar.RelMark {
			if h := d.Head[i]; h >= 0 && d.Tag[h] == grammar.VB && d.Head[h] < 0 && i < int(h) {
				d.Feats[h] &^= grammar.Finite
				d.Feats[h] |= grammar.Infinitive
			}
		}
	}
}

func tagFeats(p grammar.POS, t grammar.Tag) grammar.Feats {
	switch t {
	case grammar.NN, grammar.NNP:
		if p == grammar.NOUN || p == grammar.PROPN {
			return grammar.Singular
		}
	case grammar.NNS, grammar.NNPS:
		return grammar.Plural
	case grammar.VBD:
		return grammar.Past | grammar.Finite
	case grammar.VBZ:
		return grammar.Present | grammar.Finite | grammar.Singular | grammar.Third
	case grammar.VBP:
		return grammar.Present | grammar.Finite
	case grammar.VB:
		return grammar.Infinitive
	case grammar.VBN:
		return grammar.Past | grammar.Participle
	case grammar.VBG:
		return grammar.Gerund
	case grammar.MD:
		return grammar.Finite
	case grammar.JJR, grammar.RBR:
		return grammar.Comparative
	case grammar.JJS, grammar.RBS:
		return grammar.Superlative
	}
	return 0
}

func pronounFeats(w string) grammar.Feats {
	for _, p := range pronouns {
		if equalFold(w, p.word) {
			return p.feats
		}
	}
	return 0
}

func auxFeats(w string) grammar.Feats {
	switch {
	case equalFold(w, "was"):
		return grammar.Singular
	case equalFold(w, "am") || equalFold(w, "'m"):
		return grammar.Singular | grammar.First
	}
	return 0
}

var pronouns = [...]struct {
	word  string
	feats grammar.Feats
}{
	{"i", grammar.Singular | grammar.First | grammar.Nominative}, {"me", grammar.Singular | grammar.First | grammar.Accusative}, {"my", grammar.Singular | grammar.First | grammar.Possessive},
	{"mine", grammar.Singular | grammar.First | grammar.Possessive}, {"myself", grammar.Singular | grammar.First | grammar.Accusative},
	{"you", grammar.Second}, {"your", grammar.Second | grammar.Possessive}, {"yours", grammar.Second | grammar.Possessive}, {"yourself", grammar.Second | grammar.Singular}, {"yourselves", grammar.Second | grammar.Plural},
	{"he", grammar.Singular | grammar.Third | grammar.Masculine | grammar.Nominative}, {"him", grammar.Singular | grammar.Third | grammar.Masculine | grammar.Accusative},
	{"his", grammar.Singular | grammar.Third | grammar.Masculine | grammar.Possessive}, {"himself", grammar.Singular | grammar.Third | grammar.Masculine | grammar.Accusative},
	{"she", grammar.Singular | grammar.Third | grammar.Feminine | grammar.Nominative}, {"her", grammar.Singular | grammar.Third | grammar.Feminine},
	{"hers", grammar.Singular | grammar.Third | grammar.Feminine | grammar.Possessive}, {"herself", grammar.Singular | grammar.Third | grammar.Feminine | grammar.Accusative},
	{"it", grammar.Singular | grammar.Third | grammar.Neuter}, {"its", grammar.Singular | grammar.Third | grammar.Neuter | grammar.Possessive}, {"itself", grammar.Singular | grammar.Third | grammar.Neuter | grammar.Accusative},
	{"we", grammar.Plural | grammar.First | grammar.Nominative}, {"us", grammar.Plural | grammar.First | grammar.Accusative}, {"our", grammar.Plural | grammar.First | grammar.Possessive},
	{"ours", grammar.Plural | grammar.First | grammar.Possessive}, {"ourselves", grammar.Plural | grammar.First | grammar.Accusative}, {"'s", grammar.Plural | grammar.First | grammar.Accusative},
	{"they", grammar.Plural | grammar.Third | grammar.Nominative}, {"them", grammar.Plural | grammar.Third | grammar.Accusative}, {"their", grammar.Plural | grammar.Third | grammar.Possessive},
	{"theirs", grammar.Plural | grammar.Third | grammar.Possessive}, {"themselves", grammar.Plural | grammar.Third | grammar.Accusative}, {"'em", grammar.Plural | grammar.Third | grammar.Accusative},
	{"this", grammar.Singular}, {"that", grammar.Singular}, {"these", grammar.Plural}, {"those", grammar.Plural},
}
