// Package store is the port to what is kept between runs: what we ask of a
// store, and the errors that it gives.
//
// It is for keeping pages with what the stages made of them, so that only what
// is new costs work. A store judges nothing: it gives back what was put into
// it. Each adapter is a package below, and passes the suite in storetest.
//
// # What is kept
//
//   - An [Input] is one named input and the account of its reading.
//   - An [Item] is a page with its [Analysis]: the article and its annotation,
//     or why there is none. It is known by its [Key], a hash of the page, so
//     that a page that was met before is not read again.
//   - A [Reading] says that an input held a page, and where.
//   - The derived records (lineage, stories, entities, statements …) of all
//     articles, as one run over the whole store made them.
//
// # Who sees what
//
// A [View] is a moment of the store: nothing that is written later is seen
// through it. There is one [Writer] at a time. What a method of Writer has
// written when it returns nil is kept whatever happens next; what it has not
// finished is as if it had never begun.
package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"time"

	"github.com/twosource/twosource/internal/news"
)

// The errors of a store. Adapters wrap them with the name of the store and what
// to do.
var (
	// ErrLocked means that another process writes and did not end in time.
	ErrLocked = errors.New("another process is writing to the store")
	// ErrNewer means that a newer program made the store.
	ErrNewer = errors.New("the store was made by a newer twosource")
	// ErrNotStore means that the file is something else.
	ErrNotStore = errors.New("not a store of twosource")
	// ErrNoStore means that there is none under this name.
	ErrNoStore = errors.New("there is no store here")
	// ErrFull means that there is no room for what was to be written; nothing of
	// it was.
	ErrFull = errors.New("the disk is full")
	// ErrReadOnly means that the store or its folder cannot be written to.
	ErrReadOnly = errors.New("the store cannot be written to")
	// ErrRevisions means that the store's analyses were made by other revisions of
	// the stages than those at hand; they must be made again first.
	ErrRevisions = errors.New("the store's articles were analysed by other revisions of the stages")
	// ErrSameRevisions means that readers see the revisions that were to be written
	// beside them.
	ErrSameRevisions = errors.New("the store's articles were analysed by these very revisions")
	// ErrPending means that pages have no analysis at the revisions that readers
	// were to see.
	ErrPending = errors.New("pages still have no analysis at the new revisions")
	// ErrNotKept means that a derived record was to stay as it is, and there is none.
	ErrNotKept = errors.New("a derived record is not kept")
	// ErrCorrupt means that the store cannot be read as it was written.
	ErrCorrupt = errors.New("the store is damaged")
)

// A Store keeps pages, articles and what was derived of them. Its methods may be
// called from several goroutines.
type Store interface {
	// View returns the store as it is now. It must be closed.
	View(ctx context.Context) (View, error)
	// Write waits at most wait to become the one writer, else it fails with
	// ErrLocked. The writer must be closed; one that is not is no writer any
	// more when its process ends.
	Write(ctx context.Context, wait time.Duration) (Writer, error)
	// Backup writes a whole copy of the store, as it is now, to a file that must
	// not exist. The store may be read and written meanwhile.
	Backup(ctx context.Context, file string) error
	// Check reads everything and reports what is wrong, in words for the user.
	Check(ctx context.Context, report func(finding string)) error
	Close() error
}

// A Key is the hash of a page as it came, with whatever else decides what the
// stages make of it.
type Key [sha256.Size]byte

// KeyOf returns the key of page p when undated articles are given the date
// asOf. Where the page was met has no part in it.
func KeyOf(p *news.Page, asOf news.Date) Key {
	w := parts{sha256.New()}
	s := &p.Stated
	w.add(string(p.Media), p.Body, s.SourceID, s.URL, s.Title, s.Outlet, s.Published, s.Updated,
		s.Language, string(s.DateOrder), s.Fetched, asOf.Value, asOf.Words)
	w.list(s.Authors)
	for _, f := range s.Extra {
		w.add(f.Name, f.Value)
		if f.JSON {
			w.add("json")
		}
	}
	var k Key
	w.sum.Sum(k[:0])
	return k
}

