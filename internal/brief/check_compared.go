package brief

import "strings"

// value reports a side of a conflict whose value stands in none of its spans.
func (c *checker) value(s *scanner, members []member) {
	words, ok := s.stringAt(members, "value")
	spans, all := c.spansIn(members, "spans")
	if !ok || !all {
		return
	}
	want := fold([]byte(words))
	for _, sp := range spans {
		if strings.Contains(fold(sp), want) {
			return
		}
	}
	c.failf(s, "value is %q, which none of its spans has", shorten(words))
}

// conflict reports a conflict of fewer than two sides.
func (c *checker) conflict(s *scanner, members []member) {
	for _, m := range members {
		if string(m.key) == "sides" && m.n < 2 {
			c.failf(s, "has %d sides, and a conflict has two", m.n)
		}
	}
}

// position reports a change that is not shown by two spans, and its place among
// the others, which are sorted by party and issue.
func (c *checker) position(s *scanner, members []member) {
	changed, _ := s.stringAt(members, "changed")
	for _, m := range members {
		if string(m.key) != "change" {
			continue
		}
		if changed == "yes" && m.n != 2 || changed == "unknown" && m.n != 0 {
			c.failf(s, "changed is %q, but change has %d spans", changed, m.n)
		}
	}
	party, _ := s.stringAt(members, "party")
	issue, _ := s.stringAt(members, "issue")
	c.sorted(s, party+"\x00"+issue, false)
}
