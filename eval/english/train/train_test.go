package main

import (
	"reflect"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/annotate/english"
)

func named(words []string, names []span) (out []string) {
	for _, n := range names {
		out = append(out, n.kind.String()+" "+strings.Join(words[n.a:n.b], " "))
	}
	return out
}

// TestTighten checks what is left of whole noun phrases.
func TestTighten(t *testing.T) {
	for _, c := range []struct {
		words string
		kind  english.NameType
		want  []string
	}{
		{"the Jordanian city of Ramtha", english.Place, []string{"LOC Ramtha"}},
		{"a young group of Syrian men", english.Organization, nil},
		{"He", english.Person, nil},
		{"the U.S. Senator Mary Poole", english.Person, []string{"LOC U.S.", "PER Mary Poole"}},
		{"the Free Harbour Army fighters", english.Organization, []string{"ORG Free Harbour Army"}},
		{"the Bank of the North", english.Organization, []string{"ORG Bank of the North"}},
		{"Turkey", english.Organization, []string{"LOC Turkey"}},
	} {
		words := strings.Fields(c.words)
		got := named(words, tighten(words, []span{{0, len(words), c.kind}}))
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.words, got, c.want)
		}
	}
}

// TestGUM checks that nested noun phrases become flat names.
func TestGUM(t *testing.T) {
	const text = "1\tauthor\t_\tNOUN\tNN\t_\t4\tnsubj\t_\tEntity=(1-person-new\n" +
		"2\tJane\t_\tPROPN\tNNP\t_\t1\tappos\t_\t_\n" +
		"3\tPoole\t_\tPROPN\tNNP\t_\t2\tflat\t_\tEntity=1)\n" +
		"4\tjoined\t_\tVERB\tVBD\t_\t0\troot\t_\t_\n" +
		"5\tthe\t_\tDET\tDT\t_\t6\tdet\t_\tEntity=(2-organization-new\n" +
		"6\tUniversity\t_\tPROPN\tNNP\t_\t4\tobj\t_\t_\n" +
		"7\tof\t_\tADP\tIN\t_\t8\tcase\t_\t_\n" +
		"8\tHarrow\t_\tPROPN\tNNP\t_\t6\tnmod\t_\tEntity=(3-place-new)2)\n\n"
	rows := readRows(text)[0]
	words := make([]string, len(rows))
	for i, r := range rows {
		words[i] = r.word
	}
	got := named(words, gumNames(rows, gumEntities(rows)))
	if want := []string{"PER Jane Poole", "ORG University of Harrow"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestSpheres checks that vectors of two plain groups are told apart, and that
// clustering gives the same groups twice.
func TestSpheres(t *testing.T) {
	v := make(vectors, 40*dim)
	count := make([]int, 40)
	for i := range 40 {
		v.row(int32(i))[i%2*5] = 1
		v.row(int32(i))[10+i%3] = 0.1
		count[i] = 10 + i
	}
	v.normalize(40)
	a, b := cluster(v, count, 2), cluster(v, count, 2)
	if !reflect.DeepEqual(a, b) {
		t.Error("two runs differ")
	}
	for i := range 38 {
		if (a[i] == a[i+1]) != (i%2 == (i+1)%2) || a[i] != a[i+2] {
			t.Fatalf("groups are %v", a)
		}
	}
}

// TestLearnTwice learns a toy grammar twice and compares the bytes.
func TestLearnTwice(t *testing.T) {
	m := &english.Material{}
	for range 30 {
		m.Trees = append(m.Trees, readTrees("1\tDogs\tdog\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tbark\tbark\tVERB\tVBP\t_\t0\troot\t_\t_\n3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n"+
			"1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n2\tsaw\tsee\tVERB\tVBD\t_\t0\troot\t_\t_\n3\tdogs\tdog\tNOUN\tNNS\t_\t2\tobj\t_\t_\n\n")...)
	}
	tags := english.MarkNames(3, []english.NameSpan{{First: 0, End: 2, Type: english.Person}})
	m.Names = []english.NameText{{Source: "toy", Sentences: [][]string{{"Mary", "Poole", "left"}, {"He", "met", "Mary"}},
		Tags: [][]english.NameTag{tags, make([]english.NameTag, 3)}}}
	m.Raw = []string{"Dogs saw dogs and dogs bark at her. She saw dogs that bark and bark."}
	m.Gazetteer = []english.GazEntry{{Words: []string{"mary"}, Types: 1}}
	m.Lexicon = []english.LexEntry{{Form: "dogs", Clusters: [4]uint16{1, 2, 3, 4}, Caps: 1}}
	o := english.DefaultLearnOptions(nil)
	a, err := english.Learn(m, o)
	if err != nil {
		t.Fatal(err)
	}
	b, err := english.Learn(m, o)
	if err != nil {
		t.Fatal(err)
	}
	if string(a) != string(b) {
		t.Error("two runs give other bytes")
	}
	if _, err := english.Open(a); err != nil {
		t.Error(err)
	}
}
