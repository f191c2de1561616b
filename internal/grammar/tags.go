package grammar

import "strings"

// A POS is a universal word class (UPOS) of Universal Dependencies.
type POS uint8

// The universal word classes. The zero POS is none.
const (
	NoPOS POS = iota
	ADJ
	ADP
	ADV
	AUX
	CCONJ
	DET
	INTJ
	NOUN
	NUM
	PART
	PRON
	PROPN
	PUNCT
	SCONJ
	SYM
	VERB
	X

	NumPOS // how many there are, with NoPOS
)

var posNames = [...]string{"_", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"}

// String gives the name of p as CoNLL-U writes it; "_" for none.
func (p POS) String() string { return nameOf(posNames[:], int(p)) }

// ParsePOS gives the class that CoNLL-U writes as s; NoPOS if there is none.
func ParsePOS(s string) POS { return POS(indexOf(posNames[:], s)) }

// A Tag is a fine word class: the Penn Treebank's, with the additions of the
// English Web Treebank (XPOS).
type Tag uint8

// The fine word classes. The zero Tag is none. Those whose sign is no
// identifier have a name: TagStop is ".", PRPS is "PRP$", WPS is "WP$".
const (
	NoTag Tag = iota
	NN
	IN
	DT
	NNP
	JJ
	PRP
	TagStop
	RB
	NNS
	TagComma
	VB
	CC
	VBD
	VBP
	VBZ
	CD
	VBN
	VBG
	TO
	MD
	PRPS
	RRB
	LRB
	TagColon
	WDT
	TagOpenQuote
	WRB
	TagCloseQuote
	HYPH
	TagPOS
	WP
	RP
	UH
	NNPS
	JJR
	JJS
	EX
	RBR
	NFP
	ADD
	TagSYM
	FW
	GW
	TagDollar
	PDT
	RBS
	LS
	AFX
	WPS

	NumTag // how many there are, with NoTag
)

var tagNames = [...]string{"_", "NN", "IN", "DT", "NNP", "JJ", "PRP", ".", "RB", "NNS", ",", "VB", "CC", "VBD", "VBP", "VBZ", "CD", "VBN", "VBG", "TO", "MD", "PRP$", "-RRB-", "-LRB-", ":", "WDT", "``", "WRB", "''", "HYPH", "POS", "WP", "RP", "UH", "NNPS", "JJR", "JJS", "EX", "RBR", "NFP", "ADD", "SYM", "FW", "GW", "$", "PDT", "RBS", "LS", "AFX", "WP$"}

// String gives the name of t as CoNLL-U writes it; "_" for none.
func (t Tag) String() string { return nameOf(tagNames[:], int(t)) }

// ParseTag gives the class that CoNLL-U writes as s; NoTag if there is none.
func ParseTag(s string) Tag { return Tag(indexOf(tagNames[:], s)) }

// A Rel is a relation of a word to its head, from Universal Dependencies with
// the subtypes of the English Web Treebank.
type Rel uint8

// The relations. The zero Rel is none.
const (
	NoRel Rel = iota
	RelPunct
	RelCase
	RelDet
	RelNsubj
	RelRoot
	RelAmod
	RelAdvmod
	RelObj
	RelObl
	RelNmod
	RelConj
	RelCompound
	RelCc
	RelMark
	RelAux
	RelCop
	RelAdvcl
	RelNmodPoss
	RelXcomp
	RelFlat
	RelAclRelcl
	RelCcomp
	RelAcl
	RelAppos
	RelAuxPass
	RelNummod
	RelParataxis
	RelNsubjPass
	RelNmodUnmarked
	RelOblUnmarked
	RelDiscourse
	RelCompoundPrt
	RelExpl
	RelFixed
	RelIobj
	RelList
	RelOblAgent
	RelDep
	RelNmodDesc
	RelCsubj
	RelNsubjOuter
	RelDetPredet
	RelAdvclRelcl
	RelVocative
	RelGoeswith
	RelReparandum
	RelCcPreconj
	RelOrphan
	RelDislocated
	RelCsubjPass
	RelCsubjOuter

	NumRel // how many there are, with NoRel
)

var relNames = [...]string{"_", "punct", "case", "det", "nsubj", "root", "amod", "advmod", "obj", "obl", "nmod", "conj", "compound", "cc", "mark", "aux", "cop", "advcl", "nmod:poss", "xcomp", "flat", "acl:relcl", "ccomp", "acl", "appos", "aux:pass", "nummod", "parataxis", "nsubj:pass", "nmod:unmarked", "obl:unmarked", "discourse", "compound:prt", "expl", "fixed", "iobj", "list", "obl:agent", "dep", "nmod:desc", "csubj", "nsubj:outer", "det:predet", "advcl:relcl", "vocative", "goeswith", "reparandum", "cc:preconj", "orphan", "dislocated", "csubj:pass", "csubj:outer"}

// String gives the name of r as CoNLL-U writes it; "_" for none.
func (r Rel) String() string { return nameOf(relNames[:], int(r)) }

// ParseRel gives the relation that CoNLL-U writes as s. An unknown subtype
// gives the relation without it, an unknown relation NoRel.
func ParseRel(s string) Rel {
	if i := indexOf(relNames[:], s); i > 0 {
		return Rel(i)
	}
	base, _, _ := strings.Cut(s, ":")
	return Rel(indexOf(relNames[:], base))
}

// Base gives r without its subtype: RelNsubj for RelNsubjPass.
func (r Rel) Base() Rel {
	if r < NumRel {
		return relBase[r]
	}
	return NoRel
}

var relBase = func() (t [NumRel]Rel) {
	for r := range t {
		base, _, _ := strings.Cut(relNames[r], ":")
		t[r] = Rel(indexOf(relNames[:], base))
	}
	return t
}()

func nameOf(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return names[0]
}

func indexOf(names []string, s string) int {
	for i, n := range names {
		if n == s {
			return i
		}
	}
	return 0
}
