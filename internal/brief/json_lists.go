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

func (j *jsonWriter) lineage() {
	list := j.d.rec.Lineage
	order := byKey(len(list), func(i int) string { return list[i].ID })
	j.list("lineage", len(list), func(n int) {
		l := &list[order[n]]
		j.where = "lineage " + l.ID
		j.open('{')
		j.str("id", l.ID)
		j.str("from", l.From)
		j.str("to", l.To)
		j.str("kind", string(l.Kind))
		j.fraction("confidence", l.Confidence)
		j.fraction("shared", l.Shared)
		j.key("passages")
		j.open('[')
		for _, p := range l.Passages {
			j.open('{')
			j.refOrNull("from", news.Ref{Article: l.From, Span: p.From})
			j.refOrNull("to", news.Ref{Article: l.To, Span: p.To})
			j.str("kind", string(p.Kind))
			j.close('}')
		}
		j.close(']')
		j.strings("reasons", l.Reasons)
		j.close('}')
	})
}

func (j *jsonWriter) origins() {
	list := j.d.rec.Origins
	order := byKey(len(list), func(i int) string { return list[i].ID })
	j.list("origins", len(list), func(n int) {
		o := &list[order[n]]
		j.open('{')
		j.str("id", o.ID)
		j.strOrNull("name", o.Name)
		j.str("kind", string(o.Kind))
		j.strings("articles", sortedStrings(o.Articles))
		j.close('}')
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
	list := j.d.rec.Entities
	order := byKey(len(list), func(i int) string { return list[i].ID })
	j.list("entities", len(list), func(n int) {
		en := &list[order[n]]
		j.where = "entity " + en.ID
		j.open('{')
		j.str("id", en.ID)
		j.str("name", en.Name)
		j.str("type", string(en.Type))
		j.strings("aliases", sortedStrings(en.Aliases))
		j.strOrNull("country", en.Country)
		j.strOrNull("wikidata", en.Wikidata)
		j.key("roles")
		j.open('[')
		for _, r := range en.Roles {
			j.open('{')
			j.strOrNull("title", r.Title)
			j.strOrNull("of", r.Of)
			j.strOrNull("from", r.From)
			j.strOrNull("to", r.To)
			j.refOrNull("span", r.Ref)
			j.close('}')
		}
		j.close(']')
		j.refs("mentions", en.Mentions)
		j.strings("merged_because", en.MergedBecause)
		j.close('}')
	})
}

func (j *jsonWriter) statements() {
	list := j.d.rec.Statements
	order := byKey(len(list), func(i int) string { return list[i].ID })
	j.list("statements", len(list), func(n int) { j.statement(&list[order[n]]) })
}

func (j *jsonWriter) statement(s *news.Statement) {
	j.where = "statement " + s.ID
	j.open('{')
	j.str("id", s.ID)
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
	j.key("reports")
	j.open('[')
	for _, r := range s.Reports {
		j.open('{')
		j.str("article", r.Article)
		i, err := j.d.article(r.Article)
		if err != nil {
			j.fail(err)
			return
		}
		j.spans("spans", i, r.Spans)
		j.str("drift", string(r.Drift))
		j.strings("differences", r.Differences)
		j.close('}')
	}
	j.close(']')
	j.num("origins", len(s.OriginIDs))
	j.strings("origin_ids", sortedStrings(s.OriginIDs))
	j.close('}')
}

func (j *jsonWriter) stories() {
	list := j.d.rec.Stories
	order := byKey(len(list), func(i int) string { return list[i].ID })
	j.list("stories", len(list), func(n int) { j.story(&list[order[n]]) })
}

func (j *jsonWriter) story(s *news.Story) {
	j.where = "story " + s.ID
	j.open('{')
	j.str("id", s.ID)
	j.strOrNull("title", s.Title)
	j.refOrNull("title_span", s.TitleRef)
	j.strings("articles", sortedStrings(s.Articles))
	j.num("origins", s.Origins)
	j.date("from", s.From, news.Ref{})
	j.date("to", s.To, news.Ref{})
	j.strings("entities", sortedStrings(s.Entities))
	j.refs("lead", s.Lead)
	j.strings("why", s.Why)
	j.key("also")
	j.open('[')
	for _, r := range s.Also {
		j.open('{')
		j.str("article", r.Article)
		j.refOrNull("span", r)
		j.close('}')
	}
	j.close(']')
	j.timeline(s)
	j.key("only_here")
	j.open('[')
	for _, o := range s.OnlyHere {
		j.open('{')
		j.str("article", o.Article)
		i, err := j.d.article(o.Article)
		if err != nil {
			j.fail(err)
			return
		}
		j.spans("spans", i, o.Spans)
		j.close('}')
	}
	j.close(']')
	j.close('}')
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
		j.strOrNull("ref", t.Statement)
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
	list := j.d.rec.Threads
	order := byKey(len(list), func(i int) string { return list[i].ID })
	j.list("threads", len(list), func(n int) {
		t := &list[order[n]]
		j.open('{')
		j.str("id", t.ID)
		j.strOrNull("title", t.Title)
		j.strings("stories", t.Stories)
		j.key("links")
		j.open('[')
		for _, l := range t.Links {
			j.open('{')
			j.str("from", l.From)
			j.str("to", l.To)
			j.str("reason", l.Reason)
			j.close('}')
		}
		j.close(']')
		j.close('}')
	})
}

func (j *jsonWriter) notices() {
	list := slices.Clone(j.d.rec.Notices)
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
