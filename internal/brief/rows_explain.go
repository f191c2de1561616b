package brief

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// An Explanation says why something in a brief is as it is.
type Explanation struct {
	ID    string        `json:"id"`
	Kind  string        `json:"kind"` // article, link, origin, story, thread, entity, statement, event, claim, conflict or position
	What  string        `json:"what"` // it, in one line
	Lines []ExplainLine `json:"lines"`
}

// An ExplainLine is one reason or piece of evidence.
type ExplainLine struct {
	Label string    `json:"label"` // of a fixed list
	Text  string    `json:"text"`  // "" if the words of the place say it all
	Place *RowPlace `json:"place"` // null if it rests on no words
}

// Explain returns the reasons for the things that have the id: more than one if
// an article and its story, say, share it. It returns none if nothing has it.
func Explain(d *Document, id string) []Explanation {
	x := explainer{Document: d, entities: d.entitiesByID(), id: id}
	for _, look := range []func(){
		x.articles, x.links, x.origins, x.stories, x.threads, x.entity, x.statements, x.events, x.claims, x.conflicts, x.positions,
	} {
		look()
	}
	return x.out
}

type explainer struct {
	*Document
	entities map[string]*news.Entity
	id       string
	out      []Explanation
}

// begin starts an explanation; the lines that follow are its own.
func (x *explainer) begin(kind, what string) {
	x.out = append(x.out, Explanation{ID: x.id, Kind: kind, What: what, Lines: []ExplainLine{}})
}

// line adds a line that rests on the first of refs, if there is any.
func (x *explainer) line(label, text string, refs ...news.Ref) {
	l := ExplainLine{Label: label, Text: text}
	if p, ok := x.rowPlace(refs); ok {
		l.Place = &p
	}
	e := &x.out[len(x.out)-1]
	e.Lines = append(e.Lines, l)
}

func (x *explainer) lines(label string, texts []string) {
	for _, t := range texts {
		x.line(label, t)
	}
}

func (x *explainer) words(label string, refs []news.Ref) {
	for _, r := range refs {
		x.line(label, "", r)
	}
}

// describe names an article: outlet, day, title or input.
func (x *explainer) describe(id string) string {
	i, ok := x.byID[id]
	if !ok {
		return id
	}
	a := &x.rec.Articles[i]
	title := cmp.Or(a.Title, inputName(a.Input))
	return fmt.Sprintf("%s [%d] %s, %s: %s", id, x.number[i], cmp.Or(a.Outlet, "outlet unknown"), cmp.Or(dayOf(a.Published.Value), "undated"), title)
}

func (x *explainer) origin(id string) string {
	for i := range x.rec.Origins {
		if o := &x.rec.Origins[i]; o.ID == id {
			return id + " " + cmp.Or(o.Name, "that nobody names") + " (" + string(o.Kind) + ")"
		}
	}
	return id
}

func (x *explainer) originLines(ids []string) {
	for _, id := range ids {
		x.line("origin", x.origin(id))
	}
}

func (x *explainer) entityName(id string) string {
	if e := x.entities[id]; e != nil {
		return id + " " + e.Name
	}
	return cmp.Or(id, "unknown")
}

func (x *explainer) articles() {
	i, ok := x.byID[x.id]
	if !ok {
		return
	}
	a := &x.rec.Articles[i]
	x.begin("article", strings.TrimPrefix(x.describe(x.id), x.id+" "))
	x.line("date", cmp.Or(a.Published.Value, "none")+" ("+string(cmp.Or(a.Published.Basis, news.BasisNone))+") "+a.Published.Reason, news.Ref{Article: cmp.Or(a.Published.Article, a.ID), Span: a.Published.Span})
	p := x.provenance(i)
	x.line("origin of most of it", x.origin(p.Origin))
	for _, q := range p.Passages {
		x.line("passage of another origin", x.origin(q.Origin), news.Ref{Article: a.ID, Span: q.Span})
	}
	for _, q := range p.Informants {
		x.line("attributed to", x.origin(q.Origin), news.Ref{Article: a.ID, Span: q.Span})
	}
	for _, s := range p.Signs {
		x.line("sign of "+s.Kind, s.Why, refsOf(a.ID, s.Spans)...)
	}
	for k := range x.rec.Lineage {
		if l := &x.rec.Lineage[k]; l.From == x.id || l.To == x.id {
			x.line("link", because(l.ID+" "+string(l.Kind)+", from "+x.describe(l.From)+" to "+x.describe(l.To), l.Reasons))
		}
	}
	for k := range x.rec.Stories {
		if s := &x.rec.Stories[k]; slices.Contains(s.Articles, x.id) {
			x.line("story", because(s.ID+" "+s.Title, s.Why))
		}
	}
}

