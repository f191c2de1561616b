package brief

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/news"
)

// JSONOptions are the settings of [WriteJSON].
type JSONOptions struct {
	// Carry is what the brief carries of the articles' texts; "" is CarryFull.
	Carry Carry
}

// WriteJSON writes d to w as the JSON of docs/formats/brief.md. Each item of a
// top-level list stands on a line of its own, so that line tools and version
// control can work with it; the same document gives the same bytes.
//
// With [CarryExcerpts] and [CarryNone] the texts of the articles are null, and
// with CarryNone also the words of every span, statement and timeline entry;
// offsets and hashes stay, so that [Check] can prove the brief against the
// reader's own copies.
//
// An error is one of w, or says which record holds a span or an id that is not
// true; the output is then of no use. WriteJSON keeps no more than one item in
// memory and takes time linear in the output.
func WriteJSON(w io.Writer, d *Document, o JSONOptions) error {
	j := &jsonWriter{encoder: newEncoder(w), d: d, carry: cmp.Or(o.Carry, CarryFull)}
	j.open('{')
	j.top("version")
	j.string(Version)
	j.top("generator")
	j.generator()
	j.top("corrections_sha256")
	j.orNull(d.set.CorrectionsSHA256)
	j.inputs()
	j.articles()
	j.lineage()
	j.origins()
	j.dates()
	j.entities()
	j.statements()
	j.events()
	j.claims()
	j.conflicts()
	j.positions()
	j.stories()
	j.threads()
	j.notices()
	j.buf = append(j.buf, '\n')
	j.close('}')
	j.buf = append(j.buf, '\n')
	j.flush()
	return j.err
}

// A jsonWriter writes the items of a brief. Its methods are named for the keys
// that they write.
type jsonWriter struct {
	*encoder
	d     *Document
	carry Carry
	where string // the item being written, for errors
}

// top writes a key of the brief on a line of its own.
func (j *jsonWriter) top(k string) {
	j.sep()
	j.buf = append(j.buf, "\n \""...)
	j.buf = append(j.buf, k...)
	j.buf = append(j.buf, "\": "...)
	j.last = ':'
}

// list writes a top-level list of n items, each on a line of its own.
func (j *jsonWriter) list(k string, n int, item func(i int)) {
	j.top(k)
	j.open('[')
	for i := range n {
		if j.err != nil {
			return
		}
		j.sep()
		j.buf = append(j.buf, '\n', ' ', ' ')
		j.last = '['
		item(i)
	}
	if n > 0 {
		j.buf = append(j.buf, "\n "...)
	}
	j.close(']')
}

func (j *jsonWriter) orNull(s string) {
	if s == "" {
		j.null()
		return
	}
	j.string(s)
}

// words writes text of an article that is not a span's, which CarryNone leaves
// out.
func (j *jsonWriter) words(k, s string) {
	if j.carry == CarryNone {
		s = ""
	}
	j.strOrNull(k, s)
}

// span writes s of article i as an object.
func (j *jsonWriter) span(i int, s news.Span) {
	start, end, words, err := j.d.points(i, s)
	if err != nil {
		j.fail(fmt.Errorf("brief: %s: article %s: %w", j.where, j.d.rec.Articles[i].ID, err))
		j.null()
		return
	}
	j.open('{')
	j.str("article", j.d.rec.Articles[i].ID)
	j.num("start", start)
	j.num("end", end)
	j.key("text")
	if j.carry == CarryNone {
		j.null()
	} else {
		j.string(words)
	}
	j.close('}')
}

// spanOrNull writes a key and s of article i, null for the zero span.
func (j *jsonWriter) spanOrNull(k string, i int, s news.Span) {
	j.key(k)
	if s.IsZero() {
		j.null()
		return
	}
	j.span(i, s)
}

func (j *jsonWriter) spans(k string, i int, list []news.Span) {
	j.key(k)
	j.open('[')
	for _, s := range list {
		j.span(i, s)
	}
	j.close(']')
}

