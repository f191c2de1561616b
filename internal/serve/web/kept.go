package web

import (
	"container/list"
	"crypto/sha256"
	"encoding/base64"
	"sync"
)

// keptBytes is how much of the pages made last is kept in memory, and keptPage how
// long a page may be that is. Ours.
const (
	keptBytes = 32 << 20
	keptPage  = 4 << 20
)

// kept are the pages that were made last.
type kept struct {
	mu    sync.Mutex
	byKey map[string]*list.Element // of *keptOne
	last  *list.List               // the one used last first
	size  int
}

type keptOne struct {
	key  string
	tag  string // another one for each body
	body []byte
}

func newKept() *kept { return &kept{byKey: map[string]*list.Element{}, last: list.New()} }

// get returns a page and its tag.
func (k *kept) get(key string) (body []byte, tag string, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.byKey[key]
	if e == nil {
		return nil, "", false
	}
	k.last.MoveToFront(e)
	one := e.Value.(*keptOne)
	return one.body, one.tag, true
}

// put keeps a page, unless it is too long, and returns its tag.
func (k *kept) put(key string, body []byte) string {
	sum := sha256.Sum256(body)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	if len(body) > keptPage {
		return tag
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.byKey[key] != nil {
		return tag
	}
	k.byKey[key] = k.last.PushFront(&keptOne{key, tag, body})
	for k.size += len(key) + len(body); k.size > keptBytes; {
		e := k.last.Back()
		one := k.last.Remove(e).(*keptOne)
		delete(k.byKey, one.key)
		k.size -= len(one.key) + len(one.body)
	}
	return tag
}