func refsOf(article string, spans []news.Span) []news.Ref {
	out := make([]news.Ref, len(spans))
	for i, s := range spans {
		out[i] = news.Ref{Article: article, Span: s}
	}
	return out
}

// because adds reasons to what they are of.
func because(what string, reasons []string) string {
	if len(reasons) == 0 {
		return what
	}
	return what + ": " + strings.Join(reasons, "; ")
}

func (x *explainer) links() {
	for k := range x.rec.Lineage {
		l := &x.rec.Lineage[k]
		if l.ID != x.id {
			continue
		}
		x.begin("link", fmt.Sprintf("%s, %s of the later one shared, confidence %s", l.Kind, percent(l.Shared), percent(l.Confidence)))
		x.line("from", x.describe(l.From))
		x.line("to", x.describe(l.To))
		x.lines("reason", l.Reasons)
		if l.Joins {
			x.line("origins", "the two articles have one origin")
		} else {
			x.line("origins", "the two articles keep their origins; the passages have one")
		}
		for _, p := range l.Passages {
			x.line(string(p.Kind)+", in the first", "", news.Ref{Article: l.From, Span: p.From})
			x.line(string(p.Kind)+", in the second", "", news.Ref{Article: l.To, Span: p.To})
		}
	}
}

func (x *explainer) origins() {
	for k := range x.rec.Origins {
		o := &x.rec.Origins[k]
		if o.ID != x.id {
			continue
		}
		x.begin("origin", cmp.Or(o.Name, "that nobody names")+" ("+string(o.Kind)+"), of "+plural(len(o.Articles), "article", ""))
		in := map[string]bool{}
		for _, id := range o.Articles {
			in[id] = true
			x.line("article", x.describe(id))
		}
		for n := range x.rec.Lineage {
			if l := &x.rec.Lineage[n]; l.Joins && in[l.From] && in[l.To] {
				x.line("joined by", because(l.ID+" "+string(l.Kind)+", "+l.From+" to "+l.To, l.Reasons))
			}
		}
		for i := range x.rec.Articles {
			p := x.provenance(i)
			for _, q := range slices.Concat(p.Passages, p.Informants) {
				if q.Origin == x.id {
					x.line("passage", x.describe(p.Article), news.Ref{Article: p.Article, Span: q.Span})
				}
			}
		}
	}
}

