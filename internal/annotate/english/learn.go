package english

import (
	"fmt"
	"io"
	"sort"
	"sync"

	"github.com/twosource/twosource/internal/grammar"
)

// Material is what a model is learnt from.
type Material struct {
	Trees     []Tree     // sentences with classes and trees
	Raw       []string   // unmarked news, for the parser: see learnsilver.go
	Names     []NameText // texts with names
	Lexicon   []LexEntry // single words of the archive; forms are folded
	Gazetteer []GazEntry
}

// A NameText is a text with its names, for learning: words and their marks by
// sentence.
type NameText struct {
	Source    string
	Sentences [][]string
	Tags      [][]NameTag
}

// A LexEntry is what is known of one word by its form.
type LexEntry struct {
	Form     string
	Clusters [4]uint16 // from coarse to fine, 0 for none
	Caps     uint8     // 1 (never) to 8 (always): how often it has a capital inside a sentence; 0 if too rare to tell
}

// A GazEntry is a listed name or part of a name.
type GazEntry struct {
	Words []string
	Types uint16 // a bit for each of [GazetteerTypes]
}

// LearnOptions are the settings of [Learn]; the zero value is not useful, see
// [DefaultLearnOptions].
type LearnOptions struct {
	TagPasses    int     // over the trees; half as many for tagging the parts
	ParsePasses  int     // over the trees, each time with a part of the unmarked news
	NamePasses   int     // over the texts with names
	SilverPasses int     // of the parsers that mark unmarked news
	Folds        int     // parts for tagging the training data by models that have not seen it
	Single       bool    // learn each perceptron once, not twice in different orders: faster, less accurate
	Explore      float64 // probability that the parser's learner follows its own wrong move
	Seed         uint64
	Log          io.Writer // progress, a line a step; nil for none
}

// DefaultLearnOptions are the settings of the shipped model.
func DefaultLearnOptions(log io.Writer) LearnOptions {
	return LearnOptions{TagPasses: 5, ParsePasses: 10, NamePasses: 10, SilverPasses: 5, Folds: 3, Explore: 0.9, Seed: 1, Log: log}
}

// sureCount and sureShare say when a word's class is taken as known: seen so
// often, and so nearly always with one class.
const (
	sureCount = 40
	sureShare = 0.998
)

// A school holds the state of one run of [Learn].
type school struct {
	m       *Material
	o       LearnOptions
	lex     lexicon
	sure    map[string]uint8
	classes []class
	classID map[class]int
	mu      sync.Mutex
}

// Learn makes the bytes of a model, for [Open], from material. The same
// material and options give the same bytes. It uses up to two processors.
func Learn(m *Material, o LearnOptions) ([]byte, error) {
	k := &school{m: m, o: o}
	k.findClasses()
	k.findSure()
	lexTable := k.buildLexicon()
	k.lex = lexicon{lexTable, entries(lexTable, lexEntrySize)}
	ls := lessons(m.Trees, &k.lex, k.classOf)
	k.logf("%d sentences, %d classes, lexicon of %d words", len(ls), len(k.classes), len(m.Lexicon))

	k.jackknife(ls)
	tags := k.twins(o.Seed, func(seed uint64) []*learner {
		return []*learner{learnTagger(lessons(m.Trees, &k.lex, k.classOf), k.classes, o.TagPasses, seed)}
	})[0]
	k.logf("tagger: %d features", tags.used)
	var silver []*lesson
	if len(m.Raw) > 0 {
		silver = k.makeSilver(ls, tags)
	}
	tree := k.twins(o.Seed, func(seed uint64) []*learner {
		moves, rels := learnParser(ls, silver, o.ParsePasses, o.Explore, seed)
		return []*learner{moves, rels}
	})
	moves, rels := tree[0], tree[1]
	k.logf("parser: %d features of moves, %d of relations", moves.used, rels.used)
	tags = k.team(tags)
	nm, err := k.learnNames(tags)
	if err != nil {
		return nil, err
	}
	return k.write(lexTable, tags, moves, rels, nm), nil
}

// teamPasses is the number of passes of each tagger of the team.
const teamPasses = 8

// team learns the tagger that is shipped: four, each for longer than those that
// prepare the parser's lessons, summed. It gives twins, the latter, if k is to
// learn everything once.
func (k *school) team(twins *learner) *learner {
	if k.o.Single {
		return twins
	}
	learn := func(seed uint64) *learner {
		return learnTagger(lessons(k.m.Trees, &k.lex, k.classOf), k.classes, teamPasses, seed)
	}
	var l [4]*learner
	both(func() { l[0], l[1] = learn(k.o.Seed), learn(k.o.Seed+100) }, func() { l[2], l[3] = learn(k.o.Seed+200), learn(k.o.Seed+300) })
	return merged(l[:]...)
}

func (k *school) logf(format string, args ...any) {
	if k.o.Log != nil {
		fmt.Fprintf(k.o.Log, format+"\n", args...)
	}
}

// both runs two functions at the same time.
func both(a, b func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { defer wg.Done(); a() }()
	b()
	wg.Wait()
}

