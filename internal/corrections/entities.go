package corrections

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twosource/twosource/internal/news"
)

// Entities applies the corrections of entities to what resolve found: types
// first, then splits, merges and names. annotations are parallel to the
// articles bound; of gives the entity id of each mention of each article. It
// returns new lists, sorted by id, and changes nothing given; what a correction
// touched says so in CorrectedBy. Time is linear in mentions for each split and
// linear in entities otherwise.
func (b *Bound) Entities(annotations []news.Annotation, entities []news.Entity, of [][]string) ([]news.Entity, [][]string) {
	if b == nil || !b.has(Merge, Split, Rename, Retype) {
		return entities, of
	}
	e := editor{bound: b, annotations: annotations, entities: slices.Clone(entities), of: make([][]string, len(of))}
	for i := range of {
		e.of[i] = slices.Clone(of[i])
	}
	e.index()
	b.each(Retype, e.retype)
	b.each(Split, e.split)
	b.each(Split, e.joinNamed)
	e.merge()
	b.each(Rename, e.rename)
	return e.result()
}

func (b *Bound) has(verbs ...Verb) bool {
	return slices.ContainsFunc(b.set.Corrections, func(c Correction) bool { return slices.Contains(verbs, c.Verb) })
}

// An editor holds copies of the entities while they change.
type editor struct {
	bound       *Bound
	annotations []news.Annotation
	entities    []news.Entity
	of          [][]string
	byName      map[string][]int // Name.key to entities, by machine's and corrected type
	byID        map[string]int
	union       []int // of entities that merges join
	hidden      []bool
	splits      map[int]bool // entities that a split made
	given       map[given]Correction
}

// A given is the value that a line of one verb gives to an entity.
type given struct {
	entity int
	verb   Verb
}

func (e *editor) index() {
	e.byName, e.byID, e.splits = map[string][]int{}, map[string]int{}, map[int]bool{}
	e.given = map[given]Correction{}
	for i := range e.entities {
		e.enter(i)
	}
	e.union = make([]int, len(e.entities))
	for i := range e.union {
		e.union[i] = i
	}
}

// enter makes an entity findable by its names.
func (e *editor) enter(i int) {
	x := &e.entities[i]
	e.byID[x.ID] = i
	for _, n := range append([]string{x.Name}, x.Aliases...) {
		key := Name{n, x.Type}.key()
		if l := e.byName[key]; len(l) == 0 || l[len(l)-1] != i {
			e.byName[key] = append(l, i)
		}
	}
}

func (e *editor) retype(c Correction) {
	found := e.byName[c.Names[0].key()]
	if len(found) == 0 {
		e.unknown(c, c.Names[0])
	}
	for _, i := range found {
		if e.once(i, c) && e.entities[i].Type != c.Type {
			e.entities[i].Type = c.Type
			e.enter(i)
		}
	}
}

// once reports whether a line is the first of its verb that gives entity i a
// value, or gives it the same as the first. Another, which speaks of the entity
// under another name, so that Parse could not see it, is a notice.
func (e *editor) once(i int, c Correction) bool {
	was, ok := e.given[given{i, c.Verb}]
	if !ok {
		e.given[given{i, c.Verb}] = c
		e.touch(i, c)
		return true
	}
	if was.To != c.To || was.Type != c.Type {
		e.bound.notice(c, "line %d says otherwise of the same %s, and is used", was.Line, e.entities[i].Type)
		return false
	}
	e.touch(i, c)
	return true
}

func (e *editor) unknown(c Correction, n Name) {
	e.bound.notice(c, "no %s is called %s", n.Type, quote(n.Name))
}

func (e *editor) touch(i int, c Correction) {
	x := &e.entities[i]
	if line := c.String(); !slices.Contains(x.CorrectedBy, line) {
		x.CorrectedBy = append(slices.Clone(x.CorrectedBy), line)
		slices.Sort(x.CorrectedBy)
	}
}

// split takes mentions out of an entity and makes another of them.
func (e *editor) split(c Correction) {
	var wanted func(article, mention int) bool
	name, seed := c.To, ""
	if len(c.Names) == 2 {
		name = c.Names[1].Name
		seed = fold(name)
		wanted = func(i, j int) bool { return e.bears(i, j, seed) }
	} else {
		places := e.bound.places(c, c.Articles[0], c.Words)
		if len(places) == 0 {
			return
		}
		wanted = func(i, j int) bool {
			m := &e.annotations[i].Mentions[j]
			return slices.ContainsFunc(places, func(r news.Ref) bool {
				return r.Article == e.bound.articles[i].ID && m.Overlaps(r.Span)
			})
		}
		seed = places[0].Article + " " + squeeze(c.Words)
	}
	found := slices.Clone(e.byName[c.Names[0].key()])
	if len(found) == 0 {
		e.unknown(c, c.Names[0])
		return
	}
	done := false
	for _, i := range found {
		if !e.splits[i] {
			done = e.take(i, c, name, seed, wanted) || done
		}
	}
	if !done {
		e.bound.notice(c, "nothing of it is one with %s there", quote(c.Names[0].Name))
	}
}

