package compare

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/zeebo/xxh3"

	"github.com/twosource/twosource/internal/news"
)

// An utterance is one article's report of a statement.
type utterance struct {
	article, speech int
	*news.Speech
	words   []spoken   // of the quoted parts; of the whole content if nothing is quoted
	parts   []part     // quotations, or the whole content if it is not quoted
	telling []weighted // the rare words of the whole content
	speaker string     // entity id; ""

	corrected string // the correction that gives the speaker; ""
}

// A part is a stretch of an utterance that is compared with others'.
type part struct {
	words   []uint32 // hashes of the folded words, in order
	bag     []uint32 // the same, sorted
	numbers []uint32 // those that begin with a digit, sorted
}

const (
	// Quotations of this many equal words are one utterance wherever they
	// stand; shorter ones only within a story and of one speaker.
	sureWords = 8
	minQuoted = 4
	// Two quotations with at least this part of their words in common, in any
	// order, are one utterance in two versions; those shorter than sureWords only if
	// their numbers are the same: "It is 2 too many", "It is 32 too many".
	versionShare = 0.8
	shingleWords = 3
	// A shingle in more reports than this names no pair.
	maxReports = 200
)

// statements joins the reports of the articles of a lot into statements. Of those
// that other lots report too it gives the reports of this one, and which they are.
func (c *comparer) statements(articles []int) (out []news.Statement, across []int) {
	all := c.utterances(articles)
	in := map[string]bool{}
	for _, i := range articles {
		in[c.Articles[i].ID] = true
	}
	for _, g := range c.grouped(all) {
		first := &all[g[0]]
		if n, ok := c.across.of[[2]int{first.article, first.speech}]; ok {
			if !slices.Contains(across, n) {
				across = append(across, n)
				out = append(out, c.across.local(n, func(id string) bool { return in[id] }))
			}
			continue
		}
		group := make([]*utterance, len(g))
		for k, n := range g {
			group[k] = &all[n]
		}
		out = append(out, c.statement(group))
	}
	slices.SortFunc(out, func(x, y news.Statement) int { return cmp.Compare(x.ID, y.ID) })
	return out, across
}

// utterances returns the reports of articles.
func (c *comparer) utterances(articles []int) []utterance {
	var all []utterance
	for _, i := range articles {
		first := len(all)
		for j := range c.Annotations[i].Statements {
			u := c.utterance(i, j)
			// One stretch of words is one statement, even if two cues claim it.
			if !slices.ContainsFunc(all[first:], func(o utterance) bool { return slices.Equal(o.Content, u.Content) }) {
				all = append(all, u)
			}
		}
	}
	return all
}

// grouped returns which of the reports of a lot give one utterance, each group in
// order.
func (c *comparer) grouped(all []utterance) [][]int {
	parent := make([]int, len(all))
	for i := range parent {
		parent[i] = i
	}
	for _, p := range c.pairs(all) {
		first, second := p.reports()
		x, y := root(parent, first), root(parent, second)
		if x != y && c.same(&all[first], &all[second]) {
			parent[max(x, y)] = min(x, y)
		}
	}
	groups := make([][]int, len(all))
	for i := range all {
		r := root(parent, i)
		groups[r] = append(groups[r], i)
	}
	return slices.DeleteFunc(groups, func(g []int) bool { return len(g) == 0 })
}

func root(parent []int, i int) int {
	for parent[i] != i {
		parent[i] = parent[parent[i]]
		i = parent[i]
	}
	return i
}

func (c *comparer) utterance(i, j int) utterance {
	sp := &c.Annotations[i].Statements[j]
	u := utterance{article: i, speech: j, Speech: sp}
	if sp.Speaker >= 0 {
		u.speaker = c.EntityOf[i][sp.Speaker]
	}
	c.correct(&u)
	text := c.Articles[i].Text
	u.telling = weigh(text, spokenIn(text, sp.Content))
	spokenParts(text, sp, func(words []spoken) {
		u.words = append(u.words, words...)
		u.addPart(text, words)
	})
	return u
}

// correct gives u the speaker that the user says it has.
func (c *comparer) correct(u *utterance) {
	at, ok := slices.BinarySearchFunc(c.Speakers, *u, func(f SpeakerFix, u utterance) int {
		return cmp.Or(cmp.Compare(f.Article, u.article), cmp.Compare(f.Speech, u.speech))
	})
	if !ok {
		return
	}
	f := c.Speakers[at]
	fixed := *u.Speech
	fixed.Speaker, fixed.Candidates, fixed.Confidence, fixed.Unresolved = -1, nil, 1, ""
	fixed.Others, fixed.OnBehalfOf = nil, nil
	if f.Entity == "" {
		fixed.Confidence, fixed.Unresolved = 0, "by a correction"
	}
	u.Speech, u.speaker, u.corrected = &fixed, f.Entity, f.By
}

