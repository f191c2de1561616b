package times

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestFindInContext reads invented sentences as published on Thursday
// 12 May 2016, unless they say otherwise. A want is "words=value"; lengths and
// repetitions have theirs, and "?" stands for none.
func TestFindInContext(t *testing.T) {
	for _, tc := range []struct {
		text, published, want string
	}{
		// Weekdays, by tense.
		{"The ministers met on Sunday in Oslo.", "", "Sunday=2016-05-08"},
		{"The ministers will meet on Sunday in Oslo.", "", "Sunday=2016-05-15"},
		{"The talks, which are due to open on Monday, were called off.", "", "Monday=2016-05-16"},
		{"She said the talks would be held on Monday.", "", "Monday=2016-05-16"},
		{"She told reporters on Monday that the talks would be held.", "", "Monday=2016-05-09"},
		{"On Tuesday, the court will hear the case.", "", "Tuesday=2016-05-17"},
		{"On Tuesday, the court heard the case.", "", "Tuesday=2016-05-10"},
		{"The court is hearing the case on Tuesday.", "", "Tuesday=2016-05-17"},
		{"The trial opens Monday.", "", "Monday=2016-05-16"},
		{"Minister to visit flooded towns on Saturday", "", "Saturday=2016-05-14"},
		{"A hearing is scheduled for Wednesday.", "", "Wednesday=2016-05-18"},
		{"The plan appeared to fall apart on Wednesday.", "", "Wednesday=2016-05-11"},
		{"He was due to speak on Friday.", "", "Friday=2016-05-13"},
		{"The blast on Thursday killed two.", "", "Thursday=2016-05-12"},
		{"They will speak on Thursday.", "", "Thursday=2016-05-12"},
		{"The mayor condemned Tuesday's attack.", "", "Tuesday=2016-05-10"},
		{"The mayor will look into Tuesday's attack.", "", "Tuesday=2016-05-10"},
		{"Both parties will contest Tuesday's election.", "", "Tuesday=2016-05-17"},
		{"Polls moved ahead of Sunday's vote.", "", "Sunday=2016-05-15"},
		{"The deadline was extended until Monday.", "", "Monday=2016-05-16"},
		{"It will go ahead as planned on Friday.", "", "Friday=2016-05-13"},
		{"It went ahead as planned on Friday.", "", "Friday=2016-05-06"},
		{"They agreed on Tuesday to step up the work and vowed Sunday to pay.", "", "Tuesday=2016-05-10 Sunday=2016-05-08"},
		{"They agreed to meet on Tuesday.", "", "Tuesday=2016-05-17"},
		{"It is asking for the group, which on Tuesday took the town.", "", "Tuesday=2016-05-10"},
		{"The road was shut due to shelling on Tuesday.", "", "Tuesday=2016-05-10"},
		{"They were preparing to open fire on Tuesday.", "", "Tuesday=2016-05-10"},
		{"Founded in October, the group has grown.", "", "October=2015-10"},
		{"last Thursday and next Thursday", "", "last Thursday=2016-05-05 next Thursday=2016-05-19"},
		{"He spoke late Wednesday and again Thursday morning.", "", "late Wednesday=2016-05-11 Thursday morning=2016-05-12"},
		// Relative.
		{"Earlier this month it rained; last week it snowed.", "", "Earlier this month=2016-05 last week=2016-W18"},
		{"It began a year ago, two days ago and 10 years ago.", "", "a year ago=2015 two days ago=2016-05-10 10 years ago=2006"},
		{"Today, yesterday and tomorrow", "", "Today=2016-05-12 yesterday=2016-05-11 tomorrow=2016-05-13"},
		{"The harvest starts next month.", "", "next month=2016-06"},
		{"It closed over the weekend.", "", "the weekend=2016-05-07/2016-05-08"},
		{"It fell in the third quarter and rose this year.", "", "the third quarter=2015-35 this year=2016"},
		// Days and months without a year.
		{"On April 30 the bridge fell.", "", "April 30=2016-04-30"},
		{"On 30 April the bridge fell.", "", "30 April=2016-04-30"},
		{"The vote on 4 June will decide it.", "", "4 June=2016-06-04"},
		{"It fell in December.", "", "December=2015-12"},
		{"It will open in December.", "", "December=2016-12"},
		{"It has been closed since late March.", "", "late March=2016-03"},
		// Absolute.
		{"It opened on March 3, 1998, and closed in June 2004.", "", "March 3, 1998=1998-03-03 June 2004=2004-06"},
		{"In the early 1990s, in 1996 and in the 20th century", "", "the early 1990s=199X 1996=1996 the 20th century=1901/2000"},
		{"from 1995-97 and on 2015-09-27", "", "1995-97=1995/1997 2015-09-27=2015-09-27"},
		{"It lasted from March to June 2011, and was seen on May 3 and June 5, 1998.", "", "March=2011-03 June 2011=2011-06 May 3=1998-05-03 June 5, 1998=1998-06-05"},
		{"From 4-22 January 1995, on 03.02.2014 and on 3/2/2014", "", "4-22 January 1995=1995-01-04/1995-01-22 03.02.2014=2014-02-03 3/2/2014=?"},
		{"They meet on Sundays, on Friday the 13th and Thursday of next week.", "", "Sundays=? Friday the 13th=2016-05-13 Thursday of next week=2016-05-19"},
		// Anchored to the expression before.
		{"He was seen on March 3. The next day he left. Two days later he was dead.", "", "March 3=2016-03-03 The next day=2016-03-04 Two days later=2016-03-06"},
		{"The next day he left.", "", "The next day=?"},
		{"Prices rose in June 2015; a month earlier they had fallen.", "", "June 2015=2015-06 a month earlier=2015-05"},
		{"He won in 2010. A year earlier he had lost.", "", "2010=2010 A year earlier=2009"},
		{"Profit rose in the first quarter from a loss a year earlier.", "", "the first quarter=2016-33 a year earlier=2015-33"},
		{"It was 900,000 years ago, 2000 years ago, 999000 days ago.", "", "900,000 years ago=? 2000 years ago=0016 999000 days ago=?"},
		{"On April 5 they met; the following Monday they parted, and the previous Friday was forgotten.", "", "April 5=2016-04-05 the following Monday=2016-04-11 the previous Friday=2016-04-08"},
		{"On Monday the bridge shook. The next day it fell. By the following Friday it was gone.", "", "Monday=2016-05-09 The next day=2016-05-10 the following Friday=2016-05-13"},
		{"It was shut two days before Sunday's vote, three weeks from tomorrow and a day after yesterday.", "", "two days before=2016-05-06 Sunday=2016-05-08 three weeks from tomorrow=2016-W22 a day after yesterday=2016-05-12"},
		{"They plan for the next quarter and the week after next.", "", "the next quarter=2016-35 the week after next=2016-W21"},
		// Tense.
		{"He won't be sworn in until the July event.", "", "July=2016-07"},
		{"She has moved to the goal of winning in November.", "", "November=2016-11"},
		{"They kept what they call a “merry month” in December.", "", "December=2015-12"},
		{"The envoy travels to Oslo Tuesday.", "", "Tuesday=2016-05-17"},
		{"He raised money ahead of a critical Wednesday deadline.", "", "Wednesday=2016-05-18"},
		{"He has given them until 9 a.m. Tuesday to sign.", "", "9 a.m. Tuesday=2016-05-17T09:00"},
		{"It wants the bridge open by mid-December, and boats back as soon as Monday.", "", "mid-December=2016-12 Monday=2016-05-16"},
		{"The visit comes in the wake of his Monday speech to the court.", "", "Monday=2016-05-09"},
		{"Ten towns vote between now and the first Tuesday in June.", "", "the first Tuesday in June=2016-06-07"},
		{"A man suspected of killing a guard Monday was seen; he tried to flee in July.", "", "Monday=2016-05-09 July=2015-07"},
		{"She announced plans for a bridge on Monday and canceled his scheduled stops Tuesday.", "", "Monday=2016-05-09 Tuesday=2016-05-10"},
		{"According to a December poll, many will leave.", "", "December=2015-12"},
		{"She will meet them all, even those who were ill, on Friday and on Sunday.", "", "Friday=2016-05-13 Sunday=2016-05-15"},
		{"The talks begin in earnest on Tuesday; they did not begin on Monday, as we saw what happens on Sunday.", "", "Tuesday=2016-05-17 Monday=2016-05-09 Sunday=2016-05-15"},
		// Hours.
		{"The road is shut from 5 to 7 p.m. Saturday, and will open at noon on Sunday.", "", "5=2016-05-14T17:00 7 p.m. Saturday=2016-05-14T19:00 noon on Sunday=2016-05-15T12:00"},
		{"It runs from 11:30 to 2 p.m. today; they won 5-2 and 3 to 1.", "", "11:30=2016-05-12T11:30 2 p.m. today=2016-05-12T14:00"},
		{"They met at half past eight, yesterday at 5 p.m. and at 14:05 CST.", "", "half past eight=2016-05-12 yesterday at 5 p.m.=2016-05-11T17:00 14:05 CST=2016-05-11T14:05"},
		// Years of accounts, quarters, halves, decades, seasons, feasts.
		{"In fiscal 2015, the 2014 fiscal year, Q3 2015 and H1 2014", "", "fiscal 2015=2015 the 2014 fiscal year=2014 Q3 2015=2015-35 H1 2014=2014-01/2014-06"},
		{"In the seventies, the late 80s and the nineteen sixties; highs in the 70s, he was in his 60s", "", "the seventies=197X the late 80s=198X the nineteen sixties=196X"},
		{"It fell last winter and will fall this summer.", "", "last winter=2015-24 this summer=2016-22"},
		{"He left on Mother's Day, Memorial Day weekend, Orthodox Easter and Easter Monday 2015.", "", "Mother's Day=2016-05-08 Memorial Day weekend=2016-05-28/2016-05-29 Orthodox Easter=2016-05-01 Easter Monday 2015=2015-04-06"},
		{"The first week of 2015, the last Monday in May, the 15th day of June", "", "The first week of 2015=2015-W01 the last Monday in May=2016-05-30 the 15th day of June=2016-06-15"},
		{"It will be shut for the rest of the month.", "", "the rest of the month=2016-05-12/2016-05-31"},
		{"From November to February 2015 and from July to August this year", "", "November=2014-11 February 2015=2015-02 July=2016-07 August this year=2016-08"},
		{"It was in December of his first year.", "", "December=?"},
		// Other languages: only what is said in full.
		{"Il est né le 3 août 1998; am 1. März 2015, el 27 de septiembre de 2015, 27 сентября 2015 года, 3 augustus 2014, 2015年9月27日", "",
			"3 août 1998=1998-08-03 1. März 2015=2015-03-01 27 de septiembre de 2015=2015-09-27 27 сентября 2015=2015-09-27 3 augustus 2014=2014-08-03 2015年9月27日=2015-09-27"},
		{"The Mars 2020 rover, 3 mars and a des of 12", "", "2020=2020"},
		// Not what they seem.
		{"It was signed on a Friday, and ruled 5-4 last month by the first-term mayor a year before taxes.", "", "Friday=? last month=2016-04"},
		{"She spent three-and-a-half years on it, ratings in the mid-50s, before the Good Friday Agreement.", "", "three-and-a-half years=P3Y6M"},
		{"It will end Friday at midnight, two months from Election Day.", "", "Friday at midnight=2016-05-13 two months=P2M Election Day=2016-11-08"},
		{"In this Thursday, May 5, 2016, file photo, on Election Day in 2012", "", "this Thursday, May 5, 2016=2016-05-05 Election Day in 2012=2012-11-06"},
		// Names.
		{"It was first printed in the Daily Post, then told again by the hosts of Today, of This Week and of the show called 60 Minutes.", "", ""},
		{"She served three years and four months, another two weeks and half a decade.", "", "three years and four months=P3Y4M another two weeks=P2W half a decade=P5Y"},
		{"For $12 December 27 was late.", "", "December 27=2015-12-27"},
		// Lengths and repetitions.
		{"For three days and two and a half years they met every Sunday.", "", "three days=P3D two and a half years=P2Y6M every Sunday=?"},
		{"Three days after the vote they met.", "", "Three days=P3D"},
		{"Three days after the vote on 4 May they met, two weeks before Christmas 2014.", "", "Three days after=2016-05-07 4 May=2016-05-04 two weeks before=2014-W50 Christmas 2014=2014-12-25"},
		// Nothing to reckon from.
		{"They met on Sunday, September 15 and last week, in March 2011.", "undated", "Sunday, September 15=? last week=? March 2011=2011-03"},
		// Months and days that are not.
		{"Theresa May said May would win, and that May may go.", "", ""},
		{"In May the rain came; by May it was over.", "", "May=2016-05 May=2016-05"},
		{"They march on; the March on the capital began in March.", "", "March=2016-03"},
		{"A second man, a second term, the second half of the match.", "", ""},
		{"The Sun reported it. The sun shone. He sat.", "", ""},
		{"Anna Berg, 44, a 44-year-old teacher, is 44 years old.", "", ""},
		{"They won 3-1, by 21-14, in room 1912 for $2015 and 1,998 votes.", "", ""},
		{"June Smith and April Jones spoke to Jan.", "", ""},
		{"After the fall of the city, prices fall in the fall.", "", "the fall=2016-23"},
		{"The 2882015 tickets and 31 February 2015 and 31/02/2016.", "", "31 February 2015=?"},
		{"Good Friday and a good Friday", "", "Good Friday=2016-03-25 Friday=2016-05-06"},
		{"Video 02:22 begins at 6:35 a.m. today, or at 14:05 GMT.", "2016-05-12", "6:35 a.m. today=2016-05-12T06:35 14:05 GMT=2016-05-12T14:05Z"},
	} {
		published := tc.published
		switch published {
		case "":
			published = "2016-05-12"
		case "undated":
			published = ""
		}
		var got []string
		for _, m := range mark(tc.text, published) {
			if m.Reason == "too vague for a date" {
				continue
			}
			v := m.Value
			if v == "" {
				v = "?"
			}
			got = append(got, m.Words+"="+v)
		}
		if g := strings.Join(got, " "); g != tc.want {
			t.Errorf("%s\n got %s\nwant %s", tc.text, g, tc.want)
		}
	}
}

