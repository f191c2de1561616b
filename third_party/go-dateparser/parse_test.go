package dateparser

import "testing"

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"27 September 2015", "2015-09-27"},
		{"September 27, 2015, 6:35 am", "2015-09-27"},
		{"Sunday, 27th Sept. 2015 at 18:05 GMT", "2015-09-27"},
		{"27. März 2015, 14:30 Uhr", "2015-03-27"},
		{"27. Maerz 2015", ""},
		{"le 27 août 2015 à 14h30", "2015-08-27"},
		{"27 aout 2015", "2015-08-27"},
		{"27 de septiembre de 2015", "2015-09-27"},
		{"martes 3 mar 2015", "2015-03-03"},
		{"27 settembre 2015", "2015-09-27"},
		{"27 de março de 2015", "2015-03-27"},
		{"27 сентября 2015 г. в 18:05", "2015-09-27"},
		{"27 вересня 2015", "2015-09-27"},
		{"27 września 2015", "2015-09-27"},
		{"12 listopada 2015", "2015-11-12"}, // Polish, not Croatian
		{"27 Eylül 2015 Pazar", "2015-09-27"},
		{"2015年9月27日", "2015-09-27"},
		{"2015년 9월 27일", "2015-09-27"},
		{"ngày 27 tháng 9 năm 2015", "2015-09-27"},
		{"27 กันยายน 2558", "2015-09-27"},
		{"٢٧ سبتمبر ٢٠١٥", "2015-09-27"},
		{"27 सितंबर 2015", "2015-09-27"},
		{"27 Sep 15", "2015-09-27"},
		{"31 February 2015", ""},
		{"September 2015", ""},
		{"27 September", ""},
		{"yesterday", ""},
		{"27 harbour 2015", ""},
		{"27 September 2015 in Halvik", ""},
		{"", ""},
	} {
		var p Parser
		d, err := p.Parse(nil, c.in)
		got := ""
		if err == nil {
			got = d.Time.Format("2006-01-02")
		}
		if got != c.want || (err == nil) == d.IsZero() {
			t.Errorf("Parse(%q) = %q %v, want %q", c.in, got, err, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"27 September 2015", "2015年9月27日", "ngày 27 tháng 9", "6:35:", "a.b-c'd", "٢٧"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var p Parser
		d, err := p.Parse(nil, s)
		if (err == nil) == d.IsZero() {
			t.Errorf("Parse(%q) = %v, %v", s, d, err)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		_ = build()
	}
}
