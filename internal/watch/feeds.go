package watch

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Feed is one that is polled.
type Feed struct {
	URL    string
	Title  string // ""
	Folder string // that it stands in, "News/Asia"; ""
}

// maxFeeds bounds the feeds of one list, and maxOutline how deep its folders
// nest. Ours: people's lists have some hundreds, in two levels.
const (
	maxFeeds   = 20_000
	maxOutline = 32
)

// outline is one line of an OPML file: a folder or a feed.
type outline struct {
	Text  string    `xml:"text,attr,omitempty"`
	Title string    `xml:"title,attr,omitempty"`
	Type  string    `xml:"type,attr,omitempty"`
	URL   string    `xml:"xmlUrl,attr,omitempty"`
	Lines []outline `xml:"outline"`
}

type opml struct {
	XMLName xml.Name  `xml:"opml"`
	Version string    `xml:"version,attr"`
	Title   string    `xml:"head>title"`
	Lines   []outline `xml:"body>outline"`
}

// ReadOPML returns the feeds of an OPML file in its order, none twice.
//
// The error says that it is no OPML, is damaged before the first feed, nests
// too deep or lists too many.
//
// Source: opml.org/spec2.opml.
func ReadOPML(r io.Reader) ([]Feed, error) {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var feeds []Feed
	var folders []string
	seen := map[string]bool{}
	isOPML := false
	for {
		t, err := d.Token()
		switch {
		case err != nil && len(feeds) > 0:
			return feeds, nil // what stands before the damage
		case errors.Is(err, io.EOF) && isOPML:
			return nil, errors.New("it lists no feed")
		case err != nil:
			return nil, errors.New("not an OPML file that can be read")
		}
		switch t := t.(type) {
		case xml.StartElement:
			isOPML = isOPML || t.Name.Local == "opml"
			if t.Name.Local != "outline" {
				continue
			}
			f := feedOf(t.Attr)
			if f.URL != "" && !seen[f.URL] {
				seen[f.URL] = true
				f.Folder = strings.Join(folders, "/")
				feeds = append(feeds, f)
			}
			if folders = append(folders, folderName(f)); len(folders) > maxOutline || len(feeds) > maxFeeds {
				return nil, fmt.Errorf("more than %d folders deep, or more than %d feeds", maxOutline, maxFeeds)
			}
		case xml.EndElement:
			if t.Name.Local == "outline" && len(folders) > 0 {
				folders = folders[:len(folders)-1]
			}
		}
	}
}

// folderName is what an outline is called in the path of those below it.
func folderName(f Feed) string { return strings.ReplaceAll(f.Title, "/", " ") }

// feedOf reads the attributes of an outline. Its URL is "" if it is a folder.
func feedOf(attrs []xml.Attr) Feed {
	var f Feed
	for _, a := range attrs {
		v := strings.Join(strings.Fields(strings.ToValidUTF8(a.Value, "\uFFFD")), " ")
		switch strings.ToLower(a.Name.Local) {
		case "xmlurl":
			if IsAddress(v) {
				f.URL = v
			}
		case "title":
			f.Title = v
		case "text":
			if f.Title == "" {
				f.Title = v
			}
		}
	}
	return f
}

// IsAddress reports whether s is an http or https address by its form.
func IsAddress(s string) bool {
	low := strings.ToLower(s[:min(len(s), 8)])
	return (strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://")) && !strings.ContainsAny(s, " \t\n")
}

// WriteOPML writes feeds as an OPML 2.0 file, those of one folder together, in
// the order of the folders' first feeds.
func WriteOPML(w io.Writer, title string, feeds []Feed) error {
	doc := opml{Version: "2.0", Title: title}
	for _, f := range feeds {
		lines := &doc.Lines
		if f.Folder != "" {
			for name := range strings.SplitSeq(f.Folder, "/") {
				i := slices.IndexFunc(*lines, func(o outline) bool { return o.URL == "" && o.Text == name })
				if i < 0 {
					i = len(*lines)
					*lines = append(*lines, outline{Text: name})
				}
				lines = &(*lines)[i].Lines
			}
		}
		*lines = append(*lines, outline{Text: cmpTitle(f), Title: f.Title, Type: "rss", URL: f.URL})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// cmpTitle is what a feed is called: its address if it has no title.
func cmpTitle(f Feed) string {
	if f.Title != "" {
		return f.Title
	}
	return f.URL
}
