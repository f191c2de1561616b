// Package serve is what the HTTP API, the MCP tools and the pages have in common:
// a light index of what a store has derived, kept up to date while others write,
// the records of a page of a list, the changes of stories as they come, and the
// guard before the handlers.
//
// It is for reading a store from many requests at once without holding it in
// memory. It is not for analysing: it knows no stage, and a request that starts
// work is a function that it was given.
package serve
