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
	// CorrectedBy are the lines of the user's corrections that touched it, sorted.
	CorrectedBy []string
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
	Spans     []Ref  // the first is the one shown
	OriginIDs []string
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
	Stories     []Story
	Threads     []Thread
	Notices     []Notice
}
