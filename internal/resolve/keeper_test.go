package resolve

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// pool are mentions as said takes them, of every kind that is joined or parted.
var pool = []string{
	"|Ida Holm|person", "|Ida A. Holm|person", "|Ida B. Holm|person", "|Holm|person|of=0", "|Holm|person", "|Karl Holm|person", "|Karl Holm Jr|person",
	"Prime Minister|Holm|person|country=NOR", "Norwegian Prime Minister|Ida Holm|person|country=NOR", "Mr|John Adams|person", "|John Adams|person",
	"Port Director|John Adams|person", "|Jan Olav Berg|person", "|Olav Berg|person", "|Ida Holmqvist|person", "|Alexa|organization",
	"|Quorra Ferry Board|organization", "|QFB|organization|of=0", "|QFB|organization", "|Ferry Board|organization", "|Queen's Free Bank|organization",
	"|Norwegian Ferry Board|organization", "|Norway Ferry Board|organization", "|Ministry of Defense|organization", "|City Council|organization",
	"|Senate Judiciary Committee|organization", "|Judiciary Committee|organization", "|Labour Council|organization", "|House and Senate|organization",
	"|House|organization", "|Senate|organization", "|Quorra Gulls|organization", "|Gulls|organization", "|Most Republicans|group",
	"|Quorra|place|then=, ", "|Iowa|place|known=region:USA/iowa|country=USA", "|Ohio|place|known=region:USA/ohio|country=USA", "|Quorra|place", "|Main Street|place",
	"|Norway|place|known=country:NOR|country=NOR", "|Denmark|place|known=country:DNK|country=DNK", "|Oslo|place|known=city:NOR/oslo|country=NOR|acts",
	"|the coach|person|of=0", "|the coach|person", "|the senior official|person", "|the reporters|person", "Detective|Ida Lund|person",
}

// TestKeeperIsFind holds what a Keeper finds in sets that grow and shrink, and in which
// articles become others and stories are told otherwise, to what Find does.
func TestKeeperIsFind(t *testing.T) {
	for seed := range uint64(12) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		type version struct {
			a    news.Article
			an   news.Annotation
			mark string
		}
		made := 0
		invent := func(id string) version {
			mentions := make([]string, 2+rnd.IntN(14))
			for i := range mentions {
				mentions[i] = pool[rnd.IntN(len(pool))]
			}
			a, an := said(id, mentions...)
			if made++; made%3 > 0 {
				a.Published = news.Date{Value: fmt.Sprintf("2031-03-%02d", 1+made%28), Precision: news.PrecisionDay}
			}
			return version{a, an, fmt.Sprint(made)}
		}
		have := map[string]version{}
		var k Keeper
		var last Result
		for round := range 16 {
			for range rnd.IntN(30) {
				id := fmt.Sprintf("a%02d", rnd.IntN(60))
				if rnd.IntN(4) == 0 {
					delete(have, id)
				} else {
					have[id] = invent(id)
				}
			}
			var articles []news.Article
			var annotations []news.Annotation
			var marks []string
			stories := make([]news.Story, 1+rnd.IntN(20))
			for n := range 60 {
				v, ok := have[fmt.Sprintf("a%02d", n)]
				if !ok {
					continue
				}
				articles, annotations, marks = append(articles, v.a), append(annotations, v.an), append(marks, v.mark)
				s := &stories[rnd.IntN(len(stories))]
				s.Articles = append(s.Articles, v.a.ID)
			}
			for n := range stories {
				stories[n].ID = fmt.Sprintf("s%02d", n)
			}
			want := Find(articles, annotations, stories, Options{})
			got := k.Find(articles, annotations, marks, stories, Options{})
			if !reflect.DeepEqual(got.Entities, want.Entities) || !reflect.DeepEqual(got.Of, want.Of) {
				t.Fatalf("seed %d, round %d: the entities of %d articles are others than Find has", seed, round, len(articles))
			}
			last = got
			again := k.Find(articles, annotations, marks, stories, Options{})
			for i := range again.Entities {
				if &again.Entities[i].Mentions[0] != &last.Entities[i].Mentions[0] {
					t.Fatalf("seed %d, round %d: %s was made anew, and nothing has changed", seed, round, again.Entities[i].Name)
				}
			}
			for i := range again.Of {
				if &again.Of[i][0] != &last.Of[i][0] {
					t.Fatalf("seed %d, round %d: the ids of an article were made anew, and nothing has changed", seed, round)
				}
			}
		}
	}
}

// TestBookIsBegunAnew holds that a Keeper forgets the words of articles that are gone.
func TestBookIsBegunAnew(t *testing.T) {
	var k Keeper
	most := 0
	for n := range 3 * leastRead {
		a, an := said("a", fmt.Sprintf("|Ida Holm%d|person", n))
		k.Find([]news.Article{a}, []news.Annotation{an}, []string{fmt.Sprint(n)}, nil, Options{})
		most = max(most, k.book.read)
	}
	if most > leastRead+10 || len(k.readings) != 1 {
		t.Errorf("the book was written for %d articles of a set of one", most)
	}
}

