package extract

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A row is what the model sees of one segment. Its values are whole numbers, so
// that a decision is the same on every machine.
type row [numFeatures]int16

// The features. Numbers of words are on a scale of 8 steps a doubling (see
// scale), shares are in hundredths, distances are in segments.
const (
	fWords = iota
	fLetters
	fLinked
	fLinks
	fBold
	fTag
	fHeading
	fInside
	fHidden
	fSentences
	fCommas
	fEnds
	fStarts
	fUpper
	fDigits
	fFunction
	fVerdict
	fTwice
	fTitle
	fDescription
	fJSON
	fDepth
	fPath // for each group of hints, steps up to the nearest element that gives one; 15 for none
)

const (
	fParentWords = fPath + numHints + iota
	fParentLinked
	fParentCount
	fGrandWords
	fGrandLinked
	fGrandCount
	fGroupWords
	fGroupCount
	fGroupMean
	fGroupLinked
	fBest
	fBestUp
	fBestShare
	fBestIndex
	fBestLeft
	fBefore
	fAfterTitle
	fSinceLong
	fUntilLong
	fWordsBefore
	fWordsAfter
	fTitleUp
	fTitleDown
	fTitleWords
	fTitleSeg
	fHalfUp
	fHalfLinked
	fHalfWords
	fSinceHeading
	fHeadingLevel
	fHeadingVerdict
	fHeadingLinked
	fShelf
	fShelfUp
	fShelfWords
	fShelfSegs
	fShelfLinked
	fShelfLongest
	fShelfHeads
	fLinkFirst
	fAreas // one for each of areaBits
)

const (
	fNear = fAreas + numAreas + iota // nearFields of each of four neighbours
)

const numAreas = 10

const (
	nearFields  = 6
	numFeatures = fNear + 4*nearFields
)

// scale returns 8·log2(1+n), whole.
func scale(n int) int16 {
	if n <= 0 {
		return 0
	}
	n++
	k := bits.Len(uint(n)) - 1
	frac := 0
	if k >= 3 {
		frac = n>>(k-3) - 8
	} else {
		frac = n<<(3-k) - 8
	}
	return int16(8*k + frac)
}

// A nodeInfo is what a page's segments say of an element.
type nodeInfo struct {
	words, linked, bytes, count int
	prose                       int // words of long segments
	depth                       int
	hints                       uint32
	heads                       int // segments of two words or more that are links and nothing else
	shelf                       *shelf
}

// A pageView is the segments of a page with what is known of their elements.
type pageView struct {
	segs   []segment
	nodes  map[*html.Node]*nodeInfo
	hints  map[string]uint32   // of the attribute values seen
	above  map[*html.Node]bool // best and its ancestors
	groups map[uint64]*groupInfo
	group  []uint64 // of each segment
	best   *html.Node
	rows   []row
	prose  int  // words of its long segments
	cut    bool // the page has more text than was read
}

// A groupInfo is about the segments that a template makes alike: the same tag
// and class within parents of the same tag and class.
type groupInfo struct{ words, linked, bytes, count int }

// isProse reports whether a segment looks like running text.
func isProse(s *segment) bool {
	return s.words >= 12 && s.linked*10 < len(s.text)*4
}

// info returns what is known of n, new if it is seen the first time.
func (v *pageView) info(n *html.Node) *nodeInfo {
	if i, ok := v.nodes[n]; ok {
		return i
	}
	i := &nodeInfo{hints: v.hintsOf(n)}
	if n.Parent != nil && n.Parent.Type == html.ElementNode {
		i.depth = v.info(n.Parent).depth + 1
	}
	v.nodes[n] = i
	return i
}

// newView gathers what the model needs of a page.
func newView(segs []segment) *pageView {
	v := &pageView{
		segs: segs, nodes: make(map[*html.Node]*nodeInfo, 2*len(segs)), hints: map[string]uint32{},
		groups: map[uint64]*groupInfo{}, group: make([]uint64, len(segs)), above: map[*html.Node]bool{},
	}
	for i := range segs {
		s := &segs[i]
		if isProse(s) {
			v.prose += s.words
		}
		for n := s.node; n != nil && n.Type == html.ElementNode; n = n.Parent {
			f := v.info(n)
			f.words += s.words
			f.linked += s.linked
			f.bytes += len(s.text)
			f.count++
			if s.words > 1 && s.linked*10 >= len(s.text)*8 {
				f.heads++
			}
			if isProse(s) {
				f.prose += s.words
			}
		}
		h := groupKey(s)
		v.group[i] = h
		g := v.groups[h]
		if g == nil {
			g = &groupInfo{}
			v.groups[h] = g
		}
		g.words += s.words
		g.linked += s.linked
		g.bytes += len(s.text)
		g.count++
	}
	v.findBest()
	for n := v.best; n != nil; n = n.Parent {
		v.above[n] = true
	}
	return v
}

