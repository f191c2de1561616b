package sqlite

import (
	"context"
	"encoding/json"
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
	query, args, err := v.ranked(ctx, q, of, limit)
	if err != nil {
		return nil, err
	}
	type found struct {
		page, statement int64
		rank            float64
	}
	var list []found
	err = each(ctx, v.conn, query, func(scan func(...any) error) error {
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
	pages := make([]int64, len(list))
	for i, f := range list {
		pages[i] = f.page
	}
	matches, err := v.matches(ctx, pages, of)
	if err != nil {
		return nil, err
	}
	var out []store.Match
	for _, f := range list {
		m, ok := matches[f.page]
		if !ok {
			return nil, fmt.Errorf("the index names the page %d, which is not there", f.page)
		}
		m.Statement, m.Rank = int(f.statement), -f.rank
		out = append(out, m)
	}
	return out, nil
}

// searchable reports whether a search can find anything.
func (v *view) searchable(q *store.Query, of store.HitKind) bool {
	return v.Edition != 0 && !(of == store.Articles && q.Has("speaker") || of == store.Statements && q.Has("title"))
}

// ranked returns the query that finds the numbers of the best matches.
//
// bm25 counts, for each phrase of what it ranks by, in how many rows of the whole
// table that stands, which of a phrase of common words takes a hundred times as long
// as of its words. So of the matches that came last, phrases are ranked by their words.
func (v *view) ranked(ctx context.Context, q *store.Query, of store.HitKind, limit int) (query string, args []any, err error) {
	table, rank, page := articleIndex(v.Edition), articleRank, "f.rowid"
	if of == store.Statements {
		table, rank, page = statementIndex(v.Edition), statementRank, fmt.Sprintf("f.rowid >> %d", statementBits)
	}
	var from strings.Builder
	var where []string
	rank = fmt.Sprintf(rank, table)
	from.WriteString(table + " f")
	switch {
	case q.Text.Op == 0:
		rank = "0.0"
	case limit >= 0 && limit <= store.RankedMost && q.NotBefore == nil && q.Before == nil:
		var done bool
		if where, args, done, err = v.amongLast(ctx, q, of, table, limit); done || err != nil {
			return lastOf, args, err
		}
	default:
		m := matchWriter{of: of}
		m.write(&q.Text)
		where, args = append(where, table+" MATCH ?"), append(args, m.String())
	}
	if q.NotBefore != nil || q.Before != nil {
		fmt.Fprintf(&from, " JOIN analyses a ON a.edition = %d AND a.page = %s", v.Edition, page)
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
		rank, from.String(), strings.Join(where, " AND ")), append(args, limit), nil
}

// lastOf finds the numbers of a list, the first first.
const lastOf = "SELECT CAST(value AS INTEGER) AS n, CAST(key AS REAL) AS r FROM json_each(?)"

// amongLast returns what picks, for ranking, the matches that came last. If there is
// nothing to rank by it is done: args are then those of lastOf.
func (v *view) amongLast(ctx context.Context, q *store.Query, of store.HitKind, table string, limit int) (where []string, args []any, done bool, err error) {
	m, words := matchWriter{of: of}, matchWriter{of: of, words: true}
	m.write(&q.Text)
	words.write(&q.Text)
	last, err := values[int64](ctx, v.conn, fmt.Sprintf("SELECT rowid FROM %[1]s WHERE %[1]s MATCH ? ORDER BY rowid DESC LIMIT %[2]d", table, store.RankedMost), m.String())
	if err != nil {
		return nil, nil, false, err
	}
	if words.none || len(last) == 0 {
		last = append([]int64{}, last[:min(len(last), limit)]...)
		done = true
	}
	list, err := json.Marshal(last)
	if done || err != nil {
		return nil, []any{string(list)}, done, err
	}
	where, args = []string{table + " MATCH ?", "f.rowid >= ?"}, []any{words.String(), last[len(last)-1]}
	if words.String() != m.String() {
		where, args = append(where, "+f.rowid IN (SELECT value FROM json_each(?))"), append(args, string(list))
	}
	return where, args, false, nil
}

// A matchWriter writes a query in the language of FTS5. All words are quoted, and
// hold letters and digits only.
type matchWriter struct {
	strings.Builder
	of store.HitKind
	// words has each phrase written as its words, which need not stand together then,
	// without those that stand everywhere, and leaves out what must not be there: it
	// finds all that the query does, and more.
	words bool
	none  bool // a phrase has no other words; what was written is of no use
}

func (m *matchWriter) write(n *store.Node) {
	switch n.Op {
	case store.TermOp:
		m.term(&n.Term)
	case store.OrOp:
		m.WriteByte('(')
		for i := range n.Parts {
			if i > 0 {
				m.WriteString(" OR ")
			}
			m.write(&n.Parts[i])
		}
		m.WriteByte(')')
	case store.AndOp:
		m.and(n)
	}
}

// and writes what must be there and then, for FTS5 knows only "this and not that",
// what must not.
func (m *matchWriter) and(n *store.Node) {
	m.WriteByte('(')
	first := true
	for i := range n.Parts {
		if p := &n.Parts[i]; p.Op != store.NotOp {
			if !first {
				m.WriteString(" AND ")
			}
			first = false
			m.write(p)
		}
	}
	m.WriteByte(')')
	for i := range n.Parts {
		if p := &n.Parts[i]; p.Op == store.NotOp && !m.words {
			m.WriteString(" NOT ")
			m.write(&p.Parts[0])
		}
	}
}

func (m *matchWriter) term(t *store.Term) {
	columns := t.Field
	switch {
	case columns != "":
	case m.of == store.Statements:
		columns = "speaker text"
	default:
		columns = "title text"
	}
	if m.words && len(t.Words) > 1 {
		m.apart(t, columns)
		return
	}
	m.WriteString("{" + columns + `} : "` + strings.Join(t.Words, " ") + `"`)
	if t.Prefix {
		m.WriteByte('*')
	}
}

// apart writes the words of a phrase.
func (m *matchWriter) apart(t *store.Term, columns string) {
	m.WriteByte('(')
	n := 0
	for i, w := range t.Words {
		prefix := t.Prefix && i == len(t.Words)-1
		if everywhere[w] && !prefix {
			continue
		}
		if n++; n > 1 {
			m.WriteString(" AND ")
		}
		m.WriteString("{" + columns + `} : "` + w + `"`)
		if prefix {
			m.WriteByte('*')
		}
	}
	m.WriteByte(')')
	m.none = m.none || n == 0
}

// everywhere are words that stand in most articles and so tell none from another:
// articles, conjunctions, prepositions, pronouns and auxiliaries of English.
var everywhere = wordSet(`a about after all also an and any are as at be been before but by can could did do for from had has have he her
	his how i if in into is it its just like may more most no not of on one or other our out over she should so some such than that the
	their them then there these they this to up us was we were what when where which while who will with would you your`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// matches returns the first reading of each page, with that part of its analysis by
// which a hit is shown.
func (v *view) matches(ctx context.Context, pages []int64, of store.HitKind) (map[int64]store.Match, error) {
	list, err := json.Marshal(pages)
	if err != nil {
		return nil, err
	}
	part := store.SaidPart
	if of == store.Articles {
		part = store.ArticlePart
	}
	out := make(map[int64]store.Match, len(pages))
	err = each(ctx, v.conn, readColumns+neededPage+`, r.page
		FROM readings r CROSS JOIN inputs i ON i.id = r.input CROSS JOIN pages p ON p.id = r.page CROSS JOIN analyses a ON a.page = p.id AND a.edition = ?
		WHERE r.page IN (SELECT value FROM json_each(?)) ORDER BY i.name, r.input, r.ordinal`, func(scan func(...any) error) error {
		var r store.Row
		var page int64
		if err := scan(append(columns(&r), &page)...); err != nil {
			return err
		}
		if _, ok := out[page]; ok {
			return nil
		}
		it, err := r.Item(v.s.codec, part)
		if err != nil {
			return err
		}
		out[page] = store.Match{Analysis: &it.Analysis, Reading: r.Reading}
		return nil
	}, v.Edition, string(list))
	return out, err
}

// Found returns the articles that a search finds.
func (v *view) Found(ctx context.Context, q *store.Query, of store.HitKind, limit int) ([]string, error) {
	if !v.searchable(q, of) {
		return nil, nil
	}
	query, args, err := v.ranked(ctx, q, of, limit)
	if err != nil {
		return nil, v.s.wrap(err)
	}
	page := "m.n"
	if of == store.Statements {
		page = fmt.Sprintf("m.n >> %d", statementBits)
	}
	query = fmt.Sprintf("SELECT a.article FROM (%s) m CROSS JOIN analyses a ON a.edition = %d AND a.page = %s ORDER BY m.r, m.n", query, v.Edition, page)
	list, err := values[string](ctx, v.conn, query, args...)
	return store.Distinct(list), v.s.wrap(err)
}
