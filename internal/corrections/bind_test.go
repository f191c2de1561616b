package corrections

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// A told is an article of a test: its mentions are the words between braces,
// "{Brandt=e1}", and its statements those between brackets.
type told struct {
	input, url, outlet, text string
}

// build makes articles, annotations and the entity of each mention. A mention
// without a name of its own, "{she=e1<0}", goes back to the mention numbered.
func build(t *testing.T, tolds []told) (articles []news.Article, annotations []news.Annotation, of [][]string) {
	t.Helper()
	for n, s := range tolds {
		var text strings.Builder
		var an news.Annotation
		var ids []string
		var open int
		for rest := s.text; rest != ""; {
			i := strings.IndexAny(rest, "{[]")
			if i < 0 {
				text.WriteString(rest)
				break
			}
			text.WriteString(rest[:i])
			mark := rest[i]
			rest = rest[i+1:]
			switch mark {
			case '[':
				open = text.Len()
			case ']':
				an.Statements = append(an.Statements, news.Speech{Content: []news.Span{{Start: open, End: text.Len()}}, Speaker: -1})
			default:
				var m string
				m, rest, _ = strings.Cut(rest, "}")
				words, id, _ := strings.Cut(m, "=")
				id, back, pronoun := strings.Cut(id, "<")
				at := news.Span{Start: text.Len(), End: text.Len() + len(words)}
				mention := news.Mention{Span: at, Kind: news.NameMention, Name: words, Antecedent: len(an.Mentions)}
				if pronoun {
					mention.Kind, mention.Name, mention.Antecedent = news.PronounMention, "", int(back[0]-'0')
				}
				an.Mentions = append(an.Mentions, mention)
				ids = append(ids, id)
				text.WriteString(words)
			}
		}
		articles = append(articles, news.Article{ID: fmt.Sprintf("article%d", n), Input: news.Input{Name: s.input}, URL: s.url,
			CanonicalURL: s.url, Outlet: s.outlet, Text: text.String()})
		annotations = append(annotations, an)
		of = append(of, ids)
	}
	return articles, annotations, of
}

// entitiesOf makes the entities of the mentions: their names in order of first
// use, the first being the name, and all of one type.
func entitiesOf(articles []news.Article, annotations []news.Annotation, of [][]string, kind news.EntityType) []news.Entity {
	byID := map[string]*news.Entity{}
	var order []string
	for i := range of {
		for j, id := range of[i] {
			m := annotations[i].Mentions[j]
			e := byID[id]
			if e == nil {
				e = &news.Entity{ID: id, Name: m.Name, Type: kind}
				byID[id] = e
				order = append(order, id)
			}
			if m.Name != "" && m.Name != e.Name && !slices.Contains(e.Aliases, m.Name) {
				e.Aliases = append(e.Aliases, m.Name)
			}
			e.Mentions = append(e.Mentions, news.Ref{Article: articles[i].ID, Span: m.Span})
		}
	}
	slices.Sort(order)
	out := make([]news.Entity, len(order))
	for i, id := range order {
		out[i] = *byID[id]
	}
	return out
}

var ferry = []told{
	{"set/a.txt", "https://www.herald.example/ferry", "Herald", "{Ana Brandt=e1} sails. [“We will\nnot sail,” {she=e1<0} said.] {Holm=e3} scored."},
	{"set/b.txt", "https://mercury.example/b", "Mercury", "{Anna Brandt=e2} spoke. {Jonas Holm=e3} too, said {Holm=e3}."},
	{"set/c.txt", "", "Gazette", "{Jonas Holm=e4} and {NFL=e5}. [It is late, it is cold.]"},
}

