package reuse

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// plain makes an article of one paragraph a line, with words split at spaces
// and a sentence a line.
func plain(id, outlet, published, text string) (news.Article, news.Annotation) {
	a := news.Article{ID: id, Outlet: outlet, Family: outlet, Text: text}
	if published != "" {
		a.Published = news.Date{Value: published, Precision: news.PrecisionDay, Basis: news.BasisMetadata}
	}
	an := news.Annotation{Article: id}
	at := 0
	for i, line := range strings.Split(text, "\n") {
		s := news.Sentence{Span: news.Span{Start: at, End: at + len(line)}, Block: i, Paragraph: i + 1, FirstWord: len(an.Words)}
		a.Blocks = append(a.Blocks, news.Block{Span: s.Span})
		w := at
		for _, word := range strings.SplitAfter(line, " ") {
			if t := strings.TrimLeft(strings.TrimSpace(word), "“"); t != "" {
				start := w + strings.Index(word, t)
				an.Words = append(an.Words, news.Word{Span: news.Span{Start: start, End: start + len(strings.TrimRight(t, "”"))}})
			}
			w += len(word)
		}
		s.EndWord = len(an.Words)
		an.Sentences = append(an.Sentences, s)
		at += len(line) + 1
	}
	return a, an
}

// set makes the parallel slices that Find takes, sorted by id.
func set(rows ...[4]string) ([]news.Article, []news.Annotation) {
	slices.SortFunc(rows, func(x, y [4]string) int { return strings.Compare(x[0], y[0]) })
	var as []news.Article
	var ans []news.Annotation
	for _, r := range rows {
		a, an := plain(r[0], r[1], r[2], r[3])
		as, ans = append(as, a), append(ans, an)
	}
	return as, ans
}

const harbour = `The harbour board voted on Monday to close the old swing bridge for two years while its bearings are replaced
Drivers will be sent round by the ring road and a free ferry will run every ten minutes between the two quays
“Nobody likes a detour but a bridge that sticks open is worse” the harbour master told a crowded public meeting
Shopkeepers on the north bank said they had been promised compensation and had so far seen none of the money`

const weather = `A cold front crossed the western isles overnight and brought the first snow of the season to the high pastures
Farmers moved their flocks down before dawn and schools on three islands stayed shut for the whole of the day`

func TestFindKinds(t *testing.T) {
	lines := strings.Split(harbour, "\n")
	edited := strings.NewReplacer("two years", "nearly two years", "crowded public", "crowded").Replace(harbour)
	for _, test := range []struct {
		name   string
		a, b   [4]string
		kind   news.LinkKind
		from   string
		joins  bool
		passed news.ReuseKind
	}{
		{"a copy goes from the earlier to the later", [4]string{"b", "Post", "2024-03-05", harbour}, [4]string{"a", "Echo", "2024-03-06", harbour}, news.Copy, "b", true, news.Verbatim},
		{"a lightly edited text is an edit", [4]string{"a", "Post", "2024-03-05", harbour}, [4]string{"b", "Echo", "2024-03-06", edited}, news.Edit, "a", true, news.Edited},
		{"part of a longer text is an excerpt", [4]string{"a", "Post", "", harbour}, [4]string{"b", "Echo", "", lines[1]}, news.Excerpt, "a", true, news.Verbatim},
		{"one shared quotation joins nothing", [4]string{"a", "Post", "", weather + "\n" + lines[2]}, [4]string{"b", "Echo", "", lines[0] + "\n" + lines[2][:len(lines[2])-len(" the harbour master told a crowded public meeting")] + " he said to us"}, news.CommonSource, "a", false, news.Verbatim},
	} {
		t.Run(test.name, func(t *testing.T) {
			as, ans := set(test.a, test.b)
			res := Find(as, ans, Options{})
			if len(res.Links) != 1 {
				t.Fatalf("got %d links, want 1: %+v", len(res.Links), res.Links)
			}
			l := res.Links[0]
			if l.Kind != test.kind || l.From != test.from || l.Joins != test.joins || l.Passages[0].Kind != test.passed {
				t.Errorf("got %s from %s, joins %v, passage %s; want %s from %s, joins %v, passage %s\n%v",
					l.Kind, l.From, l.Joins, l.Passages[0].Kind, test.kind, test.from, test.joins, test.passed, l.Reasons)
			}
			one := res.Provenance[0].Origin == res.Provenance[1].Origin
			if one != test.joins {
				t.Errorf("one origin: %v, want %v", one, test.joins)
			}
		})
	}
}

