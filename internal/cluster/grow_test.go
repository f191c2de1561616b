package cluster

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/twosource/twosource/internal/news"
)

// readPoints reads what eval/stories/archive -points wrote to the file that
// TWOSOURCE_POINTS names.
func readPoints(tb testing.TB) []*Point {
	tb.Helper()
	data, err := os.ReadFile(os.Getenv("TWOSOURCE_POINTS"))
	if err != nil {
		tb.Skip("TWOSOURCE_POINTS names no file of points; eval/stories/archive -points FILE writes one")
	}
	var out []*Point
	for len(data) > 0 {
		n, k := binary.Uvarint(data)
		p := new(Point)
		if err := p.UnmarshalBinary(data[k : k+int(n)]); err != nil {
			tb.Fatal(err)
		}
		out, data = append(out, p), data[k+int(n):]
	}
	return out
}

// What a grown article is made of.
const (
	unrelated = 4  // articles that it takes its words from
	copiesIn  = 15 // of a hundred grown articles are copies of the one before
)

// A recipe is an article of a grown archive: one of the points, or of what it is to
// be made. Recipes are small, so that an archive is made as it is added, and what a
// stream has let go of is held by nobody.
type recipe struct {
	number int
	from   [unrelated]*Point // its words come from these in equal parts; the second is nil if it is the first as it is
	other  uint32            // stands for its names and heaviest words
	shift  int               // days that are added to the days of the first
}

// grow returns the recipes of n articles, in the order in which they come: the points, and
// articles whose words come from unrelated ones, names and heaviest words permuted,
// published on a day of the first; or copies of the one before. An archive that grows longer
// has as many articles a day as the points, of as many more years as it takes; else
// it has more a day of the same years. Articles without a day come at any time.
func grow(points []*Point, n int, longer bool) []recipe {
	r := rand.New(rand.NewPCG(5, 5))
	first, last := math.MaxInt, math.MinInt
	for _, p := range points {
		if p.day != noDay {
			first, last = min(first, p.day), max(last, p.day)
		}
	}
	out := make([]recipe, n)
	for k := range out {
		c := &out[k]
		switch {
		case k < len(points):
			c.from[0] = points[k]
		case r.IntN(100) < copiesIn:
			*c = out[k-1]
		default:
			for i := range c.from {
				c.from[i] = points[r.IntN(len(points))]
			}
			c.other = r.Uint32N(1 << 20)
		}
		c.number = k
		if longer {
			c.shift = k / len(points) * (last - first + 1)
		}
	}
	comes := make(map[int]int, n)
	for k := range out {
		if comes[k] = out[k].from[0].day + out[k].shift; out[k].from[0].day == noDay {
			comes[k] = first + r.IntN(last-first+1) + out[k].shift
		}
	}
	slices.SortFunc(out, func(x, y recipe) int {
		return cmp.Or(cmp.Compare(comes[x.number], comes[y.number]), cmp.Compare(x.number, y.number))
	})
	return out
}

// make makes the article.
func (c *recipe) make() *Point {
	p := *c.from[0]
	p.id = news.NewID("grown", strconv.Itoa(c.number))
	if p.day != noDay {
		p.day += c.shift
		p.first, p.place = p.first+int64(c.shift)*minutesPerDay, p.place+int64(c.shift)*minutesPerDay
	}
	if c.from[1] == nil {
		p.vectors = clonedVectors(&p)
		p.finish()
		return &p
	}
	p.quotes, p.marks = nil, [vectors]uint64{}
	for v := range p.vectors {
		p.vectors[v] = nil
		for k, q := range c.from {
			named := v >= names && v <= places
			for _, t := range q.vectors[v] {
				if t.hash>>7%unrelated != uint32(k) {
					continue
				}
				if named || v < numbers && slices.ContainsFunc(q.heavy[:min(len(q.heavy), 20)], func(h term) bool { return h.hash == t.hash }) {
					t.hash ^= c.other * 0x9E37 // another name
				}
				p.vectors[v] = append(p.vectors[v], t)
			}
		}
		slices.SortFunc(p.vectors[v], func(x, y term) int { return cmp.Compare(x.hash, y.hash) })
		p.vectors[v] = slices.CompactFunc(p.vectors[v], func(x, y term) bool { return x.hash == y.hash })
	}
	for k, q := range c.from {
		for _, h := range q.quotes {
			if h>>7%unrelated == uint32(k) {
				p.quotes = append(p.quotes, h)
			}
		}
	}
	slices.Sort(p.quotes)
	p.heavy = heaviest(p.vectors[words], heavyTerms)
	p.finish()
	return &p
}

