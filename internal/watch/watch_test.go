package watch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/fetch"
)

// stillClock moves on when somebody waits.
type stillClock struct{ now time.Time }

func (c *stillClock) Now() time.Time { return c.now }

func (c *stillClock) Wait(ctx context.Context, d time.Duration) error {
	c.now = c.now.Add(d)
	return ctx.Err()
}

const feedAddress = "https://harbour.example/feed"

func start() *stillClock { return &stillClock{time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)} }

// watcher watches one feed whose polls answer what script says, in turn: a
// number of new entries, "304", "moved", or an error's kind.
func watcher(t *testing.T, clock *stillClock, script ...string) (*Watcher, *[]string) {
	t.Helper()
	var asked []string
	entry := 0
	return New(Options{
		Clock: clock,
		Fetch: func(_ context.Context, r fetch.Request) (*fetch.Response, error) {
			asked = append(asked, fmt.Sprintf("%s %s %s", clock.now.Format("15:04"), r.URL, r.ETag))
			if len(script) == 0 {
				return nil, errors.New("asked too often")
			}
			s := script[0]
			script = script[1:]
			res := &fetch.Response{URL: r.URL, Status: 200, Header: http.Header{"Etag": {"v" + fmt.Sprint(len(asked))}}, Body: []byte(s)}
			switch s {
			case "304":
				res.Unchanged = true
			case "moved":
				res.Permanent, res.Body = "https://harbour.example/new", []byte("0")
			case "gone":
				return nil, &fetch.Error{URL: r.URL, Kind: fetch.Status, Code: http.StatusGone, Err: errors.New("the server answered 410 Gone")}
			case "busy":
				return nil, &fetch.Error{URL: r.URL, Kind: fetch.Busy, Code: 429, RetryAfter: 3 * time.Hour, Err: errors.New("asks to wait")}
			case "slow":
				return nil, &fetch.Error{URL: r.URL, Kind: fetch.Slow, Err: errors.New("no whole answer")}
			}
			return res, nil
		},
		Take: func(_ context.Context, res *fetch.Response, e *Entries) (int, error) {
			if string(res.Body) == "broken" {
				return 0, &Problem{errors.New("a feed that is damaged")}
			}
			n := 0
			_, _ = fmt.Sscan(string(res.Body), &n)
			for range n {
				entry++
				if e.Known(fmt.Sprint("https://harbour.example/", entry), "") {
					t.Errorf("entry %d was taken for known", entry)
				}
			}
			if entry > 0 && !e.Known("https://harbour.example/1", "") {
				t.Error("the first entry was forgotten")
			}
			return n, nil
		},
	}, []Feed{{URL: feedAddress}}, nil), &asked
}

