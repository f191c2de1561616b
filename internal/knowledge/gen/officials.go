package main

import (
	"strings"
)

// addOfficials adds the members of Congress, presidents and vice presidents.
// Their YAML is regular: one list item a person, a "name:" mapping in it.
func (s *set) addOfficials(file string, p *people) error {
	return eachFile(file, ".yaml", func(_ string, data []byte) error {
		var first, last, full, nick string
		since := ""
		flush := func() {
			if first != "" && last != "" {
				p.given(first)
				p.given(nick)
				p.surname(last)
				if since >= "1960" {
					s.addOfficial(first, last, full, nick)
				}
			}
			first, last, full, nick, since = "", "", "", "", ""
		}
		for _, line := range strings.Split(string(data), "\n") {
			if strings.HasPrefix(line, "- id:") {
				flush()
			}
			key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			value = strings.Trim(value, `'"`)
			switch key {
			case "first":
				first = value
			case "last":
				last = value
			case "official_full":
				full = value
			case "nickname":
				nick = value
			case "start":
				since = max(since, value)
			}
		}
		flush()
		return nil
	})
}

func (s *set) addOfficial(first, last, full, nick string) {
	name := first + " " + last
	if nick != "" && len(nick) > 2 {
		name = nick + " " + last
	}
	if full == "" {
		full = name
	}
	s.add(entry("person", "USA", name), first+" "+last, full)
}
