package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// gulf is a small set in which the program goes wrong, or could, in each way
// that a correction mends.
var gulf = map[string]string{
	"herald.txt": `Title: Ferry strike to begin in Strelsau on Monday
Outlet: Strelsau Herald
Published: 2031-03-05T08:00:00Z
URL: https://herald.example/strike

STRELSAU — Crews of the Northmark Line will strike from Monday after talks with the Harbour Board failed, the union said.

"We will not sail until the night shifts are paid in full," Anna Brandt, the head of the union, told reporters at the pier.

Jonas Holm, a spokesman for the Harbour Board, called the strike "a blow to every island in the gulf".

Some 4,000 passengers cross the gulf each day, and the board expects the first cancelled sailings on Monday morning.

Holm said that the board would meet again on Sunday evening.
`,
	"mercury.txt": `Title: Ferry strike to begin in Strelsau on Monday
Outlet: Coast Mercury
Published: 2031-03-05T11:00:00Z
URL: https://mercury.example/a1

STRELSAU — Crews of the Northmark Line will strike from Monday after talks with the Harbour Board failed, the union said.

"We will not sail until the night shifts are paid in full," Anna Brandt, the head of the union, told reporters at the pier.

Jonas Holm, a spokesman for the Harbour Board, called the strike "a blow to every island in the gulf".

Some 4,000 passengers cross the gulf each day, and the board expects the first cancelled sailings on Monday morning.
`,
	"gazette.txt": `Title: Islanders fear long ferry strike in Strelsau
Outlet: Northern Gazette
Published: 2031-03-05T17:00:00Z
URL: https://gazette.example/islands

Shops on the islands of the gulf were emptied on Wednesday as word spread that the ferries of the Northmark Line would not sail next week.

Ana Brandt, who leads the union of the crews, said that nobody wanted a strike in the tourist season.

"My shelves will be bare by Thursday," said Mirka Ahl, a grocer.

The Harbour Board offered the crews a rise of three per cent, which the union refused. Jonas Holm said that the offer would stand until Sunday.
`,
	"sport.txt": `Title: Northmark United win the gulf cup
Outlet: Northern Gazette
Published: 2031-03-06T09:00:00Z
URL: https://gazette.example/cup

Northmark United won the gulf cup on Wednesday night with two late goals in front of nine thousand supporters.

"It is the greatest night of my life," said the trainer, Petra Lund.

Jonas Holm scored both goals. The club will parade the cup through the town on Saturday, Lund said.
`,
	"mill.txt": `Title: Old paper mill burns down in Hentzau
Outlet: Hentzau Post
Published: 2031-07-19T06:00:00Z
URL: https://post.example/mill

A fire destroyed the old paper mill of Hentzau on Friday night. Nobody was hurt, the fire brigade said.

"The roof fell in within half an hour," said Otto Kern, who leads the brigade.
`,
}

// gulfBrief is the part of a JSON brief that corrections change.
type gulfBrief struct {
	Articles []struct {
		ID, Family string
		Input      struct{ Name string }
	}
	Lineage    []struct{ From, To string }
	Entities   []gulfEntity
	Statements []struct {
		Speaker     *string
		Text        string
		Via         []string
		CorrectedBy []string `json:"corrected_by"`
	}
	Stories []struct {
		Articles    []string
		Origins     int
		CorrectedBy []string `json:"corrected_by"`
	}
	Origins []gulfOrigin
	Notices []struct{ Code, Message string }

	raw string
}

type gulfOrigin struct {
	Kind, Name string
	Articles   []string
}

type gulfEntity struct {
	ID, Name, Type    string
	Country, Wikidata string
	Aliases           []string
	Mentions          []struct{ Article string }
	CorrectedBy       []string `json:"corrected_by"`
}

