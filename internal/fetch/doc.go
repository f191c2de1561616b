// Package fetch gets pages from the web, politely: it keeps to robots.txt, waits
// between two requests to one host and as long as a server asks, and sends the
// conditions that let a server answer "unchanged".
//
// Addresses come from strangers. A [Client] therefore reaches public addresses
// only, which is checked of each numeric address at the moment of dialling, and
// bounds the time, the redirects, the bytes on the wire and the bytes unpacked
// of every answer.
//
// It is for getting bytes. It is not for reading them (package ingest), nor for
// deciding when to ask again (package watch).
package fetch
