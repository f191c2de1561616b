package english

import "github.com/twosource/twosource/internal/grammar"

// CrossNames learns names folds times, each without the texts that part puts
// into that fold, and gives each model and the texts it has not seen to held.
// Classes of words are learnt once, trees not at all. It is for measuring what
// a change of features, guidelines or lists does.
func CrossNames(m *Material, o LearnOptions, folds int, part func(t *NameText) int, held func(model *Model, texts []NameText)) error {
	k := &school{m: m, o: o}
	k.findClasses()
	k.findSure()
	lexTable := k.buildLexicon()
	k.lex = lexicon{lexTable, entries(lexTable, lexEntrySize)}
	tags := learnTagger(lessons(m.Trees, &k.lex, k.classOf), k.classes, o.TagPasses, o.Seed)
	in := make([]int, len(m.Names))
	for i := range m.Names {
		in[i] = part(&m.Names[i])
	}
	for fold := range folds {
		var rest, out []NameText
		for i, t := range m.Names {
			if in[i] == fold {
				out = append(out, t)
			} else {
				rest = append(rest, t)
			}
		}
		some := *m
		some.Names = rest
		k.m = &some
		nm, err := k.learnNames(tags)
		if err != nil {
			return err
		}
		model, err := Open(k.write(lexTable, tags, newLearner(numMoves), newLearner(int(grammar.NumRel)), nm))
		if err != nil {
			return err
		}
		held(model, out)
	}
	return nil
}
