package brief

import (
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// ErrNotBrief says that what was to be checked is not the JSON of a brief.
var ErrNotBrief = errors.New("this is not a brief")

// A Problem is one thing in a brief that is not true.
type Problem struct {
	Path    string // where, as in "stories[0].timeline[2].spans[1]"
	Message string // what is wrong, one line
}

// String returns "path: message".
func (p Problem) String() string { return p.Path + ": " + p.Message }

// A Checked is the account of a check.
type Checked struct {
	Articles int // articles of the brief
	Spans    int // spans of the brief
	// Unproved counts the spans of articles whose text neither the brief
	// carries nor the reader gave: nothing but their length was checked.
	Unproved int
	Problems []Problem // the first MaxProblems
	Failed   int       // how many there are
}

// MaxProblems is how many problems a check tells in full.
const MaxProblems = 1000

// True reports whether every span was proved and nothing else was wrong.
func (c *Checked) True() bool { return c.Failed == 0 && c.Unproved == 0 }

// Check proves the brief whose JSON is raw: each span's words are the article's
// at its offsets, in code points; each text has its hash; what is made of spans
// (titles, words of dates, statements, entries of the timeline) has their words;
// each id that is referred to exists; lists are sorted; what must have a span
// has one. It looks at every object that has the form of a span, wherever it
// stands, so that none is forgotten.
//
// Own are the reader's own copies of the articles, in any order, or nil if none
// were given. Each article of the brief is then compared with its copy (that of
// its id, else of its input), and a text that has changed is a problem. A brief
// that carries no texts is proved against the copies.
//
// The error is [ErrNotBrief], with the cause, if raw is not JSON or not a brief.
// It does not check raw against the schema. It takes linear time and, besides
// raw, the memory of the articles' texts.
func Check(raw []byte, own []news.Article) (*Checked, error) {
	if !utf8.Valid(raw) {
		return nil, fmt.Errorf("%w: it is not UTF-8", ErrNotBrief)
	}
	if !json.Valid(raw) {
		var v json.RawMessage
		err := json.Unmarshal(raw, &v)
		if err == nil {
			err = errors.New("it is not JSON")
		}
		return nil, fmt.Errorf("%w: %w", ErrNotBrief, err)
	}
	c := &checker{ids: make(map[string]map[string]bool), articles: make(map[string]*checkedArticle)}
	g := &gatherer{c: c}
	s := &scanner{data: raw, v: g}
	s.value()
	switch {
	case g.version == "":
		return nil, fmt.Errorf(`%w: it has no "version"`, ErrNotBrief)
	case g.version != Version:
		return nil, fmt.Errorf("%w of version %s: its version is %q", ErrNotBrief, Version, g.version)
	case !g.articles:
		return nil, fmt.Errorf(`%w: it has no list "articles"`, ErrNotBrief)
	}
	if own != nil {
		c.compare(own)
	}
	s = &scanner{data: raw, v: c}
	s.value()
	return &c.out, nil
}

// A checkedArticle is an article of the brief that is being checked.
type checkedArticle struct {
	id, name string
	line     int
	sha      string
	path     string
	text     string
	known    bool // text is the article's, from the brief or from the reader
	carried  bool // the brief carries it
	runes    *news.Runes
	points   int // length of text
}

func (a *checkedArticle) set(text string) {
	a.text, a.known = text, true
	a.runes = news.NewRunes(text)
	a.points = a.runes.Point(len(text))
}

// A gatherer is the first pass: ids and texts.
type gatherer struct {
	c        *checker
	version  string
	articles bool
	name     string // of the input of the article at hand
	line     int
}

func (g *gatherer) skip(*scanner) bool { return false }

func (g *gatherer) scalar(s *scanner, raw []byte) {
	if string(s.path) == "version" {
		g.version, _ = unquote(raw)
	}
}

func (g *gatherer) array(s *scanner, _ int) {
	if string(s.path) == "articles" {
		g.articles = true
	}
}

func (g *gatherer) object(s *scanner, members []member) {
	switch string(s.path) {
	case "articles[].input":
		g.name, _ = s.stringAt(members, "name")
		g.line = 0
		_ = json.Unmarshal(s.find(members, "line"), &g.line)
		return
	case "articles[]":
		g.article(s, members)
	}
	if len(s.frames) == 2 && s.parent().array {
		id, ok := s.stringAt(members, "id")
		if !ok {
			return
		}
		list := string(s.path[:len(s.path)-2])
		if g.c.ids[list] == nil {
			g.c.ids[list] = make(map[string]bool)
		}
		g.c.ids[list][id] = true
	}
}

func (g *gatherer) article(s *scanner, members []member) {
	a := &checkedArticle{name: g.name, line: g.line, path: s.where()}
	g.name, g.line = "", 0
	a.id, _ = s.stringAt(members, "id")
	a.sha, _ = s.stringAt(members, "text_sha256")
	if text, ok := s.stringAt(members, "text"); ok {
		a.set(text)
		a.carried = true
	}
	g.c.articles[a.id] = a
	g.c.order = append(g.c.order, a)
	g.c.out.Articles++
}

// compare looks at the reader's own copies.
func (c *checker) compare(own []news.Article) {
	type input struct {
		name string
		line int
	}
	byID := make(map[string]int, len(own))
	byInput := make(map[input]int, len(own))
	bySHA := make(map[string]int, len(own))
	shas := make([]string, len(own))
	for i := range own {
		shas[i] = textSHA256(own[i].Text)
		byID[own[i].ID] = i
		byInput[input{own[i].Input.Name, own[i].Input.Line}] = i
		bySHA[shas[i]] = i
	}
	for _, a := range c.order {
		i, ok := byID[a.id]
		if !ok {
			i, ok = bySHA[a.sha]
		}
		if !ok {
			i, ok = byInput[input{a.name, a.line}]
		}
		switch {
		case !ok:
			c.report(a.path, fmt.Sprintf("article %s (%s) is not among the inputs given", a.id, a.name))
		case shas[i] != a.sha:
			c.report(a.path, fmt.Sprintf("the text of article %s (%s) has changed: the input's hash is %s, the brief's %s", a.id, inputName(own[i].Input), shas[i], a.sha))
		case a.carried && a.text != own[i].Text:
			c.report(a.path+".text", fmt.Sprintf("the text is not that of the input %s", inputName(own[i].Input)))
		case !a.carried:
			a.set(own[i].Text)
		}
	}
}
