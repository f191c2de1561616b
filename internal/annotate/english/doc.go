// Package english finds sentences, words, word classes, grammar and names in
// English text.
//
// # Flow
//
// [Split] cuts a text into sentences and words by rules. A [Model] then marks
// each word with its class and lemma ([Model.Annotate] runs all of it), with
// its head and relation in the sentence, and with its place in a name. All
// marks stand in the slices of a [Doc], one entry a word, and point into the
// text by byte offsets.
//
// # Model
//
// Words are classed, and attached, by averaged perceptrons: each decision sums
// small integers found by hashing what surrounds the word. The words' clusters
// were learnt from unmarked news. No sum is a float, so the marks are the same
// on every machine. The model is one file, embedded in the package and read in
// place; eval/english/train makes it, see docs/decisions/0010.
//
// # Limits
//
// Trees are projective. A sentence has at most [MaxSentence] words and a word
// at most [MaxWord] bytes; longer stretches are cut, so that time and memory
// are linear in the length of any text.
package english
