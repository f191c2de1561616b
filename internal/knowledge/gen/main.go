// Command gen makes the tables of package knowledge from the public sources
// that SOURCES.md lists and from the tables beside it. The same sources give
// the same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/twosource/twosource/internal/knowledge"
)

func main() {
	shared := flag.String("shared", "../shared", "folder that holds knowledge/ and corpora/")
	out := flag.String("o", "internal/knowledge", "folder to write the tables to")
	list := flag.String("list", "", "file to write the names to as text, for reading")
	flag.Parse()
	if err := run(*shared, *out, *list); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run writes every table, and to list what is in the table of names.
func run(shared, out, list string) error {
	c, err := countCorpus(filepath.Join(shared, "corpora", "archive.jsonl.gz"))
	if err != nil {
		return err
	}
	rarity, err := knowledge.BuildWords(c.rarity())
	if err != nil {
		return err
	}
	casing, err := knowledge.BuildWords(c.casing())
	if err != nil {
		return err
	}
	s := newSet(c)
	people, err := s.gather(filepath.Join(shared, "knowledge"))
	if err != nil {
		return err
	}
	names, err := knowledge.Build(s.rows())
	if err != nil {
		return err
	}
	agencies, err := knowledge.Build(agencyRows(false))
	if err != nil {
		return err
	}
	parts, err := knowledge.BuildWords(people.table(c))
	if err != nil {
		return err
	}
	outlets, err := outletRows(filepath.Join(shared, "knowledge", "outlets.tsv.gz"))
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		data []byte
	}{
		{"names.bin", names},
		{"agencies.bin", agencies},
		{"outlets.bin", knowledge.BuildOutlets(outlets)},
		{"rarity.bin", rarity},
		{"casing.bin", casing},
		{"people.bin", parts},
	} {
		if err := os.WriteFile(filepath.Join(out, f.name), f.data, 0o644); err != nil {
			return err
		}
		fmt.Printf("%-13s %8d bytes\n", f.name, len(f.data))
	}
	fmt.Print(s.summary())
	if list == "" {
		return nil
	}
	return os.WriteFile(list, s.text(), 0o644)
}

// gather adds every source to s, the most trusted first: of two that claim one
// alias, the earlier has it.
func (s *set) gather(dir string) (*people, error) {
	iso, err := readISO()
	if err != nil {
		return nil, err
	}
	p := newPeople()
	if err := s.addWorld(); err != nil {
		return nil, err
	}
	for _, r := range agencyRows(true) {
		s.add(r.Entry, r.Aliases...)
	}
	steps := []func() error{
		func() error { return s.addFactbook(filepath.Join(dir, "factbook.tar.gz"), iso, p) },
		s.addTowns,
		func() error { return s.addOfficials(filepath.Join(dir, "us-officials.tar.gz"), p) },
		func() error { return s.addCameo(filepath.Join(dir, "cameo-actors.tar.gz"), iso, p) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	s.closeOffices()
	return p, nil
}
