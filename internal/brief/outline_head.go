package brief

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// A builder gathers what an outline needs from a record.
type builder struct {
	d         *Document
	legendEnd string // where words of ours stand
	reach     Reach
	lim       limits
	entities  map[string]*news.Entity
	origins   map[string]*news.Origin
	byStory   map[string][]int  // statements of a story
	surnames  map[string]int    // persons of the brief that could be shown by this name
	links     map[string][]int  // lineage within a story
	conflicts map[string][]int  // of a story, by id
	claims    map[string][]int  // of a story, by id
	storyOf   map[string]string // of an article
	cited     map[int]bool      // articles that something shown refers to
	shown     map[string]bool   // statements shown
	marked    bool              // something shown bears the mark of a correction
}

// mixedTime is the code of notices that the readable formats tell with their
// story.
const mixedTime = "mixed-time"

func (b *builder) index() {
	rec := b.d.rec
	b.entities = make(map[string]*news.Entity, len(rec.Entities))
	b.origins = make(map[string]*news.Origin, len(rec.Origins))
	b.byStory = make(map[string][]int)
	b.surnames = make(map[string]int)
	b.shown = make(map[string]bool)
	for i := range rec.Origins {
		b.origins[rec.Origins[i].ID] = &rec.Origins[i]
	}
	for i := range rec.Entities {
		e := &rec.Entities[i]
		b.entities[e.ID] = e
	}
	story := make(map[string]string)
	for i := range rec.Stories {
		for _, a := range rec.Stories[i].Articles {
			story[a] = rec.Stories[i].ID
		}
	}
	b.links = make(map[string][]int)
	for _, i := range b.linkOrder() {
		if s := story[rec.Lineage[i].To]; s != "" && s == story[rec.Lineage[i].From] {
			b.links[s] = append(b.links[s], i)
		}
	}
	b.storyOf = story
	b.claims = make(map[string][]int)
	for _, i := range byKey(len(rec.Claims), func(i int) string { return rec.Claims[i].ID }) {
		b.claims[rec.Claims[i].Story] = append(b.claims[rec.Claims[i].Story], i)
	}
	b.conflicts = make(map[string][]int)
	for _, i := range byKey(len(rec.Conflicts), func(i int) string { return rec.Conflicts[i].ID }) {
		b.conflicts[rec.Conflicts[i].Story] = append(b.conflicts[rec.Conflicts[i].Story], i)
	}
	counted := make(map[string]bool)
	for i := range rec.Statements {
		s := &rec.Statements[i]
		b.byStory[s.Story] = append(b.byStory[s.Story], i)
		if e := b.entities[s.Speaker]; e != nil && !counted[e.ID] {
			counted[e.ID] = true
			b.surnames[surname(e)]++
		}
	}
}

// linkOrder returns the indices of the lineage by the numbers of its articles.
func (b *builder) linkOrder() []int {
	list := b.d.rec.Lineage
	order := byKey(len(list), func(i int) string { return list[i].ID })
	number := func(id string) int {
		if i, ok := b.d.byID[id]; ok {
			return b.d.number[i]
		}
		return 0
	}
	slices.SortStableFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(number(list[x].To), number(list[y].To)), cmp.Compare(number(list[x].From), number(list[y].From)))
	})
	return order
}

// articleOrigins returns the number of origins of the articles: at most so many
// told it independently.
func (b *builder) articleOrigins() int {
	seen := make(map[string]bool)
	for i := range b.d.rec.Articles {
		seen[cmp.Or(b.d.provenance(i).Origin, "article "+b.d.rec.Articles[i].ID)] = true
	}
	return len(seen)
}

// head is the line of counts.
func (b *builder) head() []seg {
	rec := b.d.rec
	s := plural(len(rec.Articles), "article", "")
	if len(rec.Articles) > 0 {
		s += ", at most " + plural(b.articleOrigins(), "origin", "")
	}
	if len(rec.Stories) > 0 {
		s += ", " + plural(len(rec.Stories), "story", "stories")
		if len(rec.Threads) > 0 {
			s += " in " + plural(len(rec.Threads), "thread", "")
		}
	}
	return []seg{text(s)}
}

