package times

import (
	"strings"
	"testing"
)

// TestRanges reads ranges whose ends are named apart, as published on Saturday
// 26 September 2015. A want is "words=value".
func TestRanges(t *testing.T) {
	for text, want := range map[string]string{
		// Two ends are one stretch: the beginning never comes after the end.
		"The fair ran from Monday to Friday.":                     "Monday=2015-09-21 Friday=2015-09-25",
		"The fair ran from Friday to Sunday.":                     "Friday=2015-09-18 Sunday=2015-09-20",
		"The fair will run from Thursday to Sunday.":              "Thursday=2015-09-24 Sunday=2015-09-27",
		"The fair ran Thursday through Sunday.":                   "Thursday=2015-09-17 Sunday=2015-09-20",
		"The mill stood still from June to August.":               "June=2015-06 August=2015-08",
		"The mill stood still from June to November.":             "June=2014-06 November=2014-11",
		"The mill stood still from November to February.":         "November=2014-11 February=2015-02",
		"The mill will stand still from May to September.":        "May=2015-05 September=2015-09",
		"It was shut from March 3 to April 5, 2011.":              "March 3=2011-03-03 April 5, 2011=2011-04-05",
		"It was shut from December 28 to February 3.":             "December 28=2014-12-28 February 3=2015-02-03",
		"It rose from 2009 to 2010, between 2011 and 2015.":       "2009=2009 2010=2010 2011=2011 2015=2015",
		"It was shut between September 15 and 18.":                "September 15 and 18=2015-09-15/2015-09-18",
		"It was shut from September 15 to 18.":                    "September 15 to 18=2015-09-15/2015-09-18",
		"It was shut from 15 to 18 September.":                    "15 to 18 September=2015-09-15/2015-09-18",
		"On September 15 and 16 towns fell.":                      "September 15=2015-09-15",
		"It was open from 9 a.m. to 5 p.m. on Monday.":            "9 a.m.=2015-09-21T09:00 5 p.m. on Monday=2015-09-21T17:00",
		"It will be shut on Tuesday at 2:00 - 2:30 pm.":           "Tuesday at 2:00=2015-09-29T14:00 2:30 pm=2015-09-29T14:30",
		"He came on Friday; on Sunday he had left.":               "Friday=2015-09-25 Sunday=2015-09-20",
		"They met from ten a.m. to noon on Monday, 0:30 a.m. too": "ten a.m.=2015-09-21T10:00 noon on Monday=2015-09-21T12:00 0:30 a.m.=2015-09-21T00:30",
	} {
		if got := strings.Join(valued(mark(text, "2015-09-26")), " "); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// TestUnsaid holds that words which look like a day and name none have no value,
// and say why.
func TestUnsaid(t *testing.T) {
	const kind, which = "names a kind of thing, not a day", "which one is not said"
	for text, want := range map[string]string{
		"He wrote for a Sunday newspaper.": kind, "One Sunday newspaper printed it.": kind, "A Sunday tabloid newspaper printed it.": kind,
		"They had Sunday lunch.": kind, "The Sunday lunch was cold.": kind, "She reads the Saturday papers.": kind, "Sunday school is out.": kind,
		"One Sunday they left.": which, "On a Sunday they left.": which, "It was a Monday morning.": which, "It was signed on a Friday.": which,
		"The second Sunday was cold.": "of which month is not said", "It meets on the last Monday of the month.": "of each month or of one is not said",
	} {
		marked := mark(text, "2015-09-26")
		if len(marked) != 1 || marked[0].Value != "" || marked[0].Reason != want {
			t.Errorf("%s: %+v, want %q", text, marked, want)
		}
	}
	for text, want := range map[string]string{ // what names a day all the same
		"Tuesday’s meetings failed.": "Tuesday=2015-09-22", "Tuesday's meetings failed.": "Tuesday=2015-09-22", "The mayor read it in Tuesday’s paper.": "Tuesday=2015-09-22",
		"He met the envoys one-on-one Monday.": "Monday=2015-09-21", "They held a Wednesday lunch meeting.": "Wednesday=2015-09-23", "He came on Coast Train One Friday.": "Friday=2015-09-25",
		"The shop is open Monday-Friday.": "", "The Friday-Saturday summit failed.": "Friday=2015-09-25 Saturday=2015-09-26", "Now, more than a year later, he is leaving.": "", "On a Friday she rose at 5 a.m., and I for one am glad.": "", "A year later, it fell.": "",
		"The Sunday talks failed.": "Sunday=2015-09-20", "A Monday attack killed two.": "Monday=2015-09-21", "They told on Sunday newspapers and radio alike.": "Sunday=2015-09-20",
		"They marched after Friday prayers.": "Friday=2015-09-25", "That one Tuesday was a feast.": "Tuesday=2015-09-22", "A Wednesday night raid killed two.": "Wednesday night=2015-09-23",
		"They left on the last Friday of last month.": "the last Friday of last month=2015-08-28", "He came three Sundays ago.": "three Sundays ago=2015-09-06",
		"The minister spoke at the 70th session of the council on Monday.":          "Monday=2015-09-21",
		"The 70th session, the 70th anniversary, his 70th birthday and the 3rd one": "",
		"In its 21st session, the 15th summit and the 2nd round":                    "",
	} {
		if got := strings.Join(valued(mark(text, "2015-09-26")), " "); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// TestBeyond reads the modifiers of what is counted with a bound.
func TestBeyond(t *testing.T) {
	for text, want := range map[string]string{
		"It fell more than two years ago.": "before", "It fell less than two years ago.": "after", "It fell at least two years ago.": "before",
		"It was ready more than two days before yesterday.": "before", "It will be ready less than three days after tomorrow.": "before", "It fell two years ago.": "",
	} {
		if marked := mark(text, "2015-09-26"); len(marked) != 1 || marked[0].Modifier != want || marked[0].Value == "" {
			t.Errorf("%s: %+v, want modifier %q", text, marked, want)
		}
	}
}