func (j *jsonWriter) ref(r news.Ref) {
	i, err := j.d.article(r.Article)
	if err != nil {
		j.fail(fmt.Errorf("%w, in %s", err, j.where))
		j.null()
		return
	}
	j.span(i, r.Span)
}

// refOrNull writes a key and r, null for the zero Ref.
func (j *jsonWriter) refOrNull(k string, r news.Ref) {
	j.key(k)
	if r.Span.IsZero() {
		j.null()
		return
	}
	j.ref(r)
}

func (j *jsonWriter) refs(k string, list []news.Ref) {
	j.key(k)
	j.open('[')
	for _, r := range list {
		j.ref(r)
	}
	j.close(']')
}

// date writes a Date object whose words stand at r.
func (j *jsonWriter) date(k string, date news.Date, r news.Ref) {
	j.key(k)
	j.open('{')
	j.dateFields(date, r)
	j.close('}')
}

func (j *jsonWriter) dateFields(date news.Date, r news.Ref) {
	if date.Article != "" {
		r = news.Ref{Article: date.Article, Span: date.Span}
	}
	j.strOrNull("value", date.Value)
	j.strOrNull("precision", string(date.Precision))
	j.str("basis", string(cmp.Or(date.Basis, news.BasisNone)))
	j.strOrNull("words", date.Words)
	j.refOrNull("span", r)
	j.strOrNull("reason", date.Reason)
}

func (j *jsonWriter) generator() {
	j.open('{')
	j.str("name", "twosource")
	j.str("version", j.d.set.Version)
	j.object("settings", j.settings())
	stages := make(map[string]any, len(j.d.set.Stages))
	for k, v := range j.d.set.Stages {
		stages[k] = v
	}
	j.object("stages", stages)
	j.close('}')
}

// settings returns the options with the tables among them.
func (j *jsonWriter) settings() map[string]any {
	if len(j.d.set.Tables) == 0 {
		return j.d.set.Options
	}
	all := map[string]any{"tables": j.d.set.Tables}
	maps.Copy(all, j.d.set.Options)
	return all
}

