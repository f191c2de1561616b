package cluster

// late reports whether a feature is one of those that [Evidence.setSubject] and
// what costs as much set last.
func (q question) late() bool {
	switch int(q.feature) {
	case sharedStems, sharedPairs, sharedQuotes, sharedSubject, sharedLeadSubject, leadSubjectInText, leadSubjectInTextMost:
		return true
	}
	return false
}

// most returns a tree that asks for no late feature and is for all that the others
// can be no less than t is for any of the late ones; of tells whether it asks for
// any: if not, it is its first leaf.
func (t *tree) most() (most tree, of bool) {
	out := *t
	for k := range out.second {
		if out.second[k].late() {
			out.second[k] = always
			out.leaves[k][0] = max(t.leaves[k][0], t.leaves[k][1])
		}
	}
	if t.root.late() {
		out = out.either()
	}
	return out, out.root != always || out.second[0] != always
}

// either returns a tree that is for each answer to the second questions the greater of
// what it is for either answer to the first.
func (t *tree) either() tree {
	out := tree{root: t.second[0], second: [2]question{t.second[1], t.second[1]}}
	for k := range out.leaves {
		for j := range out.leaves[k] {
			out.leaves[k][j] = max(t.leaves[0][k], t.leaves[1][j])
		}
	}
	return out
}
