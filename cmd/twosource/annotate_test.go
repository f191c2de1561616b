package main

import (
	"encoding/json"
	"strings"
	"testing"
)

const ministers = "The minister, Elina Harjuvaara, flew to Oslo on Monday.\n\nShe told reporters that Finland would not pay.\n"

func TestAnnotate(t *testing.T) {
	r := withInput(t, ministers, "annotate", "-")
	for _, want := range []string{"[Elina/PROPN Harjuvaara/PROPN]PER", "[Oslo/PROPN]LOC", "[Finland/PROPN]LOC", "flew/VERB"} {
		if r.code != exitDone || !strings.Contains(r.out, want) {
			t.Errorf("exit code %d, and %q is not in\n%s%s", r.code, want, r.out, r.errout)
		}
	}
}

// TestAnnotateMarks holds that what reorders a line does not reach a terminal.
func TestAnnotateMarks(t *testing.T) {
	r := withInput(t, "The minister \u202eflew\u202c to Oslo \u2066on\u2069 Monday.\n", "annotate", "-")
	if r.code != exitDone || strings.ContainsAny(r.out, "\u202e\u202c\u2066\u2069") || !strings.Contains(r.out, "\ufffd") {
		t.Errorf("exit code %d, %q%s", r.code, r.out, r.errout)
	}
}

func TestAnnotateCoNLLU(t *testing.T) {
	r := withInput(t, ministers, "annotate", "-", "--format", "conllu")
	words, roots := 0, 0
	for line := range strings.Lines(r.out) {
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case line == "\n" || strings.HasPrefix(line, "#"):
			continue
		case len(columns) != 10:
			t.Fatalf("%d columns in %q", len(columns), line)
		}
		words++
		if columns[6] == "0" {
			roots++
		}
	}
	if words < 20 || roots != 2 {
		t.Errorf("%d words and %d roots, want two sentences\n%s", words, roots, r.out)
	}
}

func TestAnnotateJSON(t *testing.T) {
	r := withInput(t, "Zoë Ålund said: “Nej.”\n", "annotate", "-", "--format", "json")
	lines := strings.Split(strings.TrimSpace(r.out), "\n")
	var head struct{ Text string }
	if err := json.Unmarshal([]byte(lines[0]), &head); err != nil {
		t.Fatal(err)
	}
	text := []rune(head.Text)
	for _, line := range lines[1:] {
		var s struct {
			Words []struct {
				Start, End int
				Text       string
			}
		}
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatal(err)
		}
		for _, w := range s.Words {
			if got := string(text[w.Start:w.End]); got != w.Text {
				t.Errorf("[%d,%d) is %q, not %q", w.Start, w.End, got, w.Text)
			}
		}
	}
	if len(lines) < 2 {
		t.Errorf("no sentence in %s", r.out)
	}
}

func TestEvalWantsData(t *testing.T) {
	if r := twosource(t, "eval", "parse"); r.code != exitFailed || !strings.Contains(r.errout, "data") {
		t.Errorf("exit code %d: %s", r.code, r.errout)
	}
}
