package dates

import (
	"time"

	"github.com/twosource/twosource/internal/news"
)

// feasts are days that have a rule and that English news names without a date.
// day gives the day in a year, in days since 1970-01-01.
var feasts = []struct {
	name string
	day  func(y int) int
}{
	{"new year's day", on(1, 1)},
	{"new year's eve", on(12, 31)},
	{"valentine's day", on(2, 14)},
	{"st patrick's day", on(3, 17)},
	{"maundy thursday", fromEaster(-3)},
	{"good friday", fromEaster(-2)},
	{"easter", fromEaster(0)},
	{"easter monday", fromEaster(1)},
	{"orthodox easter", OrthodoxEaster},
	{"orthodox christmas", on(1, 7)},
	{"epiphany", on(1, 6)},
	{"candlemas", on(2, 2)},
	{"shrove tuesday", fromEaster(-47)},
	{"whit monday", fromEaster(50)},
	{"corpus christi", fromEaster(60)},
	{"assumption day", on(8, 15)},
	{"all saints' day", on(11, 1)},
	{"groundhog day", on(2, 2)},
	{"international women's day", on(3, 8)},
	{"april fools' day", on(4, 1)},
	{"workers' day", on(5, 1)},
	{"juneteenth", on(6, 19)},
	{"flag day", on(6, 14)},
	{"mother's day", nth(5, 2, time.Sunday)},
	{"indigenous peoples' day", nth(10, 2, time.Monday)},
	{"guy fawkes night", on(11, 5)},
	{"cyber monday", func(y int) int { return nthWeekday(y, 11, 4, time.Thursday) + 4 }},
	{"palm sunday", fromEaster(-7)},
	{"ash wednesday", fromEaster(-46)},
	{"ascension day", fromEaster(39)},
	{"pentecost", fromEaster(49)},
	{"may day", on(5, 1)},
	{"memorial day", nth(5, -1, time.Monday)},
	{"independence day", on(7, 4)},
	{"bastille day", on(7, 14)},
	{"labor day", nth(9, 1, time.Monday)},
	{"columbus day", nth(10, 2, time.Monday)},
	{"halloween", on(10, 31)},
	{"election day", func(y int) int { return nthWeekday(y, 11, 1, time.Monday) + 1 }},
	{"veterans day", on(11, 11)},
	{"thanksgiving", nth(11, 4, time.Thursday)},
	{"martin luther king day", nth(1, 3, time.Monday)},
	{"presidents day", nth(2, 3, time.Monday)},
	{"earth day", on(4, 22)},
	{"anzac day", on(4, 25)},
	{"father's day", nth(6, 3, time.Sunday)},
	{"canada day", on(7, 1)},
	{"remembrance day", on(11, 11)},
	{"black friday", func(y int) int { return nthWeekday(y, 11, 4, time.Thursday) + 1 }},
	{"christmas eve", on(12, 24)},
	{"christmas", on(12, 25)},
	{"boxing day", on(12, 26)},
}

func on(m, d int) func(int) int { return func(y int) int { return news.DayNumber(y, m, d) } }

func fromEaster(n int) func(int) int { return func(y int) int { return Easter(y) + n } }

func nth(m, n int, w time.Weekday) func(int) int {
	return func(y int) int { return nthWeekday(y, m, n, w) }
}
