package names

import (
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// titles finds pronouns and the descriptions that name someone by office or a
// body by kind: "the minister", "a senior State Department official", "Russian
// officials".
func (f *finder) titles() {
	inName := make([]bool, len(f.words))
	for i := range f.found {
		n := &f.found[i]
		for k := n.from; k < n.to; k++ {
			inName[k] = true
		}
		if f.standsApart(n) {
			continue
		}
		for k := n.roleA; k < n.roleB; k++ {
			inName[k] = true
		}
	}
	for s := range f.sents {
		for i := f.sents[s].FirstWord; i < f.sents[s].EndWord; i++ {
			t := &f.toks[i]
			switch {
			case t.class&cPronoun != 0 && !t.is(isMark):
				f.pronoun(s, i)
			case t.class&(cTitle|cBody|cOfficials) != 0 && !inName[i] && !t.is(isInitial):
				f.description(s, i, inName)
			case f.word(i) == "official" && !inName[i]:
				f.description(s, i, inName)
			}
		}
	}
}

func (f *finder) pronoun(s, i int) {
	m := news.Mention{Span: f.words[i].Span, Kind: news.PronounMention, Type: news.Person, Sentence: s, Antecedent: -1}
	m.Name = f.word(i)
	if strings.EqualFold(m.Name, "they") {
		m.Type = news.Group
	}
	f.extra = append(f.extra, m)
}

// description adds the description whose head is word i, if it is one.
func (f *finder) description(s, i int, inName []bool) {
	sent := &f.sents[s]
	t := &f.toks[i]
	if t.is(isSmall) && (i == 0 || f.toks[i-1].class&cTitle == 0) {
		switch f.word(i) {
		case "major", "general", "private", "representative", "chief", "special", "lead", "marshall": // adjectives, but in "attorney general"
			if i+1 < sent.EndWord && (f.toks[i+1].is(isSmall|isCap) && f.toks[i+1].class&(cFunction|cSays|cIn) == 0 || f.word(i) == "major") {
				return
			}
		}
	}
	// "official statement", "police station", "chief negotiator": not the head.
	if i+1 < sent.EndWord {
		switch next := &f.toks[i+1]; {
		case inName[i+1] && (t.is(isCap) || f.at[i+1] > 0):
			return
		case f.word(i+1) == "-":
			return
		case next.class&(cTitle|cOfficials|cBody) != 0 || f.word(i+1) == "official":
			return
		case next.is(isSmall) && next.class&^(cAdj|cTitleMod|cOrgHead|cPlaceHead|cFormOfWork) == 0 && (t.class&cBody != 0 && nounal(f.word(i+1)) || adjectival[f.word(i)] && !verbal(f.word(i+1))):
			return
		case next.is(isSmall) && next.class&(cFunction|cSays|cClitic|cJoin|cIn) == 0 && (t.class&cTitleMod != 0 || f.word(i) == "official"):
			return
		}
	}
	k := i
	det := false
	for j := i - 1; j >= sent.FirstWord && i-j < maxRole; j-- {
		p := &f.toks[j]
		if p.class&cDet != 0 && (!p.is(isInitial) || f.word(j) == "A") {
			det, k = true, j
			break
		}
		if inName[j] && f.personEnds(j) && f.toks[j+1].class&cClitic == 0 {
			break
		}
		if inName[j] || p.class&(cAdj|cTitleMod|cTitle) != 0 || f.word(j) == "-" || p.class&cClitic != 0 && k == j+1 {
			k = j
			continue
		}
		break
	}
	for k < i && (f.toks[k].is(isMark) || f.toks[k].class&cClitic != 0 || f.cutsName(k, inName)) {
		k++
	}
	plural := t.class&cOfficials != 0
	if f.style[s] != plain && t.is(isCap) && (plural || f.personIn(k, i)) {
		return
	}
	if det && plural {
		switch strings.ToLower(f.word(k)) {
		case "a", "an", "that", "this":
			k, det = k+1, false
		}
	}
	if w := f.word(k); det && !plural && (w == "any" || w == "no" || w == "No" || w == "both" || w == "some") {
		return
	}
	if !det && !plural && (k == i || f.style[s] == plain && t.class&cTitle == 0 && f.word(i) != "official") {
		return
	}
	if !det && !plural && f.style[s] != plain {
		return
	}
	f.putDescription(s, k, i, plural)
}

// adjectival are heads of offices that are more often adjectives where a noun
// follows.
var adjectival = map[string]bool{
	"major": true, "general": true, "private": true, "chief": true, "rival": true, "rebel": true, "crown": true, "lead": true,
	"official": true, "specialist": true, "representative": true, "expert": true, "executive": true, "veteran": true,
}

// nounal reports whether the word after "the court" or "the police" is a noun
// that makes it a description of something else: "the police station".
func nounal(w string) bool {
	for _, end := range [...]string{"ing", "tion", "ment", "er", "or", "ity", "ship", "ness", "ance", "ence", "age"} {
		if strings.HasSuffix(w, end) {
			return len(w) > len(end)+1
		}
	}
	return false
}

// verbal reports whether a word may be a verb in a form that follows "the
// chief".
func verbal(w string) bool {
	return strings.HasSuffix(w, "s") || strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "ly")
}

