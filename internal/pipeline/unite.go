package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/dates"
	"github.com/twosource/twosource/internal/news"
)

// unite puts the items into the record, sorted by article id. Of items with
// one id, the text published or updated last is the article and the other
// texts are its versions; the same text met again is one article with two
// inputs, which a notice names.
func unite(rec *news.Record, items []item) {
	uniteItems(rec, items)
	rec.Notices = append(rec.Notices, ambiguous(rec.Articles)...)
	sortNotices(rec)
}

// uniteItems does so without what is said of all articles together, and leaves the
// notices as they come.
func uniteItems(rec *news.Record, items []item) {
	slices.SortStableFunc(items, func(x, y item) int {
		a, b := &x.article, &y.article
		return cmp.Or(cmp.Compare(a.ID, b.ID), -cmp.Compare(latest(a), latest(b)),
			cmp.Compare(a.Text, b.Text), cmp.Compare(a.Input.Name, b.Input.Name), cmp.Compare(a.Input.Line, b.Input.Line))
	})
	for i := range items {
		it := &items[i]
		rec.Notices = append(rec.Notices, it.notices...)
		n := len(rec.Articles) - 1
		if n < 0 || rec.Articles[n].ID != it.article.ID {
			rec.Articles = append(rec.Articles, it.article)
			rec.Annotations = append(rec.Annotations, it.annotation)
			continue
		}
		addVersion(rec, &rec.Articles[n], &it.article)
	}
	for i := range rec.Articles {
		slices.SortStableFunc(rec.Articles[i].Versions, func(x, y news.Version) int {
			return cmp.Or(cmp.Compare(lower(x.Updated, x.Published), lower(y.Updated, y.Published)), cmp.Compare(x.Text, y.Text))
		})
	}
}

// sortNotices puts the notices in their order, each once.
func sortNotices(rec *news.Record) {
	slices.SortFunc(rec.Notices, func(x, y news.Notice) int {
		return cmp.Or(cmp.Compare(x.Code, y.Code), cmp.Compare(x.Article, y.Article), cmp.Compare(x.Message, y.Message))
	})
	rec.Notices = slices.Compact(rec.Notices)
}

// ambiguous returns one notice on all articles whose date can be read in two
// orders, or none.
func ambiguous(articles []news.Article) []news.Notice {
	n, words := 0, ""
	for i := range articles {
		if d := articles[i].Published; !d.Known() && strings.HasPrefix(d.Reason, dates.Ambiguous) {
			if n == 0 {
				words = d.Words
			}
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []news.Notice{{
		Code: "date-order",
		Message: fmt.Sprintf("%d of %d dates can be read with the day or the month first (%q) and are left unread; say which with --date-order dmy or mdy.",
			n, len(articles), words),
	}}
}

func addVersion(rec *news.Record, a, b *news.Article) {
	same := a.Text == b.Text
	for _, v := range a.Versions {
		same = same || v.Text == b.Text
	}
	if same {
		rec.Notices = append(rec.Notices, news.Notice{
			Code: "same-text", Article: a.ID,
			Message: fmt.Sprintf("%s is the same article as %s and counts once.", place(b.Input), place(a.Input)),
		})
		return
	}
	a.Versions = append(a.Versions, news.Version{Input: b.Input, Published: b.Published, Updated: b.Updated, Text: b.Text})
}

func place(in news.Input) string {
	if in.Line > 0 {
		return fmt.Sprintf("%s:%d", in.Name, in.Line)
	}
	return in.Name
}

func latest(a *news.Article) int64 { return lower(a.Updated, a.Published) }

// lower returns the first instant of the first of dates that has one.
func lower(dates ...news.Date) int64 {
	for _, d := range dates {
		if f, _, ok := d.Bounds(); ok {
			return f
		}
	}
	return -1 << 62
}
