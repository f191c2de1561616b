package reuse

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

const tunnel = `Engineers found a crack in the lining of the Hallow tunnel on Tuesday and stopped all night trains until it can be sealed
The crack is eleven metres long and was seen by a cleaner who noticed water dripping on the northern platform
A spokesman for the railway said that passengers had never been in danger and that buses would replace the trains
The regional assembly has asked for a report on the state of the concrete before the end of the month
Two years ago a similar leak in the eastern tube led to the resignation of the chief inspector Marta Velling`

// tunnelReworded is tunnel as a thesaurus would have it: few runs of three words
// are left.
const tunnelReworded = `On Tuesday technicians discovered a fissure inside the lining of the Hallow tunnel and halted every night train till it is sealed
It was noticed by a cleaner, who saw water dripping at the northern platform; the fissure measures 11 metres in length
Travellers were never in peril and coaches would substitute for trains, stated a spokesman of the railway
A report about the condition of the concrete ahead of the month’s end has been requested by the regional assembly
Chief inspector Velling resigned after an alike leak inside the eastern tube 2 years ago`

// tunnelOwn is another outlet's own report on the same day.
const tunnelOwn = `Commuters waited in the rain on Wednesday morning as the Hallow line remained shut after dark for a second day
Shop owners near the station complain that takings have halved and want the railway to pay for what they lost
The mayor, who uses the line herself, called the closure a nuisance but said that safety had to come first
A crack in the lining was discovered on Tuesday, and it is not known when trains will run through the night again
Unions have warned for years that too few inspectors walk the tubes and that repairs are put off`

func TestRewriteIsFound(t *testing.T) {
	as, ans := set([4]string{"a", "Post", "2031-03-05", tunnel}, [4]string{"b", "Echo", "2031-03-06", tunnelReworded}, [4]string{"c", "Herald", "2031-03-06", tunnelOwn})
	res := Find(as, ans, Options{})
	if len(res.Links) != 1 {
		t.Fatalf("got %d links, want the rewrite alone: %+v", len(res.Links), res.Links)
	}
	l := res.Links[0]
	if l.Kind != news.Rewrite || l.From != "a" || l.To != "b" || !l.Joins {
		t.Errorf("got %s from %s to %s, joins %v; want a rewrite from a to b: %v", l.Kind, l.From, l.To, l.Joins, l.Reasons)
	}
	for _, p := range l.Passages {
		if p.Kind != news.Rewritten {
			t.Errorf("passage %q is %s", p.To.Of(as[1].Text), p.Kind)
		}
	}
	if res.Provenance[0].Origin != res.Provenance[1].Origin || res.Provenance[0].Origin == res.Provenance[2].Origin {
		t.Error("the rewrite and its source are not one origin, or the other report is")
	}
}

// TestShortCopy counts a report of one sentence once, in however many outlets it
// stands.
func TestShortCopy(t *testing.T) {
	for _, short := range []string{"Workers at Northmark began a strike over the ferry on Monday", "The mayor of Quorra said on Monday that the old bridge would close"} {
		as, ans := set([4]string{"a", "Post", "2031-03-05", short}, [4]string{"b", "Echo", "2031-04-02", short})
		if res := Find(as, ans, Options{}); res.Provenance[0].Origin != res.Provenance[1].Origin {
			t.Errorf("%q: two origins: %+v", short, res.Links)
		}
	}
}

// TestAnnotationsThatCannotBeOpened ends without links, not in a panic, when a
// store is closed while the articles are compared.
func TestAnnotationsThatCannotBeOpened(t *testing.T) {
	as, ans := set([4]string{"a", "Post", "2031-03-05", tunnel}, [4]string{"b", "Echo", "2031-03-06", tunnel})
	for left := range 8 {
		var opened atomic.Int32
		o := Options{Open: func(i int) *news.Annotation {
			if int(opened.Add(1)) > left {
				return new(news.Annotation)
			}
			return &ans[i]
		}}
		if n := len(Find(as, make([]news.Annotation, 2), o).Links); left < 2 && n > 0 {
			t.Errorf("%d links of annotations that were not opened", n)
		}
	}
}

func TestRewordedCreditedSentenceHasOneOrigin(t *testing.T) {
	const a = "The Coast Wire agency reports that talks will be based on the governor’s efforts within the lobster community to establish a wide front in the fight against poaching"
	const b = "Officials said the capital, based on the governor’s initiative, seeks parallel efforts to those of the lobster community to create a wide front to fight poaching"
	as, ans := set([4]string{"a", "Post", "", weather + "\n" + a}, [4]string{"b", "Echo", "", harbour + "\n" + b})
	ans[0].Credits = []news.Credit{{Agency: "Coast Wire", Role: news.CitedAs, Covers: ans[0].Sentences[2].Span, Through: -1}}
	res := Find(as, ans, Options{})
	if len(res.Links) != 1 || res.Links[0].Kind != news.CommonSource || res.Links[0].Joins {
		t.Fatalf("want one common source that joins nothing, got %+v", res.Links)
	}
	y := res.Provenance[1].Passages
	if len(y) != 1 || y[0].Origin != res.Provenance[0].Passages[0].Origin {
		t.Errorf("the passages have the origins %v and %v, want the agency's report on both sides", res.Provenance[0].Passages, y)
	}
}

