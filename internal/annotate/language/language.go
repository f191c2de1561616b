// Package language tells the language of an article.
//
// It is for whole articles: a declaration is trusted unless the text clearly
// says otherwise. It is not for single words or for texts in two languages, and
// it does not tell the varieties of a language apart.
package language

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
)

const (
	// sampleRunes bounds what is looked at; whatlanggo's answer hardly changes
	// with more.
	sampleRunes = 600
	// shortRunes is the least text, in code points, that is judged at all.
	shortRunes = 40
	// firmRunes is the least text that can prove a declaration wrong.
	firmRunes = 200
	// unsure is the confidence below which whatlanggo's answer for a text of
	// firmRunes or more is no answer; between it and whatlanggo's own threshold
	// it mostly wavers between neighbours such as Russian and Ukrainian.
	unsure = 0.2
	// englishShare is the percentage of words that must be common English ones
	// for a text to be English without further look: 98 % of the articles of an
	// archive of English news reach it.
	englishShare = 22
)

// Detect returns the language of text as a BCP 47 tag: declared, in canonical
// case, if it is one and the text does not clearly contradict it; else the
// language that the text is in; "" if that cannot be told, as for text of less
// than forty characters. A detected tag is the bare language ("en").
//
// Give it the body of an article: at most 600 code points from its middle are
// looked at. Detect takes constant time, gives the same answer each time, and
// is safe for concurrent use.
func Detect(declared, text string) string {
	tag := canonical(declared)
	part, n := sample(text)
	if n < shortRunes {
		return tag
	}
	found, firm := find(part, n)
	switch {
	case tag == "":
		return found
	case firm && n >= firmRunes && found != primary(tag) && !near[[2]string{primary(tag), found}]:
		return found
	}
	return tag
}

// find returns the language of the n code points of part, "" if unsure, and
// whether it is beyond doubt.
func find(part string, n int) (lang string, firm bool) {
	if english(part) {
		return "en", true
	}
	info := whatlanggo.Detect(part)
	firm = info.Confidence > whatlanggo.ReliableConfidenceThreshold
	if info.Lang < 0 || !firm && (n < firmRunes || info.Confidence < unsure) {
		return "", false
	}
	if lang = info.Lang.Iso6391(); lang == "" {
		lang = info.Lang.Iso6393()
	}
	return lang, firm
}

// near are pairs of a declared and a found language that the detector confuses
// or that name one another, so that the declaration stands.
var near = map[[2]string]bool{
	{"no", "nb"}: true, {"nb", "da"}: true, {"nn", "nb"}: true, {"no", "da"}: true, {"da", "nb"}: true, {"nn", "da"}: true,
	{"hr", "sr"}: true, {"bs", "sr"}: true, {"bs", "hr"}: true, {"sr", "hr"}: true, {"id", "jv"}: true, {"ms", "id"}: true,
	{"gl", "pt"}: true, {"gl", "es"}: true, {"ca", "es"}: true, {"uk", "ru"}: true, {"ru", "uk"}: true, {"ur", "fa"}: true,
	{"ckb", "fa"}: true, {"ps", "fa"}: true, {"yue", "zh"}: true, {"zh", "ja"}: true, {"ja", "zh"}: true, {"sk", "cs"}: true,
	{"af", "nl"}: true, {"mk", "bg"}: true, {"be", "ru"}: true, {"be", "uk"}: true,
}

// sample returns up to sampleRunes code points from the middle of text and how
// many there are. It never cuts a character.
func sample(text string) (string, int) {
	text = strings.TrimSpace(text)
	if len(text) > 8*sampleRunes {
		at := (len(text) - 4*sampleRunes) / 2
		for at < len(text) && !utf8.RuneStart(text[at]) {
			at++
		}
		text = text[at:]
	}
	n := 0
	for i := range text {
		if n == sampleRunes {
			return text[:i], n
		}
		n++
	}
	return text, n
}

// english reports whether common English words make up enough of s.
func english(s string) bool {
	common, all := 0, 0
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		all++
		if len(w) <= 5 && commonWords[strings.ToLower(w)] {
			common++
		}
	}
	return all >= 8 && common*100 >= all*englishShare
}

// commonWords are English words that are frequent and rare in other languages
// written in Latin letters.
var commonWords = func() map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(`the of and to that is was for with as it by on be are at this from have has had not
		but they his her which were he she an or their been will would who what there if about when we you said its
		more than one out up into so can could`) {
		m[w] = true
	}
	return m
}()

// canonical returns declared as a BCP 47 tag in its usual case, or "" if it is
// not one. The English names of a few languages and the underscore of locale
// names are understood.
func canonical(declared string) string {
	s := strings.ReplaceAll(strings.TrimSpace(declared), "_", "-")
	s, _, _ = strings.Cut(s, ".") // en_US.UTF-8
	if tag, ok := languageNames[strings.ToLower(s)]; ok {
		return tag
	}
	parts := strings.Split(s, "-")
	if len(s) > 35 || len(parts[0]) < 2 || len(parts[0]) > 3 {
		return ""
	}
	for i, p := range parts {
		if p == "" || len(p) > 8 || !ascii(p) {
			return ""
		}
		switch {
		case i > 0 && len(p) == 2:
			parts[i] = strings.ToUpper(p)
		case i > 0 && len(p) == 4 && p[0] > '9':
			parts[i] = strings.ToUpper(p[:1]) + strings.ToLower(p[1:])
		default:
			parts[i] = strings.ToLower(p)
		}
	}
	switch parts[0] {
	case "eng":
		parts[0] = "en"
	case "und", "mul", "zxx":
		return ""
	}
	return strings.Join(parts, "-")
}

var languageNames = map[string]string{
	"english": "en", "french": "fr", "german": "de", "spanish": "es", "russian": "ru", "arabic": "ar", "chinese": "zh",
	"portuguese": "pt", "italian": "it", "turkish": "tr", "persian": "fa", "farsi": "fa", "hebrew": "he", "ukrainian": "uk",
	"dutch": "nl", "polish": "pl", "japanese": "ja", "korean": "ko", "hindi": "hi", "urdu": "ur", "swedish": "sv",
}

func primary(tag string) string {
	p, _, _ := strings.Cut(tag, "-")
	return p
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
			return false
		}
	}
	return true
}
