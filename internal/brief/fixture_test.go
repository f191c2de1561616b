package brief

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// The fixture is an invented record of two stories: talks on a ferry line, told
// by three articles of which one is a copy, and a bridge that was closed, told
// by two that share a passage and one in Arabic. It holds what is hard to
// render: no dates, no outlets, hostile markup, characters outside the basic
// plane, text from right to left, words of a terminal.

var fixtureTexts = []struct{ name, outlet, title, published, text string }{
	{"a-gazette.txt", "Quay Gazette", "Ministers to meet on Saturday over Halm ferry", "2021-03-04T06:35", `Ministers to meet on Saturday over Halm ferry

Transport Minister Ada Brenn will meet her Norlish counterpart Tomas Vey on Saturday in Port Halm to discuss the closed ferry line.

“We want the boats to run again before Easter, and we have told our partners so, in plain words and more than once, at every meeting since the winter storms closed the line,” Brenn said this week. “But we will not pay for a pier that is not ours.”

The line has carried more than 240,000 passengers a year since May 2009.

Share this page`},
	{"b-lantern.html", "", "Ferry talks set for Saturday", "", `Ferry talks set for Saturday

Brenn and Vey will meet on Saturday in Port Halm, the Norlish ministry said, according to the agency Merid. 🛳️ It did not say who would pay.

“The pier is a matter for both sides”, he said.`},
	{"c-copy.txt", "Copy & Sons", "Ministers to meet on Saturday over Halm ferry", "", `Ministers to meet on Saturday over Halm ferry

Transport Minister Ada Brenn will meet her Norlish counterpart Tomas Vey on Saturday in Port Halm to discuss the closed ferry line.

“We want the boats to run again before Easter, and we have told our partners so, in plain words and more than once, at every meeting since the winter storms closed the line,” Brenn said this week.`},
	{"d/bridge.jsonl", `<script>alert("x")</script>`, "Bridge over the Marrow shut", "2021-03-10", "Bridge over the Marrow shut\n\nThe bridge over the Marrow was shut on Tuesday after engineers found cracks in two of its piers, the city said.\n\nAn <b>engineer</b> & \"the mayor\" spoke to \x1b[31mreporters\x1b[0m. “Nobody was in danger”, the engineer said.\n\nThe 🌉𝔹ridge was built in 1931."},
	{"d/bridge.jsonl", "=HYPERLINK(\"x\")", "", "", `The old bridge across the Marrow has been closed on Tuesday when cracks were seen in a pair of piers, according to the city.

“Nobody was in danger”, the engineer said.`},
	{"e-arabic.txt", "الجسر", "إغلاق الجسر فوق نهر مارو", "2021-03-11", "إغلاق الجسر فوق نهر مارو\n\nأغلقت المدينة الجسر يوم الثلاثاء بعد العثور على شقوق. \u202eكلمات\u202c\n\nقال المهندس: «لم يكن أحد في خطر»."},
}

type fixture struct {
	t   testing.TB
	rec *news.Record
	ids map[string]int // "0".."5" of fixtureTexts → index after sorting
}

// ref returns the place of words in fixture article n; nth says which of
// several, from 1.
func (f *fixture) ref(n int, words string) news.Ref {
	f.t.Helper()
	a := &f.rec.Articles[f.ids[fmt.Sprint(n)]]
	k := strings.Index(a.Text, words)
	if k < 0 {
		f.t.Fatalf("article %d has no words %q", n, words)
	}
	return news.Ref{Article: a.ID, Span: news.Span{Start: k, End: k + len(words)}}
}

func (f *fixture) span(n int, words string) news.Span { return f.ref(n, words).Span }

func (f *fixture) id(n int) string { return f.rec.Articles[f.ids[fmt.Sprint(n)]].ID }

