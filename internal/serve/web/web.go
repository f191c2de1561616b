package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// Options set up the desk. Site must be set.
type Options struct {
	Site *serve.Site
	// Brief makes a brief of files as one HTML page that needs nothing but itself;
	// nil offers none.
	Brief func(ctx context.Context, files []File) ([]byte, error)
	// Corrections is the file of corrections; nil offers none.
	Corrections Corrections
	// Export saves what a view shows; nil offers none.
	Export *Export
	// Feeds returns the feeds that the store is watched with; nil shows no page of
	// them.
	Feeds func(ctx context.Context) ([]Feed, error)
	// SignIn returns the cookie of a browser that shows the token of the server, and
	// false if it is another; nil offers no sign-in. Cookie is the cookie's name.
	SignIn func(token string) (*http.Cookie, bool)
	Cookie string
}

// A File is one that was dropped on the page.
type File struct {
	Name string // its last part, without folders
	Data []byte
}

// Corrections is the file in which the user says where the program is wrong. Its
// errors are shown to the user. Its methods may be called from several goroutines.
type Corrections interface {
	serve.Corrections
	// Lines returns the corrections of the file in its order.
	Lines(ctx context.Context) ([]string, error)
	// Try says in lines of text what a correction would change among these articles,
	// and changes nothing.
	Try(ctx context.Context, line string, articles []string) (string, error)
	// Add appends a line.
	Add(ctx context.Context, line string) error
	// Remove takes out the line that reads so.
	Remove(ctx context.Context, line string) error
}

// A Desk is the pages over one site. Make one with [New]; its methods may be
// called from several goroutines.
type Desk struct {
	Options
	mux   *http.ServeMux
	pages *template.Template
	files map[string]asset // by address
	links assetLinks
	token string // that the forms of this process have
	kept  *kept
	runs  *serve.Corrector // nil where nothing is corrected
	// briefs are those of dropped files that were made last.
	briefs *kept
}

// errNotFound is the error of a page that there is none of.
var errNotFound = errors.New("the store has nothing under this address")

// policy allows what is in the binary, and no script or style within a page.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// New returns the pages of a site.
func New(o Options) (*Desk, error) {
	secret := make([]byte, 24)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	d := &Desk{Options: o, mux: http.NewServeMux(), token: base64.RawURLEncoding.EncodeToString(secret), kept: newKept(), briefs: newKept()}
	if o.Corrections != nil {
		o.Site.Correct(o.Corrections)
	}
	d.runs = o.Site.Corrector()
	d.files, d.links = assets()
	pages, err := parsePages()
	if err != nil {
		return nil, err
	}
	d.pages = pages
	d.mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/stories", http.StatusSeeOther) })
	d.mux.Handle("GET /stories", d.page("front", d.front))
	d.mux.Handle("GET /story/{id}", d.page("story", d.story))
	d.mux.Handle("GET /article/{id}", d.page("article", d.article))
	d.mux.Handle("GET /compare", d.page("compare", d.compare))
	d.mux.Handle("GET /entity/{id}", d.page("entity", d.entity))
	d.mux.Handle("GET /thread/{id}", d.page("thread", d.thread))
	d.mux.Handle("GET /search", d.page("search", d.search))
	d.mux.HandleFunc("GET /assets/{file}", d.asset)
	if o.Brief != nil {
		d.mux.Handle("GET /drop", d.page("drop", d.drop))
		d.mux.HandleFunc("GET /drop/{key}", d.madeBrief)
		d.mux.HandleFunc("POST /drop", d.dropped)
	}
	if o.Corrections != nil {
		d.mux.HandleFunc("GET /corrections", d.corrections)
		d.mux.HandleFunc("GET /correct", d.correct)
		d.mux.HandleFunc("POST /correct", d.corrected)
	}
	if o.Export != nil {
		d.mux.HandleFunc("GET /save", d.save)
	}
	if o.Feeds != nil {
		d.mux.HandleFunc("GET /feeds", d.feeds)
	}
	if o.SignIn != nil {
		d.mux.HandleFunc("GET /sign-in", d.signIn)
		d.mux.HandleFunc("POST /sign-in", d.signedIn)
		d.mux.HandleFunc("POST /sign-out", d.signedOut)
	}
	return d, nil
}

// Before returns a handler of the pages that leaves every other address to next.
// The address / leads browsers, which ask for HTML, to the stories, and is next's for
// programs. It says nothing of the store: a guard may leave it open.
func (d *Desk) Before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, pattern := d.mux.Handler(r)
		if pattern == "" || r.URL.Path == "/" && !strings.Contains(r.Header.Get("Accept"), "text/html") {
			next.ServeHTTP(w, r)
			return
		}
		d.mux.ServeHTTP(w, r)
	})
}

