package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// maxTried is how many articles the effect of a correction is shown on. Ours.
const maxTried = 300

// longestLine is how long a correction may be, as its format has it.
const longestLine = 16 << 10

// A correctPage is the form of one correction, and what it would change.
type correctPage struct {
	Do                  string // merge, split, speaker, not-a-copy, same-story, other-story
	Name, Other, Type   string
	Article, OtherID    string
	Words, Story        string
	Source, OtherSource *source
	Types, Names        []string // to choose from
	Kinds               []kindTab
	Line                string // the correction as it was put together; "" before
	Effect              []change
	Problem             string
}

// A change is one line of an effect.
type change struct{ What, Text string }

// entityTypes are the types of the format.
var entityTypes = []string{"person", "organization", "place", "group", "other"}

// corrections lists the corrections of the file.
func (d *Desk) corrections(w http.ResponseWriter, r *http.Request) {
	d.write(w, r, "corrections", func(r *http.Request, f *frame) error {
		lines, err := d.Corrections.Lines(r.Context())
		if err != nil {
			err = &askedError{"The file of corrections is not followed: " + err.Error()}
		}
		f.Title, f.Here = "Corrections", "corrections"
		f.Content = struct {
			Lines []string
			Added string
		}{lines, r.URL.Query().Get("added")}
		return err
	})
}

// correct shows the form of one correction.
func (d *Desk) correct(w http.ResponseWriter, r *http.Request) {
	d.write(w, r, "correct", func(r *http.Request, f *frame) error {
		p, _, err := d.form(r, r.URL.Query())
		f.Title, f.Here, f.Content = "Correct", "corrections", p
		return err
	})
}

// form reads the fields of a correction, and the articles that it speaks of.
func (d *Desk) form(r *http.Request, in url.Values) (*correctPage, map[string]*news.Article, error) {
	p := &correctPage{
		Do: in.Get("do"), Name: in.Get("name"), Other: in.Get("with"), Type: in.Get("type"), Article: in.Get("article"),
		OtherID: in.Get("other"), Words: in.Get("words"), Story: in.Get("story"), Types: entityTypes,
	}
	for _, k := range []struct{ do, name string }{
		{"merge", "These names are one"}, {"split", "Not who it was taken for"}, {"speaker", "Somebody else said it"},
		{"not-a-copy", "Not a copy"}, {"same-story", "One story"}, {"other-story", "Two stories"},
	} {
		again := url.Values{"do": {k.do}}
		for key, value := range map[string]string{"name": p.Name, "type": p.Type, "article": p.Article, "other": p.OtherID, "words": p.Words, "story": p.Story} {
			if value != "" {
				again.Set(key, value)
			}
		}
		p.Kinds = append(p.Kinds, kindTab{k.do, k.name, "/correct?" + again.Encode(), k.do == p.Do})
	}
	if !slices.ContainsFunc(p.Kinds, func(k kindTab) bool { return k.Here }) {
		p.Do, p.Kinds[0].Here = "merge", true
	}
	var articles map[string]*news.Article
	err := d.Site.View(r.Context(), func(v store.View) error {
		l, err := d.newLibrary(r.Context(), v, []string{p.Article, p.OtherID})
		if err != nil {
			return err
		}
		articles = l.articles
		if p.Story = cmp.Or(p.Story, l.catalog.StoryOf(p.Article)); p.Story != "" {
			s, ok, err := v.Story(r.Context(), p.Story)
			if err != nil {
				return err
			}
			if ok {
				for _, n := range l.names(s.Entities...) {
					p.Names = append(p.Names, n.Name)
				}
			}
		}
		if s, ok := l.sources[p.Article]; ok {
			p.Source = &s
		}
		if s, ok := l.sources[p.OtherID]; ok {
			p.OtherSource = &s
		}
		return nil
	})
	return p, articles, err
}

