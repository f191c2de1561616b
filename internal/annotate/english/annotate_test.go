package english

import (
	"bytes"
	"hash/fnv"
	"strings"
	"sync"
	"testing"

	"github.com/twosource/twosource/internal/grammar"
)

// sample is made-up news of the kind that the model is for.
const sample = `GENEVA (AP) — U.S. Secretary of State Mary Poole met Russian Foreign Minister Ivan Orlov in Geneva on Sunday.
"We have agreed on a plan," Poole told reporters after the talks. "It was not easy."
Orlov, who arrived late, said the plan had been rejected by rebels in northern Syria, according to the Interfax news agency.
The United Nations and the European Union welcomed the deal. Hundreds of people were killed near Aleppo last month, the Syrian Observatory for Human Rights said.
Analysts at Harrow University doubt that Mr. Orlov will keep his word.
`

func loaded(t testing.TB) *Model {
	t.Helper()
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestAnnotateSample checks the marks that a reader of news would be ashamed to
// get wrong.
func TestAnnotateSample(t *testing.T) {
	m := loaded(t)
	var d Doc
	m.Annotate(&d, sample)
	find := func(word string, nth int) int {
		for i := range d.Len() {
			if d.Word(i) == word {
				if nth--; nth < 0 {
					return i
				}
			}
		}
		t.Fatalf("no word %q", word)
		return -1
	}
	met, poole := find("met", 0), find("Poole", 0)
	if d.Head[met] != -1 || d.POS[met] != grammar.VERB || !d.Feats[met].Has(grammar.Past|grammar.Finite) {
		t.Errorf("met: head %d, %v, %v; want the root, a finite verb in the past", d.Head[met], d.POS[met], d.Feats[met])
	}
	if got := string(m.AppendLemma(nil, &d, met)); got != "meet" {
		t.Errorf("lemma of met is %q", got)
	}
	for word, want := range map[string]string{"blamed": "blame", "slammed": "slam", "hoped": "hope", "asked": "ask"} {
		var d Doc
		m.Annotate(&d, "They "+word+" the crew.")
		if got := string(m.AppendLemma(nil, &d, 1)); got != want {
			t.Errorf("lemma of %s is %q", word, got)
		}
	}
	if d.Name[poole].Type() != Person {
		t.Errorf("Poole is %v", d.Name[poole])
	}
	rejected := find("rejected", 0)
	if !d.Feats[rejected].Has(grammar.Passive) {
		t.Errorf("rejected has %v; want the passive", d.Feats[rejected])
	}
	names := map[string]NameType{}
	for _, n := range d.AppendNames(nil) {
		names[d.Text[d.Start[n.First]:d.End[n.End-1]]] = n.Type
	}
	for name, want := range map[string]NameType{"Mary Poole": Person, "Ivan Orlov": Person, "Russian": Group, "Geneva": Place,
		"Syria": Place, "United Nations": Organization, "European Union": Organization, "Aleppo": Place, "U.S.": Place} {
		if names[name] != want {
			t.Errorf("%s is %v, want %v", name, names[name], want)
		}
	}
}

// TestTreesAreTrees checks on hostile texts that every sentence has one root, no
// cycle, heads inside it, and marks from the lists.
func TestTreesAreTrees(t *testing.T) {
	m := loaded(t)
	for name, text := range hostile() {
		if testing.Short() && len(text) > 300_000 {
			text = text[:300_000]
		}
		var d Doc
		m.Annotate(&d, text)
		checkDoc(t, name, &d)
		for i := 0; i+1 < len(d.Sentences); i++ {
			checkTree(t, name, &d, int(d.Sentences[i]), int(d.Sentences[i+1]))
		}
		for i := range d.Len() {
			if d.POS[i] == grammar.NoPOS || d.POS[i] >= grammar.NumPOS || d.Tag[i] >= grammar.NumTag || d.Rel[i] == grammar.NoRel || d.Rel[i] >= grammar.NumRel {
				t.Fatalf("%s: word %d is %d %d %d", name, i, d.POS[i], d.Tag[i], d.Rel[i])
			}
		}
		checkNames(t, name, &d)
	}
}

func checkTree(t *testing.T, name string, d *Doc, a, b int) {
	t.Helper()
	roots := 0
	for i := a; i < b; i++ {
		h := int(d.Head[i])
		if h < 0 {
			roots++
			if d.Rel[i] != grammar.RelRoot {
				t.Fatalf("%s: root %d is %v", name, i, d.Rel[i])
			}
			continue
		}
		if h < a || h >= b || h == i {
			t.Fatalf("%s: head of %d is %d, outside %d:%d", name, i, h, a, b)
		}
		steps := 0
		for k := i; d.Head[k] >= 0; k = int(d.Head[k]) {
			if steps++; steps > b-a {
				t.Fatalf("%s: word %d hangs in a circle", name, i)
			}
		}
	}
	if roots != 1 && b > a {
		t.Fatalf("%s: %d roots in %d:%d", name, roots, a, b)
	}
}

func checkNames(t *testing.T, name string, d *Doc) {
	t.Helper()
	end := 0
	for _, n := range d.AppendNames(nil) {
		if n.First < end || n.End <= n.First {
			t.Fatalf("%s: name %v after %d", name, n, end)
		}
		for i := n.First; i < n.End; i++ {
			if d.Name[i].Type() != n.Type {
				t.Fatalf("%s: name %v has %v inside", name, n, d.Name[i])
			}
		}
		end = n.End
	}
}

// digest is a hash of all marks of d.
func digest(d *Doc) uint64 {
	h := fnv.New64a()
	for i := range d.Len() {
		h.Write([]byte{byte(d.Start[i]), byte(d.End[i]), byte(d.POS[i]), byte(d.Tag[i]), byte(d.Feats[i]), byte(d.Feats[i] >> 8), byte(d.Feats[i] >> 16),
			byte(d.Lemma[i]), byte(d.Head[i]), byte(d.Head[i] >> 8), byte(d.Rel[i]), byte(d.Name[i])})
	}
	return h.Sum64()
}

// TestSameMarks checks that a text gets the same marks whatever its Doc held
// before, and from many goroutines at once.
func TestSameMarks(t *testing.T) {
	m := loaded(t)
	var d Doc
	m.Annotate(&d, sample)
	want := digest(&d)
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var d Doc
			for k := range 20 {
				m.Annotate(&d, strings.Repeat(sample, (g+k)%4)+"x")
				m.Annotate(&d, sample)
				if digest(&d) != want {
					t.Errorf("goroutine %d, run %d: other marks", g, k)
					return
				}
			}
		}()
	}
	wg.Wait()
}

