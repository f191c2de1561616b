package extract

import (
	"slices"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func TestJudgeLine(t *testing.T) {
	prose := verdict{}
	furniture := func(r string) verdict { return verdict{news.Furniture, r, true} }
	for _, c := range []struct {
		line string
		want verdict
	}{
		{"Share", furniture("page control")},
		{"SHARE THIS ARTICLE »", furniture("page control")},
		{"12 Comments", furniture("page control")},
		{"3 min read", furniture("page control")},
		{"Follow @harbour on Twitter", furniture("page control")},
		{"Advertisement", furniture("advertisement")},
		{"Related: Ten years on the strait", furniture("links to other texts")},
		{"READ MORE: Ten years on the strait", furniture("links to other texts")},
		{"Sign up for our weekly letter from the harbour", furniture("newsletter")},
		{"This site uses cookies to improve your experience.", furniture("cookie notice")},
		{"© 2021 Strait Gazette. All rights reserved.", furniture("copyright line")},
		{"Tags: ferry, strait, Halvik", furniture("tag list")},
		{"https://example.org/a", furniture("address")},
		{"* * *", furniture("no words")},
		{"File photo: The Svala leaves Halvik", verdict{news.Caption, "caption", true}},
		{"The Svala leaves Halvik in March. (AP Photo/Jo Reed)", verdict{news.Caption, "caption", true}},
		{"(Reuters)", verdict{news.CreditLine, "", true}},
		{"HMG and Agencies", verdict{news.CreditLine, "", true}},
		{"Reporting by Ines Falk; Editing by Tomas Brandt", verdict{news.CreditLine, "", true}},
		{"By Ines Falk", verdict{news.Byline, "", true}},
		{"By INES FALK and Tomas van der Berg, Staff Writers", verdict{news.Byline, "", true}},
		{"March 3, 2021, 7:15 pm", verdict{news.DateLine, "", true}},
		{"Published: 3 March 2021", verdict{news.DateLine, "", true}},
		// Prose that begins like furniture.
		{"Share prices fell on Tuesday after the ministry closed the crossing.", prose},
		{"By the end of the week, the boats had left.", prose},
		{"Advertisement revenue fell by a third, the publisher said on Monday.", prose},
		{"Copyright law has not kept up with the machines, the court said on Friday.", prose},
		{"Follow the money, the old harbour master used to say to his officers.", prose},
		{"Read more than one report before you judge, the editor told her students.", prose},
		{"By Ines Falk March 3, 2021, 07:47 PM EST", verdict{news.Byline, "", true}},
		{"Reuters March 3, 2021 11:03 PM", verdict{news.CreditLine, "", true}},
		{"With Gazette wires", verdict{news.CreditLine, "", true}},
		{"The crossing opened on March 3, 2021", prose},
		{"Source: North Wire", verdict{news.CreditLine, "", true}},
		{"Source: Ministers still refuse to reopen the crossing", prose},
		{"2015 was a good year", prose},
		{"— Halvik Harbour (@halvikharbour) March 3, 2021", prose},
		{"Halvik, March 3, 2021", prose},
		{"3. März 2021, 14:30 Uhr", verdict{news.DateLine, "", true}},
		{"MOSCOW, Dec 15 (North Wire) - The ministers met on Tuesday.", prose},
	} {
		if got := judgeLine(c.line, nil); got != c.want {
			t.Errorf("judgeLine(%q) = %v %q %v, want %v %q", c.line, got.kind, got.reason, got.known, c.want.kind, c.want.reason)
		}
	}
}

func TestByline(t *testing.T) {
	for _, c := range []struct {
		line    string
		authors []string
		outlet  string
	}{
		{"By Ines Falk", []string{"Ines Falk"}, ""},
		{"By Ines Falk, The Daily Bugle", []string{"Ines Falk"}, "The Daily Bugle"},
		{"By Ines Falk and Tomas Brandt | Strait Gazette", []string{"Ines Falk", "Tomas Brandt"}, "Strait Gazette"},
		{"By Ines Falk, Political Correspondent", []string{"Ines Falk"}, ""},
		{"Written by: Omar al-Hadid", []string{"Omar al-Hadid"}, ""},
		{"By Monday the crossing was closed", nil, ""},
		{"By and large", nil, ""},
	} {
		authors, outlet, ok := byline(c.line)
		if !slices.Equal(authors, c.authors) || outlet != c.outlet || ok != (len(c.authors) > 0) {
			t.Errorf("byline(%q) = %q, %q, %v", c.line, authors, outlet, ok)
		}
	}
}

func TestLeadOutlet(t *testing.T) {
	rest := "The ministers of the two republics will meet on Thursday to discuss the ferry crossing."
	for _, c := range []struct{ line, want string }{
		{"hbn : " + rest, "hbn"},
		{"HBN : " + rest, "HBN"},
		{"hbn: " + rest, ""}, // a label or a speaker
		{"Minister : " + rest, ""},
		{"share : " + rest, ""},
		{"in brief : " + rest, ""},
	} {
		if got := leadOutlet(c.line); got != c.want {
			t.Errorf("leadOutlet(%.20q) = %q, want %q", c.line, got, c.want)
		}
	}
}

func TestCreditOutlet(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"HMG and Agencies", "HMG and Agencies"},
		{"Reuters and agencies", ""},
		{"Staff and agencies", ""},
		{"(Reuters)", ""},
		{"Agencies", ""},
	} {
		if got := creditOutlet(c.line, nil); got != c.want {
			t.Errorf("creditOutlet(%q) = %q, want %q", c.line, got, c.want)
		}
	}
}

func TestLeadDate(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Wed 05 Apr 2017 Harbour patrol begins. The joint patrol began its work.", "Wed 05 Apr 2017"},
		{"April 5, 2017 The joint patrol of the two coast guards began its work.", "April 5, 2017"},
		{"5 April 2017 - The joint patrol of the two coast guards began its work.", "5 April 2017"},
		{"September 11, 2001 was the day that the crossing closed.", ""},
		{"April 5 The joint patrol began its work.", ""},
		{"In 2017 The Harbour was a newspaper.", ""},
		{"The joint patrol began its work on 5 April 2017.", ""},
	} {
		if _, got := leadDate(c.text, news.OrderUnknown); got != c.want {
			t.Errorf("leadDate(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}