// A frame is what every page has around it.
type frame struct {
	Title   string // of the window
	Query   string // in the search box
	Here    string // the page among the main ones; ""
	JSON    string // address of the same for programs; ""
	Saves   []saved
	Bare    bool // without search and the other pages: the reader is not signed in
	Left    int  // stories that are still to be shown with the corrections of the file
	Desk    *Desk
	Links   assetLinks
	Content any
}

// CanDrop and CanCorrect say what the desk offers.
func (f frame) CanDrop() bool { return f.Desk.Brief != nil }

// CanCorrect says whether the desk takes corrections.
func (f frame) CanCorrect() bool { return f.Desk.Corrections != nil }

// CanFeeds says whether there is a page of feeds.
func (f frame) CanFeeds() bool { return f.Desk.Feeds != nil }

// CanSignOut says whether readers sign in.
func (f frame) CanSignOut() bool { return f.Desk.SignIn != nil }

// Token is what the forms show to be of this desk.
func (f frame) Token() string { return f.Desk.token }

// Run makes what corrections make of the stories that pages are waiting for, until
// ctx ends, whose error it returns.
func (d *Desk) Run(ctx context.Context) error { return d.runs.Run(ctx) }

// A maker makes the content of one page.
type maker func(r *http.Request, f *frame) error

// page serves a page. What was made is kept until the store changes.
func (d *Desk) page(name string, make maker) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := d.Site.Catalog().Tag + " " + d.runs.Tag() + " " + r.URL.RequestURI()
		p, tag, ok := d.kept.get(key)
		if !ok {
			var whole bool
			body, err := d.render(name, r, func(r *http.Request, f *frame) error {
				err := make(r, f)
				whole = f.Left == 0
				return err
			})
			if err != nil {
				d.fail(w, r, err)
				return
			}
			if p = newPage(body); whole {
				tag = d.kept.put(key, p)
			}
		}
		harden(w.Header())
		if tag == "" {
			w.Header().Set("Cache-Control", "no-store")
		} else if w.Header().Set("ETag", tag); strings.Contains(r.Header.Get("If-None-Match"), tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		p.write(w, r)
	})
}

func (d *Desk) render(name string, r *http.Request, make maker) ([]byte, error) {
	f := frame{Desk: d, Links: d.links}
	if err := make(r, &f); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err := d.pages.ExecuteTemplate(&b, name, f)
	return b.Bytes(), err
}

// write answers with a page that is not kept.
func (d *Desk) write(w http.ResponseWriter, r *http.Request, name string, make maker) {
	body, err := d.render(name, r, make)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	harden(w.Header())
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(body) // the reader may be gone
}

// formed reads a form and reports as an error that it is none of this desk.
func (d *Desk) formed(r *http.Request, memory int64) error {
	err := r.ParseMultipartForm(memory)
	if errors.Is(err, http.ErrNotMultipart) {
		err = nil
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return &askedError{"That is more than " + strconv.Itoa(serve.MaxBody>>20) + " MiB at once. Send it in parts, or add it with twosource add."}
	case err != nil:
		return &askedError{"The form could not be read."}
	case subtle.ConstantTimeCompare([]byte(r.PostFormValue("token")), []byte(d.token)) != 1:
		return &askedError{"This form is of an earlier run of the server. Go back, load the page again and send it once more."}
	}
	return nil
}

func harden(h http.Header) {
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}

// A failure is the page of an error.
type failure struct {
	Heading, Message string
}

// fail answers with an error in words. Nothing of the inside is told.
func (d *Desk) fail(w http.ResponseWriter, r *http.Request, err error) {
	status, f := http.StatusInternalServerError, failure{"This page could not be made", "The store could not be read; twosource doctor says more."}
	var asked *askedError
	switch {
	case errors.Is(err, errNotFound):
		status, f = http.StatusNotFound, failure{"Nothing here", "The store has nothing under this address. A story that has gone on may be found under its newest articles."}
	case errors.As(err, &asked):
		status, f = http.StatusBadRequest, failure{"That cannot be done", asked.message}
	case r.Context().Err() != nil:
		status, f = http.StatusServiceUnavailable, failure{"This took too long", "Ask for less, or again in a while."}
	}
	body, err := d.render("failure", r, func(_ *http.Request, fr *frame) error {
		fr.Title, fr.Content = f.Heading, f
		return nil
	})
	harden(w.Header())
	if err != nil {
		http.Error(w, f.Heading, http.StatusInternalServerError)
		return
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // the reader may be gone
}

// An askedError says what is wrong with what was asked.
type askedError struct{ message string }

// Error returns the message.
func (e *askedError) Error() string { return e.message }

// read reads records by key. What is gone meanwhile is left out.
func read[T any](ctx context.Context, v store.View, k store.Kind, keys []string) ([]T, error) {
	out := make([]T, 0, len(keys))
	for _, key := range keys {
		var one T
		ok, err := v.Record(ctx, k, key, &one)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, one)
		}
	}
	return out, nil
}
