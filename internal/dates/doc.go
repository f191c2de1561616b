// Package dates is the calendar grammar: what dates look like, and arithmetic
// on days, weeks, months and years.
//
// It has two halves. [Parse] reads an absolute date as headers, page tags and
// date lines write it, in the main European languages. [Grammar] and the types
// around it say how English prose speaks of time ("late last week", "two days
// before"), as a table of rules with their examples, and [Expr.Resolve] reckons
// an expression from a day that the caller gives.
//
// It is not for finding expressions in an article, nor for choosing the day
// that they are reckoned from: package annotate/times does that. It never reads
// the machine's clock.
package dates
