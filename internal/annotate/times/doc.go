// Package times marks the time expressions of an article: dates, times of day,
// durations and repetitions, with their values.
//
// It is for expressions that name a time ("27 September", "late last week",
// "two days before"), reckoned from the article's own date with the tense of
// the sentence. It is not for events that merely have a time ("after the
// vote"), and it finds no article's date: package extract does that. What the
// words mean is in the grammar of package dates; here is what they mean in
// their place.
package times
