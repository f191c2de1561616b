// Package speech marks who said what in one article: statements as triples of
// source, cue and content, and the agencies and outlets credited on the way.
//
// It is for news in English, in direct, indirect and mixed speech. It is not
// for plays, interviews set as question and answer, or transcripts, and it
// never judges whether a statement is true.
//
// The rules work on words, quotation marks and the names found before, without
// a parse. The flow, each step in a file of its own:
//
//   - tokens.go looks every word up in the tables of lexicon.go: reporting verbs
//     with what they govern, and the closed classes of English.
//   - quotes.go pairs the quotation marks of each paragraph, whatever their
//     style, and says which marks open, close or are apostrophes.
//   - cues.go finds reporting verbs outside quotations; subject.go their subject,
//     object.go their addressee and the place where their content may begin.
//   - attach.go gives each quotation the cue that governs it, or the reason why
//     none does; quotations that nobody speaks (scare quotes, titles) fall away.
//   - content.go takes the content of cues that govern a clause and no whole
//     quotation: indirect and mixed speech.
//   - speaker.go and pronoun.go turn the subject into a mention, or say why they
//     cannot; in the order of the text, since "he" may be whoever spoke before.
//   - credits.go finds the agencies in sentences, lines.go those of bylines,
//     credit lines and captions.
//
// Precision comes before recall where a cue has no quotation: a verb that could
// be a noun, a passive, a negation, an intention ("is expected to say") or a
// subject that is no speaker gives no statement.
package speech
