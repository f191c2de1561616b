// Package speech marks who said what in one article: statements as triples of
// source, cue and content, and the agencies and outlets credited on the way.
//
// It is for news in English, in direct, indirect and mixed speech. It is not
// for plays, interviews set as question and answer, or transcripts, and it
// never judges whether a statement is true.
//
// Rules and a learnt model share the work. The rules know quotations, which reach
// over sentences and paragraphs and whose marks lie; the model knows which of the
// thousand words that can report do so here, and which words around them belong
// to the report. The flow, each step in a file of its own:
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
//   - cuefeatures.go and roles.go look at the trees, and at what the rules have
//     made, for the two perceptrons of model.go: one says which words are cues,
//     one what each word around a cue is to it. bymodel.go joins what they see
//     with the statements of the rules; learn.go is how they are learnt.
//   - speaker.go, source.go and pronoun.go turn the source into a mention, or say
//     why they cannot; in the order of the text, since "he" may be whoever spoke
//     before.
//   - credits.go finds the agencies in sentences, lines.go those of bylines,
//     credit lines and captions.
//
// Without a grammar (a language that has no model) the rules work alone.
//
// Precision comes before recall where a cue has no quotation: a negation, an
// intention ("will say"), the writer's own I, a source that holds no views or none
// at all gives no statement.
//
// The model weighs words and their relations; it holds no text. It was learnt from
// the train side of PolNeAR by `make statements`, see docs/decisions/0009.
package speech
