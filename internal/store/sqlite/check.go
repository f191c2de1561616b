package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/twosource/twosource/internal/store"
)

// Backup writes a copy of the store to a file that must not exist.
func (s *Store) Backup(ctx context.Context, file string) (err error) {
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s: %w", file, fs.ErrExist)
	}
	tmp, err := os.MkdirTemp(filepath.Dir(file), ".twosource-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	copied := filepath.Join(tmp, "store.db")
	if _, err := s.db.ExecContext(ctx, "VACUUM INTO ?", copied); err != nil {
		return s.wrap(err)
	}
	if f, err := os.OpenFile(copied, os.O_RDWR, 0); err != nil {
		return err
	} else if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(copied, file)
}

// Check reads everything.
func (s *Store) Check(ctx context.Context, report func(string)) (err error) {
	v, err := s.view(ctx)
	if err != nil {
		return s.wrap(err)
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	for _, check := range []func(context.Context, func(string)) error{
		v.checkFile, v.checkTies, v.checkPages, v.checkDerived, v.checkIndexes,
	} {
		if err := check(ctx, report); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			report(plain(err).Error())
		}
	}
	return nil
}

// checkFile lets SQLite look at its own structures.
func (v *view) checkFile(ctx context.Context, report func(string)) error {
	return each(ctx, v.conn, "PRAGMA integrity_check(20)", func(scan func(...any) error) error {
		var line string
		if err := scan(&line); err != nil {
			return err
		}
		if line != "ok" {
			report("the file: " + line)
		}
		return nil
	})
}

// checkTies looks for rows that point at nothing.
func (v *view) checkTies(ctx context.Context, report func(string)) error {
	for _, tie := range []struct{ what, query string }{
		{"readings of no page", "SELECT count(*) FROM readings WHERE page NOT IN (SELECT id FROM pages)"},
		{"readings of no input", "SELECT count(*) FROM readings WHERE input NOT IN (SELECT id FROM inputs)"},
		{"analyses of no page", "SELECT count(*) FROM analyses WHERE page NOT IN (SELECT id FROM pages)"},
		{"analyses of no edition", "SELECT count(*) FROM analyses WHERE edition NOT IN (SELECT id FROM editions)"},
		{"pages without an analysis", fmt.Sprintf("SELECT count(*) FROM pages WHERE id NOT IN (SELECT page FROM analyses WHERE edition = %d)", v.Edition)},
		{"removed articles that are there", "SELECT count(*) FROM analyses WHERE article IN (SELECT article FROM removed_articles)"},
	} {
		var n int
		if err := v.conn.QueryRowContext(ctx, tie.query).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			report(fmt.Sprintf("%d %s", n, tie.what))
		}
	}
	return nil
}

// checkPages unpacks every page and analysis, and holds pages to their keys and
// spans to their texts.
func (v *view) checkPages(ctx context.Context, report func(string)) error {
	return each(ctx, v.conn, `SELECT p.key, a.failed, a.analysis, a.body, p.page, a.article FROM pages p
		JOIN analyses a ON a.page = p.id AND a.edition = ? ORDER BY p.id`, func(scan func(...any) error) error {
		var r store.Row
		var article string
		if err := scan(&r.Key, &r.Failed, &r.Analysis, &r.Body, &r.Page, &article); err != nil {
			return err
		}
		if _, err := r.Check(v.s.codec, article); err != nil {
			report(fmt.Sprintf("page %x (article %s): %v", r.Key[:min(8, len(r.Key))], article, err))
		}
		return nil
	}, v.Edition)
}

// checkDerived unpacks every derived record and holds it to what it refers to.
func (v *view) checkDerived(ctx context.Context, report func(string)) error {
	articles, err := v.CheckDerived(ctx, report)
	if err != nil {
		return err
	}
	return each(ctx, v.conn, `SELECT value FROM json_each(?) WHERE value NOT IN (SELECT article FROM analyses WHERE edition = ?)`,
		func(scan func(...any) error) error {
			var id string
			if err := scan(&id); err != nil {
				return err
			}
			report("derived records speak of the article " + id + ", which is not kept")
			return nil
		}, jsonList(articles), v.Edition)
}

// checkIndexes holds the indexes to the articles, and reads every list of every
// word in them.
func (v *view) checkIndexes(ctx context.Context, report func(string)) error {
	if v.Edition == 0 {
		return nil
	}
	var kept, indexed int
	err := v.conn.QueryRowContext(ctx, fmt.Sprintf(`SELECT (SELECT count(*) FROM analyses WHERE edition = %d AND failed IS NULL),
		(SELECT count(*) FROM %s_docsize)`, v.Edition, articleIndex(v.Edition))).Scan(&kept, &indexed)
	if err != nil {
		return err
	}
	if kept != indexed {
		report(fmt.Sprintf("%d articles are kept, and %d can be searched", kept, indexed))
	}
	for _, table := range []string{articleIndex(v.Edition), statementIndex(v.Edition)} {
		if err := v.checkIndex(ctx, table, report); err != nil {
			report(fmt.Sprintf("the index %s: %v", table, err))
		}
	}
	return nil
}

// checkIndex counts the words of an index in its lists, and holds the sum to that
// of the lengths of what is indexed.
func (v *view) checkIndex(ctx context.Context, table string, report func(string)) (err error) {
	words := "words_of_" + table
	if _, err := v.conn.ExecContext(ctx, fmt.Sprintf("CREATE VIRTUAL TABLE temp.%s USING fts5vocab(main, %s, 'row')", words, table)); err != nil {
		return err
	}
	defer func() {
		_, dropped := v.conn.ExecContext(ctx, "DROP TABLE temp."+words)
		err = errors.Join(err, dropped)
	}()
	var listed, long uint64
	if err := v.conn.QueryRowContext(ctx, "SELECT coalesce(sum(cnt), 0) FROM temp."+words).Scan(&listed); err != nil {
		return err
	}
	err = each(ctx, v.conn, "SELECT sz FROM "+table+"_docsize", func(scan func(...any) error) error {
		var sizes []byte
		if err := scan(&sizes); err != nil {
			return err
		}
		long += sumOfSizes(sizes)
		return nil
	})
	if err == nil && listed != long {
		report(fmt.Sprintf("the index %s lists %d words of %d", table, listed, long))
	}
	return err
}

// sumOfSizes adds the numbers of FTS5 that give the words of each column: seven
// bits a byte, the highest first.
func sumOfSizes(sizes []byte) (sum uint64) {
	n := uint64(0)
	for _, b := range sizes {
		n = n<<7 | uint64(b&0x7f)
		if b < 0x80 {
			sum += n
			n = 0
		}
	}
	return sum
}
