package dates

import "github.com/twosource/twosource/internal/news"

// A Stretch is the days between two, both inclusive, in days since 1970-01-01;
// either may be open.
type Stretch struct {
	First, Last       int
	HasFirst, HasLast bool
	// FirstBy and LastBy say what set the ends, as the caller numbers it: after
	// [Within], the indices of the expressions.
	FirstBy, LastBy int
}

// Within returns the days on which an article can have been published, as far
// as its time expressions tell by themselves: not before the latest day that it
// names in full and tells of as past, not after the earliest that it names in
// full and tells of as to come. An article that names none can be of any day.
//
// A day that one sentence tells as past and another as to come leaves nothing
// that fits; see [Stretch.Empty].
func Within(times []news.Time) Stretch {
	var s Stretch
	for i := range times {
		t := &times[i]
		if t.Basis != news.BasisStated {
			continue
		}
		first, last, ok := t.Bounds()
		if !ok {
			continue
		}
		switch t.Told {
		case news.ToldPast:
			s.NotBefore(dayOf(first), i)
		case news.ToldAhead:
			s.NotAfter(dayOf(last), i)
		}
	}
	return s
}

// dayOf is the day of a minute since 1970.
func dayOf(minute int64) int { return floorDiv(int(minute), 24*60) }

// NotBefore moves the first day to day if that is later, for the reason by.
func (s *Stretch) NotBefore(day, by int) {
	if !s.HasFirst || day > s.First {
		s.First, s.HasFirst, s.FirstBy = day, true, by
	}
}

// NotAfter moves the last day to day if that is earlier, for the reason by.
func (s *Stretch) NotAfter(day, by int) {
	if !s.HasLast || day < s.Last {
		s.Last, s.HasLast, s.LastBy = day, true, by
	}
}

// Empty reports whether no day fits.
func (s *Stretch) Empty() bool { return s.HasFirst && s.HasLast && s.First > s.Last }

// Closed reports whether s has both its ends, and a day between them.
func (s *Stretch) Closed() bool { return s.HasFirst && s.HasLast && s.First <= s.Last }

// Value returns s in EDTF: a day, "2015-09-20/2015-09-27", or with an open end
// "2015-09-20/.."; "" if nothing is known or no day fits.
func (s *Stretch) Value() string {
	switch {
	case s.Empty() || !s.HasFirst && !s.HasLast:
		return ""
	case !s.HasLast:
		return news.DayValue(s.First) + "/.."
	case !s.HasFirst:
		return "../" + news.DayValue(s.Last)
	case s.First == s.Last:
		return news.DayValue(s.First)
	}
	return news.DayValue(s.First) + "/" + news.DayValue(s.Last)
}
