// Package resolve says which mentions of several articles mean one person,
// organisation, place or group (Story → Entity).
//
// It is for joining names across articles by an exact alias: the same key in
// package knowledge, or the same full name. A surname alone joins nothing
// beyond its article, unless all articles of one story know exactly one person
// by it. It is not for finding names or for linking a surname to a full name
// within one article: package annotate has done both.
package resolve

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
)

// Rev is the revision of this stage: raised whenever its output changes.
const Rev = 1

// A Result is the entities of one set of articles.
type Result struct {
	Entities []news.Entity // sorted by ID
	// Of[i][j] is the ID of the entity that mention j of article i stands for,
	// or "" for pronouns and titles that stand for nobody known.
	Of [][]string
}

// Find joins the mentions of a set of articles into entities.
//
// articles and annotations are parallel and sorted by article id; stories say
// which articles tell of one happening. Nothing given is changed or kept. Time
// is linear in the number of mentions, but for sorting.
func Find(articles []news.Article, annotations []news.Annotation, stories []news.Story) Result {
	r := resolver{articles: articles, annotations: annotations, byKey: map[string]*group{}}
	r.keys = make([][]string, len(articles))
	for i := range annotations {
		r.keys[i] = r.articleKeys(i)
	}
	r.joinSurnames(stories)
	return r.collect()
}

type resolver struct {
	articles    []news.Article
	annotations []news.Annotation
	keys        [][]string // by article and mention; "" joins nothing
	byKey       map[string]*group
}

// A group is the mentions that share one key.
type group struct {
	names    map[string]int // name as written → how often
	types    map[news.EntityType]int
	country  string
	known    string
	mentions []news.Ref
	roles    []news.Role
	because  []string
}

// articleKeys gives each mention of article i the key of the entity that it
// stands for. A mention takes the key of its antecedent.
func (r *resolver) articleKeys(i int) []string {
	an := &r.annotations[i]
	keys := make([]string, len(an.Mentions))
	for j := range an.Mentions {
		root := j
		// Antecedents form a forest; the bound keeps a broken one from looping.
		for step := 0; step < len(an.Mentions); step++ {
			next := an.Mentions[root].Antecedent
			if next < 0 || next == root || next >= len(an.Mentions) {
				break
			}
			root = next
		}
		keys[j] = nameKey(&an.Mentions[root], r.articles[i].ID)
	}
	return keys
}

// nameKey returns what a full name joins on, "" for what names nobody.
func nameKey(m *news.Mention, article string) string {
	switch {
	case m.Known != "":
		return m.Known
	case m.Kind != news.NameMention || m.Name == "":
		return ""
	case m.Type == news.Person && !strings.Contains(strings.TrimSpace(m.Name), " "):
		// Never merged on a surname alone: the article is part of the key.
		return "surname:" + article + ":" + m.Key
	}
	return "name:" + string(m.Type) + ":" + foldName(m.Name)
}

// foldName lower-cases a name, drops full stops and folds white space and
// apostrophes, so that "U.N." and "UN" are one.
func foldName(s string) string {
	s = strings.ToLower(strings.ReplaceAll(s, "’", "'"))
	s = strings.ReplaceAll(s, ".", "")
	return strings.Join(strings.Fields(s), " ")
}

// joinSurnames gives a bare surname the key of the only person of its story
// who is known by it.
func (r *resolver) joinSurnames(stories []news.Story) {
	index := make(map[string]int, len(r.articles))
	for i := range r.articles {
		index[r.articles[i].ID] = i
	}
	for _, s := range stories {
		full := map[string]string{} // surname key → the one full key, or "" if there are two
		for _, id := range s.Articles {
			i := index[id]
			for j := range r.annotations[i].Mentions {
				m := &r.annotations[i].Mentions[j]
				key := r.keys[i][j]
				if m.Kind != news.NameMention || m.Type != news.Person || m.Key == "" || key == "" || strings.HasPrefix(key, "surname:") {
					continue
				}
				if other, ok := full[m.Key]; ok && other != key {
					key = ""
				}
				full[m.Key] = key
			}
		}
		for _, id := range s.Articles {
			i := index[id]
			for j, key := range r.keys[i] {
				if !strings.HasPrefix(key, "surname:") {
					continue
				}
				surname := key[strings.LastIndexByte(key, ':')+1:]
				if one := full[surname]; one != "" {
					r.keys[i][j] = one
					r.group(one).because = append(r.group(one).because, "the only person of the story called "+surname)
				}
			}
		}
	}
}

