package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

type manCmd struct{}

// Run prints the manual page.
func (manCmd) Run(c console, k *kong.Kong) error { return manPage(c.out, k.Model) }

// manPage writes the page of section 1 for all commands, in the macros of
// man(7). It has no date: the same program gives the same page.
func manPage(w io.Writer, app *kong.Application) error {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH TWOSOURCE 1 \"\" \"twosource %s\" \"User Commands\"\n", Version)
	b.WriteString(".SH NAME\ntwosource \\- many articles, few origins\n")
	b.WriteString(".SH SYNOPSIS\n.B twosource\n.I COMMAND\n[\\fIINPUT\\fR...] [\\fIFLAGS\\fR]\n.SH DESCRIPTION\n")
	manText(&b, app.Help)
	b.WriteString(".SH COMMANDS\n")
	for _, n := range visible(app.Node) {
		manCommand(&b, n)
	}
	b.WriteString(".SH EXIT STATUS\n")
	for _, code := range []struct {
		n    int
		what string
	}{
		{exitDone, "Done."}, {exitFailed, "Failed, or no input could be read."}, {exitUsage, "Wrong usage."},
		{exitPartial, "Done, but some named inputs could not be read or do not exist."},
		{exitFalseSpan, "check found a span that is false."}, {exitInterrupted, "Interrupted; what was finished is kept."},
	} {
		fmt.Fprintf(&b, ".TP\n.B %d\n%s\n", code.n, roff(code.what))
	}
	b.WriteString(".SH FILES\n.TP\n.I $XDG_DATA_HOME/twosource/store.db\nThe store, where none is named; without XDG_DATA_HOME, below ~/.local/share.\n")
	b.WriteString(".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nIf it is set, text is not coloured.\n.TP\n.B COLUMNS\nThe width of text.\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// manCommand writes a command and those below it.
func manCommand(b *strings.Builder, n *kong.Node) {
	fmt.Fprintf(b, ".SS \"%s\"\n", roff(strings.TrimPrefix(n.Summary(), "twosource ")))
	manText(b, n.Help)
	for _, a := range n.Positional {
		if a.Help != "" {
			fmt.Fprintf(b, ".TP\n.I %s\n%s\n", roff(a.Summary()), roff(a.Help))
		}
	}
	for _, f := range n.Flags {
		if f.Hidden || f.Name == "help" {
			continue
		}
		name := "\\fB\\-\\-" + roff(f.Name) + "\\fR"
		if f.Short != 0 {
			name = "\\fB\\-" + string(f.Short) + "\\fR, " + name
		}
		if !f.IsBool() {
			name += "=\\fI" + roff(strings.Trim(f.FormatPlaceHolder(), `"`)) + "\\fR"
		}
		fmt.Fprintf(b, ".TP\n%s\n%s\n", name, roff(f.Help))
	}
	for _, below := range n.Children {
		if !below.Hidden {
			manCommand(b, below)
		}
	}
	if n.Detail != "" {
		b.WriteString(".PP\n")
		manText(b, n.Detail)
	}
}

// manText writes paragraphs; lines that are indented stand as they are.
func manText(b *strings.Builder, text string) {
	verbatim := false
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		if indented := strings.HasPrefix(line, "  "); indented != verbatim {
			b.WriteString(map[bool]string{true: ".nf\n.RS\n", false: ".RE\n.fi\n"}[indented])
			verbatim = indented
		}
		if line = strings.TrimSpace(line); line == "" {
			b.WriteString(".PP\n")
			continue
		}
		b.WriteString(roff(line) + "\n")
	}
	if verbatim {
		b.WriteString(".RE\n.fi\n")
	}
}

// roff escapes a line for roff.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "\n", " ").Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, `\[u%04X]`, r)
	}
	return b.String()
}