// maxNamed is how many things of a kind the head of a brief names; beyond it
// gives a count.
const maxNamed = 6

func (b *builder) notes() [][]seg {
	if len(b.d.rec.Articles) == 0 {
		return nil
	}
	first := b.copies()
	if b.articleOrigins() > 1 {
		first = append(first, text(` "At most": any two may rest on an origin that neither names.`))
	}
	first = append(first, b.gaps()...)
	first = append(first, b.agencies()...)
	out := [][]seg{first}
	if len(b.d.rec.Stories) > 0 {
		out = append(out, b.legend())
	}
	return out
}

// copies says which articles took from which.
func (b *builder) copies() []seg {
	rec := b.d.rec
	var counts [4]int
	var copied []*news.Link
	for _, i := range b.linkOrder() {
		l := &rec.Lineage[i]
		switch l.Kind {
		case news.Copy:
			counts[0]++
			copied = append(copied, l)
		case news.Edit:
			counts[1]++
		case news.Rewrite:
			counts[2]++
		}
	}
	var out []seg
	switch {
	case len(rec.Articles) == 1:
		out = append(out, text("One article, so nothing here is confirmed by another."))
	case len(copied) == 0:
		out = append(out, text("No article is a copy of another."))
	case len(copied) <= maxNamed:
		for n, l := range copied {
			if n > 0 {
				out = append(out, text(" "))
			}
			out = append(out, articleRef(b.d.byID[l.To]), text(" is a copy of "), articleRef(b.d.byID[l.From]), text(" and counts once with it."))
		}
	default:
		out = append(out, text(plural(counts[0], "link", "")+" from an article to its copy."))
	}
	if n := counts[1] + counts[2]; n > 0 && len(copied) > maxNamed {
		out = append(out, text(fmt.Sprintf(" %s edited, %s rewritten.", count(counts[1]), count(counts[2]))))
	}
	return append(out, b.joined(copied)...)
}

// joined says which articles count once, but for the copies already told.
func (b *builder) joined(copied []*news.Link) []seg {
	told := make(map[int]bool)
	if len(copied) <= maxNamed {
		for _, l := range copied {
			told[b.d.byID[l.To]] = true
		}
	}
	var several [][]int
	articles := 0
	for _, g := range b.originGroups(b.d.order) {
		g = slices.DeleteFunc(g, func(i int) bool { return told[i] })
		if len(g) > 1 {
			several = append(several, g)
			articles += len(g)
		}
	}
	switch {
	case len(several) == 0:
		return nil
	case articles > 2*maxNamed:
		return []seg{text(fmt.Sprintf(" %s share text or an outlet with another and count once in %s.", plural(articles, "article", ""), plural(len(several), "group", "")))}
	}
	var out []seg
	for _, g := range several {
		out = append(out, text(" "))
		out = append(out, b.list(g)...)
		if b.oneFamily(g) {
			out = append(out, text(" are of one outlet and count once."))
		} else {
			out = append(out, text(" share text and count once."))
		}
	}
	return out
}

// oneFamily reports whether articles are all of one outlet or family.
func (b *builder) oneFamily(articles []int) bool {
	family := b.d.rec.Articles[articles[0]].Family
	for _, i := range articles {
		if b.d.rec.Articles[i].Family != family {
			return false
		}
	}
	return family != ""
}

// list returns "[4], [5] and [6]".
func (b *builder) list(articles []int) []seg {
	var out []seg
	for n, i := range articles {
		switch {
		case n > 0 && n == len(articles)-1:
			out = append(out, text(" and "))
		case n > 0:
			out = append(out, text(", "))
		}
		out = append(out, articleRef(i))
	}
	return out
}

// originGroups returns the articles by the origin of most of each, in the order
// of their first. Articles without an origin stand alone.
func (b *builder) originGroups(articles []int) [][]int {
	at := make(map[string]int)
	var out [][]int
	for _, i := range articles {
		o := b.d.provenance(i).Origin
		k, ok := at[o]
		if !ok || o == "" {
			k = len(out)
			at[o] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], i)
	}
	return out
}

