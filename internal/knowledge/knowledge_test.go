package knowledge

import (
	"fmt"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

func TestShippedTablesOpen(t *testing.T) {
	for name, data := range map[string]string{"names.bin": namesData, "agencies.bin": agenciesData} {
		table, err := OpenTable(data)
		if err != nil || table.Len() == 0 {
			t.Errorf("%s: %d entries, %v", name, table.Len(), err)
		}
		for i := 1; i < table.Len(); i++ {
			if table.At(i-1).Key >= table.At(i).Key {
				t.Fatalf("%s: keys %q and %q are out of order", name, table.At(i-1).Key, table.At(i).Key)
			}
		}
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		text string
		at   int
		key  string // "" if nothing matches
		got  string // the words matched
	}{
		{"Syrian troops", 0, "demonym:SYR", "Syrian"},
		{"in Damascus's suburbs", 3, "city:SYR/damascus", "Damascus"},
		{"the U.S. said", 4, "country:USA", "U.S."},
		{"the US's army", 4, "country:USA", "US"},
		{"told us of it", 5, "", ""},
		{"Told Us of it", 5, "", ""},
		{"the UNITED STATES", 4, "country:USA", "UNITED STATES"},
		{"United\nStates of America", 0, "country:USA", "United\nStates of America"},
		{"United\n\nStates", 0, "", ""},
		{"the Kremlin.", 4, "seat:RUS/kremlin", "Kremlin"},
		{"al-Qaeda in Iraq", 0, "group:IRQ/al-qaeda-in-iraq", "al-Qaeda in Iraq"},
		{"Al Qaeda", 0, "group:al-qaeda", "Al Qaeda"},
		{"Daesh", 0, "group:islamic-state", "Daesh"},
		{"Isis", 0, "group:islamic-state", "Isis"},
		{"isis", 0, "", ""},
		{"Côte d’Ivoire", 0, "country:CIV", "Côte d’Ivoire"},
		{"Unesco", 0, "body:unesco", "Unesco"},
		{"Reuters reported", 0, "agency:GBR/reuters", "Reuters"},
		{"Afrance", 1, "", ""},
		{"Kerry", 0, "", ""},
		{"Let’s go", 0, "", ""},
		{"the DoD said", 4, "body:USA/pentagon", "DoD"},
		{"the Dod said", 4, "", ""},
		{"the Republican’s bid", 4, "party:USA/republican-party", "Republican"},
		{"“Syria", 0, "", ""},
		{"“Syria", 3, "country:SYR", "Syria"},
		{"Élysée", 0, "seat:FRA/elysee-palace", "Élysée"},
		{"New York and Boston", 0, "city:USA/new-york", "New York"},
		{"", 0, "", ""},
		{"\xff\xfeFrance", 2, "country:FRA", "France"},
	} {
		e, n := Match(c.text, c.at)
		if e.Key != c.key || c.text[c.at:c.at+n] != c.got {
			t.Errorf("Match(%q, %d) = %q %q, want %q %q", c.text, c.at, e.Key, c.text[c.at:c.at+n], c.key, c.got)
		}
	}
}

func TestLookup(t *testing.T) {
	for _, c := range []struct {
		alias, key, country string
		kind                Kind
	}{
		{"the Islamic State", "group:islamic-state", "", ArmedGroup},
		{"Russian Federation", "country:RUS", "RUS", Country},
		{"Moscow", "city:RUS/moscow", "RUS", Capital},
		{"Washington, D.C.", "", "", NoKind}, // a comma ends a name
		{"Washington", "city:USA/washington", "USA", Capital},
		{"British", "demonym:GBR", "GBR", Demonym},
		{"NATO", "body:nato", "", Body},
		{"Syria and more", "", "", NoKind},
	} {
		e, ok := Lookup(c.alias)
		if e.Key != c.key || e.Country != c.country || e.Kind != c.kind || ok != (c.key != "") {
			t.Errorf("Lookup(%q) = %+v, %v", c.alias, e, ok)
		}
		if got, _ := Get(c.key); got != e {
			t.Errorf("Get(%q) = %+v, want %+v", c.key, got, e)
		}
	}
}

func TestAgency(t *testing.T) {
	for name, want := range map[string]string{
		"AP": "Associated Press", "the Associated Press": "Associated Press", "AFP": "Agence France-Presse",
		"TASS": "TASS", "Ria Novosti": "RIA Novosti", "dpa": "dpa", "MENA": "Middle East News Agency",
		"PTI": "Press Trust of India", "ap": "", "Somebody": "",
	} {
		if got, ok := Agency(name); got != want || ok != (want != "") {
			t.Errorf("Agency(%q) = %q, %v; want %q", name, got, ok, want)
		}
	}
	if e, ok := Lookup("MENA"); ok {
		t.Errorf("MENA is an agency in any text: %+v", e)
	}
}

func TestOutlet(t *testing.T) {
	for _, domain := range []string{"bbc.co.uk", "www.BBC.co.uk", "news.bbc.co.uk"} {
		if name, ok := Outlet(domain); !ok || !strings.Contains(name, "BBC") {
			t.Errorf("Outlet(%q) = %q, %v", domain, name, ok)
		}
	}
	for _, domain := range []string{"", "uk", "co.uk", "no-such-outlet.example"} {
		if name, ok := Outlet(domain); ok {
			t.Errorf("Outlet(%q) = %q", domain, name)
		}
	}
}

func TestRarity(t *testing.T) {
	the, minister, separatist := Rarity("the"), Rarity("minister"), Rarity("separatist")
	if the > 20 || minister < the || separatist < minister || separatist >= MaxRarity {
		t.Errorf("the %d, minister %d, separatist %d", the, minister, separatist)
	}
	for _, same := range [][2]string{{"don't", "dont"}, {"don’t", "DONT"}, {"Minister", "minister"}} {
		if Rarity(same[0]) != Rarity(same[1]) {
			t.Errorf("%q and %q differ", same[0], same[1])
		}
	}
	if r := Rarity("qzxwvq"); r != MaxRarity {
		t.Errorf("an unknown word has %d", r)
	}
}

func TestPersonName(t *testing.T) {
	if PersonName("Sergey")&GivenName == 0 || PersonName("Johnson")&Surname == 0 || PersonName("yesterday") != 0 {
		t.Error(PersonName("Sergey"), PersonName("Johnson"), PersonName("yesterday"))
	}
}

func TestNextWord(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "",
		"  The minister's well-known": "The|minister's|well|known",
		"don’t ‘quote’ 3,000":         "don’t|quote|3|000",
		"Erdoğan'":                    "Erdoğan",
		"\xff\xfe a":                  "a",
	} {
		var got []string
		for i := 0; ; {
			from, to := NextWord(text, i)
			if from < 0 {
				break
			}
			got = append(got, text[from:to])
			i = to
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Recep Tayyip Erdoğan": "recep tayyip erdogan", "al-Assad": "al assad", "U.S.": "us", "O’Brien": "obrien",
		"  a \n b ": "a b", "Москва": "москва", "": "", "--": "", "A, B": "a b", "Łódź": "lodz",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestBuild(t *testing.T) {
	rows := []Row{
		{Entry: Entry{"body:b", "Board of Trade", news.Organization, "", Body}, Aliases: []string{"BT"}},
		{Entry: Entry{"body:a", "Board", news.Organization, "AAA", Body}, Aliases: []string{"BT", "B", ""}},
	}
	data, err := Build(rows)
	if err != nil {
		t.Fatal(err)
	}
	table, err := OpenTable(string(data))
	if err != nil || table.Len() != 2 || table.At(0) != rows[1].Entry {
		t.Fatal(table.Len(), err)
	}
	if e, n := table.Match("Board of Traders", 0); e.Key != "body:a" || n != 5 {
		t.Errorf("Board of Traders: %+v, %d", e, n)
	}
	if e, ok := table.Lookup("BT"); !ok || e.Key != "body:b" {
		t.Errorf("BT: %+v", e)
	}
	if _, err := Build(append(rows, rows[0])); err == nil {
		t.Error("two rows of one key were taken")
	}
	if _, err := Build([]Row{{Entry: Entry{Key: "k", Name: "n", Country: "US"}}}); err == nil {
		t.Error("a country of two letters was taken")
	}
	for _, bad := range []string{"", "TSNAME2\n", string(data[:len(data)-1]), "x" + string(data[1:])} {
		if _, err := OpenTable(bad); err != ErrTable {
			t.Errorf("Open of %d bytes: %v", len(bad), err)
		}
	}
	if _, n := (Table{}).Match("Board", 0); n != 0 {
		t.Error("the zero Table holds something")
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("the U.S. and al-Qaeda’s\nmen", 4)
	f.Add("É\xff-\u0301'", 0)
	f.Fuzz(func(t *testing.T, text string, at int) {
		if e, n := Match(text, at); n < 0 || n > 0 && (at+n > len(text) || e.Key == "") {
			t.Errorf("Match(%q, %d) = %+v, %d", text, at, e, n)
		}
		Lookup(text)
		Agency(text)
		Outlet(text)
		Rarity(text)
		PersonName(text)
	})
}

const benchText = "The foreign ministers of Russia and the United States met in Vienna on Friday, officials said, after " +
	"a week in which Syrian forces backed by Iran and Hezbollah took two villages north of Aleppo. " +
	"The U.N. envoy, Staffan de Mistura, told Reuters that talks could begin in January. "

func BenchmarkMatch(b *testing.B) {
	text := strings.Repeat(benchText, 50)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for at := 0; at < len(text); at++ {
			if at > 0 && text[at-1] != ' ' {
				continue
			}
			Match(text, at)
		}
	}
}

func BenchmarkRarity(b *testing.B) {
	for b.Loop() {
		Rarity("separatist")
	}
}

func ExampleMatch() {
	text := "Talks resume in the Russian Federation."
	e, n := Match(text, 20)
	fmt.Println(e.Name, e.Kind, text[20:20+n])
	// Output: Russia country Russian Federation
}

func ExampleAgency() {
	fmt.Println(Agency("AFP"))
	// Output: Agence France-Presse true
}
