// Package date holds the result of parsing a date.
package date

import "time"

// A Period says how finely a date is known.
type Period uint8

// The periods that this parser gives.
const (
	None Period = 0
	Day  Period = 4
)

// A Date is a calendar day, at midnight UTC, and the language it was read in.
type Date struct {
	Locale string
	Period Period
	Time   time.Time
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d.Period == None || d.Time.IsZero() }
