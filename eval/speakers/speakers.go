// Package speakers holds direct quotations drawn at random from the archive with
// their speakers marked by hand, and compares what was found with them.
package speakers

import (
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A Record is one line of the archive.
type Record struct {
	ID     string `json:"id"`
	Source string `json:"source"`
	Title  string `json:"title"`
	Text   string `json:"text"`
}

// Article lays r out: the title, an empty line, and a paragraph a line. Offsets
// of the marked quotations are bytes of its Text.
func (r *Record) Article() *news.Article {
	a := &news.Article{ID: r.ID, Outlet: r.Source, Title: r.Title, Text: r.Title + "\n\n" + r.Text, Language: "en"}
	at := 0
	for line := range strings.SplitAfterSeq(a.Text, "\n") {
		s := news.Span{Start: at, End: at + len(line)}.Trim(a.Text)
		at += len(line)
		if s.Len() == 0 {
			continue
		}
		kind := news.Paragraph
		if len(a.Blocks) == 0 && r.Title != "" {
			kind, a.TitleSpan = news.Title, s
		}
		a.Blocks = append(a.Blocks, news.Block{Span: s, Kind: kind})
	}
	return a
}
