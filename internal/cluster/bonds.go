package cluster

// A bond is the scored pairs of the articles of two stories; if there are none, it is zero.
type bond struct{ sum, count int64 }

// Bonds are those of the stories of a part. Most parts are so small that there is a place
// for each two of n stories; in larger ones, which are of near copies, maps hold such as
// there are. Each is held both ways.
type bonds struct {
	n     int32
	dense []bond
	maps  []map[int32]bond // if dense is nil
}

func newBonds(n int) bonds {
	b := bonds{n: int32(n)}
	if n <= mostPart {
		b.dense = make([]bond, n*n)
	} else {
		b.maps = make([]map[int32]bond, n)
	}
	return b
}

// of returns the bond of two stories.
func (b *bonds) of(x, y int32) bond {
	if b.dense != nil {
		return b.dense[x*b.n+y]
	}
	return b.maps[x][y]
}

// add adds pairs to the bond of two stories.
func (b *bonds) add(x, y int32, more bond) {
	d := b.of(x, y)
	d.sum += more.sum
	d.count += more.count
	b.set(x, y, d)
	b.set(y, x, d)
}

func (b *bonds) set(x, y int32, d bond) {
	switch {
	case b.dense != nil:
		b.dense[x*b.n+y] = d
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
	if b.dense == nil {
		for y, d := range b.maps[x] {
			do(y, d)
		}
		return
	}
	for y, d := range b.dense[x*b.n : (x+1)*b.n] {
		if d.count > 0 {
			do(int32(y), d)
		}
	}
}

// move gives the bonds of a story to another, which has none with itself.
func (b *bonds) move(from, to int32) {
	b.each(from, func(y int32, d bond) {
		b.set(y, from, bond{})
		if y != to {
			b.add(y, to, d)
		}
	})
	if b.dense != nil {
		clear(b.dense[from*b.n : (from+1)*b.n])
	} else {
		b.maps[from] = nil
	}
}
