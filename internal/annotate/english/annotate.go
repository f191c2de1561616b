package english

import "github.com/twosource/twosource/internal/grammar"

// A scratch holds what one run over a text needs besides its result. It is part
// of [Doc], so that a Doc that is used again allocates nothing.
type scratch struct {
	folder folder
	s      sentence
	tagger tagger
	parser parser
	marks  punctuator
	namer  namer
	model  *Model
}

// Annotate cuts text into sentences and words and marks them all: classes,
// features, lemmas, trees and names. What d held before is lost. It takes time
// linear in len(text), about 10 µs a word, and allocates only when d has not
// yet held so long a text. Several goroutines may use one Model, each with its
// own Doc. The same text gives the same marks on every machine.
func (m *Model) Annotate(d *Doc, text string) {
	Split(d, text)
	m.Mark(d)
}

// Mark marks the words that d has, from [Split] or [Doc.SetWords], as
// [Model.Annotate] does.
func (m *Model) Mark(d *Doc) {
	m.ready(d)
	d.clearMarks()
	n := d.Len()
	d.POS, d.Tag, d.Lemma = sized(d.POS, n), sized(d.Tag, n), sized(d.Lemma, n)
	d.Head, d.Rel, d.Name = sized(d.Head, n), sized(d.Rel, n), sized(d.Name, n)
	v := &d.work.namer.view
	v.resize(n)
	for i := 0; i+1 < len(d.Sentences); i++ {
		m.sentence(d, int(d.Sentences[i]), int(d.Sentences[i+1]))
	}
	d.feats()
	m.names(d)
}

// ready points the workers in d at the tables of m.
func (m *Model) ready(d *Doc) {
	k := &d.work
	if k.model == m {
		return
	}
	k.model = m
	k.tagger.weights, k.tagger.classes = &m.tags, m.classes
	k.parser.moves, k.parser.rels = &m.moves, &m.rels
	k.parser.ahead.open(&m.moves)
	k.namer.weights, k.namer.steps, k.namer.places = &m.nameWeights, m.nameSteps, &m.gaz
}

// sentence marks the words a to b with all but features and names.
func (m *Model) sentence(d *Doc, a, b int) {
	k := &d.work
	s := &k.s
	s.resize(b - a)
	for i := a; i < b; i++ {
		k.folder.read(&s.w[i-a+1], d.Word(i), &m.lex)
	}
	k.tagger.run(s)
	k.parser.run(s)
	k.marks.run(&k.parser.state, func(i int) string { return d.Word(a + i - 1) })
	v := &k.namer.view
	copy(v.w[a:b], s.w[1:])
	for i := a; i < b; i++ {
		w := &s.w[i-a+1]
		node := &k.parser.state.node[i-a+1]
		c := int(w.tag - classBase)
		d.POS[i] = m.classes[c].pos
		d.Tag[i] = m.fineTag(w, c)
		d.Lemma[i] = m.lemmas.rule(w, d.Tag[i])
		d.Head[i] = node.head - 1 + int32(a)
		d.Rel[i] = grammar.Rel(node.rel)
		if int(node.head) == s.n+1 {
			d.Head[i] = -1
			d.Rel[i] = grammar.RelRoot
		}
		v.first[i], v.last[i] = int32(a), int32(b)
	}
}

// fineTag gives the fine class of a word of joint class c: by the word where
// the joint class leaves it open.
func (m *Model) fineTag(w *word, c int) grammar.Tag {
	if t, ok := m.fine.lookup(fineKey(w.low, c)); ok {
		return t
	}
	return m.classes[c].tag
}

// names fills d.Name.
func (m *Model) names(d *Doc) {
	k := &d.work
	k.namer.prepare()
	for i := 0; i+1 < len(d.Sentences); i++ {
		a, b := int(d.Sentences[i]), int(d.Sentences[i+1])
		for j, c := range k.namer.sentence(a, b) {
			d.Name[a+j] = NameTag(c)
		}
	}
	for i := range d.Name {
		if k.namer.view.w[i].upper && (d.Name[i] == 0 || isMembers(d, i)) && isGroup(d, i, k.namer.view.gaz[i]) {
			d.Name[i] = makeNameTag(Group, nameUnit)
		}
	}
}

// isMembers reports whether word i is a name of its own in the plural, as the
// members of a party are named and hardly ever a person or a body.
func isMembers(d *Doc, i int) bool {
	t := d.Name[i]
	return (t == makeNameTag(Person, nameUnit) || t == makeNameTag(Organization, nameUnit)) && d.Tag[i] == grammar.NNPS
}

// isGroup reports whether word i, outside names, names a nationality, a faith
// or the members of a party.
func isGroup(d *Doc, i int, gaz uint64) bool {
	if gaz>>(4*gazDemonym+nameUnit)&1 == 0 {
		return false
	}
	return d.POS[i] == grammar.ADJ || d.POS[i] == grammar.PROPN || d.POS[i] == grammar.NOUN
}
