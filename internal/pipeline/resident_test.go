package pipeline

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/memory"
)

// anArticle is an article as a JSON input has it.
type anArticle struct {
	URL       string `json:"url,omitempty"`
	Title     string `json:"title"`
	Outlet    string `json:"outlet"`
	Published string `json:"published,omitempty"`
	Text      string `json:"text"`
}

// invented returns articles that have to do with one another in all the ways that
// bear on others: copies, excerpts, quotations of one speaker in several stories,
// names in full and in part, texts of one address, and no dates.
func invented(n int) []anArticle {
	places := []string{"Odense", "Bergen", "Turku", "Riga", "Gdansk"}
	people := []string{"Jan Olav Berg", "Maria Lund", "Peter Holm", "Anna Karin Dahl", "Erik Sand"}
	var out []anArticle
	for i := range n {
		k, p := i%5, i%7
		who := people[k]
		quote := fmt.Sprintf("“We have never seen the harbour of %s so full of ice in all the years that I have worked here,” said %s, the harbour master.", places[k], who)
		body := []string{
			fmt.Sprintf("The ferry Aurora %d ran aground off %s on Tuesday with %d people on board, the coast guard said.", k, places[k], 100+10*k),
			quote,
			fmt.Sprintf("President Lund of Denmark promised %d million euros for the port, and %s said that the board would meet on Friday.", 3+i%4, who),
			fmt.Sprintf("Fishermen of the island told reporters that number %d of their boats had been lost since the winter began.", p),
			"“The ministry will answer every question that the families have put to us about that night,” Foreign Minister Karl Brandt said in Berlin.",
		}
		switch p {
		case 1: // a copy of part of it
			body = body[:3]
		case 2:
			body[0] = "In " + places[k] + ", rescuers worked through the night after the accident of the ferry."
			body[2] = "Mr. " + who[strings.LastIndexByte(who, ' ')+1:] + " denied that the crew had been warned."
		case 3:
			body = append(body, "(Reuters)", fmt.Sprintf("Court of Appeals judges in %s will hear the case in %d.", places[(k+1)%5], 2031+k))
		}
		a := anArticle{
			URL:   fmt.Sprintf("https://%s.example/%d", strings.ToLower(places[i%3]), i),
			Title: fmt.Sprintf("Ferry aground off %s", places[k]), Outlet: places[i%3] + " Post",
			Published: fmt.Sprintf("2031-03-%02d", 1+(i*3)%28), Text: strings.Join(body, "\n\n"),
		}
		if p == 4 {
			a.Published = ""
			a.Text = fmt.Sprintf("On March %d, 2031 the inquiry began.\n\n", 1+i%28) + a.Text
		}
		if p == 5 {
			a.URL = out[i-5].URL // another text of one address
		}
		out = append(out, a)
	}
	return out
}

