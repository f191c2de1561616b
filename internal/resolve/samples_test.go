package resolve_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/resolve"
)

// A found is the entities of some articles.
type found struct {
	articles    []news.Article
	annotations []news.Annotation
	resolve.Result
}

// findSamples annotates and resolves the five shared reports, each named by the
// first three bytes of its file and a line of it a paragraph.
func findSamples(t *testing.T) found {
	t.Helper()
	files, err := filepath.Glob("../../../shared/samples/syria-2015/*.txt")
	if err != nil || len(files) != 5 {
		t.Skip("the five samples are not at ../shared/samples")
	}
	f := annotated(t, files)
	f.Result = resolve.Find(f.articles, f.annotations, cluster.Find(f.articles, f.annotations, nil, cluster.Options{}).Stories, resolve.Options{})
	return f
}

// annotated annotates files of plain text, without their entities.
func annotated(t *testing.T, files []string) found {
	t.Helper()
	an := annotate.New(annotate.Options{NoSpeech: true})
	var f found
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		a := news.Article{ID: filepath.Base(file)[:3], Text: string(data), Language: "en"}
		at := 0
		for l := range strings.Lines(a.Text) {
			if b := (news.Span{Start: at, End: at + len(l)}).Trim(a.Text); b.Len() > 0 {
				a.Blocks = append(a.Blocks, news.Block{Span: b, Kind: news.Paragraph})
			}
			at += len(l)
		}
		f.articles = append(f.articles, a)
		f.annotations = append(f.annotations, an.Annotate(&a))
	}
	return f
}

// entity gives the only entity of a name.
func (f *found) entity(t *testing.T, name string) news.Entity {
	t.Helper()
	var one []news.Entity
	for _, e := range f.Entities {
		if e.Name == name {
			one = append(one, e)
		}
	}
	if len(one) != 1 {
		t.Fatalf("%d entities are called %s, want one", len(one), name)
	}
	return one[0]
}

// TestSampleEntities holds who is who in the samples, and what they are called.
func TestSampleEntities(t *testing.T) {
	f := findSamples(t)
	for _, c := range []struct {
		name    string
		aliases []string // among others
		not     []string
	}{
		{"Islamic State", []string{"Daesh", "IS", "ISIL", "ISIS"}, []string{"al-Qaeda", "Taliban", "Hezbollah"}},
		{"Russia", []string{"Kremlin", "Moscow", "Russian Federation"}, []string{"Russian", "Putin"}},
		{"United States", []string{"U.S.", "US", "USA", "Washington"}, []string{"American"}},
		{"Syria", []string{"Damascus"}, []string{"Syrian", "Assad"}},
		{"International Syria Support Group", []string{"ISSG"}, nil},
		{"John Kerry", []string{"Kerry"}, []string{"Lavrov", "John Kirby"}},
		{"Sergey Lavrov", []string{"Lavrov", "Sergei Lavrov"}, []string{"Kerry", "Putin"}},
		{"Vladimir Putin", []string{"Putin"}, []string{"Lavrov"}},
		{"Bashar al-Assad", []string{"Assad", "Bashar Assad"}, []string{"Putin"}},
		{"Barack Obama", nil, []string{"Kerry"}},
	} {
		e := f.entity(t, c.name)
		for _, a := range c.aliases {
			if !slices.Contains(e.Aliases, a) {
				t.Errorf("%s is not called %s: %q", c.name, a, e.Aliases)
			}
		}
		for _, a := range c.not {
			if slices.Contains(e.Aliases, a) {
				t.Errorf("%s is called %s", c.name, a)
			}
		}
		if len(e.Aliases) > 0 && len(e.MergedBecause) == 0 {
			t.Errorf("%s is merged and does not say why", c.name)
		}
	}
	lavrov := f.entity(t, "Sergey Lavrov")
	if !slices.ContainsFunc(lavrov.Roles, func(r news.Role) bool { return r.Title == "Russian Foreign Minister" && r.Ref.Article != "" }) {
		t.Errorf("Lavrov has no office from the texts: %v", lavrov.Roles)
	}
}

// TestSamplePronouns holds what pronouns and descriptions stand for where the
// samples leave no doubt, by article and first byte.
func TestSamplePronouns(t *testing.T) {
	f := findSamples(t)
	for _, c := range []struct {
		article string
		start   int
		want    string
	}{
		{"000", 892, "Sergey Lavrov"}, {"001", 374, "Sergey Lavrov"}, {"001", 2980, "Sergey Lavrov"}, {"002", 401, "Sergey Lavrov"},
		{"002", 2092, "Sergey Lavrov"}, {"003", 333, "Sergey Lavrov"}, // descriptions
		{"002", 574, "Bashar al-Assad"}, {"002", 676, "Bashar al-Assad"}, {"002", 3194, "Bashar al-Assad"},
		{"002", 3275, "Bashar al-Assad"}, {"002", 3321, "Bashar al-Assad"}, {"002", 3410, "Bashar al-Assad"}, {"003", 519, "Bashar al-Assad"}, {"004", 2014, "Bashar al-Assad"},
		{"002", 1428, "John Kerry"}, {"002", 1623, "John Kerry"}, {"003", 272, "John Kerry"}, {"003", 693, "John Kerry"},
		{"003", 2371, "John Kerry"}, {"004", 93, "John Kerry"}, {"004", 2633, "John Kerry"},
	} {
		if got := f.at(t, c.article, c.start); got != c.want {
			t.Errorf("%s %d stands for %q, want %s", c.article, c.start, got, c.want)
		}
	}
}

// at gives the name of the entity of the mention that begins at a byte and is no
// name.
func (f *found) at(t *testing.T, article string, start int) string {
	t.Helper()
	for i := range f.articles {
		if f.articles[i].ID != article {
			continue
		}
		for j, m := range f.annotations[i].Mentions {
			if m.Start != start || m.Kind == news.NameMention {
				continue
			}
			for _, e := range f.Entities {
				if e.ID == f.Of[i][j] {
					return e.Name
				}
			}
		}
	}
	return ""
}
