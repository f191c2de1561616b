package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/corrections"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/pipeline"
)

type correctCmd struct {
	Line   string   `arg:"" help:"The correction, one line of docs/formats/corrections.md, in single quotation marks for the shell."`
	Input  []string `arg:"" optional:"" help:"Articles to show the effect on."`
	DryRun bool     `help:"Check the line and show its effect, but leave the file as it is."`
	inputFlags
}

// Help shows how correct is used.
func (correctCmd) Help() string {
	return `Examples:
  twosource correct --corrections my.corrections 'merge "Ana Brandt" "Anna Brandt" person'
  twosource correct --corrections my.corrections 'not-a-copy a.txt b.txt' saved-pages/
  twosource correct --corrections my.corrections 'speaker a.txt "we will not sail" is "Ana Brandt" person' saved-pages/
  twosource correct --corrections my.corrections --dry-run 'rename NFL organization to "Ferry Line"' saved-pages/

The first word is merge, split, rename, retype, speaker, outlet-family, not-a-copy, same-story or other-story.
A line that disagrees with one of the file is refused with both line numbers, and nothing is written.

Exit codes: 0 done; 1 the file cannot be used or lines disagree; 2 the line is wrong; 3 done, but some inputs could not be read.`
}

// Run appends a correction and shows what it changes.
func (cmd *correctCmd) Run(ctx context.Context, c console) error {
	if cmd.Corrections == "" {
		return failf(exitUsage, "name the file with --corrections FILE; it is made if it does not exist")
	}
	old, err := os.ReadFile(cmd.Corrections)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return failf(exitFailed, "cannot read %s: %w", cmd.Corrections, err)
	}
	before, err := corrections.Parse(cmd.Corrections, old)
	if err != nil {
		return failf(exitFailed, "the file must be mended first; nothing was added\n%w", err)
	}
	added, err := cmd.parse()
	if err != nil {
		return err
	}
	data := old
	after := before
	if at := slices.IndexFunc(before.Corrections, func(x corrections.Correction) bool { return x.String() == added.String() }); at >= 0 {
		fmt.Fprintf(c.err, "twosource: line %d of %s says so already; nothing was added\n", before.Corrections[at].Line, cmd.Corrections)
	} else {
		data = appendLine(old, strings.TrimSpace(cmd.Line))
		if after, err = corrections.Parse(cmd.Corrections, data); err != nil {
			return failf(exitFailed, "nothing was added\n%w", err)
		}
	}
	if len(data) > len(old) && !cmd.DryRun {
		if err := replaceFile(cmd.Corrections, data); err != nil {
			return failf(exitFailed, "cannot write %s: %w; nothing was added", cmd.Corrections, err)
		}
		fmt.Fprintf(c.out, "%s:%d: %s\n", cmd.Corrections, after.Corrections[len(after.Corrections)-1].Line, added)
	}
	if len(cmd.Input) == 0 {
		return nil
	}
	machine := cmd.inputFlags // the machine's decisions, before any correction
	machine.Corrections = ""
	run, err := machine.analyse(ctx, c, cmd.Input)
	if err != nil {
		return err
	}
	if before == after { // the line was there: show what the file without it would give
		before = without(before, added)
	}
	newEffect(run, before, after, added.String()).write(c.out)
	return outcome(run)
}

// parse reads the line by itself.
func (cmd *correctCmd) parse() (corrections.Correction, error) {
	if strings.ContainsAny(cmd.Line, "\r\n") {
		return corrections.Correction{}, failf(exitUsage, "a correction is one line")
	}
	set, err := corrections.Parse("", []byte(cmd.Line))
	var wrong *corrections.LineError
	switch {
	case errors.As(err, &wrong):
		return corrections.Correction{}, failf(exitUsage, "%s", wrong.Message)
	case err != nil:
		return corrections.Correction{}, failf(exitUsage, "%w", err)
	}
	if len(set.Corrections) == 0 {
		return corrections.Correction{}, failf(exitUsage, "the correction is empty")
	}
	return set.Corrections[0], nil
}