func fixtureArticle(k int) news.Article {
	x := fixtureTexts[k]
	a := news.Article{
		Input: news.Input{Name: x.name}, Outlet: x.outlet, Family: x.outlet, Title: x.title, Text: x.text,
		Published: news.NoDate("the page carries none"), Updated: news.NoDate("the page carries none"), Language: "en",
		ID: news.ArticleID("", x.outlet, x.title, x.published, x.text),
	}
	if strings.HasSuffix(x.name, "jsonl") {
		a.Input.Line = k
		a.SourceID = fmt.Sprintf("row-%d", k)
		a.URL = "https://example.org/?q=<a>&n=" + fmt.Sprint(k)
		a.Extra = []news.Field{{Name: "desk", Value: "city"}, {Name: "tags", Value: `["a", 1]`, JSON: true}}
	}
	if strings.HasPrefix(x.name, "e") {
		a.Language = "ar"
	}
	if x.title != "" {
		a.TitleSpan = news.Span{Start: 0, End: len(x.title)}
	}
	if x.published != "" {
		a.Published = news.Date{Value: x.published, Precision: news.PrecisionDay, Basis: news.BasisMetadata, Words: x.published, Reason: "the header says so"}
		if strings.Contains(x.published, "T") {
			a.Published.Precision = news.PrecisionMinute
		}
	}
	for at, part := range paragraphs(x.text) {
		b := news.Block{Span: part}
		switch {
		case at == 0 && x.title != "":
			b.Kind = news.Title
		case part.Of(x.text) == "Share this page":
			b.Kind, b.Reason = news.Furniture, "share bar"
		}
		a.Blocks = append(a.Blocks, b)
	}
	return a
}

func paragraphs(text string) []news.Span {
	var out []news.Span
	at := 0
	for _, p := range strings.Split(text, "\n\n") {
		out = append(out, news.Span{Start: at, End: at + len(p)})
		at += len(p) + 2
	}
	return out
}

// annotateFixture marks one sentence a block, and its words.
func annotateFixture(a *news.Article) news.Annotation {
	ann := news.Annotation{Article: a.ID, Language: a.Language}
	para := 0
	for k, b := range a.Blocks {
		if !b.Kind.Read() {
			continue
		}
		s := news.Sentence{Span: b.Span, Block: k, FirstWord: len(ann.Words), IsHeadline: b.Kind == news.Title}
		if !s.IsHeadline {
			para++
			s.Paragraph = para
		}
		at := b.Start
		for _, w := range strings.Fields(b.Of(a.Text)) {
			k := at + strings.Index(a.Text[at:], w)
			ann.Words = append(ann.Words, news.Word{Span: news.Span{Start: k, End: k + len(w)}})
			at = k + len(w)
		}
		s.EndWord = len(ann.Words)
		ann.Sentences = append(ann.Sentences, s)
	}
	return ann
}

func newFixture(t testing.TB) *fixture {
	f := &fixture{t: t, rec: &news.Record{}, ids: map[string]int{}}
	for k := range fixtureTexts {
		f.rec.Articles = append(f.rec.Articles, fixtureArticle(k))
	}
	slices.SortFunc(f.rec.Articles, func(a, b news.Article) int { return strings.Compare(a.ID, b.ID) })
	for i := range f.rec.Articles {
		a := &f.rec.Articles[i]
		for k, x := range fixtureTexts {
			if x.text == a.Text {
				f.ids[fmt.Sprint(k)] = i
			}
		}
		f.rec.Annotations = append(f.rec.Annotations, annotateFixture(a))
		f.rec.Provenance = append(f.rec.Provenance, news.Provenance{Article: a.ID})
	}
	f.inputs()
	f.lineage()
	f.marks()
	f.people()
	f.stories()
	f.compared()
	return f
}

func (f *fixture) inputs() {
	for _, n := range []string{"a-gazette.txt", "b-lantern.html", "c-copy.txt", "d/bridge.jsonl", "e-arabic.txt"} {
		f.rec.Inputs = append(f.rec.Inputs, news.InputFile{Name: n, SHA256: strings.Repeat("0f", 32), Articles: 1})
	}
	f.rec.Inputs[3].Articles = 2
	f.rec.Inputs[3].Errors = []news.InputError{{Name: "d/bridge.jsonl", Line: 3, Message: "this line is not JSON; the lines before and after were read"}}
	f.rec.Inputs = append(f.rec.Inputs, news.InputFile{Name: "gone.txt", Errors: []news.InputError{{Name: "gone.txt", Message: "no such file"}}})
	f.rec.Notices = []news.Notice{
		{Code: "not-english", Message: "is in Arabic and was read by its names and numbers only", Article: f.id(5)},
		{Code: "date-order", Message: "2 dates could be read day first or month first; say --date-order dmy or mdy"},
	}
}

