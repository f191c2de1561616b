package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"
)

// A Feed is one that the store is watched with, and how it does.
type Feed struct {
	Title, URL string
	Moved      string    // where it has moved for good; ""
	Checked    time.Time // the last poll; zero if there was none
	Changed    time.Time // the last that found something new
	Next       time.Time
	Every      time.Duration
	Polls, New int
	Failures   int // polls that failed since the last that did not
	Problem    string
	Gone       bool
}

// A feedLine is a feed of the page.
type feedLine struct {
	Title, URL, Link, Moved, Problem string
	State, Words                     string // well, failing, gone or waiting; and for people
	Checked, Changed, Next, Every    string
	Polls, New                       int
}

// A feedsPage is the feeds, those in trouble first.
type feedsPage struct {
	Feeds                        []feedLine
	Well, Failing, Gone, Waiting int
}

// feedOrder is in which order states are shown.
var feedOrder = []string{"failing", "gone", "waiting", "well"}

// feeds shows how the feeds do.
func (d *Desk) feeds(w http.ResponseWriter, r *http.Request) {
	d.write(w, r, "feeds", func(r *http.Request, f *frame) error {
		list, err := d.Feeds(r.Context())
		if err != nil {
			return err
		}
		p := &feedsPage{}
		for i := range list {
			line := newFeedLine(&list[i])
			switch line.State {
			case "well":
				p.Well++
			case "failing":
				p.Failing++
			case "gone":
				p.Gone++
			default:
				p.Waiting++
			}
			p.Feeds = append(p.Feeds, line)
		}
		slices.SortStableFunc(p.Feeds, func(x, y feedLine) int {
			return cmp.Or(cmp.Compare(slices.Index(feedOrder, x.State), slices.Index(feedOrder, y.State)), strings.Compare(x.URL, y.URL))
		})
		f.Title, f.Here, f.Content = "Feeds", "feeds", p
		return nil
	})
}

func newFeedLine(f *Feed) feedLine {
	line := feedLine{
		Title: folded(f.Title), URL: folded(f.URL), Link: safeAddress(f.URL), Moved: folded(f.Moved), Problem: folded(f.Problem),
		Checked: minute(f.Checked), Changed: minute(f.Changed), Next: minute(f.Next), Polls: f.Polls, New: f.New,
	}
	line.Title = cmp.Or(line.Title, line.URL)
	if f.Every > 0 {
		line.Every = "every " + pause(f.Every)
	}
	switch {
	case f.Gone:
		line.State, line.Words = "gone", "gone: its server says that it is no more"
	case f.Failures > 0:
		line.State, line.Words = "failing", plural(f.Failures, "poll has", "polls have")+" failed"
	case f.Checked.IsZero():
		line.State, line.Words = "waiting", "not asked yet"
	default:
		line.State, line.Words = "well", "well"
	}
	return line
}

// minute returns a time as people read it, in UTC; "" if it is zero.
func minute(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2 Jan 2006, 15:04") + " UTC"
}

// pause returns a duration in its largest whole unit.
func pause(d time.Duration) string {
	if d >= time.Hour && d%time.Hour == 0 {
		return plural(int(d/time.Hour), "hour", "hours")
	}
	return plural(int(max(d, time.Minute)/time.Minute), "minute", "minutes")
}
