package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/annotate/english"
)

// TestSample draws from an archive of invented articles and takes a note from
// its sentence to a reference and on to the tally.
func TestSample(t *testing.T) {
	c := config{archive: invented(t, 9), n: 5, seed: 1}
	m, err := english.Load()
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := c.draw(m)
	if err != nil {
		t.Fatal(err)
	}
	if len(drawn) != c.n {
		t.Fatalf("%d sentences were drawn, want %d", len(drawn), c.n)
	}
	seen := map[string]bool{}
	for _, s := range drawn {
		if seen[s.id] {
			t.Errorf("article %s was drawn twice", s.id)
		}
		seen[s.id] = true
	}
	again, err := c.draw(m)
	if err != nil || fmt.Sprint(again) != fmt.Sprint(drawn) {
		t.Errorf("the second draw gives others: %v, error %v", again, err)
	}

	var refs, out strings.Builder
	if err := refer(&refs, drawn, strings.NewReader("1 2 class:NOUN>VERB\n1 3 class:ADJ>ADV\n3 1 subj\n")); err != nil {
		t.Fatal(err)
	}
	if err := tally(&out, drawn, strings.NewReader(refs.String()+"elsewhere\t0\t3\tsubj\n")); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"3 mistakes in 2 sentences; 1 references to other words", "2 in   1 sentences  class\n", "1 in   1 sentences  subj\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

// TestNotes holds bad notes to an error that names the line.
func TestNotes(t *testing.T) {
	drawn := []sentence{{id: "a", words: []word{{0, 3, "Yes", "INTJ"}}}}
	for _, notes := range []string{"1 1", "2 1 subj", "0 1 subj", "1 2 subj", "1 x subj"} {
		if err := refer(new(strings.Builder), drawn, strings.NewReader(notes)); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%q: error %v", notes, err)
		}
	}
}

// TestReferences holds the committed references to the real archive.
func TestReferences(t *testing.T) {
	c := config{archive: "../../../../shared/corpora/archive.jsonl.gz", n: 300, seed: 1, tally: "../testdata/archive-mistakes.tsv"}
	if _, err := os.Stat(c.archive); err != nil {
		t.Skip("no ../shared/corpora beside the checkout")
	}
	if testing.Short() {
		t.Skip("reading the whole archive takes some seconds")
	}
	var out strings.Builder
	if err := c.run(&out); err != nil {
		t.Fatal(err)
	}
	var sentences, words, mistakes, in, strange int
	if _, err := fmt.Sscanf(out.String(), "%d sentences, %d words: %d mistakes in %d sentences; %d references", &sentences, &words, &mistakes, &in, &strange); err != nil {
		t.Fatal(err)
	}
	// Better splitting of sentences draws other ones of a few articles.
	if sentences != c.n || strange*20 > mistakes {
		t.Errorf("%d sentences, %d mistakes, %d references to other words: the notes are out of date", sentences, mistakes, strange)
	}
}

// invented writes n articles and gives the name of the file.
func invented(t *testing.T, n int) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "archive.jsonl.gz")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := gzip.NewWriter(f)
	enc := json.NewEncoder(z)
	for i := range n {
		text := fmt.Sprintf("The ferry left Harrow at %d. Its captain was late.\nNobody knew why he came.", i+2)
		if err := enc.Encode(map[string]string{"id": fmt.Sprintf("a%d", i), "text": text}); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}
