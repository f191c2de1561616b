package speech

// object finds addressee, adverbials, colon and that after the verb, and where
// the content may begin.
func (f *finder) object(c *cue, hi int) {
	i := c.last + 1
	if c.inverted {
		i = max(i, c.subj.to)
	}
	if c.frame()&fAddr != 0 && i < hi {
		c.addr = f.addressee(i, hi)
		if k := f.thatAfter(max(i, c.addr.to), hi); k > 0 && !c.inverted {
			if c.addr.empty() {
				c.addr = phrase{i, f.prepAfter(i, k)}
			}
			i = k - 1
		}
		i = max(i, c.addr.to)
	}
	c.after = f.adverbials(c, i, hi)
}

// thatAfter returns the word after the "that" which opens the content of a verb
// with an addressee, if it stands soon after word i with no verb between; else 0.
func (f *finder) thatAfter(i, hi int) int {
	for k := i; k < hi && k < i+maxAdverbial; k++ {
		t := &f.toks[k]
		if t.quote >= 0 || t.mark == ',' || t.mark == ':' || f.verbish(k) || t.is(subjPro) {
			return 0
		}
		if t.is(rel) {
			if f.word(k) == "that" {
				return k + 1
			}
			return 0
		}
	}
	return 0
}

// prepAfter returns the first preposition or time in [i, hi), or hi.
func (f *finder) prepAfter(i, hi int) int {
	hi--
	for k := i; k < hi; k++ {
		if f.toks[k].is(prep) || f.toks[k].time >= 0 {
			return k
		}
	}
	return hi
}

// addressee returns the words from i on that name who is told.
func (f *finder) addressee(i, hi int) phrase {
	t := &f.toks[i]
	switch {
	case t.quote >= 0 || t.mark != 0:
		return phrase{}
	case t.is(objPro) && !(i+1 < hi && f.verbish(i+1)):
		return phrase{i, i + 1}
	case t.mention >= 0 || t.is(det|people|office) || t.role >= 0:
		p := f.phraseAfter(i, hi)
		for k := p.from + 1; k < p.to; k++ {
			if w := f.word(k); f.toks[k].mention < 0 && (w == "of" || w == "about") && f.toks[k-1].is(people) {
				p.to = k
			}
		}
		if p.to < hi && f.verbish(p.to) && f.toks[i].class&people == 0 {
			return phrase{}
		}
		return p
	}
	return phrase{}
}

// maxAdverbial bounds the words between a verb and its content.
const maxAdverbial = 14

// adverbials skips what stands between verb and content ("on Tuesday", "in an
// interview with the station late Wednesday", "that", a colon) and returns the
// first word of the content. What it cannot name it takes for content.
func (f *finder) adverbials(c *cue, i, hi int) int {
	for k := i; k < hi && k < i+maxAdverbial; {
		t := &f.toks[k]
		switch {
		case t.quote >= 0:
			return k
		case t.mark == ':':
			c.colon = true
			return k + 1
		case t.mark == ',':
			if k+1 < hi && f.toks[k+1].quote >= 0 {
				return k + 1
			}
			if k == i && !(k+1 < hi && f.word(k+1) == "that") || k+1 < hi && f.toks[k+1].verb >= 0 {
				return k
			}
			k++
		case t.is(rel) && f.word(k) == "that":
			return f.afterThat(c, k+1, hi)
		case t.time >= 0:
			for k < hi && f.toks[k].time == t.time {
				k++
			}
		case t.is(prep) && f.word(k) != "of":
			if f.word(k) == "to" && (c.frame()&(fTo|fAddr|fOn) != 0 || k+1 < hi && !f.opensName(k+1)) {
				return k
			}
			e := f.prepPhrase(k, hi)
			if e <= k {
				return k
			}
			k = e
		case t.is(adverb) && !t.upper && t.mention < 0 && k+1 < hi && f.leadsOn(k+1):
			k++
		default:
			return k
		}
	}
	return i
}

// afterThat notes the that before word k and skips a colon or comma after it.
func (f *finder) afterThat(c *cue, k, hi int) int {
	c.that = true
	if k < hi && (f.toks[k].mark == ':' || f.toks[k].mark == ',') {
		c.colon = f.toks[k].mark == ':'
		k++
	}
	return k
}

// opensName reports whether word i opens a noun phrase and not an infinitive.
func (f *finder) opensName(i int) bool {
	t := &f.toks[i]
	return t.upper || t.mention >= 0 || t.is(det|objPro|people|office) || f.pluralNoun(i)
}

// leadsOn reports whether word i, after an adverb, still stands before the
// content.
func (f *finder) leadsOn(i int) bool {
	t := &f.toks[i]
	return t.quote >= 0 || t.mark == ':' || t.mark == ',' || t.time >= 0 || t.is(prep) || f.word(i) == "that"
}

// prepPhrase returns the end of the prepositional phrase at word k, or k if it
// has none that is safe to skip.
func (f *finder) prepPhrase(k, hi int) int {
	e := k + 1
	for e < hi && e < k+9 {
		t := &f.toks[e]
		if t.quote >= 0 || t.mark != 0 && t.mark != '-' && t.mark != '$' || t.is(rel|sub|subjPro) || f.verbish(e) && t.mention < 0 {
			break
		}
		if t.is(prep) && e == k+1 && f.toks[k].form != ing {
			break
		}
		if e > k+1 && t.is(det) && !f.toks[e-1].is(prep) {
			break // a new noun phrase: the content's subject
		}
		if e > k+1 && t.time < 0 && t.mention >= 0 && f.toks[e-1].mention != t.mention && f.toks[e-1].role != t.mention &&
			t.role < 0 && !f.toks[e-1].is(prep|det) && (f.toks[e-1].time >= 0 || f.toks[e-1].mention >= 0 || !f.toks[e-1].upper) {
			break // "on Tuesday Moscow …"
		}
		e++
	}
	if e == k+1 {
		return k
	}
	return e
}