func (x *explainer) stories() {
	for k := range x.rec.Stories {
		s := &x.rec.Stories[k]
		if s.ID != x.id {
			continue
		}
		x.begin("story", s.Title+", "+plural(len(s.Articles), "article", "")+", at most "+plural(s.Origins, "origin", ""))
		x.lines("one story because", s.Why)
		origins := map[string][]string{}
		for _, id := range s.Articles {
			if i, ok := x.byID[id]; ok {
				o := x.provenance(i).Origin
				origins[o] = append(origins[o], id)
			}
		}
		for _, o := range sortedKeys(origins) {
			x.line("origin", x.origin(o))
			for _, id := range origins[o] {
				x.line("of it", x.describe(id))
			}
		}
		for n := range x.rec.Lineage {
			if l := &x.rec.Lineage[n]; l.Joins && slices.Contains(s.Articles, l.From) && slices.Contains(s.Articles, l.To) {
				x.line("counted as one by", because(l.ID+" "+string(l.Kind)+", "+l.From+" to "+l.To, l.Reasons))
			}
		}
		x.lines("corrected by", s.CorrectedBy)
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (x *explainer) threads() {
	titles := map[string]string{}
	for k := range x.rec.Stories {
		titles[x.rec.Stories[k].ID] = x.rec.Stories[k].Title
	}
	for k := range x.rec.Threads {
		t := &x.rec.Threads[k]
		if t.ID != x.id {
			continue
		}
		x.begin("thread", t.Title+", "+plural(len(t.Stories), "story", "stories"))
		for _, s := range t.Stories {
			x.line("story", s+" "+titles[s])
		}
		for _, l := range t.Links {
			x.line("continued", l.From+" by "+l.To+": "+l.Reason)
		}
		for _, turn := range t.Turns {
			x.line("turning point", turn.Story+" "+titles[turn.Story]+": "+turn.Reason)
		}
	}
}

func (x *explainer) entity() {
	e := x.entities[x.id]
	if e == nil {
		return
	}
	x.begin("entity", e.Name+" ("+string(e.Type)+"), "+plural(len(e.Mentions), "mention", "")+" in "+plural(countArticles(e.Mentions), "article", ""))
	x.lines("taken for one because", e.MergedBecause)
	for _, r := range e.Roles {
		x.line("role", r.Title, r.Ref)
	}
	last := ""
	for _, m := range e.Mentions {
		if m.Article != last {
			x.line("first named in", x.describe(m.Article), m)
			last = m.Article
		}
	}
	x.lines("corrected by", e.CorrectedBy)
}

func (x *explainer) statements() {
	for k := range x.rec.Statements {
		s := &x.rec.Statements[k]
		if s.ID != x.id {
			continue
		}
		x.begin("statement", s.Text)
		if s.Speaker != "" {
			x.line("speaker", x.entityName(s.Speaker)+", confidence "+percent(s.Confidence), s.SpeakerRef)
		} else {
			x.line("speaker unknown", s.Unresolved, s.SpeakerRef)
			for _, c := range s.Candidates {
				x.line("candidate", x.entityName(c))
			}
		}
		if s.OnBehalfOf != "" {
			x.line("on behalf of", x.entityName(s.OnBehalfOf))
		}
		x.line("reported by the words", "", s.Cue)
		x.line("when", cmp.Or(s.Said.Value, "unknown")+" "+s.Said.Reason, s.SaidRef)
		for _, r := range s.Reports {
			x.line("report ("+string(r.Drift)+")", strings.Join(append([]string{x.describe(r.Article)}, r.Differences...), "; "), refsOf(r.Article, r.Spans)...)
		}
		x.originLines(s.OriginIDs)
		x.lines("corrected by", s.CorrectedBy)
	}
}

func (x *explainer) events() {
	for k := range x.rec.Events {
		e := &x.rec.Events[k]
		if e.ID != x.id {
			continue
		}
		x.begin("event", strings.ToLower(cmp.Or(e.Root, "uncoded"))+", "+string(e.Status)+", "+cmp.Or(e.Date.Value, "undated"))
		x.line("date", cmp.Or(e.Date.Value, "unknown")+" "+e.Date.Reason, e.DateRef)
		for _, id := range e.Actors {
			x.line("actor", x.entityName(id))
		}
		for _, id := range e.Recipients {
			x.line("recipient", x.entityName(id))
		}
		if e.AccordingTo != "" {
			x.line("according to", x.entityName(e.AccordingTo))
		}
		x.words("told by", e.Mentions)
		x.originLines(e.OriginIDs)
	}
}

func (x *explainer) claims() {
	for k := range x.rec.Claims {
		c := &x.rec.Claims[k]
		if c.ID != x.id {
			continue
		}
		x.begin("claim", c.Text)
		x.line("status", string(c.Status)+": "+string(c.Mode)+", at most "+plural(len(c.OriginIDs), "origin", ""))
		for _, id := range c.Holders {
			x.line("held by", x.entityName(id))
		}
		x.words("put forward in", c.Spans)
		x.originLines(c.OriginIDs)
	}
}

func (x *explainer) conflicts() {
	for k := range x.rec.Conflicts {
		c := &x.rec.Conflicts[k]
		if c.ID != x.id {
			continue
		}
		x.begin("conflict", string(c.Kind)+": "+c.About)
		x.line("about", "", c.AboutRef)
		for _, s := range c.Sides {
			x.line("side", s.Value, s.Spans...)
			for _, id := range s.Holders {
				x.line("held by", x.entityName(id))
			}
			x.originLines(s.OriginIDs)
		}
	}
}

func (x *explainer) positions() {
	for k := range x.rec.Positions {
		p := &x.rec.Positions[k]
		if p.ID != x.id {
			continue
		}
		x.begin("position", x.entityName(p.Party)+" on "+p.Issue)
		x.line("changed", string(p.Changed)+", "+string(p.Basis), p.IssueRef)
		for _, pt := range p.Points {
			x.line("held", cmp.Or(pt.Date.Value, "undated")+" "+strings.Join(pt.Statements, ", "), pt.Spans...)
		}
		x.words("shown by", p.Change)
	}
}

// WriteExplanations writes explanations as text or JSON. The width is that of
// [Text]; 0 is 80. An error is one of w, or says that the format is another.
func WriteExplanations(w io.Writer, list []Explanation, f Format, width int) error {
	switch f {
	case JSON:
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(list)
	case Text:
	default:
		return fmt.Errorf("brief: no format %q for explanations; there are text and json", f)
	}
	t := &textWriter{w: bufio.NewWriter(w), width: max(cmp.Or(width, defaultWidth), minWidth)}
	for _, x := range list {
		t.hanging(0, 2, []run{{clean(x.Kind + " " + x.ID + ": " + x.What), plain}})
		for _, l := range x.Lines {
			s := l.Label
			if l.Text != "" {
				s += ": " + l.Text
			}
			t.hanging(2, 4, []run{{clean(s), plain}})
			if l.Place != nil {
				t.hanging(4, 4, []run{{clean("“" + l.Place.Text + "” [" + l.Place.reference + "]"), plain}})
			}
		}
	}
	return t.w.Flush()
}