func TestDirection(t *testing.T) {
	corrected := harbour + "\nCorrection: An earlier version of this article said that the bridge would be closed for 7 years"
	mistaken := strings.Replace(harbour, "two years", "7 years", 1)
	for _, test := range []struct {
		name    string
		a, b    [4]string
		credit  string // what b credits for its text
		from    string
		because string
	}{
		{"the earlier is the source", [4]string{"a", "Post", "2031-03-06", harbour}, [4]string{"b", "Echo", "2031-03-05", harbour}, "", "b", "published 1 day later"},
		{"who credits an outlet took from it, whatever the dates say", [4]string{"a", "Post", "2031-03-06", harbour}, [4]string{"b", "Echo", "2031-03-05", harbour}, "Post", "a", "credits Post"},
		{"who keeps an error took from who corrected it", [4]string{"a", "Post", "", corrected}, [4]string{"b", "Echo", "", mistaken}, "", "a", "has what the source corrected later"},
		{"who cut the credit took from who has it", [4]string{"a", "Post", "", harbour}, [4]string{"b", "Echo", "", harbour}, "Coast Wire", "b", "has not the credit to Coast Wire that the source has"},
		{"the shorter lies within the longer", [4]string{"a", "Post", "", harbour[:strings.Index(harbour, "Shopkeepers")-1]}, [4]string{"b", "Echo", "", harbour}, "", "b", "the shorter text lies within the longer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			as, ans := set(test.a, test.b)
			if test.credit != "" {
				ans[1].Credits = []news.Credit{{Agency: test.credit, Role: news.CreditedAs, Sentence: -1, Through: -1}}
			}
			res := Find(as, ans, Options{})
			if len(res.Links) != 1 || res.Links[0].From != test.from || res.Links[0].Reasons[len(res.Links[0].Reasons)-1] != test.because {
				t.Errorf("want one link from %s because it %q, got %+v", test.from, test.because, res.Links)
			}
		})
	}
}

