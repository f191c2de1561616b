package planted

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// tiny is a WordNet in which every word of the texts below has two synonyms.
func tiny(rows []Row) *WordNet {
	w := &WordNet{}
	for p := range parts {
		w.senses[p], w.sets[p] = map[string]entry{}, map[int]synset{}
	}
	n := 0
	for _, r := range rows {
		for _, t := range tokens(r.Text) {
			if _, known := w.senses[noun][t.s]; !isContent(t) || known {
				continue
			}
			n++
			w.sets[noun][n] = synset{words: []string{t.s, t.s + "ish", "quasi" + t.s}, broader: []int{n}}
			w.senses[noun][t.s] = entry{tagged: 1, sets: []int{n}}
		}
	}
	return w
}

// archive makes n articles of 20 sentences of invented words in English frames.
func archive(n int) []Row {
	var rows []Row
	for i := range n {
		var lines []string
		for k := range 20 {
			lines = append(lines, fmt.Sprintf("The keeper of tower%dx%d said on Monday that the lantern would burn until boat%dx%d had come home safely. Nobody in village%dx%d believed him.", i, k, i, k, i, k))
		}
		rows = append(rows, Row{ID: fmt.Sprintf("a%03d", i), Outlet: "Beacon", Title: "Lantern burns all night", Published: "2031-05-06", Text: strings.Join(lines, "\n")})
	}
	return rows
}

func TestBuild(t *testing.T) {
	rows := archive(80)
	words := tiny(rows)
	for _, rules := range []Rules{Tuning, HeldOut} {
		o := Options{Cases: 60, Rows: 140, Seed: 3, Rules: rules}
		set := Build(rows, words, o)
		if again := Build(rows, words, o); !reflect.DeepEqual(set, again) {
			t.Error("the same options give two sets")
		}
		at := set.ByID()
		kinds := map[Kind]int{}
		broken, rewrites := 0, 0
		for _, c := range set.Cases {
			kinds[c.Kind]++
			p, source := set.Rows[at[c.ID]], set.Rows[at[c.Sources[0]]]
			switch c.Kind {
			case Copy:
				if p.Text != source.Text {
					t.Errorf("%s is no copy", c.ID)
				}
			case Cut:
				if !strings.Contains(source.Text, p.Text) || len(p.Text) >= len(source.Text) {
					t.Errorf("%s is not cut out of its source", c.ID)
				}
			case Merged:
				if len(c.Sources) != 2 {
					t.Errorf("%s is merged from %d", c.ID, len(c.Sources))
				}
			case Rewrite:
				rewrites++
				if c.Replaced < leastReplaced {
					t.Errorf("%s has %.2f of its content words replaced", c.ID, c.Replaced)
				}
				if c.Broken {
					broken++
					if run := shared(p.Text, source.Text); run != "" {
						t.Errorf("%s by %s still has %q", c.ID, c.Method, run)
					}
				}
			}
			if c.Reversed != (p.Published != "" && p.Published < source.Published) {
				t.Errorf("%s is reversed: %v, and dated %s after %s", c.ID, c.Reversed, p.Published, source.Published)
			}
		}
		for _, s := range shares {
			if kinds[s.kind] == 0 {
				t.Errorf("no %s among %v", s.kind, kinds)
			}
		}
		if broken < rewrites/3 || broken > rewrites*2/3 {
			t.Errorf("%d of %d rewrites are broken, want about half", broken, rewrites)
		}
	}
}

// shared returns a run of words that two texts share, "" if there is none.
func shared(a, b string) string {
	in := runs(b)
	for r := range runs(a) {
		if in[r] {
			return r
		}
	}
	return ""
}

func TestBuildWithoutWordNet(t *testing.T) {
	for _, c := range Build(archive(60), nil, Options{Cases: 40, Rows: 100}).Cases {
		if c.Kind == Rewrite {
			t.Fatal("a rewrite without words to rewrite with")
		}
	}
}

func TestArrange(t *testing.T) {
	for _, test := range []struct {
		name string
		f    func(string) string
		in   string
		want string
	}{
		{"what is said comes after who says it", reorder, "The harbour will be closed on Monday, the mayor’s office said Smith.", "The harbour will be closed on Monday, the mayor’s office said Smith."},
		{"according to", reorder, "Mary Brown announced that the harbour would be closed for a week.", "The harbour would be closed for a week, according to Mary Brown."},
		{"time last", reorder, "On Monday, the harbour was closed to all ships.", "The harbour was closed to all ships on Monday."},
		{"clause first", reorder, "The harbour was closed to ships because a crane had fallen over.", "Because a crane had fallen over, the harbour was closed to ships."},
		{"passive", passive, "Mary Brown closed the harbour on Monday.", "The harbour was closed by Mary Brown on Monday."},
		{"numbers", numbers, "About 12 percent of the nine ships paid $1.2 million on March 5.", "About 12 per cent of the 9 ships paid 1,200,000 dollars on 5 March."},
		{"no pattern", reorder, "Ships wait.", "Ships wait."},
	} {
		if got := test.f(test.in); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestTokensJoin(t *testing.T) {
	for _, s := range []string{"", "U.S. ships won’t pay 1,200.5 – or will they?", "a  b\n“c”", "é.È"} {
		if got := join(tokens(s)); got != s {
			t.Errorf("tokens of %q join to %q", s, got)
		}
	}
}

func TestOpenWordNet(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"index.noun": "  1 a licence\nquay n 2 3 @ ~ + 2 1 00000010 00000099  \n",
		"data.noun":  "  1 a licence\n00000010 06 n 03 quay 0 wharf 0 loading_dock 0 001 @ 00000050 n 0000 | where ships lie\n00000050 06 n 01 platform 0 000 | raised\n",
	} {
		write(t, filepath.Join(dir, name), text)
	}
	for _, p := range []string{"verb", "adj", "adv"} {
		write(t, filepath.Join(dir, "index."+p), "")
		write(t, filepath.Join(dir, "data."+p), "")
	}
	w, err := OpenWordNet(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.synonyms(noun, "quay", 0, 9); !reflect.DeepEqual(got, []string{"wharf"}) {
		t.Errorf("synonyms are %q", got)
	}
	if got := w.broader(noun, "quay"); !reflect.DeepEqual(got, []string{"platform"}) {
		t.Errorf("broader words are %q", got)
	}
	if lemma, part, f := w.reading("quays"); lemma != "quay" || part != noun || f != plural {
		t.Errorf("quays is read as %s %d %d", lemma, part, f)
	}
	if _, err := OpenWordNet(filepath.Join(dir, "none")); !errors.Is(err, ErrNoWordNet) {
		t.Errorf("got %v for a folder that is not there", err)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestInflect(t *testing.T) {
	for _, test := range []struct {
		lemma string
		form  form
		want  string
	}{{"carry", plural, "carries"}, {"carry", past, "carried"}, {"close", past, "closed"}, {"close", progressive, "closing"}, {"pass", plural, "passes"}, {"boat", plain, "boat"}} {
		if got := inflect(test.lemma, test.form); got != test.want {
			t.Errorf("inflect(%s) = %s, want %s", test.lemma, got, test.want)
		}
	}
}