// show writes entities and whose each mention is, for comparison.
func show(articles []news.Article, annotations []news.Annotation, entities []news.Entity, of [][]string) string {
	names := map[string]string{}
	for _, e := range entities {
		names[e.ID] = e.Name
	}
	var b strings.Builder
	for _, e := range entities {
		fmt.Fprintf(&b, "%s (%s", e.Name, e.Type)
		if len(e.Aliases) > 0 {
			fmt.Fprintf(&b, "; %s", strings.Join(e.Aliases, ", "))
		}
		fmt.Fprintf(&b, ") %d;", len(e.Mentions))
	}
	b.WriteByte('\n')
	for i := range of {
		for j, id := range of[i] {
			fmt.Fprintf(&b, "%s=%s ", annotations[i].Mentions[j].Of(articles[i].Text), names[id])
		}
	}
	return strings.TrimSpace(b.String())
}

func TestEntities(t *testing.T) {
	articles, annotations, of := build(t, ferry)
	entities := entitiesOf(articles, annotations, of, news.Person)
	for _, test := range []struct{ name, file, want, notice string }{
		{name: "nothing", file: "# none",
			want: "Ana Brandt (person) 2;Anna Brandt (person) 1;Holm (person; Jonas Holm) 3;Jonas Holm (person) 1;NFL (person) 1;\n" +
				"Ana Brandt=Ana Brandt she=Ana Brandt Holm=Holm Anna Brandt=Anna Brandt Jonas Holm=Holm Holm=Holm Jonas Holm=Jonas Holm NFL=NFL"},
		{name: "merge", file: `merge "Anna Brandt" "ana  brandt" person`,
			want: "Ana Brandt (person; Anna Brandt) 3;Holm (person; Jonas Holm) 3;Jonas Holm (person) 1;NFL (person) 1;\n" +
				"Ana Brandt=Ana Brandt she=Ana Brandt Holm=Holm Anna Brandt=Ana Brandt Jonas Holm=Holm Holm=Holm Jonas Holm=Jonas Holm NFL=NFL"},
		{name: "split in two", file: `split Holm "Jonas Holm" person`,
			want: "Ana Brandt (person) 2;Anna Brandt (person) 1;Holm (person) 2;Jonas Holm (person) 1;NFL (person) 1;Jonas Holm (person) 1;\n" +
				"Ana Brandt=Ana Brandt she=Ana Brandt Holm=Holm Anna Brandt=Anna Brandt Jonas Holm=Jonas Holm Holm=Holm Jonas Holm=Jonas Holm NFL=NFL"},
		{name: "split in an article, with a name that is known", file: `split Holm person in b.txt as "Jonas Holm"`,
			want: "Ana Brandt (person) 2;Anna Brandt (person) 1;Holm (person) 1;NFL (person) 1;Jonas Holm (person; Holm) 3;\n" +
				"Ana Brandt=Ana Brandt she=Ana Brandt Holm=Holm Anna Brandt=Anna Brandt Jonas Holm=Jonas Holm Holm=Jonas Holm Jonas Holm=Jonas Holm NFL=NFL"},
		{name: "split at words", file: `split Holm person in "herald.example/ferry" at "Holm scored" as "Kai Holm"`, notice: `no article is called "herald.example/ferry"`},
		{name: "split at words of an address", file: `split Holm person in https://herald.example/ferry at "Holm scored" as "Kai Holm"`,
			want: "Ana Brandt (person) 2;Anna Brandt (person) 1;Holm (person; Jonas Holm) 2;Jonas Holm (person) 1;NFL (person) 1;Kai Holm (person; Holm) 1;\n" +
				"Ana Brandt=Ana Brandt she=Ana Brandt Holm=Kai Holm Anna Brandt=Anna Brandt Jonas Holm=Holm Holm=Holm Jonas Holm=Jonas Holm NFL=NFL"},
		{name: "retype, rename and merge", file: "rename NFL organization to \"Northmark Ferry Line\"\nretype NFL person to organization\nmerge NFL person Holm person",
			notice: ""},
		{name: "two types by two names", file: "retype \"Jonas Holm\" person to group\nretype Holm person to place", notice: "line 2 says otherwise of the same"},
		{name: "two names by two names", file: "rename \"Jonas Holm\" person to \"X\"\nrename Holm person to \"Y\"", notice: "line 2 says otherwise of the same person"},
		{name: "unknown", file: `rename "Nobody" person to "X"`, notice: `f:1: no person is called "Nobody"`},
		{name: "unknown type", file: `rename "Holm" place to "X"`, notice: `no place is called "Holm"`},
		{name: "unknown article", file: `split Holm person in d.txt`, notice: `no article is called "d.txt"`},
		{name: "unknown words", file: `split Holm person in a.txt at "Holm rowed"`, notice: `does not have the words "Holm rowed"`},
		{name: "not in these words", file: `split Holm person in a.txt at "sails"`, notice: `nothing of it is one with "Holm" there`},
		{name: "not one", file: `split NFL "Anna Brandt" person`, notice: `nothing of it is one with "NFL" there`},
	} {
		set, err := Parse("f", []byte(test.file))
		if err != nil {
			t.Fatal(test.name, err)
		}
		bound := set.Bind(articles)
		got, gotOf := bound.Entities(annotations, entities, of)
		shown := show(articles, annotations, got, gotOf)
		if test.want != "" && !sameLines(shown, test.want) {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, shown, test.want)
		}
		notices := fmt.Sprint(bound.Notices())
		if (test.notice == "") != (notices == "[]") || !strings.Contains(notices, test.notice) {
			t.Errorf("%s: notices %s, want %q", test.name, notices, test.notice)
		}
		checkEntities(t, test.name, got, gotOf)
	}
	if entities[0].CorrectedBy != nil || of[0][0] != "e1" {
		t.Error("what was given is changed")
	}
}