// parts hashes strings so that ("ab", "c") and ("a", "bc") differ.
type parts struct{ sum hash.Hash }

func (w parts) add(list ...string) {
	for _, s := range list {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		w.sum.Write(n[:])
		w.sum.Write([]byte(s))
	}
}

func (w parts) list(list []string) {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(len(list)))
	w.sum.Write(n[:])
	w.add(list...)
}

// An Input is one named input and the account of its reading.
type Input struct {
	ID      int64
	Options string // the flags that it was read with and that can change the result, as a JSON object with sorted keys
	// File is the account: SHA256 is "" while the input has not been read to its
	// end. Articles is not kept, and Errors are those of reading alone: what no
	// article was found in stands in quarantine.
	File     news.InputFile
	Notices  []news.Notice
	Complete bool // its reading came to an end
}

// A Reading says that an input held a page.
type Reading struct {
	Input   int64 // [Input.ID]
	Ordinal int   // 0 for the first page of the input
	At      news.Input
	Key     Key
}

// Revisions are those of the stages that look at one page. All analyses that a
// reader sees were made by the same.
type Revisions struct {
	Ingest, Extract, Annotate int
	// Knowledge is the SHA-256 of the user's table of names, lower-case hex; ""
	// without one.
	Knowledge string
}

// An Analysis is what the stages that look at one page made of it.
type Analysis struct {
	Article    news.Article // its Input is zero in the store; a View fills it in
	Annotation news.Annotation
	Notices    []news.Notice
	Failure    Failure // of the page, if there is no article
}

// A Failure says why a page is in quarantine. Its zero value is no failure.
type Failure struct {
	Stage    string
	Revision int
	Message  string // one line, for the user
}

// An Item is a page with its analysis.
type Item struct {
	Key  Key
	Page news.Page // its Input is zero
	AsOf news.Date // what the article was dated by if it carries no date
	Analysis
}

// An Entry is one page of an input, to be kept.
type Entry struct {
	Ordinal int
	At      news.Input
	Key     Key
	Item    *Item // nil if the store has it
}

// A Seen says whether a store has a page.
type Seen int

// What a store knows of a page.
const (
	Unseen  Seen = iota
	Kept         // with an analysis
	Removed      // it was removed and is to stay out
)

// A State is what a store holds, in numbers.
type State struct {
	Revisions   Revisions
	Inputs      int
	Pages       int // different ones
	Articles    int // different ids
	Quarantined int // pages without an article
	Removed     int // articles that are to stay out
	// Change is raised by whatever changes what articles there are.
	Change int64
	// Derived is what the derived records were made by, and DerivedAt the Change
	// they were made at; "" and 0 if there never were any, and 0 if they were dropped
	// with what was removed.
	Derived   string
	DerivedAt int64
}

// A Filter picks readings. Its zero value picks all.
type Filter struct {
	Articles []string // ids; nil is all
	Inputs   []string // names; nil is all
	Failed   bool     // the pages in quarantine, and no others
	// Part is how much of the analyses is read; 0 is all.
	Part Part
	// NotBefore leaves out articles whose publication ended before this minute
	// since 1970, and all undated ones; nil leaves out none.
	NotBefore *int64
}

