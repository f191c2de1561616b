package knowledge

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/news"
)

// Families of names that stories are full of: each is one entry.
func TestFamilies(t *testing.T) {
	for key, names := range map[string][]string{
		"group:islamic-state":                    {"Islamic State", "the Islamic State", "ISIS", "ISIL", "IS", "Daesh", "Da'esh", "Isis", "Islamic State group"},
		"country:RUS":                            {"Russia", "Russian Federation", "the Russian Federation", "RUSSIA"},
		"country:USA":                            {"US", "U.S.", "USA", "U.S.A.", "United States", "the United States of America"},
		"country:GBR":                            {"UK", "U.K.", "Britain", "Great Britain"},
		"body:united-nations":                    {"UN", "U.N.", "United Nations"},
		"body:european-union":                    {"EU", "E.U.", "European Union"},
		"body:international-syria-support-group": {"ISSG", "International Syria Support Group"},
		"body:SYR/high-negotiations-committee":   {"HNC", "High Negotiations Committee"},
		"city:UKR/kiev":                          {"Kiev", "Kyiv"},
		"group:LBN/hezbollah":                    {"Hezbollah", "Hizbullah"},
	} {
		for _, n := range names {
			if e, _ := Lookup(n); e.Key != key {
				t.Errorf("Lookup(%q) = %q, want %q", n, e.Key, key)
			}
		}
		aliases := (*Base)(nil).Aliases(key)
		if e, _ := Get(key); len(aliases) == 0 || aliases[0] != e.Name {
			t.Errorf("the aliases of %s are %q", key, aliases)
		}
		for _, n := range names {
			if !slices.ContainsFunc(aliases, func(a string) bool { return Fold(a) == strings.TrimPrefix(Fold(n), "the ") }) {
				t.Errorf("%q is no alias of %s: %q", n, key, aliases)
			}
		}
	}
	if got := (*Base)(nil).Acronyms("body:european-union"); !slices.Equal(got, []string{"EU"}) {
		t.Errorf("acronyms of the European Union: %q", got)
	}
}

func TestGovernment(t *testing.T) {
	for name, want := range map[string]string{
		"Moscow": "country:RUS", "Kremlin": "country:RUS", "Russian": "country:RUS", "Russia": "country:RUS",
		"Washington": "country:USA", "White House": "country:USA", "Downing Street": "country:GBR", "Damascus": "country:SYR",
		"Aleppo": "", "United Nations": "", "Islamic State": "",
	} {
		e, ok := Lookup(name)
		if !ok {
			t.Errorf("%s is not known", name)
		}
		if c, ok := (*Base)(nil).Government(e); c.Key != want || ok != (want != "") {
			t.Errorf("%s stands for %q, want %q", name, c.Key, want)
		}
	}
}

func day(date string) int {
	d, ok := dayOf(date, false)
	if !ok {
		panic(date)
	}
	return d
}

// Offices are looked up by the day: a minister of one year is not that of
// another.
func TestHolderOf(t *testing.T) {
	for _, c := range []struct{ title, of, day, want string }{
		{"President", "USA", "2015-12-15", "Barack Obama held"},
		{"President", "USA", "2018-01-01", "Donald Trump held"},
		{"president", "RUS", "2015-12-15", "Vladimir Putin held"},
		{"Secretary of State", "USA", "2013-06-01", "John Kerry held"},
		{"Secretary of State", "USA", "2015-12-15", "John Kerry perhaps"},
		{"Secretary of State", "USA", "2026-01-01", ""},
		{"Minister of Foreign Affairs", "country:RUS", "2013-12-15", "Sergey Lavrov held"},
		{"foreign minister", "RUS", "1999-01-01", ""},
		{"Prime Minister", "GBR", "1985-06-01", "Margaret Thatcher held"},
		{"Chancellor", "DEU", "2013-06-01", "Angela Merkel held"},
		{"Chancellor", "DEU", "2024-06-01", ""},
		{"Sultan", "BRN", "2020-01-01", "Hassanal Bolkiah held"},
		{"Night Watchman", "RUS", "2015-12-15", ""},
		{"President", "XXX", "2015-12-15", ""},
	} {
		got := ""
		for _, h := range (*Base)(nil).HolderOf(c.title, c.of, day(c.day)) {
			got += ", " + h.Person.Name + " " + h.Tenure.String()
		}
		if got = strings.TrimPrefix(got, ", "); got != c.want {
			t.Errorf("%s of %s on %s: %q, want %q", c.title, c.of, c.day, got, c.want)
		}
	}
}

