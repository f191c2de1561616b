// Package eval scores the stages on public data sets, each with the metric of
// the data set's own makers.
//
// It is for measuring: every scorer reads data that lies outside the
// repository and gives a [Result]. It decides nothing that a brief shows, so
// it may read the clock, to tell speeds.
package eval
