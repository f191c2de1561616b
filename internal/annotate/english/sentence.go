package english

import "strings"

// findSentences fills d.Sentences from the words, their flags and the white
// space between them.
func (d *Doc) findSentences() {
	n := len(d.Start)
	d.Sentences = d.Sentences[:0]
	if n == 0 {
		d.Sentences = append(d.Sentences, 0)
		return
	}
	d.Sentences = append(d.Sentences, 0)
	b := boundary{d: d}
	for i := 0; i < n; {
		end := b.next(i)
		if end >= n {
			break
		}
		if end > int(d.Sentences[len(d.Sentences)-1]) {
			d.addSentence(end)
		}
		i = end
	}
	d.addSentence(n)
}

// addSentence ends the open sentence before word end, in pieces of at most
// MaxSentence words, cut after a comma or semicolon where there is one.
func (d *Doc) addSentence(end int) {
	for {
		start := int(d.Sentences[len(d.Sentences)-1])
		if end-start <= MaxSentence {
			break
		}
		cut := start + MaxSentence
		for k := cut; k > start+MaxSentence/2; k-- {
			if w := d.Word(k - 1); w == "," || w == ";" {
				cut = k
				break
			}
		}
		d.Sentences = append(d.Sentences, int32(cut))
	}
	d.Sentences = append(d.Sentences, int32(end))
}

// A boundary looks for the end of the sentence from one word on.
type boundary struct {
	d      *Doc
	quotes int // straight double quotation marks since the paragraph began
}

// next gives the index of the word that begins the next sentence, after the
// word i; the number of words if there is none.
func (b *boundary) next(i int) int {
	d, n := b.d, len(b.d.Start)
	first := i
	for ; i < n; i++ {
		if i > first && d.Flags[i]&LineBefore != 0 && b.lineBreaks(i) {
			b.quotes = 0
			return i
		}
		c := d.Text[d.Start[i]]
		if c == '"' {
			b.quotes++
			continue
		}
		k := d.endMark(i)
		if k == noEnd {
			continue
		}
		after := b.closers(i + 1)
		if after >= n {
			return n
		}
		if d.Flags[after]&LineBefore != 0 {
			if b.lineBreaks(after) || k != softEnd {
				b.quotes = 0
				return after
			}
			continue
		}
		if b.breaks(first, i, after, k) {
			return after
		}
	}
	return n
}

// Kinds of sign that may end a sentence.
const (
	noEnd   = iota
	stopEnd // full stop
	markEnd // ? or !
	dotsEnd // ...
	softEnd // abbreviation that may end a sentence
)

func (d *Doc) endMark(i int) int {
	w := d.Word(i)
	switch w[0] {
	case '.':
		if len(w) == 1 {
			return stopEnd
		}
		if w[1] == '.' {
			return dotsEnd
		}
		return noEnd
	case '!', '?':
		return markEnd
	case 0xe2:
		if strings.HasPrefix(w, "…") {
			return dotsEnd
		}
		return noEnd
	}
	if w[len(w)-1] == '.' && len(w) > 1 {
		return softEnd
	}
	return noEnd
}

// lineBreaks reports whether the line break before word i ends a sentence: an
// empty line always does, a single break unless the sentence plainly goes on,
// as in text wrapped at a fixed width.
func (b *boundary) lineBreaks(i int) bool {
	d := b.d
	if d.Flags[i]&ParagraphBefore != 0 {
		return true
	}
	if !startsLower(d.Word(i)) {
		return true
	}
	last := d.Word(i - 1)
	_, class, _ := runeBefore(last, len(last))
	if class != classLetter && class != classDigit && last != "," {
		return true
	}
	// The line must be as long as a wrapped line is, and the next one not be set far in.
	from := max(0, int(d.Start[i])-40)
	if from > int(d.End[i-1]) {
		return true
	}
	return strings.LastIndexByte(d.Text[from:d.End[i-1]], '\n') >= 0
}

// closers gives the index after the closing quotation marks and brackets that
// follow a sentence's last sign, from word i on.
func (b *boundary) closers(i int) int {
	d := b.d
	for ; i < len(d.Start); i++ {
		if d.Flags[i]&LineBefore != 0 {
			return i
		}
		w := d.Word(i)
		switch w {
		case "”", "’", "''", "’’", ")", "]", "}", "»":
			continue
		case "[":
			// A reference mark: [12].
			if i+2 < len(d.Start) && isNumber(d.Word(i+1)) && d.Word(i+2) == "]" {
				i += 2
				continue
			}
			return i
		case "\"":
			if d.Flags[i]&SpaceBefore != 0 && (b.quotes%2 == 0 || b.opensNext(i)) {
				return i
			}
			b.quotes++
			continue
		case "'":
			if d.Flags[i]&SpaceBefore != 0 {
				return i
			}
			continue
		case ".", "!", "?", "...", "…":
			if d.Flags[i]&SpaceBefore != 0 {
				return i
			}
			continue
		}
		return i
	}
	return i
}

