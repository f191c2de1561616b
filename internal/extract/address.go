package extract

import (
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/twosource/twosource/internal/knowledge"
)

// canonicalURL returns the address that stands for an article: that of the
// carrier, or without one that of the page, in canonical form. It is "" if
// neither is an absolute http(s) address. Where the page names another address
// on the same registrable domain that is at least as specific, that one is
// taken: it is how sites name the one address of an article that has several.
func canonicalURL(stated, page string) string {
	c := cleanURL(stated)
	p := cleanURL(page)
	switch {
	case c == "":
		return p
	case p == "" || registrable(p) != registrable(c) || !specific(p) && specific(c):
		return c
	}
	return p
}

// Address returns the canonical form of an http(s) address, of which the id of its
// article is made unless the page names another; "" for anything else.
func Address(s string) string { return cleanURL(s) }

// specific reports whether address has a path or query beyond the root.
func specific(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (len(u.Path) > 1 || u.RawQuery != "")
}

// cleanURL returns the canonical form of an http(s) address, "" for anything
// else: lower-case scheme and host without default port, "m.", "mobile." and
// "amp." host prefixes dropped where a domain remains, no fragment, no tracking
// parameters, no AMP mark at the end of the path, and no empty query. Case and
// order of the rest are kept, for servers may tell them apart.
func cleanURL(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 8192 || strings.ContainsAny(s, "\n\t ") {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil {
		return ""
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.Scheme = "https"
	u.Host = cleanHost(u.Hostname(), u.Port())
	u.Fragment, u.RawFragment = "", ""
	cleanPath(u)
	u.RawQuery = cleanQuery(u.RawQuery)
	u.ForceQuery = false
	return u.String()
}

func cleanHost(host, port string) string {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	for _, prefix := range [...]string{"www.", "m.", "mobile.", "amp."} {
		rest, ok := strings.CutPrefix(host, prefix)
		if !ok {
			continue
		}
		if etld1, err := publicsuffix.EffectiveTLDPlusOne(rest); err == nil && strings.HasSuffix(rest, etld1) {
			host = rest
			break
		}
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	return host
}

// cleanPath drops an AMP mark and a trailing slash from the path of u.
func cleanPath(u *url.URL) {
	if u.RawPath != "" {
		return // escaped slashes: leave the path as it is
	}
	p := u.Path
	for _, mark := range [...]string{"/amp/", "/amp", ".amp"} {
		if rest, ok := strings.CutSuffix(p, mark); ok && len(rest) > 1 {
			p = rest
			break
		}
	}
	if strings.HasSuffix(p, ".amp.html") {
		p = strings.TrimSuffix(p, ".amp.html") + ".html"
	}
	if len(p) > 1 {
		p = strings.TrimRight(p, "/")
	}
	if p == "" {
		p = "/"
	}
	u.Path = p
}

// cleanQuery drops the parameters that say how the reader came, not which page.
func cleanQuery(q string) string {
	if q == "" {
		return ""
	}
	parts := strings.Split(q, "&")
	kept := parts[:0]
	for _, part := range parts {
		name, _, _ := strings.Cut(part, "=")
		if part != "" && !isTracking(strings.ToLower(name)) {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "&")
}

// tracking are query parameters of advertising and statistics services and of
// share buttons, by their own documentation.
var tracking = map[string]bool{
	"fbclid": true, "gclid": true, "gclsrc": true, "dclid": true, "gbraid": true, "wbraid": true, "msclkid": true,
	"yclid": true, "twclid": true, "ttclid": true, "igshid": true, "igsh": true, "mc_cid": true, "mc_eid": true,
	"_ga": true, "_gl": true, "_hsenc": true, "_hsmi": true, "mkt_tok": true, "ocid": true, "cmpid": true,
	"icid": true, "ncid": true, "smid": true, "smtyp": true, "partner": true, "xtor": true, "ito": true, "wt_mc": true, "wt.mc_id": true,
	"s_cid": true, "sr_share": true, "ref_src": true, "ref_url": true, "outputtype": true, "amp": true, "amp_js_v": true,
	"soc_src": true, "soc_trk": true, "sref": true, "at_medium": true, "at_campaign": true, "taid": true,
}

func isTracking(name string) bool {
	return tracking[name] || strings.HasPrefix(name, "utm_") || strings.HasPrefix(name, "pk_") ||
		strings.HasPrefix(name, "mtm_") || strings.HasPrefix(name, "at_custom") || strings.HasPrefix(name, "hsa_")
}

// registrable returns the registrable domain of an address ("bbc.co.uk"), its
// host if that has none, or "".
func registrable(address string) string {
	if address == "" {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	if _, err := netip.ParseAddr(host); err == nil {
		return host
	}
	if d, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return d
	}
	return host
}

// nameOutlet chooses an outlet's name and its family: the name the carrier
// states, that of the table of known outlets, that of the page, else the
// domain.
func nameOutlet(stated, page, domain string, known *knowledge.Base) (outlet, family string) {
	outlet = stated
	if outlet == "" && domain != "" {
		outlet, _ = known.Outlet(domain)
	}
	if outlet == "" {
		outlet = page
	}
	if outlet == "" {
		outlet = domain
	}
	family = domain
	if family == "" {
		family = outlet
	}
	return outlet, family
}
