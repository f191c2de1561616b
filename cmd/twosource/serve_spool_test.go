package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/api"
	"github.com/twosource/twosource/internal/store/sqlite"
)

// testTaker returns a taker of an empty store that does not run.
func testTaker(t *testing.T) *taker {
	t.Helper()
	path := filepath.Join(t.TempDir(), "desk.db")
	st, err := sqlite.Open(t.Context(), path, sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	site, err := newSite(t.Context(), st, nil)
	if err != nil {
		t.Fatal(err)
	}
	guard := &serve.Guard{Site: site, Metrics: serve.NewMetrics(site), Log: slog.New(slog.DiscardHandler)}
	tk, err := newTaker(t.Context(), &serveCmd{}, st, path, guard)
	if err != nil {
		t.Fatal(err)
	}
	return tk
}

var words = strings.Repeat("Otters. ", 512)

// wordy is a body of n bytes that is nowhere in memory as a whole.
type wordy struct{ n int }

func (w *wordy) Read(p []byte) (int, error) {
	if w.n == 0 {
		return 0, io.EOF
	}
	n := copy(p, words[:min(w.n, len(words))])
	w.n -= n
	return n, nil
}

func (t *taker) files(test *testing.T) int {
	test.Helper()
	found, err := filepath.Glob(filepath.Join(t.dir, "*"))
	hidden, err2 := filepath.Glob(filepath.Join(t.dir, ".new-*"))
	if err := errors.Join(err, err2); err != nil {
		test.Fatal(err)
	}
	return len(found) + len(hidden) - 1 // the folder of those at work
}

// TestSpoolHoldsNoBody holds that of the largest body that is taken no more is in
// memory than is read at a time.
func TestSpoolHoldsNoBody(t *testing.T) {
	tk := testTaker(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p := api.Posted{Media: "text/plain", Body: &wordy{serve.MaxBody}}
	f, err := tk.spool(&p)
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	if f.size != serve.MaxBody || p.Key == "" {
		t.Errorf("%d bytes under the key %q", f.size, p.Key)
	}
	if n := after.TotalAlloc - before.TotalAlloc; n > serve.MaxBody/2 {
		t.Errorf("%d bytes were allocated for a body of %d", n, serve.MaxBody)
	}
	if err := f.drop(); err != nil {
		t.Error(err)
	}
}

// TestSpoolBounds holds that bodies at work have no more room on the disk than they
// are given, that who finds none is told to come again, and that nothing is left of
// them.
func TestSpoolBounds(t *testing.T) {
	tk := testTaker(t)
	tk.disk = serve.NewRoom(1 << 20)
	var all sync.WaitGroup
	var mu sync.Mutex
	var kept []*spooled
	busy := 0
	for range 50 {
		all.Go(func() {
			f, err := tk.spool(&api.Posted{Key: "k", Media: "text/plain", Body: &wordy{300 << 10}})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				kept = append(kept, f)
			case errors.Is(err, api.ErrBusy):
				busy++
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if now, most := tk.disk.Used(); most > 1<<20 || now != int64(len(kept))*300<<10 {
		t.Errorf("%d bytes for %d bodies, %d at most", now, len(kept), most)
	}
	if len(kept) > 3 || busy != 50-len(kept) {
		t.Errorf("%d are kept, %d were refused", len(kept), busy)
	}
	for _, f := range kept {
		if err := f.drop(); err != nil {
			t.Error(err)
		}
	}
	for _, body := range []string{"", " \n\u00a0"} {
		if _, err := tk.spool(&api.Posted{Media: "text/plain", Body: strings.NewReader(body)}); !errors.Is(err, api.ErrEmpty) {
			t.Errorf("a body of %q: %v", body, err)
		}
	}
	if now, _ := tk.disk.Used(); now != 0 || tk.files(t) != 0 {
		t.Errorf("%d bytes and %d files are left", now, tk.files(t))
	}
}

// TestDraftsBounded holds that what is analysed and not kept yet has no more room than
// it is given, however much is posted, and that an end lets go of nothing that was
// accepted.
func TestDraftsBounded(t *testing.T) {
	tk := testTaker(t)
	const posts = 40
	tk.drafts = serve.NewRoom(4 * draftedLeast)
	for i := range posts {
		f, err := tk.spool(&api.Posted{Media: "text/plain", Body: strings.NewReader(strings.Repeat("An otter was seen. ", 3+i))})
		if err != nil {
			t.Fatal(err)
		}
		j := tk.job(string(rune('a'+i%26))+string(rune('a'+i/26))+".txt", "", f.sum, f.size)
		if err := f.keep(filepath.Join(tk.dir, j.file())); err != nil {
			t.Fatal(err)
		}
		tk.queue <- j
	}
	done := make(chan struct{})
	ctx, stop := context.WithCancel(t.Context())
	go func() { tk.analyse(ctx, func(err error) { t.Error(err) }); close(done) }()
	for range posts - 4 {
		tk.drop(<-tk.ready)
	}
	for range 4 {
		<-tk.ready
	}
	stop()
	<-done
	if now, most := tk.drafts.Used(); most > 4*draftedLeast || now != 4*draftedLeast {
		t.Errorf("%d bytes are held, %d at most", now, most)
	}
	if n := tk.files(t); n != posts {
		t.Errorf("%d files are left of %d", n, posts)
	}
}

// TestResumeClears holds that what was not written whole goes at the next start.
func TestResumeClears(t *testing.T) {
	tk := testTaker(t)
	if err := os.WriteFile(filepath.Join(tk.dir, ".new-1"), []byte("half an art"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := tk.resume(); err != nil {
		t.Fatal(err)
	}
	if n := tk.files(t); n != 0 {
		t.Errorf("%d files are left", n)
	}
}

// TestPackedPostsAreAlone holds that a posted file that may be packed takes all the
// room for analyses, for its own size says nothing of what it unpacks to.
func TestPackedPostsAreAlone(t *testing.T) {
	var zipped, gzipped bytes.Buffer
	z, g := zip.NewWriter(&zipped), gzip.NewWriter(&gzipped)
	w, err := z.Create("a.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.WriteString(w, words)
	_, err2 := io.WriteString(g, words)
	if err := errors.Join(err, err2, z.Close(), g.Close()); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		body string
		want int64
	}{
		"text":  {words, draftedPerByte * int64(len(words))},
		"short": {"Otters.", draftedLeast},
		"other": {strings.Repeat("Élan\u2009", 1000), draftedPerByte * 8000},
		"zip":   {zipped.String(), maxDrafted},
		"gzip":  {gzipped.String(), maxDrafted},
		"zstd":  {"\x28\xB5\x2F\xFD()()", maxDrafted},
		"tar":   {"a.txt" + strings.Repeat("\x00", 600), maxDrafted},
		"warc":  {"WARC/1.0\r\n", maxDrafted},
	} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(c.body), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := reckoned(file, int64(len(c.body))); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