func TestOffices(t *testing.T) {
	e, ok := Lookup("John Kerry")
	if !ok {
		t.Fatal("not known")
	}
	all := (*Base)(nil).Offices(e.Key)
	if len(all) != 2 || all[0].Title != "Senator" || all[1].Title != "Secretary of State" || all[1].Of != "country:USA" {
		t.Errorf("%+v", all)
	}
	if on := (*Base)(nil).Holders(e.Key, day("2010-01-01")); len(on) != 1 || on[0].Title != "Senator" {
		t.Errorf("in 2010: %+v", on)
	}
	if got := (*Base)(nil).Offices("person:nobody"); got != nil {
		t.Errorf("nobody holds %+v", got)
	}
	if got := (*Base)(nil).Wikidata("person:USA/barack-obama"); got != "Q76" {
		t.Errorf("Wikidata id %q", got)
	}
}

func TestOfficeOn(t *testing.T) {
	o := Office{From: 100, To: Open, Seen: 1000}
	for on, want := range map[int]Tenure{99: NotHeld, 100: Held, 1000: Held, 1001: Perhaps, 1000 + stale: Perhaps, 1001 + stale: NotHeld} {
		if got := o.On(on); got != want {
			t.Errorf("on day %d %s, want %s", on, got, want)
		}
	}
	o.To = 1500
	if o.On(1500) != Perhaps || o.On(1501) != NotHeld {
		t.Error("an end that another source sets is no proof that it lasted so long")
	}
	o.To = 500
	if o.On(500) != Held || o.On(501) != NotHeld {
		t.Error("an office is held up to its last day")
	}
}

func TestOfficeKey(t *testing.T) {
	for title, want := range map[string]string{
		"Foreign Minister": "foreign minister", "minister of foreign affairs": "foreign minister", "Foreign Affairs Minister": "foreign minister",
		"acting Minister for the Interior": "interior minister", "Secretary of State": "secretary of state",
		"secretary of defense": "defence secretary", "Premier": "prime minister", "Deputy Prime Minister": "deputy prime minister",
		"Secretary-General": "secretary general", "": "", "minister of": "minister of",
		"Prime Minister of Lower Valland": "prime minister of lower valland", "Transitional President": "president",
	} {
		if got := OfficeKey(title); got != want {
			t.Errorf("OfficeKey(%q) = %q, want %q", title, got, want)
		}
	}
}

func TestReadOffice(t *testing.T) {
	for words, want := range map[string]string{
		"Russian Foreign Minister":                   "Foreign Minister|country:RUS",
		"U.S. Secretary of State":                    "Secretary of State|country:USA",
		"President of the European Council":          "President|body:european-council",
		"Britain's defence secretary":                "defence secretary|country:GBR",
		"foreign minister of the Russian Federation": "foreign minister|country:RUS",
		"his counterpart":                            "his counterpart|",
		"":                                           "|",
	} {
		title, of := (*Base)(nil).ReadOffice(words)
		if got := title + "|" + of.Key; got != want {
			t.Errorf("ReadOffice(%q) = %s, want %s", words, got, want)
		}
	}
}

const userTable = `# our own names
country   RUR  Ruritania     Kingdom of Ruritania
demonym   RUR  Ruritanian    Ruritanians
capital   RUR  Strelsau
seat      RUR  Elphberg Palace
person	RUR	Rudolf Rassendyll	R. Rassendyll|Rassendyll the Elder	office: Minister of War, Peace and Ice, RUR, 1893-05/1894|office: Chancellor, RUR, 2020-02-29/..|wikidata: Q1
agency    RUR  Ruritanian Press Service  RPS|Ruripress
outlet    RUR  Strelsau Herald  -  domain: herald.example|domain: WWW.Strelsau.example
armed-group  -  Daesh  Black Band of the North
person    -    Ana Brandt
`

func TestRead(t *testing.T) {
	b, err := Read("own", []byte(userTable))
	if err != nil {
		t.Fatal(err)
	}
	for alias, key := range map[string]string{
		"Kingdom of Ruritania": "country:RUR", "Ruritanians": "demonym:RUR", "Rassendyll the Elder": "person:RUR/rudolf-rassendyll",
		"Ruripress": "agency:RUR/ruritanian-press-service", "RPS": "", "Black Band of the North": "group:islamic-state",
		"Daesh": "group:islamic-state", "ISIL": "group:islamic-state", "Russia": "country:RUS", "Ana Brandt": "person:ana-brandt",
	} {
		if e, _ := b.Lookup(alias); e.Key != key {
			t.Errorf("Lookup(%q) = %q, want %q", alias, e.Key, key)
		}
	}
	if e, n := b.Match("the Ruritanian army", 4); e.Key != "demonym:RUR" || n != len("Ruritanian") {
		t.Errorf("Match: %+v %d", e, n)
	}
	if e, _ := b.Lookup("Elphberg Palace"); e.Kind != Seat {
		t.Errorf("the palace: %+v", e)
	} else if c, ok := b.Government(e); !ok || c.Name != "Ruritania" {
		t.Errorf("the palace stands for %+v", c)
	}
	if a := b.Aliases("group:islamic-state"); a[0] != "Daesh" || !slices.Contains(a, "Black Band of the North") || !slices.Contains(a, "ISIL") {
		t.Errorf("aliases: %q", a)
	}
	if name, _ := b.Agency("RPS"); name != "Ruritanian Press Service" {
		t.Errorf("RPS is %q", name)
	}
	if name, _ := b.Agency("AFP"); name != "Agence France-Presse" {
		t.Errorf("AFP is %q", name)
	}
	if e, n := b.AgencyAt("(RPS) -", 1); n != 3 || e.Country != "RUR" {
		t.Errorf("RPS in a credit: %+v %d", e, n)
	}
	for domain, want := range map[string]string{"news.strelsau.example": "Strelsau Herald", "herald.example": "Strelsau Herald", "strange.example": ""} {
		if name, _ := b.Outlet(domain); name != want {
			t.Errorf("Outlet(%q) = %q, want %q", domain, name, want)
		}
	}
	holders := b.HolderOf("minister of war, peace and ice", "RUR", day("1894-12-31"))
	if len(holders) != 1 || holders[0].Office.From != day("1893-05-01") || holders[0].Tenure != Held {
		t.Errorf("holders: %+v", holders)
	}
	if o := b.Holders("person:RUR/rudolf-rassendyll", day("2050-01-01")); len(o) != 1 || o[0].Title != "Chancellor" {
		t.Errorf("holds %+v", o)
	}
	if b.Wikidata("person:RUR/rudolf-rassendyll") != "Q1" || len(b.SHA256()) != 64 || (*Base)(nil).SHA256() != "" {
		t.Error(b.Wikidata("person:RUR/rudolf-rassendyll"), b.SHA256())
	}
}

