package planted

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/knowledge"
)

// countries gives other names of countries and bodies, as rewriters take them
// from lists.
var countries = map[string]string{
	"Russia": "the Russian Federation", "China": "the People's Republic of China", "Iran": "the Islamic Republic of Iran",
	"Britain": "the United Kingdom", "UK": "United Kingdom", "U.K": "United Kingdom", "Germany": "the Federal Republic of Germany",
	"Syria": "the Syrian Arab Republic", "France": "the French Republic", "Mexico": "the United Mexican States",
	"Iraq": "the Republic of Iraq", "Turkey": "the Republic of Turkey", "America": "the United States of America",
	"U.S": "USA", "US": "USA", "Israel": "the State of Israel", "Afghanistan": "the Islamic Republic of Afghanistan",
	"Congress": "the US Congress", "FBI": "Federal Bureau of Investigation", "F.B.I": "Federal Bureau of Investigation",
	"CIA": "Central Intelligence Agency", "EU": "European Union", "E.U": "European Union", "NATO": "North Atlantic Treaty Organization",
	"GOP": "Republican Party", "Washington": "Washington DC", "UN": "United Nations", "U.N": "United Nations",
}

var titles = set("Mr Mrs Ms Dr Sen Rep Gov President Senator Secretary Congressman Congresswoman Governor Justice Judge")

// renameWords writes names otherwise: countries by their formal names, people
// without given name or title.
func renameWords(s string, r *rand.Rand) string {
	ts := tokens(s)
	for i := 0; i < len(ts); i++ {
		t := &ts[i]
		if !t.word {
			continue
		}
		if long, ok := countries[t.s]; ok && r.Float64() < 0.7 {
			if i >= 2 && strings.EqualFold(ts[i-2].s, "the") {
				long = strings.TrimPrefix(long, "the ")
			}
			if i+1 < len(ts) && strings.HasPrefix(ts[i+1].s, ".") && strings.Contains(t.s, ".") {
				ts[i+1].s = ts[i+1].s[1:]
			}
			t.s = long
			continue
		}
		follows := i+2 < len(ts) && ts[i+1].s == " " && capitalised(ts[i+2].s) || i+2 < len(ts) && ts[i+1].s == ". " && titles[t.s] && capitalised(ts[i+2].s)
		if follows && r.Float64() < 0.7 && (titles[t.s] || knowledge.PersonName(t.s)&knowledge.GivenName != 0 && knowledge.PersonName(ts[i+2].s)&knowledge.Surname != 0) {
			t.s, ts[i+1].s = "", ""
		}
	}
	return join(ts)
}

