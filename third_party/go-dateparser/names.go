package dateparser

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed names.txt
var namesText string

// small are the words that stand beside dates: articles, prepositions,
// ordinals, "at", "o'clock", "year". The table is ours.
var small = map[string]string{
	"en":      "a am and at by date dated day et in est edt gmt last nd of on pm pst pdt posted published rd st the th this utc updated",
	"de":      "am cet cest den der des dem jahr jahres um uhr vom von h",
	"fr":      "à a au cet cest de du en er h heures jour le l'an mis publié à",
	"es":      "a al año de del día el en h hora horas hrs la las los y",
	"it":      "alle alla anno cet cest del dell di giorno h il le ore",
	"pt":      "a ano às as da das de dia do em h horas o",
	"nl":      "cet cest de het jaar om op te uur van",
	"ru":      "в г года год мск от час часов",
	"uk":      "в о р року рік від",
	"be":      "г года у",
	"tr":      "günü saat tarihi tarihinde yılı",
	"pl":      "dnia godz godzina o r rok roku w z",
	"cs":      "dne hod hodin kl r roce roku v ve",
	"sk":      "dňa hod hodín o r roku v",
	"sv":      "den kl klockan år",
	"da":      "d den kl år",
	"nb":      "den kl år",
	"nn":      "den kl år",
	"fi":      "kello klo",
	"hu":      "a az év évi",
	"ro":      "anul de din la ora ziua",
	"bg":      "в г година ч часа",
	"hr":      "dana godine god u sati",
	"sr":      "године год у",
	"sr-Latn": "god godine u",
	"bs":      "god godine u",
	"sl":      "dne leta ob",
	"mk":      "год година во",
	"el":      "έτος στις του της ώρα",
	"he":      "ב בשעה של",
	"id":      "hari pada pukul tanggal tahun wib wita wit",
	"ms":      "hari pada pukul tahun",
	"ca":      "a al d de del dia el la les",
	"gl":      "a ás de do o",
	"eu":      "eko ko",
	"lv":      "gada g plkst",
	"lt":      "d m mėn val",
	"et":      "kell a",
	"ar":      "في م من عام سنة",
	"fa":      "در سال ساعت",
	"ur":      "کو بجے",
	"hi":      "को बजे",
	"th":      "พ.ศ ค.ศ น วัน ที่ วันที่ เวลา",
	"vi":      "ngày năm lúc",
	"az":      "il ildə saat",
	"kk":      "ж жыл жылы",
	"sq":      "më ora në të",
	"sw":      "saa tarehe ya",
	"ka":      "წელი წლის",
	"hy":      "թ թվական",
	"fil":     "ng noong ika",
}

// The kinds of word. Where the words of a date fit several languages, the
// first line of names.txt wins: its lines are in the order of how much of the
// web is in the language, roughly.
const (
	month   = iota // value 1–12
	weekday        // value 0
	filler         // value 0
)

// An entry is what a word means in one language.
type entry struct {
	lang  uint8 // index into the lines of names.txt, in their order of preference
	kind  uint8
	value uint8
}

type table struct {
	langs []string
	words map[string][]entry // sorted by lang
}

var load = sync.OnceValue(build)

// build reads names.txt.
func build() *table {
	t := &table{words: make(map[string][]entry, 4096)}
	for line := range strings.Lines(namesText) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, "\t")
		lang := uint8(len(t.langs))
		t.langs = append(t.langs, fields[0])
		for i, f := range fields[1:] {
			e := entry{lang, month, uint8(i + 1)}
			if i >= 12 {
				e = entry{lang, weekday, 0}
			}
			for w := range strings.SplitSeq(f, ",") {
				t.add(w, e)
			}
		}
		for w := range strings.FieldsSeq(small[fields[0]]) {
			t.add(w, entry{lang, filler, 0})
		}
	}
	return t
}

// add gives w the meaning e, and so its spelling without accents.
func (t *table) add(w string, e entry) {
	if w == "" {
		return
	}
	t.words[w] = append(t.words[w], e)
	if plain := unaccent(w); plain != w {
		t.words[plain] = append(t.words[plain], e)
	}
	if e.kind == month && e.value == 9 && w == "sep" {
		t.words["sept"] = append(t.words["sept"], e)
	}
}

// unaccent drops the accents of the Latin letters that the names use: many
// pages leave them out.
func unaccent(w string) string { return accents.Replace(w) }

var accents = strings.NewReplacer("á", "a", "à", "a", "â", "a", "ä", "a", "ã", "a", "ç", "c", "č", "c", "ć", "c",
	"é", "e", "è", "e", "ê", "e", "ë", "e", "ě", "e", "ğ", "g", "í", "i", "î", "i", "ı", "i", "ľ", "l", "ł", "l",
	"ń", "n", "ñ", "n", "ó", "o", "ô", "o", "ö", "o", "ř", "r", "ś", "s", "š", "s", "ş", "s", "ș", "s", "ú", "u",
	"û", "u", "ü", "u", "ů", "u", "ý", "y", "ź", "z", "ż", "z", "ž", "z")
