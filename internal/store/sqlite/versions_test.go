package sqlite

import (
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
	"github.com/twosource/twosource/internal/store/storetest"
)

var update = flag.Bool("update", false, "write a store of the present version, if there is none yet")

// version is that of the present format: the number of the last migration.
const version = 3

// pinned is what the stores of all versions in testdata hold.
func pinned() (items []*store.Item, rec *news.Record) {
	items = []*store.Item{
		storetest.Item("https://courier.example/ferry", "Gulf Courier", "2031-03-02", "Ferry strike ends. Brandt said “the boats will sail at dawn” and nobody in Österhamn was surprised by the fees."),
		storetest.Item("", "Harbour Post", "", "Boats and mills. A note."),
		{Page: news.Page{Media: news.HTML, Body: "<p>nothing"}, Analysis: store.Analysis{Failure: store.Failure{Stage: "extract", Revision: 3, Message: "no article"}}},
	}
	items[2].Key = store.KeyOf(&items[2].Page, items[2].AsOf)
	return items, &news.Record{Stories: []news.Story{{ID: "s", Title: "Ferry", Articles: []string{items[0].Article.ID}, Origins: 1}}}
}

func writePinned(t *testing.T, s *Store) {
	w, err := s.Write(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	items, rec := pinned()
	var batch []store.Entry
	for i, it := range items {
		batch = append(batch, store.Entry{Ordinal: i, At: news.Input{Name: "a.jsonl", Line: i + 1}, Key: it.Key, Item: it})
	}
	in := store.Input{ID: 1, Options: "{}", File: news.InputFile{Name: "a.jsonl", SHA256: "5a", Errors: []news.InputError{{Name: "a.jsonl", Line: 4, Message: "no record"}}}}
	_, begun := w.Begin(t.Context(), "a.jsonl", "{}")
	started := w.Start(t.Context(), store.Revisions{Ingest: 1, Extract: 2, Annotate: 3})
	_, put := w.Put(t.Context(), 1, batch)
	err = errors.Join(begun, started, put, w.Finish(t.Context(), in, len(items)), w.PutDerived(t.Context(), store.All(rec), "test", 2), w.Close(), s.Close())
	if err != nil {
		t.Fatal(err)
	}
}

// TestVersions opens a store of every version that there was, and reads it.
func TestVersions(t *testing.T) {
	for v := 1; v <= version; v++ {
		t.Run(fmt.Sprint(v), func(t *testing.T) {
			packed := filepath.Join("testdata", fmt.Sprintf("v%d.db.gz", v))
			if _, err := os.Stat(packed); v == version && *update && err != nil {
				packFile(t, packed)
			}
			file := filepath.Join(t.TempDir(), "store.db")
			unpackFile(t, packed, file)
			readPinned(t, file, Read)
			s, err := Open(t.Context(), file, Write)
			if err != nil {
				t.Fatal(err)
			}
			w, err := s.Write(t.Context(), 0)
			if err == nil {
				_, err = w.Begin(t.Context(), "b.txt", "{}")
			}
			if err := errors.Join(err, w.Close(), s.Close()); err != nil {
				t.Fatal(err)
			}
		})
	}
	s := create(t, filepath.Join(t.TempDir(), "store.db"))
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if have, err := s.version(t.Context()); err != nil || have != version {
		t.Errorf("a new store has version %d (%v); raise the constant, and run with -update", have, err)
	}
}

func readPinned(t *testing.T, file string, mode Mode) {
	s, err := Open(t.Context(), file, mode)
	if err != nil {
		t.Fatal(err)
	}
	items, rec := pinned()
	v, err := s.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = v.Pages(t.Context(), store.Filter{}, func(r store.Reading, it *store.Item) error {
		want := *items[r.Ordinal]
		if want.Failure.Stage == "" {
			want.Article.Input = news.Input{Name: "a.jsonl", Line: r.Ordinal + 1}
		}
		if !reflect.DeepEqual(it, &want) {
			t.Errorf("page %d: got %+v, want %+v", r.Ordinal, it, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := v.Derived(t.Context())
	if err != nil || !reflect.DeepEqual(got, rec) {
		t.Errorf("derived records: got %+v, want %+v (%v)", got, rec, err)
	}
	q, err := store.ParseQuery("speaker:brandt boats")
	if err != nil {
		t.Fatal(err)
	}
	if found, err := v.Search(t.Context(), q, store.Statements, 5); err != nil || len(found) != 1 {
		t.Errorf("found %v (%v)", found, err)
	}
	err = s.Check(t.Context(), func(finding string) { t.Error(finding) })
	if err := errors.Join(err, v.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
}

func packFile(t *testing.T, packed string) {
	file := filepath.Join(t.TempDir(), "store.db")
	writePinned(t, create(t, file))
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, err = z.Write(data)
	if err := errors.Join(err, z.Close(), os.MkdirAll("testdata", 0o755), os.WriteFile(packed, out.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func unpackFile(t *testing.T, packed, file string) {
	in, err := os.Open(packed)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	z, err := gzip.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err := errors.Join(err, os.WriteFile(file, data, 0o644)); err != nil {
		t.Fatal(err)
	}
}

// TestFull holds that nothing of what does not fit is kept.
func TestFull(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	writePinned(t, create(t, file))
	s, err := Open(t.Context(), file, Write)
	if err != nil {
		t.Fatal(err)
	}
	s.db.SetMaxOpenConns(1)
	w, err := s.write(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	var pages int
	if err := w.conn.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := w.conn.ExecContext(t.Context(), fmt.Sprintf("PRAGMA max_page_count = %d", pages+2)); err != nil {
		t.Fatal(err)
	}
	var batch []store.Entry
	for i := range 200 {
		it := storetest.Item(fmt.Sprintf("https://a.example/%d", i), "Gulf Courier", "2031", fmt.Sprintf("Ferry %d sails. %x", i, store.KeyOf(&news.Page{Body: fmt.Sprint(i)}, news.Date{})))
		batch = append(batch, store.Entry{Ordinal: i, Key: it.Key, Item: it})
	}
	in, err := w.Begin(t.Context(), "b.jsonl", "{}")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Put(t.Context(), in.ID, batch); !errors.Is(err, store.ErrFull) {
		t.Errorf("putting more than there is room for gives %v", err)
	}
	if err := errors.Join(w.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	s, err = Open(t.Context(), file, Read)
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if st, err := v.State(t.Context()); err != nil || st.Pages != 3 {
		t.Errorf("%d pages are kept (%v), want the 3 from before", st.Pages, err)
	}
	err = s.Check(t.Context(), func(finding string) { t.Error(finding) })
	if err := errors.Join(err, v.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
}
