package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	dps "github.com/markusmobius/go-dateparser"

	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
)

// A dateLabel is what the words before a date say of it.
type dateLabel int8

const (
	unlabelled dateLabel = iota
	labelPublished
	labelUpdated
)

// dateLabels are the words by which pages tell the day of publication from
// that of a change, in the languages that write most of the web's news.
var dateLabels = map[dateLabel][]string{
	labelPublished: {
		"published", "first published", "originally published", "posted", "issued", "veröffentlicht", "erschienen", "erstellt", "publié", "publiée", "paru", "mis en ligne",
		"publicado", "publicada", "pubblicato", "gepubliceerd", "publicerad", "publisert", "opublikowano", "опубликовано",
	},
	labelUpdated: {
		"updated", "last updated", "last modified", "modified", "last update", "revised", "last reviewed", "aktualisiert", "zuletzt aktualisiert", "letzte änderung", "zuletzt geändert", "stand",
		"mis à jour", "mise à jour", "modifié", "actualizado", "atualizado", "aggiornato", "bijgewerkt", "uppdaterad", "oppdatert", "обновлено",
	},
}

// dateJoiners stand between a label and its date.
var dateJoiners = [...]string{"on ", "am ", "at ", "le ", "el ", "il ", "em ", "op ", "den "}

// labelOf returns what the words that begin line say of the date after them,
// and the rest of the line.
func labelOf(line string) (dateLabel, string) {
	lower := strings.ToLower(line)
	best, at := unlabelled, 0
	for _, l := range [...]dateLabel{labelPublished, labelUpdated} {
		for _, w := range dateLabels[l] {
			if len(w) > at && len(w) <= len(line) && strings.HasPrefix(lower, w) && !isLetterAt(line, len(w)) {
				best, at = l, len(w)
			}
		}
	}
	if best == unlabelled {
		return best, line
	}
	rest := strings.TrimLeft(line[at:], ": \t\u00a0|-–—")
	for _, w := range dateJoiners {
		if r, ok := strings.CutPrefix(rest, w); ok {
			rest = strings.TrimLeft(r, " ")
			break
		}
	}
	return best, rest
}

// A dateShown is a date that stands alone on a line of the page.
type dateShown struct {
	date  news.Date
	day   int
	label dateLabel
	at    int // pieces of text after the first top heading; negative before it
}

// noHeadline is the place of date lines on a page without a top heading.
const noHeadline = 1 << 20

// datesShown returns the lines of a page that are a date and nothing else, in
// their order.
func datesShown(doc *html.Node, order news.DateOrder) []dateShown {
	var out []dateShown
	at, head, tried := 0, -1, 0
	before := unlabelled
	walk(doc, func(n *html.Node) bool {
		switch {
		case n.Type == html.TextNode:
			s := strings.TrimSpace(n.Data)
			if s == "" {
				return true
			}
			at++
			if len(s) > 400 {
				before = unlabelled
				return true
			}
			s = oneLine(s)
			l, rest := labelOf(s)
			if digits(s) == 0 {
				before = l // "Published:", the date in the next element
				return true
			}
			if l == unlabelled {
				l = before
			}
			before = unlabelled
			if len(s) > 90 || tried >= maxShown || digits(rest) < 3 {
				return true
			}
			tried++
			if d, ok := readShown(rest, order); ok {
				day, _ := d.Day()
				out = append(out, dateShown{d, day, l, at})
			}
		case n.DataAtom == atom.H1 && head < 0:
			head = at
		case skipped(n):
			return false
		}
		return true
	})
	for i := range out {
		if out[i].at -= head; head < 0 {
			out[i].at = noHeadline
		}
	}
	return out
}

// digits counts the decimal digits of s. A day with its year has three at
// least.
func digits(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if isDigitByte(s[i]) {
			n++
		}
	}
	return n
}

// readShown reads a line that is a whole day, in any of the languages known.
func readShown(line string, order news.DateOrder) (news.Date, bool) {
	words := trimDate(line)
	if len(words) < 6 || len(words) > 80 {
		return news.Date{}, false
	}
	d, ok := dates.Parse(words, order)
	if !ok && !strings.HasPrefix(d.Reason, dates.Ambiguous) {
		var p dps.Parser
		t, err := p.Parse(nil, words)
		if err != nil {
			return d, false
		}
		d = news.Date{Value: news.DayValue(news.DayNumber(t.Time.Year(), int(t.Time.Month()), t.Time.Day())), Precision: news.PrecisionDay, Words: words}
		ok = true
	}
	day, whole := d.Day()
	if !ok || !whole || !plausible(day) {
		return d, false
	}
	// Words that are no part of the date stand in the text as they are.
	d.Basis, d.Words, d.Span, d.Reason = news.BasisInferred, words, news.Span{}, "the date line under the headline"
	return d, true
}

