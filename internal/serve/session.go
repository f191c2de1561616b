package serve

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// SessionCookie is the name of the cookie of a browser that has shown the token.
const SessionCookie = "twosource_session"

// sessionTime is how long such a cookie holds. Ours.
const sessionTime = 7 * 24 * time.Hour

// SignIn returns the cookie of a browser that shows the token, and false if it is
// another. Scripts cannot read it and other sites cannot have it sent; it holds the
// time at which it ends and a proof that only this token makes, so that another
// token ends all of them.
func (g *Guard) SignIn(token string) (*http.Cookie, bool) {
	if g.Token == "" || !sameSecret(g.Token, token) {
		return nil, false
	}
	ends := strconv.FormatInt(g.Site.Now().Add(sessionTime).Unix(), 10)
	return &http.Cookie{
		Name: SessionCookie, Value: ends + "." + g.proof(ends), Path: "/", MaxAge: int(sessionTime / time.Second),
		HttpOnly: true, SameSite: http.SameSiteStrictMode,
	}, true
}

// proof is what only who knows the token can make of the end of a session.
func (g *Guard) proof(ends string) string {
	m := hmac.New(sha256.New, []byte(g.Token))
	m.Write([]byte("session " + ends))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// session reports whether a request has a cookie that holds, and may do with it
// what it asks: to change something it must say that a page of this server sends
// it.
func (g *Guard) session(r *http.Request) bool {
	c, err := r.Cookie(SessionCookie)
	if err != nil {
		return false
	}
	ends, proof, _ := strings.Cut(c.Value, ".")
	at, err := strconv.ParseInt(ends, 10, 64)
	if err != nil || at <= g.Site.Now().Unix() || !hmac.Equal([]byte(proof), []byte(g.proof(ends))) {
		return false
	}
	safe := r.Method == http.MethodGet || r.Method == http.MethodHead
	return safe || r.Header.Get("Sec-Fetch-Site") == "same-origin" || r.Header.Get("Origin") != "" // which [sameOrigin] has seen
}

// leads answers a person's browser that has not signed in by leading it to where
// it can; it reports whether it did.
func (g *Guard) leads(w http.ResponseWriter, r *http.Request) bool {
	if g.SignInPage == "" || r.Method != http.MethodGet || !strings.Contains(r.Header.Get("Accept"), "text/html") || strings.HasPrefix(r.URL.Path, "/api/") {
		return false
	}
	http.Redirect(w, r, g.SignInPage+"?"+url.Values{"next": {r.URL.RequestURI()}}.Encode(), http.StatusSeeOther)
	return true
}
