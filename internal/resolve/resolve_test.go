package resolve

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/twosource/twosource/internal/news"
)

// article makes an article whose text is its names in a row, each a mention.
func article(id string, names ...string) (news.Article, news.Annotation) {
	a := news.Article{ID: id, Text: strings.Join(names, " ")}
	an := news.Annotation{Article: id}
	at := 0
	for i, n := range names {
		fields := strings.Fields(n)
		m := news.Mention{
			Span: news.Span{Start: at, End: at + len(n)}, Kind: news.NameMention, Type: news.Person,
			Name: n, Key: strings.ToLower(fields[len(fields)-1]), Antecedent: i,
		}
		if len(fields) > 1 {
			m.Full = strings.ToLower(fields[0]) + " " + m.Key
		}
		an.Mentions = append(an.Mentions, m)
		at += len(n) + 1
	}
	return a, an
}

func find(stories []news.Story, as ...struct {
	a  news.Article
	an news.Annotation
}) Result {
	var articles []news.Article
	var annotations []news.Annotation
	for _, x := range as {
		articles, annotations = append(articles, x.a), append(annotations, x.an)
	}
	return Find(articles, annotations, stories, Options{})
}

func pair(id string, names ...string) struct {
	a  news.Article
	an news.Annotation
} {
	a, an := article(id, names...)
	return struct {
		a  news.Article
		an news.Annotation
	}{a, an}
}

func TestFind(t *testing.T) {
	one := []news.Story{{ID: "s", Articles: []string{"a", "b"}}}
	two := []news.Story{{ID: "s", Articles: []string{"a"}}, {ID: "t", Articles: []string{"b"}}}
	for _, test := range []struct {
		name    string
		stories []news.Story
		a, b    []string
		want    []string // names of the entities, sorted
	}{
		{"the same full name is one person", two, []string{"Ida Holm"}, []string{"Ida Holm"}, []string{"Ida Holm"}},
		{"a surname alone joins nothing across stories", two, []string{"Ida Holm"}, []string{"Holm"}, []string{"Holm", "Ida Holm"}},
		{"a surname is the only person of its story called so", one, []string{"Ida Holm"}, []string{"Holm"}, []string{"Ida Holm"}},
		{"a surname that two persons share joins neither", one, []string{"Ida Holm", "Karl Holm"}, []string{"Holm"}, []string{"Holm", "Ida Holm", "Karl Holm"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			res := find(test.stories, pair("a", test.a...), pair("b", test.b...))
			var names []string
			for _, e := range res.Entities {
				names = append(names, e.Name)
				if len(e.Mentions) > 1 && len(e.MergedBecause) == 0 {
					t.Errorf("%s is merged and does not say why", e.Name)
				}
			}
			slices.Sort(names)
			if !slices.Equal(names, test.want) {
				t.Errorf("entities are %q, want %q", names, test.want)
			}
		})
	}
}

func TestAntecedentsInACircle(t *testing.T) {
	x := pair("a", "Ida Holm", "Holm")
	x.an.Mentions[0].Antecedent, x.an.Mentions[1].Antecedent = 1, 0
	if res := find(nil, x); len(res.Of[0]) != 2 {
		t.Error("a circle of antecedents lost a mention")
	}
}

// TestFolds holds, for every letter that folds takes, what it says of titles.
func TestFolds(t *testing.T) {
	small, orbit := map[rune]rune{}, map[rune]rune{} // small letter → first of its fold, and the other way round
	for c := rune(1); c <= unicode.MaxRune; c++ {
		if !folds(string(c)) {
			continue
		}
		first, low := firstFold(c), unicode.ToLower(c)
		if x, ok := small[low]; ok && x != first {
			t.Errorf("%q and %q have one small letter", c, x)
		}
		if x, ok := orbit[first]; ok && x != low {
			t.Errorf("%q and %q differ in being small alone, and have two small letters", c, x)
		}
		small[low], orbit[first] = first, low
	}
	for _, c := range "ſİ" {
		if folds(string(c)) {
			t.Errorf("folds takes %q", c)
		}
	}
	if !folds("Präsidentin der Vereinigten Staaten") || !folds("présidente") {
		t.Error("folds does not take usual letters")
	}
}
