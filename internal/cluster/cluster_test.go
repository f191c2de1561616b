package cluster_test

import (
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/news"
)

// Two happenings of one kind, and a third that has nothing to do with them.
var invented = []struct{ story, published, text string }{
	{"spring", "2024-03-08", "Ministers to meet in Tallinn on Sunday\nThe transport ministers of Estonia and Finland will meet in Tallinn on Sunday to talk about the charge on night ferries, officials said.\nMinister Elina Harjuvaara wants 480 euros a call for ships that lie in Helsinki after midnight."},
	{"spring", "2024-03-10", "No deal in Tallinn on ferry charge\nElina Harjuvaara and Kaarel Tammsoo parted in Tallinn on Sunday without an agreement on the charge for night ferries.\nTammsoo said the 480 euros must go before anything else could be discussed."},
	{"may", "2024-05-14", "Estonia drops condition for ferry talks\nKaarel Tammsoo told Elina Harjuvaara in Turku on Tuesday that Estonia no longer insists that the charge on night ferries be dropped first.\nThe commission of officials will meet again in Stockholm in June."},
	{"may", "2024-05-14", "Ministers back at the table in Turku\nThe transport ministers of Estonia and Finland, Kaarel Tammsoo and Elina Harjuvaara, met in Turku on Tuesday and agreed that officials should talk about the ferry charge in Stockholm in June."},
	{"heron", "2024-03-11", "Heron nests on power station\nWorkers at the Olkmere power station have fenced off a ladder after a grey heron built its nest on the boiler house roof, the operator said on Monday. The ladder will stay closed until the young birds have left the nest, which may take until the end of June."},
}

func articles() ([]news.Article, []news.Annotation, map[string]string) {
	ex, an := extract.New(extract.Options{}), annotate.New(annotate.Options{})
	var as []news.Article
	gold := map[string]string{}
	for _, v := range invented {
		title, body, _ := strings.Cut(v.text, "\n")
		a, _, err := ex.Extract(news.Page{Media: news.PlainText, Body: body, Stated: news.Stated{Title: title, Published: v.published}})
		if err != nil {
			panic(err)
		}
		as = append(as, a)
		gold[a.ID] = v.story
	}
	slices.SortFunc(as, func(x, y news.Article) int { return strings.Compare(x.ID, y.ID) })
	var ans []news.Annotation
	for i := range as {
		ans = append(ans, an.Annotate(&as[i]))
	}
	return as, ans, gold
}

func TestFindKeepsTwinsApart(t *testing.T) {
	as, ans, gold := articles()
	res := cluster.Find(as, ans, nil, cluster.Options{})
	if len(res.Stories) != 3 {
		t.Errorf("%d stories, want 3", len(res.Stories))
	}
	for _, s := range res.Stories {
		for _, id := range s.Articles {
			if gold[id] != gold[s.Articles[0]] {
				t.Errorf("%s and %s are in one story: %v", gold[id], gold[s.Articles[0]], s.Why)
			}
		}
	}
	if len(res.Threads) != 1 || len(res.Threads[0].Stories) != 2 {
		t.Errorf("threads are %+v, want one of two stories", res.Threads)
	}
}

// TestCorrectionsOfStories ties articles together and keeps them apart, against
// what their texts and their lineage say.
func TestCorrectionsOfStories(t *testing.T) {
	as, ans, gold := articles()
	of := func(story string, n int) int {
		for i := range as {
			if gold[as[i].ID] == story {
				if n--; n < 0 {
					return i
				}
			}
		}
		panic("no such article")
	}
	pair := func(i, j int) [2]int { return [2]int{min(i, j), max(i, j)} }
	spring, spring2, may, may2, heron := of("spring", 0), of("spring", 1), of("may", 0), of("may", 1), of("heron", 0)
	copied := []news.Link{{From: as[spring2].ID, To: as[spring].ID, Kind: news.Copy, Shared: 1}}
	for _, c := range []struct {
		name            string
		o               cluster.Options
		links           []news.Link
		together, apart [][2]int
	}{
		{"same", cluster.Options{Same: [][2]int{pair(spring, heron)}}, nil, [][2]int{{spring, heron}, {may, may2}}, nil},
		{"same chains", cluster.Options{Same: [][2]int{pair(spring, heron), pair(heron, may)}}, nil, [][2]int{{spring, may}}, nil},
		{"same and a copy chain", cluster.Options{Same: [][2]int{pair(spring, heron)}}, copied, [][2]int{{spring2, heron}}, nil},
		{"twins are not parted", cluster.Options{Same: [][2]int{pair(spring, may), pair(spring2, may2)}}, nil, [][2]int{{spring, may}, {spring2, may2}}, nil},
		{"other", cluster.Options{Other: [][2]int{pair(may, may2)}}, nil, nil, [][2]int{{may, may2}, {heron, may}}},
		{"other before a copy", cluster.Options{Other: [][2]int{pair(spring, spring2)}}, copied, [][2]int{{may, may2}}, [][2]int{{spring, spring2}}},
		{"other before same", cluster.Options{Same: [][2]int{pair(spring, spring2)}, Other: [][2]int{pair(spring, spring2)}}, nil, nil, [][2]int{{spring, spring2}}},
		{"tied to what is apart", cluster.Options{Same: [][2]int{pair(heron, may)}, Other: [][2]int{pair(heron, may2)}}, nil, [][2]int{{heron, may}}, [][2]int{{may, may2}, {heron, may2}}},
	} {
		sorted(c.o.Same)
		story := map[string]int{}
		for k, s := range cluster.Find(as, ans, c.links, c.o).Stories {
			for _, id := range s.Articles {
				story[id] = k
			}
		}
		for _, p := range c.together {
			if story[as[p[0]].ID] != story[as[p[1]].ID] {
				t.Errorf("%s: %s and %s are not in one story", c.name, as[p[0]].Title, as[p[1]].Title)
			}
		}
		for _, p := range c.apart {
			if story[as[p[0]].ID] == story[as[p[1]].ID] {
				t.Errorf("%s: %s and %s are in one story", c.name, as[p[0]].Title, as[p[1]].Title)
			}
		}
	}
}