// groupKey hashes tag and class of a segment's element and its two parents.
func groupKey(s *segment) uint64 {
	h := uint64(hashSeed)
	for n, up := s.node, 0; n != nil && up < 3; n, up = n.Parent, up+1 {
		h = hashString(h, n.Data)
		h = hashString(h, attr(n, "class"))
	}
	return h
}

func hashString(h uint64, s string) uint64 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * hashPrime
	}
	return (h ^ 0xFF) * hashPrime
}

// findBest finds the deepest element that holds more than 60 hundredths of the
// prose of its siblings and ancestors.
func (v *pageView) findBest() {
	var root *html.Node
	for i := range v.segs {
		for n := v.segs[i].node; n != nil && n.Type == html.ElementNode; n = n.Parent {
			root = n
		}
		if root != nil {
			break
		}
	}
	for n := root; n != nil; {
		v.best = n
		var next *html.Node
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if i := v.nodes[c]; i != nil && i.prose*10 > v.nodes[n].prose*6 {
				next = c
				break
			}
		}
		if next == nil || v.nodes[next].count < 2 {
			return
		}
		n = next
	}
}

// share returns 100·a/b, 0 if b is 0.
func share(a, b int) int16 {
	if b <= 0 {
		return 0
	}
	return int16(min(100, a*100/b))
}

func clip(n, most int) int16 { return int16(min(n, most)) }

// tagCode numbers the tags that the model tells apart.
func tagCode(a atom.Atom) int16 {
	switch a {
	case atom.P:
		return 1
	case atom.Li:
		return 2
	case atom.Blockquote:
		return 3
	case atom.Td, atom.Th:
		return 4
	case atom.Figcaption:
		return 5
	case atom.Pre:
		return 6
	case atom.Dd, atom.Dt:
		return 7
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return 8
	}
	return 0
}

// features fills v.rows. title is the page's stated title, description and
// body the summary and the text that its structured data give.
func (v *pageView) features(title, description string, body shingles) {
	n := len(v.segs)
	v.rows = make([]row, n)
	seen := make(map[string]int, n)
	for i := range v.segs {
		seen[v.segs[i].text]++
	}
	wantTitle := newShingles(title)
	wantDescription := newShingles(description)
	titleAt := n
	for i := range v.segs {
		r := &v.rows[i]
		s := &v.segs[i]
		v.wordFeatures(r, s)
		r[fTwice] = clip(seen[s.text], 4)
		if s.words >= 2 && s.words < 60 {
			r[fTitle] = int16(wantTitle.coverage(s.text) * 100)
		}
		if s.words >= 5 {
			r[fDescription] = int16(wantDescription.coverage(s.text) * 100)
		}
		r[fJSON] = -1
		if len(body) > 0 {
			r[fJSON] = int16(body.coverage(s.text) * 100)
		}
		if r[fTitle] >= 80 && titleAt == n && s.words >= 3 && s.heading > 0 {
			titleAt = i
		}
		v.placeFeatures(r, i)
	}
	v.orderFeatures(titleAt)
	v.layoutFeatures()
}

