package postgres

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/jackc/pgx/v5"

	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/store"
)

// A packed is an item as it stands in the database.
type packed struct {
	page, analysis []byte
	words          []found // of the article, and then of its statements
}

// pack packs items, several at once. Nil items are left out; those without a page
// are packed without it.
func (s *Store) pack(items []*store.Item, withPage bool) []packed {
	out := make([]packed, len(items))
	var done sync.WaitGroup
	room := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, it := range items {
		if it == nil {
			continue
		}
		room <- struct{}{}
		done.Go(func() {
			out[i] = s.packItem(it, withPage)
			<-room
		})
	}
	done.Wait()
	return out
}

func (s *Store) packItem(it *store.Item, withPage bool) (p packed) {
	if withPage {
		page := store.PackedPage{Page: it.Page, AsOf: it.AsOf}
		page.Page.Input = news.Input{}
		p.page = s.codec.Pack(&page)
	}
	if it.Failure.Stage != "" {
		return p
	}
	bare := it.Analysis
	bare.Article.Input = news.Input{} // a page may have been read in several places
	p.analysis = s.codec.Pack(&bare)
	p.words = foundWords(&it.Analysis)
	return p
}

// Put keeps pages of an input in one transaction, by COPY.
func (w *writer) Put(ctx context.Context, input int64, batch []store.Entry) (keptOut int, err error) {
	items := make([]*store.Item, len(batch))
	for i := range batch {
		items[i] = batch[i].Item
	}
	p := &putting{w: w, input: input, packed: w.s.pack(items, true)}
	err = w.do(ctx, func() error {
		if err := p.look(batch); err != nil {
			return err
		}
		for i := range batch {
			if err := p.entry(&batch[i], &p.packed[i]); err != nil {
				return err
			}
		}
		changed, err := p.write()
		if err == nil && changed {
			err = w.changed()
		}
		return err
	})
	if err != nil {
		return 0, w.s.wrap(err)
	}
	return p.keptOut, nil
}

// A putting is one batch on its way into the database.
type putting struct {
	w       *writer
	input   int64
	packed  []packed
	pages   map[store.Key]int64 // that are there, or are to be
	kept    map[int64]bool      // pages that have an analysis
	removed map[string]bool     // articles that are to stay out
	keptOut int
	out     [][]byte // keys of pages that stay out
	rows    rows
	at      map[int64]int // places in readings, by ordinal
	read    readingRows
}

// rows are what is copied into the tables.
type rows struct{ pages, analyses, articles, statements [][]any }

// readingRows are readings as columns.
type readingRows struct {
	ordinals, pages, lines []int64
	names                  [][]byte
}

// look asks for what the store has of a batch.
func (p *putting) look(batch []store.Entry) error {
	p.pages, p.kept, p.removed, p.at = map[store.Key]int64{}, map[int64]bool{}, map[string]bool{}, map[int64]int{}
	var keys [][]byte
	var articles []string
	for i := range batch {
		keys = append(keys, batch[i].Key[:])
		if it := batch[i].Item; it != nil && it.Article.ID != "" {
			articles = append(articles, it.Article.ID)
		}
	}
	ctx, cancel := limited()
	defer cancel()
	err := each(ctx, p.w.conn, `SELECT p.key, p.id, a.page IS NOT NULL FROM pages p LEFT JOIN analyses a ON a.edition = $1 AND a.page = p.id
		WHERE p.key = ANY($2)`, func(rows pgx.Rows) error {
		var key []byte
		var id int64
		var kept bool
		err := rows.Scan(&key, &id, &kept)
		p.pages[store.Key(key)], p.kept[id] = id, kept
		return err
	}, p.w.edition, keys)
	if err != nil {
		return err
	}
	list, err := values[string](ctx, p.w.conn, "SELECT article FROM removed_articles WHERE article = ANY($1)", articles)
	for _, id := range list {
		p.removed[id] = true
	}
	return err
}

