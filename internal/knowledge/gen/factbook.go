package main

import (
	"encoding/json"
	"fmt"
	"html"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/twosource/twosource/internal/knowledge"
)

// A profile is one country's page of the factbook: headings within headings.
type profile map[string]any

// text returns the text under a path of headings, without tags, "" if none.
func (p profile) text(headings ...string) string {
	var at any = map[string]any(p)
	for _, h := range append(headings, "text") {
		m, ok := at.(map[string]any)
		if !ok {
			return ""
		}
		at = m[h]
	}
	s, _ := at.(string)
	s = tag.ReplaceAllString(html.UnescapeString(s), " ")
	return strings.TrimSpace(s)
}

var (
	patronymic = regexp.MustCompile(`(vich|vych|vna)$`)
	tag        = regexp.MustCompile(`<[^>]*>`)
	bracket    = regexp.MustCompile(`\s*[(\[][^)\]]*[)\]]`)
	topLevel   = regexp.MustCompile(`\.([a-z]{2})\b`)
	aside      = regexp.MustCompile(` (is|in|on|-|administered) .*`)
	holder     = regexp.MustCompile(`\([^)]*since[^)]*\).*`)
)

// addFactbook adds countries, demonyms, capitals, large towns and the holders
// of the highest offices.
func (s *set) addFactbook(file string, iso map[string]string, p *people) error {
	return eachFile(file, ".json", func(name string, data []byte) error {
		var page profile
		if err := json.Unmarshal(data, &page); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		country := ""
		if m := topLevel.FindStringSubmatch(page.text("Communications", "Internet country code")); m != nil {
			country = iso[strings.ToUpper(m[1])]
		}
		switch path.Base(name) {
		case "uk.json":
			country = "GBR" // its domain is not its code
		case "kv.json":
			country = "XKX"
		case "gz.json", "we.json": // both carry .ps
			return nil
		}
		if country != "" {
			s.addCountry(page, country)
			s.addHolders(page, country, p)
		}
		return nil
	})
}

// surnameCapitals are small places whose capital is better known as a surname
// or as another town: Stanley, Hamilton, Douglas, Plymouth.
var surnameCapitals = map[string]bool{
	"BMU": true, "FLK": true, "GGY": true, "IMN": true, "JEY": true, "MSR": true, "NFK": true, "SHN": true, "SYC": true,
}

func (s *set) addCountry(page profile, country string) {
	var names []string
	for _, h := range []string{"conventional short form", "conventional long form"} {
		n := bracket.ReplaceAllString(page.text("Government", "Country name", h), "")
		if good(n) && !strings.HasPrefix(n, "The ") {
			names = append(names, n)
		}
	}
	if len(names) == 0 {
		return
	}
	s.add(entry("country", country, names[0]), names[1:]...)
	s.addDemonyms(page, country)
	capital := page.text("Government", "Capital", "name")
	for i, c := range strings.FieldsFunc(bracket.ReplaceAllString(capital, ""), func(r rune) bool { return r == ';' || r == ',' }) {
		if c = strings.TrimSpace(aside.ReplaceAllString(c, "")); i < 2 && good(c) && !s.has(c) && !surnameCapitals[country] {
			s.add(entry("capital", country, c))
		}
	}
	for _, town := range strings.Split(page.text("People and Society", "Major urban areas - population"), ",") {
		town = strings.TrimSpace(bracket.ReplaceAllString(town, ""))
		town = strings.TrimSpace(strings.TrimLeft(town, "0123456789. "))
		town = strings.TrimSpace(strings.TrimPrefix(town, "million"))
		if good(town) && strings.Count(town, "-") < 2 && !strings.Contains(town, "/") && strings.ToUpper(town) != town && !s.has(town) {
			s.add(entry("city", country, town))
		}
	}
}

