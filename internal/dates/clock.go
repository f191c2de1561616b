package dates

import "fmt"

// clock looks for a time of day right after the date in tokens [from, to), or
// right before it, and keeps it with its zone.
func (p *parser) clock(from, to int) {
	if p.hour >= 0 {
		return
	}
	j := p.skip(to, ",", "t", "at", "-", "–", "|", "·", "@", "um", "à", "a", "alle", "las", "kl", ".", "h", "•", "—")
	if p.clockAt(j) > 0 {
		return
	}
	for k := from - 1; k >= 0 && k >= from-10; k-- {
		if p.toks[k].kind != number || p.at(k-1).is(":") && p.at(k-2).kind == number {
			continue
		}
		if n := p.clockAt(k); n > 0 && p.between(k+n, from) {
			return
		}
		p.hour, p.min, p.zone = -1, -1, ""
	}
}

// between reports whether nothing but weekdays, "on" and punctuation stands in
// tokens [from, to).
func (p *parser) between(from, to int) bool {
	for i := from; i < to; i++ {
		t := p.toks[i]
		if t.kind == number {
			return false
		}
		if _, day := weekdayOf[t.low]; t.kind == letters && !day && !t.is("on") && !t.is("t") && !t.is("et") && !doubtfulZones[t.low] {
			return false
		}
	}
	return true
}

// clockAt reads "14:05", "14:05:07.123", "6:35 am", "6am", "6.35pm", "14h05",
// "1405 GMT" at token i, with a zone after it, and returns the number of
// tokens, 0 if there is no time of day.
func (p *parser) clockAt(i int) int {
	h := p.at(i)
	if h.kind != number {
		return 0
	}
	hour, min, j := h.val, -1, i+1
	sep, m := p.at(i+1), p.at(i+2)
	switch {
	case h.n <= 2 && sep.is(":") && m.kind == number && m.n == 2 && m.start == sep.end:
		min, j = m.val, i+3
		j = p.seconds(j)
	case h.n <= 2 && (sep.is(".") || sep.is("h")) && m.kind == number && m.n == 2 && m.start == sep.end && (sep.is("h") || p.at(i+3).half() || p.zoneAt(i+3) > 0):
		min, j = m.val, i+3
	case h.n <= 2 && sep.half():
	case h.n <= 2 && sep.is("h") && sep.start == h.end:
		j = i + 2
	case h.n == 4 && p.zoneAt(i+1) > 0:
		hour, min = h.val/100, h.val%100
	case h.n == 6 && p.at(i-1).is("t"): // 20150927T063500
		hour, min = h.val/10000, h.val/100%100
	case h.n == 4 && p.at(i-1).is("t"):
		hour, min = h.val/100, h.val%100
	default:
		return 0
	}
	if t := p.at(j); t.half() {
		if hour < 1 || hour > 12 {
			if hour > 23 || t.low[0] == 'a' && hour != 0 {
				return 0
			}
		} else {
			hour %= 12
			if t.low[0] == 'p' {
				hour += 12
			}
		}
		j++
		for p.at(j).is(".") || p.at(j).is("m") { // p.m.
			j++
		}
	}
	if min > 59 || hour > 24 || hour == 24 && min != 0 {
		return 0
	}
	if hour == 24 {
		return 0 // the end of a day is no time of it; the day stands alone
	}
	p.hour, p.min = hour, min
	j += p.readZone(j)
	return j - i
}

// seconds returns the token after ":07.123" at j, or j.
func (p *parser) seconds(j int) int {
	if s := p.at(j + 1); p.at(j).is(":") && s.kind == number && s.n == 2 && s.val <= 60 {
		j += 2
		if f := p.at(j + 1); (p.at(j).is(".") || p.at(j).is(",")) && f.kind == number && f.start == p.at(j).end {
			j += 2
		}
	}
	return j
}

// zoneAt returns the number of tokens of the zone at token i, and sets nothing.
func (p *parser) zoneAt(i int) int {
	keep := *p
	n := p.readZone(i)
	*p = keep
	return n
}

// readZone keeps the zone at token i: "Z", "GMT", "+02:00", "-0500", "GMT+2",
// "(EST)". It returns the number of its tokens.
func (p *parser) readZone(i int) int {
	j := i
	if p.at(j).is("(") || p.at(j).is("[") {
		j++
	}
	if t := p.at(j); t.kind == letters {
		if doubtfulZones[t.low] {
			p.reason = "the zone " + t.text + " is ambiguous"
			return j + 1 - i
		}
		off, known := zoneOffsets[t.low]
		if !known {
			return 0
		}
		if n, plus := p.offset(j + 1); n > 0 && off == 0 {
			p.zone = zoneText(plus)
			return j + 1 + n - i
		}
		p.zone = zoneText(off)
		return j + 1 - i
	}
	if n, off := p.offset(j); n > 0 {
		p.zone = zoneText(off)
		return j + n - i
	}
	return 0
}

// offset reads "+02:00", "-0500", "+2" at token i: the number of its tokens
// and the minutes east of Greenwich.
func (p *parser) offset(i int) (n, minutes int) {
	sign := 1
	switch t := p.at(i); {
	case t.is("-"), t.is("−"):
		sign = -1
	case !t.is("+"):
		return 0, 0
	}
	h := p.at(i + 1)
	if h.kind != number || h.start != p.at(i).end {
		return 0, 0
	}
	if m := p.at(i + 3); h.n <= 2 && p.at(i+2).is(":") && m.kind == number && m.n == 2 && h.val <= 14 && m.val < 60 {
		return 4, sign * (h.val*60 + m.val)
	}
	switch {
	case h.n == 4 && h.val/100 <= 14 && h.val%100 < 60:
		return 2, sign * (h.val/100*60 + h.val%100)
	case h.n <= 2 && h.val <= 14:
		return 2, sign * h.val * 60
	}
	return 0, 0
}

// zoneText writes an offset in minutes as RFC 3339 does.
func zoneText(off int) string {
	if off == 0 {
		return "Z"
	}
	sign := '+'
	if off < 0 {
		sign, off = '-', -off
	}
	return fmt.Sprintf("%c%02d:%02d", sign, off/60, off%60)
}