// checkMarked says what of marked breaks what every expression keeps to.
func checkMarked(text string, marked []Marked) error {
	end := 0
	for i, m := range marked {
		switch {
		case m.Span.Check(text) != nil || m.Span.Len() == 0 || m.Span.Start < end:
			return fmt.Errorf("%q: span %v after byte %d", text, m.Span, end)
		case m.Words != m.Span.Of(text):
			return fmt.Errorf("words %q are not those of the span, %q", m.Words, m.Span.Of(text))
		case m.Timex == "":
			return fmt.Errorf("%q has no TIMEX3 value", m.Words)
		case (m.Value == "") != (m.Basis == news.BasisNone), m.Value == "" && m.Reason == "":
			return fmt.Errorf("%q: value %q, basis %q, reason %q", m.Words, m.Value, m.Basis, m.Reason)
		case m.Anchor == i || m.Anchor < -1 || m.Anchor >= len(marked):
			return fmt.Errorf("%q: anchor %d of %d", m.Words, m.Anchor, i)
		}
		if _, _, ok := m.Bounds(); m.Value != "" && m.Kind == news.TimeDate && !ok {
			return fmt.Errorf("%q: value %q has no bounds", m.Words, m.Value)
		}
		end = m.Span.End
	}
	return nil
}

func TestCoarseArticleDate(t *testing.T) {
	for _, m := range mark("They met on Sunday and last week.", "2015-09") {
		if m.Value != "" || m.Reason != "the article's date is not known to the day" {
			t.Errorf("%q = %q (%s)", m.Words, m.Value, m.Reason)
		}
	}
}

