// Package extract finds the article on a page (Page → Article).
//
// It is for pages that hold one article: plain text, Markdown or HTML. Of each
// it says what is headline, byline, date line, credit, caption, paragraph and
// page furniture, who published it, and when, with what that rests on. It is
// not for front pages and lists of links, which yield [ErrNoArticle], and it
// judges no content: names and quotations are marked by package annotate.
//
// ("Extraction" here is the field's main-content extraction. Information
// extraction is package annotate.)
package extract
