package ingest

import (
	"bytes"
	"encoding/binary"
	"path"
	"strings"
	"unicode/utf8"
)

// A kind is what an input is by its content.
type kind int

const (
	kindText kind = iota
	kindMarkdown
	kindHTML
	kindJSONL
	kindJSON
	kindTable
	kindMHTML
	kindFeed
	kindZIP
	kindTar
	kindWARC
	kindAddresses
	kindList // OPML or a sitemap
	kindRefused
)

// A sniffed is the kind of an input and what goes with it.
type sniffed struct {
	kind      kind
	why       string // of kindRefused, in words for the user
	separator byte   // of kindTable
	wide      wide   // of the line-based kinds
}

func refuse(what string) string {
	return what + ", which is not read; save its text as .txt or .html and give that"
}

// magics are the first bytes of kinds that hold no text as such.
var magics = []struct{ at, bytes, what string }{
	{"", "\xFF\xD8\xFF", "a JPEG picture"},
	{"", "\x89PNG\r\n\x1A\n", "a PNG picture"},
	{"", "GIF87a", "a GIF picture"},
	{"", "GIF89a", "a GIF picture"},
	{"", "II*\x00", "a TIFF picture"},
	{"", "MM\x00*", "a TIFF picture"},
	{"", "\x00\x00\x01\x00", "an icon"},
	{"RIFF", "WEBP", "a WebP picture"},
	{"RIFF", "WAVE", "a sound recording"},
	{"RIFF", "AVI ", "a film"},
	{"....ftyp", "", "a film, sound recording or HEIF picture"},
	{"", "ID3", "a sound recording"},
	{"", "OggS", "a sound recording or film"},
	{"", "fLaC", "a sound recording"},
	{"", "\x1A\x45\xDF\xA3", "a film"},
	{"", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a Word, Excel or PowerPoint file"},
	{"", "{\\rtf", "an RTF document"},
	{"", "%!PS", "a PostScript document"},
	{"", "AT&TFORM", "a DjVu document"},
	{"", "bplist00", "a Safari web archive or property list"},
	{"", "\x7FELF", "a program"},
	{"", "MZ\x90\x00", "a program"},
	{"", "\xCF\xFA\xED\xFE", "a program"},
	{"", "\xCA\xFE\xBA\xBE", "a program"},
	{"", "\x00asm", "a program"},
	{"", "wOFF", "a font"},
	{"", "wOF2", "a font"},
}

// archives are the first bytes of what must be unpacked or turned first.
var archives = []struct{ bytes, why string }{
	{"BZh", "packed with bzip2, which is not read; unpack it first, or pack it with gzip or zstd"},
	{"\xFD7zXZ\x00", "packed with xz, which is not read; unpack it first, or pack it with gzip or zstd"},
	{"\x04\x22\x4D\x18", "packed with lz4, which is not read; unpack it first, or pack it with gzip or zstd"},
	{"7z\xBC\xAF\x27\x1C", "a 7z archive, which is not read; unpack it and give the folder"},
	{"Rar!\x1A\x07", "a RAR archive, which is not read; unpack it and give the folder"},
	{"SQLite format 3\x00", "an SQLite database, which is not read; export its articles as CSV or JSON Lines"},
	{"PAR1", "a Parquet file, which is not read; export its rows as CSV or JSON Lines"},
	{"ARROW1", "an Arrow file, which is not read; export its rows as CSV or JSON Lines"},
	{"filedesc://", "an ARC archive, which is not read; export its pages as HTML"},
}

// sniff finds the kind of the input called name that begins with head. Whole
// says that head is all there is. The content decides; the name is asked only
// where two kinds look alike.
func sniff(name string, head []byte, whole bool, cols *columns) sniffed {
	if s, ok := sniffBinary(head); ok {
		return s
	}
	w := wideOf(head)
	if !whole && w == narrow {
		head = wholeRunes(head)
	}
	text := decode(head, "").text
	if w == narrow && isBinary(head) || w != narrow && (isBinary([]byte(text)) || damagedMost(text)) {
		return sniffed{kind: kindRefused, why: refuse("binary data of an unknown kind")}
	}
	return sniffText(extension(name), text, whole, w, cols)
}

func sniffBinary(b []byte) (sniffed, bool) {
	for _, m := range archives {
		if bytes.HasPrefix(b, []byte(m.bytes)) {
			return sniffed{kind: kindRefused, why: m.why}, true
		}
	}
	if bytes.HasPrefix(b, []byte("PK\x03\x04")) || bytes.HasPrefix(b, []byte("PK\x05\x06")) || bytes.HasPrefix(b, []byte("PK\x07\x08")) {
		return sniffed{kind: kindZIP}, true
	}
	if len(b) > 262 && string(b[257:262]) == "ustar" {
		return sniffed{kind: kindTar}, true
	}
	if isWARC(b) {
		return sniffed{kind: kindWARC}, true
	}
	what := ""
	for _, m := range magics {
		at := 0
		switch m.at {
		case "RIFF":
			at = 8
			if !bytes.HasPrefix(b, []byte("RIFF")) {
				continue
			}
		case "....ftyp":
			if len(b) > 12 && string(b[4:8]) == "ftyp" {
				what = m.what
			}
			continue
		}
		if len(b) >= at && bytes.HasPrefix(b[at:], []byte(m.bytes)) {
			what = m.what
		}
	}
	switch {
	case what != "":
	case bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")):
		what = "a PDF"
	case len(b) > 26 && b[0] == 'B' && b[1] == 'M' && b[14] == 40 && b[15] == 0 &&
		binary.LittleEndian.Uint32(b[6:]) == 0: // reserved bytes of a bitmap
		what = "a BMP picture"
	case len(b) > 2 && b[0] == 0xFF && (b[1]&0xFE == 0xFA || b[1]&0xFE == 0xF2) && isBinary(b):
		what = "a sound recording" // MPEG audio frame
	default:
		return sniffed{}, false
	}
	return sniffed{kind: kindRefused, why: refuse(what)}, true
}

// isBinary reports whether more than one byte in twenty, and more than three,
// is a control character that no text has. Random bytes have one in ten.
func isBinary(b []byte) bool {
	n := 0
	for _, c := range b {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B {
			n++
		}
	}
	return n > 3 && n*20 > len(b)
}

// damagedMost reports whether so much of a text could not be decoded that it was
// none.
func damagedMost(text string) bool {
	n := strings.Count(text, "\uFFFD")
	return n > 3 && n*20 > len(text)
}

// wholeRunes returns b without a character that its end cuts.
func wholeRunes(b []byte) []byte {
	for i := 1; i <= 3 && i <= len(b); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if c >= 0xC0 && !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

// extension returns the lower-case extension of name, that before .gz or .zst.
func extension(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if ext == ".gz" || ext == ".zst" || ext == ".zstd" || ext == ".gzip" {
		ext = strings.ToLower(path.Ext(name[:len(name)-len(ext)]))
	}
	return ext
}

// notArticles are names of files that lie beside pages and hold no article.
var notArticles = map[string]string{
	".css": "a style sheet", ".js": "a script", ".mjs": "a script", ".map": "a source map",
}

func sniffText(ext, text string, whole bool, w wide, cols *columns) sniffed {
	body := strings.TrimLeft(text, " \t\n\f\uFEFF")
	switch {
	case isWARC([]byte(body[:min(len(body), 32)])) && w == narrow:
		return sniffed{kind: kindWARC}
	case versionOf([]byte(body[:min(len(body), 32)])) != "":
		return sniffed{kind: kindRefused, why: "a WARC archive of a version that is not known (1.0 and 1.1 are read); write it again as 1.1, or export its pages as HTML"}
	case strings.HasPrefix(body, "<"):
		if s, ok := sniffMarkup(ext, body, w); ok {
			return s
		}
	case strings.HasPrefix(body, "{"), strings.HasPrefix(body, "["):
		if k, ok := sniffJSON(ext, body, whole); ok {
			return sniffed{kind: k, wide: w}
		}
	}
	if what := notArticles[ext]; what != "" {
		return sniffed{kind: kindRefused, why: what + ", not an article"}
	}
	if isMIME(body) {
		return sniffed{kind: kindMHTML}
	}
	switch ext {
	case ".jsonl", ".ndjson", ".jsonlines":
		return sniffed{kind: kindJSONL, wide: w}
	case ".json":
		return sniffed{kind: kindRefused, why: "named .json, but its content is not JSON"}
	}
	if sep := sniffTable(ext, body, cols); sep != 0 {
		return sniffed{kind: kindTable, separator: sep, wide: w}
	}
	switch {
	case mostLinesAreObjects(body):
		return sniffed{kind: kindJSONL, wide: w}
	case isAddressList(body, whole):
		return sniffed{kind: kindAddresses}
	case isHTMLName(ext) && hasTag(body):
		return sniffed{kind: kindHTML}
	case ext == ".md", ext == ".markdown", ext != ".txt" && isMarkdown(body):
		return sniffed{kind: kindMarkdown}
	}
	return sniffed{kind: kindText}
}

func isHTMLName(ext string) bool {
	return ext == ".html" || ext == ".htm" || ext == ".xhtml" || ext == ".shtml"
}

// hasTag reports whether s holds a closing tag, or the start of a common one.
func hasTag(s string) bool {
	return strings.Contains(s, "</") || strings.Contains(s, "<p>") || strings.Contains(s, "<br")
}

// sniffMarkup tells HTML from the XML formats by the first element.
func sniffMarkup(ext, body string, w wide) (sniffed, bool) {
	root, xml := firstElement(body)
	switch root {
	case "rss", "feed", "rdf:rdf", "channel":
		return sniffed{kind: kindFeed, wide: w}, true
	case "opml", "urlset", "sitemapindex":
		return sniffed{kind: kindList}, true
	case "svg":
		return sniffed{kind: kindRefused, why: refuse("an SVG picture")}, true
	case "plist":
		return sniffed{kind: kindRefused, why: refuse("a property list")}, true
	case "html", "!doctype html", "head", "body", "title", "meta", "link", "script", "style", "article", "main",
		"section", "header", "div", "p", "h1", "h2", "h3", "span", "table", "ul", "ol", "a", "img", "figure", "blockquote",
		"b", "i", "em", "strong", "br", "hr", "center", "font", "base", "noscript", "form", "nav", "aside", "pre":
		return sniffed{kind: kindHTML}, true
	}
	switch {
	case xml && root != "":
		return sniffed{kind: kindRefused, why: refuse("XML of a kind that is not known (its root is <" + root + ">)")}, true
	case isHTMLName(ext):
		return sniffed{kind: kindHTML}, true
	case strings.Contains(strings.ToLower(body[:min(len(body), 4096)]), "<html"):
		return sniffed{kind: kindHTML}, true
	}
	return sniffed{}, false
}

// firstElement returns the lower-case name of the first element of s, behind
// comments and declarations, and whether s calls itself XML. A doctype of HTML
// is "!doctype html".
func firstElement(s string) (name string, xml bool) {
	for {
		s = strings.TrimLeft(s, " \t\n\f\uFEFF")
		switch {
		case strings.HasPrefix(s, "<!--"):
			_, rest, ok := strings.Cut(s[4:], "-->")
			if !ok {
				return "", xml
			}
			s = rest
			continue
		case strings.HasPrefix(s, "<?"):
			xml = xml || strings.HasPrefix(s, "<?xml ")
			_, rest, ok := strings.Cut(s, ">")
			if !ok {
				return "", xml
			}
			s = rest
			continue
		case len(s) > 9 && strings.EqualFold(s[:9], "<!doctype"):
			f := strings.FieldsFunc(s[9:min(len(s), 80)], func(r rune) bool { return r == ' ' || r == '>' || r == '\n' || r == '\t' })
			if len(f) > 0 && strings.EqualFold(f[0], "html") {
				return "!doctype html", xml
			}
			// A doctype may hold declarations in brackets.
			if i := strings.IndexAny(s, "[>"); i >= 0 && s[i] == '[' {
				s = s[i:]
				if i = strings.Index(s, "]"); i < 0 {
					return "", xml
				}
				s = s[i:]
			}
			_, rest, ok := strings.Cut(s, ">")
			if !ok {
				return "", xml
			}
			s = rest
			continue
		case !strings.HasPrefix(s, "<"):
			return "", xml
		}
		end := 1
		for end < len(s) && end < 64 && strings.IndexByte(" \t\n\f/>", s[end]) < 0 {
			end++
		}
		return strings.ToLower(s[1:end]), xml
	}
}
