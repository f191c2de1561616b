package news

// An Annotation is what annotate marks in one article. All spans are spans of
// that article's text; indices point into the annotation's own slices and are
// -1 where there is nothing to point at.
type Annotation struct {
	Article    string
	Language   string // BCP 47, declared or detected; "" if it cannot be told
	Sentences  []Sentence
	Words      []Word
	Mentions   []Mention
	Times      []Time
	Statements []Speech
	Credits    []Credit
	Clauses    []Clause
	Quantities []Quantity
	Actions    []Action
	Notices    []Notice
}

// A Sentence is a stretch of one block. Sentences are sorted and disjoint.
type Sentence struct {
	Span
	Block      int // index into Article.Blocks
	FirstWord  int // its words are Words[FirstWord:EndWord]
	EndWord    int
	Paragraph  int // 1-based number of its paragraph among the blocks read; 0 in a title
	IsHeadline bool
}

// A Word is a token: a word, number or mark of punctuation. Words are sorted
// and disjoint.
type Word struct {
	Span
}

// An EntityType is what a name stands for.
type EntityType string

// The types of entity.
const (
	Person       EntityType = "person"
	Organization EntityType = "organization"
	Place        EntityType = "place"
	Group        EntityType = "group" // a nationality, faith, movement or armed group
	Other        EntityType = "other"
)

// A MentionKind says how a mention names its entity.
type MentionKind string

// The kinds of mention.
const (
	NameMention    MentionKind = "name"
	TitleMention   MentionKind = "title"   // "the Secretary", "the ministry"
	PronounMention MentionKind = "pronoun" // "he"
)

// A Mention is a name, title or pronoun in the text. Mentions are sorted by
// start, longer first.
type Mention struct {
	Span
	Kind       MentionKind
	Type       EntityType
	Name       string // the name without title, as written, white space folded
	Key        string // what a bare later mention would share with it: for a person the folded surname, else the folded name
	Full       string // of a person with a given name: both names, folded so that spellings of one are one; else ""
	Known      string // key into package knowledge, such as "country:SYR"; "" if not in its tables
	Country    string // ISO 3166-1 alpha-3 of a place, demonym or government; ""
	Acts       bool   // of a place or seat of government: it stands here for the government
	Definite   bool   // of a title that takes up someone known: "the minister"
	Role       Span   // "Russian Foreign Minister" before or after the name; zero if none
	Sentence   int
	Antecedent int // index of the fullest mention of the same thing in this article, most often an earlier one; itself if none
}

// A TimeKind is a TIMEX3 type.
type TimeKind string

// The types of time expression.
const (
	TimeDate     TimeKind = "date"
	TimeOfDay    TimeKind = "time"
	TimeDuration TimeKind = "duration"
	TimeSet      TimeKind = "set"
)

// A Time is a time expression and its reading. Its Date.Span and Date.Words
// are the expression itself, whether or not it has a value.
type Time struct {
	Date
	Kind     TimeKind
	Modifier string // "early", "mid", "late", "about", "before", "after"; ""
	Anchor   int    // index of the expression it is reckoned from, or -1 for the article's own date
	Sentence int    // -1 in a date line
	Told     Told   // how its sentence tells of it
}

// A Told says on which side of its telling a sentence puts a time.
type Told int8

// The sides. Only dates and times of day are judged; "met since Friday" and
// "met on Friday" are past, "will meet on Friday" is to come.
const (
	ToldPast   Told = -1
	ToldUnsaid Told = 0
	ToldAhead  Told = 1
)

// A SpeechKind says how a statement's words are given.
type SpeechKind string

// The kinds of statement.
const (
	Direct   SpeechKind = "direct"   // in quotation marks
	Indirect SpeechKind = "indirect" // in the reporter's words
	Mixed    SpeechKind = "mixed"    // both
)

// A Speech is a statement as one article has it: source, cue, content.
type Speech struct {
	Kind        SpeechKind
	Act         string // said, wrote, announced, asked, denied, refused, thought …
	Cue         Span   // the verb or phrase that reports; zero if none
	Content     []Span // sorted, disjoint, with their quotation marks
	Speaker     int    // index into Mentions; -1 if not resolved
	SpeakerSpan Span   // the words that name the speaker where it speaks; zero if none
	Others      []int  // mentions that speak together with Speaker: "Smith and Jones said"
	OnBehalfOf  []int  // mentions of the state or body that Speaker speaks for, as its role says
	Candidates  []int  // mentions that were weighed, best first, when Speaker is -1
	Confidence  float64
	Unresolved  string // why Speaker is -1; "" otherwise
	Said        Date   // when it was said, if the text tells
	Via         []int  // Credits through which the article has it
	Addressee   Span   // "told reporters"; zero if none
	Sentence    int    // of its first content
}

