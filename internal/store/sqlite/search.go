package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/twosource/twosource/internal/store"
)

// statementBits is how many bits of a statement's number in the index are its
// place in its analysis; the others are the number of the page.
const statementBits = 16

func articleIndex(edition int64) string   { return fmt.Sprintf("found_articles_%d", edition) }
func statementIndex(edition int64) string { return fmt.Sprintf("found_statements_%d", edition) }

// indexTables returns what makes the two indexes of an edition. They hold no
// texts (content=”): the words are folded before they come here, and snippets
// are cut from the articles.
func indexTables(edition int64) []string {
	const options = `content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0"`
	return []string{
		fmt.Sprintf("CREATE VIRTUAL TABLE %s USING fts5(title, text, outlet, %s)", articleIndex(edition), options),
		fmt.Sprintf("CREATE VIRTUAL TABLE %s USING fts5(speaker, text, outlet, %s)", statementIndex(edition), options),
	}
}

// index makes an analysis findable.
func (w *writer) index(edition, page int64, a *store.Analysis) error {
	in := store.IndexedArticle(a)
	_, err := w.exec("INSERT INTO "+articleIndex(edition)+" (rowid, title, text, outlet) VALUES (?, ?, ?, ?)", page, in.Title, in.Text, in.Outlet)
	if err != nil {
		return err
	}
	insert := "INSERT INTO " + statementIndex(edition) + " (rowid, speaker, text, outlet) VALUES (?, ?, ?, ?)"
	for k := range min(len(a.Annotation.Statements), store.MaxStatements) {
		in := store.IndexedStatement(a, k)
		if _, err := w.exec(insert, page<<statementBits|int64(k), in.Speaker, in.Text, in.Outlet); err != nil {
			return err
		}
	}
	return nil
}

// forget closes the prepared statements that use a table.
func (w *writer) forget(table string) error {
	var errs []error
	for query, st := range w.stmts {
		if strings.Contains(query, table) {
			errs = append(errs, st.Close())
			delete(w.stmts, query)
		}
	}
	return errors.Join(errs...)
}

// Search returns the best matches of q among things of one kind.
func (v *view) Search(ctx context.Context, q *store.Query, of store.HitKind, limit int) ([]store.Match, error) {
	list, err := v.search(ctx, q, of, limit)
	return list, v.s.wrap(err)
}

// The weights of the columns when matches are ranked: a word of the title says
// four times what one of the text does. Ours.
const (
	articleRank   = "bm25(%s, 4.0, 1.0, 0.0)"
	statementRank = "bm25(%s, 1.0, 1.0, 0.0)"
)

func (v *view) search(ctx context.Context, q *store.Query, of store.HitKind, limit int) ([]store.Match, error) {
	if !v.searchable(q, of) {
		return nil, nil
	}
	query, args := v.ranked(q, of, limit)
	type found struct {
		page, statement int64
		rank            float64
	}
	var list []found
	err := each(ctx, v.conn, query, func(scan func(...any) error) error {
		f := found{statement: -1}
		err := scan(&f.page, &f.rank)
		if of == store.Statements {
			f.page, f.statement = f.page>>statementBits, f.page&(1<<statementBits-1)
		}
		list = append(list, f)
		return err
	}, args...)
	if err != nil {
		return nil, err
	}
	var out []store.Match
	for _, f := range list {
		m, err := v.match(ctx, f.page, of)
		if err != nil {
			return nil, err
		}
		m.Statement, m.Rank = int(f.statement), -f.rank
		out = append(out, m)
	}
	return out, nil
}

// searchable reports whether a search can find anything.
func (v *view) searchable(q *store.Query, of store.HitKind) bool {
	return v.edition != 0 && !(of == store.Articles && q.Has("speaker") || of == store.Statements && q.Has("title"))
}

