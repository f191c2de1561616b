// Package actions marks what an English text tells of as done: its clauses with
// their arguments, the quantities in them, and the clauses that are events in
// the sense of PLOVER, who did what to whom.
//
// It is for one article by itself, with its trees at hand, and for what is told,
// not for what is true: a clause says by whom it is put forward
// ([news.Clause.Speech]) and how (its modality and negation). It is not for
// joining what several articles tell, and it does not find names, times or
// statements; it points at those that were found before.
//
// Clauses come from the trees alone, with closed classes of English words:
// verbs that plan, deny or ask for what depends on them, light verbs ("held
// talks"), nouns of happenings. What an event is coded as is learnt, over a
// table of verb frames; see code.go and docs/decisions/0015-events.md.
package actions
