package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	dps "github.com/markusmobius/go-dateparser"

	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A verdict is what a line is by its own words.
type verdict struct {
	kind   news.BlockKind
	reason string // for furniture and captions
	known  bool   // the words decide; otherwise the line's place does
}

// judgeLine says what a line is by its words alone: furniture, a caption, a
// credit, a byline or a date line. Lines of running text are not known.
func judgeLine(line string, known *knowledge.Base) verdict {
	if utf8.RuneCountInString(line) > 400 {
		return verdict{}
	}
	key := foldLine(line)
	if reason := furniture(line, key); reason != "" {
		return verdict{news.Furniture, reason, true}
	}
	if reason := caption(line, key, known); reason != "" {
		return verdict{news.Caption, reason, true}
	}
	if isCredit(line, key, known) {
		return verdict{news.CreditLine, "", true}
	}
	if isByline(line) {
		return verdict{news.Byline, "", true}
	}
	if _, ok := dateLine(line, news.OrderUnknown); ok {
		return verdict{news.DateLine, "", true}
	}
	if head := beforeDate(line); head != "" {
		switch {
		case isByline(head):
			return verdict{news.Byline, "", true}
		case isCredit(head, foldLine(head), known):
			return verdict{news.CreditLine, "", true}
		}
	}
	return verdict{}
}

// beforeDate returns what stands before the date that ends a short line, as in
// "By Jane Doe March 3, 2021, 7:15 pm", or "".
func beforeDate(line string) string {
	if len(line) > 140 || !strings.ContainsAny(line, "0123456789") {
		return ""
	}
	for i := 1; i < len(line); i++ {
		if line[i-1] != ' ' && line[i-1] != '|' {
			continue
		}
		word, _, _ := strings.Cut(line[i:], " ")
		word = strings.ToLower(strings.Trim(word, ",.:|"))
		if !isCalendarName(word) && (word == "" || !isDigitByte(word[0])) {
			continue
		}
		if _, ok := dateLine(line[i:], news.OrderUnknown); ok {
			return strings.TrimRight(line[:i], " |,–—-•·:")
		}
		return ""
	}
	return ""
}

// foldLine returns line in lower case, its words separated by single blanks and
// without the marks around them, so that "» READ MORE:" and "Read more" meet.
func foldLine(line string) string {
	var b strings.Builder
	b.Grow(len(line))
	gap := false
	for _, r := range line {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		case r == '\'' || r == '’' || r == '-' || r == '&' || r == '@' || r == '©':
			if r == '&' || r == '©' {
				if b.Len() > 0 && gap {
					b.WriteByte(' ')
				}
				b.WriteRune(r)
				gap = true
			}
		default:
			gap = true
		}
	}
	return b.String()
}

// wordCount counts the blank-separated words of a folded line.
func wordCount(key string) int {
	if key == "" {
		return 0
	}
	return strings.Count(key, " ") + 1
}

// endsSentence reports whether line ends as a sentence does.
func endsSentence(line string) bool {
	line = strings.TrimRight(line, " \t\u00a0\"'”’»)]")
	r, _ := utf8.DecodeLastRuneInString(line)
	return r == '.' || r == '!' || r == '?' || r == '…' || r == '。'
}

// datePrefixes stand before the date on a line that is only a date.
var datePrefixes = []string{"published on", "published at", "published", "posted on", "posted at", "posted", "first published on",
	"first published", "last updated on", "last updated", "updated on", "updated at", "updated", "last modified", "date", "on", "issued"}

// updateWords begin a line that tells when a text was changed.
var updateWords = []string{"updated", "last updated", "last modified"}

// dateLine reads a line that is a date and nothing else but words such as
// "Published". The date's basis is stated, its words are the line without
// those.
func dateLine(line string, order news.DateOrder) (news.Date, bool) {
	line = strings.TrimSpace(line)
	if len(line) < 6 || len(line) > 90 || !strings.ContainsAny(line, "0123456789") {
		return news.Date{}, false
	}
	words := trimDate(line)
	d, ok := dates.Parse(words, order)
	if !ok || !onlyDate(words) || d.Precision == news.PrecisionYear || d.Precision == news.PrecisionMonth || d.Precision == news.PrecisionDecade {
		return d, false
	}
	d.Basis = news.BasisStated
	d.Words = words
	return d, true
}

