package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/knowledge"
)

// creditStarts begin lines that credit a text's makers or sources.
var creditStarts = []string{"source:", "sources:", "via:", "agencies:", "reporting by", "reported by", "additional reporting", "editing by", "edited by", "writing by",
	"compiled by", "with input from", "with inputs from", "with agency inputs", "with reporting by", "with files from", "with additional reporting", "(with input", "(with agency", "(with report", "(reporting by", "(additional reporting", "(writing by", "(editing by", "(source", "[source", "this story was originally published", "this article was originally published", "this article originally appeared", "this story originally appeared", "originally published at", "originally published by", "originally published on", "the associated press contributed", "reuters contributed", "agence france-presse contributed", "afp contributed"}

// wireWords say, in the plural or as a kind, that a text comes from agencies.
var wireWords = map[string]bool{"agencies": true, "agency": true, "wires": true, "wire": true, "news agencies": true, "news agency": true, "wire services": true, "news services": true, "wire reports": true, "staff and agencies": true}

// isCredit reports whether line credits a source and does nothing else.
func isCredit(line, key string, known *knowledge.Base) bool {
	if utf8.RuneCountInString(line) > 300 {
		return false
	}
	lower := strings.ToLower(strings.TrimLeft(line, "—–-* "))
	for _, s := range creditStarts {
		if !strings.HasPrefix(lower, s) {
			continue
		}
		// "Source: the ministry will refuse" quotes a source; a name alone
		// credits one.
		if strings.HasPrefix(s, "source") {
			rest := strings.Trim(line[strings.IndexByte(line, ':')+1:], " .)]")
			return namelike(rest) && wordCount(foldLine(rest)) <= 6 || isAddress(rest)
		}
		return true
	}
	_, ok := creditName(line, key, known)
	return ok
}

// creditName returns the name on a line that is one: "(Reuters)", "TBP and
// Agencies", "— AFP".
func creditName(line, key string, known *knowledge.Base) (string, bool) {
	n := wordCount(key)
	if n == 0 || n > 7 || endsSentence(strings.Trim(line, "()[] ")) && !endsInitial(line) {
		return "", false
	}
	bare := strings.Trim(line, "()[]—–-*/ \t\u00a0")
	for _, p := range []string{"with ", "from ", "by "} {
		if len(bare) > len(p) && strings.EqualFold(bare[:len(p)], p) {
			bare = bare[len(p):]
		}
	}
	if wireWords[strings.ToLower(bare)] {
		return bare, true
	}
	if _, ok := known.Agency(bare); ok {
		return bare, true
	}
	if i := strings.LastIndexByte(bare, ' '); i > 0 && wireWords[strings.ToLower(bare[i+1:])] && namelike(bare[:i]) {
		return bare, true
	}
	if head, last, ok := cutLastAnd(bare); ok {
		_, agency := known.Agency(last)
		if (agency || wireWords[strings.ToLower(last)]) && namelike(head) {
			return bare, true
		}
	}
	if strings.Contains(bare, "/") || strings.Contains(bare, ",") {
		all := true
		for p := range strings.FieldsFuncSeq(bare, func(r rune) bool { return r == '/' || r == ',' }) {
			if _, ok := known.Agency(strings.TrimSpace(p)); !ok && !wireWords[strings.ToLower(strings.TrimSpace(p))] {
				all = false
			}
		}
		return bare, all
	}
	return "", false
}

// cutLastAnd splits "TBP and Agencies" at its last "and", "&", "with" or "/".
func cutLastAnd(s string) (head, last string, ok bool) {
	for _, sep := range [...]string{" and ", " & ", " AND ", " with ", " / ", "/"} {
		if i := strings.LastIndex(s, sep); i > 0 {
			return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+len(sep):]), true
		}
	}
	return "", "", false
}

// namelike reports whether every word of s begins with a capital, "and", "of"
// and "the" apart.
func namelike(s string) bool {
	for w := range strings.FieldsSeq(s) {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) && w != "and" && w != "of" && w != "the" && w != "&" {
			return false
		}
	}
	return s != ""
}

// creditOutlet returns the outlet that a credit line names beside agencies
// ("TBP and Agencies"), as written, or "".
func creditOutlet(line string, known *knowledge.Base) string {
	name, ok := creditName(line, foldLine(line), known)
	if !ok {
		return ""
	}
	head, last, ok := cutLastAnd(name)
	if !ok || !wireWords[strings.ToLower(last)] {
		return ""
	}
	if _, agency := known.Agency(head); agency {
		return ""
	}
	if lower := strings.ToLower(head); lower == "staff" || lower == "news" || lower == "web desk" {
		return ""
	}
	return name
}

// leadOutlet returns the outlet's name before " : " at the very start of a
// text ("nsnbc : The ministers will meet …"), or "". The blank before the
// colon is what tells the mark of an outlet from a label or a speaker; the name
// must be one short word, without a capital inside a sentence's way of writing
// (all in lower case or all in capitals), and a sentence must follow.
func leadOutlet(line string) string {
	head, rest, ok := strings.Cut(line, " : ")
	if !ok || len(head) < 2 || len(head) > 20 || strings.ContainsAny(head, " \t.,;()\"'“”") {
		return ""
	}
	r, _ := utf8.DecodeRuneInString(rest)
	if !unicode.IsUpper(r) && r != '"' && r != '“' || utf8.RuneCountInString(rest) < 60 {
		return ""
	}
	if head != strings.ToLower(head) && head != strings.ToUpper(head) {
		return ""
	}
	if furniture(head, foldLine(head)) != "" || functionWords[strings.ToLower(head)] {
		return ""
	}
	for _, r := range head {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return ""
		}
	}
	return head
}
