package english

import "strings"

// whole reports whether a chunk is one word although it has signs inside: an
// address, a handle, a face made of signs.
func whole(s string) bool {
	if len(s) < 2 {
		return false
	}
	c := s[len(s)-1]
	if byteClass[c] != classLetter && !isDigitByte(c) && c != '/' {
		return isFace(s)
	}
	if c == 'D' || c == 'P' || c == 'p' || c == '3' {
		if isFace(s) {
			return true
		}
	}
	if strings.Contains(s, "://") {
		return byteClass[s[0]] == classLetter
	}
	if len(s) > 4 && equalFold(s[:4], "www.") {
		return true
	}
	at := strings.IndexByte(s, '@')
	if at > 0 && strings.IndexByte(s[at:], '.') > 0 && strings.IndexByte("(<[\"'", s[0]) < 0 {
		return true
	}
	return isDomain(s)
}

var faces = [...]string{":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ":P", ":p", "<3", ":/", ":-/", "=)", "^_^", "xD", "XD", ":o)", ":'("}

func isFace(s string) bool {
	if len(s) > 3 {
		return false
	}
	for _, f := range faces {
		if s == f {
			return true
		}
	}
	return false
}

// domains are the ends of host names that are told from sentences whose space
// is missing.
var domains = wordSet("com org net gov edu info uk de ru fr tv eu io biz mil au ca cn jp int cat")

// isDomain reports whether s looks like a host name or a path on one, without
// a scheme: example.com, example.co.uk/news.
func isDomain(s string) bool {
	host := s
	if i := strings.IndexByte(s, '/'); i > 0 {
		host = s[:i]
	}
	dot := strings.LastIndexByte(host, '.')
	if dot < 2 || len(host) > 80 {
		return false
	}
	if !domains.hasFold(host[dot+1:]) {
		return false
	}
	for i := 0; i < dot; i++ {
		k := byteClass[host[i]]
		if k != classLetter && k != classDigit && host[i] != '-' && host[i] != '.' && host[i] != '_' {
			return false
		}
	}
	// "home.In" and "U.S.de" are not hosts.
	return isLowerByte(host[dot+1]) || isUpperByte(host[0]) && isUpperByte(host[1])
}

// fusedAt gives the length of the first part of a word that is written as one
// and counts as two, such as "cannot"; 0 for all others.
func fusedAt(s string) int {
	if len(s) < 4 || len(s) > 7 {
		return 0
	}
	switch lowerByte(s[0]) {
	case 'c':
		if equalFold(s, "cannot") {
			return 3
		}
	case 'g':
		if equalFold(s, "gonna") || equalFold(s, "gotta") || equalFold(s, "gimme") {
			return 3
		}
	case 'w':
		if equalFold(s, "wanna") {
			return 3
		}
		if equalFold(s, "wasnt") || equalFold(s, "werent") || equalFold(s, "wouldnt") {
			return len(s) - 2
		}
	case 'l':
		if equalFold(s, "lemme") {
			return 3
		}
	case 'd':
		if equalFold(s, "dont") || equalFold(s, "doesnt") || equalFold(s, "didnt") {
			return len(s) - 2
		}
	case 'i':
		if equalFold(s, "isnt") {
			return 2
		}
	}
	return 0
}

// cliticAt gives the offset at which a clitic ('s, n't, 'll …) begins in the
// word s, or 0 if it has none.
func cliticAt(s string) int {
	if isDigitByte(s[0]) && len(s) <= 6 {
		return 0 // 50's
	}
	for _, n := range [...]int{1, 2, 3} { // letters after the apostrophe, at most 2 but for n't
		i := len(s) - n
		if i < 2 {
			return 0
		}
		size := 1
		at := i - 1
		if s[at] >= 0x80 {
			size, at = 3, i-3
		}
		if at < 1 {
			continue
		}
		if got, ok := isApostrophe(s, at); !ok || got != size {
			continue
		}
		tail := s[i:]
		switch {
		case n == 1 && (tail[0] == 's' || tail[0] == 'S' || tail[0] == 'm' || tail[0] == 'M' || tail[0] == 'd' || tail[0] == 'D'):
			return at
		case n == 1 && lowerByte(tail[0]) == 't' && lowerByte(s[at-1]) == 'n' && at > 1:
			return at - 1
		case n == 2 && (equalFold(tail, "ll") || equalFold(tail, "re") || equalFold(tail, "ve")):
			return at
		}
	}
	return 0
}

