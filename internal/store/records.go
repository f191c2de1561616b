package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
)

// Records is the part of a [View] that gives what is derived of all articles one
// record at a time, for who cannot hold it all.
type Records interface {
	// Stamp returns Change, Derived and DerivedAt of the [State] alone: it costs
	// little, however much there is.
	Stamp(ctx context.Context) (State, error)
	// Record reads one derived record into to, a pointer to a value of its kind; ok
	// is false if there is none under this key.
	Record(ctx context.Context, k Kind, key string, to any) (ok bool, err error)
	// Sums gives the key and checksum of each derived record of kind k to visit, in
	// byte order of the keys. A record that has changed has another checksum, but for
	// one chance in 2⁶⁴. It returns visit's error. Visit must not use the view.
	Sums(ctx context.Context, k Kind, visit func(key string, sum int64) error) error
	// Scan does so and gives read as well, which reads the record into to and is
	// good until visit returns.
	Scan(ctx context.Context, k Kind, visit func(key string, sum int64, read func(to any) error) error) error
	// Dated gives the id of each article once, in byte order, with the minute since
	// 1970 in which its publication begins, nil if that is not known; of several
	// texts of an article the earliest. Mark is another number once the texts of the
	// article have changed. It returns visit's error. Visit must not use the view.
	Dated(ctx context.Context, visit func(article string, first *int64, mark int64) error) error
	// Found returns the ids of the articles that [View.Search] would find, or
	// statements of which it would, the best first, each once, of at most limit
	// matches; a negative limit is none. It reads no article.
	Found(ctx context.Context, q *Query, of HitKind, limit int) ([]string, error)
}

// SumOf returns the checksum of a packed record: 64 bits of its SHA-256.
func SumOf(packed []byte) int64 {
	sum := sha256.Sum256(packed)
	return int64(binary.BigEndian.Uint64(sum[:]))
}

// Distinct returns each string of list once, where it stands first.
func Distinct(list []string) []string {
	seen := make(map[string]bool, len(list))
	out := list[:0]
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
