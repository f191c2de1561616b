package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

const apiPage = root + "/docs/formats/api.md"

// TestTranscripts runs the commands and calls of docs/formats/api.md and holds their
// answers against the page. Calls of MCP are made over both transports.
func TestTranscripts(t *testing.T) {
	page, err := os.ReadFile(apiPage)
	if err != nil {
		t.Fatal(err)
	}
	file := exampleStore(t, "ferry-talks")
	s := serving(t, file)
	var out strings.Builder
	kind := ""
	for line := range strings.Lines(string(page)) {
		bare := strings.TrimSuffix(line, "\n")
		switch {
		case bare == "```console" || bare == "```mcp":
			kind = strings.TrimPrefix(bare, "```")
		case bare == "```":
			kind = ""
		}
		switch {
		case kind == "" || strings.HasPrefix(bare, "```"):
			out.WriteString(line)
		case kind == "console" && strings.HasPrefix(bare, "$ "):
			out.WriteString(line + s.curl(strings.TrimPrefix(bare, "$ ")))
		case kind == "mcp" && strings.HasPrefix(bare, "> "):
			out.WriteString(line + s.call(file, strings.TrimPrefix(bare, "> ")))
		}
	}
	if *update {
		if err := os.WriteFile(apiPage, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if out.String() != string(page) {
		t.Errorf("the answers are not those of %s; -update writes:\n%s", apiPage, out.String())
	}
}

// curl does what a curl command says, and returns what it would print.
func (s *served) curl(command string) string {
	s.Helper()
	command, pretty := strings.CutSuffix(command, " | jq .")
	words := shellWords(command)
	method, body, path, showCode := "GET", "", "", false
	var header []string
	for i := 1; i < len(words); i++ {
		switch w := words[i]; w {
		case "-s":
		case "-X":
			i++
			method = words[i]
		case "-d":
			i++
			body = words[i]
		case "-w":
			i++
			showCode = true
		case "-H":
			i++
			name, value, _ := strings.Cut(words[i], ": ")
			header = append(header, name, value)
		default:
			path = strings.TrimPrefix(w, "http://127.0.0.1:8080")
		}
	}
	code, _, got := s.ask(method, path, body, header...)
	if pretty {
		got = indented(s.T, []byte(got))
	}
	if showCode {
		got += fmt.Sprintln(code)
	}
	return got
}

// shellWords splits a command at blanks outside of single quotation marks.
func shellWords(command string) []string {
	var out []string
	for i, part := range strings.Split(command, "'") {
		if i%2 == 1 {
			out = append(out, part)
		} else {
			out = append(out, strings.Fields(part)...)
		}
	}
	return out
}

func indented(t *testing.T, b []byte) string {
	t.Helper()
	var out bytes.Buffer
	if err := json.Indent(&out, bytes.TrimSpace(b), "", "  "); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	return out.String() + "\n"
}

// call makes a call of a tool over both transports, and returns the answer.
func (s *served) call(storeFile, line string) string {
	s.Helper()
	name, args, _ := strings.Cut(line, " ")
	program := exec.Command(os.Args[0], "mcp", "--store", storeFile)
	program.Env = append(os.Environ(), asProgram+"=1")
	var answers []string
	for _, transport := range []sdk.Transport{
		&sdk.CommandTransport{Command: program}, &sdk.StreamableClientTransport{Endpoint: s.url + "/mcp", MaxRetries: -1},
	} {
		client := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil)
		session, err := client.Connect(s.Context(), transport, nil)
		if err != nil {
			s.Fatal(err)
		}
		res, err := session.CallTool(s.Context(), &sdk.CallToolParams{Name: name, Arguments: json.RawMessage(args)})
		if err != nil || res.IsError {
			s.Fatalf("%s: %v %+v", line, err, res)
		}
		b, err := json.Marshal(res.StructuredContent)
		if err != nil {
			s.Fatal(err)
		}
		answers = append(answers, indented(s.T, b))
		if err := session.Close(); err != nil {
			s.Error(err)
		}
	}
	if answers[0] != answers[1] {
		s.Errorf("%s: the transports differ:\n%s\n%s", line, answers[0], answers[1])
	}
	return answers[0]
}
