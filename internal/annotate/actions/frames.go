package actions

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/twosource/twosource/internal/grammar"
)

//go:embed frames.txt
var frameList string

//go:embed plover.txt
var ploverList string

// A frame is a verb's group in the dictionary, and the code it has by itself.
type frame struct {
	group int32
	code  string // CAMEO; "-" for none
}

// A pattern codes a verb of its group by the words about it.
type pattern struct {
	left, right [][]string // words of which one must stand there
	code        string
}

// A frameGroup is a group of verbs with one set of patterns, which are read when
// one of its verbs is first met.
type frameGroup struct {
	lines    string // of frames.txt
	once     sync.Once
	patterns []pattern
	byWord   map[string][]int32 // a word that a pattern needs → patterns
}

// frameTable is the verb dictionary, as frames.txt says.
type frameTable struct {
	verbs  map[string][]frame
	groups []*frameGroup
	sets   map[string][]string
	plover map[string]ploverCode
}

// A ploverCode is what a CAMEO code is in PLOVER.
type ploverCode struct {
	root, mode string
	contexts   []string
}

var frames = sync.OnceValue(func() *frameTable {
	t := &frameTable{verbs: make(map[string][]frame, 4096), sets: map[string][]string{}, plover: map[string]ploverCode{}}
	for at := 0; at < len(frameList); {
		end := at + strings.IndexByte(frameList[at:], '\n') + 1
		line := frameList[at:end]
		switch line[0] {
		case '#', '\n':
		case '&':
			words := strings.Fields(line)
			t.sets[words[0]] = single(words[1:])
		case '=':
			for end < len(frameList) && frameList[end] != '=' {
				end += strings.IndexByte(frameList[end:], '\n') + 1
			}
			t.addGroup(line, frameList[at+len(line):end])
		}
		at = end
	}
	for line := range strings.Lines(ploverList) {
		if w := strings.Fields(line); len(w) > 3 && w[0] != "#" {
			p := ploverCode{root: w[1]}
			if w[2] != "-" {
				p.mode = w[2]
			}
			if w[3] != "-" {
				p.contexts = w[3:]
			}
			t.plover[w[0]] = p
		}
	}
	return t
})

// addGroup adds a group by its first line, "= code verbs", and those of its
// patterns.
func (t *frameTable) addGroup(head, lines string) {
	at := int32(len(t.groups))
	t.groups = append(t.groups, &frameGroup{lines: lines})
	words := strings.Fields(head)
	for _, v := range words[2:] {
		name, own, found := strings.Cut(v, "=")
		if !found {
			own = words[1]
		}
		t.verbs[name] = append(t.verbs[name], frame{at, own})
	}
	if !strings.Contains(lines, "!") {
		return
	}
	for line := range strings.Lines(lines) { // "give! notice": a group of its own
		if verb, _, ok := strings.Cut(line, "!"); ok {
			verb = verb[strings.LastIndexByte(verb, ' ')+1:]
			t.verbs[verb] = append(t.verbs[verb], frame{int32(len(t.groups)), "-"})
			t.groups = append(t.groups, &frameGroup{lines: strings.Replace(line, verb+"!", "*", 1)})
		}
	}
}

// read reads the patterns of g.
func (g *frameGroup) read(t *frameTable) {
	g.byWord = map[string][]int32{}
	for line := range strings.Lines(g.lines) {
		if words := strings.Fields(line); len(words) > 1 && !strings.Contains(line, "!") {
			g.addPattern(words, t.sets)
		}
	}
}

// single gives the members of a set that are one word.
func single(words []string) []string {
	out := words[:0:0]
	for _, w := range words {
		if !strings.Contains(w, "_") {
			out = append(out, w)
		}
	}
	return out
}

func (g *frameGroup) addPattern(words []string, sets map[string][]string) {
	p := pattern{code: words[len(words)-1]}
	after := false
	for _, w := range words[:len(words)-1] {
		if w == "*" {
			after = true
			continue
		}
		some := strings.Split(w, "/")
		if w[0] == '&' {
			some = sets[w]
		}
		if after {
			p.right = append(p.right, some)
		} else {
			p.left = append(p.left, some)
		}
	}
	k := int32(len(g.patterns))
	g.patterns = append(g.patterns, p)
	key := p.left
	if len(p.right) > 0 {
		key = p.right
	}
	if len(key) == 0 {
		return
	}
	for _, w := range key[len(key)-1] {
		g.byWord[w] = append(g.byWord[w], k)
	}
}

// How far from a verb a pattern may find its words.
const (
	reachLeft  = 8
	reachRight = 14
)

// codeOf gives the CAMEO code of the predicate at word v, by its lemma and the
// words about it, and how many words of a pattern speak for it; "" if the
// dictionary has none.
func (f *finder) codeOf(t *frameTable, lemma string, v int32) (code string, words int) {
	refs := t.verbs[lemma]
	if len(refs) == 0 {
		return "", 0
	}
	for _, r := range refs {
		if r.code != "-" && code == "" {
			code = r.code
		}
		if c, n := f.matchPatterns(t, t.groups[r.group], v); n > words {
			code, words = c, n
		}
	}
	if code == "-" {
		code = ""
	}
	return code, words
}

func (f *finder) matchPatterns(t *frameTable, g *frameGroup, v int32) (code string, words int) {
	g.once.Do(func() { g.read(t) })
	s := &f.ann.Sentences[f.sent[v]]
	at := f.clause[v]
	from, to := max(int32(s.FirstWord), v-reachLeft), min(int32(s.EndWord), v+reachRight+1)
	try := func(w string, i int32) {
		for _, k := range g.byWord[w] {
			p := &g.patterns[k]
			n := len(p.left) + len(p.right)
			if n <= words || (len(p.right) > 0) != (i > v) {
				continue
			}
			if f.hasAll(p.left, from, v) && f.hasAll(p.right, v+1, to) {
				code, words = p.code, n
			}
		}
	}
	for i := from; i < to; i++ {
		if i == v || f.g.POS[i] == grammar.PUNCT || !f.near(i, at) {
			continue
		}
		w := f.lower(i)
		try(w, i)
		if l := f.g.Lemma[i]; l != w {
			try(l, i)
		}
	}
	return code, words
}

// near reports whether word i is of draft at or of one right below it.
func (f *finder) near(i, at int32) bool {
	o := f.owner[i]
	return o == at || o >= 0 && f.drafts[o].gov == at
}

// hasAll reports whether for each set one of its words is among the words
// [from, to).
func (f *finder) hasAll(sets [][]string, from, to int32) bool {
	for _, set := range sets {
		found := false
		for i := from; i < to && !found; i++ {
			w := f.lower(i)
			for _, x := range set {
				if x == w || x == f.g.Lemma[i] {
					found = true
					break
				}
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// lookUp gives what a CAMEO code, perhaps marked as of the object, is in PLOVER;
// that of the code above it if the map has no finer one.
func (t *frameTable) lookUp(code string) (p ploverCode, reversed, ok bool) {
	if strings.HasPrefix(code, "<") {
		reversed, code = true, code[1:]
	}
	if strings.HasPrefix(code, "02") { // an appeal is parallel to a demand; the map has no appeals
		code = "10" + code[2:]
	}
	for len(code) >= 3 {
		if p, ok = t.plover[code]; ok {
			return p, reversed, true
		}
		code = code[:len(code)-1]
	}
	return p, reversed, false
}