// A CreditRole says what part an agency or outlet has in a text.
type CreditRole string

// The roles of DESIGN §4.
const (
	CreditedAs CreditRole = "credit" // byline, dateline or foot: the text is the agency's
	CitedAs    CreditRole = "cited"  // "TASS reports", "citing RIA Novosti"
	ToldTo     CreditRole = "told"   // "told the Associated Press"
	PhotoOf    CreditRole = "photo"
)

// A Credit is an agency or other outlet named as a source.
type Credit struct {
	Span            // the name, or the whole credit line
	Agency   string // the name in package knowledge's table, else as written
	Role     CreditRole
	Sentence int // -1 if it stands outside the sentences
	// Covers is what the credit speaks for: the sentences it governs. Zero
	// means the whole article.
	Covers Span
	// Through is the index of the credit that passes this one on ("Armenpress
	// reports, citing RIA Novosti"), or -1.
	Through int
}

// A Modality says how a clause puts its proposition forward.
type Modality string

// The modalities. A clause that denies is [Clause.Negated] or stands under
// [ModalDenied]; what is only wished for or asked is no report that it happened.
const (
	ModalReal      Modality = ""           // told as so
	ModalPlanned   Modality = "planned"    // will, is to, plans to
	ModalPossible  Modality = "possible"   // may, could, is likely to
	ModalCalledFor Modality = "called-for" // should, must, called for, demanded that
	ModalCondition Modality = "condition"  // if, unless
	ModalDenied    Modality = "denied"     // denied that, refused to
)

// A Clause is one predicate with its arguments: a verb, or a noun that stands
// for a happening ("the meeting of"). Clauses are sorted by the start of their
// predicates.
type Clause struct {
	Span                // from the first to the last word of predicate and arguments
	Predicate  Span     // the verb with its particle, or the noun
	Lemma      string   // of the predicate, lower case, with its particle: "take_over"
	Nominal    bool     // the predicate is a noun
	Subject    Span     // who or what does it, whole phrase; of a passive its "by"; zero if unsaid
	Object     Span     // to whom or what, whole phrase; of a passive its subject; zero if none
	SubjectIs  int      // the mention that is the head of Subject, or -1
	ObjectIs   int      // the mention that is the head of Object, or -1
	Time       int      // index into Times, or -1
	Place      int      // the mention that says where, or -1
	Negated    bool     // by not, never, no, without …
	Modality   Modality // how it is put
	Sentence   int
	Speech     int  // the innermost statement whose content holds the predicate, or -1: the outlet's own words
	Governor   int  // the clause whose complement or adverbial this one is, or -1
	Background bool // told as what went before: a relative clause, a pluperfect, "since"
}

// A QuantityBound says what a number bounds.
type QuantityBound string

// The bounds of DESIGN §4.
const (
	Exact   QuantityBound = "exact"
	AtLeast QuantityBound = "at-least" // "more than", "at least", "over"
	AtMost  QuantityBound = "at-most"  // "fewer than", "up to"
	About   QuantityBound = "about"    // "some", "nearly", or rounded: "hundreds"
)

// A Quantity is a number of things that a text tells. Quantities are sorted by
// start. Numbers of dates, times, ages and scores of games are none.
type Quantity struct {
	Span             // the number with its bound and its noun: "more than 240,000 people"
	Number   Span    // the number alone
	Low      float64 // the value; of a range its low end
	High     float64 // of a range its high end; else Low
	Bound    QuantityBound
	Unit     string // lemma of what is counted or measured: "person", "percent", "USD"; ""
	Of       string // lemma of the predicate that it is an argument of: "kill", "displace"; ""
	Clause   int    // index into Clauses, or -1
	Sentence int
}

// An EventStatus says whether an event took place.
type EventStatus string

// The statuses of DESIGN §4.
const (
	EventHappened  EventStatus = "happened"
	EventPlanned   EventStatus = "planned"
	EventDenied    EventStatus = "denied"
	EventCalledFor EventStatus = "called-for"
)

// A Harm is how many people an event killed, injured, left missing or drove
// away, as indices into Quantities; -1 where the text does not say.
type Harm struct {
	Killed, Injured, Missing, Displaced int
}

// An Action is a clause that is coded as an event: who did what to whom.
// Actions are sorted by clause.
type Action struct {
	Clause     int      // index into Clauses
	Root       string   // PLOVER root: "CONSULT", "ASSAULT" …
	Mode       string   // PLOVER mode; ""
	Contexts   []string // PLOVER contexts, sorted
	CAMEO      string   // where the map gives one; ""
	Actors     []int    // mentions, in the order of the text
	Recipients []int    // mentions, in the order of the text
	Sectors    []string // of Actors and then Recipients, parallel: "GOV", "MIL", "REB" …; ""
	Status     EventStatus
	Harm       Harm
}
