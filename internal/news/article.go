package news

// An Article is one published text of one outlet. Extract makes it; nothing
// changes it afterwards.
type Article struct {
	ID           string
	Input        Input
	SourceID     string
	URL          string // verbatim
	CanonicalURL string
	Outlet       string
	Family       string // outlets known to have one owner share it: the registrable domain, or Outlet
	Title        string
	TitleSpan    Span // of Text; zero exactly if Title is ""
	Authors      []string
	Published    Date
	Updated      Date
	Language     string // BCP 47; "" if unknown
	// Text is NFC, valid UTF-8, line ends "\n". It keeps headline, byline,
	// credits and page furniture in reading order, so that a span can point at
	// any of them.
	Text   string
	Blocks []Block // sorted, disjoint; every byte of Text that is not white space lies in one
	// Versions are other texts of the same URL, oldest first. They never count
	// as origins.
	Versions []Version
	Extra    []Field
}

// ForSubscribers is the [Field] of [Article.Extra] of an article whose page says that
// it is not free to read, by the name that schema.org gives it.
var ForSubscribers = Field{Name: "isAccessibleForFree", Value: "false", JSON: true}

// A Block is a stretch of an article's text that is one thing: a headline, a
// paragraph, a caption, a piece of page furniture.
type Block struct {
	Span
	Kind   BlockKind
	Reason string // why a furniture block is skipped, in words; "" for other kinds
}

// A BlockKind says what a block is.
type BlockKind uint8

// The kinds of block. Later stages read titles and paragraphs, look at bylines,
// datelines and credits for provenance, and skip captions and furniture.
const (
	Paragraph BlockKind = iota
	Title
	Heading    // a heading inside the text
	Byline     // "By Jane Doe"
	DateLine   // "September 27, 2015, 6:35 am"
	CreditLine // "TBP and Agencies", "(Reuters)" alone on a line
	Caption    // of a picture
	Furniture  // share bars, advertisements, doubled captions, tag lists
)

var blockNames = [...]string{"paragraph", "title", "heading", "byline", "dateline", "credit", "caption", "furniture"}

// String returns the kind's name in lower case.
func (k BlockKind) String() string { return blockNames[k] }

// Read reports whether blocks of kind k are read by the language stages.
func (k BlockKind) Read() bool { return k == Paragraph || k == Title || k == Heading }

// A Removed is a range that later stages skip, with the reason.
type Removed struct {
	Span
	Reason string
}

// Removed returns the ranges that the language stages skip because they are
// page furniture or captions, in reading order.
func (a *Article) Removed() []Removed {
	var out []Removed
	for _, b := range a.Blocks {
		if b.Kind == Furniture || b.Kind == Caption {
			out = append(out, Removed{b.Span, b.Reason})
		}
	}
	return out
}

// A Version is an older or newer text of an article's URL.
type Version struct {
	Input     Input
	Published Date
	Updated   Date
	Text      string
}

// ArticleID returns the id of an article: the hash of its canonical URL;
// without one, of outlet, title, date and text.
func ArticleID(canonicalURL, outlet, title, published, text string) string {
	if canonicalURL != "" {
		return NewID("article", canonicalURL)
	}
	return NewID("article", "", outlet, title, published, text)
}
