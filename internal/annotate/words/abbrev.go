package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A stop says what a full stop after a word can be.
type stop uint8

const (
	// ends: an ordinary word; its full stop ends the sentence unless a small
	// letter follows.
	ends stop = iota
	// never: a title or the like that always precedes something ("Mr.", "vs.").
	never
	// mayEnd: an abbreviation that can stand last ("U.S.", "Inc.", "p.m."); it
	// ends the sentence only before a word that usually opens one.
	mayEnd
	// beforeNumber: an abbreviation of a word that precedes a number ("No.",
	// "Sept.", "p."); before one it does not end the sentence.
	beforeNumber
)

var stops = func() map[string]stop {
	m := make(map[string]stop, 256)
	for kind, list := range [...]string{
		never: `mr mrs ms messrs mmes mlle mme dr drs prof rev fr hon pres supt sgt ssgt lt col gen adm maj capt
			cpt cmdr cdr brig cpl pvt pfc ens det insp gov sen sens rep reps amb atty asst assoc st ste mt ft
			v vs viz cf eg ie dept dist univ sec'y govt intl natl gens lts cols profs govs e.g i.e vice-adm`,
		mayEnd: `inc ltd co corp bros llc plc cie jr sr esq ph.d m.d b.a m.a etc al ave blvd rd hwy sq bldg
			ala ariz ark calif colo conn del fla ga ill ind kan ky la md mich minn miss mont neb nev okla ore
			penn pa tenn tex va vt wash wis wyo dak mass mo a.m p.m am pm a.k.a approx dec'd min max hr hrs
			oz lb lbs km cm kg mph`,
		beforeNumber: `jan feb mar apr jun jul aug sep sept oct nov dec no nos pp p vol art arts sec fig figs
			ch chap para op ca c`,
	} {
		for _, w := range strings.Fields(list) {
			m[w] = stop(kind)
		}
	}
	return m
}()

// ambiguous are abbreviations that without a capital are ordinary words, so
// that they count only if written with one.
var ambiguous = map[string]bool{
	"no": true, "nos": true, "mar": true, "jun": true, "sec": true, "art": true, "arts": true, "fig": true,
	"ill": true, "miss": true, "mass": true, "wash": true, "ore": true, "pa": true, "la": true, "al": false,
	"co": true, "gov": true, "gen": true, "sen": true, "rep": true, "hon": true, "dist": false, "min": true,
	"max": true, "del": true, "ind": true, "tex": true, "conn": true, "mo": true, "mt": true, "ft": false,
	"rev": true, "col": true, "det": true, "fr": true, "dec": true, "am": true, "pm": true, "ch": false,
	"c": false, "ms": true, "sq": false, "va": true, "md": true, "ga": true, "ave": false, "ens": true, "v": false, "op": false,
	"mont": true, "colo": true, "st": true, "lt": true, "maj": true, "adm": true,
}

// stopOf says what a full stop after w, given without it, can be.
func stopOf(w string) stop {
	if len(w) > 12 || w == "" {
		return ends
	}
	if initial(w) {
		return never
	}
	if dotted(w) {
		if k, ok := stops[strings.ToLower(w)]; ok {
			return k
		}
		return mayEnd
	}
	var buf [12]byte
	for i := 0; i < len(w); i++ {
		c := w[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	k, ok := stops[string(buf[:len(w)])]
	if !ok || ambiguous[string(buf[:len(w)])] && lower(w[0]) {
		return ends
	}
	return k
}

// KeepsStop reports whether w, given without its full stop, is an abbreviation
// that keeps the stop as a part of the word. "No" is not among them, for it
// depends on what follows.
func KeepsStop(w string) bool {
	return stopOf(w) != ends && w != "No" && w != "no" && w != "Nos"
}

// initial reports whether w is one capital letter, as of a first name, other
// than the word I.
func initial(w string) bool {
	r, n := utf8.DecodeRuneInString(w)
	return n == len(w) && unicode.IsUpper(r) && w != "I"
}

// dotted reports whether w is letters with full stops between each, such as
// "U.S" or "p.m".
func dotted(w string) bool {
	letters := 0
	for i := 0; i < len(w); {
		r, n := utf8.DecodeRuneInString(w[i:])
		if !unicode.IsLetter(r) {
			return false
		}
		letters++
		i += n
		if i < len(w) {
			if w[i] != '.' {
				return strings.EqualFold(w, "ph.d")
			}
			i++
		}
	}
	return letters > 1 && strings.IndexByte(w, '.') > 0
}

// openers are words that, with a capital, usually open a sentence and seldom
// stand inside a name: determiners, pronouns, prepositions, conjunctions and
// the adverbs of news.
var openers = func() map[string]bool {
	m := make(map[string]bool, 128)
	for _, w := range strings.Fields(`The A An He She It They We I You His Her Hers Its Their Our My Your This That
		These Those There Here In On At But And Or So If When While After Before As For From With Without By Since
		Because Although Though Yet Also Some Many Most Few Several Both Each Every All Any No Not One Two Three
		Another Other Others However Meanwhile Moreover Instead Then Now Still Even Only Just Later Earlier Today
		Yesterday What Who How Why Where Which Whether According Under Over During Until Among Between Despite Last
		Such To Once Asked Speaking Like Unlike Nor Neither Either Perhaps Maybe It’s It's He’s He's She’s I’m I'm
		Nearly About Almost Around More Less Much Officials Police Critics Experts Our Mr. Mrs. Ms. Dr.`) {
		m[w] = true
	}
	return m
}()
