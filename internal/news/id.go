package news

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
)

var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewID returns the id of a thing of the given kind that is made of parts: the
// first 80 bits of a SHA-256, as 16 letters and digits. Each part is hashed
// with its length, so that ("ab", "c") and ("a", "bc") differ.
//
// 80 bits leave a chance of about 4 in a million that any two of 10⁹ things
// share an id (birthday bound).
func NewID(kind string, parts ...string) string {
	h := sha256.New()
	var n [8]byte
	write := func(s string) {
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	write(kind)
	for _, p := range parts {
		write(p)
	}
	return idEncoding.EncodeToString(h.Sum(nil)[:10])
}
