package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/twosource/twosource/internal/store"
)

// Search returns the best matches of q among things of one kind.
func (v *view) Search(ctx context.Context, q *store.Query, of store.HitKind, limit int) ([]store.Match, error) {
	list, err := v.search(ctx, q, of, limit)
	return list, v.s.wrap(err)
}

func (v *view) search(ctx context.Context, q *store.Query, of store.HitKind, limit int) ([]store.Match, error) {
	if !v.searchable(q, of) {
		return nil, nil
	}
	query, args := v.ranked(q, of, limit)
	type hit struct {
		page int64
		n    int
		rank float64
	}
	var list []hit
	err := each(ctx, v.conn, "SELECT m.page, m.n, m.rank FROM ("+query+") m JOIN pages p ON p.id = m.page ORDER BY "+bestFirst+", m.n", func(rows pgx.Rows) error {
		var h hit
		err := rows.Scan(&h.page, &h.n, &h.rank)
		list = append(list, h)
		return err
	}, args...)
	if err != nil {
		return nil, err
	}
	if limit >= 0 && len(list) > limit {
		list = list[:limit]
	}
	pages := make([]int64, len(list))
	for i, h := range list {
		pages[i] = h.page
	}
	matches, err := v.matches(ctx, pages, of)
	if err != nil {
		return nil, err
	}
	out := make([]store.Match, len(list))
	for i, h := range list {
		m, ok := matches[h.page]
		if !ok {
			return nil, fmt.Errorf("the index names the page %d, which is not there", h.page)
		}
		m.Statement, m.Rank = h.n, h.rank
		out[i] = m
	}
	return out, nil
}

// bestFirst is the order of matches m with pages p: of equals the hash of the page
// says which is first, so that the order does not depend on which was kept first.
const bestFirst = "m.rank DESC, p.key"

// searchable reports whether a search can find anything.
func (v *view) searchable(q *store.Query, of store.HitKind) bool {
	return v.Edition != 0 && !(of == store.Articles && q.Has("speaker") || of == store.Statements && q.Has("title"))
}

// Found returns the articles that a search finds.
func (v *view) Found(ctx context.Context, q *store.Query, of store.HitKind, limit int) ([]string, error) {
	if !v.searchable(q, of) {
		return nil, nil
	}
	query, args := v.ranked(q, of, limit)
	args = append(args, v.Edition)
	query = "SELECT a.article FROM (" + query + ") m JOIN pages p ON p.id = m.page JOIN analyses a ON a.edition = " + place(args) +
		" AND a.page = m.page ORDER BY " + bestFirst + ", m.n"
	if limit >= 0 {
		args = append(args, limit)
		query += " LIMIT " + place(args)
	}
	list, err := values[string](ctx, v.conn, query, args...)
	return store.Distinct(list), v.s.wrap(err)
}

// The weights of matches, of D, C, B and A: a word of the title says four times
// what one of the text does, the outlet nothing. Ours, as in sqlite. The number
// behind lets long texts count less, by the logarithm of their length.
const (
	articleRank   = "ts_rank('{0.25, 0, 0, 1}', f.words, %s::tsquery, 1)"
	statementRank = "ts_rank('{1, 0, 1, 0}', f.words, %s::tsquery, 1)"
)

// ranked returns the query that finds matches, by page, place and rank, in no
// order.
func (v *view) ranked(q *store.Query, of store.HitKind, limit int) (query string, args []any) {
	table, rank, n := "found_articles", articleRank, "-1"
	if of == store.Statements {
		table, rank, n = "found_statements", statementRank, "f.n"
	}
	args = []any{v.Edition}
	where := "f.edition = $1"
	from := table + " f"
	bounded := q.NotBefore != nil || q.Before != nil
	if bounded {
		from += " JOIN analyses d ON d.edition = f.edition AND d.page = f.page"
		if q.NotBefore != nil {
			args = append(args, *q.NotBefore)
			where += " AND d.first >= " + place(args)
		}
		if q.Before != nil {
			args = append(args, *q.Before)
			where += " AND d.first < " + place(args)
		}
	}
	if q.Text.Op == 0 {
		return fmt.Sprintf("SELECT f.page, %s AS n, 0::float8 AS rank FROM %s WHERE %s", n, from, where), args
	}
	t := terms{of: of, args: args}
	where += " AND " + t.where(&q.Text)
	rank = fmt.Sprintf(rank, t.whole)
	few := ""
	if limit >= 0 && limit <= store.RankedMost && !bounded {
		few = fmt.Sprintf(" ORDER BY f.page DESC LIMIT %d", store.RankedMost) // those that came last
	}
	return fmt.Sprintf("SELECT f.page, %s AS n, (%s)::float8 AS rank FROM (SELECT f.* FROM %s WHERE %s%s) f", n, rank, from, where, few), t.args
}