// opensNext reports whether the mark i stands close to the next word and apart
// from the one before.
func (b *boundary) opensNext(i int) bool {
	d := b.d
	return i+1 < len(d.Start) && d.Flags[i]&SpaceBefore != 0 && d.Flags[i+1]&SpaceBefore == 0
}

// breaks reports whether a sentence that began at first ends at the sign end,
// of kind k, when the word after it is next.
func (b *boundary) breaks(first, end, next, k int) bool {
	d := b.d
	w := d.Word(next)
	quoted := next > end+1
	lead := next
	for lead+1 < len(d.Start) && isOpener(w) {
		lead++
		w = d.Word(lead)
	}
	opened := lead > next
	switch k {
	case softEnd:
		return b.softBreaks(end, lead, opened)
	case dotsEnd:
		return startsUpper(w) && (d.Flags[next]&SpaceBefore != 0) && (w != "I" || opened)
	case markEnd:
		if startsLower(w) || !opened && isMiddle(w) {
			return false
		}
		return !(quoted && b.saidNext(lead))
	}
	if d.Flags[next]&SpaceBefore == 0 && !startsUpper(w) {
		return false
	}
	if end == first+1 && isNumber(d.Word(first)) || end == first {
		return false // "1. Open the box"
	}
	if startsLower(w) {
		return opened && !quoted && lowerOpens(w) || !quoted && lowerStart(d, lead)
	}
	return opened || !isMiddle(w)
}

// lowerOpens reports whether a lower-case word after an opening mark may begin
// a sentence. News has hardly any.
func lowerOpens(string) bool { return false }

// lowerStart reports whether a lower-case word begins a sentence after a full
// stop: names such as iPhone, and careless text; never one-letter words.
func lowerStart(d *Doc, i int) bool {
	return d.Flags[i]&SpaceBefore != 0 && len(d.Word(i)) > 1
}

// isMiddle reports whether w is a sign that does not begin a sentence.
func isMiddle(w string) bool {
	switch w[0] {
	case ',', ';', ':', ')', ']', '}', '%', '/':
		return true
	}
	return false
}

func isOpener(w string) bool {
	switch w {
	case "\"", "“", "‘", "``", "‘’", "`", "'", "(", "[", "«", "„":
		return true
	}
	return false
}

func isNumber(w string) bool {
	for i := range len(w) {
		if !isDigitByte(w[i]) {
			return false
		}
	}
	return len(w) <= 3
}

// saidNext reports whether a verb of speech follows within five words, before
// any punctuation: `"Why?" Mr. Brown asked.`
func (b *boundary) saidNext(i int) bool {
	d := b.d
	for k := i; k < i+6 && k < len(d.Start); k++ {
		w := d.Word(k)
		if sayings.hasFold(w) {
			return true
		}
		if c := w[0]; c == ',' || c == '.' || c == '"' || d.Flags[k]&LineBefore != 0 {
			return false
		}
	}
	return false
}

// softBreaks reports whether the abbreviation end is the last word of its
// sentence when next follows.
func (b *boundary) softBreaks(end, next int, opened bool) bool {
	d := b.d
	abbr, w := d.Word(end), d.Word(next)
	body := abbr[:len(abbr)-1]
	if startsLower(w) || isMiddle(w) && !opened {
		return false
	}
	if titles.hasFold(body) && !equalFold(body, "sr") || leaders.hasFold(body) {
		return false
	}
	if len(body) == 1 {
		// An initial, unless a plain word follows: "vitamin C. The".
		return starters.hasFold(w) && len(w) > 1 && !opened && end > 0 && !startsUpper(d.Word(end-1))
	}
	if equalFold(body, "a.m") || equalFold(body, "p.m") {
		return startsUpper(w) && !zones.hasFold(w)
	}
	if equalFold(body, "etc") {
		return startsUpper(w)
	}
	return startsUpper(w) && starters.hasFold(w) && !(calendar.hasFold(body) && w == "I")
}
