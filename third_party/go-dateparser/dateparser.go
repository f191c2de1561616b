// Package dateparser reads absolute dates whose month is a word, in the
// languages of names.txt: the part of github.com/markusmobius/go-dateparser
// that github.com/markusmobius/go-htmldate asks for, under its import path and
// with its names, and nothing else.
//
// It exists because the original compiles the rules of 200 languages when the
// program starts, some 0.1 s and 90 MB in every process, whether or not a date
// is read. This one builds its table when the first date is read, in about a
// millisecond. It shares no code with the original.
//
// It is not for relative dates, incomplete dates, dates in digits alone (which
// go-htmldate reads before it asks here) or other calendars than the Gregorian
// and the Thai solar one. It never reads the clock.
package dateparser

import (
	"errors"
	"time"
	"unicode/utf8"

	"github.com/markusmobius/go-dateparser/date"
)

// A ParserType names a way to read dates. All but AbsoluteTime are ignored.
type ParserType uint8

// The parser types that go-htmldate names.
const (
	CustomFormat ParserType = 1
	AbsoluteTime ParserType = 2
)

// A PreferredDateSource says how to complete a date. It is ignored, because
// incomplete dates are refused.
type PreferredDateSource uint8

// The sources.
const (
	CurrentPeriod PreferredDateSource = iota
	Past
	Future
)

// A Configuration is what go-htmldate can ask for. Parsing is always strict:
// day, month and year must be given.
type Configuration struct {
	CurrentTime         time.Time
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// A Parser reads dates. Its zero value is ready, and may be used by several
// goroutines.
type Parser struct {
	ParserTypes []ParserType
}

// ErrNoDate is returned for a text that is not one complete date.
var ErrNoDate = errors.New("dateparser: not a complete date")

// maxLen bounds, in bytes, the text that Parse looks at.
const maxLen = 256

// Parse reads s, which must hold one complete date and beside it only a time
// of day, weekdays and the small words that go with dates in one language. The
// configuration and the formats change nothing. The error is [ErrNoDate]; the
// date is then zero. Time is linear in len(s), and s of more than 256 bytes is
// refused.
func (p *Parser) Parse(_ *Configuration, s string, _ ...string) (date.Date, error) {
	if len(s) > maxLen || !utf8.ValidString(s) {
		return date.Date{}, ErrNoDate
	}
	d, ok := parse(s)
	if !ok {
		return date.Date{}, ErrNoDate
	}
	return d, nil
}
