package ingest

import (
	"strings"
)

// sniffJSON tells JSON Lines from one JSON document, and both from text that
// happens to begin with a bracket.
func sniffJSON(ext, s string, whole bool) (kind, bool) {
	named := ext == ".json" || ext == ".jsonl" || ext == ".ndjson" || ext == ".jsonlines"
	next := strings.TrimLeft(s[1:], " \t\n")
	if s[0] == '[' {
		if next == "" || next[0] == '{' || next[0] == ']' && strings.TrimSpace(next[1:]) == "" || ext == ".json" {
			return kindJSON, true
		}
		return kindText, named
	}
	if next != "" && next[0] != '"' && next[0] != '}' {
		if named && ext != ".json" {
			return kindJSONL, true
		}
		return kindJSON, named
	}
	if named && ext != ".json" {
		return kindJSONL, true
	}
	end, inText := endOfObject(s)
	switch {
	case end < 0 && inText:
		// A text runs over the end of a line: no document does that, but a
		// broken line does.
		return kindJSONL, strings.Contains(s, "\n{") || whole
	case end < 0 && whole, end < 0 && strings.Contains(s, "\n"):
		return kindJSON, true
	case end < 0: // one long line, whose end is not in sight
		if holdsList(s) {
			return kindJSON, true
		}
		return kindJSONL, true
	}
	rest := strings.TrimLeft(s[end:], " \t")
	if strings.TrimSpace(rest) == "" && (whole || ext == ".json") || !strings.HasPrefix(rest, "\n") {
		return kindJSON, true
	}
	if strings.Contains(s[:end], "\n") {
		return kindJSON, true // indented objects one after the other
	}
	return kindJSONL, true
}

// endOfObject returns the offset behind the object that s begins with, or -1 if
// it does not end in s. InText says that a text runs over the end of a line.
func endOfObject(s string) (end int, inText bool) {
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case quoted && c == '"':
			quoted = false
		case quoted && c == '\n':
			return -1, true
		case quoted:
		case c == '"':
			quoted = true
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return i + 1, false
			}
		}
	}
	return -1, false
}

// holdsList reports whether the object that s begins has a list of objects
// under one of the names of [listNames].
func holdsList(s string) bool {
	for name := range listNames {
		i := strings.Index(s, `"`+name+`"`)
		if i < 0 {
			continue
		}
		rest := strings.TrimLeft(s[i+len(name)+2:], " \t\n")
		if rest, ok := strings.CutPrefix(rest, ":"); ok {
			rest = strings.TrimLeft(rest, " \t\n")
			if rest, ok = strings.CutPrefix(rest, "["); ok && strings.HasPrefix(strings.TrimLeft(rest, " \t\n"), "{") {
				return true
			}
		}
	}
	return false
}

// mostLinesAreObjects finds JSON Lines whose first line is broken.
func mostLinesAreObjects(s string) bool {
	lines, objects := 0, 0
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		lines++
		if strings.HasPrefix(line, `{"`) {
			objects++
		}
	}
	return objects > 0 && objects*2 >= lines
}

// isAddressList reports whether every line of s is one http address.
func isAddressList(s string, whole bool) bool {
	n := 0
	for line := range strings.Lines(s) {
		if !whole && !strings.HasSuffix(line, "\n") {
			break // cut by the end of the sample
		}
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if !isAddress(line) {
			return false
		}
		n++
	}
	return n > 0
}

func isAddress(s string) bool {
	low := strings.ToLower(s[:min(len(s), 8)])
	return (strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://")) && !strings.ContainsAny(s, " \t\n")
}

// isMarkdown reports whether s has at least two of the marks of Markdown that
// news prose does not have.
func isMarkdown(s string) bool {
	marks := 0
	for line := range strings.Lines(s) {
		trimmed := strings.TrimLeft(line, "#")
		if h := len(line) - len(trimmed); h >= 1 && h <= 6 && strings.HasPrefix(trimmed, " ") {
			marks++
		}
		if strings.HasPrefix(line, "```") || strings.Contains(line, "](http") {
			marks++
		}
		if marks >= 2 {
			return true
		}
	}
	return false
}

// isMIME reports whether s begins with the headers of a MIME message of parts
// or of HTML.
func isMIME(s string) bool {
	head, _, _ := strings.Cut(s, "\n\n")
	found := false
	for line := range strings.Lines(head) {
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok || strings.ContainsAny(key, " \t") {
			return false
		}
		if strings.EqualFold(key, "Content-Type") {
			v := strings.ToLower(strings.TrimSpace(value))
			found = found || strings.HasPrefix(v, "multipart/") || strings.HasPrefix(v, "text/html")
		}
	}
	return found
}

// sniffTable returns the separator if the first line of s is the head of a
// table with columns that we know, or the name says table; otherwise 0.
func sniffTable(ext, s string, cols *columns) byte {
	best, bestKnown, bestFields := byte(0), 0, 1
	for _, sep := range []byte{'\t', ',', ';', '|'} {
		fields, _ := splitRow([]byte(s), sep)
		known := 0
		for _, f := range fields {
			if _, ok := cols.find(strings.TrimSpace(f)); ok {
				known++
			}
		}
		if known > bestKnown || known == bestKnown && len(fields) > bestFields {
			best, bestKnown, bestFields = sep, known, len(fields)
		}
	}
	switch {
	case ext == ".csv" || ext == ".tsv" || ext == ".tab":
		if best == 0 {
			best = ','
			if ext != ".csv" {
				best = '\t'
			}
		}
		return best
	case bestKnown >= 2:
		return best
	}
	return 0
}