// joint gives the joint class of a word: fine classes are kept apart where the
// parser gains by it.
func joint(p grammar.POS, t grammar.Tag) class {
	switch p {
	case grammar.VERB, grammar.AUX:
		switch t {
		case grammar.VB, grammar.VBD, grammar.VBG, grammar.VBN, grammar.VBP, grammar.VBZ, grammar.MD:
			return class{p, t}
		}
		return class{p, grammar.VB}
	case grammar.NOUN:
		if t == grammar.NNS {
			return class{p, t}
		}
		return class{p, grammar.NN}
	case grammar.PROPN:
		if t == grammar.NNPS {
			return class{p, t}
		}
		return class{p, grammar.NNP}
	case grammar.ADJ:
		if t == grammar.JJR || t == grammar.JJS || t == grammar.NNP {
			return class{p, t}
		}
		return class{p, grammar.JJ}
	case grammar.ADV:
		if t == grammar.WRB || t == grammar.RBR || t == grammar.RBS {
			return class{p, t}
		}
		return class{p, grammar.RB}
	case grammar.PRON:
		switch t {
		case grammar.PRP, grammar.PRPS, grammar.WDT, grammar.WP, grammar.DT, grammar.EX:
			return class{p, t}
		}
		return class{p, grammar.NN}
	case grammar.ADP:
		if t == grammar.RP {
			return class{p, t}
		}
		return class{p, grammar.IN}
	case grammar.PART:
		switch t {
		case grammar.TO, grammar.TagPOS:
			return class{p, t}
		}
		return class{p, grammar.RB}
	case grammar.DET:
		if t == grammar.PDT || t == grammar.WDT {
			return class{p, t}
		}
		return class{p, grammar.DT}
	case grammar.PUNCT:
		switch t {
		case grammar.TagComma, grammar.TagStop, grammar.TagColon, grammar.LRB, grammar.RRB, grammar.TagOpenQuote, grammar.TagCloseQuote, grammar.HYPH:
			return class{p, t}
		}
		return class{p, grammar.NFP}
	}
	return class{p, usualTag[p]}
}

var usualTag = [grammar.NumPOS]grammar.Tag{grammar.NUM: grammar.CD, grammar.CCONJ: grammar.CC, grammar.SCONJ: grammar.IN, grammar.INTJ: grammar.UH, grammar.SYM: grammar.TagSYM, grammar.X: grammar.FW}

// findClasses lists the joint classes of the trees, most frequent first.
func (k *school) findClasses() {
	count := map[class]int{}
	for _, t := range k.m.Trees {
		for i := range t.Words {
			count[joint(t.POS[i], t.Tags[i])]++
		}
	}
	for c := range count {
		k.classes = append(k.classes, c)
	}
	sort.Slice(k.classes, func(i, j int) bool {
		a, b := k.classes[i], k.classes[j]
		if count[a] != count[b] {
			return count[a] > count[b]
		}
		return int(a.pos)<<8|int(a.tag) < int(b.pos)<<8|int(b.tag)
	})
	k.classID = map[class]int{}
	for i, c := range k.classes {
		k.classID[c] = i
	}
}

func (k *school) classOf(p grammar.POS, t grammar.Tag, _ string) int { return k.classID[joint(p, t)] }

// findSure lists the forms whose class does not vary.
func (k *school) findSure() {
	count := map[string]map[int]int{}
	var f folder
	for _, t := range k.m.Trees {
		for i, w := range t.Words {
			f.fold(w)
			key := string(f.form)
			if count[key] == nil {
				count[key] = map[int]int{}
			}
			count[key][k.classOf(t.POS[i], t.Tags[i], w)]++
		}
	}
	k.sure = map[string]uint8{}
	for w, classes := range count {
		total := 0
		for _, n := range classes {
			total += n
		}
		if total < sureCount {
			continue
		}
		for c, n := range classes {
			if float64(n) >= sureShare*float64(total) {
				k.sure[w] = uint8(c + 1)
			}
		}
	}
}

// jackknife gives the words of ls classes by taggers that have not seen them:
// the lessons are cut into parts, each tagged by what is learnt from the others.
func (k *school) jackknife(ls []*lesson) {
	folds := k.o.Folds
	const block = 50 // sentences that stay together, so that texts mostly do
	part := func(i int) int { return i / block % folds }
	run := func(fold int) {
		var rest []*lesson
		for i, t := range lessons(k.m.Trees, &k.lex, k.classOf) {
			if part(i) != fold {
				rest = append(rest, t)
			}
		}
		w := learnTagger(rest, k.classes, (k.o.TagPasses+1)/2, k.o.Seed+uint64(fold))
		t := tagger{weights: w, classes: k.classes}
		right, total := 0, 0
		for i, l := range ls {
			if part(i) != fold {
				continue
			}
			t.run(&l.s)
			for j := 1; j <= l.s.n; j++ {
				total++
				if k.classes[l.classes[j]].pos == k.classes[l.s.w[j].tag-classBase].pos {
					right++
				}
			}
		}
		k.logf("tagger without part %d: UPOS %.2f on it", fold, 100*float64(right)/float64(total))
	}
	for fold := 0; fold < folds; fold += 2 {
		both(func() { run(fold) }, func() {
			if fold+1 < folds {
				run(fold + 1)
			}
		})
	}
}
