package news

// A ReuseKind says how one passage was taken from another.
type ReuseKind string

// The kinds of passage reuse.
const (
	Verbatim  ReuseKind = "verbatim"
	Edited    ReuseKind = "edited"
	Rewritten ReuseKind = "rewritten"
)

// A Reuse is two aligned passages of two articles.
type Reuse struct {
	From, To Span // of the texts of Link.From and Link.To
	Kind     ReuseKind
	Quoted   bool // both passages lie within quotation marks
}

// A LinkKind is a kind of lineage.
type LinkKind string

// The kinds of lineage of DESIGN §4.
const (
	Copy         LinkKind = "copy"
	Edit         LinkKind = "edit"
	Rewrite      LinkKind = "rewrite"
	Excerpt      LinkKind = "excerpt"
	Merged       LinkKind = "merged"
	Wire         LinkKind = "wire"
	CommonSource LinkKind = "common-source"
)

// A Link is lineage between two articles: To took from From. For CommonSource
// the lower id is From.
type Link struct {
	ID         string
	From, To   string // article ids
	Kind       LinkKind
	Confidence float64 // from 0 to 1
	Shared     float64 // fraction of To's words that stand in passages
	Passages   []Reuse // sorted by To.Start
	Reasons    []string
	Joins      bool // the two articles have one origin
}

// An OriginKind is a kind of origin.
type OriginKind string

// The kinds of origin of DESIGN §4.
const (
	OriginOwn       OriginKind = "own"
	OriginAgency    OriginKind = "agency"
	OriginInformant OriginKind = "informant"
	OriginDocument  OriginKind = "document"
	OriginUtterance OriginKind = "utterance"
	OriginUnknown   OriginKind = "unknown"
)

// An Origin is where information entered the record.
type Origin struct {
	ID       string
	Name     string // the agency's or outlet's name; "" if nobody names it
	Kind     OriginKind
	Articles []string // ids, sorted
}

// An OriginPassage says that a passage has another origin than most of its
// article.
type OriginPassage struct {
	Span
	Origin string
}

// A Provenance is what reuse finds out about one article.
type Provenance struct {
	Article  string
	Origin   string // Origin.ID of most of it
	Passages []OriginPassage
	// Informants are what it attributes to somebody it names, each with that
	// somebody as origin: for the truth of what is said, whoever reports it. They
	// are no witnesses of one another, so they do not bear on who said it.
	Informants []OriginPassage
	Signs      []Sign
}

// A Sign is a reason to distrust an article's form: automatic-rewriting, stub
// or live-blog.
type Sign struct {
	Kind  string
	Why   string
	Spans []Span
}

// An Entity is the person, organisation, place or group behind mentions.
type Entity struct {
	ID            string
	Name          string
	Type          EntityType
	Aliases       []string // sorted, without Name
	Country       string   // ISO 3166-1 alpha-3; ""
	Wikidata      string
	Roles         []Role
	Mentions      []Ref // sorted by article, start
	MergedBecause []string
	CorrectedBy   []string // the lines of the user's corrections that touched it, sorted
}

// A Role is an office or function that a text gives to an entity.
type Role struct {
	Title string
	Of    string
	From  string // EDTF; ""
	To    string
	Ref   Ref
}

// A Story is the articles about one happening.
type Story struct {
	ID       string
	Title    string // words of TitleRef
	TitleRef Ref
	Articles []string // sorted by id
	Origins  int      // at most
	From, To Date
	Entities []string
	Lead     []Ref
	Why      []string
	Also     []Ref
	Timeline []TimelineEntry
	OnlyHere []OnlyHere
	Mixed    MixedTime
	// CorrectedBy are the lines of the user's corrections that touched it, sorted.
	CorrectedBy []string
}

// A MixedTime is where the articles of a story tell of one happening as past or
// under way, and where as to come; both empty, or neither.
type MixedTime struct {
	Past, Ahead []Ref // sorted by article, start
}

