// Package ingest turns what a user names into pages: files, folders, globs,
// archives and standard input become a stream of [news.Page] (inputs → Page).
//
// It is for knowing the kind of an input by its content, unpacking and decoding
// it, and naming whatever cannot be read with its cause and its place. One
// broken input never stops the rest. It is not for finding the article on a
// page, which is the work of package extract, nor for fetching addresses: what
// a header block, a record or an envelope says is handed on word for word in
// [news.Page.Stated], dates unread.
//
// # Use
//
// [Expand] turns arguments into a list of [Source]; a [Reader] reads one source
// after the other, or several at once. Records stream: a file of many articles
// is never held in memory, only the record at hand.
//
// # What is read
//
//   - plain text and Markdown, with or without a header block or front matter
//   - HTML, as served, as saved by a browser, or as MHTML
//   - JSON Lines, JSON (an object, a list, an object that holds a list of
//     articles, a JSON Feed), CSV and TSV
//   - RSS and Atom entries
//   - WARC archives of web pages: the answers with status 200, resources and
//     conversions that are HTML, text or feeds; the rest is counted by kind
//   - any of these in gzip or zstd, or as members of a ZIP or tar
//
// Everything else (PDF, Word, pictures, ARC, OPML, lists of addresses …) is
// named with what to do.
package ingest