// bears reports whether a mention, or the fullest mention that it goes back to,
// has a name.
func (e *editor) bears(i, j int, folded string) bool {
	mentions := e.annotations[i].Mentions
	for step := 0; step <= len(mentions) && j >= 0 && j < len(mentions); step++ {
		m := &mentions[j]
		if m.Name != "" && fold(m.Name) == folded {
			return true
		}
		if m.Antecedent == j {
			return false
		}
		j = m.Antecedent
	}
	return false
}

// take gives the wanted mentions of entity i to a new one; false if it has none
// or has no others.
func (e *editor) take(i int, c Correction, name, seed string, wanted func(article, mention int) bool) bool {
	old := e.entities[i].ID
	id := news.NewID("entity", old, "split", seed)
	var out, stay []place
	for a := range e.of {
		for m, x := range e.of[a] {
			switch {
			case x != old:
			case wanted(a, m):
				out = append(out, place{a, m})
			default:
				stay = append(stay, place{a, m})
			}
		}
	}
	if len(out) == 0 || len(stay) == 0 && len(c.Names) == 2 {
		return false
	}
	for _, p := range out {
		e.of[p.article][p.mention] = id
	}
	x := e.entities[i]
	other := news.Entity{ID: id, Type: x.Type, Name: cmp.Or(name, x.Name)}
	e.part(&x, &other, out, stay)
	e.entities[i] = x
	e.entities = append(e.entities, other)
	n := len(e.entities) - 1
	e.union = append(e.union, n)
	e.splits[n] = true
	e.touch(i, c)
	e.touch(n, c)
	e.byID[id] = n
	if name != "" {
		e.leave(i, name)
		e.enter(n)
	}
	return true
}

// leave makes an entity no longer findable by a name that another has now.
func (e *editor) leave(i int, name string) {
	key := Name{name, e.entities[i].Type}.key()
	e.byName[key] = slices.DeleteFunc(slices.Clone(e.byName[key]), func(k int) bool { return k == i })
}

type place struct{ article, mention int }

// part gives each of two entities that were one what its mentions show: the
// other its names, its roles, and x what is left.
func (e *editor) part(x, other *news.Entity, out, stay []place) {
	goes, roles := map[string]bool{}, map[news.Ref]bool{}
	for _, p := range out {
		m := &e.annotations[p.article].Mentions[p.mention]
		id := e.bound.articles[p.article].ID
		other.Mentions = append(other.Mentions, news.Ref{Article: id, Span: m.Span})
		if m.Kind == news.NameMention && m.Name != "" {
			goes[m.Name] = true
		}
		if !m.Role.IsZero() {
			roles[news.Ref{Article: id, Span: m.Role}] = true
		}
	}
	x.Mentions = nil
	stays := map[string]bool{}
	for _, p := range stay {
		m := &e.annotations[p.article].Mentions[p.mention]
		x.Mentions = append(x.Mentions, news.Ref{Article: e.bound.articles[p.article].ID, Span: m.Span})
		stays[m.Name] = true
	}
	x.Mentions, other.Mentions = sortedRefs(x.Mentions), sortedRefs(other.Mentions)
	all := x.Roles
	x.Roles = nil
	for _, r := range all {
		if roles[r.Ref] {
			other.Roles = append(other.Roles, r)
		} else {
			x.Roles = append(x.Roles, r)
		}
	}
	for n := range goes {
		if n != other.Name {
			other.Aliases = append(other.Aliases, n)
		}
	}
	slices.Sort(other.Aliases)
	x.Aliases = slices.DeleteFunc(slices.Clone(x.Aliases), func(a string) bool { return goes[a] && !stays[a] })
}

// joinNamed joins what a split made under a name with the entities that have
// that name already.
func (e *editor) joinNamed(c Correction) {
	if len(c.Names) != 1 || c.To == "" {
		return
	}
	var made, others []int
	for _, i := range e.byName[Name{c.To, c.Names[0].Type}.key()] {
		if e.splits[i] {
			made = append(made, i)
		} else {
			others = append(others, i)
		}
	}
	if len(others) == 1 { // of several who have the name it may be any
		made = append(made, others[0])
	}
	for _, i := range made[min(1, len(made)):] {
		e.join(made[0], i)
	}
}

// merge joins the entities of each line.
func (e *editor) merge() {
	e.bound.each(Merge, func(c Correction) {
		var all []int
		known := 0
		for _, n := range c.Names {
			found := e.byName[n.key()]
			if len(found) == 0 {
				e.unknown(c, n)
			} else {
				known++
			}
			all = append(all, found...)
		}
		for _, i := range all {
			e.join(all[0], i)
		}
		distinct := slices.Compact(slices.Sorted(slices.Values(all)))
		if len(distinct) == 1 && known == len(c.Names) {
			e.bound.notice(c, "they are one already")
		}
		for _, i := range distinct {
			if len(distinct) > 1 {
				e.touch(i, c)
			}
		}
	})
	e.unite()
}

