package ingest

import (
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// html gives an HTML page, whose envelope may declare an encoding.
func (j *job) html(name string, b []byte, declared string) {
	j.htmlPage(name, b, declared, news.Stated{})
}

func (j *job) htmlPage(name string, b []byte, declared string, st news.Stated) {
	if declared == "" {
		declared = declaredIn(b)
	}
	d := decode(b, declared)
	if strings.TrimSpace(d.text) == "" {
		j.fail(name, 0, "the file holds nothing but white space")
		return
	}
	if !j.decodedAs(name, &d) {
		return
	}
	if st.URL == "" {
		st.URL = savedFrom(d.text)
	}
	p := news.Page{Input: news.Input{Name: name}, Media: news.HTML, Body: d.text, Stated: st}
	if !j.liveBlog(p) {
		j.page(p)
	}
}

// declaredIn returns the encoding that a page names in its XML declaration or a
// meta element, or "". Browsers look at 1,024 bytes; saved pages put scripts
// and comments first, so we look further.
func declaredIn(b []byte) string {
	head := strings.ToLower(string(b[:min(len(b), 16<<10)]))
	if strings.HasPrefix(head, "<?xml") {
		decl, _, _ := strings.Cut(head, "?>")
		if v := attribute(decl, "encoding"); v != "" {
			return v
		}
	}
	for {
		_, rest, ok := strings.Cut(head, "<meta")
		if !ok {
			return ""
		}
		tag, after, _ := strings.Cut(rest, ">")
		if v := attribute(tag, "charset"); v != "" {
			return v
		}
		head = after
	}
}

// attribute returns what stands behind name= in s, up to a quotation mark,
// space or semicolon.
func attribute(s, name string) string {
	i := strings.Index(s, name)
	if i < 0 {
		return ""
	}
	s = strings.TrimLeft(s[i+len(name):], " \t\n\r")
	s, ok := strings.CutPrefix(s, "=")
	if !ok {
		return ""
	}
	s = strings.TrimLeft(s, " \t\n\r\"'")
	if i := strings.IndexAny(s, " \t\n\r\"';>/"); i >= 0 {
		s = s[:i]
	}
	return s
}

// savedFrom returns the address in the comment that browsers and SingleFile
// leave at the top of a page they save, or "".
func savedFrom(s string) string {
	head := s[:min(len(s), 4<<10)]
	for {
		_, rest, ok := strings.Cut(head, "<!--")
		if !ok {
			return ""
		}
		comment, after, _ := strings.Cut(rest, "-->")
		// Internet Explorer's form, which others took over: "saved from
		// url=(0023)https://example.org/", with the length in brackets.
		if _, u, ok := strings.Cut(comment, "saved from url=("); ok {
			if _, u, ok = strings.Cut(u, ")"); ok {
				if u, _, _ = strings.Cut(strings.TrimSpace(u), " "); isAddress(u) {
					return u
				}
			}
		}
		if _, u, ok := strings.Cut(comment, "Page saved with SingleFile"); ok {
			if _, u, ok = strings.Cut(u, "url:"); ok {
				if f := strings.Fields(u); len(f) > 0 && isAddress(f[0]) {
					return f[0]
				}
			}
		}
		head = after
	}
}
