package main

import (
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
)

// An official is one list item of the files of legislators and executives.
type official struct {
	first, last, full, nick, wikidata string
	since                             string // begin of the latest term
	terms                             []officialTerm
}

// An officialTerm is one list item under "terms:" or "leadership_roles:".
type officialTerm struct {
	title, start, end string
}

// termTitles gives the titles of the files' types of term.
var termTitles = map[string]string{"prez": "President", "viceprez": "Vice President", "sen": "Senator", "rep": "Representative"}

// addOfficials adds the members of Congress, presidents and vice presidents.
// Their YAML is regular: one list item a person, a "name:" mapping in it.
func (s *set) addOfficials(file string, p *people) error {
	return eachFile(file, ".yaml", func(_ string, data []byte) error {
		for _, item := range strings.Split("\n"+string(data), "\n- id:")[1:] {
			o := readOfficial(item)
			if o.first == "" || o.last == "" {
				continue
			}
			p.given(o.first)
			p.given(o.nick)
			p.surname(o.last)
			if o.since >= "1960" {
				s.addOfficial(o)
			}
		}
		return nil
	})
}

func readOfficial(item string) official {
	var o official
	for _, line := range strings.Split(item, "\n") {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if inner, ok := strings.CutPrefix(key, "- "); ok && (inner == "type" || inner == "title") {
			key = inner
			o.terms = append(o.terms, officialTerm{})
		}
		value = strings.Trim(value, `'"`)
		term := &officialTerm{}
		if len(o.terms) > 0 {
			term = &o.terms[len(o.terms)-1]
		}
		switch key {
		case "first":
			o.first = value
		case "last":
			o.last = value
		case "official_full":
			o.full = value
		case "nickname":
			o.nick = value
		case "wikidata":
			o.wikidata = value
		case "type":
			term.title = termTitles[value]
		case "title":
			term.title = value
		case "start":
			o.since = max(o.since, value)
			term.start = value
		case "end":
			term.end = value
		}
	}
	return o
}

func (s *set) addOfficial(o official) {
	name := o.first + " " + o.last
	if len(o.nick) > 2 {
		name = o.nick + " " + o.last
	}
	if o.full == "" {
		o.full = name
	}
	var offices []knowledge.Office
	for _, t := range o.terms {
		if t.title == "" || t.start < "1960" || t.end == "" {
			continue
		}
		next := knowledge.Office{Title: t.title, Of: "country:USA", From: day(t.start), To: day(t.end), Seen: factbookDay}
		if n := len(offices); n > 0 && offices[n-1].Title == next.Title && offices[n-1].To >= next.From-7 {
			offices[n-1].To = next.To // re-elected
			continue
		}
		offices = append(offices, next)
	}
	key := s.addHolder(person{"USA", []string{name, o.first + " " + o.last, o.full}, offices})
	if r := s.byKey[key]; r != nil && r.Wikidata == "" {
		r.Wikidata = o.wikidata
	}
}