func TestFindLeavesStrangersApart(t *testing.T) {
	as, ans := set([4]string{"a", "Post", "", harbour}, [4]string{"b", "Echo", "", weather})
	res := Find(as, ans, Options{})
	if len(res.Links) != 0 || len(res.Origins) != 2 {
		t.Errorf("got %d links and %d origins, want 0 and 2", len(res.Links), len(res.Origins))
	}
}

func TestFindIgnoresSharedNames(t *testing.T) {
	const names = "Deputy Harbour Minister Anna Maria Lindqvist and Chief Bridge Engineer Karl Johan Berg"
	as, ans := set(
		[4]string{"a", "Post", "", names + " opened the new quay on Friday before a small crowd of invited guests"},
		[4]string{"b", "Echo", "", "A row broke out yesterday when " + names + " failed to agree on tolls"})
	for i := range ans {
		start := strings.Index(as[i].Text, names)
		ans[i].Mentions = []news.Mention{{Span: news.Span{Start: start, End: start + len(names)}, Kind: news.NameMention}}
	}
	if res := Find(as, ans, Options{}); len(res.Links) != 0 {
		t.Errorf("names and titles alone made a link: %v", res.Links[0].Reasons)
	}
}

func TestBoilerplateOfOneFamily(t *testing.T) {
	const footer = "\nSubscribe to our letter and get the best of the week in your inbox every Saturday morning without fail"
	bodies := []string{
		"The mayor opened a library with nine thousand books in the old customs house by the river",
		"A heron has nested on the roof of the power station and workers have fenced off the ladder",
		"Two trawlers came home with torn nets after meeting a whale off the northern bank last night",
		"The regional court threw out a claim over a hedge that had kept two families apart for years",
		"Bakers warn that flour will be dearer in autumn since the rye harvest has been poor again",
	}
	var rows [][4]string
	for i, b := range bodies {
		rows = append(rows, [4]string{string(rune('a' + i)), "Post", "", b + footer})
	}
	as, ans := set(rows...)
	if res := Find(as, ans, Options{}); len(res.Links) != 0 {
		t.Errorf("an outlet's footer made %d links", len(res.Links))
	}
}

func TestAgencyNamesTheOrigin(t *testing.T) {
	as, ans := set([4]string{"a", "Post", "", harbour}, [4]string{"b", "Echo", "", harbour})
	ans[1].Credits = []news.Credit{{Agency: "Coast Wire", Role: news.CreditedAs, Sentence: -1, Through: -1}}
	res := Find(as, ans, Options{})
	if len(res.Origins) != 1 || res.Origins[0].Kind != news.OriginAgency || res.Origins[0].Name != "Coast Wire" {
		t.Errorf("got origins %+v, want the one agency", res.Origins)
	}
}

func TestSpansAreTrue(t *testing.T) {
	as, ans := set([4]string{"a", "Post", "", weather + "\n" + harbour}, [4]string{"b", "Echo", "", harbour})
	for _, l := range Find(as, ans, Options{}).Links {
		for _, p := range l.Passages {
			from, to := as[0].Text, as[1].Text
			if l.From == "b" {
				from, to = to, from
			}
			if err := p.From.Check(from); err != nil {
				t.Error(err)
			}
			if p.Kind == news.Verbatim && p.From.Of(from) != p.To.Of(to) {
				t.Errorf("verbatim passage differs: %q and %q", p.From.Of(from), p.To.Of(to))
			}
		}
	}
}

