package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/twosource/twosource/internal/annotate/english"
)

// A gazMaker collects entries by their text.
type gazMaker struct {
	types map[string]uint16
}

func gazType(name string) uint16 {
	i := slices.Index(english.GazetteerTypes[:], name)
	return 1 << uint(i)
}

// gazetteer reads the lists of the knowledge folder and lists.tsv beside the
// trainer.
func gazetteer(dir string) ([]english.GazEntry, error) {
	g := &gazMaker{types: map[string]uint16{}}
	actors, err := readTar(dir + "/cameo-actors.tar.gz")
	if err != nil {
		return nil, err
	}
	g.actors(actors)
	facts, err := readTar(dir + "/factbook.tar.gz")
	if err != nil {
		return nil, err
	}
	if err := g.factbook(facts); err != nil {
		return nil, err
	}
	officials, err := readTar(dir + "/us-officials.tar.gz")
	if err != nil {
		return nil, err
	}
	g.officials(officials)
	if err := g.outlets(dir + "/outlets.tsv.gz"); err != nil {
		return nil, err
	}
	g.lists()
	return g.entries(), nil
}

func (g *gazMaker) add(kind, name string) {
	words := english.SplitWords(strings.ReplaceAll(strings.TrimSpace(name), "’", "'"))
	if len(words) == 0 || len(words) > 6 || len(words) == 1 && len(words[0]) < 2 {
		return
	}
	g.types[strings.ToLower(strings.Join(words, " "))] |= gazType(kind)
}

func (g *gazMaker) entries() (out []english.GazEntry) {
	for name, types := range g.types {
		out = append(out, english.GazEntry{Words: strings.Fields(name), Types: types})
	}
	sort.Slice(out, func(i, j int) bool { return strings.Join(out[i].Words, " ") < strings.Join(out[j].Words, " ") })
	return out
}

// actors reads the CAMEO dictionaries: names in capitals with underscores,
// synonyms after "+".
func (g *gazMaker) actors(d folder) {
	kinds := map[string]string{
		"Phoenix.International.actors.txt": "organization",
		"Phoenix.MilNonState.actors.txt":   "militia",
		"CAMEO.EthnicGroups.actors.txt":    "demonym",
		"CAMEO.ReligiousGroups.actors.txt": "demonym",
	}
	for _, f := range d {
		kind, ok := kinds[f.name[strings.LastIndexByte(f.name, '/')+1:]]
		if !ok {
			continue
		}
		for _, line := range strings.Split(f.text, "\n") {
			line, _, _ = strings.Cut(line, "#")
			line, _, _ = strings.Cut(line, "[")
			line, _, _ = strings.Cut(line, ";")
			line = strings.TrimSpace(strings.Trim(strings.TrimSpace(line), "+_"))
			name := strings.TrimSpace(strings.ReplaceAll(line, "_", " "))
			if kind == "demonym" && strings.Contains(name, " ") {
				continue
			}
			name = strings.TrimPrefix(name, "THE ")
			g.add(kind, name)
			if kind == "demonym" {
				g.add(kind, strings.TrimSuffix(name, "S"))
			}
		}
	}
}

// A fact is a leaf of the factbook.
type fact struct {
	Text string `json:"text"`
}

// A land is what is read of a country in the factbook.
type land struct {
	Government struct {
		Name    map[string]json.RawMessage `json:"Country name"`
		Capital map[string]json.RawMessage `json:"Capital"`
		Regions fact                       `json:"Administrative divisions"`
		Parties fact                       `json:"Political parties"`
	} `json:"Government"`
	People struct {
		Nationality map[string]json.RawMessage `json:"Nationality"`
	} `json:"People and Society"`
}

var (
	tags     = regexp.MustCompile(`<[^>]*>`)
	brackets = regexp.MustCompile(`\([^)]*\)`)
)

func textOf(m map[string]json.RawMessage, key string) string {
	var f fact
	if json.Unmarshal(m[key], &f) != nil {
		return ""
	}
	return strings.TrimSpace(tags.ReplaceAllString(f.Text, " "))
}

func (g *gazMaker) factbook(d folder) error {
	for _, f := range d.under("factbook/", ".json") {
		var l land
		if err := json.Unmarshal([]byte(f.text), &l); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		for _, key := range []string{"conventional short form", "conventional long form", "local short form", "abbreviation"} {
			name := brackets.ReplaceAllString(textOf(l.Government.Name, key), "")
			if name != "none" && name != "former" {
				g.add("country", strings.TrimPrefix(name, "The "))
			}
		}
		capital, _, _ := strings.Cut(brackets.ReplaceAllString(textOf(l.Government.Capital, "name"), ""), ";")
		g.add("city", capital)
		regions := l.Government.Regions.Text
		if i := strings.IndexByte(regions, ';'); i >= 0 {
			for _, r := range strings.Split(tags.ReplaceAllString(regions[i+1:], " "), ",") {
				g.add("region", brackets.ReplaceAllString(strings.Trim(r, " *"), ""))
			}
		}
		g.nationality(textOf(l.People.Nationality, "noun"))
		g.nationality(textOf(l.People.Nationality, "adjective"))
		for _, p := range strings.Split(l.Government.Parties.Text, "<br>") {
			p = strings.TrimSpace(tags.ReplaceAllString(p, " "))
			p, _, _ = strings.Cut(p, " or ")
			g.add("party", brackets.ReplaceAllString(p, ""))
		}
	}
	return nil
}

