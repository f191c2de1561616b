package main

import (
	"regexp"
	"strings"
	"time"

	"github.com/twosource/twosource/internal/knowledge"
)

// The days when the sources were made: what they leave open they vouch for so
// long.
var (
	cameoDay    = day("2014-01-30") // the head of Phoenix.Countries.actors.txt
	factbookDay = day("2026-01-31") // the last that was published
)

func day(iso string) int {
	d, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		panic("gen: " + err.Error())
	}
	return int(d.Unix() / 86400)
}

// A term is one dated code of a Phoenix block.
type term struct {
	code     string // "RUSGOV"
	from, to int
	comment  string // what the source says behind it: "Foreign Minister"
}

// readTerm reads "RUSGOV 19940922-20040712", "RUSGOV >20040309" or "USAELI
// <010120"; ok is false if it has no dates that can be read.
func readTerm(code, comment string) (t term, ok bool) {
	code, dates, ok := strings.Cut(code, " ")
	if !ok {
		return term{}, false
	}
	t = term{code: code, from: knowledge.LongAgo, to: knowledge.Open, comment: comment}
	dates = strings.ReplaceAll(dates, " ", "")
	switch {
	case strings.HasPrefix(dates, ">"):
		t.from, ok = phoenixDay(dates[1:])
	case strings.HasPrefix(dates, "<"):
		t.to, ok = phoenixDay(dates[1:])
	default:
		from, to, both := strings.Cut(dates, "-")
		var first, last bool
		t.from, first = phoenixDay(from)
		t.to, last = phoenixDay(to)
		ok = both && first && last
	}
	return t, ok && t.from <= t.to
}

// phoenixDay reads YYMMDD, where years up to 20 are of this century, or
// YYYYMMDD. A day that no month has is the month's first.
func phoenixDay(s string) (int, bool) {
	if len(s) == 6 {
		if s[:2] <= "20" {
			s = "20" + s
		} else {
			s = "19" + s
		}
	}
	for len(s) == 8 {
		if d, err := time.Parse("20060102", s); err == nil {
			return int(d.Unix() / 86400), true
		}
		if s[6:] == "01" {
			break
		}
		s = s[:6] + "01"
	}
	return 0, false
}

// elite marks the codes of those who matter without an office.
func (t term) elite() bool {
	return strings.HasSuffix(t.code, "ELI") || strings.HasSuffix(t.code, "---")
}

// legislative says of which house of government a code or a title is.
func (t term) legislative() bool { return strings.Contains(t.code, "LEG") }

var (
	lawmaker = words("senator representative congressman congresswoman mp deputy lawmaker")
	// posts are the titles that an office-holder's name is written with and that
	// are offices of a government or body, by the last word of their key.
	posts = words("president minister chancellor secretary king queen emir sultan governor premier commissioner speaker " +
		"chairman chairwoman director attorney adviser advisor chief staff leader defence state shah pope")
	generals = map[string]bool{"secretary general": true, "attorney general": true}
	rank     = words("gen. lt. col. maj. capt. adm. brig. dr. sir gen gnu cnsp")
	vague    = regexp.MustCompile(`\b(former|ex|elect|designate|candidate|ambassador|envoy|mr|mrs|dr|administration|government|regime|would be)\b`)
	heading  = regexp.MustCompile(`^#\s*((?:[A-Z][\w.]*\s+)*(?:Presidents?|Prime Ministers?|Chancellors?|Secretary of \w+|Secretaries of \w+|Attorneys General|Chiefs of Staff))(?:\s+of .*)?\s*$`)
	singular = strings.NewReplacer("secretaries", "secretary", "presidents", "president", "ministers", "minister", "chancellors", "chancellor",
		"attorneys", "attorney", "chiefs", "chief")
)

// post returns a title as the table has it, "" if the words are no office. The
// words may begin with the country: "RUSSIAN_FOREIGN_MINISTER".
func (s *set) post(text string) string {
	text = strings.NewReplacer("_", " ", "united states", "", "united nations", "", "sec ", "secretary ", "sec. ", "secretary ").Replace(strings.ToLower(text))
	var kept []string
	for _, w := range strings.Fields(text) {
		if key := s.taken[knowledge.Fold(w)]; !rank[w] && !strings.HasPrefix(key, "demonym:") && !strings.HasPrefix(key, "country:") {
			kept = append(kept, w)
		}
	}
	key := knowledge.OfficeKey(singular.Replace(strings.Join(kept, " ")))
	parts := strings.Fields(key)
	if len(parts) == 0 || len(parts) > 5 || vague.MatchString(text) || !posts[parts[len(parts)-1]] && !lawmaker[parts[len(parts)-1]] && !generals[key] {
		return ""
	}
	return key
}

