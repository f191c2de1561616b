package store

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// A Query is what a user searches for. Make one with [ParseQuery].
type Query struct {
	Text Node // what words must be there; its Op is 0 if the query has only dates
	// NotBefore and Before bound when an article was published, in minutes since
	// 1970: its date must not begin before the one and must begin before the
	// other. An undated article is in no bounds.
	NotBefore, Before *int64
	// Origins bounds how many origins there may be: of an article those of its story.
	// A View's Search does not look at it: who searches for records that are derived
	// does.
	Origins Bounds
}

// Bounds are the least and the greatest number that is meant; nil is no bound.
type Bounds struct{ Least, Most *int }

// Asked reports whether there is a bound.
func (b Bounds) Asked() bool { return b.Least != nil || b.Most != nil }

// Has reports whether n lies within the bounds.
func (b Bounds) Has(n int) bool {
	return (b.Least == nil || n >= *b.Least) && (b.Most == nil || n <= *b.Most)
}

// A narrowing is what holds for a whole query beside its words.
type narrowing struct {
	notBefore, before *int64
	origins           Bounds
}

func (q *Query) narrowing() narrowing { return narrowing{q.NotBefore, q.Before, q.Origins} }

// An Op says how a [Node] joins its parts.
type Op byte

// The operations. And has at least one part that is not Not, and Not stands
// nowhere else.
const (
	TermOp Op = 't'
	AndOp  Op = '&'
	OrOp   Op = '|'
	NotOp  Op = '!'
)

// A Node is a term, or parts joined by an operation.
type Node struct {
	Op    Op
	Parts []Node // of And and Or: at least two; of Not: one
	Term
}

// A Term is words that must follow one another.
type Term struct {
	Field  string   // "speaker", "outlet" or "title"; "" for the text
	Words  []string // as [Fold] gives them; at least one
	Prefix bool     // the last word may go on
}

// maxTerms bounds a query. More are a mistake, or an attack.
const maxTerms = 64

// ErrNoWords is the error of a query that asks for nothing.
var ErrNoWords = errors.New("the query has no word to look for")

// ParseQuery reads a query: words that must all be there, OR between those of
// which one suffices, NOT or - before what must not be there, parentheses,
// "phrases", prefix*, speaker:, outlet: and title: before a word or phrase,
// after: and before: with a date, of which after: counts from the date's first
// day on and before: ends where it begins, and origins: with a number or with one
// of >=, >, <= and < before it.
//
// The error says in words for the user what is wrong and where; see also
// [ErrNoWords].
func ParseQuery(s string) (*Query, error) {
	p := &parser{in: s}
	var q Query
	node, err := p.or(&q, 0)
	if err == nil && p.peek() == ')' {
		err = fmt.Errorf("a closing parenthesis at character %d has no opening one", p.where())
	}
	if err != nil {
		return nil, err
	}
	if node == nil {
		if q.narrowing() == (narrowing{}) {
			return nil, ErrNoWords
		}
		return &q, nil
	}
	if node.Op == NotOp {
		return nil, errOnlyNot
	}
	q.Text = *node
	return &q, nil
}

// Has reports whether a term of field stands anywhere in the query.
func (q *Query) Has(field string) bool { return q.Text.has(field) }

func (n *Node) has(field string) bool {
	if n.Op == TermOp {
		return n.Field == field
	}
	for i := range n.Parts {
		if n.Parts[i].has(field) {
			return true
		}
	}
	return false
}

var errOnlyNot = errors.New("the query says only what must not be there; add a word that must")

type parser struct {
	in    string
	at    int
	terms int
}

// where returns the 1-based number of the character at which p stands.
func (p *parser) where() int { return utf8.RuneCountInString(p.in[:p.at]) + 1 }

// peek passes over white space and returns the next byte, or 0 at the end.
func (p *parser) peek() byte {
	for p.at < len(p.in) {
		r, n := utf8.DecodeRuneInString(p.in[p.at:])
		if !unicode.IsSpace(r) {
			return p.in[p.at]
		}
		p.at += n
	}
	return 0
}

// keyword reports whether the next word is w, in capitals, and passes over it.
func (p *parser) keyword(w string) bool {
	p.peek()
	rest, ok := strings.CutPrefix(p.in[p.at:], w)
	if !ok || rest != "" && !unicode.IsSpace(rune(rest[0])) && rest[0] != '(' && rest[0] != ')' && rest[0] != '"' {
		return false
	}
	p.at += len(w)
	return true
}

// or reads parts between which OR stands. It returns nil if there is none.
func (p *parser) or(q *Query, depth int) (*Node, error) {
	if depth > maxTerms {
		return nil, errors.New("the query nests too deep")
	}
	var parts []Node
	for {
		narrowed := q.narrowing() != narrowing{}
		node, err := p.and(q, depth)
		if err != nil {
			return nil, err
		}
		more := p.keyword("OR")
		if (more || len(parts) > 0) && !narrowed && q.narrowing() != (narrowing{}) {
			return nil, errors.New("after:, before: and origins: hold for the whole query and cannot stand beside OR; put the rest in parentheses")
		}
		if node == nil && (more || len(parts) > 0) {
			return nil, fmt.Errorf("a word is missing beside OR at character %d", p.where())
		}
		if node == nil {
			return nil, nil
		}
		if (more || len(parts) > 0) && node.Op == NotOp {
			return nil, errOnlyNot
		}
		parts = append(parts, *node)
		if !more {
			return join(OrOp, parts), nil
		}
	}
}