// A TimelineKind says what a timeline entry tells of.
type TimelineKind string

// The kinds of timeline entry.
const (
	Happened   TimelineKind = "happened"
	Said       TimelineKind = "said"
	Expected   TimelineKind = "expected"
	Background TimelineKind = "background"
)

// A TimelineEntry is one dated thing, once, with every place that tells it.
type TimelineEntry struct {
	Date      Date
	DateRef   Ref // where the words of Date stand
	Kind      TimelineKind
	Text      string // words of Spans[0]
	Statement string // id of the statement it is, or ""
	Event     string // id of the event it is, or ""
	Spans     []Ref  // the first is the one shown
	OriginIDs []string
	Weight    int // how much it tells of the story, against the others of it; 0 or more
}

// An OnlyHere lists what one article of a story alone has.
type OnlyHere struct {
	Article string
	Spans   []Span
}

// A Thread is stories that continue one another.
type Thread struct {
	ID      string
	Title   string
	Stories []string // by time
	Links   []ThreadLink
	Turns   []Turn // by time; none of a thread of two stories
}

// A Turn is a story that turned its thread: what was new in it was taken up.
type Turn struct {
	Story  string
	Reason string
}

// A ThreadLink says why one story continues another.
type ThreadLink struct {
	From, To string
	Reason   string
}

// A Drift says how a report of an utterance differs from its fullest report.
type Drift string

// The drifts of DESIGN §4.
const (
	DriftVerbatim     Drift = "verbatim"
	DriftTrimmed      Drift = "trimmed"
	DriftRetranslated Drift = "retranslated"
	DriftParaphrased  Drift = "paraphrased"
)

// A Report is one article's version of a statement.
type Report struct {
	Article     string
	Speech      int // index into that article's Annotation.Statements
	Spans       []Span
	Drift       Drift
	Differences []string
}

// A Statement is one utterance, joined over the articles that report it.
type Statement struct {
	ID          string
	Story       string
	Speaker     string // entity id; "" if not resolved
	SpeakerText string
	SpeakerRef  Ref
	Candidates  []string // entity ids
	Confidence  float64
	Unresolved  string
	Others      []string // entity ids of who speaks together with Speaker
	OnBehalfOf  string   // entity id of the state or body that Speaker speaks for; ""
	Kind        SpeechKind
	Act         string
	Cue         Ref
	Content     []Ref
	Text        string
	Said        Date
	SaidRef     Ref
	Via         []string
	Addressee   string
	Reports     []Report // sorted by article
	OriginIDs   []string
	CorrectedBy []string // the lines of the user's corrections that touched it, sorted
}

// A ClaimStatus says how many origins stand behind a claim.
type ClaimStatus string

// The statuses of DESIGN §4.
const (
	Corroborated      ClaimStatus = "corroborated"
	TwoOriginsUnnamed ClaimStatus = "two-origins-unnamed"
	SingleOrigin      ClaimStatus = "single-origin"
	SingleInformant   ClaimStatus = "single-informant"
	Disputed          ClaimStatus = "disputed"
	Superseded        ClaimStatus = "superseded"
)

// An Event is one happening, joined over the articles that tell it.
type Event struct {
	ID          string
	Story       string
	Date        Date
	DateRef     Ref      // where the words of Date stand
	Actors      []string // entity ids
	Recipients  []string // entity ids
	Place       EventPlace
	Root        string // PLOVER root, mode, contexts; CAMEO code
	Mode        string
	Contexts    []string
	CAMEO       string
	Harm        EventHarm
	Status      EventStatus
	AccordingTo string // entity id of who alone tells it; "" if an outlet tells it itself
	Mentions    []Ref  // sorted by article, start
	OriginIDs   []string
}

// An EventPlace is where an event was: the words, and what is known of them.
// Its zero value is unknown.
type EventPlace struct {
	Ref     Ref
	Country string // ISO 3166-1 alpha-3; ""
	Admin1  string
}

