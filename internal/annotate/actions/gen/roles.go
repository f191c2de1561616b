package main

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

const rolesHead = `# Words for people and bodies by what they do, made by gen from the agents
# dictionary of PETRARCH 2 (MIT licence, (c) 2014 Open Event Data Alliance): a
# sector of PLOVER and the nouns of it, words of one joined by _.
`

var agent = regexp.MustCompile(`^([A-Z][A-Z_'\- ]*?)_?\s*(?:\{[^}]*\})?\s*\[\s*~?([A-Z]+)~?\s*\]`)

// broad are the sectors whose code stands before a finer one.
var sectors = strings.Fields("GOV MIL REB OPP PTY COP JUD SPY LEG MED EDU BUS CVL CRM LAB REL REF NGO IGO HLH AGR ELI UAF HRI ENV DEV MUS CHR HIN JEW BUD")

// faiths are written as REL in PLOVER.
var faiths = strings.Fields("MUS CHR HIN JEW BUD")

// roles gives roles.txt.
func roles(text string) string {
	by := map[string]map[string]bool{}
	for line := range strings.Lines(text) {
		m := agent.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		code := m[2][:min(3, len(m[2]))]
		if !slices.Contains(sectors, code) {
			continue
		}
		if slices.Contains(faiths, code) {
			code = "REL"
		}
		word := strings.ToLower(strings.Trim(strings.ReplaceAll(m[1], " ", "_"), "_ '"))
		if len(word) < 3 {
			continue
		}
		if by[code] == nil {
			by[code] = map[string]bool{}
		}
		by[code][word] = true
	}
	var b strings.Builder
	b.WriteString(rolesHead)
	for _, code := range slices.SortedFunc(maps.Keys(by), cmp.Compare[string]) {
		fmt.Fprintf(&b, "%s %s\n", code, strings.Join(slices.Sorted(maps.Keys(by[code])), " "))
	}
	return b.String()
}

const ploverHead = `# What CAMEO codes are in PLOVER, made by gen from the map of the PLOVER manual
# (draft 0.8, 2021): code, root, mode and contexts, - for none.
`

var mapped = regexp.MustCompile(`^(\d{2,4}):\s*([A-Z]+)\s*,([^,]*),([^#]*)`)

// plover gives plover.txt.
func plover(text string) string {
	var b strings.Builder
	b.WriteString(ploverHead)
	seen := map[string]bool{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "~~~") {
			break
		}
		m := mapped.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil || seen[m[1]] {
			continue
		}
		seen[m[1]] = true
		fmt.Fprintf(&b, "%s %s %s %s\n", m[1], m[2], field(m[3]), field(strings.ReplaceAll(m[4], ";", " ")))
	}
	return b.String()
}

// field gives the words of a column, sorted; "-" for none.
func field(s string) string {
	words := strings.Fields(s)
	if len(words) == 0 {
		return "-"
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}
