package resolve_test

import (
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/resolve"
)

// TestOpen holds that the entities of the examples are the same whether their
// mentions are held or opened.
func TestOpen(t *testing.T) {
	files, err := filepath.Glob("../../examples/*/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	held := annotated(t, files)
	stories := cluster.Find(held.articles, held.annotations, nil, cluster.Options{}).Stories
	want := resolve.Find(held.articles, held.annotations, stories, resolve.Options{})
	if len(want.Entities) < 50 {
		t.Fatalf("%d entities in the examples, want more", len(want.Entities))
	}
	lean := slices.Clone(held.annotations)
	for i := range lean {
		lean[i].Mentions = nil
	}
	got := resolve.Find(held.articles, lean, stories, resolve.Options{Open: func(i int) *news.Annotation { return &held.annotations[i] }})
	if !reflect.DeepEqual(got, want) {
		t.Error("entities differ where mentions are opened")
	}
}
