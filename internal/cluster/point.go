package cluster

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"

	"github.com/twosource/twosource/internal/news"
)

// A Point is one article as this stage reads it: all that is needed to tell
// which others tell of the same happening, and to name and explain their story.
// It is some kilobytes, whatever the length of the article, and is never changed.
//
// All its vectors are sorted by hash; nil where the article has nothing of the
// kind.
type Point struct {
	standing
	dated   news.Date // of publication, without words and span
	length  int32     // words read
	heading heading
	vectors [vectors][]term
	topics  [topicsOf][]int16 // what its words are used of, see topic.go; nil if none is known
	heavy   []term            // the heaviest words, by which articles are found
	actors  []actor
	marks   [vectors]uint64 // of each vector: a bit for each hash, so that most that share nothing are told apart
	quotes  []uint32        // hashes of runs of words in quotation marks, sorted
	number  int             // index of the article for the trainer
	digest  *digest         // what sums up its story; nil if it is not to be summed up
}

// A standing is which article it is, and where it stands.
type standing struct {
	id    string
	first int64 // earliest instant of the date of publication, as [news.Date.Bounds]; noDate if unknown
	place int64 // where it stands when candidates are looked for: first, or the day in its address
	day   int   // of publication, in days since 1970; noDay if unknown
}

// standingOf returns where an article stands.
func standingOf(a *news.Article) standing {
	s := standing{id: a.ID, first: noDate, place: noDate, day: noDay}
	if first, _, ok := a.Published.Bounds(); ok {
		s.first, s.place = first, first
	}
	if d, ok := a.Published.Day(); ok {
		s.day = d
	} else if d, ok := addressDay(a); ok {
		s.day, s.place = d, int64(d)*minutesPerDay
	}
	return s
}

// The vectors of a point.
const (
	words    = iota // all words that are read
	stems           // their stems
	lead            // headline and first words of the body
	title           //
	pairs           // pairs of neighbouring words
	names           // of all kinds
	chiefs          // names in the headline and the lead
	people          //
	places          //
	numbers         //
	days            // days of the calendar and weekdays that the text speaks of
	towns           // named where something is said to happen
	settings        // days and towns together
	vectors
)

// A heading is the words that a story may be named by: an article's title, else
// its first sentence.
type heading struct {
	span    news.Span
	text    string
	isTitle bool
}

const (
	noDay  = math.MinInt32
	noDate = int64(1)<<62 - 1
)

// How many terms of each vector are kept, the heaviest, and how many actors.
const (
	mostWords  = 256
	mostLead   = 64
	mostPairs  = 128
	mostNames  = 64
	mostActors = 32
	leadWords  = 60 // the lead is the first words of the body
)

// An actor is a person or body that an article names.
type actor struct {
	key    string
	name   string
	count  int
	rarity int32 // of the last word of the name, in 1/256 bit
}

// NewPoint reads an article with its annotation. It keeps neither.
func NewPoint(a *news.Article, an *news.Annotation) *Point {
	p := &Point{standing: standingOf(a), dated: a.Published}
	p.dated.Words, p.dated.Span = "", news.Span{}
	r := reader{p, a, an}
	r.heading()
	r.words()
	r.names()
	r.setting()
	r.quotes()
	p.finish()
	return p
}

// finish sets what follows from the vectors, and lays these and heavy side by side in memory,
// as they are read.
func (p *Point) finish() {
	n := len(p.heavy)
	for _, v := range p.vectors {
		n += len(v)
	}
	all := make([]term, 0, n)
	for k, v := range p.vectors {
		if len(v) == 0 {
			continue
		}
		all = append(all, v...)
		p.vectors[k] = all[len(all)-len(v) : len(all) : len(all)]
		for _, t := range v {
			p.marks[k] |= 1 << (t.hash % 64)
		}
	}
	if len(p.heavy) > 0 {
		all = append(all, p.heavy...)
		p.heavy = all[len(all)-len(p.heavy):]
	}
	p.setTopics()
}

// minutesPerDay is what an instant of [news.Date.Bounds] counts.
const minutesPerDay = 24 * 60

// ID returns the id of the article.
func (p *Point) ID() string { return p.id }

// before orders articles as candidates are looked for: by place, then id.
func before(a, b *standing) int {
	return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.id, b.id))
}

// replayed orders articles as DESIGN §2.3 replays them.
func replayed(a, b *standing) int {
	return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.id, b.id))
}

// ErrPoint is what is no point, or one of another form.
var ErrPoint = errors.New("cluster: not a point")

// pointForm opens the binary form of a point; it is changed with the form.
const pointForm = "tsP1"