func TestReadErrors(t *testing.T) {
	for line, want := range map[string]string{
		"country RUR Ruritania":                          "1 columns",
		"kingdom  RUR  Ruritania":                        `"kingdom" is no kind of thing; the kinds are country, demonym`,
		"country  Rur  Ruritania":                        "not three capitals",
		"seat  -  Palace":                                "a seat needs a country",
		"body  -  ...":                                   "the name is empty",
		"body  -  A  B|(),":                              "empty or too long",
		"body  -  A  -  founded: 1900":                   "is no fact",
		"body  -  A  -  office: X, RUR, ../..":           "only a person",
		"person  -  A  -  office: X, RUR":                "an office is title, country and dates",
		"person  -  A  -  office: X, RUR, 2020":          "are not from/to",
		"person  -  A  -  office: X, RUR, 2020/2019":     "are not from/to",
		"person  -  A  -  office: X, RUR, 2020-02-30/..": "are not from/to",
		"outlet  -  A  -  domain: example":               "is no domain",
		"outlet  -  A  -  wikidata: 12":                  "is no Wikidata id",
		"body  -  \xff":                                  "not UTF-8",
	} {
		_, err := Read("own", []byte("# x\n\n"+line+"\n"))
		var re *RowError
		if !errors.As(err, &re) || re.Line != 3 || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", line, err, want)
		}
	}
}

// What AppendRow writes ReadRows reads.
func TestRowsRoundTrip(t *testing.T) {
	rows, err := ReadRows("own", []byte(userTable))
	if err != nil {
		t.Fatal(err)
	}
	var text []byte
	for _, r := range rows {
		text = AppendRow(text, r)
	}
	again, err := ReadRows("again", text)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if a, b := string(AppendRow(nil, rows[i])), string(AppendRow(nil, again[i])); a != b {
			t.Errorf("%s came back as %s", a, b)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(userTable))
	f.Add([]byte("person\t-\tA B\tC|D\toffice: x, y, ../2020-02\n\xef\xbb\xbf"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Read("own", data)
		if err != nil {
			return
		}
		text := string(data)
		for at := range text {
			if e, n := b.Match(text, at); n < 0 || n > 0 && e.Key == "" {
				t.Fatalf("%+v %d", e, n)
			}
		}
		rows, err := ReadRows("own", data)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.Type == news.Person {
				b.Holders(r.Key, 16000)
			}
			b.Aliases(r.Key)
		}
	})
}

func BenchmarkMatchOwn(b *testing.B) {
	own, err := Read("own", []byte(userTable))
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat(benchText, 50)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for at := 0; at < len(text); at++ {
			if at > 0 && text[at-1] != ' ' {
				continue
			}
			own.Match(text, at)
		}
	}
}

func BenchmarkHolderOf(b *testing.B) {
	on := day("2015-12-15")
	for b.Loop() {
		(*Base)(nil).HolderOf("foreign minister", "RUS", on)
	}
}

// The example of the format's page is read.
func TestPageExample(t *testing.T) {
	page, err := os.ReadFile("../../docs/formats/knowledge.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(page), "```knowledge\n")
	block, _, ok := strings.Cut(block, "```")
	rows, err := ReadRows("page", []byte(block))
	if err != nil || !ok || len(rows) != 9 {
		t.Errorf("%d rows: %v", len(rows), err)
	}
	for _, k := range kindNames[1:] {
		if !strings.Contains(string(page), "`"+k+"`") {
			t.Errorf("the page does not say what a %s is", k)
		}
	}
}
