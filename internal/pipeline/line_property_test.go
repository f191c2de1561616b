package pipeline_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/twosource/twosource/internal/corrections"
	"github.com/twosource/twosource/internal/pipeline"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/memory"
)

// TestSameBytes: a brief is the same for any order of the inputs and any number
// of jobs.
func TestSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files, remove := folder(t, harbour.reports(t, 2, 7))
		defer remove()
		want := whole(t, files, pipeline.Options{Jobs: 1})
		shuffled := rapid.Permutation(files).Draw(t, "order")
		jobs := rapid.IntRange(2, 8).Draw(t, "jobs")
		if got := whole(t, shuffled, pipeline.Options{Jobs: jobs}); !bytes.Equal(got, want) {
			t.Fatalf("another brief in the order %q with %d jobs: %s", shuffled, jobs, firstDifference(want, got))
		}
	})
}

// firstDifference returns the first lines in which two briefs differ.
func firstDifference(a, b []byte) string {
	x, y := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d\n%s\n%s", i+1, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}

// TestOwnCopies: every span of a brief is true of the articles as they are read
// another time, whatever marks and line ends they have.
func TestOwnCopies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files, remove := folder(t, harbour.reports(t, 1, 4))
		defer remove()
		again := analyse(t, files, pipeline.Options{}).Record.Articles
		encoded(t, analyse(t, files, pipeline.Options{}).Record, again)
	})
}

// told is what of a brief the properties look at.
type told struct {
	Articles []struct {
		ID     string
		Origin string
	}
	Statements, Claims, Events []item
}

// An item is a line of a brief that counts origins.
type item struct {
	ID      string
	Text    string
	Content []span
	Spans   []span
	Origins int
}

type span struct {
	Article    string
	Start, End int
}

func read(t fataler, raw []byte) *told {
	t.Helper()
	d := new(told)
	if err := json.Unmarshal(raw, d); err != nil {
		t.Fatal(err)
	}
	return d
}

// whole articles have this many origins.
func (d *told) articleOrigins() int {
	ids := map[string]bool{}
	for _, a := range d.Articles {
		ids[a.Origin] = true
	}
	return len(ids)
}

// TestDuplicatesNeverConfirm: a copy of an article, under the name of another
// outlet and on a later day or word for word the same file, raises no number of
// origins: not of the articles, not of a story, not of a line.
func TestDuplicatesNeverConfirm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reports := harbour.reports(t, 1, 5)
		files, remove := folder(t, reports)
		defer remove()
		before := read(t, whole(t, files, pipeline.Options{}))
		again := slices.Clone(reports[rapid.IntRange(0, len(reports)-1).Draw(t, "copied"):][:1])
		again[0].name = "again.txt"
		// Of two undated articles either may be the copy, so with one of another
		// outlet the upper bound may rightly grow; and a text of a sentence or two
		// may be another's by chance.
		long := len(strings.Fields(strings.Join(again[0].paragraphs, " "))) >= 24
		if again[0].date != "" && long && rapid.Bool().Draw(t, "renamed") {
			again[0].outlet, again[0].url, again[0].date = "Newsglobe", "", "2031-03-28"
		}
		more, removeMore := folder(t, again)
		defer removeMore()
		after := read(t, whole(t, append(more, files...), pipeline.Options{}))
		if b, a := before.articleOrigins(), after.articleOrigins(); a > b {
			t.Fatalf("articles have %d origins, and %d with a copy", b, a)
		}
		neverMore(t, "statement", before.Statements, after.Statements)
		neverMore(t, "event", before.Events, after.Events)
		neverMore(t, "claim", before.Claims, after.Claims)
	})
}

// neverMore fails if an item has more origins after than before.
func neverMore(t *rapid.T, what string, before, after []item) {
	had := map[span]int{}
	for _, it := range before {
		for _, s := range append(it.Content, it.Spans...) {
			had[s] = max(had[s], it.Origins)
		}
	}
	for _, it := range after {
		for _, s := range append(it.Content, it.Spans...) {
			if n, ok := had[s]; ok && it.Origins > n {
				t.Fatalf("the %s %q had %d origins, and has %d with a copy", what, it.Text, n, it.Origins)
			}
		}
	}
}

// TestUnrelatedChangesNothing: an article on something else, years away, leaves
// every line about the others as it was.
func TestUnrelatedChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reports := harbour.reports(t, 1, 5)
		files, remove := folder(t, reports)
		defer remove()
		want := items(whole(t, files, pipeline.Options{}))
		more, removeMore := folder(t, []report{meadow.report(t, 0)})
		defer removeMore()
		got := items(whole(t, append(files, more...), pipeline.Options{}))
		for line := range want {
			if !got[line] {
				t.Fatalf("with an unrelated article this is no line of the brief:\n%s", line)
			}
		}
	})
}