// An EventHarm is the range of each kind of harm over the origins that tell of
// an event. A range that nobody tells of is nil.
type EventHarm struct {
	Killed, Injured, Missing, Displaced *Range
}

// A Range is the lowest and highest of several values, both included.
type Range struct{ Low, High float64 }

// A ClaimMode says whether an outlet says a thing itself.
type ClaimMode string

// The modes of DESIGN §4.
const (
	Asserted   ClaimMode = "asserted"
	Attributed ClaimMode = "attributed"
)

// A Claim is one proposition that one or more articles put forward.
type Claim struct {
	ID        string
	Story     string
	Text      string // words of Spans[0]
	Spans     []Ref  // sentences or clauses; the first is the one shown, the others sorted by article, start
	Mode      ClaimMode
	Holders   []string // entity ids of those to whom it is attributed, sorted
	Negated   bool
	Modality  Modality
	Status    ClaimStatus
	OriginIDs []string
	Quantity  *ClaimQuantity // nil if it tells of none
	Key       bool           // that it is told by several articles, or stands in a conflict
}

// A ClaimQuantity is the number that a claim tells.
type ClaimQuantity struct {
	Value float64
	Bound QuantityBound
	Unit  string
	Of    string
}

// A ConflictKind says in what accounts differ.
type ConflictKind string

// The kinds of DESIGN §4.
const (
	NumberConflict      ConflictKind = "number"
	DateConflict        ConflictKind = "date"
	PlaceConflict       ConflictKind = "place"
	ParticipantConflict ConflictKind = "participant"
	CauseConflict       ConflictKind = "cause"
	AttributionConflict ConflictKind = "attribution"
	ContestedConflict   ConflictKind = "contested"
	VoiceConflict       ConflictKind = "voice"
	OutcomeConflict     ConflictKind = "outcome"
)

// A Conflict is accounts of one thing that cannot all hold, or that parties
// dispute.
type Conflict struct {
	ID       string
	Story    string
	Kind     ConflictKind
	About    string // words of AboutRef
	AboutRef Ref
	Planned  bool
	Sides    []ConflictSide // two or more, those with most origins first
}

// A ConflictSide is one account.
type ConflictSide struct {
	Value     string   // what it has where the others differ, in the words of its first span
	Holders   []string // entity ids, sorted
	Spans     []Ref
	OriginIDs []string
}

// A PositionChange says whether a party's position moved.
type PositionChange string

// The changes of DESIGN §4.
const (
	PositionMoved   PositionChange = "yes"
	PositionHeld    PositionChange = "no"
	PositionUnknown PositionChange = "unknown"
)

// A PositionBasis says what a [PositionChange] rests on.
type PositionBasis string

// The bases of DESIGN §4.
const (
	PositionStated  PositionBasis = "stated" // a text says it itself
	PositionDated   PositionBasis = "dated"  // dated statements show it
	PositionUndated PositionBasis = "unknown"
)

// A Position is what a party holds on an issue over time.
type Position struct {
	ID       string
	Party    string // entity id
	Issue    string // words of IssueRef
	IssueRef Ref
	Points   []PositionPoint // by date, undated last
	Changed  PositionChange
	Basis    PositionBasis
	Change   []Ref // the two spans that show a change; of a position that held, those that say so
}

// A PositionPoint is what a party held at one date.
type PositionPoint struct {
	Date       Date
	Statements []string // ids, sorted; none where the outlet's own words tell it
	Spans      []Ref    // the words that show it, sorted by article, start
}

// A Record is everything known of one set of articles: what a brief reports.
// Articles are sorted by id; Annotations and Provenance are parallel to them.
type Record struct {
	Inputs      []InputFile
	Articles    []Article
	Annotations []Annotation
	Provenance  []Provenance
	Lineage     []Link
	Origins     []Origin
	Entities    []Entity
	Statements  []Statement
	Events      []Event
	Claims      []Claim
	Conflicts   []Conflict
	Positions   []Position
	Stories     []Story
	Threads     []Thread
	Notices     []Notice
}
