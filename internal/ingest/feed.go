package ingest

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"strings"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"

	"github.com/twosource/twosource/internal/news"
)

// feed gives the entries of an RSS or Atom feed. Many hold only the first lines
// of their article: that is all that is read here.
func (j *job) feed(name string, b []byte) {
	d := decode(b, declaredIn(b))
	if !j.decodedAs(name, &d) {
		return
	}
	items, blank, err := j.entries(name, d.text)
	switch {
	case j.stopped != nil:
	case err != nil:
		j.fail(name, 0, "a feed (RSS or Atom) that is damaged: %s", oneLine(cleanName(err.Error())))
	case items == 0:
		j.fail(name, 0, "a feed without entries")
	case blank == items:
		j.fail(name, 0, "a feed whose entries hold no text, only links; give the feed's address and they are fetched, or save the pages as HTML")
	case blank > 0:
		j.notice("empty-text", "%s: %d of %s", name, blank, count(items, "entry has no text", "entries have no text"))
	}
}

// entries gives the entries of a feed and returns their number and how many of
// them hold no text. The error is that of a damaged feed.
func (j *job) entries(name, text string) (items, blank int, err error) {
	f, err := parseFeed(text)
	if err != nil {
		return 0, 0, err
	}
	for i, item := range f.Items {
		if item == nil {
			continue
		}
		p := entryPage(f, i)
		if strings.TrimSpace(p.Body) == "" {
			blank++
			continue
		}
		p.Input = news.Input{Name: name, Line: i + 1}
		if !j.page(p) {
			break
		}
	}
	return len(f.Items), blank, nil
}

// undatedEntry reports whether entry i of an Atom feed does not say when it was
// published.
func undatedEntry(f *gofeed.Feed, i int) bool {
	a, ok := f.OriginalFeed().(*atom.Feed)
	return ok && i < len(a.Entries) && a.Entries[i].Published == ""
}

// parseFeed reads a feed that has been decoded. A parser of others' making must
// not stop us, so a panic in it is an error.
func parseFeed(s string) (f *gofeed.Feed, err error) {
	defer func() {
		if recover() != nil {
			f, err = nil, errors.New("its parts do not fit together")
		}
	}()
	// The declaration names the encoding of the bytes; these are UTF-8 now.
	if rest, ok := strings.CutPrefix(strings.TrimSpace(s), "<?xml"); ok {
		if _, body, ok := strings.Cut(rest, "?>"); ok {
			s = body
		}
	}
	if err := flat(s); err != nil {
		return nil, err
	}
	parser := gofeed.NewParser()
	parser.KeepOriginalFeed = true
	f, err = parser.Parse(bytes.NewReader([]byte(strings.TrimSpace(s))))
	if err == nil && f == nil {
		err = errors.New("it holds nothing")
	}
	return f, err
}

// Bounds on a feed's XML, ours: real feeds nest ten deep and know twenty name
// spaces.
const (
	maxDepth      = 256
	maxNameSpaces = 512
)

// flat returns an error if the XML in s nests so deep, or declares so many name
// spaces at once, that the feed parser, which recurses and copies, would run
// out of stack or memory. It reads s as that parser does; broken XML is left to
// it.
func flat(s string) error {
	d := xml.NewDecoder(strings.NewReader(s))
	d.Strict = false
	var open []int // name spaces that each open element declares
	spaces := 0
	for {
		t, err := d.Token()
		if err != nil {
			return nil
		}
		switch t := t.(type) {
		case xml.StartElement:
			n := 0
			for _, a := range t.Attr {
				if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
					n++
				}
			}
			open = append(open, n)
			if spaces += n; len(open) > maxDepth || spaces > maxNameSpaces {
				return errors.New("its elements are nested too deep")
			}
		case xml.EndElement:
			if n := len(open) - 1; n >= 0 {
				spaces -= open[n]
				open = open[:n]
			}
		}
	}
}

// entry makes a page of one entry.
func entry(f *gofeed.Feed, item *gofeed.Item) news.Page {
	body := item.Content
	if strings.TrimSpace(body) == "" {
		body = item.Description
	}
	p := news.Page{
		Media: news.HTML,
		Body:  tidy(strings.ToValidUTF8(body, "\uFFFD")),
		Stated: news.Stated{
			SourceID:  oneLine(item.GUID),
			URL:       oneLine(item.Link),
			Title:     oneLine(item.Title),
			Outlet:    oneLine(f.Title),
			Published: oneLine(item.Published),
			Updated:   oneLine(item.Updated),
			Language:  oneLine(f.Language),
		},
	}
	for _, a := range item.Authors {
		if a != nil && oneLine(a.Name) != "" {
			p.Stated.Authors = append(p.Stated.Authors, oneLine(a.Name))
		}
	}
	if len(item.Categories) > 0 {
		if v, err := json.Marshal(item.Categories); err == nil {
			p.Stated.Extra = []news.Field{{Name: "categories", Value: string(v), JSON: true}}
		}
	}
	if !strings.ContainsAny(p.Body, "<&") {
		p.Media = news.PlainText
	}
	return p
}
