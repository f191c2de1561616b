// Package news holds what flows: the records that the stages read and write,
// and the words of the glossary as Go types.
//
// One word stands for one thing, here as in the brief's JSON and on its pages.
//
//   - A [Page] is bytes as they came and where from.
//   - An [Article] is one published text of one outlet. Its Text never changes
//     after extract made it; every [Span] counts bytes of that text.
//   - An [Annotation] is what annotate marks in one article: [Sentence],
//     [Word], [Mention], [Time], [Statement], [Credit].
//   - A [Link] is lineage: who took from whom, with the [Reuse] that shows it.
//   - An [Origin] is where a passage's information entered the record.
//   - A [Story] is the articles about one happening, a [Thread] stories that
//     continue one another, an [Entity] the person, organisation, place or
//     group behind mentions of several articles.
//   - A [Record] is all of it for one set of articles: what a brief reports.
//
// The package imports the standard library only, keeps no state and reads no
// clock. Spans are bytes inside the program; [Runes] turns them into the code
// points that stand at its border.
package news