// TestOfIsTheCallers holds that what a Keeper returned stays as it was.
func TestOfIsTheCallers(t *testing.T) {
	var k Keeper
	find := func(stories []news.Story) Result {
		a, an := said("a", "|Ida Holm|person")
		b, bn := said("b", "|Holm|person")
		return k.Find([]news.Article{a, b}, []news.Annotation{an, bn}, []string{"1", "2"}, stories, Options{})
	}
	apart := find(nil)
	kept := [][]string{slices.Clone(apart.Of[0]), slices.Clone(apart.Of[1])}
	if one := find([]news.Story{{ID: "s", Articles: []string{"a", "b"}}}); len(one.Entities) != 1 || one.Of[0][0] != one.Of[1][0] {
		t.Fatalf("one story has %d entities", len(one.Entities))
	}
	if !reflect.DeepEqual(apart.Of, kept) || len(apart.Entities) != 2 {
		t.Error("what was found of one set was changed by the next")
	}
}

// namesakes are common names, and what tells one bearer from another.
var namesakes = append(slices.Clone(pool), "|James Smith|person", "Harbor Master|James Smith|person", "|Mary Brown|person", "|David Jones|person", "|North Shore|place",
	"|Main Street|place|then=, ", "|Springfield|place", "|Springfield|place|then=, ", "|Health Board|organization", "|Harbor Council|organization", "|Labour Council|organization",
	"|Alexa|organization", "Präsidentin|Ida Holm|person", "PRÄSIDENTIN|Ida Holm|person", "Prime minister|Ida Holm|person", "ſenator|Ida Holm|person", "Senator|Ida Holm|person", "Tenor|Ida Holm|person", "senator|Ida Holm|person", "|Sweden|place|known=country:SWE|country=SWE",
	"|Swedish|group|known=demonym:SWE|country=SWE", "|Stockholm|place|known=city:SWE/stockholm|country=SWE|acts")

// TestRoundsAreFind holds what a Keeper finds in rounds of few articles to what Find does: some
// come, go or become others, stories take or lose an article, two share one. Numbers of
// articles pass those at which more of them count as few.
func TestRoundsAreFind(t *testing.T) {
	defer func(n int) { leastSummed = n }(leastSummed)
	leastSummed = 3
	for _, c := range []struct{ seed, articles, rounds, others, mentions int }{
		{1, 40, 60, 40, 10}, {2, 150, 60, 100, 10}, {3, 150, 60, 400, 20}, {4, 300, 40, 200, 14}, {5, 1197, 16, 300, 6}, {6, 400, 40, 100, 8},
	} {
		rnd := rand.New(rand.NewPCG(uint64(c.seed), 2))
		type version struct {
			a     news.Article
			an    news.Annotation
			mark  string
			story int
		}
		made := 0
		invent := func(id string) *version {
			mentions := make([]string, 1+rnd.IntN(c.mentions))
			for i := range mentions {
				switch n := rnd.IntN(c.others + 60); {
				case n < c.others:
					mentions[i] = fmt.Sprintf("|Ole Nor%dlin|person", n)
				default:
					mentions[i] = namesakes[rnd.IntN(len(namesakes))]
				}
			}
			a, an := said(id, mentions...)
			if made++; made%3 > 0 {
				a.Published = news.Date{Value: fmt.Sprintf("2031-03-%02d", 1+made%28), Precision: news.PrecisionDay}
			}
			return &version{a, an, fmt.Sprint(made), rnd.IntN(1 + c.articles/2)}
		}
		have := map[int]*version{}
		name := func() (int, string) {
			n := rnd.IntN(2 * c.articles)
			return n, fmt.Sprintf("a%05d", n)
		}
		for len(have) < c.articles {
			n, id := name()
			have[n] = invent(id)
		}
		var k Keeper
		again, told := 0, 0 // names that were parted, and stories that were joined, as before
		for round := range c.rounds {
			for range rnd.IntN(4) {
				n, id := name()
				switch x := have[n]; {
				case x == nil:
					have[n] = invent(id)
				case rnd.IntN(3) == 0:
					delete(have, n)
				case rnd.IntN(2) == 0:
					x.story = rnd.IntN(1 + c.articles/2)
				default:
					have[n] = invent(id)
				}
			}
			var articles []news.Article
			var annotations []news.Annotation
			var marks []string
			stories := make([]news.Story, 1+c.articles/2)
			for n := range 2 * c.articles {
				v := have[n]
				if v == nil {
					continue
				}
				articles, annotations, marks = append(articles, v.a), append(annotations, v.an), append(marks, v.mark)
				stories[v.story].Articles = append(stories[v.story].Articles, v.a.ID)
			}
			for n := range stories {
				stories[n].ID = fmt.Sprintf("s%05d", (n+round/20)%len(stories))
			}
			if round%11 == 10 {
				stories[1].Articles = append(stories[1].Articles, articles[rnd.IntN(len(articles))].ID)
			}
			names, joins := maps.Clone(k.rooms.parted), map[*keptStory]bool{}
			for _, x := range k.readings {
				joins[x.story] = x.story != nil && x.story.turn == k.rooms.turn
			}
			want := Find(articles, annotations, stories, Options{})
			got := k.Find(articles, annotations, marks, stories, Options{})
			if !reflect.DeepEqual(got.Entities, want.Entities) || !reflect.DeepEqual(got.Of, want.Of) {
				t.Fatalf("seed %d, round %d: the entities of %d articles are others than Find has", c.seed, round, len(articles))
			}
			for name, x := range k.rooms.parted {
				if names[name] == x {
					again++
				}
			}
			for _, x := range k.readings {
				if joins[x.story] && x.story.turn == k.rooms.turn {
					told++
				}
			}
		}
		t.Logf("seed %d: %d names parted and %d stories joined as before", c.seed, again, told)
		if c.articles > 100 && (again < c.rounds || told < c.rounds) {
			t.Errorf("seed %d: %d names parted and %d stories joined as before", c.seed, again, told)
		}
	}
}
