package english

// Abbreviations that end in a full stop, lower-case and without it. The lists
// were written by hand and checked against the words that the archive has far
// more often with a stop than without.
var (
	// titles stand before a name: no sentence ends after them.
	titles = wordSet("mr mrs ms dr prof gen sen sens rep reps gov govs lt col capt cmdr cpl sgt maj adm brig pvt rev hon pres messrs mme mlle st ste mt ft atty supt insp det dep amb msgr fr pfc cdr cmdt vice-adm mdm sr sra srta dist asst assoc")
	// leaders stand before a number or a word that belongs to them.
	leaders = wordSet("no nos vs v fig figs eq vol vols pp p ch sec art op ca approx est al cf viz e.g i.e incl ext tel dept univ")
	// months, days and states may end a sentence.
	calendar = wordSet("jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun")
	// others may end a sentence too.
	others = wordSet("inc corp co ltd llc bros jr sr etc esq ph.d m.d b.a m.a b.s m.s d.d.s ave blvd rd hwy ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa penn tenn tex va vt wash wis wyo plc gmbh s.a cos intl govt assn ed eds bn min max hr hrs lb lbs oz sq cu misc a.k.a d.c u.s u.k u.n e.u a.m p.m messrs nat ctr bldg dr. mins secs tbsp tsp")
)

// keepsStop reports whether the stop at the end of s belongs to the word: s is
// an abbreviation, an initial, or letters with stops between them.
func keepsStop(s string) bool {
	n := len(s) - 1
	if n < 1 || s[n] != '.' {
		return false
	}
	w := s[:n]
	if w[n-1] == '.' {
		return false
	}
	if n == 1 && !isLowerByte(w[0]) {
		return isUpperByte(w[0]) && w[0] != 'I'
	}
	if acronym(w) {
		return true
	}
	if titles.hasFold(w) || calendar.hasFold(w) && isUpperByte(w[0]) {
		return !sameAsWord(w)
	}
	if leaders.hasFold(w) || others.hasFold(w) {
		return !sameAsWord(w)
	}
	return false
}

// ambiguous abbreviations are ordinary words as well; capitals tell.
var ambiguous = wordSet("no art fig mar sun sat jan dec mass miss ill ind la del wash md pa co gen rep det dep fr ch sec est ext ed min max conn ore min mon wed fri sen mo ark tel st mt ft pres op al p v pp cos nat hon rev amb adm dist cu sr")

// sameAsWord reports whether w is written like an ordinary word although some
// abbreviation is spelt so.
func sameAsWord(w string) bool {
	if !ambiguous.hasFold(w) {
		return false
	}
	if isLowerByte(w[0]) {
		// "et al.", "p. 5", "v." and "co." keep their stop when small.
		return !(equalFold(w, "al") || equalFold(w, "p") || equalFold(w, "v") || equalFold(w, "pp") || equalFold(w, "cos") || equalFold(w, "ed"))
	}
	return equalFold(w, "sun") || equalFold(w, "miss") || equalFold(w, "ill") || equalFold(w, "art") || equalFold(w, "no") && isUpperByte(w[len(w)-1])
}

// acronym reports whether w is single letters with stops between them, or such
// pairs as Ph.D.
func acronym(w string) bool {
	stops, run := 0, 0
	for i := range len(w) {
		switch {
		case w[i] == '.':
			if run == 0 {
				return false
			}
			stops++
			run = 0
		case byteClass[w[i]] == classLetter:
			run++
			if run > 2 {
				return false
			}
		default:
			return false
		}
	}
	return stops > 0 && run > 0 && (run == 1 || stops > 0 && len(w) <= 6 && isUpperByte(w[0]))
}

// Words with which sentences start and which, capitalised, are hardly ever part
// of a name: after an abbreviation that may end a sentence they decide.
var starters = wordSet("the a an he she it they we you i but and in on at this that these those there however meanwhile according his her their its our your my for as if when while after before since although though because by with from to not so yet or what who whom whose why how where some many most both one two three several earlier later last also still even once until during under over among between despite instead nor such other others another each every few then here now only just all any no nobody everyone both about like unlike is are was were do does did can could would should will may might let please asked although whether thus hence therefore moreover furthermore finally nevertheless nonetheless otherwise perhaps indeed critics officials police")

// Verbs of speech that may follow a quotation that ends in a question or
// exclamation mark.
var sayings = wordSet("said says say asked asks wrote writes tweeted told tells added adds replied replies shouted shouts cried cries exclaimed exclaims declared declares quipped joked wondered wonders continued yelled screamed insisted answered responded demanded inquired mused remarked chanted")

// Words after a time of day that do not begin a sentence.
var zones = wordSet("et est edt gmt utc ct cst cdt mt mst mdt pt pst pdt bst cet eastern central pacific mountain monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december")
