// Package coref says which mentions of one article mean the same: pronouns, the
// minister, the company, and the names that package names has joined already.
//
// It is for one article by itself. It is not for finding names, whose chains it
// takes as they are, nor for joining articles (package resolve). It never
// guesses among equals: a pronoun for which two persons are as good stays
// alone.
package coref
