package corrections

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// The examples of the format's page are read, and each line comes back as it
// was written.
func TestPageExamples(t *testing.T) {
	page, err := os.ReadFile("../../docs/formats/corrections.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := 0
	for rest := string(page); ; blocks++ {
		_, after, ok := strings.Cut(rest, "```corrections\n")
		if !ok {
			break
		}
		block, after, _ := strings.Cut(after, "```")
		rest = after
		set, err := Parse("page", []byte(block))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(block, "\n")
		met := map[Verb]bool{}
		for _, c := range set.Corrections {
			met[c.Verb] = true
			if line := strings.TrimSpace(lines[c.Line-1]); !strings.HasPrefix(line, c.String()) {
				t.Errorf("%q is read as %q", line, c)
			}
		}
		for _, v := range verbs {
			if !met[v.verb] {
				t.Errorf("the page has no example of %s", v.verb)
			}
		}
	}
	if blocks != 1 {
		t.Errorf("%d blocks of examples", blocks)
	}
}

func TestParse(t *testing.T) {
	person := func(n string) Name { return Name{n, news.Person} }
	for line, want := range map[string]Correction{
		`merge Brandt "Ana Brandt" person`: {Verb: Merge, Names: []Name{person("Brandt"), person("Ana Brandt")}},
		`merge "A" person "B" "C" organisation`: {Verb: Merge, Names: []Name{person("A"), {"B", news.Organization},
			{"C", news.Organization}}},
		`split “Ana” "person" person # two`: {Verb: Split, Names: []Name{person("Ana"), person("person")}},
		`split "A \"B\" C" person in a.txt at "x y" as "D"`: {Verb: Split, Names: []Name{person(`A "B" C`)},
			Articles: []Article{{Name: "a.txt"}}, Words: "x y", To: "D"},
		`rename A person to "B"`:      {Verb: Rename, Names: []Name{person("A")}, To: "B"},
		"\tretype A person to\tgroup": {Verb: Retype, Names: []Name{person("A")}, Type: news.Group},
		`speaker https://a.example/x#top "no" is unknown`: {Verb: Speaker, Articles: []Article{{Name: "https://a.example/x#top"}},
			Words: "no"},
		`speaker a.jsonl with "one" "two" is A person`: {Verb: Speaker, Articles: []Article{{"a.jsonl", "one"}}, Words: "two",
			Names: []Name{person("A")}},
		`outlet-family a.example b.example as "C"`: {Verb: OutletFamily, Outlets: []string{"a.example", "b.example"}, To: "C"},
		`same-story a b c`:                         {Verb: SameStory, Articles: []Article{{Name: "a"}, {Name: "b"}, {Name: "c"}}},
	} {
		set, err := Parse("f", []byte(line))
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		want.Line = 1
		if len(set.Corrections) != 1 || !reflect.DeepEqual(set.Corrections[0], want) {
			t.Errorf("%s: %+v, want %+v", line, set.Corrections, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for line, want := range map[string]string{
		`join A B person`:                       `"join" is no correction; the first word is one of merge, split`,
		`"merge" A B person`:                    "is no correction",
		`merge A person`:                        "1 names, not 2 or more; write merge",
		`merge A B`:                             `"A" has no type`,
		`merge A a person`:                      `"a" stands there twice`,
		`merge "A B person`:                     `the quotation mark before "A B person" is not closed`,
		`merge “A B person`:                     "is not closed",
		`split A person`:                        "1 names, not two",
		`split A person in`:                     "an article is missing",
		`rename A person "B"`:                   `"to" is missing`,
		`rename A person to B`:                  "the new name must stand in quotation marks",
		`rename A person to "B" C`:              `"C" is one word too many`,
		`retype A person to person`:             "the type stays person",
		`retype A person to king`:               "a type is missing",
		`speaker a.txt no is A person`:          "the words that were said must stand in quotation marks",
		`speaker a.txt "no" is`:                 "a name is missing",
		`outlet-family a.example`:               "1 outlets, not two or more",
		`not-a-copy a b c`:                      "3 articles, not two",
		`not-a-copy a ./a`:                      "stands there twice",
		"merge A \xff person":                   "not UTF-8",
		`merge "" A person`:                     "a name is empty",
		strings.Repeat("x", maxLine+1):          "more than the 16384 that can be read",
		`same-story` + strings.Repeat(" a", 65): "65 articles, more than 64",
	} {
		_, err := Parse("f", []byte("# one\n"+line+"\n"))
		if err == nil || !strings.HasPrefix(err.Error(), "f:2: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s:\n  %v\n  want %s", clip(line), err, want)
		}
	}
	_, err := Parse("f", []byte("nonsense\nmerge A B person\nrename\n"))
	if got := strings.Count(fmt.Sprint(err), "\n") + 1; got != 2 {
		t.Errorf("%d errors, not both: %v", got, err)
	}
}

func TestDisagreements(t *testing.T) {
	for _, test := range []struct {
		name, file string
		lines      [][2]int // the later first; nil if they agree
	}{
		{"merge and split", "merge A B person\nsplit B a person", [][2]int{{2, 1}}},
		{"split first", "split A B person\n\nmerge A C B person", [][2]int{{3, 1}}},
		{"by way of a third", "merge A B person\nmerge B C person\nsplit A C person", [][2]int{{3, 1}}},
		{"other types", "merge A B person\nsplit A B group", nil},
		{"split under a merged name", "merge A B person\nsplit A person in x as \"B\"", [][2]int{{2, 1}}},
		{"two names", "rename A person to \"B\"\nrename A person to \"C\"", [][2]int{{2, 1}}},
		{"two names of one", "rename A person to \"X\"\nrename B person to \"Y\"\nmerge A B person", [][2]int{{2, 1}}},
		{"one name twice", "rename A person to \"B\"\nrename A person to \"B\"", nil},
		{"two types", "retype A person to group\nretype A person to place", [][2]int{{2, 1}}},
		{"there and back", "retype A person to group\nretype A group to person", [][2]int{{2, 1}}},
		{"two speakers", "speaker x \"no\" is A person\nspeaker ./x \"no \" is B person", [][2]int{{2, 1}}},
		{"two speakers who are one", "speaker x \"no\" is A person\nspeaker x \"no\" is B person\nmerge A B person", nil},
		{"known and unknown", "speaker x \"no\" is A person\nspeaker x \"no\" is unknown", [][2]int{{2, 1}}},
		{"stories", "same-story a b\nother-story c a\nsame-story b c", [][2]int{{2, 1}}},
		{"addresses", "same-story https://www.a.example/x/ b\nother-story http://a.example/x#y b", [][2]int{{2, 1}}},
		{"families", "outlet-family a b as \"X\"\noutlet-family b c as \"Y\"", [][2]int{{2, 1}}},
		{"a copy and a story", "not-a-copy a b\nsame-story a b", nil},
	} {
		_, err := Parse("f", []byte(test.file))
		var got [][2]int
		for _, e := range unjoin(err) {
			var le *LineError
			if !errors.As(e, &le) {
				t.Fatalf("%s: %v", test.name, e)
			}
			got = append(got, [2]int{le.Line, le.Other})
		}
		if !slices.Equal(got, test.lines) {
			t.Errorf("%s: %v, want %v", test.name, err, test.lines)
		}
	}
}

func unjoin(err error) []error {
	var many interface{ Unwrap() []error }
	if errors.As(err, &many) {
		return many.Unwrap()
	}
	return nil
}

func TestSHA256(t *testing.T) {
	set, err := Parse("f", nil)
	if err != nil || set.SHA256 != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Error(set, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("merge \"A\" B person # x\nspeaker a.txt “x” is unknown\nother-story a with \"b\" c")
	f.Add("split A person in x at \"y\" as \"z\"\nretype A person to other\noutlet-family a b")
	f.Add("merge \"\\\"\\\\\" to person\n\xff")
	f.Fuzz(func(t *testing.T, text string) {
		set, err := Parse("f", []byte(text))
		if err != nil {
			for _, e := range unjoin(err) {
				var le *LineError
				if !errors.As(e, &le) || le.Line < 1 {
					t.Fatalf("an error without a line: %v", e)
				}
			}
			return
		}
		for _, c := range set.Corrections {
			again, ok, err := parseLine(c.String())
			again.Line = c.Line
			if err != nil || !ok || !reflect.DeepEqual(again, c) {
				t.Fatalf("%+v is written as %s and read as %+v, %v", c, c, again, err)
			}
		}
	})
}

// thousand is a file of 1,000 lines of all kinds.
func thousand() []byte {
	var b []byte
	for i := range 125 {
		b = fmt.Appendf(b, `# number %[1]d
merge "Ana Brandt %[1]d" "Anna Brandt %[1]d" person
split "Holm %[1]d" "Holm United %[1]d" organization
rename "NFL %[1]d" organization to "Ferry Line %[1]d"
speaker https://herald.example/%[1]d "we will not sail" is "Ana Brandt %[1]d" person
outlet-family a%[1]d.example b%[1]d.example
not-a-copy https://herald.example/%[1]d mercury/%[1]d.txt
same-story a%[1]d.txt b%[1]d.txt c%[1]d.txt
`, i)
	}
	return b
}

func BenchmarkParse(b *testing.B) {
	file := thousand()
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := Parse("f", file); err != nil {
			b.Fatal(err)
		}
	}
}

// TestManyWrongLines holds that a file of nothing but wrong lines does not answer
// with more than was asked.
func TestManyWrongLines(t *testing.T) {
	_, err := Parse("desk.corrections", []byte(strings.Repeat("x\n", 100_000)))
	if err == nil || len(err.Error()) > 100_000 || !strings.Contains(err.Error(), "99900 more lines") {
		t.Errorf("%d bytes of an error", len(fmt.Sprint(err)))
	}
}

// TestLongChains holds that a disagreement with very many lines at once is told in
// few words.
func TestLongChains(t *testing.T) {
	var b strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&b, "merge a%d a%d person\n", i, i+1)
	}
	b.WriteString("split a0 a20000 person\n")
	_, err := Parse("desk.corrections", []byte(b.String()))
	if err == nil || len(err.Error()) > 1000 || !strings.Contains(err.Error(), "and 19980 more") {
		t.Errorf("%d bytes of an error: %.300s", len(fmt.Sprint(err)), fmt.Sprint(err))
	}
}
