// Package conflicts measures what package compare makes of reports beside
// copies of them in which facts were changed, and beside copies in which none
// were.
package conflicts

import (
	"cmp"
	"context"
	_ "embed"
	"slices"

	"github.com/twosource/twosource/internal/annotate"
	"github.com/twosource/twosource/internal/compare"
	"github.com/twosource/twosource/internal/extract"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/resolve"
	"github.com/twosource/twosource/internal/reuse"
)

// A Judge reads pages as a user's pages are read. The zero value is no use; see
// [NewJudge].
type Judge struct {
	extract  *extract.Extractor
	annotate *annotate.Annotator
}

// NewJudge returns a judge with the shipped models.
func NewJudge() *Judge {
	return &Judge{extract.New(extract.Options{}), annotate.New(annotate.Options{})}
}

// Compare reads pages, takes them for one story and compares them. The record
// has no articles if one of the pages has no text.
func (j *Judge) Compare(_ context.Context, pages ...news.Page) (*news.Record, error) {
	rec := &news.Record{}
	for _, p := range pages {
		a, _, err := j.extract.Extract(p)
		if err != nil {
			return nil, err
		}
		rec.Articles = append(rec.Articles, a)
	}
	slices.SortFunc(rec.Articles, func(x, y news.Article) int { return cmp.Compare(x.ID, y.ID) })
	rec.Articles = slices.CompactFunc(rec.Articles, func(x, y news.Article) bool { return x.ID == y.ID })
	story := news.Story{ID: "story"}
	for i := range rec.Articles {
		rec.Annotations = append(rec.Annotations, j.annotate.Annotate(&rec.Articles[i]))
		story.Articles = append(story.Articles, rec.Articles[i].ID)
	}
	rec.Stories = []news.Story{story}
	found := reuse.Find(rec.Articles, rec.Annotations, reuse.Options{})
	rec.Lineage, rec.Origins, rec.Provenance = found.Links, found.Origins, found.Provenance
	rec.Articles, rec.Annotations = resolve.When(rec.Articles, rec.Annotations, rec.Stories, rec.Lineage)
	entities := resolve.Find(rec.Articles, rec.Annotations, rec.Stories, resolve.Options{})
	rec.Entities = entities.Entities
	res := compare.Find(compare.Set{
		Articles: rec.Articles, Annotations: rec.Annotations, Provenance: rec.Provenance,
		Origins: rec.Origins, Lineage: rec.Lineage, Stories: rec.Stories, EntityOf: entities.Of,
	})
	rec.Statements, rec.Events, rec.Claims, rec.Conflicts = res.Statements, res.Events, res.Claims, res.Conflicts
	return rec, nil
}
