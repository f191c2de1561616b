package resolve

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// said makes an article of mentions written "role|name|type|attribute=value…"
// in a row; "of=N" is the antecedent. A description has no type of its own and
// is written "the …". "then=, " is what stands behind a name instead of a space.
func said(id string, mentions ...string) (news.Article, news.Annotation) {
	a := news.Article{ID: id}
	an := news.Annotation{Article: id}
	var b strings.Builder
	for i, line := range mentions {
		f := strings.Split(line, "|")
		role, name, typ := f[0], f[1], news.EntityType(f[2])
		m := news.Mention{Kind: news.NameMention, Type: typ, Name: name, Antecedent: i}
		if role != "" {
			m.Role = news.Span{Start: b.Len(), End: b.Len() + len(role)}
			b.WriteString(role + " ")
		}
		m.Span = news.Span{Start: b.Len(), End: b.Len() + len(name)}
		then := " "
		for _, attr := range f[3:] {
			if rest, ok := strings.CutPrefix(attr, "then="); ok {
				then = rest
			}
		}
		b.WriteString(name + then)
		words := strings.Fields(strings.TrimSuffix(strings.ToLower(name), " jr"))
		m.Key = strings.ToLower(name)
		if typ == news.Person {
			m.Key = words[len(words)-1]
			if len(words) > 1 {
				m.Full = words[0] + " " + m.Key
			}
		}
		if rest, ok := strings.CutPrefix(name, "the "); ok {
			m.Kind, m.Name, m.Definite, m.Full = news.TitleMention, rest, true, ""
		}
		for _, attr := range f[3:] {
			switch key, value, _ := strings.Cut(attr, "="); key {
			case "known":
				m.Known = value
			case "country":
				m.Country = value
			case "acts":
				m.Acts = true
			case "of":
				m.Antecedent = int(value[0] - '0')
			}
		}
		an.Mentions = append(an.Mentions, m)
	}
	a.Text = b.String()
	return a, an
}