func TestQuoted(t *testing.T) {
	for text, want := range map[string]bool{
		"“We need to settle this today,” he said.": true, "\"We need to settle this today,\" he said.": true,
		"“We need to settle this,” he said today.": false, "He said \"no\" today.": false,
	} {
		marked := mark(text, "2016-05-12")
		if len(marked) != 1 || marked[0].Value != "2016-05-12" || strings.Contains(marked[0].Reason, "quotation") != want {
			t.Errorf("%s: %+v, want quoted %v", text, marked, want)
		}
	}
}

func TestModifiers(t *testing.T) {
	for words, want := range map[string]string{
		"It lasted nearly three hours.": "about", "It began about two years ago.": "about", "It fell in late June.": "late",
		"It came earlier this month.": "before", "He arrives later Tuesday.": "after", "It took three hours.": "",
	} {
		marked := mark(words, "2016-05-12")
		if len(marked) != 1 || marked[0].Modifier != want {
			t.Errorf("%s: %+v, want modifier %q", words, marked, want)
		}
	}
}

// TestPlans reads plans for a weekday that was just gone on Thursday 12 May 2016.
func TestPlans(t *testing.T) {
	for text, want := range map[string]string{
		"He is due to meet Anna Berg and Karl Holm on Wednesday. The talks with Anna Berg and Karl Holm began on Thursday.": "",
		"He is due to meet Anna Berg and Karl Holm on Wednesday. Rain fell on Thursday in Bergen.":                          "2016-05-18",
		"He is due to meet Anna Berg and Karl Holm on Sunday. The talks with Anna Berg and Karl Holm began on Thursday.":    "2016-05-15",
	} {
		if marked := mark(text, "2016-05-12"); len(marked) != 2 || marked[0].Value != want || want == "" && !strings.HasPrefix(marked[0].Reason, "planned; 2016-05-11") {
			t.Errorf("%s: %+v, want %q", text, marked, want)
		}
	}
}