// gulfFolder writes the set and returns its folder.
func gulfFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range gulf {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// withFlags makes the brief of a folder with a file of the given flag, proves
// its spans, and reads it.
func withFlags(t *testing.T, dir, flag, content string) *gulfBrief {
	t.Helper()
	out := filepath.Join(t.TempDir(), "brief.json")
	args := []string{"brief", dir, "--quiet", "-o", out}
	if flag != "" {
		file := filepath.Join(filepath.Dir(out), "the.file")
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, flag, file)
	}
	if r := twosource(t, args...); r.code != exitDone {
		t.Fatalf("%q: exit code %d: %s", content, r.code, r.errout)
	}
	if r := twosource(t, "check", out, dir); r.code != exitDone {
		t.Errorf("%q: check: %s%s", content, r.out, r.errout)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	b := &gulfBrief{raw: string(data)}
	if err := json.Unmarshal(data, b); err != nil {
		t.Fatal(err)
	}
	return b
}

// article returns the id of the article of an input.
func (b *gulfBrief) article(name string) string {
	for _, a := range b.Articles {
		if filepath.Base(a.Input.Name) == name {
			return a.ID
		}
	}
	return ""
}

func (b *gulfBrief) entity(typ, name string) gulfEntity {
	for _, e := range b.Entities {
		if e.Type == typ && e.Name == name {
			return e
		}
	}
	return gulfEntity{}
}

func (e gulfEntity) in(article string) bool {
	for _, m := range e.Mentions {
		if m.Article == article {
			return true
		}
	}
	return false
}

// story returns the index of the story of an input's article.
func (b *gulfBrief) story(name string) int {
	for i, s := range b.Stories {
		if slices.Contains(s.Articles, b.article(name)) {
			return i
		}
	}
	return -1
}

func (b *gulfBrief) linked(x, y string) bool {
	for _, l := range b.Lineage {
		if l.From == b.article(x) && l.To == b.article(y) || l.From == b.article(y) && l.To == b.article(x) {
			return true
		}
	}
	return false
}

// gulfLines has a line of each verb with what it must do: done says of a brief
// whether that is so.
var gulfLines = []struct {
	line string
	done func(b *gulfBrief) bool
	by   func(b *gulfBrief) []string // corrected_by of what it touched
}{
	{`merge "Ana Brandt" "Anna Brandt" person`, func(b *gulfBrief) bool {
		e := b.entity("person", "Anna Brandt")
		return slices.Contains(e.Aliases, "Ana Brandt") && e.in(b.article("gazette.txt")) && e.in(b.article("herald.txt"))
	}, func(b *gulfBrief) []string { return b.entity("person", "Anna Brandt").CorrectedBy }},
	{`split "Jonas Holm" person in sport.txt as "Nils Holm"`, func(b *gulfBrief) bool {
		return b.entity("person", "Nils Holm").in(b.article("sport.txt")) && !b.entity("person", "Jonas Holm").in(b.article("sport.txt"))
	}, func(b *gulfBrief) []string { return b.entity("person", "Nils Holm").CorrectedBy }},
	{`rename "Petra Lund" person to "P. A. Lund"`, func(b *gulfBrief) bool {
		return slices.Contains(b.entity("person", "P. A. Lund").Aliases, "Petra Lund")
	}, func(b *gulfBrief) []string { return b.entity("person", "P. A. Lund").CorrectedBy }},
	{`retype "Harbour Board" organization to group`, func(b *gulfBrief) bool {
		return b.entity("group", "Harbour Board").ID != "" && b.entity("organization", "Harbour Board").ID == ""
	}, func(b *gulfBrief) []string { return b.entity("group", "Harbour Board").CorrectedBy }},
	{`speaker gazette.txt "the offer would stand until Sunday" is "Mirka Ahl" person`, func(b *gulfBrief) bool {
		return b.speaker("the offer would stand") == b.entity("person", "Mirka Ahl").ID
	}, func(b *gulfBrief) []string { return b.Statements[b.statement("the offer would stand")].CorrectedBy }},
	{`outlet-family post.example mercury.example as "Coast Media"`, func(b *gulfBrief) bool {
		n := 0
		for _, a := range b.Articles {
			if a.Family == "Coast Media" {
				n++
			}
		}
		return n == 2
	}, func(b *gulfBrief) []string { return b.Stories[b.story("mill.txt")].CorrectedBy }},
	{`not-a-copy herald.txt mercury.txt`, func(b *gulfBrief) bool { return !b.linked("herald.txt", "mercury.txt") },
		func(b *gulfBrief) []string { return b.Stories[b.story("herald.txt")].CorrectedBy }},
	{`same-story mill.txt gazette.txt`, func(b *gulfBrief) bool { return b.story("mill.txt") == b.story("gazette.txt") },
		func(b *gulfBrief) []string { return b.Stories[b.story("mill.txt")].CorrectedBy }},
	{`other-story herald.txt gazette.txt`, func(b *gulfBrief) bool { return b.story("herald.txt") != b.story("gazette.txt") },
		func(b *gulfBrief) []string { return b.Stories[b.story("herald.txt")].CorrectedBy }},
}

// statement returns the index of the statement whose text has the words.
func (b *gulfBrief) statement(words string) int {
	for i := range b.Statements {
		if strings.Contains(b.Statements[i].Text, words) {
			return i
		}
	}
	return 0
}

func (b *gulfBrief) speaker(words string) string {
	if s := b.Statements[b.statement(words)].Speaker; s != nil {
		return *s
	}
	return ""
}

func TestEachVerbChangesTheBrief(t *testing.T) {
	dir := gulfFolder(t)
	without := withFlags(t, dir, "", "")
	for _, c := range gulfLines {
		if c.done(without) {
			t.Errorf("%s: the brief is so without it", c.line)
		}
		b := withFlags(t, dir, "--corrections", c.line+"\n")
		if !c.done(b) {
			t.Errorf("%s: the brief is not so", c.line)
		}
		if by := c.by(b); !slices.Contains(by, c.line) {
			t.Errorf("%s: corrected_by %q", c.line, by)
		}
		if strings.Contains(b.raw, "correction-unmatched") {
			t.Errorf("%s: %v", c.line, b.Notices)
		}
	}
}

// What the order of lines may change in a brief.
var (
	sha    = regexp.MustCompile(`"corrections_sha256": ?"[0-9a-f]*"`)
	atLine = regexp.MustCompile(`[^" ]*the\.file:\d+`)
)

// TestOrderOfLines gives all lines at once, forwards, backwards and otherwise.
func TestOrderOfLines(t *testing.T) {
	dir := gulfFolder(t)
	var lines []string
	for _, c := range gulfLines {
		lines = append(lines, c.line)
	}
	lines = append(lines, "# a comment", `merge "Brandt, A." "Ana Brandt" person`, "same-story sport.txt mill.txt", "not-a-copy mercury.txt herald.txt")
	var first string
	for step := 1; step < len(lines); step += 3 { // 13 lines: every step goes through all
		var file []string
		for i := range lines {
			file = append(file, lines[i*step%len(lines)])
		}
		b := withFlags(t, dir, "--corrections", strings.Join(file, "\n"))
		for _, c := range gulfLines {
			if !c.done(b) {
				t.Errorf("step %d: %s has no effect", step, c.line)
			}
		}
		got := sha.ReplaceAllString(b.raw, "")
		got = atLine.ReplaceAllString(got, "the.file:N")
		if first == "" {
			first = got
		}
		if got != first {
			t.Errorf("step %d: another brief", step)
		}
	}
}

func TestCorrectionsThatDisagree(t *testing.T) {
	dir := gulfFolder(t)
	file := filepath.Join(t.TempDir(), "gulf.corrections")
	for _, c := range []struct{ lines, want string }{
		{"same-story herald.txt mercury.txt\nsame-story mercury.txt gazette.txt\nother-story herald.txt gazette.txt\n", ":3: disagrees with lines 1, 2,"},
		{"other-story herald.txt mill.txt\nsame-story https://post.example/mill https://herald.example/strike\n", ":2: disagrees with line 1: "},
		{"merge A B person\nsplit A B person\n", ":2: disagrees with line 1: "},
	} {
		if err := os.WriteFile(file, []byte(c.lines), 0o644); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(filepath.Dir(file), "brief.json")
		r := twosource(t, "brief", dir, "--quiet", "--corrections", file, "-o", out)
		if r.code != exitFailed || !strings.Contains(r.errout, file+c.want) || content(t, out) != "" {
			t.Errorf("%q: exit code %d: %s", c.lines, r.code, r.errout)
		}
	}
	// What only the articles can show leaves the file as it is.
	const had = "other-story herald.txt mill.txt\n"
	if err := os.WriteFile(file, []byte(had), 0o644); err != nil {
		t.Fatal(err)
	}
	r := correct(t, file, "same-story https://post.example/mill herald.txt", dir)
	if r.code != exitFailed || !strings.Contains(r.errout, "disagrees with line 1: ") || content(t, file) != had {
		t.Errorf("exit code %d: %s%s", r.code, r.out, r.errout)
	}
	r = twosource(t, "brief", dir, "--corrections", file, "-o", filepath.Join(t.TempDir(), "b.json"))
	if r.code != exitDone || r.errout != "" {
		t.Errorf("exit code %d: %s", r.code, r.errout)
	}
	if err := os.WriteFile(file, []byte(had+"same-story herald.txt nowhere.txt\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r = twosource(t, "brief", dir, "--corrections", file, "-o", filepath.Join(t.TempDir(), "b.json"))
	if r.code != exitDone || !strings.Contains(r.errout, file+":2: no article is called \"nowhere.txt\"") {
		t.Errorf("exit code %d: %s", r.code, r.errout)
	}
}