func (f *fixture) prov(n int) *news.Provenance { return &f.rec.Provenance[f.ids[fmt.Sprint(n)]] }

func (f *fixture) ann(n int) *news.Annotation { return &f.rec.Annotations[f.ids[fmt.Sprint(n)]] }

func (f *fixture) lineage() {
	origin := func(name string, kind news.OriginKind, articles ...int) string {
		o := news.Origin{ID: news.NewID("origin", name, fmt.Sprint(articles)), Name: name, Kind: kind}
		for _, n := range articles {
			o.Articles = append(o.Articles, f.id(n))
		}
		slices.Sort(o.Articles)
		f.rec.Origins = append(f.rec.Origins, o)
		return o.ID
	}
	gazette := origin("Quay Gazette", news.OriginOwn, 0, 2)
	lantern := origin("", news.OriginUnknown, 1)
	merid := origin("Merid", news.OriginAgency, 1)
	bridge := origin("", news.OriginUnknown, 3, 4)
	arabic := origin("الجسر", news.OriginOwn, 5)
	for n, o := range []string{gazette, lantern, gazette, bridge, bridge, arabic} {
		f.prov(n).Origin = o
	}
	f.prov(1).Passages = []news.OriginPassage{{Span: f.span(1, "Brenn and Vey will meet on Saturday in Port Halm"), Origin: merid}}
	f.prov(4).Signs = []news.Sign{{Kind: "automatic-rewriting", Why: "wordings that a thesaurus makes", Spans: []news.Span{f.span(4, "a pair of piers")}}}
	first := "Transport Minister Ada Brenn will meet her Norlish counterpart Tomas Vey on Saturday in Port Halm to discuss the closed ferry line."
	f.rec.Lineage = []news.Link{
		{ID: news.NewID("link", "a", "c"), From: f.id(0), To: f.id(2), Kind: news.Copy, Confidence: 0.99004, Shared: 1, Joins: true, Reasons: []string{"every sentence of it stands in the other"},
			Passages: []news.Reuse{{From: f.span(0, first), To: f.span(2, first), Kind: news.Verbatim}}},
		{ID: news.NewID("link", "d", "e"), From: f.id(3), To: f.id(4), Kind: news.Rewrite, Confidence: 0.8, Shared: 2.0 / 3, Joins: true, Reasons: []string{"one rewritten passage, and signs of automatic rewriting"},
			Passages: []news.Reuse{
				{From: f.span(3, "The bridge over the Marrow was shut on Tuesday after engineers found cracks in two of its piers"), To: f.span(4, "The old bridge across the Marrow has been closed on Tuesday when cracks were seen in a pair of piers"), Kind: news.Rewritten},
				{From: f.span(3, "“Nobody was in danger”, the engineer said."), To: f.span(4, "“Nobody was in danger”, the engineer said."), Kind: news.Verbatim, Quoted: true},
			}},
	}
}

func (f *fixture) marks() {
	saturday := news.Date{Value: "2021-03-06", Precision: news.PrecisionDay, Basis: news.BasisRelative, Words: "Saturday", Reason: "the first Saturday after the article's own date"}
	sat := f.ref(0, "Saturday")
	saturday.Span = sat.Span
	f.ann(0).Times = []news.Time{{Date: saturday, Kind: news.TimeDate, Anchor: -1}}
	week := f.ref(0, "this week")
	f.ann(0).Times = append(f.ann(0).Times, news.Time{Date: news.Date{Value: "2021-W09", Precision: news.PrecisionWeek, Basis: news.BasisRelative, Words: "this week", Span: week.Span}, Kind: news.TimeDate, Anchor: 0, Modifier: "early"})
	merid := f.span(1, "Merid")
	f.ann(1).Credits = []news.Credit{{Span: merid, Agency: "Merid", Role: news.CitedAs, Covers: f.span(1, "Brenn and Vey will meet on Saturday in Port Halm"), Through: -1}}
}