func capitalised(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

var (
	saidEnd    = regexp.MustCompile(`^(.{20,}?),(["”]?) ((?:[A-Z]\w+ ){1,3}said|said (?:[A-Z]\w+ ?){1,3}|(?:he|she|they) said)(.{0,40})\.$`)
	saidStart  = regexp.MustCompile(`^((?:[A-Z]\w+ ){1,3})(\w+ed|said) that (.{20,})\.$`)
	timeFirst  = regexp.MustCompile(`^((?:On|In|At|After|During|Before|Since|For) [^,]{3,40}), (.{20,})\.$`)
	clauseLast = regexp.MustCompile(`^(.{20,}?),? (because|after|while|when|although|before|since|if|as) ([^,]{12,})\.$`)
	coordinate = regexp.MustCompile(`^(.{25,}?), (and|but|which|who) (.{25,})\.$`)
	active     = regexp.MustCompile(`^((?:[A-Z]\w+ ?){1,3}) (\w{3,}ed) ((?:the|a|an|his|her|its|their) (?:\w+ ){0,2}?\w+?)( (?:on|in|at|for|to|with|after|by|from|during) .*)?\.$`)
	percentage = regexp.MustCompile(`(\d+(?:\.\d+)?) ?(?:percent|per cent|%)`)
	monthDay   = regexp.MustCompile(`\b(January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.) (\d{1,2})\b`)
	bigMoney   = regexp.MustCompile(`\$(\d+)(?:\.(\d))? (million|billion)`)
	thousands  = regexp.MustCompile(`\b(\d{1,3}),(\d{3})\b`)
)

// reorder puts the clauses of a sentence into another order, where it has a
// pattern for it.
func reorder(s string) string {
	if m := saidEnd.FindStringSubmatch(s); m != nil {
		return strings.TrimSpace(m[3]+m[4]) + ": " + m[1] + m[2] + "."
	}
	if m := saidStart.FindStringSubmatch(s); m != nil {
		return upper(m[3]) + ", according to " + strings.TrimSpace(m[1]) + "."
	}
	if m := timeFirst.FindStringSubmatch(s); m != nil {
		return upper(m[2]) + " " + lower(m[1]) + "."
	}
	if m := clauseLast.FindStringSubmatch(s); m != nil {
		return upper(m[2]) + " " + m[3] + ", " + lowerStart(m[1]) + "."
	}
	if m := coordinate.FindStringSubmatch(s); m != nil && (m[2] == "and" || m[2] == "but") {
		return upper(m[3]) + ", " + m[2] + " " + lowerStart(m[1]) + "."
	}
	return s
}

// passive turns a plain active sentence round.
func passive(s string) string {
	if m := active.FindStringSubmatch(s); m != nil {
		return upper(m[3]) + " was " + m[2] + " by " + strings.TrimSpace(m[1]) + m[4] + "."
	}
	return s
}

// fuse makes one sentence of two.
func fuse(a, b string) string {
	end := strings.TrimRight(a, ".")
	if end == a {
		return a + " " + b
	}
	return end + ", while " + lowerStart(b)
}

// splitSentence makes two sentences of one, where it has a pattern for it.
func splitSentence(s string) []string {
	m := coordinate.FindStringSubmatch(s)
	if m == nil {
		return []string{s}
	}
	lead := map[string]string{"and": "Also, ", "but": "Yet ", "which": "It ", "who": "That person "}[m[2]]
	return []string{m[1] + ".", lead + m[3] + "."}
}

var digits = map[string]string{
	"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
	"ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50",
	"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
}

// numbers writes numbers and dates otherwise.
func numbers(s string) string {
	s = percentage.ReplaceAllString(s, "$1 per cent")
	s = monthDay.ReplaceAllString(s, "$2 $1")
	s = thousands.ReplaceAllString(s, "$1$2")
	s = bigMoney.ReplaceAllStringFunc(s, func(m string) string {
		f := bigMoney.FindStringSubmatch(m)
		zeros := map[string]string{"million": "00,000", "billion": "00,000,000"}[f[3]]
		if f[2] == "" {
			return f[1] + "," + zeros[1:3] + "0" + zeros[2:] + " dollars"
		}
		return f[1] + "," + f[2] + zeros + " dollars"
	})
	ts := tokens(s)
	for i := range ts {
		if d, ok := digits[ts[i].s]; ok {
			ts[i].s = d
		}
	}
	return join(ts)
}

func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// lowerStart lowers the first letter of s unless it may begin a name.
func lowerStart(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if closed[strings.ToLower(first)] || first == "A" || first == "It" || first == "He" || first == "We" || first == "In" || first == "On" {
		return lower(s)
	}
	return s
}

// variants are other ways to write closed-class words.
var variants = map[string][]string{
	"the": {"that", "this"}, "of": {"in", "from"}, "in": {"within", "inside"}, "to": {"in order to", "so as to"},
	"and": {"as well as", "and also"}, "a": {"one", "some"}, "for": {"on behalf of", "because of"}, "on": {"upon"},
	"that": {"which"}, "with": {"along with"}, "by": {"through"}, "is": {"is indeed"}, "was": {"was indeed"},
	"has": {"has now"}, "have": {"do have"}, "from": {"out of"}, "at": {"over at"}, "as": {"like"}, "but": {"yet"},
	"not": {"never"}, "it": {"this"}, "will": {"is going to"}, "would": {"is said to"}, "are": {"are now"}, "were": {"were then"},
	"he": {"that man"}, "she": {"that woman"}, "his": {"his own"}, "her": {"her own"}, "their": {"their own"}, "said": {"stated"},
}

var fillers = []string{"reportedly", "indeed", "also", "now", "in fact", "apparently"}

// breakRuns changes or adds a closed-class word in the midst of every run of
// words that is in source, until none is left.
func breakRuns(s string, source map[string]bool, r *rand.Rand) string {
	lines := strings.Split(s, "\n")
	for pass := 0; pass < 40; pass++ {
		changed := false
		text := strings.Join(lines, "\n")
		ts := tokens(text)
		var at []int
		for i := range ts {
			if ts[i].word {
				at = append(at, i)
			}
		}
		for k := 0; k+runLength <= len(at); k++ {
			key := make([]string, runLength)
			for j := range key {
				key[j] = strings.ToLower(ts[at[k+j]].s)
			}
			if !source[strings.Join(key, " ")] {
				continue
			}
			breakAt(ts, at[k:k+runLength], r)
			changed = true
			k += runLength - 1
		}
		lines = strings.Split(join(ts), "\n")
		if !changed {
			break
		}
	}
	return strings.Join(lines, "\n")
}

// breakAt changes one of the inner words of a run, the middle ones first, or puts
// a filler between two.
func breakAt(ts []token, run []int, r *rand.Rand) {
	for _, j := range []int{3, 2, 4, 1} {
		t := &ts[run[j]]
		if v := variants[strings.ToLower(t.s)]; v != nil {
			t.s = v[r.IntN(len(v))]
			return
		}
	}
	t := &ts[run[3]]
	t.s = fillers[r.IntN(len(fillers))] + " " + t.s
}