// ranked returns the query that finds the numbers of the best matches.
func (v *view) ranked(q *store.Query, of store.HitKind, limit int) (query string, args []any) {
	table, rank, page := articleIndex(v.edition), articleRank, "f.rowid"
	if of == store.Statements {
		table, rank, page = statementIndex(v.edition), statementRank, fmt.Sprintf("f.rowid >> %d", statementBits)
	}
	var from strings.Builder
	var where []string
	rank = fmt.Sprintf(rank, table)
	from.WriteString(table + " f")
	if q.Text.Op != 0 {
		var b strings.Builder
		writeMatch(&b, &q.Text, of)
		where = append(where, table+" MATCH ?")
		args = append(args, b.String())
		if limit >= 0 && limit <= store.RankedMost && q.NotBefore == nil && q.Before == nil {
			where = append(where, fmt.Sprintf("f.rowid >= coalesce((SELECT min(n) FROM (SELECT rowid AS n FROM %[1]s WHERE %[1]s MATCH ? ORDER BY rowid DESC LIMIT %[2]d)), 0)", table, store.RankedMost))
			args = append(args, b.String())
		}
	} else {
		rank = "0.0"
	}
	if q.NotBefore != nil || q.Before != nil {
		fmt.Fprintf(&from, " JOIN analyses a ON a.edition = %d AND a.page = %s", v.edition, page)
		if q.NotBefore != nil {
			where = append(where, "a.first >= ?")
			args = append(args, *q.NotBefore)
		}
		if q.Before != nil {
			where = append(where, "a.first < ?")
			args = append(args, *q.Before)
		}
	}
	if len(where) == 0 {
		where = append(where, "true")
	}
	return fmt.Sprintf("SELECT f.rowid AS n, %s AS r FROM %s WHERE %s ORDER BY r, f.rowid LIMIT ?",
		rank, from.String(), strings.Join(where, " AND ")), append(args, limit)
}

// writeMatch writes a query in the language of FTS5. All words are quoted, and
// hold letters and digits only.
func writeMatch(b *strings.Builder, n *store.Node, of store.HitKind) {
	switch n.Op {
	case store.TermOp:
		writeTerm(b, &n.Term, of)
	case store.OrOp:
		b.WriteByte('(')
		for i := range n.Parts {
			if i > 0 {
				b.WriteString(" OR ")
			}
			writeMatch(b, &n.Parts[i], of)
		}
		b.WriteByte(')')
	case store.AndOp:
		writeAnd(b, n, of)
	}
}

// writeAnd writes what must be there and then, for FTS5 knows only "this and not
// that", what must not.
func writeAnd(b *strings.Builder, n *store.Node, of store.HitKind) {
	b.WriteByte('(')
	first := true
	for i := range n.Parts {
		if p := &n.Parts[i]; p.Op != store.NotOp {
			if !first {
				b.WriteString(" AND ")
			}
			first = false
			writeMatch(b, p, of)
		}
	}
	b.WriteByte(')')
	for i := range n.Parts {
		if p := &n.Parts[i]; p.Op == store.NotOp {
			b.WriteString(" NOT ")
			writeMatch(b, &p.Parts[0], of)
		}
	}
}

func writeTerm(b *strings.Builder, t *store.Term, of store.HitKind) {
	columns := t.Field
	switch {
	case columns != "":
	case of == store.Statements:
		columns = "speaker text"
	default:
		columns = "title text"
	}
	b.WriteString("{" + columns + `} : "` + strings.Join(t.Words, " ") + `"`)
	if t.Prefix {
		b.WriteByte('*')
	}
}

// match returns the first reading of a page, with its analysis or, of an article,
// that part of it.
func (v *view) match(ctx context.Context, page int64, of store.HitKind) (m store.Match, err error) {
	var w row
	err = v.conn.QueryRowContext(ctx, readColumns+neededPage+`
		FROM readings r JOIN inputs i ON i.id = r.input JOIN pages p ON p.id = r.page
		JOIN analyses a ON a.page = p.id AND a.edition = ? WHERE r.page = ? ORDER BY i.name, r.input, r.ordinal LIMIT 1`, v.edition, page).Scan(w.dest()...)
	if err != nil {
		return m, err
	}
	unpack := w.unpackLean
	if of == store.Articles {
		unpack = w.unpackArticle
	}
	it, err := unpack(v.s.codec)
	if err != nil {
		return m, err
	}
	m.Analysis, m.Reading = &it.Analysis, w.reading
	return m, nil
}
