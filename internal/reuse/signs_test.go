package reuse

import (
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func TestSigns(t *testing.T) {
	const plainText = `The harbour board of Norway voted on Monday to close the old swing bridge for two years while its bearings are replaced
The Kingdom of Norway and the Republic of Finland signed a treaty on ferries in the spring and have kept to it since then
Drivers will be sent round by the ring road and a free ferry will run every ten minutes between the two quays on both sides`
	for _, test := range []struct {
		name, title, text string
		kind              string // "" for none
	}{
		{"a plain report", "", plainText, ""},
		{"names written out without an article", "",
			`Ministers of Kingdom of Norway met colleagues from Republic of Finland on Monday to speak about ferries
Republic of Finland wants a fee for every night and says that it will take the money from July whatever happens
Nobody in Kingdom of Norway thinks that the fee is fair and the talks will go on in the autumn according to officials`, automaticRewriting},
		{"a live blog", "Bridge closure: live updates", `3.05 pm The bridge is shut and the first ferry is on its way over to the other side with forty people
2:40 pm A crowd has gathered on the quay and is waiting for the harbour master to speak about the matter
11:15 am The board is meeting behind closed doors and is not expected to come out before noon today`, liveBlog},
		{"a stub", "", "The bridge is closed, more soon.", stub},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, an := plain("a", "Post", "", test.text)
			a.Title = test.title
			var d doc
			newReader(nil, nil).read(&d, &a, &an)
			var kinds []string
			for _, s := range d.examine() {
				kinds = append(kinds, s.Kind)
				if len(s.Spans) == 0 || s.Why == "" {
					t.Errorf("%s has %d spans and says %q", s.Kind, len(s.Spans), s.Why)
				}
				for _, x := range s.Spans {
					if err := x.Check(a.Text); err != nil {
						t.Error(err)
					}
				}
			}
			if got := strings.Join(kinds, " "); got != test.kind {
				t.Errorf("signs are %q, want %q", got, test.kind)
			}
		})
	}
}

func TestClock(t *testing.T) {
	for part, want := range map[string]string{
		"3:05 p.m. – Statement": "3:05", "15.20 The bridge opens": "15.20", "Friday, October 13, 11 am: more": "11",
		"In 2015 the bridge": "", "12 people came": "", "Chapter 1": "", "7": "",
	} {
		s, ok := clock(part)
		if ok != (want != "") || ok && s.Of(part) != want {
			t.Errorf("clock(%q) = %q, %v; want %q", part, s.Of(part), ok, want)
		}
	}
}

// TestTeaser holds that the beginning of an article for subscribers is a stub.
func TestTeaser(t *testing.T) {
	for words, want := range map[int]bool{60: true, 149: true, 150: false} {
		a, an := plain("a", "Post", "", strings.TrimSpace(strings.Repeat("ferry ", words)))
		for _, paid := range []bool{false, true} {
			if a.Extra = nil; paid {
				a.Extra = []news.Field{news.ForSubscribers}
			}
			var d doc
			newReader(nil, nil).read(&d, &a, &an)
			is := slices.ContainsFunc(d.examine(), func(s news.Sign) bool { return s.Kind == stub && strings.Contains(s.Why, "not free") })
			if is != (want && paid) {
				t.Errorf("%d words, for subscribers %v: a stub %v", words, paid, is)
			}
		}
	}
}

func TestInformants(t *testing.T) {
	as, ans := set(
		[4]string{"a", "Post", "", "The Fen Observatory said that forty boats had sunk in the night"},
		[4]string{"b", "Echo", "", "Forty boats went down, according to the Fen Observatory, which counts wrecks"})
	for i := range ans {
		at := strings.Index(as[i].Text, "Fen Observatory")
		ans[i].Mentions = []news.Mention{{Span: news.Span{Start: at, End: at + 15}, Kind: news.NameMention, Type: news.Organization, Name: "Fen Observatory"}}
		ans[i].Statements = []news.Speech{{Speaker: 0, Content: []news.Span{{Start: 0, End: 5}}}, {Speaker: -1, Content: []news.Span{{Start: 0, End: 5}}}}
	}
	res := Find(as, ans, Options{})
	x, y := res.Provenance[0].Informants, res.Provenance[1].Informants
	if len(x) != 1 || len(y) != 1 || x[0].Origin != y[0].Origin {
		t.Fatalf("two reports of one observatory have the informants %v and %v", x, y)
	}
	for _, o := range res.Origins {
		if o.ID == x[0].Origin && (o.Kind != news.OriginInformant || o.Name != "Fen Observatory" || len(o.Articles) != 2) {
			t.Errorf("the informant is %+v", o)
		}
	}
	if res.Provenance[0].Origin == res.Provenance[1].Origin {
		t.Error("one informant joins the articles")
	}
}
