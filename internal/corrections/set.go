package corrections

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// A Verb is the first word of a correction.
type Verb string

// The verbs.
const (
	Merge        Verb = "merge"         // two or more entities are one
	Split        Verb = "split"         // one entity is two
	Rename       Verb = "rename"        // an entity is shown under another name
	Retype       Verb = "retype"        // an entity is of another type
	Speaker      Verb = "speaker"       // somebody else said it, or nobody knows who
	OutletFamily Verb = "outlet-family" // outlets have one owner
	NotACopy     Verb = "not-a-copy"    // two articles did not take from one another
	SameStory    Verb = "same-story"    // articles tell of one happening
	OtherStory   Verb = "other-story"   // articles tell of different happenings
)

// verbs lists every verb with how a line of it is written, as messages show it.
var verbs = []struct {
	verb  Verb
	usage string
}{
	{Merge, `merge "NAME" "NAME" … TYPE`},
	{Split, `split "NAME" "NAME" TYPE, or split "NAME" TYPE in ARTICLE [at "WORDS"] [as "NAME"]`},
	{Rename, `rename "NAME" TYPE to "NAME"`},
	{Retype, `retype "NAME" TYPE to TYPE`},
	{Speaker, `speaker ARTICLE "WORDS" is "NAME" TYPE, or … is unknown`},
	{OutletFamily, `outlet-family OUTLET OUTLET … [as "NAME"]`},
	{NotACopy, `not-a-copy ARTICLE ARTICLE`},
	{SameStory, `same-story ARTICLE ARTICLE …`},
	{OtherStory, `other-story ARTICLE ARTICLE …`},
}

// A Name is the anchor of an entity: every entity of that type that goes by
// that name, before or after corrections of its type. Case, full stops, the
// shape of quotation marks and a leading "the" do not count.
type Name struct {
	Name string
	Type news.EntityType
}

func (n Name) key() string { return string(n.Type) + " " + fold(n.Name) }

// An Article is the anchor of an article: its address or the name of its input,
// and where that has several articles the line ("news.jsonl:17") or words.
type Article struct {
	Name string
	With string // words that it has; "" for none
}

func (a Article) key() string { return address(a.Name) + "\x00" + squeeze(a.With) }

// A Correction is one line of the file. Which fields it has depends on the verb.
type Correction struct {
	Line     int // 1-based
	Verb     Verb
	Names    []Name          // merge, split, rename, retype; the speaker, none for unknown
	To       string          // rename: the new name; split: the name of the other; outlet-family: its name; "" if not said
	Type     news.EntityType // retype: the new type
	Articles []Article       // speaker: one; split: at most one; the last three verbs: two or more
	Words    string          // speaker, split: words of the article; "" for all of it
	Outlets  []string        // outlet-family: names or domains
}

// String returns the line as Parse would have it, in one spelling: what stands
// in a brief as corrected_by.
func (c Correction) String() string {
	b := []byte(c.Verb)
	word := func(w string) { b = append(append(b, ' '), w...) }
	quoted := func(w string) { word(quote(w)) }
	article := func(a Article) {
		word(bare(a.Name))
		if a.With != "" {
			word("with")
			quoted(a.With)
		}
	}
	if c.Verb == Speaker {
		article(c.Articles[0])
		quoted(c.Words)
		word("is")
		if len(c.Names) == 0 {
			word("unknown")
		}
	}
	for i, n := range c.Names {
		quoted(n.Name)
		if i+1 == len(c.Names) || c.Names[i+1].Type != n.Type {
			word(string(n.Type))
		}
	}
	for _, o := range c.Outlets {
		word(bare(o))
	}
	if c.Verb == Split && len(c.Articles) > 0 {
		word("in")
		article(c.Articles[0])
		if c.Words != "" {
			word("at")
			quoted(c.Words)
		}
	}
	switch {
	case c.Verb == Rename:
		word("to")
		quoted(c.To)
	case c.Verb == Retype:
		word("to " + string(c.Type))
	case c.Verb == Split && len(c.Articles) > 0, c.Verb == OutletFamily:
		if c.To != "" {
			word("as")
			quoted(c.To)
		}
	case c.Verb == NotACopy || c.Verb == SameStory || c.Verb == OtherStory:
		for _, a := range c.Articles {
			article(a)
		}
	}
	return string(b)
}

// quote writes a string so that Parse reads it back.
func quote(s string) string {
	if strings.ContainsAny(s, `\"`) {
		s = strings.ReplaceAll(strings.ReplaceAll(s, `\`, `\\`), `"`, `\"`)
	}
	return `"` + s + `"`
}

// bare writes a name without quotation marks where they are not needed.
func bare(s string) string {
	if s == "" || keywords[s] || s[0] == '#' || strings.ContainsAny(s, `"\“`) || strings.ContainsFunc(s, unicode.IsSpace) {
		return quote(s)
	}
	return s
}

// A Set is what a file of corrections says. A nil Set says nothing.
type Set struct {
	File        string // as given to Parse
	SHA256      string // of its bytes, lower-case hex
	Corrections []Correction
}

// A LineError is what is wrong with a line of a file.
type LineError struct {
	File    string
	Line    int // 1-based
	Other   int // a line that it disagrees with; 0 if it is wrong by itself
	Message string
}

// Error returns "file:line: message".
func (e *LineError) Error() string { return e.File + ":" + strconv.Itoa(e.Line) + ": " + e.Message }

// fold is the form under which names are compared.
func fold(s string) string {
	s = strings.ReplaceAll(strings.ToLower(squeeze(s)), ".", "")
	return strings.TrimPrefix(s, "the ")
}

// squeeze makes each run of white space one blank and each quotation mark
// straight.
func squeeze(s string) string {
	b := make([]byte, 0, len(s))
	blank := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			blank = true
			continue
		}
		if blank && len(b) > 0 {
			b = append(b, ' ')
		}
		blank = false
		b = utf8.AppendRune(b, straight(r))
	}
	return string(b)
}

// straight returns the plain form of a quotation mark, any other rune as it is.
func straight(r rune) rune {
	switch r {
	case '“', '”', '„', '«', '»':
		return '"'
	case '’', '‘', '`':
		return '\''
	}
	return r
}

// address is the form under which addresses and input names are compared:
// without scheme, "www.", fragment and a last slash.
func address(s string) string {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(s, "http://")
	}
	if !ok {
		return strings.TrimPrefix(s, "./")
	}
	rest, _, _ = strings.Cut(rest, "#")
	host, path, more := strings.Cut(rest, "/")
	host = strings.TrimPrefix(strings.ToLower(host), "www.")
	if more {
		host += "/" + path
	}
	return "//" + strings.TrimRight(host, "/")
}
