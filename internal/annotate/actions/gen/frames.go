package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

const framesHead = `# Verb frames, made by gen from the CAMEO verb dictionary of PETRARCH 2
# (MIT licence, (c) 2015 Open Event Data Alliance).
#
#   &name words        words that stand for one another in a pattern
#   = code verbs       a group of verbs and its CAMEO code, - for none; verb=code
#                      has its own
#   left * right code  with these words before and after it, a verb of the group
#                      above has that code; < before a code: done by its object;
#                      / parts words of which one will do
`

var (
	comment  = regexp.MustCompile(`#.*`)
	bracket  = regexp.MustCompile(`\[([^\]]*)\]`)
	braces   = regexp.MustCompile(`\{[^}]*\}`)
	grouping = strings.NewReplacer("{", " ", "}", " ", "(", " ", ")", " ")
)

// A group is a block of the dictionary.
type group struct {
	code     string
	verbs    []string
	patterns []string
}

// frames gives frames.txt: the newer dictionary, and of the older one the verbs
// that the newer has lost, with their codes alone.
func frames(text, older string) string {
	var b strings.Builder
	b.WriteString(framesHead)
	sets, groups := readFrames(text)
	b.WriteString(sets)
	known := map[string]bool{}
	for _, g := range groups {
		for _, v := range g.verbs {
			name, _, _ := strings.Cut(v, "=")
			known[name] = true
		}
		g.write(&b)
	}
	_, groups = readFrames(older)
	for _, g := range groups {
		g.patterns = nil
		g.verbs = slices.DeleteFunc(g.verbs, func(v string) bool {
			name, _, _ := strings.Cut(v, "=")
			was := known[name]
			known[name] = true
			return was
		})
		g.write(&b)
	}
	return b.String()
}

// readFrames reads a dictionary: its sets of words, as they are written, and its
// groups.
func readFrames(text string) (sets string, groups []*group) {
	var b strings.Builder
	var g *group
	set := ""
	var members []string
	endSet := func() {
		if set != "" && len(members) > 0 {
			fmt.Fprintf(&b, "&%s %s\n", set, strings.Join(members, " "))
		}
		set, members = "", nil
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "####") && strings.Contains(line, "TRANSFORMATIONS") {
			break
		}
		code := ""
		if m := bracket.FindStringSubmatch(line); m != nil {
			code = m[1]
		}
		line = strings.TrimSpace(comment.ReplaceAllString(line, ""))
		switch {
		case line == "":
			continue
		case strings.HasPrefix(line, "&"):
			endSet()
			set = clean(line[1:])
		case strings.HasPrefix(line, "---"):
			endSet()
			g = &group{code: simple(code)}
			groups = append(groups, g)
		case g == nil && strings.HasPrefix(line, "+"):
			members = append(members, clean(line[1:]))
		case g == nil:
		case strings.HasPrefix(line, "- "):
			g.pattern(bracket.ReplaceAllString(line[2:], ""), simple(code))
		case strings.HasPrefix(line, "~"):
		default:
			g.verb(braces.ReplaceAllString(bracket.ReplaceAllString(line, ""), ""), code)
		}
	}
	return b.String(), groups
}

// clean gives a word of the dictionary in lower case, without its marks.
func clean(w string) string {
	w = strings.ToLower(strings.TrimSpace(w))
	w = strings.Trim(w, "_+ ")
	return strings.ReplaceAll(strings.ReplaceAll(w, " ", "_"), "+", "")
}

// simple gives the code of the source of "source:target"; of the target, marked,
// if that is all there is; "-" for none.
func simple(code string) string {
	source, target, _ := strings.Cut(strings.TrimSpace(code), ":")
	switch {
	case source == "" && target != "" && target != "---":
		return "<" + target
	case source == "" || source[0] == '-':
		return "-"
	}
	return source
}

// verb adds a verb; one of several words is a verb with a particle, or else a
// pattern of its verb.
func (g *group) verb(name, code string) {
	name = strings.TrimSpace(name)
	own := ""
	if code != "" && simple(code) != g.code {
		own = "=" + simple(code)
	}
	parts := strings.Split(strings.Trim(name, "_ "), "_")
	if len(parts) == 1 {
		if w := clean(name); w != "" && !strings.Contains(w, "_") {
			g.verbs = append(g.verbs, w+own)
		}
		return
	}
	if clean(parts[0]) == "re" && len(parts) == 2 {
		g.verbs = append(g.verbs, "re"+clean(parts[1])+own)
		return
	}
	if len(parts) == 2 && strings.HasPrefix(parts[0], "+") && slices.Contains(particles, clean(parts[1])) {
		g.verbs = append(g.verbs, clean(parts[0])+"_"+clean(parts[1])+own)
		return
	}
	at := slices.IndexFunc(parts, func(p string) bool { return strings.HasPrefix(p, "+") })
	if at < 0 {
		return
	}
	words := make([]string, len(parts))
	for i := range parts {
		words[i] = clean(parts[i])
	}
	c := simple(code)
	if own == "" {
		c = g.code
	}
	words[at] = words[at] + "!"
	g.patterns = append(g.patterns, strings.Join(words, " ")+" "+c)
}

var particles = strings.Fields(`about across ahead apart around aside away back by down forth forward in off on out over through
	together under up`)

// pattern adds a pattern, but for marks and the slots of actors.
func (g *group) pattern(p, code string) {
	var words []string
	for _, w := range strings.Fields(grouping.Replace(p)) {
		switch {
		case w == "*":
			words = append(words, "*")
		case strings.HasPrefix(w, "&"):
			words = append(words, "&"+clean(w[1:]))
		case strings.ContainsAny(w, "$+%^") && len(w) < 3:
		default:
			if c := clean(strings.TrimSuffix(w, "'")); c != "" {
				words = append(words, c)
			}
		}
	}
	if len(words) < 2 || !slices.Contains(words, "*") {
		return
	}
	g.patterns = append(g.patterns, strings.Join(words, " ")+" "+code)
}

func (g *group) write(b *strings.Builder) {
	if g == nil || len(g.verbs)+len(g.patterns) == 0 {
		return
	}
	fmt.Fprintf(b, "= %s %s\n", g.code, strings.Join(g.verbs, " "))
	slices.Sort(g.patterns)
	for _, p := range slices.Compact(g.patterns) {
		fmt.Fprintln(b, p)
	}
}
