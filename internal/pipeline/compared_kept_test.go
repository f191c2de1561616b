package pipeline

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/memory"
)

// keptOf returns what a store has kept of comparisons, by story.
func keptOf(t *testing.T, st store.Store) map[string]store.Compared {
	t.Helper()
	v, err := st.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, v)
	out := map[string]store.Compared{}
	err = v.Scan(t.Context(), store.ComparedKind, func(story string, _ int64, read func(to any) error) error {
		var x store.Compared
		err := read(&x)
		out[story] = x
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// putInstead puts derived records in the place of those that a store has, and takes some
// out, behind the back of what made them.
func putInstead(t *testing.T, w store.Writer, put map[store.DerivedKey]any, gone ...store.DerivedKey) {
	t.Helper()
	v, err := w.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, v)
	st, err := v.Stamp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = w.(store.Amender).Amend(t.Context(), func(give func(k store.Kind, key string, v any) error) error {
		for at, x := range put {
			if err := give(at.Kind, at.Key, x); err != nil {
				return err
			}
		}
		return nil
	}, gone, st.Derived, st.DerivedAt)
	if err != nil {
		t.Fatal(err)
	}
}

// damage spoils what a store has kept of some comparisons, or what was found by them.
func damage(t *testing.T, st store.Store, w store.Writer, rnd *rand.Rand) {
	t.Helper()
	put, gone := map[store.DerivedKey]any{}, []store.DerivedKey(nil)
	how, all := rnd.IntN(5), keptOf(t, st)
	for _, story := range slices.Sorted(maps.Keys(all)) {
		if rnd.IntN(4) > 0 {
			continue
		}
		x := all[story]
		at := store.DerivedKey{Kind: store.ComparedKind, Key: story}
		switch how {
		case 0:
			gone = append(gone, at)
		case 1:
			x.Memory = x.Memory[:rnd.IntN(len(x.Memory))]
			put[at] = &x
		case 2:
			put[at] = &news.Thread{ID: "no such record"}
		case 3:
			x.Records = append(x.Records, store.DerivedKey{Kind: store.ClaimKind, Key: "none"})
			put[at] = &x
		case 4:
			if len(x.Records) > 0 {
				gone = append(gone, x.Records[rnd.IntN(len(x.Records))])
			}
		}
	}
	putInstead(t, w, put, gone...)
}

// strangers returns articles most of which have nothing to do with one another.
func strangers(n int) []anArticle {
	places := []string{"Malvern", "Toulon", "Oaxaca", "Kisumu", "Hobart", "Regina", "Arequipa", "Tampere", "Lusaka"}
	things := []string{"pottery museum", "tram depot", "goat market", "brass band", "salt mine", "seed bank", "chess school", "lighthouse", "peat bog", "cannery", "observatory"}
	people := []string{"Ruth Okafor", "Emil Sandberg", "Paula Reyes", "Tomas Havel", "Grace Mwangi", "Owen Price", "Lena Fischer"}
	deeds := []string{"reopened after a fire in its archive", "lost its licence over unpaid fees", "won a prize for its new roof", "hired twelve apprentices from abroad", "moved its workshops across the river"}
	out := make([]anArticle, n)
	for i := range out {
		place, thing, who, deed := places[i%len(places)], things[i%len(things)], people[i%len(people)], deeds[i%len(deeds)]
		out[i] = anArticle{
			URL: fmt.Sprintf("https://news.example/%d", i), Title: fmt.Sprintf("The %s of %s", thing, place), Outlet: place + " Gazette",
			Published: fmt.Sprintf("2031-%02d-%02d", 1+i%12, 1+(i*7)%28),
			Text: fmt.Sprintf("The %s of %s %s, its owners said.\n\n“A %s is what %s has always needed, and number %d will not be the last,” said %s, who runs it.\n\n%s wants the council of %s to pay for %d new chairs.",
				thing, place, deed, thing, place, i, who, who, place, 10+i),
		}
	}
	return out
}

// filesOf writes articles, one a file.
func filesOf(t *testing.T, list []anArticle) []string {
	t.Helper()
	dir, files := t.TempDir(), make([]string, len(list))
	for i := range list {
		b, err := json.Marshal(&list[i])
		if err != nil {
			t.Fatal(err)
		}
		files[i] = filepath.Join(dir, fmt.Sprintf("%03d.json", i))
		if err := os.WriteFile(files[i], b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// TestRelateGoesOn adds articles in random portions, each by what knows nothing of the
// others, and holds what it makes of them to what the stages make of all at once; also if
// what was kept is damaged.
func TestRelateGoesOn(t *testing.T) {
	files := filesOf(t, append(invented(21), strangers(33)...))
	for seed := range uint64(4) {
		damaged := seed > 1
		rnd := rand.New(rand.NewPCG(seed, 2))
		rnd.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		st := memory.New()
		w := writer(t, st)
		for rest := files; len(rest) > 0; {
			var r Resident
			how := rnd.IntN(3)
			if how == 1 && !damaged { // what it warms itself by it takes as it is
				if err := r.Warm(t.Context(), w, Options{}); err != nil {
					t.Fatal(err)
				}
			}
			n := min(len(rest), 1+rnd.IntN(9))
			add(t, w, rest[:n])
			rest = rest[n:]
			if damaged {
				damage(t, st, w, rnd)
			}
			var err error
			if how == 0 {
				err = Relate(t.Context(), w, Options{})
			} else {
				_, err = r.Relate(t.Context(), w, Options{})
			}
			if err != nil {
				t.Fatal(err)
			}
			sameDerived(t, fmt.Sprintf("seed %d, %d of %d added", seed, len(files)-len(rest), len(files)), kept(t, st), made(t, st))
		}
		whole := memory.New()
		all := writer(t, whole)
		add(t, all, files)
		if err := Relate(t.Context(), all, Options{}); err != nil {
			t.Fatal(err)
		}
		if got, want := keptOf(t, st), keptOf(t, whole); !reflect.DeepEqual(got, want) || len(want) == 0 {
			t.Errorf("seed %d: of %d stories something else is kept than of all at once, of %d", seed, len(got), len(want))
		}
	}
}

// TestRelateLeavesWhatStands: what was found in a story that rests on nothing new is not
// made again, and is once a stage has another revision.
func TestRelateLeavesWhatStands(t *testing.T) {
	files := filesOf(t, append(strangers(24), invented(6)...))
	for name, relate := range map[string]func(t *testing.T, w store.Writer){
		"Relate": func(t *testing.T, w store.Writer) {
			if err := Relate(t.Context(), w, Options{}); err != nil {
				t.Fatal(err)
			}
		},
		"Resident": func(t *testing.T, w store.Writer) {
			if _, err := new(Resident).Relate(t.Context(), w, Options{}); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			st := memory.New()
			w := writer(t, st)
			add(t, w, files[:24])
			relate(t, w)
			put := map[store.DerivedKey]any{}
			before := keptOf(t, st)
			for _, x := range before {
				for _, at := range x.Records {
					if at.Kind == store.StatementKind {
						put[at] = &news.Statement{ID: at.Key, Text: "a mark"}
					}
				}
			}
			putInstead(t, w, put)
			marked := func() (n int) {
				for _, s := range loaded(t, st).Statements {
					if s.Text == "a mark" {
						n++
					}
				}
				return n
			}
			add(t, w, files[24:])
			relate(t, w)
			same := 0
			for story, x := range keptOf(t, st) {
				if reflect.DeepEqual(x, before[story]) {
					for _, at := range x.Records {
						if put[at] != nil {
							same++
						}
					}
				}
			}
			if n := marked(); n == 0 || n != same {
				t.Errorf("%d of %d statements were left as they were, want %d", n, len(put), same)
			}
		})
	}
}
