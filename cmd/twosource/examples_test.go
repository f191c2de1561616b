package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestExamplesTruth holds the briefs of the examples to examples/README.md: the
// stories, the threads, the most origins, the copies, and that every statement
// that is shown as somebody's has the right speaker.
func TestExamplesTruth(t *testing.T) {
	for _, test := range []struct {
		set     string
		stories [][]string
		threads int
		origins int      // at most
		links   []string // "from to kind", among others
	}{
		{
			set: "ferry-talks", threads: 1, origins: 6,
			stories: [][]string{{"01", "02", "03", "04", "05", "06"}, {"07", "08", "09", "10"}},
			links:   []string{"02 03 copy", "02 04 edit"},
		},
		{
			set: "mill-fire", threads: 1, origins: 8,
			stories: [][]string{{"01", "02", "03:1", "03:2", "03:3", "04"}, {"03:4"}, {"05", "06", "07"}},
			links:   []string{"03:1 03:2 edit", "05 07 edit"},
		},
	} {
		t.Run(test.set, func(t *testing.T) {
			_, d := briefJSON(t, exitDone, filepath.Join(root, "examples", test.set))
			var stories [][]string
			for _, s := range d.Stories {
				var names []string
				for _, id := range s.Articles {
					names = append(names, d.short(id))
				}
				slices.Sort(names)
				stories = append(stories, names)
			}
			slices.SortFunc(stories, slices.Compare)
			if !slices.EqualFunc(stories, test.stories, slices.Equal) {
				t.Errorf("stories are %v, want %v", stories, test.stories)
			}
			if len(d.Threads) != test.threads {
				t.Errorf("%d threads, want %d", len(d.Threads), test.threads)
			}
			if n := d.origins(); n > test.origins {
				t.Errorf("at most %d origins, want at most %d", n, test.origins)
			}
			var links []string
			for _, l := range d.Lineage {
				links = append(links, d.short(l.From)+" "+d.short(l.To)+" "+l.Kind)
			}
			for _, want := range test.links {
				if !slices.Contains(links, want) {
					t.Errorf("no lineage %q among %q", want, links)
				}
			}
		})
	}
}

// short returns the number in the name of an example's file, with the line of
// its record.
func (d *document) short(id string) string {
	for _, a := range d.Articles {
		if a.ID == id {
			n, _, _ := strings.Cut(filepath.Base(a.Input.Name), "-")
			if a.Input.Line > 0 {
				n += ":" + string(rune('0'+a.Input.Line))
			}
			return n
		}
	}
	return ""
}

// origins counts the origins of whole articles.
func (d *document) origins() int {
	var ids []string
	for _, a := range d.Articles {
		ids = append(ids, a.Origin)
	}
	slices.Sort(ids)
	return len(slices.Compact(ids))
}

// TestReadmeShowsRealOutput holds the excerpt in README.md to what the program
// prints.
func TestReadmeShowsRealOutput(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "```\n")
	excerpt, _, ok := strings.Cut(rest, "```")
	if !ok || strings.Count(excerpt, "\n") < 10 {
		t.Fatal("README.md opens with no excerpt")
	}
	r := twosource(t, "brief", "-q", "--width", "80", filepath.Join(root, "examples/ferry-talks"))
	if !strings.Contains(r.out, excerpt) {
		t.Errorf("the excerpt in README.md is not what brief prints:\n%s", excerpt)
	}
}