// nationality reads "Syrian(s)", "Briton(s), British (collective plural)".
func (g *gazMaker) nationality(s string) {
	for _, n := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' }) {
		n = strings.ReplaceAll(n, "(s)", "")
		n = strings.TrimPrefix(strings.TrimSpace(brackets.ReplaceAllString(n, "")), "or ")
		if n == "" || strings.Contains(n, " ") || n == "none" {
			continue
		}
		g.add("demonym", n)
		g.add("demonym", n+"s")
	}
}

var officialName = regexp.MustCompile(`(?m)^\s+(first|last|official_full|nickname): (.*)$`)

func (g *gazMaker) officials(d folder) {
	kind := map[string]string{"first": "first", "nickname": "first", "last": "last", "official_full": "person"}
	for _, f := range d.under("us-officials/", ".yaml") {
		for _, m := range officialName.FindAllStringSubmatch(f.text, -1) {
			g.add(kind[m[1]], strings.Trim(m[2], `"'`))
		}
	}
}

func (g *gazMaker) outlets(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for s := bufio.NewScanner(z); s.Scan(); {
		if _, title, ok := strings.Cut(s.Text(), "\t"); ok {
			g.add("outlet", title)
			g.add("outlet", strings.TrimPrefix(title, "The "))
		}
	}
	return nil
}

// peoples are groups that the lists of nationalities leave out.
const peoples = `Muslim Muslims Islamic Islamist Islamists Christian Christians Catholic Catholics Protestant Protestants Jew Jews Jewish Sunni Sunnis
Shia Shias Shiite Shiites Shi'ite Shi'ites Alawite Alawites Druze Yazidi Yazidis Yezidi Yezidis Kurd Kurds Kurdish Arab Arabs Hindu Hindus Sikh Sikhs
Buddhist Buddhists Mormon Mormons Evangelical Republican Republicans Democrat Democrats Tory Tories Communist Communists Marxist European Europeans African
Africans Asian Asians American Americans Latino Latinos Hispanic Hispanics Palestinian Palestinians Rohingya Uighur Uighurs Uyghur Uyghurs Tibetan
Tibetans Chechen Chechens Tatar Tatars Catalan Catalans Basque Basques Scottish Scots Welsh English Irish British Briton Britons Soviet Soviets Western
Turkmen Assyrian Armenians Persian Persians Pashtun Pashtuns Hazara Tamil Tamils Sinhalese Zionist Zionists Salafi Salafist Salafists Wahhabi Texan Texans
Californian Californians African-American Ukrainian Ukrainians Libertarian Libertarians`

// places are names that lists of states and cities leave out.
const placeNames = `US|U.S.|USA|U.S.A.|UK|U.K.|UAE|America|Britain|Great Britain|England|Scotland|Wales|Northern Ireland|Holland|Burma|Russia|Iran|Syria|North Korea|South Korea|Korea|Taiwan|Palestine|Kosovo|Crimea|Tibet|Hong Kong|Soviet Union|USSR|Vatican|Ivory Coast|Macedonia|Swaziland|Czech Republic|Turkey|Kurdistan|Chechnya|Gaza|West Bank`

const regionNames = `Europe|Asia|Africa|North America|South America|Latin America|Central America|Middle East|Western Europe|Eastern Europe|Southeast Asia|South Asia|Central Asia|North Africa|West Africa|East Africa|Balkans|Caucasus|Persian Gulf|Gulf|Arabian Peninsula|Scandinavia|Caribbean|Mediterranean|Antarctica|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|Calif.|Fla.|Ariz.|Mass.|Pa.|Va.|Conn.|Mich.|Ill.|Ga.|Tenn.|Wis.|Minn.|D.C.|N.Y.|N.J.|N.C.|S.C.|N.H.|N.M.|Ontario|Quebec|Alberta|Bavaria|Siberia|Catalonia|Donbas|Donbass`

func (g *gazMaker) lists() {
	for _, w := range strings.Fields(peoples) {
		g.add("demonym", w)
	}
	for _, w := range strings.Split(placeNames, "|") {
		g.add("country", w)
	}
	for _, w := range strings.Split(regionNames, "|") {
		g.add("region", w)
	}
	for _, line := range strings.Split(listFile(), "\n") {
		if kind, name, ok := strings.Cut(line, "\t"); ok {
			g.add(kind, name)
		}
	}
}
