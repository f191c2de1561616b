package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"net/http"
	"path"
	"reflect"
	"strings"
)

//go:embed templates/*.html
var templateFiles embed.FS

// What make web bundles of src.
var (
	//go:embed assets/desk.css
	styleFile []byte
	//go:embed assets/desk.js
	scriptFile []byte
)

// assetLinks are the addresses of the style and the script.
type assetLinks struct {
	Style, Script string
}

// An asset is a file that is served under a name that changes with it.
type asset struct {
	media        string
	body, packed []byte
}

// assets returns what is served beside the pages.
func assets() (map[string]asset, assetLinks) {
	files := map[string]asset{}
	add := func(name, media string, body []byte) string {
		sum := sha256.Sum256(body)
		base, ext, _ := strings.Cut(name, ".")
		hashed := base + "." + hex.EncodeToString(sum[:6]) + "." + ext
		files[hashed] = asset{media, body, packed(body, gzip.BestCompression)}
		return path.Join("/assets", hashed)
	}
	return files, assetLinks{
		Style:  add("desk.css", "text/css; charset=utf-8", styleFile),
		Script: add("desk.js", "text/javascript; charset=utf-8", scriptFile),
	}
}

// packed returns b compressed with gzip.
func packed(b []byte, level int) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, level) // a known level
	_, _ = w.Write(b)                        // into memory
	_ = w.Close()
	return out.Bytes()
}

func (d *Desk) asset(w http.ResponseWriter, r *http.Request) {
	a, ok := d.files[r.PathValue("file")]
	if !ok {
		d.fail(w, r, errNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.media)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	body := a.body
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = a.packed
	}
	_, _ = w.Write(body) // the reader may be gone
}

// parsePages parses the templates.
func parsePages() (*template.Template, error) {
	return template.New("").Funcs(template.FuncMap{
		"plural": plural, "fewSources": fewSources, "shown": shown, "near": near, "folds": folds, "opening": opening, "wordsIn": wordsIn,
		"few": few, "others": others, "saying": saying, "momentsIn": momentsIn,
	}).ParseFS(templateFiles, "templates/*.html")
}

// few returns the first n of a list, and one more where that is the last.
func few(n int, list any) any {
	v := reflect.ValueOf(list)
	return v.Slice(0, fewOf(n, v.Len())).Interface()
}

// others returns those that few leaves out.
func others(n int, list any) any {
	v := reflect.ValueOf(list)
	return v.Slice(fewOf(n, v.Len()), v.Len()).Interface()
}

func fewOf(n, most int) int {
	if most <= n+1 {
		return most
	}
	return n
}
