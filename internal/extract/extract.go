package extract

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// Rev is the revision of the stage, raised whenever its output changes.
const Rev = 4

// ErrNoArticle is returned for a page without a text to read.
var ErrNoArticle = errors.New("extract: no article on the page")

// Limits on what is read of one page. Ours: the largest saved page of an
// article in the corpora has 6 MB.
const (
	// DefaultMaxHTML is the most HTML, in bytes, that is read of one page.
	DefaultMaxHTML = 8 << 20
	// DefaultMaxText is the longest plain text, in bytes, that is read.
	DefaultMaxText = 64 << 20
)

// Options set up an [Extractor]. The zero value is the default.
type Options struct {
	// MaxHTML and MaxText are the most bytes read of an HTML page and of a
	// plain text. What lies beyond is cut off, with the notice "page-cut".
	// 0 means [DefaultMaxHTML] and [DefaultMaxText].
	MaxHTML int
	MaxText int
	// Knowledge has the names of outlets and agencies; nil is what comes with
	// the program.
	Knowledge *knowledge.Base
}

// An Extractor turns pages into articles. It keeps no state: its methods may
// be called from several goroutines, and the same page gives the same article
// every time.
type Extractor struct {
	opt Options
}

// New returns an extractor with the options o.
func New(o Options) *Extractor {
	if o.MaxHTML <= 0 {
		o.MaxHTML = DefaultMaxHTML
	}
	if o.MaxText <= 0 {
		o.MaxText = DefaultMaxText
	}
	return &Extractor{o}
}

// Extract returns the article on page p, and notices on what the user should
// know of it (their Article is the article's id).
//
// Article.Text is NFC with line ends "\n"; every byte of it that is not white
// space lies in a block. What p.Stated says wins over what the page says. An
// unknown outlet or language is "", an unknown date [news.NoDate] with the
// reason.
//
// The error is [ErrNoArticle], wrapped with the cause, if there is no text to
// read; the article is then zero. Time is linear in the length of the body.
func (x *Extractor) Extract(p news.Page) (news.Article, []news.Notice, error) {
	var notices []news.Notice
	limit := x.opt.MaxText
	if p.Media == news.HTML {
		limit = x.opt.MaxHTML
	}
	if len(p.Body) > limit {
		notices = append(notices, news.Notice{
			Code:    "page-cut",
			Message: fmt.Sprintf("Only the first %d of %d bytes of the page were read.", limit, len(p.Body)),
		})
		p.Body = cutText(p.Body, limit)
	}

	d := &draft{stated: p.Stated, known: x.opt.Knowledge}
	var err error
	if p.Media == news.HTML {
		err = d.readHTML(p.Body)
	} else {
		err = d.readPlain(p.Body, p.Media == news.Markdown)
	}
	if err != nil {
		return news.Article{}, nil, err
	}
	a := d.article(p.Input)
	notices = append(notices, d.notices...)
	for i := range notices {
		notices[i].Article = a.ID
	}
	return a, notices, nil
}

// cutText returns the first n bytes of s or a few less, cut between two
// characters and, if there is one near, at a line end.
func cutText(s string, n int) string {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	if i := strings.LastIndexByte(s[:n], '\n'); i > n-n/8 {
		n = i
	}
	return s[:n]
}

// A draft is an article in the making: the text and its blocks, and what the
// page says of itself where the carrier does not.
type draft struct {
	stated  news.Stated
	known   *knowledge.Base
	text    string
	blocks  []news.Block
	title   news.Span
	outlet  string // as the page names it
	authors []string
	// published and updated are what the page says, in this order of trust:
	// metadata, date line, text.
	published news.Date
	updated   news.Date
	past      struct {
		known bool
		day   int
		words string
	}
	address  string // canonical address that the page names
	language string
	paid     bool // the page says that it is not free to read
	notices  []news.Notice
}

// article assembles the article of the draft.
func (d *draft) article(in news.Input) news.Article {
	s := &d.stated
	if blocks, cut := bound(d.text, d.blocks, maxRead); cut {
		d.blocks = blocks
		d.notices = append(d.notices, news.Notice{
			Code:    "article-cut",
			Message: fmt.Sprintf("Only the first %d bytes of the article's text are analysed; it has %d.", maxRead, len(d.text)),
		})
	}
	a := news.Article{
		Input:     in,
		SourceID:  s.SourceID,
		URL:       s.URL,
		Outlet:    oneLine(s.Outlet),
		TitleSpan: d.title,
		Title:     d.title.Of(d.text),
		Authors:   d.authors,
		Language:  s.Language,
		Text:      d.text,
		Blocks:    d.blocks,
		Extra:     s.Extra,
	}
	if d.paid && !slices.ContainsFunc(a.Extra, func(f news.Field) bool { return f.Name == news.ForSubscribers.Name }) {
		a.Extra = append(slices.Clone(a.Extra), news.ForSubscribers)
		slices.SortStableFunc(a.Extra, func(x, y news.Field) int { return strings.Compare(x.Name, y.Name) })
	}
	if len(s.Authors) > 0 {
		a.Authors = cleanAuthors(s.Authors)
	}
	if a.Language == "" {
		a.Language = d.language
	}
	a.CanonicalURL = canonicalURL(s.URL, d.address)
	domain := registrable(a.CanonicalURL)
	a.Outlet, a.Family = nameOutlet(a.Outlet, d.outlet, domain, d.known)
	a.Published = d.date(s.Published, d.published, "publication")
	if s.Published != "" {
		d.doubt(&a.Published)
	}
	a.Updated = d.date(s.Updated, d.updated, "update")
	a.ID = news.ArticleID(a.CanonicalURL, a.Outlet, a.Title, a.Published.Value, a.Text)
	return a
}

// date reads the date that the carrier states in words; without words it
// returns the page's own.
func (d *draft) date(words string, own news.Date, what string) news.Date {
	words = oneLine(words)
	if words == "" {
		if own.Known() || own.Reason != "" {
			return own
		}
		return news.NoDate("the page states no " + what + " date")
	}
	got, ok := dates.Parse(words, d.stated.DateOrder)
	if ok {
		got.Basis, got.Words, got.Span = news.BasisMetadata, words, news.Span{}
		if got.Reason == "" {
			got.Reason = "stated with the input"
		}
		return got
	}
	if own.Known() {
		return own
	}
	none := news.NoDate(got.Reason)
	none.Words, none.Basis = words, news.BasisMetadata
	if none.Reason == "" {
		none.Reason = "the stated date could not be read"
	}
	return none
}

// nfc returns s in normal form C without control characters but tab and line
// end.
func nfc(s string) string {
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	if strings.IndexFunc(s, isControl) >= 0 {
		s = strings.Map(func(r rune) rune {
			switch {
			case r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
				return '\n'
			case isControl(r):
				return -1
			}
			return r
		}, s)
		s = norm.NFC.String(s)
	}
	return s
}

func isControl(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r >= 0x7F && r <= 0x9F || r == 0x2028 || r == 0x2029 || r == 0xFEFF
}

// oneLine returns s in NFC with its white space folded to single blanks.
func oneLine(s string) string { return strings.Join(strings.Fields(nfc(s)), " ") }
