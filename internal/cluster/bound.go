package cluster

// Stems, pairs of words and quotes cost much to find. Before they are found, it may be plain
// already that a pair is unlikely.

// A ceiling is what a model comes to at most while these features are not known.
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
func (c *ceiling) add(t *tree) {
	if most, depends := t.most(); depends {
		c.trees = append(c.trees, most)
	} else {
		c.rest += most.leaves[0][0]
	}
}

// known reports whether the feature that is asked for is known early.
func (q question) known() bool {
	switch int(q.feature) {
	case sharedStems, sharedPairs, sharedQuotes:
		return false
	}
	return true
}

// most returns a tree that asks only for what is known early and is no less than
// t, whatever the rest is; depends tells whether it asks for anything: if not, it
// is its first leaf.
func (t *tree) most() (most tree, depends bool) {
	most = *t
	for k := range most.second {
		if !most.second[k].known() {
			most.second[k] = always
			most.leaves[k][0] = max(t.leaves[k][0], t.leaves[k][1])
		}
	}
	if !t.root.known() {
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
