package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"The shell: bash, zsh or fish."`
}

// Help shows how the script is used.
func (completionCmd) Help() string {
	return `Examples:
  source <(twosource completion bash)
  twosource completion zsh > "${fpath[1]}/_twosource"
  twosource completion fish > ~/.config/fish/completions/twosource.fish`
}

// Run prints a script that completes commands, flags and file names.
func (cmd *completionCmd) Run(c console, k *kong.Kong) error {
	switch cmd.Shell {
	case "fish":
		return fishCompletion(c.out, k.Model.Node)
	case "zsh":
		if _, err := io.WriteString(c.out, "#compdef twosource\nautoload -U +X bashcompinit && bashcompinit\n"); err != nil {
			return err
		}
	}
	return bashCompletion(c.out, k.Model.Node)
}

func bashCompletion(w io.Writer, root *kong.Node) error {
	var b strings.Builder
	b.WriteString("_twosource() {\n  local cur=${COMP_WORDS[COMP_CWORD]} words=\n  case ${COMP_WORDS[1]} in\n")
	var names []string
	for _, n := range visible(root) {
		names = append(names, n.Name)
		fmt.Fprintf(&b, "    %s) words='%s' ;;\n", n.Name, strings.Join(flagNames(n), " "))
	}
	fmt.Fprintf(&b, "  esac\n  if [ \"$COMP_CWORD\" -eq 1 ]; then words='%s --help'; fi\n", strings.Join(names, " "))
	b.WriteString("  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\ncomplete -o default -F _twosource twosource\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func fishCompletion(w io.Writer, root *kong.Node) error {
	var b strings.Builder
	for _, n := range visible(root) {
		fmt.Fprintf(&b, "complete -c twosource -n __fish_use_subcommand -a %s -d %s\n", n.Name, fishQuote(n.Help))
		for _, f := range n.Flags {
			if f.Hidden {
				continue
			}
			fmt.Fprintf(&b, "complete -c twosource -n '__fish_seen_subcommand_from %s' -l %s -d %s\n", n.Name, f.Name, fishQuote(f.Help))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func fishQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `\'`) + "'" }

func visible(root *kong.Node) []*kong.Node {
	var out []*kong.Node
	for _, n := range root.Children {
		if !n.Hidden {
			out = append(out, n)
		}
	}
	return out
}

func flagNames(n *kong.Node) []string {
	out := []string{"--help"}
	for _, f := range n.Flags {
		if !f.Hidden {
			out = append(out, "--"+f.Name)
		}
	}
	return out
}
