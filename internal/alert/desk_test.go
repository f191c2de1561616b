package alert_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/alert"
	"github.com/twosource/twosource/internal/export"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/servetest"
	"github.com/twosource/twosource/internal/store"
)

// An office is alerts over invented articles, with a webhook and a command that only
// note what they were given.
type office struct {
	*testing.T
	desk   *servetest.Desk
	alerts *alert.Desk
	o      alert.Options
	calls  []string
	header map[string][]string
	fails  error // what the webhook answers
	begun  []string
}

func open(t *testing.T) *office {
	t.Helper()
	f := &office{T: t, desk: servetest.New(t, "../../examples/ferry-talks")}
	dir := t.TempDir()
	f.o = alert.Options{
		Site: f.desk.Site, Clock: f.desk.Clock, Rules: filepath.Join(dir, "rules.json"), State: filepath.Join(dir, "state.json"),
		Post: func(_ context.Context, _ string, header map[string][]string, body []byte) error {
			f.header = header
			f.calls = append(f.calls, string(body))
			return f.fails
		},
		Start: func(_ context.Context, _ []string, body []byte) error {
			f.begun = append(f.begun, string(body))
			return nil
		},
	}
	f.again()
	return f
}

// again opens the alerts anew, as after an end of the program.
func (f *office) again() {
	f.Helper()
	var err error
	if f.alerts, err = alert.Open(f.o); err != nil {
		f.Fatal(err)
	}
}

func (f *office) rule(r alert.Rule) alert.Rule {
	f.Helper()
	r.ID, r.Name = alert.NewID(), "a rule"
	if r.Webhook != "" {
		r.Secret = alert.NewSecret()
	}
	if err := f.alerts.Add(r); err != nil {
		f.Fatal(err)
	}
	return r
}

// look wants so many alerts.
func (f *office) look(want int) {
	f.Helper()
	got, err := f.alerts.Look(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	if got != want {
		f.Errorf("%d alerts, want %d", got, want)
	}
}

func (f *office) deliver() (told []string) {
	f.alerts.Deliver(f.Context(), func(err error) { told = append(told, err.Error()) })
	return told
}

// The same happening, told by one more outlet in its own words, and a copy of that.
const (
	body = `The night ferries between Tallinn and Helsinki stay where they are. Estonian and Finnish ministers failed to agree on them on Sunday, two officials told this newspaper, and nobody would name a date on which they will try again. A pilot who has worked on the line for twenty years said he had expected nothing else.`

	own = "Title: Night ferries between Tallinn and Helsinki stay where they are\nOutlet: Late Lantern\nPublished: 2024-03-11\n\n" +
		"Night ferries between Tallinn and Helsinki stay where they are\n\n" + body + "\n"
	copied = "Title: Night ferries between Tallinn and Helsinki stay where they are\nOutlet: Echo Herald\nPublished: 2024-03-12\n\n" +
		"Night ferries between Tallinn and Helsinki stay where they are\n\n" + body + "\n"
)

// TestOnce holds that a rule tells of a new origin once, and not of its copies.
func TestOnce(t *testing.T) {
	f := open(t)
	r := f.rule(alert.Rule{Query: "ferries"})
	f.look(0) // what is there is known
	f.look(0)
	f.desk.Add("own.txt", own)
	f.look(1)
	f.look(0)
	f.desk.Add("copied.txt", copied)
	f.look(0)
	f.again()
	f.look(0)
	list, _, ok := f.alerts.Fired(r.ID)
	if !ok || len(list) != 1 {
		t.Fatalf("%d alerts kept", len(list))
	}
	a := list[0]
	if a.What != alert.NewOrigin || a.Words == nil || *a.Words.Outlet != "Late Lantern" || !strings.HasPrefix(a.Words.Text, "Night ferries") || a.Words.Start != 0 {
		t.Errorf("%+v %+v", a, a.Words)
	}
	var feed strings.Builder
	if err := export.WriteAtom(&feed, alert.Channel(r, list)); err != nil || !strings.Contains(feed.String(), a.ID) || !strings.Contains(feed.String(), "Late Lantern") {
		t.Errorf("%v\n%s", err, &feed)
	}
}

// TestStory holds that the rule of a story tells of what comes into it, and of
// nothing else.
func TestStory(t *testing.T) {
	f := open(t)
	c := f.desk.Site.Catalog()
	var story string
	for _, e := range c.List(store.StoryKind) {
		if len(c.ArticlesOf(e.Key)) > len(c.ArticlesOf(story)) {
			story = e.Key
		}
	}
	f.rule(alert.Rule{Story: story})
	f.look(0)
	f.desk.Add("otters.txt", "Title: Otters seen\nOutlet: River Record\nPublished: 2024-05-01\n\nTwo otters were seen below the old bridge on Monday, the county said. They had not been seen for a decade.")
	f.look(0)
}

func TestWebhook(t *testing.T) {
	f := open(t)
	r := f.rule(alert.Rule{Query: "ferries", Webhook: "https://desk.example/hook", Command: []string{"tell"}})
	f.look(0)
	f.desk.Add("own.txt", own)
	f.look(1)
	f.fails = errors.New("down")
	f.deliver()
	if len(f.calls) != 1 || len(f.begun) != 1 {
		t.Fatalf("%d calls, %d commands", len(f.calls), len(f.begun))
	}
	var a alert.Alert
	if err := json.Unmarshal([]byte(f.calls[0]), &a); err != nil || a.Rule != r.ID || f.begun[0] != f.calls[0] {
		t.Errorf("%v %s", err, f.calls[0])
	}
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(r.Secret, "whsec_"))
	if got := f.header["Webhook-Signature"][0]; got != alert.Sign(key, f.header["Webhook-Id"][0], f.header["Webhook-Timestamp"][0], []byte(f.calls[0])) {
		t.Errorf("signature %s", got)
	}
	f.deliver()
	if len(f.calls) != 1 {
		t.Error("tried again at once")
	}
	f.again() // what is owed outlives the program
	f.desk.Clock.At = f.desk.Clock.At.Add(10 * time.Second)
	f.fails = nil
	f.deliver()
	f.desk.Clock.At = f.desk.Clock.At.Add(100 * time.Hour)
	f.deliver()
	if len(f.calls) != 2 || len(f.begun) != 1 || f.calls[1] != f.calls[0] {
		t.Errorf("%d calls, %d commands", len(f.calls), len(f.begun))
	}
}

