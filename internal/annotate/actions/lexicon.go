package actions

import (
	_ "embed"
	"strings"
	"sync"
)

// A class says what a lemma does to what depends on it, one bit each.
type class uint64

const (
	plans     class = 1 << iota // its infinitive is to come: "plans to"
	maybe                       // its complement may be so: "is likely to", "accused of"
	calls                       // its complement is asked for: "urged … to"
	denies                      // its complement is said not to be so, or is refused
	fails                       // its complement did not come about: "failed to", "prevented from"
	keepsOwn                    // its object does not become the subject of its infinitive: "promised him to"
	light                       // with a noun of happening it is one predicate: "held talks"
	occurs                      // of a noun of happening it says no more than that it happens: "took place"
	undone                      // its noun of happening did not or will not happen: "cancelled talks"
	barred                      // nor does one that it speaks of for the first time: "prevented an attack"
	lets                        // its object is the subject of its infinitive
	hostile                     // a noun of happening that is done "on" its object: "an attack on"
	topical                     // its object is what it is about: "discussed Syria"
	bare                        // says by itself of no event: it needs a pattern, or has none
	verbal                      // politicians do it with words: "attacked the senator"
	charges                     // "for" and "of" after it say what its object did
	contest                     // they do it in elections and games too
	measures                    // "of" after it says of whom it is
	moves                       // "to" after it says where
	armed                       // they are the armed forces of whom stands before them
	bodies                      // the word before them says of what sort
	speaks                      // declining to is no event
	sources                     // "from" after it does not deny
	opinion                     // its clause is what someone thinks, says or knows
	harms                       // what it tells happens to people: a bare number there counts persons
	people                      // counts persons without a noun: "12 dead"
	toll                        // its number counts persons
	happens                     // a noun of happening
	both                        // its parties act on each other: "meeting"
	undergoes                   // "of" says to whom it is done: "killing of"
	placeHead                   // "the city of Aleppo"
	weekly                      // a unit of time
	numeral                     // a number as a word
	vague                       // "dozens", "hundreds": a number of unknown size
)

// An entry is what the lexicon says of a lemma.
type entry struct {
	class
	value float64 // of a numeral
}

func (e entry) is(c class) bool { return e.class&c != 0 }

