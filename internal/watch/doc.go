// Package watch polls feeds: it knows which feed is due, asks politely whether it
// changed, and hands what is new to its caller.
//
// It is for when to ask. It is not for getting bytes (package fetch), nor for
// reading or keeping pages, which the caller does.
package watch
