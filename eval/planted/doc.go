// Package planted builds a benchmark of text reuse: articles of an archive that
// were copied, cut, lightly edited, put together from two or rewritten by
// machine, hidden among others, with the truth of who took from whom.
//
// It is for measuring package reuse. It judges nothing, and the same rows, seed
// and rules give the same benchmark.
//
// A rewrite replaces at least 40 % of the content words of its source, by
// WordNet ([OpenWordNet]), renames its people and countries, and does some of:
// clauses reordered, voice changed, sentences fused or split, numbers and dates
// written otherwise, sentences left out or moved. In half of the rewrites no six
// words in a row survive. There are two sets of methods that share no rule for
// choosing words and arrange them otherwise: [Tuning], which package reuse was
// fitted on, and [HeldOut], which it was not.
package planted

// A Kind says what was done to the source.
type Kind string

// The kinds of planted article.
const (
	Copy    Kind = "copy"
	Cut     Kind = "cut"    // a third to two thirds of the paragraphs
	Edit    Kind = "edit"   // small changes in most sentences
	Merged  Kind = "merged" // half of each of two articles
	Rewrite Kind = "rewrite"
)

// A Row is one article of the archive or of the benchmark.
type Row struct {
	ID        string `json:"id"`
	Outlet    string `json:"source"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Published string `json:"published"` // a day; "" if unknown
	Text      string `json:"text"`      // a paragraph a line
}

// A Case is one planted article and the truth about it.
type Case struct {
	Kind     Kind
	Method   string   // how a rewrite was made; "" for other kinds
	Sources  []string // ids of the articles it was made of
	ID       string   // of the planted article
	Reversed bool     // the planted article is dated before its source, so it counts as what the source was taken from
	Undated  bool     // the planted article carries no date
	Broken   bool     // no six words in a row survive
	Replaced float64  // fraction of the source's content words that a rewrite replaced
}

// Rules are the methods of rewriting that a benchmark uses.
type Rules int

// The two sets of rules.
const (
	Tuning Rules = iota
	HeldOut
)

// Options say how large a benchmark is and how it is made.
type Options struct {
	Cases int // planted articles
	Rows  int // all articles, the planted ones among them; fewer if the archive has fewer
	Seed  uint64
	Rules Rules
}

// A Set is one benchmark.
type Set struct {
	Rows  []Row // the archive's and the planted, in a random order
	Cases []Case
}
