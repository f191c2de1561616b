package eval

import (
	"testing"

	"github.com/twosource/twosource/internal/annotate/times"
	"github.com/twosource/twosource/internal/news"
)

const sampleTimeML = `<?xml version="1.0" ?>
<TimeML>
<DOCID>made-up</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2016-05-12">2016-05-12</TIMEX3></DCT>
<TEXT>
The two ministers <EVENT eid="e1">met</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2016-05-10">Tuesday</TIMEX3> &amp; talked
for <TIMEX3 tid="t2" type="DURATION" value="PT3H">three hours</TIMEX3>.

They will meet in <TIMEX3 tid="t3" type="DATE" value="2016-08"> August
</TIMEX3>.
</TEXT>
</TimeML>
`

func TestParseTimeML(t *testing.T) {
	x, err := parseTimeML("made-up.tml", sampleTimeML)
	if err != nil {
		t.Fatal(err)
	}
	if x.DCT != "2016-05-12" || len(x.Gold) != 3 {
		t.Fatalf("DCT %q, %d expressions", x.DCT, len(x.Gold))
	}
	for i, want := range []string{"Tuesday", "three hours", "August"} {
		if got := x.Gold[i].Of(x.Text); got != want {
			t.Errorf("expression %d is %q, want %q", i, got, want)
		}
	}
	c := scoreTimes(x.Gold, x.TimeTags())
	if want := (timeCounts{gold: 3, system: 3, strict: 3, relaxed: 3, value: 3, kind: 3}); c != want {
		t.Errorf("counts %+v, want %+v", c, want)
	}
}

func TestScoreTimes(t *testing.T) {
	gold := []Timex{
		{Span: news.Span{Start: 0, End: 5}, Type: "DATE", Value: "2016"},
		{Span: news.Span{Start: 10, End: 20}, Type: "DURATION", Value: "P3D"},
		{Span: news.Span{Start: 30, End: 35}, Type: "DATE", Value: "2015"},
	}
	system := []times.Marked{
		marked(0, 5, news.TimeDate, "2016"),       // right
		marked(12, 20, news.TimeDuration, "P4D"),  // overlaps, other value
		marked(40, 45, news.TimeDate, "2016"),     // not there
		marked(50, 55, news.TimeDate, "2015-W01"), // not there
	}
	if got, want := scoreTimes(gold, system), (timeCounts{gold: 3, system: 4, strict: 1, relaxed: 2, value: 1, kind: 2}); got != want {
		t.Errorf("counts %+v, want %+v", got, want)
	}
	if f := timeF1([]timeCounts{{gold: 3, system: 5, strict: 2}}, []int{0}, func(c timeCounts) int { return c.strict }); f != 0.5 {
		t.Errorf("F1 = %v, want 0.5", f)
	}
}

func marked(start, end int, kind news.TimeKind, timex string) times.Marked {
	return times.Marked{Time: news.Time{Date: news.Date{Span: news.Span{Start: start, End: end}}, Kind: kind}, Timex: timex}
}