// corrected shows what a correction would change, writes it or takes one back.
func (d *Desk) corrected(w http.ResponseWriter, r *http.Request) {
	if err := d.formed(r, 1<<20); err != nil {
		d.fail(w, r, err)
		return
	}
	line := strings.TrimSpace(r.PostFormValue("line"))
	if len(line) > longestLine || strings.ContainsAny(line, "\r\n") {
		d.fail(w, r, &askedError{"A correction is one line of at most 16 KiB."})
		return
	}
	var err error
	switch r.PostFormValue("step") {
	case "add":
		err = d.Corrections.Add(r.Context(), line)
	case "undo":
		err = d.Corrections.Remove(r.Context(), line)
	default:
		d.preview(w, r)
		return
	}
	if err != nil {
		d.fail(w, r, &askedError{err.Error()})
		return
	}
	d.Site.Wake() // programs are shown it as well
	back := "/corrections"
	if story := r.PostFormValue("story"); story != "" {
		if _, ok := d.Site.Catalog().Find(store.StoryKind, story); ok {
			back = "/story/" + url.PathEscape(story) // which shows what it changed
		}
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
}

// preview puts a correction together and shows what it would change.
func (d *Desk) preview(w http.ResponseWriter, r *http.Request) {
	d.write(w, r, "correct", func(r *http.Request, f *frame) error {
		p, articles, err := d.form(r, r.PostForm)
		if err != nil {
			return err
		}
		f.Title, f.Here, f.Content = "Correct", "corrections", p
		line, err := d.compose(p, articles)
		if err != nil {
			p.Problem = err.Error()
			return nil //nolint:nilerr // the page tells it
		}
		effect, err := d.Corrections.Try(r.Context(), line, d.about(p))
		if err != nil {
			p.Problem = err.Error()
			return nil //nolint:nilerr // the page tells it
		}
		p.Line = line
		for one := range strings.Lines(effect) {
			what, text, _ := strings.Cut(strings.TrimRight(one, "\n"), " ")
			if what != "was" && what != "now" && what != "note" {
				what, text = "", one
			}
			p.Effect = append(p.Effect, change{what, folded(text)})
		}
		return nil
	})
}

// about returns the articles on which the effect of a correction is shown: those of
// the story, or of the stories of its articles.
func (d *Desk) about(p *correctPage) []string {
	c := d.Site.Catalog()
	var out []string
	for _, story := range []string{p.Story, c.StoryOf(p.Article), c.StoryOf(p.OtherID)} {
		if story != "" {
			out = append(out, c.ArticlesOf(story)...)
		}
	}
	if len(out) == 0 { // a name alone: where it is told
		for _, e := range c.List(store.EntityKind) {
			if e.Who == p.Name || e.Who == p.Other {
				out = append(out, d.toldIn(e.Key)...)
			}
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), maxTried)]
}

// toldIn returns the articles of the stories in which an entity speaks.
func (d *Desk) toldIn(entity string) []string {
	c := d.Site.Catalog()
	var out []string
	for _, e := range c.List(store.StatementKind) {
		if e.Who == entity {
			out = append(out, c.ArticlesOf(e.Story)...)
		}
	}
	return out
}

// compose puts a correction together from the fields.
func (d *Desk) compose(p *correctPage, articles map[string]*news.Article) (string, error) {
	if p.Type != "" && !slices.Contains(entityTypes, p.Type) {
		return "", &askedError{"Choose a type."}
	}
	article := func(id string) (string, error) {
		a := articles[id]
		if a == nil {
			return "", &askedError{"Begin from the page of a story or an article: the correction needs one."}
		}
		return quoted(nameOf(a)), nil
	}
	one, err1 := article(p.Article)
	two, err2 := article(p.OtherID)
	kind := cmp.Or(p.Type, d.typeOf(p.Name), "person")
	switch p.Do {
	case "merge":
		if strings.TrimSpace(p.Name) == "" || strings.TrimSpace(p.Other) == "" {
			return "", &askedError{"Give both names."}
		}
		return "merge " + quoted(p.Name) + " " + quoted(p.Other) + " " + kind, nil
	case "split":
		if strings.TrimSpace(p.Name) == "" {
			return "", &askedError{"Give the name."}
		}
		if strings.TrimSpace(p.Other) != "" {
			return "split " + quoted(p.Name) + " " + quoted(p.Other) + " " + kind, nil
		}
		return "split " + quoted(p.Name) + " " + kind + " in " + one, err1
	case "speaker":
		if strings.TrimSpace(p.Words) == "" {
			return "", &askedError{"Give the words that were said."}
		}
		line := "speaker " + one + " " + quoted(strings.TrimSuffix(p.Words, " […]")) + " is "
		if strings.TrimSpace(p.Name) == "" {
			return line + "unknown", err1
		}
		return line + quoted(p.Name) + " " + kind, err1
	}
	return p.Do + " " + one + " " + two, cmp.Or(err1, err2)
}

// typeOf returns the type of an entity of this name, "" if there is none.
func (d *Desk) typeOf(name string) string {
	name = folded(name)
	for _, e := range d.Site.Catalog().List(store.EntityKind) {
		if name != "" && strings.EqualFold(folded(e.Who), name) {
			return e.Label
		}
	}
	return ""
}

// nameOf returns what a correction calls an article.
func nameOf(a *news.Article) string {
	switch {
	case a.URL != "":
		return a.URL
	case a.Input.Line > 0:
		return a.Input.Name + ":" + strconv.Itoa(a.Input.Line)
	}
	return a.Input.Name
}

// quoted returns s as a name of the format of corrections.
func quoted(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