// unitAt gives the length of the number in front of a unit, as in 10pm or
// 3.5bn; 0 if s is not of that form.
func unitAt(s string) int {
	n := 0
	for n < len(s) && (isDigitByte(s[n]) || s[n] == '.' || s[n] == ',' || s[n] == ':') {
		n++
	}
	if n == 0 || n == len(s) || len(s)-n > 4 || !isDigitByte(s[n-1]) {
		return 0
	}
	switch s[n:] {
	case "m", "bn", "k", "b", "tn", "mn", "mm", "cm", "km", "kg", "g", "mg", "lb", "lbs", "ft", "mph", "kph", "am", "pm", "AM", "PM",
		"a.m.", "p.m.", "min", "hrs", "MW", "kW", "GW", "GB", "MB", "TB", "K", "M", "B", "Hz", "in", "mi", "oz", "p", "C", "F":
		return n
	}
	return 0
}

// currencyAt gives the length of a currency sign or code with sign at the
// front of a number (US$20); 0 if there is none.
func currencyAt(s string) int {
	i := strings.IndexByte(s, '$')
	if i >= 0 && i < 4 && (i+1 == len(s) || isDigitByte(s[i+1])) {
		return i + 1
	}
	return 0
}

// prefixes are joined to the next word by a hyphen that is no word of its own.
var prefixes = wordSet("e co pre post re non anti ex multi semi mid pro sub inter mini cross over un counter trans intra  micro macro ultra bi tri de dis pseudo psycho geo bio hyper under extra arch neo")

// keepsHyphen reports whether the hyphen at i in the word s is part of a word:
// after a prefix, and in the numbers of telephones and dates.
func keepsHyphen(s string, i int) bool {
	if i == 0 || i+1 >= len(s) {
		return false
	}
	if numberDashes(s) {
		return true
	}
	first := s[:i]
	if j := strings.LastIndexByte(first, '-'); j >= 0 {
		return false
	}
	rest := s[i+1:]
	if j := strings.IndexByte(rest, '-'); j >= 0 {
		rest = rest[:j]
	}
	return prefixes.hasFold(first) && len(rest) > 1 && (byteClass[rest[0]] == classLetter || equalFold(first, "mid"))
}

// numberDashes reports whether s is digits in at least three groups, or in two
// as a telephone number has them.
func numberDashes(s string) bool {
	groups, size, last := 1, 0, 0
	for i := range len(s) {
		switch {
		case s[i] == '-':
			if size == 0 {
				return false
			}
			groups++
			last, size = size, 0
		case isDigitByte(s[i]):
			size++
		default:
			return false
		}
	}
	return size > 0 && (groups > 2 || last == 3 && size == 4)
}

// datelike reports whether s is digits with slashes: 9/11, 10/23/2015.
func datelike(s string) bool {
	slash := false
	for i := range len(s) {
		if s[i] == '/' {
			slash = true
		} else if !isDigitByte(s[i]) {
			return false
		}
	}
	return slash && isDigitByte(s[0]) && isDigitByte(s[len(s)-1]) && s != "1/2"
}

// thousands reports whether s begins with exactly three digits, or with digits
// up to its end.
func thousands(s string) bool {
	n := 0
	for n < len(s) && isDigitByte(s[n]) {
		n++
	}
	return n == 3 || n > 0 && n == len(s)
}

// missingSpace reports whether the full stop at i in s ends a sentence whose
// space is missing: "home.They".
func missingSpace(s string, i int) bool {
	if i < 2 || i+2 >= len(s) {
		return false
	}
	return isLowerByte(s[i-1]) && isLowerByte(s[i-2]) && isUpperByte(s[i+1]) && (isLowerByte(s[i+2]) || s[i+1] == 'I' || s[i+1] == 'A')
}
