package names

import (
	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// segment parts the run [i, end) of sentence s into names and the offices
// before them: "U.S." · Secretary of State · "John Kerry".
func (f *finder) segment(s, i, end int) {
	if i >= 2 && f.word(i-1) == "of" && f.toks[i-2].class&cTitle != 0 { // secretary of State …
		for i < end-1 && f.toks[i].class&cTitleMod != 0 {
			i++
		}
	}
	for i < end {
		switch {
		case f.skipped(i), f.adjective(s, i, end):
			i++
		default:
			i = f.next(s, i, end)
		}
	}
}

// skipped reports whether word i cannot begin what is left of a run.
func (f *finder) skipped(i int) bool {
	t := &f.toks[i]
	return t.is(isMark) || t.is(isSmall) && t.class&cParticle == 0
}

// adjective reports whether word i owes its capital to the beginning of a
// sentence and only describes what follows: "Senior U.S. officials".
func (f *finder) adjective(s, i, end int) bool {
	t := &f.toks[i]
	if !t.is(isStart) || t.class&cTitleMod == 0 || t.class&cTitle != 0 || f.style[s] != plain || i+1 >= end {
		return false
	}
	c := f.cased(i)
	if c < 0 || c >= 50 || f.toks[i+1].class&(cTitle|cTitleMod|cOrgHead) != 0 {
		return false
	}
	_, g := f.match(s, i, end)
	return g == i
}

// next takes the first name off the run [i, end) and returns where the rest
// begins.
func (f *finder) next(s, i, end int) int {
	e, g := f.match(s, i, end)
	if g == i+1 && f.weakMatch(i, end, e) {
		g = i
	}
	org := f.orgEnd(i, end)
	if t := f.titleEnd(s, i, end); t > i && org <= t {
		// What stands before the office is named too: "White House spokesman".
		for j := i; j < t; {
			e, g := f.match(s, j, t)
			if g == j || g == t && f.toks[g-1].class&cTitle != 0 {
				j++
				continue
			}
			f.put(name{from: int32(j), to: int32(g), entry: e, typ: e.Type, sure: true}, s)
			j = g
		}
		return t
	}
	parted := g > i && org > g && f.parts(s, g, end, e)
	switch {
	case parted, g > i && g >= org && f.standsAlone(g, end, e):
		f.put(name{from: int32(i), to: int32(g), entry: e, typ: e.Type, sure: true}, s)
		return g
	case org > i+1:
		if g == i+1 && e.Kind == knowledge.Country && f.toks[i+1].class&cOrgHead != 0 && org == i+2 && f.toks[i+1].class&cBody == 0 {
			break
		}
		n := name{from: int32(i), to: int32(org), typ: news.Organization, sure: true}
		if g > i && (e.Kind == knowledge.Demonym || e.Kind == knowledge.Country || e.Kind == knowledge.Capital) {
			n.country = e.Country
		}
		if full, j := f.match(s, i, org); j == org {
			n.entry, n.typ = full, full.Type
		}
		f.put(n, s)
		return org
	}
	if g > i && (e.Kind == knowledge.Demonym || e.Kind == knowledge.Faith) {
		f.put(name{from: int32(i), to: int32(g), entry: e, typ: e.Type, sure: true}, s)
		return g
	}
	stop := f.nameEnd(s, i, end)
	n := name{from: int32(i), to: int32(stop)}
	if g == stop {
		n.entry, n.typ, n.sure = e, e.Type, true
	}
	f.put(n, s)
	return stop
}

// parts reports whether the place or nationality that ends before word g stands
// beside the known name of a body and is no part of it: "in Washington" · "U.S.
// State Department".
func (f *finder) parts(s, g, end int, e knowledge.Entry) bool {
	next, h := f.match(s, g, end)
	switch e.Kind {
	case knowledge.Capital, knowledge.City, knowledge.Country, knowledge.Region:
		return h > g && next.Kind != knowledge.Faith && next.Kind != knowledge.City && next.Kind != knowledge.Region
	case knowledge.Demonym:
		return h > g+1 && next.Kind == knowledge.Body
	}
	return false
}

// weakMatch reports whether a known name of one word is here more likely an
// ordinary word with the capital of a sentence's beginning.
func (f *finder) weakMatch(i, end int, e knowledge.Entry) bool {
	t := &f.toks[i]
	if t.is(isStart) && !t.is(isShout) {
		if c := f.cased(i); c >= 0 && c < 50 && !f.noted(i, seenCap) {
			return true
		}
	}
	return false
}

// standsAlone reports whether the known name that ends before word g is whole,
// and not the beginning of a longer one such as "Paris Hilton".
func (f *finder) standsAlone(g, end int, e knowledge.Entry) bool {
	if g >= end {
		return true
	}
	switch e.Kind {
	case knowledge.Demonym, knowledge.Faith:
		return f.toks[g].class&cFormOfWork == 0
	case knowledge.Country, knowledge.Capital, knowledge.City, knowledge.Region:
		if next, h := f.table.Match(f.text, f.words[g].Start); h > 0 && (next.Kind == knowledge.Party || next.Kind == knowledge.Faith) {
			return true
		}
		return !f.toks[g].is(isCap) || f.toks[g].class&cTitle != 0 || f.toks[g].is(isShout) ||
			f.given(g) && !f.given(g-1) && g+1 < end
	case knowledge.Officeholder:
		return f.toks[g].class&(cSuffix) == 0
	case knowledge.Company, knowledge.NewsOutlet, knowledge.Body:
		return f.toks[g].class&cFormOfWork == 0
	}
	return true
}

// orgEnd returns the end of the name of a body at i: after its last head word
// ("Russian Foreign Ministry"), and what "of" or "for" adds to it; i if no head
// comes before an office or the end.
func (f *finder) orgEnd(i, end int) int {
	org := i
	for j := i; j < end && j-i < maxName; j++ {
		t := &f.toks[j]
		if t.class&cTitle != 0 && t.is(isCap) && j > i && t.class&(cTitleMod|cOrgHead) == 0 {
			break
		}
		if t.class&(cOrgHead|cCompanyEnd) == 0 || !t.is(isCap) {
			continue
		}
		if t.class&cTitleMod != 0 && j+1 < end && f.toks[j+1].class&cTitle != 0 { // House Speaker
			continue
		}
		if j == i && (j+1 >= end || f.word(j+1) != "of" && f.word(j+1) != "for") {
			continue
		}
		org = j + 1
		if org < end && f.toks[org].is(isSmall) { // University of …, Centre for …
			org = f.ofPart(org, end)
			j = org - 1
		}
	}
	return org
}

// ofPart returns the end of what "of" or "for" at j adds: the capitals up to
// an office or the end of the run.
func (f *finder) ofPart(j, end int) int {
	k := j
	for k < end {
		t := &f.toks[k]
		if t.is(isCap) && t.class&cTitle != 0 && t.class&(cTitleMod|cOrgHead) == 0 {
			break
		}
		k++
	}
	for k > j && !f.toks[k-1].is(isCap) {
		k--
	}
	return max(k, j)
}

// titleEnd returns the word after the office that begins at i, i if none does:
// modifiers, a head ("Minister"), and what "of" adds ("of State").
func (f *finder) titleEnd(s, i, end int) int {
	last := i
	for j := i; j < end && j-i < maxRole; {
		t := &f.toks[j]
		if t.class&(cTitle|cHonorific) != 0 && !f.headOfBody(j, end) {
			j++
			if j < end && f.word(j) == "of" {
				j = f.officeOf(s, j, end)
			}
			last = j
			continue
		}
		if e, g := f.match(s, j, end); g > j && modifies(e) {
			j = g
			continue
		}
		if t.class&cTitleMod != 0 || f.word(j) == "-" || f.word(j) == "and" && last == i {
			j++
			continue
		}
		break
	}
	return last
}

// headOfBody reports whether the office at j is part of a body's name: "Justice
// Department", "General Assembly".
func (f *finder) headOfBody(j, end int) bool {
	return j+1 < end && f.toks[j+1].is(isCap) && f.toks[j+1].class&cOrgHead != 0 && f.toks[j+1].class&(cTitle|cTitleMod) == 0
}

// modifies reports whether a known name may stand before an office.
func modifies(e knowledge.Entry) bool {
	switch e.Kind {
	case knowledge.Demonym, knowledge.Country, knowledge.Capital, knowledge.Seat, knowledge.City, knowledge.Region, knowledge.Body,
		knowledge.Party, knowledge.Faith, knowledge.ArmedGroup, knowledge.Company, knowledge.NewsOutlet, knowledge.NewsAgency:
		return true
	}
	return false
}

// officeOf returns the end of "of State", "of Foreign Affairs", "of Russia" at
// word j, j if it is none of these.
func (f *finder) officeOf(s, j, end int) int {
	k := j + 1
	if k < end && f.word(k) == "the" {
		k++
	}
	start := k
	for k < end {
		if e, g := f.match(s, k, end); k == start && g > k && modifies(e) {
			k = g
			break
		}
		if f.toks[k].class&(cTitleMod|cOrgHead) == 0 && !(k > start && f.word(k) == "and") {
			break
		}
		k++
	}
	if k == start {
		return j
	}
	return k
}

// nameEnd returns where the name that begins at i ends within the run: before
// an office, or at the end.
func (f *finder) nameEnd(s, i, end int) int {
	for j := i + 1; j < end; j++ {
		t := &f.toks[j]
		if !t.is(isCap) {
			continue
		}
		if f.style[s] != plain && f.listed(s, i, j, end) {
			return j
		}
		if t.class&cTitle != 0 && t.class&(cSuffix|cOrgHead) == 0 && knowledge.PersonName(f.word(j)) == 0 && !t.is(isInitial) {
			for j > i+1 && !f.toks[j-1].is(isCap) {
				j--
			}
			return j
		}
	}
	return end
}

// listed reports whether, in a headline, a name ends before word j and another
// begins: one that is known, or the next of two surnames of the article.
func (f *finder) listed(s, i, j, end int) bool {
	if e, g := f.match(s, j, end); g > j && e.Type != news.Person {
		return true
	}
	return f.noted(j-1, seenName) && f.noted(j, seenName) && knowledge.PersonName(f.word(j-1))&knowledge.GivenName == 0
}

// put adds a name, without quotation marks or hyphens at its ends.
func (f *finder) put(n name, s int) {
	for n.to > n.from && f.toks[n.to-1].is(isMark) {
		n.to--
	}
	if n.to <= n.from {
		return
	}
	n.sent = int32(s)
	if n.typ == "" && n.to == n.from+1 {
		t := &f.toks[n.from]
		if t.class&cBody != 0 && t.class&cTitle == 0 { // "the Department" is a description
			return
		}
		if t.class&(cTitle|cTitleMod|cFunction|cFormOfWork) != 0 && knowledge.PersonName(f.word(int(n.from))) == 0 || t.class&cDay != 0 || t.is(isInitial) {
			return
		}
		if c := f.cased(int(n.from)); c >= 0 && c < 60 && !t.is(isShout) && !f.noted(int(n.from), seenName) && !f.introduced(s, int(n.from)) || t.class&cLanguage != 0 {
			return
		}
	}
	if n.to-n.from == 1 && n.entry.Kind == knowledge.NoKind {
		f.note(f.toks[n.from].hash, seenBare)
	}
	if n.to-n.from > 1 {
		f.note(f.toks[n.to-1].hash|1, seenName)
	}
	f.found = append(f.found, n)
}

// introduced reports whether a form of address stands before word i, so that
// even an ordinary word is a name: "Mr Rich".
func (f *finder) introduced(s, i int) bool {
	return i > f.sents[s].FirstWord && f.toks[i-1].class&cHonorific != 0
}
