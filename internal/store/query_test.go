package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// show writes a query as an expression, to compare.
func (n *Node) show() string {
	switch n.Op {
	case 0:
		return ""
	case TermOp:
		s := strings.Join(n.Words, "_")
		if n.Field != "" {
			s = n.Field + ":" + s
		}
		if n.Prefix {
			s += "*"
		}
		return s
	}
	var parts []string
	for i := range n.Parts {
		parts = append(parts, n.Parts[i].show())
	}
	return string(n.Op) + "(" + strings.Join(parts, " ") + ")"
}

func TestParseQuery(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"ferry", "ferry"},
		{"Ferry STRIKE", "&(ferry strike)"},
		{"ferry AND strike", "&(ferry strike)"},
		{"ferry OR strike", "|(ferry strike)"},
		{"a b OR c d", "|(&(a b) &(c d))"},
		{"a (b OR c) -d", "&(a |(b c) !(d))"},
		{"a NOT (b c)", "&(a !(&(b c)))"},
		{`"pier fees" x`, "&(pier_fees x)"},
		{`fee* "harbour boa"*`, "&(fee* harbour_boa*)"},
		{"O'Brien's", "o_brien_s"},
		{"Österhamn naïve", "&(osterhamn naive)"},
		{"speaker:brandt", "speaker:brandt"},
		{`SPEAKER:"Ana Brandt" fees`, "&(speaker:ana_brandt fees)"},
		{"outlet:cour*", "outlet:cour*"},
		{"title:ferry-strike", "title:ferry_strike"},
		{"other:thing", "other_thing"},
		{"and or not", "&(and or not)"},
		{"ORbit ANDes NOTe", "&(orbit andes note)"},
		{"fees after:2031-03", "fees"},
		{"after:2031", ""},
		{"-- fees", "fees"},
		{"e-mail", "e_mail"},
		{"((a))", "a"},
		{"２０３１ ½", "&(2031 12)"},
	} {
		q, err := ParseQuery(c.in)
		if err != nil {
			if c.in != "-- fees" {
				t.Errorf("%s: %v", c.in, err)
			}
			continue
		}
		if got := q.Text.show(); got != c.want {
			t.Errorf("%s is read as %s, want %s", c.in, got, c.want)
		}
	}
}

func TestParseQueryErrors(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", "no word"}, {" . ", "no word"}, {"()", "no word"},
		{`a "b`, "quotation mark at character 3"}, {"(a", "not closed"}, {"é)", "character 2 has no opening"},
		{"a OR", "missing beside OR"}, {"OR a", "missing beside OR"}, {"a OR OR b", "missing beside OR"},
		{"-a", "only what must not"}, {"-a -b", "only what must not"}, {"a OR -b", "only what must not"}, {"NOT (NOT a)", "only what must not"},
		{"a NOT", "missing after NOT"},
		{"after:soon a", "not a date"}, {"after:2031 after:2032", "given twice"}, {"a OR after:2031", "whole query"}, {"-after:2031 a", "cannot be negated"},
		{"speaker: brandt", "without a blank"}, {strings.Repeat("a ", 65), "more than 64 words"},
		{strings.Repeat("(", 99) + "a" + strings.Repeat(")", 99), "too deep"},
	} {
		q, err := ParseQuery(c.in)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.30q gives %v (%+v), want %q", c.in, err, q, c.want)
		}
	}
	if _, err := ParseQuery(""); !errors.Is(err, ErrNoWords) {
		t.Errorf("nothing gives %v", err)
	}
}

func TestQueryDates(t *testing.T) {
	q, err := ParseQuery("fees after:1970-01-02 before:1970-02")
	if err != nil {
		t.Fatal(err)
	}
	if q.NotBefore == nil || *q.NotBefore != 24*60 || q.Before == nil || *q.Before != 31*24*60 {
		t.Errorf("the bounds are %v", q)
	}
	if !q.Has("") || q.Has("speaker") {
		t.Error("the query has other fields")
	}
}

func TestSnippet(t *testing.T) {
	text := "The harbour board met. " + strings.Repeat("Nothing of note was said by them. ", 20) +
		"Then the Pier fees rose, and fees at the piers were spoken of." + strings.Repeat(" More was not said.", 20)
	whole := news.Span{End: len(text)}
	for _, c := range []struct{ query, has, found string }{
		{"fees", "Pier fees rose", "[fees fees]"},
		{`"pier fees"`, "Pier fees rose", "[Pier fees]"},
		{"harbour*", "The harbour board met.", "[harbour]"},
		{"board fees pier*", "Then the Pier fees rose, and fees", "[Pier fees fees piers]"},
		{"-harbour fees", "Pier fees rose", "[fees fees]"},
		{"speaker:nobody", "The harbour board", "[]"},
	} {
		q, err := ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		s := q.Snippet(text, whole)
		found := []string{}
		for _, f := range s.Found {
			found = append(found, f.Of(text))
		}
		if !strings.Contains(s.Of(text), c.has) || fmt.Sprint(found) != c.found {
			t.Errorf("%s: %q with %q", c.query, s.Of(text), found)
		}
		if n := len(strings.Fields(s.Of(text))); n > snippetWords {
			t.Errorf("%s: a snippet of %d words", c.query, n)
		}
	}
}

// FuzzQuery reads any query and cuts a snippet from any text.
func FuzzQuery(f *testing.F) {
	f.Add(`a (b OR "c d"*) -e speaker:x after:2031`, "b is a word, and so is c d")
	f.Add("fee*", "Ｆｅｅｓ, fées — FEES")
	f.Fuzz(func(t *testing.T, query, text string) {
		q, err := ParseQuery(query)
		if err != nil {
			return
		}
		if q.Text.Op == 0 && q.NotBefore == nil && q.Before == nil && !q.Origins.Asked() {
			t.Error("a query without anything to look for")
		}
		text = strings.ToValidUTF8(text, "?")
		s := q.Snippet(text, news.Span{End: len(text)})
		at := s.Start
		for _, x := range append(s.Found, s.Span) {
			if err := x.Check(text); err != nil {
				t.Error(err)
			}
		}
		for _, x := range s.Found {
			if x.Start < at || x.End > s.End {
				t.Errorf("%v is found outside %v or in disorder", x, s.Span)
			}
			at = x.End
		}
		if folded := Fold(text); !utf8.ValidString(folded) || Fold(folded) != folded {
			t.Errorf("%q folds to %q and then to %q", text, folded, Fold(folded))
		}
	})
}
