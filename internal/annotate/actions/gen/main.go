// Command gen makes the tables of package actions from the CAMEO verb
// dictionary and the agents dictionary of PETRARCH and the map from CAMEO to
// PLOVER: frames.txt, roles.txt and plover.txt, which a person can read. The same
// source gives the same bytes.
package main

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	data := flag.String("data", "../shared/corpora/political-events.tar.gz", "the dictionaries, as a tar.gz")
	out := flag.String("o", "internal/annotate/actions", "folder to write the tables to")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// sources are the files read, by the ends of their names.
const (
	verbFile  = "petrarch2/data/dictionaries/CAMEO.2.0.txt"
	olderFile = "petrarch2/data/dictionaries/CAMEO.verbpatterns.150430.txt"
	agentFile = "petrarch2/data/dictionaries/Phoenix.agents.txt"
	mapFile   = "plover/CAMEO2PLOVER-2021.txt"
)

func run(data, out string) error {
	files, err := read(data, verbFile, olderFile, agentFile, mapFile)
	if err != nil {
		return err
	}
	for _, t := range []struct{ name, text string }{
		{"frames.txt", frames(files[verbFile], files[olderFile])},
		{"roles.txt", roles(files[agentFile])},
		{"plover.txt", plover(files[mapFile])},
	} {
		if err := os.WriteFile(filepath.Join(out, t.name), []byte(t.text), 0o644); err != nil {
			return err
		}
		fmt.Printf("%-12s %7d bytes\n", t.name, len(t.text))
	}
	return nil
}

// read gives the text of the files of a tar.gz whose names end in one of names.
func read(data string, names ...string) (map[string]string, error) {
	file, err := os.Open(data)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if strings.HasSuffix(h.Name, name) {
				b, err := io.ReadAll(r)
				if err != nil {
					return nil, err
				}
				found[name] = string(b)
			}
		}
	}
	for _, name := range names {
		if found[name] == "" {
			return nil, fmt.Errorf("no %s in %s", name, data)
		}
	}
	return found, nil
}