func without(s *corrections.Set, c corrections.Correction) *corrections.Set {
	rest := *s
	rest.Corrections = slices.DeleteFunc(slices.Clone(s.Corrections), func(x corrections.Correction) bool { return x.String() == c.String() })
	return &rest
}

// appendLine adds a line to a file that may lack its last line end.
func appendLine(old []byte, line string) []byte {
	data := slices.Clone(old)
	if len(data) > 0 && data[len(data)-1] != '\n' {
		data = append(data, '\n')
	}
	return append(append(data, line...), '\n')
}

// replaceFile puts data under a name in one step: who reads it meanwhile sees
// the old file or the new one. A link stays a link, and the mode stays.
func replaceFile(name string, data []byte) (err error) {
	mode := fs.FileMode(0o644)
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
		if info, err := os.Stat(name); err == nil {
			mode = info.Mode().Perm()
		}
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".twosource-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(tmp.Name()))
		}
	}()
	_, err = tmp.Write(data)
	if err = errors.Join(err, tmp.Chmod(mode), tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}

// An effect is what one correction changes among articles: the machine's
// decisions with the file before it, and with it.
type effect struct {
	rec           *news.Record
	line          string // the correction, as corrected_by has it
	before, after decided
	notices       []news.Notice // of the line
}

// decided is what a set of corrections makes of the machine's decisions.
type decided struct {
	entities  []news.Entity
	of        [][]string
	speakers  []corrections.SpeakerFix
	notCopies []corrections.Pair
	stories   []corrections.StoryPair
	families  []string
}

// newEffect weighs a run, made without corrections, with two sets of them.
func newEffect(run *pipeline.Run, before, after *corrections.Set, line string) *effect {
	e := &effect{rec: run.Record, line: line}
	e.before, _ = e.decide(before)
	notices := []news.Notice(nil)
	e.after, notices = e.decide(after)
	for _, n := range notices {
		if strings.HasSuffix(n.Message, "("+line+")") {
			e.notices = append(e.notices, n)
		}
	}
	return e
}

func (e *effect) decide(set *corrections.Set) (d decided, notices []news.Notice) {
	b := set.Bind(e.rec.Articles)
	d.entities, d.of = b.Entities(e.rec.Annotations, e.rec.Entities, entityOf(e.rec))
	d.speakers = b.Speakers(e.rec.Annotations, d.entities)
	d.notCopies = b.NotCopies()
	d.families = b.Families()
	var err error
	if d.stories, err = b.Stories(); err != nil {
		notices = append(notices, news.Notice{Message: err.Error() + " (" + e.line + ")"})
	}
	return d, append(notices, b.Notices()...)
}

// entityOf gives each mention of each article the id of its entity.
func entityOf(rec *news.Record) [][]string {
	byRef := map[news.Ref]string{}
	for i := range rec.Entities {
		for _, r := range rec.Entities[i].Mentions {
			byRef[r] = rec.Entities[i].ID
		}
	}
	of := make([][]string, len(rec.Articles))
	for i := range rec.Annotations {
		of[i] = make([]string, len(rec.Annotations[i].Mentions))
		for j, m := range rec.Annotations[i].Mentions {
			of[i][j] = byRef[news.Ref{Article: rec.Articles[i].ID, Span: m.Span}]
		}
	}
	return of
}

// write prints what was and what is, or that nothing changes.
func (e *effect) write(w io.Writer) {
	var b strings.Builder
	e.writeEntities(&b)
	e.writeSpeakers(&b)
	e.writePairs(&b)
	e.writeFamilies(&b)
	for _, n := range e.notices {
		fmt.Fprintf(&b, "note %s\n", n.Message)
	}
	if b.Len() == 0 {
		fmt.Fprintf(&b, "nothing changes in these %d articles\n", len(e.rec.Articles))
	}
	io.WriteString(w, b.String())
}

