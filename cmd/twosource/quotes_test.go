package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A quoteRow is what these tests read of a row of quotes.
type quoteRow struct {
	Speaker     *string
	SpeakerText *string `json:"speaker_text"`
	Unresolved  *string
	OnBehalfOf  *string `json:"on_behalf_of"`
	Kind, Text  string
	Act         *string
	Reports     int
	Article     string
}

func quotes(t *testing.T, args ...string) []quoteRow {
	t.Helper()
	r := twosource(t, append([]string{"quotes", "-q", "--format", "json"}, args...)...)
	if r.code != exitDone {
		t.Fatalf("quotes %v: exit code %d\n%s", args, r.code, r.errout)
	}
	var rows []quoteRow
	if err := json.Unmarshal([]byte(r.out), &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestQuotesFilters(t *testing.T) {
	dir := filepath.Join(root, "examples", "ferry-talks")
	all := quotes(t, dir)
	for _, test := range []struct {
		args []string
		keep func(quoteRow) bool
	}{
		{[]string{"--kind", "direct"}, func(r quoteRow) bool { return r.Kind == "direct" }},
		{[]string{"--speaker", "Harjuvaara"}, func(r quoteRow) bool { return r.Speaker != nil && strings.Contains(*r.Speaker, "Harjuvaara") }},
		{[]string{"--topic", "the FEE"}, func(r quoteRow) bool {
			words := regexp.MustCompile(`(?i)\bfee\b`)
			return words.MatchString(r.Text) && regexp.MustCompile(`(?i)\bthe\b`).MatchString(r.Text)
		}},
	} {
		got := quotes(t, append(test.args, dir)...)
		n := 0
		for _, r := range all {
			if test.keep(r) {
				n++
			}
		}
		if len(got) < n || len(got) == 0 || len(got) == len(all) {
			t.Errorf("quotes %v gives %d of %d rows, want at least %d", test.args, len(got), len(all), n)
		}
	}
	if n := len(quotes(t, "--since", "2024-05-01", dir)) + len(quotes(t, "--until", "2024-04-30", dir)); n == 0 || n > len(all) {
		t.Errorf("%d rows since and until, of %d", n, len(all))
	}
	if r := twosource(t, "quotes", "-q", "--since", "yesterday", dir); r.code != exitUsage {
		t.Errorf("--since yesterday: exit code %d", r.code)
	}
	r := twosource(t, "quotes", "-q", "--format", "csv", dir)
	rows, err := csv.NewReader(strings.NewReader(r.out)).ReadAll()
	if err != nil || len(rows) != len(all)+1 {
		t.Errorf("%d rows of csv for %d statements: %v", len(rows), len(all), err)
	}
}

// A wording is a row of the quotation tables of examples/README.md.
type wording struct {
	id, speaker string
	parts       []string
	files       []string
}

// wordings reads the quotation tables.
func wordings(t *testing.T) map[string][]wording {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root, "examples", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]wording{}
	for line := range strings.Lines(string(raw)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 5 || !regexp.MustCompile(`^ ?[FM]\d+ $`).MatchString(cells[0]) {
			continue
		}
		w := wording{id: strings.TrimSpace(cells[0]), speaker: strings.TrimSpace(cells[2])}
		for _, p := range strings.Split(cells[1], " / ") {
			w.parts = append(w.parts, strings.TrimSpace(p))
		}
		for _, f := range strings.Split(cells[4], ",") {
			w.files = append(w.files, strings.TrimSpace(f))
		}
		set := map[byte]string{'F': "ferry-talks", 'M': "mill-fire"}[w.id[0]]
		out[set] = append(out[set], w)
	}
	return out
}

// notReached are wordings whose speaker is not found, with the reason.
var notReached = map[string]string{
	"M17 03c": "a given name alone, after a description, is no name to the stage before",
	"M31 05":  "the kinswoman who speaks is named in another paragraph",
}

// TestQuotesTruth holds the speakers of the examples' quotations to the tables
// of examples/README.md: each wording, in each of its files, has the right
// speaker or none, and all but notReached have the right one.
func TestQuotesTruth(t *testing.T) {
	for set, list := range wordings(t) {
		r := twosource(t, "brief", "-q", "--format", "json", filepath.Join(root, "examples", set))
		var d struct {
			document
			Statements []struct {
				Speaker *string
				Reports []struct {
					Article string
					Spans   []struct{ Text string }
				}
			}
		}
		if err := json.Unmarshal([]byte(r.out), &d); err != nil {
			t.Fatal(err)
		}
		names := map[string]string{}
		for _, e := range d.Entities {
			names[e.ID] = strings.Join(append([]string{e.Name}, e.Aliases...), "; ")
		}
		for _, w := range list {
			for _, file := range w.files {
				found, speaker := false, ""
				for _, s := range d.Statements {
					for _, report := range s.Reports {
						held := slices.ContainsFunc(report.Spans, func(x struct{ Text string }) bool { return strings.Contains(x.Text, w.parts[0]) })
						if held && fileName(d.short(report.Article)) == fileName(file) {
							found = true
							if s.Speaker != nil {
								speaker = names[*s.Speaker]
							}
						}
					}
				}
				judgeWording(t, w, file, found, speaker)
			}
		}
	}
}

// fileName makes "03:2" of "03b", as short gives it.
func fileName(f string) string {
	if n := len(f); n == 3 && f[2] >= 'a' && f[2] <= 'd' {
		return f[:2] + ":" + string('1'+f[2]-'a')
	}
	return f
}

func judgeWording(t *testing.T, w wording, file string, found bool, speaker string) {
	t.Helper()
	want := w.speaker
	if i := strings.IndexAny(want, ",;"); i >= 0 {
		want = want[:i]
	}
	nameless := strings.HasPrefix(want, "*")
	why, known := notReached[w.id+" "+file]
	switch {
	case !found && !known:
		t.Errorf("%s in %s: no statement holds it", w.id, file)
	case nameless && speaker != "" && strings.ContainsAny(speaker, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") && !known:
		t.Errorf("%s in %s: the nameless speaker is called %s", w.id, file, speaker)
	case !nameless && found && speaker == "" && !known:
		t.Errorf("%s in %s: the speaker is open, want %s", w.id, file, want)
	case !nameless && speaker != "" && !strings.Contains(speaker, want):
		t.Errorf("%s in %s: the speaker is %s, want %s (%s)", w.id, file, speaker, want, why)
	}
}

// TestQuotesOfSamples holds the statements of five real reports to what a reader
// finds in them.
func TestQuotesOfSamples(t *testing.T) {
	dir := filepath.Join(root, "../shared/samples/syria-2015")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no samples at " + dir)
	}
	rows := quotes(t, dir)
	if len(rows) > 90 {
		t.Errorf("%d statements, want at most 90", len(rows))
	}
	count := func(keep func(r *quoteRow) bool) int {
		n := 0
		for i := range rows {
			if keep(&rows[i]) {
				n++
			}
		}
		return n
	}
	for _, want := range []struct {
		speaker, kind string
		least         int
	}{
		{"Churkin", "direct", 2}, {"Churkin", "indirect", 1}, {"Shaaban", "direct", 2}, {"Kirby", "mixed", 1}, {"Putin", "direct", 1},
		{"Zakharov", "indirect", 1}, {"Muallem", "indirect", 1}, {"Ryabkov", "indirect", 1}, {"Kerry", "direct", 3},
	} {
		n := count(func(r *quoteRow) bool {
			return r.Kind == want.kind && r.Speaker != nil && strings.Contains(*r.Speaker, want.speaker)
		})
		if n < want.least {
			t.Errorf("%d %s statements by %s, want at least %d", n, want.kind, want.speaker, want.least)
		}
	}
	if n := count(func(r *quoteRow) bool {
		return r.Reports == 2 && r.Speaker == nil && r.SpeakerText != nil && strings.Contains(*r.SpeakerText, "State Department official")
	}); n != 1 {
		t.Errorf("%d statements of the official without a name in two reports, want 1", n)
	}
	if n := count(func(r *quoteRow) bool {
		return r.Reports == 2 && r.Kind == "mixed" && strings.Contains(r.Text, "terrorists") && r.Speaker != nil && strings.Contains(*r.Speaker, "Foreign Ministry")
	}); n != 1 {
		t.Errorf("%d quotations on terrorists in two versions, want 1", n)
	}
	if n := count(func(r *quoteRow) bool {
		return r.Kind == "direct" && strings.Contains(r.Text, "Kiev") && r.Speaker == nil
	}); n != 1 {
		t.Errorf("%d stray quotations on Kiev without a speaker, want 1", n)
	}
	if n := count(func(r *quoteRow) bool {
		who := strings.ToLower(orEmptyString(r.Speaker) + " " + orEmptyString(r.SpeakerText))
		return strings.Contains(who, "community") || strings.Contains(who, "coalition") || strings.Contains(r.Text, "must go")
	}); n != 0 {
		t.Errorf("%d statements by nobody", n)
	}
}

func orEmptyString(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
