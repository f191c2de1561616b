package web

import (
	"cmp"
	"slices"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/store"
)

// parts are the records of one story, as many as its page shows and in its order.
type parts struct {
	origins    map[string]news.Origin
	originOf   map[string]string // of most of each article
	statements []news.Statement
	positions  []news.Position
	claims     []news.Claim
	conflicts  []news.Conflict
	links      []news.Link
}

// linkOrder is in which order links are shown, and left out where they are many.
var linkOrder = []news.LinkKind{news.Copy, news.Merged, news.Edit, news.Rewrite, news.Wire, news.Excerpt, news.CommonSource}

func linkRank(k news.LinkKind) int { return slices.Index(linkOrder, k) }

// claimRank is the place of a status among [statuses].
func claimRank(status string) int {
	for i, s := range statuses {
		if s.status == status {
			return i
		}
	}
	return len(statuses) - 1
}

// stored reads the parts of a story from the store: the best by what the catalog
// knows without reading.
func (w *file) stored() (p parts, err error) {
	p.originOf = map[string]string{}
	var ids []string
	for _, id := range w.story.Articles {
		o := w.catalog.OriginOf(id)
		p.originOf[id] = o
		ids = append(ids, o)
	}
	slices.Sort(ids)
	list, err := read[news.Origin](w.ctx, w.view, store.OriginKind, slices.Compact(ids))
	if err != nil {
		return p, err
	}
	p.origins = map[string]news.Origin{}
	for _, o := range list {
		p.origins[o.ID] = o
	}
	if p.statements, err = pick[news.Statement](w, store.StatementKind, "said", maxSaid, func(x, y serve.Entry) int {
		return cmp.Or(cmp.Compare(y.Origins, x.Origins), cmp.Compare(x.First, y.First))
	}); err != nil {
		return p, err
	}
	if p.positions, err = pick[news.Position](w, store.PositionKind, "positions", maxAll, nil); err != nil {
		return p, err
	}
	if p.claims, err = pick[news.Claim](w, store.ClaimKind, "claims", maxClaims, func(x, y serve.Entry) int {
		return cmp.Or(cmp.Compare(claimRank(x.Label), claimRank(y.Label)), cmp.Compare(y.Origins, x.Origins))
	}); err != nil {
		return p, err
	}
	if p.conflicts, err = pick[news.Conflict](w, store.ConflictKind, "conflicts", maxConflicts, nil); err != nil {
		return p, err
	}
	p.links, err = pick[news.Link](w, store.LinkKind, "links", maxLinks, func(x, y serve.Entry) int {
		return cmp.Compare(linkRank(news.LinkKind(x.Label)), linkRank(news.LinkKind(y.Label)))
	})
	return p, err
}

// pick reads the first few records of one kind of the story, in an order.
func pick[T any](w *file, k store.Kind, section string, few int, order func(x, y serve.Entry) int) ([]T, error) {
	list := w.catalog.InStory(k, w.story.ID)
	if order != nil {
		slices.SortStableFunc(list, order)
	}
	return read[T](w.ctx, w.view, k, serve.Keys(list[:w.most(section, len(list), few)]))
}

// corrected takes the parts of the story from a run with corrections.
func (w *file) corrected(rec *news.Record) (p parts) {
	p.originOf, p.origins = map[string]string{}, map[string]news.Origin{}
	for i := range rec.Provenance {
		p.originOf[rec.Provenance[i].Article] = rec.Provenance[i].Origin
	}
	for _, o := range rec.Origins {
		p.origins[o.ID] = o
	}
	w.renamed = map[string]string{}
	for i := range rec.Entities {
		w.renamed[rec.Entities[i].ID] = rec.Entities[i].Name
	}
	id := w.story.ID
	p.statements = belong(w, rec.Statements, "said", maxSaid, func(s *news.Statement) bool { return s.Story == id }, func(x, y news.Statement) int {
		a, _, _ := x.Said.Bounds()
		b, _, _ := y.Said.Bounds()
		return cmp.Or(cmp.Compare(len(y.OriginIDs), len(x.OriginIDs)), cmp.Compare(a, b))
	})
	p.positions = belong(w, rec.Positions, "positions", maxAll, func(p *news.Position) bool { return w.has(p.IssueRef.Article) }, nil)
	p.claims = belong(w, rec.Claims, "claims", maxClaims, func(c *news.Claim) bool { return c.Story == id }, func(x, y news.Claim) int {
		return cmp.Or(cmp.Compare(claimRank(string(x.Status)), claimRank(string(y.Status))), cmp.Compare(len(y.OriginIDs), len(x.OriginIDs)))
	})
	p.conflicts = belong(w, rec.Conflicts, "conflicts", maxConflicts, func(c *news.Conflict) bool { return c.Story == id }, nil)
	p.links = belong(w, rec.Lineage, "links", maxLinks, func(l *news.Link) bool { return w.has(l.From) && w.has(l.To) }, func(x, y news.Link) int {
		return cmp.Compare(linkRank(x.Kind), linkRank(y.Kind))
	})
	return p
}

// belong returns the first few records of a list that belong to the story, in an
// order.
func belong[T any](w *file, list []T, section string, few int, ours func(*T) bool, order func(x, y T) int) (out []T) {
	for i := range list {
		if ours(&list[i]) {
			out = append(out, list[i])
		}
	}
	if order != nil {
		slices.SortStableFunc(out, order)
	}
	return out[:w.most(section, len(out), few)]
}

// has reports whether an article is of the story.
func (w *file) has(article string) bool {
	_, ok := slices.BinarySearch(w.story.Articles, article)
	return ok
}
