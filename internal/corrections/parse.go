package corrections

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// The bounds of a file.
const (
	maxBytes = 8 << 20
	maxLine  = 16 << 10 // bytes
	maxNames = 64       // names, articles or outlets of one line
	maxWrong = 100      // lines that are named as wrong; what is more is counted
)

// Parse reads the bytes of a file of corrections; file is its name, for
// messages. The error joins a [*LineError] for every line that cannot be read, of
// very many for the first hundred, and, if all can be, for every two lines that disagree; the Set is then nil.
// It takes time linear in data but for sorting.
func Parse(file string, data []byte) (*Set, error) {
	sum := sha256.Sum256(data)
	set := &Set{File: file, SHA256: hex.EncodeToString(sum[:])}
	if len(data) > maxBytes {
		return nil, fmt.Errorf("%s: %d bytes of corrections, more than the %d that can be read", file, len(data), maxBytes)
	}
	var errs []error
	line, wrong, more := 0, 0, 0 // more: the first line that is not named
	for rest := bytes.TrimPrefix(data, []byte("\uFEFF")); len(rest) > 0; {
		var raw []byte
		raw, rest, _ = bytes.Cut(rest, []byte("\n"))
		line++
		c, ok, err := parseLine(string(bytes.TrimSuffix(raw, []byte("\r"))))
		if err != nil {
			if wrong++; wrong <= maxWrong {
				errs = append(errs, &LineError{File: file, Line: line, Message: err.Error()})
			} else if more == 0 {
				more = line
			}
		} else if ok {
			c.Line = line
			set.Corrections = append(set.Corrections, c)
		}
	}
	if wrong > maxWrong {
		errs = append(errs, &LineError{File: file, Line: more, Message: fmt.Sprintf("from here on, %d more lines that cannot be read", wrong-maxWrong)})
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	if err := set.disagreements(); err != nil {
		return nil, err
	}
	return set, nil
}

// A token is a word of a line; a quoted one is never a keyword.
type token struct {
	text   string
	quoted bool
}

func (t token) is(word string) bool { return !t.quoted && t.text == word }

// keywords are the bare words that mean something within a line.
var keywords = map[string]bool{
	"to": true, "is": true, "in": true, "at": true, "as": true, "with": true, "unknown": true,
	"person": true, "organization": true, "organisation": true, "place": true, "group": true, "other": true,
}

// scan splits a line into tokens. A # that begins a token begins a comment.
func scan(line string) ([]token, error) {
	if !utf8.ValidString(line) {
		return nil, errors.New("not UTF-8; save the file as UTF-8")
	}
	var out []token
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRuneInString(line[i:])
		switch {
		case unicode.IsSpace(r):
			i += n
		case r == '#':
			return out, nil
		case r == '"':
			text, end, ok := quotedText(line, i+n)
			if !ok {
				return nil, fmt.Errorf("the quotation mark before %s is not closed", clip(line[i+n:]))
			}
			out = append(out, token{text, true})
			i = end
		case r == '“':
			end := strings.Index(line[i+n:], "”")
			if end < 0 {
				return nil, fmt.Errorf("the quotation mark before %s is not closed", clip(line[i+n:]))
			}
			out = append(out, token{line[i+n : i+n+end], true})
			i += n + end + len("”")
		default:
			end := strings.IndexFunc(line[i:], unicode.IsSpace)
			if end < 0 {
				end = len(line) - i
			}
			out = append(out, token{line[i : i+end], false})
			i += end
		}
	}
	return out, nil
}

