// Command nouns makes the list of nouns that name persons, bodies and places,
// for internal/annotate/coref, from the files of WordNet.
//
//	go run ./eval/coref/nouns DICT > internal/annotate/coref/nouns.txt
//
// A line is a class, a tab and its nouns in alphabetical order, apart by
// spaces: single words of small letters, no names, classed by their commonest
// sense.
package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// classes are the lexicographer files of WordNet that are kept.
var classes = map[string]string{"18": "person", "14": "group", "15": "place"}

// A synset is a meaning: its file, its words and the meanings below it.
type synset struct {
	file  string
	words []string
	below []string
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: nouns DICT")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "nouns:", err)
		os.Exit(1)
	}
}

func run(dict string) error {
	meanings, err := readMeanings(filepath.Join(dict, "data.noun"))
	if err != nil {
		return err
	}
	first, err := readIndex(filepath.Join(dict, "index.noun"))
	if err != nil {
		return err
	}
	out := map[string][]string{}
	women, men := under(meanings, "female_person"), under(meanings, "male_person")
	for word, at := range first {
		s := meanings[at]
		if s == nil || !slices.Contains(s.words, word) || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
			continue
		}
		if c := classes[s.file]; c != "" {
			out[c] = append(out[c], word)
		}
		if women[at] {
			out["woman"] = append(out["woman"], word)
		}
		if men[at] {
			out["man"] = append(out["man"], word)
		}
	}
	for _, c := range []string{"person", "group", "place", "woman", "man"} {
		slices.Sort(out[c])
		fmt.Printf("%s\t%s\n", c, strings.Join(out[c], " "))
	}
	return nil
}

// readMeanings reads data.noun, by offset.
func readMeanings(file string) (map[string]*synset, error) {
	out := map[string]*synset{}
	return out, eachLine(file, func(line string) error {
		f := strings.Fields(line)
		n, err := strconv.ParseInt(f[3], 16, 32)
		if err != nil {
			return err
		}
		s := &synset{file: f[1]}
		at := 4
		for range n {
			s.words = append(s.words, f[at])
			at += 2
		}
		p, err := strconv.Atoi(f[at])
		if err != nil {
			return err
		}
		at++
		for range p {
			if f[at] == "~" {
				s.below = append(s.below, f[at+1])
			}
			at += 4
		}
		out[f[0]] = s
		return nil
	})
}

// readIndex reads index.noun: the offset of the commonest meaning of each word.
func readIndex(file string) (map[string]string, error) {
	out := map[string]string{}
	return out, eachLine(file, func(line string) error {
		f := strings.Fields(line)
		n, err := strconv.Atoi(f[2])
		if err != nil {
			return err
		}
		out[f[0]] = f[len(f)-n]
		return nil
	})
}

// under gives the meanings below those that have the word root.
func under(meanings map[string]*synset, root string) map[string]bool {
	out := map[string]bool{}
	var walk func(at string)
	walk = func(at string) {
		if out[at] || meanings[at] == nil {
			return
		}
		out[at] = true
		for _, b := range meanings[at].below {
			walk(b)
		}
	}
	for at, s := range meanings {
		if slices.Contains(s.words, root) {
			walk(at)
		}
	}
	return out
}

// eachLine calls f for each line of file but those of the licence.
func eachLine(file string, f func(line string) error) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	s := bufio.NewScanner(in)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if strings.HasPrefix(s.Text(), " ") {
			continue
		}
		if err := f(s.Text()); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return s.Err()
}
