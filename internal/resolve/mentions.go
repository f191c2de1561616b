package resolve

import (
	"math"
	"runtime"
	"strings"
	"sync"

	"github.com/twosource/twosource/internal/news"
)

// A place is a mention of an article.
type place struct{ article, mention int }

// Mentions are those of all articles of a set: as they are held by their
// annotations or, where those are opened, packed. A set of 30,000 articles has three
// million, of 184 bytes each in an annotation and of 52 here.
type mentions struct {
	held   []news.Annotation
	packed [][]packed // by article; nil if they are held
	words  []string   // what packed ones stand for, each word once
}

// A packed mention is a [news.Mention] without its sentence, with numbers of words
// in place of words.
type packed struct {
	start, end, roleStart, roleEnd          int32
	kind, typ, name, key, full, known, land uint32
	antecedent                              int32
	acts, definite                          bool
}

// mentionsOf returns the mentions of annotations, which are opened if open is not
// nil.
func mentionsOf(held []news.Annotation, open func(int) *news.Annotation) mentions {
	if open == nil {
		return mentions{held: held}
	}
	p := packer{index: map[string]uint32{"": 0}, words: []string{""}}
	out := make([][]packed, len(held))
	next := make(chan int)
	var done sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		done.Go(func() {
			for i := range next {
				out[i] = p.pack(open(i).Mentions)
			}
		})
	}
	for i := range out {
		next <- i
	}
	close(next)
	done.Wait()
	return mentions{packed: out, words: p.words}
}

// A packer numbers words in the order in which it meets them, which differs from run
// to run and is seen nowhere.
type packer struct {
	mu    sync.Mutex
	index map[string]uint32
	words []string
}

func (p *packer) pack(list []news.Mention) []packed {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make([]packed, len(list))
	for j := range list {
		m := &list[j]
		out[j] = packed{
			start: int32(m.Start), end: int32(m.End), roleStart: int32(m.Role.Start), roleEnd: int32(m.Role.End),
			kind: p.number(string(m.Kind)), typ: p.number(string(m.Type)), name: p.number(m.Name), key: p.number(m.Key),
			full: p.number(m.Full), known: p.number(m.Known), land: p.number(m.Country),
			antecedent: int32(min(m.Antecedent, math.MaxInt32)), acts: m.Acts, definite: m.Definite,
		}
	}
	return out
}

// number gives the number of a word. It does not hold the text that s is part of.
func (p *packer) number(s string) uint32 {
	n, ok := p.index[s]
	if !ok {
		n = uint32(len(p.words))
		s = strings.Clone(s)
		p.index[s] = n
		p.words = append(p.words, s)
	}
	return n
}

// count gives the number of mentions of article i.
func (x *mentions) count(i int) int {
	if x.packed == nil {
		return len(x.held[i].Mentions)
	}
	return len(x.packed[i])
}

// at gives mention j of article i.
func (x *mentions) at(i, j int) news.Mention {
	if x.packed == nil {
		return x.held[i].Mentions[j]
	}
	p := &x.packed[i][j]
	return news.Mention{
		Span: news.Span{Start: int(p.start), End: int(p.end)}, Role: news.Span{Start: int(p.roleStart), End: int(p.roleEnd)},
		Kind: news.MentionKind(x.words[p.kind]), Type: news.EntityType(x.words[p.typ]), Name: x.words[p.name], Key: x.words[p.key],
		Full: x.words[p.full], Known: x.words[p.known], Country: x.words[p.land],
		Acts: p.acts, Definite: p.definite, Antecedent: int(p.antecedent),
	}
}

// see gives mention j of article i, which is not to be changed: as it is held, or
// unpacked into room. A mention is large, and copying it costs what looking at it does.
func (x *mentions) see(i, j int, room *news.Mention) *news.Mention {
	if x.packed == nil {
		return &x.held[i].Mentions[j]
	}
	*room = x.at(i, j)
	return room
}

// root gives the mention that the chain of mention j of article i goes back to.
func (x *mentions) root(i, j int) int {
	n := x.count(i)
	// Antecedents form a forest; the bound keeps a broken one from looping.
	for range n {
		next := x.antecedent(i, j)
		if next < 0 || next == j || next >= n {
			break
		}
		j = next
	}
	return j
}

func (x *mentions) antecedent(i, j int) int {
	if x.packed == nil {
		return x.held[i].Mentions[j].Antecedent
	}
	return int(x.packed[i][j].antecedent)
}
