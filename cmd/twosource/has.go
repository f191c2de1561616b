package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/knowledge"
	"github.com/twosource/twosource/internal/news"
	"github.com/twosource/twosource/internal/reuse"
)

type hasCmd struct {
	Text   string   `arg:"" help:"A sentence or a quotation."`
	Input  []string `arg:"" optional:"" help:"Files, folders, globs, - for standard input."`
	Format string   `help:"text or json." enum:"text,json" default:"text" placeholder:"FORMAT"`
	inputFlags
	outputFlags
}

// Help shows how has is used.
func (hasCmd) Help() string {
	return `Examples:
  twosource has 'The withdrawal of the fee is no longer a precondition' examples/ferry-talks
  twosource has 'Nine workers are now known to have died' examples/mill-fire --format json

Finds it word for word, edited, or in other words that are near enough, and says which
claims these places make and who gives another account. The number of origins is the
most that there can be. What is not found is not thereby false.`
}

// Run says who has a text.
func (cmd *hasCmd) Run(ctx context.Context, c console) error {
	if strings.TrimSpace(cmd.Text) == "" {
		return failf(exitUsage, "has: say what to look for")
	}
	cmd.lean = true
	run, err := cmd.analyse(ctx, c, cmd.Input)
	if err != nil {
		return err
	}
	f := newForest(run.Record)
	rows := f.holders(cmd.Text, run.Knowledge)
	against := f.disputes(rows)
	err = cmd.write(c, func(w io.Writer) error {
		if cmd.Format == "json" {
			return f.holdersJSON(w, cmd.Text, rows, against)
		}
		return f.holdersText(w, rows, against)
	})
	if err != nil {
		return err
	}
	return outcome(run)
}

// A holder is one article that has what was asked for.
type holder struct {
	reuse.Holding
	origin  string   // of the passage
	through []string // agencies and outlets that the article names for it
	speaker string   // the words that name who said it; "" if nobody
}

// holders returns who has a text, by what is known beforehand, in the order of their dates.
func (f *forest) holders(text string, base *knowledge.Base) []holder {
	var out []holder
	for _, h := range reuse.Holders(f.rec.Articles, f.rec.Annotations, text, base) {
		row := holder{Holding: h, origin: f.originAt(h.Article, h.Span)}
		an := &f.rec.Annotations[h.Article]
		for _, c := range an.Credits {
			if c.Role != news.PhotoOf && (c.Covers.IsZero() || c.Covers.Overlaps(h.Span)) && !slices.Contains(row.through, c.Agency) {
				row.through = append(row.through, c.Agency)
			}
		}
		for _, s := range an.Statements {
			for _, content := range s.Content {
				if row.speaker == "" && content.Overlaps(h.Span) {
					row.speaker = f.speaker(h.Article, &s)
				}
			}
		}
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(x, y holder) int {
		return f.compare(f.rec.Articles[x.Article].ID, f.rec.Articles[y.Article].ID)
	})
	return out
}

// speaker names who makes a statement: by the name that the article has, else in
// its words.
func (f *forest) speaker(article int, s *news.Speech) string {
	an := &f.rec.Annotations[article]
	if s.Speaker >= 0 && s.Speaker < len(an.Mentions) {
		m := &an.Mentions[s.Speaker]
		if a := m.Antecedent; a >= 0 && a < len(an.Mentions) && an.Mentions[a].Name != "" {
			return an.Mentions[a].Name
		}
		if m.Name != "" {
			return m.Name
		}
	}
	return oneLine(s.SpeakerSpan.Of(f.rec.Articles[article].Text))
}

// originAt returns the origin of a passage: that of the narrowest passage with an
// origin of its own that overlaps it, else the article's.
func (f *forest) originAt(article int, s news.Span) string {
	prov := &f.rec.Provenance[article]
	best, width := prov.Origin, int(^uint(0)>>1)
	for _, p := range prov.Passages {
		if p.Overlaps(s) && p.Len() < width {
			best, width = p.Origin, p.Len()
		}
	}
	return best
}

// originsOf counts the origins of rows.
func originsOf(rows []holder) int {
	seen := map[string]bool{}
	for _, r := range rows {
		seen[r.origin] = true
	}
	return len(seen)
}

func (f *forest) holdersText(w io.Writer, rows []holder, d disputes) error {
	var b strings.Builder
	all := count(len(f.rec.Articles), "article")
	if len(rows) == 0 {
		fmt.Fprintf(&b, "Not found in %s.\n", map[bool]string{true: "this " + all, false: "these " + all}[len(f.rec.Articles) == 1])
		_, err := io.WriteString(w, b.String())
		return err
	}
	fmt.Fprintf(&b, "%d of %s have it, from at most %s\n", len(rows), all, count(originsOf(rows), "origin"))
	for _, r := range rows {
		a := &f.rec.Articles[r.Article]
		fmt.Fprintf(&b, "\n%s\n  %s: %s\n", f.label(a.ID), r.Kind, oneLine(r.Span.Of(a.Text)))
		if r.speaker != "" {
			fmt.Fprintf(&b, "  said by: %s\n", r.speaker)
		}
		if len(r.through) > 0 {
			fmt.Fprintf(&b, "  through: %s\n", strings.Join(r.through, ", "))
		}
		fmt.Fprintf(&b, "  origin: %s\n", f.originName(r.origin))
	}
	f.disputesText(&b, d)
	_, err := io.WriteString(w, b.String())
	return err
}

func (f *forest) holdersJSON(w io.Writer, text string, rows []holder, d disputes) error {
	type row struct {
		Span    spanJSON `json:"span"`
		Kind    string   `json:"kind"`
		Speaker *string  `json:"speaker_text"`
		Through []string `json:"through"`
		Origin  string   `json:"origin"`
	}
	out := struct {
		Text      string         `json:"text"`
		Among     int            `json:"among"` // articles looked at
		Origins   int            `json:"origins"`
		Found     []row          `json:"found"`
		Claims    []claimJSON    `json:"claims"`
		Conflicts []conflictJSON `json:"conflicts"`
	}{text, len(f.rec.Articles), originsOf(rows), []row{}, f.claimsJSON(d), f.conflictsJSON(d)}
	for _, r := range rows {
		a := &f.rec.Articles[r.Article]
		through := r.through
		if through == nil {
			through = []string{}
		}
		out.Found = append(out.Found, row{f.span(news.Ref{Article: a.ID, Span: r.Span}), string(r.Kind), known(r.speaker), through, r.origin})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(out)
}
