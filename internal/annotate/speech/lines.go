package speech

import (
	"sort"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// maxLine bounds the bytes of a credit line or caption that are looked at.
const maxLine = 2000

// addLineCredits adds the credits of bylines, datelines, credit lines and
// captions, which are no sentences, and sorts all by where they stand.
func (f *finder) addLineCredits() {
	for _, b := range f.a.Blocks {
		switch b.Kind {
		case news.Byline, news.DateLine, news.CreditLine:
			f.creditLine(b)
		case news.Caption:
			f.caption(b.Span)
		case news.Furniture:
			if photoLine(f.text[b.Start:min(b.End, b.Start+maxLine)]) {
				f.caption(b.Span)
			}
		}
	}
	f.sortCredits()
}

// sortCredits sorts the credits and keeps Through pointing at the same ones.
func (f *finder) sortCredits() {
	order := make([]int, len(f.creds))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return f.creds[order[i]].Start < f.creds[order[j]].Start })
	at := make([]int, len(order))
	sorted := make([]news.Credit, len(order))
	for i, k := range order {
		at[k], sorted[i] = i, f.creds[k]
	}
	for i := range sorted {
		if t := sorted[i].Through; t >= 0 {
			sorted[i].Through = at[t]
		}
	}
	f.creds = sorted
	if len(sorted) == 0 {
		f.creds = nil
	}
}

// creditLine adds the agencies that a byline, dateline or credit line names. A
// credit line without a known name credits what it names as written, unless it
// says who of a staff reported, wrote or edited: of whose staff, only a name
// beside it tells.
func (f *finder) creditLine(b news.Block) {
	n := len(f.creds)
	f.agenciesIn(b.Span, news.CreditedAs)
	if len(f.creds) > n || b.Kind != news.CreditLine {
		return
	}
	s := bareCredit(f.text, b.Span)
	if s.Len() == 0 || s.Len() > 120 || staffLine(s.Of(f.text)) {
		return
	}
	name := strings.Join(strings.Fields(s.Of(f.text)), " ")
	f.creds = append(f.creds, news.Credit{Span: s, Agency: name, Role: news.CreditedAs, Sentence: -1, Through: -1})
}

// bareCredit returns what a credit line names, without brackets and dashes
// around it and the words that say that it is a source: "(Source: Nordic Wire)".
func bareCredit(text string, s news.Span) news.Span {
	s = bareSpan(text, s)
	lower := strings.ToLower(s.Of(text))
	for _, lead := range creditLeads {
		if strings.HasPrefix(lower, lead) && len(lower) == s.Len() {
			return bareSpan(text, news.Span{Start: s.Start + len(lead), End: s.End})
		}
	}
	return s
}

func bareSpan(text string, s news.Span) news.Span {
	const marks = "()[]*–—-/:,. \t\n\u00a0"
	w := s.Of(text)
	t := strings.TrimLeft(w, marks)
	s.Start += len(w) - len(t)
	s.End = s.Start + len(strings.TrimRight(t, marks))
	return s
}

// creditLeads begin credit lines whose rest is the name.
var creditLeads = []string{"source:", "sources:", "via:", "agencies:", "originally published at", "originally published by", "originally published on",
	"with input from", "with inputs from", "with files from", "with reporting by", "with additional reporting by", "with additional reporting from",
	"with agency inputs from", "with reports from", "with report from"}

// staffWords begin lines that name who reported, wrote or edited.
var staffWords = []string{"reporting", "reported", "additional reporting", "editing", "edited", "writing", "written", "compiled"}

// staffLine reports whether a credit line names people by what they did:
// "Reporting by Jane Doe; editing by Otto Kern".
func staffLine(line string) bool {
	lower := strings.ToLower(line)
	for _, w := range staffWords {
		if rest, ok := strings.CutPrefix(lower, w); ok && (strings.HasPrefix(rest, " by ") || strings.HasPrefix(rest, " and ") || strings.HasPrefix(rest, " in ") || strings.HasPrefix(rest, ": ")) {
			return true
		}
	}
	return false
}

// caption adds the agencies that a caption credits: in brackets, after a
// slash, or at its end.
func (f *finder) caption(s news.Span) {
	s = s.Trim(f.text)
	n := len(f.creds)
	f.agenciesIn(s, news.PhotoOf)
	if len(f.creds) > n {
		return
	}
	// "[Name]" or "(Name)" at the end.
	t := s.Of(f.text)
	if len(t) < 3 || t[len(t)-1] != ']' && t[len(t)-1] != ')' {
		return
	}
	i := max(strings.LastIndexByte(t, '['), strings.LastIndexByte(t, '('))
	if i < 0 || len(t)-i > 60 {
		return
	}
	in := news.Span{Start: s.Start + i + 1, End: s.End - 1}.Trim(f.text)
	if in.Len() == 0 {
		return
	}
	f.creds = append(f.creds, news.Credit{Span: in, Agency: strings.Join(strings.Fields(in.Of(f.text)), " "), Role: news.PhotoOf, Sentence: -1, Through: -1})
}

// photoLine reports whether a line of page furniture looks like the credit of a
// picture.
func photoLine(t string) bool {
	l := strings.ToLower(t)
	return strings.Contains(l, "photo") || strings.Contains(l, "image")
}

// agenciesIn adds a credit for every agency named in s, which is no sentence.
func (f *finder) agenciesIn(s news.Span, role news.CreditRole) {
	end := min(s.End, s.Start+maxLine)
	for i := s.Start; i < end; {
		c := f.text[i]
		begins := (c >= 'A' && c <= 'Z' || c >= 0xC0) && (i == s.Start || !wordByte(f.text[i-1]))
		if !begins {
			i++
			continue
		}
		e, n := f.known.AgencyAt(f.text, i)
		if n == 0 && f.wire != "" && strings.HasPrefix(f.text[i:], f.wire) {
			e.Name, n = f.wire, len(f.wire)
		}
		if n == 0 || i+n > s.End {
			i++
			continue
		}
		f.creds = append(f.creds, news.Credit{Span: news.Span{Start: i, End: i + n}, Agency: e.Name, Role: role, Sentence: -1, Through: -1})
		i += n
	}
}

func wordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
