package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// root is the root of the repository, from here; shared is the folder of the
// corpora beside it.
const (
	root   = "../.."
	shared = root + "/../shared"
)

// result is what a command left behind.
type result struct {
	code        int
	out, errout string
}

// twosource runs the program in this process.
func twosource(t testing.TB, args ...string) result {
	t.Helper()
	return withInput(t, "", args...)
}

func withInput(t testing.TB, stdin string, args ...string) result {
	t.Helper()
	t.Setenv("COLUMNS", "")
	var out, errout bytes.Buffer
	code := run(context.Background(), args, console{strings.NewReader(stdin), &out, &errout})
	return result{code, out.String(), errout.String()}
}

// briefJSON makes a brief and proves it: its spans by check, its form by the
// schema. Every test that makes a brief comes by here.
func briefJSON(t testing.TB, wantCode int, args ...string) (raw []byte, doc document) {
	t.Helper()
	r := twosource(t, append([]string{"brief", "--format", "json"}, args...)...)
	if r.code != wantCode {
		t.Fatalf("brief %v: exit code %d, want %d\n%s", args, r.code, wantCode, r.errout)
	}
	raw = []byte(r.out)
	if c := withInput(t, r.out, "check", "-"); c.code != exitDone {
		t.Fatalf("check of brief %v: exit code %d\n%s", args, c.code, c.errout)
	}
	validate(t, raw)
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	return raw, doc
}

// validate holds a brief against the schema.
func validate(t testing.TB, raw []byte) {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(root, "docs/formats/brief.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(v); err != nil {
		t.Fatalf("the brief does not keep to its schema: %v", err)
	}
}

// document is the part of a brief that tests ask about.
type document struct {
	Articles []struct {
		ID     string
		Origin string
		Input  struct {
			Name string
			Line int
		}
		Published struct{ Value *string }
		Agencies  []struct{ Name, Role string }
		Text      string
	}
	Lineage []struct{ From, To, Kind string }
	Origins []struct{ ID, Name, Kind string }
	Dates   []struct {
		Value *string
		Words string
		Basis string
		Span  struct{ Article string }
	}
	Entities []struct {
		ID, Name string
		Aliases  []string
	}
	Statements []struct {
		ID, Kind    string
		Speaker     *string
		SpeakerText string `json:"speaker_text"`
		Unresolved  *string
		Text        string
		Reports     []struct{ Article string }
	}
	Stories []struct {
		ID, Title string
		Articles  []string
		Origins   int
	}
	Threads []struct{ Stories []string }
}

// name returns the input name of an article.
func (d *document) name(id string) string {
	for _, a := range d.Articles {
		if a.ID == id {
			return filepath.Base(a.Input.Name)
		}
	}
	return ""
}

// golden compares got with a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (go test ./cmd/twosource -update makes it)", err)
	}
	if got != string(want) {
		t.Errorf("%s differs from what is committed; if the change is meant, run go test ./cmd/twosource -update and read the diff\n%s", file, firstDifference(got, string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got  " + g[i] + "\nwant " + w[i]
		}
	}
	return "one is longer than the other"
}

// needShared skips a test where the corpora are not beside the checkout.
func needShared(t testing.TB) {
	t.Helper()
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no ../shared beside the checkout: the corpora are not part of the repository")
	}
}