// items returns the lines of a brief that hold an item of a list.
func items(raw []byte) map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(string(raw)) {
		if item, ok := strings.CutPrefix(line, "  "); ok {
			out[strings.TrimRight(item, ",\n")] = true
		}
	}
	return out
}

// TestStoreSameBytes: articles that were added one after another, in any order,
// give the brief of the files.
func TestStoreSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files, remove := folder(t, harbour.reports(t, 2, 6))
		defer remove()
		want := analyse(t, files, pipeline.Options{})
		shuffled := rapid.Permutation(files).Draw(t, "order")
		cut := rapid.IntRange(1, len(files)-1).Draw(t, "at once")
		st := memory.New()
		ctx := context.Background()
		for _, part := range [][]string{shuffled[:cut], shuffled[cut:]} {
			w, err := st.Write(ctx, 0)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := pipeline.Add(ctx, w, part, "{}", pipeline.Options{}); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
		}
		v, err := st.View(ctx)
		if err != nil {
			t.Fatal(err)
		}
		run, err := pipeline.Load(ctx, v, store.Filter{}, pipeline.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if a, b := encoded(t, want.Record, nil), encoded(t, run.Record, nil); !bytes.Equal(a, b) {
			t.Fatalf("the store gives another brief: %s", firstDifference(a, b))
		}
	})
}

// correction draws one line of corrections about the reports.
func (w world) correction(t *rapid.T, reports []report) string {
	name := func() string {
		_, n, _ := strings.Cut(rapid.SampledFrom(w.people).Draw(t, "name"), " ")
		return n
	}
	file := func() string { return rapid.SampledFrom(reports).Draw(t, "file").name }
	outlet := func() string { return rapid.SampledFrom(w.outlets).Draw(t, "outlet") }
	switch rapid.IntRange(0, 7).Draw(t, "verb") {
	case 0:
		return fmt.Sprintf("merge %q %q person", name(), name())
	case 1:
		return fmt.Sprintf("split %q person in %s", name(), file())
	case 2:
		return fmt.Sprintf("rename %q person to %q", name(), rapid.SampledFrom([]string{"A. Brandt", "The Captain"}).Draw(t, "new"))
	case 3:
		return fmt.Sprintf("retype %q person to %s", name(), rapid.SampledFrom([]string{"group", "organization"}).Draw(t, "type"))
	case 4:
		return fmt.Sprintf("outlet-family %q %q as %q", outlet(), outlet(), rapid.SampledFrom([]string{"Coast Media", "Sea Press"}).Draw(t, "family"))
	case 5:
		return fmt.Sprintf("not-a-copy %s %s", file(), file())
	case 6:
		return fmt.Sprintf("same-story %s %s", file(), file())
	default:
		return fmt.Sprintf("other-story %s %s", file(), file())
	}
}

// TestCorrectionsCommute: corrections in another order give the same brief but
// for their hash and the numbers of their lines, or are refused in both orders.
func TestCorrectionsCommute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reports := harbour.reports(t, 2, 5)
		files, remove := folder(t, reports)
		defer remove()
		var lines []string
		for range rapid.IntRange(2, 6).Draw(t, "lines") {
			lines = append(lines, harbour.correction(t, reports))
		}
		want, refused := corrected(t, files, lines)
		shuffled := rapid.Permutation(lines).Draw(t, "order")
		got, refusedToo := corrected(t, files, shuffled)
		if refused != refusedToo {
			t.Fatalf("refused in one order (%v) and not in the other (%v):\n%q\n%q", refused, refusedToo, lines, shuffled)
		}
		for line := range want {
			if !got[line] {
				t.Fatalf("in the order %q the brief has no line\n%s", shuffled, line)
			}
		}
	})
}

// corrected returns the items of the brief of files with corrections, and
// whether they were refused.
func corrected(t *rapid.T, files, lines []string) (map[string]bool, bool) {
	set, err := corrections.Parse("test", []byte(strings.Join(lines, "\n")+"\n"))
	if err != nil {
		return nil, true
	}
	run, err := pipeline.Analyse(context.Background(), files, pipeline.Options{Corrections: set})
	if err != nil {
		return nil, true
	}
	run.Record.Notices = nil // they name lines by number
	return items(encoded(t, run.Record, nil)), false
}