func (f *fixture) people() {
	brenn := news.Entity{ID: news.NewID("entity", "Ada Brenn"), Name: "Ada Brenn", Type: news.Person, Aliases: []string{"Brenn"}, Country: "DNK",
		Roles:    []news.Role{{Title: "Transport Minister", Ref: f.ref(0, "Transport Minister")}},
		Mentions: []news.Ref{f.ref(0, "Ada Brenn"), f.ref(1, "Brenn"), f.ref(2, "Ada Brenn")}, MergedBecause: []string{"same surname and office"}}
	city := news.Entity{ID: news.NewID("entity", "Marrow"), Name: "Marrow", Type: news.Place, Mentions: []news.Ref{f.ref(3, "Marrow")}}
	f.rec.Entities = []news.Entity{brenn, city}
	for i := range f.rec.Entities {
		slices.SortFunc(f.rec.Entities[i].Mentions, func(a, b news.Ref) int { return strings.Compare(a.Article, b.Article) })
	}
	story1, story2 := news.NewID("story", "1"), news.NewID("story", "2")
	long := "“We want the boats to run again before Easter, and we have told our partners so, in plain words and more than once, at every meeting since the winter storms closed the line,”"
	tail := "“But we will not pay for a pier that is not ours.”"
	engineer := f.ref(3, "the engineer")
	f.rec.Statements = []news.Statement{
		{ID: news.NewID("statement", "1"), Story: story1, Speaker: brenn.ID, SpeakerText: "Brenn", SpeakerRef: f.ref(0, "Brenn said this week"), Confidence: 0.95, Kind: news.Direct, Act: "said",
			Cue: f.ref(0, "said"), Content: []news.Ref{f.ref(0, long), f.ref(0, tail)}, Text: long + " […] " + tail,
			Said: f.ann(0).Times[1].Date, SaidRef: f.ref(0, "this week"), OriginIDs: []string{f.prov(0).Origin},
			Reports: []news.Report{{Article: f.id(0), Spans: []news.Span{f.span(0, long), f.span(0, tail)}, Drift: news.DriftVerbatim}, {Article: f.id(2), Spans: []news.Span{f.span(2, long)}, Drift: news.DriftTrimmed, Differences: []string{"the second sentence is missing"}}}},
		{ID: news.NewID("statement", "2"), Story: story1, SpeakerText: "he", SpeakerRef: f.ref(1, "he said"), Unresolved: "a pronoun, and two men could be meant", Kind: news.Direct, Act: "said", Candidates: []string{brenn.ID},
			Cue: f.ref(1, "said."), Content: []news.Ref{f.ref(1, "“The pier is a matter for both sides”")}, Text: "“The pier is a matter for both sides”", Said: news.NoDate("the text does not tell"), OriginIDs: []string{f.prov(1).Origin}, Via: []string{"Merid"},
			Reports: []news.Report{{Article: f.id(1), Spans: []news.Span{f.span(1, "“The pier is a matter for both sides”")}, Drift: news.DriftVerbatim}}},
		{ID: news.NewID("statement", "3"), Story: story2, SpeakerText: "the engineer", SpeakerRef: engineer, Unresolved: "nobody of that description is named", Kind: news.Direct, Act: "said",
			Content: []news.Ref{f.ref(3, "“Nobody was in danger”")}, Text: "“Nobody was in danger”", Said: news.NoDate("the text does not tell"), OriginIDs: []string{f.prov(3).Origin},
			Reports: []news.Report{{Article: f.id(3), Spans: []news.Span{f.span(3, "“Nobody was in danger”")}, Drift: news.DriftVerbatim}, {Article: f.id(4), Spans: []news.Span{f.span(4, "“Nobody was in danger”")}, Drift: news.DriftVerbatim}}},
	}
	f.rec.Statements[0].SpeakerRef.End = f.rec.Statements[0].SpeakerRef.Start + len("Brenn")
	f.rec.Statements[1].SpeakerRef.End = f.rec.Statements[1].SpeakerRef.Start + len("he")
	f.rec.Statements[1].Cue.End--
	f.rec.Stories = []news.Story{{ID: story1}, {ID: story2}}
}

