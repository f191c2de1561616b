//go:build unix

package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jdkato/prose/v2"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/news"
)

// A sentence has its words and the names that people marked in it, as "TYPE words".
type sentence struct {
	Text  string   `json:"text"`
	Names []string `json:"names"`
}

// others measures what a user would take instead, side by side on the same
// sentences and in the same way: which names are found, told by their words and
// type alone (person, organisation, place), and how fast.
func (b *bench) others(ctx context.Context) error {
	list, err := marked(filepath.Join(b.corpora, "ner.tar.gz"))
	if err != nil {
		return err
	}
	loaded, err := prose.NewDocument("Load.")
	if err != nil {
		return err
	}
	an := annotate.New(annotate.Options{})
	for name, find := range map[string]func(string) ([]string, error){
		"twosource": func(text string) ([]string, error) { return ours(an, text), nil },
		"prose":     func(text string) ([]string, error) { return theirs(loaded.Model, text) },
	} {
		if !b.wanted("others/" + name) {
			continue
		}
		if err := b.sideBySide(name, list, find); err != nil {
			return err
		}
	}
	if !b.wanted("others/node") {
		return nil
	}
	return b.node(ctx, list)
}

// sideBySide scores one program on the sentences, and measures its speed on
// documents of them.
func (b *bench) sideBySide(name string, list []sentence, find func(string) ([]string, error)) error {
	var found [][]string
	for _, s := range list {
		names, err := find(s.Text)
		if err != nil {
			return err
		}
		found = append(found, names)
	}
	words := 0
	began := processorTime()
	for part := range slices.Chunk(list, documentLength) {
		text := ""
		for _, s := range part {
			text += s.Text + "\n"
		}
		words += len(strings.Fields(text))
		if _, err := find(text); err != nil {
			return err
		}
	}
	return b.keep(name, list, found, float64(words)/(processorTime()-began).Seconds())
}

// processorTime is what this process has used so far. Other programs weigh on it
// less than on the clock.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // it has no reason to fail
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// documentLength is how many sentences make a document, in others.mjs too: as many
// as an article has.
const documentLength = 25

// keep puts the figures of a program; found is nil of one that finds no names.
func (b *bench) keep(name string, list []sentence, found [][]string, perSecond float64) error {
	command := "go run ./eval/benchmarks -run others"
	if err := b.results.put("others/"+name+"/words", figure{Value: perSecond, Low: perSecond, High: perSecond, N: len(list), Command: command}); err != nil || found == nil {
		return err
	}
	right, shown, there := 0, 0, 0
	for i, s := range list {
		left := map[string]int{}
		for _, n := range s.Names {
			left[n]++
		}
		there, shown = there+len(s.Names), shown+len(found[i])
		for _, n := range found[i] {
			if left[n] > 0 {
				left[n]--
				right++
			}
		}
	}
	f1 := 2 * float64(right) / float64(shown+there)
	return b.results.put("others/"+name+"/names", figure{Value: f1, Low: f1, High: f1, N: len(list), Command: command})
}

// ours are the names that this program marks.
func ours(an *annotate.Annotator, text string) (out []string) {
	a := news.Article{Text: text, Language: "en", Blocks: []news.Block{{Span: news.Span{End: len(text)}}}}
	got := an.Annotate(&a)
	for _, m := range got.Mentions {
		kind := map[news.EntityType]string{news.Person: "PER", news.Organization: "ORG", news.Place: "LOC"}[m.Type]
		if m.Kind == news.NameMention && kind != "" {
			out = append(out, kind+" "+m.Of(text))
		}
	}
	return out
}

// theirs are the names that prose marks.
func theirs(model *prose.Model, text string) (out []string, err error) {
	d, err := prose.NewDocument(text, prose.UsingModel(model))
	if err != nil {
		return nil, err
	}
	for _, e := range d.Entities() {
		if kind := map[string]string{"PERSON": "PER", "ORGANIZATION": "ORG", "GPE": "LOC"}[e.Label]; kind != "" {
			out = append(out, kind+" "+e.Text)
		}
	}
	return out, nil
}

//go:embed others.mjs
var script []byte

// node measures compromise and wink-nlp, where Node and the registry of npm can be
// had.
func (b *bench) node(ctx context.Context, list []sentence) error {
	if _, err := exec.LookPath("npm"); err != nil {
		fmt.Fprintln(os.Stderr, "SKIPPED compromise and wink-nlp: no npm")
		return nil
	}
	dir, err := filepath.Abs("tmp/benchmarks/node")
	if err != nil {
		return err
	}
	if err := errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, "others.mjs"), script, 0o644)); err != nil {
		return err
	}
	if _, err := b.output(ctx, nil, "npm", "install", "--silent", "--no-save", "--prefix", dir, "compromise@14.17.0", "wink-nlp@2.4.0", "wink-eng-lite-web-model@1.8.1"); err != nil {
		return err
	}
	in, err := json.Marshal(list)
	if err != nil {
		return err
	}
	raw, err := b.output(ctx, bytes.NewReader(in), "node", filepath.Join(dir, "others.mjs"))
	if err != nil {
		return err
	}
	var got map[string]struct {
		Names     [][]string
		PerSecond float64 `json:"perSecond"`
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		return err
	}
	for name, g := range got {
		if err := b.keep(name, list, g.Names, g.PerSecond); err != nil {
			return err
		}
	}
	return nil
}

// marked reads the dev side of UNER EWT from the archive of name corpora.
func marked(file string) ([]sentence, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if err == io.EOF {
			return nil, errors.New(file + " has no en_ewt-ud-dev.iob2")
		}
		if err != nil {
			return nil, err
		}
		if strings.HasSuffix(h.Name, "/en_ewt-ud-dev.iob2") {
			return sentences(t)
		}
	}
}

// sentences reads IOB2: a number, a word and a mark a line.
func sentences(r io.Reader) (list []sentence, err error) {
	var words, names []string
	end := func() {
		if len(words) > 0 {
			list = append(list, sentence{strings.Join(words, " "), names})
		}
		words, names = nil, nil
	}
	in := bufio.NewScanner(r)
	for in.Scan() {
		fields := strings.Split(in.Text(), "\t")
		if len(fields) < 3 || strings.HasPrefix(fields[0], "#") {
			if in.Text() == "" {
				end()
			}
			continue
		}
		if _, err := strconv.Atoi(fields[0]); err != nil {
			continue // a word that is parted, beside its parts
		}
		words = append(words, fields[1])
		mark, kind, _ := strings.Cut(fields[2], "-")
		switch {
		case mark == "B":
			names = append(names, kind+" "+fields[1])
		case mark == "I" && len(names) > 0:
			names[len(names)-1] += " " + fields[1]
		}
	}
	end()
	return list, in.Err()
}
