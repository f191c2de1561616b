package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"

	"crypto/sha256"
	"encoding/base64"
)

// The bounds of what is dropped at once, beside that of a request's body. Ours.
const (
	maxDropped  = 500
	dropMemory  = 16 << 20
	longestName = 200
)

// briefPolicy is the policy of a brief as a page: it brings its style with it, and
// its own policy allows that one alone.
const briefPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// drop makes the page onto which files are dropped.
func (d *Desk) drop(_ *http.Request, f *frame) error {
	f.Title, f.Here = "Drop files", "drop"
	return nil
}

// dropped makes a brief of files, and leads to it.
func (d *Desk) dropped(w http.ResponseWriter, r *http.Request) {
	if err := d.formed(r, dropMemory); err != nil {
		d.fail(w, r, err)
		return
	}
	var parts []*multipart.FileHeader
	if r.MultipartForm != nil {
		defer func() { _ = r.MultipartForm.RemoveAll() }() // what is left is in the system's own folder
		parts = r.MultipartForm.File["files"]
	}
	if len(parts) > maxDropped {
		d.fail(w, r, &askedError{"At most 500 files at once."})
		return
	}
	files, err := readFiles(parts)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	body, err := d.Brief(r.Context(), files)
	if err != nil {
		var asked *askedError
		if !errors.As(err, &asked) && r.Context().Err() == nil {
			err = &askedError{err.Error()}
		}
		d.fail(w, r, err)
		return
	}
	sum := sha256.Sum256(append([]byte(d.token), body...))
	key := base64.RawURLEncoding.EncodeToString(sum[:18])
	d.briefs.put(key, newPage(body))
	http.Redirect(w, r, "/drop/"+key, http.StatusSeeOther)
}

// readFiles reads the files of a form; empty ones are left out.
func readFiles(parts []*multipart.FileHeader) ([]File, error) {
	var out []File
	for _, p := range parts {
		f, err := p.Open()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(f)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		if name := fileName(p.Filename); len(data) > 0 {
			out = append(out, File{name, data})
		}
	}
	if len(out) == 0 {
		return nil, &askedError{"No file with anything in it was sent."}
	}
	return out, nil
}

// fileName returns the last part of a name that a browser sent, fit for any system.
func fileName(s string) string {
	s = path.Base(strings.ReplaceAll(s, `\`, "/"))
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError || strings.ContainsRune(`/:*?"<>|`, r) {
			return '_'
		}
		return r
	}, s)
	if len(s) > longestName {
		s = strings.ToValidUTF8(s[len(s)-longestName:], "")
	}
	s = strings.TrimLeft(s, ".-") // after the cut, which may leave one of them first
	if s == "" {
		s = "file"
	}
	return s
}

// madeBrief shows a brief that was made.
func (d *Desk) madeBrief(w http.ResponseWriter, r *http.Request) {
	p, _, ok := d.briefs.get(r.PathValue("key"))
	if !ok {
		d.fail(w, r, errNotFound)
		return
	}
	harden(w.Header())
	w.Header().Set("Content-Security-Policy", briefPolicy)
	if r.URL.Query().Get("save") != "" {
		w.Header().Set("Content-Disposition", `attachment; filename="brief.html"`)
	}
	p.write(w, r)
}
