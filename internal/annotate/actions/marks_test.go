package actions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// describe gives a clause in words: subject, lemma, object, and how it is put.
func describe(a *news.Article, m *news.Annotation, c *news.Clause) string {
	out := fmt.Sprintf("%s|%s|%s", c.Subject.Of(a.Text), c.Lemma, c.Object.Of(a.Text))
	for _, s := range []struct {
		on   bool
		word string
	}{
		{c.Nominal, "noun"}, {c.Negated, "not"}, {c.Background, "background"}, {c.Modality != "", string(c.Modality)},
		{c.Speech >= 0, "said"}, {c.Time >= 0, "when"}, {c.Place >= 0, "where"},
	} {
		if s.on {
			out += " " + s.word
		}
	}
	if c.Governor >= 0 {
		out += " under " + m.Clauses[c.Governor].Lemma
	}
	return out
}

func TestClauses(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"The council rejected the plan.", []string{"The council|reject|the plan"}},
		{"The plan was rejected by the council.", []string{"the council|reject|The plan"}},
		{"The army attacked the town and killed two farmers.", []string{"The army|attack|the town", "The army|kill|two farmers"}},
		{"Peru and Chile held talks in Lima on Friday.", []string{"Peru and Chile|talk| noun when where"}},
		{"Peru will meet Chile on Friday.", []string{"Peru|meet|Chile planned when"}},
		{"Peru did not attack Chile.", []string{"Peru|attack|Chile not"}},
		{"Chile refused to meet Peru.", []string{"Chile|refuse|", "Chile|meet|Peru denied said under refuse"}},
		{"Chile urged Peru to release the pilots.", []string{"Chile|urge|Peru", "Peru|release|the pilots called-for said under urge"}},
		{"Peru may close the border.", []string{"Peru|close|the border possible"}},
		{"If Peru closes the border, traders will leave.", []string{"Peru|close|the border condition under leave", "traders|leave| planned"}},
		{"Peru failed to reach the coast.", []string{"Peru|fail|", "Peru|reach|the coast not under fail"}},
		{"The ministers cancelled talks.", []string{"The ministers|cancel|talks", "|talk| noun not under cancel"}},
		{"Chile called for talks.", []string{"Chile|call|", "|talk| noun called-for under call"}},
		{"The pilots who bombed the port left.", []string{"The pilots|bomb|the port background", "The pilots|leave|"}},
		{"The minister had resigned.", []string{"The minister|resign| background"}},
		{"The border is closed.", []string{"|close|The border"}},
		{"Gomez is the president of Peru.", []string{"Gomez|be|the president of Peru"}},
	} {
		a, m := read(test.text)
		var got []string
		for i := range m.Clauses {
			got = append(got, describe(a, &m, &m.Clauses[i]))
		}
		if g, w := strings.Join(got, "\n"), strings.Join(test.want, "\n"); g != w {
			t.Errorf("%s\ngot\n%s\nwant\n%s", test.text, g, w)
		}
	}
}