func TestMergedFromTwo(t *testing.T) {
	h, w := strings.Split(harbour, "\n"), strings.Split(tunnel, "\n")
	// Less than half of it is from the one, so that link alone says no more than
	// that the two have a common source.
	both := strings.Join([]string{h[0], w[0], w[1], h[1], w[2], w[3]}, "\n")
	for _, dates := range [][2]string{{"", ""}, {"2031-03-05", "2031-03-06"}} {
		as, ans := set([4]string{"x", "Post", dates[0], harbour}, [4]string{"y", "Echo", dates[0], tunnel}, [4]string{"m", "Mixer", dates[1], both})
		res := Find(as, ans, Options{})
		if len(res.Links) != 2 {
			t.Fatalf("got %d links, want 2", len(res.Links))
		}
		for _, l := range res.Links {
			if l.Kind != news.Merged || l.To != "m" || !l.Joins {
				t.Errorf("got %s from %s to %s, want merged into m", l.Kind, l.From, l.To)
			}
			for _, p := range l.Passages {
				if err := p.To.Check(as[0].Text); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

// TestSpunArticlesJoin: where one of two texts shows signs of automatic rewriting,
// an uncredited passage word for word and two in other words join them.
func TestSpunArticlesJoin(t *testing.T) {
	const spun = `Ministers of Kingdom of Norway met colleagues from Republic of Finland on Monday to speak about ferries
Republic of Finland wants a fee for every night and takes the money from July whatever happens to the traffic
“We will not be hurried by anybody on this coast”, the official said
Fishermen accuse the port authority of dumping polluted dredging sludge near the spawning grounds of herring
The authority has promised independent laboratory measurements of mercury in the sludge before the winter storms`
	const other = `A bridge over the strait is to be painted green in the autumn and will then be shut for a fortnight
“We will not be hurried by anybody on this coast”, the official said
The port authority stands accused by fishermen of dumping dirty dredging sludge close to herring spawning grounds
Before winter storms come, independent laboratory measurements of mercury in the sludge were promised by the authority`
	as, ans := set([4]string{"a", "", "", spun}, [4]string{"b", "", "", other})
	res := Find(as, ans, Options{})
	if len(res.Provenance[0].Signs) == 0 {
		t.Fatal("the spun text shows no signs")
	}
	if res.Provenance[0].Origin != res.Provenance[1].Origin {
		t.Errorf("the two are not joined: %+v", res.Links)
	}
}

func TestNotCopies(t *testing.T) {
	as, ans := set([4]string{"a", "Post", "2031-03-05", harbour}, [4]string{"b", "Echo", "2031-03-06", harbour}, [4]string{"c", "Herald", "2031-03-07", harbour})
	for _, test := range []struct {
		name    string
		not     [][2]int
		links   int
		origins []int // the first article of the same origin, by article
	}{
		{"nothing said", nil, 3, []int{0, 0, 0}},
		{"one pair: the third joins them still", [][2]int{{0, 1}}, 2, []int{0, 0, 0}},
		{"two pairs: the first stands alone", [][2]int{{0, 1}, {0, 2}}, 1, []int{0, 1, 1}},
		{"all", [][2]int{{0, 1}, {0, 2}, {1, 2}}, 0, []int{0, 1, 2}},
	} {
		t.Run(test.name, func(t *testing.T) {
			res := Find(as, ans, Options{NotCopies: test.not})
			if len(res.Links) != test.links {
				t.Errorf("got %d links, want %d", len(res.Links), test.links)
			}
			for i, p := range res.Provenance {
				if p.Origin != res.Provenance[test.origins[i]].Origin {
					t.Errorf("article %d has not the origin of article %d", i, test.origins[i])
				}
				if len(p.Passages) > 0 {
					t.Errorf("article %d has passages of other origin: %v", i, p.Passages)
				}
			}
		})
	}
}

func TestKnowledgeOfTheUser(t *testing.T) {
	base, err := knowledge.Read("own.tsv", []byte("agency\t\tFen and Coast News agencies\n"))
	if err != nil {
		t.Fatal(err)
	}
	as, ans := set([4]string{"a", "Post", "", harbour})
	ans[0].Credits = []news.Credit{{Agency: "Fen and Coast News agencies", Role: news.CreditedAs, Sentence: -1, Through: -1}}
	if o := Find(as, ans, Options{}).Origins[0]; o.Kind != news.OriginOwn {
		t.Errorf("a credit that names no agency gives the origin %+v", o)
	}
	if o := Find(as, ans, Options{Knowledge: base}).Origins[0]; o.Kind != news.OriginAgency {
		t.Errorf("an agency of the user gives the origin %+v", o)
	}
}

func TestFindOnAnyNumberOfProcessors(t *testing.T) {
	as, ans := grown(300)
	want := Find(as, ans, Options{})
	if len(want.Links) == 0 {
		t.Fatal("the set has no copies")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if got := Find(as, ans, Options{}); !reflect.DeepEqual(got, want) {
		t.Error("the result depends on the number of processors")
	}
}

// grown makes n articles out of invented words, every eighth a copy of another.
func grown(n int) ([]news.Article, []news.Annotation) {
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string { return fmt.Sprintf("w%dx", int(float64(r.IntN(30000))*r.Float64())) }
	var rows [][4]string
	for i := range n {
		if i%8 == 7 {
			rows = append(rows, [4]string{fmt.Sprintf("%05d", i), fmt.Sprintf("Outlet %d", i), "", rows[r.IntN(i)][3]})
			continue
		}
		var lines []string
		for range 12 {
			ws := make([]string, 20)
			for k := range ws {
				ws[k] = word()
			}
			lines = append(lines, strings.Join(ws, " "))
		}
		rows = append(rows, [4]string{fmt.Sprintf("%05d", i), fmt.Sprintf("Outlet %d", i), "", strings.Join(lines, "\n")})
	}
	return set(rows...)
}

func BenchmarkFind(b *testing.B) {
	for _, n := range []int{500, 2000, 8000} {
		as, ans := grown(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Find(as, ans, Options{})
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

// FuzzFind puts any text beside one that shares with it what it can: nothing may
// panic, and every span must be true.
func FuzzFind(f *testing.F) {
	f.Add(harbour, tunnel)
	f.Add(tunnel, tunnelReworded)
	f.Add("U.S. “‘’\"''``", "\xff\x00’s 1,2.3 Republic of Republic of")
	f.Add("", "a")
	f.Fuzz(func(t *testing.T, x, y string) {
		x, y = strings.ToValidUTF8(x, "?"), strings.ToValidUTF8(y, "?")
		as, ans := set([4]string{"a", "Post", "", x}, [4]string{"b", "Echo", "", y + "\n" + x})
		res := Find(as, ans, Options{})
		for _, l := range res.Links {
			from, to := as[0].Text, as[1].Text
			if l.From == "b" {
				from, to = to, from
			}
			for _, p := range l.Passages {
				if err := p.From.Check(from); err != nil {
					t.Error(err)
				}
				if err := p.To.Check(to); err != nil {
					t.Error(err)
				}
			}
		}
		for i, p := range res.Provenance {
			for _, s := range p.Signs {
				for _, x := range s.Spans {
					if err := x.Check(as[i].Text); err != nil {
						t.Error(err)
					}
				}
			}
		}
	})
}
