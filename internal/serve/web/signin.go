package web

import (
	"net/http"
	"net/url"
	"strings"
)

// A signInPage is the form in which a browser shows the token.
type signInPage struct {
	Next    string // where it goes on to
	Problem string
}

// signIn shows the form.
func (d *Desk) signIn(w http.ResponseWriter, r *http.Request) {
	d.write(w, r, "sign-in", func(r *http.Request, f *frame) error {
		f.Title, f.Bare, f.Content = "Sign in", true, signInPage{Next: localAddress(r.URL.Query().Get("next"))}
		return nil
	})
}

// maxSignIn is how many bytes of a sign-in are read. Ours.
const maxSignIn = 8 << 10

// signedIn gives a browser that shows the token its cookie, and leads on.
func (d *Desk) signedIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxSignIn)
	if err := d.formed(r, maxSignIn); err != nil {
		d.fail(w, r, err)
		return
	}
	next := localAddress(r.PostFormValue("next"))
	cookie, ok := d.SignIn(strings.TrimSpace(r.PostFormValue("secret")))
	if !ok {
		w.Header().Set("Cache-Control", "no-store")
		body, err := d.render("sign-in", r, func(_ *http.Request, f *frame) error {
			f.Title, f.Bare, f.Content = "Sign in", true, signInPage{next, "That is not the token of this server."}
			return nil
		})
		if err != nil {
			d.fail(w, r, err)
			return
		}
		harden(w.Header())
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write(body) // the reader may be gone
		return
	}
	cookie.Secure = secure(r)
	http.SetCookie(w, cookie)
	http.Redirect(w, r, next, http.StatusSeeOther)
}

// signedOut takes the cookie back.
func (d *Desk) signedOut(w http.ResponseWriter, r *http.Request) {
	if err := d.formed(r, maxSignIn); err != nil {
		d.fail(w, r, err)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: d.Cookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: secure(r)})
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
}

// secure reports whether the browser reached the server, or the proxy before it,
// over TLS.
func secure(r *http.Request) bool {
	return r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

// localAddress returns an address of this server, the stories if it is none.
func localAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(s, "/") ||
		strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\r\n\t") {
		return "/stories"
	}
	return s
}
