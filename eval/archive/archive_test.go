package archive

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type article struct{ ID string }

// ids joins what Read gives of a file.
func ids(file string) (string, error) {
	var out []string
	for a, err := range Read[article](file) {
		if err != nil {
			return strings.Join(out, " "), err
		}
		out = append(out, a.ID)
	}
	return strings.Join(out, " "), nil
}

func TestRead(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte("{\"id\":\"a\"}\n{\"id\":\"b\"}")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, content, want, fault string }{
		{"two.jsonl", "{\"id\":\"a\"}\n\n{\"id\":\"b\"}\n", "a b", ""},
		{"two.jsonl.gz", packed.String(), "a b", ""},
		{"cut.jsonl.gz", packed.String()[:packed.Len()-6], "a b", "cut.jsonl.gz"},
		{"bad.jsonl", "{\"id\":\"a\"}\n{\"id\":", "a", "line 2"},
		{"no.jsonl.gz", "text", "", "no.jsonl.gz"},
	} {
		file := filepath.Join(t.TempDir(), c.name)
		if err := os.WriteFile(file, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := ids(file)
		if got != c.want || (err != nil) != (c.fault != "") || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
	if _, err := ids(filepath.Join(t.TempDir(), "missing")); !os.IsNotExist(err) {
		t.Errorf("a missing file: %v", err)
	}
}