// personEnds reports whether a person's name ends with word j.
func (f *finder) personEnds(j int) bool {
	for k := j; k >= 0 && j-k < maxName; k-- {
		if m := f.at[k]; m > 0 {
			return int(f.found[m-1].to) == j+1 && f.found[m-1].typ == news.Person
		}
	}
	return false
}

// personIn reports whether a person's name stands among words [k, i).
func (f *finder) personIn(k, i int) bool {
	for ; k < i; k++ {
		if m := f.at[k]; m > 0 && f.found[m-1].typ == news.Person {
			return true
		}
	}
	return false
}

// cutsName reports whether a description that began at word k would cut a name
// in two.
func (f *finder) cutsName(k int, inName []bool) bool {
	if !inName[k] || f.at[k] > 0 || k == 0 || !inName[k-1] {
		return false
	}
	for j := k - 1; j >= 0 && k-j <= maxName; j-- {
		if m := f.at[j]; m > 0 {
			return int(f.found[m-1].to) > k
		}
	}
	return false
}

func (f *finder) putDescription(s, k, i int, plural bool) {
	t := &f.toks[i]
	m := news.Mention{
		Span:       news.Span{Start: f.words[k].Start, End: f.words[i].End},
		Kind:       news.TitleMention,
		Type:       news.Person,
		Key:        nameKey(f.word(i)),
		Sentence:   s,
		Antecedent: -1,
	}
	from := k
	if from < i && f.toks[from].class&cDet != 0 {
		from++
	}
	m.Name = f.foldSpace(from, i+1)
	switch {
	case plural:
		m.Type = news.Group
	case t.class&cBody != 0 && t.class&cTitle == 0:
		m.Type = news.Organization
	}
	for j := k; j < i; j++ {
		if n := f.at[j]; n > 0 && m.Country == "" {
			m.Country = f.found[n-1].country
		}
	}
	if f.toks[k].class&cDet != 0 && (f.word(k) == "the" || f.word(k) == "The") {
		m.Antecedent = f.holder(k, i, m.Type, m.Country)
		if m.Antecedent < 0 {
			m.Antecedent = f.introducedBy(m)
		}
	}
	f.extra = append(f.extra, m)
}