// A View is the store at one moment. Its methods may not be called from several
// goroutines at once.
type View interface {
	Records
	State(ctx context.Context) (State, error)
	// Inputs returns all inputs by ID.
	Inputs(ctx context.Context) ([]Input, error)
	// Readings gives the readings that f picks to yield, by input and ordinal,
	// each with its analysis, which is yield's to keep. It returns yield's error.
	// Yield must not use the view.
	Readings(ctx context.Context, f Filter, yield func(Reading, *Analysis) error) error
	// Pages gives the pages that stand behind those readings.
	Pages(ctx context.Context, f Filter, yield func(Reading, *Item) error) error
	// Analysis returns that part of the analysis of one page; ok is false if there is
	// none. The article's Input is zero, for the page may have been read in several places.
	Analysis(ctx context.Context, k Key, part Part) (a *Analysis, ok bool, err error)
	// Derived returns a record with all derived lists and notices, and without
	// inputs, articles and annotations. They may be out of date; see [State].
	Derived(ctx context.Context) (*news.Record, error)
	// Removed returns the ids of the articles that are to stay out, sorted.
	Removed(ctx context.Context) ([]string, error)
	// Story, Thread and the like return one derived record; ok is false if there
	// is none with this id. An id that a story had before its first article changed
	// finds it under its new one.
	Story(ctx context.Context, id string) (s news.Story, ok bool, err error)
	Thread(ctx context.Context, id string) (t news.Thread, ok bool, err error)
	// Search returns at most limit matches of q among things of the given kind,
	// best first; a negative limit is none. Of a query without dates that more than
	// RankedMost things match, only those that came last are ranked, unless more are
	// asked for.
	Search(ctx context.Context, q *Query, of HitKind, limit int) ([]Match, error)
	Close() error
}

// A Writer changes the store. Each method is one transaction: it happens wholly
// or not at all, and is kept once it has returned nil. A Writer's methods may
// not be called from several goroutines at once.
type Writer interface {
	// Begin returns the input of this name, read with these options, that is not
	// complete, or makes one.
	Begin(ctx context.Context, name, options string) (Input, error)
	// Find returns the complete input of this name, options and SHA-256.
	Find(ctx context.Context, name, options, sha256 string) (in Input, ok bool, err error)
	// Seen says what the store knows of a page, at its own revisions.
	Seen(ctx context.Context, k Key) (Seen, error)
	// Put keeps pages of an input. Putting what is there changes nothing. An
	// article that was removed is not kept; how many were not is returned.
	Put(ctx context.Context, input int64, batch []Entry) (keptOut int, err error)
	// Finish completes the input in.ID with its account and drops readings from
	// ordinal n on. If the same input was complete before, the new one is
	// dropped: the same bytes under one name are one input.
	Finish(ctx context.Context, in Input, n int) error
	// PutDerived replaces the derived records by those that each gives, made by what
	// made names at the given [State.Change]. Each must not use the writer; an error
	// of its own leaves everything as it was and is returned.
	PutDerived(ctx context.Context, each Deriving, made string, change int64) error
	// Remove takes out articles with everything that was derived of them, and if
	// keepOut keeps them from being added again. It returns how many there were.
	Remove(ctx context.Context, articles []string, keepOut bool) (int, error)
	// Start sets the revisions of an empty store. It fails with ErrRevisions if
	// the store has pages of others.
	Start(ctx context.Context, r Revisions) error
	// Pending returns at most n pages that have no analysis at the revisions r.
	Pending(ctx context.Context, r Revisions, n int) ([]*Item, error)
	// PutAnalyses keeps analyses at the revisions r beside those that readers
	// see. The items are those that Pending gave, with their new analyses.
	PutAnalyses(ctx context.Context, r Revisions, items []*Item) error
	// Switch lets readers see the analyses at r and drops all others. It fails if
	// any are pending.
	Switch(ctx context.Context, r Revisions) error
	// Replay puts new analyses, made at the revisions that readers see, in the place
	// of those of pages in quarantine. Others are left as they are.
	Replay(ctx context.Context, items []*Item) error
	// View returns the store as this writer left it.
	View(ctx context.Context) (View, error)
	Close() error
}

// A HitKind is a kind of thing that can be searched.
type HitKind string

// RankedMost is how many matches of a query are ranked: the words of one with more
// say little of any of them. Ours: ranking ten times as many takes 60 ms.
const RankedMost = 1000

// What can be searched.
const (
	Articles   HitKind = "article"
	Statements HitKind = "statement"
)

// A Match is one thing that a query found.
type Match struct {
	Reading   Reading   // the first that has it
	Analysis  *Analysis // of an article, perhaps its Article alone; of a statement, perhaps with no more of its annotation than Mentions and Statements
	Statement int       // index into Analysis.Annotation.Statements; -1 if it is the article
	Rank      float64   // higher is better; of one search only
}