const (
	someAdded = 10_000  // articles are added at a time, if TWOSOURCE_PORTION does not say
	mostHeld  = 100_000 // articles, at most, are held, if TWOSOURCE_HELD does not say
)

// BenchmarkStream adds articles to a stream as they come, ten thousand at a time or as many as
// TWOSOURCE_PORTION says, and forgets what is older than twice the window, and the oldest beyond mostHeld, or as many as
// TWOSOURCE_HELD says: the points of TWOSOURCE_POINTS, grown by recombination to as many as TWOSOURCE_ARTICLES says. Grown
// longer, it has as many articles a day as the points; grown denser, more a day of the same
// years. It reports the processor time and the pairs judged for an article of each
// portion, and the memory that is held at the end. TWOSOURCE_FIRST stops after as many, so that
// the first portions of a large archive are seen in little time.
//
// With TWOSOURCE_HELD=0 nothing is forgotten. TWOSOURCE_WHOLE is how many articles are whole in
// memory, if not all; the others are opened again from a file, in their binary form. TWOSOURCE_TOLD
// has all stories summed up and strung into threads after each portion.
func BenchmarkStream(b *testing.B) {
	points := readPoints(b)
	n, err := strconv.Atoi(os.Getenv("TWOSOURCE_ARTICLES"))
	if err != nil {
		n = len(points)
	}
	first, err := strconv.Atoi(os.Getenv("TWOSOURCE_FIRST"))
	if err != nil {
		first = n
	}
	held, err := strconv.Atoi(os.Getenv("TWOSOURCE_HELD"))
	if err != nil {
		held = mostHeld
	}
	whole, _ := strconv.Atoi(os.Getenv("TWOSOURCE_WHOLE"))
	for _, name := range [...]string{"longer", "denser"} {
		b.Run(name, func(b *testing.B) { benchmarkStream(b, grow(points, n, name == "longer")[:min(first, n)], held, whole) })
	}
}

// A shelf keeps points in a file.
type shelf struct {
	file *os.File
	at   map[string][2]int64 // from where on, and how many bytes
	end  int64
}

func newShelf(tb testing.TB) *shelf {
	tb.Helper()
	file, err := os.CreateTemp(tb.TempDir(), "points")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = file.Close() })
	return &shelf{file: file, at: map[string][2]int64{}}
}

func (s *shelf) put(p *Point) error {
	data, err := p.MarshalBinary()
	if err != nil {
		return err
	}
	s.at[p.id] = [2]int64{s.end, int64(len(data))}
	s.end += int64(len(data))
	_, err = s.file.Write(data)
	return err
}

func (s *shelf) open(id string) *Point {
	at := s.at[id]
	data, p := make([]byte, at[1]), new(Point)
	if _, err := s.file.ReadAt(data, at[0]); err != nil {
		panic(err)
	}
	if err := p.UnmarshalBinary(data); err != nil {
		panic(err)
	}
	return p
}

