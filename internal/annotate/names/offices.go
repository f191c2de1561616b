package names

import (
	"strings"
	"unicode"

	"github.com/twosource/twosource/internal/news"
)

// landOfRole gives a person without a country the first that the role names, but for one
// that it is about.
func (f *finder) landOfRole(n *name) {
	for k := n.roleA; k < n.roleB && n.country == ""; k++ {
		if m := f.at[k]; m > 0 && !f.isAbout(&f.found[m-1], n.roleA, n.roleB) {
			n.country = f.found[m-1].country
		}
	}
}

// isAbout reports whether the role of words [from, to) is about the place o, so that who
// has it may be of anywhere: "envoy for Ruritania", "ambassador to Ruritania", "Ruritania
// adviser". It is not if it speaks for the place, and "Ruritania's envoy" and "Ruritanian
// envoy" are of it, as "U.S. envoy" is.
func (f *finder) isAbout(o *name, from, to int32) bool {
	if o.typ != news.Place || o.to < to && f.toks[o.to].class&cClitic != 0 {
		return false
	}
	k := o.from - 1
	if k > from && f.word(int(k)) == "the" {
		k--
	}
	if k > from {
		switch f.word(int(k)) {
		case "to", "on":
			return true
		case "for":
			return f.toks[k-1].class&cTitle != 0 && !strings.HasPrefix(f.word(int(k-1)), "spokes")
		}
	}
	return o.to < to && aboutHeads[f.word(int(o.to))] && strings.ContainsFunc(o.text, unicode.IsLower)
}

// aboutHeads are heads of roles before which the name of a country says what they are
// about.
var aboutHeads = map[string]bool{"adviser": true, "advisor": true, "analyst": true, "correspondent": true, "envoy": true,
	"expert": true, "scholar": true, "specialist": true}
