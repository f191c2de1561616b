package events

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// A Record is a validation record of PETRARCH: a sentence, and who does what to
// whom in it.
type Record struct {
	ID, Text string
	Events   []Dyad // sorted, each once; none where the record says so
}

// A Dyad is one actor's act on one recipient. Actors are the first three letters
// of their codes.
type Dyad struct{ Source, Target, Root string }

var (
	recordTag  = regexp.MustCompile(`(?s)<Sentence [^>]*id="([^"]*)"[^>]*>(.*?)</Sentence>`)
	codingTag  = regexp.MustCompile(`<EventCoding\s+sourcecode\s*=\s*"([^"]*)"\s+targetcode\s*=\s*"([^"]*)"\s+eventcode\s*=\s*"([^"]*)"`)
	noEventTag = regexp.MustCompile(`<EventCoding\s+noevents`)
	textTag    = regexp.MustCompile(`(?s)<Text>(.*?)</Text>`)
)

// ReadPETRARCH reads the validation records. Records with an empty actor are left
// out, and so are those that neither give an event nor say that there is none;
// they test the program's files, not its reading.
func ReadPETRARCH(xml string) []Record {
	var out []Record
	for _, m := range recordTag.FindAllStringSubmatch(xml, -1) {
		text := textTag.FindStringSubmatch(m[2])
		codings := codingTag.FindAllStringSubmatch(m[2], -1)
		if text == nil || len(codings) == 0 && !noEventTag.MatchString(m[2]) {
			continue
		}
		r := Record{ID: m[1], Text: strings.Join(strings.Fields(html.UnescapeString(text[1])), " ")}
		whole := true
		for _, c := range codings {
			if len(c[1]) < 3 || len(c[2]) < 3 || c[1][0] == '-' || c[2][0] == '-' {
				whole = false
				break
			}
			r.Events = append(r.Events, Dyad{c[1][:3], c[2][:3], weisRoot(c[3])})
		}
		if !whole {
			continue
		}
		slices.SortFunc(r.Events, compareDyads)
		r.Events = slices.Compact(r.Events)
		out = append(out, r)
	}
	return out
}

func compareDyads(a, b Dyad) int {
	return strings.Compare(a.Source+" "+a.Target+" "+a.Root, b.Source+" "+b.Target+" "+b.Root)
}

// weisRoots gives what the categories of WEIS, in which most of the records are
// coded, are in PLOVER; those that are left out are none.
//
// Source: C. McClelland, World Event/Interaction Survey Codebook (ICPSR 5211,
// 1976); PLOVER manual, draft 0.8.
var weisRoots = map[string]string{"01": "CONCEDE", "03": "CONSULT", "04": "SUPPORT", "05": "AGREE", "06": "COOPERATE", "07": "AID",
	"08": "AGREE", "09": "REQUEST", "10": "REQUEST", "11": "REJECT", "12": "ACCUSE", "13": "ACCUSE", "14": "REJECT", "15": "REQUEST",
	"16": "THREATEN", "17": "THREATEN", "18": "PROTEST", "19": "SANCTION", "20": "COERCE", "21": "COERCE", "22": "ASSAULT"}

func weisRoot(code string) string {
	if len(code) < 3 {
		return ""
	}
	return weisRoots[code[:2]]
}

// Actors makes a table of knowledge from PETRARCH's dictionary of actors, so that
// its invented countries are known: see [knowledge.Read].
func Actors(dictionary string) []byte {
	var b []byte
	code := ""
	seen := map[string]bool{}
	for line := range strings.Lines(dictionary) {
		line, _, _ = strings.Cut(strings.TrimSpace(line), "#")
		name, rest, ok := strings.Cut(line, "[")
		if ok {
			code, _, _ = strings.Cut(rest, "]")
			code = strings.TrimSpace(code)
		}
		name = title(name)
		if len(code) < 3 || name == "" || strings.ContainsAny(name, "<>!&") || seen[name] {
			continue
		}
		kind := "country"
		if len(code) > 3 {
			kind = "body"
		}
		e := knowledge.NewEntry(knowledge.KindOf(kind), strings.ToUpper(code[:3]), name)
		if seen[e.Key] || !isLetters(e.Country) {
			if kind = "body"; !isLetters(e.Country) {
				continue
			}
			e = knowledge.NewEntry(knowledge.KindOf(kind), e.Country, name)
		}
		if seen[e.Key] {
			continue
		}
		seen[name], seen[e.Key] = true, true
		b = knowledge.AppendRow(b, knowledge.Row{Entry: e})
	}
	return b
}

func isLetters(s string) bool {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return s != ""
}

// title gives a name of the dictionary as a text has it.
func title(name string) string {
	var words []string
	for w := range strings.FieldsFuncSeq(strings.TrimLeft(name, "+ "), func(r rune) bool { return r == '_' || r == ' ' }) {
		words = append(words, w[:1]+strings.ToLower(w[1:]))
	}
	return strings.Join(words, " ")
}

// Dyads gives the events of an annotation as those of a record: what two do
// together each does with the other. Events without a known actor or recipient
// give none.
func Dyads(ann *news.Annotation) []Dyad {
	var out []Dyad
	code := func(m int) string {
		x := &ann.Mentions[m]
		if x.Country == "" {
			x = &ann.Mentions[x.Antecedent]
		}
		return x.Country
	}
	for i := range ann.Actions {
		x := &ann.Actions[i]
		add := func(a, b int) {
			if s, t := code(a), code(b); s != "" && t != "" && s != t {
				out = append(out, Dyad{s, t, x.Root})
			}
		}
		for k, a := range x.Actors {
			for _, b := range x.Recipients {
				add(a, b)
			}
			for j, b := range x.Actors {
				if len(x.Recipients) == 0 && j != k {
					add(a, b)
				}
			}
		}
	}
	slices.SortFunc(out, compareDyads)
	return slices.Compact(out)
}