// leadDate reads the date that stands before a text's first sentence, as
// collections of articles put it: "Wed 05 Apr 2017 Harbour patrol begins. …".
// What follows must begin a sentence. Without such a date, words is "".
func leadDate(text string, order news.DateOrder) (d news.Date, words string) {
	head := text
	if len(head) > 60 {
		head = cutText(head, 60)
	}
	end := 0
	for range 6 {
		i := strings.IndexByte(head[end:], ' ')
		if i < 0 {
			return news.Date{}, ""
		}
		end += i
		date, ok := dateLine(head[:end], order)
		rest := strings.TrimLeft(text[end:], " -–—:|")
		if ok && !strings.HasSuffix(head[:end], ",") && rest != "" && unicode.IsUpper(firstRune(rest)) && !isCalendarName(strings.ToLower(strings.Trim(strings.SplitN(rest, " ", 2)[0], ".,"))) {
			return date, date.Words
		}
		end++
	}
	return news.Date{}, ""
}

// dateWords are the words, beside names of months and days, that a line may
// hold and still be only a date.
var dateWords = map[string]bool{
	"am": true, "pm": true, "a": true, "p": true, "m": true, "at": true, "on": true, "of": true, "st": true, "nd": true, "rd": true, "th": true, "the": true, "t": true, "z": true, "and": true,
	"gmt": true, "utc": true, "est": true, "edt": true, "et": true, "cst": true, "cdt": true, "ct": true, "mst": true, "mdt": true, "mt": true, "pst": true, "pdt": true, "pt": true, "bst": true, "ist": true, "cet": true, "cest": true, "eet": true, "eest": true, "msk": true, "hrs": true, "hours": true, "h": true, "noon": true, "midnight": true, "updated": true, "published": true,
}

// onlyDate reports whether words, in which a date was read, hold no word that
// is no part of one.
func onlyDate(words string) bool {
	rest := strings.FieldsFunc(words, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, w := range rest {
		if w = strings.ToLower(w); !dateWords[w] && !isCalendarName(w) {
			// Another language than English.
			var p dps.Parser
			_, err := p.Parse(nil, words)
			return err == nil
		}
	}
	return true
}

// calendarNames are the months and days in English; three letters or more of
// one stand for it.
var calendarNames = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

func isCalendarName(w string) bool {
	if len(w) < 3 {
		return false
	}
	for _, name := range calendarNames {
		if strings.HasPrefix(name, w) {
			return true
		}
	}
	return false
}

// trimDate drops from a date line the words before the date.
func trimDate(line string) string {
	rest := strings.TrimLeft(line, "|•·-–—[(* \t\u00a0")
	for range 2 {
		for _, p := range datePrefixes {
			if len(rest) > len(p) && strings.EqualFold(rest[:len(p)], p) && !isLetterAt(rest, len(p)) {
				rest = strings.TrimLeft(rest[len(p):], ":|•·-–— \t\u00a0")
				break
			}
		}
	}
	return strings.TrimRight(rest, "|•·-–—]) \t\u00a0")
}

func isLetterAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r)
}

// isByline reports whether line names its authors and does nothing else: "By
// Jane Doe", "By JANE DOE and John Roe, Staff Writers".
func isByline(line string) bool {
	_, _, ok := byline(line)
	return ok
}

var bylineWords = []string{"by", "written by", "posted by", "published by", "report by", "story by", "words by", "from our correspondent", "author", "authors"}

// byline reads a byline: the authors, and what stands after them that is
// neither a name nor a job ("By Jane Doe, The Daily Bugle").
func byline(line string) (authors []string, outlet string, ok bool) {
	line = strings.TrimSpace(line)
	if utf8.RuneCountInString(line) > 140 {
		return nil, "", false
	}
	rest := ""
	for _, w := range bylineWords {
		if len(line) > len(w)+1 && strings.EqualFold(line[:len(w)], w) && strings.ContainsRune(" :\t\u00a0", rune(line[len(w)])) {
			rest = strings.TrimLeft(line[len(w):], ": \t\u00a0")
		}
	}
	if rest == "" {
		return nil, "", false
	}
	if endsSentence(rest) && !endsInitial(rest) {
		return nil, "", false
	}
	names, after := splitNames(rest)
	if len(names) == 0 {
		return nil, "", false
	}
	return names, after, true
}

