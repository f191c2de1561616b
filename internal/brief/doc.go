// Package brief renders a [news.Record] as a brief and proves briefs (Record →
// Brief).
//
// [New] makes a [Document] of a record. It is written as JSON, the format that
// docs/formats/brief.schema.json fixes ([WriteJSON]), as text for a terminal
// ([WriteText]), as Markdown with numbered notes ([WriteMarkdown]) and as one
// self-contained page ([WriteHTML]); [WriteArticles] writes the view that has
// one row an input. [Check] proves that every span of a brief is true.
//
// It is not for judging: what is in a brief was decided by the stages before.
// The package chooses what is shown first and what only by count, and puts
// words of the articles, labels of a fixed list and templates side by side so
// that they can be told apart. It states nothing that a record does not hold.
//
// Inside the program spans count bytes, in a brief code points; this package is
// the border.
package brief
