// Package mcp gives the store to language models by the Model Context Protocol, so
// that one cites instead of guessing: each answer carries the article, the outlet,
// the date and the exact words with their place.
//
// It is for asking. It is not for changing anything: all tools only read.
package mcp