func TestQuantities(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"More than 240 people were killed.", "More than 240 people|240|240..240|at-least|person|kill"},
		{"At least 1,200 soldiers died.", "At least 1,200 soldiers|1,200|1200..1200|at-least|soldier|die"},
		{"Up to 1.7 million villagers left.", "Up to 1.7 million villagers|1.7 million|1700000..1700000|at-most|villager|leave"},
		{"Nearly 30 homes burned.", "Nearly 30 homes|30|30..30|about|home|burn"},
		{"Dozens of farmers protested.", "Dozens of farmers|Dozens|24..120|about|farmer|protest"},
		{"Tens of thousands of people fled the town.", "Tens of thousands of people|Tens of thousands|20000..100000|about|person|"},
		{"Between 10 and 20 ships sank.", "10 and 20 ships|10 and 20|10..20|exact|ship|sink"},
		{"The bank lost $2.5 billion.", "$2.5 billion|$2.5 billion|2500000000..2500000000|exact|USD|lose"},
		{"Prices rose 12 percent.", "12 percent|12 percent|12..12|exact|percent|rise"},
		{"Twenty-one soldiers were wounded.", "Twenty-one soldiers|Twenty-one|21..21|exact|soldier|wound"},
		{"The blast left 12 dead.", "12 dead|12|12..12|exact|person|die"},
		{"The war claimed 300 lives.", "300 lives|300|300..300|exact|person|kill"},
		{"The death toll rose to 42.", "42|42|42..42|exact|person|die"},
		{"Several thousand farmers left.", "Several thousand farmers|thousand|2000..10000|about|farmer|leave"},
		// no quantities
		{"He was born in 1984.", ""},
		{"The 34-year-old driver left.", ""},
		{"Gomez, 34, left the town.", ""},
		{"They met on 12 May 2015.", ""},
		{"Chile won 2-1.", ""},
		{"It broke Article 5 of the pact.", ""},
		{"The talks lasted three hours.", ""},
	} {
		a, m := read(test.text)
		got := ""
		for i := range m.Quantities {
			q := &m.Quantities[i]
			got += fmt.Sprintf("%s|%s|%.0f..%.0f|%s|%s|%s", q.Span.Of(a.Text), q.Number.Of(a.Text), q.Low, q.High, q.Bound, q.Unit, q.Of)
		}
		if got != test.want && !(strings.HasSuffix(test.want, "|") && strings.HasPrefix(got, test.want)) {
			t.Errorf("%s\ngot  %s\nwant %s", test.text, got, test.want)
		}
	}
}

func TestActions(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"Chile and Peru held talks in Lima on Friday.", []string{"CONSULT happened Chile, Peru > "}},
		{"Brazil will visit Chile.", []string{"CONSULT planned Brazil > Chile"}},
		{"Chile accused Peru of bombing a village.", []string{"ACCUSE happened Chile > Peru"}},
		{"Brazil called on Peru to release the journalists.", []string{"REQUEST happened Brazil > Peru", "RETREAT called-for Peru > the journalists"}},
		{"Peru denied that its army had attacked Chile.", []string{"ASSAULT denied its army > Chile"}},
		{"Chile imposed sanctions on Peru.", []string{"COERCE happened Chile > Peru"}},
		{"Peru rejected a Chilean proposal.", []string{"REJECT happened Peru > Chilean"}},
		{"The committee will discuss the weather.", nil},
		{"Brazil was calm but called on Peru to leave.", []string{"REQUEST happened Brazil > Peru"}},
		{"President Gomez called the attack on Chile a crime.", nil},
		{"President Gomez called to congratulate Minister Vey.", []string{"SUPPORT happened Gomez > Vey"}},
		{"President Gomez held a press conference with Chile.", nil},
		{"Peru told villagers to defend themselves.", nil},
		{"The storm killed 12 farmers.", nil},
	} {
		a, m := read(test.text)
		var got []string
		for i := range m.Actions {
			x := &m.Actions[i]
			got = append(got, fmt.Sprintf("%s %s %s > %s", x.Root, x.Status, names(a, &m, x.Actors), names(a, &m, x.Recipients)))
		}
		if g, w := strings.Join(got, "\n"), strings.Join(test.want, "\n"); g != w {
			t.Errorf("%s\ngot\n%s\nwant\n%s", test.text, g, w)
		}
	}
}

func names(a *news.Article, m *news.Annotation, mentions []int) string {
	var out []string
	for _, k := range mentions {
		out = append(out, m.Mentions[k].Of(a.Text))
	}
	return strings.Join(out, ", ")
}

func TestHarm(t *testing.T) {
	a, m := read("At least 12 Bolivian soldiers were killed by Peruvian troops, and 30 were wounded.")
	if len(m.Actions) != 1 {
		t.Fatalf("%+v", m.Actions)
	}
	h := m.Actions[0].Harm
	if h.Killed < 0 || m.Quantities[h.Killed].Span.Of(a.Text) != "At least 12 Bolivian soldiers" {
		t.Errorf("%+v", h)
	}
	if s := m.Actions[0].Sectors; len(s) != 2 || s[0] != "MIL" || s[1] != "MIL" {
		t.Errorf("sectors %v", s)
	}
}