// classWords are closed classes of English: no list is of what some article tells.
var classWords = []struct {
	class class
	words string
}{
	{plans, `plan intend vow pledge promise agree decide prepare hope want wish aim expect schedule set slate threaten offer
		propose commit aspire ready due poised willing determined determine seek try attempt bid choose resolve arrange
		volunteer swear mean look eager keen anxious bound intention effort decision proposal offer promise pledge threat
		hope aim goal willingness readiness desire opportunity preparation mission struggle drive campaign pact strive
		undertake authorize authorise approve vote consider contemplate discuss prospect risk`},
	{maybe, `oppose opposition arrest detain jail investigate sue indict likely unlikely possible appear seem allege suspect think believe report rumour rumor accuse charge blame estimate
		presume ability capacity chance possibility right power able capable can suspicion allegation accusation claim
		fear worry convict doubt suspicion capability potential suggest imagine unclear`},
	{calls, `call urge demand ask request require need order insist beg press push appeal plead encourage invite recommend
		advise instruct tell implore exhort lobby pressure must should ought necessary essential important request order
		urgent require beseech want`},
	{denies, `deny refuse decline reject veto rule_out dismiss refute disavow renounce refusal denial rejection
		reluctant unwilling disclaim repudiate`},
	{fails, `fail neglect avoid stop prevent ban forbid refrain abstain forget prohibit deter dissuade failure inability
		unable avert forestall preclude discourage block hinder stop_short`},
	{keepsOwn, `promise threaten vow use pledge swear`},
	{light, `hold have take make conduct carry_out launch stage mount perform undertake do give pay sign reach begin start
		continue resume open wage deliver step_up intensify impose commence strike conclude stage host convene initiate
		kick_off embark complete finalize finalise commit lead run order_up keep_up pursue fire issue lodge file`},
	{occurs, `take_place occur happen begin start continue resume last go_ahead kick_off open go_on commence proceed underway`},
	{undone, `cancel postpone call_off scrap shelve foil thwart rule_out boycott skip lack`},
	{barred, `suspend abandon delay avoid avert halt refuse reject oppose prevent deny stop block decline end`},
	{lets, `help let make force allow enable cause permit get have watch see hear order tell send bring lead leave drive assist
		dispatch deploy appoint hire assign nominate name elect choose recruit train`},
	{opinion, `say tell think believe report claim argue know announce state add note write warn declare insist suggest
		confirm admit acknowledge assume feel fear hope expect worry understand reveal show find mean prove indicate
		estimate allege stress explain conclude recall doubt deny point_out`},
	{topical, `discuss debate consider review mull raise address talk mention`},
	{bare, `say tell state add note announce report believe think know be have do get go come take make give put set keep want
		wish hope need seek try attempt intend plan expect aim look prepare find see feel become let show use bring turn
		remain stay seem appear like love include follow begin start continue lead leave work play run win lose hold
		mean describe explain point ask_about write read hear learn ensure require bear set_up allow vote argue cite attend raise pull return fail tend receive fire die deal travel fill match express introduce depart encounter inform join call_out stress reckon emphasize emphasise underscore underline compete`},
	{verbal, `attack blast slam hit pound target rip assail strike bash lash_out hammer`},
	{contest, `beat clobber defeat trounce crush rout edge face challenge battle fight overtake oust topple best capture`},
	{measures, `number group majority crowd lot couple handful member score plenty`},
	{moves, `go come travel fly return move head send deploy dispatch rush drive sail march flee visit trip tour journey bring take
		arrive withdraw`},
	{both, `meet agree sign talk negotiate cooperate co-operate collaborate consult discuss confer unite reconcile converse clash
		fight ally partner cosign ratify reach conclude`},
	{speaks, `comment say answer elaborate respond speak discuss reply confirm disclose reveal provide`},
	{sources, `benefit profit suffer result stem come arise return recover learn gain derive earn go fall die range differ emerge
		retire`},
	{bodies, `group movement member leader party side faction organization organisation figure representative team delegation unit
		wing bloc chief head force official activist`},
	{armed, `troop troops force forces warplane`},
	{charges, `arrest detain jail imprison investigate sue indict charge prosecute try hold question suspect fine sentence condemn
		criticize criticise blame accuse praise thank applaud punish convict`},
	{harms, `kill die injure wound hurt displace drown evacuate flee arrest detain behead execute massacre slay perish
		hospitalize hospitalise maim abduct kidnap murder shoot uproot starve rescue`},
	{people, `dead wounded injured missing homeless casualty`},
	{toll, `toll`},
	{placeHead, `city town village province region capital district state governorate suburb neighbourhood neighborhood
		port island area county municipality republic camp border valley`},
	{weekly, `second minute hour day week month year decade century fortnight weekend night morning evening season quarter
		semester moment time`},
}

// numerals gives the value of each number word; hundred and above multiply.
var numerals = map[string]float64{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
	"eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
	"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
	"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1e3, "million": 1e6,
	"billion": 1e9, "trillion": 1e12, "dozen": 12, "ten_of": 10,
	"mn": 1e6, "bn": 1e9}

//go:embed nouns.txt
var nounList string

// nounCodes gives the CAMEO codes of nouns of happening.
var nounCodes = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(nounList) {
		if w := strings.Fields(line); len(w) > 2 && w[0] != "#" && w[2] != "-" {
			m[w[0]] = w[2]
		}
	}
	return m
})

var lexicon = readLexicon()

func readLexicon() map[string]entry {
	m := make(map[string]entry, 2048)
	for _, c := range classWords {
		for w := range strings.FieldsSeq(c.words) {
			e := m[w]
			e.class |= c.class
			m[w] = e
		}
	}
	for w, v := range numerals {
		e := m[w]
		e.class, e.value = e.class|numeral, v
		m[w] = e
	}
	for _, w := range []string{"ten", "dozen", "hundred", "thousand", "million", "billion", "score"} {
		e := m[w]
		e.class |= vague
		m[w] = e
	}
	for line := range strings.Lines(nounList) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		e := m[fields[0]]
		e.class |= happens
		switch fields[1] {
		case "both":
			e.class |= both
		case "done":
			e.class |= undergoes
		}
		if len(fields) > 2 && (fields[2] >= "11" || fields[2] == "090") {
			e.class |= hostile
		}
		m[fields[0]] = e
	}
	return m
}
