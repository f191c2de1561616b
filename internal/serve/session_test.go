package serve_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/twosource/twosource/internal/serve"
)

// TestSession signs in, and asks what the cookie opens and what it does not.
func TestSession(t *testing.T) {
	const token = "a-token-of-the-desk"
	d := example(t)
	g := serve.Guard{Listen: "0.0.0.0:8080", Token: token, SignInPage: "/sign-in", Site: d.Site}
	for _, wrong := range []string{"", "a-token-of-the-desK", "a-token-of-the-desk "} {
		if _, ok := g.SignIn(wrong); ok {
			t.Errorf("%q signs in", wrong)
		}
	}
	c, ok := g.SignIn(token)
	if !ok || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || strings.Contains(c.Value, token) {
		t.Fatalf("%+v", c)
	}
	other := serve.Guard{Token: "another-token-of-the-desk", Site: d.Site}
	far, _ := other.SignIn(other.Token)
	h := guarded(t, g, func(http.ResponseWriter, *http.Request) {})
	forged := "99999999999." + strings.SplitN(c.Value, ".", 2)[1]
	for _, x := range []struct {
		method, path, cookie string
		header               []string
		want                 int
	}{
		{"GET", "/stories", c.Value, nil, 200}, {"GET", "/api/v1/stories", c.Value, nil, 200},
		{"GET", "/stories", far.Value, nil, 401}, {"GET", "/stories", forged, nil, 401}, {"GET", "/stories", "", nil, 401},
		{"GET", "/stories", "1." + g.Token, nil, 401}, {"GET", "/stories", "", []string{"Accept", "text/html"}, 303},
		{"GET", "/api/v1/stories", "", []string{"Accept", "text/html"}, 401}, {"GET", "/sign-in", "", nil, 200}, {"GET", "/assets/x.css", "", nil, 200},
		{"POST", "/correct", c.Value, nil, 401}, {"POST", "/correct", c.Value, []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"POST", "/correct", c.Value, []string{"Origin", "http://desk.example"}, 200}, {"POST", "/correct", c.Value, []string{"Origin", "https://evil.example"}, 403},
		{"POST", "/correct", c.Value, []string{"Sec-Fetch-Site", "cross-site"}, 403}, {"POST", "/correct", c.Value, []string{"Sec-Fetch-Site", "same-site"}, 403},
	} {
		w := ask(h, x.method, "desk.example", x.path, append(x.header, "Cookie", serve.SessionCookie+"="+x.cookie)...)
		if w.Code != x.want {
			t.Errorf("%s %s with %q %v: %d, want %d", x.method, x.path, x.cookie, x.header, w.Code, x.want)
		}
		if at := w.Header().Get("Location"); w.Code == 303 && at != "/sign-in?next=%2Fstories" {
			t.Errorf("it leads to %s", at)
		}
	}
}
