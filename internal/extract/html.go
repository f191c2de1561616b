package extract

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"github.com/twosource/twosource/internal/news"
)

// readHTML reads an HTML page.
func (d *draft) readHTML(body string) error {
	doc, err := parseHTML(body)
	if err != nil {
		return err
	}
	if d.stated.Fetched == "" {
		d.stated.Fetched = savedOn(doc)
	}
	meta := readMeta(doc)
	page := newPage(doc, meta, d.known)
	if page.cut {
		d.notices = append(d.notices, news.Notice{
			Code:    "page-cut",
			Message: fmt.Sprintf("Only the first %d pieces of text of the page, and %d bytes of each, were read.", maxSegments, maxSegmentLen),
		})
	}
	m, err := shipped()
	if err != nil {
		return err
	}
	return d.finish(doc, meta, page, choose(m.judge(page), doc, page, meta, d.stated.URL))
}

// finish makes the article of a page from the scores of its segments.
func (d *draft) finish(doc *html.Node, meta *pageMeta, page *pageView, scores []int32) error {
	d.address, d.language = meta.canonical, meta.language
	d.outlet, d.authors = meta.site, cleanAuthors(meta.authors)
	d.paid = meta.paid
	if err := d.write(meta, page, scores); err != nil {
		return err
	}
	found := readDates(doc, meta, d.stated.URL)
	d.updated = found.updated
	d.settleDate(found.published)
	d.locateDate()
	return nil
}

// write writes the text: what the page shows of it, or its structured data's.
func (d *draft) write(meta *pageMeta, page *pageView, scores []int32) error {
	if body := bodyInstead(meta, page, scores); body != nil {
		d.writeBody(body, meta)
		return nil
	}
	return d.compose(page, scores, meta)
}

// When the model is in doubt. The numbers are measured on held-out pages; see
// docs/decisions/0003-extraction.md.
const (
	// fewWords is the least words of an article that the model is trusted to
	// have found whole.
	fewWords = 60
	// doubtful is the score, either way, that is no certain judgment: 1.5
	// logits.
	doubtful = scoreUnit * 3 / 2
	// doubtShare is how many doubtful words, in hundredths of those kept, make
	// a doubtful page.
	doubtShare = 60
	// voteWeight is what go-trafilatura's opinion of a segment counts: one
	// logit for, one against.
	voteWeight = scoreUnit
	// maxNodes bounds the pages that go-trafilatura and go-htmldate are asked
	// about, in nodes of the document: they make several copies of it. The
	// largest page in the corpora has 60,000.
	maxNodes = 150_000
	// maxSize is the same in bytes of text. The longest article in the corpora
	// has 400 KB.
	maxSize = 2 << 20
)

// choose scores the segments of the page: above 0 for what belongs to the
// article. Where the model is in doubt it asks go-trafilatura, with its own
// fallbacks, and where the model found next to nothing it takes that program's
// word.
func choose(scores []int32, doc *html.Node, page *pageView, meta *pageMeta, address string) []int32 {
	kept, doubt := 0, 0
	for i, s := range scores {
		w := page.segs[i].words
		if s > 0 {
			kept += w
		}
		if s > -doubtful && s < doubtful {
			doubt += w
		}
	}
	if (kept < fewWords || doubt*100 > kept*doubtShare) && meta.searchable() {
		if text, err := trafilaturaText(doc, address); err == nil {
			vote(page, scores, text, kept)
		}
	}
	return scores
}

// searchable reports whether a page is small enough for the programs that read
// it several times.
func (m *pageMeta) searchable() bool { return m.nodes <= maxNodes && m.size <= maxSize }

// vote changes scores by what another program took for the article's text.
func vote(page *pageView, scores []int32, text string, kept int) {
	in := newShingles(text)
	cover := make([]int32, len(scores))
	theirs := 0
	for i := range scores {
		cover[i] = int32(in.coverage(page.segs[i].text) * 100)
		if cover[i] >= 70 {
			theirs += page.segs[i].words
		}
	}
	for i := range scores {
		if kept < fewWords && kept*3 < theirs {
			scores[i] = (cover[i] - 69) * voteWeight
		} else {
			scores[i] += (2*cover[i] - 100) * voteWeight / 100
		}
	}
}

// trafilaturaText returns the main text that go-trafilatura finds in doc, with
// its fallbacks. doc is not changed.
func trafilaturaText(doc *html.Node, address string) (text string, err error) {
	defer func() {
		if r := recover(); r != nil {
			text, err = "", fmt.Errorf("go-trafilatura failed: %v", r)
		}
	}()
	u, _ := url.Parse(address)
	res, err := trafilatura.ExtractDocument(doc, trafilatura.Options{
		OriginalURL:      u,
		EnableFallback:   true,
		ExcludeComments:  true,
		HtmlDateOverride: &htmldate.Result{},
	})
	if err != nil {
		return "", err
	}
	if res == nil || res.ContentNode == nil {
		return "", errors.New("go-trafilatura found nothing")
	}
	return spacedText(res.ContentNode), nil
}

// spacedText returns the text in n with a blank between any two text nodes that
// stand in different blocks.
func spacedText(n *html.Node) string {
	var b strings.Builder
	walk(n, func(n *html.Node) bool {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Type == html.ElementNode && (isBlock(n) || skipped(n)):
			b.WriteByte(' ')
		}
		return true
	})
	return b.String()
}

// minBody is the least words of an articleBody that is worth reading.
const minBody = 60

// bodyInstead returns the paragraphs of the structured data's articleBody if
// the page itself shows less than a third of it, as pages do that scripts
// write; else nil.
func bodyInstead(meta *pageMeta, page *pageView, scores []int32) []string {
	if meta.body == "" {
		return nil
	}
	body := meta.body
	if strings.Contains(body, "</p>") || strings.Contains(body, "<br") {
		if doc, err := parseHTML(body); err == nil {
			var parts []string
			segs, _ := segments(doc)
			for _, s := range segs {
				parts = append(parts, s.text)
			}
			body = strings.Join(parts, "\n")
		}
	}
	want := countWords(oneLine(body))
	have := 0
	for i, s := range scores {
		if s > 0 {
			have += page.segs[i].words
		}
	}
	if want < minBody || have*3 >= want {
		return nil
	}
	var out []string
	for line := range strings.Lines(body) {
		if line = oneLine(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// writeBody makes the article of paragraphs that the structured data give.
func (d *draft) writeBody(paragraphs []string, meta *pageMeta) {
	var w writer
	if title := firstOf([]string{d.stated.Title}, []string{bareTitle(meta)}); title != "" {
		d.title = w.add(title, news.Title, "")
	}
	for _, p := range paragraphs {
		w.add(p, news.Paragraph, "")
	}
	d.text, d.blocks = w.text(), w.blocks
	d.notices = append(d.notices, news.Notice{
		Code:    "text-from-structured-data",
		Message: "The page shows little of its article; the text is that of its structured data.",
	})
}

// locateDate makes the date a stated one if its words stand in the text.
func (d *draft) locateDate() {
	p := &d.published
	if p.Words == "" || utf8.RuneCountInString(p.Words) < 8 {
		return
	}
	if i := strings.Index(d.text, p.Words); i >= 0 && p.Basis == news.BasisInferred {
		p.Span = news.Span{Start: i, End: i + len(p.Words)}
		p.Basis = news.BasisStated
		if p.Reason == foundInMarkup {
			p.Reason = "a line of the text says so"
		}
	}
}
