package cluster_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/news"
)

// recombined returns n articles, sorted by id, of happenings that share people,
// towns and sentences, published over a year, some without a date.
func recombined(tb testing.TB, n int) ([]news.Article, []news.Annotation) {
	tb.Helper()
	ex, an := extract.New(extract.Options{}), annotate.New(annotate.Options{})
	r := rand.New(rand.NewPCG(9, 9))
	pick := func(of string, seed int) string {
		all := strings.Fields(of)
		return all[seed%len(all)]
	}
	var as []news.Article
	for i := range n {
		h := r.IntN(24)
		person, other := pick("Harjuvaara Tammsoo Ostvik Brenneke Lindqvar Mossadin Tarkwell", h), pick("Pellnor Quisted Rovaniak Sandbreck Tolvaris", h+h/5)
		town, thing := pick("Turku Tallinn Stockholm Gdansk Riga Bergen", h*5), pick("ferries tunnels herring turbines beacons dredgers quarries looms", h*3)
		act := pick("inaugurated abandoned postponed auctioned condemned", h*7)
		published := time.Date(2024, 1, 1+9*h+r.IntN(6), 0, 0, 0, 0, time.UTC)
		sentences := []string{
			fmt.Sprintf("Minister %s %s the %s at %s on %s.", person, act, thing, town, published.Weekday()),
			fmt.Sprintf("The %s had been disputed by Ms %s for %d months, officials in %s said.", thing, other, 3+h, town),
			fmt.Sprintf("“Nobody asked %s what becomes of the %s when winter comes,” %s told reporters.", town, thing, other),
			fmt.Sprintf("%d workers gathered outside the customs house of %s while %s spoke of %s.", 100*h+7, town, person, thing),
			fmt.Sprintf("Some %d kroner were set aside for %s, %s wrote.", 1000*h+40, thing, person),
		}
		r.Shuffle(len(sentences), func(i, j int) { sentences[i], sentences[j] = sentences[j], sentences[i] })
		stated := published.Format(time.DateOnly)
		if r.IntN(8) == 0 {
			stated = ""
		}
		a, _, err := ex.Extract(news.Page{Media: news.PlainText, Body: strings.Join(sentences[:3+r.IntN(3)], "\n\n"), Stated: news.Stated{
			Title: fmt.Sprintf("%s: %s %s", town, thing, act), Published: stated, URL: fmt.Sprintf("https://outlet%d.example/%d", i%7, i),
		}})
		if err != nil {
			tb.Fatal(err)
		}
		as = append(as, a)
	}
	slices.SortFunc(as, func(x, y news.Article) int { return strings.Compare(x.ID, y.ID) })
	var ans []news.Annotation
	for i := range as {
		ans = append(ans, an.Annotate(&as[i]))
	}
	return as, ans
}

// copiesAmong links some of the articles.
func copiesAmong(as []news.Article) []news.Link {
	var links []news.Link
	for i := 0; i+9 < len(as); i += 9 {
		links = append(links, news.Link{From: as[i].ID, To: as[i+4].ID, Kind: news.Copy, Shared: 1})
		links = append(links, news.Link{From: as[i+9].ID, To: as[i+4].ID, Kind: news.Edit, Shared: .9})
	}
	return links
}

// partition returns the articles of each story.
func partition(stories []news.Story) map[string][]string {
	out := map[string][]string{}
	for _, s := range stories {
		out[s.ID] = s.Articles
	}
	return out
}

// TestStreamIsFind adds articles in many orders, in batches of many sizes, with
// their links and corrections as they come, while all or some or few are whole in mind: the
// partition is that of Find.
func TestStreamIsFind(t *testing.T) {
	as, ans := recombined(t, 160)
	links := copiesAmong(as)
	o := cluster.Options{Same: [][2]int{{3, 77}, {77, 120}}, Other: [][2]int{{0, 4}, {9, 13}}}
	found := cluster.Find(as, ans, links, o)
	want := partition(found.Stories)
	points := make([]*cluster.Point, len(as))
	for i := range as {
		points[i] = cluster.NewPoint(&as[i], &ans[i])
	}
	ids := func(pairs [][2]int) (out [][2]string) {
		for _, p := range pairs {
			out = append(out, [2]string{as[p[0]].ID, as[p[1]].ID})
		}
		return out
	}
	if len(want) < 8 || len(want) > 120 {
		t.Fatalf("the articles fall into %d stories: no test", len(want))
	}
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, seed))
		order := r.Perm(len(as))
		told := map[string][]string{}
		var s cluster.Stream
		if whole := [...]int{0, 1, 8, 64}[seed%4]; whole > 0 {
			s.Hold(whole, func(id string) *cluster.Point {
				i, _ := slices.BinarySearchFunc(as, id, func(a news.Article, id string) int { return strings.Compare(a.ID, id) })
				return points[i]
			})
		}
		for len(order) > 0 {
			n := min(len(order), 1+r.IntN(1<<(2*seed%8)))
			for _, i := range order[:n] {
				s.Add(points[i])
			}
			order = order[n:]
			if len(order) == 0 {
				s.Link(links...)
				s.Correct(ids(o.Same), ids(o.Other))
			}
			changed, gone := s.Changes()
			for _, f := range gone {
				delete(told, f.From)
			}
			for _, g := range changed {
				told[g.ID] = g.Articles
			}
			for _, f := range gone {
				if told[f.To] == nil {
					t.Fatalf("story %s goes on as %s, which is not told of", f.From, f.To)
				}
			}
		}
		if !reflect.DeepEqual(told, want) {
			t.Fatalf("seed %d: the changes add up to %d stories, not to the %d of Find", seed, len(told), len(want))
		}
		res := s.Result()
		if !reflect.DeepEqual(partition(res.Stories), want) || !reflect.DeepEqual(res.Threads, found.Threads) {
			t.Fatalf("seed %d: another partition than that of Find", seed)
		}
	}
}