func sorted(pairs [][2]int) {
	slices.SortFunc(pairs, func(x, y [2]int) int { return slices.Compare(x[:], y[:]) })
}

func TestTitlesAreSpans(t *testing.T) {
	as, ans, _ := articles()
	for _, s := range cluster.Find(as, ans, nil, cluster.Options{}).Stories {
		for i := range as {
			if as[i].ID == s.TitleRef.Article && s.TitleRef.Of(as[i].Text) != s.Title {
				t.Errorf("title %q is not at its span", s.Title)
			}
		}
	}
}

// TestUnrelatedArticleChangesNothing holds DESIGN §2.3: a pair's score does not
// depend on the rest of the set.
func TestUnrelatedArticleChangesNothing(t *testing.T) {
	as, ans, gold := articles()
	with := cluster.Find(as, ans, nil, cluster.Options{})
	k := slices.IndexFunc(as, func(a news.Article) bool { return gold[a.ID] == "heron" })
	without := cluster.Find(slices.Delete(slices.Clone(as), k, k+1), slices.Delete(slices.Clone(ans), k, k+1), nil, cluster.Options{})
	with.Stories = slices.DeleteFunc(with.Stories, func(s news.Story) bool { return gold[s.Articles[0]] == "heron" })
	if !reflect.DeepEqual(with.Stories, without.Stories) {
		t.Error("an unrelated article changed the stories")
	}
}

// TestOrderAndProcessorsChangeNothing holds DESIGN §2.3: the same articles in any
// order, by any number of jobs.
func TestOrderAndProcessorsChangeNothing(t *testing.T) {
	as, ans, _ := articles()
	want := cluster.Find(as, ans, nil, cluster.Options{})
	r := rand.New(rand.NewPCG(3, 3))
	for range 20 {
		r.Shuffle(len(as), func(i, j int) {
			as[i], as[j] = as[j], as[i]
			ans[i], ans[j] = ans[j], ans[i]
		})
		before := runtime.GOMAXPROCS(1 + r.IntN(4))
		got := cluster.Find(as, ans, nil, cluster.Options{})
		runtime.GOMAXPROCS(before)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("another order of the articles gave other stories: %+v, want %+v", got, want)
		}
	}
}

func TestUndatedArticleOfNothing(t *testing.T) {
	as, ans, _ := articles()
	as = append(as, news.Article{ID: "zzz"})
	ans = append(ans, news.Annotation{Article: "zzz"})
	if n := len(cluster.Find(as, ans, nil, cluster.Options{}).Stories); n != 4 {
		t.Errorf("%d stories, want 4", n)
	}
}

// FuzzFind tries whatever texts on two articles.
func FuzzFind(f *testing.F) {
	for _, v := range invented {
		f.Add(v.text, invented[0].text, v.published)
	}
	f.Add("", "\n\n", "2015-02-30")
	ex, an := extract.New(extract.Options{}), annotate.New(annotate.Options{})
	f.Fuzz(func(t *testing.T, x, y, date string) {
		var as []news.Article
		var ans []news.Annotation
		for _, text := range []string{x, y} {
			a, _, err := ex.Extract(news.Page{Media: news.PlainText, Body: text, Stated: news.Stated{Published: date}})
			if err != nil {
				continue
			}
			if len(as) == 0 || as[0].ID != a.ID {
				as, ans = append(as, a), append(ans, an.Annotate(&a))
			}
		}
		seen := 0
		for _, s := range cluster.Find(as, ans, nil, cluster.Options{}).Stories {
			seen += len(s.Articles)
		}
		if seen != len(as) {
			t.Errorf("%d articles are in the stories of %d", seen, len(as))
		}
	})
}

func TestCopyStaysWithItsSource(t *testing.T) {
	as, ans, gold := articles()
	var from, to string
	for id, story := range gold {
		switch story {
		case "heron":
			to = id
		case "may":
			from = max(from, id)
		}
	}
	// The link contradicts the words on purpose: lineage decides.
	res := cluster.Find(as, ans, []news.Link{{From: from, To: to, Kind: news.Copy, Shared: 1}}, cluster.Options{})
	for _, s := range res.Stories {
		if slices.Contains(s.Articles, from) != slices.Contains(s.Articles, to) {
			t.Error("a copy is not in its source's story")
		}
	}
}

func BenchmarkFind(b *testing.B) {
	as, ans, _ := articles()
	r := rand.New(rand.NewPCG(1, 1))
	var many []news.Article
	var marks []news.Annotation
	for i := range 1000 {
		k := r.IntN(len(as))
		a := as[k]
		a.ID = news.NewID("bench", a.ID, string(rune(i)))
		many, marks = append(many, a), append(marks, ans[k])
	}
	b.ResetTimer()
	for b.Loop() {
		cluster.Find(many, marks, nil, cluster.Options{})
	}
}