// terms writes the words of a query.
type terms struct {
	of    store.HitKind
	args  []any
	whole string // the placeholder of the whole query
}

// where returns the condition that a row f must meet. That is one tsquery; but for
// texts whose phrases are not all in their vectors, each term is looked at by
// itself.
func (t *terms) where(n *store.Node) string {
	var b strings.Builder
	writeQuery(&b, n, t.of)
	t.args = append(t.args, b.String())
	t.whole = place(t.args)
	short := "f.words @@ " + t.whole + "::tsquery"
	if !phrased(n, t.of) {
		return short
	}
	return "(f.long IS NULL AND " + short + " OR f.long IS NOT NULL AND " + t.each(n) + ")"
}

// phrased reports whether a phrase can stand in the text.
func phrased(n *store.Node, of store.HitKind) bool {
	if n.Op == store.TermOp {
		return n.Field == "" && len(n.Words) > 1
	}
	for i := range n.Parts {
		if phrased(&n.Parts[i], of) {
			return true
		}
	}
	return false
}

// each returns the condition of a node with the terms apart.
func (t *terms) each(n *store.Node) string {
	switch n.Op {
	case store.NotOp:
		return "NOT " + t.each(&n.Parts[0])
	case store.TermOp:
		var b strings.Builder
		writeTerm(&b, &n.Term, t.of)
		t.args = append(t.args, b.String())
		is := "f.words @@ " + place(t.args) + "::tsquery"
		if !phrased(n, t.of) {
			return is
		}
		phrase := " " + strings.Join(n.Words, " ")
		if !n.Prefix {
			phrase += " "
		}
		t.args = append(t.args, phrase)
		return "(" + is + " OR strpos(f.long, " + place(t.args) + ") > 0)"
	}
	by := " AND "
	if n.Op == store.OrOp {
		by = " OR "
	}
	parts := make([]string, len(n.Parts))
	for i := range n.Parts {
		parts[i] = t.each(&n.Parts[i])
	}
	return "(" + strings.Join(parts, by) + ")"
}

// writeQuery writes a query in the language of tsquery.
func writeQuery(b *strings.Builder, n *store.Node, of store.HitKind) {
	switch n.Op {
	case store.TermOp:
		writeTerm(b, &n.Term, of)
		return
	case store.NotOp:
		b.WriteString("!")
		writeQuery(b, &n.Parts[0], of)
		return
	}
	by := " & "
	if n.Op == store.OrOp {
		by = " | "
	}
	b.WriteByte('(')
	for i := range n.Parts {
		if i > 0 {
			b.WriteString(by)
		}
		writeQuery(b, &n.Parts[i], of)
	}
	b.WriteByte(')')
}

// writeTerm writes words that must follow one another, with the weights of the
// fields in which they may stand.
func writeTerm(b *strings.Builder, t *store.Term, of store.HitKind) {
	weights := map[string]string{"title": "A", "speaker": "B", "outlet": "C"}[t.Field]
	switch {
	case weights != "":
	case of == store.Statements:
		weights = "BD"
	default:
		weights = "AD"
	}
	b.WriteByte('(')
	for i, w := range t.Words {
		if i > 0 {
			b.WriteString(" <-> ")
		}
		b.WriteString("'" + strings.NewReplacer("'", "''", `\`, `\\`).Replace(short(w)) + "':")
		if t.Prefix && i == len(t.Words)-1 {
			b.WriteByte('*')
		}
		b.WriteString(weights)
	}
	b.WriteByte(')')
}

// matches returns the first reading of each page, with that part of its analysis by
// which a hit is shown.
func (v *view) matches(ctx context.Context, pages []int64, of store.HitKind) (map[int64]store.Match, error) {
	part := store.SaidPart
	if of == store.Articles {
		part = store.ArticlePart
	}
	out := make(map[int64]store.Match, len(pages))
	err := each(ctx, v.conn, "SELECT DISTINCT ON (r.page) "+readColumns+noPage+", r.page"+readTables+
		" WHERE r.page = ANY($2) ORDER BY r.page, i.name, r.input, r.ordinal", func(rows pgx.Rows) error {
		var r store.Row
		var page int64
		if err := rows.Scan(append(columns(&r), &page)...); err != nil {
			return err
		}
		it, err := r.Item(v.s.codec, part)
		if err == nil {
			out[page] = store.Match{Analysis: &it.Analysis, Reading: r.Reading}
		}
		return err
	}, v.Edition, pages)
	return out, err
}