// titleOf writes a key with capitals.
func titleOf(key string) string {
	parts := strings.Fields(key)
	for i, w := range parts {
		if !small[w] {
			parts[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(parts, " ")
}

// A listing is a heading of the source, "Prime Ministers", and the terms of
// those listed under it so far. An office has one holder at a time, so a list
// has ended, whatever the source means, where terms overlap.
type listing struct {
	title string
	terms []term
	ended bool
}

// titleOf returns the title that the list gives the person of a block, "" if it
// gives none: the block has one term that is an office, and the list goes on.
func (l *listing) titleOf(a actor) string {
	if l == nil || l.ended {
		return ""
	}
	var one []term
	for i, c := range a.codes {
		if t, ok := readTerm(c, a.notes[i]); ok && !t.elite() && !t.legislative() {
			one = append(one, t)
		}
	}
	if len(one) != 1 {
		return ""
	}
	const handover = 31 // days
	for _, t := range l.terms {
		if t.from < one[0].to-handover && one[0].from < t.to-handover {
			l.ended = true
			return ""
		}
	}
	l.terms = append(l.terms, one[0])
	return l.title
}

// offices returns the offices of a block: one a term that is one. The title is
// what the source notes behind the term; without a note that with which it
// writes the name, or the heading that the block stands under, where the block
// has one such term and all of these agree.
func (s *set) offices(a actor, of func(code string) string) []knowledge.Office {
	titles := [2]map[string]bool{{}, {}}
	for _, t := range append(a.titles, a.heading.titleOf(a)) {
		if key := s.post(t); key != "" {
			titles[index(lawmaker[key])][key] = true
		}
	}
	for _, group := range titles {
		for key := range group {
			for other := range group {
				if key != other && strings.Contains(" "+other+" ", " "+key+" ") { // "Secretary" for short
					delete(group, key)
				}
			}
		}
	}
	var terms []term
	count := [2]int{}
	for i, c := range a.codes {
		t, ok := readTerm(c, a.notes[i])
		if ok && !t.elite() && t.comment == "" {
			count[index(t.legislative())]++
		}
		if ok && !t.elite() {
			terms = append(terms, t)
		}
	}
	var out []knowledge.Office
	for _, t := range terms {
		o := knowledge.Office{Of: of(t.code), From: t.from, To: t.to, Seen: cameoDay}
		group := index(t.legislative())
		if o.Title = titleOf(s.post(t.comment)); t.comment == "" && count[group] == 1 && len(titles[group]) == 1 {
			for key := range titles[group] {
				o.Title = titleOf(key)
			}
		}
		if o.Of != "" && (o.To == knowledge.Open || o.To >= day("1985-01-01")) {
			out = append(out, o)
		}
	}
	return out
}

func index(b bool) int {
	if b {
		return 1
	}
	return 0
}

// close ends the offices that a source left open and that another source,
// made later, gives to somebody else from some day on.
func (s *set) closeOffices() {
	type since struct {
		person string
		from   int
	}
	latest := map[string][]since{}
	id := func(o knowledge.Office) string { return o.Of + " " + knowledge.OfficeKey(o.Title) }
	for _, key := range s.order {
		for _, o := range s.byKey[key].Offices {
			if o.Title != "" && o.Seen > cameoDay {
				latest[id(o)] = append(latest[id(o)], since{key, o.From})
			}
		}
	}
	for _, key := range s.order {
		r := s.byKey[key]
		for i := range r.Offices {
			o := &r.Offices[i]
			if o.Title == "" || o.To != knowledge.Open || o.Seen > cameoDay {
				continue
			}
			for _, l := range latest[id(*o)] {
				if l.person != key && l.from > o.From && l.from <= o.To {
					o.To = l.from - 1
				}
			}
		}
	}
}