// MarshalBinary returns the point in the form that [Point.UnmarshalBinary]
// reads, about a third of its size in memory. The error is always nil.
func (p *Point) MarshalBinary() ([]byte, error) {
	b := make([]byte, 0, 4096)
	b = append(b, pointForm...)
	b = putString(b, p.id)
	b = binary.AppendVarint(b, p.first)
	b = binary.AppendVarint(b, p.place)
	b = binary.AppendVarint(b, int64(p.day))
	for _, s := range [...]string{p.dated.Value, string(p.dated.Precision), string(p.dated.Basis), p.dated.Reason} {
		b = putString(b, s)
	}
	b = binary.AppendUvarint(b, uint64(p.length))
	b = binary.AppendUvarint(b, uint64(p.heading.span.Start))
	b = binary.AppendUvarint(b, uint64(p.heading.span.End))
	b = putString(b, p.heading.text)
	b = append(b, 0)
	if p.heading.isTitle {
		b[len(b)-1] = 1
	}
	for _, v := range p.vectors {
		b = binary.AppendUvarint(b, uint64(len(v)))
		last := uint32(0)
		for _, t := range v {
			b = binary.AppendUvarint(b, uint64(t.hash-last))
			b = binary.AppendUvarint(b, uint64(t.weight))
			last = t.hash
		}
	}
	b = binary.AppendUvarint(b, uint64(len(p.actors)))
	for _, a := range p.actors {
		b = putString(putString(b, a.key), a.name)
		b = binary.AppendUvarint(b, uint64(a.count))
		b = binary.AppendUvarint(b, uint64(a.rarity))
	}
	b = binary.AppendUvarint(b, uint64(len(p.quotes)))
	last := uint32(0)
	for _, q := range p.quotes {
		b = binary.AppendUvarint(b, uint64(q-last))
		last = q
	}
	return b, nil
}

func putString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// UnmarshalBinary reads what [Point.MarshalBinary] wrote. The error is
// [ErrPoint] if it is something else; the point is then of no use. It takes time
// and memory in proportion to the bytes, whatever they are.
func (p *Point) UnmarshalBinary(data []byte) error {
	if len(data) < len(pointForm) || string(data[:len(pointForm)]) != pointForm {
		return ErrPoint
	}
	d := decoder{rest: data[len(pointForm):]}
	*p = Point{standing: standing{id: d.string(), first: d.int(), place: d.int(), day: int(d.int())}}
	p.dated = news.Date{Value: d.string(), Precision: news.Precision(d.string()), Basis: news.Basis(d.string()), Reason: d.string()}
	p.length = int32(d.uint(math.MaxInt32))
	p.heading.span = news.Span{Start: int(d.uint(math.MaxInt32)), End: int(d.uint(math.MaxInt32))}
	p.heading.text = d.string()
	p.heading.isTitle = d.uint(1) == 1
	for v := range p.vectors {
		p.vectors[v] = d.terms()
	}
	p.actors = make([]actor, 0, d.count(4))
	for range cap(p.actors) {
		p.actors = append(p.actors, actor{d.string(), d.string(), int(d.uint(math.MaxInt32)), int32(d.uint(math.MaxInt32))})
	}
	p.quotes = d.hashes()
	if d.bad || len(d.rest) > 0 {
		return ErrPoint
	}
	p.heavy = heaviest(p.vectors[words], heavyTerms)
	p.finish()
	return nil
}

// A decoder takes values off the front of rest; bad tells that one was not there.
type decoder struct {
	rest []byte
	bad  bool
}

// uint takes a number of at most most.
func (d *decoder) uint(most uint64) uint64 {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 || v > most {
		d.bad, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) int() int64 {
	v, n := binary.Varint(d.rest)
	if n <= 0 {
		d.bad, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

// count takes the number of things that follow, each of least bytes or more.
func (d *decoder) count(least int) int { return int(d.uint(uint64(len(d.rest) / least))) }

func (d *decoder) string() string {
	n := d.count(1)
	n = min(n, len(d.rest))
	s := string(d.rest[:n])
	d.rest = d.rest[n:]
	return s
}

// terms takes a vector.
func (d *decoder) terms() []term {
	n := d.count(2)
	if n == 0 {
		return nil
	}
	out, hash := make([]term, 0, n), uint32(0)
	for k := range n {
		step := d.uint(math.MaxUint32)
		if k > 0 && step == 0 || uint64(hash)+step > math.MaxUint32 {
			d.bad = true
		}
		hash += uint32(step)
		out = append(out, term{hash, int32(d.uint(1 << unitBits))})
	}
	return out
}

// hashes takes a sorted list.
func (d *decoder) hashes() []uint32 {
	n := d.count(1)
	if n == 0 {
		return nil
	}
	out, hash := make([]uint32, 0, n), uint32(0)
	for range n {
		hash += uint32(d.uint(math.MaxUint32))
		out = append(out, hash)
	}
	return out
}