func TestFindTwiceIsTheSame(t *testing.T) {
	as, ans := set([4]string{"a", "Post", "", harbour}, [4]string{"b", "Echo", "2024-01-02", harbour}, [4]string{"c", "", "", weather + "\n" + harbour})
	if x, y := Find(as, ans, Options{}), Find(as, ans, Options{}); !reflect.DeepEqual(x, y) {
		t.Error("two runs differ")
	}
}

func TestWinnowFindsRunsOfEightWords(t *testing.T) {
	words := make([]uint32, 200)
	for i := range words {
		words[i] = uint32(i * 2654435761)
	}
	all := map[uint32]bool{}
	for _, p := range winnow(nil, words) {
		all[p.hash()] = true
	}
	for i := 0; i+minWords <= len(words); i++ {
		found := false
		for _, p := range winnow(nil, words[i:i+minWords]) {
			found = found || all[p.hash()]
		}
		if !found {
			t.Fatalf("the run of %d words at %d shares no fingerprint with the whole", minWords, i)
		}
	}
}

// TestOneOutletIsOneOrigin: two reports of one outlet do not confirm each other.
func TestOneOutletIsOneOrigin(t *testing.T) {
	as, ans := set([4]string{"a", "Post", "", harbour}, [4]string{"b", "Post", "", weather}, [4]string{"c", "Echo", "", "Herons nest again on the boiler house roof of the old power station by the canal"})
	if res := Find(as, ans, Options{}); len(res.Origins) != 2 || res.Provenance[0].Origin != res.Provenance[1].Origin {
		t.Errorf("%d origins, want 2: one of the Post and one of the Echo", len(res.Origins))
	}
}

// TestOneHouseIsOneOrigin: an outlet's reports are one origin whether they have an
// address or not, and so is a copy of them all that another prints later.
func TestOneHouseIsOneOrigin(t *testing.T) {
	const later = "Herons nest again on the boiler house roof of the old power station by the canal"
	as, ans := set([4]string{"a", "Post", "2024-03-05", harbour}, [4]string{"b", "Post", "", weather}, [4]string{"c", "Post", "2024-03-04", later},
		[4]string{"d", "Echo", "2024-03-20", harbour + "\n" + weather})
	as[0].Family, as[2].Family = "post.example", "post.example"
	res := Find(as, ans, Options{})
	if len(res.Origins) != 1 || res.Origins[0].Name != "Post" {
		t.Errorf("origins are %+v, want that of the Post alone", res.Origins)
	}
}

// TestUndatedCopyIsNotBetween: of three copies the undated one is taken from the first
// and gives to none.
func TestUndatedCopyIsNotBetween(t *testing.T) {
	as, ans := set([4]string{"a", "Echo", "2024-03-20", harbour}, [4]string{"b", "Post", "", harbour}, [4]string{"c", "Post", "2024-03-05", harbour})
	res := Find(as, ans, Options{})
	for _, l := range res.Links {
		if l.From == "b" || l.To == "c" {
			t.Errorf("%s is said to have it from %s", l.To, l.From)
		}
	}
	if len(res.Origins) != 1 || res.Origins[0].Name != "Post" {
		t.Errorf("origins are %+v, want that of the Post alone", res.Origins)
	}
}

// TestCopyOfACreditedPassageConfirmsNothing: a copy that credits an agency for a
// passage has it from the same report as its source.
func TestCopyOfACreditedPassageConfirmsNothing(t *testing.T) {
	as, ans := set([4]string{"a", "Post", "2024-03-05", harbour}, [4]string{"b", "Echo", "2024-03-06", strings.Replace(harbour, "on Monday", "this week", 1)})
	for i := range ans {
		ans[i].Credits = []news.Credit{{Agency: "Coast Wire", Role: news.CitedAs, Covers: ans[i].Sentences[0].Span, Through: -1}}
	}
	res := Find(as, ans, Options{})
	if x, y := res.Provenance[0].Passages, res.Provenance[1].Passages; len(x) != 1 || len(y) != 1 || x[0].Origin != y[0].Origin {
		t.Errorf("one passage in a text and its copy has the origins %v and %v", x, y)
	}
}