func (e *editor) find(i int) int {
	for e.union[i] != i {
		e.union[i] = e.union[e.union[i]]
		i = e.union[i]
	}
	return i
}

func (e *editor) join(a, b int) { e.union[e.find(b)] = e.find(a) }

// unite makes one entity of each class of union. Which it is does not depend on
// the order of lines: the one with most mentions, then the least id.
func (e *editor) unite() {
	classes := map[int][]int{}
	for i := range e.entities {
		classes[e.find(i)] = append(classes[e.find(i)], i)
	}
	e.hidden = make([]bool, len(e.entities))
	to := map[string]string{}
	for _, class := range classes {
		if len(class) < 2 {
			continue
		}
		slices.SortFunc(class, func(i, j int) int {
			x, y := &e.entities[i], &e.entities[j]
			return cmp.Or(cmp.Compare(len(y.Mentions), len(x.Mentions)), cmp.Compare(x.ID, y.ID))
		})
		x := e.entities[class[0]]
		x.MergedBecause = slices.Clone(x.MergedBecause)
		for _, i := range class[1:] {
			absorb(&x, &e.entities[i])
			to[e.entities[i].ID] = x.ID
			e.hidden[i] = true
		}
		for _, line := range x.CorrectedBy {
			if strings.HasPrefix(line, string(Rename)) || strings.HasPrefix(line, string(Retype)) {
				continue
			}
			x.MergedBecause = append(x.MergedBecause, "the correction "+line)
		}
		slices.Sort(x.MergedBecause)
		x.MergedBecause = slices.Compact(x.MergedBecause)
		x.Mentions, x.Roles = sortedRefs(x.Mentions), firstRoles(x.Roles)
		slices.Sort(x.Aliases)
		x.Aliases = slices.DeleteFunc(slices.Compact(x.Aliases), func(a string) bool { return a == x.Name })
		e.entities[class[0]] = x
		for _, i := range class[1:] {
			e.entities[i].ID = x.ID
		}
	}
	for i := range e.of {
		for j, id := range e.of[i] {
			if one, ok := to[id]; ok {
				e.of[i][j] = one
			}
		}
	}
}

// absorb adds to x what y has.
func absorb(x, y *news.Entity) {
	x.Aliases = slices.Concat(x.Aliases, []string{y.Name}, y.Aliases)
	x.Mentions = slices.Concat(x.Mentions, y.Mentions)
	x.Roles = slices.Concat(x.Roles, y.Roles)
	x.MergedBecause = slices.Concat(x.MergedBecause, y.MergedBecause)
	x.CorrectedBy = slices.Concat(x.CorrectedBy, y.CorrectedBy)
	slices.Sort(x.CorrectedBy)
	x.CorrectedBy = slices.Compact(x.CorrectedBy)
	x.Country = cmp.Or(x.Country, y.Country)
	x.Wikidata = cmp.Or(x.Wikidata, y.Wikidata)
}

func (e *editor) rename(c Correction) {
	done := map[int]bool{}
	for _, i := range e.byName[c.Names[0].key()] {
		if e.hidden[i] {
			i = e.byID[e.entities[i].ID]
		}
		if done[i] {
			continue
		}
		done[i] = true
		if !e.once(i, c) {
			continue
		}
		x := &e.entities[i]
		if x.Name != c.To {
			aliases := append(slices.Clone(x.Aliases), x.Name)
			slices.Sort(aliases)
			x.Aliases = slices.DeleteFunc(slices.Compact(aliases), func(a string) bool { return a == c.To })
			x.Name = c.To
		}
	}
	if len(done) == 0 {
		e.unknown(c, c.Names[0])
	}
}

func (e *editor) result() ([]news.Entity, [][]string) {
	var out []news.Entity
	for i, x := range e.entities {
		if !e.hidden[i] && len(x.Mentions) > 0 {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(x, y news.Entity) int { return strings.Compare(x.ID, y.ID) })
	return out, e.of
}

func sortedRefs(refs []news.Ref) []news.Ref {
	refs = slices.Clone(refs)
	slices.SortFunc(refs, func(x, y news.Ref) int {
		return cmp.Or(strings.Compare(x.Article, y.Article), cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End))
	})
	return slices.Compact(refs)
}

// firstRoles keeps the first place of each title of each period.
func firstRoles(roles []news.Role) []news.Role {
	roles = slices.Clone(roles)
	slices.SortFunc(roles, func(x, y news.Role) int {
		return cmp.Or(strings.Compare(x.Title, y.Title), strings.Compare(x.Of, y.Of), strings.Compare(x.From, y.From),
			strings.Compare(x.Ref.Article, y.Ref.Article), cmp.Compare(x.Ref.Start, y.Ref.Start))
	})
	return slices.CompactFunc(roles, func(x, y news.Role) bool { return x.Title == y.Title && x.Of == y.Of && x.From == y.From })
}
