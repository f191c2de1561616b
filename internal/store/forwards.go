package store

import (
	"cmp"

	"github.com/twosource/twosource/internal/news"
)

// A Forwarder finds what became of stories whose ids are gone. Its zero value
// knows no story.
type Forwarder struct{ of map[string]string }

// See takes note of a story that there is now.
func (f *Forwarder) See(s *news.Story) {
	if f.of == nil {
		f.of = map[string]string{}
	}
	for _, id := range s.Articles {
		f.of[id] = s.ID
	}
}

// Now returns the story that has most of the articles of one that was; of several
// the one with the lowest id. It is not ok if none has any.
func (f *Forwarder) Now(was *news.Story) (id string, ok bool) {
	n := map[string]int{}
	for _, a := range was.Articles {
		if s, ok := f.of[a]; ok {
			n[s]++
		}
	}
	for s := range n {
		if id == "" || cmp.Or(cmp.Compare(n[id], n[s]), cmp.Compare(s, id)) < 0 {
			id = s
		}
	}
	return id, id != ""
}