func (f *fixture) stories() {
	a, b := &f.rec.Stories[0], &f.rec.Stories[1]
	for _, n := range []int{0, 1, 2} {
		a.Articles = append(a.Articles, f.id(n))
	}
	for _, n := range []int{3, 4, 5} {
		b.Articles = append(b.Articles, f.id(n))
	}
	sat := f.ann(0).Times[0].Date
	a.Title, a.TitleRef, a.Origins, a.From, a.To = fixtureTexts[0].title, f.ref(0, fixtureTexts[0].title), 2, sat, sat
	a.Entities, a.Why = []string{f.rec.Entities[0].ID}, []string{"names and dates shared by all three"}
	first := f.ref(0, "Transport Minister Ada Brenn will meet her Norlish counterpart Tomas Vey on Saturday in Port Halm to discuss the closed ferry line.")
	a.Lead = []news.Ref{first}
	a.Timeline = []news.TimelineEntry{
		{Date: news.Date{Words: "", Basis: news.BasisNone, Reason: "no date"}, Kind: news.Background, Spans: []news.Ref{f.ref(0, "The line has carried more than 240,000 passengers a year since May 2009.")}, OriginIDs: []string{f.prov(0).Origin}},
		{Date: sat, DateRef: f.ref(0, "Saturday"), Kind: news.Expected, Spans: []news.Ref{first, f.ref(1, "Brenn and Vey will meet on Saturday in Port Halm, the Norlish ministry said, according to the agency Merid.")}, OriginIDs: []string{f.prov(0).Origin, f.prov(1).Origin}},
	}
	a.OnlyHere = []news.OnlyHere{{Article: f.id(1), Spans: []news.Span{f.span(1, "It did not say who would pay.")}}}
	b.Title, b.TitleRef, b.Origins = fixtureTexts[3].title, f.ref(3, fixtureTexts[3].title), 2
	b.From, b.To = news.NoDate("weekdays without an article's date"), news.NoDate("weekdays without an article's date")
	b.Timeline = []news.TimelineEntry{
		{Date: news.Date{Basis: news.BasisNone, Words: "Tuesday", Reason: "two Tuesdays fit"}, DateRef: f.ref(3, "Tuesday"), Kind: news.Happened, OriginIDs: []string{f.prov(3).Origin, f.prov(5).Origin},
			Spans: []news.Ref{f.ref(3, "The bridge over the Marrow was shut on Tuesday after engineers found cracks in two of its piers, the city said."), f.ref(5, "أغلقت المدينة الجسر يوم الثلاثاء بعد العثور على شقوق.")}},
		{Date: news.Date{Value: "1931", Precision: news.PrecisionYear, Basis: news.BasisStated, Words: "1931"}, DateRef: f.ref(3, "1931"), Kind: news.Background, Spans: []news.Ref{f.ref(3, "The 🌉𝔹ridge was built in 1931.")}, OriginIDs: []string{f.prov(3).Origin}},
	}
	for _, s := range f.rec.Stories {
		for i := range s.Timeline {
			r := s.Timeline[i].Spans[0]
			s.Timeline[i].Text = r.Of(f.rec.Articles[New(f.rec, Settings{}).byID[r.Article]].Text)
		}
	}
	slices.SortFunc(f.rec.Stories, func(a, b news.Story) int { return strings.Compare(a.ID, b.ID) })
	f.rec.Threads = []news.Thread{{ID: news.NewID("thread", "1"), Title: a.Title, Stories: []string{f.rec.Stories[0].ID}}, {ID: news.NewID("thread", "2"), Title: b.Title, Stories: []string{f.rec.Stories[1].ID},
		Turns: []news.Turn{{Story: f.rec.Stories[1].ID, Reason: "it is the first to turn on a bridge; 1 article of it took from no other"}}}}
}