func (u *utterance) addPart(text string, words []spoken) {
	if len(words) < minQuoted {
		return
	}
	p := part{words: make([]uint32, len(words))}
	for i, w := range words {
		p.words[i] = w.hash
		if b := text[w.span.Start]; b >= '0' && b <= '9' {
			p.numbers = append(p.numbers, w.hash)
		}
	}
	slices.Sort(p.numbers)
	p.bag = slices.Clone(p.words)
	slices.Sort(p.bag)
	u.parts = append(u.parts, p)
}

// pairs returns the pairs of reports that may give one utterance, sorted, each
// once: those that share three words in a row of a quotation or all of its words,
// and those of one speaker in one story of which one is in the reporter's words.
func (c *comparer) pairs(all []utterance) []twin {
	type hit struct {
		hash uint64
		at   int
	}
	var hits []hit
	for i := range all {
		u := &all[i]
		for _, p := range u.parts {
			for k := 0; u.Kind != news.Indirect && k+shingleWords <= len(p.words); k++ {
				hits = append(hits, hit{hashWords(p.words[k:k+shingleWords], 0), i})
			}
			hits = append(hits, hit{hashWords(p.bag, 1), i})
		}
		if u.speaker != "" {
			hits = append(hits, hit{xxh3.HashString(c.storyOf[u.article] + "\x00" + u.speaker), i})
		}
	}
	slices.SortFunc(hits, func(x, y hit) int { return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.at, y.at)) })
	hits = slices.Compact(hits)
	var out []twin
	for lo, room := 0, leastRoom; lo < len(hits); {
		hi := lo + 1
		for hi < len(hits) && hits[hi].hash == hits[lo].hash {
			hi++
		}
		if hi-lo <= maxReports {
			for i := lo; i < hi; i++ {
				for j := i + 1; j < hi; j++ {
					out = append(out, twin(hits[i].at)<<32|twin(hits[j].at))
				}
			}
		}
		if len(out) > room { // a pair shares many shingles
			slices.Sort(out)
			out = slices.Compact(out)
			room = max(leastRoom, 2*len(out))
		}
		lo = hi
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// A twin is two reports that may be one, the first in the upper half.
type twin uint64

func (p twin) reports() (first, second int) { return int(p >> 32), int(p & (1<<32 - 1)) }

// leastRoom is how many pairs are gathered before those that are there twice are let
// go.
const leastRoom = 1 << 18

func hashWords(words []uint32, h uint64) uint64 {
	for _, w := range words {
		h = (h ^ uint64(w)) * 0xFF51AFD7ED558CCD
		h ^= h >> 29
	}
	return h
}

// same reports whether two reports give one utterance.
func (c *comparer) same(x, y *utterance) bool {
	if x.article == y.article && x.Content[0].Overlaps(y.Content[0]) {
		return false
	}
	// Two known speakers do not speak one utterance.
	if x.speaker != "" && y.speaker != "" && x.speaker != y.speaker {
		return false
	}
	story := c.storyOf[x.article] == c.storyOf[y.article]
	indirect := x.Kind == news.Indirect || y.Kind == news.Indirect
	for i := range x.parts {
		for j := range y.parts {
			if sameQuotation(&x.parts[i], &y.parts[j], story, indirect) {
				return true
			}
		}
	}
	return indirect && story && x.article != y.article && x.speaker != "" && x.speaker == y.speaker && retold(x.telling, y.telling)
}

// sameQuotation reports whether two quotations are one, whole or in part, or in two
// versions. What is told in the reporter's words must be the same to the word.
func sameQuotation(a, b *part, story, indirect bool) bool {
	short := min(len(a.words), len(b.words))
	if contains(a.words, b.words) || contains(b.words, a.words) {
		if indirect {
			return short >= sureWords && len(a.words) == len(b.words)
		}
		return short >= sureWords || story && short >= minQuoted
	}
	return !indirect && story && short > minQuoted && shared(a.bag, b.bag) >= versionShare && (short >= sureWords || slices.Equal(a.numbers, b.numbers))
}

// contains reports whether b stands in a, word for word.
func contains(a, b []uint32) bool {
	for i := 0; i+len(b) <= len(a); i++ {
		if slices.Equal(a[i:i+len(b)], b) {
			return true
		}
	}
	return false
}

// shared returns the part of two sorted bags of words that is common (Dice).
func shared(a, b []uint32) float64 {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n++
			i++
			j++
		}
	}
	return float64(2*n) / float64(len(a)+len(b))
}

