package corrections

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A Family is what lines say of the owner of an article's outlet.
type Family struct {
	Name string   // "" if no line speaks of the outlet
	By   []string // the lines that made the family, sorted
}

// Families returns for each article the family that lines put its outlet into;
// nil if there is no such line. A family is called after its "as", else after
// its first outlet in byte order.
func (b *Bound) Families() []Family {
	if b == nil || !b.has(OutletFamily) {
		return nil
	}
	w := newWeb()
	b.each(OutletFamily, func(c Correction) { w.join(c.Line, outletKeys(c.Outlets)) })
	families := b.owners(w)
	out := make([]Family, len(b.articles))
	met := map[string]bool{}
	for i := range b.articles {
		for _, key := range outletsOf(&b.articles[i]) {
			if _, ok := w.ids[key]; !ok {
				continue
			}
			met[key] = true
			o := families[w.root(key)]
			if out[i].Name == "" {
				out[i] = o.Family
			} else if out[i].Name != o.Name {
				b.notice(o.last, "the outlet of %s is of the family %s by another line, which is used", quote(b.articles[i].Input.Name), quote(out[i].Name))
			}
		}
	}
	b.each(OutletFamily, func(c Correction) {
		for _, o := range c.Outlets {
			if !met[outletKey(o)] {
				b.notice(c, "no article is of the outlet %s", quote(o))
			}
		}
	})
	return out
}

// An owner is a family with the last line that speaks of it.
type owner struct {
	Family
	last Correction
}

// owners returns the families of the lines that w joins, by root.
func (b *Bound) owners(w *web) map[int]*owner {
	families := map[int]*owner{}
	b.each(OutletFamily, func(c Correction) {
		r := w.root(outletKey(c.Outlets[0]))
		f := families[r]
		if f == nil {
			f = new(owner)
			families[r] = f
		}
		f.By, f.last = append(f.By, c.String()), c // each comes sorted
		for _, o := range c.Outlets {
			if f.Name == "" || o < f.Name {
				f.Name = o
			}
		}
	})
	b.each(OutletFamily, func(c Correction) {
		if c.To != "" {
			families[w.root(outletKey(c.Outlets[0]))].Name = c.To
		}
	})
	for _, f := range families {
		f.By = slices.Compact(f.By)
	}
	return families
}

// outletKey is the form under which outlets are compared.
func outletKey(o string) string {
	if strings.Contains(o, "://") {
		o = strings.TrimPrefix(address(o), "//")
	}
	return fold(strings.TrimPrefix(strings.ToLower(o), "www."))
}

// outletsOf returns what an article's outlet may be called in a line: its name,
// its family, its host and the domains above that.
func outletsOf(a *news.Article) []string {
	out := []string{outletKey(a.Outlet), outletKey(a.Family)}
	if u, err := url.Parse(cmp.Or(a.CanonicalURL, a.URL)); err == nil {
		for host := u.Hostname(); strings.Contains(host, "."); _, host, _ = strings.Cut(host, ".") {
			out = append(out, outletKey(host))
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}
