package store

import "reflect"

// A Part is how much of an analysis is read: a set of its parts. The less it is the
// less it costs; what is left out is empty.
type Part uint16

// The parts of an analysis.
const (
	ArticlePart   Part = 1 << iota // the article
	SentencePart                   // of the annotation, and so on
	WordPart                       //
	MentionPart                    //
	TimePart                       //
	StatementPart                  //
	CreditPart                     //
	ClausePart                     // with quantities and actions
	RestPart                       // everything else
	endOfParts
)

// Sets of them.
const (
	WholePart = endOfParts - 1
	LeanPart  = WholePart &^ (WordPart | ClausePart)      // of little use to who looks at many articles is what it lacks, and most of them
	SaidPart  = ArticlePart | MentionPart | StatementPart // statements and who makes them
)

// Reads returns how much of the analyses is read that f picks.
func (f *Filter) Reads() Part {
	if f.Part == 0 {
		return WholePart
	}
	return f.Part
}

// partOf tells of what part a field of an [Analysis], or of its annotation, is; those
// that are not named are of the rest.
var partOf = map[string]Part{
	"Article": ArticlePart, "Annotation.Sentences": SentencePart, "Annotation.Words": WordPart, "Annotation.Mentions": MentionPart,
	"Annotation.Times": TimePart, "Annotation.Statements": StatementPart, "Annotation.Credits": CreditPart,
	"Annotation.Clauses": ClausePart, "Annotation.Quantities": ClausePart, "Annotation.Actions": ClausePart,
}

var analysisType = reflect.TypeFor[Analysis]()

// UnpackPart reads that part of a packed [Analysis] into a, which must be zero. Errors
// are those of [Codec.Unpack].
func (c *Codec) UnpackPart(packed []byte, part Part, a *Analysis) error {
	return c.unpack(packed, part, a)
}

// analysisLayout returns how that part of an analysis of shape s is read.
func analysisLayout(s *shape, part Part) *layout {
	l := layoutOf(s, analysisType)
	l.leave(s, part, "")
	return l
}

// leave has the fields passed over that are not of a part.
func (l *layout) leave(s *shape, part Part, under string) {
	for k := range s.fields {
		f := &s.fields[k]
		of, named := partOf[under+f.name]
		switch {
		case under == "" && f.name == "Annotation" && f.shape.kind == kindStruct:
			l.fields[k].leave(f.shape, part, "Annotation.")
			continue
		case !named:
			of = RestPart
		}
		if part&of == 0 {
			l.fields[k] = *layoutOf(f.shape, nil)
		}
	}
}
