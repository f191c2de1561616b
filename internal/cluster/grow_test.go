package cluster

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
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

// recombine returns article n of a grown archive: its words come from unrelated
// articles in equal parts, their names and heaviest words permuted, published on
// a day of the first; or it is a copy of last.
func recombine(points []*Point, last *Point, r *rand.Rand, n int) *Point {
	var from [unrelated]*Point
	for k := range from {
		from[k] = points[r.IntN(len(points))]
	}
	p := *from[0]
	if r.IntN(100) < copiesIn {
		p = *last
		p.id = fmt.Sprintf("grown%08d", n)
		return &p
	}
	p.id = fmt.Sprintf("grown%08d", n)
	other := r.Uint32N(1 << 20)
	for v := range p.vectors {
		p.vectors[v] = nil
		for k, q := range from {
			named := v >= names && v <= places
			for _, t := range q.vectors[v] {
				if t.hash>>7%unrelated != uint32(k) {
					continue
				}
				if named || v < numbers && slices.ContainsFunc(q.heavy[:min(len(q.heavy), 20)], func(h term) bool { return h.hash == t.hash }) {
					t.hash ^= other * 0x9E37 // another name
				}
				p.vectors[v] = append(p.vectors[v], t)
			}
		}
		slices.SortFunc(p.vectors[v], func(x, y term) int { return cmp.Compare(x.hash, y.hash) })
		p.vectors[v] = slices.CompactFunc(p.vectors[v], func(x, y term) bool { return x.hash == y.hash })
	}
	p.heavy = heaviest(p.vectors[words], heavyTerms)
	return &p
}

// portion is how many articles are added at a time.
const portion = 10_000

// BenchmarkStream adds articles in replay order to a stream, ten thousand at a time,
// and forgets what is older than twice the window: the points of
// TWOSOURCE_POINTS, grown by recombination to as many as TWOSOURCE_ARTICLES says.
// It reports the processor time and the pairs judged for an article of each portion, and the
// memory that is held at the end.
func BenchmarkStream(b *testing.B) {
	points := readPoints(b)
	if n, err := strconv.Atoi(os.Getenv("TWOSOURCE_ARTICLES")); err == nil {
		r := rand.New(rand.NewPCG(5, 5))
		base := points
		for k := len(points); k < n; k++ {
			points = append(points, recombine(base, points[k-1], r, k))
		}
		points = points[:n]
	}
	slices.SortFunc(points, before)
	for b.Loop() {
		var judged atomic.Int64
		s := Stream{judge: func(a, b *Point) int32 {
			judged.Add(1)
			return theModel().score(a, b)
		}}
		begun := time.Now()
		start, spent := begun, processorTime(begun)
		most := 0
		for k := 0; k < len(points); k += portion {
			batch := points[k:min(k+portion, len(points))]
			s.Add(batch...)
			s.Changes()
			if last := batch[len(batch)-1]; last.day != noDay {
				s.Forget(last.day - 2*Window)
			}
			most = max(most, s.Len())
			took := time.Since(begun)
			used := processorTime(start) - spent
			n := float64(len(batch))
			b.Logf("%7d articles: %6.0f µs of processors an article, %6.0f by the clock, %3d pairs judged, %d held, largest part %d",
				k+len(batch), 1e6*used/n, float64(took.Microseconds())/n, judged.Swap(0)/int64(len(batch)), s.Len(), s.largest())
			begun, spent = time.Now(), spent+used
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(most), "held")
		b.ReportMetric(float64(m.HeapAlloc)/1e6, "MB")
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(points)), "µs/article")
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
	slices.SortFunc(points, before)
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
