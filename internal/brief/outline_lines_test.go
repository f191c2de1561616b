package brief

import (
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func TestPronounAt(t *testing.T) {
	// Mentions are a byte each, in the order of the list; the pronoun is the last.
	person := func(sentence, antecedent int) news.Mention {
		return news.Mention{Kind: news.NameMention, Type: news.Person, Sentence: sentence, Antecedent: antecedent}
	}
	he := func(sentence, antecedent int) news.Mention {
		return news.Mention{Kind: news.PronounMention, Type: news.Person, Sentence: sentence, Antecedent: antecedent}
	}
	body := func(sentence, antecedent int) news.Mention {
		return news.Mention{Kind: news.NameMention, Type: news.Organization, Sentence: sentence, Antecedent: antecedent}
	}
	for _, c := range []struct {
		name     string
		mentions []news.Mention
		open     bool // a statement leaves it open
		want     int
		subject  int // the mention that a main clause tells of, and one
	}{
		{"the subject", []news.Mention{person(0, 0), person(0, 1), he(1, 0)}, false, 0, 1},
		{"the subject, and another since", []news.Mention{person(0, 0), person(1, 1), he(1, 0)}, false, -1, 1},
		{"another is the subject", []news.Mention{person(0, 0), person(0, 1), he(1, 0)}, false, -1, 2},
		{"the only one named", []news.Mention{person(0, 0), he(1, 0)}, false, 0, 0},
		{"over another pronoun", []news.Mention{person(0, 0), he(1, 0), he(2, 1)}, false, 0, 0},
		{"another before, in another sentence", []news.Mention{person(0, 0), person(1, 1), he(2, 1)}, false, 1, 0},
		{"another in the sentence", []news.Mention{person(0, 0), person(0, 1), he(1, 0)}, false, -1, 0},
		{"another since", []news.Mention{person(0, 0), person(1, 1), he(2, 0)}, false, -1, 0},
		{"another, and then named again", []news.Mention{person(0, 0), person(1, 1), person(2, 0), he(3, 0)}, false, 0, 0},
		{"a body since", []news.Mention{person(0, 0), body(1, 1), he(2, 0)}, false, 0, 0},
		{"a body", []news.Mention{body(0, 0), he(1, 0)}, false, -1, 0},
		{"nobody", []news.Mention{he(1, 0)}, false, -1, 0},
		{"before who is named", []news.Mention{he(0, 1), person(1, 1)}, false, -1, 0},
		{"left open", []news.Mention{person(0, 0), he(1, 0)}, true, -1, 0},
	} {
		an := news.Annotation{Mentions: c.mentions}
		for k := range an.Mentions {
			an.Mentions[k].Span = news.Span{Start: k, End: k + 1}
		}
		last := len(c.mentions) - 1
		if c.subject > 0 {
			an.Clauses = []news.Clause{{Sentence: c.mentions[c.subject-1].Sentence, Governor: -1, SubjectIs: c.subject - 1}}
		}
		if c.open {
			an.Statements = []news.Speech{{SpeakerSpan: an.Mentions[last].Span, Speaker: -1}}
		}
		if _, who := pronounAt(&an, last); who != c.want {
			t.Errorf("%s: %d, want %d", c.name, who, c.want)
		}
	}
}

func TestDateOf(t *testing.T) {
	at := func(start int) []news.Ref {
		return []news.Ref{{Article: "a", Span: news.Span{Start: start, End: start + 10}}}
	}
	entry := func(kind news.TimelineKind, date string, start int) news.TimelineEntry {
		return news.TimelineEntry{Kind: kind, Date: news.Date{Value: date, Precision: news.PrecisionMonth, Basis: news.BasisStated}, Spans: at(start)}
	}
	undated := news.TimelineEntry{Kind: news.Happened, Date: news.NoDate("none"), Spans: at(0)}
	for _, c := range []struct {
		name    string
		entries []news.TimelineEntry
		date    string
		kind    news.TimelineKind
	}{
		{"none", nil, "", news.Happened},
		{"undated", []news.TimelineEntry{undated}, "", news.Happened},
		{"of the past", []news.TimelineEntry{entry(news.Background, "2011-07", 0), entry(news.Background, "2011-07", 20)}, "2011-07", news.Background},
		{"new to one", []news.TimelineEntry{entry(news.Background, "2011-07", 0), entry(news.Happened, "2011-07", 20)}, "2011-07", news.Happened},
		{"two days", []news.TimelineEntry{entry(news.Background, "2011-07", 0), entry(news.Background, "2011-08", 20)}, "", news.Happened},
		{"another's", []news.TimelineEntry{entry(news.Background, "2011-07", 40)}, "", news.Happened},
		{"to come", []news.TimelineEntry{entry(news.Expected, "2011-07", 0)}, "", news.Happened},
	} {
		date, kind := dateOf(&news.Story{Timeline: c.entries}, &news.Claim{Spans: append(at(0), at(20)...)})
		if date.Value != c.date || kind != c.kind {
			t.Errorf("%s: %q, %s; want %q, %s", c.name, date.Value, kind, c.date, c.kind)
		}
	}
}
