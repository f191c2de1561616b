package export

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/twosource/twosource/internal/news"
)

// An Item is one entry of a feed that is written: a story, or an alert.
type Item struct {
	ID      string // a URI that stays
	Title   string
	Text    string
	Link    string    // ""
	Updated time.Time // zero if unknown
}

// A Channel is a feed that is written.
type Channel struct {
	ID    string // a URI that stays
	Title string
	Link  string // ""
	Items []Item // the newest first
}

// Stories returns a channel of the stories of a record, the newest first, each
// with how many articles and origins it has.
func Stories(rec *news.Record) Channel {
	look := newWriter(rec)
	c := Channel{ID: "urn:twosource:stories", Title: "Stories, by origins"}
	for i := range rec.Stories {
		s := &rec.Stories[i]
		it := Item{ID: "urn:twosource:story:" + s.ID, Title: s.Title}
		it.Text = fmt.Sprintf("%s, at most %s", counted(len(s.Articles), "article"), counted(s.Origins, "independent origin"))
		for _, id := range s.Articles {
			k, ok := look.articles[id]
			if !ok {
				continue
			}
			a := &rec.Articles[k]
			if _, last, ok := a.Published.Bounds(); ok {
				if at := time.Unix(last*60, 0).UTC(); at.After(it.Updated) {
					it.Updated = at
				}
			}
			if it.Link == "" && isWeb(a.URL) {
				it.Link = a.URL
			}
			if it.Title == "" {
				it.Title = cmp.Or(a.Title, a.Input.Name)
			}
		}
		c.Items = append(c.Items, it)
	}
	slices.SortStableFunc(c.Items, func(a, b Item) int { return cmp.Or(b.Updated.Compare(a.Updated), cmp.Compare(a.ID, b.ID)) })
	return c
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// updated is when the newest of the items was changed; 1970 if none says so.
func (c *Channel) updated() time.Time {
	at := time.Unix(0, 0).UTC()
	for _, it := range c.Items {
		if it.Updated.After(at) {
			at = it.Updated
		}
	}
	return at
}

type atomLink struct {
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string    `xml:"id"`
	Title   string    `xml:"title"`
	Updated string    `xml:"updated"`
	Link    *atomLink `xml:"link,omitempty"`
	Summary string    `xml:"summary"`
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Link    *atomLink   `xml:"link,omitempty"`
	Entries []atomEntry `xml:"entry"`
}

// WriteAtom writes a channel as Atom (RFC 4287).
func WriteAtom(w io.Writer, c Channel) error {
	f := atomFeed{ID: c.ID, Title: c.Title, Updated: c.updated().Format(time.RFC3339), Author: "Twosource", Link: linkTo(c.Link)}
	for _, it := range c.Items {
		at := it.Updated
		if at.IsZero() {
			at = time.Unix(0, 0).UTC() // RFC 4287 demands a date
		}
		f.Entries = append(f.Entries, atomEntry{it.ID, it.Title, at.Format(time.RFC3339), linkTo(it.Link), it.Text})
	}
	return writeXML(w, f)
}

// isWeb reports whether an address is one that a reader may be led to: not a
// script, and not a file.
func isWeb(address string) bool {
	scheme, _, ok := strings.Cut(address, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

func linkTo(href string) *atomLink {
	if href == "" {
		return nil
	}
	return &atomLink{href}
}

type rssGUID struct {
	Permanent bool   `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

type rssItem struct {
	Title       string  `xml:"title"`
	Link        string  `xml:"link,omitempty"`
	GUID        rssGUID `xml:"guid"`
	Published   string  `xml:"pubDate,omitempty"`
	Description string  `xml:"description"`
}

type rssFeed struct {
	XMLName     xml.Name  `xml:"rss"`
	Version     string    `xml:"version,attr"`
	Title       string    `xml:"channel>title"`
	Link        string    `xml:"channel>link"`
	Description string    `xml:"channel>description"`
	Items       []rssItem `xml:"channel>item"`
}

// WriteRSS writes a channel as RSS 2.0.
func WriteRSS(w io.Writer, c Channel) error {
	f := rssFeed{Version: "2.0", Title: c.Title, Link: cmp.Or(c.Link, c.ID), Description: c.Title}
	for _, it := range c.Items {
		item := rssItem{Title: it.Title, Link: it.Link, GUID: rssGUID{false, it.ID}, Description: it.Text}
		if !it.Updated.IsZero() {
			item.Published = it.Updated.Format(time.RFC1123Z)
		}
		f.Items = append(f.Items, item)
	}
	return writeXML(w, f)
}

func writeXML(w io.Writer, v any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
