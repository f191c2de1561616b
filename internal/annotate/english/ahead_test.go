package english

import "testing"

// TestAhead: what is known ahead and the rest are all that speaks for a move.
func TestAhead(t *testing.T) {
	m := loaded(t)
	var d Doc
	m.Annotate(&d, "The old mayor of the town said on Monday that “no ferry” had left. Who asked? Two of the boats, she added, were new, and both lay idle.")
	for k := 0; k+1 < len(d.Sentences); k++ {
		var s sentence
		s.resize(int(d.Sentences[k+1] - d.Sentences[k]))
		var f folder
		for i := 1; i <= s.n; i++ {
			f.read(&s.w[i], d.Word(int(d.Sentences[k])+i-1), &m.lex)
		}
		(&tagger{weights: &m.tags, classes: m.classes}).run(&s)
		p := parser{moves: &m.moves, rels: &m.rels}
		p.ahead.open(&m.moves)
		p.ahead.prepare(&s)
		z := &p.state
		for z.reset(&s); !z.done(); {
			all := m.moves.sum(moveFeatures(&s, z, false, nil))
			some := m.moves.sum(moveFeatures(&s, z, true, nil))
			if some.add(p.ahead.of(z)); some != all {
				t.Fatalf("sentence %d, word %d: %v, want %v", k, z.next, some, all)
			}
			move := p.best(&s)
			if move == moveShift {
				z.shift()
				continue
			}
			head, dep := z.arcOf(move)
			z.attach(head, dep, p.relation(&s, head, dep))
		}
	}
}