// final is an error that will not pass.
type final struct{ error }

func (final) Temporary() bool { return false }

func TestWebhookGivenUp(t *testing.T) {
	f := open(t)
	f.rule(alert.Rule{Query: "ferries", Webhook: "https://desk.example/hook"})
	f.look(0)
	f.desk.Add("own.txt", own)
	f.look(1)
	f.fails = errors.New("down")
	var told []string
	for range 20 {
		told = append(told, f.deliver()...)
		f.desk.Clock.At = f.desk.Clock.At.Add(48 * time.Hour)
	}
	if len(f.calls) != 9 || len(told) != 1 {
		t.Errorf("%d tries, told %q", len(f.calls), told)
	}
	f.desk.Add("third.txt", strings.NewReplacer("Late Lantern", "Third Times", "stay where they are", "are not coming", "A pilot", "A stoker").Replace(own)+"\n\nMore was not said, but for a word about the weather: it will be cold, with wind from the north and some snow on the islands.")
	if _, err := f.alerts.Look(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.calls, f.fails = nil, final{errors.New("there is no such address")}
	f.deliver()
	f.desk.Clock.At = f.desk.Clock.At.Add(48 * time.Hour)
	f.deliver()
	if len(f.calls) > 1 {
		t.Errorf("%d tries where none helps", len(f.calls))
	}
}

func TestChanges(t *testing.T) {
	f := open(t)
	f.rule(alert.Rule{Webhook: "https://desk.example/hook"})
	f.look(0)
	if err := f.alerts.Changed([]serve.Change{{ID: 7, What: "added", Story: "s", Articles: []string{"a"}, Origins: 1}}); err != nil {
		t.Fatal(err)
	}
	f.deliver()
	if len(f.calls) != 1 || !strings.Contains(f.calls[0], "story-added") {
		t.Errorf("%q", f.calls)
	}
}

func TestRules(t *testing.T) {
	secret := alert.NewSecret()
	for _, x := range []struct {
		r  alert.Rule
		ok bool
	}{
		{alert.Rule{ID: "a", Query: "ferry"}, true}, {alert.Rule{ID: "a", Story: "s"}, true}, {alert.Rule{Query: "ferry"}, false},
		{alert.Rule{ID: "a"}, false}, {alert.Rule{ID: "a", Query: "ferry", Story: "s"}, false}, {alert.Rule{ID: "a", Query: "(ferry"}, false},
		{alert.Rule{ID: "a", Webhook: "https://x.example"}, false}, {alert.Rule{ID: "a", Webhook: "https://x.example", Secret: secret}, true},
		{alert.Rule{ID: "a", Query: "x", Webhook: "file:///etc/passwd", Secret: secret}, false}, {alert.Rule{ID: "a", Command: []string{"tell"}}, true},
		{alert.Rule{ID: "a", Query: strings.Repeat("x", 5000)}, false},
		{alert.Rule{ID: "a", Query: "ferry", Name: "\x1b]0;gone\a"}, false}, {alert.Rule{ID: "a", Query: "ferry\u202e"}, false},
	} {
		if err := x.r.Check(); (err == nil) != x.ok {
			t.Errorf("%+v: %v", x.r, err)
		}
	}
	file := filepath.Join(t.TempDir(), "rules.json")
	if err := alert.WriteRules(file, []alert.Rule{{ID: "a", Query: "ferry"}, {ID: "a", Query: "boat"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := alert.ReadRules(file); err == nil {
		t.Error("two rules of one id were read")
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}

// TestSign holds the signature against an example of Standard Webhooks.
func TestSign(t *testing.T) {
	key, err := base64.StdEncoding.DecodeString("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	got := alert.Sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestRunEnds holds that a desk tells what comes while it runs.
func TestRunEnds(t *testing.T) {
	f := open(t)
	f.rule(alert.Rule{Query: "ferries", Webhook: "https://desk.example/hook"})
	f.look(0)
	called := make(chan bool, 10)
	f.o.Post = func(context.Context, string, map[string][]string, []byte) error { called <- true; return nil }
	f.again()
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	defer stop()
	done := make(chan error, 1)
	go func() { done <- f.alerts.Run(ctx, func(err error) { t.Error(err) }) }()
	for f.desk.Site.Watchers() == 0 {
		time.Sleep(time.Millisecond)
	}
	f.desk.Add("own.txt", own)
	select {
	case <-called:
	case <-ctx.Done():
		t.Error("nobody was told")
	}
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
