package extract

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// maxDepth is how deep elements may nest in a page that is read a second time,
// after the parser refused it. The parser's own limit is 512 open elements.
const maxDepth = 200

// parseHTML parses a page. One that nests deeper than the parser allows is
// flattened and parsed again.
func parseHTML(body string) (*html.Node, error) {
	doc, err := html.Parse(strings.NewReader(body))
	if err == nil {
		return doc, nil
	}
	doc, err = html.Parse(strings.NewReader(flatten(body)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoArticle, err)
	}
	return doc, nil
}

// flatten returns the page without the tags that open more than maxDepth
// elements, and without those that close them.
func flatten(body string) string {
	var b strings.Builder
	b.Grow(len(body))
	depth, dropped := 0, 0
	z := html.NewTokenizer(strings.NewReader(body))
	z.SetMaxBuf(1 << 20)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.StartTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			if isVoid(string(name)) {
				b.WriteString(raw)
				continue
			}
			if depth >= maxDepth {
				dropped++
				b.WriteByte(' ')
				continue
			}
			depth++
			b.WriteString(raw)
		case html.EndTagToken:
			if dropped > 0 {
				dropped--
				b.WriteByte(' ')
				continue
			}
			depth = max(0, depth-1)
			b.Write(z.Raw())
		default:
			b.Write(z.Raw())
		}
	}
}

// isVoid reports whether an element of this name never has an end tag.
func isVoid(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr":
		return true
	}
	return false
}