func TestTold(t *testing.T) {
	for text, want := range map[string]news.Told{
		"The bridge fell on 3 May 2016.": news.ToldPast, "In March 2016 the bridge fell.": news.ToldPast, "It has been shut since 2015.": news.ToldPast,
		"It will open on 3 June 2016.": news.ToldAhead, "It is due to open on 3 June 2016.": news.ToldAhead, "It fell last week.": news.ToldPast,
		"They fought over the 2016 election.": 0, "Her bid in 2020 was bold.": 0, "It was to open on 3 June 2016.": 0, "He said it would open on 3 June 2016.": 0,
		"If it opened on 3 June 2016 they would come.": 0, "She won the right to build it in 2020.": 0, "“It will open on 3 June 2016,” she said.": 0,
		"He will face charges for leaving on 3 June 2016.": 0,
	} {
		if marked := mark(text, "2016-05-12"); len(marked) != 1 || marked[0].Told != want {
			t.Errorf("%s: %+v, want %d", text, marked, want)
		}
	}
}

func ExampleFind() {
	text := "The ministers met on Sunday and will meet again next month."
	a := &news.Article{Text: text, Published: news.Date{Value: "2016-05-12", Precision: news.PrecisionDay}}
	sents, words := split(text)
	for _, t := range Find(a, sents, words) {
		fmt.Printf("%s: %s, %s\n", t.Words, t.Value, t.Reason)
	}
	// Output:
	// Sunday: 2016-05-08, reckoned from the article's date: told as past
	// next month: 2016-06, reckoned from the article's date
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"They met on Sunday, September 27, 2015, at 6:35 a.m. EST.", "a year and a half ago; the '80s", "Sept. 31, 31 June 2015–16",
		"twenty-first of May nineteen ninety-eight", "the 20th-century 5 1/2 hours a day", "\xff\xfe 4th’s «May»",
	} {
		f.Add(s, "2016-05-12T23:59Z")
	}
	f.Fuzz(func(t *testing.T, text, published string) {
		text = strings.ToValidUTF8(text, "\uFFFD")
		marked := mark(text, published)
		if err := checkMarked(text, marked); err != nil {
			t.Error(err)
		}
		if again := mark(text, published); !slices.EqualFunc(marked, again, func(a, b Marked) bool { return a.Time == b.Time }) {
			t.Error("twice is not the same")
		}
	})
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("The ministers of both states, who met for three hours on Tuesday, will see each other again in late June, a spokesman told reporters. "+
		"Nobody expected a treaty, and the two sides have not spoken since the war of 1998 began, nearly twenty years ago. ", 200)
	sents, words := split(text)
	a := article(text, "2016-05-12")
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		Find(a, sents, words)
	}
	b.ReportMetric(float64(len(words))*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