// addDemonyms reads "Syrian(s)", "Swede(s)", "Chinese (singular and plural)".
func (s *set) addDemonyms(page profile, country string) {
	adjective, _, _ := strings.Cut(bracket.ReplaceAllString(page.text("People and Society", "Nationality", "adjective"), ""), ";")
	adjective, _, _ = strings.Cut(adjective, " or ")
	adjective, _, _ = strings.Cut(adjective, ",")
	if adjective = strings.TrimSpace(adjective); !good(adjective) || adjective == "NA" {
		return
	}
	noun, _, _ := strings.Cut(page.text("People and Society", "Nationality", "noun"), ";")
	var forms []string
	for _, n := range regexp.MustCompile(`,| or `).Split(noun, -1) {
		one, plural := strings.CutSuffix(strings.TrimSpace(n), "(s)")
		if one = strings.TrimSpace(bracket.ReplaceAllString(one, "")); !good(one) {
			continue
		}
		forms = append(forms, one)
		if plural {
			forms = append(forms, one+"s")
		}
	}
	s.add(entry("demonym", country, adjective), forms...)
}

// addHolders adds the chief of state and the head of government. The factbook
// sets surnames in capitals, which also tells how the name is built.
func (s *set) addHolders(page profile, country string, p *people) {
	for _, office := range []string{"chief of state", "head of government"} {
		text := page.text("Government", "Executive branch", office)
		if page.text("Government", "Dependency status") != "" || strings.Contains(text, "represented by") {
			continue // another country's head of state
		}
		text, _, _ = strings.Cut(text, ";")
		since := sinceDay(text)
		text = strings.TrimSpace(bracket.ReplaceAllString(holder.ReplaceAllString(text, ""), ""))
		words := strings.Fields(text)
		title := 0
		for title < len(words) && (isTitle(words[title]) || words[title] == "Commission" || strings.HasSuffix(words[title], ".")) {
			title++
		}
		held := s.highOffice(strings.Join(words[:title], " "), country, since)
		words = words[title:]
		if len(words) < 2 || len(words) > 5 {
			continue
		}
		var name []string
		for i, w := range words {
			if capitals(w[strings.LastIndexByte(w, '-')+1:]) {
				w = numeral(titleCase(w, nil), i)
				if i > 0 {
					p.surname(w)
				}
			} else if i == 0 {
				p.given(w)
			}
			name = append(name, w)
		}
		full := strings.Join(name, " ")
		if good(full) && !strings.ContainsAny(full, ",:") {
			names := append([]string{full}, shortNames(name, country)...)
			if len(name) == 3 && patronymic.MatchString(name[1]) {
				slices.Reverse(names)
			}
			s.addHolder(person{country, names, held})
		}
	}
}

var sinceDate = regexp.MustCompile(`\(since (\d{1,2}) ([A-Z][a-z]{2})[a-z]* (\d{4})\)`)

// sinceDay returns the day of "(since 7 May 2012)", LongAgo if there is none.
func sinceDay(text string) int {
	m := sinceDate.FindStringSubmatch(text)
	if m == nil {
		return knowledge.LongAgo
	}
	d, err := time.Parse("2 Jan 2006", m[1]+" "+m[2]+" "+m[3])
	if err != nil {
		return knowledge.LongAgo
	}
	return int(d.Unix() / 86400)
}

// highOffice returns the offices that the factbook gives a holder, none if its
// words are no office.
func (s *set) highOffice(title, country string, since int) []knowledge.Office {
	var out []knowledge.Office
	for _, t := range strings.Split(title, " and ") {
		if key := s.post(t); key != "" {
			out = append(out, knowledge.Office{Title: titleOf(key), Of: "country:" + country, From: since, To: knowledge.Open, Seen: factbookDay})
		}
	}
	return out
}

// shortNames returns first and last name of a name of three parts or more.
func shortNames(name []string, country string) []string {
	if len(name) < 3 || surnameFirst[country] || roman.MatchString(name[len(name)-1]) {
		return nil
	}
	return []string{name[0] + " " + name[len(name)-1]}
}

func capitals(w string) bool {
	n := 0
	for _, r := range w {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n > 1
}

// good reports whether a string of the factbook is a name at all.
func good(name string) bool {
	if len(name) < 3 || len(name) > 60 || strings.ContainsAny(name, "0123456789:()") {
		return false
	}
	return name[0] >= 'A' && name[0] <= 'Z' || name[0] >= 0x80
}
