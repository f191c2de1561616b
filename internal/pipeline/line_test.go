package pipeline_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"pgregory.net/rapid"

	"github.com/twosource/twosource/internal/brief"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/pipeline"
)

// The properties of the whole line draw this many sets of articles each;
// -rapid.checks on the command line draws more.
func init() {
	for name, value := range map[string]string{"rapid.checks": "25", "rapid.nofailfile": "true"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
}

// A report is one invented article as its file has it.
type report struct {
	name, title, outlet, date string
	url                       string // "" for none
	paragraphs                []string
	newline                   string
}

func (r report) bytes() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "Title: %s%s", r.title, r.newline)
	fmt.Fprintf(&b, "Outlet: %s%s", r.outlet, r.newline)
	if r.date != "" {
		fmt.Fprintf(&b, "Published: %s%s", r.date, r.newline)
	}
	if r.url != "" {
		fmt.Fprintf(&b, "URL: %s%s", r.url, r.newline)
	}
	for _, p := range r.paragraphs {
		b.WriteString(r.newline + p + r.newline)
	}
	return []byte(b.String())
}

// A world is what the reports of one set are about. Two worlds share no name
// but those of the calendar.
type world struct {
	site    string // of addresses
	outlets []string
	people  []string // with a role before the name
	places  []string
	things  []string
	agency  string
	months  []string
	deeds   []string // what may be said to have happened; %s are a place, a thing and a number
	plain   bool     // nothing but deeds is told: the other forms of paragraph have words that worlds share
}

var harbour = world{
	site:    "harbour.example",
	outlets: []string{"Harbour Post", "Quay Gazette", "Coastal Observer", "Morning Ledger", "Strand Courier"},
	people: []string{"Captain Ana Brandt", "minister Jonas Holm", "harbour master Tiina Kuuskmaa", "mayor Émile Roux",
		"shipowner Ole Nygård"},
	places: []string{"Northmark", "Port Salis", "Zoë Bay", "Östhamn"},
	things: []string{"the ferry", "the pier", "the customs shed", "the dredger"},
	agency: "Baltic Wire",
	months: []string{"2031-03-0%d", "2031-03-1%d"},
	deeds: []string{"A storm sank %[2]s near %[1]s on Tuesday, killing %[3]d people.",
		"Workers at %[1]s began a strike over %[2]s on Monday.",
		"The council of %[1]s bought %[2]s for %[3]d million euros, officials said.",
		"Police in %[1]s arrested %[3]d men after a fire on %[2]s."},
}

var meadow = world{
	plain:   true,
	site:    "meadow.example",
	outlets: []string{"Alpine Herald"},
	people:  []string{"beekeeper Ludmila Vrba"},
	places:  []string{"Kestrel Valley"},
	things:  []string{"the cheese dairy"},
	agency:  "Highland Service",
	months:  []string{"2019-09-2%d"},
	deeds: []string{"Judges in %[1]s praised %[2]s at the village show, where %[3]d cows were shown.",
		"An orchard in %[1]s gave %[3]d tonnes of pears to %[2]s."},
}

// paragraph draws one paragraph.
func (w world) paragraph(t *rapid.T) string {
	who := rapid.SampledFrom(w.people).Draw(t, "who")
	words := strings.Fields(who)
	last := words[len(words)-1]
	place := rapid.SampledFrom(w.places).Draw(t, "place")
	thing := rapid.SampledFrom(w.things).Draw(t, "thing")
	n := rapid.IntRange(2, 40).Draw(t, "n")
	deed := fmt.Sprintf(rapid.SampledFrom(w.deeds).Draw(t, "deed"), place, thing, n)
	if w.plain {
		return deed
	}
	switch rapid.IntRange(0, 7).Draw(t, "form") {
	case 0:
		return fmt.Sprintf("“We shall not give up %s,” said %s in %s on Friday.", thing, who, place)
	case 1:
		return fmt.Sprintf("%s told reporters that %s would cost %d million euros. \"It is %d too many,\" %s added.", who, thing, n, n, last)
	case 2:
		return fmt.Sprintf("%s (%s) — %s", strings.ToUpper(place), w.agency, deed)
	case 3:
		return fmt.Sprintf("%s But %s denied that %s had been there, %s reported.", deed, who, last, w.agency)
	case 4: // marks that are written in more than one way
		return fmt.Sprintf("The cafe\u0301 at\u00a0%s – closed since May – is \u200bopen again… ﬁnally, said\r %s 🚢.", place, who)
	default:
		return deed
	}
}

