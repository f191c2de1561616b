// Package grammar says what is known of the grammar of an English text: each
// word's class, features, lemma and head, and which words make a name.
//
// It is for handing trees from the one stage that reads them (annotate, by
// package english) to those that need them. It is not for finding them, and
// nothing in it outlives the reading of one article: trees are not stored.
//
// Classes, features and relations are those of Universal Dependencies with the
// conventions of the English Web Treebank; see https://universaldependencies.org.
package grammar