// archived returns articles of the archive, if it is there.
func archived(t *testing.T, n int) []anArticle {
	f, err := os.Open("../../../shared/corpora/archive.jsonl.gz")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []anArticle
	lines := bufio.NewReader(z)
	for len(out) < n {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			t.Fatal(err)
		}
		var a anArticle
		if err := json.Unmarshal(line, &a); err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

// shut closes a view or a store.
func shut(t testing.TB, c io.Closer) {
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// derivedOf returns the derived records of a record, packed, by kind and key.
func derivedOf(t *testing.T, rec *news.Record) map[store.DerivedKey]string {
	t.Helper()
	c, err := store.NewCodec(nil)
	if err != nil {
		t.Fatal(err)
	}
	out := map[store.DerivedKey]string{}
	err = store.EachDerived(rec, func(k store.Kind, key string, v any) error {
		out[store.DerivedKey{Kind: k, Key: key}] = string(c.Pack(v))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// made returns the derived records that the stages make of all articles of a store
// at once.
func made(t *testing.T, st store.Store) map[store.DerivedKey]string {
	t.Helper()
	v, err := st.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, v)
	inputs, err := v.Inputs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	l := newLoader(inputs, true)
	err = v.Readings(t.Context(), store.Filter{}, func(r store.Reading, a *store.Analysis) error {
		l.add(r, a)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	run := &Run{Record: l.record()}
	unite(run.Record, l.items)
	if err := run.relate(t.Context(), Options{Progress: new(Progress)}, nil); err != nil {
		t.Fatal(err)
	}
	return derivedOf(t, run.Record)
}

func kept(t *testing.T, st store.Store) map[store.DerivedKey]string {
	t.Helper()
	v, err := st.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, v)
	rec, err := v.Derived(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return derivedOf(t, rec)
}

// sameDerived reports where two sets of derived records differ.
func sameDerived(t *testing.T, when string, got, want map[store.DerivedKey]string) {
	t.Helper()
	n := 0
	tell := func(what string, at store.DerivedKey) {
		if n++; n <= 5 {
			t.Errorf("%s: the record %d %s %s", when, at.Kind, at.Key, what)
		}
	}
	for at, body := range want {
		if other, ok := got[at]; !ok {
			tell("is missing", at)
		} else if other != body {
			tell("is another", at)
		}
	}
	for at := range got {
		if _, ok := want[at]; !ok {
			tell("should be gone", at)
		}
	}
	if n > 0 {
		t.FailNow()
	}
}

// addDrafted adds files by way of drafts, which it gives to r.
func addDrafted(t *testing.T, w store.Writer, r *Resident, files []string) {
	t.Helper()
	d := NewDrafter(nil, Options{})
	var drafts []*Draft
	for _, name := range files {
		draft, err := d.Read(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		drafts = append(drafts, draft)
	}
	if _, err := AddDrafts(t.Context(), w, files, "{}", drafts, Options{}); err != nil {
		t.Fatal(err)
	}
	r.Give(drafts)
	for _, d := range drafts {
		d.Drop()
	}
}

// TestResidentIsWhole adds articles in random portions and orders, and holds what a
// Resident makes of them to what the stages make of all at once. Of some portions it is
// given what was analysed.
func TestResidentIsWhole(t *testing.T) {
	all := append(invented(42), archived(t, 28)...)
	dir := t.TempDir()
	var files []string
	for i, a := range all {
		b, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, filepath.Join(dir, fmt.Sprintf("%03d.json", i)))
		if err := os.WriteFile(files[i], bytes.TrimSpace(b), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for seed := range uint64(2) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		rnd.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		st := memory.New()
		w := writer(t, st)
		var r Resident
		for rest := files; len(rest) > 0; {
			n := min(len(rest), 1+rnd.IntN(16))
			if rnd.IntN(2) == 0 {
				add(t, w, rest[:n])
			} else {
				addDrafted(t, w, &r, rest[:n])
			}
			rest = rest[n:]
			when := fmt.Sprintf("seed %d, %d of %d added", seed, len(files)-len(rest), len(files))
			switch rnd.IntN(8) {
			case 0: // another process does it
				if err := Relate(t.Context(), w, Options{}); err != nil {
					t.Fatal(err)
				}
			case 1: // an article is removed
				for at := range kept(t, st) {
					if at.Kind == store.ProvenanceKind {
						if _, err := w.Remove(t.Context(), []string{at.Key}, true); err != nil {
							t.Fatal(err)
						}
						break
					}
				}
			}
			if _, err := r.Relate(t.Context(), w, Options{}); err != nil {
				t.Fatal(when, err)
			}
			if v, err := st.View(t.Context()); err != nil {
				t.Fatal(err)
			} else if s, err := v.State(t.Context()); err != nil || !Related(s) {
				t.Fatalf("%s: the store is not up to date: %+v, %v", when, s, err)
			}
			sameDerived(t, when, kept(t, st), made(t, st))
		}
	}
}

// TestSameTells holds the comparisons by hand to the fields that there are: one that
// differs in any is another.
func TestSameTells(t *testing.T) {
	tellsFields(t, sameLink)
	tellsFields(t, sameOrigin)
	tellsFields(t, sameProvenance)
	tellsFields(t, sameEntity)
	tellsFields(t, sameStory)
}

func tellsFields[T any](t *testing.T, same func(x, y *T) bool) {
	t.Helper()
	typ := reflect.TypeFor[T]()
	for i := range typ.NumField() {
		var x, y T
		if !same(&x, &y) {
			t.Fatalf("%v: two that are empty are not the same", typ)
		}
		f := reflect.ValueOf(&y).Elem().Field(i)
		switch f.Kind() {
		case reflect.String:
			f.SetString("x")
		case reflect.Bool:
			f.SetBool(true)
		case reflect.Float64:
			f.SetFloat(1)
		case reflect.Int:
			f.SetInt(1)
		case reflect.Slice:
			f.Set(reflect.MakeSlice(f.Type(), 1, 1))
		case reflect.Struct:
			tellsParts(t, same, i)
			continue
		default:
			t.Fatalf("%v.%s: a kind that this test does not know", typ, typ.Field(i).Name)
		}
		if same(&x, &y) {
			t.Errorf("%v: another %s makes no other", typ, typ.Field(i).Name)
		}
	}
}

// tellsParts does so for the fields of field i, which is a struct.
func tellsParts[T any](t *testing.T, same func(x, y *T) bool, i int) {
	t.Helper()
	typ := reflect.TypeFor[T]().Field(i).Type
	for k := range typ.NumField() {
		var x, y T
		f := reflect.ValueOf(&y).Elem().Field(i).Field(k)
		switch f.Kind() {
		case reflect.String:
			f.SetString("x")
		case reflect.Int:
			f.SetInt(1)
		case reflect.Slice:
			f.Set(reflect.MakeSlice(f.Type(), 1, 1))
		case reflect.Struct:
			if f.Type().Field(0).Type.Kind() != reflect.Int {
				t.Fatalf("%v.%s: a kind that this test does not know", typ, typ.Field(k).Name)
			}
			f.Field(0).SetInt(1)
		default:
			t.Fatalf("%v.%s: a kind that this test does not know", typ, typ.Field(k).Name)
		}
		if same(&x, &y) {
			t.Errorf("%v: another %s makes no other", typ, typ.Field(k).Name)
		}
	}
}
