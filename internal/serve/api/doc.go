// Package api is the HTTP API: JSON under /api/v1, described by /openapi.json.
//
// It is for other programs. Items are those of a brief, byte for byte; what the
// lists, cursors, errors and streams around them are is in docs/formats/api.md. It
// is not for pages, and it analyses nothing: articles that are posted are handed
// to a function that it was given.
package api