// entry takes one page in.
func (p *putting) entry(e *store.Entry, k *packed) error {
	if e.Item != nil && p.removed[e.Item.Article.ID] {
		p.keptOut++
		p.out = append(p.out, e.Key[:])
		return nil
	}
	page, ok := p.pages[e.Key]
	if !ok {
		if e.Item == nil {
			return fmt.Errorf("the page %x is said to be kept and is not", e.Key[:8])
		}
		p.w.ids.page++
		page = p.w.ids.page
		p.pages[e.Key] = page
		p.rows.pages = append(p.rows.pages, []any{page, e.Key[:], k.page})
	}
	if e.Item != nil && !p.kept[page] {
		p.kept[page] = true
		p.rows.analysis(p.w, p.w.edition, page, &e.Item.Analysis, k)
	}
	r := &p.read
	at, again := p.at[int64(e.Ordinal)]
	if !again {
		at = len(r.ordinals)
		p.at[int64(e.Ordinal)] = at
		r.ordinals, r.pages, r.lines, r.names = append(r.ordinals, 0), append(r.pages, 0), append(r.lines, 0), append(r.names, nil)
	}
	r.ordinals[at], r.pages[at], r.lines[at], r.names[at] = int64(e.Ordinal), page, int64(e.At.Line), []byte(e.At.Name)
	return nil
}

// analysis takes in an analysis and the words by which it is found.
func (r *rows) analysis(w *writer, edition, page int64, a *store.Analysis, k *packed) {
	var first, last, failed, revision, message any
	if f, l, ok := a.Article.Published.Bounds(); ok {
		first, last = f, l
	}
	if a.Failure.Stage != "" {
		failed, revision, message = a.Failure.Stage, a.Failure.Revision, []byte(a.Failure.Message)
	}
	w.ids.analysis++
	r.analyses = append(r.analyses, []any{w.ids.analysis, edition, page, a.Article.ID, first, last, failed, revision, message, k.analysis})
	for i := range k.words {
		f := &k.words[i]
		if i == 0 {
			r.articles = append(r.articles, []any{edition, page, f.words, f.long})
		} else {
			r.statements = append(r.statements, []any{edition, page, i - 1, f.words, f.long})
		}
	}
}

// write copies the rows, and reports whether anything changed.
func (p *putting) write() (changed bool, err error) {
	if len(p.out) > 0 {
		if err := p.w.exec("INSERT INTO removed_pages SELECT DISTINCT unnest($1::bytea[]) ON CONFLICT DO NOTHING", p.out); err != nil {
			return false, err
		}
	}
	if err := p.rows.copy(p.w); err != nil {
		return false, err
	}
	read := int64(0)
	if r := &p.read; len(r.ordinals) > 0 {
		read, err = p.w.affected(`INSERT INTO readings (input, ordinal, page, line, name)
			SELECT $1, u.ordinal, u.page, u.line, nullif(u.name, (SELECT name FROM inputs WHERE id = $1))
			FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[]) u (ordinal, page, line, name)
			ON CONFLICT (input, ordinal) DO UPDATE SET page = excluded.page, line = excluded.line, name = excluded.name
			WHERE (readings.page, readings.line) != (excluded.page, excluded.line) OR readings.name IS DISTINCT FROM excluded.name`,
			p.input, r.ordinals, r.pages, r.lines, r.names)
	}
	return read > 0 || len(p.rows.analyses) > 0, err
}

func (r *rows) copy(w *writer) error {
	for _, t := range []struct {
		table   string
		columns []string
		rows    [][]any
	}{
		{"pages", []string{"id", "key", "page"}, r.pages},
		{"analyses", []string{"id", "edition", "page", "article", "first", "last", "failed", "revision", "error", "analysis"}, r.analyses},
		{"found_articles", []string{"edition", "page", "words", "long"}, r.articles},
		{"found_statements", []string{"edition", "page", "n", "words", "long"}, r.statements},
	} {
		if len(t.rows) == 0 {
			continue
		}
		ctx, cancel := limited()
		_, err := w.conn.CopyFrom(ctx, pgx.Identifier{t.table}, t.columns, pgx.CopyFromRows(t.rows))
		cancel()
		if err != nil {
			return err
		}
	}
	return nil
}
