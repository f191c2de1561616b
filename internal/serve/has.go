package serve

import (
	"context"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// A Holder is one article that has a text.
type Holder struct {
	Citation
	Kind    string   `json:"kind" enum:"verbatim,edited,rewritten"`
	Speaker *string  `json:"speaker" doc:"who says it there"`
	Through []string `json:"through" doc:"agencies and outlets that the article names for it"`
	Origin  *string  `json:"origin" doc:"id of the origin of the passage"`
	Of      *string  `json:"origin_name"`
}

// A Citation is words of an article and where they stand.
type Citation struct {
	Article   string  `json:"article" jsonschema:"id of the article"`
	Outlet    *string `json:"outlet" jsonschema:"who published it"`
	URL       *string `json:"url"`
	Published *string `json:"published" jsonschema:"date of publication, EDTF or RFC 3339"`
	Start     int     `json:"start" jsonschema:"first code point of the words in the article's text"`
	End       int     `json:"end" jsonschema:"code point after the last"`
	Text      string  `json:"text" jsonschema:"the exact words"`
}

// Cite returns the citation of a span of an article.
func Cite(a *news.Article, s news.Span) Citation {
	start, end := news.NewRunes(a.Text).Points(s)
	return Citation{a.ID, orNull(a.Outlet), orNull(a.URL), orNull(a.Published.Value), start, end, s.Of(a.Text)}
}

// A Found is who has a text.
type Found struct {
	Text    string   `json:"text"`
	Among   int      `json:"among" doc:"articles of the store"`
	Origins int      `json:"origins" doc:"independent origins, at most"`
	Found   []Holder `json:"found" doc:"by date; empty means: not found in these articles, and nothing more"`
}

// The bounds of what is looked through for a text. Ours.
const (
	maxHolders  = 200 // articles
	maxHasWords = 24  // words of the text, from its start
	hasRun      = 3   // words that follow one another
	longHasWord = 7   // letters
)

// Has says who has a text, among the articles of the store that share a run of
// words with it, or two of its longer words, the 200 best of them.
func (s *Site) Has(ctx context.Context, asked string) (*Found, error) {
	c := s.Catalog()
	out := &Found{Text: asked, Among: len(c.Articles), Found: []Holder{}}
	q, ok := candidatesFor(asked)
	if !ok {
		return out, nil
	}
	err := s.View(ctx, func(v store.View) error {
		ids, err := v.Found(ctx, q, store.Articles, store.RankedMost+1) // so that all matches are ranked
		if err != nil {
			return err
		}
		ids = ids[:min(len(ids), maxHolders)]
		articles, annotations, err := s.Texts(ctx, v, ids)
		if err != nil {
			return err
		}
		origins := map[string]bool{}
		for _, h := range s.o.Holders(articles, annotations, asked) {
			one, err := c.holder(ctx, v, &articles[h.Article], &annotations[h.Article], h)
			if err != nil {
				return err
			}
			if one.Origin != nil {
				origins[*one.Origin] = true
			}
			out.Found = append(out.Found, one)
		}
		out.Origins = len(origins)
		return nil
	})
	slices.SortStableFunc(out.Found, func(x, y Holder) int {
		a, _ := c.Article(x.Article)
		b, _ := c.Article(y.Article)
		return newerArticle(b, a)
	})
	return out, err
}

// candidatesFor returns the query of articles that may have a text: with a run of
// its words, or with two of its longer words. Ok is false if it has no words.
func candidatesFor(asked string) (*store.Query, bool) {
	words := strings.Fields(store.Fold(asked))
	words = words[:min(len(words), maxHasWords)]
	n := store.Node{Op: store.OrOp}
	term := func(words ...string) store.Node { return store.Node{Op: store.TermOp, Term: store.Term{Words: words}} }
	for i := range max(1, len(words)-hasRun+1) {
		if run := words[i:min(len(words), i+hasRun)]; len(run) > 0 {
			n.Parts = append(n.Parts, term(run...))
		}
	}
	before := ""
	for _, w := range words {
		if len([]rune(w)) < longHasWord {
			continue
		}
		if before != "" && before != w {
			n.Parts = append(n.Parts, store.Node{Op: store.AndOp, Parts: []store.Node{term(before), term(w)}})
		}
		before = w
	}
	switch len(n.Parts) {
	case 0:
		return nil, false
	case 1:
		n = n.Parts[0]
	}
	return &store.Query{Text: n}, true
}

func (c *Catalog) holder(ctx context.Context, v store.View, a *news.Article, an *news.Annotation, h Holding) (Holder, error) {
	out := Holder{Citation: Cite(a, h.Span), Kind: string(h.Kind), Through: []string{}}
	for _, c := range an.Credits {
		if c.Role != news.PhotoOf && (c.Covers.IsZero() || c.Covers.Overlaps(h.Span)) && !slices.Contains(out.Through, c.Agency) {
			out.Through = append(out.Through, c.Agency)
		}
	}
	whole := store.Analysis{Article: *a, Annotation: *an}
	for k := range an.Statements {
		for _, content := range an.Statements[k].Content {
			if out.Speaker == nil && content.Overlaps(h.Span) {
				if out.Speaker = orNull(store.SpeakerName(&whole, k)); c.over.saidAt(&store.Match{Analysis: &whole, Statement: k}) != nil {
					out.Speaker = orNull(c.speaker(c.over.said[utterance{a.ID, k}]))
				}
			}
		}
	}
	id, err := OriginAt(ctx, v, a.ID, h.Span)
	if err != nil || id == "" {
		return out, err
	}
	out.Origin = &id
	var o struct{ Name string }
	if _, err := v.Record(ctx, store.OriginKind, id, &o); err != nil {
		return out, err
	}
	out.Of = orNull(o.Name)
	return out, nil
}

// OriginAt returns the origin of a passage: that of the narrowest passage with an
// origin of its own that overlaps it, else the article's; "" if it has none yet.
func OriginAt(ctx context.Context, v store.View, article string, s news.Span) (string, error) {
	var p news.Provenance
	if _, err := v.Record(ctx, store.ProvenanceKind, article, &p); err != nil {
		return "", err
	}
	best, width := p.Origin, int(^uint(0)>>1)
	for _, o := range p.Passages {
		if o.Overlaps(s) && o.Len() < width {
			best, width = o.Origin, o.Len()
		}
	}
	return best, nil
}
