package extract

import (
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Features of how a page is laid out: which elements a segment shares with the
// headline, and whether it stands in one of many alike, as teasers do.

// areaBits are the areas that have a feature of their own.
var areaBits = [...]area{inArticle, inMain, inAside, inNav, inHeader, inFooter, inFigure, inForm, inLinkBlock, inButton}

// A shelf is a set of sibling elements with the same tag and class: the items
// of a list, the cards of a grid.
type shelf struct {
	items, words, linked, bytes, segs int
	longest                           int // words of the longest item
	heads                             int // segments that are links and nothing else
}

// A shelfKey names a shelf by the parent of its elements and the hash of their
// tag and class.
type shelfKey struct {
	parent *html.Node
	name   uint64
}

// shelfReach is how many steps up from a segment its shelf is looked for.
const shelfReach = 10

// canRepeat reports whether n may be an item of a shelf: not what only holds a
// paragraph.
func canRepeat(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Span, atom.A, atom.Body, atom.Html, atom.Td, atom.Th, atom.Tbody:
		return false
	}
	return n.Parent != nil && n.Parent.Type == html.ElementNode
}

// keyOf returns the shelf that n would stand on. Of the class its first word
// counts, without digits, for many pages number their items.
func keyOf(n *html.Node) shelfKey {
	h := hashString(hashSeed, n.Data)
	class := attr(n, "class")
	started := false
	for i := 0; i < len(class); i++ {
		c := class[i]
		if c == ' ' || c == '\n' || c == '\t' {
			if started {
				break
			}
			continue
		}
		started = true
		if c < '0' || c > '9' {
			h = (h ^ uint64(c)) * hashPrime
		}
	}
	return shelfKey{n.Parent, h}
}

// findShelves puts the elements that hold segments on their shelves.
func (v *pageView) findShelves() map[shelfKey]*shelf {
	shelves := make(map[shelfKey]*shelf, len(v.segs))
	for i := range v.segs {
		for n, up := v.segs[i].node, 0; n != nil && n.Type == html.ElementNode && up < shelfReach; n, up = n.Parent, up+1 {
			f := v.nodes[n]
			if f.shelf != nil || !canRepeat(n) {
				continue
			}
			k := keyOf(n)
			s := shelves[k]
			if s == nil {
				s = &shelf{}
				shelves[k] = s
			}
			f.shelf = s
			s.items++
			s.words += f.words
			s.linked += f.linked
			s.bytes += f.bytes
			s.segs += f.count
			s.heads += f.heads
			s.longest = max(s.longest, f.words)
		}
	}
	return shelves
}

// layoutFeatures fills the features of this file.
func (v *pageView) layoutFeatures() {
	v.findShelves()
	title := v.headline()
	way := map[*html.Node]int{}
	if title >= 0 {
		for n, up := v.segs[title].node, 0; n != nil && n.Type == html.ElementNode; n, up = n.Parent, up+1 {
			way[n] = up
		}
	}
	heading := -1
	for i := range v.segs {
		r, s := &v.rows[i], &v.segs[i]
		for k, bit := range areaBits {
			if s.inside&bit != 0 {
				r[fAreas+k] = 1
			}
		}
		v.shelfFeatures(r, s)
		if s.linkFirst {
			r[fLinkFirst] = 1
		}
		r[fTitleUp], r[fTitleDown], r[fTitleWords] = -1, -1, -1
		half := false
		for n, up := s.node, 0; n != nil && n.Type == html.ElementNode; n, up = n.Parent, up+1 {
			f := v.nodes[n]
			if !half && f.prose*2 >= v.prose && v.prose > 0 {
				half = true
				r[fHalfUp], r[fHalfLinked], r[fHalfWords] = clip(up+1, 30), share(f.linked, f.bytes), scale(f.words)
			}
			if down, ok := way[n]; ok {
				r[fTitleUp], r[fTitleDown], r[fTitleWords] = clip(up, 30), clip(down, 30), scale(f.words)
				break
			}
		}
		r[fTitleSeg] = int16(max(-60, min(60, i-title)))
		if title < 0 {
			r[fTitleSeg] = 61
		}
		r[fSinceHeading] = 60
		if heading >= 0 {
			r[fSinceHeading] = clip(i-heading, 60)
			r[fHeadingLevel] = int16(v.segs[heading].heading)
			r[fHeadingVerdict] = v.rows[heading][fVerdict]
			r[fHeadingLinked] = v.rows[heading][fLinked]
		}
		if s.heading > 0 {
			heading = i
		}
	}
}

// shelfFeatures fills what the longest shelf above segment s says.
func (v *pageView) shelfFeatures(r *row, s *segment) {
	var best *shelf
	at := 0
	for n, up := s.node, 0; n != nil && n.Type == html.ElementNode && up < shelfReach; n, up = n.Parent, up+1 {
		if f := v.nodes[n].shelf; f != nil && f.items > 1 && (best == nil || f.items > best.items) {
			best, at = f, up+1
		}
	}
	if best == nil {
		return
	}
	r[fShelf], r[fShelfUp], r[fShelfWords], r[fShelfSegs] = clip(best.items, 60), clip(at, 30), scale(best.words/best.items), clip(best.segs*10/best.items, 300)
	r[fShelfLinked], r[fShelfLongest], r[fShelfHeads] = share(best.linked, best.bytes), share(best.longest, best.words), clip(best.heads*10/best.items, 100)
}

// headline returns the segment that is the page's headline as far as its title
// tells, -1 if there is none: of those with its words the highest heading, the
// first of them.
func (v *pageView) headline() int {
	best, rank := -1, 0
	for i := range v.segs {
		s := &v.segs[i]
		if v.rows[i][fTitle] < 70 || s.words < 2 || s.hidden || utf8.RuneCountInString(s.text) < 8 {
			continue
		}
		k := 1
		if s.heading > 0 {
			k = 8 - s.heading
		}
		if k > rank {
			best, rank = i, k
		}
	}
	return best
}