// endsInitial reports whether s ends in an initial or "Jr.", whose point ends
// no sentence.
func endsInitial(s string) bool {
	f := strings.Fields(s)
	if len(f) == 0 {
		return false
	}
	last := f[len(f)-1]
	return utf8.RuneCountInString(last) <= 3 && strings.HasSuffix(last, ".")
}

// splitNames splits "Jane Doe and John Roe, Staff Writers | The Daily Bugle"
// into names and what follows them. It returns no names if the words do not
// look like names.
func splitNames(s string) (names []string, after string) {
	s, tail, _ := strings.Cut(s, "|")
	after = strings.TrimSpace(tail)
	s = strings.NewReplacer(" & ", ", ", " and ", ", ", " AND ", ", ", ";", ",", " / ", ", ").Replace(s)
	for i, part := range strings.Split(s, ",") {
		part = strings.Trim(part, " \t\u00a0-–—•")
		part = strings.TrimPrefix(part, "and ")
		switch {
		case part == "":
		case isJob(part):
		case i > 0 && after == "" && !looksLikePerson(part):
			after = part
		case looksLikePerson(part):
			names = append(names, part)
		case i == 0:
			return nil, ""
		}
	}
	return names, after
}

// jobWords are words of newsroom jobs and places in bylines.
var jobWords = map[string]bool{
	"staff": true, "writer": true, "writers": true, "reporter": true, "reporters": true, "correspondent": true, "correspondents": true,
	"editor": true, "editors": true, "contributor": true, "contributors": true, "columnist": true, "bureau": true, "producer": true,
	"journalist": true, "desk": true, "freelance": true, "guest": true, "special": true, "chief": true, "senior": true, "analyst": true,
}

func isJob(s string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		if jobWords[w] {
			return true
		}
	}
	return false
}

// particles are the lower-case words inside names of persons.
var particles = map[string]bool{
	"al": true, "ap": true, "ben": true, "bin": true, "da": true, "de": true, "del": true, "den": true, "der": true, "di": true, "dos": true, "du": true,
	"el": true, "ibn": true, "la": true, "le": true, "ten": true, "ter": true, "van": true, "von": true, "y": true, "zu": true,
}

// looksLikePerson reports whether s could be the name of a person: one to five
// capitalised words, particles apart, without digits.
func looksLikePerson(s string) bool {
	n := 0
	for w := range strings.FieldsSeq(s) {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case strings.ContainsAny(w, "0123456789@/:"):
			return false
		case unicode.IsUpper(r):
			if functionWords[strings.ToLower(w)] {
				return false
			}
			n++
		case particles[strings.TrimSuffix(w, "-")] || strings.HasPrefix(w, "al-") || strings.HasPrefix(w, "el-") || strings.HasPrefix(w, "d'") || strings.HasPrefix(w, "d’"):
		case unicode.IsLetter(r) && !unicode.IsLower(r): // a script without case
			n++
		default:
			return false
		}
	}
	return n >= 1 && n <= 5
}

// functionWords are words of headlines and sentences that no name begins with
// or holds.
var functionWords = map[string]bool{
	"a": true, "an": true, "the": true, "what": true, "who": true, "why": true, "how": true, "when": true, "where": true, "is": true, "are": true,
	"was": true, "were": true, "will": true, "can": true, "not": true, "no": true, "with": true, "for": true, "from": true, "this": true, "that": true,
	"in": true, "on": true, "at": true, "to": true, "of": true, "our": true, "your": true, "their": true, "his": true, "her": true, "its": true, "we": true, "you": true, "it": true,
}

// cleanAuthors returns the names of authors as records and tags give them:
// split, without "By", without addresses, each once.
func cleanAuthors(in []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range in {
		s = oneLine(s)
		if len(s) > 300 {
			continue
		}
		if len(s) > 3 && strings.EqualFold(s[:3], "by ") {
			s = s[3:]
		}
		for _, name := range strings.Split(strings.NewReplacer(" and ", ",", " & ", ",", ";", ",", "|", ",").Replace(s), ",") {
			name = strings.TrimSpace(name)
			key := strings.ToLower(name)
			if name == "" || seen[key] || strings.ContainsAny(name, "@/") || isJob(name) || utf8.RuneCountInString(name) > 80 {
				continue
			}
			seen[key] = true
			out = append(out, name)
		}
	}
	return out
}