// object writes a map with sorted keys.
func (j *jsonWriter) object(k string, m map[string]any) {
	j.key(k)
	if len(m) == 0 {
		j.raw("{}")
		return
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(m); err != nil {
		j.fail(fmt.Errorf("brief: %s: %w", k, err))
		j.null()
		return
	}
	j.raw(strings.TrimSuffix(b.String(), "\n"))
}

// maxErrors is how many errors of one input a brief tells in full.
const maxErrors = 20

func (j *jsonWriter) inputs() {
	list := j.d.rec.Inputs
	order := byKey(len(list), func(i int) string { return list[i].Name })
	j.list("inputs", len(list), func(i int) {
		in := &list[order[i]]
		j.where = "input " + in.Name
		j.open('{')
		j.str("name", in.Name)
		j.strOrNull("sha256", in.SHA256)
		j.num("articles", in.Articles)
		j.strOrNull("error", inputError(in))
		j.close('}')
	})
}

// inputError returns what could not be read of in, in one string; "" if all
// was.
func inputError(in *news.InputFile) string {
	var b strings.Builder
	for n, e := range in.Errors {
		if n > 0 {
			b.WriteString("; ")
		}
		if n == maxErrors {
			fmt.Fprintf(&b, "and %d more", len(in.Errors)-n)
			break
		}
		if e.Name != "" && e.Name != in.Name {
			b.WriteString(e.Name + ": ")
		}
		if e.Line > 0 {
			b.WriteString("line " + strconv.Itoa(e.Line) + ": ")
		}
		b.WriteString(e.Message)
	}
	return b.String()
}

func (j *jsonWriter) articles() {
	list := j.d.rec.Articles
	order := byKey(len(list), func(i int) string { return list[i].ID })
	j.list("articles", len(list), func(n int) { j.article(order[n]) })
}

func (j *jsonWriter) article(i int) {
	a, prov := &j.d.rec.Articles[i], j.d.provenance(i)
	j.where = "article " + a.ID
	j.open('{')
	j.str("id", a.ID)
	j.input(a.Input)
	j.strOrNull("source_id", a.SourceID)
	j.strOrNull("url", a.URL)
	j.strOrNull("canonical_url", a.CanonicalURL)
	j.strOrNull("outlet", a.Outlet)
	j.strOrNull("family", a.Family)
	j.strOrNull("title", a.Title)
	j.spanOrNull("title_span", i, a.TitleSpan)
	j.strings("authors", a.Authors)
	j.date("published", a.Published, news.Ref{Article: a.ID, Span: a.Published.Span})
	j.date("updated", a.Updated, news.Ref{Article: a.ID, Span: a.Updated.Span})
	j.strOrNull("language", cmp.Or(a.Language, j.d.annotation(i).Language))
	j.text(a.Text)
	j.versions(a)
	j.num("word_count", j.d.wordCount(i))
	j.agencies(i)
	objects(j.encoder, "removed", a.Removed(), func(r *news.Removed) {
		j.spanOrNull("span", i, r.Span)
		j.str("reason", cmp.Or(r.Reason, "caption"))
	})
	objects(j.encoder, "signs", prov.Signs, func(s *news.Sign) {
		j.str("kind", s.Kind)
		j.str("why", s.Why)
		j.spans("spans", i, s.Spans)
	})
	j.strOrNull("origin", prov.Origin)
	objects(j.encoder, "passages", prov.Passages, func(p *news.OriginPassage) {
		j.spanOrNull("span", i, p.Span)
		j.str("origin", p.Origin)
	})
	j.extra(a.Extra)
	j.close('}')
}

func (j *jsonWriter) input(in news.Input) {
	j.key("input")
	j.open('{')
	j.str("name", in.Name)
	j.key("line")
	if in.Line > 0 {
		j.int(in.Line)
	} else {
		j.null()
	}
	j.close('}')
}

// text writes the text of an article or version and its hash.
func (j *jsonWriter) text(s string) {
	j.key("text")
	if j.carry == CarryFull {
		j.string(s)
	} else {
		j.null()
	}
	j.str("text_sha256", textSHA256(s))
}

// textSHA256 returns the SHA-256 of the UTF-8 of an article's text, in
// lower-case hex.
func textSHA256(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func (j *jsonWriter) versions(a *news.Article) {
	j.key("versions")
	j.open('[')
	for v := range a.Versions {
		ver := &a.Versions[v]
		j.open('{')
		j.input(ver.Input)
		j.date("published", ver.Published, news.Ref{})
		j.date("updated", ver.Updated, news.Ref{})
		j.text(ver.Text)
		j.close('}')
	}
	j.close(']')
}

func (j *jsonWriter) agencies(i int) {
	j.key("agencies")
	j.open('[')
	credits := j.d.annotation(i).Credits
	for c := range credits {
		j.open('{')
		j.str("name", credits[c].Agency)
		j.str("role", string(credits[c].Role))
		j.spanOrNull("span", i, credits[c].Span)
		j.close('}')
	}
	j.close(']')
}

// extra writes the unknown fields of a record. Of two with one name the first
// is kept, for a reader of JSON would see only one.
func (j *jsonWriter) extra(fields []news.Field) {
	j.key("extra")
	j.open('{')
	var seen []string
	for _, f := range fields {
		if slices.Contains(seen, f.Name) {
			continue
		}
		seen = append(seen, f.Name)
		j.string(f.Name)
		j.buf = append(j.buf, ':')
		j.last = ':'
		var b bytes.Buffer
		if f.JSON && utf8.ValidString(f.Value) && json.Compact(&b, []byte(f.Value)) == nil {
			j.raw(b.String())
		} else {
			j.string(f.Value)
		}
	}
	j.close('}')
}

// wordCount returns the number of words of article i: tokens with a letter or
// digit; without an annotation, stretches without white space.
func (d *Document) wordCount(i int) int {
	text := d.rec.Articles[i].Text
	words := d.annotation(i).Words
	if len(words) == 0 {
		return len(strings.Fields(text))
	}
	n := 0
	for _, w := range words {
		for _, r := range w.Of(text) {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				n++
				break
			}
		}
	}
	return n
}