// compared adds what a comparison of the articles gives, one of each kind.
func (f *fixture) compared() {
	a := f.rec.Stories[slices.IndexFunc(f.rec.Stories, func(s news.Story) bool { return s.ID == news.NewID("story", "1") })]
	b := &f.rec.Stories[slices.IndexFunc(f.rec.Stories, func(s news.Story) bool { return s.ID != a.ID })]
	brenn, marrow := f.rec.Entities[0].ID, f.rec.Entities[1].ID
	if f.rec.Entities[0].Type != news.Person {
		brenn, marrow = marrow, brenn
	}
	gazette, lantern, bridge := f.prov(0).Origin, f.prov(1).Origin, f.prov(3).Origin
	none := news.NoDate("the text does not tell")
	sat := f.ann(0).Times[0].Date
	pay := f.ref(0, "we will not pay for a pier that is not ours")
	f.rec.Events = []news.Event{
		{ID: news.NewID("event", "1"), Story: a.ID, Date: sat, DateRef: f.ref(0, "Saturday"), Actors: []string{brenn}, Place: news.EventPlace{Ref: f.ref(0, "Port Halm"), Country: "DNK"},
			Root: "CONSULT", Mode: "visit", Contexts: []string{"diplomatic"}, CAMEO: "042", Status: news.EventPlanned, Mentions: []news.Ref{f.ref(0, "will meet"), f.ref(1, "will meet")}, OriginIDs: []string{gazette, lantern}},
		{ID: news.NewID("event", "2"), Story: b.ID, Date: none, Root: "COERCE", Status: news.EventHappened, AccordingTo: marrow, Harm: news.EventHarm{Killed: &news.Range{Low: 2, High: 3.5}}, Mentions: []news.Ref{f.ref(3, "was shut")}, OriginIDs: []string{bridge}},
	}
	said := "The line has carried more than 240,000 passengers a year since May 2009."
	f.rec.Claims = []news.Claim{
		{ID: news.NewID("claim", "1"), Story: a.ID, Text: said, Spans: []news.Ref{f.ref(0, said)}, Mode: news.Asserted, Status: news.SingleOrigin, OriginIDs: []string{gazette}, Key: true,
			Quantity: &news.ClaimQuantity{Value: 240000, Bound: news.AtLeast, Unit: "passenger", Of: "carry"}},
		{ID: news.NewID("claim", "2"), Story: a.ID, Text: pay.Of(fixtureTexts[0].text), Spans: []news.Ref{pay}, Mode: news.Attributed, Holders: []string{brenn}, Negated: true, Modality: news.ModalPlanned, Status: news.Disputed, OriginIDs: []string{gazette}},
	}
	f.rec.Conflicts = []news.Conflict{
		{ID: news.NewID("conflict", "1"), Story: a.ID, Kind: news.ContestedConflict, About: "pay for a pier", AboutRef: f.ref(0, "pay for a pier"), Sides: []news.ConflictSide{
			{Value: "not ours", Holders: []string{brenn}, Spans: []news.Ref{pay}, OriginIDs: []string{gazette}},
			{Value: "both sides", Spans: []news.Ref{f.ref(1, "“The pier is a matter for both sides”")}, OriginIDs: []string{lantern}},
		}},
		{ID: news.NewID("conflict", "2"), Story: b.ID, Kind: news.NumberConflict, About: "piers", AboutRef: f.ref(3, "piers"), Planned: true, Sides: []news.ConflictSide{
			{Value: "two", Spans: []news.Ref{f.ref(3, "cracks in two of its piers"), f.ref(4, "cracks were seen in a pair of piers")}, OriginIDs: []string{bridge}},
			{Spans: []news.Ref{f.ref(4, "when cracks were seen")}, OriginIDs: []string{f.prov(5).Origin}},
		}},
	}
	f.rec.Positions = []news.Position{
		{ID: news.NewID("position", "1"), Party: brenn, Issue: "the closed ferry line", IssueRef: f.ref(0, "the closed ferry line"), Changed: news.PositionMoved, Basis: news.PositionStated,
			Change: []news.Ref{f.ref(0, "We want the boats to run again"), pay},
			Points: []news.PositionPoint{{Date: sat, Statements: []string{f.rec.Statements[0].ID}, Spans: []news.Ref{f.ref(0, "We want the boats to run again"), pay}}, {Date: none, Spans: []news.Ref{f.ref(2, "“We want the boats to run again before Easter")}}}},
		{ID: news.NewID("position", "2"), Party: marrow, Issue: "Closed ferry line", Changed: news.PositionUnknown, Basis: news.PositionUndated,
			Points: []news.PositionPoint{{Date: none, Spans: []news.Ref{f.ref(4, "“Nobody was in danger”")}}}},
	}
	b.Mixed = news.MixedTime{Past: []news.Ref{f.ref(3, "was shut on Tuesday")}, Ahead: []news.Ref{f.ref(4, "has been closed on Tuesday")}}
}

func fixtureDocument(t testing.TB) *Document {
	return New(newFixture(t).rec, Settings{
		Version: "0.1.0-test", Stages: map[string]int{"annotate": 1, "brief": 1}, Options: map[string]any{"as-of": "2021-03-12"},
		CountryName: func(code string) string { return map[string]string{"DNK": "Denmark"}[code] },
	})
}
