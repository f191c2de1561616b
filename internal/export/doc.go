// Package export writes what is known of a set of articles in formats that other
// programs have: rows for tables and Parquet, W3C Web Annotation, drafts of
// ClaimReview, TimelineJS, TEI, RSS and Atom.
//
// It is for other programs' formats. It is not for the brief itself (package
// brief), and judges nothing: each thing that it writes stands in the record,
// with the words that it points at.
package export
