package resolve

// A stamped maps small numbers to others. It is emptied at no cost, so that one
// serves every story and every name.
type stamped struct {
	at  []stamp
	now uint32
}

type stamp struct {
	set   uint32
	value int32
}

// clear empties s.
func (s *stamped) clear() {
	if s.now++; s.now == 0 {
		clear(s.at)
		s.now = 1
	}
}

// get gives what n is mapped to; s has been cleared once.
func (s *stamped) get(n uint32) (int32, bool) {
	if int(n) >= len(s.at) || s.at[n].set != s.now {
		return 0, false
	}
	return s.at[n].value, true
}

func (s *stamped) set(n uint32, value int32) {
	if int(n) >= len(s.at) {
		s.at = append(s.at, make([]stamp, max(int(n)+1-len(s.at), len(s.at)/2+1024))...)
	}
	s.at[n] = stamp{s.now, value}
}
