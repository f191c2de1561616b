package cluster

// Some features cost more to find than others. Before they are found, it may be plain
// already that a pair is unlikely: the model has a ceiling for each stage of what is
// known.
const (
	opened  = iota // all but the features of the next stages are known
	subject        // what the words are used of is known too
	stages
)

// A ceiling is what a model comes to at most while some features are not known.
type ceiling struct {
	trees []tree // that depend on what is known
	rest  int32  // what the others come to
}

// under reports whether the score is below joinAt, whatever the features are
// that are not known.
func (c *ceiling) under(e *Evidence) bool {
	return c.rest+sum(c.trees, e)-fade(e[daysApart]) < joinAt
}

// add adds a tree of the model.
func (c *ceiling) add(t *tree, stage int) {
	if most, depends := t.most(stage); depends {
		c.trees = append(c.trees, most)
	} else {
		c.rest += most.leaves[0][0]
	}
}

// known reports whether the feature that is asked for is known at a stage.
func (q question) known(stage int) bool {
	switch int(q.feature) {
	case sharedStems, sharedPairs, sharedQuotes:
		return false
	case sharedSubject, sharedLeadSubject, leadSubjectInText, leadSubjectInTextMost:
		return stage >= subject
	}
	return true
}

// most returns a tree that asks only for what is known at a stage and is no less than
// t, whatever the rest is; depends tells whether it asks for anything: if not, it
// is its first leaf.
func (t *tree) most(stage int) (most tree, depends bool) {
	most = *t
	for k := range most.second {
		if !most.second[k].known(stage) {
			most.second[k] = always
			most.leaves[k][0] = max(t.leaves[k][0], t.leaves[k][1])
		}
	}
	if !t.root.known(stage) {
		most = most.either()
	}
	return most, most.root != always || most.second[0] != always
}

// either returns a tree that is for each answer to the second questions the greater of
// what t is for either answer to the first.
func (t *tree) either() tree {
	out := tree{root: t.second[0], second: [2]question{t.second[1], t.second[1]}}
	for k := range out.leaves {
		for j := range out.leaves[k] {
			out.leaves[k][j] = max(t.leaves[0][k], t.leaves[1][j])
		}
	}
	return out
}