// sameLines compares two shows without the order of the entities.
func sameLines(a, b string) bool {
	sorted := func(s string) string {
		head, rest, _ := strings.Cut(s, "\n")
		f := strings.Split(head, ";")
		slices.Sort(f)
		return strings.Join(f, ";") + rest
	}
	return sorted(a) == sorted(b)
}

// checkEntities holds entities and mentions together: sorted ids, every mention
// of an entity that exists, as many as the entity has.
func checkEntities(t *testing.T, name string, entities []news.Entity, of [][]string) {
	t.Helper()
	count := map[string]int{}
	for i := range of {
		for _, id := range of[i] {
			count[id]++
		}
	}
	for i, e := range entities {
		if i > 0 && entities[i-1].ID >= e.ID {
			t.Errorf("%s: ids out of order", name)
		}
		if count[e.ID] != len(e.Mentions) {
			t.Errorf("%s: %s has %d mentions and %d are its own", name, e.Name, len(e.Mentions), count[e.ID])
		}
		delete(count, e.ID)
	}
	if len(count) > 0 {
		t.Errorf("%s: mentions of nothing: %v", name, count)
	}
}

// The order of lines does not matter, and the lines stand on what they touched.
func TestOrder(t *testing.T) {
	articles, annotations, of := build(t, ferry)
	entities := entitiesOf(articles, annotations, of, news.Person)
	lines := []string{`retype NFL person to organization`, `rename "NFL" organization to "Northmark Ferry Line"`,
		`split Holm person in a.txt as "Kai Holm"`, `merge "Jonas Holm" "Kai Holm" person`, `merge "Ana Brandt" "Anna Brandt" person`}
	var want string
	for turn := range len(lines) {
		file := strings.Join(append(slices.Clone(lines[turn:]), lines[:turn]...), "\n")
		set, err := Parse("f", []byte(file))
		if err != nil {
			t.Fatal(err)
		}
		bound := set.Bind(articles)
		got, gotOf := bound.Entities(annotations, entities, of)
		shown := fmt.Sprintf("%+v %v", got, gotOf)
		if want == "" {
			want = shown
		}
		if shown != want || len(bound.Notices()) > 0 {
			t.Errorf("turned by %d:\n%s\nwant\n%s\n%v", turn, shown, want, bound.Notices())
		}
		for _, e := range got {
			if len(e.CorrectedBy) == 0 {
				t.Errorf("%s has no line", e.Name)
			}
			if e.Name == "Ana Brandt" && !slices.Contains(e.MergedBecause, `the correction merge "Ana Brandt" "Anna Brandt" person`) {
				t.Errorf("%s was merged because of %q", e.Name, e.MergedBecause)
			}
		}
	}
}

