package main

import (
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"os"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/serve"
	"github.com/twosource/twosource/internal/serve/api"
)

// A spooled is the body of a post in a file that has no name of its own yet. It is
// never in memory as a whole.
type spooled struct {
	f    *os.File
	sum  hash.Hash // SHA-256 of the body
	size int64     // taken of room
	room *serve.Room
	text bool // not all of it is blank
}

// spool writes the body of a post to the disk as it comes, and gives it a key if it
// has none. The error is [api.ErrEmpty], [api.ErrBusy] if the disk has no room, or of
// the body or the disk.
func (t *taker) spool(p *api.Posted) (*spooled, error) {
	f, err := os.CreateTemp(t.dir, ".new-*")
	if err != nil {
		return nil, err
	}
	s := &spooled{f: f, sum: sha256.New(), room: t.disk}
	own, key := api.BodyKey(p.Media)
	_, err = io.Copy(io.MultiWriter(s, own), p.Body)
	switch {
	case errors.Is(err, api.ErrBusy):
		// Read to its end, for an answer amid a body is lost with the connection.
		_, _ = io.Copy(io.Discard, p.Body)
	case err == nil && !s.text:
		err = api.ErrEmpty
	}
	if err != nil {
		return nil, errors.Join(err, s.drop())
	}
	if p.Key == "" {
		p.Key = key()
	}
	return s, nil
}

// Write takes in a part of the body.
func (s *spooled) Write(b []byte) (int, error) {
	if !s.room.TryTake(int64(len(b))) {
		return 0, api.ErrBusy
	}
	s.size += int64(len(b))
	s.sum.Write(b)
	s.text = s.text || !blank(b)
	return s.f.Write(b)
}

// blank reports whether there is nothing but blanks. What is not UTF-8 is no blank.
func blank(b []byte) bool {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if !unicode.IsSpace(r) {
			return false
		}
		b = b[n:]
	}
	return true
}

// keep names the file, which is whole and on the disk then. Its room stays taken.
func (s *spooled) keep(name string) error {
	err := errors.Join(s.f.Sync(), s.f.Close())
	if err == nil {
		err = os.Rename(s.f.Name(), name)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(s.f.Name()))
	}
	return err
}

// drop takes the file away and gives its room back.
func (s *spooled) drop() error {
	s.room.Give(s.size)
	return errors.Join(s.f.Close(), os.Remove(s.f.Name()))
}
