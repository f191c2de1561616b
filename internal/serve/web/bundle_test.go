package web

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// TestBundle asks that what is served is what make web makes of the sources.
func TestBundle(t *testing.T) {
	out := api.Build(api.BuildOptions{
		EntryPoints: []string{"src/desk.js", "src/desk.css"}, Bundle: true, Outdir: "assets", Target: api.ES2022, LogLevel: api.LogLevelSilent,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
	})
	if len(out.Errors) > 0 {
		t.Fatal(out.Errors)
	}
	for _, f := range out.OutputFiles {
		have := map[string][]byte{"desk.js": scriptFile, "desk.css": styleFile}[filepath.Base(f.Path)]
		if !bytes.Equal(f.Contents, have) {
			t.Errorf("%s is not current: make web", filepath.Base(f.Path))
		}
	}
}