func TestSpeakers(t *testing.T) {
	articles, annotations, of := build(t, ferry)
	entities := entitiesOf(articles, annotations, of, news.Person)
	for _, test := range []struct {
		file, want, notice string
	}{
		{`speaker a.txt '"We`, "", "none"},
		{`speaker a.txt "\"we will not sail" is Holm person`, "", `does not have the words`},
		{`speaker a.txt "We will not sail" is "Ana Brandt" person`, "[{0 0 e1", ""},
		{`speaker a.txt "We will not" is unknown`, "[{0 0  ", ""},
		{`speaker set/c.txt "late […] cold" is "Jonas Holm" person`, "[{2 0 e4", ""},
		{`speaker c.txt "late" is NFL person` + "\n" + `speaker c.txt "cold" is "Anna Brandt" person`, "[]", "line 1 gives the same statement another speaker"},
		{`speaker a.txt "sails" is Holm person`, "[]", "no statement has these words"},
		{`speaker a.txt "We will not" is Nemo person`, "[]", `no person is called "Nemo"`},
		{`speaker b.txt "spoke" is "Jonas Holm" person`, "[]", "no statement"},
	} {
		set, err := Parse("f", []byte(test.file))
		if err != nil {
			if test.notice != "none" {
				t.Error(err)
			}
			continue
		}
		bound := set.Bind(articles)
		got := fmt.Sprint(bound.Speakers(annotations, entities))
		if !strings.HasPrefix(got, test.want) {
			t.Errorf("%s: %s, want %s", test.file, got, test.want)
		}
		if notices := fmt.Sprint(bound.Notices()); (test.notice == "") != (notices == "[]") || !strings.Contains(notices, test.notice) {
			t.Errorf("%s: notices %s, want %q", test.file, notices, test.notice)
		}
	}
}

