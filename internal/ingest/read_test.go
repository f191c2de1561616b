package ingest

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"github.com/twosource/twosource/internal/news"
)

// read gives data to a Reader as the file called name.
func read(t testing.TB, name string, data []byte, o Options) ([]news.Page, Result) {
	t.Helper()
	o.Stdin = bytes.NewReader(data)
	r, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	var pages []news.Page
	res, err := r.Each(context.Background(), Source{Name: name, Path: "-"}, func(p news.Page) error {
		pages = append(pages, p)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if res.File.Articles != len(pages) {
		t.Errorf("Articles = %d, but %d pages", res.File.Articles, len(pages))
	}
	return pages, res
}

// brief writes pages, errors and notices one a line.
func brief(pages []news.Page, res Result) string {
	var b strings.Builder
	for _, p := range pages {
		fmt.Fprintf(&b, "%s:%d %s %q", p.Input.Name, p.Input.Line, strings.TrimPrefix(string(p.Media), "text/"), p.Body)
		s := p.Stated
		for _, f := range []struct{ k, v string }{
			{"id", s.SourceID}, {"url", s.URL}, {"title", s.Title}, {"outlet", s.Outlet}, {"published", s.Published},
			{"updated", s.Updated}, {"authors", strings.Join(s.Authors, "; ")}, {"language", s.Language}, {"fetched", s.Fetched},
		} {
			if f.v != "" {
				fmt.Fprintf(&b, " %s=%s", f.k, f.v)
			}
		}
		for _, f := range s.Extra {
			fmt.Fprintf(&b, " %s:%s", f.Name, f.Value)
		}
		b.WriteByte('\n')
	}
	for _, e := range res.File.Errors {
		fmt.Fprintf(&b, "error %s\n", e.Error())
	}
	for _, n := range res.Notices {
		fmt.Fprintf(&b, "notice %s: %s\n", n.Code, n.Message)
	}
	return b.String()
}

func lines(s ...string) string { return strings.Join(s, "\n") + "\n" }

func packed(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.String()
}

func packedZstd(s string) string {
	w, _ := zstd.NewWriter(nil)
	return string(w.EncodeAll([]byte(s), nil))
}

func zipped(members ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		f, _ := w.Create(members[i])
		_, _ = f.Write([]byte(members[i+1]))
	}
	_ = w.Close()
	return b.String()
}

func wideText(s string, bigEndian, bom bool) string {
	var b []byte
	if bom {
		s = "\uFEFF" + s
	}
	for _, u := range utf16.Encode([]rune(s)) {
		if bigEndian {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return string(b)
}

func noise(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return string(b)
}

type readCase struct {
	name, file, data string
	options          Options
	want             string
}

func runCases(t *testing.T, cases []readCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := brief(read(t, c.file, []byte(c.data), c.options))
			if got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

func TestText(t *testing.T) {
	runCases(t, []readCase{
		{"plain", "a.txt", "Ferry sails\nIt left at noon.\n", Options{}, `a.txt:0 plain "Ferry sails\nIt left at noon.\n"` + "\n"},
		{"header", "a.txt", "Title: Ferry sails\nOUTLET: Coast Daily\nPublished: 2 May 2019\nAuthors: Ann Poe\nAuthor: Bo Ray\nDesk: harbour\n\n\nIt left.\n", Options{},
			`a.txt:0 plain "It left.\n" title=Ferry sails outlet=Coast Daily published=2 May 2019 authors=Ann Poe; Bo Ray Desk:harbour` + "\n"},
		{"header goes on", "a.txt", "Title: Ferry\n  sails\nURL: https://x.example/a\n \nIt left.", Options{},
			`a.txt:0 plain "It left." url=https://x.example/a title=Ferry sails` + "\n"},
		{"key twice", "a.txt", "Title: One\nTitle: Two\n\nIt left.", Options{}, `a.txt:0 plain "It left." title=One Title:Two` + "\n"},
		{"no known key", "a.txt", "Moscow: a visit\n\nIt began.", Options{}, `a.txt:0 plain "Moscow: a visit\n\nIt began."` + "\n"},
		{"prose above the blank line", "a.txt", "Title: Ferry\nIt sails.\n\nAt noon.", Options{}, `a.txt:0 plain "Title: Ferry\nIt sails.\n\nAt noon."` + "\n"},
		{"address is no key", "a.txt", "https://x.example/a\n\nIt left.", Options{}, `a.txt:0 plain "https://x.example/a\n\nIt left."` + "\n"},
		{"only a header", "a.txt", "Title: Ferry\n", Options{}, "error a.txt: the file has a header block and no text below it\n"},
		{"front matter", "a.md", "---\ntitle: \"Ferry: a tale\"\ndate: 2019-05-02\nauthors:\n  - Ann Poe\n  - Bo Ray\ntags: ships\n---\n# Ferry\n", Options{},
			`a.md:0 markdown "# Ferry\n" title=Ferry: a tale published=2019-05-02 authors=Ann Poe; Bo Ray tags:ships` + "\n"},
		{"markdown by content", "-", "# Ferry\n\nIt [left](https://x.example).\n", Options{}, `-:0 markdown "# Ferry\n\nIt [left](https://x.example).\n"` + "\n"},
		{"line ends", "a.txt", "one\r\ntwo\rthree\n\rfour", Options{}, `a.txt:0 plain "one\ntwo\nthree\n\nfour"` + "\n"},
		{"header with CRLF", "a.txt", "Title: Ferry\r\n\r\nIt left.\r\n", Options{}, `a.txt:0 plain "It left.\n" title=Ferry` + "\n"},
		{"braces in prose", "a.txt", "{sic} he wrote.", Options{}, `a.txt:0 plain "{sic} he wrote."` + "\n"},
		{"brackets in prose", "a.txt", "[Updated] It left.", Options{}, `a.txt:0 plain "[Updated] It left."` + "\n"},
		{"less-than in prose", "a.txt", "<3 it left.", Options{}, `a.txt:0 plain "<3 it left."` + "\n"},
	})
}

func TestEncodings(t *testing.T) {
	const s = "Café “Linnet” opens"
	latin := "Caf\xe9 \x93Linnet\x94 opens"
	guessed := "notice encoding-guessed: a.txt: not UTF-8 and no encoding is declared that fits; read as windows-1252\n"
	plain := fmt.Sprintf("a.txt:0 plain %q\n", s)
	html := func(charset, body string) string {
		return "<html><head><meta charset=\"" + charset + "\"></head><p>" + body + "</p></html>"
	}
	page := func(charset, body string) string { return fmt.Sprintf("a.html:0 html %q\n", html(charset, body)) }
	runCases(t, []readCase{
		{"UTF-8 BOM", "a.txt", "\uFEFF" + s, Options{}, plain},
		{"UTF-16 LE BOM", "a.txt", wideText(s, false, true), Options{}, plain},
		{"UTF-16 BE BOM", "a.txt", wideText(s, true, true), Options{}, plain},
		{"UTF-16 LE no BOM", "a.txt", wideText(s, false, false), Options{}, plain},
		{"UTF-16 BE no BOM", "a.txt", wideText(s, true, false), Options{}, plain},
		{"UTF-16 JSON Lines", "a.jsonl", wideText(`{"text":"`+s+`"}`+"\r\n"+`{"text":"two"}`, false, true), Options{},
			fmt.Sprintf("a.jsonl:1 plain %q\na.jsonl:2 plain \"two\"\n", s)},
		{"windows-1252 undeclared", "a.txt", latin, Options{}, plain + guessed},
		{"invalid UTF-8", "a.txt", "It left.\nThe \xff\xfe ferry.\n", Options{},
			"a.txt:0 plain \"It left.\\nThe \uFFFD\uFFFD ferry.\\n\"\n" +
				"error a.txt:2: 2 bytes are not UTF-8; each stands as \uFFFD now, the first is in this line\n"},
		{"damaged UTF-8", "a.txt", "“One” and “two” \x80 three", Options{},
			"a.txt:0 plain \"“One” and “two” \uFFFD three\"\n" +
				"error a.txt:1: 1 byte is not UTF-8; each stands as \uFFFD now, the first is in this line\n"},
		{"stray BOM bytes before ASCII", "a.txt", "\xff\xfeThe ferry left at noon.", Options{},
			"a.txt:0 plain \"\uFFFD\uFFFDThe ferry left at noon.\"\n" +
				"error a.txt:1: 2 bytes are not UTF-8; each stands as \uFFFD now, the first is in this line\n"},
		{"damaged UTF-16", "a.txt", wideText("The ferry", false, true) + "\x00\xd8" + wideText(" left.", false, false), Options{},
			"a.txt:0 plain \"The ferry\uFFFD left.\"\nerror a.txt:1: 1 character is damaged; each stands as \uFFFD now, the first is in this line\n"},
		{"NUL", "a.txt", "The ferry\x00 left at noon, as it does.", Options{},
			"a.txt:0 plain \"The ferry left at noon, as it does.\"\nnotice nul-characters: a.txt: left out 1 NUL character\n"},
		{"HTML declared", "a.html", html("iso-8859-1", latin), Options{}, page("iso-8859-1", s)},
		{"HTML declared Cyrillic", "a.html", html("windows-1251", "\xcf\xe0\xf0\xee\xec"), Options{}, page("windows-1251", "Паром")},
		{"HTML declared Shift_JIS", "a.html", html("Shift_JIS", "\x83\x74\x83\x46"), Options{}, page("Shift_JIS", "フェ")},
		{"HTML says UTF-8, is windows-1252", "a.html", html("utf-8", latin), Options{}, page("utf-8", s) +
			"notice encoding-guessed: a.html: not UTF-8 and no encoding is declared that fits; read as windows-1252, not the declared utf-8\n"},
		{"HTML says Latin-1, is UTF-8", "a.html", html("iso-8859-1", s), Options{}, page("iso-8859-1", s)},
		{"HTML undeclared", "a.html", "<p>" + latin + "</p>", Options{}, fmt.Sprintf("a.html:0 html %q\n", "<p>"+s+"</p>") +
			strings.ReplaceAll(guessed, "a.txt", "a.html")},
	})
}

func TestGuess(t *testing.T) {
	for _, c := range []struct {
		name, text string
		enc        encoding.Encoding
	}{
		{"windows-1252", "Le café “Linnet” a rouvert à Orléans.", charmap.Windows1252},
		{"windows-1251", "Паром снова вышел в море, сообщает порт. Лёд растаял рано.", charmap.Windows1251},
		{"KOI8-R", "Паром снова вышел в море, сообщает порт. Лёд растаял рано.", charmap.KOI8R},
		{"Shift_JIS", "フェリーは月曜日に再び出航した。氷は早く解けた。", japanese.ShiftJIS},
		{"EUC-JP", "フェリーは月曜日に再び出航した。氷は早く解けた。", japanese.EUCJP},
		{"EUC-KR", "여객선이 월요일에 다시 출항했다. 얼음이 일찍 녹았다.", korean.EUCKR},
		{"GB18030", "渡轮周一再次起航，港口的人说这是今年的第一次。冰在春天不见了。", simplifiedchinese.GB18030},
		{"Big5", "渡輪週一再次啟航，港口的人說這是今年的第一次。冰在春天不見了。", traditionalchinese.Big5},
	} {
		b, err := c.enc.NewEncoder().String(c.text)
		if err != nil {
			t.Fatal(c.name, err)
		}
		if d := decode([]byte(b), ""); d.text != c.text || d.guessed != c.name || d.replaced != 0 {
			t.Errorf("%s: guessed %q, %q", c.name, d.guessed, d.text)
		}
	}
}

func TestRecords(t *testing.T) {
	mapping := Options{Columns: map[string]string{"text": "article_content", "title": "article_title"}}
	runCases(t, []readCase{
		{"JSON Lines", "a.jsonl", lines(
			`{"id":"7","source":"Coast Daily","url":"https://x.example/a","title":"Ferry","published":"2019-05-02","author":"Ann Poe","topic":"sea","text":"It left.\r\nAt noon."}`,
			``,
			`{"ID": 8, "Text": "Two", "authors": ["Ann", {"name": "Bo"}], "n": 1.50, "tags": [ "a", "b" ], "none": null}`), Options{}, lines(
			`a.jsonl:1 plain "It left.\nAt noon." id=7 url=https://x.example/a title=Ferry outlet=Coast Daily published=2019-05-02 authors=Ann Poe topic:sea`,
			`a.jsonl:3 plain "Two" id=8 authors=Ann; Bo n:1.50 none:null tags:["a","b"]`)},
		{"known by content", "-", `{"text":"One"}` + "\n" + `{"text":"Two"}`, Options{}, lines(`-:1 plain "One"`, `-:2 plain "Two"`)},
		{"broken third line", "a.jsonl", lines(`{"text":"One"}`, `{"text":"Two"}`, `{"text":"Thr`, `{"text":"Four"}`), Options{}, lines(
			`a.jsonl:1 plain "One"`, `a.jsonl:2 plain "Two"`, `a.jsonl:4 plain "Four"`,
			`error a.jsonl:3: the line ends in the middle of a text (column 13); not read`)},
		{"broken first line, no name", "-", lines(`{"text":"On`, `{"text":"Two"}`), Options{}, lines(
			`-:2 plain "Two"`, `error -:1: the line ends in the middle of a text (column 12); not read`)},
		{"all kinds of broken", "a.jsonl", lines(`{"text":"One"`, `{"text" "Two"}`, `{"text":"a\x"}`, `{"text":tru}`, `["text"]`, `{"text":"a"} b`,
			`{"a":[1,}],"text":"b"}`, `{"text":"\u12"}`, `{,}`, `{"text":"ok"}`), Options{}, lines(
			`a.jsonl:10 plain "ok"`,
			`error a.jsonl:1: the line ends in the middle of a JSON object (column 14); not read`,
			`error a.jsonl:2: not valid JSON: a colon is missing (column 9); not read`,
			`error a.jsonl:3: not valid JSON: unknown escape \'x' (column 11); not read`,
			`error a.jsonl:4: not valid JSON: a value is missing or misspelt (column 9); not read`,
			`error a.jsonl:5: not a JSON object (column 1); not read`,
			`error a.jsonl:6: not valid JSON: something follows the object (column 14); not read`,
			`error a.jsonl:7: not valid JSON in the value that begins here (column 6); not read`,
			`error a.jsonl:8: not valid JSON: \u needs four hexadecimal digits (column 10); not read`,
			`error a.jsonl:9: not valid JSON: a name in quotation marks is missing (column 2); not read`)},
		{"escapes", "a.jsonl", `{"text":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\ud800 A\u0000B"}`, Options{},
			fmt.Sprintf("a.jsonl:1 plain %q\n", "\"\\/\b\f\n\n\té😀\uFFFD AB")},
		{"unmapped", "a.jsonl", lines(`{"article_title":"T","article_content":"One"}`, `{"article_title":"T","article_content":"Two"}`), Options{}, lines(
			`error a.jsonl: none of its records has a text under a known name; say which column it is with --map text=COLUMN`,
			`notice unmapped-text: a.jsonl: 2 of 2 records have no text under a known name; say which column it is with --map text=COLUMN (columns: article_content, article_title)`)},
		{"mapped", "a.jsonl", lines(`{"article_title":"T","article_content":"One","title":"other"}`), mapping, lines(`a.jsonl:1 plain "One" title=T title:other`)},
		{"some empty", "a.jsonl", lines(`{"text":"One"}`, `{"text":" "}`, `{"text":null}`), Options{}, lines(
			`a.jsonl:1 plain "One"`, `notice empty-text: a.jsonl: 2 of 3 records have an empty text`)},
		{"text before content before html", "a.jsonl", lines(`{"html":"<p>h</p>","content":"c","text":"t"}`, `{"html":"<p>h</p>","content":""}`, `{"content":"<p>c</p>"}`), Options{}, lines(
			`a.jsonl:1 plain "t" content:c html:<p>h</p>`, `a.jsonl:2 html "<p>h</p>"`, `a.jsonl:3 html "<p>c</p>"`)},
		{"HTML in a text", "a.jsonl", lines(`{"text":"One<br/>two<br/>three"}`, `{"text":"1 < 2 and <b> once"}`), Options{}, lines(
			`a.jsonl:1 html "One<br/>two<br/>three"`, `a.jsonl:2 plain "1 < 2 and <b> once"`)},
		{"wrong types", "a.jsonl", lines(`{"text":["One","two"],"title":{"a":1},"outlet":{"id":1,"name":"Coast"},"date":20190502,"url":true}`), Options{}, lines(
			`a.jsonl:1 plain "One\n\ntwo" url=true outlet=Coast published=20190502 title:{"a":1}`)},
		{"NaN", "a.jsonl", lines(`{"text":"One","author":NaN}`), Options{}, lines(`a.jsonl:1 plain "One"`)},
		{"invalid UTF-8", "a.jsonl", lines(`{"text":"One"}`, "{\"text\":\"T\xffo \xfe\"}"), Options{}, lines(
			`a.jsonl:1 plain "One"`, "a.jsonl:2 plain \"T\uFFFDo \uFFFD\"",
			"error a.jsonl:2: 2 bytes in the file are not UTF-8; each stands as \uFFFD now, the first is in this line")},
		{"long line", "a.jsonl", lines(`{"text":"One"}`, `{"text":"`+strings.Repeat("x", 300_000)+`"}`, `{"text":"Three"}`), Options{Limits: Limits{Record: 200_000}}, lines(
			`a.jsonl:1 plain "One"`, `a.jsonl:3 plain "Three"`, `error a.jsonl:2: this line is 300 kB long, more than 200 kB: not read`)},
		{"cap on errors", "a.jsonl", strings.Repeat("{\n", 30) + `{"text":"x"}`, Options{Limits: Limits{Errors: 2}}, lines(
			`a.jsonl:31 plain "x"`,
			`error a.jsonl:1: the line ends in the middle of a JSON object (column 2); not read`,
			`error a.jsonl:2: the line ends in the middle of a JSON object (column 2); not read`,
			`error a.jsonl: 28 places more could not be read`)},
	})
}

func TestJSONDocuments(t *testing.T) {
	runCases(t, []readCase{
		{"list", "a.json", lines(`[`, ` {"text": "One"},`, ` {"text": "Two"}`, `]`), Options{}, lines(`a.json:1 plain "One"`, `a.json:2 plain "Two"`)},
		{"object", "a.json", lines(`{`, ` "title": "T",`, ` "text": "One"`, `}`), Options{}, lines(`a.json:0 plain "One" title=T`)},
		{"object on a line", "a.json", `{"text": "One"}`, Options{}, lines(`a.json:0 plain "One"`)},
		{"articles", "a.json", `{"status":"ok","total":2,"articles":[{"text":"One"},{"text":"Two"}],"next":[1,2]}`, Options{}, lines(`a.json:1 plain "One"`, `a.json:2 plain "Two"`)},
		{"objects in a row", "-", lines(`{`, `"text":"One"`, `}`, `{`, `"text":"Two"`, `}`), Options{}, lines(`-:1 plain "One"`, `-:2 plain "Two"`)},
		{"JSON Feed", "a.json", `{"version":"https://jsonfeed.org/version/1.1","title":"Coast","items":[{"id":"1","content_html":"<p>One</p>","date_published":"2019-05-02","authors":[{"name":"Ann"}]}]}`, Options{}, lines(
			`a.json:1 html "<p>One</p>" id=1 outlet=Coast published=2019-05-02 authors=Ann`)},
		{"broken element", "a.json", lines(`[{"text":"One"},`, `{"text":},`, `7,`, `{"text":"Two"}]`), Options{}, lines(
			`a.json:1 plain "One"`, `a.json:4 plain "Two"`,
			`error a.json:2: record 2 not valid JSON: a value is missing or misspelt; not read`,
			`error a.json:3: record 3 is not an object with the fields of an article: not read`)},
		{"truncated", "a.json", lines(`[{"text":"One"},`, `{"text":"Tw`), Options{}, lines(
			`a.json:1 plain "One"`, `error a.json:3: the file ends in the middle of the JSON: it is truncated`)},
		{"no comma", "a.json", `[{"text":"One"} {"text":"Two"}]`, Options{}, lines(
			`a.json:1 plain "One"`, `error a.json:1: not valid JSON from here on: a comma or bracket is missing; not read further`)},
		{"long element", "a.json", `[{"text":"` + strings.Repeat("x", 2000) + `"},{"text":"Two"}]`, Options{Limits: Limits{Record: 1000}}, lines(
			`a.json:2 plain "Two"`, `error a.json:1: record 1 is longer than 1 kB: not read`)},
		{"empty list", "a.json", `[]`, Options{}, lines(`error a.json: the JSON holds no articles`)},
		{"no fields of ours", "a.json", `{"b":1,"a":"x"}`, Options{}, lines(
			`error a.json: this JSON object has no text under a known name; say which field it is with --map text=FIELD (fields: a, b)`)},
		{"not JSON", "a.json", `404 not found`, Options{}, lines(`error a.json: named .json, but its content is not JSON`)},
	})
}

func TestTables(t *testing.T) {
	runCases(t, []readCase{
		{"CSV", "a.csv", "id,title,date,text\n1,Ferry,2019-05-02,\"It left,\nat \"\"noon\"\".\"\n2,Two,,Text\n", Options{}, lines(
			`a.csv:2 plain "It left,\nat \"noon\"." id=1 title=Ferry published=2019-05-02`, `a.csv:4 plain "Text" id=2 title=Two`)},
		{"CRLF and BOM and case", "a.csv", "\uFEFFTitle,TEXT\r\nFerry,It left.\r\n", Options{}, lines(`a.csv:2 plain "It left." title=Ferry`)},
		{"semicolons, by content", "-", "title;text;page\nFerry;\"It; left.\";4\n", Options{}, lines(`-:2 plain "It; left." title=Ferry page:4`)},
		{"TSV", "a.tsv", "title\ttext\n\"Ferry\" sails\t\"It left,\" he said.\nB\t\"quoted\"\n", Options{}, lines(
			`a.tsv:2 plain "\"It left,\" he said." title="Ferry" sails`, `a.tsv:3 plain "quoted" title=B`)},
		{"sloppy quotation marks", "a.csv", "title,text\nA,\"He said \"no\" twice.\"\nB,Two\n", Options{}, lines(
			`a.csv:2 plain "He said \"no\" twice." title=A`, `a.csv:3 plain "Two" title=B`)},
		{"too many fields", "a.csv", "title,text\nA,It left, at noon.\nB,Two,\n", Options{}, lines(
			`a.csv:3 plain "Two" title=B`, `error a.csv:2: the row has 3 fields, the head 2 (a separator that is not in quotation marks?): not read`)},
		{"open quotation mark", "a.csv", "title,text\nA,\"It left.\nB,Two\nC,Three\n", Options{}, lines(
			`a.csv:3 plain "Two" title=B`, `a.csv:4 plain "Three" title=C`, `error a.csv:2: a quotation mark in this row is never closed: not read`)},
		{"many open quotation marks", "a.csv", "title,text\n" + strings.Repeat("A,\"B\n", 100), Options{Limits: Limits{Errors: 1}}, lines(
			`error a.csv:2: a quotation mark in this row is never closed: not read`,
			`error a.csv:10: a quotation mark in this row is never closed, as in others before: nothing from here on is read`, `error a.csv: 7 places more could not be read`)},
		{"no text column", "a.csv", "name,body\nA,One\n", Options{}, lines(
			`error a.csv: none of its records has a text under a known name; say which column it is with --map text=COLUMN`,
			`notice unmapped-text: a.csv: 1 of 1 record has no text under a known name; say which column it is with --map text=COLUMN (columns: body, name)`)},
		{"windows-1252", "a.csv", "title,text\nA,Caf\xe9 opens\n", Options{}, lines(`a.csv:2 plain "Café opens" title=A`,
			`notice encoding-guessed: a.csv: not UTF-8 and no encoding is declared that fits; read as windows-1252`)},
		{"head only", "a.csv", "title,text\n", Options{}, lines(`error a.csv: the table has no rows below its head`)},
	})
}

func TestHTML(t *testing.T) {
	mhtml := "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.example/a\r\nSubject: Ferry\r\nDate: Thu, 2 May 2019 10:00:00 -0000\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--B--\"\r\n\r\n\r\n----B--\r\nContent-Type: text/html\r\n" +
		"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://x.example/a\r\n\r\n<html><p class=3D\"a\">Caf=C3=A9 =\r\nopens</p>\r\n"
	end := "\r\n----B--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----B----\r\n"
	page := `a.mhtml:0 html "<html><p class=\"a\">Café opens</p>\n" url=https://x.example/a fetched=Thu, 2 May 2019 10:00:00 -0000`
	base64 := "MIME-Version: 1.0\nContent-Type: text/html; charset=windows-1251\nContent-Transfer-Encoding: base64\n\nPHA+z+Dw7uw8L3A+\n"
	runCases(t, []readCase{
		{"saved from", "a.html", "<!DOCTYPE html>\n<!-- saved from url=(0021)https://x.example/a/b -->\n<html><p>It</p>", Options{},
			fmt.Sprintf("a.html:0 html %q url=https://x.example/a/b\n", "<!DOCTYPE html>\n<!-- saved from url=(0021)https://x.example/a/b -->\n<html><p>It</p>")},
		{"SingleFile", "a.html", "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://x.example/a \n saved date: Thu\n--><p>It</p>", Options{},
			fmt.Sprintf("a.html:0 html %q url=https://x.example/a\n", "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://x.example/a \n saved date: Thu\n--><p>It</p>")},
		{"without a name", "-", "  <html><body>It</body>", Options{}, `-:0 html "  <html><body>It</body>"` + "\n"},
		{"XHTML", "a", "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\">\n<html xmlns=\"y\"><p>It</p></html>", Options{},
			fmt.Sprintf("a:0 html %q\n", "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\">\n<html xmlns=\"y\"><p>It</p></html>")},
		{"text named .html", "a.html", "It left.", Options{}, `a.html:0 plain "It left."` + "\n"},
		{"MHTML", "a.mhtml", mhtml + end, Options{}, page + "\n"},
		{"MHTML cut in a picture", "a.mhtml", mhtml + end[:80], Options{}, page + "\n"},
		{"MHTML cut in the page", "a.mhtml", mhtml, Options{}, "error a.mhtml: the page is saved as MIME parts (MHTML) and ends too early: the file is truncated; save it again\n"},
		{"base64 and charset of the envelope", "a.mht", base64, Options{}, `a.mht:0 html "<p>Паром</p>"` + "\n"},
	})
}

func TestFeeds(t *testing.T) {
	rss := `<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"><channel><title>Coast</title><language>en</language>` +
		"<item><title>Caf\xe9</title><link>https://x.example/a</link><guid>g1</guid><pubDate>Thu, 02 May 2019 10:00:00 GMT</pubDate><description>&lt;p&gt;It left.&lt;/p&gt;</description></item>" +
		`<item><title>Empty</title></item></channel></rss>`
	atom := `<feed xmlns="http://www.w3.org/2005/Atom"><title>Coast</title><entry><id>i</id><title>T</title><updated>2019-05-02T10:00:00Z</updated>` +
		`<author><name>Ann</name></author><link href="https://x.example/b"/><content type="html">&lt;p&gt;Two&lt;/p&gt;</content></entry></feed>`
	runCases(t, []readCase{
		{"RSS", "a.xml", rss, Options{}, lines(
			`a.xml:1 html "<p>It left.</p>" id=g1 url=https://x.example/a title=Café outlet=Coast published=Thu, 02 May 2019 10:00:00 GMT language=en`,
			`notice empty-text: a.xml: 1 of 2 entries have no text`)},
		{"Atom", "-", atom, Options{}, lines(`-:1 html "<p>Two</p>" id=i url=https://x.example/b title=T outlet=Coast updated=2019-05-02T10:00:00Z authors=Ann`)},
		{"nested to hurt", "a.xml", `<rss version="2.0"><channel><item>` + strings.Repeat("<a:b>", 5000) + `</item></channel></rss>`, Options{},
			"error a.xml: a feed (RSS or Atom) that is damaged: its elements are nested too deep\n"},
		{"no entries", "a.xml", `<rss version="2.0"><channel><title>Coast</title></channel></rss>`, Options{}, "error a.xml: a feed without entries\n"},
	})
}

func TestNotRead(t *testing.T) {
	document := zipped("[Content_Types].xml", "<Types/>", "word/document.xml", "<w/>")
	cases := []struct{ file, data, want string }{
		{"a.txt", "", "the file is empty"},
		{"a.txt", " \n\n", "nothing but white space"},
		{"a.jsonl", "\n\n", "nothing but white space"},
		{"a.html", "\xFF\xD8\xFF\xE0\x00\x10JFIF" + noise(500), "a JPEG picture, which is not read"},
		{"a.txt", "\x89PNG\r\n\x1A\n" + noise(100), "a PNG picture"},
		{"a.txt", "RIFF\x00\x00\x00\x00WEBPVP8 ", "a WebP picture"},
		{"a.txt", "%PDF-1.7\n" + noise(100), "a PDF, which is not read; save its text as .txt or .html"},
		{"a.doc", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + noise(100), "a Word, Excel or PowerPoint file"},
		{"a.docx", document, "an office document"},
		{"a.rtf", "{\\rtf1 x}", "an RTF document"},
		{"a.mp4", "\x00\x00\x00\x18ftypmp42" + noise(100), "a film"},
		{"a.txt", noise(4000), "binary data of an unknown kind"},
		{"a.txt", "https://x.example/a\nhttps://x.example/b\n# end\n", "a list of 2 addresses; addresses are not fetched here"},
		{"a.xml", `<?xml version="1.0"?><opml version="2.0"></opml>`, "names no address"},
		{"a.xml", `<?xml version="1.0"?><urlset><loc>https://x.example/a</loc></urlset>`, "a list (OPML or sitemap) of 1 address; addresses are not fetched here"},
		{"a.xml", `<?xml version="1.0"?><nitf></nitf>`, "its root is <nitf>"},
		{"a.warc", "WARC/2.0\r\nWARC-Type: response\r\n\r\n", "a WARC archive of a version that is not known"},
		{"a.tar", tarred("b/", ""), "the tar archive has no files to read"},
		{"a.tar.gz", packed(tarred("b.zip", zipped("c.txt", "x"))), "an archive within an archive"},
		{"a.txt", wideText("It left."+strings.Repeat("\x01\x02", 400), false, true), "binary data of an unknown kind"},
		{"a.txt", "It left." + strings.Repeat("\xfe ", 400), "no text in any encoding that is known: 400 bytes fit none"},
		{"a.csv", "title,text" + strings.Repeat(",x", maxFields) + "\nA,B\n", "more than 10,000 columns"},
		{"a.jsonl", `{"text":"x"` + strings.Repeat(`,"a":1`, maxFields) + `}`, "more fields than an article can have"},
		{"a.css", "p { color: red }", "a style sheet, not an article"},
		{"a.txt.bz2", "BZh91AY&SY", "packed with bzip2"},
		{"a.gz.gz", packed(packed("text")), "packed twice"},
		{"a.zip", zipped("b.zip", zipped("c.txt", "x")), "an archive within an archive"},
		{"a.zip", zipped(), "the ZIP has no files to read"},
		{"a.zip", zipped("a.txt", "x")[:40], "the ZIP is damaged or truncated"},
	}
	for _, c := range cases {
		pages, res := read(t, c.file, []byte(c.data), Options{})
		if len(pages) != 0 || len(res.File.Errors) != 1 || !strings.Contains(res.File.Errors[0].Message, c.want) {
			t.Errorf("%s %.20q: want one error with %q, got\n%s", c.file, c.data, c.want, brief(pages, res))
		}
	}
}

func TestPacked(t *testing.T) {
	jsonl := lines(`{"text":"One"}`, `{"text":"Two"}`)
	cut := packed(lines(`{"text":"One"}`) + `{"text":"` + fmt.Sprintf("%x", noise(9000)) + `"}`)
	bomb := packed(strings.Repeat(" ", 80<<20))
	runCases(t, []readCase{
		{"gzip", "a.jsonl.gz", packed(jsonl), Options{}, lines(`a.jsonl.gz:1 plain "One"`, `a.jsonl.gz:2 plain "Two"`)},
		{"zstd without a name", "-", packedZstd(jsonl), Options{}, lines(`-:1 plain "One"`, `-:2 plain "Two"`)},
		{"gzip of two parts", "a.gz", packed(`{"text":"One"}`+"\n") + packed(`{"text":"Two"}`), Options{}, lines(`a.gz:1 plain "One"`, `a.gz:2 plain "Two"`)},
		{"truncated text", "a.txt.gz", packed(strings.Repeat("It left. ", 1000))[:40], Options{},
			"error a.txt.gz: the gzip data ends too early, after 783 bytes unpacked: the file is truncated; get it again\n"},
		{"truncated head", "a.txt.gz", packed("It left.")[:5], Options{},
			"error a.txt.gz: the gzip data ends too early, at its start: the file is truncated; get it again\n"},
		{"bytes behind gzip", "a.jsonl.gz", packed(jsonl) + "something else behind it", Options{}, lines(`a.jsonl.gz:1 plain "One"`, `a.jsonl.gz:2 plain "Two"`,
			`error a.jsonl.gz:3: something that is not gzip follows, after 30 bytes unpacked; it is not read`)},
		{"damaged", "a.txt.gz", "\x1f\x8b\x08\x00" + noise(100), Options{}, "error a.txt.gz: the gzip data is damaged, at its start; get it again\n"},
		{"bomb", "a.txt.gz", bomb, Options{Limits: Limits{Page: 100 << 20}},
			"error a.txt.gz: unpacks to more than 200 times its size (a decompression bomb?); not read further\n"},
		{"ZIP", "a.zip", zipped("d/b.txt", "Title: B\n\nTwo", "a.jsonl", jsonl, "p.html", "<p>It</p>", "p_files/x.js", "x", ".hidden", "x", "z.jpg", "\xFF\xD8\xFF\xE0", "c.txt.gz", packed("Three")), Options{}, lines(
			`a.zip/a.jsonl:1 plain "One"`, `a.zip/a.jsonl:2 plain "Two"`, `a.zip/c.txt.gz:0 plain "Three"`, `a.zip/d/b.txt:0 plain "Two" title=B`, `a.zip/p.html:0 html "<p>It</p>"`,
			`error a.zip/z.jpg: a JPEG picture, which is not read; save its text as .txt or .html and give that`,
			`notice skipped-folder: a.zip: skipped 1 part of saved pages (in folders *_files)`)},
		{"ZIP of one name twice", "a.zip", zipped("a.txt", "One", "a.txt", "Two"), Options{}, lines(`a.zip/a.txt:0 plain "One"`, `a.zip/a.txt (2):0 plain "Two"`)},
		{"ZIP bomb", "a.zip", zipped("a.txt", strings.Repeat(" ", 80<<20), "b.txt", "Two"), Options{Limits: Limits{Page: 100 << 20}}, lines(
			`error a.zip/a.txt: unpacks to more than 200 times its size (a decompression bomb?); not read further`,
			`error a.zip: unpacks to more than 200 times its size (a decompression bomb?); not read further`)},
	})
	t.Run("truncated lines", func(t *testing.T) {
		pages, res := read(t, "a.jsonl.gz", []byte(cut[:len(cut)-1000]), Options{})
		if len(pages) != 1 || len(res.File.Errors) != 1 || res.File.Errors[0].Line != 2 || !strings.Contains(res.File.Errors[0].Message, "truncated") {
			t.Error(brief(pages, res))
		}
	})
}

func TestTooLarge(t *testing.T) {
	long := strings.Repeat("x", 20_000_000)
	for _, c := range []struct{ data, want string }{
		{"One\n" + long + "\n", "a.txt:2: this line is 20 MB long, more than 16 MB: not an article; split it"},
		{strings.Repeat("A line of a very long text.\n", 3<<20), "a.txt: larger than 64 MB, too large for one article; split it, or give many articles as JSON Lines"},
	} {
		pages, res := read(t, "a.txt", []byte(c.data), Options{})
		if len(pages) != 0 || len(res.File.Errors) != 1 || res.File.Errors[0].Error() != c.want {
			t.Errorf("want %s, got %s", c.want, brief(pages, res))
		}
	}
}

// A line of 50 MB among others is named and costs no more memory than the
// limit.
func TestLongLineMemory(t *testing.T) {
	data := lines(`{"text":"One"}`, `{"text":"`+strings.Repeat("x", 50_000_000)+`"}`, `{"text":"Three"}`)
	got := brief(read(t, "a.jsonl", []byte(data), Options{}))
	want := lines(`a.jsonl:1 plain "One"`, `a.jsonl:3 plain "Three"`, `error a.jsonl:2: this line is 50 MB long, more than 16 MB: not read`)
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, data string) string {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	z := write("a.zip", zipped("b.txt", "Two", "c.jsonl", lines(`{"text":"Three"}`)))
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	res, err := r.Each(context.Background(), Source{"a.zip", z, -1}, func(p news.Page) error {
		got = append(got, p.Input.Name+" "+p.Body)
		return nil
	})
	if want := []string{"a.zip/b.txt Two", "a.zip/c.jsonl Three"}; err != nil || !slices.Equal(got, want) || len(res.File.SHA256) != 64 {
		t.Errorf("got %q, %v, %+v", got, err, res)
	}
	if info, _ := os.Stat(z); r.BytesRead() != info.Size() {
		t.Errorf("BytesRead = %d, want %d", r.BytesRead(), info.Size())
	}
	res, err = r.Each(context.Background(), Source{"gone.txt", filepath.Join(dir, "gone.txt"), -1}, nil)
	if err != nil || len(res.File.Errors) != 1 || res.File.Errors[0].Error() != "gone.txt: no such file or folder" {
		t.Errorf("missing file: %v %+v", err, res)
	}
}

func TestStops(t *testing.T) {
	data := []byte(strings.Repeat(`{"text":"One"}`+"\n", 100))
	enough := errors.New("enough")
	n := 0
	r, _ := New(Options{Stdin: bytes.NewReader(data)})
	_, err := r.Each(context.Background(), Source{"-", "-", -1}, func(news.Page) error {
		if n++; n == 3 {
			return enough
		}
		return nil
	})
	if err != enough || n != 3 {
		t.Errorf("after an error of yield: %v, %d pages", err, n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r, _ = New(Options{Stdin: bytes.NewReader(data)})
	n = 0
	res, err := r.Each(ctx, Source{"-", "-", -1}, func(news.Page) error {
		if n++; n == 3 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || n != 3 || len(res.File.Errors) > 0 {
		t.Errorf("after cancel: %v, %d pages, %v", err, n, res.File.Errors)
	}
}

func TestDateOrder(t *testing.T) {
	pages, _ := read(t, "a.txt", []byte("x"), Options{DateOrder: news.OrderDMY})
	if len(pages) != 1 || pages[0].Stated.DateOrder != news.OrderDMY {
		t.Errorf("got %+v", pages)
	}
}

func TestAuthors(t *testing.T) {
	for _, c := range []struct {
		name, value string
		want        []string
	}{
		{"author", "Ann Poe, Bo Ray", []string{"Ann Poe, Bo Ray"}},
		{"authors", "Ann Poe", []string{"Ann Poe"}},
		{"Authors", "Ann Poe, Bo Ray", []string{"Ann Poe", "Bo Ray"}},
		{"authors", "Poe, Ann; Ray, Bo;", []string{"Poe, Ann", "Ray, Bo"}},
		{"authors", "Poe, Ann", []string{"Poe, Ann"}},
	} {
		if got := authors(c.name, c.value); !slices.Equal(got, c.want) {
			t.Errorf("authors(%q, %q) = %q, want %q", c.name, c.value, got, c.want)
		}
	}
}

func TestHash(t *testing.T) {
	_, res := read(t, "a.txt", []byte("abc"), Options{})
	if want := "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; res.File.SHA256 != want {
		t.Errorf("SHA256 = %s", res.File.SHA256)
	}
}

func TestParseMap(t *testing.T) {
	m, err := ParseMap("text=article_content, Title = headline")
	if err != nil || m["text"] != "article_content" || m["title"] != "headline" {
		t.Errorf("%v, %v", m, err)
	}
	for _, bad := range []string{"", "text", "text=", "body=x", "text=a,text=b"} {
		if _, err := ParseMap(bad); err == nil {
			t.Errorf("ParseMap(%q) gave no error", bad)
		}
	}
	if _, err := New(Options{Columns: map[string]string{"body": "x"}}); err == nil {
		t.Error("New with an unknown target gave no error")
	}
}