func (r *resolver) group(key string) *group {
	g := r.byKey[key]
	if g == nil {
		g = &group{names: map[string]int{}, types: map[news.EntityType]int{}}
		r.byKey[key] = g
	}
	return g
}

// collect makes the entities of the groups.
func (r *resolver) collect() Result {
	res := Result{Of: make([][]string, len(r.articles))}
	ids := map[string]string{}
	for i := range r.annotations {
		res.Of[i] = make([]string, len(r.keys[i]))
		for j, key := range r.keys[i] {
			if key == "" {
				continue
			}
			id, ok := ids[key]
			if !ok {
				id = news.NewID("entity", key)
				ids[key] = id
			}
			res.Of[i][j] = id
			r.group(key).add(&r.articles[i], &r.annotations[i].Mentions[j])
		}
	}
	for key, id := range ids {
		res.Entities = append(res.Entities, r.byKey[key].entity(id, key))
	}
	slices.SortFunc(res.Entities, func(x, y news.Entity) int { return cmp.Compare(x.ID, y.ID) })
	return res
}

func (g *group) add(a *news.Article, m *news.Mention) {
	g.mentions = append(g.mentions, news.Ref{Article: a.ID, Span: m.Span})
	if m.Kind != news.NameMention {
		return
	}
	g.names[m.Name]++
	g.types[m.Type]++
	if m.Country != "" {
		g.country = m.Country
	}
	if m.Known != "" {
		g.known = m.Known
	}
	if !m.Role.IsZero() {
		g.roles = append(g.roles, news.Role{Title: m.Role.Of(a.Text), Ref: news.Ref{Article: a.ID, Span: m.Role}})
	}
}

func (g *group) entity(id, key string) news.Entity {
	e := news.Entity{ID: id, Country: g.country, Mentions: g.mentions, Name: g.best(), Type: g.kind()}
	if entry, ok := knowledge.Get(g.known); ok {
		e.Name = entry.Name
		e.Type = entry.Type
	}
	for n := range g.names {
		if n != e.Name {
			e.Aliases = append(e.Aliases, n)
		}
	}
	slices.Sort(e.Aliases)
	slices.SortFunc(e.Mentions, func(x, y news.Ref) int {
		return cmp.Or(cmp.Compare(x.Article, y.Article), cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End))
	})
	e.Mentions = slices.Compact(e.Mentions)
	e.Roles = firstOfEach(g.roles)
	switch {
	case strings.HasPrefix(key, "name:"):
		e.MergedBecause = append(e.MergedBecause, "the same name, letter for letter")
	case g.known != "":
		e.MergedBecause = append(e.MergedBecause, "names that the knowledge table gives to "+e.Name)
	}
	slices.Sort(g.because)
	e.MergedBecause = append(e.MergedBecause, slices.Compact(g.because)...)
	return e
}

// best returns the commonest name; of those the longest, then the first by
// byte order.
func (g *group) best() string {
	best := ""
	for n, count := range g.names {
		if c := cmp.Or(cmp.Compare(count, g.names[best]), cmp.Compare(len(n), len(best)), cmp.Compare(best, n)); best == "" || c > 0 {
			best = n
		}
	}
	return best
}

func (g *group) kind() news.EntityType {
	best := news.EntityType("")
	for t, count := range g.types {
		if c := cmp.Or(cmp.Compare(count, g.types[best]), cmp.Compare(best, t)); best == "" || c > 0 {
			best = t
		}
	}
	return cmp.Or(best, news.Other)
}

// firstOfEach keeps the first role of each title, by article and place, and
// sorts by title.
func firstOfEach(roles []news.Role) []news.Role {
	slices.SortFunc(roles, func(x, y news.Role) int {
		return cmp.Or(cmp.Compare(x.Title, y.Title), cmp.Compare(x.Ref.Article, y.Ref.Article), cmp.Compare(x.Ref.Start, y.Ref.Start))
	})
	return slices.CompactFunc(roles, func(x, y news.Role) bool { return x.Title == y.Title })
}
