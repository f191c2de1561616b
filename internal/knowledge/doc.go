// Package knowledge holds what is known of the world before an article is
// read: countries with their demonyms, capitals and seats of government,
// international bodies, armed groups, office-holders with the dates of their
// offices, news agencies, outlets, given names, how rare each English word is
// and how often it has a capital.
//
// A [Base] is all of it, with a table of the user's before the shipped ones if
// there is one; a nil Base is the shipped tables, which the functions of the
// package ask too.
//
// It is for looking words up: [Match] finds the longest known name at a place
// in a text, [Lookup] a whole alias, [Agency] and [Outlet] a publisher,
// [Rarity] a word's weight, [Base.HolderOf] who held an office on a day,
// [Base.Government] for which government a capital or palace may stand. It
// judges nothing: whether "Moscow" is the city or the government is for the
// stages that see the sentence.
//
// The tables are byte strings in the binary, read in place; nothing is decoded
// when the program starts, and no state is kept, so every function may be called
// from several goroutines. They are made by the generator in gen from the
// sources that SOURCES.md lists.
package knowledge

//go:generate go run ./gen -shared ../../../shared -o .