// report draws an article.
func (w world) report(t *rapid.T, i int) report {
	r := report{
		name:       fmt.Sprintf("%s-%02d.txt", w.site, i),
		outlet:     rapid.SampledFrom(w.outlets).Draw(t, "outlet"),
		paragraphs: rapid.SliceOfN(rapid.Custom(w.paragraph), 1, 5).Draw(t, "paragraphs"),
		newline:    rapid.SampledFrom([]string{"\n", "\n", "\r\n"}).Draw(t, "newline"),
	}
	r.title = fmt.Sprintf("%s: %s and %s", rapid.SampledFrom(w.places).Draw(t, "title place"),
		strings.TrimPrefix(rapid.SampledFrom(w.things).Draw(t, "title thing"), "the "), rapid.SampledFrom(w.people).Draw(t, "title person"))
	if rapid.IntRange(0, 4).Draw(t, "dated") > 0 {
		r.date = fmt.Sprintf(rapid.SampledFrom(w.months).Draw(t, "month"), rapid.IntRange(1, 9).Draw(t, "day"))
	}
	if rapid.Bool().Draw(t, "addressed") {
		r.url = fmt.Sprintf("https://%s/%d", w.site, i)
	}
	return r
}

// reports draws a set of articles, some of which are reprints of others, whole
// or in part.
func (w world) reports(t *rapid.T, least, most int) []report {
	n := rapid.IntRange(least, most).Draw(t, "articles")
	var out []report
	for i := range n {
		r := w.report(t, i)
		if i > 0 && rapid.IntRange(0, 2).Draw(t, "reprint") == 0 {
			from := out[rapid.IntRange(0, i-1).Draw(t, "of")]
			r.paragraphs = append([]string{}, from.paragraphs...)
			if rapid.Bool().Draw(t, "added to") {
				r.paragraphs = append(r.paragraphs, w.paragraph(t))
			}
		}
		out = append(out, r)
	}
	return out
}

// folder writes the reports into a new folder, which the returned function
// removes, and returns the names of the files.
func folder(t *rapid.T, reports []report) (files []string, remove func()) {
	dir, err := os.MkdirTemp("", "line")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reports {
		files = append(files, filepath.Join(dir, r.name))
		if err := os.WriteFile(files[len(files)-1], r.bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return files, func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
}

// fataler is what a test and a drawn case have in common.
type fataler interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// analyse runs the whole line over files.
func analyse(t fataler, files []string, o pipeline.Options) *pipeline.Run {
	t.Helper()
	run, err := pipeline.Analyse(context.Background(), files, o)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// encoded returns the brief of a record, and fails unless every span of it is true.
func encoded(t fataler, rec *news.Record, own []news.Article) []byte {
	t.Helper()
	var b bytes.Buffer
	doc := brief.New(rec, brief.Settings{Version: "test", Stages: pipeline.Revisions()})
	if err := brief.WriteJSON(&b, doc, brief.JSONOptions{}); err != nil {
		t.Fatal(err)
	}
	checked, err := brief.Check(b.Bytes(), own)
	if err != nil {
		t.Fatal(err)
	}
	if !checked.True() {
		t.Fatalf("the brief does not hold: %v", checked.Problems)
	}
	return b.Bytes()
}

// whole analyses files and returns the checked brief.
func whole(t fataler, files []string, o pipeline.Options) []byte {
	t.Helper()
	return encoded(t, analyse(t, files, o).Record, nil)
}
