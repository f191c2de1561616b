package resolve

import (
	"runtime"
	"strings"
	"sync"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A Keeper finds what [Find] does of sets that differ in a few articles from one
// another: what it knows of articles it does not look at again, and an entity of which
// nothing has changed is that of the set before, with the same lists. So are the lists
// of Result.Of. Its zero value knows nothing. It is for one goroutine at a time.
//
// It holds some 70 bytes a mention and what it found.
type Keeper struct {
	known    *knowledge.Base
	book     *book
	readings map[string]*reading // by id
	rooms    rooms
	entities []*keptEntity // by id
	serial   uint32
}

// Find returns what [Find] does, but for Chains, which are nil. marks are parallel to
// articles: another one whenever the mentions of an article, or what it is dated by
// itself, are others. Nothing that is returned may be changed.
func (k *Keeper) Find(articles []news.Article, annotations []news.Annotation, marks []string, stories []news.Story, o Options) Result {
	if k.book == nil || k.known != o.Knowledge || k.book.read > mostRead*len(articles)+leastRead {
		*k = Keeper{known: o.Knowledge, book: newBook(o.Knowledge)}
	}
	res, _ := k.find(articles, annotations, marks, stories, o)
	return res
}

// find does so, and returns what it made it of. Without marks it is for one set alone.
func (k *Keeper) find(articles []news.Article, annotations []news.Annotation, marks []string, stories []news.Story, o Options) (Result, *collection) {
	r := &resolver{book: k.book, rooms: &k.rooms, articles: articles, once: marks == nil}
	r.readings, r.gone = k.read(articles, annotations, marks, o.Open)
	r.turn, r.order = r.turn+1, r.order[:0]
	r.resolve(stories)
	c := r.collect()
	k.entities = c.merged(k.entities)
	res := Result{Entities: make([]news.Entity, len(k.entities)), Of: make([][]string, len(articles))}
	for n, x := range k.entities {
		res.Entities[n] = x.entity
	}
	other := make([]bool, len(articles))
	for _, x := range r.moved {
		other[x.article] = true
	}
	inChunks(len(articles), func(i int) {
		if res.Of[i] = r.readings[i].of; res.Of[i] == nil || other[i] || c.hasRenamed(i) {
			res.Of[i] = c.ids(i)
		}
	})
	if !r.once {
		r.keys, r.former, r.lastReadings, r.lastHome = r.former, r.keys, r.readings, r.home
	}
	return res, c
}

// A book is begun anew when it was written for this many times as many articles as the
// set has, and some: it holds words of articles that are gone.
const (
	mostRead  = 2
	leastRead = 1000
)

// read returns the readings of the articles, and those that the set before had and this has
// not, which it forgets.
func (k *Keeper) read(articles []news.Article, annotations []news.Annotation, marks []string, open func(int) *news.Annotation) (all, gone []*reading) {
	before := k.readings
	k.readings = make(map[string]*reading, len(articles))
	out := make([]*reading, len(articles))
	var fresh []int
	for i := range articles {
		x := before[articles[i].ID]
		if x == nil || marks == nil || x.mark != marks[i] || x.day != dayOf(&articles[i]) {
			fresh = append(fresh, i)
			continue
		}
		out[i], k.readings[articles[i].ID] = x, x
		delete(before, articles[i].ID)
	}
	for _, x := range before {
		k.book.count(x, -1)
		gone = append(gone, x)
	}
	enter := func(i int, mentions []news.Mention) {
		mark := ""
		if marks != nil {
			mark = marks[i]
		}
		k.serial++
		x := k.book.reading(&articles[i], mark, mentions)
		x.serial, x.day = k.serial, dayOf(&articles[i])
		out[i], k.readings[articles[i].ID] = x, x
	}
	if open == nil {
		for _, i := range fresh {
			enter(i, annotations[i].Mentions)
		}
		return out, gone
	}
	var mu sync.Mutex
	next := make(chan int)
	var done sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		done.Go(func() {
			for i := range next {
				an := open(i)
				mu.Lock()
				enter(i, an.Mentions)
				mu.Unlock()
			}
		})
	}
	for _, i := range fresh {
		next <- i
	}
	close(next)
	done.Wait()
	return out, gone
}

// dayOf gives the day on which an article gives offices, EDTF; "" if it does not say
// it.
func dayOf(a *news.Article) string {
	if !a.Published.Known() || a.Published.Basis == news.BasisInferred {
		return ""
	}
	day, _, _ := strings.Cut(a.Published.Value, "T")
	return day
}