// standsApart reports whether the role of a name, which stands before it between commas, says of
// what the office is, and so is a description too: "the mayor of Holm, Tom Breen, left", "Norway's
// minister, Ada Vik, left", but not "her Norwegian counterpart, Ada Vik, left".
func (f *finder) standsApart(n *name) bool {
	if n.roleA >= n.roleB || n.roleB >= n.from {
		return false
	}
	return f.toks[n.roleB-1].class&cTitle == 0 || n.roleA == int32(f.sents[n.sent].FirstWord) || f.toks[n.roleA-1].class&(cDet|cClitic) == 0
}

// lookBack bounds how many mentions back something is looked for, so that the
// work stays linear in the text: some ten pages of news.
const lookBack = 500

// holder returns the only name before word k that the description with head i
// can mean: the one person whose role has that head, the one body whose name
// ends with it; -1 if there is none or more than one.
func (f *finder) holder(k, i int, typ news.EntityType, country string) int {
	head := f.word(i)
	only := int32(-1)
	end, _ := slices.BinarySearchFunc(f.found, k, func(n name, k int) int { return int(n.from) - k })
	for m := max(0, end-lookBack); m < end; m++ {
		n := &f.found[m]
		if country != "" && n.country != "" && n.country != country {
			continue
		}
		var fits bool
		switch typ {
		case news.Person:
			fits = n.typ == news.Person && n.roleB > n.roleA && f.hasWord(n.roleA, n.roleB, head)
		case news.Organization:
			fits = n.typ == news.Organization && n.to-n.from > 1 && f.hasWord(n.from, n.to, head)
		}
		if !fits {
			continue
		}
		if only >= 0 && n.same != only && (typ != news.Person || n.key != f.found[only].key) {
			return -1
		}
		only = n.same
	}
	return int(only)
}

// introducedBy returns the only earlier description that brings the one m takes
// up ("a senior State Department official … the official"), as far before -1 as
// its place in f.extra; -1 if there is none or more than one.
func (f *finder) introducedBy(m news.Mention) int {
	only := -1
	for e := max(0, len(f.extra)-lookBack); e < len(f.extra); e++ {
		o := &f.extra[e]
		if o.Kind != news.TitleMention || o.Key != m.Key || o.Type != m.Type || o.Start >= m.Start {
			continue
		}
		w, _, _ := strings.Cut(o.Of(f.text), " ")
		if w = strings.ToLower(w); w != "a" && w != "an" && w != "one" {
			continue
		}
		if only >= 0 {
			return -1
		}
		only = e
	}
	if only < 0 {
		return -1
	}
	return -2 - only
}

func (f *finder) hasWord(from, to int32, w string) bool {
	for k := from; k < to; k++ {
		if strings.EqualFold(f.word(int(k)), w) {
			return true
		}
	}
	return false
}

// merge puts names and the rest in the order of the text, longer first, and
// moves the antecedents with them. Those of extra point into names; -1 is
// itself, -2-e the e-th of extra.
func merge(names, extra []news.Mention) []news.Mention {
	order := make([]int, len(extra))
	for e := range order {
		order[e] = e
	}
	slices.SortStableFunc(order, func(a, b int) int { return before(&extra[a], &extra[b]) })
	out := make([]news.Mention, 0, len(names)+len(extra))
	moved := make([]int, len(names)+len(extra))
	i, j := 0, 0
	for i < len(names) || j < len(order) {
		if j == len(order) || i < len(names) && before(&names[i], &extra[order[j]]) <= 0 {
			moved[i] = len(out)
			out = append(out, names[i])
			i++
			continue
		}
		moved[len(names)+order[j]] = len(out)
		out = append(out, extra[order[j]])
		j++
	}
	for k := range out {
		switch m := &out[k]; {
		case m.Antecedent >= 0:
			m.Antecedent = moved[m.Antecedent]
		case m.Antecedent == -1:
			m.Antecedent = k
		default:
			m.Antecedent = moved[len(names)-2-m.Antecedent]
		}
	}
	return out
}

func before(a, b *news.Mention) int {
	if a.Start != b.Start {
		return a.Start - b.Start
	}
	return b.End - a.End
}