// quotedText reads up to the closing quotation mark: \" and \\ stand for
// themselves.
func quotedText(line string, i int) (text string, end int, ok bool) {
	var b strings.Builder
	for ; i < len(line); i++ {
		switch c := line[i]; {
		case c == '"':
			return b.String(), i + 1, true
		case c == '\\' && i+1 < len(line) && (line[i+1] == '"' || line[i+1] == '\\'):
			i++
			b.WriteByte(line[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", 0, false
}

// clip shortens words for a message.
func clip(s string) string {
	const most = 40
	if len(s) > most {
		cut := most
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "…"
	}
	return quote(s)
}

// parseLine reads one line; ok is false for an empty one or a comment.
func parseLine(line string) (c Correction, ok bool, err error) {
	if len(line) > maxLine {
		return c, false, fmt.Errorf("the line has %d bytes, more than the %d that can be read", len(line), maxLine)
	}
	tokens, err := scan(line)
	if err != nil || len(tokens) == 0 {
		return c, false, err
	}
	p := parser{tokens: tokens[1:]}
	c.Verb = Verb(tokens[0].text)
	i := slices.IndexFunc(verbs, func(v struct {
		verb  Verb
		usage string
	}) bool {
		return v.verb == c.Verb
	})
	if i < 0 || tokens[0].quoted {
		return c, false, fmt.Errorf("%s is no correction; the first word is one of %s", clip(tokens[0].text), verbList())
	}
	p.read(&c)
	if p.err == nil && len(p.tokens) > 0 {
		p.fail("%s is one word too many", clip(p.tokens[0].text))
	}
	if p.err != nil {
		return c, false, fmt.Errorf("%w; write %s", p.err, verbs[i].usage)
	}
	return c, true, nil
}

func verbList() string {
	names := make([]string, len(verbs))
	for i, v := range verbs {
		names[i] = string(v.verb)
	}
	return strings.Join(names, ", ")
}

// A parser takes tokens off the front of a line. After its first error it
// takes no more.
type parser struct {
	tokens []token
	err    error
}

func (p *parser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf(format, args...)
	}
}

func (p *parser) read(c *Correction) {
	switch c.Verb {
	case Merge:
		c.Names = p.names(2)
		p.distinctNames(c.Names)
	case Split:
		p.split(c)
	case Rename:
		c.Names = p.oneName()
		p.keyword("to")
		c.To = p.quoted("the new name")
	case Retype:
		c.Names = p.oneName()
		p.keyword("to")
		c.Type = p.entityType()
		if p.err == nil && c.Type == c.Names[0].Type {
			p.fail("the type stays %s", c.Type)
		}
	case Speaker:
		c.Articles = []Article{p.article()}
		c.Words = p.quoted("the words that were said")
		p.keyword("is")
		if !p.take("unknown") {
			c.Names = p.oneName()
		}
	case OutletFamily:
		for p.err == nil && len(p.tokens) > 0 && !p.tokens[0].is("as") {
			c.Outlets = append(c.Outlets, p.word("an outlet"))
		}
		p.atLeastTwo(len(c.Outlets), "outlets")
		if p.take("as") {
			c.To = p.quoted("the name of the family")
		}
	case NotACopy, SameStory, OtherStory:
		for p.err == nil && len(p.tokens) > 0 {
			c.Articles = append(c.Articles, p.article())
		}
		p.atLeastTwo(len(c.Articles), "articles")
		if c.Verb == NotACopy && len(c.Articles) > 2 {
			p.fail("%d articles, not two", len(c.Articles))
		}
		p.distinctArticles(c.Articles)
	}
}

func (p *parser) split(c *Correction) {
	c.Names = p.names(1)
	if p.err != nil || !p.take("in") {
		if p.err == nil && len(c.Names) != 2 {
			p.fail("%d names, not two", len(c.Names))
		}
		p.distinctNames(c.Names)
		return
	}
	if len(c.Names) != 1 {
		p.fail("%d names before in, not one", len(c.Names))
	}
	c.Articles = []Article{p.article()}
	if p.take("at") {
		c.Words = p.quoted("words of the article")
	}
	if p.take("as") {
		c.To = p.quoted("the other's name")
	}
}

// names reads names and types: a type holds for the names before it.
func (p *parser) names(least int) []Name {
	var out []Name
	open := 0 // the first name without a type
	for p.err == nil && len(p.tokens) > 0 {
		if t := p.tokens[0]; !t.quoted && keywords[t.text] {
			kind, ok := entityTypes[t.text]
			if !ok || open == len(out) {
				break
			}
			p.tokens = p.tokens[1:]
			for ; open < len(out); open++ {
				out[open].Type = kind
			}
			continue
		}
		out = append(out, Name{Name: p.word("a name")})
	}
	switch {
	case p.err != nil:
	case len(out) < least:
		p.fail("%d names, not %d or more", len(out), least)
	case len(out) > maxNames:
		p.fail("%d names, more than %d", len(out), maxNames)
	case open < len(out):
		p.fail("%s has no type (person, organization, place, group or other)", clip(out[open].Name))
	}
	return out
}

func (p *parser) oneName() []Name {
	n := Name{Name: p.word("a name")}
	n.Type = p.entityType()
	return []Name{n}
}

var entityTypes = map[string]news.EntityType{
	"person": news.Person, "organization": news.Organization, "organisation": news.Organization,
	"place": news.Place, "group": news.Group, "other": news.Other,
}

func (p *parser) entityType() news.EntityType {
	if p.err == nil && len(p.tokens) > 0 && !p.tokens[0].quoted {
		if kind, ok := entityTypes[p.tokens[0].text]; ok {
			p.tokens = p.tokens[1:]
			return kind
		}
	}
	p.fail("a type is missing (person, organization, place, group or other)")
	return ""
}

// take takes a keyword if it comes next.
func (p *parser) take(word string) bool {
	if p.err == nil && len(p.tokens) > 0 && p.tokens[0].is(word) {
		p.tokens = p.tokens[1:]
		return true
	}
	return false
}

func (p *parser) keyword(word string) {
	if p.err == nil && !p.take(word) {
		p.fail("%q is missing", word)
	}
}

// word takes a name, address or outlet, quoted or bare.
func (p *parser) word(what string) string {
	if p.err != nil {
		return ""
	}
	if len(p.tokens) == 0 || !p.tokens[0].quoted && keywords[p.tokens[0].text] {
		p.fail("%s is missing", what)
		return ""
	}
	text := strings.TrimSpace(p.tokens[0].text)
	p.tokens = p.tokens[1:]
	if fold(text) == "" {
		p.fail("%s is empty", what)
	}
	return text
}

func (p *parser) quoted(what string) string {
	if p.err == nil && len(p.tokens) > 0 && !p.tokens[0].quoted {
		p.fail("%s must stand in quotation marks", what)
	}
	return p.word(what)
}

func (p *parser) article() Article {
	a := Article{Name: p.word("an article")}
	if p.take("with") {
		a.With = p.quoted("words of the article")
	}
	return a
}

func (p *parser) atLeastTwo(n int, what string) {
	switch {
	case n < 2:
		p.fail("%d %s, not two or more", n, what)
	case n > maxNames:
		p.fail("%d %s, more than %d", n, what, maxNames)
	}
}

func (p *parser) distinctNames(names []Name) {
	seen := map[string]bool{}
	for _, n := range names {
		if seen[n.key()] {
			p.fail("%s stands there twice", clip(n.Name))
		}
		seen[n.key()] = true
	}
}

func (p *parser) distinctArticles(articles []Article) {
	seen := map[string]bool{}
	for _, a := range articles {
		if seen[a.key()] {
			p.fail("the article %s stands there twice", clip(a.Name))
		}
		seen[a.key()] = true
	}
}
