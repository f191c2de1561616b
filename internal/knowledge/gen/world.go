package main

import (
	"bufio"
	"compress/gzip"
	_ "embed"
	"fmt"
	"os"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
)

//go:embed tables/world.tsv
var worldTable string

//go:embed tables/agencies.tsv
var agencyTable string

//go:embed tables/outlets.tsv
var outletTable string

//go:embed tables/towns.tsv
var townTable string

//go:embed tables/iso.tsv
var isoTable string

// fields returns the rows of a table of n columns, without its comments.
func fields(table string, n int) ([][]string, error) {
	var out [][]string
	for i, line := range strings.Split(table, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != n {
			return nil, fmt.Errorf("line %d has %d columns, not %d: %q", i+1, len(f), n, line)
		}
		out = append(out, f)
	}
	return out, nil
}

// readISO returns alpha-3 codes by alpha-2 codes.
func readISO() (map[string]string, error) {
	rows, err := fields(isoTable, 2)
	if err != nil {
		return nil, fmt.Errorf("iso.tsv: %w", err)
	}
	iso := make(map[string]string, len(rows))
	for _, r := range rows {
		iso[r[0]] = r[1]
	}
	return iso, nil
}

func (s *set) addWorld() error {
	rows, err := knowledge.ReadRows("world.tsv", []byte(worldTable))
	if err != nil {
		return err
	}
	for _, r := range rows {
		s.add(r.Entry, r.Aliases...)
	}
	return nil
}

// addTowns adds our own list of towns, after the factbook's.
func (s *set) addTowns() error {
	rows, err := fields(townTable, 2)
	if err != nil {
		return fmt.Errorf("towns.tsv: %w", err)
	}
	for _, r := range rows {
		for _, name := range strings.Split(r[1], "|") {
			if !strings.Contains(name, ",") && !s.has(name) {
				s.add(entry("city", r[0], name))
			}
		}
	}
	return nil
}

// agencyRows returns the agencies with all their names, or with those alone
// that mean an agency in any text.
func agencyRows(anyText bool) []knowledge.Row {
	rows, err := fields(agencyTable, 3)
	if err != nil {
		panic("gen: agencies.tsv: " + err.Error()) // embedded: a slip in our own table
	}
	var out []knowledge.Row
	for _, r := range rows {
		plain, sure := strings.CutPrefix(r[1], "+")
		row := knowledge.Row{Entry: entry("agency", r[0], plain)}
		for _, a := range strings.Split(r[2], "|") {
			name, ok := strings.CutPrefix(a, "+")
			if name != "" && (ok || !anyText) {
				row.Aliases = append(row.Aliases, name)
				sure = sure || ok
			}
		}
		if anyText && !strings.HasPrefix(r[1], "+") {
			if len(row.Aliases) == 0 {
				continue
			}
			row.Entry.Name = row.Aliases[0]
			row.Aliases = row.Aliases[1:]
		}
		out = append(out, row)
	}
	return out
}

// outletRows returns "domain\tname" of each listed outlet and of our own,
// without "www.".
func outletRows(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	own, err := fields(outletTable, 2)
	if err != nil {
		return nil, fmt.Errorf("outlets.tsv: %w", err)
	}
	var out []string
	for _, r := range own {
		out = append(out, r[0]+"\t"+r[1])
	}
	lines := bufio.NewScanner(z)
	lines.Scan() // header
	for lines.Scan() {
		domain, name, ok := strings.Cut(lines.Text(), "\t")
		domain = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(domain)), "www.")
		if name = strings.TrimSpace(name); ok && domain != "" && name != "" {
			out = append(out, domain+"\t"+name)
		}
	}
	return out, lines.Err()
}
