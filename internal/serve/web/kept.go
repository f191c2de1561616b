package web

import (
	"container/list"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
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
	page page
}

// A page is one that was made, as it is and packed with gzip.
type page struct{ body, packed []byte }

// newPage packs a page.
func newPage(body []byte) page { return page{body, packed(body, pagePacking)} }

// pagePacking is how hard pages are packed: they are made anew with each change of
// the store, unlike the script. Ours.
const pagePacking = 4

// write answers with a page, packed for who can unpack it.
func (p page) write(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", "Accept-Encoding")
	body := p.body
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		body = p.packed
	}
	_, _ = w.Write(body) // the reader may be gone
}

func newKept() *kept { return &kept{byKey: map[string]*list.Element{}, last: list.New()} }

// get returns a page and its tag.
func (k *kept) get(key string) (p page, tag string, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.byKey[key]
	if e == nil {
		return page{}, "", false
	}
	k.last.MoveToFront(e)
	one := e.Value.(*keptOne)
	return one.page, one.tag, true
}

// put keeps a page, unless it is too long, and returns its tag.
func (k *kept) put(key string, p page) string {
	sum := sha256.Sum256(p.body)
	tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	if len(p.body) > keptPage {
		return tag
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.byKey[key] != nil {
		return tag
	}
	k.byKey[key] = k.last.PushFront(&keptOne{key, tag, p})
	for k.size += one(key, p); k.size > keptBytes; {
		e := k.last.Back()
		old := k.last.Remove(e).(*keptOne)
		delete(k.byKey, old.key)
		k.size -= one(old.key, old.page)
	}
	return tag
}

// one is how many bytes a page takes.
func one(key string, p page) int { return len(key) + len(p.body) + len(p.packed) }
