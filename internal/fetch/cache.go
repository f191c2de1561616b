package fetch

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"
)

// How long a copy is given without asking the server, and how long one is kept
// that nobody asks for. Ours: a brief made again within minutes is of the same
// pages.
const (
	copyFresh = 10 * time.Minute
	copyKept  = 30 * 24 * time.Hour
	// maxCache is how many bytes of copies are kept, the newest.
	maxCache = 1 << 30
)

// A cache keeps answers as files of one folder, each named by the hash of the
// address that was asked for: a line of JSON, and the body. What cannot be read
// or written is as if it were not there.
type cache struct {
	dir   string
	clock Clock
	bytes atomic.Int64 // of what is kept
}

// copied is what a cache keeps of a [Response] beside its body.
type copied struct {
	URL, Permanent, ContentType, ETag, LastModified string
	At                                              time.Time
}

func (c *cache) path(address string) string {
	sum := sha256.Sum256([]byte(address))
	return filepath.Join(c.dir, hex.EncodeToString(sum[:16]))
}

// get returns the copy of an address.
func (c *cache) get(address string) (*Response, bool) {
	if c == nil {
		return nil, false
	}
	data, err := os.ReadFile(c.path(address))
	if err != nil {
		return nil, false
	}
	line, body, ok := bytes.Cut(data, []byte("\n"))
	var k copied
	if !ok || json.Unmarshal(line, &k) != nil || k.URL == "" {
		return nil, false
	}
	h := http.Header{}
	if k.ETag != "" {
		h.Set("ETag", k.ETag)
	}
	if k.LastModified != "" {
		h.Set("Last-Modified", k.LastModified)
	}
	return &Response{URL: k.URL, Permanent: k.Permanent, Status: http.StatusOK, Header: h, Body: body, ContentType: k.ContentType, At: k.At}, true
}

// fresh reports whether a copy can stand for the page without asking.
func (c *cache) fresh(r *Response) bool {
	age := c.clock.Now().Sub(r.At)
	return age >= 0 && age < copyFresh
}

// put keeps an answer. Errors are not told: the page is there all the same.
func (c *cache) put(address string, r *Response) {
	if c == nil || r.Status != http.StatusOK {
		return
	}
	line, err := json.Marshal(copied{r.URL, r.Permanent, r.ContentType, r.Header.Get("ETag"), r.Header.Get("Last-Modified"), r.At})
	if err != nil || os.MkdirAll(c.dir, 0o700) != nil {
		return
	}
	size := int64(len(line) + 1 + len(r.Body))
	if c.bytes.Add(size) > maxCache {
		c.bytes.Add(-size)
		return
	}
	f, err := os.CreateTemp(c.dir, ".new-*")
	if err != nil {
		return
	}
	_, err = f.Write(append(append(line, '\n'), r.Body...))
	if errors.Join(err, f.Close(), os.Chtimes(f.Name(), r.At, r.At)) != nil || os.Rename(f.Name(), c.path(address)) != nil {
		_ = os.Remove(f.Name())
	}
}

// prune drops copies that are old, and the oldest of more than there is room for.
func (c *cache) prune() {
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return
	}
	var copies []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			copies = append(copies, info)
		}
	}
	slices.SortFunc(copies, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	before, size := c.clock.Now().Add(-copyKept), int64(0)
	for _, info := range copies {
		if !info.ModTime().Before(before) && size+info.Size() <= maxCache/2 { // the rest is for what comes
			size += info.Size()
		} else if err := os.Remove(filepath.Join(c.dir, info.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return
		}
	}
	c.bytes.Store(size)
}