// wordFeatures fills what a segment's own words say.
func (v *pageView) wordFeatures(r *row, s *segment) {
	var letters, upper, digits, commas, ends int
	prev := rune(0)
	for _, c := range s.text {
		switch {
		case c >= 'a' && c <= 'z':
			letters++
		case c >= '0' && c <= '9':
			digits++
		case c == ',':
			commas++
		case c == ' ':
			if prev == '.' || prev == '?' || prev == '!' || prev == '”' || prev == '"' {
				ends++
			}
		case unicode.IsUpper(c):
			upper++
			letters++
		case unicode.IsLetter(c):
			letters++
		}
		prev = c
	}
	r[fWords] = scale(s.words)
	r[fLetters] = clip(letters*10/max(1, s.words), 200)
	r[fLinked] = share(s.linked, len(s.text))
	r[fLinks] = clip(s.links, 50)
	r[fBold] = share(s.bold, len(s.text))
	r[fTag] = tagCode(s.tag)
	r[fHeading] = int16(s.heading)
	r[fInside] = int16(s.inside)
	if s.hidden {
		r[fHidden] = 1
	}
	r[fSentences] = clip(ends, 30)
	r[fCommas] = clip(commas, 40)
	switch last := lastRune(s.text); {
	case endsSentence(s.text):
		r[fEnds] = 3
	case last == ':':
		r[fEnds] = 2
	case last == ',' || last == ';':
		r[fEnds] = 1
	}
	switch first := firstRune(s.text); {
	case unicode.IsLower(first):
		r[fStarts] = 1
	case unicode.IsUpper(first):
		r[fStarts] = 2
	case unicode.IsDigit(first):
		r[fStarts] = 3
	case strings.ContainsRune("\"'“‘«", first):
		r[fStarts] = 4
	}
	r[fUpper] = share(upper, letters)
	r[fDigits] = share(digits, letters+digits)
	fn := 0
	if s.words <= 400 {
		for w := range strings.FieldsSeq(s.text) {
			if len(w) <= 5 && functionWords[w] {
				fn++
			}
		}
		r[fFunction] = share(fn, s.words)
	}
	r[fVerdict] = verdictCode(s)
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// verdictCode numbers what the words of a short segment are known to be.
func verdictCode(s *segment) int16 {
	if s.words > 60 {
		return 0
	}
	v := s.judged()
	if !v.known {
		return 0
	}
	switch v.reason {
	case "page control":
		return 10
	case "advertisement":
		return 11
	case "links to other texts":
		return 12
	case "newsletter":
		return 13
	case "copyright line":
		return 14
	case "cookie notice":
		return 15
	case "tag list":
		return 16
	}
	return int16(v.kind)
}

// placeFeatures fills what segment i's elements say.
func (v *pageView) placeFeatures(r *row, i int) {
	s := &v.segs[i]
	for g := range numHints {
		r[fPath+g] = 15
	}
	up, bestUp := 0, -1
	for n := s.node; n != nil && n.Type == html.ElementNode; n = n.Parent {
		f := v.nodes[n]
		for g := range numHints {
			if f.hints&(1<<g) != 0 && r[fPath+g] == 15 {
				r[fPath+g] = clip(up, 14)
			}
		}
		if n == v.best {
			bestUp = up
		}
		up++
	}
	r[fDepth] = clip(up, 60)
	if p := s.node; p != nil {
		if p.Parent != nil && v.nodes[p.Parent] != nil {
			f := v.nodes[p.Parent]
			r[fParentWords], r[fParentLinked], r[fParentCount] = scale(f.words), share(f.linked, f.bytes), clip(f.count, 300)
			if g := p.Parent.Parent; g != nil && v.nodes[g] != nil {
				f := v.nodes[g]
				r[fGrandWords], r[fGrandLinked], r[fGrandCount] = scale(f.words), share(f.linked, f.bytes), clip(f.count, 300)
			}
		}
	}
	g := v.groups[v.group[i]]
	r[fGroupWords], r[fGroupCount], r[fGroupMean], r[fGroupLinked] = scale(g.words), clip(g.count, 300), scale(g.words/g.count), share(g.linked, g.bytes)
	if v.best != nil {
		r[fBestShare] = share(v.nodes[v.best].prose, v.prose)
		if bestUp >= 0 {
			r[fBest], r[fBestUp] = 1, clip(bestUp, 30)
		} else {
			r[fBestUp] = 31
			for n, k := s.node, 0; n != nil && n.Type == html.ElementNode; n, k = n.Parent, k+1 {
				if v.above[n] {
					r[fBestUp] = clip(32+k, 60)
					break
				}
			}
		}
	}
}

// orderFeatures fills what the order of the segments says.
func (v *pageView) orderFeatures(titleAt int) {
	n := len(v.segs)
	total, prose := 0, 0
	firstLong, lastLong := -1, -1
	for i := range v.segs {
		total += v.segs[i].words
		if isProse(&v.segs[i]) {
			prose += v.segs[i].words
			if v.rows[i][fBest] == 1 {
				if firstLong < 0 {
					firstLong = i
				}
				lastLong = i
			}
		}
	}
	before, since := 0, 60
	for i := range v.segs {
		r := &v.rows[i]
		r[fBefore] = share(before, total)
		r[fAfterTitle] = int16(max(-60, min(60, i-titleAt)))
		if titleAt == n {
			r[fAfterTitle] = 61
		}
		r[fBestIndex] = int16(max(-60, min(60, i-firstLong)))
		r[fBestLeft] = int16(max(-60, min(60, lastLong-i)))
		r[fSinceLong] = clip(since, 60)
		r[fWordsBefore] = scale(before)
		r[fWordsAfter] = scale(total - before - v.segs[i].words)
		before += v.segs[i].words
		since++
		if isProse(&v.segs[i]) {
			since = 0
		}
	}
	until := 60
	for i := n - 1; i >= 0; i-- {
		v.rows[i][fUntilLong] = clip(until, 60)
		until++
		if isProse(&v.segs[i]) {
			until = 0
		}
	}
	for i := range v.segs {
		for k, d := range [...]int{-1, 1, -2, 2} {
			at := v.rows[i][fNear+k*nearFields:]
			j := i + d
			if j < 0 || j >= n {
				at[0] = -1
				continue
			}
			o := &v.rows[j]
			at[0], at[1], at[2], at[3], at[4] = o[fWords], o[fLinked], o[fTag], o[fEnds], o[fVerdict]
			switch {
			case v.segs[j].node == v.segs[i].node:
				at[5] = 3
			case v.segs[j].node != nil && v.segs[i].node != nil && v.segs[j].node.Parent == v.segs[i].node.Parent:
				at[5] = 2
			case v.group[j] == v.group[i]:
				at[5] = 1
			}
		}
	}
}