func TestJoins(t *testing.T) {
	for _, c := range []struct {
		name string
		one  bool // both articles tell one story
		a, b []string
		want string // entities, sorted: names as written joined by "=", of both articles
	}{
		{"one spelling folded as another", false, []string{"|Sergei Holm|person"}, []string{"|Sergei Holm|person"}, "Sergei Holm"},
		{"two middle names", false, []string{"|Ida A. Holm|person"}, []string{"|Ida B. Holm|person"}, "Ida A. Holm; Ida B. Holm"},
		{"a middle name and none", false, []string{"|Ida A. Holm|person"}, []string{"|Ida Holm|person"}, "Ida A. Holm=Ida Holm"},
		{"father and son", false, []string{"|Karl Holm|person", "|Karl Holm Jr|person"}, []string{"|Karl Holm|person"}, "Karl Holm; Karl Holm Jr"},
		{"the same man with Jr and without", false, []string{"|Karl Holm Jr|person"}, []string{"|Karl Holm|person"}, "Karl Holm=Karl Holm Jr"},
		{"a middle name as the given one", true, []string{"|Jan Olav Holm|person"}, []string{"|Olav Holm|person"}, "Jan Olav Holm=Olav Holm"},
		{"the same in two stories", false, []string{"|Jan Olav Holm|person"}, []string{"|Olav Holm|person"}, "Jan Olav Holm; Olav Holm"},
		{"a surname with a sole office", false, []string{"Norwegian Prime Minister|Ida Holm|person|country=NOR"}, []string{"Prime Minister|Holm|person"}, "Holm=Ida Holm"},
		{"of another country", false, []string{"Norwegian Prime Minister|Ida Holm|person|country=NOR"}, []string{"Prime Minister|Holm|person|country=DNK"}, "Holm; Ida Holm"},
		{"an office of many", false, []string{"Detective|Ida Holm|person"}, []string{"Detective|Holm|person"}, "Holm; Ida Holm"},
		{"a former one", false, []string{"President|Ida Holm|person"}, []string{"former President|Holm|person"}, "Holm; Ida Holm"},
		{"an acronym that the story explains", true, []string{"|Quorra Ferry Board|organization", "|QFB|organization|of=0"}, []string{"|QFB|organization"}, "QFB=Quorra Ferry Board"},
		{"the same in two stories", false, []string{"|Quorra Ferry Board|organization", "|QFB|organization|of=0"}, []string{"|QFB|organization"}, "QFB; QFB=Quorra Ferry Board"},
		{"a country and its adjective", false, []string{"|Norwegian Ferry Board|organization"}, []string{"|Norway Ferry Board|organization"}, "Norway Ferry Board=Norwegian Ferry Board"},
		{"a name that ends a longer one", true, []string{"|Quorra Gulls|organization"}, []string{"|Gulls|organization"}, "Gulls=Quorra Gulls"},
		{"that ends two", true, []string{"|Quorra Gulls|organization", "|Bergen Gulls|organization"}, []string{"|Gulls|organization"}, "Bergen Gulls; Gulls; Quorra Gulls"},
		{"two types of one name", true, []string{"|Quorra|organization"}, []string{"|Quorra|place"}, "Quorra"},
		{"a capital that acts", false, []string{"|Norway|place|known=country:NOR|country=NOR"}, []string{"|Oslo|place|known=city:NOR/oslo|country=NOR|acts"}, "Norway=Oslo"},
		{"a capital where something happens", false, []string{"|Norway|place|known=country:NOR|country=NOR"}, []string{"|Oslo|place|known=city:NOR/oslo|country=NOR"}, "Norway; Oslo"},
		{"a common name and nothing else", false, []string{"|John Adams|person"}, []string{"|John Adams|person"}, "John Adams; John Adams"},
		{"a common name and a rare one", false, []string{"|John Adams|person", "|Ida Holmqvist|person"}, []string{"|John Adams|person", "|Ida Holmqvist|person"}, "Ida Holmqvist; John Adams"},
		{"a common name and an office", false, []string{"Norwegian Prime Minister|John Adams|person"}, []string{"Prime Minister|John Adams|person"}, "John Adams"},
		{"a common name and a form of address", false, []string{"Mr|John Adams|person"}, []string{"Mr|John Adams|person"}, "John Adams; John Adams"},
		{"a common name in one story", true, []string{"|John Adams|person"}, []string{"|John Adams|person"}, "John Adams"},
		{"a common name and a country", false, []string{"|John Adams|person", "|Norway|place|known=country:NOR|country=NOR"}, []string{"|John Adams|person", "|Norway|place|known=country:NOR|country=NOR"}, "John Adams; John Adams; Norway"},
		{"a ministry of one country", false, []string{"|Ministry of Defense|organization", "|Norway|place|known=country:NOR|country=NOR"}, []string{"|Ministry of Defense|organization", "|Norway|place|known=country:NOR|country=NOR"}, "Ministry of Defense; Norway"},
		{"ministries of two", false, []string{"|Ministry of Defense|organization", "|Norway|place|known=country:NOR|country=NOR"}, []string{"|Ministry of Defense|organization", "|Denmark|place|known=country:DNK|country=DNK"}, "Denmark; Ministry of Defense; Ministry of Defense; Norway"},
		{"city councils of one country", false, []string{"|City Council|organization", "|Norway|place|known=country:NOR|country=NOR"}, []string{"|City Council|organization", "|Norway|place|known=country:NOR|country=NOR"}, "City Council; City Council; Norway"},
		{"a city council of one town", false, []string{"|City Council|organization", "|Quorra|place"}, []string{"|City Council|organization", "|Quorra|place"}, "City Council; Quorra"},
		{"two towns of one name", false, []string{"|Quorra|place|then=, ", "|Iowa|place|known=region:USA/iowa|country=USA"}, []string{"|Quorra|place|then=, ", "|Ohio|place|known=region:USA/ohio|country=USA"}, "Iowa; Ohio; Quorra; Quorra"},
		{"a town and where it lies", false, []string{"|Quorra|place|then=, ", "|Iowa|place|known=region:USA/iowa|country=USA"}, []string{"|Quorra|place", "|Iowa|place|known=region:USA/iowa|country=USA"}, "Iowa; Quorra"},
		{"a town that may be another", false, []string{"|Quorra|place|then=, ", "|Iowa|place|known=region:USA/iowa|country=USA"}, []string{"|Quorra|place"}, "Iowa; Quorra; Quorra"},
		{"a list of areas", false, []string{"|Quorra|place|then=, ", "|Iowa|place|known=region:USA/iowa|country=USA|then= and ", "|Ohio|place|known=region:USA/ohio|country=USA", "|Ohio|place|known=region:USA/ohio|country=USA"}, []string{"|Quorra|place", "|Ohio|place|known=region:USA/ohio|country=USA"}, "Iowa; Ohio; Quorra"},
		{"a short acronym", false, []string{"|QFB|organization"}, []string{"|QFB|organization"}, "QFB; QFB"},
		{"a short acronym and a name that few have", false, []string{"|QFB|organization", "|Ida Holmqvist|person"}, []string{"|QFB|organization", "|Ida Holmqvist|person"}, "Ida Holmqvist; QFB"},
		{"a longer acronym", false, []string{"|QFBC|organization"}, []string{"|QFBC|organization"}, "QFBC"},
		{"an acronym of two bodies", false, []string{"|Quorra Ferry Board Council|organization", "|QFBC|organization|of=0", "|QFBC|organization"}, []string{"|Queen's Free Bank Club|organization", "|QFBC|organization|of=0", "|QFBC|organization"}, "QFBC; QFBC; QFBC=Queen's Free Bank Club; QFBC=Quorra Ferry Board Council"},
		{"a word that is no name", false, []string{"|Budget|organization"}, []string{"|Budget|organization"}, "Budget; Budget"},
		{"part of a body", false, []string{"|Office of Research|organization", "|Norway|place|known=country:NOR|country=NOR"}, []string{"|Office of Research|organization", "|Norway|place|known=country:NOR|country=NOR"}, "Norway; Office of Research; Office of Research"},
		{"whose ministry", false, []string{"|Norway|place|known=country:NOR|country=NOR|then='s ", "|Ministry of Defense|organization", "|Norway|place|known=country:NOR|country=NOR"}, []string{"|Denmark|place|known=country:DNK|country=DNK|then='s ", "|Ministry of Defense|organization", "|Norway|place|known=country:NOR|country=NOR", "|Norway|place|known=country:NOR|country=NOR"}, "Denmark; Ministry of Defense; Ministry of Defense; Norway"},
		{"a common name and two forms of address", false, []string{"Messrs.|John Adams|person"}, []string{"Messrs.|John Adams|person"}, "John Adams; John Adams"},
		{"some of a people", false, []string{"|Most Danes|organization"}, []string{"|Most Danes|organization"}, ""},
		{"many of something", false, []string{"|Many Quorra|organization"}, []string{"|Many Quorra|organization"}, ""},
		{"a sort of people", false, []string{"|Moderate Danes|organization"}, []string{"|Moderate Danes|organization"}, ""},
		{"a link that goes on", false, []string{"|Quorra Gala MORE|organization"}, []string{"|Quorra Gala MORE|organization"}, ""},
		{"two names", false, []string{"|Quorra Board and Norway|organization", "|Quorra Board|organization"}, []string{"|Quorra Board|organization"}, "Quorra Board"},
		{"one name with and", false, []string{"|Quorra and Holmqvist Lines|organization"}, []string{"|Quorra and Holmqvist Lines|organization"}, "Quorra and Holmqvist Lines"},
		{"countries in a row", false, []string{"|Norway Denmark Sweden|place"}, []string{"|Norway Denmark Sweden|place"}, ""},
		{"names run together", false, []string{"|Ida HolmqvistSpeaker|person", "|Karl Holmqvist|person"}, []string{"|Ida HolmqvistSpeaker|person", "|Karl Holmqvist|person"}, "Karl Holmqvist"},
		{"a capital within a surname", false, []string{"|Ida DeMarco|person", "|Karl Marco|person"}, []string{"|Ida DeMarco|person"}, "Ida DeMarco; Karl Marco"},
		{"one of many", false, []string{"a|Quorra Medal|organization|then=. "}, []string{"a|Quorra Medal|organization|then=. "}, ""},
		{"what one of many is for", false, []string{"a|Quorra Medal|organization|then= winner "}, []string{"a|Quorra Medal|organization|then= winner "}, "Quorra Medal"},
		{"a person's name for a thing", false, []string{"|Garland|organization"}, []string{"|Garland|organization"}, "Garland; Garland"},
		{"councils of one word of two countries", false, []string{"|Shura Council|organization", "|Norway|place|known=country:NOR|country=NOR"}, []string{"|Shura Council|organization", "|Denmark|place|known=country:DNK|country=DNK"}, "Denmark; Norway; Shura Council; Shura Council"},
		{"a council of a place", false, []string{"|Oslo Council|organization", "|Norway|place|known=country:NOR|country=NOR"}, []string{"|Oslo Council|organization", "|Denmark|place|known=country:DNK|country=DNK"}, "Denmark; Norway; Oslo Council"},
		{"counties of two regions", false, []string{"|Tern County|place", "|Iowa|place|known=region:USA/iowa|country=USA"}, []string{"|Tern County|place", "|Ohio|place|known=region:USA/ohio|country=USA"}, "Iowa; Ohio; Tern County; Tern County"},
		{"a county of one region", false, []string{"|Tern County|place", "|Iowa|place|known=region:USA/iowa|country=USA"}, []string{"|Tern County|place", "|Iowa|place|known=region:USA/iowa|country=USA"}, "Iowa; Tern County"},
		{"institutes of two colleges", false, []string{"|Quorra College|organization|then='s ", "|Institute of Politics|organization", "|Norway|place|known=country:NOR|country=NOR"}, []string{"|Bergen College|organization|then='s ", "|Institute of Politics|organization", "|Norway|place|known=country:NOR|country=NOR"}, "Bergen College; Institute of Politics; Institute of Politics; Norway; Quorra College"},
		{"an institute of a college and one of none", false, []string{"|Institute of Politics|organization|then= at ", "|Quorra College|organization", "|Norway|place|known=country:NOR|country=NOR"}, []string{"|Institute of Politics|organization", "|Norway|place|known=country:NOR|country=NOR"}, "Institute of Politics; Norway; Quorra College"},
		{"an end that is part of a known name", true, []string{"|Holmqvist White House|organization"}, []string{"|House|organization"}, "Holmqvist White House; House"},
		{"a committee of a chamber", false, []string{"|Quorra Rules Committee|organization", "|Rules Committee|organization"}, []string{"|Quorra Rules Committee|organization"}, "Quorra Rules Committee=Rules Committee"},
		{"committees of two chambers", false, []string{"|Quorra Rules Committee|organization", "|Bergen Rules Committee|organization", "|Rules Committee|organization"}, []string{"|Quorra Rules Committee|organization"}, "Bergen Rules Committee; Quorra Rules Committee; Rules Committee"},
		{"an end after a preposition", true, []string{"|Treaty of the Gulls|organization"}, []string{"|Gulls|organization"}, "Gulls; Treaty of the Gulls"},
		{"an end that is an adjective", true, []string{"|Quorra Democratic|organization"}, []string{"|Democratic|organization"}, "Democratic; Quorra Democratic"},
		{"a title taken for a surname", false, []string{"|Quorra Gov.|person"}, []string{"|Quorra Gov.|person"}, ""},
		{"an initial", false, []string{"|Q.|place"}, []string{"|Q.|place"}, ""},
		{"a company's mark", false, []string{"|Quorra Lines Inc.|organization"}, []string{"|Quorra Lines|organization"}, "Quorra Lines=Quorra Lines Inc."},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, x := said("a", c.a...)
			b, y := said("b", c.b...)
			stories := []news.Story{{ID: "s", Articles: []string{"a"}}, {ID: "t", Articles: []string{"b"}}}
			if c.one {
				stories = []news.Story{{ID: "s", Articles: []string{"a", "b"}}}
			}
			res := Find([]news.Article{a, b}, []news.Annotation{x, y}, stories, Options{})
			names := map[string][]string{}
			for i, an := range []news.Annotation{x, y} {
				for j, id := range res.Of[i] {
					if n := an.Mentions[j].Name; !slices.Contains(names[id], n) {
						names[id] = append(names[id], n)
					}
				}
			}
			var got []string
			for _, e := range res.Entities {
				slices.Sort(names[e.ID])
				got = append(got, strings.Join(names[e.ID], "="))
				if len(names[e.ID]) > 1 && len(e.MergedBecause) == 0 {
					t.Errorf("%s is merged and does not say why", e.Name)
				}
			}
			slices.Sort(got)
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

// TestDescriptions joins what is never named in chains that are no entities, and
// a noun with the person of whom another article says it.
func TestDescriptions(t *testing.T) {
	a, x := said("a", "surgeon|Ida Holm|person", "|the harbour pilot|person")
	b, y := said("b", "|the surgeon|person", "|the harbour pilot|person")
	res := Find([]news.Article{a, b}, []news.Annotation{x, y}, []news.Story{{ID: "s", Articles: []string{"a", "b"}}}, Options{})
	if len(res.Entities) != 1 || res.Of[1][0] != res.Of[0][0] || res.Of[1][1] != "" {
		t.Errorf("entities %v, mentions %v", res.Entities, res.Of)
	}
	if res.Chains[0][1] != res.Chains[1][1] || res.Chains[0][1] < 0 {
		t.Errorf("chains %v", res.Chains)
	}
}

// TestRoles keeps a title once, with the days on which it is given.
func TestRoles(t *testing.T) {
	a, x := said("a", "Prime Minister|Ida Holm|person", "Mr|Karl Berg|person")
	b, y := said("b", "prime minister|Ida Holm|person")
	a.Published = news.Date{Value: "2021-05-01T10:00", Precision: news.PrecisionMinute, Basis: news.BasisMetadata}
	b.Published = news.Date{Value: "2020-02-03", Precision: news.PrecisionDay, Basis: news.BasisMetadata}
	res := Find([]news.Article{a, b}, []news.Annotation{x, y}, nil, Options{})
	for _, e := range res.Entities {
		switch {
		case e.Name == "Karl Berg" && len(e.Roles) > 0:
			t.Errorf("a form of address is a role: %v", e.Roles)
		case e.Name == "Ida Holm" && (len(e.Roles) != 1 || e.Roles[0].From != "2020-02-03" || e.Roles[0].To != "2021-05-01"):
			t.Errorf("roles %v", e.Roles)
		}
	}
}

// TestMostBearers takes a common name for one person's everywhere where most
// articles that have it share more than it.
func TestMostBearers(t *testing.T) {
	var articles []news.Article
	var annotations []news.Annotation
	for i := range 8 {
		lines := []string{"|John Adams|person"}
		if i < 6 {
			lines = append(lines, "|Ida Holmqvist|person")
		}
		a, an := said(string(rune('a'+i)), lines...)
		articles, annotations = append(articles, a), append(annotations, an)
	}
	// Six articles of 2,000 have the rarer name.
	for i := range 1992 {
		a, an := said("z"+strconv.Itoa(10000+i), "|Quorra|place")
		articles, annotations = append(articles, a), append(annotations, an)
	}
	for _, e := range Find(articles, annotations, nil, Options{}).Entities {
		if e.Name == "John Adams" && len(e.Mentions) != 8 {
			t.Errorf("an entity has %d mentions of 8: %q", len(e.Mentions), e.MergedBecause)
		}
	}
}