func benchmarkStream(b *testing.B, recipes []recipe, held, whole int) {
	told := os.Getenv("TWOSOURCE_TOLD") != ""
	portion, err := strconv.Atoi(os.Getenv("TWOSOURCE_PORTION"))
	if err != nil {
		portion = someAdded
	}
	for b.Loop() {
		var s Stream
		disk := newShelf(b)
		if whole > 0 {
			s.Hold(whole, disk.open)
		}
		most, latest, total := 0, noDay, 0.0
		for k := 0; k < len(recipes); k += portion {
			batch := make([]*Point, 0, portion)
			for _, c := range recipes[k:min(k+portion, len(recipes))] {
				batch = append(batch, c.make())
				latest = max(latest, batch[len(batch)-1].day)
				if whole > 0 {
					if err := disk.put(batch[len(batch)-1]); err != nil {
						b.Fatal(err)
					}
				}
			}
			n := float64(len(batch))
			runtime.GC() // of what making them left
			begun := time.Now()
			spent := processorTime(begun)
			s.Add(batch...)
			s.Changes()
			if told {
				s.Result()
			}
			if held > 0 {
				s.Forget(latest - 2*Window)
				s.Keep(held)
			}
			used := processorTime(begun) - spent
			total += used
			most = max(most, s.Len())
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.Logf("%7d articles: %4.0f µs of processors an article, %5.0f by the clock, %3d pairs judged, %d held, %.2f opened, largest part %d, %.0f MB",
				k+len(batch), 1e6*used/n, float64(time.Since(begun).Microseconds())/n, s.judged()/len(batch), s.Len(), float64(s.mind.opened.Swap(0))/n, s.largest(), float64(m.Sys)/1e6)
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		b.ReportMetric(1e6*total/float64(len(recipes)), "cpu-µs/article")
		b.ReportMetric(float64(most), "held")
		b.ReportMetric(float64(m.HeapAlloc)/1e6, "MB")
		with := m.HeapAlloc
		runtime.KeepAlive(&s)
		s = Stream{}
		runtime.GC()
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(with-m.HeapAlloc)/1e6, "MB/stream")
		runtime.KeepAlive(disk)
	}
}

// clonedVectors returns the vectors of a point, which is shared, so that a copy can be
// finished.
func clonedVectors(p *Point) (out [vectors][]term) {
	for v := range out {
		out[v] = slices.Clone(p.vectors[v])
	}
	return out
}

// processorTime returns the seconds that this process has used of all processors,
// where the system tells, else those of the clock since start: on a machine that
// does other work the clock says little of cost.
func processorTime(start time.Time) float64 {
	const ticks = 100 // a second
	if stat, err := os.ReadFile("/proc/self/stat"); err == nil {
		if f := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:])); len(f) > 12 {
			user, err := strconv.Atoi(f[11])
			system, err2 := strconv.Atoi(f[12])
			if err == nil && err2 == nil {
				return float64(user+system) / ticks
			}
		}
	}
	return time.Since(start).Seconds()
}

// largest returns the size of the largest part.
func (s *Stream) largest() int {
	most := 0
	for p := range s.parts {
		most = max(most, len(p.members))
	}
	return most
}

// BenchmarkAdd adds the latest of the points of TWOSOURCE_POINTS one by one to a
// stream that holds the others.
func BenchmarkAdd(b *testing.B) {
	points := readPoints(b)
	slices.SortFunc(points, func(x, y *Point) int { return before(&x.standing, &y.standing) })
	points = slices.DeleteFunc(points, func(p *Point) bool { return p.day == noDay })
	const last = 200
	if len(points) < 2*last {
		b.Skip("too few points")
	}
	old, late := points[:len(points)-last], points[len(points)-last:]
	for b.Loop() {
		b.StopTimer()
		var s Stream
		s.Add(old...)
		s.Changes()
		b.StartTimer()
		for _, p := range late {
			s.Add(p)
			s.Changes()
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/last, "µs/article")
}

// judged returns how many pairs were judged since it was called last.
func (s *Stream) judged() int {
	n := 0
	for _, f := range s.finders {
		n += f.count
		f.count = 0
	}
	return n
}