// statement makes one statement of its reports. The fullest report gives the
// words; the surest gives the speaker.
func (c *comparer) statement(g []*utterance) news.Statement {
	full, sure := g[0], g[0]
	for _, u := range g[1:] {
		if cmp.Or(cmp.Compare(quotedness(u), quotedness(full)), cmp.Compare(len(u.words), len(full.words)), cmp.Compare(c.id(full), c.id(u))) > 0 {
			full = u
		}
		if cmp.Or(cmp.Compare(known(u), known(sure)), cmp.Compare(u.Confidence, sure.Confidence), cmp.Compare(c.id(sure), c.id(u))) > 0 {
			sure = u
		}
	}
	id := c.id(full)
	text := c.Articles[full.article].Text
	s := news.Statement{
		Story: c.storyOf[full.article], Kind: full.Kind, Act: full.Act,
		Speaker: sure.speaker, Confidence: sure.Confidence, Unresolved: sure.Unresolved,
	}
	if span := c.described(sure); !span.IsZero() {
		s.SpeakerRef = news.Ref{Article: c.id(sure), Span: span}
		s.SpeakerText = span.Of(c.Articles[sure.article].Text)
	}
	for _, u := range g {
		if u.corrected != "" && !slices.Contains(s.CorrectedBy, u.corrected) {
			s.CorrectedBy = append(s.CorrectedBy, u.corrected)
		}
	}
	slices.Sort(s.CorrectedBy)
	if s.Speaker == "" && s.Unresolved == "" {
		s.Unresolved = "the words name no one known"
	}
	if !full.Cue.IsZero() {
		s.Cue = news.Ref{Article: id, Span: full.Cue}
	}
	var key, places []string
	for _, span := range full.Content {
		s.Content = append(s.Content, news.Ref{Article: id, Span: span})
		key = append(key, span.Of(text))
		places = append(places, strconv.Itoa(span.Start))
	}
	s.Text = strings.Join(key, " […] ")
	s.ID = news.NewID("statement", append([]string{id, s.Text}, places...)...)
	if !full.Addressee.IsZero() {
		s.Addressee = full.Addressee.Of(text)
	}
	s.Candidates = c.candidates(sure)
	s.Others, s.OnBehalfOf = c.beside(sure)
	c.gather(&s, g, full)
	return s
}

func (c *comparer) id(u *utterance) string { return c.Articles[u.article].ID }

// quotedness orders reports by how much of the speaker's own words they give.
func quotedness(u *utterance) int {
	switch u.Kind {
	case news.Direct:
		return 2
	case news.Mixed:
		return 1
	}
	return 0
}

// known orders reports by what they know of the speaker: an entity, a
// description, nothing.
func known(u *utterance) int {
	switch {
	case u.speaker != "":
		return 2
	case u.Speaker >= 0:
		return 1
	}
	return 0
}

// described returns the words that say who speaks: those beside the cue or, where
// they take up a fuller description of somebody without a name, that one.
func (c *comparer) described(u *utterance) news.Span {
	if u.speaker == "" && u.Speaker >= 0 {
		if m := &c.Annotations[u.article].Mentions[u.Speaker]; m.Kind == news.TitleMention && m.Len() > u.SpeakerSpan.Len() {
			return m.Span
		}
	}
	return u.SpeakerSpan
}

// beside returns the entities that speak together with the speaker of a report,
// and the first that it speaks for.
func (c *comparer) beside(u *utterance) (others []string, behalf string) {
	for _, m := range u.Others {
		if id := c.EntityOf[u.article][m]; id != "" && id != u.speaker && !slices.Contains(others, id) {
			others = append(others, id)
		}
	}
	for _, m := range u.OnBehalfOf {
		if id := c.EntityOf[u.article][m]; id != "" && id != u.speaker && behalf == "" {
			behalf = id
		}
	}
	return others, behalf
}

