package english

// Silver lessons are sentences of the archive on whose arcs two parsers agree
// that read in opposite directions. Arcs on which they differ are left open:
// the dynamic oracle needs no full tree.

// open is the head of a word that a silver lesson does not know.
const open = -1

// Sentences of the archive that are used: neither scraps nor monsters.
const (
	leastSilver = 6
	mostSilver  = 60
)

// backwards gives the lesson read from right to left.
func (l *lesson) backwards() *lesson {
	n := l.s.n
	r := &lesson{classes: make([]int, n+2), heads: make([]int, n+2), rels: make([]uint32, n+2)}
	r.s.resize(n)
	for i := 1; i <= n; i++ {
		j := n + 1 - i
		r.s.w[j] = l.s.w[i]
		r.classes[j], r.rels[j] = l.classes[i], l.rels[i]
		r.heads[j] = mirror(l.heads[i], n)
	}
	return r
}

// mirror gives the place of word i of n, or of the root, from the other end.
func mirror(i, n int) int {
	if i > n || i < 1 {
		return i
	}
	return n + 1 - i
}

// silver marks the sentences of texts with t, ahead and back, and keeps what
// ahead and back agree on.
func (k *school) silver(texts []string, t *tagger, ahead, back *parser) (out []*lesson) {
	var d Doc
	var f folder
	known, total := 0, 0
	for _, text := range texts {
		Split(&d, text)
		for i := 0; i+1 < len(d.Sentences); i++ {
			a, b := int(d.Sentences[i]), int(d.Sentences[i+1])
			n := b - a
			if n < leastSilver || n > mostSilver || d.Word(b - 1)[0] != '.' && d.Word(b - 1)[0] != '"' {
				continue
			}
			l := &lesson{classes: make([]int, n+2), heads: make([]int, n+2), rels: make([]uint32, n+2)}
			l.s.resize(n)
			for j := a; j < b; j++ {
				f.read(&l.s.w[j-a+1], d.Word(j), &k.lex)
			}
			t.run(&l.s)
			known += l.agree(ahead, back)
			total += n
			out = append(out, l)
		}
	}
	k.logf("silver: %d sentences, %d words, the parsers agree on %.1f %% of arcs", len(out), total, 100*float64(known)/float64(max(total, 1)))
	return out
}

// agree sets the heads and relations of l that both parsers find, and gives
// their number.
func (l *lesson) agree(ahead, back *parser) (known int) {
	n := l.s.n
	ahead.run(&l.s)
	back.run(&l.backwards().s)
	for i := 1; i <= n; i++ {
		x, y := &ahead.state.node[i], &back.state.node[n+1-i]
		if int(x.head) != mirror(int(y.head), n) {
			l.heads[i] = open
			continue
		}
		known++
		l.heads[i] = int(x.head)
		if x.rel == y.rel {
			l.rels[i] = x.rel
		}
	}
	return known
}

// silverParts is in how many parts the silver lessons are cut: each pass reads
// one of them beside all others.
const silverParts = 6

// makeSilver teaches two parsers on gold and marks k.m.Raw with them.
func (k *school) makeSilver(gold []*lesson, tags *learner) []*lesson {
	var ahead, back parser
	both(func() {
		m, r := learnParser(gold, nil, k.o.SilverPasses, k.o.Explore, k.o.Seed+1)
		ahead.moves, ahead.rels = m, r
	}, func() {
		mirrored := make([]*lesson, len(gold))
		for i, l := range gold {
			mirrored[i] = l.backwards()
		}
		m, r := learnParser(mirrored, nil, k.o.SilverPasses, k.o.Explore, k.o.Seed+2)
		back.moves, back.rels = m, r
	})
	return k.silver(k.m.Raw, &tagger{weights: tags, classes: k.classes}, &ahead, &back)
}
