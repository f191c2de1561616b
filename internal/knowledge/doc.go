// Package knowledge holds what is known of the world before an article is
// read: countries with their demonyms, capitals and seats of government,
// international bodies, armed groups, office-holders, news agencies, outlets,
// given names, how rare each English word is and how often it has a capital.
//
// It is for looking words up: [Match] finds the longest known name at a place
// in a text, [Lookup] a whole alias, [Agency] and [Outlet] a publisher,
// [Rarity] a word's weight. It judges nothing: whether "Moscow" is the city or
// the government is for the stages that see the sentence.
//
// The tables are byte strings in the binary, read in place; nothing is decoded
// when the program starts, and no state is kept, so every function may be called
// from several goroutines. They are made by the generator in gen from the
// sources that SOURCES.md lists.
package knowledge

//go:generate go run ./gen -shared ../../../shared -o .