// TestNoAllocation checks that a Doc that has held a text allocates nothing for
// the next.
func TestNoAllocation(t *testing.T) {
	m := loaded(t)
	var d Doc
	text := strings.Repeat(sample, 5)
	m.Annotate(&d, text)
	if n := testing.AllocsPerRun(10, func() { m.Annotate(&d, text) }); n > 0 {
		t.Errorf("%v allocations for %d words", n, d.Len())
	}
}

// TestOpenBroken checks that files that are no models are refused.
func TestOpenBroken(t *testing.T) {
	for _, b := range [][]byte{nil, []byte("2SEN"), bytes.Repeat([]byte{0xff}, 1000), modelData[:2000], modelData[:len(modelData)-100]} {
		if _, err := Open(b); err == nil {
			t.Errorf("%d bytes were taken for a model", len(b))
		}
	}
}

// TestSetWords checks that given words are kept as they are.
func TestSetWords(t *testing.T) {
	m := loaded(t)
	var d Doc
	d.SetWords([][]string{{"He", "saw", "New York", "."}, nil, {"Yes", "!"}})
	m.Mark(&d)
	if d.Len() != 6 || d.Word(2) != "New York" || len(d.Sentences) != 3 || len(d.Name) != 6 {
		t.Errorf("got %d words, %v", d.Len(), d.Sentences)
	}
	d.SetWords(nil)
	m.Mark(&d)
	if d.Len() != 0 {
		t.Errorf("got %d words of none", d.Len())
	}
}

func BenchmarkLoad(b *testing.B) {
	for range b.N {
		if _, err := Open(modelData); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzAnnotate gives any bytes to the annotator and checks the shape of what it
// says of them.
func FuzzAnnotate(f *testing.F) {
	f.Add(sample)
	f.Add("U.S. \xff\xfe\x00 “a” -- ... 👩‍👩‍👧 ’’ $5m/10pm n't [12]. The")
	m := loaded(f)
	f.Fuzz(func(t *testing.T, text string) {
		var d Doc
		m.Annotate(&d, text)
		checkDoc(t, "fuzz", &d)
		for i := 0; i+1 < len(d.Sentences); i++ {
			checkTree(t, "fuzz", &d, int(d.Sentences[i]), int(d.Sentences[i+1]))
		}
		checkNames(t, "fuzz", &d)
		var lemma []byte
		for i := range d.Len() {
			lemma = m.AppendLemma(lemma[:0], &d, i)
		}
	})
}

// TestMembers checks that the members of parties and peoples are groups,
// whatever the name tagger takes them for, and that people and bodies are not.
func TestMembers(t *testing.T) {
	m := loaded(t)
	var d Doc
	for _, c := range []struct{ text, want string }{
		{"Democrats accused Republicans of delay.", "Democrats/NORP Republicans/NORP"},
		{"“Republicans have a plan,” she said.", "Republicans/NORP"},
		{"The Democratic Party said no.", "Democratic Party/ORG"},
		{"Mr. Hodges met Ms. Gross.", "Hodges/PER Gross/PER"},
	} {
		m.Annotate(&d, c.text)
		var got []string
		for _, n := range d.AppendNames(nil) {
			got = append(got, c.text[d.Start[n.First]:d.End[n.End-1]]+"/"+n.Type.String())
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", c.text, s, c.want)
		}
	}
}