func join(op Op, parts []Node) *Node {
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return &parts[0]
	}
	return &Node{Op: op, Parts: parts}
}

// and reads parts up to OR, a closing parenthesis or the end.
func (p *parser) and(q *Query, depth int) (*Node, error) {
	var parts []Node
	positive := false
	for {
		if c := p.peek(); c == 0 || c == ')' || p.isOr() {
			break
		}
		if p.keyword("AND") {
			continue
		}
		node, err := p.unary(q, depth)
		if err != nil {
			return nil, err
		}
		if node != nil {
			positive = positive || node.Op != NotOp
			parts = append(parts, *node)
		}
	}
	if len(parts) > 1 && !positive {
		return nil, errOnlyNot
	}
	return join(AndOp, parts), nil
}

func (p *parser) isOr() bool {
	at := p.at
	ok := p.keyword("OR")
	p.at = at
	return ok
}

func (p *parser) unary(q *Query, depth int) (*Node, error) {
	negated := p.keyword("NOT")
	if !negated && p.peek() == '-' {
		p.at++
		negated = true
	}
	if !negated {
		return p.primary(q, depth)
	}
	narrowed := q.narrowing()
	node, err := p.primary(q, depth)
	switch {
	case err != nil:
		return nil, err
	case narrowed != q.narrowing():
		return nil, errors.New("after:, before: and origins: cannot be negated; ask for the opposite")
	case node == nil:
		return nil, fmt.Errorf("a word is missing after NOT at character %d", p.where())
	case node.Op == NotOp:
		return nil, errOnlyNot
	}
	return &Node{Op: NotOp, Parts: []Node{*node}}, nil
}

// primary reads a group, a field, a phrase or a word. It returns nil for what
// has no word in it, as a lone dash.
func (p *parser) primary(q *Query, depth int) (*Node, error) {
	switch p.peek() {
	case 0, ')':
		return nil, nil
	case '(':
		p.at++
		node, err := p.or(q, depth+1)
		if err != nil {
			return nil, err
		}
		if p.peek() != ')' {
			return nil, errors.New("a parenthesis is not closed")
		}
		p.at++
		return node, nil
	case '"':
		return p.phrase("")
	}
	word := p.word()
	name, value, ok := strings.Cut(word, ":")
	if !ok {
		return p.term("", word)
	}
	switch field := strings.ToLower(name); field {
	case "speaker", "outlet", "title":
		if value == "" && p.at < len(p.in) && p.in[p.at] == '"' {
			return p.phrase(field)
		}
		if Fold(value) == "" {
			return nil, fmt.Errorf("%s: must be followed by a word or a \"phrase\", without a blank", field)
		}
		return p.term(field, value)
	case "after", "before":
		return nil, q.date(field, value)
	case "origins":
		return nil, q.origins(value)
	}
	return p.term("", word)
}

// word reads to the next white space, parenthesis or quotation mark.
func (p *parser) word() string {
	from := p.at
	for p.at < len(p.in) {
		r, n := utf8.DecodeRuneInString(p.in[p.at:])
		if unicode.IsSpace(r) || r == '(' || r == ')' || r == '"' {
			break
		}
		p.at += n
	}
	return p.in[from:p.at]
}

func (p *parser) phrase(field string) (*Node, error) {
	from := p.where()
	end := strings.IndexByte(p.in[p.at+1:], '"')
	if end < 0 {
		return nil, fmt.Errorf("the quotation mark at character %d is not closed", from)
	}
	words := p.in[p.at+1 : p.at+1+end]
	p.at += end + 2
	if p.at < len(p.in) && p.in[p.at] == '*' {
		p.at++
		words += "*"
	}
	return p.term(field, words)
}

func (p *parser) term(field, s string) (*Node, error) {
	words := strings.Fields(Fold(s))
	if len(words) == 0 {
		return nil, nil
	}
	if p.terms += len(words); p.terms > maxTerms {
		return nil, fmt.Errorf("the query has more than %d words", maxTerms)
	}
	return &Node{Op: TermOp, Term: Term{Field: field, Words: words, Prefix: strings.HasSuffix(s, "*")}}, nil
}

// date narrows q by after: or before:.
func (q *Query) date(field, value string) error {
	first, _, ok := news.Date{Value: value}.Bounds()
	if !ok {
		return fmt.Errorf("%s:%s: not a date; write 2015, 2015-09 or 2015-09-27", field, value)
	}
	bound := &q.NotBefore
	if field == "before" {
		bound = &q.Before
	}
	if *bound != nil {
		return fmt.Errorf("%s: is given twice", field)
	}
	*bound = &first
	return nil
}

// origins narrows q by origins:.
func (q *Query) origins(value string) error {
	digits := strings.TrimLeft(value, "<>=")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 || n > maxOrigins || digits[0] == '+' {
		return fmt.Errorf("origins:%s: not a number of origins; write origins:>=2", value)
	}
	if q.Origins.Asked() {
		return errors.New("origins: is given twice")
	}
	more, less := n+1, n-1
	switch value[:len(value)-len(digits)] {
	case "":
		q.Origins = Bounds{&n, &n}
	case ">=":
		q.Origins = Bounds{Least: &n}
	case ">":
		q.Origins = Bounds{Least: &more}
	case "<=":
		q.Origins = Bounds{Most: &n}
	case "<":
		q.Origins = Bounds{Most: &less}
	default:
		return fmt.Errorf("origins:%s: write a number, or one of >=, >, <= and < before it", value)
	}
	return nil
}

// maxOrigins bounds what can be asked for.
const maxOrigins = 1_000_000