// gaps counts what articles do not say of themselves.
func (b *builder) gaps() []seg {
	outlets, dates, foreign := 0, 0, 0
	for i := range b.d.rec.Articles {
		a := &b.d.rec.Articles[i]
		if a.Outlet == "" {
			outlets++
		}
		if !a.Published.Known() || a.Published.Basis == news.BasisInferred {
			dates++
		}
		if l := cmp.Or(a.Language, b.d.annotation(i).Language); l != "" && l != "en" && !strings.HasPrefix(l, "en-") {
			foreign++
		}
	}
	var out strings.Builder
	for _, g := range []struct {
		n         int
		one, many string
	}{
		{outlets, "names no outlet", "name no outlet"},
		{dates, "carries no date", "carry no date"},
		{foreign, "is not in English and read by names and numbers only", "are not in English and read by names and numbers only"},
	} {
		switch {
		case g.n == 0:
			continue
		case out.Len() == 0:
			out.WriteString(" " + plural(g.n, "article", ""))
		default:
			out.WriteString(", " + count(g.n))
		}
		if g.n == 1 {
			out.WriteString(" " + g.one)
		} else {
			out.WriteString(" " + g.many)
		}
	}
	if out.Len() == 0 {
		return nil
	}
	return []seg{text(out.String() + ".")}
}

// agencies names the wire services that single passages rest on, and where.
func (b *builder) agencies() []seg {
	type agency struct {
		name    string
		through string
		places  []place
	}
	var list []agency
	at := make(map[[2]string]int)
	for _, i := range b.d.order {
		credits := b.d.annotation(i).Credits
		for c := range credits {
			cr := &credits[c]
			if cr.Role == news.PhotoOf || cr.Agency == "" || cr.Span.IsZero() {
				continue
			}
			if cr.Role == news.CreditedAs && cr.Covers.IsZero() {
				continue // the whole article; its origin says so
			}
			key := [2]string{cr.Agency}
			if cr.Through >= 0 && cr.Through < len(credits) {
				key[1] = credits[cr.Through].Agency
			}
			k, ok := at[key]
			if !ok {
				k = len(list)
				at[key] = k
				list = append(list, agency{name: key[0], through: key[1]})
			}
			list[k].places = append(list[k].places, place{i, cr.Span})
		}
	}
	list = slices.DeleteFunc(list, func(a agency) bool {
		// One that only passes on another's report is named there.
		return a.through == "" && slices.ContainsFunc(list, func(o agency) bool { return o.through == a.name })
	})
	if len(list) == 0 {
		return nil
	}
	slices.SortStableFunc(list, func(x, y agency) int { return cmp.Compare(len(y.places), len(x.places)) })
	out := []seg{text(" Agencies named for single passages: ")}
	for n, a := range list {
		if n == maxNamed {
			out = append(out, text(", and "+count(len(list)-n)+" more"))
			break
		}
		if n > 0 {
			out = append(out, text(", "))
		}
		name := clean(a.name)
		if a.through != "" {
			name += " through " + clean(a.through)
		}
		places := b.d.distinct(a.places) // for the count
		if len(places) <= maxNamed {
			out = append(out, text(name+" "), refTo(places...))
			continue
		}
		out = append(out, text(name+" "), refTo(places[:2]...), text(" and "+count(len(places)-2)+" more places"))
	}
	return append(out, text("."))
}

// corrected marks what the user's corrections touched.
const corrected = "*"

// mark returns the mark of a correction if any of the lists names one.
func (b *builder) mark(lists ...[]string) string {
	for _, l := range lists {
		if len(l) > 0 {
			b.marked = true
			return corrected
		}
	}
	return ""
}

// legend tells how to read a reference.
func (b *builder) legend() []seg {
	n := strconv.Itoa(min(3, len(b.d.rec.Articles)))
	s := "[" + n + ".2] is article " + n + ", paragraph 2 (0: its headline). Words before a reference are that article's own; […] is a cut; " + b.legendEnd
	if b.marked {
		s += " " + corrected + " stands where your corrections changed something."
	}
	return []seg{text(s)}
}
