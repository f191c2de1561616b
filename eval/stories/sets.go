// Package stories reads sets of articles labelled with the happening that they
// tell of, and scores how package cluster parts them.
package stories

import (
	"archive/tar"
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/ingest"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/reuse"
)

// A Set is articles of which a person says which tell of one happening. The
// slices are parallel and sorted by the article's id.
type Set struct {
	Name        string
	Articles    []news.Article
	Annotations []news.Annotation
	Events      []string // the happening of each, as its set names it
}

// Read reads labelled sets of events from data, by name: articles as
// package ingest reads them, whose fields set and event say where they belong;
// ecbplus.tar.gz; or a folder that holds such files under the names of the
// corpora.
//
// An event of ECB+ is a topic's articles of one kind (ecb or ecbplus), which
// tell of one happening. Spaces before punctuation are taken out, and lines
// that are an address.
//
// Source of ECB+: A. Cybulska, P. Vossen, LREC 2014.
func Read(ctx context.Context, data string) ([]Set, error) {
	files := []string{data}
	if info, err := os.Stat(data); err == nil && info.IsDir() {
		if files, err = filepath.Glob(filepath.Join(data, "clusters-*.jsonl.gz")); err != nil {
			return nil, err
		}
		files = append(files, filepath.Join(data, "ecbplus.tar.gz"))
	}
	pages := map[string][]labelled{}
	for _, file := range files {
		read := readEvents
		if strings.HasSuffix(file, ".tar.gz") {
			read = readECB
		}
		if err := read(ctx, file, pages); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	var sets []Set
	for name, of := range pages {
		set, err := newSet(ctx, name, of)
		if err != nil {
			return nil, err
		}
		sets = append(sets, set)
	}
	slices.SortFunc(sets, func(a, b Set) int { return cmp.Compare(a.Name, b.Name) })
	return sets, nil
}

// A labelled is a page and the happening that it is said to tell of.
type labelled struct {
	page  news.Page
	event string
}

// newSet extracts and annotates the pages of a set.
func newSet(ctx context.Context, name string, pages []labelled) (Set, error) {
	type row struct {
		article news.Article
		event   string
	}
	var rows []row
	ex, an := extract.New(extract.Options{}), annotate.New(annotate.Options{})
	for _, p := range pages {
		a, _, err := ex.Extract(p.page)
		if errors.Is(err, extract.ErrNoArticle) {
			continue
		}
		if err != nil {
			return Set{}, err
		}
		rows = append(rows, row{a, p.event})
	}
	byID := func(a, b row) int { return cmp.Compare(a.article.ID, b.article.ID) }
	slices.SortStableFunc(rows, byID)
	rows = slices.CompactFunc(rows, func(a, b row) bool { return byID(a, b) == 0 })
	set := Set{Name: name}
	for i := range rows {
		if err := ctx.Err(); err != nil {
			return Set{}, err
		}
		set.Articles = append(set.Articles, rows[i].article)
		set.Annotations = append(set.Annotations, an.Annotate(&rows[i].article))
		set.Events = append(set.Events, rows[i].event)
	}
	return set, nil
}

// readEvents adds the articles of any input that package ingest reads to sets;
// their fields set and event say which and what of.
func readEvents(ctx context.Context, file string, sets map[string][]labelled) error {
	reader, err := ingest.New(ingest.Options{})
	if err != nil {
		return err
	}
	found := ingest.Expand([]string{file})
	for _, e := range found.Errors {
		return e
	}
	for _, src := range found.Sources {
		_, err := reader.Each(ctx, src, func(p news.Page) error {
			l, name := labelled{page: p}, path.Base(file)
			for _, f := range p.Stated.Extra {
				switch f.Name {
				case "set":
					name = f.Value
				case "event":
					l.event = f.Value
				}
			}
			sets[name] = append(sets[name], l)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readECB adds the articles of a tar.gz of ECB+ to sets, under the name
// "ecbplus".
func readECB(_ context.Context, file string, sets map[string][]labelled) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		return err
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		name := path.Base(h.Name)
		topic, _, ok := strings.Cut(name, "_")
		if !ok || path.Ext(name) != ".xml" {
			continue
		}
		text, err := ecbText(t)
		if err != nil {
			return fmt.Errorf("%s: %w", h.Name, err)
		}
		event := topic + "ecb"
		if strings.HasSuffix(name, "plus.xml") {
			event = topic + "ecbplus"
		}
		sets["ecbplus"] = append(sets["ecbplus"], labelled{
			page:  news.Page{Media: news.PlainText, Body: text},
			event: event,
		})
	}
}

// ecbText returns the text of a document of ECB+, a sentence a line.
func ecbText(r io.Reader) (string, error) {
	var doc struct {
		Tokens []struct {
			Sentence string `xml:"sentence,attr"`
			Text     string `xml:",chardata"`
		} `xml:"token"`
	}
	if err := xml.NewDecoder(r).Decode(&doc); err != nil {
		return "", err
	}
	var out, line bytes.Buffer
	flush := func() {
		if s := line.String(); s != "" && !strings.HasPrefix(s, "http:") && !strings.HasPrefix(s, "www.") {
			out.WriteString(s)
			out.WriteByte('\n')
		}
		line.Reset()
	}
	glued := true
	for i, t := range doc.Tokens {
		if i > 0 && t.Sentence != doc.Tokens[i-1].Sentence {
			flush()
			glued = true
		}
		if !glued && !closesWord(t.Text) {
			line.WriteByte(' ')
		}
		line.WriteString(t.Text)
		glued = t.Text == "(" || t.Text == "[" || t.Text == "$" || t.Text == "``"
	}
	flush()
	return out.String(), nil
}

// closesWord reports whether a token is written without a space before it.
func closesWord(token string) bool {
	switch token {
	case ".", ",", ":", ";", "?", "!", ")", "]", "%", "'s", "’s", "n't", "n’t", "''":
		return true
	}
	return false
}

// Links returns the lineage of the set.
func (s *Set) Links() []news.Link {
	return reuse.Find(s.Articles, s.Annotations, reuse.Options{}).Links
}

// Score parts the set with package cluster and compares the stories with the
// events.
func (s *Set) Score() Score {
	return s.Compare(cluster.Find(s.Articles, s.Annotations, s.Links(), cluster.Options{}).Stories)
}

// Compare compares stories with the set's events. An article of no story is a
// group by itself; articles of other sets are left out.
func (s *Set) Compare(stories []news.Story) Score {
	of := map[string]int{}
	for k := range stories {
		for _, id := range stories[k].Articles {
			of[id] = k
		}
	}
	found, gold, events := make([]int, len(s.Articles)), make([]int, len(s.Articles)), map[string]int{}
	for i := range s.Articles {
		k, ok := of[s.Articles[i].ID]
		if !ok {
			k = len(stories) + i
		}
		n, ok := events[s.Events[i]]
		if !ok {
			n = len(events)
			events[s.Events[i]] = n
		}
		found[i], gold[i] = k, n
	}
	return Compare(found, gold)
}
