package brief

import (
	"bytes"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// TestIntervalsInWords: no format for people shows EDTF, and none stumbles over
// an end that is open.
func TestIntervalsInWords(t *testing.T) {
	for _, tt := range []struct{ value, listed, column string }{
		{"2016-05-03/2016-05-20", "between 3 and 20 May 2016, worked out", "2016-05-03 to 20"},
		{"2016-05-28/2016-06-02", "between 28 May and 2 June 2016, worked out", "2016-05 to 06"},
		{"2015-12-30/2016-01-02", "between 30 December 2015 and 2 January 2016, worked out", "2015 to 2016"},
		{"2016-05/2016-07", "between May 2016 and Jul 2016, worked out", "2016-05 to 07"},
		{"2016-05-03/..", "3 May 2016 or later, worked out", "from 2016-05-03"},
		{"../2016-05-03", "by 3 May 2016, worked out", "by 2016-05-03"},
		{"2016-05-03", "3 May 2016, worked out", "2016-05-03"},
		{"/", "by , worked out", "by "},
		{"", "no date", "no date"},
	} {
		d := news.Date{Value: tt.value, Precision: news.PrecisionInterval, Basis: news.BasisInferred}
		if got := publishedLabel(d); got != tt.listed {
			t.Errorf("%q is listed as %q, want %q", tt.value, got, tt.listed)
		}
		if got := columnDate(tt.value); got != tt.column {
			t.Errorf("%q in a column is %q, want %q", tt.value, got, tt.column)
		}
	}
}

// TestCorrected: what the user's corrections touched bears a mark, and the
// legend says what it means; without corrections there is neither.
func TestCorrected(t *testing.T) {
	legend := corrected + " stands where your corrections changed something."
	for _, marked := range []bool{false, true} {
		d := fixtureDocument(t)
		if marked {
			by := []string{"corrections.txt:3"}
			for i := range d.rec.Statements {
				d.rec.Statements[i].CorrectedBy = by
			}
			for i := range d.rec.Stories {
				d.rec.Stories[i].CorrectedBy = by
			}
		}
		var text, html, md bytes.Buffer
		if err := WriteText(&text, d, TextOptions{Width: 200}); err != nil {
			t.Fatal(err)
		}
		if err := WriteHTML(&html, d, HTMLOptions{}); err != nil {
			t.Fatal(err)
		}
		if err := WriteMarkdown(&md, d, MarkdownOptions{}); err != nil {
			t.Fatal(err)
		}
		for name, got := range map[string]bool{
			"text": strings.Contains(text.String(), legend), "html": strings.Contains(html.String(), legend),
			"markdown": strings.Contains(md.String(), escapeMarkdown(legend)),
		} {
			if got != marked {
				t.Errorf("%s with corrections %v: legend %v", name, marked, got)
			}
		}
		if n := strings.Count(text.String(), corrected); marked && n < 3 {
			t.Errorf("%d marks", n)
		}
	}
}
