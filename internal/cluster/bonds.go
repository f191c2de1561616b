package cluster

// A bond is the scored pairs of the articles of two stories; if there are none, it is zero.
type bond struct{ sum, count int64 }

// Bonds are those of the stories of a part. Stories merge only within a ring: those that
// pairs which speak for one story, lineage and the user join, over any number of others.
// Bonds of stories of two rings are not kept. Most rings are so small that there is a place
// for each two of their stories; in larger ones, which are of near copies, maps hold such as
// there are. Each is held both ways.
type bonds struct {
	rings []ring
	seats []seat           // by story
	dense []smallBond      // of the rings, one after the other
	maps  []map[int32]bond // by story, of rings without a place
	all   []int32          // stories, by ring
	sizes []int32          // of rings, by root
	roots []int32          // by root: the number of its ring
}

// A smallBond is a bond of stories of at most mostPart articles, of which the sums are
// small.
type smallBond struct{ sum, count int32 }

func (b smallBond) bond() bond { return bond{int64(b.sum), int64(b.count)} }

// A ring is stories with the places of their bonds in bonds.dense from at on; at is
// -1 if it has none.
type ring struct {
	stories []int32
	at      int
}

// A seat is the ring of a story, and its place in this.
type seat struct{ ring, at int32 }

// reset makes bonds of stories of which root tells the ring, each by one of its stories.
// Rings of more than most stories have no places.
func (b *bonds) reset(root []int32, most int) {
	b.seats, b.sizes = grown(b.seats, len(root)), grown(b.sizes, len(root))
	b.all, b.roots = grown(b.all, len(root)), grown(b.roots, len(root))
	b.rings, b.maps = b.rings[:0], nil
	sizes, all, number := b.sizes, b.all, b.roots
	for _, r := range root {
		sizes[r]++
	}
	from, places := int32(0), 0
	for x, r := range root {
		if int(r) != x {
			continue
		}
		n := int(sizes[r])
		number[r] = int32(len(b.rings))
		next := ring{stories: all[from : from : from+sizes[r]], at: -1}
		from += sizes[r]
		if n <= most {
			next.at = places
			places += n * n
		}
		b.rings = append(b.rings, next)
	}
	for x, r := range root {
		of := &b.rings[number[r]]
		b.seats[x] = seat{number[r], int32(len(of.stories))}
		of.stories = append(of.stories, int32(x))
		if of.at < 0 && b.maps == nil {
			b.maps = make([]map[int32]bond, len(root))
		}
	}
	b.dense = grown(b.dense, places)
}

// row returns the places of the bonds of a story, with the stories that they are with; nil
// if it has none.
func (b *bonds) row(x int32) ([]smallBond, []int32) {
	s := b.seats[x]
	r := &b.rings[s.ring]
	if r.at < 0 {
		return nil, nil
	}
	n := len(r.stories)
	from := r.at + int(s.at)*n
	return b.dense[from : from+n], r.stories
}

// of returns the bond of two stories of one ring.
func (b *bonds) of(x, y int32) bond {
	if row, _ := b.row(x); row != nil {
		return row[b.seats[y].at].bond()
	}
	return b.maps[x][y]
}

// add adds pairs to the bond of two stories.
func (b *bonds) add(x, y int32, more bond) {
	if b.seats[x].ring != b.seats[y].ring {
		return
	}
	if row, _ := b.row(x); row != nil {
		d := &row[b.seats[y].at]
		d.sum += int32(more.sum)
		d.count += int32(more.count)
		back, _ := b.row(y)
		back[b.seats[x].at] = *d
		return
	}
	d := b.of(x, y)
	d.sum += more.sum
	d.count += more.count
	b.set(x, y, d)
	b.set(y, x, d)
}

func (b *bonds) set(x, y int32, d bond) {
	row, _ := b.row(x)
	switch {
	case row != nil:
		row[b.seats[y].at] = smallBond{int32(d.sum), int32(d.count)}
	case d.count == 0:
		delete(b.maps[x], y)
	default:
		if b.maps[x] == nil {
			b.maps[x] = map[int32]bond{}
		}
		b.maps[x][y] = d
	}
}

// each calls do for each story that x has a bond with, in no order.
func (b *bonds) each(x int32, do func(y int32, d bond)) {
	row, stories := b.row(x)
	if row == nil {
		for y, d := range b.maps[x] {
			do(y, d)
		}
		return
	}
	for k, d := range row {
		if d.count > 0 {
			do(stories[k], d.bond())
		}
	}
}

// move gives the bonds of a story to another of its ring, which has none with itself.
func (b *bonds) move(from, to int32) {
	b.each(from, func(y int32, d bond) {
		b.set(y, from, bond{})
		if y != to {
			b.add(y, to, d)
		}
	})
	if row, _ := b.row(from); row != nil {
		clear(row)
	} else {
		b.maps[from] = nil
	}
}