// writeEntities shows each entity that the line touched, and those that its
// mentions were of before.
func (e *effect) writeEntities(b *strings.Builder) {
	was := map[news.Ref]int{}
	for i := range e.before.entities {
		for _, r := range e.before.entities[i].Mentions {
			was[r] = i
		}
	}
	shown := map[int]bool{}
	for i := range e.after.entities {
		x := &e.after.entities[i]
		if !slices.Contains(x.CorrectedBy, e.line) {
			continue
		}
		var old []int
		for _, r := range x.Mentions {
			if k, ok := was[r]; ok {
				old = append(old, k)
			}
		}
		slices.Sort(old)
		for _, k := range slices.Compact(old) {
			if !shown[k] {
				shown[k] = true
				fmt.Fprintf(b, "was  %s\n", describeEntity(&e.before.entities[k]))
			}
		}
	}
	for i := range e.after.entities {
		if x := &e.after.entities[i]; slices.Contains(x.CorrectedBy, e.line) {
			fmt.Fprintf(b, "now  %s\n", describeEntity(x))
		}
	}
}

func describeEntity(x *news.Entity) string {
	articles := map[string]bool{}
	for _, r := range x.Mentions {
		articles[r.Article] = true
	}
	s := fmt.Sprintf("%s, %s: %s in %s", x.Name, x.Type, count(len(x.Mentions), "mention"), count(len(articles), "article"))
	if len(x.Aliases) > 0 {
		s += "; also " + strings.Join(x.Aliases, ", ")
	}
	return s
}

// count writes "1 article", "2 articles".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (e *effect) writeSpeakers(b *strings.Builder) {
	for _, f := range e.after.speakers {
		if f.By != e.line {
			continue
		}
		s := &e.rec.Annotations[f.Article].Statements[f.Speech]
		old := "nobody known"
		if s.Speaker >= 0 {
			old = nameOf(e.before.entities, e.before.of[f.Article][s.Speaker], old)
		}
		for _, k := range e.before.speakers {
			if k.Article == f.Article && k.Speech == f.Speech {
				old = nameOf(e.before.entities, k.Entity, "nobody known")
			}
		}
		a := &e.rec.Articles[f.Article]
		words := strings.Join(strings.Fields(s.Content[0].Of(a.Text)), " ")
		fmt.Fprintf(b, "was  said by %s: %s (%s)\n", old, words, a.Input.Name)
		fmt.Fprintf(b, "now  said by %s\n", nameOf(e.after.entities, f.Entity, "nobody known"))
	}
}

func nameOf(entities []news.Entity, id, otherwise string) string {
	for i := range entities {
		if entities[i].ID == id {
			return entities[i].Name
		}
	}
	return otherwise
}

// writePairs shows the links that go and how articles are told apart or
// together.
func (e *effect) writePairs(b *strings.Builder) {
	id := func(i int) string { return e.rec.Articles[i].ID }
	name := func(i int) string { return e.rec.Articles[i].Input.Name }
	for _, p := range e.after.notCopies {
		if p.By != e.line {
			continue
		}
		at := slices.IndexFunc(e.rec.Lineage, func(l news.Link) bool {
			return l.From == id(p.A) && l.To == id(p.B) || l.From == id(p.B) && l.To == id(p.A)
		})
		if at < 0 {
			fmt.Fprintf(b, "was  no link between %s and %s\n", name(p.A), name(p.B))
			continue
		}
		fmt.Fprintf(b, "was  %s: %s and %s\nnow  no link\n", e.rec.Lineage[at].Kind, name(p.A), name(p.B))
	}
	story := map[string]string{}
	for _, s := range e.rec.Stories {
		for _, a := range s.Articles {
			story[a] = s.ID
		}
	}
	together := map[bool]string{true: "in one story", false: "in two stories"}
	for _, p := range e.after.stories {
		if p.By == e.line {
			same := story[id(p.A)] == story[id(p.B)] && story[id(p.A)] != ""
			fmt.Fprintf(b, "was  %s: %s and %s\nnow  %s\n", together[same], name(p.A), name(p.B), together[p.Same])
		}
	}
}

func (e *effect) writeFamilies(b *strings.Builder) {
	for i, now := range e.after.families {
		was := e.rec.Articles[i].Family
		if e.before.families != nil && e.before.families[i] != "" {
			was = e.before.families[i]
		}
		if now != "" && now != was {
			fmt.Fprintf(b, "was  of %s: %s\nnow  of %s\n", was, e.rec.Articles[i].Input.Name, now)
		}
	}
}
