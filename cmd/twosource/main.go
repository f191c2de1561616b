// Command twosource says how many independent origins stand behind a pile of
// news articles, who said what, and which words every line rests on.
//
// It only wires: it reads flags, picks what the stages are given, and maps
// errors to exit codes. See ../../ARCHITECTURE.md for where the work is done.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/twosource/twosource/internal/reuse"
)

// Version is the version of the program. A commit is no part of it, for a brief
// names the version and must be the same bytes wherever it was built.
const Version = "0.1.0"

// The exit codes of DESIGN §3.
const (
	exitDone        = 0
	exitFailed      = 1 // or no input could be read
	exitUsage       = 2
	exitPartial     = 3 // done, but some inputs could not be read
	exitFalseSpan   = 4
	exitInterrupted = 130
)

// An exitError ends the program with a code. Its message may be empty.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

func failf(code int, format string, args ...any) error {
	return &exitError{code, fmt.Errorf(format, args...)}
}

// A command line is what the user typed.
type commandLine struct {
	Brief       briefCmd       `cmd:"" help:"Read articles, analyse them, report."`
	Check       checkCmd       `cmd:"" help:"Prove that every span of a brief is true."`
	Articles    articlesCmd    `cmd:"" help:"List the articles, one row an input."`
	Quotes      quotesCmd      `cmd:"" help:"List who said what, one row a statement."`
	Events      eventsCmd      `cmd:"" help:"List the events, one row an event."`
	Claims      claimsCmd      `cmd:"" help:"List the claims with their status, one row a claim."`
	Conflicts   conflictsCmd   `cmd:"" help:"List where accounts differ, one row a side."`
	Positions   positionsCmd   `cmd:"" help:"List how parties stand on issues, one row a party, issue and date."`
	Timeline    timelineCmd    `cmd:"" help:"List what happened and when, one row a thing."`
	Sample      sampleCmd      `cmd:"" help:"Draw rows for coding by hand."`
	Diff        diffCmd        `cmd:"" help:"Say what is new between two briefs."`
	Has         hasCmd         `cmd:"" help:"Say who has a sentence or quotation, from how many origins at most."`
	Lineage     lineageCmd     `cmd:"" help:"Show who took from whom, as trees or a graph."`
	Annotate    annotateCmd    `cmd:"" help:"Show what the English model sees in a text."`
	Correct     correctCmd     `cmd:"" help:"Append a correction and show its effect."`
	Add         addCmd         `cmd:"" help:"Analyse articles and keep them in the store."`
	Worker      workerCmd      `cmd:"" help:"Take part in what several machines add to one store."`
	Watch       watchCmd       `cmd:"" help:"Poll feeds and add what is new to the store."`
	Serve       serveCmd       `cmd:"" help:"Serve the store: pages, HTTP API, event stream, MCP."`
	MCP         mcpCmd         `cmd:"" name:"mcp" help:"Serve the store to a language model over standard input and output."`
	Alert       alertCmd       `cmd:"" help:"Save queries and stories, and be told what is new."`
	Search      searchCmd      `cmd:"" help:"Find articles and statements in the store."`
	Stories     storiesCmd     `cmd:"" help:"List the stories, one row a story."`
	Entities    entitiesCmd    `cmd:"" help:"List the persons, bodies and places, one row an entity."`
	Explain     explainCmd     `cmd:"" help:"Give the reasons for a link, a merge, a membership or a count."`
	Story       storyCmd       `cmd:"" help:"Report on one story of the store."`
	Thread      threadCmd      `cmd:"" help:"Report on one thread of the store."`
	Article     articleCmd     `cmd:"" help:"Show one article of the store, with its versions."`
	Boilerplate boilerplateCmd `cmd:"" help:"Learn what outlets print again and again, as a table."`
	Remove      removeCmd      `cmd:"" help:"Take articles out of the store, for good."`
	Backup      backupCmd      `cmd:"" help:"Copy the store, which may be in use."`
	Export      exportCmd      `cmd:"" help:"Write the store, or what is known of articles, in formats of other programs."`
	Import      importCmd      `cmd:"" help:"Make a store of what export wrote."`
	Doctor      doctorCmd      `cmd:"" help:"Check the store and say what was found."`
	Reannotate  reannotateCmd  `cmd:"" help:"Analyse the store's articles again, after the program was renewed."`
	Eval        evalCmd        `cmd:"" help:"Score a stage on a public data set."`
	Completion  completionCmd  `cmd:"" help:"Print a completion script for a shell."`
	Man         manCmd         `cmd:"" hidden:"" help:"Print the manual page."`
	Version     versionCmd     `cmd:"" help:"Print the version."`

	CPUProfile string `name:"cpuprofile" hidden:"" help:"Write a CPU profile to this file." placeholder:"FILE"`
	MemProfile string `name:"memprofile" hidden:"" help:"Write a heap profile to this file." placeholder:"FILE"`
}

// A console is where a command reads and writes.
type console struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], console{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// run does what args say and returns the exit code.
func run(ctx context.Context, args []string, c console) (code int) {
	collect(commandCollectsAt)
	var line commandLine
	exited := -1
	parser, err := kong.New(&line,
		kong.Name("twosource"),
		kong.Description("Many articles, few origins: which reports are copies, what happened and when, who said what, and the exact words each line comes from.\n\nStart with: twosource brief FOLDER"),
		kong.Vars{"tasks": tasks(), "least": strconv.Itoa(reuse.LearnedArticles)},
		kong.Writers(c.out, c.err),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Exit(func(code int) { exited = code; panic(exitPanic{}) }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(c),
	)
	if err != nil {
		fmt.Fprintln(c.err, "twosource:", err)
		return exitFailed
	}
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(exitPanic); !ok {
				panic(r)
			}
			code = exited
		}
	}()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(c.err, "twosource: %v\nType \"twosource --help\" for the commands, \"twosource COMMAND --help\" for flags and examples.\n", err)
		return exitUsage
	}
	parsed.Bind(parser)
	stop, err := profile(line.CPUProfile, line.MemProfile)
	if err != nil {
		fmt.Fprintln(c.err, "twosource:", err)
		return exitFailed
	}
	defer stop()
	return report(ctx, parsed.Run(), c.err)
}

// exitPanic unwinds the stack when kong has printed help and wants to exit.
type exitPanic struct{}

// report prints err and returns its exit code.
func report(ctx context.Context, err error, w io.Writer) int {
	var e *exitError
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		fmt.Fprintln(w, "twosource: interrupted; nothing was written")
		return exitInterrupted
	case errors.As(err, &e):
		if e.err != nil {
			fmt.Fprintln(w, "twosource:", e.err)
		}
		return e.code
	}
	fmt.Fprintln(w, "twosource:", err)
	return exitFailed
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(c console) error {
	_, err := fmt.Fprintln(c.out, "twosource", Version)
	return err
}