// candidates returns the entities that were weighed for a speaker, best first.
func (c *comparer) candidates(u *utterance) []string {
	var out []string
	for _, m := range u.Candidates {
		if id := c.EntityOf[u.article][m]; id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// gather adds what the reports of a statement say together: when, through
// whom, from how many origins.
func (c *comparer) gather(s *news.Statement, g []*utterance, full *utterance) {
	s.Said = news.NoDate("no report says when")
	for _, u := range g {
		if u.Said.Words != "" && (s.Said.Words == "" || !s.Said.Known() && u.Said.Known()) {
			s.Said = u.Said
			s.SaidRef = news.Ref{Article: c.id(u), Span: u.Said.Span}
		}
		for _, v := range u.Via {
			s.Via = append(s.Via, c.Annotations[u.article].Credits[v].Agency)
		}
		r := news.Report{Article: c.id(u), Speech: u.speech, Spans: u.Content, Drift: drift(full, u)}
		if r.Drift == news.DriftTrimmed || r.Drift == news.DriftRetranslated {
			r.Differences = differences(c.Articles[full.article].Text, full.words, c.Articles[u.article].Text, u.words)
		}
		s.Reports = append(s.Reports, r)
	}
	slices.Sort(s.Via)
	s.Via = slices.Compact(s.Via)
	s.OriginIDs = c.heard(g)
	slices.Sort(s.OriginIDs)
	s.OriginIDs = slices.Compact(s.OriginIDs)
	slices.SortFunc(s.Reports, func(x, y news.Report) int {
		return cmp.Or(cmp.Compare(x.Article, y.Article), cmp.Compare(x.Speech, y.Speech))
	})
}

// toldTo returns the outlet that alone heard what a report gives: "told the Example
// Post"; "" if there is none.
func (c *comparer) toldTo(article, speech int) string {
	a, an := &c.Articles[article], &c.Annotations[article]
	sp := &an.Statements[speech]
	for _, v := range sp.Via {
		if an.Credits[v].Role == news.ToldTo {
			return an.Credits[v].Agency
		}
	}
	who := strings.TrimPrefix(strings.ToLower(fold(sp.Addressee.Of(a.Text))), "the ")
	if who != "" && a.Outlet != "" && oneHouse(who, strings.TrimPrefix(strings.ToLower(a.Outlet), "the ")) {
		return a.Outlet
	}
	return ""
}

// heard returns the origin of each report of an utterance. Those that it was made to one
// outlet have one origin for each outlet, its own if that is among them, and so have such
// as give no words but theirs: see heardFrom.
func (c *comparer) heard(g []*utterance) []string {
	ids := make([]string, len(g))
	var told []int // reports that say so, the first of each outlet
	for n, u := range g {
		ids[n] = c.originAt(u.article, u.Content[0])
		outlet := c.toldTo(u.article, u.speech)
		if outlet == "" {
			continue
		}
		k := slices.IndexFunc(told, func(m int) bool { return oneHouse(c.toldTo(g[m].article, g[m].speech), outlet) })
		if k < 0 {
			told = append(told, n)
			continue
		}
		first := told[k]
		own, was := c.origin(ids[n]).Kind == news.OriginOwn, c.origin(ids[first]).Kind == news.OriginOwn
		if own && !was || own == was && ids[n] < ids[first] {
			replace(ids, ids[first], ids[n])
		} else {
			ids[n] = ids[first]
		}
	}
	for n, u := range g {
		for _, m := range told {
			if c.heardFrom(u, g[m]) {
				ids[n] = ids[m]
				break
			}
		}
	}
	return ids
}

// heardFrom reports whether a report of an utterance rests on another, which says to which
// outlet it was made: it says of none itself, and quotes nothing that the other has not.
func (c *comparer) heardFrom(u, told *utterance) bool {
	who := strings.ToLower(fold(u.Addressee.Of(c.Articles[u.article].Text)))
	return u.Kind != news.Indirect && len(u.parts) > 0 && (who == "" || anOutlet[who]) && len(u.Via) == 0 &&
		!slices.ContainsFunc(u.parts, func(p part) bool {
			return !slices.ContainsFunc(told.parts, func(q part) bool { return contains(q.words, p.words) })
		})
}

// anOutlet is what an outlet is called that has been named.
var anOutlet = map[string]bool{"the paper": true, "the newspaper": true, "the magazine": true, "the network": true, "the station": true,
	"the broadcaster": true, "the outlet": true, "the agency": true, "the news agency": true, "the site": true, "the website": true}

// drift names how a report differs from the fullest one.
func drift(full, u *utterance) news.Drift {
	switch a, b := hashes(full.words), hashes(u.words); {
	case slices.Equal(a, b):
		return news.DriftVerbatim
	case u.Kind == news.Indirect:
		return news.DriftParaphrased
	case contains(a, b):
		return news.DriftTrimmed
	}
	for _, p := range u.parts {
		if !slices.ContainsFunc(full.parts, func(q part) bool { return contains(q.words, p.words) }) {
			return news.DriftRetranslated
		}
	}
	return news.DriftTrimmed
}

func hashes(words []spoken) []uint32 {
	out := make([]uint32, len(words))
	for i, w := range words {
		out[i] = w.hash
	}
	return out
}
