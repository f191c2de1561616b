package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
)

func TestMaterials(t *testing.T) {
	info := &debug.BuildInfo{GoVersion: "go1.30.1", Deps: []*debug.Module{
		{Path: "b.example/two", Version: "v2.0.0", Sum: "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},
		{Path: "a.example/one", Version: "v1.0.0", Replace: &debug.Module{Path: "./third_party/one"}},
	}}
	b := materials(info, "1.2.3", target{"linux", "arm64"})
	body, err := json.Marshal(b)
	if err != nil || !bytes.Contains(body, []byte(`"bomFormat":"CycloneDX"`)) {
		t.Fatal(err, string(body))
	}
	if len(b.Components) != 3 || b.Components[0].Ref != "a.example/one" || b.Components[2].Ref != "std" {
		t.Fatalf("components %+v", b.Components)
	}
	if one := b.Components[0]; one.PURL != "" || len(one.Properties) != 1 || one.Properties[0].Value != "./third_party/one" {
		t.Errorf("what was replaced is %+v", one)
	}
	if two := b.Components[1]; len(two.Hashes) != 1 || len(two.Hashes[0].Content) != 64 || two.PURL != "pkg:golang/b.example/two@v2.0.0" {
		t.Errorf("a module is %+v", two)
	}
	if b.Metadata.Component.Version != "1.2.3" {
		t.Errorf("the program is %+v", b.Metadata.Component)
	}
}

// TestPackTwice holds that a package is the same bytes each time and has its files.
func TestPackTwice(t *testing.T) {
	files := []packed{{"twosource", []byte("program"), 0o755}, {"man/twosource.1", []byte(".TH"), 0o644}}
	for _, system := range []target{{"linux", "amd64"}, {"windows", "amd64"}} {
		var bodies [2][]byte
		var name string
		for i := range bodies {
			var err error
			if name, err = pack(t.TempDir(), "twosource-1", system, files); err != nil {
				t.Fatal(err)
			}
			if bodies[i], err = os.ReadFile(name); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(bodies[0], bodies[1]) {
			t.Errorf("%s is not the same bytes twice", filepath.Base(name))
		}
		if system.system != "windows" {
			continue
		}
		z, err := zip.NewReader(bytes.NewReader(bodies[0]), int64(len(bodies[0])))
		if err != nil || len(z.File) != 2 || z.File[0].Name != "twosource-1/twosource" || z.File[0].Mode().Perm() != 0o755 {
			t.Errorf("the ZIP is %v, %v", z, err)
		}
	}
}