// rounds runs n rounds and returns the minutes between the polls.
func rounds(t *testing.T, w *Watcher, clock *stillClock, n int) []int {
	t.Helper()
	var pauses []int
	for range n {
		before := clock.now
		if err := w.Once(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		clock.now = clock.now.Add(w.untilDue())
		pauses = append(pauses, int(clock.now.Sub(before).Minutes()))
	}
	return pauses
}

func TestPauses(t *testing.T) {
	for _, c := range []struct {
		name   string
		script []string
		least  []int // minutes; at most a tenth more
	}{
		{"busy feeds are asked more often", []string{"3", "2", "1"}, []int{7, 5, 5}},
		{"quiet ones less", []string{"304", "0", "304", "304"}, []int{22, 33, 50, 75}},
		{"failures double the pause", []string{"slow", "slow", "slow", "1"}, []int{15, 30, 60, 7}},
		{"a server is left alone as long as it asks", []string{"busy", "1"}, []int{180, 7}},
		{"a damaged feed is a failure", []string{"broken", "broken"}, []int{15, 30}},
	} {
		clock := start()
		w, _ := watcher(t, clock, c.script...)
		got := rounds(t, w, clock, len(c.script))
		for i, least := range c.least {
			if got[i] < least || got[i] > least+least/10+1 {
				t.Errorf("%s: pauses of %v minutes, want about %v", c.name, got, c.least)
				break
			}
		}
	}
}

func TestConditionsAndMoves(t *testing.T) {
	clock := start()
	w, asked := watcher(t, clock, "2", "moved", "304", "gone")
	rounds(t, w, clock, 4)
	want := []string{feedAddress + " ", feedAddress + " v1", "https://harbour.example/new v2", "https://harbour.example/new v2"}
	for i, a := range *asked {
		if _, rest, _ := strings.Cut(a, " "); rest != want[i] {
			t.Errorf("poll %d asked %q, want %q", i+1, rest, want[i])
		}
	}
	h := w.Health()[0]
	if !h.Gone || h.New != 2 || h.Failures != 1 || h.Problem != "the server answered 410 Gone" {
		t.Errorf("health %+v", h)
	}
	if err := w.Once(t.Context(), true); err != nil || len(*asked) != 4 {
		t.Errorf("a feed that is gone was asked again: %v, %v", *asked, err)
	}
}

// TestGoesOn holds that a watcher that is made again from what was kept goes on
// as if it had never stopped.
func TestGoesOn(t *testing.T) {
	clock := start()
	w, _ := watcher(t, clock, "2", "304")
	rounds(t, w, clock, 2)
	again := New(w.o, []Feed{{URL: feedAddress}, {URL: feedAddress}}, w.Health())
	if !reflect.DeepEqual(again.Health(), w.Health()) {
		t.Errorf("kept %+v, went on with %+v", w.Health(), again.Health())
	}
}

func TestStops(t *testing.T) {
	boom := errors.New("the disk is full")
	w := New(Options{
		Clock: start(),
		Fetch: func(context.Context, fetch.Request) (*fetch.Response, error) { return &fetch.Response{}, nil },
		Take: func(context.Context, *fetch.Response, *Entries) (int, error) {
			return 0, boom
		},
	}, []Feed{{URL: feedAddress}}, nil)
	if err := w.Once(t.Context(), true); !errors.Is(err, boom) {
		t.Errorf("got %v, want the store's error", err)
	}
}

func TestSeenForgetsTheOldest(t *testing.T) {
	s := newEntries(new(Health))
	for i := range maxSeen + 10 {
		s.Known(fmt.Sprint(i), "")
	}
	if len(s.hashes) != maxSeen || len(s.set) != maxSeen || !s.Known("11", "") || s.Known("2", "") {
		t.Errorf("%d hashes, %d in the set", len(s.hashes), len(s.set))
	}
}

func TestOPML(t *testing.T) {
	feeds := []Feed{
		{URL: "https://a.example/rss", Title: "Harbour & Post", Folder: "News/Coast"},
		{URL: "https://b.example/atom", Folder: "News"},
		{URL: "https://c.example/feed.json", Title: "Train Times"},
	}
	var b bytes.Buffer
	if err := WriteOPML(&b, "Feeds", feeds); err != nil {
		t.Fatal(err)
	}
	got, err := ReadOPML(&b)
	feeds[1].Title = "https://b.example/atom" // what a feed without a title is called
	if err != nil || !reflect.DeepEqual(got, feeds) {
		t.Errorf("read back %+v, %v; want %+v", got, err, feeds)
	}
	for _, bad := range []string{"", "<html/>", "<opml><body/></opml>", "<opml>" + strings.Repeat(`<outline text="x">`, 100)} {
		if feeds, err := ReadOPML(strings.NewReader(bad)); err == nil {
			t.Errorf("%.20q gave %v", bad, feeds)
		}
	}
}

func FuzzReadOPML(f *testing.F) {
	f.Add(`<opml version="2.0"><body><outline text="a/b"><outline xmlUrl="http://a.example/"/></outline></body></opml>`)
	f.Add("<opml><outline xmlUrl='HTTPS://x' title='\xff'>")
	f.Fuzz(func(t *testing.T, s string) {
		feeds, err := ReadOPML(strings.NewReader(s))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := WriteOPML(&b, "t", feeds); err != nil {
			t.Fatal(err)
		}
		again, err := ReadOPML(&b)
		if err != nil || len(again) != len(feeds) {
			t.Errorf("%d feeds became %d: %v", len(feeds), len(again), err)
		}
	})
}

// TestMissedEntries asks three times for a page that cannot be had, in full even if
// the feed has not changed, and then no more.
func TestMissedEntries(t *testing.T) {
	clock := start()
	var asked []string
	tries := 0
	w := New(Options{
		Clock: clock,
		Fetch: func(_ context.Context, r fetch.Request) (*fetch.Response, error) {
			asked = append(asked, r.ETag)
			return &fetch.Response{URL: r.URL, Status: 200, Header: http.Header{"Etag": {"v1"}}, Unchanged: r.ETag == "v1"}, nil
		},
		Take: func(_ context.Context, _ *fetch.Response, e *Entries) (int, error) {
			if e.Known("https://harbour.example/kept", "") != (tries > 0) {
				t.Error("the entry whose page was had is not known, or was before")
			}
			if e.Known("https://harbour.example/missed", "") {
				return 0, nil
			}
			tries++
			e.Missed("https://harbour.example/missed", "")
			return 1, nil
		},
	}, []Feed{{URL: feedAddress}}, nil)
	rounds(t, w, clock, 5)
	if tries != 3 {
		t.Errorf("asked %d times for the page, want 3", tries)
	}
	if got := strings.Join(asked, ","); got != ",,,v1,v1" {
		t.Errorf("the feed was asked for with %q", got)
	}
	if h := w.Health()[0]; len(h.Seen) != 2 || len(h.Missed) != 0 {
		t.Errorf("kept: %d seen, %d missed", len(h.Seen), len(h.Missed))
	}
}