// TestForget streams articles by date and forgets what is old: what is added
// later parts as if nothing had been forgotten.
func TestForget(t *testing.T) {
	as, ans := recombined(t, 120)
	var points []*cluster.Point
	var kept []news.Article
	var marks []news.Annotation
	for i := range as {
		if as[i].Published.Known() {
			p := cluster.NewPoint(&as[i], &ans[i])
			points, kept, marks = append(points, p), append(kept, as[i]), append(marks, ans[i])
		}
	}
	far := 3 * cluster.Window // days between the first articles and their twins
	for i, n := 0, len(kept); i < n; i++ {
		a := kept[i]
		day, _ := a.Published.Day()
		a.ID = news.NewID("later", a.ID)
		a.Published.Value = time.Unix(int64(day+far)*24*60*60, 0).UTC().Format(time.DateOnly)
		a.URL = ""
		points, kept, marks = append(points, cluster.NewPoint(&a, &marks[i])), append(kept, a), append(marks, marks[i])
	}
	want := partition(cluster.Find(kept, marks, nil, cluster.Options{}).Stories)
	var s cluster.Stream
	s.Add(points[:len(points)/2]...)
	got := partition(s.Result().Stories)
	held := s.Len()
	forgotten := s.Forget(int(time.Date(2024, 12, 31, 0, 0, 0, 0, time.UTC).Unix()/(24*60*60)) + 1)
	if s.Len() != 0 || len(forgotten) != len(got) {
		t.Fatalf("%d of %d articles are still held", s.Len(), held)
	}
	s.Add(points[len(points)/2:]...)
	for id, articles := range partition(s.Result().Stories) {
		got[id] = articles
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%d stories with forgetting, %d without", len(got), len(want))
	}
}