// underReach is how many pieces of text after the headline its date line
// stands at most.
const underReach = 6

// underHeadline returns the date line of the headline: the first after it that
// is not the day of a change.
func underHeadline(shown []dateShown) (dateShown, bool) {
	for _, s := range shown {
		if s.at >= 0 && s.at <= underReach && s.label != labelUpdated {
			return s, true
		}
	}
	return dateShown{}, false
}

// pageDates are what a page says of its dates.
type pageDates struct {
	published []news.Date // clues to the day of publication, the first to be believed first
	updated   news.Date   // of the last change; zero if it says none
}

// readDates collects the dates of a page. Clues to the day of publication are
// its tags, unless the date line under the headline has another day that is
// neither the day of a change nor shown beside the tag's; that line; the
// address; and if there is none of these, what go-htmldate finds.
func readDates(doc *html.Node, meta *pageMeta, address string) pageDates {
	shown := datesShown(doc, orderOf(meta.language))
	changed, ok := firstStamp(meta.updated)
	if !ok {
		changed = changeShown(shown)
	}
	out := pageDates{updated: changed}
	addresses := []string{address, meta.canonical}
	line, lined := underHeadline(shown)
	if tag, ok := firstStamp(meta.published); ok {
		day, _ := tag.Day()
		if local, ok := localDay(doc, tag, addresses); ok {
			out.published = append(out.published, local)
		} else if lined {
			switch {
			case line.day == day:
				tag.Reason += "; the date line agrees"
			case disputed(shown, line, day, changed, addresses):
				line.date.Reason += "; " + tag.Reason + " has " + news.DayValue(day)
				out.published = append(out.published, line.date)
			default:
				tag.Reason += "; the date line has " + news.DayValue(line.day)
			}
		}
		out.published = append(out.published, tag)
	}
	var rest []news.Date
	if link, ok := addressClue(addresses); ok {
		rest = append(rest, link)
	}
	if lined {
		rest = append(rest, line.date)
	}
	if line.label == labelPublished {
		slices.Reverse(rest) // the words say what the day is
	}
	out.published = append(out.published, rest...)
	if len(out.published) == 0 {
		out.published = append(out.published, searched(doc, meta, address))
	}
	return out
}

// manyDays is how many days a list of events shows at least: its first is no
// date line.
const manyDays = 5

// disputed reports whether the date line under the headline goes before the
// day of the tags: it does not give the day of a change nor begin a list of
// events, and the tags' day stands neither in the address nor on another date
// line.
func disputed(shown []dateShown, line dateShown, day int, changed news.Date, addresses []string) bool {
	if d, ok := changed.Day(); ok && d == line.day {
		return false
	}
	days := map[int]bool{}
	for _, s := range shown {
		if s.day == day && s.label != labelUpdated {
			return false
		}
		if s.at >= 0 && s.at <= 10*underReach {
			days[s.day] = true
		}
	}
	for _, a := range addresses {
		if d, ok := addressDay(a); ok && d == day {
			return false
		}
	}
	return len(days) < manyDays
}

// addressClue returns the day in the first of addresses that has one.
func addressClue(addresses []string) (news.Date, bool) {
	for _, a := range addresses {
		if day, ok := addressDay(a); ok {
			return news.Date{Value: news.DayValue(day), Precision: news.PrecisionDay, Basis: news.BasisInferred, Words: a, Reason: "the day in the page's address"}, true
		}
	}
	return news.Date{}, false
}

// changeShown returns the date that a line of the page gives for its last
// change, the zero date if none does.
func changeShown(shown []dateShown) news.Date {
	for _, s := range shown {
		if s.label == labelUpdated && s.at >= 0 && s.at <= 2*underReach {
			s.date.Basis, s.date.Reason = news.BasisMetadata, "a line of the page"
			return s.date
		}
	}
	return news.Date{}
}
