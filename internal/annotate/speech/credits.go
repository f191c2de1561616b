package speech

import (
	"sort"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// An outlet is an agency or other medium named in a sentence: words [from, to).
type outlet struct {
	from, to int
	name     string
	agency   bool // in the table of agencies, or called one
}

// findCredits fills f.creds from the sentences and gives the statements their
// Via.
func (f *finder) findCredits() {
	f.wire = f.datelineName()
	for s := range f.an.Sentences {
		sent := &f.an.Sentences[s]
		first := len(f.creds)
		for i := sent.FirstWord; i < sent.EndWord; {
			o, ok := f.outletAt(i, sent.EndWord)
			if !ok {
				i++
				continue
			}
			// What an outlet was told it has from no one else.
			if role, covers, ok := f.role(&o, sent); ok && !(role == news.ToldTo && f.sameOutlet(o.name, f.a.Outlet)) {
				o.name = f.inFull(o.name)
				c := news.Credit{Span: f.span(o.from, o.to), Agency: o.name, Role: role, Sentence: s, Covers: covers, Through: -1}
				if n := len(f.creds); n > first && f.creds[n-1].Role == news.CitedAs && f.citing(o.from, sent.FirstWord) {
					c.Through = n - 1
				}
				f.creds = append(f.creds, c)
			}
			i = o.to
		}
	}
}

// sameOutlet reports whether two names are of one outlet.
func (f *finder) sameOutlet(x, y string) bool {
	return strings.EqualFold(x, y) || strings.EqualFold(f.commonName(x), f.commonName(y))
}

// commonName returns the name in common use of an outlet that is known by another too,
// else the name: "The Washington Post", "POLITICO".
func (f *finder) commonName(name string) string {
	if e, ok := f.known.Lookup(name); ok && isMedium(e) {
		return e.Name
	}
	return name
}

func isMedium(e knowledge.Entry) bool {
	return e.Kind == knowledge.NewsOutlet || e.Kind == knowledge.NewsAgency
}

// inFull returns the name of the outlet that was credited last before and whose name ends
// with this one, a single word: "the Post" after "The Washington Post".
func (f *finder) inFull(name string) string {
	if !mediumWord(name) {
		return name
	}
	for k := len(f.creds) - 1; k >= 0; k-- {
		if strings.HasSuffix(f.creds[k].Agency, " "+name) {
			return f.creds[k].Agency
		}
	}
	return name
}

// inShort reports whether words [i, to) are the last of the name of an outlet that was
// credited before: "the Post".
func (f *finder) inShort(i, to int) bool {
	return to-i == 1 && i > 0 && f.word(i-1) == "the" && f.inFull(f.word(i)) != f.word(i)
}

// outletAt returns the agency or outlet whose name begins with word i.
func (f *finder) outletAt(i, hi int) (outlet, bool) {
	t := &f.toks[i]
	if !t.upper || t.quote >= 0 && f.quotes[t.quote].last-f.quotes[t.quote].first > 4 {
		return outlet{}, false
	}
	if e, n := f.known.AgencyAt(f.text, int(t.start)); n > 0 {
		to := i + 1
		for to < hi && int(f.toks[to].end) <= int(t.start)+n {
			to++
		}
		if f.wholeName(i, to) && !t.is(people|office) {
			return outlet{i, to, e.Name, true}, true
		}
	}
	if f.wire != "" && strings.HasPrefix(f.text[t.start:], f.wire) {
		to := i + 1
		for to < hi && int(f.toks[to].end) <= int(t.start)+len(f.wire) {
			to++
		}
		if int(f.toks[to-1].end) == int(t.start)+len(f.wire) {
			return outlet{i, to, f.commonName(f.wire), true}, true
		}
	}
	return f.outletByName(i, hi)
}

// Where the bracket of a dateline begins and how long the name in it is, in
// words at most.
const (
	maxDateline = 10
	maxWireName = 5
)

// datelineName returns the name in the bracket of the article's dateline, as in
// "OSLO, May 3 (Nordic Wire) —", or "". Only agencies stand there, so that the
// table need not hold it.
func (f *finder) datelineName() string {
	for s := range f.an.Sentences {
		sent := &f.an.Sentences[s]
		if sent.Paragraph > 2 {
			return ""
		}
		if sent.IsHeadline {
			continue
		}
		lo, hi := sent.FirstWord, sent.EndWord
		if lo >= hi || !f.toks[lo].upper {
			continue
		}
		for i := lo + 1; i < hi && i < lo+maxDateline; i++ {
			if f.toks[i].mark != '(' {
				continue
			}
			to := i + 1
			for to < hi && to-i <= maxWireName && f.toks[to].upper {
				to++
			}
			if to > i+1 && to+1 < hi && f.toks[to].mark == ')' && f.toks[to+1].mark == '-' {
				return strings.Join(strings.Fields(f.span(i+1, to).Of(f.text)), " ")
			}
			break
		}
	}
	return ""
}

// wholeName reports whether words [i, to) are not a part of a longer name that
// names something else, such as a street or a person.
func (f *finder) wholeName(i, to int) bool {
	m := f.toks[i].mention
	if m < 0 {
		return true
	}
	men := &f.an.Mentions[m]
	if int(f.toks[i].start) <= men.Start && men.End <= int(f.toks[to-1].end) {
		return true
	}
	return men.Type != news.Person && (men.Start >= int(f.toks[i].start) || f.generic(i-1)) && (men.End <= int(f.toks[to-1].end) || f.generic(to))
}

// generic reports whether word i belongs to the words that go with an agency's
// name: "Russian", "state-run", "news agency".
func (f *finder) generic(i int) bool {
	if i < 0 || i >= len(f.toks) {
		return false
	}
	switch strings.ToLower(f.word(i)) {
	case "news", "agency", "the", "'s", "’s", "service", "newswire", "state", "official", "run", "reporter", "reporters",
		"correspondent", "correspondents":
		return true
	}
	return false
}

// outletByName returns a medium that the table need not hold: a capitalised
// name beside "news agency", or one that ends with a word for a medium.
func (f *finder) outletByName(i, hi int) (outlet, bool) {
	t := &f.toks[i]
	if i > 0 && f.toks[i-1].mention >= 0 && f.toks[i-1].mention == t.mention {
		return outlet{}, false
	}
	to := i
	for to < hi && to < i+6 && f.toks[to].time < 0 && (f.toks[to].upper && f.toks[to].quote == t.quote || f.word(to) == "of" && to > i && to+1 < hi && f.toks[to+1].upper) {
		to++
	}
	for to < hi && t.mention >= 0 && f.toks[to].mention == t.mention {
		to++ // "Al-Manar"
	}
	if to == i {
		return outlet{}, false
	}
	for k := i + 1; k < to; k++ {
		if _, n := f.known.AgencyAt(f.text, int(f.toks[k].start)); n > 0 {
			return outlet{}, false // "Russian TASS": the name comes yet
		}
	}
	if t.mention >= 0 && f.isPerson(int(t.mention)) && !f.namedReporter(i, to, hi) {
		return outlet{}, false
	}
	agency := f.called(i, to, hi)
	if !agency && (to-i < 2 || !mediumWord(f.word(to-1))) && !f.inShort(i, to) && !f.knownOutlet(t.mention) && !f.namedReporter(i, to, hi) {
		return outlet{}, false
	}
	if t.class&(det|prep|conj|sub|subjPro) != 0 {
		i++
	}
	if i >= to || !agency && to-i == 1 && commonMedium(f.word(i)) {
		return outlet{}, false
	}
	if agency {
		for k := i; k < to; k++ {
			if !f.describesAgency(k) {
				return f.outletOf(k, to, true), true // "Kurdish Hawar news agency"
			}
		}
		// "State news agency SANA", "the Syrian news agency".
		if to+2 >= hi || f.word(to) != "news" || f.toks[to+2].upper {
			return outlet{}, false
		}
		to += 2
	}
	return f.outletOf(i, to, agency), true
}

// outletOf returns the outlet that words [i, to) name: of what is known in them that, if
// they begin with it and go on with a person ("CNN Correspondent Ada Brenn").
func (f *finder) outletOf(i, to int, agency bool) outlet {
	if e, n := f.known.Match(f.text, int(f.toks[i].start)); n > 0 && isMedium(e) {
		end := int(f.toks[i].start) + n
		k := i + 1
		for k < to && int(f.toks[k].end) <= end {
			k++
		}
		if m := f.toks[to-1].mention; k == to || m >= 0 && f.isPerson(int(m)) {
			return outlet{i, to, e.Name, agency}
		}
	}
	return outlet{i, to, f.commonName(strings.Join(strings.Fields(f.span(i, to).Of(f.text)), " ")), agency}
}

// describesAgency reports whether word k tells what an agency is and not how it is called:
// "state", "official", "Syrian".
func (f *finder) describesAgency(k int) bool {
	m := f.toks[k].mention
	return f.generic(k) || m >= 0 && f.an.Mentions[m].Type == news.Group
}

// commonMedium reports whether w, a word for a medium, names none by itself.
func commonMedium(w string) bool {
	switch w {
	case "News", "TV", "Television", "Radio", "Magazine", "Press", "Broadcasting", "Newswire", "Daily":
		return true
	}
	return false
}

// called reports whether "news agency" stands right before or after [i, to).
func (f *finder) called(i, to, hi int) bool {
	if i >= 2 && f.word(i-1) == "agency" && f.word(i-2) == "news" {
		return true
	}
	return to+1 < hi && f.word(to) == "news" && f.word(to+1) == "agency" || to < hi && f.word(to) == "newswire"
}

// namedReporter reports whether [i, to) is a name in quotation marks that
// reports: “Daily” reports. Only media are written so.
func (f *finder) namedReporter(i, to, hi int) bool {
	if to+1 >= hi || i == 0 || f.toks[i-1].mark != 'q' || f.toks[to].mark != 'q' {
		return false
	}
	w := f.word(to + 1)
	return w == "reports" || w == "reported" || w == "writes"
}

// knownOutlet reports whether mention m is in the table of outlets.
func (f *finder) knownOutlet(m int32) bool {
	if m < 0 {
		return false
	}
	k := f.an.Mentions[m].Known
	return strings.HasPrefix(k, "outlet:") || strings.HasPrefix(k, "agency:")
}

// mediumWord reports whether w ends the names of newspapers and broadcasters.
func mediumWord(w string) bool {
	switch w {
	case "Times", "Post", "Journal", "Herald", "News", "Tribune", "Globe", "Guardian", "Telegraph", "Gazette", "Chronicle",
		"Observer", "Mail", "Mirror", "TV", "Television", "Radio", "Magazine", "Press", "Inquirer", "Examiner", "Courier",
		"Broadcasting", "Newswire", "Daily":
		return true
	}
	return false
}

// role tells what part o has in its sentence; ok is false for a mere mention.
// covers is the sentence, or zero if the credit is for the whole article.
func (f *finder) role(o *outlet, sent *news.Sentence) (role news.CreditRole, covers news.Span, ok bool) {
	lo, hi := sent.FirstWord, sent.EndWord
	if f.creditsArticle(o, sent) {
		return news.CreditedAs, news.Span{}, true
	}
	// A cue has its subject and addressee within maxSubject words or so.
	lo, hi = max(lo, o.from-3*maxSubject), min(hi, o.to+3*maxSubject)
	k := sort.Search(len(f.cues), func(i int) bool { return f.cues[i].first >= lo })
	for ; k < len(f.cues) && f.cues[k].first < hi; k++ {
		c := &f.cues[k]
		if c.addr.from <= o.from && o.to <= c.addr.to {
			return news.ToldTo, sent.Span, true
		}
		if c.subj.from <= o.from && o.to <= c.subj.to && f.citedAs(o, c) {
			return news.CitedAs, sent.Span, true
		}
	}
	if f.citing(o.from, lo) || f.reports(o, hi) {
		return news.CitedAs, sent.Span, true
	}
	return "", news.Span{}, false
}

// citedAs reports whether o, in the subject of c, is the subject itself and not
// an attribute of it ("a Daily Post reporter said"), or is one by its kind.
func (f *finder) citedAs(o *outlet, c *cue) bool {
	p := f.trimSubject(c.subj)
	if o.to == p.to {
		b := &f.toks[max(o.from-1, 0)]
		return o.from == p.from || b.is(det) || b.upper || f.generic(o.from-1)
	}
	return f.generic(o.to)
}

// maxLead bounds the words between "citing" and the name.
const maxLead = 5

// citing reports whether the name that begins with word i is the object of a
// verb or phrase that cites.
func (f *finder) citing(i, lo int) bool {
	for k := i - 1; k >= lo && k >= i-maxLead; k-- {
		t := &f.toks[k]
		switch strings.ToLower(f.word(k)) {
		case "citing", "quoting", "quotes", "quoted", "cited", "cites", "via":
			return true
		case "by":
			if k > lo {
				switch f.word(k - 1) {
				case "reported", "quoted", "cited", "published", "carried", "released", "obtained", "conducted", "broadcast", "seen":
					return true
				}
			}
			return false
		case "to":
			return k > lo && strings.EqualFold(f.word(k-1), "according")
		case "with":
			return k > lo && f.word(k-1) == "interview"
		case "news", "agency", "state", "official", "run", "newspaper", "daily", "channel", "broadcaster", "owned", "a", "the", "’s", "'s", "local":
			continue
		}
		if t.mark != 0 && t.mark != '-' && t.mark != 'q' || !t.upper && t.mark == 0 && t.mention < 0 || t.verb >= 0 {
			return false
		}
	}
	return false
}

// reports reports whether a verb of reporting follows o: "Newswire reports".
// Quotation marks and "news agency" may stand between.
func (f *finder) reports(o *outlet, hi int) bool {
	for k := o.to; k < hi && k < o.to+maxLead; k++ {
		switch w := f.word(k); w {
		case "news", "agency", "also", "has", "first", "earlier":
			continue
		case "reports", "reported", "writes", "quoted", "cited":
			return true
		default:
			if f.toks[k].mark == 'q' {
				continue
			}
			return false
		}
	}
	return false
}

// creditsArticle reports whether o stands where the article is credited to it:
// in the bracket of a dateline, in a bracket that ends the text, in a notice of
// copyright, or as one that contributed.
func (f *finder) creditsArticle(o *outlet, sent *news.Sentence) bool {
	lo, hi := sent.FirstWord, sent.EndWord
	if o.from > lo && f.toks[o.from-1].mark == '(' && o.to < hi && f.toks[o.to].mark == ')' {
		dash := o.to+1 < hi && f.toks[o.to+1].mark == '-'
		if sent.Paragraph <= 2 && dash && o.from-lo <= 12 {
			return true
		}
		if o.to+1 >= hi && o.to+1 >= len(f.toks) && o.agency {
			return true
		}
	}
	for k := o.to; k < hi && k < o.to+8; k++ {
		if f.word(k) == "contributed" && k+2 < hi && f.word(k+1) == "to" && (f.word(k+2) == "this" || f.word(k+2) == "the") {
			return true
		}
	}
	for k := lo; k < o.from && k < lo+6; k++ {
		if w := f.word(k); w == "©" || w == "Copyright" || w == "COPYRIGHT" {
			return true
		}
	}
	return false
}

// relayed leaves out what an agency is cited for where that is itself the report
// of a statement: in "“…,” Doe told the court, according to Nordic Wire" Doe
// speaks, through the agency.
func (f *finder) relayed(speech []news.Speech) []news.Speech {
	out := speech[:0]
	for i := range speech {
		if !f.relays(&speech[i], speech) {
			out = append(out, speech[i])
		}
	}
	return out
}

func (f *finder) relays(s *news.Speech, all []news.Speech) bool {
	if s.Kind == news.Direct || s.SpeakerSpan.IsZero() || !f.isCredited(s.SpeakerSpan) {
		return false
	}
	for i := range all {
		o := &all[i]
		if o.Content[0] != s.Content[0] && !o.Cue.IsZero() && o.Cue != s.Cue && o.Sentence >= s.Sentence-1 && o.Sentence <= s.Sentence+1 &&
			o.Cue.Start >= s.Content[0].Start && o.Cue.End <= s.Content[len(s.Content)-1].End {
			return true
		}
	}
	return false
}

// isCredited reports whether an agency that is cited stands in the span.
func (f *finder) isCredited(s news.Span) bool {
	first := sort.Search(len(f.creds), func(k int) bool { return f.creds[k].End > s.Start })
	for k := first; k < len(f.creds) && f.creds[k].Start < s.End; k++ {
		if f.creds[k].Role == news.CitedAs {
			return true
		}
	}
	return false
}

// via gives each statement the credits of its sentence through which the
// article has it. The credits must be sorted.
func (f *finder) via(speech []news.Speech) {
	for i := range speech {
		s := &speech[i]
		at := s.Sentence
		if !s.Cue.IsZero() {
			if k := f.wordAt(s.Cue.Start); k < len(f.toks) {
				at = int(f.toks[k].sent)
			}
		}
		first := sort.Search(len(f.creds), func(k int) bool { return f.creds[k].Start >= f.an.Sentences[at].Start })
		for k := first; k < len(f.creds) && f.creds[k].Start < f.an.Sentences[at].End; k++ {
			c := &f.creds[k]
			if c.Sentence != at || inSpans(s.Content, c.Span) || c.Role != news.CitedAs && c.Role != news.ToldTo {
				continue
			}
			if c.Role == news.ToldTo && !s.Addressee.Overlaps(c.Span) {
				continue
			}
			s.Via = append(s.Via, k)
		}
	}
}
