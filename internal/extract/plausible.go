package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
)

// settleDate chooses among the page's clues the first that can be: not after
// the page was fetched, and not before what the text tells of as past. If none
// can be, the first stays, with the doubt in its reason; but no date is after
// the day of fetching.
func (d *draft) settleDate(clues []news.Date) {
	refused := ""
	kept := news.Date{}
	for _, c := range clues {
		day, ok := c.Day()
		if !ok {
			continue
		}
		why, never := d.against(day)
		if why == "" {
			if refused != "" {
				c.Reason += "; " + refused
			}
			d.published = c
			return
		}
		if refused == "" {
			refused = c.Reason + " has " + c.Value + ", " + why
		}
		if !never && !kept.Known() {
			c.Reason += "; but it is " + why
			kept = c
		}
	}
	switch {
	case kept.Known():
		d.published = kept
	case refused != "":
		d.published = news.NoDate(refused)
	case len(clues) > 0:
		d.published = clues[0]
	}
}

// against returns what speaks against an article's being published on day, ""
// if nothing does, and whether that cannot be.
func (d *draft) against(day int) (why string, never bool) {
	if fetched, ok := d.fetchedDay(); ok && day > fetched+1 {
		return "after the page was fetched on " + news.DayValue(fetched), true
	}
	told, words := d.pastDay()
	if words == "" || day+1 >= told {
		return "", false
	}
	if u, ok := d.updated.Day(); ok && u+1 >= told {
		return "", false // the change has brought it in
	}
	return "before " + words + ", which the text tells of as past", false
}

// doubt adds to the reason of a date that the carrier states what speaks
// against it.
func (d *draft) doubt(p *news.Date) {
	if day, ok := p.Day(); ok {
		if why, _ := d.against(day); why != "" {
			p.Reason += "; but it is " + why
		}
	}
}

// pastDay is [pastDay] of the draft's text, found once.
func (d *draft) pastDay() (int, string) {
	if !d.past.known {
		d.past.known = true
		d.past.day, d.past.words = pastDay(d.text, d.blocks)
	}
	return d.past.day, d.past.words
}

// fetchedDay returns the day on which the page was fetched, if its carrier
// says.
func (d *draft) fetchedDay() (int, bool) {
	if d.stated.Fetched == "" {
		return 0, false
	}
	at, ok := dates.Parse(oneLine(d.stated.Fetched), d.stated.DateOrder)
	if !ok {
		return 0, false
	}
	return at.Day()
}

// savedMarks begin the day in the comments that programs leave in the pages
// they save: SingleFile's and the Wayback Machine's.
var savedMarks = [...]string{"saved date:", "FILE ARCHIVED ON"}

// savedOn returns when the page was saved, as the comment of the program that
// did it says, or "".
func savedOn(doc *html.Node) string {
	for level, n := 0, doc; n != nil && level < 3; level++ {
		var inner *html.Node
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && c.DataAtom != atom.Head {
				inner = c // the document's html, then its body
			}
			if c.Type != html.CommentNode {
				continue
			}
			for _, mark := range savedMarks {
				_, rest, ok := strings.Cut(c.Data, mark)
				if !ok {
					continue
				}
				line, _, _ := strings.Cut(strings.TrimSpace(rest), "\n")
				line, _, _ = strings.Cut(line, " AND ")
				line, _, _ = strings.Cut(line, " (")
				if clock, day, ok := strings.Cut(line, " "); ok && strings.Contains(clock, ":") {
					line = day
				}
				return line
			}
		}
		n = inner
	}
	return ""
}

// Limits on the search for past days.
const (
	maxPast = 200 // years tried
	// dateReach is how many words a day, a month and a year take at most.
	dateReach = 3
)

// pastDay returns the last full date in the text that a sentence reports as
// past, and its words: "on" before it, a verb in the past in the sentence, and
// no word of what is to come. Without one, words is "".
func pastDay(text string, blocks []news.Block) (day int, words string) {
	tried := 0
	for _, b := range blocks {
		if b.Kind != news.Paragraph {
			continue
		}
		for sentence := range strings.SplitAfterSeq(b.Of(text), ". ") {
			if tried >= maxPast || len(sentence) > 1000 || !strings.ContainsAny(sentence, "0123456789") || !toldAsPast(sentence) {
				continue
			}
			tried++
			if d, w := fullDate(sentence); w != "" && (words == "" || d > day) {
				day, words = d, w
			}
		}
	}
	return day, words
}

// comingWords are words of sentences about what is still to come, and of dates
// that are limits.
var comingWords = map[string]bool{
	"will": true, "would": true, "shall": true, "should": true, "may": true, "might": true, "could": true, "until": true, "till": true, "by": true, "before": true, "due": true,
	"scheduled": true, "expected": true, "planned": true, "plans": true, "set": true, "upcoming": true, "next": true, "deadline": true, "from": true, "effective": true, "expires": true,
	"expire": true, "if": true, "ahead": true, "propose": true, "proposed": true, "postponed": true, "delayed": true, "hopes": true, "aims": true, "through": true, "extended": true,
}

// pastWords are the commonest verbs of reports in the past.
var pastWords = map[string]bool{
	"was": true, "were": true, "had": true, "did": true, "said": true, "told": true, "met": true, "began": true, "took": true, "came": true, "went": true, "won": true, "lost": true, "left": true, "held": true, "made": true, "fell": true, "died": true,
}

// toldAsPast reports whether a sentence has a verb in the past and no word of
// what is to come.
func toldAsPast(sentence string) bool {
	past := false
	for w := range strings.FieldsSeq(sentence) {
		w = strings.ToLower(strings.Trim(w, ".,;:()\"'“”‘’"))
		// "May" with a capital is the month as a rule.
		if comingWords[w] && !(w == "may" && strings.Contains(sentence, "May ")) {
			return false
		}
		past = past || pastWords[w] || len(w) > 4 && strings.HasSuffix(w, "ed")
	}
	return past
}

// fullDate returns the last whole day after "on" in a sentence, such as "on 4
// May 2016" or "on Wednesday, May 4, 2016".
func fullDate(sentence string) (day int, words string) {
	f := strings.Fields(sentence)
	for i, w := range f {
		year := strings.Trim(w, ".,;:()\"'“”‘’")
		if len(year) != 4 || year[0] != '1' && year[0] != '2' || strings.Trim(year, "0123456789") != "" || i+1 < dateReach {
			continue
		}
		from := i - dateReach + 1
		at := from - 1
		if at >= 0 && isCalendarName(strings.ToLower(strings.Trim(f[at], ","))) {
			at--
		}
		if at < 0 || !strings.EqualFold(f[at], "on") {
			continue
		}
		said := strings.TrimRight(strings.Join(f[from:i+1], " "), ".,;:()\"'“”‘’")
		d, ok := dates.Parse(said, news.OrderUnknown)
		if n, whole := d.Day(); ok && whole && plausible(n) && (words == "" || n > day) {
			day, words = n, said
		}
	}
	return day, words
}