// TestPassageWithinAHouse: what an outlet's own report shares with an agency's that it
// prints is one passage, also for a copy that another outlet makes of the latter; what two
// of its own share is not told.
func TestPassageWithinAHouse(t *testing.T) {
	const own = "Herons nest again on the boiler house roof of the old power station by the canal\n" +
		"The keeper of the lock has put up a fence of green wire around the ladder so that nobody climbs up to them\n" +
		"Boats are asked to pass slowly and to leave their horns alone until the young ones can fly\n" +
		"A painter who lives behind the coal quay sells cards of them to help pay for a camera on the chimney"
	const trawlers = weather + "\nTwo trawlers came home with torn nets after meeting a whale off the northern bank late last night\n" +
		"Bakers warn meanwhile that flour will be dearer in autumn since the rye harvest has been poor for a second year\n" +
		"Ferries to the outer skerries are cancelled until further notice because ice has closed the narrow sound"
	const shared = "\nNobody likes a detour but a bridge that sticks open is worse the harbour master said"
	for _, c := range []struct {
		agency   string
		links    []string
		passages int // of each
	}{{"", []string{"ac", "bc"}, 0}, {"Coast Wire", []string{"ab", "ac", "bc"}, 1}} {
		as, ans := set([4]string{"a", "Post", "2024-03-04", own + shared}, [4]string{"b", "Post", "2024-03-05", trawlers + shared}, [4]string{"c", "Echo", "2024-03-09", trawlers + shared})
		if c.agency != "" {
			for _, i := range []int{1, 2} {
				ans[i].Credits = []news.Credit{{Agency: c.agency, Role: news.CreditedAs, Sentence: -1, Through: -1}}
			}
		}
		res := Find(as, ans, Options{})
		var links []string
		for _, l := range res.Links {
			links = append(links, l.From+l.To)
		}
		if slices.Sort(links); !slices.Equal(links, c.links) {
			t.Errorf("with agency %q the links are %v, want %v", c.agency, links, c.links)
		}
		for i, p := range res.Provenance {
			if len(p.Passages) != c.passages || c.passages > 0 && p.Passages[0].Origin != res.Provenance[0].Passages[0].Origin {
				t.Errorf("with agency %q %s rests on passages %v", c.agency, as[i].ID, p.Passages)
			}
		}
	}
}

// TestCreditDroppedInACopy: what a text credits to an agency a copy has from there too,
// though it leaves the credit out.
func TestCreditDroppedInACopy(t *testing.T) {
	const told = "\nNobody drowned"
	as, ans := set([4]string{"a", "Post", "2024-03-05", harbour + told + " Coast Wire reported\n" + weather}, [4]string{"b", "Echo", "2024-03-06", harbour + told + "\n" + weather})
	ans[0].Credits = []news.Credit{{Agency: "Coast Wire", Role: news.CitedAs, Sentence: 4, Covers: ans[0].Sentences[4].Span, Through: -1}}
	res := Find(as, ans, Options{})
	x, y := res.Provenance[0].Passages, res.Provenance[1].Passages
	if len(x) != 1 || len(y) != 1 || x[0].Origin != y[0].Origin || y[0].Of(as[1].Text) != strings.TrimSpace(told) {
		t.Errorf("a text and its copy rest on %v and %v, want one report of the agency for %q", x, y, strings.TrimSpace(told))
	}
}

// TestOwnOutletIsNoAgency: what somebody told an outlet, in its own pages, is its own report.
func TestOwnOutletIsNoAgency(t *testing.T) {
	as, ans := set([4]string{"a", "Post Online", "2024-03-05", harbour})
	ans[0].Credits = []news.Credit{
		{Agency: "Post", Role: news.ToldTo, Covers: ans[0].Sentences[0].Span, Through: -1},
		{Agency: "Coast Wire", Role: news.CitedAs, Covers: ans[0].Sentences[1].Span, Through: -1},
	}
	if p := Find(as, ans, Options{}).Provenance[0].Passages; len(p) != 1 || p[0].Span != ans[0].Sentences[1].Span {
		t.Errorf("passages of others are %v, want that of Coast Wire", p)
	}
}
