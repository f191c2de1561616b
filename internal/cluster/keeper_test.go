package cluster_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/cluster"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/news"
)

// roundUps returns articles each of which tells under headings of its own what some of
// others tell.
func roundUps(tb testing.TB, as []news.Article, n int) (out []news.Article) {
	tb.Helper()
	ex, r := extract.New(extract.Options{}), rand.New(rand.NewPCG(2, 7))
	for k := range n {
		var html strings.Builder
		html.WriteString("<html><head><title>The week in brief</title></head><body><article><h1>The week in brief</h1>")
		day := ""
		for part := range 3 {
			a := &as[r.IntN(len(as))]
			day = max(day, a.Published.Value)
			fmt.Fprintf(&html, "<h2>Of other news, %d</h2><p>%s</p>", part, strings.ReplaceAll(a.Text, "\n", "</p><p>"))
		}
		html.WriteString("</article></body></html>")
		a, _, err := ex.Extract(news.Page{Media: news.HTML, Body: html.String(), Stated: news.Stated{Published: day, URL: fmt.Sprint("https://brief.example/", k)}})
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

// affair returns articles of happenings that turn on the same two people, two of each.
func affair(tb testing.TB, n int) (out []news.Article) {
	tb.Helper()
	ex := extract.New(extract.Options{})
	towns := strings.Fields("Turku Tallinn Stockholm Gdansk Riga Bergen Odense Malmö Rostock Klaipėda")
	acts := strings.Fields("inaugurated abandoned postponed auctioned condemned repainted insured inspected towed scrapped")
	for k := range n {
		town, act := towns[k/2%len(towns)], acts[k/2*7%len(acts)]
		body := []string{
			fmt.Sprintf("Veikko Harjuvaara %s the ferry of %s while Orvokki Tammsoo looked on, %d days after the two had quarrelled.", act, town, 2+k/2),
			fmt.Sprintf("“It was I who %s it,” Harjuvaara said, and Tammsoo left the quay of %s without a word.", act, town),
			fmt.Sprintf("The %d passengers of the line from %s had been told nothing of the quarrel of Tammsoo with Harjuvaara.", 110+k/2, town),
		}
		a, _, err := ex.Extract(news.Page{Media: news.PlainText, Body: strings.Join(body[:2+k%2], "\n\n"), Stated: news.Stated{
			Title: fmt.Sprintf("%s: ferry %s, Tammsoo silent", town, act), Published: fmt.Sprintf("2024-%02d-10", 1+k/2%12), URL: fmt.Sprintf("https://ferry%d.example/%d", k%2, k),
		}})
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

// TestKeeperIsFind lets articles come in portions in any order, late and without a day, and
// go, and be others, with their lineage: what is kept is what is found anew, however few
// articles are whole in mind.
func TestKeeperIsFind(t *testing.T) {
	all, marked := recombined(t, 120)
	an := annotate.New(annotate.Options{})
	for _, a := range append(roundUps(t, all, 10), affair(t, 20)...) {
		all, marked = append(all, a), append(marked, an.Annotate(&a))
	}
	links := append(copiesAmong(all), news.Link{From: all[1].ID, To: all[2].ID, Kind: news.Copy, Shared: .01})
	for i := range links {
		links[i].Shared *= 1 - float64(i%4)/5
	}
	also, threads := 0, 0
	for seed, whole := range [...]int{0, 8, 64} {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		var k cluster.Keeper
		var opened atomic.Int32
		came := 0
		version := make([]int, len(all)) // 0 of what is not there
		for round, order := 0, r.Perm(len(all)); len(order) > 0; round++ {
			n := min(len(order), 1+r.IntN(1<<(3+2*seed)))
			for _, i := range order[:n] {
				version[i] = 1
			}
			came += n
			order = order[n:]
			if round%7 == 6 {
				if i := r.IntN(len(all)); version[i] > 0 {
					version[i] = 0
					order = append(order, i)
				}
			}
			if i := r.IntN(len(all)); round%5 == 4 && version[i] > 0 {
				version[i]++
			}
			var as []news.Article
			var ans []news.Annotation
			var marks []string
			in := map[string]bool{}
			ids := r.Perm(len(all))
			slices.SortFunc(ids, func(x, y int) int { return strings.Compare(all[x].ID, all[y].ID) })
			for _, i := range ids {
				if version[i] == 0 {
					continue
				}
				a, text := all[i], marked[i]
				if version[i]%2 == 0 { // another wording, of another day
					j := (i + 31) % len(all)
					a, text = all[j], marked[j]
					a.ID = all[i].ID
				}
				as, ans, marks = append(as, a), append(ans, text), append(marks, fmt.Sprint(i, version[i]))
				in[a.ID] = true
			}
			var known []news.Link
			for i, l := range links {
				if in[l.From] && in[l.To] && (i+round)%11 != 0 {
					known = append(known, l)
				}
			}
			open := func(i int) *news.Annotation {
				opened.Add(1)
				return &ans[i]
			}
			got, want := k.Find(as, make([]news.Annotation, len(as)), marks, known, cluster.Options{Open: open, Whole: whole}), cluster.Find(as, ans, known, cluster.Options{Whole: -1})
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d, round %d, %d articles: %s", seed, round, len(as), whatDiffers(got, want))
			}
			for i := range want.Stories {
				also += len(want.Stories[i].Also)
			}
			threads += len(want.Threads)
		}
		if again := int(opened.Load()) > 3*came; again != (whole > 0) {
			t.Errorf("%d articles were opened %d times while %d may be whole: no test", came, opened.Load(), whole)
		}
	}
	if also < 10 || threads < 5 {
		t.Errorf("%d sections under other stories, %d threads: no test", also, threads)
	}
}

// TestFindOfFewWhole finds what stories are, with corrections, while few articles are whole.
func TestFindOfFewWhole(t *testing.T) {
	as, ans := recombined(t, 120)
	an := annotate.New(annotate.Options{})
	for _, a := range append(roundUps(t, as, 10), affair(t, 20)...) {
		as, ans = append(as, a), append(ans, an.Annotate(&a))
	}
	o := cluster.Options{Same: [][2]int{{3, 77}, {77, 110}}, Other: [][2]int{{0, 4}, {9, 13}}, Whole: -1}
	want := cluster.Find(as, ans, copiesAmong(as), o)
	for _, o.Whole = range []int{1, 8, 64, 120} {
		if got := cluster.Find(as, ans, copiesAmong(as), o); !reflect.DeepEqual(got, want) {
			t.Errorf("with %d whole: %s", o.Whole, whatDiffers(got, want))
		}
	}
}

// TestKeeperOfFewer lets most articles go after sections were compared with them.
func TestKeeperOfFewer(t *testing.T) {
	as, ans := recombined(t, 120)
	an := annotate.New(annotate.Options{})
	for _, a := range roundUps(t, as, 10) {
		as, ans = append(as, a), append(ans, an.Annotate(&a))
	}
	order := make([]int, len(as))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return strings.Compare(as[x].ID, as[y].ID) })
	var k cluster.Keeper
	for _, least := range []int{0, 100, len(as), 90} {
		var some []news.Article
		var texts []news.Annotation
		var marks []string
		for _, i := range order {
			if i >= least {
				some, texts, marks = append(some, as[i]), append(texts, ans[i]), append(marks, "")
			}
		}
		got, want := k.Find(some, texts, marks, nil, cluster.Options{}), cluster.Find(some, texts, nil, cluster.Options{})
		if !reflect.DeepEqual(got, want) {
			t.Errorf("of %d articles: %s", len(some), whatDiffers(got, want))
		}
	}
}

// whatDiffers says where two results do.
func whatDiffers(got, want cluster.Result) string {
	if !reflect.DeepEqual(got.Threads, want.Threads) {
		return fmt.Sprintf("threads %v, not %v", got.Threads, want.Threads)
	}
	for i := range min(len(got.Stories), len(want.Stories)) {
		if !reflect.DeepEqual(got.Stories[i], want.Stories[i]) {
			return fmt.Sprintf("story %+v, not %+v", got.Stories[i], want.Stories[i])
		}
	}
	return fmt.Sprintf("%d stories, not %d", len(got.Stories), len(want.Stories))
}

// TestKeeperKeepsLists holds that a story that is as it was has the lists that it had, by
// which those who ask again know it.
func TestKeeperKeepsLists(t *testing.T) {
	as, ans := recombined(t, 80)
	marks := make([]string, len(as))
	var k cluster.Keeper
	before := k.Find(as, ans, marks, nil, cluster.Options{})
	after := k.Find(as, ans, marks, nil, cluster.Options{})
	for i, s := range after.Stories {
		was := before.Stories[i]
		if &s.Articles[0] != &was.Articles[0] || &s.Why[0] != &was.Why[0] {
			t.Fatalf("story %q has other lists", s.Title)
		}
	}
}
