package dates

import (
	"fmt"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func TestParse(t *testing.T) {
	for _, tc := range []struct {
		in        string
		order     news.DateOrder
		value     string
		precision news.Precision
	}{
		{in: "2015-09-27", value: "2015-09-27", precision: "day"},
		{in: "2015-09-27T06:35:00Z", value: "2015-09-27T06:35Z", precision: "minute"},
		{in: "2015-09-27T06:35:00.123+02:00", value: "2015-09-27T06:35+02:00", precision: "minute"},
		{in: "2015-09-27T06:35", value: "2015-09-27T06:35", precision: "minute"},
		{in: "2015-09-27 06:35:11 -0500", value: "2015-09-27T06:35-05:00", precision: "minute"},
		{in: "2015-09-27 06:35:11.52 UTC", value: "2015-09-27T06:35Z", precision: "minute"},
		{in: "20150927T063511Z", value: "2015-09-27T06:35Z", precision: "minute"},
		{in: "Sun, 27 Sep 2015 14:05:07 GMT", value: "2015-09-27T14:05Z", precision: "minute"},
		{in: "Sun, 27 Sep 15 14:05 EST", value: "2015-09-27T14:05-05:00", precision: "minute"},
		{in: "Sun, 27 Sep 2015 14:05:07 +0000", value: "2015-09-27T14:05Z", precision: "minute"},
		{in: "September 27, 2015, 6:35 am", value: "2015-09-27T06:35", precision: "minute"},
		{in: "September 27, 2015 at 12:05 a.m. EDT", value: "2015-09-27T00:05-04:00", precision: "minute"},
		{in: "27 Sep 2015 14:05 GMT", value: "2015-09-27T14:05Z", precision: "minute"},
		{in: "14:05 GMT, 27 Sep 2015", value: "2015-09-27T14:05Z", precision: "minute"},
		{in: "14:05, Sunday 27 September 2015", value: "2015-09-27T14:05", precision: "minute"},
		{in: "Sunday 27 September 2015", value: "2015-09-27", precision: "day"},
		{in: "Sunday 27 September 2015 07.05 BST", value: "2015-09-27T07:05+01:00", precision: "minute"},
		{in: "27th September 2015", value: "2015-09-27", precision: "day"},
		{in: "the 27th of September, 2015", value: "2015-09-27", precision: "day"},
		{in: "Sept. 27th, 2015", value: "2015-09-27", precision: "day"},
		{in: "Published: 27 September 2015 | Updated: 28 September 2015", value: "2015-09-27", precision: "day"},
		{in: "Updated on 27 September 2015", value: "2015-09-27", precision: "day"},
		{in: "By Ann Doe, 27-Sep-2015", value: "2015-09-27", precision: "day"},
		{in: "2015/09/27", value: "2015-09-27", precision: "day"},
		{in: "2015/9/7", value: "2015-09-07", precision: "day"},
		{in: "27.09.2015", value: "2015-09-27", precision: "day"},
		{in: "4.5.2017", value: "2017-05-04", precision: "day"},
		{in: "27.09.2015 14:05", value: "2015-09-27T14:05", precision: "minute"},
		{in: "20150927", value: "2015-09-27", precision: "day"},
		{in: "20150927063500", value: "2015-09-27T06:35", precision: "minute"},
		{in: "4/5/2017", order: news.OrderDMY, value: "2017-05-04", precision: "day"},
		{in: "4/5/2017", order: news.OrderMDY, value: "2017-04-05", precision: "day"},
		{in: "4/5/17", order: news.OrderMDY, value: "2017-04-05", precision: "day"},
		{in: "4/5/2017"},
		{in: "5/5/2017", value: "2017-05-05", precision: "day"},
		{in: "16/4/2017", value: "2017-04-16", precision: "day"},
		{in: "4/16/2017", value: "2017-04-16", precision: "day"},
		{in: "4/16/2017 6:05 PM", value: "2017-04-16T18:05", precision: "minute"},
		{in: "16/4/2017", order: news.OrderMDY, value: "2017-04-16", precision: "day"},
		{in: "1443350100", value: "2015-09-27T10:35Z", precision: "minute"},
		{in: "1443350100000", value: "2015-09-27T10:35Z", precision: "minute"},
		{in: "1443350100.25", value: "2015-09-27T10:35Z", precision: "minute"},
		{in: "2015-09", value: "2015-09", precision: "month"},
		{in: "September 2015", value: "2015-09", precision: "month"},
		{in: "2015-W39", value: "2015-W39", precision: "week"},
		{in: "2015-270", value: "2015-09-27", precision: "day"},
		{in: "2015", value: "2015", precision: "year"},
		{in: "Sep 27 06:35:00 GMT 2015", value: "2015-09-27T06:35Z", precision: "minute"},
		{in: "Sun Sep 27 06:35:00 2015", value: "2015-09-27T06:35", precision: "minute"},
		{in: "27 septembre 2015 à 14h05", value: "2015-09-27T14:05", precision: "minute"},
		{in: "le 1er août 2015", value: "2015-08-01", precision: "day"},
		{in: "27. September 2015, 14:05 Uhr", value: "2015-09-27T14:05", precision: "minute"},
		{in: "27 de septiembre de 2015", value: "2015-09-27", precision: "day"},
		{in: "27 września 2015", value: "2015-09-27", precision: "day"},
		{in: "27 сентября 2015", value: "2015-09-27", precision: "day"},
		{in: "27 Eylül 2015", value: "2015-09-27", precision: "day"},
		{in: "2015年9月27日", value: "2015-09-27", precision: "day"},
		{in: "September 27, 2015 14:05 CST", value: "2015-09-27T14:05", precision: "minute"},
		{in: "UPDATED: 18:27 EDT, 8 June 2013", value: "2013-06-08T18:27-04:00", precision: "minute"},
		{in: "15 Dec '15", value: "2015-12-15", precision: "day"},
		{in: "Dec. 15, 2015, at 10:23 p.m.", value: "2015-12-15T22:23", precision: "minute"},
		{in: "Tue Dec 15 10:23:45 +0000 2015", value: "2015-12-15T10:23Z", precision: "minute"},
		{in: "2015-09-27T06:35:00-04:00[America/New_York]", value: "2015-09-27T06:35-04:00", precision: "minute"},
		{in: "First published on Sun 27 Sep 2015 06.35 EDT", value: "2015-09-27T06:35-04:00", precision: "minute"},
		{in: "Dec 15, 2015 5 min read", value: "2015-12-15", precision: "day"},
		{in: "Copyright 2015 Example News"}, {in: "2015-13-01"},
		{in: "2015-02-29"}, {in: "31/02/2016"}, {in: "2882015"}, {in: "32 May 2015"}, {in: "Feb 30, 2016"},
		{in: ""}, {in: "Sunday"}, {in: "yesterday"}, {in: "2 hours ago"}, {in: "27 September"}, {in: "192.168.10.20"},
		{in: "by the desk of 40 people"}, {in: "99999999999999999999999"}, {in: "27/09/15"}, {in: "0000-00-00"},
	} {
		got, ok := Parse(tc.in, tc.order)
		if got.Value != tc.value || got.Precision != tc.precision || ok != (tc.value != "") {
			t.Errorf("Parse(%q, %q) = %q %q %v (%s), want %q %q", tc.in, tc.order, got.Value, got.Precision, ok, got.Reason, tc.value, tc.precision)
		}
		if !ok && got.Reason == "" {
			t.Errorf("Parse(%q) refuses without a reason", tc.in)
		}
		if _, _, known := got.Bounds(); ok && !known {
			t.Errorf("Parse(%q) = %q, which has no bounds", tc.in, got.Value)
		}
	}
}

// TestMonthNames holds that no name stands for two months, or for a weekday
// and a month that dates could confuse.
func TestMonthNames(t *testing.T) {
	seen := map[string]int{}
	for i, row := range monthNames {
		for name := range strings.FieldsSeq(row) {
			if j, ok := seen[name]; ok && j != i {
				t.Errorf("%q is month %d and month %d", name, j+1, i+1)
			}
			seen[name] = i
		}
	}
	for i, row := range weekdayNames {
		for name := range strings.FieldsSeq(row) {
			if _, ok := seen[name]; ok {
				t.Errorf("%q is weekday %d and a month", name, i)
			}
		}
	}
}

func ExampleParse() {
	for _, s := range []string{"Updated on 27 September 2015, 14:05 GMT", "16/4/2017", "4/5/2017"} {
		d, ok := Parse(s, news.OrderUnknown)
		if ok {
			fmt.Println(d.Value)
		} else {
			fmt.Println("no date:", d.Reason)
		}
	}
	// Output:
	// 2015-09-27T14:05Z
	// 2017-04-16
	// no date: day and month cannot be told apart: 4/5/2017
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2015-09-27T06:35:00Z", "4/5/2017", "27 сентября 2015", "1443350100", "Sun, 27 Sep 15 14:05 EST"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, order := range []news.DateOrder{news.OrderUnknown, news.OrderDMY, news.OrderMDY} {
			d, ok := Parse(s, order)
			if _, _, known := d.Bounds(); ok != known {
				t.Errorf("Parse(%q, %q) = %+v, %v, but its bounds say %v", s, order, d, ok, known)
			}
			if !ok && d.Reason == "" {
				t.Errorf("Parse(%q) refuses without a reason", s)
			}
		}
	})
}
