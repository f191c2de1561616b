// Package alert tells of what is new in a story or under a saved query: once for
// each new origin, each claim whose status changed and each new position, and not
// for copies of what was known.
//
// It is for deciding what is new, keeping what was told, and telling it: as a feed,
// by a webhook or by a command. It is not for sending bytes or starting programs:
// functions that it is given do that.
package alert