// TestForgetUndated lets go of an article of which no day is known once what came with
// it is old.
func TestForgetUndated(t *testing.T) {
	as, ans := recombined(t, 60)
	var s cluster.Stream
	undated := 0
	for i := range as {
		if !as[i].Published.Known() {
			undated++
		}
		s.Add(cluster.NewPoint(&as[i], &ans[i]))
	}
	latest := int(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
	if s.Forget(latest); undated == 0 || s.Len() != 0 {
		t.Errorf("of %d articles %d are held, %d came without a date", len(as), s.Len(), undated)
	}
	s.Add(cluster.NewPoint(&as[0], &ans[0]))
	if got := len(s.Result().Stories); got != 1 {
		t.Errorf("one article makes %d stories", got)
	}
}

// TestPointKeeps marshals points and parts them as before.
func TestPointKeeps(t *testing.T) {
	as, ans := recombined(t, 40)
	var s, again cluster.Stream
	for i := range as {
		p := cluster.NewPoint(&as[i], &ans[i])
		data, err := p.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		q := new(cluster.Point)
		if err := q.UnmarshalBinary(data); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(p, q) {
			t.Fatalf("%s is another point when read back", p.ID())
		}
		s.Add(p)
		again.Add(q)
	}
	if !reflect.DeepEqual(s.Result(), again.Result()) {
		t.Error("points that are read back part in another way")
	}
}

func FuzzPoint(f *testing.F) {
	as, ans := recombined(f, 3)
	for i := range as {
		data, _ := cluster.NewPoint(&as[i], &ans[i]).MarshalBinary()
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	f.Add([]byte("tsP1"))
	good := cluster.NewPoint(&as[0], &ans[0])
	f.Fuzz(func(t *testing.T, data []byte) {
		p := new(cluster.Point)
		if p.UnmarshalBinary(data) != nil {
			return
		}
		var s cluster.Stream
		s.Add(good, p)
		if n := len(s.Result().Stories); n < 1 || n > 2 {
			t.Errorf("two articles are %d stories", n)
		}
	})
}

// TestAlsoOfRoundUp gives an article with sections of two happenings: it is in
// one story, and the other has the section.
func TestAlsoOfRoundUp(t *testing.T) {
	as, ans, gold := articles()
	bodies := map[string]string{}
	for _, v := range invented {
		_, bodies[v.story], _ = strings.Cut(v.text, "\n")
	}
	html := "<html><head><title>The week in brief</title></head><body><article><h1>The week in brief</h1>" +
		"<h2>Talks on ferries</h2><p>" + strings.ReplaceAll(bodies["may"], "\n", "</p><p>") + "</p>" +
		"<p>Kaarel Tammsoo and Elina Harjuvaara had not met since the spring, when no agreement on the charge for night ferries was found in Tallinn.</p>" +
		"<h2>A nest on the roof</h2><p>" + bodies["heron"] + "</p></article></body></html>"
	a, _, err := extract.New(extract.Options{}).Extract(news.Page{Media: news.HTML, Body: html, Stated: news.Stated{Published: "2024-05-15"}})
	if err != nil {
		t.Fatal(err)
	}
	as = append(as, a)
	ans = append(ans, annotate.New(annotate.Options{}).Annotate(&as[len(as)-1]))
	also := 0
	for _, s := range cluster.Find(as, ans, nil, cluster.Options{}).Stories {
		for _, ref := range s.Also {
			also++
			if ref.Article != a.ID || slices.Contains(s.Articles, a.ID) {
				t.Errorf("story %q has %q under also", s.Title, ref.Of(a.Text))
			}
			if heron := strings.Contains(ref.Of(a.Text), "heron"); heron != (gold[s.Articles[0]] == "heron") {
				t.Errorf("story %q has the wrong section", s.Title)
			}
		}
	}
	if also == 0 {
		t.Error("no section stands under another story")
	}
}

// TestLeadStandsAlone holds that the sentences of a lead are sentences of its
// articles, one only once, and none that leans on another.
func TestLeadStandsAlone(t *testing.T) {
	as, ans := recombined(t, 60)
	text := map[string]string{}
	for i := range as {
		text[as[i].ID] = as[i].Text
	}
	for _, s := range cluster.Find(as, ans, nil, cluster.Options{}).Stories {
		if len(s.Lead) > 4 {
			t.Errorf("a lead of %d sentences", len(s.Lead))
		}
		seen := map[string]bool{}
		for _, ref := range s.Lead {
			words := ref.Of(text[ref.Article])
			if seen[words] || !slices.Contains(s.Articles, ref.Article) {
				t.Errorf("lead sentence %q is told twice or is of another story", words)
			}
			seen[words] = true
		}
	}
}

// TestLargeStory holds that 300 reports of one happening, each told with some of the same
// sentences, are one story, though an article is judged with few of them before it is
// known to be of their part; and that they stay out of the reports of other happenings.
func TestLargeStory(t *testing.T) {
	ex, an := extract.New(extract.Options{}), annotate.New(annotate.Options{})
	r := rand.New(rand.NewPCG(4, 2))
	told := []string{
		"The coaster Meriveli ran aground off Utö in heavy fog on Tuesday morning with eleven people aboard.",
		"All eleven were taken off by a lifeboat from Nauvo within two hours, the rescue centre in Turku said.",
		"“We heard a scraping sound and then nothing moved,” the mate, Joonas Pihlava, told reporters on the quay.",
		"Some 40 tonnes of heating oil were in the tanks of the Meriveli when she struck the rock.",
		"A boom was laid around the hull before dusk, and no oil had been seen outside it.",
		"The owner, Saarilinja of Mariehamn, said a tug would try to pull her free at high water.",
		"Inspectors will ask why the pilot, Henrika Salmelo, had left the bridge ten minutes earlier.",
		"The shipping lane past Utö was closed to vessels of more than 60 metres.",
		"Saarilinja had been fined in March for sending out the Meriveli without a second lookout.",
		"Fishermen on Jurmo were told to keep their nets out of the water until Friday.",
	}
	var s cluster.Stream
	want := map[string]bool{}
	for i := range 300 {
		r.Shuffle(len(told), func(i, j int) { told[i], told[j] = told[j], told[i] })
		a, _, err := ex.Extract(news.Page{Media: news.PlainText, Body: strings.Join(told[:7+r.IntN(3)], "\n\n"), Stated: news.Stated{
			Title: told[9], Published: fmt.Sprintf("2024-11-%02d", 12+r.IntN(2)), URL: fmt.Sprintf("https://outlet%d.example/meriveli", i),
		}})
		if err != nil {
			t.Fatal(err)
		}
		marks := an.Annotate(&a)
		want[a.ID] = true
		s.Add(cluster.NewPoint(&a, &marks))
	}
	as, ans := recombined(t, 60)
	for i := range as {
		s.Add(cluster.NewPoint(&as[i], &ans[i]))
	}
	held := 0
	for _, g := range s.Result().Stories {
		if want[g.Articles[0]] {
			held++
			t.Log(len(g.Articles))
		}
		for _, id := range g.Articles {
			if want[id] != want[g.Articles[0]] {
				t.Errorf("story %q holds reports of others", g.Title)
			}
		}
	}
	if held != 1 {
		t.Errorf("300 reports of one happening are %d stories", held)
	}
}
