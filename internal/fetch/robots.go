package fetch

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// A rulebook is what one robots.txt says to one program. Its zero value allows
// all.
type rulebook struct {
	rules []robotsRule
	delay time.Duration // between two requests; 0 asks for none
	size  int           // bytes of memory, about
}

// A robotsRule allows or forbids the paths that a pattern fits.
type robotsRule struct {
	pattern string // canonical; "*" stands for anything, a last "$" for the end
	allow   bool
}

// readRules reads a robots.txt for the program that calls itself agent. What is no
// line of such a file is passed over, so that a page in its place allows all. Time
// and memory grow with the length of data and no faster.
//
// Source: RFC 9309, 2.1 and 2.2; Crawl-delay is an old custom.
func readRules(data []byte, agent string) *rulebook {
	var ours, others rulebook
	named := false                             // there is a group for this program
	toUs, toAll, header := false, false, false // whom the group at hand speaks to; its rules have not begun
	for line := range bytes.FieldsFuncSeq(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = bytes.Cut(line, []byte("#"))
		k, v, ok := bytes.Cut(line, []byte(":"))
		if !ok {
			continue
		}
		key, value := strings.ToLower(string(bytes.TrimSpace(k[:min(len(k), 40)]))), string(bytes.TrimSpace(v))
		switch key {
		case "user-agent":
			if !header {
				toUs, toAll, header = false, false, true
			}
			toUs = toUs || strings.EqualFold(product(value), agent)
			toAll = toAll || strings.HasPrefix(value, "*")
			named = named || toUs
		case "allow", "disallow", "crawl-delay":
			header = false
			if toUs {
				ours.add(key, value)
			}
			if toAll {
				others.add(key, value)
			}
		}
	}
	if named {
		return &ours
	}
	return &others
}

// product is the name that a User-agent line begins with: "News_Bot" of
// "News_Bot/2.1".
func product(s string) string {
	for i, r := range s {
		if letter := r|0x20 >= 'a' && r|0x20 <= 'z'; !letter && r != '_' && r != '-' {
			return s[:i]
		}
	}
	return s
}

// add adds a line of a group.
func (b *rulebook) add(key, value string) {
	if key == "crawl-delay" {
		secs, err := strconv.ParseFloat(value, 64)
		if err == nil && secs > 0 { // not NaN either
			b.delay = time.Duration(min(secs, maxRulePause.Seconds()) * float64(time.Second))
		}
		return
	}
	if value == "" { // "Disallow:" forbids nothing
		return
	}
	if value[0] != '/' && value[0] != '*' {
		value = "/" + value
	}
	r := robotsRule{canonicalPath(value), key == "allow"}
	b.rules = append(b.rules, r)
	b.size += len(r.pattern) + 24
}

// allows reports whether a path, with its query, may be asked for: the longest
// pattern that fits decides, of two as long as each other the one that allows.
func (b *rulebook) allows(path string) bool {
	path = canonicalPath(path)
	longest, allowed := -1, true
	for _, r := range b.rules {
		n := len(r.pattern)
		if (n > longest || n == longest && r.allow) && r.fits(path) {
			longest, allowed = n, r.allow
		}
	}
	return allowed
}

// fits reports whether a pattern fits the beginning of a path, or, where it ends in
// "$", the whole.
func (r *robotsRule) fits(path string) bool {
	pattern, whole := strings.CutSuffix(r.pattern, "$")
	head, rest, star := strings.Cut(pattern, "*")
	path, ok := strings.CutPrefix(path, head)
	for ok && star {
		var piece string
		piece, rest, star = strings.Cut(rest, "*")
		if !star && whole {
			return strings.HasSuffix(path, piece)
		}
		_, path, ok = strings.Cut(path, piece)
	}
	return ok && (!whole || path == "")
}

// canonicalPath gives the same path the same bytes: what need not be escaped is
// not, what must be is, with capitals (RFC 9309, 2.2.2).
func canonicalPath(s string) string {
	const hex = "0123456789ABCDEF"
	plain := func(c byte) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				i += 2
				if plain(byte(n)) {
					b.WriteByte(byte(n))
				} else {
					b.WriteByte('%')
					b.WriteByte(hex[n>>4])
					b.WriteByte(hex[n&0xF])
				}
				continue
			}
		}
		if c >= 0x80 || c <= ' ' || c == 0x7F {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&0xF])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