func TestPairs(t *testing.T) {
	articles, _, _ := build(t, ferry)
	set, err := Parse("f", []byte(`not-a-copy c.txt https://www.herald.example/ferry/
not-a-copy a.txt https://herald.example/ferry
same-story a.txt set/b.txt
same-story c.txt b.txt
other-story x.txt a.txt
outlet-family Gazette herald.example
outlet-family herald.example nowhere.example as "Coast"
`))
	if err != nil {
		t.Fatal(err)
	}
	bound := set.Bind(articles)
	if got := bound.NotCopies(); len(got) != 1 || got[0].A != 0 || got[0].B != 2 || !strings.HasPrefix(got[0].By, "not-a-copy c.txt") {
		t.Errorf("not copies: %+v", got)
	}
	stories, err := bound.Stories()
	if err != nil || fmt.Sprint(stories) != "[{{0 1 same-story a.txt set/b.txt} true} {{1 2 same-story c.txt b.txt} true}]" {
		t.Errorf("stories: %+v, %v", stories, err)
	}
	if got := bound.Families(); got[0].Name != "Coast" || got[1].Name != "" || got[2].Name != "Coast" || len(got[0].By) != 2 {
		t.Errorf("families: %+v", got)
	}
	var lines []string
	for _, n := range bound.Notices() {
		lines = append(lines, n.Message[:4])
	}
	if !slices.Equal(lines, []string{"f:2:", "f:5:", "f:7:"}) {
		t.Errorf("notices: %v", bound.Notices())
	}
	set, err = Parse("f", []byte("outlet-family Herald x as \"X\"\noutlet-family herald.example y as \"Y\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	bound = set.Bind(articles)
	if got := bound.Families(); got[0].Name != "X" && got[0].Name != "Y" || !strings.Contains(fmt.Sprint(bound.Notices()), "by another line, which is used") {
		t.Errorf("an outlet in two families: %+v, %v", got, bound.Notices())
	}
	set, err = Parse("f", []byte("same-story a.txt b.txt\nother-story https://herald.example/ferry b.txt\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := set.Bind(articles).Stories(); err == nil || !strings.HasPrefix(err.Error(), "f:2: disagrees with line 1: ") {
		t.Errorf("two names of one article: %v", err)
	}
}

func TestNothing(t *testing.T) {
	var set *Set
	articles, annotations, of := build(t, ferry)
	entities := entitiesOf(articles, annotations, of, news.Person)
	b := set.Bind(articles)
	stories, err := b.Stories()
	if got, _ := b.Entities(annotations, entities, of); len(got) != len(entities) || b.Families() != nil || b.NotCopies() != nil ||
		b.Speakers(annotations, entities) != nil || stories != nil || err != nil || b.Notices() != nil {
		t.Error("no corrections correct something")
	}
}

// Articles of one file are told apart by their line or their words.
func TestManyOfOneFile(t *testing.T) {
	var articles []news.Article
	for i := range 3 {
		articles = append(articles, news.Article{ID: fmt.Sprint(i), Input: news.Input{Name: "dir/all.jsonl", Line: i + 1}, Text: fmt.Sprintf("It is  number %d “of” three.", i)})
	}
	for anchors, want := range map[string]string{
		`all.jsonl:1 dir/all.jsonl:3`:                                 "[{{0 2",
		`all.jsonl with "is number 1 \"of\"" /home/u/dir/all.jsonl:1`: "[{{0 1",
		`all.jsonl all.jsonl:1`:                                       "[]",
		`all.jsonl:1 all.jsonl with "number"`:                         "[]",
		`all.jsonl:1 all.jsonl with "number 7"`:                       "[]",
	} {
		set, err := Parse("f", []byte("same-story "+anchors))
		if err != nil {
			t.Fatal(err)
		}
		bound := set.Bind(articles)
		got, _ := bound.Stories()
		if !strings.HasPrefix(fmt.Sprint(got), want) || (want == "[]") != (len(bound.Notices()) == 1) {
			t.Errorf("%s: %v, %v", anchors, got, bound.Notices())
		}
	}
}

func TestFindWords(t *testing.T) {
	const text = "He said: “We’ll go\u00a0on,\n and on” — 5 % ﬁnally."
	for words, want := range map[string]string{
		`"We'll go on, and`: "“We’ll go\u00a0on,\n and",
		"said […] on":       "said: “We’ll go\u00a0on",
		"He [...] finally":  "",
		"on” — 5":           "on” — 5",
		"[…]":               "",
		"":                  "",
		"said […] He":       "",
		"— 5 % ﬁnally.":     "— 5 % ﬁnally.",
	} {
		span, ok := FindWords(text, words)
		if got := span.Of(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", words, got, ok)
		}
	}
}

// All that 1,000 lines cost beside three articles: reading, binding, applying.
func BenchmarkThousand(b *testing.B) {
	file := thousand()
	articles := make([]news.Article, len(ferry))
	annotations := make([]news.Annotation, len(ferry))
	for i, s := range ferry {
		articles[i] = news.Article{ID: fmt.Sprint(i), Input: news.Input{Name: s.input}, Text: s.text}
	}
	of := make([][]string, len(ferry))
	for b.Loop() {
		set, err := Parse("f", file)
		if err != nil {
			b.Fatal(err)
		}
		bound := set.Bind(articles)
		bound.Families()
		bound.NotCopies()
		if _, err := bound.Stories(); err != nil {
			b.Fatal(err)
		}
		entities, _ := bound.Entities(annotations, nil, of)
		bound.Speakers(annotations, entities)
		bound.Notices()
	}
}

func FuzzFindWords(f *testing.F) {
	f.Add("a “b”\n c", "\"b\" c")
	f.Add("\xff é […]", "é[…]")
	f.Fuzz(func(t *testing.T, text, words string) {
		text = strings.ToValidUTF8(text, "?")
		span, ok := FindWords(text, words)
		if err := span.Check(text); err != nil || ok && span.Len() == 0 {
			t.Fatalf("%v %v: %v", span, ok, err)
		}
	})
}
