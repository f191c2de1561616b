package brief

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/twosource/twosource/internal/news"
)

// sortedStrings returns list sorted, and list itself if it is.
func sortedStrings(list []string) []string {
	if slices.IsSorted(list) {
		return list
	}
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

// records writes a top-level list of objects in the order of their ids. The
// first key of each is "id"; fields writes the others.
func records[T any](j *jsonWriter, k, one string, list []T, id func(*T) string, fields func(*T)) {
	order := byKey(len(list), func(i int) string { return id(&list[i]) })
	j.list(k, len(list), func(n int) {
		r := &list[order[n]]
		j.where = one + " " + id(r)
		j.open('{')
		j.str("id", id(r))
		fields(r)
		j.close('}')
	})
}

// correctedBy writes which of the user's corrections touched a record, the one
// key that records without any go without.
func (j *jsonWriter) correctedBy(lines []string) {
	if len(lines) > 0 {
		j.strings("corrected_by", lines)
	}
}

func (j *jsonWriter) lineage() {
	records(j, "lineage", "lineage", j.d.rec.Lineage, func(l *news.Link) string { return l.ID }, func(l *news.Link) {
		j.str("from", l.From)
		j.str("to", l.To)
		j.str("kind", string(l.Kind))
		j.fraction("confidence", l.Confidence)
		j.fraction("shared", l.Shared)
		objects(j.encoder, "passages", l.Passages, func(p *news.Reuse) {
			j.refOrNull("from", news.Ref{Article: l.From, Span: p.From})
			j.refOrNull("to", news.Ref{Article: l.To, Span: p.To})
			j.str("kind", string(p.Kind))
		})
		j.strings("reasons", l.Reasons)
	})
}

func (j *jsonWriter) origins() {
	records(j, "origins", "origin", j.d.rec.Origins, func(o *news.Origin) string { return o.ID }, func(o *news.Origin) {
		j.strOrNull("name", o.Name)
		j.str("kind", string(o.Kind))
		j.strings("articles", sortedStrings(o.Articles))
	})
}

// timeID returns the id of a time expression, the same in every brief that
// holds its article.
func timeID(article string, t *news.Time) string {
	return news.NewID("time", article, strconv.Itoa(t.Span.Start), strconv.Itoa(t.Span.End), string(t.Kind))
}

// dates writes every time expression of every article.
func (j *jsonWriter) dates() {
	type entry struct {
		id       string
		art, idx int
	}
	var list []entry
	for i := range j.d.rec.Articles {
		times := j.d.annotation(i).Times
		for t := range times {
			list = append(list, entry{timeID(j.d.rec.Articles[i].ID, &times[t]), i, t})
		}
	}
	slices.SortStableFunc(list, func(a, b entry) int { return cmp.Compare(a.id, b.id) })
	list = slices.CompactFunc(list, func(a, b entry) bool { return a.id == b.id })
	j.list("dates", len(list), func(n int) {
		en := list[n]
		id := j.d.rec.Articles[en.art].ID
		times := j.d.annotation(en.art).Times
		t := &times[en.idx]
		j.where = "date " + en.id
		j.open('{')
		j.str("id", en.id)
		j.str("kind", string(t.Kind))
		j.dateFields(t.Date, news.Ref{Article: id, Span: t.Span})
		j.strOrNull("modifier", t.Modifier)
		anchor := ""
		if t.Anchor >= 0 && t.Anchor < len(times) {
			anchor = timeID(id, &times[t.Anchor])
		}
		j.strOrNull("anchor", anchor)
		j.close('}')
	})
}

func (j *jsonWriter) entities() {
	records(j, "entities", "entity", j.d.rec.Entities, func(en *news.Entity) string { return en.ID }, func(en *news.Entity) {
		j.str("name", en.Name)
		j.str("type", string(en.Type))
		j.strings("aliases", sortedStrings(en.Aliases))
		j.strOrNull("country", en.Country)
		j.strOrNull("wikidata", en.Wikidata)
		objects(j.encoder, "roles", en.Roles, func(r *news.Role) {
			j.strOrNull("title", r.Title)
			j.strOrNull("of", r.Of)
			j.strOrNull("from", r.From)
			j.strOrNull("to", r.To)
			j.refOrNull("span", r.Ref)
		})
		j.refs("mentions", en.Mentions)
		j.strings("merged_because", en.MergedBecause)
		j.correctedBy(en.CorrectedBy)
	})
}

func (j *jsonWriter) statements() {
	records(j, "statements", "statement", j.d.rec.Statements, func(s *news.Statement) string { return s.ID }, j.statement)
}

func (j *jsonWriter) statement(s *news.Statement) {
	j.strOrNull("story", s.Story)
	j.strOrNull("speaker", s.Speaker)
	j.strOrNull("speaker_text", s.SpeakerText)
	j.refOrNull("speaker_span", s.SpeakerRef)
	j.strings("candidates", s.Candidates)
	j.fraction("confidence", s.Confidence)
	j.strOrNull("unresolved", s.Unresolved)
	j.strOrNull("on_behalf_of", s.OnBehalfOf)
	j.str("kind", string(s.Kind))
	j.strOrNull("act", s.Act)
	j.refOrNull("cue", s.Cue)
	j.refs("content", s.Content)
	j.words("text", s.Text)
	j.date("said", s.Said, s.SaidRef)
	j.strings("via", s.Via)
	j.strOrNull("addressee", s.Addressee)
	objects(j.encoder, "reports", s.Reports, func(r *news.Report) {
		j.str("article", r.Article)
		i, err := j.d.article(r.Article)
		if err != nil {
			j.fail(err)
			return
		}
		j.spans("spans", i, r.Spans)
		j.str("drift", string(r.Drift))
		j.strings("differences", r.Differences)
	})
	j.num("origins", len(s.OriginIDs))
	j.strings("origin_ids", sortedStrings(s.OriginIDs))
	j.correctedBy(s.CorrectedBy)
}

func (j *jsonWriter) stories() {
	records(j, "stories", "story", j.d.rec.Stories, func(s *news.Story) string { return s.ID }, j.story)
}

func (j *jsonWriter) story(s *news.Story) {
	j.strOrNull("title", s.Title)
	j.refOrNull("title_span", s.TitleRef)
	j.strings("articles", sortedStrings(s.Articles))
	j.num("origins", s.Origins)
	j.date("from", s.From, news.Ref{})
	j.date("to", s.To, news.Ref{})
	j.strings("entities", sortedStrings(s.Entities))
	j.refs("lead", s.Lead)
	j.strings("why", s.Why)
	objects(j.encoder, "also", s.Also, func(r *news.Ref) {
		j.str("article", r.Article)
		j.refOrNull("span", *r)
	})
	j.timeline(s)
	objects(j.encoder, "only_here", s.OnlyHere, func(o *news.OnlyHere) {
		j.str("article", o.Article)
		i, err := j.d.article(o.Article)
		if err != nil {
			j.fail(err)
			return
		}
		j.spans("spans", i, o.Spans)
	})
	j.correctedBy(s.CorrectedBy)
}

func (j *jsonWriter) timeline(s *news.Story) {
	j.key("timeline")
	j.open('[')
	for _, n := range timelineOrder(s.Timeline) {
		t := &s.Timeline[n]
		j.open('{')
		j.date("date", t.Date, t.DateRef)
		j.str("kind", string(t.Kind))
		j.words("text", t.Text)
		j.strOrNull("ref", cmp.Or(t.Statement, t.Event))
		j.refs("spans", t.Spans)
		j.close('}')
	}
	j.close(']')
}

// timelineOrder returns the indices of a timeline by date, undated entries
// last; entries of one date keep their order.
func timelineOrder(list []news.TimelineEntry) []int {
	type key struct {
		first, last int64
		undated     bool
	}
	keys := make([]key, len(list))
	order := make([]int, len(list))
	for i := range list {
		order[i] = i
		first, last, ok := list[i].Date.Bounds()
		keys[i] = key{first, last, !ok}
	}
	slices.SortStableFunc(order, func(x, y int) int {
		a, b := keys[x], keys[y]
		if a.undated || b.undated {
			switch {
			case a.undated && b.undated:
				return 0
			case a.undated:
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last))
	})
	return order
}

func (j *jsonWriter) threads() {
	records(j, "threads", "thread", j.d.rec.Threads, func(t *news.Thread) string { return t.ID }, func(t *news.Thread) {
		j.strOrNull("title", t.Title)
		j.strings("stories", t.Stories)
		objects(j.encoder, "links", t.Links, func(l *news.ThreadLink) {
			j.str("from", l.From)
			j.str("to", l.To)
			j.str("reason", l.Reason)
		})
	})
}

func (j *jsonWriter) notices() {
	list := append(slices.Clone(j.d.rec.Notices), j.d.mixedNotices()...)
	slices.SortStableFunc(list, func(a, b news.Notice) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Article, b.Article), cmp.Compare(a.Message, b.Message))
	})
	j.list("notices", len(list), func(n int) {
		j.open('{')
		j.str("code", list[n].Code)
		j.str("message", list[n].Message)
		j.strOrNull("article", list[n].Article)
		j.close('}')
	})
}

// mixedNotices tells of each article in which one happening is told as past
// while it, or another of its story, tells it as to come.
func (d *Document) mixedNotices() []news.Notice {
	var out []news.Notice
	for i := range d.rec.Stories {
		m := &d.rec.Stories[i].Mixed
		var ids []string
		for _, r := range slices.Concat(m.Past, m.Ahead) {
			if !slices.Contains(ids, r.Article) {
				ids = append(ids, r.Article)
			}
		}
		for _, id := range ids {
			out = append(out, news.Notice{Code: mixedTime, Article: id, Message: "One happening is told both as past or under way and as to come, here or in another article of the story."})
		}
	}
	return out
}
