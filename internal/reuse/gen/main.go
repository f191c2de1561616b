// Command gen makes the tables of package reuse: stock phrases and neighbouring
// words of a news archive, and synonyms of WordNet. The same sources give the same
// bytes.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/reuse"
)

func main() {
	archive := flag.String("archive", "../shared/corpora/archive.jsonl.gz", "articles, one JSON object with `text` a line, gzip")
	wordnet := flag.String("wordnet", "tmp/wordnet/package/dict", "dict folder of WordNet 3")
	out := flag.String("o", "internal/reuse", "folder to write the tables to")
	hold := flag.Int("hold", 0, "leave out every n-th article, to measure on; 0 leaves out none")
	flag.Parse()
	if err := run(*archive, *wordnet, *out, *hold); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(archive, wordnet, out string, hold int) error {
	var l reuse.Learner
	if err := eachText(archive, func(n int, text string) {
		if hold == 0 || n%hold != 0 {
			l.Add(text)
		}
	}); err != nil {
		return err
	}
	groups, err := synsets(wordnet)
	if err != nil {
		return err
	}
	stock, pairs := l.Tables()
	for _, f := range []struct {
		name string
		data []byte
	}{{"stock.bin", stock}, {"pairs.bin", pairs}, {"synonyms.bin", reuse.Synonyms(groups)}} {
		if err := os.WriteFile(filepath.Join(out, f.name), f.data, 0o644); err != nil {
			return err
		}
		fmt.Printf("%-13s %8d bytes\n", f.name, len(f.data))
	}
	return nil
}

func eachText(name string, f func(n int, text string)) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	z, err := gzip.NewReader(bufio.NewReaderSize(file, 1<<20))
	if err != nil {
		return err
	}
	d := json.NewDecoder(bufio.NewReaderSize(z, 1<<20))
	for n := 0; ; n++ {
		var r struct{ Text string }
		if err := d.Decode(&r); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		f(n, r.Text)
	}
}

// synsets returns the single words of each set of synonyms of WordNet, and with
// them numbers in words and digits, which rewriters exchange too.
func synsets(dir string) ([][]string, error) {
	groups := [][]string{
		{"one", "1"}, {"two", "2"}, {"three", "3"}, {"four", "4"}, {"five", "5"}, {"six", "6"}, {"seven", "7"}, {"eight", "8"},
		{"nine", "9"}, {"ten", "10"}, {"first", "1st"}, {"second", "2nd"}, {"third", "3rd"}, {"fourth", "4th"}, {"fifth", "5th"},
	}
	for _, part := range []string{"noun", "verb", "adj", "adv"} {
		file, err := os.Open(filepath.Join(dir, "data."+part))
		if err != nil {
			return nil, err
		}
		s := bufio.NewScanner(file)
		s.Buffer(nil, 1<<20)
		for s.Scan() {
			if g := synset(s.Text()); len(g) > 1 {
				groups = append(groups, g)
			}
		}
		if err := errors.Join(s.Err(), file.Close()); err != nil {
			return nil, err
		}
	}
	return groups, nil
}

// synset reads the words of "offset lex_filenum ss_type w_cnt (word lex_id)… …".
//
// Source: wndb(5WN), Princeton University.
func synset(line string) []string {
	f := strings.Fields(line)
	if strings.HasPrefix(line, " ") || len(f) < 4 {
		return nil
	}
	n, err := strconv.ParseUint(f[3], 16, 8)
	if err != nil {
		return nil
	}
	var out []string
	for k := 4; k < len(f) && k < 4+2*int(n); k += 2 {
		word, _, _ := strings.Cut(f[k], "(")
		if word == strings.ToLower(word) && !strings.ContainsAny(word, "_-.'") {
			out = append(out, word)
		}
	}
	return out
}
